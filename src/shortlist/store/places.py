"""Where things lie: the user's data and state directories, or the folder that was asked for."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from shortlist.core.document.scenario import Step

DATA_DIR_VARIABLE = "SHORTLIST_DATA_DIR"
APPLICATION = "shortlist"
EXCERPTS = {
    "artificial-analysis-v4.3.json": "Artificial Analysis v4.3 of 3 October 2026, 32 rows",
    "bfcl_2026-04-12.csv": "Berkeley Function-Calling Leaderboard of 12 April 2026, 15 rows",
}
"""The excerpts of leaderboards, by the name of their file, in the order in which they are offered."""
BESIDE = (".records", ".evidence")
"""Endings of the folders that belong to a workspace: they go where it goes."""


class Places:
    """The data directory, which holds what a person needs, and the state directory, which may be lost."""

    def __init__(self, data: Path, state: Path) -> None:
        self.data, self.state = data, state
        self.workspaces = data / "workspaces"
        self.trash = data / "trash"
        """The folder of deleted workspaces."""
        self.aliases = data / "aliases.toml"
        """The file of confirmed names and column maps of imports."""
        self.keymap = data / "keys.toml"
        """The user's own keys."""
        self.prices = data / "prices.json"
        """The prices that were fetched on request, newer than those of the package."""
        self.last = state / "last"
        """The note of which workspace was open last."""
        self.theme = state / "theme"
        """The note of which colours were chosen."""
        self.imported = state / "imported"
        """The note of which files were imported last."""
        self.exported = state / "exported"
        """The note of which files were written as exports."""
        self.days = state / "days"
        """The note of how many days were seen, and since which of them each deleted workspace lies in the trash."""


def places(data_dir: str | None) -> Places:
    """The folder asked for, on the command line or in the environment, else the user's own."""
    asked = data_dir or os.environ.get(DATA_DIR_VARIABLE)
    if asked:
        data = expanded(asked)
        return Places(data, data / "state")
    from platformdirs import user_data_path, user_state_path

    return Places(user_data_path(APPLICATION, False), user_state_path(APPLICATION, False))


def expanded(text: str) -> Path:
    """A path as typed, `~` being one's home; as it stands where there is no such home."""
    try:
        return Path(text).expanduser()
    except RuntimeError:
        return Path(text)


def shipped_scenarios() -> Path:
    """The folder of the examples: beside the installed package's modules, or in the source tree."""
    package = Path(__file__).resolve().parent.parent
    packed = package / "scenarios"
    return packed if packed.is_dir() else package.parent.parent / "scenarios"


def shipped_leaderboards() -> dict[str, str]:
    """The excerpts of leaderboards that ship: what each is called, by its path."""
    folder = shipped_scenarios() / "leaderboards"
    return {str(folder / name): title for name, title in EXCERPTS.items() if (folder / name).is_file()}


def starters_folder() -> Path:
    """Where the starter sets of golden examples lie that are shipped."""
    return shipped_scenarios() / "starters"


def starter_kinds() -> list[str]:
    """The kinds of steps that there is a starter set for."""
    return sorted(path.stem for path in starters_folder().glob("*.jsonl"))


def records_folder(path: Path) -> Path:
    """Where the frozen records of a workspace lie, beside it."""
    return path.with_suffix(".records")


def evidence_folder(path: Path) -> Path:
    """Where the rows of the runs of a workspace lie, beside it."""
    return path.with_suffix(".evidence")


def golden_path(path: Path, step: Step) -> Path:
    """Where the golden dataset of a step of a workspace lies: where the step says, else in a folder beside it."""
    return golden_place(path, step.id, step.setup.golden)


def golden_place(path: Path, step: str, told: str) -> Path:
    """The same by the step's id and the path that it names, empty where it names none."""
    return path.parent / (told or f"golden/{step}.jsonl")


def beside(path: Path) -> tuple[Path, ...]:
    """The folders that belong to a workspace, whether they are there or not."""
    return tuple(path.with_suffix(ending) for ending in BESIDE)

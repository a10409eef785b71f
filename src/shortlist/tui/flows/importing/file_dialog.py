"""Which file to import: a path being typed, completed from the folder, and the files imported last."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Static

from shortlist.core.basics.words import with_small
from shortlist.sanitising import shown
from shortlist.store.path_completion import completions
from shortlist.store.places import expanded
from shortlist.tui.dialogs.base import Dialog, words
from shortlist.tui.draw.lines import Cell, fit
from shortlist.tui.keys.bindings import bound
from shortlist.tui.widgets.finder import FinderLine, Found

NOTHING: Mapping[str, str] = MappingProxyType({})


class Paths(Found[str]):
    """Paths that go on from what was typed."""

    def __init__(self, shipped: Mapping[str, str]) -> None:
        super().__init__()
        self._shipped = shipped

    def cells(self, one: str, width: int) -> list[Cell]:
        """What ships by its title; of a long path the end is seen."""
        if one in self._shipped:
            return [Cell(fit(f"★ {self._shipped[one]}", width), "strong")]
        path = shown(one)
        if len(path) > width:
            path = f"…{path[-(width - 1) :]}"
        return [Cell(fit(path, width))]


class PathLine(FinderLine):
    """The path, which Tab completes."""

    BINDINGS: ClassVar[list[BindingType]] = bound("path")

    def __init__(self, paths: Paths, find: Callable[[str], None], value: str) -> None:
        super().__init__(paths, find, "path of a file", value)
        self._paths = paths

    def action_complete(self) -> None:
        if self._paths.here is not None:
            self.value = self._paths.here
            self.cursor_position = len(self.value)


def by_name(title: str) -> str:
    """What a list of formats is sorted by: its name without an article, whatever its letters are."""
    return title.casefold().removeprefix("a ")


def figures_and_runs() -> list[str]:
    """What is read as figures or runs, a line each."""
    from shortlist.catalogue.importers import FORMATS
    from shortlist.evidence import RUN_FORMATS, example_table

    runs = [one.title for one in RUN_FORMATS.values() if one is not example_table.FORMAT]
    told = []
    for what, titles in (("Figures", [one.title for one in FORMATS.values()]), ("Runs", runs)):
        names = {title.partition(",")[0] for title in titles}
        small = [with_small(name) if name.startswith("A ") else name for name in names]
        told.append(f"{what}: {', '.join(sorted(small, key=by_name))}.")
    return [*told, "Either as your own CSV or JSON, too: the content tells which it is."]


SHIPS = "★ ships with Shortlist, an excerpt for the exercise; a real decision wants today's figures."


class FileDialog(Dialog[Path]):
    """Asks for a file; None for Esc."""

    DEFAULT_CSS = """
    FileDialog > #box { width: 100; }
    FileDialog Paths { min-height: 6; }
    FileDialog .about { height: auto; color: $text-muted; }
    """
    DEFAULT_CLASSES = "tight"
    help_text = (
        "Type or paste the path of a file; what goes on from it is listed, the files imported last come first. Nothing "
        "changes before you have seen what the file would change."
    )

    def __init__(
        self,
        recent: Sequence[str],
        wrong: str = "",
        typed: str = "",
        shipped: Mapping[str, str] = NOTHING,
        heading: str = "Import figures or runs from a file",
        about: str = "",
    ) -> None:
        """`shipped` are excerpts that are offered before anything is typed: titles by path.

        `about` says what is read; left out: figures and runs.
        """
        super().__init__(heading, "Enter opens, Tab completes, ↑ ↓ move, Esc closes.")
        self._about = about
        self._recent, self._wrong, self._typed = list(dict.fromkeys((*recent, *shipped))), wrong, typed
        self._shipped = shipped
        self._paths = Paths(shipped)
        self._paths.add_class("fits")

    AROUND = 13
    memory = ""
    """None: a path leads to a file, and is no text of the decision."""

    def inside(self) -> ComposeResult:
        yield PathLine(self._paths, self._list, self._typed)
        yield words("wrong", self._wrong)
        yield self._paths
        told = [self._about] if self._about else figures_and_runs()
        if self._shipped:
            told = [SHIPS, *told]
        yield from (Static(Content(shown(line)), classes="about") for line in told)

    def on_mount(self) -> None:
        self._list(self._typed)
        self.query_one(PathLine).focus()

    def _list(self, typed: str) -> None:
        self._paths.show(completions(typed, self._recent))

    def on_input_submitted(self) -> None:
        """Open the file that is typed, else the one under the cursor; go into a folder."""
        line, here = self.query_one(PathLine), self._paths.here
        typed = expanded(line.value)
        if line.value.strip() and typed.is_file():
            self.dismiss(typed)
        elif here is None:
            told = "There is no such file." if line.value.strip() else "Type the path of a file first."
            self.write("wrong", told)
        elif here.endswith("/"):
            line.action_complete()
        else:
            self.dismiss(expanded(here))

    def on_found_double_clicked(self) -> None:
        self.query_one(PathLine).action_complete()
        self.on_input_submitted()

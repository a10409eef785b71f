"""A folder or a note that cannot be read is told with its place and what to do, in every command; never taken for none.

Each place of the data and the state directory is replaced in turn by something else, and every command is run.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from shortlist.cli import main
from shortlist.core.edits.places import with_value
from shortlist.store.locking import state_folder
from shortlist.store.places import Places
from shortlist.store.workspaces import Store

Spoil = Callable[[Path], None]


def cleared(path: Path) -> None:
    """Nothing is there."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def a_file(path: Path) -> None:
    """A file in its place."""
    path.write_text("neither a folder nor a table")


def a_folder(path: Path) -> None:
    """A folder in its place."""
    path.mkdir()


def a_circle(path: Path) -> None:
    """A link to itself."""
    path.symlink_to(path)


def to_nothing(path: Path) -> None:
    """A link to what is not there, such as a disk that is not mounted."""
    path.symlink_to("/nowhere/at/all")


def a_pipe(path: Path) -> None:
    """A pipe, which must not be waited for."""
    os.mkfifo(path)


SPOILS = (a_file, a_folder, a_circle, to_nothing, a_pipe)
COMMANDS = (
    ("list",),
    ("list", "--trash"),
    ("new", "X"),
    ("show", "w"),
    ("rename", "w", "v"),
    ("duplicate", "w"),
    ("delete", "w"),
    ("restore", "gone"),
    ("review",),
    ("export", "--all", "out"),
    ("import", "w", "--catalogue"),
    ("keys",),
)
FEW = (("list",), ("new", "X"), ("delete", "w"))
"""The commands of the default run."""


def places_of(places: Places) -> dict[str, Path]:
    """Everything that a person or another program may have put something else in place of."""
    key = state_folder(places.state, places.workspaces / "w.toml")
    return {
        "the data directory": places.data,
        "the workspaces": places.workspaces,
        "a workspace": places.workspaces / "w.toml",
        "its records": places.workspaces / "w.records",
        "the trash": places.trash,
        "the state": places.state,
        "the state of a file": key,
        "earlier versions": key / "backups",
        "a lock": key / "lock",
        "confirmed names": places.aliases,
        "keys": places.keymap,
        "prices": places.prices,
        "the last one": places.last,
    }


@pytest.fixture
def places(tmp_path: Path) -> Places:
    """A data directory with a workspace that was saved twice, and one that was deleted."""
    places = Places(tmp_path / "data", tmp_path / "data" / "state")
    store = Store(places)
    opened = store.duplicate("support-assistant-worked", "w")
    store.save(opened, with_value(opened.workspace, ("title",), "Twice"))
    store.duplicate("support-assistant", "gone")
    store.delete("gone")
    return places


def spoilt(places: Places, spoil: Spoil) -> Iterator[tuple[str, Path]]:
    """Each place in turn, on a fresh copy of everything."""
    model = places.data.with_name("model")
    shutil.copytree(places.data, model)
    for name, place in places_of(places).items():
        cleared(places.data)
        shutil.copytree(model, places.data)
        cleared(place)
        place.parent.mkdir(parents=True, exist_ok=True)
        spoil(place)
        yield name, place


@pytest.mark.parametrize(
    ("commands", "spoil"),
    [*((FEW, spoil) for spoil in SPOILS), *(pytest.param(COMMANDS, spoil, marks=pytest.mark.long) for spoil in SPOILS)],
)
def test_every_command_says_what_is_in_the_way(
    places: Places,
    commands: Sequence[tuple[str, ...]],
    spoil: Spoil,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Done, or refused with a line that names the place; no defect, no traceback, no silence."""
    monkeypatch.chdir(places.data.parent)
    monkeypatch.setattr("shortlist.store.locking.PATIENCE_S", 0.2)
    for command in commands:
        for name, _ in spoilt(places, spoil):
            code = main(["--data-dir", str(places.data), *command])
            told = capsys.readouterr().err
            assert code in (0, 1, 2) and "defect" not in told, (command, name, told)
            assert code != 2 or "shortlist: " in told, (command, name)
        cleared(places.data)
        places.data.with_name("model").rename(places.data)


NONE = (
    ("the workspaces", ("list",), "the folder of the workspaces cannot be read"),
    ("the workspaces", ("show", "support-assistant"), "the folder of the workspaces cannot be read"),
    ("the data directory", ("list",), "the folder of the workspaces cannot be read"),
    ("the trash", ("list", "--trash"), "the trash cannot be read"),
    ("the trash", ("restore", "gone"), "the trash cannot be read"),
)


@pytest.mark.parametrize(("name", "command", "told"), NONE)
@pytest.mark.parametrize("spoil", [a_file, a_circle, to_nothing])
def test_what_cannot_be_read_is_not_empty(
    places: Places, spoil: Spoil, name: str, command: tuple[str, ...], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit code 2, the place itself, and what to do about it."""
    place = places_of(places)[name]
    cleared(place)
    spoil(place)
    assert main(["--data-dir", str(places.data), *command]) == 2
    said = capsys.readouterr().err
    remedy = {a_file: "move that away", a_circle: "remove it", to_nothing: "mend or remove it"}[spoil]
    assert f"{place}: {told}" in said and remedy in said


def test_a_workspace_that_is_a_link_to_nothing_is_listed(places: Places, capsys: pytest.CaptureFixture[str]) -> None:
    """With what keeps it from being opened."""
    (places.workspaces / "away.toml").symlink_to("/nowhere/at/all.toml")
    assert main(["--data-dir", str(places.data), "list"]) == 0
    assert "does not exist" in capsys.readouterr().out


def test_permission_that_is_lacking_is_told_with_what_to_do(
    places: Places, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As another user has it: root may do everything, so the refusal is played."""

    def refused(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("pathlib.Path.iterdir", refused)
    assert main(["--data-dir", str(places.data), "list"]) == 2
    assert f"{places.workspaces}: the folder of the workspaces cannot be read: permission denied; allow it" in (
        capsys.readouterr().err
    )


def test_a_log_that_cannot_be_read_is_not_written_over(tmp_path: Path) -> None:
    """What was noted of accepted records stays in it, whatever a person's own editor did to the file."""
    from shortlist.core.basics.errors import ShortlistError
    from shortlist.core.review.filed_records import Event, StatusChange
    from shortlist.store.records import CHANGES, note_change, note_event, read_changes
    from tests.conftest import TODAY

    path = tmp_path / "w.toml"
    note_change(path, StatusChange(1, "deprecated", TODAY, ("Ada",), "no longer sold"))
    log = tmp_path / "w.records" / CHANGES
    assert len(read_changes(path)) == 1
    damaged = log.read_text() + "\n[[changes]\n"
    log.write_text(damaged)
    for note in (
        lambda: note_change(path, StatusChange(2, "deprecated", TODAY, ("Bo",), "")),
        lambda: note_event(path, Event(1, 0, TODAY, ("Bo",), "")),
    ):
        with pytest.raises(ShortlistError, match=r"changes\.toml: is not valid TOML"):
            note()
        assert log.read_text() == damaged

"""The file or a folder goes away, or can no longer be read: that is said plainly, and nothing shown is lost."""

from __future__ import annotations

import errno
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Static

from shortlist.core.document.workspace import read_workspace
from shortlist.store.drafts import read_draft
from shortlist.store.locking import state_folder
from shortlist.store.places import Places
from shortlist.store.workspaces import Store, load
from shortlist.tui.dialogs.question import QuestionDialog
from shortlist.tui.session.session import Session
from tests.tui.conftest import screen_text, until, worked_data, workspace_screen
from tests.tui.test_keeper import asked, flat, opened, said


def removed(path: Path) -> None:
    """The file alone."""
    path.unlink()


def with_its_folder(path: Path) -> None:
    """The folder with it."""
    shutil.rmtree(path.parent)


def damaged(path: Path) -> None:
    """Something that is no workspace in its place."""
    path.write_text("[[[\n")


def a_folder(path: Path) -> None:
    """A folder in its place."""
    path.unlink()
    path.mkdir()


def a_circle(path: Path) -> None:
    """A link to itself in its place."""
    path.unlink()
    path.symlink_to(path)


async def told(pilot: Pilot[None]) -> Session:
    """Wait until it is said that what is shown is in no file."""
    session = workspace_screen(pilot).session
    await until(pilot, lambda: bool(session.save_state.gone))
    await until(pilot, lambda: "Kept in no file" in screen_text(pilot))
    assert "Ctrl+S writes it anew" in said(pilot) and str(session.opened.path.name) in said(pilot)
    return session


@pytest.mark.parametrize("how", [removed, with_its_folder, damaged])
async def test_a_clean_session_says_that_its_file_is_gone_and_writes_it_anew(
    places: Places, store: Store, how: Callable[[Path], None]
) -> None:
    """Nothing was edited: all the same a draft is kept at once, and Ctrl+S brings the file back as it was."""
    path = store.create(read_workspace(worked_data())).path
    before = load(path).workspace
    async with opened(places, path) as pilot:
        how(path)
        session = await told(pilot)
        assert read_draft(state_folder(places.state, path) / "draft.toml").workspace == before
        await pilot.press("ctrl+s")
        await asked(pilot)
        assert "What you see is kept in no file" in flat(pilot)
        await pilot.press("down", "enter")
        await until(pilot, lambda: not session.dirty)
        assert load(path).workspace == before
        await until(pilot, lambda: "Kept in no file" not in screen_text(pilot))


@pytest.mark.parametrize("how", [a_folder, a_circle])
async def test_what_stands_in_its_place_is_left_alone(
    places: Places, store: Store, how: Callable[[Path], None]
) -> None:
    """What cannot be read is not replaced; a copy beside it can be written, and the work goes on there."""
    path = store.create(read_workspace(worked_data())).path
    before = load(path).workspace
    async with opened(places, path) as pilot:
        how(path)
        session = await told(pilot)
        await pilot.press("ctrl+s")
        await asked(pilot)
        assert "Save mine" not in screen_text(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: session.opened.path != path and not session.dirty)
        assert load(session.opened.path).workspace == before
        assert path.is_symlink() or path.is_dir()


async def test_a_file_that_is_there_again_is_as_it_was(places: Places, store: Store) -> None:
    """Moved away and back, by a tool that syncs: that it can be read again is said, and nothing is asked."""
    path = store.create(read_workspace(worked_data())).path
    async with opened(places, path) as pilot:
        away = path.rename(path.with_suffix(".away"))
        session = await told(pilot)
        away.rename(path)
        await until(pilot, lambda: not session.save_state.gone)
        assert not session.dirty and "can be read again" in said(pilot)
        await pilot.press("ctrl+q")
        assert not isinstance(pilot.app.screen, QuestionDialog)


async def test_a_save_that_is_refused_says_so_and_leaves_the_draft(
    places: Places, store: Store, tmp_path: Path
) -> None:
    """A file opened by its path, whose folder went with it: no folder is made there unasked."""
    folder = tmp_path / "stick"
    folder.mkdir()
    path = folder / "mine.toml"
    path.write_bytes(store.create(read_workspace(worked_data())).path.read_bytes())
    async with opened(places, path) as pilot:
        with_its_folder(path)
        session = await told(pilot)
        await pilot.press("ctrl+s")
        await asked(pilot)
        await pilot.press("down", "enter")
        await until(pilot, lambda: session.save_state.problem is not None)
        assert "not saved: no such file or directory" in str(session.save_state.problem)
        assert session.dirty and not folder.exists()
        assert (state_folder(places.state, path) / "draft.toml").exists()


# --- folders


def instead(folder: Path) -> None:
    """A file in place of a folder."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.write_text("not a folder")


async def test_earlier_versions_that_cannot_be_read_are_not_none(places: Places, store: Store) -> None:
    """The list says why, and what to do."""
    path = store.create(read_workspace(worked_data())).path
    instead(state_folder(places.state, path) / "backups")
    async with opened(places, path) as pilot:
        await pilot.press("ctrl+r")
        await until(pilot, lambda: "cannot be read" in flat(pilot))
        # Where its lines break depends on the name of the folder.
        told = str(pilot.app.screen.query_one("#state", Static).content)
        assert "something else is in its place" in told and "There is none yet" not in told


async def test_the_list_of_workspaces_and_the_trash_say_that_they_cannot_be_read(places: Places) -> None:
    """Each with its place and what to do; the examples are there all the same."""
    instead(places.workspaces)
    instead(places.trash)
    async with opened(places, None) as pilot:
        await until(pilot, lambda: "something else is in its place" in said(pilot))
        assert str(places.workspaces) in said(pilot) and "voice" in screen_text(pilot).lower()
        await pilot.press("t")
        await until(pilot, lambda: "the trash cannot be read" in flat(pilot))


async def test_a_session_without_a_place_for_drafts_says_so(places: Places, store: Store) -> None:
    """A state folder that cannot be made, or in which nothing can be written."""
    path = store.create(read_workspace(worked_data())).path
    instead(places.state)
    async with opened(places, path) as pilot:
        await until(pilot, lambda: "No drafts can be kept" in said(pilot))
        assert "something else is in its place" in said(pilot)


async def test_where_nothing_can_be_saved_no_save_is_offered(
    places: Places, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a disk that can only be read: neither as advice at the beginning nor as a way to leave."""
    path = store.create(read_workspace(worked_data())).path

    def refused(*_: object) -> None:
        raise OSError(errno.EROFS, "Read-only file system")

    monkeypatch.setattr("shortlist.store.open_sessions._locked", refused)
    monkeypatch.setattr("shortlist.store.atomic._write_new", refused)
    monkeypatch.setattr("shortlist.store.folders.os.access", lambda *_: False)
    async with opened(places, path) as pilot:
        await until(pilot, lambda: "No drafts can be kept" in said(pilot))
        assert "Save often" not in said(pilot) and "Nor can anything be saved" in said(pilot)
        await pilot.press("2", "d", "ctrl+q")
        await until(pilot, lambda: "Leave with unsaved changes?" in screen_text(pilot))
        assert "Leave without saving" in screen_text(pilot) and "Save and leave" not in screen_text(pilot)


async def test_a_session_that_cannot_begin_says_so(
    places: Places, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The folder is there, and writing in it is refused."""
    path = store.create(read_workspace(worked_data())).path

    def refused(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("shortlist.store.open_sessions._locked", refused)
    async with opened(places, path) as pilot:
        await until(pilot, lambda: "No drafts can be kept" in said(pilot) and "Save often" in said(pilot))

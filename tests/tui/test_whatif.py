"""What-if: what is tried is never written, comes back as one edit when kept, and leaves no trace when dropped."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from shortlist.core.analysis import Analysis
from shortlist.core.document.workspace import Workspace
from shortlist.core.edits.places import with_value
from shortlist.store.places import Places
from shortlist.store.workspaces import Store
from shortlist.tui.session.session import Pending, Session
from tests.conftest import TODAY
from tests.tui.conftest import Open, screen_text, until, worked_data, workspace_screen
from tests.tui.terminal import open_application

BUDGET = ("scenario", "monthly_budget_usd")


def budget(value: float, session: Session) -> None:
    """Set the budget."""
    session.edit("monthly budget", lambda workspace: with_value(workspace, BUDGET, value))


@pytest.fixture
def session(store: Store, worked: Analysis) -> Session:
    """A session on the worked example, with an edit that was undone."""
    session = Session(store.create(worked.workspace), TODAY)
    budget(1, session)
    session.undo()
    return session


def test_a_dropped_what_if_leaves_no_trace(session: Session) -> None:
    """Workspace, undo, redo and what was typed are as before."""
    before, history = session.workspace, session.history
    session.typed.refuse(BUDGET, "1o", "is no number")
    session.begin_trial()
    session.typed.drop(())
    budget(7, session)
    assert session.workspace.scenario.monthly_budget_usd == 7
    session.drop_trial()
    assert session.workspace is before and session.history == history
    assert session.typed.pending == {BUDGET: Pending("1o", "is no number")}
    assert session.redo() == "monthly budget"


def test_a_kept_what_if_is_one_edit(session: Session) -> None:
    """However much was tried, undo takes it back at once, under the name of what was tried."""
    before = session.workspace
    session.begin_trial()
    budget(7, session)
    session.edit("title", lambda workspace: with_value(workspace, ("title",), "A"))
    assert session.keep_trial() == "what-if: monthly budget and 1 more"
    assert (session.workspace.title, session.workspace.scenario.monthly_budget_usd) == ("A", 7)
    session.undo()
    assert session.workspace is before


def test_undo_in_a_what_if_ends_where_it_began(session: Session) -> None:
    """What was done before is not undone from within it."""
    budget(2, session)
    session.begin_trial()
    budget(7, session)
    assert session.undo() == "monthly budget"
    assert session.undo() is None
    assert session.workspace.scenario.monthly_budget_usd == 2
    assert session.keep_trial() is None
    assert session.undo() == "monthly budget"


def test_what_may_be_written_is_what_stood_before(session: Session) -> None:
    """Nothing tried counts as unsaved; an edit made before it does."""
    session.begin_trial()
    budget(7, session)
    assert not session.dirty and session.kept is not session.workspace
    assert session.state == "what-if, not kept"
    session.keep_trial()
    assert session.dirty and session.kept is session.workspace
    session.begin_trial()
    budget(9, session)
    assert session.dirty and session.kept.scenario.monthly_budget_usd == 7


def on_disk(store: Store) -> Workspace:
    """The only workspace there is, as it is on the disk."""
    (entry,) = store.workspaces()
    return store.open(str(entry.path)).workspace


async def test_a_what_if_on_the_screen(application: Open, store: Store) -> None:
    """The frame says that it is on, on every screen; saving writes nothing of it; F8 keeps, one undo takes back."""
    async with application() as pilot:
        screen = workspace_screen(pilot)
        await pilot.press("ctrl+t")
        assert "What-if: every edit is tried, nothing is saved" in screen_text(pilot)
        screen.desk.edit("monthly budget", lambda workspace: with_value(workspace, BUDGET, 41.0))
        await pilot.press("ctrl+s", "4")
        pilot.app.clear_notifications()
        await pilot.pause()
        text = screen_text(pilot)
        assert "What-if: 1 edit tried, nothing is saved" in text and "F8 keep  F9 drop" in text
        assert "what-if, not kept" in text
        await screen.desk.saver.save()
        assert on_disk(store).scenario.monthly_budget_usd == 400
        await pilot.press("f9")
        assert screen.session.workspace.scenario.monthly_budget_usd == 400
        assert "What-if" not in screen_text(pilot).splitlines()[-3]
        await pilot.press("ctrl+t")
        screen.desk.edit("monthly budget", lambda workspace: with_value(workspace, BUDGET, 41.0))
        await pilot.press("f8")
        await screen.desk.saver.save()
        assert on_disk(store).scenario.monthly_budget_usd == 41
        await pilot.press("ctrl+z")
        assert screen.session.workspace.scenario.monthly_budget_usd == 400


@pytest.mark.parametrize(("answer", "kept"), [(["enter"], 41), (["down", "enter"], 400)])
async def test_leaving_asks_what_becomes_of_it(application: Open, store: Store, answer: list[str], kept: float) -> None:
    """Quitting never keeps or drops silently: it asks, Esc stays, and the answer is what is saved."""
    async with application() as pilot:
        screen = workspace_screen(pilot)
        await pilot.press("ctrl+t")
        screen.desk.edit("monthly budget", lambda workspace: with_value(workspace, BUDGET, 41.0))
        await pilot.press("ctrl+q")
        await until(pilot, lambda: "Leave with a what-if open?" in screen_text(pilot))
        await pilot.press("escape")
        assert pilot.app.is_running and screen.session.trial is not None
        await pilot.press("ctrl+q")
        await until(pilot, lambda: "Leave with a what-if open?" in screen_text(pilot))
        await pilot.press(*answer)
        await until(pilot, lambda: not pilot.app.is_running)
    assert on_disk(store).scenario.monthly_budget_usd == kept


def test_a_signal_saves_nothing_of_it_and_says_so(tmp_path: Path) -> None:
    """SIGTERM leaves the file as it was before the what-if; what was tried is a draft, offered at the next opening."""
    places = Places(tmp_path / "data", tmp_path / "data" / "state")
    store = Store(places)
    from shortlist.core.document.workspace import read_workspace

    path = store.create(read_workspace(worked_data())).path
    terminal = open_application(places.data, str(path))
    terminal.wait_for("a month.")
    terminal.type(b"\x14")
    terminal.wait_for("every edit is tried")
    # The budget is the fifth field of the scenario's form.
    terminal.type(b"\x1b[B" * 4 + b"\r")
    terminal.read(0.5)
    terminal.type(b"77")
    terminal.wait_for("1 edit tried")
    terminal.signal(signal.SIGTERM)
    assert terminal.exit_code() == 128 + signal.SIGTERM
    assert "they were kept as a draft" in terminal.output.decode("utf-8", "replace")
    assert store.open(str(path)).workspace == read_workspace(worked_data())

"""A visit to a field: what is typed counts at once, and what is no value changes nothing, on every screen."""

from __future__ import annotations

import pytest
from textual.pilot import Pilot
from textual.widget import Widget

from shortlist.core.document.workspace import read_workspace
from shortlist.store.workspaces import Store, load
from shortlist.tui.forms.form_box import FormBox
from shortlist.tui.forms.form_dialog import FormDialog
from shortlist.tui.session.session import Session
from shortlist.tui.widgets.editor import LineEditor
from shortlist.tui.widgets.sheet import Sheet
from tests.tui.conftest import Open, screen_text, until, worked_data, workspace_screen

BUDGET = ("scenario", "monthly_budget_usd")
SAVED = 400


@pytest.fixture
def name(store: Store) -> str:
    """A workspace of the data directory with a budget."""
    data = worked_data()
    data["scenario"]["monthly_budget_usd"] = SAVED
    return str(store.create(read_workspace(data)).path)


def at_budget(pilot: Pilot[None]) -> Session:
    """Put the cursor on the budget of the scenario's form."""
    screen = workspace_screen(pilot)
    assert screen.body is not None
    screen.body.show_place(BUDGET)
    sheet = screen.body.query_one(Sheet)
    sheet.focus()
    return screen.session


@pytest.mark.parametrize("typed", [["backspace", "x"], ["3", "0", "k", "k"], ["9", "space", "U", "S", "D"]])
async def test_a_slip_changes_nothing(application: Open, name: str, typed: list[str]) -> None:
    """Whatever it passed through, the value from before the visit is in force, in the file too, and undo is clean."""
    async with application(name) as pilot:
        session = at_budget(pilot)
        await pilot.press("enter", *typed)
        assert session.workspace.scenario.monthly_budget_usd == SAVED and not session.history.past
        assert "400 USD/month stays" in " ".join(screen_text(pilot).split())
        await pilot.press("enter")
        assert workspace_screen(pilot).body.query_one(LineEditor).has_focus  # type: ignore[union-attr]
        await pilot.press("f3", "f2")
        assert session.typed.pending[BUDGET].text in screen_text(pilot) and "✖" in screen_text(pilot)
        assert await workspace_screen(pilot).desk.saver.save()
        assert load(session.opened.path).workspace.scenario.monthly_budget_usd == SAVED


async def test_enter_on_what_is_no_number_lets_it_be_typed_anew(application: Open, name: str) -> None:
    """The keys that follow are text, never keys of the screen; emptied on purpose, the value is gone."""
    async with application(name) as pilot:
        session = at_budget(pilot)
        await pilot.press("enter", "x", "enter", "1", "5", "k", "enter")
        assert session.workspace.scenario.monthly_budget_usd == 15_000 and not session.typed.pending
        assert workspace_screen(pilot).tab == "scenario" and session.history.present.name == "monthly budget"
        await pilot.press("enter", "backspace", "enter")
        assert session.workspace.scenario.monthly_budget_usd is None and not session.typed.pending
        await pilot.press("ctrl+z", "ctrl+z")
        assert session.workspace.scenario.monthly_budget_usd == SAVED


async def test_a_field_stays_open_whoever_hears_of_the_focus_first(application: Open, name: str) -> None:
    """On a busy machine the form hears that its lines lost the focus before the editor hears that it has it."""
    async with application(name) as pilot:
        session = at_budget(pilot)
        await pilot.press("enter")
        box = workspace_screen(pilot).query_one(FormBox)
        editor = box.query_one(LineEditor)
        editor.set_reactive(Widget.has_focus, False)
        box.on_descendant_blur()
        await pilot.press("7", "enter")
        assert session.workspace.scenario.monthly_budget_usd == 7


async def test_escape_leaves_what_is_no_number_as_it_was_typed(application: Open, name: str) -> None:
    """It stands there marked, and the next visit goes on with it."""
    async with application(name) as pilot:
        session = at_budget(pilot)
        await pilot.press("enter", "x", "escape")
        assert session.typed.pending[BUDGET].text == "x" and not workspace_screen(pilot).query_one(LineEditor).display
        await pilot.press("enter", "enter", "7", "enter")
        assert session.workspace.scenario.monthly_budget_usd == 7


async def test_a_slip_in_the_assumptions_and_in_a_candidate_changes_nothing(application: Open, name: str) -> None:
    """The cost's own price, and the form of a candidate, hold what stood there before."""
    async with application(name) as pilot:
        session = workspace_screen(pilot).session
        before = session.workspace
        await pilot.press("f5", "e", "enter", "9", "k", "k", "escape", "escape")
        assert session.typed.pending and session.workspace == before
        await pilot.press("f3", "e")
        await until(pilot, lambda: bool(pilot.app.screen.query(Sheet)))
        await pilot.press("end", "enter", "escape")
        assert session.workspace == before


async def test_tab_goes_on_in_a_form_at_rest(application: Open, name: str) -> None:
    """In a dialog as in an open field; Shift+Tab goes back."""
    async with application(name) as pilot:
        await pilot.press("f3", "e")
        await until(pilot, lambda: isinstance(pilot.app.screen, FormDialog))
        sheet = pilot.app.screen.query_one(Sheet)
        first = sheet.key
        await pilot.press("tab", "tab")
        assert sheet.key != first and sheet.has_focus
        await pilot.press("shift+tab", "shift+tab")
        assert sheet.key == first


async def test_the_open_assumptions_keep_their_cursor(application: Open, name: str) -> None:
    """Back from the table, e goes on where the form was left."""
    async with application(name) as pilot:
        await pilot.press("f5", "e", "down", "down", "down")
        sheet = workspace_screen(pilot).body.query_one(Sheet)  # type: ignore[union-attr]
        left_at = sheet.key
        await pilot.press("tab", "e")
        assert sheet.has_focus and sheet.key == left_at

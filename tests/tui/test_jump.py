"""Jump mode: letters on all parts of a screen or a dialog, one of which is typed."""

from __future__ import annotations

from shortlist.tui.app.help import HelpDialog
from shortlist.tui.app.jump import JumpScreen
from shortlist.tui.draw.jump_letters import LETTERS, jump_targets
from shortlist.tui.screens.candidates.body import CandidatesBody
from shortlist.tui.screens.candidates.candidate_dialog import CandidateDialog
from shortlist.tui.widgets.editor import LineEditor
from shortlist.tui.widgets.pane import Pane
from shortlist.tui.widgets.sheet import Sheet
from tests.tui.conftest import Open, screen_text, until, workspace_screen


async def test_tabs_views_tables_panes_and_fields(application: Open) -> None:
    """Each part has a letter of its own; typing it goes there; Esc leaves everything as it was."""
    async with application(size=(80, 24)) as pilot:
        app, screen = pilot.app, workspace_screen(pilot)
        await pilot.press("f10")
        assert isinstance(app.screen, JumpScreen)
        sheet = screen.query_one(Sheet)
        letters = app.screen._found
        assert list("123456") == [letter for letter in letters if letter.isdigit()]
        field = next(
            letter for letter, one in letters.items() if one.x >= sheet.region.x and one.y == sheet.region.y + 2
        )
        before = sheet.key
        await pilot.press("escape")
        assert app.screen is screen and sheet.key == before
        await pilot.press("f10", field)
        await until(pilot, lambda: app.screen is screen)
        assert sheet.has_focus and sheet.key != before
        await pilot.press("f10", "2")
        await until(pilot, lambda: screen.tab == "candidates")
        body = screen.body
        assert isinstance(body, CandidatesBody)
        found = {one.letter: one for one in jump_targets(screen)}
        pane = body.query_one(Pane)
        await pilot.press("f10", next(letter for letter, one in found.items() if one.y == pane.region.y))
        await until(pilot, lambda: pane.has_focus)
        views = [one for one in found.values() if one.y == body.region.y]
        assert len(views) == len(body.VIEWS)
        await pilot.press("f10", views[1].letter)
        await until(pilot, lambda: body.view == 1)


async def test_the_fields_of_a_dialog(application: Open) -> None:
    """From within a text field too, where a letter would be text; what was typed stays."""
    async with application(size=(80, 24)) as pilot:
        await pilot.press("2", "e")
        await until(pilot, lambda: isinstance(pilot.app.screen, CandidateDialog))
        dialog = pilot.app.screen
        await pilot.press("enter", *"New", "f10")
        assert isinstance(pilot.app.screen, JumpScreen)
        top = dialog.query_one(Sheet).region.y
        letter = next(letter for letter, one in pilot.app.screen._found.items() if one.y == top + 4)
        await pilot.press(letter)
        await until(pilot, lambda: pilot.app.screen is dialog)
        assert dialog.query_one(Sheet).has_focus and not dialog.query_one(LineEditor).display
        assert any(one.name.endswith("New") for one in workspace_screen(pilot).session.workspace.candidates)
        await pilot.press("escape", "question_mark")
        await until(pilot, lambda: isinstance(pilot.app.screen, HelpDialog))


def test_there_are_letters_for_every_part() -> None:
    """More than any screen has, none twice, and none that is a number of a tab."""
    assert len(set(LETTERS)) == len(LETTERS) == 52 and LETTERS.isalpha()


async def test_other_keys_do_nothing(application: Open) -> None:
    """Not even jump again."""
    async with application(None) as pilot:
        await pilot.press("f10", "enter", "f10", "tab")
        assert isinstance(pilot.app.screen, JumpScreen)


async def test_letters_leave_the_names_of_the_views_in_sight(application: Open) -> None:
    """A letter stands before what it leads to, not on its first letter."""
    async with application() as pilot:
        await pilot.press("4", "f10")
        await until(pilot, lambda: isinstance(pilot.app.screen, JumpScreen))
        line = screen_text(pilot).splitlines()[3]
        assert all(name in line for name in ("Parts", "Decision", "Levers", "Break-even", "12 months", "Sensitivity"))


async def test_sizing_is_found_by_its_name_and_says_why_not(application: Open) -> None:
    """Of a candidate that the team does not run itself."""
    async with application() as pilot:
        await pilot.press("4", "ctrl+p", *"siz")
        await until(pilot, lambda: "(sizing)" in screen_text(pilot))
        await pilot.press("enter")
        await until(pilot, lambda: any("not run by you" in one.message for one in pilot.app._notifications))


async def test_the_letters_go_with_the_screen_that_they_stood_on(application: Open) -> None:
    """On a terminal of another size the parts are elsewhere: the letters go, and can be asked for again."""
    async with application(size=(120, 40)) as pilot:
        screen = workspace_screen(pilot)
        await pilot.press("f10")
        assert isinstance(pilot.app.screen, JumpScreen)
        await pilot.resize_terminal(80, 24)
        await until(pilot, lambda: pilot.app.screen is screen)
        await pilot.press("f10")
        assert isinstance(pilot.app.screen, JumpScreen)
        assert all(one.y < 24 and one.x < 80 for one in pilot.app.screen._found.values())

"""All that a pane says can be read at 80 × 24: by keys when it has the focus, by the wheel without it."""

from __future__ import annotations

import pytest
from textual.events import MouseScrollDown, MouseScrollUp
from textual.pilot import Pilot
from textual.scroll_view import ScrollView

from shortlist.core.document.record import SECTIONS
from shortlist.core.edits.places import with_value
from shortlist.tui.app.commands import ShortlistCommands
from shortlist.tui.body import Body
from shortlist.tui.screens.candidates.body import CandidatesBody
from shortlist.tui.screens.cost.assumptions import CostForm
from shortlist.tui.widgets.grid import Grid
from shortlist.tui.widgets.pane import Pane
from shortlist.tui.widgets.sheet import Sheet
from tests.tui.conftest import Open, screen_text, until, with_candidates, workspace_screen
from tests.tui.snapshots import settle


def parts(pilot: Pilot[None]) -> tuple[Body, Grid, Pane]:
    """The body in front, its table and its pane."""
    body = workspace_screen(pilot).body
    assert isinstance(body, Body)
    return body, body.query_one(Grid), body.query_one(Pane)


def seen(pilot: Pilot[None]) -> str:
    """What stands on the screen, as one line."""
    return " ".join(screen_text(pilot).split())


def last_words(pane: Pane) -> str:
    """The last line of a pane."""
    return " ".join(pane._drawn[-1][0].split())


def scrolled(pilot: Pilot[None]) -> list[ScrollView]:
    """The lists, panes and texts in sight that have a scrollbar."""
    parts = (one for one in pilot.app.screen.query() if isinstance(one, ScrollView))
    return [one for one in parts if one.show_vertical_scrollbar and one.region.width]


def touching(pilot: Pilot[None]) -> list[str]:
    """The lines of them in which something stands right before the scrollbar."""
    lines, found = screen_text(pilot).splitlines(), []
    for part in scrolled(pilot):
        inside = part.scrollable_content_region
        found += [lines[y] for y in range(inside.y, inside.bottom) if lines[y][inside.right - 1] != " "]
    return found


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_a_blank_column_parts_every_text_from_its_scrollbar(application: Open, size: tuple[int, int]) -> None:
    """On every screen, in its panes and in the dialogs that are longer than they are tall."""
    bars = 0
    async with application(size=size) as pilot:
        for key in ("1", "2", "3", "4", "5", *["down"] * len(SECTIONS), "f", "p", "6", "question_mark"):
            await pilot.press(key)
            await settle(pilot)
            bars += len(scrolled(pilot))
            assert not touching(pilot), (key, touching(pilot))
            if len(pilot.app.screen_stack) > 2:
                await pilot.press("escape")
    assert bars > 4


@pytest.mark.walk
@pytest.mark.parametrize("keys", [["G"], ["end"], ["pagedown"] * 9, ["j"] * 60, ["down"] * 60])
async def test_the_last_source_is_reached_by_keys(application: Open, keys: list[str]) -> None:
    """Whatever key scrolls; the same way back to the top; the cursor of the table stays."""
    async with application() as pilot:
        await pilot.press("2")
        _, grid, pane = parts(pilot)
        key, last = grid.row_key, last_words(pane)
        assert last not in seen(pilot) and "more lines" in screen_text(pilot)
        await pilot.press("tab", *keys)
        await until(pilot, lambda: last in seen(pilot))
        assert pane.scroll_offset.y == pane.max_scroll_y and "more line" not in screen_text(pilot)
        back = {"G": "g", "end": "home", "pagedown": "pageup", "j": "k", "down": "up"}
        await pilot.press(*(back[one] for one in keys))
        assert pane.scroll_offset.y == 0 and grid.row_key == key


async def test_the_wheel_scrolls_without_the_focus(application: Open) -> None:
    """The table keeps the focus and its place."""
    async with application() as pilot:
        await pilot.press("2")
        _, grid, pane = parts(pilot)
        last = last_words(pane)
        for _ in range(40):
            await pilot._post_mouse_events([MouseScrollDown], pane, offset=(5, 4))
        await until(pilot, lambda: last in seen(pilot))
        assert grid.has_focus and grid.cursor == 0 and grid.scroll_offset.y == 0
        await pilot._post_mouse_events([MouseScrollUp], pane, offset=(5, 4))
        assert pane.scroll_offset.y < pane.max_scroll_y


@pytest.mark.walk
async def test_the_end_of_every_section_is_reached(application: Open) -> None:
    """All of a record's facts and prose, on the narrowest screen."""
    async with application() as pilot:
        await pilot.press("5", "down", "down", "down")
        _, grid, pane = parts(pilot)
        for section in SECTIONS:
            assert grid.row_key == section and pane.scroll_offset.y == 0
            await pilot.press("tab", "end")
            await until(pilot, lambda: last_words(pane) in seen(pilot))
            await pilot.press("escape", "enter")
            last = workspace_screen(pilot).session.workspace.prose(section).split()[-1]
            await until(pilot, lambda last=last: last in screen_text(pilot))  # type: ignore[misc]
            await pilot.press("escape", "down")


@pytest.mark.walk
@pytest.mark.parametrize("tab", ["2", "3", "4", "5"])
async def test_esc_and_tab_go_back_to_the_table(application: Open, tab: str) -> None:
    """The hints tell of either; a pane beneath the table has half the height while it is read."""
    async with application() as pilot:
        await pilot.press(tab)
        body, grid, pane = parts(pilot)
        height = pane.outer_size.height
        for back in ("escape", "tab", "shift+tab"):
            await pilot.press("tab")
            await until(pilot, lambda: "j k scroll" in screen_text(pilot) and "Esc back" in screen_text(pilot))
            assert pane.has_focus and pane.outer_size.height * 2 >= body.size.height
            assert pane.region.bottom == body.region.bottom and grid.size.height >= 3
            await pilot.press(back)
            await until(pilot, lambda: "j k scroll" not in screen_text(pilot))
            assert grid.has_focus and pane.outer_size.height == height


async def test_a_filter_leaves_room_for_the_pane(application: Open) -> None:
    """The pane ends where the body does, whatever stands above it."""
    async with application(with_candidates(30)) as pilot:
        await pilot.press("2", "slash", *"cand", "enter", "tab", "G")
        body, _, pane = parts(pilot)
        await until(pilot, lambda: last_words(pane) in seen(pilot))
        assert pane.region.bottom == body.region.bottom and pane.outer_size.height * 2 >= body.size.height


async def test_the_plot_leaves_room_for_the_pane(application: Open) -> None:
    """The same beneath the plot."""
    async with application() as pilot:
        await pilot.press("2", "p", "tab", "G")
        body, _, pane = parts(pilot)
        await until(pilot, lambda: last_words(pane) in seen(pilot))
        assert isinstance(body, CandidatesBody) and pane.outer_size.height * 2 >= body.size.height
        await pilot.press("escape")
        assert body.main.has_focus


async def test_another_row_is_told_from_the_top(application: Open) -> None:
    """Also where it has the same words; another column of the same row may say more and begins anew only then."""
    async with application() as pilot:
        await pilot.press("2", "tab", "G", "escape")
        _, _, pane = parts(pilot)
        assert pane.scroll_offset.y > 0
        await pilot.press("down")
        assert pane.scroll_offset.y == 0


async def test_scrolling_is_named(application: Open) -> None:
    """In the palette, from the table as well, and in the help."""
    async with application() as pilot:
        await pilot.press("2")
        named = {command.name for command in ShortlistCommands(pilot.app.screen)._commands()}
        told = {binding.description for _, binding in Pane._merged_bindings or ()}
        assert told <= named and len(told) == 6
        assert all(binding.id for _, binding in Pane._merged_bindings or ())
        await pilot.press("tab", "question_mark")
        await until(pilot, lambda: "Help" in screen_text(pilot))
        for _ in range(8):  # the list of keys is longer than the screen
            if "Details: scroll down" in screen_text(pilot):
                break
            await pilot.press("pagedown")
            await pilot.pause()
        assert "Details: scroll down" in screen_text(pilot)


async def test_a_pane_is_wrapped_beside_its_scroll_bar(application: Open) -> None:
    """No line lies under the bar, and the rule says nothing where all is seen."""
    async with application() as pilot:
        await pilot.press("2")
        _, _, pane = parts(pilot)
        assert pane.max_scroll_y and max(len(line) for line, _ in pane._drawn) <= pane.room
        pane.show([])
        await pilot.pause()
        assert not pane.max_scroll_y and "▼" not in str(pane.border_title)


async def test_a_long_text_of_the_scenario_is_read_under_the_cursor(application: Open) -> None:
    """All of it at 80 columns, whatever its line holds; what is longer still says how; the room is given back."""
    async with application() as pilot:
        scenario = workspace_screen(pilot).session.workspace.scenario
        sheet, before = workspace_screen(pilot).query_one(Sheet), workspace_screen(pilot).query_one(Sheet).size
        for text in (scenario.summary, scenario.users, scenario.outcome):
            await pilot.press("down")
            await until(pilot, lambda text=text: " ".join(text.split()) in seen(pilot))  # type: ignore[misc]
        workspace_screen(pilot).desk.edit("users", lambda w: with_value(w, ("scenario", "users"), "many words " * 90))
        await pilot.press("up")
        await until(pilot, lambda: "more lines: Enter" in seen(pilot))
        assert ("› Users" in seen(pilot) and "ecommended" in seen(pilot)) or "Still" in seen(pilot)
        await pilot.press("down", "down")
        await until(pilot, lambda: sheet.size == before)


async def test_what_holds_others_keeps_its_border(application: Open) -> None:
    """The list of the candidates stands in its frame, and the assumptions beneath a line."""
    async with application(size=(120, 40)) as pilot:
        await pilot.press("2")
        await settle(pilot)
        assert "┏━ Candidates ━" in screen_text(pilot)
        await pilot.press("4", "e")
        await settle(pilot)
        form = pilot.app.screen.query_one(CostForm)
        assert screen_text(pilot).splitlines()[form.region.y].startswith("──────")

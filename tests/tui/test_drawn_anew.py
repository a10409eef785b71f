"""What a key draws: nothing is laid out anew, a bar draws the lines that change, a title its border."""

from __future__ import annotations

import pytest
from textual.content import Content
from textual.geometry import Region
from textual.pilot import Pilot
from textual.screen import Screen
from textual.signal import Signal
from textual.widget import Widget

from shortlist.store.workspaces import Opened
from shortlist.tui.body import Body
from shortlist.tui.draw.area import Area
from shortlist.tui.draw.drawn_widgets import Scrolling
from shortlist.tui.draw.lines import Cell
from shortlist.tui.draw.scroll_bar import SlimBar
from shortlist.tui.frame.bars import Bars
from shortlist.tui.frame.opening import Opening
from shortlist.tui.frame.workspace import WorkspaceScreen
from shortlist.tui.screens.record.facts_pane import FactsPane
from shortlist.tui.session.session import Session
from shortlist.tui.textual_private import write_on_border
from shortlist.tui.widgets.editor import LineEditor
from shortlist.tui.widgets.grid import Grid
from shortlist.tui.widgets.prose import ProseArea
from shortlist.tui.widgets.sheet import Sheet
from tests.tui.conftest import Open, screen_text, until, with_candidates, workspace_screen


@pytest.fixture
def laid_out(monkeypatch: pytest.MonkeyPatch) -> list[Screen[object]]:
    """Every screen that is laid out from now on."""
    seen: list[Screen[object]] = []
    lay_out = Screen._refresh_layout

    def told(screen: Screen[object], *arguments: object, **options: object) -> None:
        seen.append(screen)
        lay_out(screen, *arguments, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(Screen, "_refresh_layout", told)
    return seen


async def walk(pilot: Pilot[None], keys: str) -> None:
    """One key after the other, each drawn before the next."""
    for key in keys:
        await pilot.press(key)
        await settled(pilot)


async def settled(pilot: Pilot[None]) -> None:
    """Everything that a key led to is drawn."""
    for _ in range(3):
        await pilot.pause(0.03)


@pytest.mark.parametrize("tab", ["2", "3", "4", "6"])
async def test_a_move_lays_nothing_out_anew(application: Open, laid_out: list[Screen[object]], tab: str) -> None:
    """Down and up again, whatever stands beside: with more lines than the pane has, and with fewer."""
    async with application() as pilot:
        await pilot.press(tab)
        await settled(pilot)
        laid_out.clear()
        await walk(pilot, "jjjjkkkk")
        assert laid_out == []


async def test_sections_of_the_record_are_walked_without_laying_out(
    application: Open, laid_out: list[Screen[object]]
) -> None:
    """Only where the words come or go the rest makes room."""
    async with application() as pilot:
        await pilot.press("5", "j", "j", "j")
        await settled(pilot)
        laid_out.clear()
        await walk(pilot, "jjjkkk")
        assert laid_out == []
        for key in "kjkj":
            laid_out.clear()
            await walk(pilot, key)
            assert len(laid_out) == 1, key


async def test_a_pane_knows_its_size_before_it_is_drawn_in_it(application: Open) -> None:
    """How many lines are out of sight stands in the frame that is drawn first; another would come later."""
    async with application(size=(120, 40)) as pilot:
        await pilot.press("5", "j", "j", "j")
        await settled(pilot)
        screen = workspace_screen(pilot)
        pane, seen = screen.query_one(FactsPane), []
        pane.show_card((), [Cell(f"line {number}") for number in range(100)], "a")
        await settled(pilot)
        before = pane.border_subtitle
        screen.screen_layout_refresh_signal.subscribe(screen, lambda _: seen.append(pane.border_subtitle))
        screen.query_one("#words").display = False
        await settled(pilot)
        assert seen == [pane.border_subtitle] and before != pane.border_subtitle


async def test_a_figure_is_typed_without_laying_out(application: Open, laid_out: list[Screen[object]]) -> None:
    """A longer text scrolls its line, and the cursor stays in sight."""
    async with application() as pilot:
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.focused, LineEditor))
        await settled(pilot)
        laid_out.clear()
        await pilot.press(*"and so on")
        await settled(pilot)
        assert laid_out == []
        editor = pilot.app.focused
        assert isinstance(editor, LineEditor)
        await pilot.press(*"x" * editor.size.width, "z")
        await settled(pilot)
        assert laid_out == [] and editor.scroll_offset.x > 0 and "xz" in screen_text(pilot)


async def test_a_text_that_grows_moves_its_bar_alone(application: Open, laid_out: list[Screen[object]]) -> None:
    """Lines that are typed into a section of the record, until the text is longer than its place."""
    async with application() as pilot:
        await pilot.press("5", *"jjjj", "enter")
        await settled(pilot)
        area = workspace_screen(pilot).query_one("ProseArea")
        laid_out.clear()
        await pilot.press(*["enter"] * (area.size.height + 3), "z")
        await settled(pilot)
        assert laid_out == [] and area.max_scroll_y > 0 and area.scroll_offset.y > 0


def drawn(widget: Widget) -> set[int]:
    """The lines of a widget, counted from its outer edge, that will be drawn anew."""
    return {y for region in widget._repaint_regions for y in region.line_range}


async def test_a_title_draws_its_border_and_a_text_the_lines_that_differ(application: Open) -> None:
    """Nothing between them, and nothing at all where all stays as it is."""
    async with application() as pilot:
        await pilot.press("5")
        await settled(pilot)
        pane = workspace_screen(pilot).query_one(FactsPane)
        pane.show_card((), [Cell("one"), Cell("two"), Cell("three")], "a")
        await settled(pilot)
        pane.name_it("Another title")
        assert drawn(pane) == {0, pane.outer_size.height - 1}
        pane.name_it("Another title")
        await settled(pilot)
        pane.show_card((), [Cell("one"), Cell("2"), Cell("three")], "a")
        assert drawn(pane) == {2}
        await settled(pilot)
        assert "Another title" in screen_text(pilot)
        for changed in (True, False):
            write_on_border(pane, Content("One title"), Content("a note"))
            assert bool(drawn(pane)) == changed
            await settled(pilot)


async def test_a_bar_draws_the_lines_on_which_it_differs(application: Open) -> None:
    """The same bar again draws none, one that is a little further a few."""
    async with application() as pilot:
        await pilot.press("5")
        await settled(pilot)
        pane = workspace_screen(pilot).query_one(FactsPane)
        pane.show_card((), [Cell(f"line {number}") for number in range(3 * pane.size.height)], "a")
        await settled(pilot)
        bar = pane.vertical_scrollbar
        assert isinstance(bar, SlimBar)
        height = bar.size.height
        bar.refresh()
        assert drawn(bar) == set()
        bar.position = pane.size.height
        assert 0 < len(drawn(bar)) < height
        strips = bar.render_lines(Region(0, 0, 1, height))
        assert len(strips) == height and {strip.cell_length for strip in strips} == {1}
        thumb = [strip.text != " " or bool(strip._segments[0].style.reverse) for strip in strips]  # type: ignore[union-attr]
        assert thumb[0] is False and any(thumb) and thumb[-1] is False


async def test_what_only_holds_others_is_blank_in_the_colour_behind_it(application: Open) -> None:
    """With colours and without, as Textual itself would draw it."""
    async with application() as pilot:
        await settled(pilot)
        areas = [one for one in pilot.app.screen.walk_children(Widget) if isinstance(one, Area) and one.region]
        assert areas
        for area in [pilot.app.screen, *areas]:
            crop = Region(0, 0, area.size.width, 3)
            ours, theirs = area.render_lines(crop), Widget.render_lines(area, crop)
            assert [line.text for line in ours] == [line.text for line in theirs]
            colours = [{segment.style.bgcolor for segment in line if segment.style} for line in (*ours, *theirs)]
            assert all(one == colours[0] and len(one) == 1 for one in colours)


async def test_the_verdict_is_drawn_before_the_screen_beneath(
    application: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The figures of the decision stand in the frame while no body is there yet, and no key does anything."""
    seen: list[tuple[str, bool, int]] = []
    make_desk = Opening._make_desk

    async def later(opening: Opening, opened: Opened, session: Session, bars: Bars) -> None:
        screen = opening._screen
        text = "".join(strip.text for strip in screen._compositor.render_strips())
        seen.append((text, bool(screen.check_action("undo", ())), len(screen.query(Body))))
        await make_desk(opening, opened, session, bars)

    monkeypatch.setattr(Opening, "_make_desk", later)
    async with application():
        ((text, keys, bodies),) = seen
        assert "of $400" in text and "Scenario ✓" in text and not keys and not bodies


async def test_a_workspace_opens_where_no_layout_is_told(application: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    """The very first layout of an application is not, and on a busy machine there is no second one."""
    monkeypatch.setattr(Signal, "publish", lambda signal, data: None)
    async with application() as pilot:
        assert "of $400" in screen_text(pilot)


async def test_a_workspace_opens_where_no_paint_is_told(application: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each step of opening leads to the next: none waits for ever for what nobody says."""
    monkeypatch.setattr(Signal, "publish", lambda signal, data: None)
    monkeypatch.setattr(WorkspaceScreen, "call_after_refresh", lambda screen, callback, *rest: True)
    async with application() as pilot:
        assert "of $400" in screen_text(pilot)


@pytest.mark.parametrize(("tab", "kind"), [("2", Grid), ("5", FactsPane), ("1", Sheet)])
async def test_what_all_lines_ask_for_is_looked_up_once(
    application: Open, monkeypatch: pytest.MonkeyPatch, tab: str, kind: type[Scrolling]
) -> None:
    """The room of a line and the first one in sight, for which Textual walks to the root; told right again after."""
    asked: list[Widget] = []
    looked_up = Widget.scrollable_content_region.fget
    assert looked_up is not None

    def counted(widget: Widget) -> Region:
        asked.append(widget)
        return looked_up(widget)

    async with application(size=(120, 40)) as pilot:
        await pilot.press(tab)
        await settled(pilot)
        body = workspace_screen(pilot).body
        assert body is not None
        drawn = body.query(kind).first()
        monkeypatch.setattr(Widget, "scrollable_content_region", property(counted))
        drawn.refresh()
        drawn.render_lines(Region(0, 0, *drawn.outer_size))
        assert asked.count(drawn) <= 2
        before = drawn.room
        await pilot.resize_terminal(100, 30)
        await settled(pilot)
        assert drawn.room < before


async def test_the_theme_in_force_is_the_one_that_was_chosen(application: Open) -> None:
    """It is looked up when it changes, also to one of the same name."""
    async with application() as pilot:
        for name in ("nord", "textual-light", "textual-dark"):
            pilot.app.theme = name
            assert pilot.app.current_theme.name == name
            assert pilot.app.current_theme is pilot.app.available_themes[name]


async def test_a_text_that_is_held_already_is_not_drawn_anew(
    application: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between sections without words only the name changes; what was typed in one is not undone in the next."""
    async with application(with_candidates(3).model_copy(update={"records": ()})) as pilot:
        await pilot.press("5", "j", "j", "j")
        await settled(pilot)
        area = pilot.app.screen.query_one(ProseArea)
        loaded: list[str] = []
        monkeypatch.setattr(ProseArea, "load_text", lambda _, text: loaded.append(text))
        assert area.prose == ""
        await walk(pilot, "jj")
        assert loaded == []
        assert not area.history.undo_stack

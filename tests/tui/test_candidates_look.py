"""The candidates on narrow and wide screens: nothing cut beside room, no ids, everything in the call of the key."""

from __future__ import annotations

import re

import pytest
from textual.pilot import Pilot

from shortlist.core.analysis import analyse
from shortlist.core.document.workspace import read_workspace
from shortlist.tui.draw.drawn_widgets import Scrolling
from shortlist.tui.draw.lines import width_of
from shortlist.tui.screens.candidates.body import CandidatesBody
from shortlist.tui.screens.candidates.cells import Selected
from shortlist.tui.screens.candidates.detail import DetailExtent, reasons
from shortlist.tui.screens.candidates.details_pane import Details
from shortlist.tui.screens.candidates.plot import Axes, bound_of, plot_of
from shortlist.tui.screens.candidates.side_by_side import MEASURE, against
from shortlist.tui.screens.candidates.wide_layout import shares
from shortlist.tui.widgets.grid import Grid
from shortlist.tui.widgets.pane import Pane
from shortlist.tui.widgets.scatter import Scatter
from tests.conftest import TODAY
from tests.tui.conftest import Open, screen_text, with_candidates, worked_data, workspace_screen
from tests.tui.snapshots import assert_snapshot, settle

SIZES = ((80, 24), (120, 40), (160, 45), (200, 60))
CUT = re.compile(r"…\s{20,}")
ID = re.compile(r"\b(?:aa_index|output_speed|task_fit|cost_target|input_price|first\.|[a-z]+_(?:risk|price|s)\b)")


def candidates(pilot: Pilot[None]) -> CandidatesBody:
    """The screen in front."""
    return workspace_screen(pilot).query_one(CandidatesBody)


def drawn(widget: Scrolling) -> list[str]:
    """The lines of a widget as they stand on the screen."""
    return [widget.render_line(y).text for y in range(widget.size.height)]


def assert_tidy(pilot: Pilot[None]) -> None:
    """No text is cut beside twenty empty columns, no row runs out of its pane, no id stands where there is a label."""
    for pane in pilot.app.screen.query(Pane):
        if pane.display and pane.size.width:
            for line, _ in pane._drawn:
                assert width_of(line.rstrip()) <= pane.room, f"a unit at the edge is not seen: {line}"
    for widget in pilot.app.screen.query(Scrolling):
        for line in drawn(widget) if widget.display and widget.size.width else ():
            assert not CUT.search(line), line
            assert not ID.search(line), line


@pytest.mark.walk
@pytest.mark.parametrize("name", ["support-assistant-worked", "retrieval-assistant"])
async def test_each_size_shows_what_it_has_room_for(application: Open, name: str) -> None:
    """Below each other, beside each other, in three columns where no name is cut for that; the figures stand once; the
    plot where the list ends."""
    async with application(name, (120, 40)) as pilot:
        await pilot.press("2")
        body = candidates(pilot)
        for width, height in SIZES:
            await pilot.resize_terminal(width, height)
            await pilot.pause()
            assert_tidy(pilot)
            three = width >= 200 and name == "support-assistant-worked"
            assert body.has_class("beside") == (width >= 160) and body.has_class("three") == three
            details = body.query_one("#details", Details)
            assert (details.region.x > 0) == (width >= 160)
            assert ("Artificial Analysis" in "".join(line.text for line in details.paragraphs)) == (not three)
            assert body.query_one(Scatter).display == (width >= 160)
            grid = body.query_one(Grid)
            assert {"good", "low"} <= {cell.text.strip() for row in grid.table.rows for cell in row.cells}
        await assert_snapshot(pilot, name, SIZES)
        await pilot.resize_terminal(120, 40)
        await pilot.press("tab", "enter")
        told = " ".join(line.text for line in body.query_one("#details", Details).paragraphs)
        assert "serving experience in the team" in screen_text(pilot) and "https://" in told
        assert_tidy(pilot)
        await pilot.press("enter", "tab", "v")
        assert_tidy(pilot)
        await pilot.press("v")
        assert "┊" in screen_text(pilot) and "░" in screen_text(pilot)
        await pilot.press("v")
        assert_tidy(pilot)


@pytest.mark.walk
@pytest.mark.parametrize("number", [0, 1, 12, 200])
async def test_any_number_at_the_widest(application: Open, number: int) -> None:
    """Nobody, one and two hundred beside their details, without prices, with a name of two hundred characters."""
    data = worked_data()
    rows = [{**data["candidates"][at % 5], "id": f"c{at}", "name": f"Candidate {at}"} for at in range(number)]
    for row in rows[1::3]:
        row["observations"] = [one for one in row["observations"] if not one["metric"].endswith("price")]
    if rows:
        rows[0]["name"] = "n" * 200
    data = {**data, "candidates": rows}
    for key in ("decision", "evaluations"):
        data.pop(key, None)
    async with application(read_workspace(data), (200, 60)) as pilot:
        await pilot.press("2", "down", "v", "v", "v", "v", "s")
        assert_tidy(pilot)
        assert len(candidates(pilot).query_one(Grid).table.rows) == number
        await pilot.resize_terminal(160, 45)
        await pilot.pause()
        assert_tidy(pilot)


async def test_an_edit_is_drawn_in_the_call_of_the_key(application: Open) -> None:
    """List, details, figures and plot show what a key did before anything else is handled."""
    async with application(with_candidates(12), (200, 60)) as pilot:
        await pilot.press("2")
        body, screen = candidates(pilot), workspace_screen(pilot)
        body.query_one(Grid).action_move(3)
        here = body.query_one(Grid).row_key
        assert here is not None
        name = body.compared.by_id[here].candidate.name
        assert name in str(body.query_one("#details", Details).border_title)
        assert body.query_one(Scatter).cursor == here
        body.edits.choose("default")
        assert str(body.query_one("#details", Details).border_title).startswith("★")
        body.edits.remove()
        now = body.query_one(Grid).row_key
        assert now not in (None, here) and now in body.compared.by_id
        assert body.compared.by_id[now or ""].candidate.name in str(body.query_one("#details", Details).border_title)
        assert here not in {point.key for point in body.query_one(Scatter).plot.points}
        assert not body.stale and screen.session.workspace.candidate(here) is None


def test_room_is_shared_by_what_is_in_it() -> None:
    """The list takes what it needs; details and figures never less than they can be read in."""
    analysis = analyse(with_candidates(5), None, TODAY)
    selected = Selected(analysis.ranking)
    assert shares(analysis, selected, 159).details is None
    for width in range(160, 261):
        found = shares(analysis, selected, width)
        assert found.details is not None and found.details >= 62 and found.listed >= 60
        rest = width - found.listed - found.details
        assert (rest >= 45) == found.figures and rest >= 0 and found.figures == (width >= 200)


@pytest.mark.parametrize(("size", "view"), [((120, 40), 0), ((160, 45), 0), ((80, 24), 0), ((120, 40), 1)])
async def test_a_heading_is_whole_beside_the_sign_that_there_is_more(
    application: Open, size: tuple[int, int], view: int
) -> None:
    """And a name is cut only where no column beside it stands empty."""
    async with application("contract-review", size) as pilot:
        await pilot.press("2", *["v"] * view)
        await settle(pilot)
        lines = drawn(candidates(pilot).query_one(Grid))
        headings = {one.title for one in candidates(pilot).query_one(Grid).table.columns}
        assert lines[0].rstrip().endswith("›")
        last = re.split(r"\s{2,}", lines[0].rstrip(" ›"))[-1]
        assert any(last.endswith(one) for one in headings), last
        for line in lines[1:5]:
            assert "…" not in line or len(line) - len(line.rstrip()) <= len("effort, n, version"), line
        if size[0] >= 120 and not view:
            assert any("Claude Sonnet 5.5 (medium), Bedrock EU" in line for line in lines)


@pytest.mark.parametrize("room", [76, 116, 156])
def test_no_figure_of_a_comparison_is_cut(room: int) -> None:
    """Neither it nor its difference from the first: before that the two stand closer together."""
    workspace = read_workspace(worked_data())
    table = against(analyse(workspace, None, TODAY).on(None), room)
    for row in table.rows:
        figures = zip(row.cells[1:], table.columns[1:], strict=True)
        assert row.key == "status" or all(width_of(cell.text) <= column.width for cell, column in figures)


def test_a_row_of_two_candidates_names_the_unit_of_its_figures() -> None:
    """In its heading, where the figures leave it out; ticks of whole dollars have no cents."""
    analysis = analyse(with_candidates(5), None, TODAY)
    rows = {row.key: row.cells[0].text for row in against(analysis.on(None), 110).rows}
    assert rows["input_price"] == "input price, $/M" and rows["output_speed"] == "output speed, tokens/s"
    assert rows["context_window"] == "context window, tokens" and rows["ttft"] == "time to first token"
    assert rows["score"] == "score" and all(width_of(title) <= MEASURE for title in rows.values())
    plot = plot_of(analysis, Selected(analysis.ranking), Axes())
    assert [plot.across_text(value) for value in (20.0, 0.5, 100.0)] == ["$20", "$0.50", "$100"]


def test_the_plot_shows_the_limits() -> None:
    """Bill by default, cost per success once rates of their own differ; limits as lines; areas by what is quick."""
    data = worked_data()
    plain = {key: value for key, value in data.items() if key != "evaluations"}
    analysis = analyse(read_workspace(plain), None, TODAY)
    selected = Selected(analysis.ranking)
    across, up = Axes().measures(analysis)
    assert (across.key, up.key) == ("bill", "quality.aa_index")
    plot = plot_of(analysis, selected, Axes())
    assert plot.bounds == (400.0, 10.0) == (bound_of(analysis, across), bound_of(analysis, up))
    assert plot.across.low <= 400 <= plot.across.high
    sizes = {sign.text for sign in plot.signs.values()} & {*"•●⬤◦○◯"}
    assert len(sizes) >= 2
    own = read_workspace(plain).candidates[0].id
    for row in plain["candidates"]:
        if row["id"] == own:
            row.setdefault("usage", {})["answer"] = {"error_rate": 0.2}
    differing = analyse(read_workspace(plain), None, TODAY)
    assert Axes().measures(differing)[0].key == "task"


def test_no_sentence_names_an_index_by_its_id() -> None:
    """Whole details of every candidate of the example, sentences and addresses with them."""
    analysis = analyse(read_workspace(worked_data()), None, TODAY)
    for result in analysis.ranking:
        for width in (50, 80, 118):
            for line in reasons(analysis, result.id, width, DetailExtent(sentences=True)):
                text = re.sub(r"https?://\S+|Row \S+|Entry \S+", "", line.text)
                assert not ID.search(text), text


@pytest.mark.walk
async def test_what_is_compared_and_plotted_looks_as_it_should(application: Open) -> None:
    """Side by side with bars beside the table, and the plot alone, narrow, usual and wide."""
    async with application("support-assistant-worked", (120, 40)) as pilot:
        await pilot.press("2", "space", "down", "space", "down", "space", "c", "down", "down")
        await assert_snapshot(pilot, "candidates-compare", (SIZES[0], SIZES[1], SIZES[3]))
        await pilot.press("p")
        await assert_snapshot(pilot, "candidates-plot", (SIZES[0], SIZES[1], SIZES[3]))


@pytest.mark.parametrize("keys", [("plus",), ("t",), ("i",)])
async def test_a_dialog_is_as_large_as_what_it_holds(application: Open, keys: tuple[str, ...]) -> None:
    """Figures in a line and as a table, a file: no box that is as tall as the screen and empty."""
    async with application("support-assistant-worked", (200, 60)) as pilot:
        await pilot.press("2", *keys)
        await pilot.pause()
        box = pilot.app.screen.query_one("#box")
        assert 8 < box.size.height < 30 and box.region.y > 10
        lines = [line[box.region.x + 1 : box.region.right - 1] for line in screen_text(pilot).splitlines()]
        inside = lines[box.region.y + 1 : box.region.bottom - 1]
        assert sum(not line.strip() for line in inside) <= 12

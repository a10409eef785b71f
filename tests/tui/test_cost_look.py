"""The cost as it looks: a bar for everybody on one scale, the same figure everywhere, nothing cut beside free space."""

from __future__ import annotations

import re
import tomllib

import pytest

from shortlist.core.advice.levers import lever_effects
from shortlist.core.advice.own_machines import OWN_ID, on_own_machines, own_break_evens
from shortlist.core.analysis import Analysis, analyse
from shortlist.core.document.workspace import read_workspace
from shortlist.tui.draw.figures import amount_text, decimals_of, figure_text, on_the_point
from shortlist.tui.draw.gauges import MARK, columns_of
from shortlist.tui.draw.lines import width_of
from shortlist.tui.draw.widths import shared_widths
from shortlist.tui.screens.cost.assumptions import CostForm
from shortlist.tui.screens.cost.bill_picture import BillPicture
from shortlist.tui.screens.cost.bills import DECIDED, bills
from shortlist.tui.screens.cost.body import CostBody
from shortlist.tui.screens.cost.curves import REST, sensitivity_table
from shortlist.tui.screens.cost.decision import decision_detail, decision_table
from shortlist.tui.screens.cost.levers import levers_table
from shortlist.tui.screens.cost.limits import limit_rows
from shortlist.tui.screens.cost.own_curves import break_even_detail, break_even_plot, break_even_table, break_evens
from shortlist.tui.screens.cost.parts import part_detail, parts_table
from shortlist.tui.widgets.column_layout import ColumnLayout, left_over
from shortlist.tui.widgets.grid import Grid
from shortlist.tui.widgets.pane import Pane
from shortlist.tui.widgets.panel import Panel
from shortlist.tui.widgets.still_table import StillTable
from shortlist.tui.widgets.table import Column
from tests.conftest import SCENARIOS, TODAY
from tests.tui.conftest import Open, screen_text, worked_data, workspace_screen
from tests.tui.cut_beside import cut_beside
from tests.tui.snapshots import look, settle
from tests.tui.test_checklist_look import ids_in, marked

SIZES = ((80, 24), (120, 40), (160, 45), (200, 60))


def example(name: str) -> Analysis:
    """A shipped scenario, judged."""
    return analyse(read_workspace(tomllib.loads((SCENARIOS / f"{name}.toml").read_text("utf-8"))), None, TODAY)


def picture(body: CostBody) -> list[str]:
    """The lines of the picture as they would be drawn now."""
    drawn = body.query_one(BillPicture)
    return ["".join(segment.text for segment in drawn.render_line(y)) for y in range(drawn.size.height)]


@pytest.mark.walk
async def test_bars_move_with_every_key(application: Open) -> None:
    """The tick of the budget and the bars, in the same call; the form and the details stand beside from 160 columns."""
    async with application(size=(160, 45)) as pilot:
        await pilot.press("4")
        await settle(pilot)
        body = workspace_screen(pilot).query_one(CostBody)
        grid, pane, form = body.query_one(Grid), body.query_one(Pane), body.query_one(CostForm)
        before = picture(body)
        analysis = workspace_screen(pilot).session.analysis
        assert "budget 400" in before[0] and before[1].startswith("★ as decided, 1 % by the fallback")
        assert f"{analysis.decision.bill:.2f}" in before[1] and f"{analysis.decision.bill:.2f}" in screen_text(pilot)
        assert [result.candidate.name in line for result, line in zip(analysis.ranking, before[2:], strict=False)]
        assert "people and errors 6,161 a month: the same assumption for all; measure it (6 Evidence)" in before[-1]
        assert pane.region.x >= grid.region.right and pane.region.y <= grid.region.y
        await pilot.press("e")
        await settle(pilot)
        assert (form.region.x >= grid.region.right and not pane.display) or form.display
        body.form.query_one("Sheet").focus()
        body.desk.edit(
            "budget",
            lambda w: w.model_copy(update={"scenario": w.scenario.model_copy(update={"monthly_budget_usd": 800.0})}),
        )
        after = picture(body)
        assert all("=" in line for line in after[1:3]), "the change since it was saved stands beside each bill"
        assert "budget 800" in after[0] and after[0].index("│") > before[0].index("│"), "drawn in the same call"
        await pilot.press("escape")
        await pilot.resize_terminal(200, 60)
        await settle(pilot)
        drawn = body.query_one(BillPicture)
        assert drawn.region.bottom <= grid.region.y and grid.region.right <= pane.region.x, "five are whole beneath it"
        assert all(result.candidate.name in screen_text(pilot).split("Parts")[2] for result in analysis.ranking)
        await pilot.resize_terminal(300, 60)
        await settle(pilot)
        assert drawn.region.right <= grid.region.x and grid.region.right <= pane.region.x, "three columns"
        body.on_bill_picture_clicked(BillPicture.Clicked(analysis.ranking[1].id))
        assert grid.column_key == analysis.ranking[1].id
        await pilot.press("v", "v", "v", "v", "v")
        assert "▾ " in screen_text(pilot), "where there is room for all of it nothing is folded"
        await pilot.resize_terminal(120, 30)
        await settle(pilot)
        assert "▸ " in screen_text(pilot)
        await pilot.press("G", "enter")
        assert REST in [row.key for row in grid.table.rows] and "▾ " in screen_text(pilot)
        await pilot.press("z")
        assert "▸ " in screen_text(pilot)


async def test_rows_out_of_sight_are_counted_and_bars_keep_their_room(application: Open) -> None:
    """Where lines are few the head says how many rows follow; where columns are few the share of the fallback goes."""
    async with application(size=(80, 24)) as pilot:
        await pilot.press("4")
        await settle(pilot)
        body = workspace_screen(pilot).query_one(CostBody)
        lines = picture(body)
        assert "▼ 3 more" in lines[0] and "budget 400" in lines[0] and "▲" not in lines[0]
        assert lines[1].startswith("★ as decided  ") and "fallback" not in lines[1]
        assert body.query_one(BillPicture)._columns(78)[1] >= 40, "more than half of it are bars"
        last = workspace_screen(pilot).session.analysis.ranking[-1].id
        body.on_bill_picture_clicked(BillPicture.Clicked(last))
        await settle(pilot)
        assert "▲ 3 more" in picture(body)[0] and "▼" not in picture(body)[0]
        await pilot.resize_terminal(120, 40)
        await settle(pilot)
        assert "more" not in picture(body)[0] and "1 % by the fallback" in picture(body)[1], "all of it has room"


@pytest.mark.walk
@pytest.mark.parametrize("name", ["retrieval-assistant", "contract-review"])
async def test_at_any_width_nothing_is_cut_beside_free_space(application: Open, name: str) -> None:
    """Every view, at the four sizes."""
    async with application(name, size=(80, 24)) as pilot:
        await pilot.press("4")
        for size in SIZES:
            await pilot.resize_terminal(*size)
            await settle(pilot)
            rows = [row.split("All in all  ")[1] for row in screen_text(pilot).splitlines() if "All in all  " in row]
            assert rows and not any("…" in re.split("[│┃]", row)[0] for row in rows), "a figure is never cut"
            for view in range(6):
                await settle(pilot)
                assert not cut_beside(look(pilot).lines), (size, view, cut_beside(look(pilot).lines))
                await pilot.press("v")


def test_the_picture_is_the_analysis() -> None:
    """Every bar sums to what is drawn of it; the same for all is aside; a budget far off does not set the scale."""
    analysis = example("support-assistant-worked")
    drawn = bills(analysis, list(analysis.by_id))
    assert [row.key for row in drawn.rows] == [DECIDED, *analysis.by_id]
    for row in drawn.rows:
        cost = analysis.decision if row.key == DECIDED else analysis.costs[row.key]
        assert row.bill == cost.bill
        billed = sum(amount for kind, amount in row.amounts if kind.billed)
        assert row.bill is not None and billed == pytest.approx(row.bill)
        assert not {kind.name for kind, amount in row.amounts if amount} & {"people", "errors"}
    assert drawn.scale == pytest.approx(max(sum(amount for _, amount in row.amounts) for row in drawn.rows))
    assert drawn.tick == 400.0
    data = worked_data()
    data["scenario"]["monthly_budget_usd"] = 1e6
    data["candidates"][0].setdefault("usage", {})[data["scenario"]["steps"][0]["id"]] = {"escalation_rate": 0.5}
    differing = analyse(read_workspace(data), None, TODAY)
    far = bills(differing, list(differing.by_id))
    assert far.tick is None and "people" in {kind.name for kind in far.kinds} and far.aside.startswith("errors ")
    thousand = bills(analysis, list(analysis.by_id), thousand=True)
    assert thousand.budget is None and DECIDED not in [row.key for row in thousand.rows]


@pytest.mark.parametrize("name", ["support-assistant-worked", "retrieval-assistant", "voice-booking"])
def test_nobody_is_judged_for_the_picture(name: str) -> None:
    """Who serves is known from what was decided: a key of a number waits for no verdict. Later the same is found."""
    analysis = example(name)
    drawn = bills(analysis, [one.id for one in analysis.workspace.candidates])
    assert drawn.rows[0].key == DECIDED and "ranking" not in vars(analysis)
    for step, choice in analysis.choices.items():
        for id_ in (choice.default, choice.fallback):
            result = analysis.by_id[id_].steps.get(step) if id_ is not None else None
            assert analysis.serving(id_, step) is (None if result is None else result.serving)


@pytest.mark.parametrize("number", [0, 1, 12, 200])
def test_any_number_of_candidates(number: int) -> None:
    """A row each; one without a price says which it lacks; a name of 200 characters is no longer than the rest."""
    data = worked_data()
    own = data["candidates"]
    data["candidates"] = [{**own[at % 4], "id": f"c{at}", "name": f"Candidate {at}"} for at in range(number)]
    data.pop("decision")
    data.pop("evaluations", None)
    if number:
        prices = [one for one in own[0]["observations"] if one["metric"] != "output_price"]
        data["candidates"][0] |= {"observations": prices, "name": "long " * 40}
    analysis = analyse(read_workspace(data), None, TODAY)
    drawn = bills(analysis, list(analysis.by_id))
    assert len(drawn.rows) == number
    if number:
        lacking = next(row for row in drawn.rows if row.key == "c0")
        assert lacking.bill is None and lacking.lacks() == "the output price"
    assert len(parts_table(analysis).columns) == 1 + number


def test_no_id_stands_where_a_label_exists() -> None:
    """In any cell or detail of the cost."""
    analysis = analyse(marked(), None, TODAY)
    parts, decided, swings = parts_table(analysis), decision_table(analysis), sensitivity_table(analysis, True)
    texts = [cell.text for table in (parts, decided, swings) for row in table.rows for cell in row.cells]
    for row in (row for row in parts.rows if not row.heading):
        texts += [cell.text for column in parts.columns[1:] for cell in part_detail(analysis, row.key, column.key)]
    for row in (row for row in decided.rows if not row.heading):
        texts += [cell.text for cell in decision_detail(analysis, row.key, None)]
    for index in range(len(analysis.break_even)):
        texts += [cell.text for cell in break_even_detail(analysis, f"{index}", None)]
    assert len(texts) > 300 and not ids_in(texts), ids_in(texts)[:5]


def test_why_figures_differ_stands_beside_them() -> None:
    """What the fallback's share does to the decision, and that one model and the mix count none."""
    analysis = example("retrieval-assistant")
    told = " ".join(cell.text for cell in decision_detail(analysis, "bill", None))
    if len(analysis.decided) > 1:
        told += " ".join(row.cells[-1].text for row in decision_table(analysis).rows)
    assert "with 1 % of the requests at the fallback" in told and "no fallback counted" in told


@pytest.mark.parametrize("name", ["invoice-extraction", "retrieval-assistant"])
def test_where_nobody_is_self_hosted_a_machine_is_offered(name: str) -> None:
    """An estimate on a rented GPU: told as one with its rent, drawn like any other, the factor found by search."""
    analysis = example(name)
    assert not analysis.break_even
    own = on_own_machines(analysis)
    assert own is not None and own.result.candidate.self_hosted and own.result.id == OWN_ID
    assert own.stands_in is (name == "invoice-extraction")
    rows = break_evens(analysis)
    assert rows == own_break_evens(analysis, own) and rows
    hours = own.result.candidate.hosting
    assert hours is not None and own.result.cost.parts.fixed == pytest.approx(
        (own.result.cost.replicas or 0) * hours.gpus_per_replica * own.rent.usd_per_hour * hours.hours_per_month
    )
    table = break_even_table(analysis)
    assert "estimated" in table.columns[0].title and len(table.rows) == len(rows)
    told = " ".join(cell.text for cell in break_even_detail(analysis, "0", None))
    assert "this is an estimate" in told and "2026-05-24" in told
    assert break_even_plot(analysis, "0") is not None
    worked = example("support-assistant-worked")
    assert worked.break_even and on_own_machines(worked) is None


def test_figures_on_the_point() -> None:
    """Three digits of the smallest, zeros kept, nothing reads as nothing."""
    assert [decimals_of([value]) for value in (1672.0, 100.0, 43.72, 1.0, 0.229, 0.0757, 4e-9, 0.0, None)] == [
        0, 0, 2, 2, 3, 4, 7, 0, 0,
    ]  # fmt: skip
    assert decimals_of([329.0, 16.43, None, 0.0]) == 2
    assert (decimals_of([2007.26, 0.601]), decimals_of([0.0063723, 4e-6]), figure_text(0.0012, 2)) == (2, 6, "<0.01")
    assert [figure_text(0.24, 3), figure_text(6204.85, 0), figure_text(-0.0001, 2)] == ["0.240", "6,205", "−<0.01"]
    assert on_the_point(["43.72", "6,205", "0.0757", "–"]) == ["43.72  ", "6,205     ", "0.0757", "–     "]


def test_room_is_shared() -> None:
    """All that is needed where it fits; else the widest give way, each down to its least."""
    assert shared_widths([5, 10, 20], 40, [1, 1, 1]) == [5, 10, 20]
    assert shared_widths([5, 10, 20], 25, [1, 1, 1]) == [5, 10, 10]
    assert shared_widths([30, 30, 5], 35, [1, 20, 1]) == [10, 20, 5]
    assert shared_widths([30, 30], 10, [11, 11]) == [11, 11]
    assert shared_widths([], 10, []) == []


def test_parts_of_a_bar_are_as_long_as_their_sum() -> None:
    """Ends are rounded, so that equal sums are of equal length; nothing leaves the width."""
    assert sum(columns_of([1, 1, 1], 9, 30)) == sum(columns_of([3], 9, 30)) == 10
    assert columns_of([5, 50], 10, 10) == [5, 5] and columns_of([1], 0, 10) == [0]


def test_a_column_is_that_of_the_part_that_fills_most_of_it() -> None:
    """A bill of tokens with a few retries is drawn as tokens, though half a column is only reached with the retries."""
    assert columns_of([18.9, 0.09], 2500, 66) == [1, 0]
    assert columns_of([0.4, 0.7, 0.9], 10, 10) == [0, 1, 1] and columns_of([2.5, 2.5], 10, 10) == [3, 2]


@pytest.mark.parametrize("room", [56, 80, 110, 160])
def test_the_limits_of_all_gauges_stand_in_one_column(room: int) -> None:
    """However long the figures and the verdicts beside them are; every row is as wide as it may be."""
    rows = [row for row in limit_rows(example("retrieval-assistant")) if row.drawn is not None]
    lines = ["".join(cell.text for cell in row.drawn(room)) for row in rows if row.drawn is not None]
    assert len(lines) == 4 and len({line.index(MARK) for line in lines}) == 1
    assert {width_of(line) for line in lines} == {room}


def test_what_is_scrolled_to_leaves_its_room_to_what_is_seen() -> None:
    """Of many columns as many as fit in at their least, which then share what is left."""
    widths, columns = [5, *[8] * 9], [Column(str(at), "") for at in range(10)]
    assert left_over(columns, widths, 50) == (0, 5) and left_over(columns, widths, 57) == (7, 5)
    assert left_over(columns[:2], [5, 8], 30) == (0, 0)
    figures = [one._replace(right=True) for one in columns]
    assert left_over(figures, widths, 50) == (9, 4), "the sign that there is more covers no figure's heading"


def test_without_prices_bars_keep_their_room_and_what_is_missing_is_said() -> None:
    """A verdict that takes a sentence leaves the bars no less; break-even says whose cost is missing."""
    data = worked_data()
    for one in data["candidates"]:
        one["observations"] = [row for row in one["observations"] if not row["metric"].endswith("_price")]
    analysis = analyse(read_workspace(data), None, TODAY)
    lines = ["".join(cell.text for cell in row.drawn(86)) for row in limit_rows(analysis) if row.drawn is not None]
    assert any("not known" in line for line in lines) and {line.index(MARK) for line in lines} == {
        21 + round(0.75 * (53 - 1))
    }
    assert not break_even_table(analysis).rows and "Nobody's cost is known" in break_even_table(analysis).empty


def test_what_does_not_apply_stands_beneath_and_savings_are_drawn() -> None:
    """A lever that can be tried stands under the first press of a key; a bar goes to the left where it is dearer."""
    analysis = example("support-assistant-worked")
    table = levers_table(analysis)
    headed = next(at for at, row in enumerate(table.rows) if row.heading)
    effects = {one.lever.id: one for one in lever_effects(analysis)}
    assert all((effects[row.key].changed is not None) is (at < headed) for at, row in enumerate(table.rows) if row.key)
    drawn = {row.key: "".join(cell.text for cell in row.drawn(60)) for row in table.rows[:headed] if row.drawn}
    lines = {key: line.index("│") for key, line in drawn.items()}
    assert len(set(lines.values())) == 1 and table.columns[-1].title.startswith("◀ dearer │ saves ▶")
    for key, line in drawn.items():
        saved = effects[key].monthly or 0.0
        assert ("█" in line[: lines[key]]) is (saved < 0) and ("█" in line[lines[key] :]) is (saved > 0)
    assert "bar" not in [column.key for column in levers_table(analysis, width=80).columns]
    undecided = read_workspace({**worked_data(), "decision": {}, "records": []})
    bare = levers_table(analyse(undecided, None, TODAY))
    assert bare.rows[0].heading and bare.rows[0].cells[0].text.startswith("Does not apply here: nothing is decided yet")
    assert not any(row.cells[1].text for row in bare.rows[1:]), "what is the same for all is said once"


async def test_no_view_leaves_most_of_a_large_screen_empty(application: Open) -> None:
    """At 200x60 others of the same decision stand beneath the view in front, each of them whole."""
    async with application(size=(200, 60)) as pilot:
        await pilot.press("4", "v")
        await settle(pilot)
        for titles in (
            ("12 months", "What matters most", "Levers"),
            ("What the levers mean", "Decision"),
            ("By traffic, USD a month", "12 months"),
            ("Decision", "What matters most", "Levers"),
            ("Decision",),
        ):
            shown = [panel for panel in pilot.app.screen.query(".beneath").results(Panel) if panel.display]
            assert [panel._title for panel in shown] == list(titles)
            for panel in shown:
                table = panel.query_one(StillTable)
                assert len(table.lines(table.size.width)) == table.size.height
                assert "Enter lists" not in " ".join(cell.text for line in table.lines(140) for cell in line)
            await pilot.press("v")
            await settle(pilot)


def test_amounts_keep_their_zeros_and_have_the_minus_of_print() -> None:
    """Three digits below a dollar, also where the last of them are zeros."""
    told = [amount_text(value) for value in (0.24, 0.3, 0.00021, -12.21, 1672.0, 0.0, None)]
    assert told == ["0.240", "0.300", "0.000210", "−12.21", "1,672", "0.00", "?"]


def test_a_step_goes_by_its_short_name_rather_than_have_something_cut() -> None:
    """In all rows of a table that does not fit in with the whole names; a wide one keeps those."""
    analysis = example("retrieval-assistant")
    for table, narrow, wide in (
        (sensitivity_table(analysis, width=116), 116, 190),
        (decision_table(analysis), 116, 190),
    ):
        for room, name in ((wide, "Answer from the best eight passages"), (narrow, "Answer")):
            laid = ColumnLayout(table, room)
            lines = ["".join(cell.text for cell in laid.row(at, 1, room, 0, None)) for at in range(len(table.rows))]
            assert any(re.search(rf"(?:^|  ?){name}  ?(?:✓| |[0-9])", line) for line in lines)
        head = "".join(cell.text for cell in laid.header(0, 1, narrow, None))
        assert "…" not in head

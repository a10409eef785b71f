"""Every cell of the Cost screen is a figure of the analysis, every plot is drawn from it, and said again in words."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator

import pytest

from shortlist.core.advice.levers import lever_effects
from shortlist.core.analysis import Analysis, analyse
from shortlist.core.basics.unknown import Unknown
from shortlist.core.basics.words import plain, seconds, usd, usd_apart
from shortlist.core.comparison.break_even import volume_curve
from shortlist.core.comparison.compared import nobody_serves
from shortlist.core.document.field_names import label_of
from shortlist.core.document.vocabulary import STATUSES
from shortlist.core.document.workspace import read_workspace
from shortlist.core.edits.places import with_value
from shortlist.core.service.cost import PART_NAMES, Cost
from shortlist.core.service.cost_parts import COST_COUNTS, COST_FIGURES, COST_PARTS
from shortlist.store.toml_text import workspace_text
from shortlist.tui.draw.curve import BITS, BLANK, Series, draw
from shortlist.tui.draw.figures import true_minus
from shortlist.tui.draw.lines import Cell, bar
from shortlist.tui.draw.plotting import Axis
from shortlist.tui.screens.cost.bill_picture import figures_of
from shortlist.tui.screens.cost.bills import DECIDED, bills
from shortlist.tui.screens.cost.curves import (
    LESS,
    MORE,
    REST,
    marked_bar,
    projection_detail,
    projection_table,
    sensitivity_detail,
    sensitivity_table,
    tornado,
)
from shortlist.tui.screens.cost.decision import decision_detail, decision_table
from shortlist.tui.screens.cost.levers import lever_detail, levers_table
from shortlist.tui.screens.cost.own_curves import break_even_detail, break_even_plot, break_even_table
from shortlist.tui.screens.cost.parts import CHANGE, part_detail, parts_table
from shortlist.tui.widgets.summary import money, recommendation_line
from shortlist.tui.widgets.table import Table
from tests.conftest import SCENARIOS, TODAY
from tests.tui.conftest import with_candidates, worked_data
from tests.tui.test_tables import cells

EXAMPLES = sorted(SCENARIOS.glob("*.toml"))


def example(path: object) -> Analysis:
    """A shipped scenario, judged."""
    return analyse(read_workspace(tomllib.loads(path.read_text("utf-8"))), None, TODAY)  # type: ignore[attr-defined]


def words(cells_: object) -> str:
    """What a pane says, in one line."""
    return " ".join(cell.text for cell in cells_)  # type: ignore[attr-defined]


def shows(text: str, value: Unknown) -> bool:
    """Whether a cell stands for a figure: rounded where it ends, never to nothing, and with a digit that tells it."""
    told = text.strip().replace("−", "-")
    if value is None or told in ("?", "–"):
        return (told == "?") is (value is None) and not value
    if told.lstrip("-").startswith("<"):
        return abs(value) < float(told.lstrip("-")[1:]) and told.startswith("-") is (value < 0)
    decimals = len(told.partition(".")[2])
    number = float(told.replace(",", ""))
    return abs(number - value) <= 0.5000001 * 10**-decimals and (number != 0 or value == 0)


def points(table: Table, column: int, keys: set[str]) -> set[int]:
    """Where, from the right edge, the decimal points of a column stand, or would stand."""
    texts = [
        row.cells[column].text
        for row in table.rows
        if row.key in keys and any(map(str.isdigit, row.cells[column].text))
    ]
    return {len(text) - (text.index(".") if "." in text else len(text.rstrip(" "))) for text in texts}


@pytest.mark.parametrize("thousand", [False, True])
@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_every_cell_of_the_parts_is_the_analysis(path: object, thousand: bool) -> None:
    """Parts, totals and counts of every candidate, a month or per thousand tasks; savings are taken off."""
    analysis = example(path)
    shown = cells(parts_table(analysis, thousand))
    assert len(shown) == (1 + len(analysis.ranking)) * len(COST_FIGURES) or not shown
    for result in analysis.ranking:
        cost: Cost = result.cost
        parts = analysis.per_thousand_tasks[result.id] if thousand else cost.parts
        for name in PART_NAMES:
            value = getattr(parts, name)
            signed_ = -value if value is not None and COST_PARTS[name].saving else value
            assert shows(shown[name, result.id], signed_), (name, shown[name, result.id], value)
        assert shows(shown["bill", result.id], parts.bill)
        assert shows(shown["monthly", result.id], parts.monthly)
        assert shows(shown["per_request", result.id], cost.per_request)
        if result.time is None:
            assert shown["per_successful_task", result.id].strip() == "–"
        else:
            assert shows(shown["per_successful_task", result.id], cost.per_successful_task)
        for name in COST_COUNTS:
            value = getattr(cost, name)
            assert shown[name, result.id].strip() == ("–" if value is None else plain(value))
    table = parts_table(analysis, thousand)
    for column in range(1, len(table.columns)):
        assert len(points(table, column, set(COST_PARTS) | {"bill", "monthly", "per_request"})) <= 1


def test_a_saving_is_signed_once(worked: Analysis) -> None:
    """By its amount; the name of its row has no sign."""
    names = {row.key: row.cells[0].text for row in parts_table(worked, False).rows}
    savings = [name for name in PART_NAMES if COST_PARTS[name].saving]
    assert savings and not [names[one] for one in savings if "−" in names[one] or "-" in names[one]]
    assert cells(parts_table(worked, False))["caching_savings", worked.ranking[0].id].strip().startswith("−")


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_every_cell_of_the_other_views_is_the_analysis(path: object) -> None:
    """Decision, levers, break-even, months and swings."""
    analysis = example(path)
    decision, routing = analysis.decision, analysis.routing
    shown = cells(decision_table(analysis))
    wanted = {
        "monthly": decision.monthly,
        "bill": decision.bill,
        "task": decision.per_successful_task,
        "single": routing.single_monthly,
        "mix": routing.mix_monthly,
    }
    for key, value in wanted.items():
        if (key, "default") in shown:
            assert shows(shown[key, "default"].split()[0], value)
        else:
            assert nobody_serves(analysis.choices.values()) and value is None, "of nothing no sum is told"
    for key, value in (("single", routing.single_monthly), ("mix", routing.mix_monthly)):
        if value is not None and decision.monthly is not None and abs(value - decision.monthly) > 1e-6:
            assert shown[key, "default"].split()[1] == true_minus(usd_apart(value - decision.monthly))
    if "fallback" in shown.get(("monthly", "default"), ""):
        assert "no fallback counted" in shown["mix", "default"], "why the figures differ stands beside them"
    for step, choice in analysis.choices.items():
        for column, id_ in (("fallback", choice.fallback), ("mix", routing.mix[step])):
            assert shown[step, column] == (analysis.by_id[id_].candidate.name if id_ else "–")
        serves = analysis.by_id[choice.default] if choice.default else None
        sign = STATUSES[serves.steps[step].standing.status].sign if serves else "–"
        assert shown[step, "default"] == f"{sign} {serves.candidate.name if serves else 'nobody'}"
    table = levers_table(analysis)
    levers = cells(table)
    for effect in lever_effects(analysis):
        key = effect.lever.id
        assert levers[key, "lever"] == effect.lever.title
        if effect.changed is None:
            assert levers[key, "monthly"] in (effect.told, "")
            heads = [row.cells[0].text for row in table.rows if row.heading]
            assert levers[key, "monthly"] or heads == [f"Does not apply here: {effect.told}"]
            draw_ = next(row.drawn for row in table.rows if row.key == key)
            told = effect.told if len(effect.told) <= 48 else effect.brief
            assert draw_ is not None and 0 < len(told) <= 48
            assert draw_(48)[0].text == (told if levers[key, "monthly"] else "")
        else:
            saved = (effect.monthly, effect.bill, effect.per_successful_task)
            for name, value in zip(("monthly", "bill", "task"), saved, strict=True):
                assert shows(levers[key, name], value)
    _check_curves(analysis)


def _check_curves(analysis: Analysis) -> None:
    even = cells(break_even_table(analysis))
    for index, row in enumerate(analysis.break_even):
        assert even[f"{index}", "factor"] == ("never" if row.factor is None else plain(row.factor))
        requests = row.requests_per_month
        assert even[f"{index}", "requests"] == ("–" if requests is None else plain(requests))
    months = cells(projection_table(analysis))
    budget = analysis.workspace.scenario.monthly_budget_usd
    for month in analysis.projection:
        key = f"{month.month}"
        assert months[key, "requests"] == plain(month.requests)
        assert shows(months[key, "monthly"], month.monthly) and shows(months[key, "bill"], month.bill)
        over = month.bill is not None and budget is not None and month.bill > budget
        assert (months[key, "bar"] == "over the budget") is over
    swings, folded = cells(sensitivity_table(analysis, opened=True)), cells(sensitivity_table(analysis))
    now, slight = analysis.decision.per_successful_task, 0
    for index, swing in enumerate(analysis.sensitivity):
        key = f"{index}"
        assert swings[key, "assumption"] == label_of(swing.assumption)
        assert shows(swings[key, "low"], swing.low) and shows(swings[key, "high"], swing.high)
        matters = not now or any(end is None or abs(end - now) >= 0.01 * now for end in (swing.low, swing.high))
        assert ((key, "assumption") in folded) is matters
        slight += not matters
    if slight:
        assert folded[REST, "assumption"].startswith(f"▸ {slight} assumption")


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_an_amount_reads_the_same_in_the_picture_in_the_tables_and_in_words(path: object) -> None:
    """Whole from 100 on in all three, also where another one is told to the cent; below a dollar a column keeps the
    zeros at the end that a sentence leaves out."""
    analysis = example(path)
    decision, ids = analysis.decision, list(analysis.by_id)
    drawn = {key: text.strip() for key, text in figures_of(bills(analysis, ids)).items()}
    assert DECIDED not in drawn or drawn[DECIDED] == money(decision.bill).replace("$", "")
    parts, levers = cells(parts_table(analysis)), cells(levers_table(analysis))
    months, swings = cells(projection_table(analysis)), cells(sensitivity_table(analysis, opened=True))
    pairs = [(drawn[id_], analysis.costs[id_].bill) for id_ in ids]
    pairs += [(parts["bill", id_].strip(), analysis.costs[id_].bill) for id_ in ids]
    pairs += [(parts["monthly", id_].strip(), analysis.costs[id_].monthly) for id_ in ids]
    pairs += [(months[f"{month.month}", "bill"].strip(), month.bill) for month in analysis.projection]
    saved = [effect for effect in lever_effects(analysis) if effect.changed is not None]
    pairs += [(levers[effect.lever.id, "monthly"].strip(), effect.monthly) for effect in saved]
    for figure, value in pairs:
        spoken = true_minus(money(value)).replace("$", "")
        assert figure.startswith(spoken) and not figure.removeprefix(spoken).strip("0")
        assert figure == spoken or 0 < abs(value or 0) < 1
    for index in range(len(analysis.sensitivity)):
        told = words(sensitivity_detail(analysis, f"{index}", None))
        for end in (swings[f"{index}", "low"], swings[f"{index}", "high"]):
            assert (end if end == "?" else f"${end}") + " with 20 %" in told


def test_what_changed_is_the_difference_of_two_analyses(worked: Analysis) -> None:
    """Beside every figure stands what it became more or less, signed; what is the same says so."""
    path = ("scenario", "steps", 0, "usage", "output_tokens")
    now = analyse(with_value(worked.workspace, path, 999), None, TODAY)
    shown = cells(parts_table(now, base=worked))
    for result in now.ranking:
        was = worked.by_id[result.id].cost
        for name in ("monthly", "bill"):
            difference = (getattr(result.cost, name) or 0) - (getattr(was, name) or 0)
            told = shown[name, CHANGE + result.id].strip()
            assert told == (true_minus(usd_apart(difference)) if abs(difference) > 1e-6 else "=")
        assert shown["input", CHANGE + result.id].strip() == "="
    assert any(text.startswith("+") for (_, column), text in shown.items() if column.startswith(CHANGE))
    assert "± saved" in [column.title for column in projection_table(now, worked).columns]
    assert cells(decision_table(now, worked))["monthly", "default"].split()[1].startswith("+")


def test_an_unknown_part_names_what_it_lacks() -> None:
    """Which figure, of which step, and the key that leads there."""
    data = worked_data()
    row = data["candidates"][0]
    row["observations"] = [one for one in row["observations"] if one["metric"] != "output_price"]
    analysis = analyse(read_workspace(data), None, TODAY)
    assert cells(parts_table(analysis))["monthly", row["id"]].strip() == "?"
    for key in ("output", "monthly", "per_successful_task"):
        assert "? for want of the output price. Enter leads there." in words(part_detail(analysis, key, row["id"]))
    assert "for want" not in words(part_detail(analysis, "input", row["id"]))


def test_without_traffic_no_sum_is_told_as_nothing() -> None:
    """The figures stay 0, as the arithmetic has it; the screen says what is missing and which key leads there."""
    data = worked_data()
    for step in data["scenario"]["steps"]:
        step["usage"].pop("requests_per_month", None)
    analysis = analyse(read_workspace(data), None, TODAY)
    priced = next(result for result in analysis.ranking if not result.candidate.self_hosted)
    assert priced.cost.bill == 0
    shown = cells(parts_table(analysis))
    assert {shown[key, priced.id].strip() for key in ("bill", "monthly")} == {"no traffic"}
    told = recommendation_line(analysis)
    assert "no traffic is set: e on screen 4" in told and "$0.00" not in told
    data["scenario"]["steps"][0]["usage"]["requests_per_month"] = 0
    stated = analyse(read_workspace(data), None, TODAY)
    assert cells(parts_table(stated))["bill", priced.id].strip() == "0.00", "somebody said so"


@pytest.mark.parametrize(
    ("value", "told"),
    [(7.1e-05, "$0.000071"), (4e-06, "$0.000004"), (3e-08, "<$0.000001"), (-7.1e-05, "-$0.000071"), (0.0, "$0.00")],
)
def test_a_small_amount_is_written_out(value: float, told: str) -> None:
    """No power of ten."""
    assert usd(value) == told


@pytest.mark.parametrize(
    ("value", "told"),
    [(7.3e-06, "+<$0.0001"), (-7.3e-06, "-<$0.0001"), (0.0, "$0.00"), (-12.5, "-$12.50"), (0.002, "+$0.002")],
)
def test_a_difference_that_nobody_would_pay_is_told_without_a_power(value: float, told: str) -> None:
    """Less than the smallest amount; what is no difference has no sign."""
    assert usd_apart(value) == told


def test_an_answer_on_the_cost_leaves_the_figures_in_sight() -> None:
    """Who answered, and what the figures say against the limits."""
    data = worked_data()
    row = data["candidates"][0]
    told = words(part_detail(analyse(read_workspace(data), None, TODAY), "bill", row["id"]))
    figures = analyse(read_workspace(data), None, TODAY).by_id[row["id"]].checks["first.cost_target"].reason
    assert figures in told
    answer = {"check": "first.cost_target", "verdict": "pass", "note": "The board pays", "checked_by": "Ana"}
    row["answers"] = [*row.get("answers", []), answer]
    both = words(part_detail(analyse(read_workspace(data), None, TODAY), "bill", row["id"]))
    assert "Ana" in both and figures in both


@pytest.mark.parametrize("number", [0, 1, 12, 200])
def test_a_difference_stands_with_any_number_of_candidates(number: int) -> None:
    """Two columns a candidate, or what to do where there is none."""
    analysis = analyse(with_candidates(number), None, TODAY)
    table = parts_table(analysis, True, analysis)
    assert len(table.columns) == 1 + 2 * number
    assert table.rows or table.empty


def test_months_that_nobody_decided_on_are_unknown() -> None:
    """Nothing is said of the budget then."""
    data = worked_data()
    del data["decision"]
    told = words(projection_detail(analyse(read_workspace(data), None, TODAY), "0", None))
    assert told.startswith("Unknown: a step has no default") and "stays within" not in told


# --- plots


def test_the_break_even_curve_is_the_analysis_at_other_volumes(worked: Analysis) -> None:
    """The samples are the core's; the ends, today and the break-even are said in words."""
    for index, row in enumerate(worked.break_even):
        plot = break_even_plot(worked, f"{index}")
        assert plot is not None
        own, priced = worked.by_id[row.self_hosted], worked.by_id[row.against]
        points = volume_curve(own, priced, 40)
        mine, other = plot.sample(40)
        assert mine.values == tuple(point.own for point in points) and mine.solid
        assert other.values == tuple(point.against for point in points) and not other.solid
        assert (plot.across.low, plot.across.high) == (points[0].requests, points[-1].requests)
        told = words(break_even_detail(worked, f"{index}", None))
        for value in (own.cost.monthly, priced.cost.monthly, points[0].own, points[-1].against):
            assert money(value) in told
        marks = [mark.words for mark in plot.marks]
        assert marks[0] == "today"
        if row.factor is not None:
            assert marks[1] == f"break-even × {plain(row.factor)}" and plain(row.factor) in told


def test_twelve_months_are_said_in_words(worked: Analysis) -> None:
    """Where the bill starts and ends, and when it passes the budget."""
    months = worked.projection
    told = words(projection_detail(worked, "3", None))
    for month in (months[0], months[3], months[-1]):
        assert money(month.bill) in told and money(month.monthly) in told
    assert "stays within the budget of $400" in told
    tight = analyse(with_value(worked.workspace, ("scenario", "monthly_budget_usd"), 50.0), None, TODAY)
    over = next(month for month in tight.projection if month.bill is not None and month.bill > 50)
    assert f"passes the budget of $50.00 in month +{over.month}: {money(over.bill)}" in words(
        projection_detail(tight, "0", None)
    )


def test_a_tornado_is_said_in_words(worked: Analysis) -> None:
    """Both ends with their differences, in the words of the forms."""
    for index, swing in enumerate(worked.sensitivity):
        told = words(sensitivity_detail(worked, f"{index}", None))
        assert told.startswith(label_of(swing.assumption))
        assert f"{swing.low:.4f}" in told and f"{swing.high:.4f}" in told
    assert "_" not in words(cell for row in sensitivity_table(worked).rows for cell in row.cells)


def test_levers_are_said_in_words(worked: Analysis) -> None:
    """What is assumed, saved and changed, or why not."""
    for effect in lever_effects(worked):
        told = words(lever_detail(worked, effect.lever.id, None))
        assert effect.lever.assumes in told and effect.told in told
        if effect.changed is not None:
            saved = (effect.monthly, effect.per_successful_task)
            assert all(true_minus(money(one)) in told for one in saved)
        for change in effect.steps:
            if change.after.total_s is not None and change.after.total_s != change.before.total_s:
                assert seconds(change.after.total_s) in told


def test_the_decision_is_said_in_words(worked: Analysis) -> None:
    """The decision, and what one model and the mix cost against it."""
    told = words(decision_detail(worked, "mix", None))
    mix, now = worked.routing.mix_monthly or 0, worked.decision.monthly or 0
    assert money(now) in told and f"the mix {true_minus(usd_apart(mix - now))}" in told


def test_without_a_routed_mix_it_is_said_for_which_step(worked: Analysis) -> None:
    """Nothing is the cheapest, and nothing was lost."""
    data = tomllib.loads(workspace_text(worked.workspace))
    data["scenario"]["steps"][0].setdefault("needs", {})["max_total_s"] = 0.001
    none = analyse(read_workspace(data), None, worked.today)
    row = next(row for row in decision_table(none).rows if row.key == "mix")
    assert row.cells[0].text == "Routed mix"
    assert " ".join(row.cells[1].text.split()).startswith("? not known nobody fits all")
    name = data["scenario"]["steps"][0]["name"]
    assert any(f"for “{name}”" in line.text for line in decision_detail(none, "mix", None))


def dots(drawn: dict[tuple[int, int], tuple[str, object]]) -> Iterator[tuple[int, int]]:
    """The dots of braille characters."""
    for (column, row), (text, _) in drawn.items():
        for x in range(2):
            for y in range(4):
                if (ord(text) - BLANK) & BITS[x][y]:
                    yield column * 2 + x, row * 4 + y


def test_a_curve_is_one_dot_a_value_and_joined_where_it_jumps() -> None:
    """A step is an upright line; a broken line leaves dots out; an unknown leaves a gap."""
    axis = Axis(0, 7)
    assert set(dots(draw([Series("a", (0, 1, 2))], axis, 2))) == {(0, 7), (1, 6), (2, 5)}
    assert set(dots(draw([Series("a", (0, 3))], axis, 2))) == {(0, 7), (1, 7), (1, 6), (1, 5), (1, 4)}
    assert set(dots(draw([Series("a", (0, None, 3))], axis, 2))) == {(0, 7), (2, 4)}
    broken = set(dots(draw([Series("a", (0.0,) * 8, solid=False)], axis, 2)))
    assert broken == {(0, 7), (1, 7), (4, 7), (5, 7)}
    both = draw([Series("a", (0,), "accent"), Series("b", (1,), "plain")], axis, 2)
    assert {tone for _, tone in both.values()} == {"accent"}


def test_bars() -> None:
    """A budget crosses its bar; a tornado has the cheaper end at the left, and what is unknown has no bar."""
    assert marked_bar(50, 100, 100, 10) == "█████    ┃"
    assert marked_bar(100, 50, 100, 10) == "█████┃████"
    assert marked_bar(None, 50, 100, 10) == "?"
    assert marked_bar(50, None, 100, 10) == bar(0.5, 10)
    assert tornado(-2, 2, 2, 9) == LESS * 4 + "│" + MORE * 4
    assert tornado(1, -2, 2, 9) == MORE * 4 + "│" + LESS * 2 + "  "
    assert tornado(1, 2, 2, 9) == "    │" + LESS * 2 + MORE * 2
    assert tornado(-0.01, 0.01, 2, 9) == "   ▕│▏   "
    assert tornado(None, 2, 2, 9) == "    │    "


def test_every_cell_has_its_details(worked: Analysis) -> None:
    """Of every row, in every column."""
    table = parts_table(worked, base=worked)
    for row in table.rows:
        for column in table.columns:
            assert row.heading or all(isinstance(cell, Cell) for cell in part_detail(worked, row.key, column.key))

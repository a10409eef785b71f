"""The decision as made, beside one model for everything and the cheapest adequate mix; and what the levers save."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import NamedTuple

from shortlist.core.analysis import Analysis
from shortlist.core.assessment.assessor import CandidateResult
from shortlist.core.basics.unknown import Unknown, minus
from shortlist.core.basics.words import listed, usd, usd_apart
from shortlist.core.comparison.compared import nobody_serves
from shortlist.core.comparison.cost_gaps import without_traffic
from shortlist.core.comparison.decided_steps import DecidedStep
from shortlist.export.levels import score_word, step_briefs
from shortlist.export.verdict import step_sign, step_told
from shortlist.tui.draw.brief_names import in_brief
from shortlist.tui.draw.figures import amount_text, on_the_point, true_minus
from shortlist.tui.draw.lines import Cell, Tone, fit, width_of
from shortlist.tui.screens.cost.limits import (
    LANE,
    LIMIT,
    TASK,
    lane_detail,
    lane_rows,
    limit_detail,
    limit_rows,
    task_detail,
)
from shortlist.tui.screens.cost.parts import NO_TRAFFIC, changed, fallback_counted
from shortlist.tui.widgets.summary import money
from shortlist.tui.widgets.table import Column, Row, Table


def name_of(analysis: Analysis, id_: str | None, nobody: str = "–") -> str:
    """A candidate's name; a dash for nobody."""
    result = analysis.by_id.get(id_ or "")
    return result.candidate.name if result is not None else nobody


# --- the decision


def decision_table(analysis: Analysis, base: Analysis | None = None, made: str = "decided") -> Table:
    """Who serves each step as decided and as the cheapest mix would, how that stands, and what either costs; `made`
    says whose choice it is that is shown as the decision. Of what nobody decided only the alternatives are known."""
    columns = (
        Column("step", "step", briefs=step_briefs(analysis.workspace.scenario)),
        Column("default", f"★ {made}", least=NAME, names=True),
        Column("fallback", "◇ fallback", least=NAME, names=True),
        Column("mix", "routed mix", least=NAME, names=True),
    )
    rows = []
    for one in analysis.decided:
        choice = analysis.choices[one.step.id]
        serves = f"{step_sign(one)} {name_of(analysis, choice.default, 'nobody')}"
        cells = (
            Cell(one.step.name),
            Cell(serves, STANDING_TONES.get(one.status, "bad")),
            Cell(name_of(analysis, choice.fallback)),
            Cell(name_of(analysis, analysis.routing.mix[one.step.id])),
        )
        rows.append(Row(one.step.id, cells))
    if not nobody_serves(analysis.choices.values()):
        rows += [*limit_rows(analysis), *lane_rows(analysis)]
    rows += _sum_rows(analysis, base, made)
    return Table(columns, tuple(rows), widest=STEP_MOST)


NAME = 12
"""Columns that a candidate keeps at least."""
STEP_MOST = 60
"""Columns that a step takes at most."""


def _sum_rows(analysis: Analysis, base: Analysis | None, made: str) -> Iterator[Row]:
    """What the decision, one model and the mix cost, each with how it is counted."""
    sums = list(_sums(analysis, base, made))
    head = "USD a month, ± the decision" if base is None else "USD a month, ± saved"
    if nobody_serves(analysis.choices.values()):
        head, sums = "USD a month", [one for one in sums if one.key in ("single", "mix")]
    yield Row("", (Cell(head, "head"),), heading=True)
    figures = on_the_point([amount_text(one.value) for one in sums])
    longest = max(map(width_of, figures))
    differences = on_the_point([one.difference.text for one in sums])
    furthest = max(map(width_of, differences))
    for one, figure, difference in zip(sums, figures, differences, strict=True):
        right = fit(figure, longest, right=True)
        apart = fit(difference, furthest, right=True)
        cells = [Cell(right, "strong"), Cell(f"  {apart}  ", one.difference.tone)]
        told = f"{right}  {apart}  {one.notes[0]}"
        yield Row(one.key, (Cell(one.label, "strong"), Cell(told)), drawn=partial(_noted, cells, one.notes))


def _noted(cells: Sequence[Cell], notes: Sequence[str], room: int) -> list[Cell]:
    """Cells, and behind them the longest of some notes that there is room for."""
    left = room - sum(width_of(cell.text) for cell in cells)
    note = next((one for one in notes if width_of(one) <= left), notes[-1])
    return [*cells, Cell(fit(note, left), "dim")]


STANDING_TONES: dict[str | None, Tone] = {"eligible": "plain", "needs_check": "warn", None: "warn"}


class Sum(NamedTuple):
    """A sum in USD, how it differs, and how it is counted."""

    key: str
    label: str
    value: Unknown
    difference: Cell
    notes: tuple[str, ...]
    """How it is counted, from the longest to the shortest way to say it."""


def _sums(analysis: Analysis, base: Analysis | None, made: str) -> Iterator[Sum]:
    decision, routing, was = analysis.decision, analysis.routing, base or analysis
    budget = analysis.workspace.scenario.monthly_budget_usd
    counted = fallback_counted(analysis)
    paid: tuple[str, ...] = ("",)
    within: tuple[str, ...] = ("",)
    if without_traffic(analysis.workspace):
        paid = (NO_TRAFFIC,)
    elif counted:
        paid = (counted, "with fallback")
    if budget is not None:
        within = (f"of a budget of {usd(budget)}", f"of {usd(budget)}")
    for key, label, now, before, notes in (
        (
            "monthly",
            "Decision as made" if made == "decided" else f"As {made}",
            decision.monthly,
            was.decision.monthly,
            paid,
        ),
        ("bill", "  of that, the bill", decision.bill, was.decision.bill, within),
        ("task", "  per successful task", decision.per_successful_task, was.decision.per_successful_task, ("",)),
    ):
        yield Sum(key, label, now, Cell("") if base is None else changed(key, now, before), notes)
    single = in_brief(name_of(analysis, routing.single, "nobody for all"), analysis.workspace)
    alone: tuple[str, ...] = (single,)
    if counted and routing.single is not None:
        alone = (f"{single}, no fallback counted", single)
    mixed: tuple[str, ...] = ("nobody fits all",)
    if not _unserved(analysis):
        none = ", no fallback counted" if counted else ""
        mixed = (f"the cheapest adequate one for each step{none}", f"the cheapest{none}", "the cheapest")
    for key, label, now, before, notes in (
        ("single", "One model for all", routing.single_monthly, was.routing.single_monthly, alone),
        ("mix", "Routed mix", routing.mix_monthly, was.routing.mix_monthly, mixed),
    ):
        difference = changed(key, now, decision.monthly if base is None else before)
        if base is None and nobody_serves(analysis.choices.values()):
            difference = Cell("")
        elif base is None and (now is None or decision.monthly is None):
            difference = Cell("not known", "dim")
        yield Sum(key, label, now, difference, notes)


def _unserved(analysis: Analysis) -> list[str]:
    """The steps for which no candidate is adequate, so that there is no mix."""
    return [step.name for step in analysis.workspace.scenario.steps if analysis.routing.mix[step.id] is None]


def decision_detail(analysis: Analysis, key: str, column: str | None) -> Sequence[Cell]:
    """What stands behind a row: a limit, a stage of a task, the choice for a step, or what is recommended for all."""
    if key.startswith(LIMIT):
        return limit_detail(analysis, key.removeprefix(LIMIT))
    if key.startswith(LANE):
        return lane_detail(analysis, key.removeprefix(LANE))
    if key == TASK:
        return task_detail(analysis)
    step = next((one for one in analysis.decided if one.step.id == key), None)
    several = len(analysis.decided) > 1
    return _of_step(analysis, step) if step is not None and several else _of_all(analysis)


def _of_all(analysis: Analysis) -> list[Cell]:
    """What one model and the mix would cost against the decision, and who is recommended for all steps."""
    advice, lines = analysis.recommendation, [_in_words(analysis)]
    for_all = " for all steps" if len(analysis.decided) > 1 else ""
    for label, result in (
        ("Recommended default", advice.default),
        ("Recommended fallback", advice.fallback),
        ("Cheapest that passes", advice.cheapest_passing),
    ):
        if result is not None:
            cost = result.cost
            price = f"{money(cost.monthly)} a month in all, {money(cost.per_successful_task)} per successful task"
            lines.append(Cell(f"{label}{for_all}: {result.candidate.name}, {price}"))
    if advice.default is None:
        lines.append(Cell("No one model is eligible for every step." if for_all else "Nobody is eligible."))
    if unserved := _unserved(analysis):
        told_of = listed(f"“{name}”" for name in unserved)
        lines.append(Cell(f"No routed mix: nobody is eligible, good and fast enough, and of known cost for {told_of}."))
    return lines


def _of_step(analysis: Analysis, one: DecidedStep) -> list[Cell]:
    """How the default stands in a step, and who is recommended there."""
    lines = [Cell(f"“{one.step.name}”: {step_told(one)}.", "strong" if one.status == "eligible" else "warn")]
    advice = analysis.step_recommendations[one.step.id]
    if advice.default is None:
        rest = ""
        if advice.provisional is not None:
            rest = f"; best so far {advice.provisional.candidate.name}"
        return [*lines, Cell(f"Nobody is eligible for it{rest}.")]

    def named(result: CandidateResult) -> str:
        return f"{result.candidate.name} {score_word(result.steps[one.step.id].score)}"

    told = [named(advice.default)]
    if advice.fallback is not None:
        told.append(f"fallback {named(advice.fallback)}")
    if advice.cheapest_passing is not None:
        cheapest = advice.cheapest_passing
        bill = money(cheapest.steps[one.step.id].cost.bill)
        told.append(f"cheapest that passes {cheapest.candidate.name}, bill {bill} a month")
    close = " A close call." if advice.close_call else ""
    return [*lines, Cell(f"Recommended for it: {'; '.join(told)}.{close}")]


def _in_words(analysis: Analysis) -> Cell:
    """What one model and the routed mix would cost more or less than what was decided."""
    decision, routing = analysis.decision, analysis.routing
    if decision.monthly is None:
        return Cell("What the decision costs is unknown: a step has nobody, or somebody chosen lacks a figure.", "warn")
    told = []
    single = f"{name_of(analysis, routing.single)} for all steps"
    for label, value in ((single, routing.single_monthly), ("the mix", routing.mix_monthly)):
        difference = minus(value, decision.monthly)
        if difference is not None:
            told.append(f"{label} {true_minus(usd_apart(difference))}")
    costs = f"The decision costs {money(decision.monthly)} a month in all"
    if not told:
        return Cell(f"{costs}.", "strong")
    counted, why = fallback_counted(analysis), ""
    if counted:
        why = f" The decision is counted {counted}, one model and the mix without any: that is part of the difference."
    return Cell(f"{costs}; against it {' and '.join(told)}.{why}", "strong")

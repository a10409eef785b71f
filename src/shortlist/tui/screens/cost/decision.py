"""The decision as made, beside one model for everything and the cheapest adequate mix; and what the levers save."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from shortlist.core.advice.levers import LeverEffect, StepChange, lever_effects
from shortlist.core.analysis import Analysis
from shortlist.core.basics.unknown import Unknown, minus
from shortlist.core.basics.words import listed, plain, seconds, usd, usd_apart
from shortlist.core.comparison.cost_gaps import without_traffic
from shortlist.core.comparison.decided import Decided
from shortlist.core.document.vocabulary import VERDICTS
from shortlist.core.judging.judge import CandidateResult
from shortlist.export.levels import score_word
from shortlist.export.limits import LIMITS
from shortlist.export.verdict import step_sign, step_told
from shortlist.tui.draw.lines import Cell, Tone, width_of
from shortlist.tui.keys.bindings import keyed
from shortlist.tui.keys.sentences import empty
from shortlist.tui.screens.cost.limits import (
    LANE,
    LIMIT,
    TASK,
    lane_detail,
    lane_label,
    lane_rows,
    limit_detail,
    limit_rows,
    task_detail,
)
from shortlist.tui.screens.cost.parts import NO_TRAFFIC, WIDE, changed
from shortlist.tui.widgets.grid import Column, Row, Table
from shortlist.tui.widgets.summary import money, signed

NOTHING_TRIED: Mapping[str, LeverEffect] = MappingProxyType({})
LEVER_WIDTH = 29
DOES_NOT_APPLY = "does not apply; why stands beneath"
COVERED = "does not apply; Enter says why"
"""While the assumptions lie over what stands beneath."""


def name_of(analysis: Analysis, id_: str | None) -> str:
    """A candidate's name; a dash for nobody."""
    result = analysis.by_id.get(id_ or "")
    return result.candidate.name if result else "–"


# --- the decision


def decision_table(analysis: Analysis, width: int, base: Analysis | None = None) -> Table:
    """Who serves each step as decided and as the cheapest mix would, how that stands, and what either costs."""
    size, widest = 15, 26
    if width >= WIDE:
        size, widest = 24, 40
    if width >= WIDEST:
        size, widest = 40, 60
    columns = (
        Column("step", "step"),
        Column("default", "★ decided", size),
        Column("fallback", "◇ fallback", size),
        Column("mix", "routed mix", size),
    )
    rows = [
        Row(
            one.step.id,
            (
                Cell(one.step.name),
                _default_cell(one),
                Cell("–" if one.fallback is None else one.fallback.candidate.name),
                Cell(name_of(analysis, analysis.routing.mix[one.step.id])),
            ),
        )
        for one in analysis.decided
    ]
    labels = [*TITLES, *(row.cells[0].text for row in rows), *(lane_label(analysis, one) for one in analysis.lane)]
    room = width - 4 - min(widest, max(map(width_of, labels)))
    rows += limit_rows(analysis, room)
    rows += lane_rows(analysis, room)
    against = "± saved" if base is not None else "± the decision"
    rows.append(Row("", (Cell(f"USD a month, {against}", "head"),), heading=True))
    rows += [
        Row(key, (Cell(label, "strong"), Cell(money(value), "strong"), difference, Cell(note, "dim")))
        for key, label, value, difference, note in _sums(analysis, base)
    ]
    return Table(columns, tuple(rows), widest=widest)


WIDEST = 180
"""From here on no name is cut that is not longer than most."""
TITLES = [words.title for words in LIMITS.values()]
STANDING_TONES: dict[str | None, Tone] = {"eligible": "plain", "needs_check": "warn", None: "warn"}


def _default_cell(one: Decided) -> Cell:
    """Who serves a step, after the sign of how they stand there."""
    name = "nobody" if one.default is None else one.default.candidate.name
    return Cell(f"{step_sign(one)} {name}", STANDING_TONES.get(one.status, "bad"))


def _sums(analysis: Analysis, base: Analysis | None) -> Iterator[tuple[str, str, Unknown, Cell, str]]:
    decision, routing, was = analysis.decision, analysis.routing, base or analysis
    budget = analysis.workspace.scenario.monthly_budget_usd
    stands_in = analysis.scenario.fallback_share and any(one.fallback for one in analysis.decided)
    paid = "with fallback" if stands_in else ""
    if without_traffic(analysis.workspace):
        paid = NO_TRAFFIC
    within = "" if budget is None else f"budget {usd(budget)}"
    for key, label, now, before, note in (
        ("monthly", "Decision as made", decision.monthly, was.decision.monthly, paid),
        ("bill", "  of that, the bill", decision.bill, was.decision.bill, within),
        ("task", "  per successful task", decision.per_successful_task, was.decision.per_successful_task, ""),
    ):
        yield key, label, now, Cell("") if base is None else changed(key, now, before), note
    mixed = "nobody fits all" if _unserved(analysis) else "the cheapest"
    for key, label, now, before, note in (
        ("single", "One model for all", routing.single_monthly, was.routing.single_monthly, _single(analysis)),
        ("mix", "Routed mix", routing.mix_monthly, was.routing.mix_monthly, mixed),
    ):
        difference = changed(key, now, decision.monthly if base is None else before)
        if base is None and (now is None or decision.monthly is None):
            difference = Cell("not known", "dim")
        yield key, label, now, difference, note


def _single(analysis: Analysis) -> str:
    single = analysis.routing.single
    return "nobody for all" if single is None else name_of(analysis, single)


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
    lines = _of_step(analysis, step) if step is not None and several else _of_all(analysis)
    if all(one.default is None for one in analysis.decided):
        lines.insert(0, Cell(empty("undecided"), "warn"))
    return lines


def _of_all(analysis: Analysis) -> list[Cell]:
    """What one model and the mix would cost against the decision, and who is recommended for all steps."""
    advice, lines = analysis.recommendation, [_in_words(analysis)]
    told = [
        ("Recommended default", advice.default),
        ("Recommended fallback", advice.fallback),
        ("Cheapest that passes", advice.cheapest_passing),
    ]
    for_all = " for all steps" if len(analysis.decided) > 1 else ""
    lines += [Cell(f"{label}{for_all}: {_with_cost(result)}") for label, result in told if result is not None]
    if advice.default is None:
        lines.append(Cell("No one model is eligible for every step." if for_all else "Nobody is eligible."))
    if unserved := _unserved(analysis):
        told_of = listed(f"“{name}”" for name in unserved)
        lines.append(Cell(f"No routed mix: nobody is eligible, good and fast enough, and of known cost for {told_of}."))
    return lines


def _of_step(analysis: Analysis, one: Decided) -> list[Cell]:
    """How the default stands in a step, and who is recommended there."""
    lines = [Cell(f"“{one.step.name}”: {step_told(one)}.", "strong" if one.status == "eligible" else "warn")]
    advice = analysis.step_recommendations[one.step.id]
    if advice.default is None:
        best = advice.provisional
        rest = f"; best so far {best.candidate.name}" if best is not None else ""
        lines.append(Cell(f"Nobody is eligible for it{rest}."))
        return lines
    told = [f"{advice.default.candidate.name} {_step_score(advice.default, one)}"]
    if advice.fallback is not None:
        told.append(f"fallback {advice.fallback.candidate.name} {_step_score(advice.fallback, one)}")
    if advice.cheapest_passing is not None:
        cheapest = advice.cheapest_passing
        bill = money(cheapest.steps[one.step.id].cost.bill)
        told.append(f"cheapest that passes {cheapest.candidate.name}, bill {bill} a month")
    lines.append(Cell(f"Recommended for it: {'; '.join(told)}.{' A close call.' if advice.close_call else ''}"))
    return lines


def _step_score(result: CandidateResult, one: Decided) -> str:
    return score_word(result.steps[one.step.id].score)


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
            told.append(f"{label} {signed(difference)}")
    against = f"; against it {' and '.join(told)}" if told else ""
    return Cell(f"The decision costs {money(decision.monthly)} a month in all{against}.", "strong")


def _with_cost(result: CandidateResult | None) -> str:
    if result is None:
        return "–"
    cost = result.cost
    price = f"{money(cost.per_successful_task)} per successful task"
    return f"{result.candidate.name}, {money(cost.monthly)} a month in all, {price}"


# --- the levers


Tried = Mapping[str, LeverEffect]
"""The levers that the open what-if tries, by id, with what each changed when it was tried."""


def levers_table(analysis: Analysis, width: int, tried: Tried = NOTHING_TRIED, short: str = DOES_NOT_APPLY) -> Table:
    """What each lever would save, has saved where it is tried, or why it does not apply."""
    columns = (
        Column("lever", "lever"),
        Column("monthly", "saves/month", 12, right=True),
        Column("bill", "on the bill", 12, right=True),
        Column("task", "per task", 11, right=True),
        Column("latency", "waiting", 11 if width < WIDE else 24),
    )
    room = width - LEVER_WIDTH - 4
    effects = [(tried.get(one.lever.id, one), one.lever.id in tried) for one in lever_effects(analysis)]
    rows = (_lever_row(effect, is_tried, room, short) for effect, is_tried in effects)
    return Table(columns, tuple(rows), widest=LEVER_WIDTH)


def _lever_row(effect: LeverEffect, tried: bool, room: int, short: str) -> Row:
    title = Cell(f"{'✓ ' if tried else ''}{effect.lever.title}", "strong" if effect.changed is not None else "dim")
    if effect.changed is None:
        why = f"does not apply: {effect.told}"
        return Row(effect.lever.id, (title, Cell(why if width_of(why) <= room else short, "dim")))
    waiting = Cell("tried", "accent") if tried else Cell(_waiting(effect))
    savings = (effect.monthly, effect.bill, effect.per_successful_task)
    return Row(effect.lever.id, (title, *(_saved(value) for value in savings), waiting))


def _saved(value: Unknown) -> Cell:
    if value is None:
        return Cell("?", "warn")
    tone: Tone = "dim"
    if value:
        tone = "good" if value > 0 else "bad"
    return Cell(usd_apart(value).removeprefix("+"), tone)


def _waiting(effect: LeverEffect) -> str:
    """The longest whole answer before and after, or that it stays."""
    pairs = [(one.before.total_s, one.after.total_s) for one in effect.steps]
    known = [(before, after) for before, after in pairs if before is not None and after is not None]
    if effect.lever.id == "streaming":
        return "first token"
    if not known or all(f"{before:.1f}" == f"{after:.1f}" for before, after in known):
        return "same"
    before, after = max(known, key=lambda pair: abs(pair[1] - pair[0]))
    return f"{before:.1f} → {after:.1f} s"


def lever_detail(analysis: Analysis, key: str, column: str | None, tried: Tried = NOTHING_TRIED) -> Sequence[Cell]:
    """What a lever assumes, what it saves, and what it does to waiting, quality and checks; what becomes of it."""
    effect = next(one for one in lever_effects(analysis) if one.lever.id == key)
    lines = [Cell(f"{effect.lever.title}. {effect.lever.assumes}")]
    if key in tried:
        return [*_of_tried(tried[key], again=effect.changed is not None), *lines, *_consequences(analysis, tried[key])]
    if effect.changed is None:
        return [*lines, Cell(f"Does not apply: {effect.told}.", "warn")]
    lines += [Cell(f"{effect.told} Enter tries it as a what-if.", "strong"), Cell(f"It saves {_savings(effect)}.")]
    return [*lines, *_consequences(analysis, effect)]


def _savings(effect: LeverEffect) -> str:
    return (
        f"{money(effect.monthly)} a month in all, {money(effect.bill)} of it on the bill, "
        f"{money(effect.per_successful_task)} per successful task; below 0 it costs more"
    )


def _of_tried(effect: LeverEffect, again: bool) -> list[Cell]:
    """Of a lever in force: that it is tried, what it saved, and the keys that keep or drop it."""
    keys = "{whatif.keep} keeps all that is tried, {whatif.drop} drops it, {edit.undo} takes back the last."
    more = " Enter tries it once more, on top." if again else ""
    return [
        Cell(f"Tried: {effect.told} {keyed(keys)}{more}", "accent"),
        Cell(f"It saved {_savings(effect)}.", "strong"),
    ]


def _consequences(analysis: Analysis, effect: LeverEffect) -> list[Cell]:
    """What a lever does to waiting, quality and checks."""
    lines = [Cell(text) for change in effect.steps for text in _told(analysis, change)]
    if not effect.steps:
        lines.append(Cell("Waiting, quality and checks stay as they are.", "dim"))
    return lines


def _told(analysis: Analysis, change: StepChange) -> Iterator[str]:
    before, after = change.before, change.after
    step = next(one.name for one in analysis.workspace.scenario.steps if one.id == change.step)
    told = []
    if before.candidate != after.candidate:
        told.append(f"{name_of(analysis, before.candidate)} → {name_of(analysis, after.candidate)}")
    if before.quality != after.quality:
        told.append(f"quality {_plain(before.quality)} → {_plain(after.quality)}")
    if before.ttft_s != after.ttft_s:
        told.append(f"first token {_seconds(before.ttft_s)} → {_seconds(after.ttft_s)}")
    if before.total_s != after.total_s:
        told.append(f"whole answer {_seconds(before.total_s)} → {_seconds(after.total_s)}")
    for label, was, now in (
        ("quality bar", before.quality_check, after.quality_check),
        ("latency target", before.latency_check, after.latency_check),
    ):
        before_that = f"{VERDICTS[was].told}, then " if was != now else ""
        told.append(f"the {label} {before_that}{VERDICTS[now].told}")
    yield f"  {step}: {'; '.join(told)}."


def _plain(value: Unknown) -> str:
    return "?" if value is None else plain(value)


def _seconds(value: Unknown) -> str:
    return "?" if value is None else seconds(value)

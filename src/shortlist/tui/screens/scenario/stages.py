"""The product as boxes: the whole with its limits, then the stages of a task with their steps, then those beside it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from shortlist.core.analysis import Analysis
from shortlist.core.basics.short_names import short_names
from shortlist.core.basics.unknown import Unknown
from shortlist.core.basics.words import percent, plain, said, seconds, time_limit
from shortlist.core.comparison.assignment import LimitState
from shortlist.core.comparison.decided_steps import DecidedStep
from shortlist.core.document.checklist import LATENCY_TARGET, QUALITY_BAR
from shortlist.core.document.metrics import counts_errors
from shortlist.core.document.request_units import beside_tokens
from shortlist.core.document.scenario import Step
from shortlist.core.document.whole_limits import WHOLE_LIMITS
from shortlist.export.limits import brief_limit, brief_usd, limit_target
from shortlist.export.verdict import VERDICT_OF, limit_states, step_sign
from shortlist.sanitising import shown
from shortlist.tui.draw.lines import Tone
from shortlist.tui.draw.tones import ODD_TONES
from shortlist.tui.forms.scenario import SCENARIO, short_number

"""What keeps its limit is plain, so that what does not is seen."""
NEXT, OR, APART = "─▶", "or", "  "
"""What stands before a box: it follows the stage before, is an alternative within its stage, or stands apart."""


class BoxLine(NamedTuple):
    """A line of a box: what it says, the longest first, and its tone."""

    texts: tuple[str, ...]
    tone: Tone = "plain"


class StageBox(NamedTuple):
    """The whole, or one step, as it is drawn in the lane."""

    key: str
    """`SCENARIO`, or the index of a step."""
    title: BoxLine
    lines: tuple[BoxLine, ...]
    """What matters most first."""
    serves: BoxLine
    """In its lower border."""
    joint: str = APART
    beside: bool = False
    """Whether no task passes it."""


def boxes(analysis: Analysis) -> list[StageBox]:
    """The whole, then every step: those on the path of a task by its stages, then the others in their order."""
    made = {one.step.id: (f"{at}", one) for at, one in enumerate(analysis.decided)}
    brief = dict(zip(made, short_names([step.name for step in analysis.scenario.steps]), strict=True))
    shares = {step: share for stage in analysis.task.stages if len(stage) > 1 for step, share in stage}
    found = [_whole(analysis)]
    for id_, number, joint in _places(analysis):
        key, one = made[id_]
        numbered = f"{number} " if number and len(analysis.task.stages) > 1 else ""
        title = BoxLine((f"{numbered}{one.step.name}", f"{numbered}{brief[id_]}"))
        lines = [_traffic(one.step, shares.get(id_)), _time(one), _quality(analysis, one)]
        if one.assessed is not None:
            bill = f"bill {brief_usd(one.assessed.cost.bill)}"
            lines.append(BoxLine((f"{bill} a month", bill)))
        found.append(StageBox(key, title, tuple(lines), _serves(analysis, one), joint, beside=not number))
    return found


def _places(analysis: Analysis) -> Iterator[tuple[str, int, str]]:
    """The steps in the order of the lane, each with the number of its stage, 0 beside the path, and what joins it."""
    on_path = analysis.task.steps
    if not analysis.scenario.path:
        # One step is the task, and the order of the file is all that there is.
        yield from ((step.id, int(step.id in on_path), APART) for step in analysis.scenario.steps)
        return
    for number, stage in enumerate(analysis.task.stages, 1):
        for place, (id_, _) in enumerate(stage):
            joint = NEXT if number > 1 else APART
            if place:
                joint = OR
            yield id_, number, joint
    yield from ((step.id, 0, APART) for step in analysis.scenario.steps if step.id not in on_path)


def _whole(analysis: Analysis) -> StageBox:
    """The product: its tasks a month, then what was decided against each limit."""
    monthly = analysis.task.monthly
    tasks = BoxLine((f"{short_number(monthly)} tasks a month", f"{short_number(monthly)} tasks"))
    if not monthly:
        tasks = BoxLine(("? no tasks a month yet", "? no tasks"), "warn")
    states = {state.limit: state for state in limit_states(analysis)}
    typical = analysis.decision_time.typical_s
    time = BoxLine(("time of a task not known", "time ?"), "dim")
    if (timed := states.get("max_task_total_s")) is not None:
        time = _limited(timed)
    elif typical is not None:
        time = BoxLine((f"a task typically {seconds(typical)}", seconds(typical)))
    beneath = ("max_task_ttft_s", "max_cost_per_successful_task_usd")
    lines = [tasks, time, *(_limited(states[limit]) for limit in beneath if limit in states)]
    bill = BoxLine(("no bill yet",), "dim")
    if analysis.decision.bill is not None:
        paid = brief_usd(analysis.decision.bill)
        bill = BoxLine((f"bill {paid} a month", f"bill {paid}"))
    if (budget := states.get("monthly_budget_usd")) is not None:
        bill = _limited(budget)
    return StageBox(SCENARIO, BoxLine(("Scenario",)), tuple(lines), bill)


def _limited(state: LimitState) -> BoxLine:
    """What was decided against a limit; before anything is known the limit alone."""
    row = WHOLE_LIMITS[state.limit]
    long, short = row.box
    if state.low is None or state.high is None:
        target = limit_target(state)
        return BoxLine((f"{long} within {target}", f"{short} ≤ {target}", f"≤ {target}"), "dim")
    figure = brief_limit(state).removesuffix(row.about)
    return BoxLine((f"{long} {figure}", f"{short} {figure}", figure), ODD_TONES[state.verdict])


def _serves(analysis: Analysis, one: DecidedStep) -> BoxLine:
    if one.default is not None:
        told = f"{step_sign(one)} {shown(one.default.candidate.name)}"
        return BoxLine((told,), ODD_TONES[VERDICT_OF.get(one.status, "fail")])
    # Counted without `step_places`: to put them in order is work that no key of a figure needs.
    tried = [result.steps[one.step.id] for result in analysis.ranking if one.step.id in result.steps]
    able = sum(assessed.standing.status == "eligible" for assessed in tried)
    if able:
        return BoxLine((f"– undecided, {able} eligible", f"– {able} eligible"), "warn")
    if tried:
        none = f"none of {len(tried)}"
        return BoxLine((f"– undecided, {none} eligible", f"– {none} eligible", "– none eligible"), "warn")
    return BoxLine(("– nobody yet", "–"), "warn")


def _traffic(step: Step, share: Unknown) -> BoxLine:
    """Requests a month, the share of tasks that take it, and what a request holds."""
    asked = step.usage.requests_per_month
    if asked is None:
        return BoxLine(("? no requests yet", "? requests"), "warn")
    many, part = short_number(asked), ""
    if share is not None:
        part = f" · {percent(share)}"
    held = list(_held(step))
    texts = [" · ".join([f"{many} requests{part}", *(long for long, _ in held)])]
    texts += [" · ".join([f"{many}{part}", *(long for long, _ in held[:some])]) for some in range(len(held), 0, -1)]
    texts += [" · ".join([f"{many}{part}", brief]) for _, brief in held[:1]]
    texts += [f"{many} {brief}" for _, brief in held[:1] if not part]
    return BoxLine((*texts, f"{many}{part}", many))


def _held(step: Step) -> Iterator[tuple[str, str]]:
    """What a request holds, in words and in fewer: `600→15`, `0.12 min heard`."""
    use = step.usage
    if use.output_tokens:
        told = f"{short_number(use.input_tokens or 0)}→{short_number(use.output_tokens)}"
        yield f"{told} tokens", told
    elif use.input_tokens and not use.searches:
        yield (f"{short_number(use.input_tokens)} tokens",) * 2
    yield from beside_tokens(use)


def _time(one: DecidedStep) -> BoxLine:
    """The whole answer, else the first token, against its limit; only what is known where nothing is asked."""
    needs = one.step.needs
    whole = first = typical = None
    tone: Tone = "plain"
    if one.assessed is not None:
        latency = one.assessed.serving.latency
        whole, first, typical = latency.total_s, latency.ttft_s, latency.typical_s
        tone = ODD_TONES[one.assessed.verdicts[LATENCY_TARGET]]
    for limit, figure, of in ((needs.max_total_s, whole, ""), (needs.max_ttft_s, first, "first token ")):
        if limit is None:
            continue
        most = time_limit(limit)
        if figure is None:
            return BoxLine((f"{of}within {most}", f"≤ {most}"), tone)
        known = f"{seconds(figure).removesuffix(' s')} of {most}"
        return BoxLine((f"{of}{known}", known), tone)
    if typical is None:
        return BoxLine(("no time is asked", "no time asked", "no limit"), "dim")
    return BoxLine((f"typically {seconds(typical)}", seconds(typical)))


def _quality(analysis: Analysis, one: DecidedStep) -> BoxLine:
    """The figure of who serves against the bar, whichever way that lies."""
    least = one.step.needs.min_quality
    if least is None:
        return BoxLine(("no quality is asked", "no quality bar", "no bar"), "dim")
    errors = one.step.needs.lower_is_better or counts_errors(analysis.scenario.metric_of(one.step))
    word, sign = ("errors", "≤") if errors else ("quality", "≥")
    asked = f"{sign} {plain(least)}"
    if one.assessed is None:
        return BoxLine((f"{word} {asked}", asked))
    told = f"{said(one.assessed.serving.quality, plain)}, {asked}"
    return BoxLine((f"{word} {told}", told), ODD_TONES[one.assessed.verdicts[QUALITY_BAR]])

"""The checks that follow from figures: pass, fail or unknown, with the sentence that says why.

Each `first.*` check that depends on the traffic is assessed step by step and joined: a failing target beats an unknown
one, an unknown one beats a pass, and a target that no step sets is not applicable.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache, lru_cache, partial
from typing import NamedTuple

from shortlist.core.assessment.regions import region_answer
from shortlist.core.basics import tolerance
from shortlist.core.basics.tolerance import above
from shortlist.core.basics.unknown import Unknown, times, total
from shortlist.core.basics.words import (
    capitalised,
    count,
    from_to,
    limit_told,
    listed,
    percent,
    plain,
    seconds,
    time_limit,
    tokens,
    usd,
)
from shortlist.core.document.candidate import Candidate
from shortlist.core.document.capabilities import Capability
from shortlist.core.document.checklist import CONTEXT_NEEDS, LATENCY_TARGET, OUTPUT_CONTRACT, QUALITY_BAR, TASK_FIT
from shortlist.core.document.evaluation import ENOUGH_EXAMPLES, Measured
from shortlist.core.document.metrics import ARENA_ELO, index_name
from shortlist.core.document.scenario import Limits
from shortlist.core.document.vocabulary import Known, Verdict
from shortlist.core.service.cost import Cost, computed_input_tokens
from shortlist.core.service.figures import Figures
from shortlist.core.service.serving import ContextNeed, Serving, context_need, needs_context
from shortlist.core.service.task import TaskTime

NEAR_SHARE = 0.2
"""A target missed by no more than this share is a near miss."""
NEAR_ELO = 50
"""Ratings have no zero to take a share of: a near miss of a rating is counted in points."""
HOURS_PER_MONTH = 730
MINUTES_PER_MONTH = HOURS_PER_MONTH * 60

Sentence = Callable[[], str]
"""Mostly a `partial`: it takes half the memory of a closure, and one object that the collector looks at, not five."""
Say = Callable[[float], str]
"""Words a figure with its unit."""


class Assessment(NamedTuple):
    """A verdict, and the sentence for it, worded only when somebody reads it: a large comparison has thousands."""

    verdict: Verdict
    sentence: Sentence
    near: bool = False
    """For a fail: whether the target was missed by little."""

    @property
    def reason(self) -> str:
        """Why, in figures."""
        return self.sentence()


# The texts are sentences of this module, so there are few; one object for each spares the comparison of equal ones.
@cache
def _plain(verdict: Verdict, text: str) -> Assessment:
    return Assessment(verdict, lambda: text)


NOT_ASKED = _plain("not_applicable", "The scenario sets no target for it.")
OF_THE_WHOLE = _plain("not_applicable", "It concerns all steps together, and is judged for them alone.")
NOT_PLAYED = _plain("not_applicable", "It does not play this step.")


def joined(parts: Sequence[Assessment]) -> Assessment:
    """Several assessments as one: fail, then unknown, then pass; a fail is near when every failing part is."""
    if len(parts) == 1:
        return parts[0]
    strength, deciding = 0, list[Assessment]()
    for part in parts:
        its = _STRENGTH[part.verdict]
        if its > strength:
            strength, deciding = its, [part]
        elif its == strength:
            deciding.append(part)
    if not strength:
        return NOT_ASKED
    if len(deciding) == 1:
        return deciding[0]
    verdict = deciding[0].verdict
    near = verdict == "fail" and all(part.near for part in deciding)
    return Assessment(verdict, partial(_reasons, deciding), near)


def _reasons(parts: Sequence[Assessment]) -> str:
    """What several assessments say, each sentence once."""
    return " ".join(dict.fromkeys(part.reason for part in parts))


_STRENGTH: Mapping[Verdict, int] = {"fail": 3, "unknown": 2, "pass": 1, "not_applicable": 0}


def no_more(figure: Unknown, target: float, say: Say, what: str, near_points: float | None = None) -> Assessment:
    """A figure that must not exceed its target; a near miss is counted in points where `near_points` says so."""
    if figure is None:
        return Assessment("unknown", lambda: f"{what} is unknown, {limit_told(target, say)} allowed.")
    verdict: Verdict = "pass" if tolerance.at_most(figure, target) else "fail"
    room = target * NEAR_SHARE if near_points is None else near_points
    near = verdict == "fail" and tolerance.at_most(figure, target + room)
    return Assessment(verdict, partial(_against, what, say, figure, target, "allowed"), near)


def no_less(figure: Unknown, target: float, say: Say, what: str, near_points: float | None = None) -> Assessment:
    """A figure that must reach its target; a near miss is counted in points where `near_points` says so."""
    if figure is None:
        return Assessment("unknown", lambda: f"{what} is unknown, {say(target)} needed.")
    verdict: Verdict = "pass" if tolerance.at_least(figure, target) else "fail"
    room = target * NEAR_SHARE if near_points is None else near_points
    near = verdict == "fail" and tolerance.at_least(figure, target - room)
    return Assessment(verdict, partial(_against, what, say, figure, target, "needed"), near)


def _against(what: str, say: Say, figure: float, target: float, word: str) -> str:
    return f"{what}: {say(figure)} against {limit_told(target, say)} {word}."


def range_verdict(low: Unknown, high: Unknown, target: float) -> Verdict:
    """A range that must not exceed its target: it passes where all of it is within, and fails where none is."""
    if low is None or high is None:
        return "unknown"
    if tolerance.at_most(high, target):
        return "pass"
    return "fail" if above(low, target) else "unknown"


def over_steps(names: Sequence[str], parts: Sequence[Assessment]) -> Assessment:
    """The assessments of the steps as one; where there are several steps, the sentence names each."""
    if len(parts) == 1:
        return parts[0]
    one = joined(parts)
    if one.verdict == "not_applicable":
        return parts[0] if parts else one

    return Assessment(one.verdict, partial(_by_step, names, parts, one.verdict), one.near)


def _by_step(names: Sequence[str], parts: Sequence[Assessment], verdict: Verdict) -> str:
    rows = zip(names, parts, strict=True)
    return " ".join(f"{name}: {part.reason}" for name, part in rows if part.verdict == verdict)


# --- by step -----------------------------------------------------------------------------------------------------


def task_fit(serving: Serving) -> Assessment:
    """What goes into a step, and what comes out of it."""
    needs, candidate = serving.step.needs, serving.candidate
    goes_in = _holds(needs.modalities, candidate.modalities, "take")
    if not needs.outputs:
        return goes_in
    return joined([goes_in, _holds(needs.outputs, candidate.outputs, "give")])


@lru_cache(maxsize=1024)
def _holds(needed: tuple[str, ...], has: tuple[str, ...] | None, verb: str) -> Assessment:
    """Cached: a table of 200 candidates and five steps asks a thousand times, and there are a few answers."""
    if not needed:
        return NOT_ASKED
    if has is None:
        return Assessment("unknown", lambda: f"What it {verb}s is unknown; {listed(needed)} needed.")
    missing = [name for name in needed if name not in has]
    if missing:
        return Assessment("fail", lambda: f"It does not {verb} {listed(missing)}.")
    return Assessment("pass", lambda: f"It {verb}s {listed(needed)}.")


def quality_bar(serving: Serving) -> Assessment:
    """Error rate where tested, else the figure on the quality metric; and what else an evaluation of it shows."""
    facts, needs = serving.measured, serving.step.needs
    if facts is None:
        return _correctness(serving)
    parts = [_correctness(serving)]
    if number := facts.critical_failures:
        critical = f"{count(number, 'critical failure')} in the evaluation, which no rate excuses."
        parts.insert(0, Assessment("fail", lambda: critical))
    if needs.max_escalation_rate is not None and facts.escalation_rate is not None:
        what = "Handed to a person in the evaluation"
        parts.append(no_more(facts.escalation_rate, needs.max_escalation_rate, percent, what))
    if needs.min_consistency is not None and facts.consistency is not None:
        alike = no_less(facts.consistency, needs.min_consistency, percent, "Rephrased pairs answered alike")
        parts.append(alike._replace(near=False))
    return joined(parts)


NO_ANSWER_LEFT = "The evaluation left no answer to count errors in."


def _correctness(serving: Serving) -> Assessment:
    needs, facts, target = serving.step.needs, serving.measured, serving.step.needs.max_error_rate
    if target is None:
        return _figure(serving)
    if facts is not None and facts.trials > 0:
        return _tested(facts, target)
    figure = _figure(serving)
    if facts is not None and figure.verdict != "fail":
        return _plain("unknown", NO_ANSWER_LEFT)
    if facts is None and needs.min_quality is None:
        return Assessment("unknown", lambda: f"No evaluation shows the error rate; {percent(target)} allowed.")
    return figure


def _figure(serving: Serving) -> Assessment:
    """The figure in force on the quality metric against the lowest acceptable one."""
    needs, metric = serving.step.needs, serving.metric
    if needs.min_quality is None:
        return NOT_ASKED
    near = NEAR_ELO if metric == ARENA_ELO else None
    bounded = no_more if needs.lower_is_better else no_less
    return bounded(serving.quality, needs.min_quality, plain, index_name(metric), near)


def _tested(facts: Measured, target: float) -> Assessment:
    """A handful of examples excludes nobody: it fails only where its whole interval lies above the target."""
    rate, low, high = facts.error_rate, facts.error_low, facts.error_high
    assert rate is not None and low is not None and high is not None
    if above(low, target):
        verdict: Verdict = "fail"
    elif tolerance.at_most(rate, target) and (facts.trials >= ENOUGH_EXAMPLES or tolerance.at_most(high, target)):
        verdict = "pass"
    else:
        verdict = "unknown"

    def sentence() -> str:
        told = f"{percent(rate)} errors in {facts.trials} tested answers, {percent(low)} to {percent(high)} possible"
        if verdict == "unknown":
            return f"{told}, too few to tell against {percent(target)} allowed."
        return f"{told}, {percent(target)} allowed."

    near = verdict == "fail" and tolerance.at_most(low, target * (1 + NEAR_SHARE))
    return Assessment(verdict, sentence, near)


def latency_target(serving: Serving) -> Assessment:
    """Time to the first answer token, and the tails of a step."""
    needs, time = serving.step.needs, serving.latency
    asked = (
        (time.ttft_s, needs.max_ttft_s, "Time to first token"),
        (time.total_s, needs.max_total_s, "Whole answer, 95th percentile"),
        (time.p99_s, needs.max_p99_s, "Whole answer, 99th percentile"),
    )
    parts = [no_more(figure, target, seconds, what) for figure, target, what in asked if target is not None]
    if parts:
        return joined(parts)
    only_tasks = only_tasks_are_limited(serving.limits)
    return Assessment("not_applicable", lambda: only_tasks) if only_tasks else NOT_ASKED


def only_tasks_are_limited(limits: Limits) -> str:
    """Where no time is set for a step, which the scenario sets for a task that passes it; empty without one."""
    asked = ((limits.max_task_ttft_s, "its first token"), (limits.max_task_total_s, "all of it"))
    told = listed(f"{time_limit(target)} to {what}" for target, what in asked if target is not None)
    if not told:
        return ""
    return f"No time is set for it alone. A task as a whole has {told}; the decision is held to that."


def context_needs(serving: Serving) -> Assessment:
    """Whether the longest prompt and the answer fit the window, and the answer the longest output."""
    if not needs_context(serving.step):
        return NOT_ASKED
    need = context_need(serving)
    window = no_less(serving.figures.value("context_window"), need.window, tokens, "Context window")
    longest = serving.figures.value("max_output")
    parts = [_thinking(window, need)]
    if longest is not None:
        parts.append(_thinking(no_less(longest, need.output, tokens, "Longest output"), need))
    return joined(parts)


def _thinking(assessment: Assessment, need: ContextNeed) -> Assessment:
    if assessment.verdict != "pass" or need.thinking_known:
        return assessment
    return Assessment("unknown", lambda: f"{assessment.reason} Its thinking, of unknown length, comes on top.")


def output_contract(serving: Serving) -> Assessment:
    """Every capability that a step or its output contract needs."""
    needed = serving.step.capabilities
    if not needed:
        return NOT_ASKED
    return joined([capability(serving.candidate, name) for name in needed])


def capability(candidate: Candidate, name: Capability) -> Assessment:
    return known_fact(candidate.capabilities.of(name), name.replace("_", " "))


_KNOWN: dict[str, Verdict] = {"yes": "pass", "no": "fail", "unknown": "unknown"}


@cache
def known_fact(value: Known, what: str) -> Assessment:
    """A fact that is yes, no or unknown.

    Cached: a table of 200 candidates asks some thousand times, and there are a few dozen answers.
    """
    return Assessment(_KNOWN[value], lambda: f"{capitalised(what)}: {value}.")


BY_STEP: dict[str, Callable[[Serving], Assessment]] = {
    TASK_FIT: task_fit,
    QUALITY_BAR: quality_bar,
    LATENCY_TARGET: latency_target,
    CONTEXT_NEEDS: context_needs,
    OUTPUT_CONTRACT: output_contract,
}
"""The checks that are assessed step by step."""


# --- of the whole ------------------------------------------------------------------------------------------------


def task_time(limits: Limits, time: TaskTime) -> Assessment:
    """The time of a whole task, of a candidate that plays all of its path."""
    parts = []
    if limits.max_task_ttft_s is not None:
        parts.append(no_more(time.ttft_s, limits.max_task_ttft_s, seconds, "First token of a task's last stage"))
    if limits.max_task_total_s is not None:
        parts.append(_task_total(time, limits.max_task_total_s))
    return joined(parts)


def _task_total(time: TaskTime, target: float) -> Assessment:
    low, high = time.total_low_s, time.total_high_s
    verdict = range_verdict(low, high, target)
    if low is None or high is None:
        return Assessment(verdict, lambda: f"Whole task, 95th percentile, is unknown, {time_limit(target)} allowed.")
    told = from_to(seconds(low), seconds(high), " to ")
    near = verdict == "fail" and tolerance.at_most(low, target * (1 + NEAR_SHARE))
    return Assessment(
        verdict, lambda: f"Whole task, 95th percentile: {told} against {time_limit(target)} allowed.", near
    )


def cost_target(limits: Limits, cost: Cost, whole_path: bool) -> Assessment:
    """The bill against the budget, and a successful task against what it may cost where it plays the whole path."""
    parts = []
    budget, limit = limits.monthly_budget_usd, limits.max_cost_per_successful_task_usd
    if budget is not None:
        parts.append(no_more(cost.bill, budget, usd, "Bill a month"))
    if limit is not None and whole_path:
        parts.append(no_more(cost.per_successful_task, limit, usd, "A successful task"))
    return joined(parts)


def privacy(limits: Limits, candidate: Candidate) -> Assessment:
    """Whether the data may go there: inside, under control and in the region, as far as each is asked."""
    asked: list[Assessment] = []
    if limits.data_must_stay_inside and not candidate.self_hosted:
        asked.append(_plain("fail", "The data must stay inside, and this candidate is not self-hosted."))
    if candidate.self_hosted:
        asked.append(_plain("pass", "Self-hosted: the data stays inside."))
    elif limits.data_sensitivity != "public":
        asked.append(capability(candidate, "data_controls"))
    if limits.regions:
        asked.append(known_fact(region_answer(limits, candidate), f"processing in {listed(limits.regions)}"))
    if asked:
        return joined(asked)
    return _plain("pass", "The data is public and may be processed anywhere.")


def licensing(limits: Limits, candidate: Candidate) -> Assessment:
    """Whether the licence allows commercial use, and what else the product will do with the weights."""
    asked = [known_fact(candidate.commercial_use, "commercial use")]
    if limits.will_fine_tune:
        asked.append(known_fact(candidate.fine_tuning, "fine-tuning"))
    if limits.will_redistribute:
        asked.append(known_fact(candidate.redistribution, "redistribution"))
    return joined(asked)


def operations(limits: Limits, candidate: Candidate) -> Assessment:
    """Whether the team can run it."""
    if candidate.self_hosted and limits.operations == "none":
        return _plain("fail", "Self-hosted, and the team has no serving experience.")
    if candidate.self_hosted:
        return _plain("pass", f"Self-hosted, and the team has {limits.operations} serving experience.")
    return _plain("pass", "The provider runs it.")


def migration(figures: Figures) -> Assessment:
    """Whether the product could leave it."""
    candidate, hosts = figures.candidate, figures.value("alternative_hosts")
    if candidate.open:
        return _plain("pass", "Its weights can be had.")
    if hosts is None:
        return _plain("unknown", "Closed, and whether other providers serve it is unknown.")
    if hosts > 0:
        return Assessment("pass", lambda: f"Closed, but {plain(hosts)} other providers serve it.")
    return _plain("fail", "Closed, and no other provider serves it.")


def rate_limits(limits: Limits, servings: Sequence[Serving]) -> Assessment:
    """The published limits against the busiest minute of the steps that it plays."""
    if servings and all(servings[0].figures.value(metric) is None for metric in RATES):
        return NO_LIMIT_KNOWN
    requests, figures = 0.0, None
    demand: Unknown = 0.0
    for serving in servings:
        use, figures = serving.use, serving.figures
        attempts = use.requests_per_month * use.attempts
        requests += attempts * (1 + use.tool_loops)
        flowing = total(computed_input_tokens(serving.candidate, use), use.written_tokens)
        demand = total(demand, times(attempts, flowing))
    if figures is None:
        return NOT_ASKED
    busiest = limits.peak_factor / MINUTES_PER_MONTH
    return joined([_limit(figures, RATES[0], requests * busiest), _limit(figures, RATES[1], times(demand, busiest))])


RATES = ("requests_per_minute", "tokens_per_minute")
"""Of calls, and of what they send and write."""


def _limit(figures: Figures, metric: str, demand: Unknown) -> Assessment:
    limit, name = figures.value(metric), metric.replace("_", " ")
    if limit is None or demand is None:
        return _unknown_rate("limit" if limit is None else "demand", name)
    verdict: Verdict = "pass" if tolerance.at_least(limit, demand) else "fail"
    return Assessment(
        verdict, lambda: f"{name.capitalize()}: {plain(limit)} allowed, {plain(demand)} in the busiest minute."
    )


def _unknown_rate(missing: str, name: str) -> Assessment:
    return _plain("unknown", f"The {missing} of {name} is unknown.")


NO_LIMIT_KNOWN = joined([_unknown_rate("limit", metric.replace("_", " ")) for metric in RATES])

"""The checks that follow from figures: pass, fail or unknown, with the sentence that says why.

Each `first.*` check that depends on the traffic is judged step by step and joined: a failing target beats an unknown
one, an unknown one beats a pass, and a target that no step sets is not applicable.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cache, partial
from typing import NamedTuple

from shortlist.core.basics.unknown import Unknown
from shortlist.core.basics.words import listed, percent, plain, seconds, tokens, usd
from shortlist.core.document.candidate import Candidate
from shortlist.core.document.capabilities import Capability
from shortlist.core.document.evaluation import ENOUGH_EXAMPLES
from shortlist.core.document.metrics import ARENA_ELO
from shortlist.core.document.scenario import Scenario
from shortlist.core.document.vocabulary import Known, Verdict
from shortlist.core.service.cost import Cost
from shortlist.core.service.figures import Figures
from shortlist.core.service.serving import ContextNeed, Serving, context_need, needs_context

NEAR_SHARE = 0.2
"""A target missed by no more than this share is a near miss."""
NEAR_ELO = 50
"""Ratings have no zero to take a share of: a near miss of a rating is counted in points."""
SLACK = 1e-12
"""Relative room for rounding: a bill of exactly the budget passes, a miss of exactly 20 % is near."""
HOURS_PER_MONTH = 730
MINUTES_PER_MONTH = HOURS_PER_MONTH * 60

Sentence = Callable[[], str]


class Judgement(NamedTuple):
    """A verdict, and the sentence for it, worded only when somebody reads it: a large comparison has thousands."""

    verdict: Verdict
    sentence: Sentence
    near: bool = False
    """For a fail: whether the target was missed by little."""

    @property
    def reason(self) -> str:
        """Why, in figures."""
        return self.sentence()


@cache
def _plain(verdict: Verdict, text: str) -> Judgement:
    return Judgement(verdict, lambda: text)


NOT_ASKED = _plain("not_applicable", "The scenario sets no target for it.")


def joined(parts: Sequence[Judgement]) -> Judgement:
    """Several judgements as one: fail, then unknown, then pass; a fail is near when every failing part is."""
    for verdict in _STRONGEST_FIRST:
        deciding = [part for part in parts if part.verdict == verdict]
        if len(deciding) == 1:
            return deciding[0]
        if deciding:
            near = verdict == "fail" and all(part.near for part in deciding)
            return Judgement(verdict, partial(_reasons, deciding), near)
    return parts[0] if len(parts) == 1 else NOT_ASKED


def _reasons(parts: Sequence[Judgement]) -> str:
    """What several judgements say, each sentence once."""
    return " ".join(dict.fromkeys(part.reason for part in parts))


_STRONGEST_FIRST: tuple[Verdict, ...] = ("fail", "unknown", "pass")


def at_most(figure: Unknown, target: float, say: Callable[[float], str], what: str) -> Judgement:
    """A figure that must not exceed its target; `say` words a figure with its unit."""
    if figure is None:
        return Judgement("unknown", lambda: f"{what} is unknown, {say(target)} allowed.")
    verdict: Verdict = "pass" if figure <= target * (1 + SLACK) else "fail"
    near = figure <= target * (1 + NEAR_SHARE) * (1 + SLACK)
    return Judgement(verdict, lambda: f"{what}: {say(figure)} against {say(target)} allowed.", near)


def at_least(
    figure: Unknown, target: float, say: Callable[[float], str], what: str, near_points: float | None = None
) -> Judgement:
    """A figure that must reach its target; a near miss is counted in points where `near_points` says so."""
    if figure is None:
        return Judgement("unknown", lambda: f"{what} is unknown, {say(target)} needed.")
    verdict: Verdict = "pass" if figure >= target * (1 - SLACK) else "fail"
    room = target * NEAR_SHARE if near_points is None else near_points
    near = target - figure <= room * (1 + SLACK)
    return Judgement(verdict, lambda: f"{what}: {say(figure)} against {say(target)} needed.", near)


def over_steps(servings: Sequence[Serving], parts: Sequence[Judgement]) -> Judgement:
    """The judgements of the steps as one; where there are several steps, the sentence names each."""
    if len(parts) == 1:
        return parts[0]
    one = joined(parts)
    if one.verdict == "not_applicable":
        return one

    def sentence() -> str:
        rows = zip(servings, parts, strict=True)
        return " ".join(f"{s.step.name}: {part.reason}" for s, part in rows if part.verdict == one.verdict)

    return Judgement(one.verdict, sentence, one.near)


def task_fit(serving: Serving) -> Judgement:
    """Modalities and role of a step."""
    return joined([_modalities(serving), _role(serving)])


def _modalities(serving: Serving) -> Judgement:
    needed, has = serving.step.needs.modalities, serving.candidate.modalities
    if not needed:
        return NOT_ASKED
    if has is None:
        return Judgement("unknown", lambda: f"Its modalities are unknown; {listed(needed)} needed.")
    missing = [name for name in needed if name not in has]
    if missing:
        return Judgement("fail", lambda: f"It does not take {listed(missing)}.")
    return Judgement("pass", lambda: f"It takes {listed(needed)}.")


def _role(serving: Serving) -> Judgement:
    role, roles = serving.step.role, serving.candidate.roles
    if role is None:
        return NOT_ASKED
    if roles is None:
        return Judgement("unknown", lambda: f"Its roles are unknown; {role} needed.")
    if role in roles:
        return Judgement("pass", lambda: f"It serves as {role}.")
    return Judgement("fail", lambda: f"It does not serve as {role}.")


def quality_bar(serving: Serving) -> Judgement:
    """Error rate where tested, else the figure on the quality metric; and the escalations of an evaluation."""
    return joined([_correctness(serving), _escalations(serving)])


def _correctness(serving: Serving) -> Judgement:
    needs, facts = serving.step.needs, serving.measured
    if needs.max_error_rate is not None:
        if facts is not None:
            return _tested(serving, needs.max_error_rate)
        if needs.min_quality is None:
            target = needs.max_error_rate
            return Judgement("unknown", lambda: f"No evaluation shows the error rate; {percent(target)} allowed.")
    if needs.min_quality is None:
        return NOT_ASKED
    metric = serving.metric
    near = NEAR_ELO if metric == ARENA_ELO else None
    return at_least(serving.quality, needs.min_quality, plain, metric.removeprefix("quality."), near)


def _tested(serving: Serving, target: float) -> Judgement:
    facts = serving.measured
    assert facts is not None
    rate, low, high = facts.error_rate, facts.error_low, facts.error_high
    if rate is None or low is None or high is None:
        return _plain("unknown", "The evaluation left no answer to count errors in.")
    if facts.examples < ENOUGH_EXAMPLES and low < target < high:
        return Judgement(
            "unknown",
            lambda: (
                f"{facts.examples} examples are too few: {percent(rate)} errors, "
                f"{percent(low)} to {percent(high)} possible, {percent(target)} allowed."
            ),
        )
    return at_most(rate, target, percent, f"Errors in {facts.trials} tested answers")


def _escalations(serving: Serving) -> Judgement:
    target, facts = serving.step.needs.max_escalation_rate, serving.measured
    if target is None or facts is None or facts.escalation_rate is None:
        return NOT_ASKED
    return at_most(facts.escalation_rate, target, percent, "Handed to a person in the evaluation")


def latency_target(serving: Serving) -> Judgement:
    """Time to the first answer token and tail latency of a step."""
    needs, time = serving.step.needs, serving.latency
    parts = []
    if needs.max_ttft_s is not None:
        parts.append(at_most(time.ttft_s, needs.max_ttft_s, seconds, "Time to first token"))
    if needs.max_total_s is not None:
        parts.append(at_most(time.total_s, needs.max_total_s, seconds, "Whole answer, 95th percentile"))
    return joined(parts)


def context_needs(serving: Serving) -> Judgement:
    """Whether the longest prompt and the answer fit the window, and the answer the longest output."""
    if not needs_context(serving.step):
        return NOT_ASKED
    need = context_need(serving)
    window = at_least(serving.figures.value("context_window"), need.window, tokens, "Context window")
    longest = serving.figures.value("max_output")
    parts = [_thinking(window, need)]
    if longest is not None:
        parts.append(_thinking(at_least(longest, need.output, tokens, "Longest output"), need))
    return joined(parts)


def _thinking(judgement: Judgement, need: ContextNeed) -> Judgement:
    if judgement.verdict != "pass" or need.thinking_known:
        return judgement
    return Judgement("unknown", lambda: f"{judgement.reason} Its thinking, of unknown length, comes on top.")


def output_contract(serving: Serving) -> Judgement:
    """Every capability that a step needs."""
    needed = serving.step.needs.capabilities
    if not needed:
        return NOT_ASKED
    return joined([capability(serving.candidate, name) for name in needed])


def capability(candidate: Candidate, name: Capability) -> Judgement:
    """Whether the platform has a capability."""
    return _known(candidate.capabilities.of(name), name.replace("_", " "))


_KNOWN: dict[Known, Verdict] = {"yes": "pass", "no": "fail", "unknown": "unknown"}


@cache
def _known(value: Known, what: str) -> Judgement:
    """Cached: a table of 200 candidates asks some thousand times, and there are a few dozen answers."""
    return Judgement(_KNOWN[value], lambda: f"{what.capitalize()}: {value}.")


BY_STEP: dict[str, Callable[[Serving], Judgement]] = {
    "first.task_fit": task_fit,
    "first.quality_bar": quality_bar,
    "first.latency_target": latency_target,
    "first.context_needs": context_needs,
    "first.output_contract": output_contract,
}
"""The checks that are judged step by step."""


def cost_target(scenario: Scenario, cost: Cost) -> Judgement:
    """The bill against the budget, and a successful task against what it may cost."""
    parts = []
    budget, limit = scenario.monthly_budget_usd, scenario.max_cost_per_successful_task_usd
    if budget is not None:
        parts.append(at_most(cost.bill, budget, usd, "Bill a month"))
    if limit is not None:
        parts.append(at_most(cost.per_successful_task, limit, usd, "A successful task"))
    return joined(parts)


def privacy(scenario: Scenario, candidate: Candidate) -> Judgement:
    """Whether the data may go there."""
    if candidate.self_hosted:
        return _plain("pass", "Self-hosted: the data stays inside.")
    if scenario.data_must_stay_inside:
        return _plain("fail", "The data must stay inside, and this candidate is not self-hosted.")
    asked: list[Capability] = []
    if scenario.data_sensitivity != "public":
        asked.append("data_controls")
    if scenario.regions:
        asked.append("regional_availability")
    if not asked:
        return _plain("pass", "The data is public and may be processed anywhere.")
    return joined([capability(candidate, name) for name in asked])


def licensing(candidate: Candidate) -> Judgement:
    """Whether the licence allows commercial use."""
    return _known(candidate.commercial_use, "commercial use")


def operations(scenario: Scenario, candidate: Candidate) -> Judgement:
    """Whether the team can run it."""
    if candidate.self_hosted and scenario.operations == "none":
        return _plain("fail", "Self-hosted, and the team has no serving experience.")
    if candidate.self_hosted:
        return _plain("pass", f"Self-hosted, and the team has {scenario.operations} serving experience.")
    return _plain("pass", "The provider runs it.")


def migration(figures: Figures) -> Judgement:
    """Whether the product could leave it."""
    candidate, hosts = figures.candidate, figures.value("alternative_hosts")
    if candidate.open:
        return _plain("pass", "Its weights can be had.")
    if hosts is None:
        return _plain("unknown", "Closed, and whether other providers serve it is unknown.")
    if hosts > 0:
        return Judgement("pass", lambda: f"Closed, but {plain(hosts)} other providers serve it.")
    return _plain("fail", "Closed, and no other provider serves it.")


def rate_limits(scenario: Scenario, servings: Iterable[Serving]) -> Judgement:
    """The published limits against the busiest minute of the steps served."""
    requests, flow, figures = 0.0, 0.0, None
    known: float | None = flow
    for serving in servings:
        use, figures = serving.use, serving.figures
        attempts = use.requests_per_month * use.attempts
        requests += attempts * (1 + use.tool_loops)
        written = use.total_output_tokens
        if written is None and attempts == 0:
            written = 0.0
        known = None if known is None or written is None else known + attempts * (use.total_input_tokens + written)
    if figures is None:
        return NOT_ASKED
    busiest = scenario.peak_factor / MINUTES_PER_MONTH
    return joined(
        [
            _limit(figures, "requests_per_minute", requests * busiest),
            _limit(figures, "tokens_per_minute", None if known is None else known * busiest),
        ]
    )


def _limit(figures: Figures, metric: str, demand: Unknown) -> Judgement:
    limit, name = figures.value(metric), metric.replace("_", " ")
    if limit is None or demand is None:
        missing = "limit" if limit is None else "demand"
        return Judgement("unknown", lambda: f"The {missing} of {name} is unknown.")
    verdict: Verdict = "pass" if limit >= demand * (1 - SLACK) else "fail"
    return Judgement(
        verdict,
        lambda: f"{name.capitalize()}: {plain(limit)} allowed, {plain(demand)} in the busiest minute.",
    )

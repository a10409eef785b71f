"""What would settle the choice: which candidate to try on how many more examples, what that costs and what it saves.

What is believed of a rate of errors is a Beta distribution; the loss of a month with a candidate follows from it; one
takes the lowest expected loss. A look at more examples may turn that, and what the lowest expected loss falls by, on
average over all that the look may show, is what the look saves in a month (H. Raiffa, R. Schlaifer, Applied Statistical
Decision Theory (1961), chapter 5: the value of sample information). Exact, and the same every time.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

from shortlist.core.advice.open_questions import TELLING, OpenQuestion, open_questions
from shortlist.core.analysis import Analysis
from shortlist.core.assessment.assessor import StepResult
from shortlist.core.basics.tolerance import above, tie
from shortlist.core.basics.unknown import Unknown, minus, ratio, times
from shortlist.core.basics.words import percent, said, usd
from shortlist.core.document.checklist import LATENCY_TARGET, QUALITY_BAR
from shortlist.core.document.evaluation import Evaluation, wilson
from shortlist.core.document.scenario import Step
from shortlist.core.evidence.beta import Beta

LOOKS = (20, 50, 100, 200)
"""Further examples that a look is made of."""
ASSUMED = 0.05
"""The rate of errors that is assumed where the scenario says none or all."""
SETTLED_BY_A_RUN = frozenset({QUALITY_BAR, LATENCY_TARGET})
"""Checks that an evaluation answers: whoever is unknown in these alone lacks nothing but evidence."""


@dataclass(frozen=True)
class Belief:
    """What is believed of a candidate's errors in a step, and what follows for a month."""

    candidate: str
    error: Beta
    trials: int
    """Answers that it rests on; 0 where nobody has tested."""
    wrong: int
    besides: float
    """USD a month without the errors that nobody notices."""
    requests: float
    """N(1 - x)(1 - g): requests a month whose answer is delivered to a user."""
    error_cost_usd: float
    escalation_cost_usd: float
    bar: float | None
    """max_error_rate of the step."""
    example_usd: Unknown
    """What one example costs: one attempt."""

    def loss(self, request_usd: float) -> float:
        """USD a month, with so many expected for the errors of a delivered request."""
        return self.besides + self.requests * request_usd

    @property
    def errors_are_free(self) -> bool:
        """Whether a wrong answer costs nothing: not by itself, and there is no bar beyond which a person would cost."""
        return self.error_cost_usd == 0 and (self.escalation_cost_usd == 0 or self.bar is None)

    @cached_property
    def expected(self) -> float:
        """USD a month that are expected now."""
        excess = 0.0 if self.bar is None else self.error.excess(self.bar)
        return self.loss(self.error.mean * self.error_cost_usd + excess * self.escalation_cost_usd)

    def after(self, examples: int) -> Outcomes:
        """What so many further examples may show."""
        costs = self.error_cost_usd, self.escalation_cost_usd
        return outcomes(self.error, self.trials, self.wrong, self.bar, costs, examples)


class Outcomes(NamedTuple):
    """What further examples may show of a candidate, for 0, 1 … wrong ones."""

    chances: tuple[float, ...]
    """How probable each is."""
    request_usd: tuple[float, ...]
    """USD that are expected then for the errors of a delivered request."""
    settles: float | None
    """The probability that the bar lies outside the 95 % interval then; None without a bar."""


# Of many candidates that nobody has tested the same is believed; the arguments alone decide.
@lru_cache(maxsize=64)
def outcomes(
    error: Beta, trials: int, wrong: int, bar: float | None, costs: tuple[float, float], examples: int
) -> Outcomes:
    """What so many further examples may show of an error rate, with `wrong` ones of `trials` seen so far.

    `costs` are USD of an error, and of what lies beyond the bar.
    """
    excesses = [0.0] * (examples + 1) if bar is None else error.excesses(bar, examples)
    rows = list(zip(error.after(examples), excesses, strict=True))
    chances = tuple(chance for (chance, _), _ in rows)
    usd_each = tuple(then.mean * costs[0] + excess * costs[1] for (_, then), excess in rows)
    return Outcomes(chances, usd_each, _settles(bar, wrong, trials, chances))


class Look(NamedTuple):
    """A run of so many more examples of a candidate in a step."""

    step: str
    candidate: str
    examples: int
    saves_usd: float
    """A month, on average over all that it may show."""
    costs_usd: Unknown
    """Once."""
    changes: float
    """The probability that another candidate is taken then."""
    settles: float | None
    """The probability that the bar lies outside the 95 % interval then; None without a bar."""

    @property
    def net_usd(self) -> Unknown:
        """What a month saves, less the run."""
        return minus(self.saves_usd, self.costs_usd)


class StepValueOfInformation(NamedTuple):
    step: str
    chosen: str | None
    """Whom one would take now: the lowest expected loss of a month."""
    expected_usd: Mapping[str, float]
    """USD a month that are expected, by candidate."""
    looks: tuple[Look, ...]
    """Ranked: what saves most first."""
    unpriced: tuple[str, ...]
    """Candidates of which no look can be judged, because their cost is unknown."""
    asks_for_costs: bool
    """Whether nothing can be saved, because no wrong answer costs anything: not by itself, nor beyond a bar."""


class ValueOfInformation(NamedTuple):
    steps: tuple[StepValueOfInformation, ...]
    looks: tuple[Look, ...]
    """Of all steps, ranked: what saves most first."""
    questions: tuple[OpenQuestion, ...]
    """Open questions of the checklist whose answer could change what is recommended."""


def value_of_information(analysis: Analysis) -> ValueOfInformation:
    """What would settle the choice, by step and in all."""
    steps = tuple(step_value_of_information(analysis, step) for step in analysis.workspace.scenario.steps)
    looks = sorted((look for step in steps for look in step.looks), key=_rank)
    questions = tuple(question for question in open_questions(analysis) if question.bearing in TELLING)
    return ValueOfInformation(steps, tuple(looks), questions)


def step_value_of_information(analysis: Analysis, step: Step) -> StepValueOfInformation:
    """What would settle a step, among its eligible candidates and those that lack nothing but evidence."""
    beliefs: list[Belief] = []
    unpriced: list[str] = []
    for result in analysis.ranking:
        one = result.steps.get(step.id)
        if one is None or not _lacks_only_evidence(one):
            continue
        found = belief(result.id, one, analysis.evaluations.get((result.id, step.id)))
        if found is None:
            unpriced.append(result.id)
        else:
            beliefs.append(found)
    lowest = min((one.expected for one in beliefs), default=0.0)
    chosen = next((one for one in beliefs if not above(one.expected, lowest)), None)
    looks = sorted((look for one in beliefs for look in _looks(step.id, one, beliefs, one is chosen)), key=_rank)
    return StepValueOfInformation(
        step.id,
        None if chosen is None else chosen.candidate,
        {one.candidate: one.expected for one in beliefs},
        tuple(looks),
        tuple(unpriced),
        bool(beliefs) and all(one.errors_are_free for one in beliefs),
    )


def _lacks_only_evidence(result: StepResult) -> bool:
    standing, needs = result.standing, result.serving.step.needs
    if standing.status == "eligible":
        return True
    missing = set(standing.unknown)
    # A figure of a leaderboard against min_quality alone is nothing that a run could show.
    told = QUALITY_BAR not in missing or needs.max_error_rate is not None
    return standing.status == "needs_check" and missing <= SETTLED_BY_A_RUN and told


def belief(candidate: str, result: StepResult, run: Evaluation | None) -> Belief | None:
    """What is believed of a candidate in a step; None where its cost is unknown."""
    serving, cost = result.serving, result.cost
    use, besides = serving.use, minus(cost.monthly, cost.parts.undetected_error)
    if besides is None:
        return None
    assumed = use.error_rate if 0 < use.error_rate < 1 else ASSUMED
    error, trials, wrong = Beta(2 * assumed, 2 * (1 - assumed)), 0, 0
    if run is not None and run.trials > 0:
        trials, wrong = run.trials, max(0, run.trials - run.successes)
        error = Beta(1 + wrong, 1 + trials - wrong)
    return Belief(
        candidate,
        error,
        trials,
        wrong,
        besides,
        use.requests_per_month * (1 - use.exhausted_share) * (1 - use.escalation_rate),
        use.error_cost_usd,
        use.escalation_cost_usd,
        serving.step.needs.max_error_rate,
        ratio(minus(serving.cost.parts.bill, serving.cost.parts.retry), serving.cost.requests),
    )


def _looks(step: str, one: Belief, beliefs: list[Belief], chosen: bool) -> list[Look]:
    """What looks at a candidate are worth, with what is known of the others; the chosen one may only be left."""
    others = min((other.expected for other in beliefs if other is not one), default=None)
    told = []
    for examples in LOOKS:
        shown = one.after(examples)
        if others is None:
            saves = changes = 0.0
        elif not chosen and one.expected >= others and one.loss(min(shown.request_usd)) >= others:
            saves, changes = 0.0, 0  # whatever it shows, another loses no more
        else:
            now = min(one.expected, others)
            losses = [one.loss(each) for each in shown.request_usd]
            rows = list(zip(shown.chances, losses, strict=True))
            saves = max(0.0, sum(chance * (now - min(loss, others)) for chance, loss in rows))
            if chosen:
                turned = [chance for chance, loss in rows if above(loss, others)]
            else:
                turned = [chance for chance, loss in rows if above(others, loss)]
            changes = sum(turned)
        told.append(
            Look(step, one.candidate, examples, saves, times(examples, one.example_usd), changes, shown.settles)
        )
    return told


def _settles(bar: float | None, wrong: int, trials: int, chances: Sequence[float]) -> float | None:
    """How probable it is that the bar lies outside the interval of the rate of errors, once so many more were seen."""
    if bar is None:
        return None
    examples = len(chances) - 1
    settled = 0.0
    for more, chance in enumerate(chances):
        bounds = wilson(wrong + more, trials + examples)
        if bounds is not None and not bounds[0] <= bar <= bounds[1]:
            settled += chance
    return settled


def _rank(look: Look) -> tuple[bool, float, float, float, int]:
    """What saves most comes first; what costs an unknown amount comes last, and of equals what changes most."""
    net = look.net_usd
    return net is None, -tie(net or 0.0), -tie(look.changes), -tie(look.settles or 0.0), look.examples


# --- in words --------------------------------------------------------------------------------------------------------


def best_looks(information: ValueOfInformation) -> list[Look]:
    """Of each candidate in each step the look that saves most, ranked."""
    best: dict[tuple[str, str], Look] = {}
    for look in information.looks:
        best.setdefault((look.step, look.candidate), look)
    return list(best.values())


def look_words(analysis: Analysis, look: Look) -> str:
    """A look in a sentence: what is looked at, what it costs, what it saves a month, how likely the choice changes."""
    costs = said(look.costs_usd, lambda cost: f"for {usd(cost)}", "at an unknown cost")
    settles = ""
    if look.settles is not None:
        settles = f"; the bar is settled then with {percent(look.settles)}"
    name = analysis.by_id[look.candidate].candidate.name
    return (
        f"Run {name} on {look.examples:,} more examples of {analysis.scenario.named(look.step)} {costs}: it saves "
        f"{usd(look.saves_usd)} a month on average, and changes the choice with a probability of "
        f"{percent(look.changes)}{settles}."
    )

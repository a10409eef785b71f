"""What makes a rank open: candidates are ordered by the middle of a range, and whoever is least known may lead by it.

A rank is open where a candidate's own unknown figures could move it: another of the same status, that plays the same
steps, lies by its middle inside the range. What is unknown is told with the place where it is filled in, that first
which moves the score most.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from shortlist.core.assessment.assessor import CandidateResult
from shortlist.core.assessment.regions import region_answer
from shortlist.core.basics.tolerance import tie
from shortlist.core.basics.words import listed
from shortlist.core.comparison.cost_gaps import HOSTING, cost_gaps
from shortlist.core.document.metrics import METRICS, PRICE_METRICS
from shortlist.core.document.scenario import COLUMNS, Column, Weights
from shortlist.core.service.latency import writes
from shortlist.core.service.serving import Serving, needs_context


class OpenFigure(NamedTuple):
    """Something unknown that a rank depends on."""

    name: str
    """In a word or two, as a sentence lists it: `price`, `context window`."""
    column: Column
    """The column whose range it widens."""
    where: str
    """The place beneath the candidate where it is filled in: `observations`, `capabilities.data_controls`; a run of
    the team's own examples is `evaluations`, beside the candidates."""


def open_ranks(ranking: Sequence[CandidateResult]) -> frozenset[str]:
    """Ids of the candidates whose own unknown figures could move them among those they are ordered with."""
    middles: dict[Peers, list[float]] = {}
    for result in ranking:
        if result.score.middle is not None:
            middles.setdefault(_among(result), []).append(tie(result.score.middle))
    for row in middles.values():
        row.sort()
    return frozenset(result.id for result in ranking if _spans(result, middles.get(_among(result), [])))


Peers = tuple[str, frozenset[str]]
"""A status and the steps that are played: what a range is told apart within."""


def _among(result: CandidateResult) -> Peers:
    return result.standing.status, frozenset(result.steps)


def _spans(result: CandidateResult, middles: Sequence[float]) -> bool:
    """Whether the middle of somebody else lies inside the range; `middles` rise and hold its own as well."""
    low, high = result.score.low, result.score.high
    if low is None or high is None or not tie(low) < tie(high):
        return False
    return bisect_left(middles, tie(high)) - bisect_right(middles, tie(low)) > 1


def open_figures(result: CandidateResult, weights: Weights) -> tuple[OpenFigure, ...]:
    """What is unknown of a candidate and widens its score, that first which moves it most; each name once."""

    def moves(column: Column) -> float:
        value = result.columns[column]
        if value.low is None or value.high is None:
            return 0.0
        return weights.of(column) * (value.high - value.low)

    found: dict[str, OpenFigure] = {}
    # Sorting is stable: of columns that move the score alike, the first of the list comes first.
    for column in sorted((one for one in COLUMNS if moves(one) > 0), key=moves, reverse=True):
        for name, where in _unknown(result, column):
            found.setdefault(name, OpenFigure(name, column, where))
    return tuple(found.values())


def open_rank_words(figures: Sequence[OpenFigure]) -> str:
    """`rank open: price and context window unknown`, as screens and sentences say it."""
    names = [one.name for one in figures]
    return f"rank open: {listed(names)} unknown" if names else "rank open"


Unknown = tuple[str, str]
"""The name of a figure, and the place beneath the candidate where it is filled in."""


def _unknown(result: CandidateResult, column: Column) -> Iterator[Unknown]:
    servings = [step.serving for step in result.steps.values()]
    match column:
        case "task_fit":
            for serving in servings:
                yield from _unknown_fit(serving)
        case "expected_quality":
            for serving in servings:
                yield from _unknown_quality(serving)
        case "latency_risk":
            for serving in servings:
                yield from _unknown_latency(serving)
            if result.time is not None and result.time.total_low_s != result.time.total_high_s:
                yield "how the slow cases of a task add up", "evaluations"
        case "cost_risk":
            for gap in cost_gaps(result, "bill"):
                if gap.step is not None:
                    yield "thinking", f"usage.{gap.step}.{gap.figure}"
                elif gap.figure in HOSTING:
                    yield "machines", "hosting"
                elif gap.figure in METRICS and gap.figure in PRICE_METRICS:
                    yield "price", "observations"
        case "privacy_risk":
            limits, candidate = result.served.limits, result.candidate
            external = not candidate.self_hosted and limits.data_sensitivity != "public"
            if external and candidate.capabilities.data_controls == "unknown":
                yield "data controls", "capabilities.data_controls"
            if limits.regions and region_answer(limits, candidate) == "unknown":
                yield "region", "regions"
        case "migration_difficulty":
            if result.figures.value("alternative_hosts") is None:
                yield "other hosts", "observations"


def _unknown_fit(serving: Serving) -> Iterator[Unknown]:
    step, candidate = serving.step, serving.candidate
    for name in step.capabilities:
        if candidate.capabilities.of(name) == "unknown":
            yield name.replace("_", " "), f"capabilities.{name}"
    if needs_context(step):
        if serving.figures.value("context_window") is None:
            yield "context window", "observations"
        elif serving.use.reasoning_tokens is None:
            yield "thinking", f"usage.{step.id}.reasoning_tokens"
    if step.needs.modalities and candidate.modalities is None:
        yield "what goes in", "modalities"
    if step.needs.outputs and candidate.outputs is None:
        yield "what comes out", "outputs"
    if step.use_case is not None and candidate.size_class is None:
        yield "size class", "size_class"


def _unknown_quality(serving: Serving) -> Iterator[Unknown]:
    needs, facts = serving.step.needs, serving.measured
    if needs.max_error_rate is not None and facts is not None:
        yield "error rate", "evaluations"
        return
    if needs.min_quality is not None and serving.quality is None:
        yield "quality", "observations"
    if needs.max_error_rate is not None:
        yield "error rate", "evaluations"


def _unknown_latency(serving: Serving) -> Iterator[Unknown]:
    needs, time = serving.step.needs, serving.latency
    if time.ttft_s is None and needs.max_ttft_s is not None:
        yield "time to first token", "observations"
    if time.total_s is None and needs.max_total_s is not None:
        if time.ttft_s is None:
            yield "time to first token", "observations"
        if writes(serving.step) and serving.figures.value("output_speed") is None:
            yield "speed", "observations"
    if time.p99_s is None and needs.max_p99_s is not None:
        yield "99th percentile", "evaluations"

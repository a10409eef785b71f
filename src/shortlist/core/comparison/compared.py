"""The candidates held against each other, over all steps or on one of them alone: what tables and advice look at."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from shortlist.core.assessment.assessor import CandidateResult
from shortlist.core.assessment.columns import counts_in_step
from shortlist.core.comparison.open_rank import OpenFigure, open_figures, open_ranks
from shortlist.core.comparison.ranking import Placed, Recommendation, in_step, recommend
from shortlist.core.comparison.robustness import shares
from shortlist.core.document.candidate import Candidate
from shortlist.core.document.evaluation import Evaluation
from shortlist.core.document.scenario import COLUMNS, Column, Scenario, Step
from shortlist.core.document.workspace import Choice, Workspace, choices


class Compared(Protocol):
    """The candidates held against each other: over all steps (an `Analysis`), or on one alone (`OneStep`)."""

    @property
    def workspace(self) -> Workspace:
        """What was judged."""

    @property
    def today(self) -> dt.date:
        """The day on which it was judged."""

    @property
    def whole(self) -> Compared:
        """The candidates over all steps."""

    @property
    def scenario(self) -> Scenario:
        """What the product must do."""

    @property
    def step(self) -> Step | None:
        """The step that is looked at alone; None for all of them."""

    @property
    def steps(self) -> tuple[Step, ...]:
        """The steps that are looked at."""

    @property
    def evaluations(self) -> Mapping[tuple[str, str], Evaluation]:
        """The runs in force of those steps, by candidate and step."""

    @property
    def ranking(self) -> tuple[CandidateResult, ...]:
        """The candidates in rank order; those that play none of the steps come last."""

    @property
    def by_id(self) -> Mapping[str, CandidateResult]:
        """The candidates by id, in rank order."""

    @property
    def ranks(self) -> Mapping[str, int]:
        """The rank of every candidate, from 1."""

    @property
    def places(self) -> list[Placed]:
        """Those that play every one of the steps, in rank order."""

    @property
    def recommendation(self) -> Recommendation:
        """Who should serve, and who should stand in."""

    @property
    def weight_shares(self) -> Mapping[Column, float]:
        """The share of each column among those that count, 0 for the others."""

    @property
    def chosen(self) -> ChosenCandidates:
        """Who is shown as default and fallback: as decided, while nothing is decided as recommended."""

    @property
    def open_ranks(self) -> frozenset[str]:
        """Ids of the candidates whose own unknown figures could move them."""

    def assessing(self) -> Callable[[Candidate], CandidateResult]:
        """Judges a changed candidate as these were."""

    def __hash__(self) -> int:
        """By identity, so that what is worked out from it can be kept."""


def open_rank(compared: Compared, id_: str) -> tuple[OpenFigure, ...]:
    """What makes the rank of a candidate open, that first which moves it most; empty where the rank is settled."""
    if id_ not in compared.open_ranks:
        return ()
    return open_figures(compared.by_id[id_], compared.scenario.weights)


class ChosenCandidates(NamedTuple):
    """Who serves and who stands in, in some steps at least: ids."""

    defaults: frozenset[str]
    fallbacks: frozenset[str]


def nobody_serves(decided: Iterable[Choice]) -> bool:
    """Whether nothing is decided: what is shown as chosen is recommended then."""
    return all(row.default is None for row in decided)


def chosen_for(decided: Iterable[Choice], recommendation: Recommendation) -> ChosenCandidates:
    """The choices as they stand; while nobody is chosen as default, the recommended one."""
    rows = list(decided)
    if nobody_serves(rows):
        rows = [Choice(*(one.id if one else None for one in (recommendation.default, recommendation.fallback)))]
    defaults = frozenset(row.default for row in rows if row.default is not None)
    return ChosenCandidates(defaults, frozenset(row.fallback for row in rows if row.fallback is not None) - defaults)


@dataclass(frozen=True, eq=False)
class OneStep:
    """The candidates judged on one step alone: each as if it were its only one."""

    whole: Compared
    workspace: Workspace
    today: dt.date
    scenario: Scenario
    step: Step
    steps: tuple[Step, ...]
    evaluations: Mapping[tuple[str, str], Evaluation]
    ranking: tuple[CandidateResult, ...]
    by_id: Mapping[str, CandidateResult]
    ranks: Mapping[str, int]
    places: list[Placed]
    recommendation: Recommendation
    weight_shares: Mapping[Column, float]
    chosen: ChosenCandidates
    open_ranks: frozenset[str]

    def assessing(self) -> Callable[[Candidate], CandidateResult]:
        """Judges a changed candidate on this step."""
        assess, step = self.whole.assessing(), self.step.id
        return lambda candidate: assess(candidate).on(step)


def on_one_step(whole: Compared, id_: str) -> OneStep:
    """The candidates of an analysis on one of its steps: those that play it in their order there, then the others."""
    step = whole.scenario.by_id[id_]
    results = [result.on(id_) for result in whole.ranking]
    places = in_step(results, id_)
    ranking = (*(place.result for place in places), *(result for result in results if not result.steps))
    recommendation = recommend(places)
    counting = [column for column in COLUMNS if counts_in_step(whole.scenario, step, column)]
    return OneStep(
        whole,
        whole.workspace,
        whole.today,
        whole.scenario,
        step,
        (step,),
        {pair: run for pair, run in whole.evaluations.items() if pair[1] == id_},
        ranking,
        {result.id: result for result in ranking},
        {result.id: rank for rank, result in enumerate(ranking, 1)},
        places,
        recommendation,
        shares(counting, whole.scenario.weights),
        chosen_for([choices(whole.workspace)[id_]], recommendation),
        open_ranks(ranking),
    )

"""The sentences that a draft is made of: figures with their source and date, and marks where only a person knows."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from shortlist.core.analysis import Analysis
from shortlist.core.assessment.assessor import CandidateResult
from shortlist.core.basics.unknown import Unknown
from shortlist.core.basics.words import exact_usd, listed, said, usd
from shortlist.core.comparison.decided_steps import DecidedStep, one_for_all
from shortlist.core.document.candidate import Observation
from shortlist.core.document.metrics import metric_row
from shortlist.core.document.scenario import Scenario
from shortlist.core.document.workspace import Choice
from shortlist.core.service.prices_charged import charged


def line(text: str) -> str:
    """A text of the workspace on one line, so that it stays a part of its sentence."""
    return " ".join(text.split())


def checks_named(checks: Iterable[str]) -> str:
    """Checks as words: `cost target and operations`; a check of the team's own by its id."""
    return listed((check.partition(".")[2] or check).replace("_", " ") for check in checks)


def numbered(lines: Iterable[str]) -> str:
    """A numbered Markdown list."""
    return "\n".join(f"{number}. {line}" for number, line in enumerate(lines, 1))


def known(value: Unknown, say: Callable[[float], str]) -> str:
    """A figure, or that it is not known."""
    return said(value, say, "not known")


def cited(figure: str, *observations: Observation | None) -> str:
    """A figure with its source, version and day in brackets behind it."""
    told = dict.fromkeys(_origin(one) for one in observations if one is not None)
    return f"{figure} ({'; '.join(told)})" if told else figure


def _origin(one: Observation) -> str:
    words = (line(one.source) or "no source", line(one.version), one.as_of.isoformat())
    basis = {"self_reported": "the vendor's own figure", "estimate": "an estimate"}.get(one.basis, "")
    return ", ".join(word for word in (*words, basis) if word)


class Facts(NamedTuple):
    """The analysis as a draft reads it."""

    analysis: Analysis

    @property
    def scenario(self) -> Scenario:
        return self.analysis.workspace.scenario

    @property
    def experience(self) -> str:
        """How much the team has served models itself, in a word."""
        return "no" if self.scenario.operations == "none" else self.scenario.operations

    @property
    def default(self) -> CandidateResult | None:
        """Who serves: the decision's default, or that of its first step that has one."""
        return self._first(lambda choice: choice.default, self.analysis.workspace.decision.default)

    @property
    def fallback(self) -> CandidateResult | None:
        """Who stands in."""
        return self._first(lambda choice: choice.fallback, self.analysis.workspace.decision.fallback)

    def _first(self, pick: Callable[[Choice], str | None], made: str | None) -> CandidateResult | None:
        ids = [made, *map(pick, self.analysis.choices.values())]
        return next((self.analysis.by_id[id_] for id_ in ids if id_ is not None), None)

    @property
    def concerned(self) -> list[CandidateResult]:
        """Whom a section is about: those chosen, and before that everybody."""
        return self.analysis.chosen_results or list(self.analysis.ranking)

    def figure(self, result: CandidateResult, metric: str, say: Callable[[float], str]) -> str:
        """A figure in force with where it comes from."""
        found = result.figures.observation(metric)
        return "not known" if found is None else cited(say(found.value), found)

    @property
    def by_step(self) -> list[DecidedStep]:
        """The steps with who was chosen for each, where one candidate does not serve them all; else none."""
        made = self.analysis.decided
        if one_for_all(made) is not None or all(one.default is None for one in made):
            return []
        return made

    def prices(self, result: CandidateResult) -> str:
        """What a million tokens cost, in and out, or else what it is charged by, with where the prices come from."""
        if result.candidate.self_hosted:
            return "machines of your own"
        servings = [step.serving for step in result.steps.values()]
        charges = dict.fromkeys(metric for one in servings for metric, _ in charged(one.step, one.use, result.figures))
        if charges and not {"input_price", "output_price"} <= set(charges):
            rows = [result.figures.observation(metric) for metric in charges]
            of = [TOKENS_OF.get(metric, metric_row(metric).title) for metric in charges]
            told = listed(f"{_price(row, exact_usd)} {what}" for row, what in zip(rows, of, strict=True))
            return cited(told, *rows)
        rows = [result.figures.observation(f"{kind}_price") for kind in ("input", "output")]
        told = " in and ".join(_price(row, usd) for row in rows)
        return cited(f"{told} out for a million tokens", *rows)


TOKENS_OF = {"input_price": "for a million tokens in", "output_price": "for a million tokens out"}
"""What a price of tokens is of; any other says it by its title: `a search`."""


def _price(row: Observation | None, say: Callable[[float], str]) -> str:
    return "an unknown price" if row is None else say(row.value)


def named(result: CandidateResult) -> str:
    return line(result.candidate.name)


def placed(result: CandidateResult) -> str:
    """A candidate's name with who serves it."""
    if result.candidate.self_hosted:
        return f"{named(result)}, self-hosted"
    return f"{named(result)} at {line(result.candidate.provider)}"

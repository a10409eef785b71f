"""The seven steps of the exercise, and how far a workspace is: computed from it, never ticked by hand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from shortlist.core.candidate import Candidate, Observation
from shortlist.core.figures import Figures
from shortlist.core.judging import CandidateResult
from shortlist.core.metrics import is_quality
from shortlist.core.workspace import Workspace

WANTED_CANDIDATES = 3
WANTED_SECTIONS = (
    "rationale",
    "leaderboard_showed",
    "leaderboard_could_not_prove",
    "before_launch",
    "review",
)
TITLES = (
    "Choose a leaderboard",
    "Pick three candidates",
    "Collect their figures",
    "Cross-check a second source",
    "Rate every column",
    "Choose a default and a fallback",
    "Write the record",
)


class WalkStep(NamedTuple):
    """One step: its number from 1, its title, and what is still missing."""

    step: int
    title: str
    missing: tuple[str, ...]

    @property
    def done(self) -> bool:
        """Whether nothing is missing."""
        return not self.missing


def walkthrough(workspace: Workspace, results: Mapping[str, CandidateResult]) -> tuple[WalkStep, ...]:
    """How far the workspace is in each of the seven steps; `results` by candidate id."""
    missing = (
        _leaderboard(workspace),
        _three(workspace),
        _figures(workspace, results),
        _second_source(workspace),
        _columns(workspace, results),
        _decision(workspace),
        _record(workspace),
    )
    return tuple(WalkStep(n, TITLES[n - 1], tuple(lines)) for n, lines in enumerate(missing, 1))


def _sourced(observation: Observation) -> bool:
    return bool(observation.source.strip())


def _quality(candidate: Candidate) -> list[Observation]:
    return [o for o in candidate.observations if is_quality(o.metric) and _sourced(o)]


def _leaderboard(workspace: Workspace) -> list[str]:
    """A figure from an independent leaderboard, with its source."""
    if any(o.basis == "published" for c in workspace.candidates for o in _quality(c)):
        return []
    return ["Record one quality figure from a leaderboard, with its source and date."]


def _three(workspace: Workspace) -> list[str]:
    candidates = workspace.candidates
    missing = []
    if len(candidates) < WANTED_CANDIDATES:
        missing.append(f"Add {WANTED_CANDIDATES - len(candidates)} more: three candidates are compared.")
    managed = [c for c in candidates if c.access == "managed_api"]
    if not managed:
        missing.append("Add a managed API.")
    cheaper = [(first, other) for first in managed for other in candidates if _cheaper_or_smaller(other, first)]
    if not cheaper:
        missing.append("Add a cheaper candidate, or one of size class fast or small specialised.")
    open_ = {c.id for c in candidates if c.open or c.access == "hosted_inference"}
    if not open_:
        missing.append("Add an open-weight or a hosted candidate.")
    if not missing and not any(open_ - {first.id, other.id} for first, other in cheaper):
        missing.append("The managed API, the cheaper one and the open or hosted one must be three candidates.")
    return missing


def _cheaper_or_smaller(candidate: Candidate, first: Candidate) -> bool:
    """Whether it is small, or costs less by the token than the managed API it is held against."""
    if candidate.id == first.id:
        return False
    if candidate.size_class in ("fast", "small_specialised"):
        return True
    own, theirs = _token_price(candidate), _token_price(first)
    return own is not None and theirs is not None and own < theirs


def _token_price(candidate: Candidate) -> float | None:
    figures = Figures(candidate)
    prices = figures.value("input_price"), figures.value("output_price")
    return None if prices[0] is None or prices[1] is None else prices[0] + prices[1]


def _figures(workspace: Workspace, results: Mapping[str, CandidateResult]) -> list[str]:
    if not workspace.candidates:
        return ["Add candidates first."]
    return [
        f"{candidate.name}: {', '.join(lacking)}."
        for candidate in workspace.candidates
        if (lacking := _lacking(candidate, results[candidate.id].figures))
    ]


def _lacking(candidate: Candidate, figures: Figures) -> list[str]:
    def has(*metrics: str) -> bool:
        return any((o := figures.observation(metric)) is not None and _sourced(o) for metric in metrics)

    lacking = []
    if not any(is_quality(metric) and has(metric) for metric in figures.metrics):
        lacking.append("a quality figure")
    if not has("output_speed", "ttft"):
        lacking.append("speed or time to first token")
    if not (candidate.self_hosted and candidate.hosting is not None):
        lacking += [f"{kind} price" for kind in ("input", "output") if not has(f"{kind}_price")]
    if not has("context_window"):
        lacking.append("the context window")
    if not candidate.provider.strip():
        lacking.append("the provider")
    return lacking


def _second_source(workspace: Workspace) -> list[str]:
    for candidate in workspace.candidates:
        if len({o.source.strip().casefold() for o in _quality(candidate)}) > 1:
            return []
        if any(a.check.startswith("card.") and a.url.strip() for a in candidate.answers):
            return []
    return ["Add a second quality source for one candidate, or answer a model-card check with its address."]


def _columns(workspace: Workspace, results: Mapping[str, CandidateResult]) -> list[str]:
    if not workspace.candidates:
        return ["Add candidates first."]
    missing = []
    for candidate in workspace.candidates:
        columns = results[candidate.id].columns
        unknown = [name for name, value in columns.items() if value.counts and not value.known]
        if unknown:
            words = ", ".join(name.replace("_", " ") for name in unknown)
            missing.append(f"{candidate.name}: {words} unknown; find the figure or rate the column.")
    return missing


def _decision(workspace: Workspace) -> list[str]:
    decision = workspace.decision
    if not decision.default:
        return ["Choose a default."]
    if not decision.fallback:
        return ["Choose a fallback."]
    return ["Choose a fallback other than the default."] if decision.default == decision.fallback else []


def _record(workspace: Workspace) -> list[str]:
    record = workspace.record
    return [
        f"Write “{section.replace('_', ' ')}”."
        for section in WANTED_SECTIONS
        if record is None or not record.sections.written(section)
    ]

"""The seven steps of the exercise, and how far a workspace is: computed from it, never ticked by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from shortlist.core.basics.words import listed
from shortlist.core.document.candidate import Candidate, Observation
from shortlist.core.document.metrics import is_quality
from shortlist.core.document.placeholders import FILL_IN
from shortlist.core.document.sections import is_sentence
from shortlist.core.document.workspace import Workspace
from shortlist.core.judging.judge import CandidateResult
from shortlist.core.service.figures import Figures

WANTED_CANDIDATES = 3
WANTED_SECTIONS = (
    "rationale",
    "leaderboard_showed",
    "leaderboard_could_not_prove",
    "before_launch",
    "review",
)
CANDIDATES = "candidates"
"""Where a candidate is added."""
TITLES = (
    "Choose a leaderboard",
    "Pick three candidates",
    "Collect their figures",
    "Cross-check a second source",
    "Rate every column",
    "Choose a default and a fallback",
    "Write the record",
)


class Missing(NamedTuple):
    """Something that a step still lacks, and the key path of the place where it is mended."""

    message: str
    where: str


class WalkStep(NamedTuple):
    """One step: its number from 1, its title, and what is still missing."""

    step: int
    title: str
    lacking: tuple[Missing, ...]

    @property
    def missing(self) -> tuple[str, ...]:
        """What is still missing, a sentence each."""
        return tuple(one.message for one in self.lacking)

    @property
    def done(self) -> bool:
        """Whether nothing is missing."""
        return not self.lacking


def first_missing(steps: Sequence[WalkStep]) -> Missing | None:
    """What to do next; None where all is done."""
    return next((one for step in steps for one in step.lacking), None)


FIRST = Missing("Add candidates first.", CANDIDATES)


def walkthrough(workspace: Workspace, results: Mapping[str, CandidateResult]) -> tuple[WalkStep, ...]:
    """How far the workspace is in each of the seven steps; `results` by candidate id."""
    lacking = (
        _leaderboard(workspace),
        _three(workspace),
        _figures(workspace, results),
        _second_source(workspace),
        _columns(workspace, results),
        _decision(workspace),
        _record(workspace),
    )
    return tuple(WalkStep(n, TITLES[n - 1], tuple(lines)) for n, lines in enumerate(lacking, 1))


def _sourced(observation: Observation) -> bool:
    return bool(observation.source.strip())


def _quality(candidate: Candidate) -> list[Observation]:
    return [o for o in candidate.observations if is_quality(o.metric) and _sourced(o)]


def _figures_of(workspace: Workspace, index: int = 0) -> str:
    """Where figures of a candidate are typed; without candidates, where they are added."""
    return f"candidates[{index}].observations" if workspace.candidates else CANDIDATES


def _leaderboard(workspace: Workspace) -> list[Missing]:
    """A figure from an independent leaderboard, with its source."""
    if any(o.basis == "published" for c in workspace.candidates for o in _quality(c)):
        return []
    told = "Record one quality figure from a leaderboard, with its source and date."
    if not workspace.candidates:
        told = "Add a candidate, and record its quality figure from a leaderboard, with source and date."
    return [Missing(told, _figures_of(workspace))]


def _three(workspace: Workspace) -> list[Missing]:
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
    return [Missing(message, CANDIDATES) for message in missing]


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


def _figures(workspace: Workspace, results: Mapping[str, CandidateResult]) -> list[Missing]:
    if not workspace.candidates:
        return [FIRST]
    return [
        Missing(f"{candidate.name} lacks {listed(lacking)}.", _figures_of(workspace, index))
        for index, candidate in enumerate(workspace.candidates)
        if (lacking := _lacking(candidate, results[candidate.id].figures))
    ]


def _lacking(candidate: Candidate, figures: Figures) -> list[str]:
    """What a candidate's figures lack; one that is recorded and does not count is told with the reason."""

    def wanted(name: str, *metrics: str) -> list[str]:
        in_force = [row for metric in metrics if (row := figures.observation(metric)) is not None]
        if any(_sourced(row) for row in in_force):
            return []
        if in_force:
            return [f"the source of its {name}"]
        elsewhere = next((o.effort for o in candidate.observations if o.metric in metrics), None)
        if elsewhere:
            setting = f"its effort {candidate.effort}" if candidate.effort else "no set effort"
            return [f"{name} at {setting} (recorded is one at effort {elsewhere})"]
        return [name]

    qualities = tuple(dict.fromkeys(o.metric for o in candidate.observations if is_quality(o.metric)))
    lacking = wanted("quality figure", *qualities) + wanted("speed or time to first token", "output_speed", "ttft")
    if not (candidate.self_hosted and candidate.hosting is not None):
        lacking += wanted("input price", "input_price") + wanted("output price", "output_price")
    lacking += wanted("context window", "context_window")
    return lacking if candidate.provider.strip() else [*lacking, "provider"]


def _second_source(workspace: Workspace) -> list[Missing]:
    for candidate in workspace.candidates:
        if len({o.source.strip().casefold() for o in _quality(candidate)}) > 1:
            return []
        if any(a.check.startswith("card.") and a.url.strip() for a in candidate.answers):
            return []
    told = "Add a second quality source for one candidate, or answer a model-card check with its address."
    known = (index for index, candidate in enumerate(workspace.candidates) if _quality(candidate))
    return [Missing(told, _figures_of(workspace, next(known, 0)))]


def _columns(workspace: Workspace, results: Mapping[str, CandidateResult]) -> list[Missing]:
    if not workspace.candidates:
        return [FIRST]
    missing = []
    for index, candidate in enumerate(workspace.candidates):
        columns = results[candidate.id].columns
        unknown = [name for name, value in columns.items() if value.counts and not value.known]
        if unknown:
            words = ", ".join(name.replace("_", " ") for name in unknown)
            told = f"{candidate.name}: {words} unknown; find the figure or rate the column."
            missing.append(Missing(told, f"candidates[{index}].overrides.{unknown[0]}"))
    return missing


def _decision(workspace: Workspace) -> list[Missing]:
    decision = workspace.decision
    if not decision.default:
        return [Missing("Choose a default.", "decision.default")]
    if not decision.fallback:
        return [Missing("Choose a fallback.", "decision.fallback")]
    same = decision.default == decision.fallback
    return [Missing("Choose a fallback other than the default.", "decision.fallback")] if same else []


def _record(workspace: Workspace) -> list[Missing]:
    """Sections without a sentence, and drafts of which places are left that only a person can fill."""
    place = max(0, len(workspace.records) - 1)
    return [
        Missing(told, f"records[{place}].sections.{section}")
        for section in WANTED_SECTIONS
        if (told := _unwritten(f"“{section.replace('_', ' ')}”", workspace.prose(section)))
    ]


def _unwritten(section: str, text: str) -> str:
    """What a section lacks to be written; nothing where it holds a sentence and no place to fill in."""
    if not text.strip():
        return f"Write {section}."
    if FILL_IN in text:
        return f"Fill in what is marked in {section}."
    if not is_sentence(text):
        return f"Write a sentence in {section}: “{' '.join(text.split())}” answers nothing yet."
    return ""

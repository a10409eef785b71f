"""The steps of the exercise, and how far a workspace is in each: computed from it, never ticked by hand."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Literal, NamedTuple

from shortlist.core.assessment.assessor import CandidateResult, standing_for
from shortlist.core.assessment.reuse import Reuse
from shortlist.core.assessment.served_steps import StepFit
from shortlist.core.basics.unknown import total
from shortlist.core.basics.words import capitalised, listed
from shortlist.core.document.candidate import Candidate, Hosting, Observation
from shortlist.core.document.checklist import check_labels
from shortlist.core.document.metrics import index_name, is_quality, metric_row
from shortlist.core.document.request_units import REQUEST_UNITS
from shortlist.core.document.sections import FILL_IN, WANTED_SECTIONS, is_sentence
from shortlist.core.document.whole_limits import WHOLE_LIMITS
from shortlist.core.document.workspace import Choice, Workspace, choices
from shortlist.core.service.figures import Figures
from shortlist.core.service.latency import writes
from shortlist.core.service.prices_charged import charged
from shortlist.core.service.serving import Serving, needs_context

WANTED_CANDIDATES = 3
CANDIDATES = "candidates"
"""Where a candidate is added."""


class Lacking(NamedTuple):
    """Something that a step still lacks, and the key path of the place where it is mended."""

    message: str
    where: str


class WalkStep(NamedTuple):
    """One step: its number from 0, its title, what is still missing, and the part of the workspace it is done in."""

    step: int
    title: str
    lacking: tuple[Lacking, ...]
    part: str

    @property
    def missing(self) -> tuple[str, ...]:
        """What is still missing, a sentence each."""
        return tuple(one.message for one in self.lacking)

    @property
    def done(self) -> bool:
        """Whether nothing is missing."""
        return not self.lacking


def first_missing(steps: Sequence[WalkStep]) -> Lacking | None:
    """What to do next; None where all is done."""
    return next((one for step in steps for one in step.lacking), None)


FIRST = Lacking("Add candidates first.", CANDIDATES)


STEP_TARGETS = (
    "min_quality",
    "max_error_rate",
    "max_escalation_rate",
    "max_ttft_s",
    "max_total_s",
    "max_p99_s",
    "min_consistency",
)
"""The targets of a step."""


def _use_case(workspace: Workspace) -> list[Lacking]:
    """What every step is, how much goes through it, and a target to judge by."""
    scenario, missing = workspace.scenario, []
    for index, step in enumerate(scenario.steps):
        place = f"scenario.steps[{index}]"
        if step.role is None and step.use_case is None:
            missing.append(Lacking(f"Say what “{step.name}” does: its role or its use case.", f"{place}.role"))
        if not step.requests:
            told = f"Say how many requests a month reach “{step.name}”."
            missing.append(Lacking(told, f"{place}.usage.requests_per_month"))
    set_ = [row.target(scenario) for row in WHOLE_LIMITS.values()]
    set_ += [getattr(step.needs, name) for step in scenario.steps for name in STEP_TARGETS]
    if all(target is None for target in set_):
        told = "Set one target at least: the quality, the time or the money that it must keep to."
        missing.append(Lacking(told, "scenario.steps[0].needs.min_quality"))
    return missing


def _quality(candidate: Candidate) -> list[Observation]:
    """Its figures of quality that say where they are from."""
    return [o for o in candidate.observations if is_quality(o.metric) and o.source.strip()]


def _figures_of(workspace: Workspace, index: int = 0) -> str:
    """Where figures of a candidate are typed; without candidates, where they are added."""
    return f"candidates[{index}].observations" if workspace.candidates else CANDIDATES


def _leaderboard(workspace: Workspace) -> list[Lacking]:
    """A figure from an independent leaderboard, with its source."""
    if any(o.basis == "published" for c in workspace.candidates for o in _quality(c)):
        return []
    told = "Record one quality figure from a leaderboard, with its source and date."
    if not workspace.candidates:
        told = "Add a candidate, and record its quality figure from a leaderboard, with source and date."
    return [Lacking(told, _figures_of(workspace))]


class Kinds(NamedTuple):
    """Which of the three kinds of candidates that are compared are there, and who fills them."""

    managed: list[Candidate]
    cheaper: list[tuple[Candidate, Candidate]]
    """A managed one, and another that is cheaper or smaller; of these some of each, for it is asked for one or two."""
    open: frozenset[str]
    """Ids of those with open weights, and of hosted ones."""


SOME = 8
"""Small or cheap candidates that are looked at beside a managed one: itself and the only open one may be among them."""


def kinds(candidates: Sequence[Candidate]) -> Kinds:
    """The candidates by the kinds that the exercise asks for."""
    managed = [c for c in candidates if c.access == "managed_api"]
    small = [place for place, c in enumerate(candidates) if c.size_class in ("fast", "small_specialised")][:SOME]
    prices = {c.id: token_price(c) for c in candidates}
    priced = sorted((price, place) for place, c in enumerate(candidates) if (price := prices[c.id]) is not None)[:SOME]
    cheaper = []
    for first in managed:
        theirs = prices[first.id]
        less = [place for price, place in priced if theirs is not None and price < theirs]
        others = [candidates[place] for place in sorted({*small, *less})]
        cheaper += [(first, other) for other in others if other.id != first.id]
    return Kinds(managed, cheaper, frozenset(c.id for c in candidates if c.open or c.access == "hosted_inference"))


def _three(*candidates: Candidate) -> list[Lacking]:
    found, missing = kinds(candidates), []
    if len(candidates) < WANTED_CANDIDATES:
        missing.append(f"Add {WANTED_CANDIDATES - len(candidates)} more: three candidates are compared.")
    if not found.managed:
        missing.append("Add a managed API.")
    if not found.cheaper:
        missing.append("Add a cheaper candidate, or one of size class fast or small specialised.")
    if not found.open:
        missing.append("Add an open-weight or a hosted candidate.")
    if not missing and not any(found.open - {first.id, other.id} for first, other in found.cheaper):
        missing.append("The managed API, the cheaper one and the open or hosted one must be three candidates.")
    return [Lacking(message, CANDIDATES) for message in missing]


def token_price(candidate: Candidate) -> float | None:
    """USD for a million tokens sent and a million written, together; unknown where either price is."""
    figures = Figures(candidate)
    return total(figures.value("input_price"), figures.value("output_price"))


def _in_turn(workspace: Workspace, first: str | None) -> list[tuple[int, Candidate]]:
    """The candidates with their places in the document, the named one first."""
    return sorted(enumerate(workspace.candidates), key=lambda row: row[1].id != first)


def _figures(
    workspace: Workspace, results: Mapping[str, CandidateResult], first: str | None, reuse: Reuse
) -> list[Lacking]:
    """What the steps that a candidate plays ask for, each figure with its source and date."""
    if not workspace.candidates:
        return [FIRST]
    missing = []
    for index, candidate in _in_turn(workspace, first):
        result = results[candidate.id]
        by_step = [
            reuse.made(("lacking", candidate.id, step.serving.step.id), _lacking_in_step, step.fit)
            for step in result.served.steps
        ]
        lacking = list(dict.fromkeys((*chain.from_iterable(by_step), *_lacking(result))))
        if lacking:
            told = f"{candidate.name} lacks {listed(lacking)}."
            missing.append(Lacking(told, f"candidates[{index}].{FIELDS.get(lacking[0], 'observations')}"))
    return missing


Rows = tuple[tuple[str, float], ...]
"""Metrics, each with an input size in tokens."""
GPU_PRICE, GPU_SPEED = "the price of an hour of its GPU", "how many tokens a second its machines carry"
PROVIDER = "provider"
FIELDS = {GPU_PRICE: "hosting.gpu_hour_usd", GPU_SPEED: "hosting.output_tokens_per_s", PROVIDER: "provider"}
"""What is no figure: the field of the candidate in which it is filled in."""


def _lacking_in_step(fit: StepFit) -> tuple[str, ...]:
    """What a candidate's figures lack for a step; one that is recorded and does not count is told with the reason."""
    serving = fit.serving
    needs, facts = serving.step.needs, serving.measured
    asked: list[tuple[str, Rows]] = []
    if needs.min_quality is not None:
        asked.append((f"quality figure ({index_name(serving.metric)})", ((serving.metric, 0),)))
    timed = facts is not None and (facts.ttft_s, facts.total_s) != (None, None)
    if (needs.max_ttft_s, needs.max_total_s) != (None, None) and not timed:
        # Where nothing is written, the time to what comes out is all there is.
        told = "time to its result (ttft)"
        if writes(serving.step):
            told = "speed or time to first token"
        asked.append((told, (("output_speed", 0), ("ttft", 0))))
    asked += [(" or ".join(metric_row(metric).name for metric, _ in rows), rows) for rows in _charged(serving)]
    if needs_context(serving.step):
        asked.append(("context window", (("context_window", 0),)))
    missing = (_wanted(serving.figures, name, rows) for name, rows in asked)
    return tuple(filter(None, missing))


def _wanted(figures: Figures, name: str, rows: Rows) -> str:
    """What is missing of a figure that any of some metrics gives, each at an input size; empty where nothing is."""
    in_force = [row for metric, size in rows if (row := figures.observation(metric, size)) is not None]
    if any(row.source.strip() for row in in_force):
        return ""
    if in_force:
        return f"the source of its {name}"
    candidate, metrics = figures.candidate, {metric for metric, _ in rows}
    elsewhere = next((o.effort for o in candidate.observations if o.metric in metrics and o.effort), None)
    if not elsewhere:
        return name
    setting = f"its effort {candidate.effort}" if candidate.effort else "no set effort"
    return f"{name} at {setting} (recorded is one at effort {elsewhere})"


def _lacking(result: CandidateResult) -> Iterator[str]:
    """What a candidate lacks besides the figures that its steps need."""
    candidate = result.candidate
    hosting = candidate.hosting or Hosting()
    if candidate.self_hosted and result.steps:
        if hosting.gpu_hour_usd is None:
            yield GPU_PRICE
        if result.cost.parts.fixed is None and hosting.gpu_hour_usd is not None:
            yield GPU_SPEED
    if not candidate.provider.strip():
        yield PROVIDER


def _charged(serving: Serving) -> Iterator[Rows]:
    """The prices that a step's usage needs; of two by which one thing may be sold, either will do."""
    rows = list(dict.fromkeys(charged(serving.step, serving.use, serving.figures)))
    if serving.step.role == "reranker" and {"search_price", "input_price"} <= {metric for metric, _ in rows}:
        either = [row for row in rows if row[0] in ("search_price", "input_price")]
        yield tuple(sorted(either, reverse=True))
        rows = [row for row in rows if row not in either]
    for metric, size in rows:
        held = serving.use.held
        others = [other for other, unit in REQUEST_UNITS.items() if unit.instead == metric and held[unit.usage]]
        yield ((metric, size), *((other, size) for other in others))


def _second_source(workspace: Workspace) -> list[Lacking]:
    for candidate in workspace.candidates:
        if len({o.source.strip().casefold() for o in _quality(candidate)}) > 1:
            return []
        if any(a.check.startswith("card.") and a.url.strip() for a in candidate.answers):
            return []
    told = "Add a second quality source for one candidate, or answer a model-card check with its address."
    known = (index for index, candidate in enumerate(workspace.candidates) if _quality(candidate))
    return [Lacking(told, _figures_of(workspace, next(known, 0)))]


def _columns(workspace: Workspace, results: Mapping[str, CandidateResult], first: str | None) -> list[Lacking]:
    if not workspace.candidates:
        return [FIRST]
    missing = []
    for index, candidate in _in_turn(workspace, first):
        columns = results[candidate.id].columns
        unknown = [name for name, value in columns.items() if value.counts and not value.known]
        if unknown:
            words = ", ".join(name.replace("_", " ") for name in unknown)
            told = f"{candidate.name}: {words} unknown; find the figure or rate the column."
            missing.append(Lacking(told, f"candidates[{index}].overrides.{unknown[0]}"))
    return missing


def _decision(workspace: Workspace, results: Mapping[str, CandidateResult]) -> list[Lacking]:
    """Who serves and who stands in for every step, with every question answered that must be."""
    decision, chosen = workspace.decision, choices(workspace)
    several = len(workspace.scenario.steps) > 1
    missing: dict[Lacking, None] = {}
    serves: dict[str, list[str]] = {}
    for step in workspace.scenario.steps:
        choice, place = chosen[step.id], "decision"
        own = next((n for n, row in enumerate(decision.steps) if row.step == step.id), None)
        if own is not None:
            place = f"decision.steps[{own}]"
        # What was chosen for nothing at all is asked for once, and not step by step.
        inside = ""
        if several and (decision.default or decision.steps):
            inside = f" for “{step.name}”"
        playing: list[str] = []
        for kind, id_ in zip(Choice._fields, choice, strict=True):
            if id_ is None:
                missing[Lacking(f"Choose a {kind}{inside}.", f"{place}.{kind}")] = None
            elif step.id not in results[id_].steps:
                told = f"Choose a {kind} for “{step.name}”: {results[id_].candidate.name} does not take its role."
                missing[Lacking(told, f"{place}.{kind}")] = None
            else:
                playing.append(id_)
                serves.setdefault(id_, []).append(step.id)
        if len(playing) > len(set(playing)):
            missing[Lacking(f"Choose a fallback other than the default{inside}.", f"{place}.fallback")] = None
    for index, candidate in enumerate(workspace.candidates):
        unknown = _unknown_musts(results[candidate.id], serves.get(candidate.id, ()))
        if unknown:
            labels = check_labels(workspace.checks)
            told = listed(f"“{labels[check]}”" for check in unknown)
            place = f"candidates[{index}].answers"
            missing[Lacking(f"Answer for {candidate.name}: {told} must be known.", place)] = None
    return list(missing)


def lacking_choice(
    workspace: Workspace, results: Mapping[str, CandidateResult], place: Literal["default", "fallback"]
) -> list[str]:
    """The ids of the steps that nobody serves, or stands in for: nobody was chosen, or one who cannot."""
    found = []
    for step, choice in choices(workspace).items():
        id_: str | None = getattr(choice, place)
        alike = place == "fallback" and id_ == choice.default
        if id_ is None or step not in results[id_].steps or alike:
            found.append(step)
    return found


def _unknown_musts(result: CandidateResult, steps: Collection[str]) -> tuple[str, ...]:
    """The checks that a candidate must pass in these steps, and of which nobody knows."""
    return standing_for(result, set(steps)).unknown if steps else ()


def still_to_answer(workspace: Workspace, result: CandidateResult) -> tuple[str, ...]:
    """The checks that must be known before the choice of a candidate counts as made, as it is chosen."""
    chosen = choices(workspace).items()
    return _unknown_musts(result, [step for step, one in chosen if result.id in one and step in result.steps])


def _record(workspace: Workspace) -> list[Lacking]:
    """Sections without a sentence, and drafts of which places are left that only a person can fill."""
    place = max(0, len(workspace.records) - 1)
    return [
        Lacking(told, f"records[{place}].sections.{section}")
        for section in WANTED_SECTIONS
        if (told := _unwritten(capitalised(section.replace("_", " ")), workspace.prose(section)))
    ]


def _unwritten(section: str, text: str) -> str:
    """What a section lacks to be written; nothing where it holds a sentence and no place to fill in."""
    if not text.strip():
        return f"Write the section “{section}”."
    if FILL_IN in text:
        return f"Fill in what is marked in “{section}”."
    if not is_sentence(text):
        return f"Write a sentence in “{section}”: “{' '.join(text.split())}” answers nothing yet."
    return ""


def reached(steps: Sequence[WalkStep]) -> tuple[int, int]:
    """How many of the steps are done, the use case among them, and of how many."""
    return sum(step.done for step in steps), len(steps)


class Walked(NamedTuple):
    """What the steps are looked for in."""

    workspace: Workspace
    results: Mapping[str, CandidateResult]
    """By candidate id."""
    uncertain: str | None
    """The candidate that leads by a rank that is open: what is unknown of it is asked for first."""
    reuse: Reuse


class ExerciseStep(NamedTuple):
    title: str
    part: str
    """The key of the workspace under which it is done."""
    lacking: Callable[[Walked], Iterable[Lacking]]
    """What a workspace still lacks of it."""


EXERCISE = (
    ExerciseStep("Describe the use case", "scenario", lambda seen: _use_case(seen.workspace)),
    ExerciseStep("Choose a leaderboard", "candidates", lambda seen: _leaderboard(seen.workspace)),
    ExerciseStep(
        "Pick three candidates",
        "candidates",
        lambda seen: seen.reuse.made("three kinds", _three, *seen.workspace.candidates),
    ),
    ExerciseStep("Collect their figures", "candidates", lambda seen: _figures(*seen)),
    ExerciseStep("Cross-check a second source", "candidates", lambda seen: _second_source(seen.workspace)),
    ExerciseStep("Rate every column", "candidates", lambda seen: _columns(*seen[:3])),
    ExerciseStep("Choose a default and a fallback", "candidates", lambda seen: _decision(seen.workspace, seen.results)),
    ExerciseStep("Write the record", "records", lambda seen: _record(seen.workspace)),
)


def walkthrough(
    workspace: Workspace,
    results: Mapping[str, CandidateResult],
    uncertain: str | None = None,
    reuse: Reuse | None = None,
) -> tuple[WalkStep, ...]:
    """How far the workspace is in each of the steps; `reuse` has what was found before an edit, and keeps what is."""
    seen = Walked(workspace, results, uncertain, Reuse() if reuse is None else reuse)
    return tuple(
        WalkStep(number, step.title, tuple(step.lacking(seen)), step.part) for number, step in enumerate(EXERCISE)
    )

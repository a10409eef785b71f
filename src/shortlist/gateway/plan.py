"""What a gateway is to run: for every step who serves it, who stands in, at which limits and prices.

Read from the decision and the figures in force on a day; every target writes the same plan in its own words.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Literal, NamedTuple

from shortlist.core.analysis import Analysis
from shortlist.core.document.accepted import followed
from shortlist.core.document.candidate import Candidate
from shortlist.core.document.checklist import checklist
from shortlist.core.document.evaluation import Evaluation, evaluations_in_force, measured_rates
from shortlist.core.document.record import Record
from shortlist.core.document.scenario import Scenario, Step
from shortlist.core.document.workspace import Choice, Workspace, choices
from shortlist.core.edits.places import free_id
from shortlist.core.service.figures import Figures
from shortlist.core.service.usage import EffectiveUsage, effective_usage
from shortlist.gateway.providers import GatewayProvider

Mode = Literal["chat", "embedding", "rerank", "audio_transcription", "audio_speech", "image_generation"]
FALLBACK = "fallback"


class StepServing(NamedTuple):
    """A candidate in a step, with its figures of the day and its traffic."""

    figures: Figures
    use: EffectiveUsage

    @property
    def candidate(self) -> Candidate:
        return self.figures.candidate


class StepPlan(NamedTuple):
    """A step as a gateway is to run it."""

    step: Step
    group: str
    """What the product asks the gateway for: workspace-step."""
    fallback_group: str
    mode: Mode
    default: StepServing | None
    fallback: StepServing | None

    @property
    def servings(self) -> tuple[StepServing, ...]:
        """Who serves it, the default first."""
        return tuple(one for one in (self.default, self.fallback) if one is not None)

    @property
    def timeout_s(self) -> float | None:
        """How long a call may last: the 99th percentile that is asked for, else the 95th."""
        return self.step.needs.max_p99_s or self.step.needs.max_total_s

    @property
    def max_retries(self) -> int:
        """How often a failed call is tried again."""
        if self.default is None:
            return 0
        return int(self.default.use.max_retries)


class Split(NamedTuple):
    """Steps of one stage that ask for the same, so that chance may decide who takes a task: each with its share."""

    group: str
    shares: tuple[tuple[StepPlan, float], ...]


class GatewayPlan(NamedTuple):
    """A decision as gateways are to run it."""

    workspace: Workspace
    name: str
    steps: tuple[StepPlan, ...]
    splits: tuple[Split, ...]
    today: dt.date
    record: Record | None
    musts: tuple[str, ...]
    """The `must` checks that concern whoever was chosen, by id."""

    @property
    def scenario(self) -> Scenario:
        return self.workspace.scenario


def plan_of(analysis: Analysis, name: str = "") -> GatewayPlan:
    """The decision of a workspace as it stands; `name` is that of its file, where it has one."""
    workspace = analysis.workspace
    # The ids of the `must` checks that apply to anybody who was chosen, in the order of the checklist.
    named = {id_ for choice in analysis.choices.values() for id_ in choice if id_ in analysis.by_id}
    found: dict[str, None] = {}
    for id_ in sorted(named):
        checks = analysis.by_id[id_].checks.values()
        found |= {one.id: None for one in checks if one.importance == "must" and one.verdict != "not_applicable"}
    order = [check.id for check in checklist(workspace.checks)]
    musts = tuple(sorted(found, key=order.index))
    return make_plan(workspace, choices(workspace), analysis.today, name, workspace.record, musts)


def make_plan(
    workspace: Workspace,
    chosen: Mapping[str, Choice],
    today: dt.date,
    name: str = "",
    record: Record | None = None,
    musts: tuple[str, ...] = (),
) -> GatewayPlan:
    """The plan of these choices."""
    candidates = {one.id: one for one in workspace.candidates}
    runs = evaluations_in_force(workspace.evaluations)
    name = name or free_id(workspace.title, ())
    taken = {f"{name}-{step.id}" for step in workspace.scenario.steps}
    steps = []
    for step in workspace.scenario.steps:
        choice = chosen.get(step.id, Choice(None, None))
        spare = f"{name}-{step.id}-{FALLBACK}"
        while spare in taken:
            # Another step may have that very name.
            spare = f"{spare}-{FALLBACK}"
        taken.add(spare)
        default, fallback = (
            _serving(step, candidates.get(id_ or ""), runs.get((id_ or "", step.id)), today) for id_ in choice
        )
        if fallback is not None and default is not None and fallback.candidate.id == default.candidate.id:
            fallback = None
        steps.append(StepPlan(step, f"{name}-{step.id}", spare, mode_of(step), default, fallback))
    return GatewayPlan(workspace, name, tuple(steps), tuple(_splits(workspace, name, steps)), today, record, musts)


def _serving(step: Step, candidate: Candidate | None, run: Evaluation | None, today: dt.date) -> StepServing | None:
    if candidate is None or not candidate.plays(step):
        return None
    facts = None if run is None else measured_rates(run)
    return StepServing(Figures(candidate, today), effective_usage(step, candidate, facts))


def mode_of(step: Step) -> Mode:
    """What kind of call serves a step: by what comes out of it, then by what goes in."""
    needs = step.needs
    if step.role == "embedder" or "vector" in needs.outputs:
        return "embedding"
    if step.role == "reranker" or "score" in needs.outputs:
        return "rerank"
    if "audio" in needs.outputs and "text" not in needs.outputs:
        return "audio_speech"
    if "image" in needs.outputs and "text" not in needs.outputs:
        return "image_generation"
    if step.role == "audio" or ("audio" in needs.modalities and "text" not in needs.modalities):
        return "audio_transcription"
    return "chat"


def _splits(workspace: Workspace, name: str, planned: list[StepPlan]) -> list[Split]:
    """Stages whose alternatives differ in nothing but who serves them and how much."""
    by_id, found = {plan.step.id: plan for plan in planned}, []
    for stage in workspace.scenario.stages:
        plans = [by_id[id_] for id_ in stage]
        steps = [plan.step for plan in plans]
        asked = {(one.role, one.use_case, one.output_contract, one.needs.model_dump_json()) for one in steps}
        total = sum(step.requests for step in steps)
        if len(plans) > 1 and total > 0 and len(asked) == 1:
            shares = tuple((plan, plan.step.requests / total) for plan in plans)
            found.append(Split(f"{name}-{'-or-'.join(stage)}", shares))
    return found


def decided(workspace: Workspace, frozen: Workspace | None, today: dt.date, name: str = "") -> GatewayPlan:
    """What is to run today: what the record in force chose, at the figures that the workspace has now.

    `frozen` is the workspace in which that record was accepted. Without a record in force it is the decision as it
    stands.
    """
    record = followed(workspace)
    if record is None or frozen is None:
        return make_plan(workspace, choices(workspace), today, name, record or workspace.record)
    # The steps and targets are those that were decided on; the figures are those of now.
    now = {one.id: one for one in workspace.candidates}
    candidates = tuple(now.get(one.id, one) for one in frozen.candidates)
    kept = frozen.model_copy(update={"candidates": candidates, "evaluations": workspace.evaluations})
    return make_plan(kept, choices(frozen), today, name, record)


def key_env(candidate: Candidate, row: GatewayProvider | None) -> str:
    """The name of the environment variable that holds a candidate's key: its own, else the provider's usual one."""
    if candidate.endpoint is not None and candidate.endpoint.api_key_env.strip():
        return candidate.endpoint.api_key_env.strip()
    return "" if row is None else row.key_env


def base_url(candidate: Candidate) -> str:
    """Where the candidate's own endpoint is; empty where it has none."""
    return "" if candidate.endpoint is None else candidate.endpoint.base_url.strip()


def model_id(candidate: Candidate) -> str:
    """The model's id where it is reached; the candidate's own id where nobody said it."""
    if candidate.endpoint is not None and candidate.endpoint.model.strip():
        return candidate.endpoint.model.strip()
    return candidate.model.strip() or candidate.id

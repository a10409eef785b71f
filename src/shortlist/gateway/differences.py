"""A decision held against the file that runs: what the file says, of whichever gateway it is, step by step."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import NamedTuple

from shortlist.core.basics.errors import ShortlistError
from shortlist.core.document.accepted import followed
from shortlist.core.document.workspace import Workspace
from shortlist.core.edits.places import free_id
from shortlist.core.review.filed_records import Filed
from shortlist.gateway import litellm, openrouter
from shortlist.gateway.gateway_config import GatewayDifference, NamedStep, NotAConfig, Running, differences
from shortlist.gateway.openrouter import ALONE
from shortlist.gateway.plan import GatewayPlan, decided
from shortlist.gateway.targets import GatewayKind
from shortlist.gateway.yaml_text import parsed
from shortlist.sanitising import shown
from shortlist.store.places import expanded
from shortlist.store.reading import MEGABYTE, FileFormat, read_text

CONFIG = FileFormat("a gateway's file", "a gateway's file is text", 8 * MEGABYTE)


class GatewayForm(NamedTuple):
    """How a decision is brought into the form in which a file of a gateway is read."""

    of_plan: Callable[[GatewayPlan], Running]
    """What the file of a plan would say."""
    by_group: bool
    """Whether a step is likelier called by its group there than by its id."""


READ_BACK: Mapping[GatewayKind, GatewayForm] = {
    "litellm": GatewayForm(lambda plan: litellm.running(litellm.document_of(plan)), by_group=True),
    "openrouter": GatewayForm(lambda plan: openrouter.running(openrouter.bodies_of(plan)), by_group=False),
}


def config_of(typed: str) -> Running:
    """What a gateway's file says, by its path as typed. Raises `ShortlistError` with the file's name."""
    try:
        return read_config(read_text(expanded(typed), CONFIG))
    except NotAConfig as error:
        raise ShortlistError(f"{shown(typed)}: {error}") from None


def read_config(text: str) -> Running:
    """What a file says, known by its content: a config of LiteLLM's proxy, or bodies of requests to OpenRouter.

    Raises `NotAConfig`.
    """
    if openrouter.stripped(text).lstrip().startswith("{") and '"model_list"' not in text:
        return openrouter.read(text)
    data = parsed(text)
    if isinstance(data, dict) and isinstance(data.get("model_list"), list):
        return litellm.running(data)
    raise NotAConfig("is neither a config of LiteLLM's proxy (it has no `model_list`) nor a body for OpenRouter")


def compared_with_gateway(
    workspace: Workspace, filed: Mapping[int, Filed], today: dt.date, name: str, found: Running
) -> GatewayComparison:
    """A workspace's decision beside a gateway's file; a kept file that cannot be trusted says nothing of it."""
    record, frozen = followed(workspace), None
    kept = filed.get(record.number) if record is not None else None
    if kept is not None and kept.problem is None and kept.frozen is not None:
        frozen = kept.frozen.workspace
    return GatewayComparison(workspace, frozen, today, name, found)


class GatewayComparison:
    """A workspace's decision beside a file: in what they differ."""

    def __init__(
        self, workspace: Workspace, frozen: Workspace | None, today: dt.date, name: str, found: Running
    ) -> None:
        """`frozen` is the workspace in which the record in force was accepted, `name` that of the workspace's file."""
        self.plan: GatewayPlan = decided(workspace, frozen, today, name)
        self.found = found
        self.record = followed(workspace)

    @property
    def told(self) -> str:
        """What the file was held against."""
        if self.record is None:
            return "the decision as it stands, of which no record is accepted"
        return f"record {self.record.number}, accepted on {self.record.date}"

    @property
    def names(self) -> frozenset[str]:
        """What the steps of this decision may be called in a file."""
        return frozenset(name for step in self._steps() for name in step.names)

    def _steps(self) -> list[NamedStep]:
        titled = free_id(self.plan.workspace.title, ())
        rows = []
        for one in self.plan.steps:
            id_ = one.step.id
            first = (one.group, id_) if READ_BACK[self.found.kind].by_group else (id_, one.group)
            rows.append(NamedStep(id_, one.step.name, (*first, f"{titled}-{id_}", free_id(one.step.name, ()))))
        return rows

    def wanted(self) -> Running:
        """The decision as a file of the same kind says it."""
        return READ_BACK[self.found.kind].of_plan(self.plan)

    def differences(self, others: frozenset[str] = frozenset()) -> list[GatewayDifference]:
        """What differs; `others` are names that the file holds for other decisions."""
        wanted, steps, found = self.wanted(), self._steps(), self.found
        if ALONE not in found.served:
            return differences(wanted, found, steps, tuple(others - self.names))
        # A body that does not say whose it is belongs to the step that it fits best, if it has its default.
        body = found.served[ALONE]
        model = body.routes[0].model
        fitting = [step for step in steps if step.names[0] in wanted.served]
        same = [step for step in fitting if wanted.served[step.names[0]].routes[0].model == model]
        if not same and len(fitting) != 1:
            message = f"The file asks for {model} by default, which no step has."
            return [GatewayDifference("", "model", "nothing", model, "error", message)]
        told = []
        for step in same or fitting:
            key = step.names[0]
            alone = replace(wanted, served={key: wanted.served[key]})
            told.append(differences(alone, replace(found, served={key: body}), [step]))
        return min(told, key=lambda rows: sum(row.severity == "error" for row in rows))

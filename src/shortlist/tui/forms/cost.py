"""The assumptions that a cost rests on, as a form: limits, each step's traffic, one candidate's prices and machines.

A price typed here is what the team has agreed with its provider. It is recorded as a figure of its own, of basis
contract, and comes before the published one, which stays as it is with its source; emptied, or once its last day is
past, the published one counts again.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from shortlist.core.assessment.assessor import CandidateResult, StepResult
from shortlist.core.basics.errors import InvalidDocument, ShortlistError
from shortlist.core.basics.unknown import Unknown
from shortlist.core.document.candidate import Candidate, Hosting, Observation
from shortlist.core.document.field_names import label_of
from shortlist.core.document.metrics import BILL_METRICS, METRIC_UNITS
from shortlist.core.document.scenario import Scenario, Usage
from shortlist.core.document.workspace import Workspace
from shortlist.core.edits.candidates import with_candidate_value
from shortlist.core.edits.places import KeyPath, message_at, with_value
from shortlist.core.service.cost import units
from shortlist.core.service.cost_parts import COST_FIGURES
from shortlist.core.service.figures import Figures
from shortlist.tui.body import Desk
from shortlist.tui.forms.candidate import usage_part
from shortlist.tui.forms.item import FormPart, Item
from shortlist.tui.forms.scenario import place_name
from shortlist.tui.forms.spec import Spec, specs

LIMITS = ("monthly_budget_usd", "max_cost_per_successful_task_usd", "growth_per_month", "fallback_share")
OWN_SOURCE = "our own price"
"""The source of a price that was typed as an assumption."""


class Assumptions(Item):
    """What the cost of a candidate rests on; of none where its index is None."""

    def __init__(self, desk: Desk, index: int | None) -> None:
        today = desk.session.today
        super().__init__(desk, ("scenario",), "", lambda workspace: assumption_parts(workspace, index, today))
        self.index = index
        self._made: tuple[Workspace, tuple[FormPart, ...]] | None = None

    @property
    def parts(self) -> tuple[FormPart, ...]:
        """The form as it now is, made once for each state of the workspace."""
        workspace = self.desk.session.workspace
        if self._made is None or self._made[0] is not workspace:
            self._made = workspace, super().parts
        return self._made[1]

    def value(self, spec: Spec) -> Any:
        """What a field holds; of a price the figure in force."""
        if not _is_price(spec):
            return super().value(spec)
        _, _, _, metric, tier, *end = spec.path
        candidate = self.desk.session.workspace.candidates[int(spec.path[1])]
        if end:
            own = _own(candidate, str(metric), int(tier))
            return None if own is None else candidate.observations[own].valid_until
        found = _observed(Figures(candidate, self.desk.session.today), str(metric), float(tier))
        return None if found is None else found.value

    def set(self, spec: Spec, value: object | None) -> None:
        workspace = self.desk.session.workspace
        if _is_price(spec):
            self._set_price(spec, value)
            return
        if spec.path[0] == "scenario":
            name, change = place_name(workspace, spec), with_value
        else:
            step = f", {spec.path[3]}" if spec.path[2] == "usage" else ""
            name, change = f"{workspace.candidates[int(spec.path[1])].name}{step}: ", with_candidate_value
        self.desk.edit(f"{name}{spec.label.lower()}", lambda w: change(w, spec.path, value), spec.path)

    def _set_price(self, spec: Spec, value: object | None) -> None:
        """Set the team's own price, or the last day on which it holds; a price that is emptied goes."""
        today = self.desk.session.today
        candidate = self.desk.session.workspace.candidates[int(spec.path[1])]
        _, _, _, metric, tier, *end = spec.path
        own = _own(candidate, str(metric), int(tier))
        if own is None and (value is None or end):
            return
        at = len(candidate.observations) if own is None else own
        path: KeyPath = (*spec.path[:2], "observations", at)

        def change(before: Workspace) -> Workspace:
            if end:
                return with_value(before, (*path, "valid_until"), value)
            if value is None:
                return with_value(before, path, None)
            agreed = {"value": value, "basis": "contract", "as_of": today}
            if own is None:
                above = {"above_tokens": tier} if tier else {}
                return with_value(before, path, {"metric": metric, "source": OWN_SOURCE, **agreed, **above})
            if _ended(candidate.observations[own], today):
                agreed["valid_until"] = None  # that was the end of the price before
            changed = before
            for key, new in agreed.items():
                changed = with_value(changed, (*path, key), new)
            return changed

        name = f"{label_of(str(metric))} until" if end else spec.label
        try:
            self.desk.edit(f"{candidate.name}: {name.lower()}", change, spec.path)
        except InvalidDocument as error:
            raise ShortlistError(message_at(error, path)) from None


def assumption_parts(workspace: Workspace, index: int | None, today: dt.date | None = None) -> tuple[FormPart, ...]:
    """The limits, the traffic of every step, and what is the candidate's own; without a day ended prices count."""
    scenario = workspace.scenario
    parts = [
        FormPart("Budget and growth", tuple(specs(Scenario, ("scenario",), LIMITS))),
        *(
            FormPart(
                f"Traffic of “{step.name}”, per request unless it says otherwise",
                tuple(specs(Usage, ("scenario", "steps", number, "usage"))),
            )
            for number, step in enumerate(scenario.steps)
        ),
    ]
    if index is None or index >= len(workspace.candidates):
        return tuple(parts)
    candidate, base = workspace.candidates[index], ("candidates", index)
    if not candidate.self_hosted:
        parts.append(FormPart(f"Prices of {candidate.name}", tuple(_prices(candidate, base, today))))
    else:
        parts.append(FormPart(f"Machines under {candidate.name}", tuple(specs(Hosting, (*base, "hosting")))))
    for step in scenario.steps:
        part = usage_part(base, step)
        parts.append(part._replace(title=f"“{step.name}”, where it differs for {candidate.name}"))
    return tuple(parts)


def _is_price(spec: Spec) -> bool:
    return len(spec.path) > 2 and spec.path[2] == "prices"


def _prices(candidate: Candidate, base: KeyPath, today: dt.date | None) -> Iterator[Spec]:
    """A field for every price and tier that is recorded or may be missing, and for the end of an own one."""
    figures = Figures(candidate, today)
    for metric in BILL_METRICS:
        tiers = {0.0, *(one.above_tokens for one in figures.applicable(metric))}
        tiers |= {one.above_tokens for one in candidate.observations if one.metric == metric and _is_own(one)}
        for tier in sorted(tiers):
            path = (*base, "prices", metric, int(tier))
            own = _own(candidate, metric, int(tier))
            told = _origin(_observed(figures, metric, tier))
            if own is not None and _ended(candidate.observations[own], today):
                told = f"Your own price ended on {candidate.observations[own].valid_until}. {told}"
            label = f"{label_of(metric)} above {tier:,.0f}" if tier else label_of(metric)
            yield Spec(path, label, "number", METRIC_UNITS[metric], told, optional=True)
            if own is not None:
                yield Spec((*path, "valid_until"), "  holds until", "date", "", ENDS, optional=True)


ENDS = "The last day on which your own price holds; left out: open. After it the published one counts again."


def _observed(figures: Figures, metric: str, tier: float) -> Observation | None:
    return next((one for one in figures.applicable(metric) if int(one.above_tokens) == int(tier)), None)


def _origin(found: Observation | None) -> str:
    """Where the price in force comes from, and what typing one does."""
    if found is None:
        return "Nobody recorded it. What you type is your own price, as in your contract."
    told = f"{found.source or 'no source'}, {found.as_of}, {found.basis.replace('_', ' ')}"
    if found.source == OWN_SOURCE:
        return f"{told}. Del goes back to the published one."
    return f"{told}. What you type is your own price, as in your contract: it counts before this one, which stays."


def _is_own(one: Observation) -> bool:
    """Whether a price was typed here; before it was called a contract it was called measured."""
    return one.source == OWN_SOURCE and one.basis in ("contract", "measured")


def _ended(one: Observation, today: dt.date | None) -> bool:
    return today is not None and one.valid_until is not None and one.valid_until < today


def _own(candidate: Candidate, metric: str, tier: int) -> int | None:
    """Where the team's own price stands among the figures."""
    for number, one in enumerate(candidate.observations):
        if one.metric == metric and int(one.above_tokens) == tier and _is_own(one):
            return number
    return None


# --- where a figure of the tables is changed


def field_under(workspace: Workspace, index: int | None, row: str, result: CandidateResult | None = None) -> KeyPath:
    """The place of the assumption that a row of the parts rests on first of all, in the step of the candidate that has
    most of it.

    Where it is one of machines and the candidate has none, that of the requests; of what is paid by the unit its price.
    """
    step = _most_of(result, row)
    if step is not None and row == "media":
        charged = units(step.serving.step, step.serving.use, step.serving.figures)
        if charged:
            return field_of(workspace, index, charged[0].metric)
    hosted = index is not None and workspace.candidates[index].self_hosted
    figure = COST_FIGURES[row].rests_on
    if figure in Hosting.model_fields and not hosted:
        figure = "requests_per_month"
    if step is None:
        return field_of(workspace, index, figure)
    return field_of(workspace, index, figure, step.serving.step.id)


def _most_of(result: CandidateResult | None, row: str) -> StepResult | None:
    """The step in which a candidate pays most of a part or a total; None where it plays none."""

    def amount(step: StepResult) -> float:
        value: Unknown = getattr(step.cost.parts, row, None)
        return abs(value or 0.0)

    if result is None:
        return None
    return max(result.steps.values(), key=amount, default=None)


def field_of(workspace: Workspace, index: int | None, figure: str, step: str | None = None) -> KeyPath:
    """The place of a usage figure, a price, a figure of the machines or of the scenario in the form.

    A usage figure that the candidate sees otherwise is changed in the candidate's own.
    """
    steps = workspace.scenario.steps
    if step is None:
        step = workspace.scenario.task.id
    number = next((place for place, one in enumerate(steps) if one.id == step), 0)
    if figure in BILL_METRICS:
        return ("candidates", index or 0, "prices", figure, 0)
    if figure in Hosting.model_fields and figure != "peak_factor":
        return ("candidates", index or 0, "hosting", figure)
    if figure in Usage.model_fields:
        if index is not None:
            own = workspace.candidates[index].usage.get(steps[number].id)
            if getattr(own, figure, None) is not None:
                return ("candidates", index, "usage", steps[number].id, figure)
        return ("scenario", "steps", number, "usage", figure)
    return ("scenario", figure)

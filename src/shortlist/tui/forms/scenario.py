"""What the scenario's form holds: its sections, its lines with values, defaults and errors, and the list of steps."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from shortlist.core.analysis import Analysis
from shortlist.core.basics.numbers import number_text
from shortlist.core.basics.words import percent
from shortlist.core.document.choice_help import meaning
from shortlist.core.document.scenario import Needs, Scenario, Step, Usage, Weights
from shortlist.core.document.workspace import Workspace
from shortlist.core.edits.places import KeyPath, value_at, with_step_id, with_value
from shortlist.tui.body import Desk
from shortlist.tui.draw.lines import Cell, bar
from shortlist.tui.forms.item import Item, Part, default_told, form_lines, why_told
from shortlist.tui.forms.spec import Spec, readable, specs
from shortlist.tui.session.session import Pending
from shortlist.tui.widgets.grid import Column, Row, Table
from shortlist.tui.widgets.sheet import Line

SCENARIO = "scenario"
"""The place of the scenario itself in the list of steps; a step's place is its index."""
PRODUCT = ("summary", "users", "outcome")
LIMITS = (
    "monthly_budget_usd",
    "max_cost_per_successful_task_usd",
    "data_sensitivity",
    "regions",
    "data_must_stay_inside",
    "operations",
    "max_task_ttft_s",
    "max_task_total_s",
    "will_fine_tune",
    "will_redistribute",
)
ASSUMPTIONS = (
    "quality_metric",
    "task_step",
    "path",
    "fallback_share",
    "fallback_standby",
    "growth_per_month",
    "peak_factor",
    "tail_factor",
)
STEP = ("id", "name", "role", "use_case", "output_contract")
BAR_WIDTH = 8


class PlaceItem(Item):
    """The scenario, or the step that is shown, under edit."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, ("scenario",), "", lambda workspace: form(workspace, self.place))
        self.place = SCENARIO

    def lines(self) -> list[Line]:
        """Values, defaults, shares of the weights, what is wrong."""
        session = self.desk.session
        return scenario_lines(self.parts, session.analysis, session.pending)

    def words(self, spec: Spec) -> tuple[str, ...]:
        """The words of the schema, or of the workspace."""
        if spec.path == ("scenario", "task_step"):
            return tuple(step.id for step in self.desk.session.workspace.scenario.steps)
        return spec.choices

    def unset_told(self, spec: Spec) -> str:
        """The scenario has defaults; a step without a word has none, which says nothing."""
        return str(spec.default).replace("_", " ") if spec.default else ""

    def set(self, spec: Spec, value: object | None) -> None:
        """Set a field; raises `InvalidDocument` where the value cannot be one."""
        where = place_name(self.desk.session.workspace, spec)
        name = f"{where}{spec.label.lower()}"
        self.desk.edit(name, lambda workspace: _changed(workspace, spec.path, value), spec.path)


def _changed(workspace: Workspace, path: KeyPath, value: object | None) -> Workspace:
    """The workspace with a field set; a step's id is changed wherever it is used."""
    match path:
        case ("scenario", "steps", int(index), "id") if isinstance(value, str):
            return with_step_id(workspace, index, value)
    return with_value(workspace, path, value)


def form(workspace: Workspace, place: str) -> tuple[Part, ...]:
    """The form of the scenario, or of the step at an index."""
    return _scenario_form() if place == SCENARIO else _step_form(int(place))


@cache
def _scenario_form() -> tuple[Part, ...]:
    base: KeyPath = ("scenario",)
    return (
        Part("Product", (*specs(Workspace, (), ("title",)), *specs(Scenario, base, PRODUCT))),
        Part("Limits", tuple(specs(Scenario, base, LIMITS))),
        Part("Assumptions", tuple(specs(Scenario, base, ASSUMPTIONS))),
        Part("Weights: how much each column counts", tuple(specs(Weights, (*base, "weights")))),
    )


@cache
def _step_form(index: int) -> tuple[Part, ...]:
    base: KeyPath = ("scenario", "steps", index)
    return (
        Part("Step", tuple(specs(Step, base, STEP))),
        Part("What it needs", tuple(specs(Needs, (*base, "needs")))),
        Part("Its traffic, per request unless it says otherwise", tuple(specs(Usage, (*base, "usage")))),
    )


def place_name(workspace: Workspace, spec: Spec) -> str:
    """Where a field is, for the name of an edit: `answer: `, or nothing for the scenario."""
    match spec.path:
        case ("scenario", "steps", int(index), *_):
            return f"{workspace.scenario.steps[index].id}: "
    return ""


GUIDED = frozenset({"role", "use_case"})
"""Fields whose word is explained beneath it: the whole step follows from them."""


def scenario_lines(parts: tuple[Part, ...], analysis: Analysis, pending: Mapping[KeyPath, Pending]) -> list[Line]:
    """The form as lines; a weight shows its share beside its value."""

    def line(spec: Spec, _: Part) -> Line:
        key, typed, value = repr(spec.path), pending.get(spec.path), value_at(analysis.workspace, spec.path)
        weighs = "weights" in spec.path
        note = _weight_told(analysis, spec) if weighs else default_told(spec)
        if typed is not None:
            return Line(key, spec.label, typed.text, "bad", note, why_told(spec, typed, value))
        below = meaning(spec.path[-1], str(value)) if value is not None and spec.path[-1] in GUIDED else ""
        return Line(key, spec.label, readable(spec, value), note=note if value is None or weighs else "", below=below)

    return form_lines(parts, line)


def _weight_told(analysis: Analysis, spec: Spec) -> str:
    share = analysis.weight_shares[spec.path[-1]]  # type: ignore[index]
    return f"{bar(share, BAR_WIDTH)} {percent(share):>6}" if share else "counts for nobody"


def steps_table(workspace: Workspace) -> Table:
    """The scenario itself, then its steps with their traffic."""
    rows = [Row(SCENARIO, (Cell("Scenario", "strong"), Cell("")))]
    for index, step in enumerate(workspace.scenario.steps):
        requests = step.usage.requests_per_month
        told = Cell("?", "warn") if requests is None else Cell(short_number(requests), "dim")
        rows.append(Row(f"{index}", (Cell(f"{index + 1} {step.name}"), told)))
    return Table((Column("name", "steps"), Column("requests", "a month", 7, right=True)), tuple(rows), widest=30)


def short_number(value: float) -> str:
    """A count in few characters: 30000 -> `30k`, 1250000 -> `1.25M`."""
    for factor, suffix in ((1_000_000_000, "B"), (1_000_000, "M"), (1_000, "k")):
        if value >= factor:
            return f"{value / factor:.3g}{suffix}"
    return number_text(round(value, 2))

"""What the scenario's form holds: its sections, its lines with values, defaults and errors, and the list of steps."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from math import floor, log10
from typing import NamedTuple

from shortlist.core.analysis import Analysis
from shortlist.core.assessment.column_value import COLUMN_WORDS
from shortlist.core.basics.numbers import number_shown, number_text
from shortlist.core.basics.unknown import Unknown
from shortlist.core.basics.words import percent, plain, seconds, time_limit
from shortlist.core.document.metrics import counts_errors, index_told
from shortlist.core.document.presets import assumed
from shortlist.core.document.request_units import units_held
from shortlist.core.document.scenario import COLUMNS, EvaluationSetup, Needs, Scenario, Step, Usage, Weights
from shortlist.core.document.terms import meaning
from shortlist.core.document.vocabulary import VERDICTS, Role
from shortlist.core.document.workspace import Workspace
from shortlist.core.edits.candidates import with_candidate_value
from shortlist.core.edits.places import KeyPath, value_at, with_step_id, with_value
from shortlist.core.walkthrough import STEP_TARGETS
from shortlist.export.limits import limit_figure, limit_verdict
from shortlist.tui.body import Desk
from shortlist.tui.draw.gauges import gauge
from shortlist.tui.draw.lines import Tone, bar
from shortlist.tui.draw.tones import VERDICT_TONES
from shortlist.tui.forms.item import METRICS, FormPart, Item, Lead, default_told, form_lines, named, why_told
from shortlist.tui.forms.spec import Spec, specs
from shortlist.tui.keys.bindings import keyed
from shortlist.tui.session.typed import Pending
from shortlist.tui.widgets.sheet import Line, Share

SCENARIO = "scenario"
"""The place of the scenario itself in the list of steps; a step's place is its index."""
PRODUCT = ("summary", "users", "outcome")
LIMITS = (
    *("monthly_budget_usd", "max_cost_per_successful_task_usd", "data_sensitivity", "regions", "data_must_stay_inside"),
    *("operations", "max_task_ttft_s", "max_task_total_s", "will_fine_tune", "will_redistribute"),
)
ASSUMPTIONS = (
    *("quality_metric", "task_step", "path", "fallback_share", "fallback_standby", "growth_per_month", "peak_factor"),
    "tail_factor",
)
FIRST = ("role", "name")
"""What is asked of a step before anything else."""
STEP = ("id", "use_case", "output_contract")
TASKS = "tasks"
"""The line of the tasks a month of the whole product."""
WEIGHTS = "Weights: how much each column counts, ← less, → more"
GAUGE_WIDTH = 14
MORE = "more"
"""The line that shows the rest of a step's form, or folds it."""
BAR_WIDTH = 24
TEXT = ("input_tokens", "output_tokens")
HOLDS: Mapping[Role | None, tuple[str, ...]] = {
    None: TEXT,
    "generator": TEXT,
    "embedder": ("input_tokens",),
    "reranker": ("searches", "input_tokens"),
    "classifier": TEXT,
    "reasoning": (*TEXT, "reasoning_tokens"),
    "code": (*TEXT, "tool_loops", "tool_input_tokens", "tool_output_tokens"),
    "vision": ("images", "pages", *TEXT),
    "audio": ("audio_input_minutes", "audio_output_minutes", "input_characters"),
    "fallback": TEXT,
}
"""What a request of a step holds, by its role: what is asked first of its traffic."""
HELD: Mapping[str, tuple[str, ...]] = {
    "modalities image": ("images",),
    "modalities pdf": ("pages",),
    "modalities audio": ("audio_input_minutes",),
    "outputs image": ("output_images",),
    "outputs audio": ("audio_output_minutes", "input_characters"),
}
"""What it holds besides, by what goes in and what comes out."""
ANSWERED = ("min_quality", "max_ttft_s", "max_total_s")
MARKED = ("quality_metric", "min_quality", "good_quality", "max_total_s")
TARGETS: Mapping[Role | None, tuple[str, ...]] = {
    "classifier": ("min_quality", "max_error_rate", "max_total_s"),
    "embedder": MARKED,
    "reranker": MARKED,
    "audio": ("quality_metric", "min_quality", "good_quality", "max_ttft_s", "max_total_s"),
}
"""The targets that are asked first, by role: where the usual leaderboards judge nothing, of which one too."""
_TARGETS_IN_ORDER = tuple(dict.fromkeys(("quality_metric", *Needs.model_fields)))


class PlaceItem(Item):
    """The scenario, or the step that is shown, under edit."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, ("scenario",), "", self._form)
        self.place = SCENARIO
        self.unfolded = False
        """Whether all fields of a step are shown, or those that are asked first."""
        self._first: tuple[object, AskedFirst] | None = None
        """What was asked first when the form was last drawn, and of what."""

    def _form(self, workspace: Workspace) -> tuple[FormPart, ...]:
        """The form as it now is: what was asked first of a step stays there while it is emptied and typed anew."""
        if self.place == SCENARIO:
            return form(workspace, self.place)
        if int(self.place) >= len(workspace.scenario.steps):
            return ()  # taken back, and not drawn anew yet
        step = workspace.scenario.steps[int(self.place)]
        of, first = (self.place, step.role, step.needs.modalities, step.needs.outputs), asked_first(step)
        if self._first is not None and self._first[0] == of:
            before = self._first[1]
            assessed = {*before.targets, *first.targets}
            held = tuple(dict.fromkeys((*before.held, *first.held)))
            first = AskedFirst(held, tuple(name for name in _TARGETS_IN_ORDER if name in assessed))
        self._first = of, first
        return form(workspace, self.place, self.unfolded, first)

    def lines(self) -> list[Line]:
        session = self.desk.session
        return scenario_lines(self.parts, session.analysis, session.typed.pending)

    def words(self, spec: Spec) -> tuple[str, ...]:
        workspace = self.desk.session.workspace
        if spec.path == ("scenario", "task_step"):
            return tuple(step.id for step in workspace.scenario.steps)
        if spec.path[-1] == "judge":
            return tuple(one.id for one in workspace.candidates)
        return spec.choices

    def why(self, spec: Spec) -> str:
        """What the index of a quality is, and the reason of what a preset assumed and nobody has replaced."""
        workspace = self.desk.session.workspace
        index = super().why(spec)
        match spec.path:
            case ("scenario", "steps", int(at), "needs", "min_quality" | "good_quality"):
                index = index_told(workspace.scenario.metric_of(workspace.scenario.steps[at]))
        reason = assumption_of(workspace, spec.path)
        return f"{index} Assumed: {reason}.".lstrip() if reason else index

    def nudged(self, spec: Spec, by: int) -> float | None:
        """A weight goes by the power of ten that is about a hundredth of all weights, and never below 0."""
        if "weights" not in spec.path:
            return None
        weights = self.desk.session.workspace.scenario.weights
        whole = sum(weights.of(column) for column in COLUMNS)
        step = 10.0 ** floor(log10(max(whole, 1e-6) / 20))
        now: float = getattr(weights, str(spec.path[-1]))
        value = max(0.0, round(round(now / step) * step + by * step, 9))
        return int(value) if value == int(value) else value

    def unset_told(self, spec: Spec) -> str:
        """The scenario has defaults; a step without a word has none, which says nothing."""
        return str(spec.default).replace("_", " ") if spec.default else ""

    def set(self, spec: Spec, value: object | None) -> None:
        where = place_name(self.desk.session.workspace, spec)
        name = f"{where}{spec.label.lower()}"
        self.desk.edit(name, lambda workspace: _changed(workspace, spec.path, value), spec.path)


def _changed(workspace: Workspace, path: KeyPath, value: object | None) -> Workspace:
    """The workspace with a field set; a step's id is changed wherever it is used."""
    match path:
        case ("scenario", "steps", int(index), "id") if isinstance(value, str):
            return with_step_id(workspace, index, value)
        case ("scenario", "steps", _, "evaluation", _):
            return with_candidate_value(workspace, path, value)
    return with_value(workspace, path, value)


class AskedFirst(NamedTuple):
    """The fields of a step's traffic and needs that are asked first."""

    held: tuple[str, ...]
    targets: tuple[str, ...]


def asked_first(step: Step) -> AskedFirst:
    """What is asked of a step first, besides its role, its name and its requests."""
    return AskedFirst(holds(step), first_targets(step))


def form(
    workspace: Workspace, place: str, unfolded: bool = True, first: AskedFirst | None = None
) -> tuple[FormPart, ...]:
    """The form of the scenario, or of the step at an index: what is asked first, and unless folded the rest."""
    if place == SCENARIO:
        return _scenario_form()
    step = workspace.scenario.steps[int(place)]
    errors = step.needs.lower_is_better or counts_errors(workspace.scenario.metric_of(step))
    parts, rest = _step_form(int(place), first or asked_first(step), errors)
    if unfolded:
        told = keyed("Enter or {scenario.fold}: what is asked first alone")
        return (*parts, FormPart("All the rest", leads=(Lead(MORE, "− fold", told),)), *rest)
    more = [spec for part in rest for spec in part.specs]
    set_ = sum(value_at(workspace, spec.path) is not None for spec in more)
    told = keyed(f"{len(more)} more fields, {set_} set: Enter or {{scenario.fold}}")
    return (*parts, FormPart("All the rest", leads=(Lead(MORE, "+ unfold", told),)))


def holds(step: Step) -> tuple[str, ...]:
    """The figures of a request that are asked first: those of its role, of what goes in and of what comes out.

    What else is set of sound, pictures, pages and searches is among them, for it is charged by itself.
    """
    names = list(HOLDS[step.role])
    for key, more in HELD.items():
        place, _, word = key.partition(" ")
        if word in getattr(step.needs, place):
            names += more
    names += [unit.usage for unit, _ in units_held(step.usage)]
    if "audio" in step.needs.outputs and "text" not in step.needs.outputs:
        names = [name for name in names if name not in TEXT or getattr(step.usage, name)]
    return tuple(dict.fromkeys(names))


def first_targets(step: Step) -> tuple[str, ...]:
    """The targets that are asked first: those of its role, and whatever else is judged already."""
    asked = TARGETS.get(step.role, ANSWERED)
    assessed = ("quality_metric", *STEP_TARGETS)
    return tuple(
        name for name in _TARGETS_IN_ORDER if name in asked or (name in assessed and getattr(step.needs, name))
    )


def assumption_of(workspace: Workspace, path: KeyPath) -> str:
    """Why a field has its value, where that is still what a preset assumed; else empty."""
    match path:
        case ("scenario", "steps", int(index), *_, str(field)):
            return assumed(workspace.scenario).get((workspace.scenario.steps[index].id, field), "")
        case ("scenario", str(field)):
            return assumed(workspace.scenario).get(("", field), "")
    return ""


# Asked for with every key, as a form is drawn; it follows from the models alone, and a `FormPart` never changes.
@cache
def _scenario_form() -> tuple[FormPart, ...]:
    base: KeyPath = ("scenario",)
    return (
        FormPart("Product", (*specs(Workspace, (), ("title",)), *specs(Scenario, base, PRODUCT))),
        FormPart("Limits", tuple(specs(Scenario, base, LIMITS))),
        FormPart("Traffic", leads=(Lead(TASKS, "Tasks a month", ""),)),
        FormPart("Assumptions", tuple(specs(Scenario, base, ASSUMPTIONS))),
        FormPart(WEIGHTS, tuple(specs(Weights, (*base, "weights")))),
    )


# As above: the place of the step and what is asked of it first are all that decides.
@cache
def _step_form(index: int, first: AskedFirst, errors: bool) -> tuple[tuple[FormPart, ...], tuple[FormPart, ...]]:
    """What is asked of a step first, and the rest; `errors`: its quality is a figure of which less is better."""
    base: KeyPath = ("scenario", "steps", index)
    needs, usage = (*base, "needs"), (*base, "usage")
    requests = ("requests_per_month",)

    def others(model: type[Needs | Usage], but: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(name for name in model.model_fields if name not in but)

    return (
        FormPart("Step", (*specs(Step, base, FIRST), *specs(Usage, usage, requests))),
        FormPart("What a request holds", tuple(specs(Usage, usage, first.held))),
        FormPart("Targets", tuple(_worded(spec, errors) for spec in specs(Needs, needs, first.targets))),
    ), (
        FormPart("More about it", tuple(specs(Step, base, STEP))),
        FormPart(
            "What else it needs",
            tuple(_worded(spec, errors) for spec in specs(Needs, needs, others(Needs, first.targets))),
        ),
        FormPart(
            "Its other traffic, per request unless it says otherwise",
            tuple(specs(Usage, usage, others(Usage, (*requests, *first.held)))),
        ),
        FormPart("How its golden dataset is run", tuple(specs(EvaluationSetup, (*base, "evaluation")))),
    )


WORDS_OF_ERRORS = {
    "min_quality": (
        "Highest error rate",
        "The highest acceptable figure on the quality metric, of which less is better; read it off the leaderboard "
        "beside a model you have used.",
    ),
    "good_quality": ("Good error rate", "The figure that counts as fully good: below the highest acceptable one."),
}
"""What the two figures of a quality bar are called, and mean, where less is better."""


def _worded(spec: Spec, errors: bool) -> Spec:
    words = WORDS_OF_ERRORS.get(str(spec.path[-1]))
    return spec._replace(label=words[0], help=words[1]) if errors and words else spec


def place_name(workspace: Workspace, spec: Spec) -> str:
    """Where a field is, for the name of an edit: `answer: `, or nothing for the scenario."""
    match spec.path:
        case ("scenario", "steps", int(index), *_):
            return f"{workspace.scenario.steps[index].id}: "
    return ""


GUIDED = frozenset({"role", "use_case"})
"""Fields whose word is explained beneath it: the whole step follows from them."""


def scenario_lines(parts: tuple[FormPart, ...], analysis: Analysis, pending: Mapping[KeyPath, Pending]) -> list[Line]:
    """The form as lines: beside a limit what was decided comes to, beside a weight its share, beside an assumption of
    a preset its reason."""

    def line(spec: Spec, _: FormPart) -> Line:
        key, typed, value = repr(spec.path), pending.get(spec.path), value_at(analysis.workspace, spec.path)
        weighs = "weights" in spec.path
        note = _weight_told(analysis, spec) if weighs else default_told(spec)
        if typed is not None:
            return Line(key, spec.label, typed.text, "bad", note, why_told(spec, typed, value))
        below, short = "", ""
        if value is not None and spec.path[-1] in GUIDED:
            below = meaning(spec.path[-1], str(value))
        if value is not None and not below:
            below = _clash(analysis, spec.path)
        tone: Tone = "dim"
        if value is not None and not weighs:
            note, short, tone = standing_of(analysis, spec.path)
            if not note and (reason := assumption_of(analysis.workspace, spec.path)):
                note = f"assumed: {reason}"
            if not note and spec.path[-1] in METRICS:
                note = str(value)
        told, number = named(analysis.workspace, spec, value), spec.kind == "number"
        return Line(key, spec.label, told, note=note, brief=short, below=below, number=number, note_tone=tone)

    lines = form_lines(parts, line)
    for at, one in enumerate(lines):
        if one.key == TASKS:
            lines[at] = one._replace(note=keyed("{scenario.tasks} or Enter: every step in proportion"))
            if analysis.task.monthly:
                lines[at] = lines[at]._replace(value=number_shown(round(analysis.task.monthly, 2), "tasks"))
        elif one.heading and one.label == WEIGHTS:
            lines.insert(at + 1, Line("weights", "", heading=True, shares=weight_shares(analysis)))
            break
    return lines


def weight_shares(analysis: Analysis) -> tuple[Share, ...]:
    """The shares of the columns that count, each with the key of its line."""
    return tuple(
        Share(repr(("scenario", "weights", column)), words.title, words.brief, analysis.weight_shares[column])
        for column, words in COLUMN_WORDS.items()
    )


UNKNOWN: tuple[str, str, Tone] = "", "", "dim"


def standing_of(analysis: Analysis, path: KeyPath) -> tuple[str, str, Tone]:
    """What was decided comes to, against the limit at a place, as a gauge and in figures, and the same in fewer words;
    empty where nothing is known yet."""
    match path:
        case ("scenario", str(limit)):
            state = next((one for one in analysis.limits if one.limit == limit), None)
            if state is None or state.low is None or state.high is None:
                return UNKNOWN
            drawn = gauge(state.low, state.high, state.target, GAUGE_WIDTH)
            told = f"{drawn} {VERDICTS[state.verdict].sign} {limit_figure(state)}"
            if state.verdict == "pass":
                return f"{told}, {limit_verdict(state).removeprefix('within, ')}", told, "plain"
            return f"{told}, {limit_verdict(state).partition(':')[0]}", told, VERDICT_TONES[state.verdict]
        case ("scenario", "steps", int(index), "needs", str(target)):
            one = analysis.decided[index]
            if one.assessed is None or one.default is None:
                return UNKNOWN
            serving, limit_ = one.assessed.serving, value_at(analysis.workspace, path)
            time = serving.latency
            figures: dict[str, tuple[Unknown, Callable[[float], str]]] = {
                "min_quality": (serving.quality, plain),
                "max_ttft_s": (time.ttft_s, seconds),
                "max_total_s": (time.total_s, seconds),
                "max_p99_s": (time.p99_s, seconds),
            }
            known, say = figures.get(target, (None, plain))
            if known is None:
                return UNKNOWN
            told = f"{gauge(known, known, limit_, GAUGE_WIDTH)} {say(known)}"
            return f"{told}, {one.default.candidate.name}", told, "plain"
    return UNKNOWN


def _clash(analysis: Analysis, path: KeyPath) -> str:
    """Why a limit of time can hardly be used up beside another one; empty where it can."""
    scenario = analysis.scenario
    whole = scenario.max_task_total_s
    limit = value_at(analysis.workspace, path)
    match path:
        case ("scenario", "max_task_ttft_s"):
            of = "“Task: in all”"
        case ("scenario", "steps", int(index), "needs", "max_ttft_s" | "max_total_s"):
            if scenario.steps[index].id not in analysis.task.steps:
                return ""
            of = "“Task: in all” of the scenario"
        case _:
            return ""
    if whole is None or not isinstance(limit, int | float) or limit <= whole:
        return ""
    return f"longer than {of}: all steps of a task together have {time_limit(whole)}"


def _weight_told(analysis: Analysis, spec: Spec) -> str:
    share = analysis.weight_shares[spec.path[-1]]  # type: ignore[index]
    if not share:
        return "counts for no candidate"
    return f"{bar(share, BAR_WIDTH)} {percent(share):>6}"


def short_number(value: float) -> str:
    """A count in few characters: 30000 -> `30k`, 1250000 -> `1.25M`."""
    for factor, suffix in ((1_000_000_000, "B"), (1_000_000, "M"), (1_000, "k")):
        if value >= factor:
            return f"{value / factor:.3g}{suffix}"
    return number_text(round(value, 2))

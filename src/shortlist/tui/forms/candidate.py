"""What the forms about candidates hold: every field of a candidate, of a figure and of an evaluation."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from shortlist.core.assessment.column_value import COLUMN_NAMES, level_name
from shortlist.core.document.candidate import Candidate, Endpoint, Hosting, Observation
from shortlist.core.document.capabilities import Capabilities
from shortlist.core.document.evaluation import Evaluation
from shortlist.core.document.metrics import figure_shown, metric_label, with_unit
from shortlist.core.document.scenario import Step, UsageFigures
from shortlist.core.document.vocabulary import BASES
from shortlist.core.document.workspace import Workspace
from shortlist.core.edits.candidates import candidate_id
from shortlist.core.edits.places import Data, KeyPath
from shortlist.tui.draw.figures import on_the_point
from shortlist.tui.forms.item import FormPart, Lead, Parts
from shortlist.tui.forms.spec import readable_value, specs
from shortlist.tui.keys.bindings import keyed

NAMED = ("name", "provider", "access", "openness")
"""What a candidate cannot be without."""
FACTS = (
    *("name", "id", "model", "developer", "provider", "access", "openness", "size_class", "roles", "modalities"),
    *("outputs", "regions", "effort", "service_tier", "deprecated", "ends_on", "notes"),
)
LICENCE = ("licence", "commercial_use", "fine_tuning", "redistribution")
NEW_FIGURE, NEW_RUN, RATE, MACHINES = "figure new", "run new", "rating new", "machines new"
"""Lines that begin something new; those of what is there hold its index in place of the last word."""


def candidate_parts(index: int) -> Parts:
    """Every field of a candidate, with its figures, ratings and evaluations as lines of their own."""
    base: KeyPath = ("candidates", index)

    def parts(workspace: Workspace) -> tuple[FormPart, ...]:
        if index >= len(workspace.candidates):
            return ()
        one = workspace.candidates[index]
        # A step's traffic is its own where it plays the step, or where it once said otherwise of it.
        steps = [step for step in workspace.scenario.steps if one.plays(step) or step.id in one.usage]
        found = [
            FormPart("Facts", tuple(specs(Candidate, base, FACTS))),
            FormPart("Figures: Enter edits, Del removes", leads=tuple(_figures(one))),
            FormPart("Licence", tuple(specs(Candidate, base, LICENCE))),
            FormPart("What the platform can do", tuple(specs(Capabilities, (*base, "capabilities")))),
            FormPart("Ratings of a column by a person", leads=tuple(_ratings(one))),
            FormPart("Evaluations", leads=tuple(_runs(workspace, one))),
            *(usage_part(base, step) for step in steps),
            endpoint_part(base),
        ]
        if one.self_hosted or one.hosting is not None:
            leads: tuple[Lead, ...] = ()
            if one.self_hosted:
                told = keyed("Enter or {form.machines}: from the model, the load and a GPU")
                leads = (Lead(MACHINES, "+ an estimate", told),)
            found.append(FormPart("Machines under it", tuple(specs(Hosting, (*base, "hosting"))), leads))
        return tuple(found)

    return parts


def endpoint_part(base: KeyPath) -> FormPart:
    """How a run of examples reaches a candidate."""
    return FormPart("How a run of your examples reaches it", tuple(specs(Endpoint, (*base, "endpoint"))))


def _figures(one: Candidate) -> Iterable[Lead]:
    numbers, units = [], []
    for figure in one.observations:
        # A number that its unit belongs to ends where the others do: `50 %`.
        number, _, sign = with_unit(figure.metric, figure_shown(figure.metric, figure.value)).partition(" ")
        numbers.append(number)
        units.append(sign)
    numbers = on_the_point(numbers)
    wide = max(map(len, numbers), default=0)
    values = [f"{number:>{wide}} {unit}".rstrip() for number, unit in zip(numbers, units, strict=True)]
    bases = [BASES[figure.basis].name for figure in one.observations]
    widest, based = (max(map(len, texts), default=0) for texts in (values, bases))
    for at, figure in enumerate(one.observations):
        # In columns; the source is the last of them, as it is the longest and may be cut.
        tier = f"above {figure.above_tokens:,.0f} tokens, " if figure.above_tokens else ""
        told = f"{values[at]:<{widest}}  {figure.as_of}  {bases[at]:<{based}}  {tier}"
        yield Lead(f"figure {at}", metric_label(figure.metric), f"{told}{figure.source or 'no source'}")
    yield Lead(NEW_FIGURE, "+ a figure", "Enter adds one")


def _ratings(one: Candidate) -> Iterable[Lead]:
    for number, rating in enumerate(one.overrides):
        level = level_name(rating.column, rating.level)
        yield Lead(f"rating {number}", COLUMN_NAMES[rating.column], f"{level}: {rating.reason}")
    yield Lead(RATE, "+ a rating", "in place of a computed level")


def _runs(workspace: Workspace, one: Candidate) -> Iterable[Lead]:
    for number, run in enumerate(workspace.evaluations):
        if run.candidate == one.id:
            yield Lead(
                f"run {number}",
                f"{workspace.scenario.named(run.step)}, {run.ran_on}",
                f"{run.successes} of {run.examples} {run.file}",
            )
    yield Lead(NEW_RUN, "+ an evaluation", "the counts of a run of your own")


def usage_part(base: KeyPath, step: Step) -> FormPart:
    """The figures of a step that this candidate may see otherwise, the step's own beside them."""
    fields = tuple(specs(UsageFigures, (*base, "usage", step.id)))
    usage = step.usage
    own = {spec.path: getattr(usage, str(spec.path[-1])) for spec in fields}
    notes = {spec.path: f"as the step: {readable_value(spec, own[spec.path])}" for spec in fields if own[spec.path]}
    return FormPart(f"Traffic of “{step.name}”, where it differs for this candidate", fields, notes=notes)


# --- what is new


def named_parts(index: int) -> Parts:
    """A candidate by hand: what it cannot be without, then what else is worth saying."""
    rest = tuple(name for name in FACTS if name not in (*NAMED, "id"))
    parts = (("A candidate needs", NAMED), ("May be left unknown", rest), ("Licence", LICENCE))
    fixed = tuple(FormPart(title, tuple(specs(Candidate, ("candidates", index), names))) for title, names in parts)
    return lambda _: fixed


def asked_parts(index: int, asked: Iterable[str]) -> Parts:
    """What the catalogue does not know of a candidate."""
    names = tuple(name for name in asked if name in Candidate.model_fields)
    fields = tuple(specs(Candidate, ("candidates", index), names)) if names else ()
    part = FormPart("The catalogue does not say; what is not needed may stay empty", fields)
    return lambda _: (part,)


def with_own_id(index: int) -> Callable[[Workspace, Data], Data]:
    """Completes a draft of a candidate with an id made of its name."""
    return lambda workspace, draft: {
        "id": candidate_id(workspace, str(draft.get("name") or ""), but=index),
        **draft,
    }


OBSERVED = (
    *("metric", "value", "source", "as_of", "valid_until", "basis", "version", "url", "effort", "above_tokens"),
    *("provider", "note"),
)


def figure_parts(candidate: int, number: int) -> Parts:
    """Every field of a figure."""
    part = FormPart("Figure", tuple(specs(Observation, ("candidates", candidate, "observations", number), OBSERVED)))
    return lambda _: (part,)


def run_parts(number: int) -> Parts:
    """Every field of an evaluation but its metrics and slices, which are tables of their own."""
    fields = tuple(specs(Evaluation, ("evaluations", number)))
    part = FormPart("Evaluation: a run of the golden dataset", fields)
    return lambda _: (part,)

"""The form of a candidate: every field, and its figures, ratings and evaluations as lines that open their own forms."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import BindingType

from shortlist.core.basics.errors import InvalidDocument
from shortlist.core.document.candidate import Candidate, Observation
from shortlist.core.document.metrics import METRICS, metric_label
from shortlist.core.document.offering import Offering
from shortlist.core.edits.places import Data, KeyPath, value_at, with_value
from shortlist.core.edits.quick_entry import Stamp
from shortlist.tui.body import Desk, applied
from shortlist.tui.draw.lines import NAME
from shortlist.tui.draw.widths import both_ends
from shortlist.tui.forms import candidate as forms
from shortlist.tui.forms.form_dialog import FormDialog
from shortlist.tui.forms.item import Item
from shortlist.tui.keys.bindings import bound
from shortlist.tui.parts.rating import Rating
from shortlist.tui.screens.candidates.figures_dialog import QuickDialog
from shortlist.tui.screens.candidates.stamp_fields import Stamps


class CandidateDialog(FormDialog):
    """Edits a candidate that is there."""

    BINDINGS: ClassVar[list[BindingType]] = bound("candidate_form")

    def __init__(self, desk: Desk, index: int, stamps: Stamps, start: KeyPath | str = "") -> None:
        name = desk.session.workspace.candidates[index].name
        super().__init__(Item(desk, ("candidates", index), name, forms.candidate_parts(index)), name, start)
        self._desk, self._index, self._stamps = desk, index, stamps

    @property
    def _candidate(self) -> Candidate:
        return self._desk.session.workspace.candidates[self._index]

    def open_line(self, key: str) -> None:
        one, runs = self._candidate, self._desk.session.workspace.evaluations
        kind, _, number = key.partition(" ")
        new = number == "new"
        if kind == "figure":
            at = len(one.observations) if new else int(number)
            form = figure_dialog(self._desk, self._index, at, self._stamps.of(one.id))
            self.app.push_screen(form, lambda _: self._kept(at) if new else None)
        elif kind == "run":
            at = len(runs) if new else int(number)
            self.app.push_screen(run_dialog(self._desk, self._index, at))
        elif kind == "machines":
            self.action_machines()
        elif kind == "rating":
            Rating(self.app, self._desk, self._index).ask(None if new else one.overrides[int(number)].column)

    def action_machines(self) -> None:
        from shortlist.tui.parts.sizing_dialog import open_sizing

        open_sizing(self._desk, self.app, self._candidate.id)

    def action_figures(self) -> None:
        order = [result.id for result in self._desk.session.analysis.ranking]
        self.app.push_screen(QuickDialog(self._desk, self._candidate.id, self._stamps, order))

    def _kept(self, at: int) -> None:
        """The origin of a new figure stays for the next one."""
        made = value_at(self._desk.session.workspace, ("candidates", self._index, "observations", at))
        if isinstance(made, Observation):
            stamp = Stamp(made.as_of, made.source, made.basis, made.version, made.url, made.effort)
            self._stamps.keep(stamp, self._candidate.id)

    def remove_line(self, key: str) -> None:
        kind, _, number = key.partition(" ")
        if not number or number == "new":
            return
        path, name = {
            "figure": (("candidates", self._index, "observations"), "a figure"),
            "rating": (("candidates", self._index, "overrides"), "a rating"),
            "run": (("evaluations",), "an evaluation"),
        }[kind]
        self._desk.session.typed.drop(path)
        applied(self._desk, f"remove {name}", lambda w: with_value(w, (*path, int(number)), None))
        self.show_form()


def figure_dialog(desk: Desk, candidate: int, number: int, stamp: Stamp) -> FormDialog:
    """The form of a figure of a candidate; one past the last is a new one, from where the last one came."""
    one = desk.session.workspace.candidates[candidate]
    figures: KeyPath = ("candidates", candidate, "observations")
    if number < len(one.observations):
        draft, heading = None, metric_label(one.observations[number].metric)
    else:
        draft, heading = desk.session.typed.take(figures, stamp.origin), "a new figure"
    parts = forms.figure_parts(candidate, number)
    return FormDialog(Item(desk, (*figures, number), f"a figure of {one.name}", parts, draft), f"{one.name}: {heading}")


def run_dialog(desk: Desk, candidate: int, number: int) -> FormDialog:
    """The form of an evaluation; one past the last is a new one of the candidate, of the product's task, today."""
    workspace = desk.session.workspace
    one = workspace.candidates[candidate]
    draft: Data | None = None
    heading = "an evaluation"
    if number >= len(workspace.evaluations):
        draft, heading = desk.session.typed.take(("evaluations",), {}), "a new evaluation"
        if draft.get("candidate") != one.id:
            draft = {"candidate": one.id, "step": workspace.scenario.task.id, "ran_on": desk.session.today}
    item = Item(desk, ("evaluations", number), f"an evaluation of {one.name}", forms.run_parts(number), draft)
    return FormDialog(item, f"{both_ends(one.name, NAME)}: {heading}", ("evaluations", number, "examples"))


def by_hand_dialog(desk: Desk) -> FormDialog:
    """The form of a candidate that the catalogue does not have."""
    index = len(desk.session.workspace.candidates)
    parts, complete = forms.named_parts(index), forms.with_own_id(index)
    draft = desk.session.typed.take(("candidates",), {})
    item = Item(desk, ("candidates", index), "a candidate", parts, draft, complete)
    return FormDialog(item, "Add a candidate by hand")


def from_catalogue(desk: Desk, offering: Offering) -> FormDialog:
    """Add an offering as a candidate, and ask what the catalogue does not know of it; all of it is one edit."""
    from shortlist.catalogue.candidate import draft

    workspace, scenario = desk.session.workspace, desk.session.workspace.scenario
    index = len(workspace.candidates)
    document, ask = draft(offering, [one.id for one in workspace.candidates])
    # What is unknown and stands in the way of a check, because the scenario asks for it.
    wanted = {"outputs": any(step.needs.outputs for step in scenario.steps), "regions": bool(scenario.regions)}
    ask = (*ask, *(name for name, asked in wanted.items() if asked and name not in document))
    item = Item(desk, ("candidates", index), offering.name, forms.asked_parts(index, ask), document)
    desk.seal()
    try:
        item.add()
        heading = f"{offering.name} is added"
    except InvalidDocument:
        heading = f"{offering.name} is added once this is known"
    figures = [metric_label(name).lower() for name in ask if name in METRICS]
    lacking = f"; no figure for {', '.join(figures)}" if figures else ""
    return FormDialog(item, heading + lacking)

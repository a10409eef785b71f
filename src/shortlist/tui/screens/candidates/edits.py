"""What can be done to the candidates: who serves and who stands in, copies, removal; forms and figures beside."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from functools import cached_property
from typing import TYPE_CHECKING, Any

from shortlist.core.assessment.columns import fit_unsaid, privacy_unsaid
from shortlist.core.basics.words import agreeing, listed
from shortlist.core.document.candidate import Candidate
from shortlist.core.document.checklist import check_labels
from shortlist.core.document.workspace import Workspace, choices
from shortlist.core.edits import candidates as core
from shortlist.core.edits.candidates import ChoiceRole
from shortlist.core.edits.places import KeyPath
from shortlist.core.walkthrough import still_to_answer
from shortlist.export.levels import unplayed
from shortlist.tui.body import Desk, applied
from shortlist.tui.draw.lines import NAME
from shortlist.tui.draw.widths import both_ends
from shortlist.tui.host import Host
from shortlist.tui.keys.bindings import keyed
from shortlist.tui.keys.sentences import empty
from shortlist.tui.screens.candidates.list_panes import Halves
from shortlist.tui.screens.candidates.selection import Selection
from shortlist.tui.screens.candidates.views import COMPARISON

if TYPE_CHECKING:
    from shortlist.tui.forms.form_dialog import FormDialog
    from shortlist.tui.screens.candidates.catalogue_dialog import Picked
    from shortlist.tui.screens.candidates.stamp_fields import Stamps


class CandidateEdits:
    """The edits of the candidates, each a step of its own to undo."""

    def __init__(
        self,
        desk: Desk,
        host: Host,
        selection: Selection,
        listed: Halves,
        run: Callable[[Coroutine[Any, Any, None]], object],
    ) -> None:
        """The candidate is the one under the cursor of the list; `run` goes through an import, in place of one that is
        being gone through."""
        self._desk, self._host, self._selection, self._listed, self._run = desk, host, selection, listed, run

    @property
    def _workspace(self) -> Workspace:
        return self._desk.session.workspace

    def _index(self) -> int | None:
        """Where the candidate under the cursor stands in the document; says so where there is none."""
        index = core.index_of(self._workspace, self._listed.candidate or "")
        if index is None:
            self._desk.say(empty("none_under"))
        return index

    def _picked(self) -> Candidate | None:
        """The candidate under the cursor; says so where there is none."""
        index = self._index()
        return None if index is None else self._workspace.candidates[index]

    # --- adding and editing

    def add(self) -> None:
        """Search the catalogue, add what is chosen, ask what it does not know."""
        from shortlist.tui.screens.candidates.catalogue_dialog import CatalogueDialog

        self._host.push_screen(CatalogueDialog(self._desk.session.compared), self._add_picked)

    def _add_picked(self, picked: Picked | None) -> None:
        if picked == "by hand":
            self.add_by_hand()
        elif picked is not None:
            from shortlist.tui.screens.candidates.candidate_dialog import from_catalogue

            self._fill_in(from_catalogue(self._desk, picked))

    def add_by_hand(self) -> None:
        """A form for what the catalogue does not have."""
        from shortlist.tui.screens.candidates.candidate_dialog import by_hand_dialog

        self._fill_in(by_hand_dialog(self._desk))

    def _fill_in(self, form: FormDialog) -> None:
        """Show the form of something new, and go to it afterwards."""
        index = len(self._workspace.candidates) - form.item.there

        def closed(_: None) -> None:
            if index < len(self._workspace.candidates):
                self._listed.grid.at_row(self._workspace.candidates[index].id)

        self._host.push_screen(form, closed)

    def edit(self, start: KeyPath | str = "") -> None:
        """The form of the candidate, at a part of it where one is named, else at what nobody said of the column."""
        index = self._index()
        if index is not None:
            from shortlist.tui.screens.candidates.candidate_dialog import CandidateDialog

            if not start and self._listed.view == COMPARISON:
                start = self._unsaid(index, self._listed.grid.column_key)
            self._host.push_screen(CandidateDialog(self._desk, index, self._stamps, start))

    def _unsaid(self, index: int, column: str | None) -> KeyPath | str:
        """Where the form has what a column is unknown for; empty where it is not known to lack anything."""
        from shortlist.tui.forms.candidate import NEW_FIGURE

        compared = self._desk.session.compared
        result = compared.by_id[self._workspace.candidates[index].id]
        missing: tuple[str, ...] = ()
        if column == "privacy_risk":
            missing = privacy_unsaid(compared.scenario, result.candidate)
        elif column == "task_fit":
            missing = next(filter(None, (fit_unsaid(step.serving) for step in result.steps.values())), ())
        if missing:
            return ("candidates", index, *missing)
        lacks = any(name == column and value.counts and not value.known for name, value in result.columns.items())
        return NEW_FIGURE if lacks else ""

    def rate(self) -> None:
        """Rate the column under the cursor, of the candidate or of all that are marked; asks which where none is."""
        index = self._index()
        if index is not None:
            from shortlist.tui.parts.rating import Rating

            marked = (core.index_of(self._workspace, id_) for id_ in self._selection.now.marked)
            places = [place for place in marked if place is not None]
            if places and index not in places:
                index = places[0]
            Rating(self._host, self._desk, index, [place for place in places if place != index]).ask(
                self._listed.grid.column_key
            )

    def machines(self) -> None:
        """The self-hosting helper for the candidate."""
        one = self._picked()
        if one is not None:
            from shortlist.tui.parts.sizing_dialog import open_sizing

            open_sizing(self._desk, self._host, one.id)

    def evaluation(self) -> None:
        """The form of a new evaluation of the candidate."""
        index = self._index()
        if index is not None:
            from shortlist.tui.screens.candidates.candidate_dialog import run_dialog

            self._host.push_screen(run_dialog(self._desk, index, len(self._workspace.evaluations)))

    # --- files and the catalogue

    def import_file(self) -> None:
        """Ask for a file, preview what it would change, take over what is chosen as one edit."""
        from shortlist.tui.flows.importing.flow import ImportFlow

        self._run(ImportFlow(self._host, self._desk).from_file())

    def refresh_prices(self) -> None:
        """Compare every candidate with today's catalogue, and offer the differences."""
        if not self._workspace.candidates:
            self._desk.say("There is nothing to compare yet; add a candidate, or import a file.")
            return
        from shortlist.tui.flows.importing.flow import ImportFlow

        self._run(ImportFlow(self._host, self._desk).refresh())

    # --- figures

    @cached_property
    def _stamps(self) -> Stamps:
        """Where the figures came from that were typed so far; imported when first asked for."""
        from shortlist.tui.screens.candidates.stamp_fields import Stamps

        return Stamps(self._desk.session.today)

    def figures(self) -> None:
        """A line of figures for the candidate, then for the others as they follow each other."""
        one = self._picked()
        if one is not None:
            from shortlist.tui.screens.candidates.figures_dialog import QuickDialog

            self._host.push_screen(QuickDialog(self._desk, one.id, self._stamps, self._listed.order))

    def table(self) -> None:
        """A table of figures for any of the candidates."""
        if self._picked() is not None:
            from shortlist.tui.screens.candidates.figures_dialog import TableDialog

            self._host.push_screen(TableDialog(self._desk, self._stamps.of(), self._stamps))

    # --- the decision

    def why_not(self) -> None:
        """What stands between the candidate and the first place."""
        one = self._picked()
        if one is not None:
            from shortlist.tui.screens.candidates.why_not_dialog import WhyNotDialog

            self._host.push_screen(WhyNotDialog(self._desk.session.compared, one.id))

    def choose(self, place: ChoiceRole) -> None:
        """Choose the candidate for the decision, or for the step that is looked at; again takes the choice back."""
        one, step = self._picked(), self._desk.session.compared.step
        if one is None:
            return
        if not any(one.plays(row) for row in self._desk.session.compared.steps):
            self._desk.say(f"{one.name} {unplayed(self._desk.session.compared, one)}.")
        elif step is not None:
            self._choose(one, place, step.id)
        elif all(one.plays(row) for row in self._workspace.scenario.steps):
            self._choose(one, place, None)
        else:
            self._choose_where_it_plays(one, place)

    def _choose_where_it_plays(self, one: Candidate, place: ChoiceRole) -> None:
        """Choose a candidate for the steps that it plays, and for no other; once more takes it back."""
        played = [row for row in self._workspace.scenario.steps if one.plays(row)]
        now = choices(self._workspace)
        again = all(getattr(now[row.id], place) == one.id for row in played)
        chosen = None if again else one.id
        wanted = {row.id: now[row.id]._replace(**{place: chosen}) for row in played}
        where = listed(f"“{row.name}”" for row in played)
        if self._decided(one, place, f" of {where}", lambda w: core.with_choices(w, wanted)):
            self._say_chosen(one, not again, f"the {place} of {where}, which it plays")

    def adopt(self) -> None:
        """Tell what adopting what is recommended does and costs; Enter does it, for all steps or the one looked at."""
        from shortlist.core.advice.adopting import adoption
        from shortlist.tui.screens.candidates.adopt_dialog import AdoptDialog

        analysis, step = self._desk.session.analysis, self._desk.session.compared.step
        if not analysis.workspace.candidates:
            self._desk.say(empty("none_under"))
            return
        found, where = adoption(analysis, None), ""
        if step is not None:
            found, where = adoption(analysis, step.id), f" for {step.name}"

        def answered(agreed: bool | None) -> None:
            if not agreed:
                return
            if applied(self._desk, f"adopt what is recommended{where}", lambda w: core.with_choices(w, found.choices)):
                self._desk.say(f"Adopted what is recommended{where}. {keyed('{edit.undo}')} takes it back.")

        self._host.push_screen(AdoptDialog(analysis, found, where), answered)

    def choose_step(self, place: ChoiceRole) -> None:
        """Choose the candidate for one step; asks which."""
        one = self._picked()
        if one is None:
            return
        from shortlist.tui.dialogs.question import QuestionDialog

        answers = []
        for row in self._workspace.scenario.steps:
            held, told = self._workspace.candidate(core.chosen(self._workspace, place, row.id)), row.name
            if held is not None:
                told = f"{row.name} (now {held.name})"
            answers.append((row.id, told))
        asked = QuestionDialog(
            f"{both_ends(one.name, NAME)}: {place} of which step?",
            "A step without a choice of its own is served as the decision says; the same choice again takes it back.",
            tuple(answers),
        )
        self._host.ask(asked, lambda step: self._choose(one, place, step))

    def _choose(self, one: Candidate, place: ChoiceRole, step: str | None) -> None:
        where = f" of {self._workspace.scenario.named(step)}" if step else ""
        if self._decided(one, place, where, lambda w: core.with_choice(w, place, one.id, step)):
            made = core.chosen(self._workspace, place, step) == one.id
            self._say_chosen(one, made, f"the {place}{self._steps_of(place, step, one)}")

    def _steps_of(self, place: ChoiceRole, step: str | None, one: Candidate) -> str:
        """The steps that a choice is for, or was: ` of “Classify” and “Embed”`; empty where there is only one."""
        steps = self._workspace.scenario.steps
        if len(steps) == 1:
            return ""
        if step is not None:
            return f" of {self._workspace.scenario.named(step)}"
        made = choices(self._workspace)
        named = [row.name for row in steps if getattr(made[row.id], place) == one.id]
        if not named:
            return ", for no step"
        if len(named) == len(steps):
            return " of every step"
        return " of " + listed(f"“{name}”" for name in named)

    def _say_chosen(self, one: Candidate, made: bool, what: str) -> None:
        """Say what it is now, with what must be known of it before the choice counts, or what it is no longer."""
        analysis = self._desk.session.analysis
        unknown = still_to_answer(analysis.workspace, analysis.by_id[one.id])
        if not made:
            self._desk.say(f"{one.name} is no longer {what}.")
        elif not unknown:
            self._desk.say(f"{one.name} is now {what}.")
        else:
            called = check_labels(analysis.workspace.checks)
            labels = listed(f"“{called[check]}”" for check in unknown)
            remain = agreeing(len(unknown), "remains", "remain")
            first = keyed(f"{labels} {remain} to be answered first: {{tab.checklist}}, then {{checklist.next}}.")
            self._desk.say(f"{one.name} is now {what}. {first}", "warning", seconds=8)

    def _decided(self, one: Candidate, place: ChoiceRole, where: str, change: Callable[[Workspace], Workspace]) -> bool:
        """Make a choice; nobody is default and fallback at once: False then, with what to do first."""
        both = core.both_at_once(self._workspace, change(self._workspace))
        if both is None:
            return applied(self._desk, f"{place}{where}: {one.name}", change)
        step, twice = both
        of = f" of {self._workspace.scenario.step_name(step)}" if step else ""
        told = f"One candidate would be default and fallback{of} then; choose another {place} instead."
        if twice == one.id:
            other = "fallback" if place == "default" else "default"
            told = f"{one.name} is the {other}{of}, and nobody stands in for itself; choose another {other} first."
        self._desk.say(told)
        return False

    # --- copies and removal

    def duplicate(self) -> None:
        """Put a copy behind the candidate and go to it."""
        index = self._index()
        if index is not None:
            name = self._workspace.candidates[index].name
            self._desk.session.typed.drop(("candidates",))
            if applied(self._desk, f"duplicate {name}", lambda w: core.with_candidate_copied(w, index)):
                self._listed.grid.at_row(self._workspace.candidates[index + 1].id)

    def remove(self) -> None:
        """Remove the candidate and what refers to it; undo brings all of it back."""
        index = self._index()
        if index is None:
            return
        one = self._workspace.candidates[index]
        for table in ("candidates", "evaluations"):
            self._desk.session.typed.drop((table,))
        along = core.references(self._workspace, one.id)
        if applied(self._desk, f"remove {one.name}", lambda w: core.without_candidate(w, index)):
            with_it = f" with {' and '.join(along)}" if along else ""
            self._desk.say(f"Removed {one.name}{with_it}. {keyed('{edit.undo}')} brings it back.")

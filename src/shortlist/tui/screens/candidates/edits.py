"""What can be done to the candidates: who serves and who stands in, copies, removal; forms and figures beside."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TYPE_CHECKING, ClassVar

from textual.binding import BindingType

from shortlist.core.basics.errors import InvalidDocument
from shortlist.core.document.candidate import Candidate
from shortlist.core.document.workspace import Workspace
from shortlist.core.edits import candidates as core
from shortlist.core.edits.candidates import Place
from shortlist.tui.keys.bindings import bound, key_of, keyed
from shortlist.tui.keys.hint import Hint, hint
from shortlist.tui.keys.sentences import empty
from shortlist.tui.parts.table_body import TableBody
from shortlist.tui.widgets.grid import Grid

if TYPE_CHECKING:
    from shortlist.core.edits.places import KeyPath
    from shortlist.core.edits.quick_entry import Stamp
    from shortlist.tui.forms.form_dialog import FormDialog
    from shortlist.tui.screens.candidates.catalogue_dialog import Picked


class CandidateEdits(TableBody):
    """The editing half of the candidates' screen; every action is one edit that can be undone."""

    BINDINGS: ClassVar[list[BindingType]] = bound("candidate_edits")

    def edit_hints(self) -> tuple[Hint, ...]:
        """The keys of this half; without a candidate those that bring one."""
        if not self.workspace.candidates:
            return (
                hint("candidates.add", "add from the catalogue"),
                hint("candidates.import", "import a file"),
                hint("candidates.add_by_hand"),
            )
        return (
            hint("candidates.add"),
            hint("candidates.import"),
            hint("candidates.edit"),
            hint("candidates.figures"),
            hint("candidates.default"),
            hint("candidates.fallback"),
        )

    # --- what is under the cursor

    @property
    def workspace(self) -> Workspace:
        """The workspace as it now is."""
        return self.desk.session.workspace

    @property
    def index(self) -> int | None:
        """Where the candidate under the cursor stands in the document."""
        return core.index_of(self.workspace, self.query_one(Grid).row_key or "")

    def picked(self) -> Candidate | None:
        """The candidate under the cursor; says so where there is none."""
        index = self.index
        if index is None:
            self.desk.say(empty("none_under"))
            return None
        return self.workspace.candidates[index]

    def apply(self, name: str, change: Callable[[Workspace], Workspace], merge: Hashable = None) -> bool:
        """Make an edit, or say why it cannot be made."""
        self.desk.seal()
        try:
            self.desk.edit(name, change, merge)
        except InvalidDocument as error:
            self.desk.say(str(error), "error")
            return False
        return True

    # --- adding and editing

    def action_add(self) -> None:
        """Search the catalogue, add what is chosen, ask what it does not know."""
        from shortlist.tui.screens.candidates.catalogue_dialog import CatalogueDialog

        self.app.push_screen(CatalogueDialog(self.desk.session.today), self._add_picked)

    def _add_picked(self, picked: Picked | None) -> None:
        if picked == "by hand":
            self.action_add_by_hand()
        elif picked is not None:
            from shortlist.tui.screens.candidates.candidate_dialog import from_catalogue

            self._fill_in(from_catalogue(self.desk, picked))

    def action_add_by_hand(self) -> None:
        """A form for what the catalogue does not have."""
        from shortlist.tui.screens.candidates.candidate_dialog import by_hand_dialog

        self._fill_in(by_hand_dialog(self.desk))

    def _fill_in(self, form: FormDialog) -> None:
        """Show the form of something new, and go to it afterwards."""
        index = len(self.workspace.candidates) - form.item.there

        def closed(_: None) -> None:
            if index < len(self.workspace.candidates):
                self.go_to(self.workspace.candidates[index].id)

        self.app.push_screen(form, closed)

    def action_edit(self) -> None:
        """The form of the candidate."""
        self._open()

    def on_grid_opened(self) -> None:
        """Enter opens it as well."""
        if self.screen.is_active:
            self._open()

    def _open(self, start: str = "") -> None:
        index = self.index
        if self.picked() is not None and index is not None:
            from shortlist.tui.screens.candidates.candidate_dialog import CandidateDialog

            self.app.push_screen(CandidateDialog(self.desk, index, self._stamp_now, self._kept, start))

    def action_rate(self) -> None:
        """Rate the column under the cursor; asks which where the cursor is on none."""
        index = self.index
        if self.picked() is not None and index is not None:
            from shortlist.tui.parts.rating import Rating

            Rating(self.app, self.desk, index).ask(self.query_one(Grid).column_key)

    def action_machines(self) -> None:
        """The self-hosting helper for the candidate."""
        one = self.picked()
        if one is not None:
            from shortlist.tui.parts.sizing_dialog import sizing_dialog

            found = sizing_dialog(self.desk, one.id)
            self.desk.say(found) if isinstance(found, str) else self.app.push_screen(found)

    def action_evaluation(self) -> None:
        """The form of a new evaluation of the candidate."""
        index = self.index
        if self.picked() is not None and index is not None:
            from shortlist.tui.screens.candidates.candidate_dialog import run_dialog

            self.app.push_screen(run_dialog(self.desk, index, len(self.workspace.evaluations)))

    # --- files and the catalogue

    def action_import_file(self) -> None:
        """Ask for a file, preview what it would change, take over what is chosen as one edit."""
        from shortlist.tui.screens.importing.flow import ImportFlow

        self.run_worker(ImportFlow(self.app, self.desk).from_file(), group="import", exclusive=True)

    def action_refresh_prices(self) -> None:
        """Compare every candidate with today's catalogue, and offer the differences."""
        if not self.workspace.candidates:
            self.desk.say("There is nothing to compare yet; add a candidate, or import a file.")
            return
        from shortlist.tui.screens.importing.flow import ImportFlow

        self.run_worker(ImportFlow(self.app, self.desk).refresh(), group="import", exclusive=True)

    # --- figures

    _stamp: Stamp | None = None
    """Where the last figures came from; it stays for the next ones."""

    def _kept(self, stamp: Stamp) -> None:
        self._stamp = stamp

    def action_figures(self) -> None:
        """A line of figures for the candidate."""
        one = self.picked()
        if one is not None:
            from shortlist.tui.screens.candidates.figures_dialog import QuickDialog

            self.app.push_screen(QuickDialog(self.desk, one.id, self._stamp_now, self._kept))

    def action_table(self) -> None:
        """A table of figures for any of the candidates."""
        if self.picked() is not None:
            from shortlist.tui.screens.candidates.figures_dialog import TableDialog

            self.app.push_screen(TableDialog(self.desk, self._stamp_now, self._kept))

    @property
    def _stamp_now(self) -> Stamp:
        from shortlist.core.edits.quick_entry import Stamp

        return self._stamp or Stamp(self.desk.session.today)

    # --- the decision

    def action_choose(self, place: Place) -> None:
        """Choose the candidate for the decision; again takes the choice back."""
        if (one := self.picked()) is not None:
            self._choose(one, place, None)

    def action_choose_step(self, place: Place) -> None:
        """Choose the candidate for one step; asks which."""
        one = self.picked()
        if one is None:
            return
        from shortlist.tui.dialogs.question import QuestionDialog

        answers = tuple((step.id, self._step_told(step.id, step.name, place)) for step in self.workspace.scenario.steps)
        asked = QuestionDialog(
            f"{one.name}: {place} of which step?",
            "A step without a choice of its own is served as the decision says; the same choice again takes it back.",
            answers,
        )

        def answered(step: str | None) -> None:
            if step is not None:
                self._choose(one, place, step)

        self.app.push_screen(asked, answered)

    def _step_told(self, step: str, name: str, place: Place) -> str:
        now = core.chosen(self.workspace, place, step)
        held = self.workspace.candidate(now)
        return f"{name} (now {held.name})" if held else name

    def _choose(self, one: Candidate, place: Place, step: str | None) -> None:
        where = f" of {step}" if step else ""
        wanted = core.with_choice(self.workspace, place, one.id, step)
        both = core.both_at_once(self.workspace, wanted)
        if both is not None:
            self.desk.say(self._no_stand_in(one, place, *both))
            return
        if self.apply(f"{place}{where}: {one.name}", lambda w: core.with_choice(w, place, one.id, step)):
            made = core.chosen(self.workspace, place, step) == one.id
            self.desk.say(f"{one.name} is {'now' if made else 'no longer'} the {place}{where}.")

    def _no_stand_in(self, one: Candidate, place: Place, step: str, both: str) -> str:
        """Why nobody is default and fallback at once, and what to do first."""
        where = next((f" of {row.name}" for row in self.workspace.scenario.steps if row.id == step), "")
        if both != one.id:
            return f"One candidate would be default and fallback{where} then; choose another {place} instead."
        other = "fallback" if place == "default" else "default"
        return f"{one.name} is the {other}{where}, and nobody stands in for itself; choose another {other} first."

    # --- copies and removal

    def action_duplicate(self) -> None:
        """Put a copy behind the candidate and go to it."""
        index = self.index
        if self.picked() is not None and index is not None:
            name = self.workspace.candidates[index].name
            self.desk.session.forget(("candidates",))
            if self.apply(f"duplicate {name}", lambda w: core.with_candidate_copied(w, index)):
                self.go_to(self.workspace.candidates[index + 1].id)

    def action_remove(self) -> None:
        """Remove the candidate and what refers to it; undo brings all of it back."""
        one, index = self.picked(), self.index
        if one is None or index is None:
            return
        for table in ("candidates", "evaluations"):
            self.desk.session.forget((table,))
        along = core.references(self.workspace, one.id)
        if self.apply(f"remove {one.name}", lambda w: core.without_candidate(w, index)):
            with_it = f" with {' and '.join(along)}" if along else ""
            self.desk.say(f"Removed {one.name}{with_it}. {keyed('{edit.undo}')} brings it back.")

    # --- places

    def show_place(self, path: KeyPath, item: str | None = None) -> None:
        """Go to a candidate, and on to what of it is named: a figure, its figures, a column; or add one."""
        if not self.workspace.candidates or path == ("candidates",):
            self.action_add()
            return
        index = path[1] if path[:1] == ("candidates",) and len(path) > 1 else None
        if isinstance(index, int) and index < len(self.workspace.candidates):
            item = self.workspace.candidates[index].id
        self.show_all()
        if self.view:
            self.show_view(0)
        self.go_to(item or self.desk.session.analysis.ranking[0].id)
        match path:
            case ("candidates", _, "observations", int(number)):
                self._open(f"figure {number}")
            case ("candidates", _, "observations"):
                self.action_figures()
            case ("candidates", _, "overrides", str(column)):
                self.query_one(Grid).at_column(column)
                known = column.replace("_", " ")
                keys = keyed("{candidates.edit} fills in the rest, {candidates.rate} rates it with a reason.")
                self.desk.say(f"What is known of the {known} is told below: {keys}")
            case ("decision", "default" | "fallback" as place):
                key = key_of(f"candidates.{place}")
                self.desk.say(f"{key} makes the candidate under the cursor the {place}; ↑ and ↓ move.")

    def show_all(self) -> None:
        """Drop the filter, which may hide what is gone to."""
        if self._filter:
            self._close_filter()
            self.filter_to("")

    def go_to(self, id_: str) -> None:
        """Move the cursor to a candidate."""
        grid = self.query_one(Grid)
        places = [place for place, row in enumerate(grid.table.rows) if row.key == id_]
        if places:
            grid.place_cursor(places[0])

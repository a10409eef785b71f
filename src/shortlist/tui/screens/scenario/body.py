"""The scenario: the steps with their traffic at the left, the form of the step or of the scenario at the right."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.message import Message

from shortlist.core.basics.errors import InvalidDocument
from shortlist.core.document.workspace import Workspace
from shortlist.core.edits import places as editing
from shortlist.core.edits.places import KeyPath
from shortlist.core.edits.presets import is_empty, with_preset
from shortlist.tui.body import Body, Desk, style_beside
from shortlist.tui.forms.form_box import FormBox
from shortlist.tui.forms.form_foot import FormFoot
from shortlist.tui.forms.scenario import MORE, SCENARIO, PlaceItem, steps_table
from shortlist.tui.forms.spec import Spec
from shortlist.tui.keys.bindings import bound, keyed
from shortlist.tui.keys.hint import Hint, hint
from shortlist.tui.parts.applying import applied
from shortlist.tui.parts.preset import ask_preset
from shortlist.tui.session.typed import Pending
from shortlist.tui.widgets.grid import Grid
from shortlist.tui.widgets.sheet import Sheet
from shortlist.tui.widgets.summary import running_line


class StepsGrid(Grid):
    """The list of steps; its keys change their order and number, and mean nothing while the form is focused."""

    BINDINGS: ClassVar[list[BindingType]] = bound("steps")

    class Asked(Message):
        """Something is to be done with the step under the cursor: add, copy, remove, down or up."""

        def __init__(self, what: str) -> None:
            super().__init__()
            self.what = what

    def action_step(self, what: str) -> None:
        """Ask for it."""
        self.post_message(self.Asked(what))


class ScenarioBody(Body):
    """Every field of the scenario and its steps, valid as you type."""

    DEFAULT_CSS = style_beside(__file__)
    HELP_TEXT = (
        "Steps at the left, the form at the right: Enter edits a field, Tab goes on to the next one, Del empties it; "
        "{scenario.fold} shows all fields of a step. {scenario.preset} lays the steps of a common kind of product into "
        "a scenario that has none yet. "
        "Numbers may be written 30k, 1.2M or 5%. What is no valid value yet is kept as typed and explained beneath."
    )
    BINDINGS: ClassVar[list[BindingType]] = bound("scenario")

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.item = PlaceItem(desk)
        self.box = FormBox(self.item, self._edited, self._moved, left=desk.hints_changed, opened=self._open_line)
        self._begun = desk.session.workspace
        """The workspace when this screen came to the front."""
        self._drawn: Mapping[KeyPath, Pending] = {}
        """What was typed and is no value, as the form shows it."""

    def compose(self) -> ComposeResult:
        yield StepsGrid(id="steps")
        yield self.box
        yield FormFoot(usual=4, grown=self._foot_grown)

    def _foot_grown(self, height: int | None) -> None:
        """The foot is a row of the grid that steps and form lie in."""
        self.styles.grid_rows = None if height is None else f"1fr {height}"

    # --- showing

    def refresh_analysis(self) -> None:
        """Draw the steps, the form and what the last edit did."""
        workspace = self.desk.session.workspace
        steps = self.query_one(StepsGrid)
        steps.show(steps_table(workspace))
        self.item.place = steps.row_key or SCENARIO
        self._show_form()

    def _show_form(self, cursor: str | None = None) -> None:
        self._drawn = self.desk.session.typed.pending
        self.box.show(cursor)
        self._show_foot()

    def _show_foot(self) -> None:
        self.box.explain(self.query_one(FormFoot), running_line(self.desk.session, self._begun))

    def _edited(self) -> None:
        """Draw the form, where what was typed and is no value came or went; an edit has drawn it already."""
        if self.desk.session.typed.pending != self._drawn:
            self._show_form()

    def on_grid_moved(self, event: Grid.Moved) -> None:
        event.stop()
        place = self.query_one(StepsGrid).row_key
        if place is not None and place != self.item.place:
            spec = self.box.spec
            self.item.place = place
            self._show_form(None if spec is None else self._same_field(spec, place))

    def _same_field(self, spec: Spec, place: str) -> str | None:
        """The line of another step that holds the same field; the steps are gone over by one field this way."""
        match spec.path:
            case ("scenario", "steps", _, *rest) if place != SCENARIO:
                return repr(("scenario", "steps", int(place), *rest))
        return None

    def on_grid_opened(self) -> None:
        """Enter on a step goes to its form."""
        self.query_one(Sheet).focus()

    def _moved(self) -> None:
        """Explain the field under the cursor."""
        if not self.stale:
            self._show_foot()

    def focus_first(self) -> None:
        """Focus the form, which tells from here on what an edit does."""
        if not self.stale and self._begun is not self.desk.session.workspace:
            self._begun = self.desk.session.workspace
            self._show_foot()
        self.query_one(Sheet).focus()

    def show_place(self, path: KeyPath, item: str | None = None) -> None:
        """Go to the field that a place names, or to the first one within it."""
        match path:
            case ("scenario", "steps", int(index), *_):
                self._go_to(index)
            case _:
                self.query_one(StepsGrid).place_cursor(0)
        self.item.place = self.query_one(StepsGrid).row_key or SCENARIO
        spec = self._first_within(path)
        if spec is None and not self.item.unfolded:
            self.item.unfolded = True
            spec = self._first_within(path)
        self._show_form(None if spec is None else repr(spec.path))

    def _first_within(self, path: KeyPath) -> Spec | None:
        """The first field that the form shows of a place."""
        return next((s for part in self.item.parts for s in part.specs if s.path[: len(path)] == path), None)

    @property
    def hurried(self) -> bool:
        """While a field is typed in: what that does to the recommendation comes first."""
        return self.box.editing is not None

    def hints(self) -> tuple[Hint, ...]:
        """The keys of the editor, of the steps or of the form."""
        if self.box.editing is not None:
            return (hint("editor.done"), hint("editor.next", keys="{editor.next:2}"))
        preset = (hint("scenario.preset"),) if is_empty(self.desk.session.workspace.scenario) else ()
        if self.query_one(StepsGrid).has_focus:
            return (
                *preset,
                hint("scenario.add"),
                hint("scenario.copy"),
                hint("scenario.remove"),
                hint("scenario.down", keys="{scenario.down:2}/{scenario.up:2}"),
                hint("scenario.tab", "form"),
            )
        fold = (hint("scenario.fold", "fold" if self.item.unfolded else ""),) if self.item.place != SCENARIO else ()
        return (*preset, hint("sheet.edit"), hint("sheet.clear"), *fold, hint("scenario.tab", "steps"))

    def action_other_part(self) -> None:
        """Move the focus between steps and form."""
        steps, sheet = self.query_one(StepsGrid), self.query_one(Sheet)
        (sheet if steps.has_focus else steps).focus()

    def back(self) -> bool:
        """From the form to the steps."""
        steps = self.query_one(StepsGrid)
        if steps.has_focus:
            return False
        steps.focus()
        return True

    def action_fold(self) -> None:
        """Show all fields of the step, or those that are asked first."""
        if self.box.editing is None and self.item.place != SCENARIO:
            self.item.unfolded = not self.item.unfolded
            self._show_form()
            self.desk.hints_changed()

    def _open_line(self, key: str) -> None:
        if key == MORE:
            self.action_fold()

    # --- steps

    def action_preset(self) -> None:
        """Lay the steps of a preset into a scenario that has none of its own yet."""
        if not is_empty(self.desk.session.workspace.scenario):
            self.desk.say(
                keyed("These steps say something already; {file.workspaces}, then {welcome.preset} begins a new one.")
            )
            return
        ask_preset(self.app, self._lay_down)

    def _lay_down(self, id_: str) -> None:
        name = f"lay down the preset {id_}"
        if applied(self.desk, name, lambda workspace: with_preset(workspace, id_)):
            count = len(self.desk.session.workspace.scenario.steps)
            self.desk.say(f"{count} steps are laid down; each figure is assumed until you replace it.", seconds=8)
            self._go_to(0)

    def on_steps_grid_asked(self, event: StepsGrid.Asked) -> None:
        """Change the steps; undo brings back what is removed with all that refers to it."""
        steps = self.desk.session.workspace.scenario.steps
        here = int(self.item.place) if self.item.place != SCENARIO else None
        if event.what == "add":
            at = len(steps) if here is None else here + 1
            self._change("add a step", lambda w: editing.with_new_step(w, at, f"Step {len(steps) + 1}"), at)
        elif here is None:
            return
        elif event.what == "copy":
            self._change("duplicate a step", lambda w: editing.with_step_copied(w, here), here + 1)
        elif event.what != "remove":
            to = here + (1 if event.what == "down" else -1)
            if 0 <= to < len(steps):
                self._change("move a step", lambda w: editing.with_step_moved(w, here, to), to)
        elif len(steps) == 1:
            self.desk.say("A scenario has at least one step: add another first.", "warning")
        else:
            self._change("remove a step", lambda w: editing.without_step(w, here), max(0, here - 1))

    def _change(self, name: str, change: Callable[[Workspace], Workspace], then: int) -> None:
        """Make an edit of the steps, and go to one of them; what was typed for a place is nothing for another step."""
        self.desk.session.typed.drop_texts(("scenario", "steps"))
        try:
            self.desk.edit(name, change)
        except InvalidDocument as error:
            self.desk.say(str(error), "error")
        self._go_to(then)

    def _go_to(self, index: int) -> None:
        self.query_one(StepsGrid).place_cursor(index + 1)

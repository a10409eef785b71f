"""The scenario: the steps with their traffic at the left, the form of the step or of the scenario at the right."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widget import Widget

from shortlist.core import editing
from shortlist.core.editing import KeyPath, value_at, with_value
from shortlist.core.errors import InvalidDocument, ShortlistError
from shortlist.core.workspace import Workspace
from shortlist.tui.body import Body, Desk, Hint, style_beside
from shortlist.tui.forms import Spec, editable, parsed
from shortlist.tui.scenarioform import (
    SCENARIO,
    Section,
    choices_for,
    form,
    form_lines,
    place_name,
    steps_table,
)
from shortlist.tui.session import Pending
from shortlist.tui.summary import change_line
from shortlist.tui.widgets.editor import LineEditor
from shortlist.tui.widgets.formfoot import FormFoot
from shortlist.tui.widgets.grid import Grid
from shortlist.tui.widgets.sheet import Sheet

NOT_SET = "not set"


class SheetBox(Widget):
    """Holds the form, and the editor over the field being edited."""

    DEFAULT_CSS = """
    SheetBox { height: 1fr; width: 1fr; layers: base over; }
    SheetBox LineEditor { layer: over; position: absolute; display: none; }
    """


class StepsGrid(Grid):
    """The list of steps; its keys change their order and number, and mean nothing while the form is focused."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "step('add')", "Add a step", id="scenario.add", show=False),
        Binding("u", "step('copy')", "Duplicate the step", id="scenario.copy", show=False),
        Binding("x", "step('remove')", "Remove the step", id="scenario.remove", show=False),
        Binding("shift+down,J", "step('down')", "Move the step down", id="scenario.down", show=False),
        Binding("shift+up,K", "step('up')", "Move the step up", id="scenario.up", show=False),
    ]

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
        "Steps at the left, the form at the right: Enter edits a field, Tab goes on to the next one, Del empties it. "
        "Numbers may be written 30k, 1.2M or 5%. What is no valid value yet is kept as typed and explained beneath."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "other_part", "Between steps and form", id="scenario.tab", show=False),
        Binding("shift+tab", "other_part", "Between steps and form", id="scenario.shift_tab", show=False),
    ]

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._place = SCENARIO
        self._sections: tuple[Section, ...] = ()
        self._editing: Spec | None = None

    def compose(self) -> ComposeResult:
        """Steps, form, and the lines beneath them."""
        yield StepsGrid(id="steps")
        with SheetBox():
            yield Sheet()
            yield LineEditor()
        yield FormFoot()

    # --- showing

    def refresh_analysis(self) -> None:
        """Draw the steps, the form and what the last edit did."""
        workspace = self.desk.session.workspace
        steps = self.query_one(StepsGrid)
        steps.show(steps_table(workspace))
        self._place = steps.row_key or SCENARIO
        self._show_form()

    def _show_form(self) -> None:
        session = self.desk.session
        self._sections = form(session.workspace, self._place)
        self.query_one(Sheet).show(form_lines(self._sections, session.analysis, session.pending))
        self._show_foot()

    def _show_foot(self) -> None:
        session, spec = self.desk.session, self._spec
        told = change_line(session.before, session.analysis)
        self.query_one(FormFoot).show(spec.help if spec else "", spec.unit if spec else "", told)

    @property
    def _spec(self) -> Spec | None:
        key = self.query_one(Sheet).key
        return next((s for section in self._sections for s in section.specs if repr(s.path) == key), None)

    def on_grid_moved(self) -> None:
        """Show the form of the step under the cursor."""
        place = self.query_one(StepsGrid).row_key
        if place is not None and place != self._place:
            self._place = place
            self._show_form()

    def on_grid_opened(self) -> None:
        """Enter on a step goes to its form."""
        self.query_one(Sheet).focus()

    def on_sheet_moved(self) -> None:
        """Explain the field under the cursor."""
        if not self.stale:
            self._show_foot()

    def focus_first(self) -> None:
        """Focus the form."""
        self.query_one(Sheet).focus()

    def show_place(self, path: KeyPath, item: str | None = None) -> None:
        """Go to the field that a place names, or to the first one within it."""
        match path:
            case ("scenario", "steps", int(index), *_):
                self._go_to(index)
            case _:
                self.query_one(StepsGrid).place_cursor(0)
        self._place = self.query_one(StepsGrid).row_key or SCENARIO
        self._show_form()
        found = (s for part in self._sections for s in part.specs if s.path[: len(path)] == path)
        if (spec := next(found, None)) is not None:
            sheet = self.query_one(Sheet)
            sheet.show(sheet.lines, repr(spec.path))

    def hints(self) -> tuple[Hint, ...]:
        """The keys of the editor, of the steps or of the form."""
        if self._editing is not None:
            return (Hint("Esc", "done", "leave(0)"), Hint("Tab", "next field", "leave(1)"))
        if self.query_one(StepsGrid).has_focus:
            steps = [
                ("a", "add", "step('add')"),
                ("u", "duplicate", "step('copy')"),
                ("x", "remove", "step('remove')"),
            ]
            return (
                *(Hint(*one) for one in steps),
                Hint("J/K", "move", "step('down')"),
                Hint("Tab", "form", "other_part"),
            )
        return (
            Hint("Enter", "edit", "choose"),
            Hint("Del", "clear", "clear"),
            Hint("Tab", "steps", "other_part"),
        )

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

    # --- editing a field

    def on_sheet_chosen(self) -> None:
        """Edit the field under the cursor in the way of its kind."""
        spec = self._spec
        if spec is None or not self.screen.is_active:
            return
        self.desk.seal()
        value = value_at(self.desk.session.workspace, spec.path)
        if spec.kind == "flag":
            self._set(spec, None if value else True)
        elif spec.kind == "choice" or choices_for(spec, self.desk.session.workspace):
            self._choose(spec, value)
        elif spec.kind == "list" and spec.choices:
            self._tick(spec, value)
        elif spec.kind == "prose":
            self._write(spec, value)
        else:
            self._type(spec, value)

    def on_sheet_cleared(self) -> None:
        """Empty the field under the cursor."""
        spec = self._spec
        if spec is not None and self.screen.is_active:
            self.desk.seal()
            self._typed(spec, "")
            self.desk.seal()

    def _choose(self, spec: Spec, value: object) -> None:
        from shortlist.tui.dialogs.question import QuestionDialog

        words = spec.choices or choices_for(spec, self.desk.session.workspace)
        answers = [(word, word.replace("_", " ")) for word in words]
        empty = f"{NOT_SET}: {spec.default}" if spec.default else NOT_SET
        asked = QuestionDialog(spec.label, spec.help, (*answers, ("", empty)), str(value or ""))

        def answered(answer: str | None) -> None:
            if answer is not None:
                self._set(spec, answer or None)

        self.app.push_screen(asked, answered)

    def _tick(self, spec: Spec, value: object) -> None:
        from shortlist.tui.dialogs.many import ManyDialog

        ticked = value if isinstance(value, tuple) else ()
        self.app.push_screen(
            ManyDialog(
                spec.label,
                spec.help,
                spec.choices,
                ticked,
                lambda words: self._set(spec, words or None),
            )
        )

    def _write(self, spec: Spec, value: object) -> None:
        from shortlist.tui.dialogs.text import TextDialog

        text = self._text_of(spec, value)
        self.app.push_screen(TextDialog(spec.label, spec.help, text, lambda typed: self._typed(spec, typed)))

    def _type(self, spec: Spec, value: object) -> None:
        editor = self.query_one(LineEditor)
        self._editing = spec
        editor.start(self._text_of(spec, value), lambda text: self._typed(spec, text))
        if spec.kind == "number":
            editor.select_all()
        self._place_editor()
        editor.display = True
        editor.focus()

    def _one_line(self, spec: Spec) -> bool:
        by_choice = spec.choices or choices_for(spec, self.desk.session.workspace)
        return spec.kind in ("text", "number", "list") and not by_choice

    def _text_of(self, spec: Spec, value: object) -> str:
        """What stands in the editor at first: what was typed and is not valid yet, else the value."""
        typed = self.desk.session.pending.get(spec.path)
        return typed.text if typed is not None else editable(spec, value)

    def _place_editor(self) -> None:
        number = self._editing is not None and self._editing.kind == "number"
        left, row, width = self.query_one(Sheet).editor_place(number)
        self.query_one(LineEditor).lie(left, row, width)

    def on_line_editor_left(self, event: LineEditor.Left) -> None:
        """Back to the form, or on to the next field: a line is edited at once, what needs a dialog waits for Enter."""
        sheet = self.query_one(Sheet)
        self.desk.seal()
        if event.to:
            sheet.action_move(event.to)
        spec = self._spec
        if event.to and spec is not None and self._one_line(spec):
            self._type(spec, value_at(self.desk.session.workspace, spec.path))
        else:
            self._close_editor()
            sheet.focus()

    def on_descendant_blur(self) -> None:
        """Leaving for another screen or the mouse closes the editor; what was typed stays."""
        editor = self.query_one(LineEditor)
        if self._editing is not None and not editor.has_focus and self.screen.is_current:
            self._close_editor()

    def _close_editor(self) -> None:
        self._editing = None
        self.query_one(LineEditor).display = False
        self.desk.seal()
        self.desk.hints_changed()

    def _typed(self, spec: Spec, text: str) -> None:
        """What was typed goes into the workspace, or stays beside it with the reason why it cannot."""
        pending = self.desk.session.pending
        was = pending.pop(spec.path, None)
        try:
            self._apply(spec, parsed(spec, text))
        except InvalidDocument as error:
            pending[spec.path] = Pending(text, editing.message_at(error, spec.path))
        except ShortlistError as error:
            pending[spec.path] = Pending(text, str(error))
        if was is not None or spec.path in pending:
            self._show_form()
        if self._editing is not None:
            self._place_editor()

    def _set(self, spec: Spec, value: object | None) -> None:
        try:
            self._apply(spec, value)
        except InvalidDocument as error:
            self.notify(editing.message_at(error, spec.path), severity="error", markup=False)
        self.desk.seal()

    def _apply(self, spec: Spec, value: object | None) -> None:
        where = place_name(self.desk.session.workspace, spec)
        self.desk.edit(
            f"{where}{spec.label.lower()}", lambda workspace: _changed(workspace, spec.path, value), spec.path
        )

    # --- steps

    @property
    def _index(self) -> int | None:
        return int(self._place) if self._place != SCENARIO else None

    def _step_edit(self, name: str, change: Callable[[Workspace], Workspace]) -> None:
        pending = self.desk.session.pending
        for path in [path for path in pending if path[:2] == ("scenario", "steps")]:
            del pending[path]
        try:
            self.desk.edit(name, change)
        except InvalidDocument as error:
            self.notify(str(error), severity="error", markup=False)

    def on_steps_grid_asked(self, event: StepsGrid.Asked) -> None:
        """Change the steps."""
        match event.what:
            case "add":
                self._add_step()
            case "copy":
                self._copy_step()
            case "remove":
                self._remove_step()
            case "down" | "up":
                self._move_step(1 if event.what == "down" else -1)

    def _add_step(self) -> None:
        """Add a step behind this one."""
        steps = self.desk.session.workspace.scenario.steps
        at = len(steps) if self._index is None else self._index + 1
        self._step_edit("add a step", lambda w: editing.with_new_step(w, at, f"Step {len(steps) + 1}"))
        self._go_to(at)

    def _copy_step(self) -> None:
        """Duplicate this step."""
        index = self._index
        if index is not None:
            self._step_edit("duplicate a step", lambda w: editing.with_step_copied(w, index))
            self._go_to(index + 1)

    def _remove_step(self) -> None:
        """Remove this step and what refers to it; undo brings all of it back."""
        index, steps = self._index, self.desk.session.workspace.scenario.steps
        if index is None:
            return
        if len(steps) == 1:
            self.notify("A scenario has at least one step.", severity="warning", markup=False)
            return
        self._step_edit("remove a step", lambda w: editing.without_step(w, index))
        self._go_to(max(0, index - 1))

    def _move_step(self, by: int) -> None:
        """Move this step up or down."""
        index, steps = self._index, self.desk.session.workspace.scenario.steps
        if index is not None and 0 <= index + by < len(steps):
            self._step_edit("move a step", lambda w: editing.with_step_moved(w, index, index + by))
            self._go_to(index + by)

    def _go_to(self, index: int) -> None:
        self.query_one(StepsGrid).place_cursor(index + 1)


def _changed(workspace: Workspace, path: KeyPath, value: object | None) -> Workspace:
    """The workspace with a field set; a step's id is changed wherever it is used."""
    match path:
        case ("scenario", "steps", int(index), "id") if isinstance(value, str):
            return editing.with_step_id(workspace, index, value)
    return with_value(workspace, path, value)

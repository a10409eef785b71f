"""The scenario: the steps with their traffic at the left, the form of the step or of the scenario at the right."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType

from shortlist.core.basics.errors import InvalidDocument, ShortlistError
from shortlist.core.basics.numbers import number_text, typed_number
from shortlist.core.document.workspace import Workspace
from shortlist.core.edits import places as editing
from shortlist.core.edits.places import KeyPath
from shortlist.core.edits.presets import is_empty, with_preset, with_tasks
from shortlist.tui.body import Body, Desk, applied, style_beside
from shortlist.tui.draw.area import Area
from shortlist.tui.draw.lines import Cell
from shortlist.tui.forms.form_box import FormBox
from shortlist.tui.forms.form_foot import FormFoot
from shortlist.tui.forms.scenario import MORE, SCENARIO, TASKS, PlaceItem
from shortlist.tui.keys.bindings import Hint, bound, hint, key_of, keyed
from shortlist.tui.parts.preset import ask_preset
from shortlist.tui.screens.scenario.lane import LOW, TALL, TALL_FROM, StagesLane
from shortlist.tui.screens.scenario.serving_pane import served_lines, step_lines, weight_lines, whole_lines
from shortlist.tui.screens.scenario.stages import boxes
from shortlist.tui.session.typed import Pending
from shortlist.tui.tabs import TABS
from shortlist.tui.widgets.pane import Pane
from shortlist.tui.widgets.panel import Panel
from shortlist.tui.widgets.sheet import Sheet
from shortlist.tui.widgets.summary import running_line

BESIDE_FROM, THREE_FROM = 160, 200
"""Columns of the terminal from which on the form has one neighbour, and two."""


class ScenarioBody(Body):
    """Every field of the scenario and its steps, valid as you type."""

    DEFAULT_CSS = style_beside(__file__)
    HELP_TEXT = (
        "The product as a lane: the whole first, then the stages that a task passes with their steps; a box with "
        "broken lines is a step that no task passes. ← and → go along it, Tab leads to the form of the box in front. "
        "There Enter edits a field, Del empties it; {scenario.fold} shows all fields of a step, and on a weight ← and "
        "→ make it less or more. {scenario.tasks} sets the tasks a month, and every step's requests in proportion. "
        "{scenario.preset} lays the steps of a common kind of product into a scenario that has none yet. "
        "Numbers may be written 30k, 1.2M or 5%. What is no valid value yet is kept as typed and explained beneath."
    )
    BINDINGS: ClassVar[list[BindingType]] = bound("scenario")

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.item = PlaceItem(desk)
        self.box = FormBox(self.item, self._edited, self._moved, left=desk.hints_changed, opened=self._open_line)
        self._begun = desk.session.workspace
        """The workspace when this screen came to the front."""
        self._digits_told = False
        """Whether it was said once what a digit does."""
        self._drawn: Mapping[KeyPath, Pending] = {}
        """What was typed and is no value, as the form shows it."""

    def compose(self) -> ComposeResult:
        yield StagesLane(id="steps")
        with Area(id="sides"):
            with Panel(id="form"):
                yield self.box
            yield Pane(id="here")
            yield Pane(id="whole")
        yield FormFoot(usual=4)

    def on_mount(self) -> None:
        """What stands beside the form is read, not gone to."""
        for pane in self.query(Pane):
            pane.can_focus = False

    def on_resize(self, event: events.Resize) -> None:
        """The lane takes more lines, and the form has company, where there is room for that."""
        self.query_one(StagesLane).styles.height = TALL if self.app.size.height >= TALL_FROM else LOW
        self.query_one("#here").display = event.size.width >= BESIDE_FROM
        self.query_one("#whole").display = event.size.width >= THREE_FROM
        if not self.stale:
            self.call_after_refresh(self._show_beside)

    # --- showing

    def refresh_analysis(self) -> None:
        steps = self.query_one(StagesLane)
        steps.show(boxes(self.desk.session.analysis))
        self.item.place = steps.row_key or SCENARIO
        self._show_form()

    def refresh_first(self) -> None:
        """What the key did to the recommendation; the steps, the form and what stands beside it follow."""
        self._show_foot()

    def _show_form(self, cursor: str | None = None) -> None:
        self._drawn = self.desk.session.typed.pending
        self.query_one(Panel).name_it(*self._form_title())
        self.box.show(cursor)
        self._show_beside()
        self._show_foot()

    def _form_title(self) -> tuple[str, str]:
        """Whose form it is, and where a step stands in a task."""
        scenario, place = self.desk.session.workspace.scenario, self.item.place
        if place == SCENARIO or int(place) >= len(scenario.steps):
            return "Scenario", ""
        step, stages = scenario.steps[int(place)], scenario.stages
        at = next((at for at, stage in enumerate(stages, 1) if step.id in stage), None)
        if at is None:
            return step.name, "no task passes it"
        return step.name, f"stage {at} of {len(stages)} of a task"

    def _show_beside(self) -> None:
        """Who serves the step, or each step, and the whole against its limits, as far as there is room."""
        here, whole = self.query_one("#here", Pane), self.query_one("#whole", Pane)
        if not here.display:
            return
        analysis, place = self.desk.session.analysis, self.item.place
        here.name_it("Who serves")
        whole.name_it("The whole")
        lines = served_lines(analysis, here.steady_room)
        if place != SCENARIO and int(place) < len(analysis.decided):
            lines = step_lines(analysis, analysis.decided[int(place)])
        if whole.display:
            wide = whole.steady_room
            told = whole_lines(analysis, wide)
            # The form of the scenario has the weights itself.
            if place != SCENARIO:
                told += weight_lines(analysis, wide)
            whole.show(told)
        else:
            lines += [Cell(""), *whole_lines(analysis, here.steady_room)]
        here.show(lines, place)

    def _show_foot(self) -> None:
        self.box.explain(self.query_one(FormFoot), running_line(self.desk.session, self._begun))

    def _edited(self) -> None:
        """Draw the form, where what was typed and is no value came or went; an edit has drawn it already."""
        if self.desk.session.typed.pending != self._drawn:
            self._show_form()

    def on_stages_lane_box_highlighted(self, event: StagesLane.BoxHighlighted) -> None:
        event.stop()
        place = self.query_one(StagesLane).row_key
        if place is None or place == self.item.place:
            return
        spec, cursor = self.box.spec, None
        self.item.place = place
        if spec is not None and spec.path[:2] == ("scenario", "steps") and place != SCENARIO:
            # The same field of the other step: the steps are gone over by one field this way.
            cursor = repr(("scenario", "steps", int(place), *spec.path[3:]))
        self._show_form(cursor)

    def on_stages_lane_form_asked(self) -> None:
        """Enter on a step goes to its form."""
        self.query_one(Sheet).focus()

    def _moved(self) -> None:
        """Explain the field under the cursor."""
        if not self.stale:
            self._show_foot()
            self.desk.hints_changed()

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
                self.query_one(StagesLane).place_cursor(0)
        self.item.place = self.query_one(StagesLane).row_key or SCENARIO
        line = self._first_within(path)
        if line is None and not self.item.unfolded:
            self.item.unfolded = True
            line = self._first_within(path)
        self._show_form(line)

    def _first_within(self, path: KeyPath) -> str | None:
        """The line of the first field that the form shows of a place."""
        return next((repr(s.path) for part in self.item.parts for s in part.specs if s.path[: len(path)] == path), None)

    @property
    def hurried(self) -> bool:
        """While a field is typed in: what that does to the recommendation comes first."""
        return self.box.editing is not None

    def hints(self) -> tuple[Hint, ...]:
        """The keys of the editor, of the steps or of the form."""
        if self.box.editing is not None:
            return (hint("editor.done"), hint("editor.next", keys="{editor.next:2}"))
        preset = (hint("scenario.preset"),) if is_empty(self.desk.session.workspace.scenario) else ()
        if self.query_one(StagesLane).has_focus:
            return (
                *preset,
                hint("scenario.add"),
                hint("scenario.copy"),
                hint("scenario.remove"),
                hint("scenario.down", keys="{scenario.down:2}/{scenario.up:2}"),
                hint("scenario.tab", "form"),
            )
        spec = self.box.spec
        field = [hint("sheet.edit"), hint("sheet.clear")]
        if spec is not None and spec.kind == "number":
            field[0] = hint("sheet.edit", "type")
        if spec is not None and "weights" in spec.path:
            field.insert(0, hint("sheet.less", keys="{sheet.less}/{sheet.more}"))
        if self.item.place == SCENARIO:
            more = hint("scenario.tasks")
        else:
            more = hint("scenario.fold", "fold" if self.item.unfolded else "")
        return (*preset, *field, more, hint("scenario.tab", "steps"))

    def action_other_part(self) -> None:
        steps, sheet = self.query_one(StagesLane), self.query_one(Sheet)
        (sheet if steps.has_focus else steps).focus()

    def back(self) -> bool:
        steps = self.query_one(StagesLane)
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
        elif key == TASKS:
            self.action_tasks()

    # --- the traffic of the whole

    def action_tasks(self) -> None:
        """Ask how many tasks a month there are; every step's requests follow in proportion, as one edit."""
        from shortlist.tui.dialogs.prompt import PromptDialog

        if self.box.editing is not None or not self.desk.may_edit():
            return
        now = self.desk.session.analysis.task.monthly
        told = "The requests of every step grow or shrink in proportion."
        if not now:
            told = "None are known yet: every step that is alone in its stage takes as many requests."
        asked = PromptDialog("Tasks a month", told, number_text(now) if now else "", wanted="a number", suggested=True)

        def answered(text: str | None) -> None:
            if text is None:
                return
            try:
                tasks = typed_number(text, "tasks")
                self.desk.edit("tasks a month", lambda workspace: with_tasks(workspace, tasks, now))
            except ShortlistError as error:
                self.desk.say(f"{error}; {key_of('scenario.tasks')} asks again.", "error")

        self.app.push_screen(asked, answered)

    # --- digits

    def on_key(self, event: events.Key) -> None:
        """A digit over a figure that is not open is none of it: the digits go to the tabs, and that is said once."""
        spec = self.box.spec
        digit = event.character is not None and event.character.isdecimal()
        if not digit or spec is None or spec.kind != "number" or not self.query_one(Sheet).has_focus:
            return
        goes = event.character in {key_of(f"tab.{tab.id}") for tab in TABS}
        if goes and self._digits_told:
            return
        self._digits_told = True
        last = key_of(f"tab.{TABS[-1].id}")
        self.desk.say(f"{key_of('sheet.edit')} first, then the figure: 1 to {last} are the tabs.", seconds=6)

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

    def on_stages_lane_step_edit_asked(self, event: StagesLane.StepEditAsked) -> None:
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
            self._move_step(here, 1 if event.what == "down" else -1)
        elif len(steps) == 1:
            self.desk.say("A scenario has at least one step: add another first.", "warning")
        else:
            self._change("remove a step", lambda w: editing.without_step(w, here), max(0, here - 1))

    def _move_step(self, here: int, by: int) -> None:
        """Move a step along the lane: on the path of a task by its stage, beside it in the order of the steps."""
        lane, scenario = self.query_one(StagesLane), self.desk.session.workspace.scenario
        at = lane.cursor + by
        if not 0 < at < len(lane.boxes):
            return
        to, on_path = int(lane.boxes[at].key), {step for stage in scenario.path for step in stage}
        one, other = scenario.steps[here].id, scenario.steps[to].id
        if one in on_path and other in on_path:
            self._change("move a step", lambda w: editing.with_stages_swapped(w, one, other), here)
        elif one in on_path or other in on_path:
            self.desk.say("Which steps a task passes is set in the form of the scenario: Path.")
        else:
            self._change("move a step", lambda w: editing.with_step_moved(w, here, to), to)

    def _change(self, name: str, change: Callable[[Workspace], Workspace], then: int) -> None:
        """Make an edit of the steps, and go to one of them; what was typed for a place is nothing for another step."""
        self.desk.session.typed.drop_texts(("scenario", "steps"))
        try:
            self.desk.edit(name, change)
        except InvalidDocument as error:
            self.desk.say(str(error), "error")
        self._go_to(then)

    def _go_to(self, index: int) -> None:
        self.query_one(StagesLane).at_row(f"{index}")

"""Every action that has a key: its keys, its name, and where it works. To change a key, change its row.

Bindings, key hints, the keys that sentences name, the user's own keys and `shortlist keys` are all made from this.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from shortlist.tui.tabs import TAB, TABS, ScreenTab

WHERE = {
    "app": "everywhere",
    "tab": "workspace",
    "walk": "workspace",
    "tour": "workspace",
    "file": "workspace",
    "edit": "workspace",
    "whatif": "workspace",
    "nav": "workspace",
    "jump": "everywhere",
    "welcome": "Welcome",
    **{tab.id: tab.title for tab in TABS},
    "step": f"{TAB['candidates'].title} and {TAB['checklist'].title}",
    "table": "tables",
    "grid": "tables",
    "list": "lists and tables",
    "pane": "details",
    "sheet": "forms",
    "form": "forms",
    "editor": "text fields",
    "dialog": "dialogs",
    "choices": "dialogs: choices",
    "many": "dialogs: several words",
    "help": "dialogs: help",
    "copy": "dialogs: copying",
    "figures": "dialogs: figures",
    "catalogue": "dialogs: catalogue",
    "preview": "dialogs: preview",
    "import": "dialogs: import",
    "failures": "dialogs: failures",
    "evaluating": "dialogs: runs",
    "review": "dialogs: review",
    "golden": "dialogs: golden dataset",
    "judging": "dialogs: judges",
    "sizing": "dialogs: machines",
    "earlier": "dialogs: earlier versions",
    "trash": "dialogs: deleted workspaces",
    "decide": "dialogs: deciding",
}
"""The first word of an id, and where it works in words; actions are listed in this order."""

STAYING = frozenset(
    (
        *("enter", "escape", "tab", "shift+tab", "up", "down", "left", "right"),
        *("pageup", "pagedown", "home", "end", "delete", "space"),
    )
)
"""Keys that hands know from everywhere: all sentences name them, and no keymap takes them from what they do."""


class Action(NamedTuple):
    """What can be done with a key."""

    id: str
    usual: str
    """Its keys as long as the user has moved none, in Textual's spelling, apart by commas."""
    name: str
    label: str = ""
    """Its name in the line of keys, where it is hinted."""
    action: str = ""
    """What is done; the last word of the id where nothing is written."""
    by: str = ""
    """The part of the screen that does it, where that is not the screen, or the widget, itself."""
    priority: bool = False
    """Whether it comes before whatever has the focus."""

    @property
    def keys(self) -> tuple[str, ...]:
        """Its usual keys one by one."""
        return tuple(self.usual.split(","))

    @property
    def runs(self) -> str:
        """What Textual runs."""
        act = self.action or self.id.rpartition(".")[2]
        if not self.by:
            return act
        name, given, which = act.partition("(")
        return f"do('{self.by}', '{name}'" + (f", {which}" if given else ")")

    @property
    def where(self) -> str:
        """Where it works, in words."""
        return WHERE[self.id.partition(".")[0]]


GROUPS: dict[str, tuple[Action, ...]] = {
    "app": (
        Action("app.quit", "ctrl+q", "Quit", "quit", priority=True),
        Action("app.palette", "ctrl+p", "All commands by name", "commands", action="command_palette", priority=True),
        Action("app.jump", "f10", "Jump: a letter on every part of the screen", priority=True),
        Action("app.help_f1", "f1", "Help with the list of keys", action="help"),
        Action("app.help", "question_mark", "Help with the list of keys", "help"),
    ),
    "workspace": (
        *(
            Action(f"tab.{tab.id}", str(at), f"Go to {tab.title}", action=f"tab('{tab.id}')")
            for at, tab in enumerate(TABS, 1)
        ),
        Action("walk.next", "w", "Go to the next step of the walkthrough", "next", action="go_on", by="walk"),
        Action("walk.steps", "W", "List the steps of the walkthrough", "steps", action="list_steps", by="walk"),
        Action("tour.leave", "q", "Leave the tour", action="tour_leave"),
        Action("file.save", "ctrl+s", "Save now"),
        Action("edit.undo", "ctrl+z", "Undo"),
        Action("edit.redo", "ctrl+y,ctrl+shift+z", "Redo"),
        Action("whatif.ask", "ctrl+t", "What-if: begin, or keep or drop it", action="begin_or_ask", by="trial"),
        Action("whatif.keep", "f8", "What-if: keep what was tried", "keep", by="trial"),
        Action("whatif.drop", "f9", "What-if: drop what was tried", "drop", by="trial"),
        Action("file.resolve", "f12", "Decide between two versions, or edit anyway", "decide", by="keeper"),
        Action("file.earlier", "ctrl+r", "Bring an earlier version back", action="list_earlier", by="earlier"),
        Action("file.rename", "f11", "Rename this workspace", action="rename"),
        Action("file.workspaces", "o", "Open another workspace or start one", "workspaces"),
        Action("nav.back", "escape", "Back one level", "back"),
    ),
    "tabs": tuple(
        Action(f"tab.{tab.id}.f", tab.function_key, f"Go to {tab.title}", action=f"tab('{tab.id}')") for tab in TABS
    ),
    "long_text": (),
    "jump": (Action("jump.stay", "escape", "Stay", action="dismiss"),),
    "welcome": (
        Action("welcome.new", "n", "Start a new workspace", "new"),
        Action("welcome.preset", "p", "Start one from a preset: support, retrieval, voice …", "preset"),
        Action("welcome.walk", "w", "Walk through the exercise", "exercise"),
        Action("welcome.tour", "T", "Tour of a decision that was made", "tour"),
        Action("welcome.earlier", "b", "Earlier versions of this workspace", "earlier"),
        Action("welcome.rename", "f11", "Rename this workspace", "rename"),
        Action("welcome.delete", "delete", "Move this workspace to the trash", "delete"),
        Action("welcome.trash", "t", "Deleted workspaces", "trash"),
    ),
    "steps": (
        Action("scenario.add", "a", "Add a step", "add", action="step('add')"),
        Action("scenario.copy", "u", "Duplicate the step", "duplicate", action="step('copy')"),
        Action("scenario.remove", "x", "Remove the step", "remove", action="step('remove')"),
        Action("scenario.down", "shift+down,J", "Move the step down", "move", action="step('down')"),
        Action("scenario.up", "shift+up,K", "Move the step up", action="step('up')"),
    ),
    "scenario": (
        Action("scenario.fold", "z", "Fold or unfold the form of the step", "all fields"),
        Action("scenario.tasks", "t", "Tasks a month: every step in proportion", "tasks a month"),
        Action("scenario.preset", "p", "Lay a preset's steps into an empty scenario", "preset"),
        Action("scenario.tab", "tab", "Between steps and form", action="other_part"),
        Action("scenario.shift_tab", "shift+tab", "Between steps and form", action="other_part"),
    ),
    "candidates": (
        Action("candidates.sort", "s", "Sort by the column, or as ranked again", "sort", by="listed"),
        Action("candidates.reverse", "S", "Sort the other way round", by="listed"),
        Action("candidates.mark", "space", "Mark or unmark the row", "mark", by="listed"),
        Action("candidates.compare", "c", "Compare the marked rows", "compare"),
        Action("candidates.plot", "p", "Plot, or back to the table", "plot"),
        Action("candidates.why_not", "n", "Why not this one?", "why not", by="edits"),
        Action("candidates.axis_x", "b", "Plot: next measure along the bottom", "bottom axis", action="axis('x', 1)"),
        Action("candidates.axis_y", "B", "Plot: next measure up the side", "side axis", action="axis('y', 1)"),
        Action("candidates.add", "a", "Add a candidate from the catalogue", "add", by="edits"),
        Action("candidates.add_by_hand", "A", "Add a candidate by hand", "add by hand", by="edits"),
        Action("candidates.import", "i", "Import figures from a file", "import", action="import_file", by="edits"),
        Action("candidates.refresh", "I", "Compare all with the catalogue", action="refresh_prices", by="edits"),
        Action("candidates.edit", "e", "Edit everything of the candidate", "edit", by="edits"),
        Action("candidates.rate", "r", "Rate the column yourself, with a reason", "rate", by="edits"),
        Action("candidates.figures", "plus", "Type figures in one line", "figures", by="edits"),
        Action("candidates.table", "t", "Read a pasted table of figures", by="edits"),
        Action("candidates.evaluation", "R", "Enter an evaluation by hand", by="edits"),
        Action(
            "candidates.default",
            "d",
            "Make it the default, or no longer",
            "default",
            action="choose('default')",
            by="edits",
        ),
        Action(
            "candidates.fallback",
            "f",
            "Make it the fallback, or no longer",
            "fallback",
            action="choose('fallback')",
            by="edits",
        ),
        Action(
            "candidates.step_default", "D", "Make it the default of a step", action="choose_step('default')", by="edits"
        ),
        Action(
            "candidates.step_fallback",
            "F",
            "Make it the fallback of a step",
            action="choose_step('fallback')",
            by="edits",
        ),
        Action("candidates.adopt", "asterisk", "Adopt what is recommended, and see what it costs", "adopt", by="edits"),
        Action("candidates.machines", "M", "Estimate the machines of a self-hosted one (sizing)", by="edits"),
        Action("candidates.duplicate", "u", "Duplicate the candidate", by="edits"),
        Action("candidates.remove", "x,delete", "Remove the candidate", by="edits"),
    ),
    "checklist": (
        Action("checklist.pass", "y", "Answer: pass", "pass", action="answer('pass')", by="answers"),
        Action("checklist.fail", "n", "Answer: fail", "fail", action="answer('fail')", by="answers"),
        Action(
            "checklist.unknown", "u", "Answer: looked into, still unknown", action="answer('unknown')", by="answers"
        ),
        Action(
            "checklist.not_asked", "minus", "Answer: not applicable", action="answer('not_applicable')", by="answers"
        ),
        Action("checklist.clear", "delete,backspace", "Clear the answer", by="answers"),
        Action("checklist.form", "e", "Answer with note, address and date", "note", by="answers"),
        Action("checklist.provider", "P", "Give this answer to the provider's candidates", "provider", by="answers"),
        Action("checklist.rate", "R", "Rate the column that the check bears on", by="answers"),
        Action("checklist.importance", "m", "Change the importance of the check", "importance", by="answers"),
        Action("checklist.next", "full_stop", "Next open question", "next", action="next_open(1)"),
        Action("checklist.previous", "comma", "Open question before", action="next_open(-1)"),
        Action("checklist.fold", "z", "Fold or unfold the group"),
        Action("checklist.fold_all", "Z", "Fold or unfold all groups"),
        Action("checklist.add", "a", "Add a check of your own", "own", by="own"),
        Action("checklist.change", "r", "Reword or rename a check of your own", by="own"),
        Action("checklist.remove", "x", "Remove a check of your own", by="own"),
    ),
    "step": (
        Action(
            "step.next",
            "right_square_bracket",
            "Look at the next step alone, or at all",
            "step",
            action="turn(1)",
            by="steps",
        ),
        Action(
            "step.before",
            "left_square_bracket",
            "Look at the step before alone, or at all",
            action="turn(-1)",
            by="steps",
        ),
    ),
    "cost": (
        Action("cost.edit", "e", "Edit the assumptions of the cost", "edit", by="form"),
        Action("cost.unit", "u", "Costs a month, or per thousand tasks"),
        Action("cost.rest", "z", "Fold or unfold the assumptions that hardly matter", "all of it"),
        Action("cost.machines", "M", "Estimate the machines of a self-hosted one (sizing)", by="form"),
        Action(
            "cost.what_if",
            "t",
            "What-if: begin, or keep or drop it",
            "what-if",
            action="screen.do('trial', 'begin_or_ask')",
        ),
    ),
    "record": (
        Action("record.draft", "d,ctrl+g", "Draft the section from the figures", "draft", by="actions"),
        Action("record.outside", "E,ctrl+o", "Write the section in your own editor", "own editor"),
        Action("record.preview", "p,ctrl+l", "Preview as it will be read", "preview", by="actions"),
        Action("record.fields", "r", "Title, people and triggers of the record", by="actions"),
        Action("record.propose", "s", "Propose the record, or back to a draft", "propose", by="actions"),
        Action("record.export", "X", "Export to a file", "export", by="actions"),
        Action("record.findings", "f", "Findings of the section; go to one", "findings", by="actions"),
        Action("record.tab", "tab", "To the next part: sections, facts, text", action="part(1)"),
        Action("record.shift_tab", "shift+tab", "To the part before", action="part(-1)"),
        Action("record.find", "slash", "Find in the record", "find"),
        Action("record.find_next", "n", "Next place that was found", action="step(1)"),
        Action("record.find_before", "N", "Place before that was found", action="step(-1)"),
        Action("record.accept", "A", "Accept the proposed record", "accept", by="life"),
        Action("record.reject", "R", "Reject the proposed record, or discard a new draft", "reject", by="life"),
        Action("record.supersede", "S", "Supersede the record by a new draft", "supersede", by="life"),
        Action("record.deprecate", "D", "Deprecate the record in force", "deprecate", by="life"),
        Action("record.happened", "H", "Say that what a trigger waits for has happened", "happened", by="life"),
        Action("record.changes", "c", "What changed since a record was accepted", "changes", by="life"),
        Action("record.held", "C", "Hold the decision against the config that runs", "config", by="actions"),
    ),
    "evidence": (
        Action("evidence.import", "i", "Import runs of your own examples", "import", action="import_runs", by="runs"),
        Action("evidence.run", "R", "Run your examples against the candidates", "run", action="make", by="runs"),
        Action("evidence.golden", "d", "Dataset of a step: examples, and what they cover", "dataset", by="runs"),
        Action("evidence.review", "n", "Review answers without names", "review", by="runs"),
        Action("evidence.failures", "f", "Failures of the run, example by example", "failures", "of_run", "failures"),
        Action("evidence.kind", "t", "Kind of example: the next one alone, then all", "kind", by="failures"),
        Action("evidence.verdict", "s", "Verdict: the next one alone, then all", "verdict", by="failures"),
        Action("evidence.add", "a", "Add the failure to the dataset, as a regression", "add", by="failures"),
        Action("evidence.command", "m", "Command of the look, to the clipboard", "command", by="runs"),
        Action("evidence.judge", "b", "Blind check of the judge of the run", "judge", by="runs"),
        Action("evidence.edit", "e", "Edit what is recorded of the run", "edit", by="runs"),
        Action("evidence.remove", "x,delete", "Remove the run", "remove", by="runs"),
    ),
    "table": (
        Action("table.view", "v", "Show the next view", "view", action="view(1)"),
        Action("table.view_back", "V", "Show the view before", action="view(-1)"),
        Action("table.copy", "Y", "Copy the cell, the row or the table"),
        Action("table.filter", "slash", "Filter the rows", "filter", action="open", by="filter"),
        Action("table.tab", "tab", "Between table and details", "details", action="other_part"),
        Action("table.shift_tab", "shift+tab", "Between table and details", action="other_part"),
    ),
    "grid": (
        Action("grid.right", "right,l", "Right", action="across(1)"),
        Action("grid.left", "left,h", "Left", action="across(-1)"),
        Action("grid.home", "home", "To the first cell", action="home"),
        Action("grid.open", "enter", "Open", "open"),
    ),
    "list": (
        Action("list.down", "down,j", "Down", action="move(1)"),
        Action("list.up", "up,k", "Up", action="move(-1)"),
        Action("list.page_down", "pagedown,ctrl+f", "Page down", action="page(1)"),
        Action("list.page_up", "pageup,ctrl+b", "Page up", action="page(-1)"),
        Action("list.first", "home,g", "First", action="edge(-1)"),
        Action("list.last", "end,G", "Last", action="edge(1)"),
    ),
    "scatter": (
        Action("list.point_right", "right,l", "Next point to the right", action="along('x', 1)"),
        Action("list.point_left", "left,h", "Next point to the left", action="along('x', -1)"),
        Action("list.point_up", "up,k", "Next point above", action="along('y', 1)"),
        Action("list.point_down", "down,j", "Next point below", action="along('y', -1)"),
        Action("list.point_open", "enter", "Open", action="open"),
    ),
    "pane": (
        Action("pane.down", "down,j", "Details: scroll down", "scroll", action="move(1)"),
        Action("pane.up", "up,k", "Details: scroll up", action="move(-1)"),
        Action("pane.page_down", "pagedown,ctrl+f", "Details: a page down", "page", action="page(1)"),
        Action("pane.page_up", "pageup,ctrl+b", "Details: a page up", action="page(-1)"),
        Action("pane.first", "home,g", "Details: to the top", "ends", action="edge(-1)"),
        Action("pane.last", "end,G", "Details: to the end", action="edge(1)"),
    ),
    "details": (
        Action("pane.unfold", "enter", "Details: the sentences behind, or without", "sentences", action="unfold"),
    ),
    "sheet": (
        Action("sheet.edit", "enter,e", "Edit", "edit", action="choose"),
        Action("sheet.clear", "delete,backspace", "Clear", "clear"),
        Action("sheet.less", "left,h", "A weight: less", "less, more", action="nudge(-1)"),
        Action("sheet.more", "right,l", "A weight: more", action="nudge(1)"),
    ),
    "form": (
        Action("form.next", "tab", "Next field", action="to_field(1)"),
        Action("form.before", "shift+tab", "Field before", action="to_field(-1)"),
        Action("form.undo", "ctrl+z", "Undo"),
        Action("form.redo", "ctrl+y", "Redo"),
    ),
    "candidate_form": (
        Action("form.figures", "plus", "Type figures in one line"),
        Action("form.machines", "M", "Estimate the machines of a self-hosted one (sizing)"),
    ),
    "table_filter": (
        Action("editor.drop_filter", "escape", "Show all rows again", "all rows", action="drop"),
        Action("editor.keep_filter", "down", "To the table", "to the rows", action="keep"),
    ),
    "stamp": (
        Action("editor.stamp_next", "down", "Next field", action="app.focus_next"),
        Action("editor.stamp_previous", "up", "Field before", action="app.focus_previous"),
    ),
    "note": (Action("editor.note_done", "enter", "Done", action="screen.close", priority=True),),
    "path": (Action("editor.path_complete", "tab", "Complete the path", action="complete", priority=True),),
    "import_filter": (
        Action("editor.import_list", "down,enter", "To the lines", action="keep", priority=True),
        Action("editor.import_drop", "escape", "Show all lines again", action="drop"),
    ),
    "find_line": (
        Action("editor.find_close", "escape", "Close", "close", action="keep"),
        Action("editor.find_next", "down,enter", "Next place", "next, before", action="step(1)"),
        Action("editor.find_before", "up", "Place before", action="step(-1)"),
    ),
    "line": (
        Action("editor.done", "escape", "Done", "done", action="leave(0)"),
        Action("editor.enter", "enter", "Done", action="done"),
        Action("editor.next", "down,tab", "Next field", "next field", action="leave(1)"),
        Action("editor.previous", "up,shift+tab", "Field before", action="leave(-1)"),
        Action("editor.undo", "ctrl+z", "Undo", action="take_back"),
    ),
    "finder": (
        Action("editor.list_down", "down", "Down", action="list(1)"),
        Action("editor.list_up", "up", "Up", action="list(-1)"),
        Action("editor.list_page_down", "pagedown", "Page down", action="list_page(1)"),
        Action("editor.list_page_up", "pageup", "Page up", action="list_page(-1)"),
    ),
    "prose": (
        Action("editor.leave_prose", "escape", "To the sections", "sections", action="leave"),
        Action("editor.undo_prose", "ctrl+z", "Undo in the text, then what came before", action="undo"),
        Action("editor.redo_prose", "ctrl+y,ctrl+shift+z", "Redo", action="redo"),
        Action("editor.next_mark", "ctrl+n", "Next place to fill in", "next place"),
        Action(
            "editor.tab_record",
            TAB["record"].function_key,
            f"Go to {TAB['record'].title}",
            action="screen.tab('record')",
        ),
        Action("editor.find_prose", "ctrl+f", "Find in the record", action="find"),
    ),
    "dialog": (Action("dialog.close", "escape", "Close"),),
    "fields_dialog": (
        Action("dialog.done", "enter", "Done", action="close"),
        Action("dialog.next_field", "tab", "Next field", action="app.focus_next", priority=True),
        Action("dialog.field_before", "shift+tab", "Field before", action="app.focus_previous", priority=True),
    ),
    "walk_list": (Action("dialog.walk_on", "w", "Go to what is missing first", action="next_missing"),),
    "walk_end": (
        Action("dialog.end_down", "pagedown", "The end: a page down", action="page(1)", priority=True),
        Action("dialog.end_up", "pageup", "The end: a page up", action="page(-1)", priority=True),
    ),
    "why_not": (Action("dialog.why_close", "n,enter", "Close", action="close"),),
    "adopt": (Action("dialog.adopt", "enter", "Agree to what is proposed", action="take"),),
    "decide": (
        Action("decide.finish", "ctrl+s", "Finish", priority=True),
        Action("dialog.decide_next", "down", "Next line", action="app.focus_next", priority=True),
        Action("dialog.decide_before", "up", "Line before", action="app.focus_previous", priority=True),
    ),
    "difference": (
        Action("dialog.difference_down", "pagedown", "Difference: a page down", action="page(1)", priority=True),
        Action("dialog.difference_up", "pageup", "Difference: a page up", action="page(-1)", priority=True),
    ),
    "choices": (
        Action("choices.down", "j", "Down", action="cursor_down"),
        Action("choices.up", "k", "Up", action="cursor_up"),
        Action("choices.first", "g", "First"),
        Action("choices.last", "G", "Last"),
    ),
    "pick_line": (
        Action("choices.next_word", "right,l", "The next word", action="step(1)"),
        Action("choices.word_before", "left,h", "The word before", action="step(-1)"),
        Action("choices.next_field", "down,j", "Next field", action="app.focus_next"),
        Action("choices.field_before", "up,k", "Field before", action="app.focus_previous"),
    ),
    "many": (Action("many.tick", "space", "Tick"),),
    "help": (
        Action("help.close", "question_mark,f1,q", "Close"),
        Action("help.down", "down,j", "Down", action="scroll_keys(1)"),
        Action("help.up", "up,k", "Up", action="scroll_keys(-1)"),
        Action("help.page_down", "pagedown", "Page down", action="scroll_keys(4)"),
        Action("help.page_up", "pageup", "Page up", action="scroll_keys(-4)"),
    ),
    "copy": (
        Action("copy.cell", "c,y", "Copy the cell", action="dismiss('cell')"),
        Action("copy.row", "r", "Copy the row", action="dismiss('row')"),
        Action("copy.table", "t", "Copy the table", action="dismiss('table')"),
    ),
    "figures": (
        Action("figures.add", "ctrl+s", "Add the figures"),
        Action("figures.undo", "ctrl+z", "Undo"),
    ),
    "quick": (
        Action("figures.next", "pagedown", "The next candidate", action="other(1)"),
        Action("figures.previous", "pageup", "The candidate before", action="other(-1)"),
    ),
    "catalogue": (
        Action(
            "catalogue.by_hand", "ctrl+n", "Add by hand what the catalogue does not have", action="dismiss('by hand')"
        ),
        Action("catalogue.order", "ctrl+o", "Order by price, release or context window"),
    ),
    "preview": (Action("preview.whole", "p,ctrl+l", "The whole record, or the section"),),
    "import_columns": (Action("import.columns", "ctrl+s", "Confirm the columns", action="confirm"),),
    "import_preview": (
        Action("import.take", "enter,ctrl+s", "Take the chosen lines over"),
        Action("import.filter", "slash", "Filter by name", priority=True),
        Action("import.version", "r", "State the version of the index", action="restate('version')"),
        Action("import.day", "d", "State of which day the figures are", action="restate('day')"),
        Action("import.map", "c", "State what the columns mean", action="restate('columns')"),
        Action("import.plot", "v", "Show the plot alone, or the lines again"),
        Action("import.tab", "tab", "Between lines and details", action="other_part"),
        Action("import.shift_tab", "shift+tab", "Between lines and details", action="other_part"),
    ),
    "import_lines": (
        Action("import.choose", "space", "Take the line, or leave it"),
        Action("import.all", "a", "Add all that are shown", action="choose_all(True)"),
        Action("import.none", "n", "Take none of those shown", action="choose_all(False)"),
        Action("import.order", "s", "Rank by the next figure", action="order"),
    ),
    "run_preview": (
        Action("import.take_runs", "ctrl+s", "Take the chosen runs over", action="take"),
        Action("import.personal", "p", "Personal: keep the answers, or leave them out"),
        Action("import.decides", "d", "State which scorer or filter decides"),
        Action("import.run_tab", "tab", "Between runs and details", action="other_part"),
        Action("import.run_shift_tab", "shift+tab", "Between runs and details", action="other_part"),
    ),
    "run_lines": (Action("import.choose_run", "space", "Take the run, or leave it", action="choose"),),
    "failure": (
        Action("failures.next", "right,l", "Next failure", "next", action="step(1)"),
        Action("failures.before", "left,h", "Failure before", action="step(-1)"),
        Action("failures.add", "a", "Add the failure to the dataset, as a regression", "add"),
    ),
    "judge": (
        Action("judging.right", "y", "Judge: the answer is right", "right", action="grade(True)"),
        Action("judging.wrong", "n", "Judge: the answer is wrong", "wrong", action="grade(False)"),
        Action("judging.skip", "s", "Skip this answer for now", "skip", action="skip"),
    ),
    "sizing": (
        Action("sizing.fill", "ctrl+s", "Fill the hosting in"),
        Action("sizing.tab", "tab", "Between form and estimate", action="other_part"),
        Action("sizing.shift_tab", "shift+tab", "Between form and estimate", action="other_part"),
    ),
    "earlier": (Action("earlier.compare", "c", "Compare with the present version"),),
    "evaluating": (
        Action("evaluating.pause", "p", "Pause the run, or go on", "pause"),
        Action("evaluating.end", "s", "Stop the run; what came is kept", "stop", action="close"),
    ),
    "golden": (
        Action("golden.add", "a", "Add an example"),
        Action("golden.edit", "e", "Edit the example"),
        Action("golden.copy", "u", "Duplicate the example"),
        Action("golden.retire", "t", "Retire the example, or bring it back"),
        Action("golden.import", "i", "Import examples from a file"),
        Action("golden.starter", "s", "Starter set: add one"),
    ),
    "golden_example": (Action("golden.keep", "ctrl+s", "Keep the example", priority=True),),
    "review": (
        Action("review.right", "y", "Grade the answer in front: right", "right", action="grade(True)"),
        Action("review.wrong", "n", "Grade the answer in front: wrong", "wrong", action="grade(False)"),
        Action("review.next", "right,l", "Next example", action="step(1)"),
        Action("review.before", "left,h", "Example before", action="step(-1)"),
    ),
    "trash": (Action("trash.purge", "delete", "Remove for good"),),
}
"""By the part of the screen that has them."""

BODY = ("workspace", "tabs", "list", "grid", "scatter", "pane", "sheet")
"""What works around every screen of a workspace, and in the parts that it holds."""

WITH: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("dialog", "jump"), ("app",)),
    "workspace": ("app", "tabs"),
    "long_text": ("dialog", "tabs"),
    "welcome": ("app", "grid"),
    "scenario": BODY,
    "candidates": ("step", "details"),
    "checklist": ("step",),
    "details": ("pane",),
    **dict.fromkeys(("step", "cost", "evidence"), ("table",)),
    **dict.fromkeys(("table", "record"), BODY),
    "steps": ("grid",),
    **dict.fromkeys(("grid", "pane", "sheet", "import_lines"), ("list",)),
    **dict.fromkeys(("list", "scatter", "choices", "pick_line"), ("workspace",)),
    **dict.fromkeys(("table_filter", "stamp", "note", "import_filter", "find_line", "line", "finder"), ("workspace",)),
    "prose": ("workspace",),
    "path": ("finder",),
    "candidate_form": ("form",),
    "quick": ("figures",),
    **dict.fromkeys(("form", "fields_dialog", "walk_list", "walk_end", "why_not", "adopt", "decide"), ("dialog",)),
    **dict.fromkeys(("difference", "many"), ("dialog",)),
    **dict.fromkeys(("help", "copy", "figures", "catalogue", "preview", "import_columns"), ("dialog",)),
    **dict.fromkeys(("import_preview", "sizing", "earlier", "trash"), ("dialog",)),
    **dict.fromkeys(
        ("run_preview", "failure", "judge", "evaluating", "review", "golden", "golden_example"), ("dialog",)
    ),
    "run_lines": ("grid",),
}
"""The groups that work where another one does: those that it inherits, that stand around it, or that it holds."""


def refuse_taken_keys(tabs: Iterable[ScreenTab], groups: Mapping[str, tuple[Action, ...]]) -> None:
    """Raise `ValueError` where the key of a screen does something else in the frame already: it would be dead there."""
    taken = {key: action.name for group in ("app", "workspace") for action in groups[group] for key in action.keys}
    for tab in tabs:
        if tab.function_key in taken:
            key = tab.function_key.upper()
            raise ValueError(f"{key} cannot go to {tab.title}: it is the key of “{taken[tab.function_key]}”")
        taken[tab.function_key] = f"Go to {tab.title}"


refuse_taken_keys(TABS, GROUPS)

ACTIONS = {action.id: action for actions in GROUPS.values() for action in actions}
GROUP_OF = {action.id: group for group, actions in GROUPS.items() for action in actions}


def alive_with(group: str) -> tuple[str, ...]:
    """The groups that work where one does: itself first, the nearest before those farther off."""
    found = [group]
    for one in found:
        found += [other for other in WITH.get(one, ()) if other not in found]
    return tuple(found)


def listed() -> tuple[Action, ...]:
    """Every action in the order of where it works."""
    order = list(WHERE)
    return tuple(sorted(ACTIONS.values(), key=lambda action: order.index(action.id.partition(".")[0])))

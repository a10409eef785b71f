"""The self-hosting helper: from a model, a load and a GPU to memory, GPUs and tokens a second, filled into hosting."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from shortlist.core.basics.errors import InvalidDocument, ShortlistError
from shortlist.core.sizing.constants import PRESETS
from shortlist.core.sizing.estimate import Estimate, Plan, size
from shortlist.core.sizing.filling import counts_before, filled, rounded, sentence, speed_figure, with_sizing
from shortlist.core.sizing.published_throughputs import named_gpu
from shortlist.core.sizing.questions import BY_NAME, Asked, first_texts, preset_texts, understood
from shortlist.core.sizing.sentences import checks_told, error_told, results, sources_told
from shortlist.shown import shown
from shortlist.tui.body import Desk
from shortlist.tui.dialogs.base import Dialog
from shortlist.tui.dialogs.kept_texts import Field
from shortlist.tui.dialogs.question import QuestionDialog
from shortlist.tui.draw.lines import Cell
from shortlist.tui.draw.numbers import number_shown
from shortlist.tui.forms.field_editing import FormBox
from shortlist.tui.forms.form_foot import FormFoot
from shortlist.tui.keys.bindings import bound, keyed
from shortlist.tui.keys.sentences import ESC, empty
from shortlist.tui.widgets.editor import LineEditor
from shortlist.tui.widgets.pane import Pane
from shortlist.tui.widgets.sheet import Line, Sheet

PARTS = (
    ("Load", ("prompt_tokens", "answer_tokens", "requests")),
    ("Machines", ("gpu", "gpus", "gpu_hour_usd", "served_share")),
    (
        "Model",
        (
            "model",
            "precision",
            "cache",
            "total_b",
            "active_b",
            "layers",
            "kv_heads",
            "head_size",
            "attention_width",
            "window_layers",
            "window_tokens",
        ),
    ),
)
NAME = 14
"""Columns of the names of the results."""


class SizingDialog(Dialog[None]):
    """A form whose estimate moves while it is typed; nothing is kept before it is filled in."""

    DEFAULT_CSS = """
    SizingDialog > #box { width: 96%; height: 96%; max-height: 96%; padding: 0 1; }
    SizingDialog #halves { height: 1fr; }
    SizingDialog FormBox { width: 40; }
    SizingDialog Pane { width: 1fr; height: 1fr; border-top: none; border-left: solid $foreground 30%; }
    SizingDialog Pane:focus { border-top: none; border-left: heavy $accent; }
    SizingDialog #foot { margin-top: 0; }
    """
    help_text = (
        "An estimate from data sheets and published throughputs, not a measurement: memory for weights and cache, the "
        "GPUs of a replica, tokens a second read and written. Each number says its unit and where to find it; what the "
        "estimate rests on, how far such estimates are off, and all sources stand beneath it."
    )
    BINDINGS: ClassVar[list[BindingType]] = bound("sizing")

    def __init__(self, desk: Desk, index: int) -> None:
        super().__init__()
        self._desk, self._index = desk, index
        self._candidate_id = desk.session.workspace.candidates[index].id
        self.texts = first_texts(desk.session.workspace.candidates[index], desk.session.workspace.scenario)
        self._editing: Asked | None = None

    def compose(self) -> ComposeResult:
        """The form beside the estimate, help beneath, keys."""
        name = self._desk.session.workspace.candidates[self._index].name
        with Vertical(id="box"):
            yield Static(Content(shown(f"Machines for {name}: an estimate")), id="heading")
            with Horizontal(id="halves"):
                with FormBox():
                    yield Sheet()
                    yield LineEditor()
                yield Pane()
            yield FormFoot()
            yield Static(Content(self._keys), id="foot")

    @property
    def _keys(self) -> str:
        """The keys of the form, or of the field under the editor."""
        if self._editing is not None:
            return f"Enter or {ESC['field']}, Tab goes on, ↑ ↓ too; what is typed stays."
        return keyed(f"Enter edits, {{sizing.fill}} fills it in, Tab reads on; {ESC['kept']}.")

    def on_descendant_focus(self) -> None:
        """Say what the keys do where the focus is now."""
        self.query_one("#foot", Static).update(Content(self._keys), layout=False)

    @property
    def memory(self) -> str:
        """Whose machines they are."""
        return f"Machines for {self._candidate_id}"

    def text_fields(self) -> dict[str, Field]:
        """None: one line serves all the fields."""
        return {}

    def on_mount(self) -> None:
        """Start at what no file can know: how many requests at once."""
        self._stood = dict(self.texts)
        self.texts |= self.kept_texts
        self._show("requests")
        self.query_one(Sheet).focus()

    # --- showing

    def _show(self, cursor: str | None = None) -> None:
        read = understood(self.texts)
        told = self._estimated(read.plan)
        problems = dict(read.problems)
        if isinstance(told, str):
            problems["gpus" if self.texts["gpus"] else "gpu"] = told
        self.query_one(Sheet).show(self._lines(problems), cursor)
        self.query_one(Pane).show(self._told(read.plan, told, problems), self._candidate_id)
        self._show_foot()

    @staticmethod
    def _estimated(plan: Plan | None) -> Estimate | str | None:
        """The estimate, or why the plan cannot be."""
        if plan is None:
            return None
        try:
            return size(plan)
        except ShortlistError as error:
            return str(error)

    def _lines(self, problems: dict[str, str]) -> list[Line]:
        lines: list[Line] = []
        for title, names in PARTS:
            if lines:
                lines.append(Line("", "", heading=True))
            lines.append(Line(f"part {title}", title, heading=True))
            lines += [self._line(BY_NAME[name], problems.get(name, "")) for name in names]
        return lines

    def _line(self, asked: Asked, error: str) -> Line:
        text = self.texts.get(asked.name, "")
        note = asked.unit if text and asked.unit not in ("", "share") else "" if text else "needed"
        if not text and not asked.needed:
            note = "fewest" if asked.name == "gpus" else "none"
        return Line(asked.name, _upper(asked.label), text, "bad" if error else "plain", note, error)

    def _told(self, plan: Plan | None, told: Estimate | str | None, problems: dict[str, str]) -> list[Cell]:
        if plan is None or not isinstance(told, Estimate):
            why = [Cell(f"✖ {BY_NAME[name].label}: {text}", "bad") for name, text in problems.items()]
            return [Cell("No estimate yet", "head"), *why]
        rows = results(plan, told)
        cells = [Cell("Estimated, not measured", "warn")]
        cells += [Cell(f"{row.name:<{NAME}}{row.text}") for row in rows]
        preset = next((one for one in PRESETS if one.name == self.texts["model"]), None)
        cells += [
            Cell(" "),
            Cell("What it would fill in", "head"),
            *(Cell(f"  {line}") for line in self._filled_told(plan, told)),
            Cell(" "),
            Cell("What it rests on", "head"),
            *(Cell(f"  {row.name}: {row.basis}.") for row in rows),
            Cell(" "),
            Cell("How far such estimates are off", "head"),
            *(Cell(f"  {line}") for line in error_told(plan)),
            *(Cell(f"  {ratio:.2f} of {line}", "dim") for line, ratio in checks_told()),
            Cell(" "),
            Cell("Sources", "head"),
            *(Cell(f"  {line}", "dim") for line in sources_told(plan, preset)),
        ]
        return cells

    def _filled_told(self, plan: Plan, estimate: Estimate) -> list[str]:
        hosting = self._desk.session.workspace.candidates[self._index].hosting
        lines = []
        for key, value in filled(plan, estimate, understood(self.texts).gpu_hour_usd).items():
            was = getattr(hosting, key) if hosting is not None else None
            before = f" (now {_said(was)})" if was not in (None, "", value) else ""
            lines.append(f"{key} = {_said(value)}{before}")
        speed = number_shown(rounded(estimate.request_tokens_per_s), "tokens/s")
        lines.append(f"a figure: output speed {speed}, basis estimate")
        first = counts_before(self._desk.session.workspace.candidates[self._index])
        if first is not None:
            seen = f"{number_shown(first.value, 'tokens/s')} ({first.source or 'no source'}, {told_of(first.basis)})"
            lines.append(f"  {seen} counts before it; remove that in the form where it is another host's")
        return lines

    def _show_foot(self) -> None:
        asked = BY_NAME.get(self.query_one(Sheet).key or "")
        read = understood(self.texts)
        told = self._estimated(read.plan)
        line = "Nothing to fill in yet: what is marked ✖ is mended first."
        if read.plan is not None and isinstance(told, Estimate):
            reads, writes = rounded(told.prefill_tokens_per_s), rounded(told.decode_tokens_per_s)
            line = (
                f"Would fill in {told.gpus} × {read.plan.gpu.name}: reads {number_shown(reads, '')}, "
                f"writes {number_shown(writes, 'tokens/s')}"
            )
        self.query_one(FormFoot).show(asked.where if asked else "", asked.unit if asked else "", line)

    def on_sheet_moved(self) -> None:
        """Explain the field under the cursor."""
        self._show_foot()

    # --- editing

    def on_sheet_chosen(self) -> None:
        """Edit the field under the cursor."""
        asked = BY_NAME.get(self.query_one(Sheet).key or "")
        if asked is None or not self.is_active:
            return
        if asked.choices:
            answers = tuple((word, word) for word in asked.choices)
            question = QuestionDialog(_upper(asked.label), asked.where, answers, self.texts.get(asked.name, ""))
            self.app.push_screen(question, lambda word: self._choose(asked, word))
        else:
            self._type(asked)

    def on_sheet_cleared(self) -> None:
        """Empty the field under the cursor; what is chosen from a list stays."""
        asked = BY_NAME.get(self.query_one(Sheet).key or "")
        if asked is not None and not asked.choices and self.is_active:
            self._set(asked, "")

    def _choose(self, asked: Asked, word: str | None) -> None:
        if word is None:
            return
        if asked.name == "model":
            self.texts = {**self.texts, **preset_texts(word)}
        if asked.name == "gpu":
            self._take_rent(word)
        self._set(asked, word)

    def _take_rent(self, gpu: str) -> None:
        """The rent follows the GPU, unless it is the user's own."""
        old, new = named_gpu(self.texts["gpu"]).rent, named_gpu(gpu).rent
        if self.texts["gpu_hour_usd"] == (f"{old.usd_per_hour:g}" if old else ""):
            self.texts["gpu_hour_usd"] = f"{new.usd_per_hour:g}" if new else ""

    def _type(self, asked: Asked) -> None:
        editor = self.query_one(LineEditor)
        self._editing = asked
        editor.start(self.texts.get(asked.name, ""), lambda text: self._set(asked, text), lambda: self._may_end(asked))
        editor.select_all()
        self._place_editor()
        editor.display = True
        editor.focus()

    def _may_end(self, asked: Asked) -> bool:
        """Whether Enter ends the visit: what is no value stays, selected to be typed anew."""
        if asked.name not in understood(self.texts).problems:
            return True
        self.query_one(LineEditor).select_all()
        return False

    def _set(self, asked: Asked, text: str) -> None:
        self.texts[asked.name] = text
        for name, now in self.texts.items():
            self.keep_text(name, now)
        self._show()
        if self._editing is not None:
            self._place_editor()

    def _place_editor(self) -> None:
        left, row, width = self.query_one(Sheet).editor_place(number=True)
        styles = self.query_one(LineEditor).styles
        styles.offset, styles.width = (left, row), width

    def on_line_editor_left(self, event: LineEditor.Left) -> None:
        """Back to the form, or on to the next field."""
        sheet = self.query_one(Sheet)
        if event.to:
            sheet.action_move(event.to)
        asked = BY_NAME.get(sheet.key or "")
        if event.to and asked is not None and not asked.choices:
            self._type(asked)
        else:
            self._close_editor()
            sheet.focus()

    def on_descendant_blur(self) -> None:
        """The mouse closes the editor; what was typed stays."""
        if self._editing is not None and self.is_current and not self.query_one(LineEditor).has_focus:
            self._close_editor()

    def _close_editor(self) -> None:
        self._editing = None
        self.query_one(LineEditor).display = False

    def action_other_part(self) -> None:
        """Move the focus between the form and the estimate, which scrolls."""
        pane, sheet = self.query_one(Pane), self.query_one(Sheet)
        (sheet if pane.has_focus else pane).focus()

    # --- filling in

    def action_fill(self) -> None:
        """Fill the candidate's hosting in as one edit, and close; what is wrong is mended first."""
        read = understood(self.texts)
        told = self._estimated(read.plan)
        if read.plan is None or not isinstance(told, Estimate):
            self.app.say("Nothing is filled in: mend what is marked ✖ first.", "warning")
            return
        workspace = self._desk.session.workspace
        if self._index >= len(workspace.candidates) or workspace.candidates[self._index].id != self._candidate_id:
            self.dismiss(None)
            return
        name = workspace.candidates[self._index].name
        values = filled(read.plan, told, read.gpu_hour_usd)
        today = self._desk.session.today
        mark, speed = sentence(read.plan, told, today), speed_figure(told, today)
        self._desk.seal()
        try:
            self._desk.edit(f"machines of {name}", lambda w: with_sizing(w, self._index, values, mark, speed))
        except InvalidDocument as error:
            self.app.say(str(error), "error")
            return
        self._desk.seal()
        self.app.say(f"Filled in the hosting of {name}, as an estimate. {keyed('{edit.undo}')} takes it back.")
        self.texts_taken()
        self.dismiss(None)


def told_of(basis: str) -> str:
    """A basis in words."""
    return basis.replace("_", " ")


def _said(value: object) -> str:
    return number_shown(value, "") if isinstance(value, int | float) else str(value)


def _upper(label: str) -> str:
    return f"{label[:1].upper()}{label[1:]}"


def sizing_dialog(desk: Desk, candidate: str | None) -> SizingDialog | str:
    """The helper for a candidate; or why there is nothing to size."""
    workspace = desk.session.workspace
    index = next((at for at, one in enumerate(workspace.candidates) if one.id == candidate), None)
    if index is None:
        return empty("no_machines")
    one = workspace.candidates[index]
    if not one.self_hosted:
        change = keyed("{candidates.edit}, then Access,")
        return f"{one.name} is not run by you: only a self-hosted candidate has machines. {change} changes that."
    return SizingDialog(desk, index)

"""The self-hosting helper: from a model, a load and a GPU to memory, GPUs and tokens a second, filled into hosting."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal

from shortlist.core.basics.numbers import number_shown
from shortlist.core.document.candidate import Hosting
from shortlist.core.document.field_names import label_of, unit_of
from shortlist.core.sizing.constants import PRESETS
from shortlist.core.sizing.estimate import Deployment, Estimate
from shortlist.core.sizing.hosting_values import counts_before, filled, rounded, sentence, speed_figure, with_sizing
from shortlist.core.sizing.questions import BY_NAME
from shortlist.core.sizing.sentences import checks_told, error_told, results, sources_told
from shortlist.tui.body import Desk, applied
from shortlist.tui.dialogs.kept_texts import Field
from shortlist.tui.draw.lines import Cell
from shortlist.tui.forms.form_dialog import SheetDialog
from shortlist.tui.forms.form_foot import FormFoot
from shortlist.tui.forms.sizing import Sized, SizingForm
from shortlist.tui.host import Host
from shortlist.tui.keys.bindings import bound, keyed
from shortlist.tui.keys.sentences import ESC, empty
from shortlist.tui.widgets.pane import Pane
from shortlist.tui.widgets.sheet import Sheet

NAME = 14
"""Columns of the names of the results."""


class SizingDialog(SheetDialog):
    """A form whose estimate moves while it is typed; nothing is kept before it is filled in."""

    DEFAULT_CSS = """
    SizingDialog #halves { height: 1fr; }
    SizingDialog FormBox { width: 40; }
    SizingDialog Pane { width: 1fr; height: 1fr; border-top: none; border-left: solid $foreground 30%; }
    SizingDialog Pane:focus { border-top: none; border-left: heavy $accent; }
    """
    help_text = (
        "An estimate from data sheets and published throughputs, not a measurement: memory for weights and cache, the "
        "GPUs of a replica, tokens a second read and written. Each number says its unit and where to find it; what the "
        "estimate rests on, how far such estimates are off, and all sources stand beneath it."
    )
    BINDINGS: ClassVar[list[BindingType]] = bound("sizing")

    def __init__(self, desk: Desk, index: int) -> None:
        candidate = desk.session.workspace.candidates[index]
        self.form = SizingForm(candidate, desk.session.workspace.scenario)
        keys = keyed(f"Enter edits, {{sizing.fill}} fills it in, Tab reads on; {ESC['kept']}.")
        super().__init__(f"Machines for {candidate.name}: an estimate", keys, self.form)
        self._desk, self._index, self._candidate_id = desk, index, candidate.id

    def inside(self) -> ComposeResult:
        with Horizontal(id="halves"):
            yield self.box
            yield Pane()
        yield FormFoot()

    @property
    def memory(self) -> str:
        """Whose machines they are."""
        return f"Machines for {self._candidate_id}"

    def text_fields(self) -> dict[str, Field]:
        """None: one line serves all the fields."""
        return {}

    def on_mount(self) -> None:
        """Start at what no file can know: how many requests at once."""
        self.form.texts |= self.take_up(self.form.texts)
        self._show(repr(("requests",)))
        self.query_one(Sheet).focus()

    # --- showing

    def edited(self) -> None:
        for name, now in self.form.texts.items():
            self.keep_text(name, now)
        self._show()

    def _show(self, cursor: str | None = None) -> None:
        self.box.show(cursor)
        self.query_one(Pane).show(self._told(self.form.sized()), self._candidate_id)
        self.show_foot()

    def show_foot(self) -> None:
        """Explain the field under the cursor, and say in short what would be filled in."""
        told, sized = "Nothing to fill in yet: what is marked ✖ is mended first.", self.form.sized()
        if sized.plan is not None and sized.estimate is not None:
            reads, writes = rounded(sized.estimate.prefill_tokens_per_s), rounded(sized.estimate.decode_tokens_per_s)
            told = (
                f"Would fill in {sized.estimate.gpus} × {sized.plan.gpu.name}: reads {number_shown(reads, '')}, "
                f"writes {number_shown(writes, 'tokens/s')}"
            )
        self.box.explain(self.query_one(FormFoot), told)

    def _told(self, sized: Sized) -> list[Cell]:
        plan, estimate = sized.plan, sized.estimate
        if plan is None or estimate is None:
            why = [Cell(f"✖ {BY_NAME[name].label}: {text}", "bad") for name, text in sized.problems.items()]
            return [Cell("No estimate yet", "head"), *why]
        rows = results(plan, estimate)
        preset = next((one for one in PRESETS if one.name == self.form.texts["model"]), None)
        return [
            Cell("Estimated, not measured", "warn"),
            *(Cell(f"{row.name:<{NAME}}{row.text}") for row in rows),
            Cell(" "),
            Cell("What it would fill in", "head"),
            *(Cell(f"  {line}") for line in self._filled_told(plan, estimate, sized.gpu_hour_usd)),
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

    def _filled_told(self, plan: Deployment, estimate: Estimate, gpu_hour_usd: float | None) -> list[str]:
        hosting = self._desk.session.workspace.candidates[self._index].hosting
        lines = []
        for key, value in filled(plan, estimate, gpu_hour_usd).items():
            was = getattr(hosting, key, None)
            before = f" (now {_said(was)})" if was not in (None, "", value) else ""
            label, unit = label_of(key), unit_of(Hosting.model_fields[key])
            # The label says of what the number is where it begins with the unit: `GPUs of a replica: 2`.
            behind = f" {unit}" if unit and not label.startswith(unit) else ""
            lines.append(f"{label}: {_said(value)}{behind}{before}")
        speed = number_shown(rounded(estimate.request_tokens_per_s), "tokens/s")
        lines.append(f"a figure: output speed {speed}, basis estimate")
        first = counts_before(self._desk.session.workspace.candidates[self._index])
        if first is not None:
            basis = first.basis.replace("_", " ")
            seen = f"{number_shown(first.value, 'tokens/s')} ({first.source or 'no source'}, {basis})"
            lines.append(f"  {seen} counts before it; remove that in the form where it is another host's")
        return lines

    def action_other_part(self) -> None:
        pane, sheet = self.query_one(Pane), self.query_one(Sheet)
        (sheet if pane.has_focus else pane).focus()

    # --- filling in

    def action_fill(self) -> None:
        """Fill the candidate's hosting in as one edit, and close; what is wrong is mended first."""
        sized = self.form.sized()
        if sized.plan is None or sized.estimate is None:
            self.app.say("Nothing is filled in: mend what is marked ✖ first.", "warning")
            return
        workspace = self._desk.session.workspace
        if self._index >= len(workspace.candidates) or workspace.candidates[self._index].id != self._candidate_id:
            self.dismiss(None)
            return
        name = workspace.candidates[self._index].name
        values = filled(sized.plan, sized.estimate, sized.gpu_hour_usd)
        today = self._desk.session.today
        mark, speed = sentence(sized.plan, sized.estimate, today), speed_figure(sized.estimate, today)
        if not applied(self._desk, f"machines of {name}", lambda w: with_sizing(w, self._index, values, mark, speed)):
            return
        self.app.say(f"Filled in the hosting of {name}, as an estimate. {keyed('{edit.undo}')} takes it back.")
        self.texts_taken()
        self.dismiss(None)


def _said(value: object) -> str:
    return number_shown(value, "") if isinstance(value, int | float) else str(value)


def open_sizing(desk: Desk, host: Host, candidate: str | None) -> None:
    """Open the helper for a candidate, or say why there is nothing to size."""
    workspace = desk.session.workspace
    index = next((at for at, one in enumerate(workspace.candidates) if one.id == candidate), None)
    if index is None:
        desk.say(empty("no_machines"), seconds=5)
    elif not workspace.candidates[index].self_hosted:
        change = keyed("{candidates.edit}, then Access,")
        told = "is not run by you: only a self-hosted candidate has machines"
        desk.say(f"{workspace.candidates[index].name} {told}. {change} changes that.", seconds=5)
    else:
        host.push_screen(SizingDialog(desk, index))

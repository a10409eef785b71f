"""A step of a record's life: who decides, why where that is asked, and a reason beside each error that stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, ClassVar, NamedTuple

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Static

from shortlist.core.changes.where import rule_told
from shortlist.core.findings import Finding
from shortlist.core.records.lifecycle import People
from shortlist.shown import shown
from shortlist.tui.dialogs.base import Dialog
from shortlist.tui.keys.bindings import bound, keyed
from shortlist.tui.keys.sentences import ESC
from shortlist.tui.session.typed import RECORD_STEP, Typed
from shortlist.tui.widgets.one_line import OneLine

BETWEEN = ";"
"""What stands between two names."""
GROUPS = (
    ("decision_makers", "Decided by (a semicolon stands between two)"),
    ("consulted", "Consulted"),
    ("informed", "Informed"),
)
REASON = "reason"
ACCEPTED = (
    "All that the record rests on is kept in a file beside the workspace, and no edit changes the record any more. "
    "Undo, or an earlier version, makes it a proposal again; the file stays."
)
WHY = "write here why it is accepted all the same"


class Decided(NamedTuple):
    """What was filled in."""

    people: People
    reason: str
    reasons: dict[tuple[str, str], str]
    """Why each error is accepted, by rule and place."""


class Step(NamedTuple):
    """What the dialog asks for one step."""

    heading: str
    text: str
    does: str
    """What finishing does, for the last line: `accept the record`."""
    asks_why: bool = False
    why: str = "Why"
    errors: tuple[Finding, ...] = ()
    places: tuple[str, ...] = ()
    """Where each of the errors lies, in words."""


class DecideDialog(Dialog[Decided]):
    """Asks for names and reasons; None for Esc. What was typed is kept for the next time in `typed`."""

    DEFAULT_CSS = """
    DecideDialog > #box { width: 96%; max-width: 110; max-height: 100%; padding: 0 1; }
    DecideDialog #text { margin: 0; }
    DecideDialog VerticalScroll { height: auto; max-height: 60vh; }
    DecideDialog .asked { height: auto; padding: 0 1 0 0; }
    DecideDialog .error .place { color: $text-muted; }
    DecideDialog Input, DecideDialog Input:focus { border: none; height: 1; padding: 0 1; background: $foreground 10%; }
    DecideDialog Input:focus { background: $surface-lighten-2; }
    DecideDialog .error { margin-bottom: 1; }
    DecideDialog .message { color: $text-error; }
    DecideDialog #wrong { color: $text-error; height: auto; }
    DecideDialog #foot { margin: 0; }
    """
    BINDINGS: ClassVar[list[BindingType]] = bound("decide")

    def __init__(self, step: Step, people: People, typed: Typed) -> None:
        super().__init__()
        self.step, self._typed = step, typed
        self._people_told = {key: f"{BETWEEN} ".join(getattr(people, key)) for key, _ in GROUPS}

    @property
    def _kept(self) -> Mapping[str, str]:
        return self._typed.dialogs.get(RECORD_STEP, {})

    @property
    def memory(self) -> str:
        """None: its texts are kept by the step of the record, which several dialogs are for."""
        return ""

    def compose(self) -> ComposeResult:
        with Vertical(id="box"):
            yield Static(Content(shown(self.step.heading)), id="heading")
            yield Static(Content(shown(self.step.text)), id="text")
            with VerticalScroll(can_focus=False):
                yield from self._lines()
            yield Static("", id="wrong")
            does = f"{self.step.does}. {ESC['kept']}."
            foot = f"Enter goes on; {keyed('{decide.finish}')}, or Enter on the last line: {does}"
            yield Static(Content(foot), id="foot")

    def _lines(self) -> Iterator[Widget]:
        """What must be written first, then the people, who are mostly known."""
        for number, finding in enumerate(self.step.errors):
            with Vertical(classes="asked error"):
                yield Static(Content(shown(f"✖ {finding.message}")), classes="message")
                yield Static(Content(shown(f"  {self.step.places[number]}")), classes="place")
                yield self._input(f"error-{number}", "", f"{finding.rule} {finding.where}", WHY)
        for key, label in GROUPS:
            with Vertical(classes="asked"):
                yield Static(Content(label))
                yield self._input(key, self._people_told[key])
        if self.step.asks_why:
            with Vertical(classes="asked"):
                yield Static(Content(self.step.why))
                yield self._input(REASON, "")

    def _input(self, id_: str, value: str, memory: str = "", placeholder: str = "") -> Input:
        told = self._kept.get(memory or id_, value)
        return OneLine(told, id=id_, select_on_focus=False, placeholder=placeholder)

    def on_mount(self) -> None:
        """Start at what is missing, else at the first line that is not about people; every line at its end."""
        for line in self._inputs:
            line.cursor_position = len(line.value)
        first = next((line for line in self._inputs if line.id not in dict(GROUPS)), self._inputs[0])
        if (missing := self._missing()) is not None:
            first = missing[0]
        first.focus()

    @property
    def _inputs(self) -> list[Input]:
        return list(self.query(Input))

    def _missing(self) -> tuple[Input, str] | None:
        """The first line that must be filled in, and what it wants."""
        if not _names(self._value("decision_makers")):
            return self.query_one("#decision_makers", Input), "Name at least one person who decides."
        for number, finding in enumerate(self.step.errors):
            if not self._value(f"error-{number}").strip():
                told = f"Write a reason beside “{rule_told(finding.rule)}”, or mend it."
                return self.query_one(f"#error-{number}", Input), told
        return None

    def scroll_to_center(self, widget: Widget, *_: Any, **__: Any) -> None:
        """The screen would bring the focused line alone into sight, without what it is about."""

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Whatever a line is about is in sight with it."""
        asked = event.widget.parent
        if isinstance(asked, Vertical):
            lines = self.query_one(VerticalScroll)
            # Once it is laid out.
            self.call_after_refresh(lines.scroll_to_widget, asked, animate=False, force=True)

    def _value(self, id_: str) -> str:
        return self.query_one(f"#{id_}", Input).value

    def on_input_changed(self, event: Input.Changed) -> None:
        """Keep what is typed, so that leaving loses nothing."""
        key = id_ = event.input.id or ""
        if id_.startswith("error-"):
            finding = self.step.errors[int(id_.removeprefix("error-"))]
            key = f"{finding.rule} {finding.where}"
        if event.value != self._people_told.get(id_, ""):
            self._typed.keep(RECORD_STEP, {**self._kept, key: event.value})
        else:
            self._typed.keep(RECORD_STEP, {name: text for name, text in self._kept.items() if name != key})

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """To the next line; from the last one the step is taken."""
        if event.input is self._inputs[-1]:
            self.action_finish()
        else:
            self.action_to(1)

    def action_to(self, by: int) -> None:
        lines = self._inputs
        here = next((at for at, line in enumerate(lines) if line.has_focus), 0)
        lines[(here + by) % len(lines)].focus()

    def action_finish(self) -> None:
        """Return what was filled in; says what is missing, and goes there."""
        missing = self._missing()
        if missing is not None:
            self.query_one("#wrong", Static).update(Content(shown(f"✖ {missing[1]}")))
            missing[0].focus()
            return
        people = People(*(_names(self._value(key)) for key, _ in GROUPS))
        reasons = {(f.rule, f.where): self._value(f"error-{n}").strip() for n, f in enumerate(self.step.errors)}
        why = self._value(REASON).strip() if self.step.asks_why else ""
        self.dismiss(Decided(people, why, reasons))


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(BETWEEN) if name.strip())


def happened_step(words: str) -> Step:
    """What saying that something has happened means; `words` are those of the trigger."""
    text = "From today on the decision is due to be reopened. It is noted beside the record, which stays as it is."
    return Step(f"It has happened: {words}", text, "say so", asks_why=True, why="What happened")


def taken_back_step(words: str) -> Step:
    """What saying that a note was a mistake means."""
    text = "The trigger waits again. The note is not erased: that it was taken back is written beneath it."
    return Step(f"It has not happened: {words}", text, "take the note back", asks_why=True, why="Why it was a mistake")


def step_of(
    kind: str, number: int, errors: Sequence[Finding] = (), places: Sequence[str] = (), warned: str = ""
) -> Step:
    """What each step of a record means to whoever takes it, with the errors and where each lies in words.

    `warned` is what to look at before.
    """
    told = f"record {number}"
    if kind == "accept":
        text = ACCEPTED
        if len(errors) == 1:
            text += " One of the findings is an error: mend it, or say why."
        elif errors:
            text += f" {len(errors)} of the findings are errors: mend them, or say why."
        if warned:
            text += f"\n! {warned}"
        return Step(f"Accept {told}", text, f"accept {told}", errors=tuple(errors), places=tuple(places))
    if kind == "reject":
        return Step(f"Reject {told}", "The record stays as it is; a new draft can start from it.", f"reject {told}")
    text = "The decision is no longer followed, and nothing replaces it. Its record stays as it was accepted."
    return Step(f"Deprecate {told}", text, f"deprecate {told}", asks_why=True)

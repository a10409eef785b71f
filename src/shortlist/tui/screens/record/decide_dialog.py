"""A step of a record's life: who decides, why where that is asked, and a reason beside each error that stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, ClassVar, NamedTuple

from textual import events
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Static

from shortlist.core.changes.place_words import rule_told
from shortlist.core.document.record import Record
from shortlist.core.findings import Finding
from shortlist.core.records.lifecycle import People
from shortlist.sanitising import shown
from shortlist.tui.dialogs.kept_texts import Field
from shortlist.tui.forms.fields_dialog import FieldsDialog
from shortlist.tui.forms.item import Form, FormPart
from shortlist.tui.forms.spec import Spec, editable, parsed, specs
from shortlist.tui.keys.bindings import bound, keyed
from shortlist.tui.keys.sentences import ESC
from shortlist.tui.session.typed import RECORD_STEP
from shortlist.tui.widgets.finder import TellingLine

LABELS = {
    "decision_makers": "Decided by (a semicolon stands between two)",
    "consulted": "Consulted",
    "informed": "Informed",
}
PEOPLE = tuple(spec._replace(label=LABELS[str(spec.path[-1])]) for spec in specs(Record, (), tuple(LABELS)))
MAKERS = PEOPLE[0]
REASON = Spec(("reason",), "Why", "text")
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


class StepQuestions(NamedTuple):
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


class StepForm(Form):
    """What a step asks: a reason for each error first, which must be written, then the people, who are mostly known."""

    def __init__(self, step: StepQuestions, people: People) -> None:
        self.errors = {
            Spec((f"{one.rule} {one.where}",), one.message, "text", help=place): one
            for one, place in zip(step.errors, step.places, strict=True)
        }
        why = (REASON._replace(label=step.why),) if step.asks_why else ()
        asked = (*self.errors, *PEOPLE, *why)
        known = {key: editable(spec, getattr(people, key)) for key, spec in zip(LABELS, PEOPLE, strict=True)}
        super().__init__((FormPart("", asked),), {**{str(spec.path[-1]): "" for spec in asked}, **known})

    @property
    def missing(self) -> tuple[Spec, str] | None:
        """The first line that must be filled in, and what it wants."""
        if not self._names(MAKERS):
            return MAKERS, "Name at least one person who decides."
        for spec, finding in self.errors.items():
            if not self.text(spec).strip():
                return spec, f"Write a reason beside “{rule_told(finding.rule)}”, or mend it."
        return None

    @property
    def start(self) -> Spec:
        """What is missing, else the first line that is not about people."""
        if (missing := self.missing) is not None:
            return missing[0]
        (part,) = self.parts
        return next((spec for spec in part.specs if spec not in PEOPLE), MAKERS)

    @property
    def decided(self) -> Decided:
        """What was filled in."""
        reasons = {(one.rule, one.where): self.text(spec).strip() for spec, one in self.errors.items()}
        return Decided(People(*map(self._names, PEOPLE)), self.text(REASON).strip(), reasons)

    def _names(self, spec: Spec) -> tuple[str, ...]:
        names = parsed(spec, self.text(spec))
        return tuple(names) if isinstance(names, list) else ()


class DecideDialog(FieldsDialog[Decided]):
    """Asks for names and reasons; None for Esc. What was typed is kept until the step of the record is taken."""

    DEFAULT_CSS = """
    DecideDialog > #box { width: 96%; max-width: 110; max-height: 100%; }
    DecideDialog #text { margin: 0; }
    DecideDialog VerticalScroll { height: auto; max-height: 60vh; }
    DecideDialog .asked { height: auto; padding: 0 1 0 0; }
    DecideDialog .error .place { color: $text-muted; padding-left: 2; }
    DecideDialog TellingLine, DecideDialog TellingLine:focus { padding: 0 1; }
    DecideDialog TellingLine:focus { background: $surface-lighten-2; }
    DecideDialog .error { margin-bottom: 1; }
    DecideDialog .message { height: auto; color: $text-error; }
    DecideDialog:nocolor .message { color: $foreground; text-style: bold; }
    DecideDialog .message Static { width: 1fr; }
    DecideDialog .message Static:first-child { width: 2; }
    """
    DEFAULT_CLASSES = "tight"
    BINDINGS: ClassVar[list[BindingType]] = bound("decide")
    memory = RECORD_STEP

    def __init__(self, step: StepQuestions, people: People) -> None:
        self.step, self._asked = step, StepForm(step, people)
        does = f"{step.does}. {ESC['kept']}."
        keys = keyed(f"Enter goes on; {{decide.finish}}, or Enter on the last line: {does}")
        super().__init__(step.heading, step.text, self._asked, keys)

    def fields(self) -> Iterator[Widget]:
        texts = self._asked.texts
        texts |= {name: text for name, text in self.take_up(texts).items() if name in texts}
        with VerticalScroll(can_focus=False):
            for spec in self.specs.values():
                error = spec in self._asked.errors
                with Vertical(classes="asked error" if error else "asked"):
                    if error:
                        # What goes on in another line stands beneath the words, not beneath the sign.
                        with Horizontal(classes="message"):
                            yield Static("✖ ")
                            yield Static(Content(shown(spec.label)))
                        yield Static(Content(shown(spec.help)), classes="place")
                    else:
                        yield Static(Content(shown(spec.label)))
                    yield self._line(spec, WHY if error else "")

    def _line(self, spec: Spec, placeholder: str) -> TellingLine:
        return TellingLine(lambda text: self._asked.typed(spec, text), placeholder, self._asked.text(spec))

    def text_fields(self) -> dict[str, Field]:
        return dict(zip(self.specs, self.query(TellingLine), strict=True))

    def on_mount(self) -> None:
        """Start where something is to be written; every line at its end."""
        for line in self.query(TellingLine):
            line.cursor_position = len(line.value)
        self._go_to(self._asked.start)

    def _go_to(self, spec: Spec) -> None:
        self.text_fields()[str(spec.path[-1])].focus()

    def scroll_to_center(self, widget: Widget, *_: Any, **__: Any) -> None:
        """The screen would bring the focused line alone into sight, without what it is about."""

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Whatever a line is about is in sight with it."""
        asked = event.widget.parent
        if isinstance(asked, Vertical):
            lines = self.query_one(VerticalScroll)
            # Once it is laid out.
            self.call_after_refresh(lines.scroll_to_widget, asked, animate=False, force=True)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """To the next line; from the last one the step is taken."""
        if event.input is self.query(TellingLine).last():
            self.action_finish()
        else:
            self.focus_next()

    def action_finish(self) -> None:
        """Return what was filled in; says what is missing, and goes there."""
        missing = self._asked.missing
        if missing is None:
            self.dismiss(self._asked.decided)
        else:
            self.say_wrong(missing[1])
            self._go_to(missing[0])


def happened_step(words: str) -> StepQuestions:
    """What saying that something has happened means; `words` are those of the trigger."""
    text = "From today on the decision is due to be reopened. It is noted beside the record, which stays as it is."
    return StepQuestions(f"It has happened: {words}", text, "say so", asks_why=True, why="What happened")


def taken_back_step(words: str) -> StepQuestions:
    """What saying that a note was a mistake means."""
    text = "The trigger waits again. The note is not erased: that it was taken back is written beneath it."
    return StepQuestions(
        f"It has not happened: {words}", text, "take the note back", asks_why=True, why="Why it was a mistake"
    )


def step_of(
    kind: str, number: int, errors: Sequence[Finding] = (), places: Sequence[str] = (), warned: str = ""
) -> StepQuestions:
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
        return StepQuestions(f"Accept {told}", text, f"accept {told}", errors=tuple(errors), places=tuple(places))
    if kind == "reject":
        return StepQuestions(
            f"Reject {told}", "The record stays as it is; a new draft can start from it.", f"reject {told}"
        )
    text = "The decision is no longer followed, and nothing replaces it. Its record stays as it was accepted."
    return StepQuestions(f"Deprecate {told}", text, f"deprecate {told}", asks_why=True)

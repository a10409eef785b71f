"""Where figures come from: source, date, basis, version, address and setting, which stay for the next figures."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, Static

from shortlist.core.basics.errors import ShortlistError
from shortlist.core.document.vocabulary import BASES
from shortlist.core.edits.quick_entry import Stamp, run_together
from shortlist.tui.forms.spec import parse_date
from shortlist.tui.keys.bindings import bound

NAMES = ("source", "url", "as_of", "basis", "version", "effort")
LABELS = {"as_of": "date", "url": "address"}
BRIEFLY = {"as_of": "✖ write it as 2026-11-22", "basis": "✖ write m, p, s or e"}
"""What is said in the little room beneath a field; the preview says it in full."""
JUDGED = tuple(BRIEFLY)
"""The fields beneath which what is wrong is said as well; they lie side by side."""


class StampLine(Input):
    """One of the fields."""

    DEFAULT_CSS = """
    StampLine, StampLine:focus { border: none; height: 1; padding: 0 1 0 0; width: 1fr; background: $boost; }
    StampLine:focus { background: $surface-lighten-2; }
    """
    BINDINGS: ClassVar[list[BindingType]] = bound("stamp")

    class Typed(Message):
        """A field changed."""

    def watch_value(self, value: str) -> None:
        """Tell the fields together, in the same call."""
        fields = self.parent
        if isinstance(fields, StampFields) and fields.is_mounted:
            fields.typed()


class StampFields(Widget):
    """Edits a `Stamp`; the last one that was valid is in force."""

    DEFAULT_CSS = """
    StampFields {
        layout: grid; grid-size: 4; grid-columns: 8 1fr 8 1fr; grid-rows: 1; height: 4;
        border-top: solid $foreground 30%;
    }
    StampFields.-wrong { height: 5; }
    StampFields Static { color: $text-muted; }
    StampFields .wrong { column-span: 2; color: $text-error; display: none; }
    StampFields.-wrong .wrong { display: block; }
    """

    class Changed(Message):
        """Another stamp is in force, or none can be."""

    def __init__(self, stamp: Stamp) -> None:
        super().__init__()
        self.stamp = stamp
        self.problems: dict[str, str] = {}
        """Why what is typed in a field is no value, by the field's name."""

    def compose(self) -> ComposeResult:
        """A label and a line for each."""
        for name in NAMES:
            yield Static(Content(LABELS.get(name, name)))
            yield StampLine(str(getattr(self.stamp, name)), id=name)
            if name == JUDGED[-1]:
                yield from (Static("", id=f"wrong-{judged}", classes="wrong") for judged in JUDGED)

    def typed(self) -> None:
        """Read the fields, and say beneath each what is wrong with it."""
        self._read()
        self.set_class(any(name in self.problems for name in JUDGED), "-wrong")
        for name in JUDGED:
            self.query_one(f"#wrong-{name}", Static).update(Content(BRIEFLY[name] if name in self.problems else ""))
        self.post_message(self.Changed())

    def _read(self) -> None:
        typed = {name: self.query_one(f"#{name}", Input).value.strip() for name in NAMES}
        self.problems = {}
        word = typed["basis"].casefold().replace(" ", "_").replace("-", "_")
        basis = next((one for one in BASES if word and one.startswith(word)), None)
        if basis is None:
            self.problems["basis"] = f"{', '.join(BASES).replace('_', ' ')}, or the first letter"
        day = None
        try:
            day = parse_date(typed["as_of"])
        except ShortlistError as error:
            self.problems["as_of"] = str(error)
        together = run_together(typed["url"])
        if together is not None:
            self.problems["url"] = together
        if not self.problems and basis is not None and day is not None:
            self.stamp = Stamp(day, typed["source"], basis, typed["version"], typed["url"], typed["effort"])

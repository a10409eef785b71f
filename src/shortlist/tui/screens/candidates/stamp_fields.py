"""Where figures come from: date, basis, version, address and setting stay for the next ones, a source for its own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from shortlist.core.document.vocabulary import BASES
from shortlist.core.edits.quick_entry import Stamp, run_together
from shortlist.tui.forms.item import Form, FormPart
from shortlist.tui.forms.spec import NotADate, Spec, parse_date
from shortlist.tui.keys.bindings import bound
from shortlist.tui.widgets.finder import TellingLine

FIELDS = (
    Spec(("source",), "source", "text"),
    Spec(("url",), "address", "text"),
    Spec(("as_of",), "date", "date"),
    Spec(("basis",), "basis", "choice", choices=tuple(BASES)),
    Spec(("version",), "version", "text"),
    Spec(("effort",), "effort", "text"),
)
NAMES = tuple(str(spec.path[0]) for spec in FIELDS)
BRIEFLY = {"as_of": "✖ write it as 2026-11-22", "basis": "✖ write c, m, p, s or e"}
"""What is said in the little room beneath the fields that lie side by side; the preview says it in full."""


class Stamps:
    """Where figures came from that were typed so far: what the next ones begin with."""

    def __init__(self, today: dt.date) -> None:
        self._last = Stamp(today)
        self._sources: dict[str, str] = {}
        """The sources by the ids of their candidates, that of a table by none; what was typed last stands last."""

    def of(self, candidate: str = "") -> Stamp:
        """What figures of a candidate, or of a table, begin with: another candidate's source is not theirs."""
        return replace(self._last, source=self._sources.get(candidate, ""))

    def keep(self, stamp: Stamp, candidate: str = "") -> None:
        """Remember where figures of a candidate, or of a table, come from."""
        self._last = stamp
        self._sources.pop(candidate, None)
        self._sources[candidate] = stamp.source

    def offered(self, candidate: str = "") -> str:
        """The source of other figures that was typed last, for a person to take over; empty without one."""
        others = (source for id_, source in reversed(self._sources.items()) if source and id_ != candidate)
        return next(others, "")


class StampForm(Form):
    """Its texts make a `Stamp` together; the last one that was valid is in force."""

    def __init__(self, stamp: Stamp) -> None:
        super().__init__((FormPart("", FIELDS),), {name: str(getattr(stamp, name)) for name in NAMES})
        self.stamp = stamp
        self.problems: dict[str, str] = {}
        """Why what is typed in a field is no value, by the field's name."""

    def set(self, spec: Spec, value: object | None) -> None:
        """Take a text, and read all of them."""
        super().set(spec, value)
        typed = {name: text.strip() for name, text in self.texts.items()}
        word = typed["basis"].casefold().replace(" ", "_").replace("-", "_")
        basis = next((one for one in BASES if word and one.startswith(word)), None)
        day, together, self.problems = None, run_together(typed["url"]), {}
        if basis is None:
            self.problems["basis"] = f"{', '.join(BASES).replace('_', ' ')}, or the first letter"
        try:
            day = parse_date(typed["as_of"])
        except NotADate as error:
            self.problems["as_of"] = str(error)
        if together is not None:
            self.problems["url"] = together
        if not self.problems and basis is not None and day is not None:
            self.stamp = Stamp(day, typed["source"], basis, typed["version"], typed["url"], typed["effort"])

    def wrong(self, spec: Spec) -> str:
        return self.problems.get(str(spec.path[0]), "")


class StampLine(TellingLine):
    """One of the fields."""

    DEFAULT_CSS = """
    StampLine, StampLine:focus { padding: 0 1 0 0; width: 1fr; }
    StampLine:focus { background: $surface-lighten-2; }
    """
    BINDINGS: ClassVar[list[BindingType]] = bound("stamp")


class StampFields(Widget):
    """Where figures come from, asked in one place for all that are typed together."""

    DEFAULT_CSS = """
    StampFields {
        layout: grid; grid-size: 4; grid-columns: 8 1fr 9 1fr; grid-rows: 1; height: 4;
        border-top: solid $foreground 30%;
    }
    StampFields.-wrong { height: 5; }
    StampFields Static { color: $text-muted; }
    StampFields #label-url, StampFields #label-basis, StampFields #label-effort { padding-left: 1; }
    StampFields .-missing { color: $text-error; }
    StampFields .wrong { column-span: 2; color: $text-error; display: none; }
    StampFields.-wrong .wrong { display: block; }
    """

    def __init__(self, form: StampForm, changed: Callable[[], None]) -> None:
        """`changed` is called when another stamp is in force, or none can be."""
        super().__init__()
        self._form, self._changed = form, changed

    def compose(self) -> ComposeResult:
        for spec in FIELDS:
            yield Static(Content(spec.label), id=f"label-{spec.path[0]}")
            yield StampLine(
                lambda text, spec=spec: self._typed(spec, text),  # type: ignore[misc]
                value=self._form.text(spec),
                select_on_focus=True,
                id=str(spec.path[0]),
            )
            if spec.path == ("basis",):
                yield from (Static("", id=f"wrong-{name}", classes="wrong") for name in BRIEFLY)

    def mark_source(self, missing: bool) -> None:
        """Mark the source as what is missing, or as it was."""
        label = self.query_one("#label-source", Static)
        label.set_class(missing, "-missing")
        label.update(Content("✖ source" if missing else "source"))

    def _typed(self, spec: Spec, text: str) -> None:
        """Take a text, and say beneath the fields what is wrong with them."""
        self._form.typed(spec, text)
        problems = self._form.problems
        self.set_class(any(name in problems for name in BRIEFLY), "-wrong")
        for name, told in BRIEFLY.items():
            self.query_one(f"#wrong-{name}", Static).update(Content(told if name in problems else ""))
        self._changed()

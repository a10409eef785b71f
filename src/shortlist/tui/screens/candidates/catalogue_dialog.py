"""The catalogue: what it knows is searched while a name is typed; only the lines that are seen are worked out."""

from __future__ import annotations

import datetime as dt
import gc
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar, Literal

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.strip import Strip
from textual.widgets import Static
from textual.worker import get_current_worker

from shortlist.core.basics.words import plain
from shortlist.core.document.offering import Offering
from shortlist.shown import shown
from shortlist.tui.dialogs.base import Dialog
from shortlist.tui.draw.lines import Cell, fit, strip_of
from shortlist.tui.forms.scenario import short_number
from shortlist.tui.keys.bindings import bound, keyed
from shortlist.tui.keys.sentences import empty
from shortlist.tui.widgets.finder import FindLine, Found

if TYPE_CHECKING:
    from shortlist.catalogue.embedded import Entry

ACCESS = {"managed_api": "managed", "hosted_inference": "hosted", "self_hosted": "own", None: "?"}
FIGURES = (("in $/M", "input_price"), ("out $/M", "output_price"))
WIDTH = 8
AT_ONCE, PAUSE_S = 8, 0.004
"""Offerings worked out ahead between two pauses, about a millisecond of work, and the length of a pause."""
Picked = Offering | Literal["by hand"]


class Offerings(Found):
    """The offerings that were found."""

    header_lines = 1

    def __init__(self, today: dt.date) -> None:
        super().__init__()
        self._today = today
        self.entries: list[Entry] = []
        self.follow: Callable[[], None] | None = None
        """What is called when another offering is under the cursor, so that both are drawn at once."""
        self._known: dict[int, Offering] = {}

    def show(self, entries: list[Entry]) -> None:
        """Show other offerings, from the first."""
        self.entries = entries
        self.begin()

    def at(self, place: int) -> Offering | None:
        """The offering at a place, worked out when it is first seen if it is not yet."""
        if place >= len(self.entries):
            return None
        return self.worked_out(self.entries[place])

    def worked_out(self, entry: Entry) -> Offering:
        """An entry on this day, worked out once."""
        from shortlist.catalogue.embedded import offering

        return self._known.get(id(entry)) or self._known.setdefault(id(entry), offering(entry, self._today))

    def count(self) -> int:
        return len(self.entries)

    def moved(self) -> None:
        if self.follow is not None:
            self.follow()

    def render_line(self, y: int) -> Strip:
        width, base = self.room, self.rich_style
        place = self.scroll_offset.y + y - self.header_lines
        if y == 0:
            titles = ("offering", "provider", "access", *(title for title, _ in FIGURES), "context")
            return strip_of([Cell(text, "head") for text in _row(titles, width)], width, self.tones, base)
        one = self.at(place)
        if one is None:
            return Strip.blank(width, base)
        figures = (one.value(metric) for _, metric in FIGURES)
        told = (
            f"{one.name} (deprecated)" if one.deprecated else one.name,
            one.provider,
            ACCESS[one.access],
            *("?" if value is None else plain(value) for value in figures),
            "?" if one.context_window is None else short_number(one.context_window),
        )
        if place == self.cursor:
            base += self.tones["cursor"]
        return strip_of([Cell(text) for text in _row(told, width)], width, self.tones, base)


def _row(texts: tuple[str, ...], width: int) -> list[str]:
    """The texts in columns: the name takes what the others leave."""
    provider = min(18, width // 5)
    name = max(10, width - provider - WIDTH * 4 - 2)
    first = [fit(texts[0], name), " ", fit(texts[1], provider), " "]
    return [*first, fit(texts[2], WIDTH), *(fit(text, WIDTH, right=True) for text in texts[3:])]


class CatalogueDialog(Dialog[Picked]):
    """Finds an offering; returns it, or that the candidate is to be added by hand."""

    DEFAULT_CSS = """
    CatalogueDialog > #box { width: 100; height: 96%; max-height: 96%; padding: 0 1; }
    CatalogueDialog #heading { width: 1fr; }
    CatalogueDialog #about { height: 3; color: $text-muted; }
    CatalogueDialog #foot { margin-top: 0; }
    """
    BINDINGS: ClassVar[list[BindingType]] = bound("catalogue")

    help_text = (
        "Every word of the line must be in provider, id, name or developer. What the catalogue does not know is asked "
        "for afterwards, and may be left unknown."
    )

    def __init__(self, today: dt.date) -> None:
        super().__init__()
        self._today = today
        self._loaded = False

    @property
    def memory(self) -> str:
        """None: a search finds, and is no text of the decision."""
        return ""

    def compose(self) -> ComposeResult:
        with Vertical(id="box"):
            yield Static(Content("Add from the catalogue"), id="heading")
            yield FindLine(self.search, "model, provider or developer")
            yield Offerings(self._today)
            yield Static(Content(""), id="about")
            yield Static(
                Content(keyed("Enter adds, ↑ ↓ move, {catalogue.by_hand} adds one by hand, Esc closes.")),
                id="foot",
            )

    def on_mount(self) -> None:
        """Load the catalogue beside; what is typed meanwhile is searched for then."""
        self.query_one(FindLine).focus()
        found = self.query_one(Offerings)
        found.follow = self._tell
        self._about("Loading the catalogue …")
        self._load()

    @work(thread=True, group="catalogue", exclusive=True)
    def _load(self) -> None:
        from shortlist.catalogue.attributes import table
        from shortlist.catalogue.search import matching

        table()
        entries, worker = matching(""), get_current_worker()
        if worker.is_cancelled:
            return
        self.app.call_from_thread(self._ready)
        # Keys then find the lines of any search ready; the pauses leave the processor to them.
        found = self.query_one(Offerings)
        for place, entry in enumerate(entries):
            if worker.is_cancelled or not self.is_attached:
                return
            found.worked_out(entry)
            if place % AT_ONCE == 0:
                time.sleep(PAUSE_S)

    def _ready(self) -> None:
        if self.is_attached and self.query(Offerings):
            self._loaded = True
            # The catalogue stays; a collector that looked at all of it would halt the keys.
            gc.freeze()
            self.search(self.query_one(FindLine).value)

    def _about(self, text: str) -> None:
        self.query_one("#about", Static).update(Content(shown(text)), layout=False)

    def search(self, query: str) -> None:
        """Show what is found; the lines are worked out as they are drawn."""
        if not self._loaded:
            return
        from shortlist.catalogue.search import matching

        found = matching(query)
        self.query_one("#heading", Static).update(
            Content(f"Add from the catalogue: {len(found):,} found"), layout=False
        )
        self.query_one(Offerings).show(found)

    def _tell(self) -> None:
        """Say more of the offering under the cursor."""
        found = self.query_one(Offerings)
        one = found.at(found.cursor)
        if one is None:
            if self._loaded:
                self._about(empty("not_found"))
            return
        openness = (one.openness or "openness unknown").replace("_", " ")
        facts = [one.model, f"by {one.developer or 'an unknown developer'}, {openness}", f"through {one.provider_name}"]
        facts += [f"{name.replace('_', ' ')} {value}" for name, value in one.capabilities]
        self._about(" · ".join([*facts, *one.conditions]))

    def on_input_submitted(self) -> None:
        found = self.query_one(Offerings)
        one = found.at(found.cursor)
        if one is not None:
            self.dismiss(one)

    def on_found_chosen(self) -> None:
        self.on_input_submitted()

    def action_by_hand(self) -> None:
        """Leave the catalogue for a form."""
        self.dismiss("by hand")

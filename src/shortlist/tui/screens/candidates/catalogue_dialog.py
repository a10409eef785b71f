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
from textual.worker import get_current_worker

from shortlist.core.basics.words import plain
from shortlist.core.document.metrics import METRICS, NEEDED_PRICES
from shortlist.core.document.offering import Offering
from shortlist.core.document.vocabulary import ACCESS
from shortlist.tui.dialogs.base import Dialog, words
from shortlist.tui.draw.lines import Cell, fit
from shortlist.tui.forms.scenario import short_number
from shortlist.tui.keys.bindings import bound, keyed
from shortlist.tui.keys.sentences import empty
from shortlist.tui.widgets.finder import FinderLine, Found

if TYPE_CHECKING:
    from shortlist.catalogue.embedded import CatalogueEntry

WIDTH = 8
AT_ONCE, PAUSE_S = 8, 0.004
"""Offerings worked out ahead between two pauses, about a millisecond of work, and the length of a pause."""
Picked = Offering | Literal["by hand"]


class Offerings(Found["CatalogueEntry"]):
    """The offerings that were found; only those that are seen are worked out."""

    header_lines = 1

    def __init__(self, today: dt.date, follow: Callable[[], None]) -> None:
        super().__init__(follow)
        self._today = today
        self._known: dict[int, Offering] = {}

    def at(self, place: int) -> Offering | None:
        """The offering at a place."""
        return self.worked_out(self.found[place]) if place < len(self.found) else None

    def worked_out(self, entry: CatalogueEntry) -> Offering:
        """An entry on this day, worked out once."""
        from shortlist.catalogue.embedded import offering

        return self._known.get(id(entry)) or self._known.setdefault(id(entry), offering(entry, self._today))

    def header(self, width: int) -> list[Cell]:
        titles = ("offering", "provider", "access", *(METRICS[metric].heading for metric in NEEDED_PRICES), "context")
        return [Cell(text, "head") for text in _row(titles, width)]

    def cells(self, one: CatalogueEntry, width: int) -> list[Cell]:
        offering = self.worked_out(one)
        figures = (offering.value(metric) for metric in NEEDED_PRICES)
        told = (
            f"{offering.name} (deprecated)" if offering.deprecated else offering.name,
            offering.provider,
            ACCESS[offering.access].short if offering.access else "?",
            *("?" if value is None else plain(value) for value in figures),
            "?" if offering.context_window is None else short_number(offering.context_window),
        )
        return [Cell(text) for text in _row(told, width)]


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
        keys = keyed("Enter adds, ↑ ↓ move, {catalogue.by_hand} adds one by hand, Esc closes.")
        super().__init__("Add from the catalogue", keys)
        self._offerings = Offerings(today, self._tell)
        self._loaded = False

    memory = ""
    """None: a search finds, and is no text of the decision."""

    def inside(self) -> ComposeResult:
        yield FinderLine(self._offerings, self.search, "model, provider or developer")
        yield self._offerings
        yield words("about", "")

    def on_mount(self) -> None:
        """Load the catalogue beside; what is typed meanwhile is searched for then."""
        self.query_one(FinderLine).focus()
        self.write("about", "Loading the catalogue …", layout=False)
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
        for place, entry in enumerate(entries):
            if worker.is_cancelled or not self.is_attached:
                return
            self._offerings.worked_out(entry)
            if place % AT_ONCE == 0:
                time.sleep(PAUSE_S)

    def _ready(self) -> None:
        if self.is_attached:
            self._loaded = True
            # The catalogue stays; a collector that looked at all of it would halt the keys.
            gc.freeze()
            self.search(self.query_one(FinderLine).value)

    def search(self, query: str) -> None:
        """Show what is found; the lines are worked out as they are drawn."""
        if not self._loaded:
            return
        from shortlist.catalogue.search import matching

        found = matching(query)
        self.write("heading", f"{self.heading}: {len(found):,} found", layout=False)
        self._offerings.show(found)

    def _tell(self) -> None:
        """Say more of the offering under the cursor."""
        one = self._offerings.at(self._offerings.cursor)
        if one is None:
            if self._loaded:
                self.write("about", empty("not_found"), layout=False)
            return
        openness = (one.openness or "openness unknown").replace("_", " ")
        facts = [one.model, f"by {one.developer or 'an unknown developer'}, {openness}", f"through {one.provider_name}"]
        facts += [f"{name.replace('_', ' ')} {value}" for name, value in one.capabilities]
        self.write("about", " · ".join([*facts, *one.conditions]), layout=False)

    def on_input_submitted(self) -> None:
        one = self._offerings.at(self._offerings.cursor)
        if one is not None:
            self.dismiss(one)

    def on_found_chosen(self) -> None:
        self.on_input_submitted()

    def action_by_hand(self) -> None:
        self.dismiss("by hand")

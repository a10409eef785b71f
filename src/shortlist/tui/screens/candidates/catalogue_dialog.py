"""The catalogue: it opens with what is current and suits, and is searched and narrowed while a query is typed."""

from __future__ import annotations

import gc
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar, Literal

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.worker import get_current_worker

from shortlist.core.comparison.compared import Compared
from shortlist.core.document.offering import Offering
from shortlist.core.document.vocabulary import OPENNESS
from shortlist.tui.dialogs.base import Dialog, words
from shortlist.tui.draw.drawn_widgets import ToldLine
from shortlist.tui.keys.bindings import bound, keyed
from shortlist.tui.keys.sentences import empty
from shortlist.tui.screens.candidates.offerings import NEWEST, ORDERS, Offerings
from shortlist.tui.textual_private import in_thread
from shortlist.tui.widgets.finder import FinderLine

if TYPE_CHECKING:
    from shortlist.catalogue.embedded import CatalogueEntry

AT_ONCE, PAUSE_S = 8, 0.004
"""Offerings worked out ahead between two pauses, about a millisecond of work, and the length of a pause."""
FIRST = 40
"""Offerings that suit, after which the list is shown while the rest is looked through."""
Picked = Offering | Literal["by hand"]


class CatalogueDialog(Dialog[Picked]):
    """Finds an offering; returns it, or that the candidate is to be added by hand."""

    DEFAULT_CSS = """
    CatalogueDialog > #box { width: 126; height: 96%; max-height: 96%; }
    CatalogueDialog #heading { width: 1fr; }
    CatalogueDialog #about { height: auto; min-height: 3; max-height: 33vh; color: $text-muted; }
    CatalogueDialog ToldLine { padding: 0; }
    """
    DEFAULT_CLASSES = "tight"
    BINDINGS: ClassVar[list[BindingType]] = bound("catalogue")

    help_text = (
        "It opens with what came out within a year, is not withdrawn and suits the step; whatever is typed searches "
        "all of it. Every word of the line must be in provider, id, name or developer, but for hosted, managed, open "
        "and closed, and bounds: <0.5 and >2 of the price, >100k of the context window. {catalogue.order} sorts by "
        "price, day of release or context window. What the catalogue does not know is asked for afterwards, and may be "
        "left unknown."
    )

    def __init__(self, compared: Compared) -> None:
        keys = keyed("Enter adds, ↑ ↓ move, {catalogue.order} sorts, {catalogue.by_hand} adds one by hand, Esc closes.")
        super().__init__("Add from the catalogue", keys)
        self._compared = compared
        self._offerings = Offerings(compared.today, self._tell)
        self._loaded = False
        self._stays = False
        """Whether it is the first dialog to work the catalogue out, which then stays."""
        self._suiting: Sequence[CatalogueEntry] | None = None
        """What is offered while nothing is typed; None until it is known."""
        self._all = 0

    memory = ""
    """None: a search finds, and is no text of the decision."""

    def inside(self) -> ComposeResult:
        yield FinderLine(self._offerings, self.search, "model, provider or developer; hosted open <0.5 >100k")
        yield ToldLine()
        yield self._offerings
        yield words("about", "")

    def on_mount(self) -> None:
        """Load the catalogue beside; what is typed meanwhile is searched for then."""
        self.query_one(FinderLine).focus()
        self.write("about", "Loading the catalogue …", layout=False)
        self._load()

    @work(thread=True, group="catalogue", exclusive=True)
    @in_thread
    def _load(self) -> None:
        from shortlist.catalogue.attributes import table
        from shortlist.catalogue.search import matching
        from shortlist.tui.screens.candidates.exercise_kinds import current, slots, waiting_slot

        self._stays = not self._offerings.begun
        table()
        entries, worker = matching(""), get_current_worker()
        at = waiting_slot(self._compared)
        wanted = current(self._compared)
        if at is not None:
            wanted = slots(self._compared)[at].narrowing
        if worker.is_cancelled:
            return
        self.app.call_from_thread(self._ready, None, len(entries))
        found: list[CatalogueEntry] = []
        shown = False
        # Keys then find the lines of any search ready; the pauses leave the processor to them.
        for place, entry in enumerate(entries):
            if worker.is_cancelled or not self.is_attached:
                return
            if wanted.keeps(entry, self._offerings.worked_out):
                found.append(entry)
            if len(found) >= FIRST and not shown:
                shown = True
                self.app.call_from_thread(self._ready, list(found), len(entries))
            if place % AT_ONCE == 0:
                time.sleep(PAUSE_S)
        self.app.call_from_thread(self._ready, found, len(entries))
        for place, entry in enumerate(entries):
            if worker.is_cancelled or not self.is_attached:
                return
            self._offerings.worked_out(entry)
            if place % AT_ONCE == 0:
                time.sleep(PAUSE_S)

    def _ready(self, suiting: Sequence[CatalogueEntry] | None, all_: int) -> None:
        """Show the catalogue, then what of it is current and suits; whoever has moved or typed is not disturbed."""
        if not self.is_attached or not self.query("#heading"):
            return  # it was closed meanwhile: what it holds goes before it does
        first, self._loaded = not self._loaded, True
        self._suiting, self._all = suiting, all_
        if first and self._stays:
            # The catalogue stays; a collector that looked at all of it would halt the keys.
            gc.freeze()
        query = self.query_one(FinderLine).value
        if first or (not query.strip() and not self._offerings.cursor):
            self._show(query, 0)

    def search(self, query: str) -> None:
        """Show what is found; the lines are worked out as they are drawn."""
        if self._loaded:
            self._show(query, 0)

    def _show(self, query: str, cursor: int) -> None:
        from shortlist.catalogue.narrowing import ALL, parsed
        from shortlist.catalogue.search import matching
        from shortlist.tui.screens.candidates.exercise_kinds import slot_line, waiting_slot, with_shipped_figures

        if query.strip() or self._suiting is None:
            text, narrowing = parsed(query)
            found: Sequence[CatalogueEntry] = matching(text)
            if narrowing != ALL:
                found = [entry for entry in found if narrowing.keeps(entry, self._offerings.worked_out)]
            told = f"{len(found):,} found of {self._all:,}"
            if not query.strip():
                told = f"all of {self._all:,}, those that suit in a moment"
        else:
            found = self._suiting
            told = f"{len(found):,} that are current and suit, of {self._all:,}"
        order = self._offerings.order
        if order != ORDERS[0]:
            told += f", by {order}"
        self.write("heading", f"{self.heading}: {told}", layout=False)
        at, line = waiting_slot(self._compared), self.query_one(ToldLine)
        line.display = at is not None
        if at is not None:
            line.show(slot_line(self._compared, at))
        if order == ORDERS[0] and found is self._suiting:
            order = NEWEST
        listed = self._offerings.by(order, found)
        if found is self._suiting and self._offerings.order == ORDERS[0] and at is not None:
            first = with_shipped_figures(found)
            listed = sorted(listed, key=lambda entry: id(entry) not in first)
        self._offerings.show(listed, min(cursor, max(0, len(found) - 1)))

    def _tell(self) -> None:
        """Say all of the offering under the cursor."""
        one = self._offerings.at(self._offerings.cursor)
        if one is None:
            if self._loaded:
                self.write("about", empty("not_found"))
            return
        openness = OPENNESS[one.openness].name if one.openness else "openness unknown"
        facts = [one.model, f"by {one.developer or 'an unknown developer'}, {openness}", f"through {one.provider_name}"]
        if one.released is not None:
            facts.append(f"out since {one.released}")
        facts += [f"{name.replace('_', ' ')} {value}" for name, value in one.capabilities]
        self.write("about", " · ".join([*facts, *one.conditions]))

    def on_input_submitted(self) -> None:
        one = self._offerings.at(self._offerings.cursor)
        if one is not None:
            self.dismiss(one)

    def on_found_double_clicked(self) -> None:
        self.on_input_submitted()

    def action_order(self) -> None:
        """By the next column; after the last as found."""
        self._offerings.order = ORDERS[(ORDERS.index(self._offerings.order) + 1) % len(ORDERS)]
        if self._loaded:
            self._show(self.query_one(FinderLine).value, 0)

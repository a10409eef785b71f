"""The list of offerings: in columns, sorted by one of them; only those that are seen are worked out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from shortlist.core.basics.words import price
from shortlist.core.document.metrics import METRICS, NEEDED_PRICES
from shortlist.core.document.offering import Offering
from shortlist.core.document.vocabulary import ACCESS, OPENNESS
from shortlist.tui.draw.lines import Cell, fit, width_of
from shortlist.tui.forms.scenario import short_number
from shortlist.tui.widgets.finder import Found

if TYPE_CHECKING:
    from shortlist.catalogue.embedded import CatalogueEntry

NEWEST = "release"
ORDERS = ("best match", "price", NEWEST, "context")
"""By what the list may be sorted."""
LEAST, PROVIDER = 24, 18
WIDTHS = {"access": 8, "openness": 11, "in": 8, "out": 9, "context": 8, "released": 11}
"""Columns of what stands behind the name and the provider."""
FIGURES = ("in", "out", "context", "released")
"""Columns that stand at the right."""
GIVING_WAY = ("openness", "released", "context", "access")
"""What goes first where there is little room: the name keeps what tells it from others."""


Known = dict[int, tuple["CatalogueEntry", Offering]]


@lru_cache(maxsize=1)
def known_on(today: dt.date) -> Known:
    """What has been worked out of the catalogue on a day, by the identity of its entries: for every dialog the same."""
    return {}


class Offerings(Found["CatalogueEntry"]):
    """The offerings that were found."""

    header_lines = 1

    def __init__(self, today: dt.date, follow: Callable[[], None]) -> None:
        super().__init__(follow)
        self._today = today
        self._known = known_on(today)
        self.order = ORDERS[0]
        self._told: dict[int, tuple[CatalogueEntry, list[Cell]]] = {}
        """The lines of entries at the present width: most of those that a letter leaves were there before it."""
        self._told_width = 0

    def at(self, place: int) -> Offering | None:
        """The offering at a place."""
        return self.worked_out(self.found[place]) if place < len(self.found) else None

    def worked_out(self, entry: CatalogueEntry) -> Offering:
        """An entry on this day, worked out once."""
        from shortlist.catalogue.embedded import offering

        known = self._known.get(id(entry))
        if known is None or known[0] is not entry:
            known = self._known[id(entry)] = entry, offering(entry, self._today)
        return known[1]

    @property
    def begun(self) -> bool:
        """Whether any has been worked out, by this dialog or an earlier one."""
        return bool(self._known)

    def by(self, order: str, found: Sequence[CatalogueEntry]) -> Sequence[CatalogueEntry]:
        """What was found in an order; what the order knows nothing of comes last, equals stay as they were found."""
        if order == ORDERS[0]:
            return found
        return sorted(found, key=lambda entry: self._place(order, self.worked_out(entry)))

    def _place(self, order: str, one: Offering) -> tuple[bool, float]:
        from shortlist.catalogue.narrowing import price_of

        value: float | None = None
        if order == "price":
            metric = price_of(one)
            if metric is not None:
                value = one.value(metric)
        elif order == NEWEST and one.released is not None:
            value = float(-one.released.toordinal())
        elif order == "context" and one.context_window is not None:
            value = float(-one.context_window)
        return value is None, value or 0.0

    def header(self, width: int) -> list[Cell]:
        prices = zip(("in", "out"), (METRICS[metric].heading for metric in NEEDED_PRICES), strict=True)
        titles = {**{column: column for column in WIDTHS}, **dict(prices)}
        return [Cell(text, "head") for text in self._row("offering", "provider", titles, width)]

    def cells(self, one: CatalogueEntry, width: int) -> list[Cell]:
        if width != self._told_width:
            self._told, self._told_width = {}, width
        told = self._told.get(id(one))
        if told is None or told[0] is not one:
            told = self._told[id(one)] = one, self._cells(one, width)
        return told[1]

    def _cells(self, one: CatalogueEntry, width: int) -> list[Cell]:
        from shortlist.catalogue.narrowing import price_of

        offering = self.worked_out(one)
        figures = [offering.value(metric) for metric in NEEDED_PRICES]
        told = dict.fromkeys(WIDTHS, "?") | {"in": price_text(figures[0]), "out": price_text(figures[1])}
        if offering.access:
            told["access"] = ACCESS[offering.access].short
        if offering.openness:
            told["openness"] = OPENNESS[offering.openness].name
        if offering.context_window is not None:
            told["context"] = short_number(offering.context_window)
        if offering.released is not None:
            told["released"] = offering.released.isoformat()
        metric = price_of(offering)
        if metric is not None and metric not in NEEDED_PRICES:
            value = offering.value(metric)
            told["in"], told["out"] = price_text(value), METRICS[metric].heading or METRICS[metric].unit
        elif metric is not None and figures[1] is None:
            told["out"] = "–   "
        name = f"{offering.name} (deprecated)" if offering.deprecated else offering.name
        return [Cell(text) for text in self._row(name, offering.provider, told, width)]

    def _row(self, name: str, provider: str, told: dict[str, str], width: int) -> list[str]:
        """The texts in columns: the name takes what the others leave."""
        seen = dict(WIDTHS)
        provider_width = min(PROVIDER, width // 5)
        for column in GIVING_WAY:
            if width - provider_width - sum(seen.values()) - len(seen) - 1 >= LEAST:
                break
            del seen[column]
        left = width - provider_width - sum(seen.values()) - len(seen) - 1
        texts = [fit(name, left), " ", fit(provider, provider_width)]
        for column, size in seen.items():
            text = told[column]
            if column == "out" and width_of(text) > size:
                text = text.partition(" ")[0]
            texts.append(" " + fit(text, size, right=column in FIGURES))
        return texts


def price_text(value: float | None) -> str:
    """A price with room for a third decimal, so that points stand beneath each other: `0.552`, `1.00 `."""
    if value is None:
        return "?   "
    text = price(value)
    return f"{text} " if len(text.partition(".")[2]) == 2 else text

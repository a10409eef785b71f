"""Narrowing the catalogue: words of a query that ask for a kind (`hosted open <0.5`), and what is current and suits.

What can be told from an entry is told before its prices are worked out: those of the whole catalogue take a while.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from shortlist.catalogue.access import access
from shortlist.catalogue.attributes import attributes
from shortlist.catalogue.embedded import CatalogueEntry
from shortlist.core.document.metrics import PRICE_METRICS
from shortlist.core.document.offering import Offering
from shortlist.core.document.vocabulary import Access

if TYPE_CHECKING:
    from shortlist.core.document.scenario import Step

CURRENT = timedelta(days=365)
"""A model that came out longer ago is not offered by itself: its successors are."""
KINDS: dict[str, Access] = {"managed": "managed_api", "hosted": "hosted_inference"}
WEIGHTS = {"open": True, "closed": False}
_BOUND = re.compile(r"([<>])\$?([0-9]+(?:\.[0-9]+)?)([km]?)", re.IGNORECASE)
_THOUSANDS = {"": 1, "k": 1_000, "m": 1_000_000}
MEDIA = ("audio_input_price", "audio_output_price", "character_price", "page_price", "search_price", "image_price")
"""The prices of what is sold by neither token, those first that say most of an offering."""

WorkOut = Callable[[CatalogueEntry], Offering]


class Narrowing(NamedTuple):
    """What of the catalogue is asked for."""

    access: Access | None = None
    open: bool | None = None
    current_on: date | None = None
    """Of models that came out in the year before this day, and are not withdrawn."""
    below: float | None = None
    """USD for a million tokens sent, or for a unit of what it is sold by, at most."""
    above: float | None = None
    window: float | None = None
    """Tokens that a request may hold at least."""
    suits: tuple[Step, ...] = ()
    """Steps of which it can play one."""
    cheaper: float | None = None
    """USD for a million tokens sent and a million written, together less than that."""

    def keeps(self, entry: CatalogueEntry, work_out: WorkOut) -> bool:
        """Whether an entry is asked for."""
        known = attributes(entry.provider.id, entry.model.id, entry.key)
        if self.access is not None and access(entry.provider.id, known.openness) != self.access:
            return False
        if self.open is not None and (known.openness is None or (known.openness != "closed") != self.open):
            return False
        if self.current_on is not None:
            old = known.released is not None and self.current_on - known.released > CURRENT
            if entry.model.deprecated or known.deprecated or old:
                return False
        return self._by_figures(entry, work_out)

    def _by_figures(self, entry: CatalogueEntry, work_out: WorkOut) -> bool:
        if self[3:] == (None, None, None, (), None) and self.current_on is None:
            return True
        one = work_out(entry)
        if self.current_on is not None and not one.priced:
            return False
        if self.suits and not any(suits(one, step) for step in self.suits):
            return False
        if self.current_on is not None and one.released is None and one.chat:
            return False
        price = price_of(one)
        value = None if price is None else one.value(price)
        if self.below is not None and (value is None or value > self.below):
            return False
        if self.above is not None and (value is None or value < self.above):
            return False
        if self.cheaper is not None:
            together = (one.value("input_price") or 0.0) + (one.value("output_price") or 0.0)
            if not one.chat or together >= self.cheaper:
                return False
        return self.window is None or (one.context_window or 0) >= self.window


ALL = Narrowing()


def parsed(query: str) -> tuple[str, Narrowing]:
    """A query as the words to be searched for, and what its other words ask for.

    `hosted`, `managed`, `open`, `closed`; `<0.5` and `>2` of the price; `>100k` of the context window.
    """
    words, narrowing = [], ALL
    for word in query.split():
        bound = _BOUND.fullmatch(word)
        if word.casefold() in KINDS:
            narrowing = narrowing._replace(access=KINDS[word.casefold()])
        elif word.casefold() in WEIGHTS:
            narrowing = narrowing._replace(open=WEIGHTS[word.casefold()])
        elif bound is None:
            words.append(word)
        elif bound[3]:
            narrowing = narrowing._replace(window=float(bound[2]) * _THOUSANDS[bound[3].casefold()])
        elif bound[1] == "<":
            narrowing = narrowing._replace(below=float(bound[2]))
        else:
            narrowing = narrowing._replace(above=float(bound[2]))
    return " ".join(words), narrowing


def price_of(one: Offering) -> str | None:
    """The metric of the price that an offering is told by: that of tokens, else that of what it is sold by."""
    if one.figure("input_price") is not None:
        return "input_price"
    return next((metric for metric in (*MEDIA, *PRICE_METRICS) if one.figure(metric) is not None), None)


def suits(one: Offering, step: Step) -> bool:
    """Whether an offering can play a step, as far as its outputs and the way it is sold tell."""
    outputs, reads = one.outputs or (), one.modalities or ()
    if step.role == "embedder":
        return "vector" in outputs
    if step.role == "reranker":
        return "score" in outputs
    if "audio" in step.needs.outputs:
        return "audio" in outputs or any(one.figure(metric) for metric in ("character_price", "audio_output_price"))
    if "audio" in step.needs.modalities:
        return "audio" in reads or one.figure("audio_input_price") is not None
    return one.chat and (one.outputs is None or "text" in outputs)

"""Known offerings as a table for a terminal: what they cost, how they are reached, what they hold."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from shortlist.core.basics.numbers import number_text
from shortlist.core.basics.words import count, said
from shortlist.core.document.metrics import METRICS, PRICE_METRICS
from shortlist.core.document.offering import Offering
from shortlist.core.document.vocabulary import ACCESS
from shortlist.core.service.figures import TOKEN_PRICES
from shortlist.export.tables import print_table, text

LISTED = ("input_price", "output_price", "cache_read_price")
"""The prices that have a column each."""
SOLD_BESIDES = tuple(metric for metric in PRICE_METRICS if metric not in TOKEN_PRICES)
"""The prices of all but tokens of text."""


def print_offerings(found: Sequence[Offering], out: Console, of: int = 0) -> None:
    """The offerings, best match first, with prices in USD per million tokens; `of` so many, where they are not all."""
    table = Table(box=None, pad_edge=False)
    table.add_column("model", overflow="fold", ratio=3)
    table.add_column("provider", overflow="fold", ratio=2)
    for name in ("input", "output", "cached", "context"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("access", no_wrap=True)
    # Where all are sold by tokens of text the column would only take their room.
    besides = any(offering.priced and offering.figure("input_price") is None for offering in found)
    if besides:
        table.add_column("sold by", overflow="fold", ratio=2)
    for offering in found:
        prices = [said(offering.value(price), "{:.4g}".format) for price in LISTED]
        name = offering.model
        if offering.deprecated:
            name += " (deprecated)"
        window = said(offering.context_window, _window)
        access = ACCESS[offering.access].short if offering.access else "?"
        others = []
        if besides:  # what it costs besides tokens of text: `$0.006 a minute heard`
            sold = [(METRICS[metric], offering.value(metric)) for metric in SOLD_BESIDES]
            others = [text(", ".join(f"${number_text(value)} {row.title}" for row, value in sold if value is not None))]
        table.add_row(text(name), text(offering.provider), *prices, window, access, *others)
    print_table(table, out)
    dated = _sources(found)
    source = f" Source: {', '.join(dated)}." if dated else ""
    told = count(len(found), "offering")
    if of > len(found):
        told = f"{len(found):,} of {count(of, 'offering')}; --limit N prints more"
    out.print(f"{told}. USD per million tokens; ? is unknown.{source}", style="dim")


def _sources(found: Sequence[Offering]) -> list[str]:
    """Where figures come from and of which day, each named once: a figure may rest on two sources together."""
    days = {figure.source: figure.as_of for one in found for figure in one.figures}
    told = [f"{name} of {day}" for name, day in days.items() if ", " not in name]
    for name, day in days.items():
        parts = name.split(", ")
        apart = [part for part in parts if part in days]
        left = ", ".join(part for part in parts if part not in days)
        if len(parts) > 1 and left:
            # The day is that of the newest; whether this one is as new is not said where another is.
            told.append(left if day in [days[part] for part in apart] else f"{left} of {day}")
    return sorted(told)


def _window(tokens: float) -> str:
    return f"{tokens / 1_000_000:.3g}M" if tokens >= 1_000_000 else f"{tokens / 1000:.0f}k"

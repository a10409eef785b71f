"""An offering: one model as one provider sells it, with the figures a catalogue knows about it.

The catalogue fills these values and the core reads them. Plain dataclasses instead of pydantic models:
importing them costs nothing, and a catalogue checks its own data.
Unknown is `None` everywhere, an empty tuple is a known nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from shortlist.core.document.metrics import NEEDED_PRICES, PRICE_METRICS
from shortlist.core.document.shutdown import End
from shortlist.core.document.vocabulary import Access, Openness

YesNo = Literal["yes", "no"]


@dataclass(frozen=True, slots=True)
class Figure:
    """One number that a catalogue knows about an offering, with where it comes from."""

    metric: str
    """A metric of the workspace file, for example `input_price`."""
    value: float
    """In the unit of the metric."""
    source: str
    """The package and its version, for example `genai-prices 0.2.3`."""
    as_of: date
    """The day up to which the figure can be vouched for: the release day of the package it comes from."""
    url: str = ""
    """The provider's own page, where the catalogue knows it."""
    above_tokens: int = 0
    """The figure holds for the whole request once its input is longer than this many tokens."""
    note: str = ""
    """What a reader has to know to use the figure, in a sentence."""


@dataclass(frozen=True, slots=True)
class Offering:
    """One model through one provider at its standard service tier."""

    provider: str
    """The provider's id, for example `openai`."""
    provider_name: str
    model: str
    """The model's id at that provider."""
    name: str
    """The name to show."""
    developer: str | None = None
    """Who made the model, which need not be who serves it."""
    access: Access | None = None
    openness: Openness | None = None
    modalities: tuple[str, ...] | None = None
    """What the model reads, for example `("text", "image")`."""
    outputs: tuple[str, ...] | None = None
    """What the model writes."""
    capabilities: tuple[tuple[str, YesNo], ...] = ()
    """Platform capabilities that are known, by name; a capability that is not listed is unknown."""
    reasoning: bool | None = None
    """Whether the model can think before it answers."""
    context_window: int | None = None
    """Tokens a request may hold."""
    max_output: int | None = None
    """Tokens an answer may hold."""
    figures: tuple[Figure, ...] = ()
    conditions: tuple[str, ...] = ()
    """When the prices hold and what they leave out: hours, dates, service tiers, charges by another unit."""
    deprecated: bool = False
    """Whether a source marks the offering as deprecated. False says that none does, not that it will stay."""
    released: date | None = None
    """The day on which the model first came out, wherever that was."""
    ends_on: date | None = None
    """The day on which the provider withdraws it."""
    ends_earliest: bool = False
    """Whether that day is a bound: it ends not before it."""
    ends: tuple[End, ...] = ()
    """The dates that it was taken from, by channel."""

    @property
    def priced(self) -> bool:
        """Whether the price of anything is known."""
        return any(figure.metric in PRICE_METRICS for figure in self.figures)

    @property
    def chat(self) -> bool:
        """Whether tokens go in and come out at a known price, as with a chat model and unlike an embedder."""
        return all(self.figure(metric) is not None for metric in NEEDED_PRICES)

    @property
    def lacking(self) -> tuple[str, ...]:
        """The prices of tokens that it needs and nobody knows.

        A price list names all that is sold: what has an input price alone, as an embedder, writes no tokens, and what
        is sold by the search, the minute, the character, the page or the picture is sold by that alone.
        """
        written_only = self.figure("output_price") is not None and self.figure("input_price") is None
        if self.priced and not written_only:
            return ()
        return tuple(metric for metric in NEEDED_PRICES if self.figure(metric) is None)

    def figure(self, metric: str, tokens: int = 0) -> Figure | None:
        """The figure of `metric` in force for a request with `tokens` of input; None where unknown."""
        known = [figure for figure in self.figures if figure.metric == metric]
        holding = [figure for figure in known if figure.above_tokens == 0 or figure.above_tokens < tokens]
        return max(holding, key=lambda figure: figure.above_tokens, default=None)

    def value(self, metric: str, tokens: int = 0) -> float | None:
        """The value of `figure(metric, tokens)`, in the unit of the metric."""
        figure = self.figure(metric, tokens)
        return None if figure is None else figure.value

    def capability(self, name: str) -> YesNo | None:
        """`yes`, `no`, or None where nothing is known about the capability."""
        return dict(self.capabilities).get(name)


Catalogue = Mapping[tuple[str, str], Offering]
"""Known offerings by provider and model id, where a catalogue was looked into: see `offering_key`."""


def offering_key(provider: str, model: str) -> tuple[str, str]:
    """What an offering is looked up by: the letter case of neither id matters."""
    return provider.casefold(), model.casefold()

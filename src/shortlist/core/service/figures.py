"""Which of a candidate's observations is in force for a metric on a day.

Among those whose effort is absent or the candidate's, and which still hold: the best basis, then the newest date, then
the last in the file. A price is looked up for an input size, of which the highest tier below it comes first; a price
that was agreed in writing leaves no room for another, at any size that it holds for.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from heapq import nlargest, nsmallest
from operator import attrgetter
from typing import NamedTuple

from shortlist.core.basics.tolerance import above
from shortlist.core.basics.unknown import Unknown, times
from shortlist.core.document.candidate import Candidate, Observation
from shortlist.core.document.metrics import HOST_METRICS, PER_MILLION, PRICE_METRICS, is_quality
from shortlist.core.document.vocabulary import BASES

BASIS_RANK = {basis: rank for rank, basis in enumerate(BASES)}
TOKEN_PRICES = ("input_price", "output_price", "reasoning_price", "cache_read_price", "cache_write_price")
"""What the tokens of a call cost, which may depend on how many it sends."""
DISAGREEMENT = 0.2
"""Two sources of one figure that lie further apart than this share of the smaller disagree."""


def disagree(one: Observation, other: Observation) -> bool:
    """Whether two sources say different things of one metric; different index versions are not compared."""
    same_index = not is_quality(one.metric) or not one.version or not other.version or one.version == other.version
    comparable = one.metric == other.metric and one.above_tokens == other.above_tokens and same_index
    apart = above(abs(one.value - other.value), DISAGREEMENT * min(abs(one.value), abs(other.value)))
    return source_family(one.source) != source_family(other.source) and comparable and apart


def unpriced(candidate: Candidate, metric: str) -> bool:
    """Whether a price is one that nobody pays: the tokens of own machines cost nothing by themselves."""
    return candidate.self_hosted and (metric in TOKEN_PRICES or metric == "audio_token_price")


def of_another_host(candidate: Candidate, one: Observation) -> bool:
    """Whether a figure of own machines was observed elsewhere: a leaderboard and a vendor look at hosts."""
    looked_at_a_host = one.basis in ("published", "self_reported")
    return candidate.self_hosted and one.metric in HOST_METRICS and looked_at_a_host


_VERSION = re.compile(r"(?<!\s)\s+(?:v[0-9][\w.-]*|[0-9]+[.-][\w.-]*|[0-9]{4,})$")
"""A version or a day at the end of a source's name; a bare number, as in `Reviewer 2`, belongs to the name."""


def source_family(source: str) -> str:
    """A source without its version: `genai-prices 0.2.3` and `genai-prices 0.2.4` are one source at two times."""
    return _VERSION.sub("", source.strip()).casefold()


def disagreement(rows: Iterable[Observation]) -> tuple[Observation, Observation] | None:
    """The first two observations, best first, that disagree.

    Of those that a row may be compared with only the lowest and the highest of two families of sources are looked at:
    where none of them lies too far from it, none does. So the work grows with the rows and not with their pairs.
    """
    held = tuple(rows)
    if len(held) < 2:
        return None
    alike: dict[tuple[str, float, str | None], list[Observation]] = {}
    for row in held:
        for version in (_index(row), None):
            alike.setdefault((row.metric, row.above_tokens, version), []).append(row)
    widest = {key: _widest(group) for key, group in alike.items()}
    for place, one in enumerate(held):
        index = _index(one)
        for version in (index, "") if index else (None,):  # of no version is compared with all
            if any(disagree(one, other) for other in widest.get((one.metric, one.above_tokens, version), ())):
                return one, next(other for other in held[place + 1 :] if disagree(one, other))
    return None


def _index(row: Observation) -> str:
    """The version of an index by which a figure is compared; empty where with any."""
    return row.version if is_quality(row.metric) else ""


def _widest(rows: Iterable[Observation]) -> list[Observation]:
    """The lowest and the highest figure of each of the two families of sources that lie furthest out."""
    lowest: dict[str, Observation] = {}
    highest: dict[str, Observation] = {}
    for row in rows:
        family = source_family(row.source)
        if family not in lowest or row.value < lowest[family].value:
            lowest[family] = row
        if family not in highest or row.value > highest[family].value:
            highest[family] = row
    value = attrgetter("value")
    return [*nsmallest(2, lowest.values(), value), *nlargest(2, highest.values(), value)]


class TokenPrices(NamedTuple):
    """What the tokens of a call cost, USD a token."""

    input: Unknown
    output: Unknown
    reasoning: Unknown
    cache_read: Unknown
    cache_write: Unknown


class Figures:
    """The observations of a candidate that hold on a day, indexed by metric, best first."""

    __slots__ = ("_by_metric", "_prices", "candidate", "tiers", "today")

    def __init__(self, candidate: Candidate, today: dt.date | None = None) -> None:
        """Index a candidate's observations; without a day also those that have ended count."""
        self.candidate = candidate
        self.today = today
        ranked: dict[str, list[tuple[tuple[bool, float, int, int, int], Observation]]] = {}
        for index, observation in enumerate(candidate.observations):
            at_its_effort = not observation.effort or observation.effort == candidate.effort
            ends = observation.valid_until
            if at_its_effort and (ends is None or today is None or today <= ends):
                key = (
                    observation.basis != "contract",
                    -observation.above_tokens,
                    BASIS_RANK[observation.basis],
                    -observation.as_of.toordinal(),
                    -index,
                )
                ranked.setdefault(observation.metric, []).append((key, observation))
        self._by_metric = {
            metric: tuple(observation for _, observation in sorted(rows, key=lambda row: row[0]))
            for metric, rows in ranked.items()
        }
        rows = [row for metric in TOKEN_PRICES for row in self._by_metric.get(metric, ())]
        self.tiers: tuple[float, ...] = tuple(sorted({row.above_tokens for row in rows if row.above_tokens > 0}))
        """The input sizes above which the price of a token is another."""
        self._prices: dict[int, TokenPrices] = {}

    def prices(self, input_tokens: float) -> TokenPrices:
        """What the tokens of a call cost that sends so many; unknown thinking costs what is written."""
        passed = sum(above(input_tokens, tier) for tier in self.tiers)
        found = self._prices.get(passed)
        if found is None:
            price: dict[str, Unknown] = dict.fromkeys(TOKEN_PRICES, 0.0)
            for metric in TOKEN_PRICES:
                if not unpriced(self.candidate, metric):
                    price[metric] = times(self.value(metric, input_tokens), PER_MILLION)
            if price["reasoning_price"] is None:
                price["reasoning_price"] = price["output_price"]
            found = self._prices[passed] = TokenPrices(*price.values())
        return found

    @property
    def metrics(self) -> tuple[str, ...]:
        """The metrics that have a figure."""
        return tuple(self._by_metric)

    def applicable(self, metric: str) -> tuple[Observation, ...]:
        """The observations of a metric that hold at the candidate's effort: highest tier first, then best first."""
        return self._by_metric.get(metric, ())

    def observation(self, metric: str, input_tokens: float = 0) -> Observation | None:
        """The observation in force for a metric, at an input size in tokens where it is a price."""
        rows = self._by_metric.get(metric)
        if not rows:
            return None
        if metric not in PRICE_METRICS:
            return rows[0]
        return next((row for row in rows if row.above_tokens == 0 or above(input_tokens, row.above_tokens)), None)

    def value(self, metric: str, input_tokens: float = 0) -> float | None:
        """The figure in force, in the metric's unit; None where it is unknown."""
        found = self.observation(metric, input_tokens)
        return None if found is None else found.value

"""Which of a candidate's observations is in force for a metric.

Among those whose effort is absent or the candidate's: the best basis, then the newest date, then the last in the
file. A price is looked up for an input size: the highest tier below it comes first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import combinations

from shortlist.core.document.candidate import Candidate, Observation
from shortlist.core.document.metrics import BILL_METRICS, HOST_METRICS, PRICE_METRICS, is_quality
from shortlist.core.document.vocabulary import BASES

BASIS_RANK = {basis: rank for rank, basis in enumerate(BASES)}


DISAGREEMENT = 0.2
"""Two sources of one figure that lie further apart than this share of the smaller disagree."""


def disagree(one: Observation, other: Observation) -> bool:
    """Whether two sources say different things of one metric; different index versions are not compared."""
    same_index = not is_quality(one.metric) or not one.version or not other.version or one.version == other.version
    comparable = one.metric == other.metric and one.above_tokens == other.above_tokens and same_index
    apart = abs(one.value - other.value) > DISAGREEMENT * min(abs(one.value), abs(other.value)) * (1 + 1e-9)
    return source_family(one.source) != source_family(other.source) and comparable and apart


def uncounted(candidate: Candidate, one: Observation) -> bool:
    """Whether a figure is a price that nobody pays: the tokens of own machines cost nothing by themselves."""
    return candidate.self_hosted and one.metric in BILL_METRICS


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
    """The first two observations of a metric, best first, that disagree."""
    return next((pair for pair in combinations(rows, 2) if disagree(*pair)), None)


class Figures:
    """The observations of a candidate, indexed by metric, best first."""

    __slots__ = ("_by_metric", "candidate")

    def __init__(self, candidate: Candidate) -> None:
        self.candidate = candidate
        ranked: dict[str, list[tuple[tuple[float, int, int, int], Observation]]] = {}
        for index, observation in enumerate(candidate.observations):
            if not observation.effort or observation.effort == candidate.effort:
                key = (
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

    @property
    def tiered(self) -> bool:
        """Whether a price depends on the size of the input."""
        return any(row.above_tokens > 0 for metric in PRICE_METRICS for row in self._by_metric.get(metric, ())[:1])

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
        return next((row for row in rows if row.above_tokens == 0 or row.above_tokens < input_tokens), None)

    def value(self, metric: str, input_tokens: float = 0) -> float | None:
        """The figure in force, in the metric's unit; None where it is unknown."""
        found = self.observation(metric, input_tokens)
        return None if found is None else found.value

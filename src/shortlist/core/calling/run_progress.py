"""How far a run is: what became of the answers of each candidate in each step, and of the money."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import combinations
from typing import Literal, NamedTuple

from shortlist.core.basics.unknown import Unknown
from shortlist.core.evidence.pairs import RunPair, discordance, paired, together
from shortlist.core.evidence.rates import Rate, rate

How = Literal["finished", "budget", "cancelled"]


@dataclass
class Tally:
    """What became of one candidate's answers in one step; times in seconds, amounts in USD."""

    wanted: int = 0
    before: int = 0
    """Answers that stood in the log."""
    asked: int = 0
    """Calls made now, retries among them."""
    retries: int = 0
    """Those of the log among them."""
    verdicts: Counter[str] = field(default_factory=Counter)
    """Those of the log among them; `waiting` are those that a judge or a person has not said."""
    totals: list[float] = field(default_factory=list)
    ttfts: list[float] = field(default_factory=list)
    answered: dict[str, bool] = field(default_factory=dict)
    """By the digest of an example, whether its first answer is right; calls that failed are no answers."""
    cost_usd: float = 0.0
    unknown_costs: int = 0
    stopped: str = ""
    """Why it is not asked any more."""
    under_way: int = 0
    unreadable: int = 0
    """Replies of its judge that say nothing that can be read."""
    unreadable_usd: Unknown = 0.0
    """What they cost."""

    @property
    def done(self) -> int:
        """Answers that are there."""
        return sum(self.verdicts.values())

    @property
    def right(self) -> Rate | None:
        """The share of right answers among those that are graded, with its interval."""
        return rate(self.verdicts["ok"], self.done - self.verdicts["waiting"])


class Ended(NamedTuple):
    how: How
    why: str = ""


class RunState(NamedTuple):
    tallies: Mapping[tuple[str, str], Tally]
    """By candidate and step."""
    ended: Ended
    spent_usd: float
    """At most: a call that told no cost counts at its worst."""
    limit_usd: float | None
    unknown_costs: int
    """Calls that told no cost."""
    seconds: float
    """Since it began."""

    @property
    def done(self) -> int:
        """Answers that are there."""
        return sum(one.done for one in self.tallies.values())

    @property
    def wanted(self) -> int:
        """Answers that were asked for."""
        return sum(one.wanted for one in self.tallies.values())

    @property
    def stopped(self) -> dict[tuple[str, str], str]:
        """Why candidates are not asked any more."""
        return {key: one.stopped for key, one in self.tallies.items() if one.stopped}

    @property
    def pairs(self) -> list[RunPair]:
        """Every two candidates of a step on the examples that both have answered, once those are enough."""
        found = []
        for step in dict.fromkeys(step for _, step in self.tallies):
            # Copies: a run goes on in another thread while it is looked at.
            of_step = [(id_, dict(one.answered)) for (id_, other), one in self.tallies.items() if other == step]
            pairs = [
                paired(step, first, second, discordance(right, other_right))
                for (first, right), (second, other_right) in combinations(of_step, 2)
            ]
            found += together([pair for pair in pairs if pair is not None])
        return found

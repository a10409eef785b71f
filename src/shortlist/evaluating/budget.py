"""The budget of a run: what a call may cost is set aside before it is made, so that no way of ending passes it."""

from __future__ import annotations

import math

SCALE = 1e12  # amounts are counted in whole millionths of a millionth of a dollar, so that no sum of many is off


def _whole(usd: float) -> int:
    return math.ceil(usd * SCALE - 0.5)


class Budget:
    """What may be spent, what was, and what calls under way may cost. Amounts in USD."""

    def __init__(self, limit_usd: float | None) -> None:
        self.limit_usd = limit_usd
        self._limit = None if limit_usd is None else math.floor(limit_usd * SCALE + 0.5)
        self._spent = self._aside = 0
        self.unknown = 0
        """Calls whose cost nobody told; under a budget their worst case counts as spent."""

    @property
    def spent_usd(self) -> float:
        """What was spent, at most."""
        return self._spent / SCALE

    def holds(self, worst_usd: float) -> bool:
        """Whether a call that may cost so much could still be made if those under way cost all that they may."""
        return self._limit is None or self._spent + self._aside + _whole(worst_usd) <= self._limit

    def could_hold(self, worst_usd: float) -> bool:
        """Whether it could if they cost nothing."""
        return self._limit is None or self._spent + _whole(worst_usd) <= self._limit

    def set_aside(self, worst_usd: float) -> None:
        """Keep what a call may cost."""
        self._aside += _whole(worst_usd)

    def settle(self, worst_usd: float, cost_usd: float | None) -> None:
        """What a call cost, in place of what was set aside; None: nobody told, so all of it."""
        self._aside -= _whole(worst_usd)
        self.count(worst_usd if cost_usd is None else cost_usd)
        self.unknown += cost_usd is None

    def count(self, usd: float) -> None:
        """Count what was spent before."""
        self._spent += _whole(usd)

"""Which groups of checks are folded: at first those of which nothing must pass, as far as the screen has no room."""

from __future__ import annotations

from collections.abc import Set

from shortlist.core.comparison.compared import Compared
from shortlist.tui.screens.checklist.tables import in_groups, without_a_must

ROOMY = 30
"""Lines of the grid from which on groups that may be left for later are open, as many as have room."""


class Folds:
    """The folded groups; what a person folds and unfolds is kept while the screen is."""

    def __init__(self) -> None:
        self._chosen: set[str] | None = None
        self._shown: Set[str] = frozenset()

    def of(self, compared: Compared, room: int = 0) -> Set[str]:
        """The folded groups on a grid of so many lines."""
        if self._chosen is not None:
            self._shown = self._chosen
            return self._shown
        groups, folded = in_groups(compared), set(without_a_must(compared))
        lines = len(groups) + sum(len(checks) for group, checks in groups.items() if group not in folded)
        for group, checks in groups.items():
            if room >= ROOMY and group in folded and lines + len(checks) <= room:
                folded.remove(group)
                lines += len(checks)
        self._shown = folded
        return folded

    def open(self, group: str) -> bool:
        """Unfold a group; False where it was open."""
        if group not in self._shown:
            return False
        self._chosen = set(self._shown) - {group}
        return True

    def turn(self, group: str) -> bool:
        """Fold an open group, unfold a folded one; whether it is open now."""
        self._chosen = set(self._shown) ^ {group}
        return group not in self._chosen

    def turn_all(self, compared: Compared) -> bool:
        """Fold all groups, or unfold all where every one is folded; whether they are open now."""
        groups = set(in_groups(compared))
        opened = groups <= self._shown
        self._chosen = set() if opened else groups
        return opened

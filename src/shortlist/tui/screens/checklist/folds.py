"""Which groups of checks are folded: at first those of which nothing must pass."""

from __future__ import annotations

from collections.abc import Set

from shortlist.core.comparison.compared import Compared
from shortlist.tui.screens.checklist.tables import every_group, without_a_must


class Folds:
    """The folded groups; kept while the screen is."""

    def __init__(self) -> None:
        self._folded: set[str] | None = None

    def of(self, compared: Compared) -> Set[str]:
        """The folded groups; asked for the first time, what may be left for later."""
        if self._folded is None:
            self._folded = set(without_a_must(compared))
        return self._folded

    def open(self, group: str) -> bool:
        """Unfold a group; False where it was open."""
        if self._folded is None or group not in self._folded:
            return False
        self._folded.remove(group)
        return True

    def turn(self, group: str) -> bool:
        """Fold an open group, unfold a folded one; whether it is open now."""
        self._folded = (self._folded or set()) ^ {group}
        return group not in self._folded

    def turn_all(self, compared: Compared) -> bool:
        """Fold all groups, or unfold all where every one is folded; whether they are open now."""
        groups = set(every_group(compared))
        opened = groups <= (self._folded or set())
        self._folded = set() if opened else groups
        return opened

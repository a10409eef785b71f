"""What an analysis takes over from those before it, so that an edit costs what it touches.

One rule: a result stands while every argument it was made from is the same object. An edit shares with the workspace
before it all that it leaves alone, so that most arguments are; a value that was made anew and came out equal is
replaced by the one that stood for it before.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable
from operator import is_
from typing import Any, TypeVar

Made = TypeVar("Made")
FEW = 500
"""Results that are not worth looking through."""


class Reuse:
    """Results by what they are of, each with the arguments it was made from.

    What an edit did not ask for is kept as well: the next one may.
    """

    def __init__(self, before: Reuse | None = None) -> None:
        self._kept: dict[Hashable, tuple[tuple[object, ...], Any]] = {} if before is None else dict(before._kept)
        self._stayed: int = 0 if before is None else before._stayed
        """Results that were left when they were last looked through."""

    def drop_others(self, ids: Collection[str]) -> None:
        """Once they are half of all, drop the results of what is there no longer: a key names what of whom.

        A candidate whose id is typed letter by letter would leave its results under every one of them.
        """
        if len(self._kept) > 2 * self._stayed + FEW:
            gone = [key for key in self._kept if isinstance(key, tuple) and key[1] not in ids]
            for key in gone:
                del self._kept[key]
            self._stayed = len(self._kept)

    def made(self, key: Hashable, make: Callable[..., Made], *arguments: object) -> Made:
        """What `make` gives of the arguments: from before where they are the same objects, else made now and kept."""
        found = self._kept.get(key)
        if found is not None and len(found[0]) == len(arguments) and all(map(is_, found[0], arguments)):
            kept: Made = found[1]
            return kept
        result = make(*arguments)
        self._kept[key] = arguments, result
        return result

    def same(self, key: Hashable, value: Made) -> Made:
        """The object that stood for a value before, where that was equal to it."""
        found = self._kept.get(key)
        if found is not None and (found[1] is value or found[1] == value):
            kept: Made = found[1]
            return kept
        self._kept[key] = (), value
        return value

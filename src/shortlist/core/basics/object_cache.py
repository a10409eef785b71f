"""What was found of an object, kept as long as the object and no longer."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar
from weakref import WeakKeyDictionary

Thing = TypeVar("Thing")
Found = TypeVar("Found")


def once_for_each(find: Callable[[Thing], Found]) -> Callable[[Thing], Found]:
    """The same function, which looks once for each object, told by identity; what it finds must not hold the object.

    A cache of the last few arguments would hold what is replaced already: a large workspace judged is ten megabytes.
    """
    known: WeakKeyDictionary[Thing, Found] = WeakKeyDictionary()

    def found(thing: Thing) -> Found:
        if thing not in known:
            known[thing] = find(thing)
        return known[thing]

    return found

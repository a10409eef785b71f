"""Jump mode: a letter on every part of a screen, and typing one goes there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple, Protocol, runtime_checkable

from textual.screen import Screen
from textual.widget import Widget

LETTERS = "asdfghjklqwertyuiopzxcvbnmASDFGHJKLQWERTYUIOPZXCVBNM"
"""The home row first; small letters before capitals."""


class Target(NamedTuple):
    """A part of a screen: where its letter stands, what going there does, a letter of its own if it has one."""

    x: int
    y: int
    go: Callable[[], object]
    letter: str = ""


@runtime_checkable
class Jumpable(Protocol):
    """A widget that has parts of its own; without this a widget is one part, if it can have the focus."""

    def jump_targets(self) -> Iterable[Target]:
        """Its parts, at their places on the screen."""


def jump_targets(screen: Screen[Any]) -> list[Target]:
    """Every part of a screen that can be seen, from top to bottom, each with its letter."""
    seen = [one for one in _parts(screen) if screen.region.contains(one.x, one.y)]
    seen.sort(key=lambda one: (one.y, one.x))
    taken = {one.letter for one in seen}
    letters = (letter for letter in LETTERS if letter not in taken)
    lettered = [one._replace(letter=one.letter or next(letters, "")) for one in seen]
    # A screen with more parts than letters keeps its last ones without.
    return [one for one in lettered if one.letter]


def _parts(screen: Screen[Any]) -> Iterator[Target]:
    focusable = set(screen.focus_chain)
    for widget in screen.walk_children(Widget):
        if not widget.display or not widget.region.area or not widget.is_on_screen:
            continue
        if isinstance(widget, Jumpable):
            yield from widget.jump_targets()
        elif widget in focusable:
            yield Target(widget.region.x, widget.region.y, widget.focus)

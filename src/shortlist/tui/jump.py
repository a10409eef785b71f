"""Jump mode: a letter on every part of a screen, and typing one goes there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, ClassVar, NamedTuple, Protocol, runtime_checkable

from textual import events
from textual.app import ComposeResult
from textual.await_complete import AwaitComplete
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import ModalScreen, Screen
from textual.widget import Widget
from textual.widgets import Static

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


def targets(screen: Screen[Any]) -> list[Target]:
    """Every part of a screen that can be seen, from top to bottom, each with its letter."""
    seen = [one for one in _parts(screen) if screen.region.contains(one.x, one.y)]
    seen.sort(key=lambda one: (one.y, one.x))
    taken = {one.letter for one in seen}
    letters = (letter for letter in LETTERS if letter not in taken)
    # A screen with more parts than letters keeps its last ones without.
    return [lettered for one in seen if (lettered := one if one.letter else _next(one, letters)).letter]


def _next(one: Target, letters: Iterator[str]) -> Target:
    return one._replace(letter=next(letters, ""))


def _parts(screen: Screen[Any]) -> Iterator[Target]:
    focusable = set(screen.focus_chain)
    for widget in screen.walk_children(Widget):
        if not widget.display or not widget.region.area or not widget.is_on_screen:
            continue
        if isinstance(widget, Jumpable):
            yield from widget.jump_targets()
        elif widget in focusable:
            yield Target(widget.region.x, widget.region.y, widget.focus)


class JumpScreen(ModalScreen[Target]):
    """Lies over a screen and shows the letters."""

    DEFAULT_CSS = """
    JumpScreen { background: transparent; }
    JumpScreen .letter {
        position: absolute; width: 3; height: 1;
        background: $accent; color: $text; text-style: bold; text-align: center;
    }
    JumpScreen #told { dock: bottom; height: 1; background: $accent; color: $text; padding: 0 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "stay", "Stay", id="jump.stay", show=False)]

    def __init__(self, found: list[Target]) -> None:
        super().__init__()
        self._found = {one.letter: one for one in found}

    def compose(self) -> ComposeResult:
        """A letter for each part."""
        for letter, one in self._found.items():
            label = Static(Content(letter), classes="letter")
            label.styles.offset = (max(0, one.x - 1), one.y)
            yield label
        yield Static(Content("Type a letter to go there; Esc stays."), id="told")

    def on_key(self, event: events.Key) -> None:
        """Go to the part that was named."""
        found = self._found.get(event.character or "")
        if found is not None:
            event.stop()
            self.dismiss(found)

    def action_stay(self) -> None:
        """Leave everything as it was."""
        self.dismiss(None)

    def dismiss(self, result: Target | None = None) -> AwaitComplete:
        """Leave; only once."""
        return super().dismiss(result) if self.is_active else AwaitComplete()

"""Keys one after the other: what is typed at once reaches what the keys before it have opened.

A key passes the focused part, those around it and the application, and what it does may come one message later still:
a field that opens, a dialog, a filter. A key that was typed meanwhile would reach what had the focus before, where a
letter is no text but a command. So it waits until a messenger has followed the key before it on all its way, and until
the focus rests.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from textual import events
from textual.message import Message
from textual.message_pump import MessagePump
from textual.screen import ModalScreen, Screen
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Input, TextArea

from shortlist.tui.draw.drawn_widgets import Scrolling
from shortlist.tui.keys.bindings import keys_of
from shortlist.tui.widgets.frame_lines import TooSmall

if TYPE_CHECKING:
    from textual.app import App

LEAST, MOST = 2, 12
"""Ways that a messenger goes at least, and at most where the focus does not come to rest."""
LONGEST_S = 2.0
"""How long a key waits at most: a part that hangs must not take the keyboard with it."""
AGAIN_S = 0.02
"""From one look at what is being prepared to the next."""
ASKING = frozenset({"life", "leave"})
"""The groups of the workers that end in a question."""
RESTING = frozenset({"up", "down", "left", "right", "pageup", "pagedown", "home", "end"})
"""Keys that move within a part, unless it is a line of text, which they may leave."""
WITHIN = frozenset({"left", "right", "home", "end", "backspace", "delete"})
"""Keys that stay in a text."""
STEPS = ("list.down", "list.up", "list.page_down", "list.page_up", "list.first", "list.last")
"""The actions that move within a list, by the letters that they have as well."""

Typed = events.Key | events.Paste
Mark = tuple[Screen[Any], Widget | None]


@dataclass
class Passed(Message):
    """Follows a key through all that it passes."""

    way: int
    turn: int
    mark: Mark


class Turns:
    """Hands the keys of an application over in turn; `hand` gives one to what has the focus."""

    def __init__(self, app: App[Any], hand: Callable[[events.Event], Awaitable[None]]) -> None:
        self._app, self._hand = app, hand
        self._waiting: deque[Typed] = deque()
        self._went_to: MessagePump | None = None
        """Where the last key went that may have moved the focus, unless it is known to have done its work."""
        self._turn, self._since = 0, 0.0
        """The messenger that is under way, and since when; turn 0 is none."""
        self._turns = 0
        self._looking = False
        """Whether it is looked at again soon if the screen is there."""
        self.last_key_at = time.monotonic()
        self._limit: Timer | None = None

    async def take(self, event: events.Event) -> None:
        """Hand on what is no key at once; where only the notice of the size is seen, nothing is done unseen but quit.

        A key waits until those before it have done their work.
        """
        if not isinstance(event, events.Key | events.Paste) or event.is_forwarded:
            await self._hand(event)
            return
        if TooSmall.covers(*self._app.size) and getattr(event, "key", "") not in keys_of("app.quit"):
            event.stop()
            return
        self.last_key_at = time.monotonic()
        self._waiting.append(event)
        if self._turn and time.monotonic() - self._since > LONGEST_S:
            self._turn, self._went_to = 0, None
        if not self._turn:
            await self._go_on()

    async def _go_on(self) -> None:
        while self._waiting:
            quits = getattr(self._waiting[0], "key", "") in keys_of("app.quit")
            if getattr(self._app.screen, "opening", False) and not quits:
                if not self._looking:
                    self._looking = True
                    self._app.set_timer(AGAIN_S, self._look_again)
                return
            if self._went_to is not None:
                self._turns += 1
                self._turn, self._since = self._turns, time.monotonic()
                self._limit = self._app.set_timer(LONGEST_S, partial(self._pass_on, self._turn))
                self._follow(self._went_to, 1)
                return
            event = self._waiting.popleft()
            part: MessagePump = self._app.focused or self._app.screen
            self._went_to = part if may_move(event, part) else None
            await self._hand(event)

    async def _look_again(self) -> None:
        """What was typed while a workspace was being opened is meant for what it shows."""
        self._looking = False
        if not self._turn:
            await self._go_on()

    def _follow(self, part: MessagePump, way: int) -> None:
        messenger = Passed(way, self._turn, (self._app.screen, self._app.focused))
        for one in (part, self._app.screen, self._app):
            if one.is_running and one.post_message(messenger):
                return

    async def passed(self, event: Passed) -> None:
        """The messenger is back: the next key may go, if the focus rests."""
        event.stop()
        if event.turn != self._turn:
            return
        # What asks may still be on its way: it looks things up before it asks.
        asking = any(not one.is_finished and one.group in ASKING for one in self._app.workers)
        if asking and not isinstance(self._app.screen, ModalScreen):
            self._app.set_timer(AGAIN_S, lambda: self._follow(self._app.screen, event.way))
            return
        rests = event.mark == (self._app.screen, self._app.focused) and self._app.screen.is_mounted
        if (rests and event.way >= LEAST) or event.way >= MOST:
            await self._pass_on(event.turn)
        else:
            self._follow(self._app.focused or self._app.screen, event.way + 1)

    async def _pass_on(self, turn: int) -> None:
        """The keys before have done their work, or are waited for no longer."""
        if turn == self._turn:
            if self._limit is not None:
                self._limit.stop()
            self._turn, self._went_to = 0, None
            await self._go_on()


def may_move(event: Typed, part: MessagePump) -> bool:
    """Whether a key may lead the focus elsewhere; what is typed into a text, and a step in a list, does not."""
    if isinstance(event, events.Paste):
        return False
    if isinstance(part, Input | TextArea):
        return not event.is_printable and event.key not in WITHIN
    if isinstance(part, Scrolling) and any(event.key in keys_of(step) for step in STEPS):
        return False
    return event.key not in RESTING

"""Everything of Textual that is used here and is not public: on its upgrade this file is read, and no other.

Checked against 8.2.8. Each says what is leant on, and why the public way does not do.
"""

from __future__ import annotations

import codecs
import os
import sys
import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import partial, wraps
from typing import IO, TYPE_CHECKING, Any, TypeVar

from textual._compositor import Compositor
from textual._styles_cache import StylesCache
from textual._xterm_parser import XTermParser
from textual.app import App
from textual.binding import Binding
from textual.color import Color
from textual.command import CommandPalette
from textual.content import Content
from textual.css.query import NoMatches
from textual.dom import DOMNode
from textual.events import Key
from textual.geometry import Region, Size
from textual.keys import _character_to_key
from textual.message import Message
from textual.notifications import Notification
from textual.reactive import Reactive
from textual.screen import Screen
from textual.scroll_view import ScrollView
from textual.scrollbar import ScrollBar
from textual.style import Style
from textual.widget import Widget
from textual.widgets import Button, Input, OptionList
from textual.worker import active_worker

if TYPE_CHECKING:
    from rich.console import RenderableType
    from textual.document._document import EditResult as EditResult
    from textual.document._edit import Edit as Edit
    from textual.driver import Driver

    Base = Widget
else:
    Base = object

RESTORING = (
    b"\x1b[?2004l\x1b[?7h\x1b[?2048l\x1b[?1000l\x1b[?1003l\x1b[?1015l\x1b[?1006l\x1b[<u\x1b[?1049l\x1b[?25h\x1b[?1004l"
)
"""What the driver writes when it stops, in one."""
Owner = TypeVar("Owner")
CHOOSING = (Input.Submitted, Button.Pressed, OptionList.OptionSelected)


def ending(app: App[Any]) -> bool:
    """Whether the application was told to end; `is_running` holds until the last message was handled."""
    return app._exit


def present(app: App[Any], node: DOMNode) -> bool:
    """Whether a node is the application or belongs to a screen that is open, and the application is not ending."""
    if ending(app):
        return False
    stack = app.screen_stack
    return node is app or any(isinstance(one, Screen) and one in stack for one in node.ancestors_with_self)


def in_thread(run: Callable[[Owner], None]) -> Callable[[Owner], None]:
    """What a worker does that is a thread, without what the thread would hold of it until it runs another.

    Textual tells a thread which worker it runs by a variable of the thread, and the worker holds its dialog.
    """

    @wraps(run)
    def ran(owner: Owner) -> None:
        try:
            run(owner)
        finally:
            active_worker.set(None)  # type: ignore[arg-type]

    return ran


def drop_watchers(app: App[Any]) -> None:
    """Who watched the application and is gone, as a text area does its theme, is taken off its list.

    Textual does so only when what is watched changes; until then it holds the whole screen that the area was part of.
    """
    for watchers in getattr(app, "__watchers", {}).values():
        watchers[:] = [(node, callback) for node, callback in watchers if not node._closing]


def forget_found(screen: Screen[Any]) -> None:
    """A screen keeps what it was asked for by type, where what of it was displayed, and the text areas that are told of
    a selection, also when all of that is gone."""
    screen.text_selection_started_signal._subscriptions.clear()
    screen._query_one_cache.clear()
    screen._clear_arrangement_cache()
    screen._compositor = Compositor()
    screen._nodes.updated()
    for listed in ("displayed", "displayed_and_visible"):
        getattr(screen._nodes, listed)  # asked anew, it lets go of what it found before


class Leaving(Base):
    """A part that is handed its last messages while what it consists of is already being taken away.

    Keys come faster than screens go: what still reaches it must do nothing, and no handler can say so for all.
    """

    async def _dispatch_message(self, message: Message) -> None:
        try:
            await super()._dispatch_message(message)
        except NoMatches:
            if present(self.app, self):
                raise


class SizedOnce(Base):
    """A part whose contents change in size without everything being laid out anew.

    They do where the part itself got another size, by a layout that Textual then makes a second time, or where a
    longer text scrolls in it, which moves nothing around it. Textual lays out whenever this changes, and a subclass
    has no say in it but by declaring it anew.
    """

    virtual_size = Reactive(Size(0, 0))


class PatientPalette(CommandPalette):
    """The command palette; a second Enter does not run the command a second time."""

    async def _dispatch_message(self, message: Message) -> None:
        if present(self.app, self) or not isinstance(message, CHOOSING):
            await super()._dispatch_message(message)

    def _action_command_list(self, action: str) -> None:
        # A list that is not laid out yet has no pages and nothing to choose.
        with suppress(LookupError):
            super()._action_command_list(action)


class Failing(App[None]):
    """An application that ends in its own words where the program is wrong: Textual's show the user's texts."""

    def failed(self, error: BaseException | None) -> None:
        """Save what can be saved, and find the words; to be provided."""
        raise NotImplementedError

    def _fatal_error(self) -> None:
        self.failed(self._exception)
        self._close_messages_no_wait()

    def panic(self, *renderables: RenderableType) -> None:
        """The same for what goes wrong outside of a handler."""
        self._fatal_error()


def toasts_of(app: App[Any]) -> list[Notification]:
    """The toasts in sight; publicly they can only be added, and taken away all at once."""
    return [one for one in app._notifications if not one.has_expired]


def drop_toasts(app: App[Any], refresh: bool) -> None:
    """Take them away; drawn anew only where nothing comes in their place."""
    if refresh:
        app.clear_notifications()
    else:
        app._notifications.clear()


def bindings_of(node: DOMNode) -> Iterable[tuple[str, Binding]]:
    """The keys of a node with what they do, as the user's keymap left them; publicly only those in force are told."""
    return node._bindings


def key_of_character(character: str) -> str:
    """Textual's name of the key that writes a character: `?` -> `question_mark`."""
    return _character_to_key(character)


def resize_quietly(widget: Widget, size: Size) -> None:
    """Give what a widget scrolls another size, without laying out everything anew."""
    widget.set_reactive(Widget.virtual_size, size)
    widget._scroll_update(size)


def lay_out(widget: Widget) -> None:
    """Have a widget laid out by what it holds now.

    Textual counts what asks for that once until the widget is idle; a layout in between keeps what it found, and the
    next one would take it for what is there.
    """
    widget._layout_updates += 1
    widget.refresh(layout=True)


def own_bar(widget: Widget, make: type[ScrollBar]) -> ScrollBar:
    """The vertical scroll bar of a widget, made as Textual makes one, but of a class of one's own."""
    if widget._vertical_scrollbar is None:
        bar = make(vertical=True, name="vertical", thickness=widget.scrollbar_size_vertical)
        widget._vertical_scrollbar = bar
        bar.display = False
        widget.app._start_widget(widget, bar)
    return widget._vertical_scrollbar


class SizedView(ScrollView):
    """A view that knows its size before it is drawn in it.

    Textual tells of a size by an event, after what was laid out is drawn: whatever that changes is drawn with the next
    of sixty updates a second.
    """

    def sized(self) -> None:
        """Called with each size, before all of the widget is drawn anew; to be overridden."""

    def _size_updated(self, size: Size, virtual_size: Size, container_size: Size, layout: bool = True) -> bool:
        before = self._size
        updated = super()._size_updated(size, virtual_size, container_size, layout)
        if size != before:
            self.sized()
        return updated


def write_on_border(widget: Widget, title: Content, subtitle: Content, anew: bool = True) -> None:
    """Write both texts into the border of a widget and draw its lines anew, where Textual draws the whole widget.

    Nothing is drawn anew where all of the widget will be anyhow.
    """
    if title == (widget._border_title or "") and subtitle == (widget._border_subtitle or ""):
        return
    widget._border_title, widget._border_subtitle = title, subtitle
    if not anew:
        return
    left, top = widget.content_offset
    width, height = widget.outer_size
    widget.refresh(Region(-left, -top, width, 1), Region(-left, height - 1 - top, width, 1))


def let_lines_go() -> None:
    """Let what a widget drew go with the widget.

    Textual looks two colours up in a cache of a thousand places that holds on to the lines of every widget that asked:
    of the dialogs of an hour. The colours alone decide what is found.
    """
    found = StylesCache.get_inner_outer

    def by_colours(cache: StylesCache, base: Color, background: Color) -> tuple[Style, Style]:
        return found(StylesCache, base, background)

    if found.__name__ != by_colours.__name__:
        StylesCache.get_inner_outer = by_colours  # type: ignore[method-assign,assignment]


def forgive_bytes(driver: type[Driver]) -> None:
    """Let a byte on the keyboard's line that is no UTF-8 be read as a mark: the driver's thread would end over it."""
    module = sys.modules[driver.__module__]
    if hasattr(module, "getincrementaldecoder"):
        vars(module)["getincrementaldecoder"] = lambda encoding: partial(
            codecs.getincrementaldecoder(encoding), errors="replace"
        )
    if hasattr(module, "XTermParser"):
        vars(module)["XTermParser"] = ForgivingParser


class ForgivingParser(XTermParser):
    """Reads the keys of a terminal; one that no keyboard has, such as a character beyond the last one, is none."""

    def _sequence_to_key_events(self, sequence: str, alt: bool = False) -> Iterable[Key]:
        try:
            return list(super()._sequence_to_key_events(sequence, alt))
        except (ValueError, OverflowError):
            return [Key("ignore", None)]  # without any its characters would be typed one by one


def write_with(driver: type[Driver], writer: Callable[[IO[str]], threading.Thread]) -> None:
    """Let the driver write through another writer than Textual's, which makes the application wait for the terminal."""
    module = sys.modules[driver.__module__]
    if hasattr(module, "WriterThread"):
        vars(module)["WriterThread"] = writer


def give_terminal_back(app: App[Any]) -> None:
    """Make the terminal the user's again, without the loop and without waiting for a terminal that does not read."""
    driver = app._driver
    before = getattr(driver, "attrs_before", None)
    if before is not None and driver is not None:
        import select
        import termios

        termios.tcsetattr(driver.fileno, termios.TCSANOW, before)  # type: ignore[attr-defined]
        if select.select([], [2], [], 0)[1]:
            os.write(2, RESTORING)

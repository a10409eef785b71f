"""What a column means: words typed find it, the line beneath says what the meaning under the cursor is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.strip import Strip
from textual.widgets import Input, Static

from shortlist.core.importing.meanings import Meaning, found_by
from shortlist.shown import shown
from shortlist.tui.dialogs.base import Dialog
from shortlist.tui.lines import Cell, fit, strip_of
from shortlist.tui.widgets.drawn import Scrolling

NONE_FOUND = "No meaning has these words; Backspace shows more."


class Meanings(Scrolling):
    """The meanings that the words typed leave."""

    DEFAULT_CSS = "Meanings { height: 1fr; }"
    found: Sequence[Meaning] = ()

    class Moved(Message):
        """Another meaning is under the cursor."""

    class Chosen(Message):
        """A meaning was clicked twice."""

    def show(self, found: Sequence[Meaning], at: int = 0) -> None:
        """Show other meanings, the cursor on one of them."""
        self.found = found
        self.resize_to(len(found))
        self.place_cursor(at)
        self.refresh()

    @property
    def here(self) -> Meaning | None:
        """The meaning under the cursor."""
        return self.found[self.cursor] if self.cursor < len(self.found) else None

    def count(self) -> int:
        """The number of meanings."""
        return len(self.found)

    def moved(self) -> None:
        """Tell the dialog."""
        self.post_message(self.Moved())

    def on_click(self, event: events.Click) -> None:
        """A click selects, a second one chooses."""
        spot = event.get_content_offset(self)
        if spot is not None and self.scroll_offset.y + spot.y < len(self.found):
            self.place_cursor(self.scroll_offset.y + spot.y)
            if event.chain > 1:
                self.post_message(self.Chosen())

    def render_line(self, y: int) -> Strip:
        """Draw a meaning."""
        width, base = self.room, self.rich_style
        place = self.scroll_offset.y + y
        if place >= len(self.found):
            return Strip.blank(width, base)
        if place == self.cursor:
            base += self.tones["cursor"]
        return strip_of([Cell(fit(shown(self.found[place].words), width))], width, self.tones, base)


class MeaningLine(Input):
    """Words of a meaning; the list answers in the same call in which a key is drawn."""

    DEFAULT_CSS = "MeaningLine, MeaningLine:focus { border: none; height: 1; padding: 0; background: $boost; }"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "list(1)", "Down", id="editor.meaning_down", show=False),
        Binding("up", "list(-1)", "Up", id="editor.meaning_up", show=False),
        Binding("pagedown", "page(1)", "Page down", id="editor.meaning_page_down", show=False),
        Binding("pageup", "page(-1)", "Page up", id="editor.meaning_page_up", show=False),
    ]

    def watch_value(self, value: str) -> None:
        """List what has the words."""
        if self.is_attached and isinstance(self.screen, MeaningDialog):
            self.screen.find(value)

    def action_list(self, by: int) -> None:
        """Move in the list without leaving the line."""
        self.screen.query_one(Meanings).action_move(by)

    def action_page(self, by: int) -> None:
        """Move by a screenful."""
        self.screen.query_one(Meanings).action_page(by)


class MeaningDialog(Dialog[str]):
    """Asks for one of many meanings and returns its id; None for Esc."""

    DEFAULT_CSS = """
    MeaningDialog > #box { width: 76; height: 90%; padding: 0 1; }
    MeaningDialog #text { margin: 0; height: auto; max-height: 2; color: $text-muted; }
    MeaningDialog #meant { height: 2; color: $text-accent; }
    MeaningDialog #foot { margin-top: 0; }
    """
    help_text = (
        "Type words of the meaning, such as “input price”; the list keeps what has them, best first. The line below "
        "says what the meaning under the cursor is. A price or a time is offered once in each unit that it may be "
        "written in."
    )

    def __init__(self, heading: str, text: str, offered: Sequence[Meaning], at: str) -> None:
        super().__init__()
        self._heading, self._text, self._offered, self._at = heading, text, offered, at

    @property
    def memory(self) -> str:
        """None: the words find, and are no text of the decision."""
        return ""

    def compose(self) -> ComposeResult:
        """The question, the words, the meanings, what one is, the keys."""
        with Vertical(id="box"):
            yield Static(Content(shown(self._heading)), id="heading")
            yield Static(Content(shown(self._text)), id="text")
            yield MeaningLine(placeholder="type words of the meaning", select_on_focus=False)
            yield Meanings()
            yield Static(Content(""), id="meant")
            yield Static(Content("Enter chooses, ↑ ↓ move, typing finds; Esc leaves it as it is."), id="foot")

    def on_mount(self) -> None:
        """Start at the meaning in force, with the words to type."""
        self.query_one(Meanings).can_focus = False
        ids = [one.id for one in self._offered]
        self.query_one(Meanings).show(self._offered, ids.index(self._at) if self._at in ids else 0)
        self.query_one(MeaningLine).focus()

    def find(self, typed: str) -> None:
        """List the meanings that have the words."""
        if self.query(Meanings):
            self.query_one(Meanings).show(found_by(typed, self._offered))

    def on_meanings_moved(self) -> None:
        """Say what the meaning under the cursor is."""
        here = self.query_one(Meanings).here
        self.query_one("#meant", Static).update(Content(shown(here.help if here else NONE_FOUND)), layout=False)

    def on_input_submitted(self) -> None:
        """Return the meaning under the cursor; where nothing is found, nothing is chosen."""
        here = self.query_one(Meanings).here
        if here is not None:
            self.dismiss(here.id)

    def on_meanings_chosen(self) -> None:
        """A second click chooses as well."""
        self.on_input_submitted()

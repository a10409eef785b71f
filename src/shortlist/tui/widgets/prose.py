"""The editor of a section's prose: every change is told in the same call, and every character comes back as it was."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import events
from textual.binding import BindingType
from textual.geometry import Size
from textual.message import Message
from textual.scrollbar import ScrollBar
from textual.widgets import TextArea
from textual.widgets.text_area import Selection, TextAreaTheme

from shortlist.core.document.sections import marked_places, placeholders
from shortlist.tui.draw.exact_text import ExactText, pasted
from shortlist.tui.draw.scroll_bar import SlimBar
from shortlist.tui.host import Host
from shortlist.tui.keys.bindings import bound
from shortlist.tui.textual_private import SizedOnce, own_bar, resize_quietly

if TYPE_CHECKING:
    from shortlist.tui.textual_private import Edit, EditResult


class ProseColours(TextAreaTheme):
    """The colours of an editor, looked up when its look changes: Textual does with each paint."""

    def apply_css(self, text_area: TextArea) -> None:
        if isinstance(text_area, ProseArea) and text_area.coloured_by is not self:
            super().apply_css(text_area)
            text_area.coloured_by = self


class ProseArea(SizedOnce, TextArea):
    """A text area without a frame that undoes its own edits first, and then those of the workspace."""

    DEFAULT_CSS = """
    ProseArea, ProseArea:focus {
        border: none; padding: 0 0 0 1; height: 1fr; background: $surface;
        overflow-y: scroll; scrollbar-size-vertical: 1; scrollbar-background: transparent;
        scrollbar-background-hover: transparent; scrollbar-background-active: transparent;
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = bound("prose")

    app: Host
    coloured_by: TextAreaTheme | None = None
    """The theme whose colours are those of the present look."""

    class Left(Message):
        """The editor was left."""

    class FindAsked(Message):
        """Something is to be found in the record."""

    def __init__(self) -> None:
        super().__init__(soft_wrap=True, show_line_numbers=False, max_checkpoints=200, highlight_cursor_line=False)
        self.register_theme(ProseColours("prose"))
        self.theme = "prose"
        self._exact = ExactText()
        self._name_held = ""
        self._changing = False
        """Whether the cursor is moved by a change of the text, not by a person."""
        self.typed: Callable[[str], None] | None = None
        """Called with the text after each change by a person."""

    @property
    def vertical_scrollbar(self) -> ScrollBar:
        return own_bar(self, SlimBar)

    def notify_style_update(self) -> None:
        self.coloured_by = None
        super().notify_style_update()

    def watch_virtual_size(self, size: Size) -> None:
        """Only the bar tells that the text has another length: nothing around it is laid out anew."""
        resize_quietly(self, size)

    # --- what it holds

    @property
    def prose(self) -> str:
        """The text with every character as it was given or typed."""
        return self._exact.original(self.text)

    def show(self, text: str, name: str) -> None:
        """Hold a text under a name, another one from its start; its own undo begins anew."""
        if text == self.prose and name == self._name_held:
            return
        at = self.cursor_location if name == self._name_held else (0, 0)
        self._name_held = name
        with self._change():
            if text == self.prose:
                self.history.clear()  # what is drawn stays as it is
            else:
                self._exact = ExactText()
                with self.prevent(TextArea.Changed):
                    self.load_text(self._exact.marked(text))
            self.move_cursor(self.clamp_visitable(at))

    def begin(self) -> None:
        """Where writing goes on: at the next place to fill in, else behind the text of one not read into yet."""
        if not self.select_next_mark() and self.cursor_location == (0, 0):
            self.move_cursor(self.document.end)

    def to_next_mark(self) -> bool:
        """Stand before the next place to fill in; nothing is selected, so a key meant for the list replaces none."""
        if not self.select_next_mark():
            return False
        self.move_cursor(self.selection.start)
        return True

    def select_span(self, start: int, end: int) -> None:
        """Select from one character of the text to another, and show it."""
        self.selection = Selection(self._location(start), self._location(end))
        self.scroll_cursor_visible(center=True)

    def _location(self, index: int) -> tuple[int, int]:
        before = self.text[:index]
        return before.count("\n"), index - (before.rfind("\n") + 1)

    def _index(self, location: tuple[int, int]) -> int:
        row, column = location
        return sum(len(line) + 1 for line in self.document.lines[:row]) + column

    def select_next_mark(self) -> bool:
        """Select the next place to fill in, the first one after the last; False where there is none."""
        places = marked_places(self.prose)
        if not places:
            return False
        here = self._index(self.selection.end)
        start, end = next((place for place in places if place[0] >= here), places[0])
        self.select_span(start, end)
        return True

    def watch_selection(self, before: Selection, now: Selection) -> None:
        """A cursor that comes into a place to fill in selects it, so that what is typed then stands in its stead."""
        if not self.has_focus or self._changing or now.start != now.end:
            return
        here, there = self._index(now.end), self._index(before.end)
        for start, end in marked_places(self.prose):
            # From within, or where it was selected, the cursor only leaves; from its end it may step back into it.
            came = not start <= there <= end or (there == end and here == end - 1)
            if start <= here < end and came:
                self.select_span(start, end)

    def on_key(self, event: events.Key) -> None:
        """Enter on a place that is selected steps before it: nobody fills one in with a line break."""
        if event.key == "enter" and not self.read_only and self.selected_text in placeholders(self.selected_text):
            event.prevent_default()
            event.stop()
            self.move_cursor(min(self.selection))

    # --- changes

    @contextmanager
    def _change(self) -> Iterator[None]:
        """The text is changed, so the cursor goes where the change leaves it."""
        self._changing = True
        try:
            yield
        finally:
            self._changing = False

    def edit(self, edit: Edit) -> EditResult:
        """Apply an edit, and tell the text."""
        with self._change():
            result = super().edit(edit)
        self._tell()
        return result

    def undo(self) -> None:
        """Take the last edit of the text back, and tell the text."""
        with self._change():
            super().undo()
        self._tell()

    def redo(self) -> None:
        """Make it again, and tell the text."""
        with self._change():
            super().redo()
        self._tell()

    def _tell(self) -> None:
        if self.typed is not None:
            self.typed(self.prose)

    async def on_paste(self, event: events.Paste) -> None:
        """A paste arrives whole, whatever its line ends are."""
        event.prevent_default()
        event.stop()
        if not self.read_only:
            text = self._exact.marked(pasted(event.text))
            self.move_cursor(self.replace(text, *self.selection, maintain_selection_offset=False).end_location)

    def action_undo(self) -> None:
        """Undo within the text; what came before it belongs to the common history."""
        if self.history.undo_stack:
            self.undo()
        else:
            self.screen.run_worker(self.app.run_action("screen.undo"), group="keys")

    def action_redo(self) -> None:
        """Redo within the text, then in the common history."""
        if self.history.redo_stack:
            self.redo()
        else:
            self.screen.run_worker(self.app.run_action("screen.redo"), group="keys")

    def action_next_mark(self) -> None:
        if not self.select_next_mark():
            self.app.say("No place is left to fill in here.")

    def action_find(self) -> None:
        self.post_message(self.FindAsked())

    def action_leave(self) -> None:
        """Back to the sections; what was typed stays."""
        self.post_message(self.Left())

    def get_line(self, line_index: int) -> Text:
        """A line as it is drawn, with pictures for what cannot be seen."""
        return Text(self._exact.pictured(self.document.get_line(line_index)), end="", no_wrap=True)

"""A dialog: a box in the middle with a heading, left with Esc."""

from __future__ import annotations

from typing import ClassVar, TypeVar

from textual import events, on
from textual.app import ComposeResult
from textual.await_complete import AwaitComplete
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static, TextArea

from shortlist.sanitising import shown
from shortlist.tui.dialogs.kept_texts import KeepsTexts
from shortlist.tui.host import Host
from shortlist.tui.keys.bindings import bound
from shortlist.tui.textual_private import Leaving
from shortlist.tui.widgets.frame_lines import TooSmall

Result = TypeVar("Result")
TALLEST = 0.96
"""Of the lines of the terminal."""


def words(part: str, text: str) -> Static:
    """A part of a dialog that shows a text: cleaned, and never read as markup."""
    return Static(Content(shown(text)), id=part)


class DismissedOnce(ModalScreen[Result]):
    """A screen of which only the first answer counts, and none while another one lies over it."""

    def dismiss(self, result: Result | None = None) -> AwaitComplete:
        """Leave with an answer."""
        return super().dismiss(result) if self.is_active else AwaitComplete()


class Dialog(KeepsTexts, Leaving, DismissedOnce[Result | None]):
    """The base of all dialogs; its first child is `#box`. The class `tight` leaves more room to what it shows."""

    DEFAULT_CSS = """
    Dialog { align: center middle; layers: base cover; }
    Dialog > #box {
        width: 76; max-width: 96%; height: auto; max-height: 96%; padding: 1 2;
        border: round $primary; background: $surface;
    }
    Dialog OptionList, Dialog OptionList:focus {
        height: auto; max-height: 45vh; border: none; background: $surface; padding: 0;
    }
    Dialog OptionList, Dialog TextArea, Dialog VerticalScroll { scrollbar-size-vertical: 1; }
    Dialog #heading { text-style: bold; color: $text-primary; }
    Dialog #text { margin: 1 0; }
    Dialog #wrong { color: $text-error; }
    Dialog:nocolor #heading { color: $foreground; }
    Dialog:nocolor #wrong { color: $foreground; text-style: bold; }
    Dialog .fits { height: auto; }
    Dialog #foot { color: $text-muted; margin-top: 1; dock: bottom; }
    Dialog.tight > #box { padding: 0 1; }
    Dialog.tight #foot { margin-top: 0; }
    """
    # The keys of the application end at a dialog, so that help has them here as well.
    BINDINGS: ClassVar[list[BindingType]] = bound("dialog", "app.help_f1", "app.help")

    AROUND = 9
    """Lines of a dialog around the part that fits its contents: border, padding, heading and foot."""
    app: Host

    def __init__(self, heading: str = "", foot: str = "") -> None:
        super().__init__()
        self.heading, self.foot = heading, foot

    def compose(self) -> ComposeResult:
        with Vertical(id="box"):
            yield words("heading", self.heading)
            yield from self.inside()
            yield words("foot", self.foot)

    def inside(self) -> ComposeResult:
        """What stands between the heading and the keys; to be provided where a dialog does not compose itself."""
        raise NotImplementedError

    def write(self, part: str, text: str, *, layout: bool = True) -> None:
        """Put other words into a part, which take as much room as those before where `layout` is not asked for."""
        told, content = self.query_one(f"#{part}", Static), Content(shown(text))
        width, least = told.size.width, told.styles.min_height
        if layout and width:
            room = 0.0 if least is None else least.value
            heights = {max(room, one.get_height({}, width)) for one in (told.visual, content)}
            layout = len(heights) > 1
        told.update(Content(shown(text)), layout=layout)

    # Handled after the dialog's own handlers, which may have other names and signatures.

    @on(events.Mount)
    def fill_texts(self) -> None:
        """Show what was typed here before."""
        self.show_kept_texts()

    @on(Input.Changed)
    def keep_line(self, event: Input.Changed) -> None:
        """Keep what is typed in a line."""
        self.keep_field(event.input)

    @on(TextArea.Changed)
    def keep_area(self, event: TextArea.Changed) -> None:
        """Keep what is typed in an area."""
        self.keep_field(event.text_area)

    def action_close(self) -> None:
        self.dismiss(None)

    async def action_help(self) -> None:
        await self.app.run_action("help")

    def lines_around(self, width: int) -> int:
        """How many lines stand around the part that fits its contents, on a terminal of so many columns."""
        return self.AROUND

    def on_resize(self, event: events.Resize) -> None:
        """What has the class `fits` is as tall as what it holds, as far as the terminal goes; say so where that is too
        small for any dialog."""
        for part in self.query(".fits"):
            part.styles.max_height = max(4, int(event.size.height * TALLEST) - self.lines_around(event.size.width))
        TooSmall.fit(self, event.size.width, event.size.height)

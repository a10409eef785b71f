"""Panels: a part of a screen in a frame of lines, with its title in the border; the one with the keys stands out."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.content import Content
from textual.widget import Widget

from shortlist.sanitising import shown
from shortlist.tui.draw.lines import Cell, Tone, cut, width_of
from shortlist.tui.textual_private import SizedOnce, write_on_border

HEIGHTS = [(0, "-low"), (30, "-tall")]
"""The class of a screen by the lines of the terminal: under 30 a panel is a rule with its title; a box takes more."""
WIDTHS = [(0, "-narrow"), (120, "-wide"), (160, "-beside"), (200, "-three")]
"""The class of a screen by the columns of the terminal: from 160 list and details stand side by side, from 200 three
columns. A screen has one of them at a time."""

PANEL_CSS = """
    border-title-color: $text-muted;
    border-subtitle-color: $text-muted;
"""
RULE = "border-top: solid $foreground 30%;"
RULE_FOCUSED = "border-top: heavy $accent; border-title-color: $text-accent;"
BOX = "border: round $foreground 30%;"
BOX_FOCUSED = "border: heavy $accent; border-title-color: $text-accent; border-subtitle-color: $text-accent;"


class Panel(SizedOnce, Widget):
    """A box around what it is composed with, with a title at the top left and a note at the bottom right.

        with Panel("Candidates", id="upper"):
            yield Grid()

        panel.name_it("Candidates", note="11 of 40 shown")

    While something in it has the focus the border is heavy and in the accent colour, so that it is told without
    colours too. On terminals of less than 30 lines only the line at the top is drawn, with both texts in it. The
    texts are cleaned and never read as markup. What is in it has the size of the panel less its borders: take the
    width from the widget that draws, not from the application.
    """

    SCOPED_CSS = False  # the class that says how tall the terminal is stands on the screen
    DEFAULT_CSS = f"""
    Panel {{ height: 1fr; layout: vertical; {PANEL_CSS} {RULE} }}
    Panel:focus-within {{ {RULE_FOCUSED} }}
    .-tall Panel {{ {BOX} }}
    .-tall Panel:focus-within {{ {BOX_FOCUSED} }}
    """

    def __init__(self, title: str = "", *children: Widget, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(*children, id=id, classes=classes)
        self._title, self._note = title, ""

    def compose(self) -> ComposeResult:
        yield from ()

    def on_mount(self) -> None:
        self._write()

    def name_it(self, title: str, note: str = "") -> None:
        """Write another title, and another note."""
        if (title, note) != (self._title, self._note):
            self._title, self._note = title, note
            self._write()

    def on_resize(self) -> None:
        self._write()

    def _write(self) -> None:
        write_border(self, self._title, self._note)


def write_border(widget: Widget, title: str, note: str, anew: bool = True) -> None:
    """Write a title and a note into the border of a widget: the note below, or above where there is no line below.

    It is drawn anew at once, unless all of the widget will be.
    """
    above, below = title, note
    if not widget.styles.border_bottom[0]:
        above, below = "  ".join(filter(None, (title, note))), ""
        if above:
            above = f" {above} "  # only a box keeps a space beside its title
    write_on_border(widget, Content(shown(above)), Content(shown(below)), anew)


# --- for what is drawn line by line


def box_top(title: str, width: int, tone: Tone = "dim") -> list[Cell]:
    """The upper line of a box drawn by hand, in exactly so many columns from 6 on: `╭─ title ────╮`."""
    told = cut(title, width - 6)
    if not told:
        return [Cell(f"╭{'─' * max(0, width - 2)}╮", tone)]
    return [Cell("╭─ ", tone), Cell(told, "head"), Cell(f" {'─' * (width - 5 - width_of(told))}╮", tone)]


def box_line(cells: Sequence[Cell], width: int, tone: Tone = "dim") -> list[Cell]:
    """A line within a box drawn by hand: what stands in it takes `width - 4` columns, padded, and cut at the last."""
    inside: list[Cell] = []
    room = max(0, width - 4)
    for cell in cells:
        text = cut(cell.text, room)
        inside.append(Cell(text, cell.tone))
        room -= width_of(text)
    return [Cell("│ ", tone), *inside, Cell(f"{' ' * room} │", tone)]


def box_bottom(width: int, note: str = "", tone: Tone = "dim") -> list[Cell]:
    """The lower line of a box drawn by hand, a note at its right: `╰──── note ─╯`."""
    told = cut(note, width - 6)
    end = f" {told} ─╯" if told else "╯"
    return [Cell(f"╰{'─' * max(0, width - 1 - width_of(end))}{end}", tone)]

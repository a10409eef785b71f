"""One of a few words, on a line: the arrows or a letter choose, a click as well."""

from __future__ import annotations

from typing import ClassVar, NamedTuple

from textual import events
from textual.binding import BindingType
from textual.message import Message

from shortlist.tui.draw.drawn_widgets import Still
from shortlist.tui.draw.lines import Cell, Tone, width_of
from shortlist.tui.keys.bindings import bound


class Pick(NamedTuple):
    """A word that can be chosen: what it stands for, how it reads, its letter and its tone."""

    value: str
    text: str
    key: str
    tone: Tone = "plain"


class PickLine(Still, can_focus=True):
    """Shows the words with the chosen one in brackets; posts `Picked`."""

    DEFAULT_CSS = """
    PickLine { height: 1; }
    PickLine:focus { background: $surface-lighten-2; }
    """
    BINDINGS: ClassVar[list[BindingType]] = bound("pick_line")

    class Picked(Message):
        """A word was chosen."""

    def __init__(self, picks: tuple[Pick, ...], value: str) -> None:
        super().__init__()
        self.picks, self.value = picks, value

    def pick(self, value: str) -> None:
        """Choose a word; the one that stands there already counts as chosen too."""
        self.value = value
        self.refresh()
        self.post_message(self.Picked())

    def action_step(self, by: int) -> None:
        values = [pick.value for pick in self.picks]
        at = values.index(self.value) if self.value in values else 0
        self.pick(values[max(0, min(len(values) - 1, at + by))])

    def on_key(self, event: events.Key) -> None:
        found = next((pick for pick in self.picks if event.character == pick.key), None)
        if found is not None:
            event.stop()
            self.pick(found.value)

    def on_click(self, event: events.Click) -> None:
        edge = 1
        for pick in self.picks:
            edge += width_of(pick.text) + 3
            if event.x < edge:
                self.pick(pick.value)
                return

    def line(self, y: int, width: int) -> list[Cell]:
        cells = [Cell("›" if self.has_focus else " ", "strong")]
        for pick in self.picks:
            if pick.value != self.value:
                cells.append(Cell(f" {pick.text}  ", "dim"))
            else:
                cells.append(Cell(f"[{pick.text}] ", "strong" if pick.tone == "plain" else pick.tone))
        return cells

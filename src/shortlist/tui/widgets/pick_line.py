"""One of a few words, on a line: the arrows or a letter choose, a click as well."""

from __future__ import annotations

from typing import ClassVar, NamedTuple

from textual import events
from textual.binding import BindingType
from textual.message import Message

from shortlist.tui.draw.drawn import Still
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

    @property
    def index(self) -> int:
        """The place of the chosen word."""
        return next((place for place, pick in enumerate(self.picks) if pick.value == self.value), 0)

    def pick(self, value: str) -> None:
        """Choose a word; the one that stands there already counts as chosen too."""
        self.value = value
        self.refresh()
        self.post_message(self.Picked())

    def action_step(self, by: int) -> None:
        """Choose the word beside."""
        self.pick(self.picks[max(0, min(len(self.picks) - 1, self.index + by))].value)

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
        return [
            Cell("›" if self.has_focus else " ", "strong"),
            *self._words(),
        ]

    def _words(self) -> list[Cell]:
        return [
            Cell(f"[{pick.text}] ", pick.tone if pick.tone != "plain" else "strong")
            if pick.value == self.value
            else Cell(f" {pick.text}  ", "dim")
            for pick in self.picks
        ]

"""The pane of details: what it says follows its room, and Enter unfolds the sentences behind its cells."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import ClassVar

from textual.binding import BindingType

from shortlist.tui.keys.bindings import bound
from shortlist.tui.widgets.pane import Pane, Paragraph

ROOMY = 32
"""Lines from which on the sentences are told without being asked for, where all of them have room."""
Build = Callable[[int, bool], Sequence[Paragraph]]
"""What is said in so many columns, with the sentences or without."""


class Details(Pane):
    """Says what is built for its width."""

    BINDINGS: ClassVar[list[BindingType]] = bound("details")
    prose = 90

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.sentences: bool | None = None
        """Whether the sentences behind the cells are told; None: where all of them have room."""
        self._whole = False
        """Whether they are told now."""
        self._build: Build | None = None
        self._of: Hashable = None

    def tell(self, build: Build, about: Hashable) -> None:
        """Say something else, or of something else."""
        self._build, self._of = build, about
        self._say()

    def _say(self) -> None:
        if self._build is None:
            return
        # The column of the scroll bar is kept free.
        width, height = max(20, self.steady_room), self.content_region.height
        self._whole = bool(self.sentences)
        told = self._build(width, self._whole)
        if self.sentences is None and height >= ROOMY:
            whole = self._build(width, True)
            self._whole = self.lines_of(whole) <= height
            told = whole if self._whole else told
        self.show(told, self._of)

    def on_resize(self) -> None:
        """Another width has room for other columns."""
        self._say()

    def action_unfold(self) -> None:
        self.sentences = not self._whole
        self._say()

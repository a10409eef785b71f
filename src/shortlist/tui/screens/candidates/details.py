"""The pane of details: what it says follows its width, and Enter unfolds the sentences behind its cells."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import ClassVar

from textual.binding import BindingType

from shortlist.tui.keys.bindings import bound
from shortlist.tui.widgets.pane import Pane, Paragraph

Build = Callable[[int, bool], Sequence[Paragraph]]
"""What is said in so many columns, with the sentences or without."""


class Details(Pane):
    """Says what is built for its width."""

    BINDINGS: ClassVar[list[BindingType]] = bound("details")
    prose = 90

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.sentences = False
        """Whether the sentences behind the cells are told."""
        self._build: Build | None = None
        self._of: Hashable = None

    def tell(self, build: Build, about: Hashable) -> None:
        """Say something else, or of something else."""
        self._build, self._of = build, about
        self._say()

    def _say(self) -> None:
        if self._build is not None:
            # The column of the scroll bar is kept free.
            width = max(20, self.content_region.width - 1)
            self.show(self._build(width, self.sentences), self._of)

    def on_resize(self) -> None:
        """Another width has room for other columns."""
        self._say()

    def action_unfold(self) -> None:
        """The sentences, or without them."""
        self.sentences = not self.sentences
        self._say()

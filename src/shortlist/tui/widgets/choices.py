"""A list to choose from, with the keys that hands know."""

from __future__ import annotations

from contextlib import suppress
from typing import ClassVar, Literal

from textual.binding import BindingType
from textual.widgets import OptionList

from shortlist.tui.keys.bindings import bound


class Choices(OptionList):
    """An option list that j, k, g and G move in as well."""

    BINDINGS: ClassVar[list[BindingType]] = bound("choices")

    def _move_page(self, direction: Literal[-1, 1]) -> None:
        """A page up or down; a list that is not laid out yet has no pages."""
        with suppress(LookupError):
            super()._move_page(direction)

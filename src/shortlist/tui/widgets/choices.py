"""A list to choose from, with the keys that hands know."""

from __future__ import annotations

from contextlib import suppress
from typing import ClassVar

from textual.binding import BindingType
from textual.widgets import OptionList

from shortlist.tui.keys.bindings import bound


class Choices(OptionList):
    """An option list that j, k, g and G move in as well."""

    BINDINGS: ClassVar[list[BindingType]] = bound("choices")

    # A list that is not laid out yet has no pages.

    def action_page_up(self) -> None:
        with suppress(LookupError):
            super().action_page_up()  # type: ignore[no-untyped-call]

    def action_page_down(self) -> None:
        with suppress(LookupError):
            super().action_page_down()  # type: ignore[no-untyped-call]

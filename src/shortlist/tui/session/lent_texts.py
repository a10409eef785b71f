"""The texts of a session that the user's own editor has, had, or left behind: none is dropped before it is kept."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from shortlist.store.lent_texts import LentText


class LentTexts:
    """Gives a section's text to an editor, and the one again that an editor left there without being taken over."""

    def __init__(self, state: Callable[[], Path | None]) -> None:
        self._state = state
        self._left: dict[str, LentText] = {}

    def open(self, section: str, text: str) -> LentText:
        """The text to be edited: what was left of this section, or else a new one. Raises `SaveFailed`."""
        from shortlist.store.lent_texts import lend

        left = self._left.get(section)
        if left is not None and left.file.is_file():
            return left
        return lend(self._state(), section, text)

    def left(self, one: LentText) -> None:
        """It holds something, and is to be opened again."""
        self._left[one.section] = one

    def done(self, one: LentText) -> None:
        """What it holds is on the disk elsewhere, or is nothing."""
        if self._left.get(one.section) == one:
            del self._left[one.section]
        one.give_up()

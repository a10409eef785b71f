"""What is typed in a session and is part of no workspace yet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from shortlist.core.edits.places import Data, KeyPath

RECORD_STEP = "A step of the record"
"""Under which name the texts for a step of a record are kept among those of dialogs."""


class Pending(NamedTuple):
    """A text as it was typed, and why it is no valid value."""

    text: str
    message: str


class Typed:
    """Texts that are no value, items that are not whole, and what stands in dialogs; each until it is taken or dropped.

    What it gives out is never changed afterwards: every operation makes new mappings.
    """

    def __init__(self) -> None:
        self.pending: Mapping[KeyPath, Pending] = {}
        """Texts that are no valid value yet, by the place they were typed for."""
        self.begun: Mapping[KeyPath, Data] = {}
        """What was begun and is not whole yet, by the list that it is for."""
        self.dialogs: Mapping[str, Mapping[str, str]] = {}
        """What was typed in dialogs and is part of nothing yet, by the dialog and by its field."""

    def refuse(self, place: KeyPath, text: str, message: str) -> None:
        """Keep a text that is no valid value for a place, with what is wrong with it."""
        self.pending = {**self.pending, place: Pending(text, message)}

    def accept(self, place: KeyPath) -> None:
        """Drop the text for a place: a value was typed there."""
        self.pending = {path: one for path, one in self.pending.items() if path != place}

    def begin(self, base: KeyPath, data: Data) -> None:
        """Keep an item of a list that is not whole yet."""
        self.begun = {**self.begun, base: data}

    def take(self, base: KeyPath, default: Data) -> Data:
        """Hand over what was begun for a list, to be gone on with; without any the default."""
        data = self.begun.get(base, default)
        self.begun = {path: one for path, one in self.begun.items() if path != base}
        return data

    def drop_texts(self, base: KeyPath) -> None:
        """Drop the texts under a place whose items become other ones."""
        self.pending = {path: one for path, one in self.pending.items() if path[: len(base)] != base}

    def drop(self, base: KeyPath) -> None:
        """Drop the texts under a place whose items get other numbers, and what was begun inside them."""
        self.drop_texts(base)
        self.begun = {path: one for path, one in self.begun.items() if path[: len(base)] != base or len(path) == 1}

    def keep(self, dialog: str, texts: Mapping[str, str]) -> None:
        """Keep what stands in a dialog, by field, in place of what was kept of it; nothing of one without texts."""
        self.dialogs = {name: one for name, one in self.dialogs.items() if name != dialog}
        if texts:
            self.dialogs = {**self.dialogs, dialog: dict(texts)}

    def recall(
        self,
        pending: Mapping[KeyPath, tuple[str, str]],
        begun: Mapping[KeyPath, Data],
        dialogs: Mapping[str, Mapping[str, str]],
        beneath: bool = False,
    ) -> None:
        """Take up what an earlier session left; `beneath`: only where nothing was typed since."""
        left = {place: Pending(*one) for place, one in pending.items()}
        if beneath:
            left_dialogs, now_dialogs = dialogs, self.dialogs
            self.pending, self.begun = {**left, **self.pending}, {**begun, **self.begun}
        else:
            left_dialogs, now_dialogs = self.dialogs, dialogs
            self.pending, self.begun = {**self.pending, **left}, {**self.begun, **begun}
        self.dialogs = {**left_dialogs, **now_dialogs}

"""Deleted workspaces: bring one back, or remove it for good."""

from __future__ import annotations

import datetime as dt
import math
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import OptionList

from shortlist.core.basics.errors import ShortlistError
from shortlist.core.basics.words import ago, count
from shortlist.store.trash import KEPT
from shortlist.tui.dialogs.base import Dialog, words
from shortlist.tui.dialogs.question import QuestionDialog
from shortlist.tui.keys.bindings import bound
from shortlist.tui.session.opening import sentence
from shortlist.tui.widgets.choices import Choices

if TYPE_CHECKING:
    from shortlist.store.trash import Deleted

KEYS, NO_KEYS = "Enter brings one back, Del removes it for good, Esc closes.", "Esc closes."
_KEPT_FOR = f"A deleted workspace is kept here for {KEPT.days} days"
NONE, SOME = f"The trash is empty. {_KEPT_FOR}.", f"{_KEPT_FOR}, with its earlier versions."


class TrashDialog(Dialog[str]):
    """Lists what was deleted; returns the name of what was brought back last, None where nothing was."""

    DEFAULT_CSS = "TrashDialog #state, TrashDialog Choices, TrashDialog Choices:focus { margin-top: 1; }"
    BINDINGS: ClassVar[list[BindingType]] = bound("trash")

    def __init__(self) -> None:
        super().__init__("Deleted workspaces", KEYS)
        self._deleted: list[Deleted] = []
        self._restored: str | None = None

    def inside(self) -> ComposeResult:
        yield words("state", SOME)
        yield Choices()

    def on_mount(self) -> None:
        self._list()

    def _list(self) -> None:
        unreadable = ""
        try:
            self._deleted = self.app.store.trash()
        except ShortlistError as error:
            self._deleted, unreadable = [], str(error)
        choices = self.query_one(Choices)
        choices.show(map(deleted_told, self._deleted))
        choices.display = bool(self._deleted)
        state, keys = NONE, NO_KEYS
        if self._deleted:
            state, keys = SOME, KEYS
            choices.highlighted = 0
            choices.focus()
        self.write("state", unreadable or state)
        self.write("foot", keys)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        try:
            path = self.app.store.undelete(self._deleted[event.option_index].path.stem)
        except (ShortlistError, OSError) as error:
            self.app.say(sentence(error), "error", title="Not restored")
            return
        self._restored = path.stem
        self.app.say(f"{path.stem} is back.", seconds=5)
        self._list()

    def action_purge(self) -> None:
        at = self.query_one(Choices).highlighted
        if at is None or at >= len(self._deleted):
            return
        one = self._deleted[at]
        answers = (("keep", "Keep it"), ("purge", "Remove it for good"))
        asked = QuestionDialog(
            "Remove it for good?", f"{one.name} and its earlier versions cannot be brought back then.", answers
        )
        self.app.push_screen(asked, lambda answer: self._purge(one) if answer == "purge" else None)

    def _purge(self, one: Deleted) -> None:
        try:
            self.app.store.purge(one)
        except (ShortlistError, OSError) as error:
            self.app.say(sentence(error), "error", title="Not removed")
        self._list()

    def action_close(self) -> None:
        self.dismiss(self._restored)


def deleted_told(one: Deleted) -> str:
    """What it was called, when it was deleted, and how long it is kept."""
    now = dt.datetime.now(dt.UTC)
    left = max(0, math.ceil((one.until - now) / dt.timedelta(days=1)))  # the day that has begun counts
    return f"{one.name} · deleted {ago(now - one.deleted)}, kept for {count(left, 'more day')}".replace(
        "more days", "days more"
    )

"""The earlier versions of a workspace, each with its age and what it would change."""

from __future__ import annotations

import asyncio
import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import OptionList

from shortlist.core.basics.errors import ShortlistError
from shortlist.core.basics.words import ago, count, listed
from shortlist.core.changes.words import version_words
from shortlist.core.document.accepted import taken_back
from shortlist.tui.dialogs.base import Dialog, words
from shortlist.tui.draw.lines import cut
from shortlist.tui.keys.bindings import bound, keyed
from shortlist.tui.widgets.choices import Choices

if TYPE_CHECKING:
    from shortlist.core.document.workspace import Workspace
    from shortlist.store.backups import Backup
    from shortlist.store.workspaces import Store


KEYS = "Enter brings one back, {earlier.compare} compares it, Esc closes. Nothing is lost."


class Version(NamedTuple):
    """An earlier version, and how the present one differs from it; None where it cannot be read."""

    backup: Backup
    found: tuple[str, ...] | None
    reopens: str = ""
    """The records that would no longer be accepted, in words; empty where there are none."""


class EarlierDialog(Dialog["Backup"]):
    """Lists the versions that saves replaced; returns the one that is to come back."""

    DEFAULT_CSS = """
    EarlierDialog > #box { width: 110; }
    EarlierDialog.none > #box { width: 70; }
    EarlierDialog #state { margin-top: 1; }
    EarlierDialog Choices, EarlierDialog Choices:focus { margin: 1 0 0 0; }
    """
    AROUND = 12
    BINDINGS: ClassVar[list[BindingType]] = bound("earlier")

    def __init__(self, path: Path, present: Workspace | None) -> None:
        super().__init__("Earlier versions", "Esc closes.")
        self._path, self._present = path, present
        self._versions: list[Version] = []

    def inside(self) -> ComposeResult:
        yield words("state", "Reading …")
        yield Choices(classes="fits")

    async def on_mount(self) -> None:
        self.run_worker(self._read(), group="earlier")

    async def _read(self) -> None:
        unreadable = ""
        try:
            self._versions = await asyncio.to_thread(versions, self.app.store, self._path, self._present)
        except ShortlistError as error:
            unreadable = str(error)
        if not self.is_attached:
            return
        choices = self.query_one(Choices)
        room = max((len(age_of(one)) for one in self._versions), default=0)
        choices.show(version_told(one, room) for one in self._versions)
        choices.display = bool(self._versions)
        self.set_class(not self._versions and not unreadable, "none")
        choices.focus()
        state = "There is none yet: every save keeps the version it replaces."
        if self._versions:
            choices.highlighted = 0
            self.write("foot", keyed(KEYS))
            state = (
                "The last ten are kept, then one an hour for a day, then one a day for two weeks. "
                "Then is the earlier version, now is the present one."
            )
        self.write("state", unreadable or state)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        version = self._versions[event.option_index]
        if version.found is not None:
            self.dismiss(version.backup)

    def action_compare(self) -> None:
        from shortlist.tui.dialogs.lines import DifferencesDialog

        at = self.query_one(Choices).highlighted
        if at is not None and at < len(self._versions):
            version = self._versions[at]
            self.app.push_screen(
                DifferencesDialog("The earlier version (then) → the present one (now)", version.found or ())
            )


def versions(store: Store, path: Path, present: Workspace | None) -> list[Version]:
    """The earlier versions of a file, compared with the present one."""
    from shortlist.store.workspaces import load

    found = []
    for backup in store.backups(path):
        try:
            earlier = load(backup.path).workspace
        except ShortlistError:
            found.append(Version(backup, None))
            continue
        if present is None:
            found.append(Version(backup, ()))
            continue
        statuses = {record.number: record.status for record in earlier.records}
        reopened = [f"record {r.number} would be {statuses[r.number]} again" for r in taken_back(present, earlier)]
        found.append(Version(backup, version_words(earlier, present), listed(reopened)))
    return found


FIRST = 96
"""Columns of what is told of the first difference: a title may be as long as a paragraph."""


def age_of(version: Version) -> str:
    """How long ago it was replaced."""
    return ago(dt.datetime.now(dt.UTC) - version.backup.until)


def version_told(version: Version, room: int = 0) -> str:
    """When it was replaced, its age in at least so many columns, and what would change; the first difference alone."""
    until = version.backup.until
    if version.found is None:
        what = "cannot be read any more"
    elif not version.found:
        what = "as it is now"
    else:
        told = "; ".join(filter(None, (version.reopens, cut(version.found[0], FIRST))))
        what = f"{count(len(version.found), 'difference')}: {told}"
    return f"until {until.astimezone():%Y-%m-%d %H:%M:%S}, {age_of(version):<{room}} · {what}"

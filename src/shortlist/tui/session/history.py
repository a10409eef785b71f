"""What can be undone: an immutable line of workspaces, each with the name of the edit that made it."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, replace
from typing import NamedTuple

from shortlist.core.document.workspace import Workspace

DEPTH = 500
"""Edits that are kept; older ones can no longer be undone."""


class HistoryEntry(NamedTuple):
    """A workspace and the edit that led to it."""

    name: str
    workspace: Workspace
    merge: Hashable = None
    """Edits that follow each other under the same mark are one: the keys of one visit to a field."""


@dataclass(frozen=True, slots=True)
class History:
    """The states before, the state now, and those that were undone."""

    present: HistoryEntry
    past: tuple[HistoryEntry, ...] = ()
    future: tuple[HistoryEntry, ...] = ()

    def with_edit(self, name: str, workspace: Workspace, merge: Hashable = None) -> History:
        """The history after an edit; what had been undone is gone."""
        if merge is not None and merge == self.present.merge and self.past:
            if workspace == self.past[-1].workspace:
                return History(self.past[-1], self.past[:-1])
            return History(HistoryEntry(name, workspace, merge), self.past)
        if workspace == self.present.workspace:
            return self
        return History(HistoryEntry(name, workspace, merge), (*self.past, self.present)[-DEPTH:])

    def with_state(self, name: str, workspace: Workspace) -> History:
        """The history after an edit that counts even where the workspace stayed as it was."""
        return History(HistoryEntry(name, workspace), (*self.past, self.present)[-DEPTH:])

    def without_visit(self, merge: Hashable) -> History:
        """The history without the last edit, where it is the one that still grows under a mark."""
        if merge is None or merge != self.present.merge or not self.past:
            return self
        return History(self.past[-1], self.past[:-1])

    def sealed(self) -> History:
        """The same history, whose last edit grows no further."""
        if self.present.merge is None:
            return self
        return replace(self, present=self.present._replace(merge=None))

    def undone(self) -> History | None:
        """One edit back; None at the start."""
        if not self.past:
            return None
        return History(self.past[-1]._replace(merge=None), self.past[:-1], (*self.future, self.present))

    def redone(self) -> History | None:
        """One edit forward again; None where nothing was undone."""
        if not self.future:
            return None
        return History(self.future[-1]._replace(merge=None), (*self.past, self.present), self.future[:-1])

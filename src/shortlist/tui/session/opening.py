"""Opening what was asked for: an example is never changed, a copy of it is."""

from __future__ import annotations

from itertools import count

from shortlist.core.basics.errors import ShortlistError
from shortlist.core.document.workspace import Workspace
from shortlist.core.edits.places import with_value
from shortlist.store.folders import real
from shortlist.store.places import shipped_scenarios
from shortlist.store.workspaces import Opened, Store


def adopted(store: Store, opened: Opened) -> Opened:
    """The opened workspace; for a shipped example a workspace of its own in the data directory."""
    if opened.managed or real(opened.path).parent != shipped_scenarios().resolve():
        return opened
    return store.create(own_title(store, opened.workspace), opened.path.stem)


def own_title(store: Store, workspace: Workspace) -> Workspace:
    """The workspace, with a number in its title where another one in the list has the same title."""
    taken = {entry.title for entry in store.workspaces()}
    if workspace.title not in taken:
        return workspace
    numbered = (f"{workspace.title} ({number})" for number in count(2))
    return with_value(workspace, ("title",), next(title for title in numbered if title not in taken))


def sentence(error: ShortlistError | OSError) -> str:
    """What went wrong, for the user to read."""
    if isinstance(error, ShortlistError):
        return str(error)
    place = f"{error.filename}: " if error.filename else ""
    return f"{place}{(error.strerror or str(error) or type(error).__name__).lower()}"

"""Opening what was asked for: an example is never changed, a copy of it is."""

from __future__ import annotations

from shortlist.core.errors import ShortlistError
from shortlist.store.places import shipped_scenarios
from shortlist.store.workspaces import Opened, Store


def adopted(store: Store, opened: Opened) -> Opened:
    """The opened workspace; for a shipped example a workspace of its own in the data directory."""
    if opened.managed or opened.path.resolve().parent != shipped_scenarios().resolve():
        return opened
    return store.create(opened.workspace, opened.path.stem)


def sentence(error: ShortlistError | OSError) -> str:
    """What went wrong, for the user to read."""
    if isinstance(error, ShortlistError):
        return str(error)
    place = f"{error.filename}: " if error.filename else ""
    return f"{place}{(error.strerror or str(error) or type(error).__name__).lower()}"

"""Opening what was asked for: an example is never changed, a copy of it is."""

from __future__ import annotations

from shortlist.store.places import shipped_scenarios
from shortlist.store.workspaces import Opened, Store


def adopted(store: Store, opened: Opened) -> Opened:
    """The opened workspace; for a shipped example a workspace of its own in the data directory."""
    if opened.managed or opened.path.resolve().parent != shipped_scenarios().resolve():
        return opened
    return store.create(opened.workspace, opened.path.stem)

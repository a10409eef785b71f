"""A key hint: what stands in the line of keys at the bottom."""

from __future__ import annotations

from typing import NamedTuple

from shortlist.tui.keys.bindings import keyed
from shortlist.tui.keys.table import ACTIONS, GROUP_OF

WHOSE = {"app": "app.", "workspace": "screen.", "welcome": "screen."}
"""Groups whose actions are found from wherever the focus is; any other's are those of what is nearest around it."""


class Hint(NamedTuple):
    """Keys and what they do here; clicking does the same."""

    keys: str
    """As in a sentence: `{candidates.add}`."""
    label: str
    action: str

    @property
    def key(self) -> str:
        """The keys in force."""
        return keyed(self.keys, short=True)


def hint(id_: str, label: str = "", keys: str = "") -> Hint:
    """The hint of an action under its own label, or what it does just here; `keys` where not its first is shown."""
    action = ACTIONS[id_]
    return Hint(keys or f"{{{id_}}}", label or action.label, WHOSE.get(GROUP_OF[id_], "") + action.runs)

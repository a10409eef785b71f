"""Bindings and hints made from the table of keys, the user's own keys in force, and the names of both in sentences."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from textual.binding import Binding, BindingType

from shortlist.tui.keys.table import ACTIONS, GROUP_OF, GROUPS, Action

KEY_NAMES = {
    "question_mark": "?",
    "slash": "/",
    "minus": "-",
    "comma": ",",
    "full_stop": ".",
    "plus": "+",
    "asterisk": "*",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
    "escape": "Esc",
    "enter": "Enter",
    "delete": "Del",
    "backspace": "Backspace",
    "pagedown": "PgDn",
    "pageup": "PgUp",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "home": "Home",
    "end": "End",
    "apostrophe": "'",
    "space": "Space",
    "tab": "Tab",
    "shift+tab": "Shift+Tab",
}

_moved: dict[str, tuple[str, ...]] = {}
"""The user's own keys, by the id of what they do."""
_NAMED = re.compile(r"\{([a-z_]+(?:\.[a-z_0-9]+)+)(?::(\d))?\}")


def bound(*names: str) -> list[BindingType]:
    """The bindings of groups of the table, or of single actions by their ids."""
    actions: list[Action] = []
    for name in names:
        actions += GROUPS[name] if name in GROUPS else (ACTIONS[name],)
    return [Binding(one.usual, one.runs, one.name, id=one.id, show=False, priority=one.priority) for one in actions]


def move(keys: Mapping[str, tuple[str, ...]]) -> None:
    """Take the user's keys in force, in place of those before."""
    _moved.clear()
    for id_, own in keys.items():
        _moved[id_] = own
    keyed.cache_clear()


def moved() -> Mapping[str, tuple[str, ...]]:
    """The user's keys in force."""
    return _moved


def keys_of(id_: str) -> tuple[str, ...]:
    """The keys of an action that are in force."""
    return _moved.get(id_, ACTIONS[id_].keys)


def key_of(id_: str, place: int = 1, short: bool = False) -> str:
    """The name of the first key of an action, or of a later one, if it has so many; `short`: ^s for a usual Ctrl+S."""
    keys = keys_of(id_)
    key = keys[min(place, len(keys)) - 1]
    if short and id_ not in _moved and key.startswith("ctrl+"):
        return f"^{key.removeprefix('ctrl+')}"
    return key_name(key)


# Forgotten where the keys in force become others.
@lru_cache(512)  # the line of keys is measured and drawn after every key
def keyed(text: str, short: bool = False) -> str:
    """A sentence with the keys that are in force: `{candidates.add} adds one.`; `{editor.next:2}` is the second key."""
    return _NAMED.sub(lambda found: key_of(found[1], int(found[2] or 1), short), text)


def key_name(key: str) -> str:
    """A key as people say it: `ctrl+s` -> `Ctrl+S`."""
    if key in KEY_NAMES:
        return KEY_NAMES[key]
    *modifiers, last = key.split("+")
    shouted = modifiers or (last[:1] == "f" and last[1:].isdigit())
    name = KEY_NAMES.get(last) or (last.upper() if shouted else last)
    return "+".join([*(modifier.capitalize() for modifier in modifiers), name])


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
        """What to press, by the keys that are in force now, as the line of keys writes it."""
        return keyed(self.keys, short=True)


def hint(id_: str, label: str = "", keys: str = "") -> Hint:
    """The hint of an action under its own label, or what it does just here; `keys` where not its first is shown."""
    action = ACTIONS[id_]
    return Hint(keys or f"{{{id_}}}", label or action.label, WHOSE.get(GROUP_OF[id_], "") + action.runs)


def hints(ids: str) -> tuple[Hint, ...]:
    """The hints of some actions, each under its own label."""
    return tuple(map(hint, ids.split()))

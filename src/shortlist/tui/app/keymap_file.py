"""Keys moved by the user: every binding of the application, and a file of `id = "key, key"` understood against them.

What cannot be followed is told with file, place and remedy, and the rest holds; nothing of it keeps the application
from starting.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple

from textual.keys import KEY_TO_UNICODE_NAME, REPLACED_KEYS, Keys, key_to_character

from shortlist.core.document.problems import meant
from shortlist.sanitising import shown
from shortlist.tui.keys.bindings import key_name
from shortlist.tui.keys.table import ACTIONS, GROUPS, STAYING, Action, alive_with
from shortlist.tui.textual_private import key_of_character

MODIFIERS = frozenset({"ctrl", "alt", "shift", "super", "meta", "hyper"})


class Keymap(NamedTuple):
    """What of a keymap holds, by id, and what is wrong with the rest."""

    keys: Mapping[str, tuple[str, ...]] = {}
    mistakes: tuple[str, ...] = ()


def split(keys: str) -> tuple[str, ...]:
    """The keys of a binding, in Textual's spelling."""
    return tuple(spelt(key.strip()) for key in keys.split(",") if key.strip())


def spelt(key: str) -> str:
    """A key in Textual's spelling: `?` -> `question_mark`, `shift+a` -> `A`."""
    *modifiers, last = key.split("+") if len(key) > 1 else [key]
    if modifiers == ["shift"] and len(last) == 1 and last.isalpha():
        return last.upper()
    return "+".join([*modifiers, key_of_character(last) if len(last) == 1 else last])


def is_key(key: str) -> bool:
    """Whether a terminal can send it, as far as one can tell."""
    *modifiers, last = key.split("+")
    if not set(modifiers) <= MODIFIERS or not last:
        return False
    if len(last) == 1:
        return last.isalnum()
    known = {str(one.value) for one in Keys} | set(KEY_TO_UNICODE_NAME)
    return key in known or last in known or _printed(last)


def _printed(key: str) -> bool:
    """Whether a key writes a character where text is typed."""
    return key in REPLACED_KEYS or key_to_character(key) is not None


# --- a file of keys, understood


def understood(entries: Mapping[str, Any], file: str) -> Keymap:
    """The keys of a file, by id of what they do; nested tables are ids with dots."""
    kept: dict[str, tuple[str, ...]] = {}
    mistakes: list[str] = []
    for id_, value in _flat(entries):
        place = f"{file}: {shown(id_)}"
        if id_ not in ACTIONS:
            mistakes.append(f"{place}: there is no such action; {shown(meant(id_, ACTIONS))}")
        elif why := _refused(ACTIONS[id_], value):
            mistakes.append(f"{place}: {why}")
        else:
            kept[id_] = split(value)
    # Where two entries clash, the later of the file goes.
    while found := _clash(kept):
        id_, other, key = found
        del kept[id_]
        told = f"{key_name(key)} already means “{ACTIONS[other].name}” ({other})"
        mistakes.append(f"{file}: {id_}: {told}; take another key, or move that one too")
    return Keymap(kept, tuple(mistakes))


def _flat(entries: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in entries.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{before}{name}.")
        else:
            yield f"{before}{name}", value


def _refused(one: Action, value: object) -> str:
    """Why a value cannot be the keys of a binding; empty where it can."""
    hint = 'write keys such as "x", "f6" or "ctrl+k, f7"'
    given = split(value) if isinstance(value, str) else ()
    if not given:
        return hint
    lost = [key for key in one.keys if key in STAYING and key not in given]
    if lost:
        return f"{key_name(lost[0])} does the same in every application and must stay among its keys"
    wrong = [key for key in given if not is_key(key)]
    if wrong:
        return f"{shown(wrong[0])!r} is no key; {hint}"
    printable = [key for key in given if _printed(key)]
    if one.priority and printable:
        return (
            f"{key_name(printable[0])} is text in a field, where this must work too; take a key with ctrl, or f1 to f12"
        )
    return ""


def _clash(kept: dict[str, tuple[str, ...]]) -> tuple[str, str, str] | None:
    """A moved action, the one that it clashes with, and the key."""
    for id_ in reversed(kept):
        for context in _contexts():
            if id_ not in context:
                continue
            for other in sorted(context):
                key = next((key for key in kept[id_] if key in kept.get(other, ACTIONS[other].keys)), None)
                if other != id_ and key is not None and not set(ACTIONS[id_].keys) & set(ACTIONS[other].keys):
                    return id_, other, key
    return None


# Asked for with every key that a file moves; the table of keys does not change while the program runs.
@cache
def _contexts() -> tuple[frozenset[str], ...]:
    """The ids that are alive together."""
    return tuple(frozenset(one.id for name in alive_with(group) for one in GROUPS[name]) for group in GROUPS)

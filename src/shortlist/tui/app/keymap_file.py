"""Keys moved by the user: every binding of the application, and a file of `id = "key, key"` understood against them.

What cannot be followed is told with file, place and remedy, and the rest holds; nothing of it keeps the application
from starting.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple

from textual.binding import Binding
from textual.dom import DOMNode
from textual.keys import KEY_TO_UNICODE_NAME, REPLACED_KEYS, Keys, key_to_character
from textual.screen import ModalScreen

from shortlist.core.document.problems import nearest
from shortlist.shown import shown
from shortlist.tui.body import Body
from shortlist.tui.keys.bindings import key_name
from shortlist.tui.keys.conventions import FAMILIES, STAYING
from shortlist.tui.seams import key_of_character

MODIFIERS = frozenset({"ctrl", "alt", "shift", "super", "meta", "hyper"})
ALWAYS = ("app", "tab", "walk", "file", "edit", "whatif", "nav", "jump")
"""Families that work around every body of a workspace."""

HELD = ("list", "grid", "pane", "sheet")
"""Families of the tables, details and forms that a body holds."""


class Listed(NamedTuple):
    """A binding: its id, its keys, what it does and where."""

    id: str
    keys: tuple[str, ...]
    what: str
    where: str
    action: str
    priority: bool


class Keymap(NamedTuple):
    """What of a keymap holds, by id, and what is wrong with the rest."""

    keys: Mapping[str, tuple[str, ...]] = {}
    mistakes: tuple[str, ...] = ()


@cache
def classes() -> tuple[type[DOMNode], ...]:
    """Everything of the application that has keys of its own, imported for the purpose."""
    package = importlib.import_module("shortlist.tui")
    found: dict[type[DOMNode], None] = {}
    for module_info in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        module = importlib.import_module(module_info.name)
        for one in vars(module).values():
            if isinstance(one, type) and issubclass(one, DOMNode) and one.__module__ == module.__name__:
                found[one] = None
    return tuple(found)


def _own(one: type[DOMNode]) -> Iterator[Binding]:
    """The bindings that a class itself adds, those with an id."""
    for binding in vars(one).get("BINDINGS", ()):
        if isinstance(binding, Binding) and binding.id is not None:
            yield binding


def listed() -> tuple[Listed, ...]:
    """Every binding that can be moved, in the order of where it works."""
    found = {
        binding.id: Listed(
            binding.id,
            split(binding.key),
            binding.description,
            FAMILIES.get(binding.id.partition(".")[0], binding.id.partition(".")[0]),
            binding.action,
            binding.priority,
        )
        for one in classes()
        for binding in _own(one)
        if binding.id is not None
    }
    order = list(FAMILIES)
    families = {name: place for place, name in enumerate(order)}
    return tuple(sorted(found.values(), key=lambda one: families.get(one.id.partition(".")[0], len(order))))


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
    known = {one.id: one for one in listed()}
    kept: dict[str, tuple[str, ...]] = {}
    mistakes: list[str] = []
    for id_, value in _flat(entries):
        place = f"{file}: {shown(id_)}"
        if id_ not in known:
            mistakes.append(f"{place}: there is no such action; {shown(nearest(id_, known))}")
        elif why := _refused(known[id_], value):
            mistakes.append(f"{place}: {why}")
        else:
            kept[id_] = split(value)
    for id_, why in _clashing(known, kept):
        mistakes.append(f"{file}: {id_}: {why}")
        del kept[id_]
    return Keymap(kept, tuple(mistakes))


def _flat(entries: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in entries.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{before}{name}.")
        else:
            yield f"{before}{name}", value


def _refused(one: Listed, value: object) -> str:
    """Why a value cannot be the keys of a binding; empty where it can."""
    hint = 'write keys such as "x", "f6" or "ctrl+k, f7"'
    if not isinstance(value, str) or not split(value):
        return hint
    lost = [key for key in one.keys if key in STAYING and key not in split(value)]
    if lost:
        return f"{key_name(lost[0])} does the same in every application and must stay among its keys"
    wrong = [key for key in split(value) if not is_key(key)]
    if wrong:
        return f"{shown(wrong[0])!r} is no key; {hint}"
    printable = [key for key in split(value) if _printed(key)]
    if one.priority and printable:
        return (
            f"{key_name(printable[0])} is text in a field, where this must work too; take a key with ctrl, or f1 to f12"
        )
    return ""


def _clashing(known: Mapping[str, Listed], kept: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[str, str]]:
    """Which entries give a key to two actions of one place, the later of the file first to go."""
    left = dict(kept)
    while found := _clash(known, left):
        id_, other, key = found
        del left[id_]
        yield (
            id_,
            f"{key_name(key)} already means “{known[other].what}” ({other}); take another key, or move that one too",
        )


def _clash(known: Mapping[str, Listed], kept: dict[str, tuple[str, ...]]) -> tuple[str, str, str] | None:
    """A moved action, the one that it clashes with, and the key."""
    for id_ in reversed(kept):
        for context in _contexts():
            if id_ not in context:
                continue
            for other in sorted(context):
                key = next((key for key in kept[id_] if key in kept.get(other, known[other].keys)), None)
                if other != id_ and key is not None and not set(known[id_].keys) & set(known[other].keys):
                    return id_, other, key
    return None


@cache
def _contexts() -> tuple[frozenset[str], ...]:
    """The ids that are alive together: of a class with what it inherits, of what a body holds and what is around it."""
    always = frozenset(one.id for one in listed() if one.id.partition(".")[0] in ALWAYS)
    merged = {one: _merged(one) for one in classes() if _merged(one)}
    held = frozenset(one.id for one in listed() if one.id.partition(".")[0] in HELD)
    found = [always]
    for one, ids in merged.items():
        if issubclass(one, Body):
            found.append(ids | always | held)
        else:
            found.append(ids if issubclass(one, ModalScreen) else ids | always)
    return tuple(sorted(dict.fromkeys(found), key=sorted))


def _merged(one: type[DOMNode]) -> frozenset[str]:
    """The ids of a class with what it inherits."""
    parts = (part for part in one.__mro__ if issubclass(part, DOMNode))
    return frozenset(binding.id for part in parts for binding in _own(part) if binding.id)

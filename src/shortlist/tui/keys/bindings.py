"""The keys that mean the same everywhere, each with an id, so that a keymap can move it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from textual.binding import Binding, BindingType
from textual.screen import Screen

from shortlist.tui.tabs import TABS

if TYPE_CHECKING:
    from shortlist.tui.keys.hint import Hint

APP: list[BindingType] = [
    Binding("ctrl+q", "quit", "Quit", id="app.quit", show=False, priority=True),
    Binding("ctrl+p", "command_palette", "All commands by name", id="app.palette", show=False, priority=True),
    Binding("f7", "jump", "Jump: a letter on every part of the screen", id="app.jump", show=False, priority=True),
    Binding("f1", "help", "Help with the list of keys", id="app.help_f1", show=False),
    Binding("question_mark", "help", "Help with the list of keys", id="app.help", show=False),
]

WORKSPACE: list[BindingType] = [
    *(
        Binding(str(number), f"tab('{tab.id}')", f"Go to {tab.title}", id=f"tab.{tab.id}", show=False)
        for number, tab in enumerate(TABS, 1)
    ),
    *(
        Binding(f"f{number}", f"tab('{tab.id}')", f"Go to {tab.title}", id=f"tab.{tab.id}.f", show=False)
        for number, tab in enumerate(TABS, 2)
    ),
    Binding("w", "walk_on", "Go to the next step of the walkthrough", id="walk.next", show=False),
    Binding("W", "walk_steps", "List the steps of the walkthrough", id="walk.steps", show=False),
    Binding("ctrl+s", "save", "Save now", id="file.save", show=False),
    Binding("ctrl+z", "undo", "Undo", id="edit.undo", show=False),
    Binding("ctrl+y,ctrl+shift+z", "redo", "Redo", id="edit.redo", show=False),
    Binding("ctrl+t", "what_if", "What-if: begin, or keep or drop it", id="whatif.ask", show=False),
    Binding("f8", "what_if_keep", "What-if: keep what was tried", id="whatif.keep", show=False),
    Binding("f9", "what_if_drop", "What-if: drop what was tried", id="whatif.drop", show=False),
    Binding("f12", "resolve", "Decide between two versions, or edit anyway", id="file.resolve", show=False),
    Binding("ctrl+r", "earlier", "Bring an earlier version back", id="file.earlier", show=False),
    Binding("o", "workspaces", "Open another workspace or start one", id="file.workspaces", show=False),
    Binding("escape", "back", "Back one level", id="nav.back", show=False),
]

KEY_NAMES = {
    "question_mark": "?",
    "slash": "/",
    "minus": "-",
    "comma": ",",
    "full_stop": ".",
    "plus": "+",
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
_NAMED = re.compile(r"\{([a-z_.]+)=([^{}]*)\}")


def move(keys: Mapping[str, tuple[str, ...]]) -> None:
    """Take the user's keys in force, in place of those before."""
    _moved.clear()
    for id_, own in keys.items():
        _moved[id_] = own


def moved() -> Mapping[str, tuple[str, ...]]:
    """The user's keys in force."""
    return _moved


def key_of(id_: str, usual: str) -> str:
    """The name of the key of an action: the user's own, else the usual one."""
    return key_name(_moved[id_][0]) if id_ in _moved else usual


def keyed(text: str) -> str:
    """A sentence with the keys that are in force: `{candidates.add=a} adds one.`"""
    return _NAMED.sub(lambda found: key_of(found[1], found[2]), text)


def hints_in_force(screen: Screen[Any], hints: Sequence[Hint]) -> Sequence[Hint]:
    """Key hints with the keys that are in force on a screen."""
    if not _moved:
        return hints
    active = (one.binding for one in screen.active_bindings.values())
    ids = {_bare(binding.action): binding.id for binding in active if binding.id in _moved}
    return [hint._replace(key=key_of(ids.get(_bare(hint.action)) or "", hint.key)) for hint in hints]


def _bare(action: str) -> str:
    return action.removeprefix("app.").removeprefix("screen.")


def key_name(key: str) -> str:
    """A key as people say it: `ctrl+s` -> `Ctrl+S`."""
    if key in KEY_NAMES:
        return KEY_NAMES[key]
    *modifiers, last = key.split("+")
    shouted = modifiers or (last[:1] == "f" and last[1:].isdigit())
    name = KEY_NAMES.get(last) or (last.upper() if shouted else last)
    return "+".join([*(modifier.capitalize() for modifier in modifiers), name])

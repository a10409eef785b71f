"""The keys that mean the same everywhere, each with an id, so that a keymap can move it."""

from __future__ import annotations

from textual.binding import Binding, BindingType

from shortlist.tui.tabs import TABS

APP: list[BindingType] = [
    Binding("ctrl+q", "quit", "Quit", id="app.quit", show=False, priority=True),
    Binding("ctrl+p", "command_palette", "All commands by name", id="app.palette", show=False, priority=True),
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
    "space": "Space",
    "tab": "Tab",
    "shift+tab": "Shift+Tab",
}


def key_name(key: str) -> str:
    """A key as people say it: `ctrl+s` -> `Ctrl+S`."""
    if key in KEY_NAMES:
        return KEY_NAMES[key]
    *modifiers, last = key.split("+")
    name = last.upper() if modifiers or (last[:1] == "f" and last[1:].isdigit()) else KEY_NAMES.get(last, last)
    return "+".join([*(modifier.capitalize() for modifier in modifiers), name])

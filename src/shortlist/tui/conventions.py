"""What all screens and dialogs hold to: the families of keys, what a key means everywhere, tones, empty states, errors.

One table for all of them, so that a hand that has learnt one screen knows the others; a test walks the application
and finds what departs from it.
"""

from __future__ import annotations

FAMILIES = {
    "app": "everywhere",
    "tab": "workspace",
    "walk": "workspace",
    "file": "workspace",
    "edit": "workspace",
    "whatif": "workspace",
    "nav": "workspace",
    "welcome": "Welcome",
    "scenario": "Scenario",
    "candidates": "Candidates",
    "checklist": "Checklist",
    "cost": "Cost",
    "record": "Record",
    "table": "tables",
    "grid": "tables",
    "list": "lists and tables",
    "pane": "details",
    "sheet": "forms",
    "form": "forms",
    "editor": "text fields",
    "dialog": "dialogs",
    "choices": "dialogs: choices",
    "many": "dialogs: several words",
    "help": "dialogs: help",
    "copy": "dialogs: copying",
    "figures": "dialogs: figures",
    "catalogue": "dialogs: catalogue",
    "import": "dialogs: import",
    "sizing": "dialogs: machines",
    "jump": "everywhere",
}
"""The first word of a binding's id, and where it works in words."""

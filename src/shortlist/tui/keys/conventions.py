"""What all screens and dialogs hold to: what a key means, what a tone says, which colours there are, empty states.

One table for all of them, so that a hand that has learnt one screen knows the others. A test walks the application
and finds what departs from it: a key that is not here, an action under another key, a sentence of its own for a place
that is empty, a colour of its own.
"""

from __future__ import annotations

from collections.abc import Mapping

from shortlist.tui.draw.lines import Tone
from shortlist.tui.keys.bindings import keyed

FAMILIES = {
    "app": "everywhere",
    "tab": "workspace",
    "walk": "workspace",
    "file": "workspace",
    "edit": "workspace",
    "whatif": "workspace",
    "nav": "workspace",
    "jump": "everywhere",
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
    "preview": "dialogs: preview",
    "import": "dialogs: import",
    "sizing": "dialogs: machines",
    "earlier": "dialogs: earlier versions",
    "trash": "dialogs: deleted workspaces",
    "decide": "dialogs: deciding",
}
"""The first word of a binding's id, and where it works in words."""

# --- keys

STAYING = frozenset(
    {
        "enter",
        "escape",
        "tab",
        "shift+tab",
        "up",
        "down",
        "left",
        "right",
        "pageup",
        "pagedown",
        "home",
        "end",
        "delete",
        "space",
    }
)
"""Keys that hands know from everywhere: all sentences name them, and no keymap takes them from what they do."""

MOVING = STAYING | frozenset({"h", "j", "k", "l", "g", "G", "ctrl+b", "ctrl+f", "shift+space", "backspace"})
"""Keys that move about, open and close; what they move through differs from place to place."""

EVERYWHERE: Mapping[str, frozenset[str]] = {
    "1": frozenset({"Go"}),
    "2": frozenset({"Go"}),
    "3": frozenset({"Go"}),
    "4": frozenset({"Go"}),
    "5": frozenset({"Go"}),
    "f2": frozenset({"Go"}),
    "f3": frozenset({"Go"}),
    "f4": frozenset({"Go"}),
    "f5": frozenset({"Go"}),
    "f6": frozenset({"Go"}),
    "w": frozenset({"Go", "Walk"}),
    "W": frozenset({"List"}),
    "o": frozenset({"Open"}),
    "f1": frozenset({"Help", "Close"}),
    "question_mark": frozenset({"Help", "Close"}),
    "f7": frozenset({"Jump"}),
    "f8": frozenset({"What-if"}),
    "f12": frozenset({"Decide"}),
    "ctrl+r": frozenset({"Bring"}),
    "f9": frozenset({"What-if"}),
    "ctrl+t": frozenset({"What-if"}),
    "ctrl+p": frozenset({"All"}),
    "ctrl+q": frozenset({"Quit"}),
    "ctrl+s": frozenset({"Save", "Add", "Fill", "Take", "Confirm", "Finish"}),
    "ctrl+z": frozenset({"Undo"}),
    "ctrl+y": frozenset({"Redo"}),
    "ctrl+shift+z": frozenset({"Redo"}),
    "ctrl+n": frozenset({"Next", "Add"}),
    "a": frozenset({"Add"}),
    "e": frozenset({"Edit", "Answer"}),
    "x": frozenset({"Remove"}),
    "slash": frozenset({"Filter", "Find"}),
    "space": frozenset({"Mark", "Tick", "Take"}),
    "v": frozenset({"Show"}),
    "V": frozenset({"Show"}),
    "Y": frozenset({"Copy"}),
    "M": frozenset({"Estimate"}),
    "plus": frozenset({"Type"}),
}
"""Keys with one meaning on every screen: the verbs with which an action under them may begin."""

ONE_KEY: Mapping[str, frozenset[str]] = {
    "Add": frozenset({"a", "A", "ctrl+n", "ctrl+s"}),
    "Copy": frozenset({"Y"}),
    "Duplicate": frozenset({"u"}),
    "Edit": frozenset({"e", "enter"}),
    "Estimate": frozenset({"M"}),
    "Export": frozenset({"X"}),
    "Filter": frozenset({"slash"}),
    "Find": frozenset({"slash", "ctrl+f"}),
    "Help": frozenset({"question_mark", "f1"}),
    "Redo": frozenset({"ctrl+y", "ctrl+shift+z"}),
    "Remove": frozenset({"x", "delete"}),
    "Undo": frozenset({"ctrl+z"}),
}
"""Actions that several places have, and the keys that they have everywhere."""

OWN: Mapping[str, Mapping[str, str]] = {
    "A": {"candidates": "Add", "record": "Accept"},
    "b": {"candidates": "Plot", "welcome": "Earlier"},
    "B": {"candidates": "Plot"},
    "c": {"candidates": "Compare", "copy": "Copy", "record": "What", "earlier": "Compare", "import": "State"},
    "d": {"candidates": "Make", "record": "Draft", "import": "State"},
    "D": {"candidates": "Make", "record": "Deprecate"},
    "E": {"record": "Write"},
    "f": {"candidates": "Make", "record": "Findings"},
    "F": {"candidates": "Make"},
    "H": {"record": "Say"},
    "i": {"candidates": "Import"},
    "I": {"candidates": "Compare"},
    "J": {"scenario": "Move"},
    "K": {"scenario": "Move"},
    "m": {"checklist": "Change"},
    "n": {
        "candidates": "Why",
        "checklist": "Answer",
        "record": "Next",
        "welcome": "Start",
        "dialog": "Close",
        "import": "Take",
    },
    "N": {"record": "Place"},
    "p": {"candidates": "Plot", "record": "Preview", "preview": "The"},
    "P": {"checklist": "Give"},
    "q": {"help": "Close"},
    "r": {"candidates": "Rate", "checklist": "Reword", "record": "Title", "copy": "Copy", "import": "State"},
    "R": {"candidates": "Enter", "checklist": "Rate", "record": "Reject"},
    "s": {"candidates": "Sort", "record": "Propose"},
    "S": {"candidates": "Sort", "record": "Supersede"},
    "t": {"candidates": "Read", "cost": "What-if", "copy": "Copy", "welcome": "Deleted"},
    "u": {"candidates": "Duplicate", "scenario": "Duplicate", "checklist": "Answer", "cost": "Costs"},
    "X": {"record": "Export"},
    "y": {"checklist": "Answer", "copy": "Copy"},
    "z": {"checklist": "Fold"},
    "Z": {"checklist": "Fold"},
    "comma": {"checklist": "Open"},
    "full_stop": {"checklist": "Next"},
    "minus": {"checklist": "Answer"},
    "ctrl+g": {"record": "Draft"},
    "ctrl+o": {"record": "Write"},
    "ctrl+l": {"record": "Preview", "preview": "The"},
    "shift+up": {"scenario": "Move"},
    "shift+down": {"scenario": "Move"},
}
"""Keys to which each screen gives a meaning of its own, by the screen's family."""

# --- tones and colours

TONES: Mapping[Tone, str] = {
    "plain": "what is said",
    "dim": "what may be skipped: units, origins, what is unknown to nobody's harm",
    "good": "passes, fits, saves",
    "warn": "open, due, an estimate",
    "bad": "fails, is wrong, is not saved",
    "strong": "the figure or the sentence that counts here",
    "accent": "a key, or what a key does",
    "head": "a heading",
}
"""What a tone says; it repeats what the text says already."""

COLOURS = frozenset(
    {
        "$accent",
        "$background",
        "$block-cursor-background",
        "$block-cursor-foreground",
        "$boost",
        "$foreground",
        "$error-muted",
        "$panel",
        "$primary",
        "$surface",
        "$surface-lighten-1",
        "$surface-lighten-2",
        "$text",
        "$text-accent",
        "$text-error",
        "$text-muted",
        "$text-primary",
        "$text-success",
        "$text-warning",
        "transparent",
    }
)
"""The colours of style sheets: those of the theme, so that all themes hold."""

# --- sentences

EMPTY = {
    "candidates": "No candidates yet: {candidates.add=a} adds one. Begin with a managed, a cheaper, an open one.",
    "no_candidate": "No candidates yet: press {tab.candidates=2} for the candidates.",
    "none_under": "There is no candidate under the cursor; {candidates.add=a} adds one.",
    "none_passes": "No candidate passes every check that it must pass: press {tab.checklist=3} for what blocks them.",
    "no_figures": "No figures are recorded for it yet: {candidates.figures=+} types them.",
    "to_answer": "There is no candidate yet to answer for: press {tab.candidates=2} for the candidates.",
    "nothing_blocks": "Nothing blocks, because there is no candidate yet: press {tab.candidates=2} for the candidates.",
    "no_questions": "No questions yet, because there is no candidate: press {tab.candidates=2} for the candidates.",
    "no_cost": "Nothing to add up yet: press {tab.candidates=2}, and {candidates.add=a} adds a candidate.",
    "no_traffic": "No traffic is set yet, so what grows with it adds up to 0: {cost.edit=e} leads to the requests.",
    "no_own": "No self-hosted candidate to hold against a priced one: press {tab.candidates=2} to add one.",
    "undecided": "Nothing is decided yet: {candidates.default=d} on screen {tab.candidates=2} chooses a default.",
    "no_machines": "There is no candidate here; {candidates.add=a} on screen {tab.candidates=2} adds one.",
    "no_record": "There is no record yet: write a section first, or press {record.draft=d} to draft one.",
    "record_begins": "There is no record yet. It begins with your first words, or a draft: {record.draft=d}.",
    "no_triggers": "Nothing reopens this decision yet: {sheet.edit=Enter} adds what does.",
    "no_what_if": "No what-if is open. {whatif.ask=Ctrl+T} begins one.",
    "not_found": "Nothing is found. {catalogue.by_hand=Ctrl+N} adds a candidate by hand.",
    "no_match": "Nothing matches “%s”. {editor.drop_filter=Esc} shows all rows again.",
    "no_line": "Nothing matches. {editor.import_drop=Esc} shows all lines again.",
    "welcome": "press {welcome.new=n}, or start from an example below",
}
"""What stands where there is nothing yet, with the key that changes it: `{id=usual key}` is the key in force."""

BEGINNING = (
    "{candidates.add=a} searches the catalogue as you type; prices and limits come along, with source and date.",
    "{candidates.add_by_hand=A} adds a model that the catalogue does not have.",
    "{candidates.import=i} reads a file of prices or leaderboard figures.",
    "{candidates.figures=+} then takes quality and speed in one line, such as “quality 38.1 ttft 2.1 speed 125”, and "
    "{candidates.default=d} and {candidates.fallback=f} choose.",
    "Three different ones tell most: a managed API, a cheaper or smaller one, an open-weight or hosted one.",
)
"""What a screen says before there is a candidate, line by line."""

DONE = {
    "nothing_blocks": "Nothing blocks: every check that must pass passes, for every candidate.",
    "nothing_open": "Nothing is open: every check that must or should pass has an answer.",
    "nothing_weakens": "Nothing weakens the decision, as far as the rules can see.",
}
"""What stands where nothing is left to do: no key is needed."""


ESC = {
    "counts": "Esc closes; nothing is lost",
    "kept": "Esc keeps it for later",
    "given_up": "Esc gives it up",
    "field": "Esc is done",
}
"""What Esc does to what is typed: where every key counts already, where it is kept for the next time, where it is
given up, and in a field that lies over a form, which it leaves with its text."""


def empty(name: str) -> str:
    """What stands in an empty place, with the keys in force."""
    return keyed(EMPTY[name])

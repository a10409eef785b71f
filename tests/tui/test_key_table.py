"""The table of keys: no key twice in one place, everything in it bound, and nothing bound beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import pytest
from textual.binding import Binding
from textual.dom import DOMNode

from shortlist.tui.keys.bindings import bound, key_name
from shortlist.tui.keys.table import ACTIONS, BODY, GROUPS, STAYING, WHERE, Action, alive_with, refuse_taken_keys
from shortlist.tui.tabs import TABS
from tests.tui.test_inventory import classes, own

FRAME = ("app", "workspace", "tabs")
INSTEAD = {"welcome.walk", "help.close"}
"""No frame is around the list of workspaces; and help closes with what opens it."""


def taken(groups: Mapping[str, tuple[Action, ...]]) -> Iterator[tuple[str, str, str]]:
    """Keys with two actions in one place: one of them is dead."""
    for name in groups:
        seen: dict[str, Action] = {}
        for action in (one for part in alive_with(name) if part not in (*BODY, "app") for one in groups[part]):
            for key in action.keys:
                if (other := seen.setdefault(key, action)) is not action:
                    yield key, action.id, other.id
        for action in groups[name]:
            for around in (one for part in FRAME if part in alive_with(name)[1:] for one in groups[part]):
                alike = action.name.split()[0] == around.name.split()[0] or action.id in INSTEAD
                for key in set(action.keys) & set(around.keys):
                    if around.priority or not (alike or key in STAYING):
                        yield key, action.id, around.id
    within = [key for action in (*groups["workspace"], *groups["tabs"]) for key in action.keys]
    yield from ((key, "workspace", "workspace") for key in set(within) if within.count(key) > 1)


def test_no_key_is_taken_twice() -> None:
    """In a part of the screen, in what it inherits, and in the frame around it."""
    assert list(taken(GROUPS)) == []


@pytest.mark.parametrize("key", ["f10", "f3", "ctrl+q", "5"])
def test_a_seventh_screen_is_refused_a_key_that_is_taken(key: str) -> None:
    """Jump comes before whatever has the focus, and would leave the key of a screen dead without a word."""
    assert all(tab.function_key in ACTIONS[f"tab.{tab.id}.f"].keys for tab in TABS) and len(TABS) < 10
    seventh = Action("tab.seventh.f", key, "Go to Seventh", action="tab('seventh')")
    assert list(taken({**GROUPS, "workspace": (*GROUPS["workspace"], seventh)}))


@pytest.mark.parametrize("key", ["f1", "f3", "f8", "f9", "f10", "f11", "f12", "ctrl+q", "5"])
def test_the_table_says_what_has_the_key_of_another_screen(key: str) -> None:
    """It is refused on import, in words, and not by the screen that cannot be reached."""
    (has,) = {action.name for part in FRAME for action in GROUPS[part] if key in action.keys}
    other = TABS[-1]._replace(id="other", title="Other", function_key=key)
    with pytest.raises(ValueError, match=re.escape(f"{key.upper()} cannot go to Other: it is the key of “{has}”")):
        refuse_taken_keys((*TABS, other), GROUPS)
    refuse_taken_keys((*TABS, other._replace(function_key="f24")), GROUPS)


def test_an_action_stands_once_in_the_table() -> None:
    """By its id, and with words for where it works; a screen may have no keys of its own."""
    assert len(ACTIONS) == sum(map(len, GROUPS.values()))
    assert {id_.partition(".")[0] for id_ in ACTIONS} | {tab.id for tab in TABS} == set(WHERE)


def test_what_is_bound_is_what_the_table_says() -> None:
    """Each row of it somewhere, and nothing beside it; what a class inherits is known to work there too."""
    rows = {one.id: one for one in bound(*GROUPS) if isinstance(one, Binding)}
    assert {binding.id for one in classes() for binding in own(one)} == set(rows)
    together = [{one.id for part in alive_with(group) for one in GROUPS[part]} for group in GROUPS]
    for one in classes():
        assert all(binding == rows[str(binding.id)] for binding in own(one)), one
        parts = [part for part in one.__mro__ if issubclass(part, DOMNode) and part in classes()]
        ids = {str(binding.id) for part in parts for binding in own(part)}
        assert any(ids <= alive for alive in together), one


# --- one act, one key

ONE_KEY = {
    "Add": "a",
    "Clear": "delete",
    "Close": "escape",
    "Compare": "c",
    "Copy": "Y",
    "Duplicate": "u",
    "Edit": "e",
    "Estimate": "M",
    "Export": "X",
    "Filter": "slash",
    "Find": "slash",
    "Fold": "z",
    "Help": "question_mark",
    "Import": "i",
    "Rate": "r",
    "Redo": "ctrl+y",
    "Remove": "x",
    "Show": "v",
    "Type": "plus",
    "Undo": "ctrl+z",
    "Rename": "f11",
}
"""The key of an act, by the verb that its name begins with, on every screen and in every dialog that has it."""
OTHER_KEY = {
    "app.help_f1": "F1 as well, since a letter typed into a field is text",
    "candidates.add_by_hand": "the second way to add, under the capital of the first",
    "candidates.refresh": "compares with the catalogue and imports what differs: the capital of importing",
    "catalogue.by_hand": "letters are typed into the line there",
    "checklist.fold_all": "what z does to one group, done to all",
    "checklist.rate": "r rewords a check there",
    "copy.cell": "Y has asked already what is to be copied",
    "copy.row": "Y has asked already what is to be copied",
    "copy.table": "Y has asked already what is to be copied",
    "dialog.why_close": "what opened it closes it, as well as Esc",
    "editor.drop_filter": "ends a filter that is being typed, and shows no view",
    "editor.find_prose": "letters are typed into the text there",
    "editor.import_drop": "ends a filter that is being typed, and shows no view",
    "figures.add": "letters are typed there; Ctrl+S ends every dialog that is filled in",
    "help.close": "what opened it closes it, as well as Esc",
    "table.view_back": "the way back, under the capital of the way on",
    "trash.purge": "what is gone for good is asked of the key that moved it to the trash",
}
"""Acts of such a verb under another key, and why."""
OTHER_ACT = {
    ("r", "checklist.change"): "reworded where nothing is rated but under the capital",
    ("e", "checklist.form"): "the answer is what is edited there",
    ("u", "checklist.unknown"): "y n u - are the answers to a check, which nobody duplicates",
    ("c", "copy.cell"): "c r t are the first letters of what is copied",
    ("r", "copy.row"): "c r t are the first letters of what is copied",
    ("u", "cost.unit"): "the unit, where nothing is duplicated",
    ("question_mark", "help.close"): "what opened it closes it, as well as Esc",
    ("c", "import.map"): "the columns, where nothing is compared",
    ("r", "import.version"): "of which release the index is, where nothing is rated",
    ("c", "record.changes"): "compares what was accepted",
    ("r", "record.fields"): "the record's own fields, where nothing is rated",
}
"""Other acts under the letter of one, and why it means something else there."""
MOVING = {
    *("Between", "Down", "Field", "First", "Go", "Last", "Move", "Next", "Open", "Page", "Place", "The", "To", "Up"),
    *("Done", "What-if"),
}
"""First words that several places have and that name no act upon what is there: its keys are those of movement, of
leaving a field, and of the frame."""


def verb(one: Action) -> str:
    """What an action does: the first word of its name."""
    return one.name.split()[0].rstrip(":,")


def test_an_act_has_the_same_key_everywhere() -> None:
    """Adding, removing, duplicating, undoing, finding: a hand that has learnt one screen knows the others."""
    acts = [one for one in ACTIONS.values() if verb(one) in ONE_KEY]
    assert {one.id for one in acts if ONE_KEY[verb(one)] not in one.keys} == set(OTHER_KEY)
    assert set(ONE_KEY) == {verb(one) for one in acts}


def test_a_letter_of_an_act_means_nothing_else() -> None:
    """Where it does, that is meant."""
    letters = {key for key in ONE_KEY.values() if key_name(key) not in ("Del", "Esc")}
    others = {
        (key, one.id) for one in ACTIONS.values() for key in letters & set(one.keys) if ONE_KEY.get(verb(one)) != key
    }
    assert others == set(OTHER_ACT)


def test_an_act_that_two_places_have_has_its_key_here() -> None:
    """A verb that comes to a second screen is given its one key."""
    places: dict[str, set[str]] = {}
    for one in ACTIONS.values():
        places.setdefault(verb(one), set()).add(one.where)
    assert {what for what, where in places.items() if len(where) > 1} <= set(ONE_KEY) | MOVING


def test_movement_is_the_same_in_all_lists() -> None:
    """Arrows and letters of one direction go together, wherever there is one."""
    for one in ACTIONS.values():
        for arrow, letter in (("down", "j"), ("up", "k"), ("left", "h"), ("right", "l"), ("home", "g"), ("end", "G")):
            if letter in one.keys and not one.id.startswith("choices."):
                assert arrow in one.keys, one.id


def test_every_dialog_closes_with_escape_and_every_key_that_stays_is_one() -> None:
    """What sentences name without asking the keymap."""
    assert ACTIONS["dialog.close"].keys == ("escape",) and ACTIONS["nav.back"].keys == ("escape",)
    assert {key for key in STAYING if key_name(key) == key} == set(), "each has a name of its own"

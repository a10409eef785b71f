"""The table of keys: no key twice in one place, everything in it bound, and nothing bound beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pytest
from textual.binding import Binding
from textual.dom import DOMNode

from shortlist.tui.keys.bindings import bound, key_name
from shortlist.tui.keys.table import ACTIONS, BODY, GROUPS, STAYING, WHERE, Action, alive_with
from shortlist.tui.tabs import TABS
from tests.tui.test_inventory import classes, own

FRAME = ("app", "workspace")
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
    within = [key for action in groups["workspace"] for key in action.keys]
    yield from ((key, "workspace", "workspace") for key in set(within) if within.count(key) > 1)


def test_no_key_is_taken_twice() -> None:
    """In a part of the screen, in what it inherits, and in the frame around it."""
    assert list(taken(GROUPS)) == []


@pytest.mark.parametrize("key", ["f7", "f3", "ctrl+q", "5"])
def test_a_sixth_screen_is_refused_a_key_that_is_taken(key: str) -> None:
    """Jump comes before whatever has the focus, and would leave the key of a screen dead without a word."""
    assert all(tab.function_key in ACTIONS[f"tab.{tab.id}.f"].keys for tab in TABS) and len(TABS) < 10
    sixth = Action("tab.sixth.f", key, "Go to Sixth", action="tab('sixth')")
    assert list(taken({**GROUPS, "workspace": (*GROUPS["workspace"], sixth)}))


def test_an_action_stands_once_in_the_table() -> None:
    """By its id, and with words for where it works."""
    assert len(ACTIONS) == sum(map(len, GROUPS.values()))
    assert {id_.partition(".")[0] for id_ in ACTIONS} == set(WHERE)


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

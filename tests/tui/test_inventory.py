"""Every action of the application: a key with an id, a name in the command list, a line in the help; none twice.

What is tested is what there is: every class under `shortlist.tui` with keys of its own, and every screen of the frame
with every part of it that can be focused. A screen that is added is covered by being there.
"""

from __future__ import annotations

import importlib
import pkgutil
import string
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pytest
from textual.actions import parse
from textual.app import App
from textual.binding import Binding
from textual.dom import DOMNode
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input, TextArea

import shortlist.tui
from shortlist.tui.app.application import ShortlistApp
from shortlist.tui.app.commands import UNNAMED, ShortlistCommands
from shortlist.tui.app.help import key_lines
from shortlist.tui.keys.bindings import Hint, key_name
from shortlist.tui.tabs import TABS
from shortlist.tui.widgets.frame_lines import BottomBar
from tests.tui.conftest import Open, screen_text, until, workspace_screen

PRINTABLE = frozenset(string.ascii_letters + string.digits) | {
    *("space", "slash", "question_mark", "plus", "minus", "comma", "full_stop", "asterisk", "equals_sign", "at"),
    *("left_square_bracket", "right_square_bracket", "semicolon", "colon", "apostrophe", "underscore", "number_sign"),
}
MOVING = frozenset({"move", "page", "edge", "across", "step", "other_part", "list", "open", "to_field"})
"""Actions that only go somewhere: the same key goes on in whatever part is focused."""


GOING = {
    *("move", "page", "edge", "across", "along", "step", "to", "next", "first", "last", "cursor", "focus", "scroll"),
    *("other", "list", "open", "tab", "leave", "close", "keep", "drop", "take", "undo", "redo", "find", "done"),
    *("complete", "finish", "home"),
}
"""What the actions of parts and dialogs begin with that only go somewhere or end what was begun."""


def classes() -> list[type[DOMNode]]:
    """Every class of the application that has keys of its own."""
    found: set[type[DOMNode]] = set()
    for module in pkgutil.walk_packages(shortlist.tui.__path__, "shortlist.tui."):
        for one in vars(importlib.import_module(module.name)).values():
            if isinstance(one, type) and issubclass(one, DOMNode) and one.__module__.startswith("shortlist."):
                found.add(one)
    return sorted((one for one in found if one.__dict__.get("BINDINGS")), key=lambda one: one.__qualname__)


def own(one: type[DOMNode]) -> list[Binding]:
    """The keys of a class itself."""
    return [binding for binding in one.__dict__["BINDINGS"] if isinstance(binding, Binding)]


def action_of(binding: Binding) -> str:
    """The name of an action without its arguments and the place it is meant for."""
    return binding.action.partition("(")[0].rpartition(".")[2]


def family(id_: str | None) -> str:
    """What stands before the first point of an id."""
    return (id_ or "").partition(".")[0]


@pytest.mark.parametrize("one", classes(), ids=lambda one: one.__qualname__)
def test_every_key_has_an_id_and_says_what_it_does(one: type[DOMNode]) -> None:
    """A keymap can move it, the help and the command list can name it, and the action is there."""
    for binding in own(one):
        assert isinstance(binding, Binding) and binding.id and "." in binding.id, binding
        assert binding.description, binding
        where = binding.action.partition(".")[0]
        known = [ShortlistApp] if where == "app" else heirs(Screen) if where == "screen" else [*heirs(one), Screen, App]
        assert any(hasattr(cls, f"action_{action_of(binding)}") for cls in known), binding


def heirs(one: type[DOMNode]) -> list[type[DOMNode]]:
    """A class with all that inherit its keys, any of which may have the action."""
    return [one, *(heir for sub in one.__subclasses__() for heir in heirs(sub))]


def test_an_id_is_one_action() -> None:
    """No two actions under one id: a keymap would move both. A dialog names those of the application as `app.`."""
    seen: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for one in classes():
        for binding in own(one):
            seen[str(binding.id)].add((binding.action.removeprefix("app."), binding.description))
    assert {id_: told for id_, told in seen.items() if len(told) > 1} == {}


GIVES_WAY = {"import.filter"}
"""Letters that act at once and are no action while a text is focused; typed into that text by the importing tests."""


def test_no_key_is_taken_from_a_text() -> None:
    """What is typed reaches the field first: no letter acts before it, and no field gives a letter a meaning."""
    for one in classes():
        for binding in own(one):
            keys = {key.strip() for key in binding.key.split(",")}
            if binding.id in GIVES_WAY:
                continue
            if binding.priority or issubclass(one, Input | TextArea):
                assert not keys & PRINTABLE, (one, binding)


# --- the screens, alive


async def test_what_a_key_does_is_there(application: Open) -> None:
    """On the frame and on every screen: the action itself, or the part that the row names and what that does."""
    async with application() as pilot:
        screen = workspace_screen(pilot)
        done, by_parts = [screen], 0
        for tab in TABS:
            await screen.desk.show_tab(tab.id)
            await until(pilot, lambda: screen.body is not None and not screen.body.stale)
            done.append(screen.body)
        for node in done:
            for _, binding in node._bindings:
                where, name, given = parse(binding.action)
                holder = {"app": pilot.app, "screen": screen}.get(where, node)
                if name == "do":
                    part, act, *_ = given
                    parts = screen.desk if holder is screen else holder
                    assert callable(getattr(getattr(parts, part), act)), binding
                    by_parts += 1
                else:
                    assert hasattr(holder, f"action_{name}"), binding
        assert by_parts > 40


def chain(node: Widget) -> Iterator[tuple[DOMNode, str, Binding]]:
    """The keys that reach a focused part, the nearest first."""
    for place in node.ancestors_with_self:
        for key, binding in place._bindings:
            if binding.id is not None:
                yield place, key, binding


def seen(part: Widget) -> bool:
    """Whether a part is shown now."""
    return all(node.display for node in part.ancestors_with_self)


async def parts(pilot: Pilot[None]) -> Any:
    """Each part of each screen in turn, focused."""
    screen = workspace_screen(pilot)
    for number, tab in enumerate(TABS, 1):
        await screen.desk.show_tab(tab.id)
        await until(pilot, lambda: screen.body is not None and not screen.body.stale)
        assert screen.body is not None
        views = len(getattr(screen.body, "VIEWS", ("",)))
        for _ in range(views):
            for part in [one for one in screen.body.query("*") if one.focusable and seen(one)]:
                part.focus()
                await pilot.pause()
                if pilot.app.focused is not part:
                    continue
                yield f"{number} {tab.title}, {type(part).__name__}", part
            if views > 1:
                screen.body.action_view(1)  # type: ignore[attr-defined]
                await pilot.pause()


@pytest.mark.walk
async def test_the_screens_keep_their_promises(application: Open) -> None:
    """On every screen, in every view, wherever the focus is: one meaning a key, all of them listed, no dead hint."""
    async with application(size=(120, 40)) as pilot:
        meanings: dict[tuple[str, str], set[str]] = defaultdict(set)
        async for place, part in parts(pilot):
            reached = list(chain(part))
            told = {command.name for command in ShortlistCommands(pilot.app.screen)._commands()}
            bindings = [active.binding for active in pilot.app.screen.active_bindings.values()]
            helped = "\n".join(cell.text for cell in key_lines(bindings))
            typing = isinstance(part, Input | TextArea)
            for _, key, binding in reached:
                if (typing and key in PRINTABLE) or action_of(binding) in MOVING or family(binding.id) in UNNAMED:
                    continue
                edits = binding.description.startswith("Edit")
                meanings[place.partition(",")[0], key].add("edit" if edits else binding.action)
                assert binding.description in told, (place, binding)
                # What is nearer is edited instead: the field rather than all of them.
                assert binding.description in helped or edits, (place, binding)
            for hint in pilot.app.screen.query_one(BottomBar).hints:
                assert alive(hint, reached), (place, hint)
        assert {where: actions for where, actions in meanings.items() if len(actions) > 1} == {}


def done_by(action: str) -> tuple[object, ...]:
    """What an action does, whatever it is given: its name, or a part and what that does."""
    _, name, given = parse(action)
    return given[:2] if name == "do" else (name,)


def alive(hint: Hint, reached: list[tuple[DOMNode, str, Binding]]) -> bool:
    """Whether each key of a hint, such as `J/K` or `g G`, does something here, and the first does what it says."""
    names = [hint.key] if hint.key in ("/", "?") else hint.key.replace("/", " ").split()
    keys = [f"Ctrl+{name[1:].upper()}" if name.startswith("^") else name for name in names]
    bound: dict[str, str] = {}
    for _, key, binding in reached:
        bound.setdefault(key_name(key), binding.action)
    wanted = done_by(hint.action)
    found = [bound.get(key) for key in keys]
    # Esc goes back and Enter opens, whatever the click beside them calls that.
    same = keys in (["Esc"], ["Enter"]) or done_by(str(found[0])) == wanted
    return all(found) and same


async def test_moving_families_only_move() -> None:
    """What the command list leaves out goes somewhere, and changes nothing."""
    for one in classes():
        for binding in own(one):
            if family(binding.id) in UNNAMED:
                assert action_of(binding).partition("_")[0] in GOING, (one, binding)


@pytest.mark.walk
@pytest.mark.parametrize("tab", [tab.id for tab in TABS if tab.id != "scenario"])
async def test_letters_typed_in_a_filter_stay_text(application: Open, tab: str) -> None:
    """Whatever a letter does on a screen, in its filter it is a letter."""
    async with application() as pilot:
        screen = workspace_screen(pilot)
        await screen.desk.show_tab(tab)
        await pilot.press("slash")
        field = pilot.app.focused
        if not isinstance(field, Input):
            pytest.skip("this screen has no filter")
        before = screen.session.workspace
        typed = string.ascii_letters + string.digits
        await pilot.press(*typed, "slash", "question_mark", "full_stop")
        assert field.value == f"{typed}/?." and screen.session.workspace is before and screen.tab == tab
        assert "?" in screen_text(pilot)

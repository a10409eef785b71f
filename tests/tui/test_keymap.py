"""Keys moved by the user: what is followed, what is told, and that everything that names a key names the new one."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from textual.pilot import Pilot

from shortlist.store.places import Places
from shortlist.tui.app.help import HelpDialog
from shortlist.tui.app.keymap_file import is_key, split, understood
from shortlist.tui.keys.bindings import keyed, move
from shortlist.tui.keys.table import STAYING, listed
from shortlist.tui.screens.candidates.body import CandidatesBody
from shortlist.tui.widgets.frame_lines import BottomBar
from tests.conftest import Run
from tests.tui.conftest import Open, screen_text, until, workspace_screen


def write(places: Places, text: str) -> None:
    """The user's file."""
    places.keymap.parent.mkdir(parents=True, exist_ok=True)
    places.keymap.write_text(text, "utf-8")


@pytest.mark.parametrize(
    ("typed", "keys"),
    [
        ("x", ("x",)),
        ("ctrl+k, f7", ("ctrl+k", "f7")),
        ("?", ("question_mark",)),
        ("shift+a", ("A",)),
        (".", ("full_stop",)),
        ("-", ("minus",)),
    ],
)
def test_keys_as_people_write_them(typed: str, keys: tuple[str, ...]) -> None:
    """Become Textual's names."""
    assert split(typed) == keys and all(map(is_key, keys))


@pytest.mark.parametrize("typed", ["frob", "ctrl+", "hold+x", "f99x", ""])
def test_what_is_no_key(typed: str) -> None:
    """Is told with what would be one."""
    keymap = understood({"candidates.sort": typed}, "keys.toml")
    assert not keymap.keys and 'write keys such as "x", "f6" or "ctrl+k, f7"' in keymap.mistakes[0]


def test_what_is_wrong_is_told_and_the_rest_holds() -> None:
    """File, place and remedy."""
    entries = {"candidates": {"sort": "ctrl+k", "srt": "x"}, "grid.left": 3, "app.quit": "q"}
    keymap = understood(entries, "keys.toml")
    assert keymap.keys == {"candidates.sort": ("ctrl+k",)}
    first, second, third = keymap.mistakes
    assert first == "keys.toml: candidates.srt: there is no such action; did you mean candidates.sort?"
    assert second.startswith("keys.toml: grid.left: write keys such as")
    assert "text in a field" in third


@pytest.mark.parametrize(
    ("id_", "key", "other"),
    [
        ("candidates.sort", "a", "candidates.add"),
        ("candidates.sort", "v", "table.view"),
        ("checklist.pass", "1", "tab.scenario"),
        ("table.filter", "j", "list.down"),
        ("edit.undo", "ctrl+s", "file.save"),
    ],
)
def test_a_key_with_two_meanings_in_one_place_is_refused(id_: str, key: str, other: str) -> None:
    """In a screen, in what it inherits, in its tables and in the frame around it."""
    keymap = understood({id_: key}, "keys.toml")
    assert not keymap.keys and f"({other})" in keymap.mistakes[0] and "move that one too" in keymap.mistakes[0]


def test_keys_that_hands_know_stay() -> None:
    """Enter, Esc, Tab and the arrows do what they do; more keys beside them are welcome."""
    assert "must stay among its keys" in understood({"dialog.close": "f12"}, "keys.toml").mistakes[0]
    assert understood({"dialog.close": "escape, f12"}, "keys.toml").keys == {"dialog.close": ("escape", "f12")}


def test_two_actions_may_change_places() -> None:
    """No clash, once both are moved; nor in places that are never seen together."""
    swapped = {"candidates.sort": "a", "candidates.add": "s"}
    assert understood(swapped, "keys.toml").mistakes == ()
    assert understood({"checklist.fold": "b"}, "keys.toml").mistakes == (), "b belongs to the plot of the candidates"


def test_sentences_name_the_keys_in_force() -> None:
    """The usual ones until they are moved."""
    assert keyed("{candidates.add} adds one.") == "a adds one."
    move({"candidates.add": ("ctrl+k",)})
    try:
        assert keyed("{candidates.add} adds one.") == "Ctrl+K adds one."
    finally:
        move({})


async def test_moved_keys_work_and_are_shown(application: Open, places: Places) -> None:
    """The key, the hint, the help and the command list; the old key means nothing any more; a typed letter is text."""
    write(places, '"candidates.add" = "z"\ncandidates.filtr = "x"\n"table.filter" = "ctrl+k"\n')
    async with application(size=(80, 24)) as pilot:
        await until(pilot, lambda: any("Not all" in one.title for one in pilot.app._notifications))
        await pilot.press("2")
        hints = screen_text(pilot).splitlines()[-1]
        assert " z add" in hints and "Ctrl+K filter" in hints
        body = workspace_screen(pilot).body
        assert isinstance(body, CandidatesBody) and workspace_screen(pilot).query_one(BottomBar).hints
        await pilot.press("a")
        assert pilot.app.screen is workspace_screen(pilot), "moved away"
        await pilot.press("ctrl+k", *"z/z", "enter")
        assert body.filter.words == "z/z" and pilot.app.screen is workspace_screen(pilot)
        await pilot.press("escape", "question_mark")
        await until(pilot, lambda: isinstance(pilot.app.screen, HelpDialog))
        assert isinstance(pilot.app.screen, HelpDialog)
        assert ["z", "Add a candidate from the catalogue"] in [
            line.text.split(maxsplit=1) for line in pilot.app.screen._lines
        ]


@pytest.mark.parametrize("text", ["= broken", "\x00", "[" * 200, '"app.quit" = ["q"]', "a.b.c.d = 1"])
async def test_a_bad_file_never_keeps_the_application_from_starting(
    application: Open, places: Places, text: str
) -> None:
    """It starts with the usual keys and says what is wrong."""
    write(places, text)
    async with application() as pilot:
        await until(pilot, lambda: any(str(places.keymap) in one.message for one in pilot.app._notifications))
        await pilot.press("2")
        assert workspace_screen(pilot).tab == "candidates"


def test_all_keys_are_printed_without_a_terminal(run: Run, data_dir: Path) -> None:
    """What a key does, where, and which are the user's own; mistakes at the end, with 2."""
    data_dir.mkdir()
    assert run("keys").returncode == 0
    (data_dir / "keys.toml").write_text('"candidates.sort" = "ctrl+k"\n"x" = "y"\n', "utf-8")
    done = run("keys", "--json")
    data = json.loads(done.stdout)
    rows = {row["id"]: row for row in data["keys"]}
    assert set(rows) == {one.id for one in listed()}
    assert rows["candidates.sort"] | {"does": "", "where": ""} == {
        "id": "candidates.sort",
        "keys": ["ctrl+k"],
        "usual": ["s"],
        "yours": True,
        "does": "",
        "where": "",
    }
    assert [row["id"] for row in data["keys"] if row["yours"]] == ["candidates.sort"]
    assert done.returncode == 2 and "there is no such action" in done.stderr
    table = run("keys").stdout
    assert "Ctrl+K (yours)" in table and "candidates.sort" in table


SIGNS = frozenset({"question_mark", "plus", "minus", "full_stop", "comma", "slash"})


def with_alt() -> dict[str, str]:
    """Every action that a letter or a sign does, by id, with that key moved to itself with Alt."""
    found = {}
    for one in listed():
        typed = [key for key in one.keys if len(key) == 1 or key in SIGNS]
        if typed and not one.priority and not set(one.keys) & STAYING:
            found[one.id] = ", ".join(f"alt+{key}" if key in typed else key for key in one.keys)
    return found


VERBS = (
    "adds accepts asks begins chooses compares changes brings closes drafts deprecates drops enters estimates exports "
    "fills finds folds gives goes imports keeps lists makes marks opens previews proposes rates reads rejects removes "
    "says searches shows sorts starts supersedes takes tells tries writes then key"
).replace(" ", "|")
NAMES = "[a-hj-zB-HJ-Z+?.,-]"  # I and A begin sentences, i is no word
OLD_KEY = re.compile(rf"(?:(?<=[ │(:;,])|^){NAMES} (?:on screen \d )?(?:{VERBS})\b", re.MULTILINE)


@pytest.mark.walk
async def test_no_sentence_names_a_key_that_was_moved(application: Open, places: Places) -> None:
    """Every letter is moved to itself with Alt: hints, empty places, help, dialogs and notices name the new keys."""
    write(places, "\n".join(f'"{id_}" = "{keys}"' for id_, keys in with_alt().items()))
    seen: list[str] = []

    async def look(pilot: Pilot[None], *presses: str) -> None:
        await pilot.press(*presses)
        await pilot.pause()
        seen.extend([screen_text(pilot), *(one.message for one in pilot.app._notifications)])
        for bar in pilot.app.screen.query(BottomBar):
            for hint in bar.hints:
                assert not re.fullmatch(NAMES, hint.key), hint

    async with application(None) as pilot:
        await look(pilot)
        await look(pilot, "alt+w")
        for tab in "12345":
            await look(pilot, "escape", f"alt+{tab}")
            await look(pilot, "alt+question_mark")
            assert isinstance(pilot.app.screen, HelpDialog)
            seen.append(pilot.app.screen._lines[0].text)
        await look(pilot, "escape", "alt+4", "alt+v", "alt+v")
        await look(pilot, "alt+3", "alt+x", "alt+P", "alt+full_stop")
    async with application() as pilot:
        for tab in "12345":
            await look(pilot, "escape", f"alt+{tab}")
            for _ in range(6 if tab in "234" else 0):
                await look(pilot, "alt+v")
        await look(pilot, "alt+2", "alt+Y")
        await look(pilot, "escape", "alt+w")
        await look(pilot, "escape", "alt+5", "end", "enter")
        await look(pilot, "escape", "ctrl+t", "f8")
    wrong = [found[0] for text in seen for found in OLD_KEY.finditer(text)]
    assert wrong == [] and any("Alt+A" in text for text in seen)

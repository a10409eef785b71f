"""No screen and no dialog departs from the one table: keys, verbs, tones, colours, empty states, errors."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from shortlist.tui.app.keymap_file import Listed, classes, listed
from shortlist.tui.draw.lines import TONES as DRAWN
from shortlist.tui.keys.bindings import key_name
from shortlist.tui.keys.conventions import (
    COLOURS,
    DONE,
    EMPTY,
    EVERYWHERE,
    FAMILIES,
    MOVING,
    ONE_KEY,
    OWN,
    STAYING,
    TONES,
)
from tests.conftest import ROOT

TUI = ROOT / "src" / "shortlist" / "tui"
MODULES = sorted(TUI.rglob("*.py"))
NAMED = re.compile(r"\{([a-z_.]+)=([^{}]*)\}")
BINDINGS = listed()
BY_ID = {one.id: one for one in BINDINGS}


def verb(one: Listed) -> str:
    """What an action does: the first word of its name."""
    return one.what.split()[0].rstrip(":,")


def family(one: Listed) -> str:
    """Where it belongs."""
    return one.id.partition(".")[0]


def texts(path: Path) -> Iterator[tuple[int, str]]:
    """Every text of a module with its line, docstrings left out; the parts of a formatted one as one."""
    tree = ast.parse(path.read_text("utf-8"))
    inside = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            parts = (part.value if isinstance(part, ast.Constant) else "…" for part in node.values)
            yield node.lineno, "".join(map(str, parts))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in inside | told:
            yield node.lineno, node.value


# --- keys


@pytest.mark.parametrize("one", BINDINGS, ids=lambda one: one.id)
def test_a_key_means_what_the_table_says(one: Listed) -> None:
    """A key that is shared has its one meaning on every screen; any other is among those of its own screen."""
    assert family(one) in FAMILIES, "a family that has no place in words"
    for key in one.keys:
        if key in EVERYWHERE:
            assert verb(one) in EVERYWHERE[key], f"{key} means {sorted(EVERYWHERE[key])} everywhere"
        elif key not in MOVING:
            assert OWN.get(key, {}).get(family(one)) == verb(one), f"{key} is not in the table for {family(one)}"


@pytest.mark.parametrize("what", sorted(ONE_KEY))
def test_an_action_has_the_same_key_everywhere(what: str) -> None:
    """Adding, removing, duplicating, undoing, finding: one key, wherever it is done; what copies, asks what."""
    for one in BINDINGS:
        if verb(one) == what and family(one) != "copy":
            assert set(one.keys) <= ONE_KEY[what], one.id


def test_the_table_holds_nothing_that_no_screen_has() -> None:
    """A meaning that is gone leaves the table."""
    had = {(key, family(one), verb(one)) for one in BINDINGS for key in one.keys}
    own = {(key, where, what) for key, places in OWN.items() for where, what in places.items()}
    shared = {(key, what) for key, verbs in EVERYWHERE.items() for what in verbs}
    assert own - had == set()
    assert shared - {(key, what) for key, _, what in had} == set()
    assert set(ONE_KEY) - {what for _, _, what in had} == set()


def test_movement_is_the_same_in_all_lists() -> None:
    """Arrows and letters of one direction go together, wherever there is one."""
    for one in BINDINGS:
        for arrow, letter in (("down", "j"), ("up", "k"), ("left", "h"), ("right", "l"), ("home", "g"), ("end", "G")):
            if letter in one.keys and family(one) not in ("choices",):
                assert arrow in one.keys, one.id


def test_every_dialog_closes_with_escape_and_every_key_that_stays_is_one() -> None:
    """What sentences name without asking the keymap."""
    assert BY_ID["dialog.close"].keys == ("escape",) and BY_ID["nav.back"].keys == ("escape",)
    assert {key for key in STAYING if key_name(key) == key} == set(), "each has a name of its own"


def test_hints_name_the_keys_that_do_it() -> None:
    """A hint of a screen says a key of a binding with that action."""
    by_action: dict[str, set[str]] = {}
    for one in BINDINGS:
        by_action.setdefault(one.action, set()).update(map(key_name, one.keys))
    staying = set(map(key_name, STAYING)) | {"j", "k", "g", "G", "J", "K"}
    wrong = []
    for path in MODULES:
        for key, action in hints(path):
            bare = action.removeprefix("app.").removeprefix("screen.")
            names = by_action.get(bare, set()) | by_action.get(action, set())
            told = {
                re.sub(r"^\^(.)$", lambda found: f"Ctrl+{found[1].upper()}", word) for word in re.split(r"[ /]", key)
            }
            if names and key != "/" and not told <= names | staying:
                wrong.append(f"{path.name}: {key} for {action}, which is {sorted(names)}")
    assert wrong == []


def hints(path: Path) -> Iterator[tuple[str, str]]:
    """The key and the action of every hint that is written down, as a hint or as a tuple that becomes one."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        values: list[ast.expr] = []
        longest = 0
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Hint":
            values = node.args
            longest = 6
        elif isinstance(node, ast.Tuple) and len(node.elts) == 3:
            values = node.elts
            longest = 3
        if len(values) == 3 and all(
            isinstance(v, ast.Constant) and isinstance(v.value, str) for v in (values[0], values[2])
        ):
            key, action = (str(v.value) for v in (values[0], values[2]) if isinstance(v, ast.Constant))
            if len(key) <= longest:
                yield key, action


# --- sentences

KEY = re.compile(
    r"Ctrl\+[A-Z]|\bF(?:[1-9]|1[0-2])\b|\bpress [a-zA-Z0-9]\b|"
    r"(?:^|[.:;] )[a-zA-Z] (?:adds|begins|finds|drafts|chooses)\b"
)


LETTER = re.compile(r"(?<![\w$/’'\".=:<>-])[b-hj-zB-HJ-Z](?![\w’'=/:.)}%-])")
"""A letter by itself that is no article, no pronoun and no unit behind a slash."""
NO_KEYS = frozenset(
    {
        "y n u - choose, Tab goes on, Enter or Esc is done; nothing is lost.",
        "effort, n, version",
        "✖ write m, p, s or e",
    }
)
"""Letters that no keymap moves: of words to pick, of counts, of words that are typed."""


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(TUI)))
def test_sentences_name_keys_by_what_they_do(path: Path) -> None:
    """`{candidates.add=a} adds one.`: the usual key stands there, and the one in force is shown."""
    for line, text in texts(path):
        for id_, usual in NAMED.findall(text):
            assert id_ in BY_ID, f"{path.name}:{line}: there is no {id_}"
            assert usual in map(key_name, BY_ID[id_].keys), f"{path.name}:{line}: {id_} has {BY_ID[id_].keys}"
        if path.name not in ("bindings.py", "keymap_file.py") and len(text) > 12:
            bare = NAMED.sub("", text)
            assert not KEY.search(bare), f"{path.name}:{line}: {text!r} names a key that may be moved"
            lone = " " in text and "{ " not in text and "%" not in text and LETTER.search(bare)
            assert not lone or text in NO_KEYS, f"{path.name}:{line}: {text!r} names a letter that may be moved"


def test_every_empty_state_says_what_to_do() -> None:
    """With a key; where nothing is left to do it says so."""
    assert all(NAMED.search(text) for text in EMPTY.values())
    assert all(text.startswith("Nothing") for text in DONE.values())


BARE = re.compile(
    r"^(No \w+ yet|There is no \w+ (yet|under)|There are no|"
    r"Nothing (blocks|weakens|matches|is (open|found|decided)|to add))"
)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(TUI)))
def test_no_screen_has_words_of_its_own_for_an_empty_place(path: Path) -> None:
    """They are in the table."""
    if path.name == "conventions.py":
        return
    own = [f"{path.name}:{line}: {text}" for line, text in texts(path) if BARE.search(text) and "estimate" not in text]
    assert own == []


REMEDY = re.compile(
    r"; |\b(first|choose|write|give|take|try|type|set|add|open|leave|mend|needs|known|again|instead|Esc|such as)\b"
)
ERRORS = frozenset({"ShortlistError", "NotEdited", "NotExported", "NotADate"})


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(TUI)))
def test_errors_of_the_screens_say_what_would_be_right(path: Path) -> None:
    """Whatever is written down as an error or a warning names a remedy."""
    wrong = [f"{path.name}:{line}: {text}" for line, text in errors(path) if not REMEDY.search(text)]
    assert wrong == []


def errors(path: Path) -> Iterator[tuple[int, str]]:
    """The sentences of errors that a module raises, and of warnings that it shows."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        grave = any(
            word.arg == "severity" and isinstance(word.value, ast.Constant) and word.value.value in ("error", "warning")
            for word in node.keywords
        )
        if name in ERRORS or (name == "notify" and grave):
            for value in node.args[:1]:
                if isinstance(value, ast.JoinedStr | ast.Constant):
                    text = ast.unparse(value)
                    if re.search(r"[a-z]{3,} [a-z]{2,} [a-z]", text):
                        yield node.lineno, text


# --- tones and colours


def test_tones_are_those_of_the_table() -> None:
    """Each with what it says; the type keeps others out."""
    assert set(TONES) == set(DRAWN)


def styles() -> Iterator[tuple[str, str]]:
    """Every style sheet, of modules and of files."""
    for one in classes():
        for name in ("DEFAULT_CSS", "CSS"):
            text = vars(one).get(name)
            if isinstance(text, str):
                yield one.__name__, text
    for path in TUI.rglob("*.tcss"):
        yield path.name, path.read_text("utf-8")


def test_colours_are_those_of_the_theme() -> None:
    """No screen has a colour that a theme does not know."""
    for name, text in styles():
        assert set(re.findall(r"\$[\w-]+", text)) <= COLOURS, name
        for value in re.findall(r"(?:color|background|border[\w-]*)\s*:\s*([^;}]+)", text):
            words = {word for word in value.split() if not word.startswith("$")}
            assert words <= {
                "solid",
                "round",
                "heavy",
                "none",
                "tall",
                "thick",
                "transparent",
                "left",
                "right",
                "30%",
                "100%",
            }, name

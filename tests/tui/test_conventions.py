"""No screen and no dialog departs from what they share: names of keys, colours, empty states, errors."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from shortlist.tui.keys.sentences import DONE, EMPTY
from shortlist.tui.keys.table import ACTIONS
from tests.conftest import ROOT
from tests.tui.test_inventory import classes

TUI = ROOT / "src" / "shortlist" / "tui"
MODULES = sorted(TUI.rglob("*.py"))
NAMED = re.compile(r"\{([a-z_]+(?:\.[a-z_0-9]+)+)(?::(\d))?\}")


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


# --- sentences

KEY = re.compile(
    r"Ctrl\+[A-Z]|\bF(?:[1-9]|1[0-2])\b|\bpress [a-zA-Z0-9]\b|"
    r"(?:^|[.:;] )[a-zA-Z] (?:adds|begins|finds|drafts|chooses)\b"
)


LETTER = re.compile(r"(?<![\w$/’'\".=:<>-])[b-hj-zB-HJ-Z](?![\w’'=/:.)}%-])")
"""A letter by itself that is no article, no pronoun and no unit behind a slash."""
NO_KEYS = frozenset(
    {
        "y n u - choose, Tab goes on; Enter or ….",
        "effort, n, version",
        'write keys such as "x", "f6" or "ctrl+k, f7"',
        "✖ write c, m, p, s or e",
    }
)
"""Letters that no keymap moves: of words to pick, of counts, of words that are typed."""


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(TUI)))
def test_sentences_name_keys_by_what_they_do(path: Path) -> None:
    """`{candidates.add} adds one.`: the key in force is shown."""
    for line, text in texts(path):
        for id_, place in NAMED.findall(text):
            assert id_ in ACTIONS, f"{path.name}:{line}: there is no {id_}"
            assert int(place or 1) <= len(ACTIONS[id_].keys), f"{path.name}:{line}: {id_} has {ACTIONS[id_].keys}"
        if len(text) > 12:
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
    """They are with those of the others."""
    if path.name == "sentences.py":
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
        grave = any(isinstance(one, ast.Constant) and one.value in ("error", "warning") for one in node.args[1:])
        if name in ERRORS or (name == "say" and grave):
            for value in node.args[:1]:
                if isinstance(value, ast.JoinedStr | ast.Constant):
                    text = ast.unparse(value)
                    if re.search(r"[a-z]{3,} [a-z]{2,} [a-z]", text):
                        yield node.lineno, text


# --- colours


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
        "$success-muted",
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
        "$warning-muted",
        "transparent",
    }
)
"""Those of the theme, so that all themes hold."""


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
                "10%",
                "30%",
                "100%",
            }, name


# --- figures

HYPHEN = re.compile(r"(?<![\w.│-])-[<$]{0,2}[0-9]")
"""Not at the edge of a dialog, which cuts the names that lie beneath it."""


def test_what_is_less_than_nothing_has_the_minus_of_print() -> None:
    """One sign on all screens, as `−20 %` in a heading has it; what is typed and what is exported keep theirs."""
    snapshots = sorted((ROOT / "tests" / "tui" / "snapshots").glob("*.txt"))
    lines = [(path.name, line) for path in snapshots for line in path.read_text("utf-8").splitlines() if "|" in line]
    assert any("−" in line for _, line in lines)
    assert not [(name, line) for name, line in lines if HYPHEN.search(line)]

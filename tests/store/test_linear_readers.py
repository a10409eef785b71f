"""What is read, checked and listed takes twice as long for twice the input, and one file never holds up the others."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shortlist.core.basics.errors import ShortlistError
from shortlist.core.document.secrets import secret_in
from shortlist.core.document.workspace import new_workspace
from shortlist.core.edits.places import with_value
from shortlist.sanitising import shown, shown_lines
from shortlist.store import workspaces
from shortlist.store.documents import Opened, serialised
from shortlist.store.places import Places
from shortlist.store.reading import decode_text, has_comments, parse_toml
from shortlist.store.strict_tables import parse_json
from shortlist.store.toml_text import data_text
from shortlist.store.workspaces import Store
from tests.growth import is_linear

X = Path("x.toml")
Read = Callable[[str], object]
NEW = new_workspace("Mine")


def saved(text: str) -> bytes:
    """A workspace that holds a text, as every save writes it and reads it back."""
    return serialised(Opened(with_value(NEW, ("scenario", "summary"), text), X, "", False))


TEXTS: dict[str, Callable[[int], str]] = {
    "quotes": lambda n: '"' * n,
    "backslashes": lambda n: "\\" * n,
    "controls": lambda n: "\x1b" * n,
    "lines": lambda n: "a\n" * n,
    "line ends": lambda n: "a\r\n" * n,
    "lines of quotes": lambda n: '\n"""' * n,
    "json on one line": lambda n: json.dumps({f"k{i}": [i] for i in range(n // 4)}, separators=(",", ":")),
    "keys": lambda n: "sk-" * n,
    "tokens": lambda n: "eyJ-" * n,
}


@pytest.mark.parametrize("kind", TEXTS)
@pytest.mark.parametrize("read", [saved, shown, shown_lines, secret_in], ids=lambda one: one.__name__)
def test_what_is_typed_or_pasted_is_gone_over_once(read: Read, kind: str) -> None:
    """A paste of fifty kilobytes of JSON is saved, and read back, as quickly as as much prose."""
    assert is_linear(lambda size: read(TEXTS[kind](size)), 3_000)


FILES: dict[str, Callable[[int], str]] = {
    "escaped quotes": lambda n: 'a = "' + '\\"' * n + '"',
    "a text that is never closed": lambda n: 'a = "' + '\\"' * n,
    "a long text that is never closed": lambda n: 'a = """' + '\\"' * n,
    "quotes in a long text": lambda n: "a = '''" + "''a" * n + "'''",
    "keys that are just not too deep": lambda n: ("a." * 60 + "b\n") * (n // 60),
    "quoted keys": lambda n: ('"a".' * 60 + "b = 1\n") * (n // 60),
    "dots": lambda n: "a = " + "." * n,
    "comments": lambda n: "#" * n,
    "lines of comments": lambda n: "# '\n" * n,
    "spaces": lambda n: "a = 1" + " " * n + "x",
}


@pytest.mark.parametrize("kind", FILES)
def test_a_file_is_gone_over_once(kind: str) -> None:
    """By the look for keys that are too deep, by the parser, and by the look for comments."""

    def read(size: int) -> None:
        text = FILES[kind](size)
        has_comments(text)
        try:
            parse_toml(text, X)
        except ShortlistError:
            return

    assert is_linear(read, 6_000)


@pytest.mark.parametrize("text", ['["' + '\\"' * 9 + '"]', '{"a": [1.5]}', '["\\ud83d\\ude80"]'])
def test_json_is_gone_over_once(text: str) -> None:
    """Whatever stands in it."""
    assert is_linear(lambda size: parse_json("[" + ",".join([text] * size) + "]", X), 600)


DEEP = "a." * 70 + "b = 1\n"
FLAT = st.text(st.sampled_from("ab\"'\\#.=[ \n"), max_size=12)


@given(st.dictionaries(st.from_regex("[a-z]{1,3}", fullmatch=True), FLAT | st.lists(FLAT, max_size=2), max_size=4))
def test_what_a_text_holds_is_no_key(data: dict[str, object]) -> None:
    """A deep key is found behind any texts, and within them it is none; nor is what they hold a comment."""
    texts = {"t": "\n" + DEEP + '"""', **data}
    written = data_text(texts)
    assert parse_toml(written, X) == texts
    assert not has_comments(written)
    assert has_comments(f"{written}# one\n")
    with pytest.raises(ShortlistError, match="64 parts"):
        parse_toml(written + DEEP, X)


@pytest.mark.parametrize("text", ['a = """x""""" # yes', "a = '''x''''' # yes", 'a = "" # "', "'#' = 1 # '"])
def test_texts_that_end_in_quotes_end_there(text: str) -> None:
    """What stands behind one is a comment."""
    assert has_comments(text)
    parse_toml(text, X)


# --- lists


def test_one_large_file_does_not_hold_up_a_list(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of each only so much is parsed; its title is told all the same, or that it is not where titles are."""
    store = Store(Places(tmp_path, tmp_path / "state"))
    path = store.create(NEW).path
    start, heading, rest = path.read_text("utf-8").partition("\n[")
    parsed: list[int] = []

    def counted(text: str, path: Path) -> dict[str, object]:
        parsed.append(len(text))
        return parse_toml(text, path)

    monkeypatch.setattr(workspaces, "parse_toml", counted)
    large = {"large": f"{start}{heading}{rest}" + "# more\n" * 400_000, "headless": "x = 1\n" * 400_000}
    for name, text in large.items():
        path.with_name(f"{name}.toml").write_text(text, "utf-8")
    with path.with_name("too-large.toml").open("wb") as file:
        file.write(b"title = 'x'\n[a]\n")
        os.truncate(file.fileno(), 9_000_000)
    os.mkfifo(path.with_name("waits.toml"))
    told = {one.name: (one.title, one.problem) for one in store.workspaces()}
    assert told["mine"] == ("Mine", None)
    assert told["large"] == ("Mine", None)
    assert "open it" in str(told["headless"][1])
    assert "larger than 8 MB" in str(told["too-large"][1])
    assert "not a regular file" in str(told["waits"][1])
    assert max(parsed) <= 200_001


def test_a_file_whose_day_no_calendar_has_is_listed(tmp_path: Path) -> None:
    """A disk may say that it was written in the year 50,000, or long before the first one."""
    store = Store(Places(tmp_path, tmp_path / "state"))
    path = store.create(NEW).path
    for moment in (1.6e12, -1e14):
        try:
            os.utime(path, (moment, moment))
        except (OSError, OverflowError):
            continue
        assert [one.name for one in store.workspaces()] == ["mine"]


def test_decoding_tells_the_line(tmp_path: Path) -> None:
    """Of the first byte that is no text, once, wherever it stands."""
    assert is_linear(lambda size: _decoded(b"a\n" * size + b"\xff"), 20_000)
    with pytest.raises(ShortlistError, match="line 3 is not UTF-8"):
        decode_text(b"a\nb\n\xff", X)


def _decoded(data: bytes) -> None:
    try:
        decode_text(data, X)
    except ShortlistError:
        return

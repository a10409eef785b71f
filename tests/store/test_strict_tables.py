"""Files from outside: what every reader would take the same way is read, everything else is refused in plain words."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shortlist.store import reading
from shortlist.store.imports import StreamedTable, read_document
from shortlist.store.reading import JSON, FileFormat, UnreadableFile, read_bytes
from shortlist.store.strict_tables import parse_json, read_json
from tests.conftest import FIXTURES

HERE = Path("x.json")
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inside: st.lists(inside, max_size=4) | st.dictionaries(st.text(), inside, max_size=4),
)


@given(VALUES, st.booleans())
def test_json_that_is_sound_is_read_as_it_is(value: object, ascii_only: bool) -> None:
    """Whatever JSON can hold comes back, escaped or not; a pair of surrogates is one character."""
    text = json.dumps(value, ensure_ascii=ascii_only)
    if any("\ud800" <= char <= "\udfff" for char in json.dumps(value, ensure_ascii=False)):
        return
    assert parse_json(text, HERE) == value


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"price": 1, "price": 2}', "holds the key 'price' twice"),
        ('[{"a": {"b": 1, "b": 1}}]', "holds the key 'b' twice"),
        ('{"price": NaN}', "holds NaN, which is no JSON"),
        ('{"price": -Infinity}', "holds -Infinity"),
        ('{"price": 1e400}', "1e400, which is too large"),
        ('{"price": ' + "9" * 5000 + "}", "a number of 5000 digits"),
        ('{"models": ["ok", "\\ud83d"]}', "models[1]: the text holds half of a character"),
        ('{"\\udc00": 1}', "half of a character"),
        ('{"a": 1,\n "b": }', "line 2 is not valid JSON"),
        ("", "line 1 is not valid JSON"),
        ("[" * 200_000, "nested too deeply"),
        ('{"a": 1} {"b": 2}', "line 1 is not valid JSON"),
        ("{'a': 1}", "line 1 is not valid JSON"),
        ('{"a": 01}', "line 1 is not valid JSON"),
        ('{"a": "b\tc"}', "line 1 is not valid JSON"),
    ],
)
def test_json_that_two_readers_could_read_differently_is_refused(text: str, message: str) -> None:
    """Duplicate keys, numbers beyond all bounds, halves of characters and slips of syntax, each with its place."""
    with pytest.raises(UnreadableFile) as refused:
        parse_json(text, HERE)
    assert message in str(refused.value)
    assert str(refused.value).startswith("x.json: ")


def table(folder: Path, text: str) -> StreamedTable:
    """The table that a file of this text holds."""
    path = folder / "a.csv"
    path.write_text(text, "utf-8", newline="")
    found = read_document(path).table
    assert isinstance(found, StreamedTable)
    return found


@given(st.lists(st.lists(st.text(st.characters(exclude_characters="\x00", codec="utf-8")), min_size=2, max_size=2)))
def test_a_table_written_by_rule_is_read_as_it_is(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]]
) -> None:
    """Quotes, delimiters and line ends within cells come back; a row without a sign is passed over."""
    text = "a;b\r\n" + "".join(";".join('"' + c.replace('"', '""') + '"' for c in row) + "\r\n" for row in rows)
    found = table(tmp_path_factory.getbasetemp(), text)
    assert found.header == ("a", "b")
    records = list(found.records())
    assert [[*record.cells.values()] for record in records] == [row for row in rows if any(map(str.strip, row))]
    assert not any(record.problem for record in records)


def test_rows_that_cannot_be_read_say_why_and_the_others_are_kept(tmp_path: Path) -> None:
    """A cell too many, a cell too few, a quote that ends early, and one that never ends; each with its line."""
    records = list(table(tmp_path, 'a,b\n1,2\n1,2,3\n\n"x"y,2\n1\n5,6\n"open,7\n').records())
    assert [tuple(one.cells.values()) for one in records if not one.problem] == [("1", "2"), ("5", "6")]
    assert [one.line for one in records if one.problem] == [3, 5, 6, 8]
    assert "never closed" in records[-1].problem


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "is empty"),
        ("a,b,a\n1,2,3\n", "two columns are named 'a'"),
        ('"a\n1,2', "a quote is opened and never closed"),
        (",".join(f"c{n}" for n in range(1001)), "1,001 columns"),
    ],
)
def test_a_table_without_reliable_columns_is_refused(tmp_path: Path, text: str, message: str) -> None:
    """Where the names are in doubt, no cell can be told from another."""
    with pytest.raises(UnreadableFile, match=message):
        table(tmp_path, text)


def test_a_row_of_absurd_length_is_told_rather_than_kept(tmp_path: Path) -> None:
    """One line of two million commas is no row."""
    records = list(table(tmp_path, "a,b\n1,2\n" + "," * 2_000_000 + "\n3,4\n").records())
    assert [one.line for one in records if one.problem] == [3] and len(records) == 3


@pytest.mark.parametrize("read", [read_json, read_document])
def test_only_regular_files_of_bounded_size_and_strict_text(tmp_path: Path, read: object, monkeypatch: object) -> None:
    """A FIFO does not hang, a directory, a large, a binary and a wrongly encoded file are told apart."""
    assert callable(read)
    fifo, text = tmp_path / "fifo", tmp_path / "text"
    os.mkfifo(fifo)
    for data, path, message in (
        (None, fifo, "not a regular file"),
        (None, tmp_path, "is a directory"),
        (None, tmp_path / "no", "does not exist"),
        (b"\x00" * 4096, text, "is not a text file"),
        (b'{"a": "\xff"}', text, "line 1 is not UTF-8"),
    ):
        if data is not None:
            path.write_bytes(data)
        with pytest.raises(UnreadableFile, match=message):
            read(path)
    text.write_bytes(b"x" * 11)
    with pytest.raises(UnreadableFile, match="is larger than 0 MB; a JSON file never is"):
        read_bytes(text, FileFormat("a JSON file", "", 10))
    assert JSON.limit == reading.CSV.limit == 64_000_000 and reading.WORKSPACE.limit == 8_000_000


def test_a_byte_order_mark_is_dropped(tmp_path: Path) -> None:
    """Spreadsheets write one; it is no part of the first column's name."""
    path = tmp_path / "a.csv"
    path.write_bytes(b"\xef\xbb\xbfname,b\n1,2\n")
    found = read_document(path).table
    assert found is not None and found.header == ("name", "b")
    path.write_bytes(b'\xef\xbb\xbf{"a": 1}')
    assert read_json(path) == {"a": 1}


@pytest.mark.skipif(not FIXTURES.is_dir(), reason="the files of others are not part of the project")
def test_the_files_that_others_publish_are_read() -> None:
    """Strictness refuses none of the catalogues and leaderboards that people have; one has a row that was cut."""
    for path in sorted(FIXTURES.iterdir()):
        if path.suffix == ".json":
            assert read_json(path)
        elif path.suffix == ".csv":
            found = read_document(path).table
            assert found is not None
            records = list(found.records())
            bad = [one.problem for one in records if one.problem]
            assert len(records) > len(bad) <= 1, path.name
            assert all("has 21 cells, and the table has 24 columns" in why for why in bad)

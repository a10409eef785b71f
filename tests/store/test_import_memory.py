"""The file of confirmed names: written whole, the latest answer counts, what is wrong in it is told with its place."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from shortlist.core.importing.names import Alias
from shortlist.store.import_memory import ImportMemory
from shortlist.store.places import Places
from shortlist.store.reading import UnreadableFile

DAY = dt.date(2026, 11, 22)
ONE = Alias("arena", "gpt 6", "gpt-6", "", "low", DAY)


@pytest.fixture
def remembered(tmp_path: Path) -> ImportMemory:
    """A file that is not there yet."""
    return ImportMemory(Places(tmp_path / "data", tmp_path / "state"))


def test_names_and_columns_come_back(remembered: ImportMemory) -> None:
    """Both lie in one file; a later answer takes the place of an earlier one."""
    assert remembered.aliases() == () and remembered.columns(["a"]) is None
    remembered.keep_aliases([ONE, ONE._replace(name='odd "name"\n[[x]]')])
    remembered.keep_columns(["Model", "Prix €"], {"Model": "model", "Prix €": "input_price"}, DAY)
    remembered.keep_aliases([ONE._replace(model="gpt-6.1")])
    assert [(one.name, one.model) for one in remembered.aliases()] == [
        ('odd "name"\n[[x]]', "gpt-6"),
        ("gpt 6", "gpt-6.1"),
    ]
    assert remembered.columns(["Model", "Prix €"]) == {"Model": "model", "Prix €": "input_price"}
    assert remembered.columns(["Model"]) is None
    assert remembered.path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("schema = 2", "schema: expected 1"),
        ("schema = 1\n[[alias]]\na = 1", "alias: unknown key; known: aliases, columns, steps"),
        ('schema = 1\naliases = "x"', "aliases: expected a list of tables"),
        ('schema = 1\n[[aliases]]\nformat = "arena"', r"aliases\[0\].name: expected text"),
        ('schema = 1\n[[aliases]]\nmodle = "x"', r"aliases\[0\].modle: unknown key; did you mean model?"),
        ("schema = 1\n[[aliases]\n", "is not valid TOML"),
    ],
)
def test_what_is_wrong_is_told(remembered: ImportMemory, text: str, told: str) -> None:
    """File and place; nothing is overwritten."""
    remembered.path.parent.mkdir()
    remembered.path.write_text(text, "utf-8")
    with pytest.raises(UnreadableFile, match=told):
        remembered.aliases()
    with pytest.raises(UnreadableFile):
        remembered.keep_aliases([ONE])
    assert remembered.path.read_text("utf-8") == text

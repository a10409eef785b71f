"""Files of every version of the format: older ones read for ever, newer ones can be looked at."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from shortlist.core.document.workspace import SCHEMA, Workspace, to_data
from shortlist.core.edits.places import with_value
from shortlist.store import documents
from shortlist.store.atomic import SaveFailed
from shortlist.store.documents import MIGRATIONS, migrated
from shortlist.store.places import Places
from shortlist.store.workspaces import InvalidWorkspace, Store, load

GOLDEN = Path(__file__).with_name("golden")


@pytest.mark.parametrize("path", sorted(GOLDEN.glob("schema-*.toml")), ids=lambda path: path.stem)
def test_a_file_of_every_version_reads_as_it_always_did(path: Path) -> None:
    """The golden file of each version, which uses every key, gives the document that is kept beside it, as one of the
    present version."""
    expected = {**json.loads(path.with_suffix(".json").read_text("utf-8")), "schema": SCHEMA}
    read = json.loads(json.dumps(to_data(load(path).workspace), default=str))
    assert {key: value for key, value in read.items() if key in expected} == expected


def test_there_is_a_golden_file_of_every_version_and_a_step_from_each_older_one() -> None:
    """Nobody raises the version without keeping a file of the old one and a way from it."""
    versions = {int(re.sub(r"\D", "", path.stem)) for path in GOLDEN.glob("schema-*.toml")}
    assert versions == set(range(1, SCHEMA + 1))
    assert set(MIGRATIONS) == set(range(1, SCHEMA))


STEPS = {
    **MIGRATIONS,
    -1: lambda data: {"heading": data["name"], **{k: v for k, v in data.items() if k != "name"}},
    0: lambda data: {"title": data["heading"], **{k: v for k, v in data.items() if k != "heading"}},
}
"""Two versions that never were: in the first a title was called name, in the second heading."""


def old_file() -> dict[str, Any]:
    """A file of the first of them."""
    scenario = {"steps": [{"id": "a", "name": "A"}]}
    return {"schema": -1, "name": "Old", "scenario": scenario}


def test_an_old_document_is_brought_up_step_by_step_and_stays_as_it_was() -> None:
    """Each step gets the result of the one before; the document given is not touched, a present one passed on."""
    old = old_file()
    assert migrated(old, STEPS) == {"schema": 2, "title": "Old", "scenario": old["scenario"]}
    assert old == old_file()
    assert migrated({"schema": 2, "title": "New"}, STEPS) == {"schema": 2, "title": "New"}
    assert migrated({"title": "None said"}, STEPS) == {"title": "None said"}
    assert migrated({"schema": -7}, STEPS) == {"schema": -7}
    assert migrated({"schema": "x"}, STEPS) == {"schema": "x"}


def test_an_old_file_opens_and_the_next_save_writes_the_present_version(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Opening writes nothing; the save keeps the old file as a backup."""
    monkeypatch.setattr(documents, "migrated", lambda data: migrated(data, STEPS))
    store = Store(Places(tmp_path / "data", tmp_path / "state"))
    path = tmp_path / "old.toml"
    path.write_text('schema = -1\nname = "Old"\n[scenario]\n[[scenario.steps]]\nid = "a"\nname = "A"\n')
    before = path.read_bytes()
    opened = store.open(str(path))
    assert opened.workspace.title == "Old" and path.read_bytes() == before
    store.save(opened, with_value(opened.workspace, ("title",), "New"))
    assert path.read_text().startswith('schema = 2\ntitle = "New"\n')
    assert store.backups(path)[0].path.read_bytes() == before


def test_a_file_of_schema_1_becomes_schema_2_with_its_first_save(tmp_path: Path) -> None:
    """Read as it stands, and kept as a backup when it is saved."""
    store = Store(Places(tmp_path / "data", tmp_path / "state"))
    path = tmp_path / "first.toml"
    path.write_text((GOLDEN / "schema-1.toml").read_text("utf-8"))
    before = path.read_bytes()
    opened = store.open(str(path))
    assert path.read_bytes() == before
    store.save(opened, opened.workspace)
    assert path.read_text() == (GOLDEN / "schema-1.toml").read_text("utf-8").replace("schema = 1", "schema = 2", 1)
    assert [backup.path.read_bytes() for backup in store.backups(path)] == [before]


NEWER = """schema = 7
title = "From tomorrow"
horizon = 5
[scenario]
mood = "good"
[[scenario.steps]]
id = "a"
name = "A"
"a key.like this" = 1
[[candidates]]
id = "c"
name = "C"
provider = "p"
access = "managed_api"
openness = "closed"
[candidates.emissions]
grams = 4
"""


def test_a_newer_file_can_be_looked_at_and_never_saved(tmp_path: Path) -> None:
    """What this version does not know is left out, and so the file is not replaced by what is left."""
    store = Store(Places(tmp_path / "data", tmp_path / "state"))
    path = tmp_path / "newer.toml"
    path.write_text(NEWER)
    with pytest.raises(InvalidWorkspace) as refused:
        store.open(str(path))
    assert str(refused.value) == (
        f"{path}: schema: the file was written by a newer Shortlist (schema 7); this one reads schema 2: update it"
    )
    opened = store.open(str(path), newer=True)
    assert isinstance(opened.workspace, Workspace) and opened.newer
    assert (opened.workspace.title, [c.id for c in opened.workspace.candidates]) == ("From tomorrow", ["c"])
    with pytest.raises(SaveFailed, match="this one can only read it"):
        store.save(opened, with_value(opened.workspace, ("title",), "Mine"))
    assert path.read_text() == NEWER
    path.write_text(NEWER.replace("title", "heading"))
    with pytest.raises(InvalidWorkspace, match="newer Shortlist"):
        store.open(str(path), newer=True)

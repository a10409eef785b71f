"""Damaged files of every format: only a sentence for the user comes out, in bounded work, and nothing changes."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shortlist.core.basics.errors import ShortlistError
from shortlist.core.document.workspace import Workspace, read_workspace, to_data
from shortlist.core.importing.applying import with_import
from shortlist.importing import ImportOptions, UnknownFormat, completions, open_source, plan_import
from tests.conftest import TODAY
from tests.importing.samples import JSON, TEXTS
from tests.tui.conftest import HOSTILE, worked_data

WORKED = read_workspace(worked_data())
BEFORE = to_data(WORKED)
ODD: tuple[Any, ...] = (
    None,
    True,
    -1,
    0,
    "-1",
    "0",
    1e308,
    -1e-300,
    10**30,
    "1e999999",
    "1,234",
    "77.47%",
    "+5/-5",
    "",
    "n/a",
    "9" * 500,
    "\u0661\u0662",
    [],
    {},
    [[]],
    {"a": {"a": {}}},
    "2026-02-30",
    *HOSTILE,
)
RAW = (
    b"\x00",
    b"\xff",
    b"\xef\xbb\xbf",
    b"{",
    b"]",
    b'"',
    b",",
    b"\n",
    b"1e400",
    b"NaN",
    b"\\ud800",
    b"&a *a",
    b"[" * 300,
    b"\x1f\x8b",
    b"\xff\xfe",
    b"PK\x03\x04",
    b"sep=",
    "€".encode(),
)


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """A file of some format with values exchanged or taken away, and bytes cut, inserted or doubled."""
    if draw(st.booleans()):
        document = copy.deepcopy(draw(st.sampled_from(JSON)))
        for _ in range(draw(st.integers(0, 3))):
            document = _soiled(draw, document)
        data = json.dumps(document).encode("utf-8", "surrogatepass")
    else:
        data = draw(st.sampled_from(TEXTS)).encode()
        for _ in range(draw(st.integers(0, 2))):
            data = _cell(draw, data)
    for _ in range(draw(st.integers(0, 2))):
        at = draw(st.integers(0, len(data)))
        match draw(st.integers(0, 3)):
            case 0:
                data = data[:at]
            case 1:
                data = data[:at] + draw(st.sampled_from(RAW)) + data[at:]
            case 2:
                data = data[:at] + data[at + draw(st.integers(1, 9)) :]
            case _:
                data += data[at:]
    return data


def _soiled(draw: st.DrawFn, document: Any) -> Any:
    """One value somewhere in a document exchanged, taken away or doubled."""
    node, path = document, []
    while isinstance(node, dict | list) and node and draw(st.integers(0, 4)):
        key = draw(st.sampled_from(sorted(node))) if isinstance(node, dict) else draw(st.integers(0, len(node) - 1))
        path.append((node, key))
        node = node[key]
    if not path:
        return copy.deepcopy(draw(st.sampled_from(ODD))) if draw(st.booleans()) else [document]
    parent, key = path[-1]
    if draw(st.booleans()):
        parent[key] = copy.deepcopy(draw(st.sampled_from(ODD)))
    elif isinstance(parent, dict):
        del parent[key]
    else:
        parent.append(copy.deepcopy(node))
    return document


def _cell(draw: st.DrawFn, data: bytes) -> bytes:
    """One cell of a table exchanged."""
    cells = data.split(b",")
    cells[draw(st.integers(0, len(cells) - 1))] = str(draw(st.sampled_from(ODD))).encode("utf-8", "surrogatepass")
    return b",".join(cells)


def imported(path: Path, data: bytes) -> Workspace | None:
    """What the application does with a file, from the bytes to the edit, with everything chosen."""
    path.write_bytes(data)
    steps = 0

    def tick(number: int) -> None:
        nonlocal steps
        steps += 1

    try:
        try:
            source = open_source(path, ImportOptions(as_of=TODAY))
        except UnknownFormat as unknown:
            source = open_source(path, ImportOptions(as_of=TODAY, columns=unknown.proposed))
        plan = plan_import(WORKED, source, tick=tick)
        lines = [line for line in plan.lines if line.kind != "unchanged"]
        said = {"provider": "x", "access": "managed_api", "openness": "closed"}
        known = {id_: {**said, **more} for id_, more in completions(lines, TODAY).items()}
        return with_import(WORKED, lines, known, TODAY)
    except ShortlistError as error:
        told = str(error)
        assert told and len(told) < 20_000
        assert not any(char in told for char in "\x1b\x9d\x00\u202e")
        return None
    finally:
        # No record is looked at twice, and every record takes at least a byte.
        assert steps <= len(data)
        assert to_data(WORKED) == BEFORE


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the damaged file lies."""
    return tmp_path_factory.mktemp("fuzz") / "text_2026-11-20"


@pytest.mark.parametrize("data", [*(json.dumps(one).encode() for one in JSON), *(one.encode() for one in TEXTS)])
def test_every_sample_is_whole(path: Path, data: bytes) -> None:
    """What is damaged below is recognised and read as it is; a table of one's own by the columns that are proposed."""
    assert imported(path, data) is not None


@given(data=damaged())
@settings(max_examples=100)
def test_a_damaged_file_is_a_sentence(path: Path, data: bytes) -> None:
    """A sample of the large count."""
    imported(path, data)


@pytest.mark.long
@given(data=damaged())
@settings(max_examples=20_000)
def test_20_000_damaged_files_are_sentences(path: Path, data: bytes) -> None:
    """The large count."""
    imported(path, data)

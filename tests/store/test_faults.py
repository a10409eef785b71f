"""Whatever interrupts a save, the file holds the old workspace or the new one, and the next save cleans up.

Each disturbance runs many times in a process of its own, on a disk in memory where there is one: what is tested is the
order of the calls, and a test of the model of a power cut stands beside it.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from shortlist.store.places import Places
from shortlist.store.workspaces import Store, load
from tests.conftest import ROOT
from tests.store.operations import OPERATIONS, version

MEMORY = Path("/dev/shm")


HANGS_S = 5400
"""A disturbance that takes so long hangs; thousands of runs under strace take half an hour on a busy machine."""


@pytest.fixture
def root() -> Iterator[Path]:
    """A folder in memory where there is such a place, else on disk."""
    with tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as folder:
        yield Path(folder)


def start(*arguments: object) -> subprocess.Popen[str]:
    """A disturbance in a process of its own."""
    command = [sys.executable, "-m", "tests.store.operations", *map(str, arguments)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def disturbed(*arguments: object) -> list[str]:
    """What a disturbance made go wrong."""
    process = start(*arguments)
    out, err = process.communicate(timeout=HANGS_S)
    if "strace cannot trace here" in err:
        pytest.skip("strace cannot trace here")
    assert process.returncode == 0, err
    print(err)
    found: list[str] = json.loads(out)
    return found


@pytest.mark.parametrize(
    ("operation", "count"),
    [
        *(("save", 50), ("bring_in_runs", 8)),
        *(
            pytest.param("save", 2000, marks=pytest.mark.long),
            pytest.param("bring_in_runs", 500, marks=pytest.mark.long),
        ),
        *(pytest.param(o, 200, marks=pytest.mark.long) for o in OPERATIONS if o not in ("save", "bring_in_runs")),
    ],
)
def test_a_kill_at_any_moment_loses_nothing(root: Path, operation: str, count: int) -> None:
    """Old or new, never less, and nothing is left lying after the next save."""
    assert disturbed("kill", root / "a", operation, count, 7) == []


FILLING = ("keep_draft", "restore", "bring_in_runs", "accept", "export_all")


@pytest.mark.parametrize(
    ("operation", "levels"),
    [("save", 20), *(pytest.param(o, 60, marks=pytest.mark.long) for o in ("save", *FILLING))],
)
def test_a_disk_that_is_full_at_any_level_loses_nothing(root: Path, operation: str, levels: int) -> None:
    """From no byte to more than the file needs: done or refused in plain words."""
    assert disturbed("fill", root / "a", operation, levels) == []


@pytest.mark.skipif(shutil.which("strace") is None, reason="needs strace")
@pytest.mark.parametrize(
    ("operation", "sample"),
    [
        *(("save", 12), ("delete", 6), ("rename", 6), ("duplicate", 5), ("accept", 5), ("export_all", 5)),
        *(pytest.param(o, 0, marks=pytest.mark.long) for o in OPERATIONS),
    ],
)
def test_a_fault_at_any_system_call_loses_nothing(root: Path, operation: str, sample: int) -> None:
    """SIGKILL, EIO, ENOSPC, EACCES, EROFS, EDQUOT at each call that touches a file: old or new, in plain words."""
    assert disturbed("inject", root / "a", operation, sample, 7) == []


@pytest.mark.parametrize("saves", [15, pytest.param(500, marks=pytest.mark.long)])
def test_four_writers_lose_no_save(root: Path, saves: int) -> None:
    """Each raises the same number; at the end it is the sum of what was acknowledged, and conflicts were seen."""
    place = root / "a"
    store = Store(Places(place / "data", place / "data" / "state"))
    store.create(version("0"), "a")
    writers = [start("write", place, saves) for _ in range(4)]
    results = [json.loads(writer.communicate(timeout=HANGS_S)[0]) for writer in writers]
    print(f"saves and conflicts of each writer: {results}")
    assert [done for done, _ in results] == [saves] * 4
    assert load(place / "data" / "workspaces" / "a.toml").workspace.title == str(4 * saves)
    assert sum(conflicts for _, conflicts in results) > 0

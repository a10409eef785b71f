"""Files of runs that are larger, more deeply packed or less true than they say: refused, or read in bounded memory."""

from __future__ import annotations

import json
import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from shortlist.core.basics.errors import ShortlistError
from shortlist.core.evidence.rows import sums
from tests.evidence.conftest import Write, archive, found_in, only
from tests.evidence.samples import inspect_log, inspect_members, promptfoo, promptfoo_row, sample

MEMORY_MB = 400
"""What reading any file of runs may need in all."""
READ = """
import json, sys
from pathlib import Path
from shortlist.core.basics.errors import ShortlistError
from shortlist.core.evidence.found_run import ReadOptions
from shortlist.core.evidence.rows import sums
from shortlist.importing_runs import read_any, read_runs, runs_in

path = Path(sys.argv[1])
try:
    source = runs_in(path, read_any(path), for_step=True)
    told = "no runs"
    if source is not None:
        told = [sums(run.rows)["examples"] for run in read_runs(source, ReadOptions()).runs]
except ShortlistError as error:
    told = str(error)
# Not by getrusage: its peak is also that of the process which started this one.
peak = next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(json.dumps([told, int(peak) / 1024]))
"""


def read_apart(path: Path) -> tuple[Any, float]:
    """What a process of its own makes of a file, and its peak of memory in MB."""
    done = subprocess.run([sys.executable, "-c", READ, str(path)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    told, peak = json.loads(done.stdout)
    return told, peak


@pytest.fixture(scope="module")
def bomb(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A log whose summaries are half a gigabyte of blanks."""
    path = tmp_path_factory.mktemp("bomb") / "bomb.eval"
    header = {key: value for key, value in inspect_log(sample("q1")).items() if key != "samples"}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as out:
        out.writestr("header.json", json.dumps(header))
        with out.open("summaries.json", "w", force_zip64=False) as member:
            for _ in range(500):
                member.write(b" " * 1_000_000)
    return path.read_bytes()


def resized(packed: bytes, size_of: Callable[[int], int]) -> bytes:
    """An archive whose directory says another size of the summaries."""
    changed = bytearray(packed)
    place = changed.find(b"PK\x01\x02")
    while place >= 0:
        (length,) = struct.unpack_from("<H", changed, place + 28)
        if changed[place + 46 : place + 46 + length] == b"summaries.json":
            (size,) = struct.unpack_from("<I", changed, place + 24)
            struct.pack_into("<I", changed, place + 24, size_of(size))
            return bytes(changed)
        place = changed.find(b"PK\x01\x02", place + 4)
    raise AssertionError("no summaries")


@pytest.mark.parametrize("declared", [None, 1000])
def test_a_member_that_unpacks_to_half_a_gigabyte_is_refused(tmp_path: Path, bomb: bytes, declared: int | None) -> None:
    """Whatever it says of its size; nothing of it is kept, and little is unpacked."""
    path = tmp_path / "bomb.eval"
    path.write_bytes(bomb if declared is None else resized(bomb, lambda _: declared))
    assert path.stat().st_size < 1_000_000
    told, peak = read_apart(path)
    assert isinstance(told, str) and "summaries.json in it" in told and peak < 150, (told, peak)


@pytest.mark.parametrize("off", [-1, 1, 1_000_000_000])
def test_a_member_that_lies_about_its_size_is_refused(write: Write, off: int) -> None:
    """By a byte, or by a gigabyte."""
    packed = archive(inspect_members(inspect_log(sample("q1"))), 8)
    lied = resized(packed, lambda size: min(2**32 - 1, size + off))
    with pytest.raises(ShortlistError):
        found_in(write("l.eval", lied))


def test_what_is_no_number_is_no_figure(write: Write) -> None:
    """NaN and infinities in scores, costs, times and tokens: unknown, never a mean of nothing."""
    odd = promptfoo_row("a", cost=float("nan"), latencyMs=float("inf"), score=float("nan"))
    odd["response"]["tokenUsage"] = {"prompt": float("nan"), "completion": float("-inf")}
    path = write("r.json", json.dumps(promptfoo(odd, promptfoo_row("b", testIdx=1))))
    try:
        told = sums(only(found_in(path)).rows)
    except ShortlistError as error:
        assert "NaN" in str(error)
    else:
        assert all(value == value for value in told.values() if isinstance(value, float))
        assert "cost_usd" not in told and told["examples"] == 2
    log = inspect_log(sample("q1", float("nan")), sample("q2", working_time=float("nan")))
    rows = only(found_in(write("l.json", json.dumps(log)))).rows
    assert [row.example for row in rows] == ["q2"] and rows[0].total_s is None


def test_ids_that_stand_twice_are_repeats_of_what_was_asked(write: Write) -> None:
    """An example is what was asked: the same id with other inputs is another one, the same input a repeat."""
    rows = [promptfoo_row(f"ask {n % 3}", testIdx=n) for n in range(6)]
    for one in rows:
        one["testCase"]["metadata"]["id"] = "same"
    run = only(found_in(write("r.json", promptfoo(*rows))))
    assert {row.example for row in run.rows} == {"same"} and len({row.digest for row in run.rows}) == 3
    assert sorted(row.repeat for row in run.rows) == [1, 1, 1, 2, 2, 2]


@pytest.mark.long
def test_two_hundred_megabytes_of_json(tmp_path: Path) -> None:
    """Refused before it is read, or read within the bound; so is what is just small enough."""
    answer = json.dumps(promptfoo_row("x", response={"output": "y" * 20_000}))
    for megabytes in (200, 150):
        path = tmp_path / f"{megabytes}.json"
        head, tail = json.dumps(promptfoo()).split('"results": []', 1)
        with path.open("w", encoding="utf-8") as out:
            out.write(f'{head}"results": [{answer}')
            for _ in range(megabytes * 1_000_000 // len(answer)):
                out.write(f",{answer}")
            out.write(f"]{tail}")
        told, peak = read_apart(path)
        print(f"{megabytes} MB: {str(told)[:160]}; peak {peak:.0f} MB")
        assert peak < MEMORY_MB, (megabytes, told, peak)

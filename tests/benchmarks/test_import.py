"""What large files take: a table of 64 MB and a price map of 6,000 entries, as ratios to merely parsing them.

Each import runs in a process of its own, whose peak of memory is measured against one that imports a small file.
Run by hand: `pytest -m benchmark -s tests/benchmarks/test_import.py`.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROW = "model-{number:07d},{rating},+5/-5,{number},An organization,MIT\n"
HEAD = "model,arena_score,95_pct_ci,votes,organization,license\n"
SIZE = 63_900_000
MEMORY_LIMIT_MB = 250
"""What an import of 64 MB may need beside a small one: the file once, and the rows to choose from."""

IMPORT = """
import csv, io, json, resource, sys, time
from pathlib import Path
from shortlist.core.document.workspace import read_workspace
from shortlist.importing import open_source, plan_import

path = Path(sys.argv[1])
steps = {"id": "a", "name": "A"}
workspace = read_workspace({"schema": 1, "title": "T", "scenario": {"steps": [steps]}})
told = []
start = time.perf_counter()
source = open_source(path)
plan = plan_import(workspace, source, tick=lambda number: told.append(number) if number % 1000 == 0 else None)
took = time.perf_counter() - start
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
start = time.perf_counter()
if path.suffix == ".csv":
    with path.open(newline="") as file:
        for _ in csv.reader(file):
            pass
else:
    json.loads(path.read_text())
parsed = time.perf_counter() - start
read = plan.read + plan.refusals
print(json.dumps({"ratio": took / parsed, "seconds": took, "peak_mb": peak, "rows": read, "lines": len(plan.lines),
                  "progress": len(told)}))
"""


def measured(path: Path) -> dict[str, float]:
    """An import in a process of its own."""
    done = subprocess.run([sys.executable, "-c", IMPORT, str(path)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found: dict[str, float] = json.loads(done.stdout)
    return found


@pytest.mark.benchmark
def test_a_table_of_64_mb(tmp_path: Path) -> None:
    """A million rows: progress a thousand times, memory for the file once and what can be chosen from."""
    small, large = tmp_path / "text_small.csv", tmp_path / "text_large.csv"
    small.write_text(HEAD + ROW.format(number=1, rating=1200))
    with large.open("w") as file:
        file.write(HEAD)
        number = 0
        while file.tell() < SIZE:
            file.write("".join(ROW.format(number=number + step, rating=1000 + step) for step in range(1000)))
            number += 1000
    base, found = measured(small), measured(large)
    grown = found["peak_mb"] - base["peak_mb"]
    print(f"\n64 MB: {found} · {grown:.0f} MB more than a small file")
    assert found["rows"] == number
    assert found["progress"] == number // 1000
    assert grown < MEMORY_LIMIT_MB


@pytest.mark.benchmark
def test_a_price_map_of_6000_entries(tmp_path: Path) -> None:
    """All of them can be chosen from."""
    entry = {
        "litellm_provider": "openai",
        "mode": "chat",
        "input_cost_per_token": 1e-6,
        "output_cost_per_token": 4e-6,
        "input_cost_per_token_batches": 5e-7,
        "output_cost_per_token_batches": 2e-6,
        "cache_read_input_token_cost": 1e-7,
        "input_cost_per_token_above_200k_tokens": 2e-6,
        "max_input_tokens": 200_000,
        "max_output_tokens": 8_000,
        "supports_function_calling": True,
    }
    path = tmp_path / "prices.json"
    path.write_text(json.dumps({f"model-{number}": entry for number in range(6_000)}))
    found = measured(path)
    print(f"\n6,000 entries: {found}")
    assert (found["rows"], found["lines"]) == (6_000, 6_000)


# --- runs

ANSWERS, ROW_BYTES = 10_000, 15_000
RUN_IMPORT = """
import json, resource, sys, time
from pathlib import Path
from shortlist.core.document.workspace import read_workspace
from shortlist.core.evidence.found_run import ReadOptions
from shortlist.core.importing.runs import SaidOfRuns
from shortlist.importing_runs import plan_of, read_any, read_runs, runs_in
from shortlist.store.evidence import keep_rows
from shortlist.store.import_memory import ImportMemory
from shortlist.store.places import Places

path = Path(sys.argv[1])
workspace = read_workspace({"schema": 1, "title": "T", "scenario": {"steps": [{"id": "a", "name": "A"}]}})
told = []
start = time.perf_counter()
source = runs_in(path, read_any(path))
read = time.perf_counter() - start
asked = ReadOptions(tick=lambda number: told.append(number) if number % 1000 == 0 else None)
found = read_runs(source, asked)
memory = ImportMemory(Places(path.parent / "data", path.parent / "data" / "state"))
plan = plan_of(workspace, found, source, asked, SaidOfRuns(), memory)
keep_rows(path.with_suffix(".toml"), [line.rows_text for line in plan.lines])
took = time.perf_counter() - start
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
del source, found, plan
start = time.perf_counter()
json.loads(path.read_bytes())
parsed = time.perf_counter() - start
print(json.dumps({"ratio": took / parsed, "seconds": took, "reading": read, "parsing": parsed, "peak_mb": peak,
                  "progress": len(told)}))
"""


def promptfoo_of(path: Path) -> None:
    """Ten thousand answers of promptfoo, 150 MB: every row repeats its prompt and what the server said."""
    from tests.evidence.samples import promptfoo, promptfoo_row

    head, tail = json.dumps(promptfoo()).split('"results": []', 1)
    with path.open("w", encoding="utf-8") as out:
        out.write(f'{head}"results": [')
        for number in range(ANSWERS):
            row = promptfoo_row(f"question {number}", testIdx=number)
            row["testCase"]["metadata"] = {"id": f"q{number}", "kind": "real_task"}
            filler = [{"role": "user", "content": "word " * 100} for _ in range(25)]
            text = json.dumps({**row, "metadata": {"messages": filler}})
            out.write(("," if number else "") + text + " " * max(0, ROW_BYTES - len(text)))
        out.write(f"]{tail}")


@pytest.mark.benchmark
def test_a_run_of_ten_thousand_answers(tmp_path: Path) -> None:
    """A file of promptfoo of 150 MB: read, previewed and its rows written at no more than three times its parsing."""
    path = tmp_path / "r.json"
    promptfoo_of(path)
    done = subprocess.run([sys.executable, "-c", RUN_IMPORT, str(path)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    print(f"\n{path.stat().st_size / 1e6:.0f} MB, {ANSWERS:,} answers: {found}")
    assert found["ratio"] <= 3 and found["progress"] == ANSWERS // 1000

"""What measuring five million requests takes, beside plain DuckDB on the same file, and pandas.

Each in a process of its own, the packages loaded before the clock starts.
Run by hand: `pytest -m benchmark -s tests/benchmarks/test_request_logs.py`.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROWS = 5_000_000
MOST = 1.6
"""Times the plain query; the aim is 1.3, and a busy machine is no defect."""
WAYS = {
    "ours": """
import duckdb, ibis
from shortlist.measuring.engine import measure, open_logs
def run(path):
    found = measure(open_logs([path], None), {})
    return sorted((one.model, one.requests, one.failed, *one.latency, *one.ttft) for one in found.groups)
""",
    "duckdb": """
import duckdb
duckdb.sql("SET enable_progress_bar = false")
def run(path):
    times = ", ".join(
        f"quantile_cont({column} / 1000, {share}) FILTER (status <> 'failure')"
        for column in ("duration_ms", "ttft_ms") for share in (0.5, 0.95, 0.99)
    )
    means = ", ".join(
        f"avg({column}) FILTER (status <> 'failure')"
        for column in ("prompt_tokens", "cached_tokens", "completion_tokens")
    )
    speed = (
        "quantile_cont(CASE WHEN duration_ms > ttft_ms AND completion_tokens > 1 THEN "
        "(completion_tokens - 1) / ((duration_ms - ttft_ms) / 1000) END, 0.5) FILTER (status <> 'failure')"
    )
    rows = duckdb.sql(
        f"SELECT model, count(*), sum((status = 'failure')::int), {times}, {means}, {speed}, "
        f"min(\\"startTime\\"), max(\\"startTime\\") FROM '{path}' GROUP BY model"
    ).fetchall()
    return sorted(row[:9] for row in rows)
""",
    "pandas": """
import pandas
def run(path):
    table = pandas.read_parquet(path)
    found = []
    for model, own in table.groupby("model"):
        good = own[own.status != "failure"]
        columns = ("duration_ms", "ttft_ms")
        times = [good[column].quantile(share) / 1000 for column in columns for share in (0.5, 0.95, 0.99)]
        for column in ("prompt_tokens", "cached_tokens", "completion_tokens"):
            good[column].mean()
        ((good.completion_tokens - 1) / (good.duration_ms - good.ttft_ms)).quantile(0.5)
        found.append((model, len(own), len(own) - len(good), *times))
    return sorted(found)
""",
}
TIMED = """
import json, resource, sys, time
start = time.perf_counter()
rows = run(sys.argv[1])
took = time.perf_counter() - start
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({"seconds": took, "peak_mb": peak, "rows": rows}))
"""


@pytest.mark.benchmark
def test_five_million_requests(tmp_path: Path) -> None:
    """The same figures three ways; ours within a factor of the plain query."""
    import duckdb

    path = tmp_path / "logs.parquet"
    duckdb.sql(
        f"""COPY (SELECT CASE WHEN hash(i) % 3 = 0 THEN 'one' ELSE 'two' END AS model,
        TIMESTAMP '2026-10-01' + to_seconds((i * 0.5)::BIGINT) AS "startTime",
        (200 + hash(i * 7) % 1000)::BIGINT AS prompt_tokens, (hash(i * 5) % 200)::BIGINT AS cached_tokens,
        (20 + hash(i * 3) % 300)::BIGINT AS completion_tokens, (100 + hash(i * 11) % 900)::DOUBLE AS ttft_ms,
        (1000 + hash(i * 13) % 5000)::DOUBLE AS duration_ms,
        CASE WHEN hash(i * 19) % 50 = 0 THEN 'failure' ELSE 'success' END AS status
        FROM range({ROWS}) t(i)) TO '{path}'"""
    )
    found = {}
    for name, code in WAYS.items():
        done = subprocess.run(
            [sys.executable, "-c", code + TIMED, str(path)], capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        found[name] = json.loads(done.stdout)
        print(f"{name}: {found[name]['seconds']:.2f} s, {found[name]['peak_mb']:.0f} MB")
    ratio = found["ours"]["seconds"] / found["duckdb"]["seconds"]
    print(f"ours over DuckDB: {ratio:.2f}")
    for name in ("duckdb", "pandas"):
        for ours, theirs in zip(found["ours"]["rows"], found[name]["rows"], strict=True):
            assert ours[:3] == theirs[:3] and ours[3:] == pytest.approx(theirs[3:])
    assert ratio < MOST

"""`shortlist measure` on a second engine: Spark in local mode comes to the very figures of DuckDB."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.cli.test_measure import requests, written
from tests.conftest import ROOT
from tests.evaluating.conftest import candidate, write

MINUTES = 60
IN_SPARK = """
import sys

from pyspark.sql import SparkSession
from shortlist.cli import main

build = SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false")
session = build.config("spark.sql.session.timeZone", "UTC").getOrCreate()
session.read.parquet(sys.argv[2]).createOrReplaceTempView("requests")
sys.exit(main(["measure", sys.argv[1], "requests", "--engine", "pyspark://local", *sys.argv[3:]]))
"""


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An interpreter of its own with Spark beside Shortlist; skips with the reason where that cannot be had."""
    if shutil.which("java") is None:
        installed = done("apt-get", "install", "-y", "--no-install-recommends", "default-jre-headless")
        if installed is None or installed.returncode or shutil.which("java") is None:
            pytest.skip("no Java here, and default-jre-headless cannot be installed")
    folder = tmp_path_factory.mktemp("spark") / "venv"
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    installed = done(str(folder / "bin/pip"), "install", "-q", f"{ROOT}[logs]", "pyspark>=4")
    if installed is None or installed.returncode:
        pytest.skip(f"Spark cannot be installed: {'' if installed is None else installed.stderr[-200:]}")
    return folder / "bin/python"


def done(*command: str) -> subprocess.CompletedProcess[str] | None:
    """A command that has ended; None where there is none of that name, or it takes for ever."""
    try:
        return subprocess.run(command, capture_output=True, text=True, timeout=20 * MINUTES, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return None


@pytest.mark.long
def test_spark_comes_to_the_figures_of_duckdb(python: Path, tmp_path: Path) -> None:
    """Counts, means and percentiles, which Spark has exactly as well, of each model, by the command."""
    workspace = write(tmp_path, [candidate(one, "http://127.0.0.1:9/v1") for one in ("one", "two")], [])
    rows = [
        {
            "model": row["model"],
            "startTime": row["at"].replace(tzinfo=None),
            "prompt_tokens": row["sent"],
            "cached_tokens": row["cached"],
            "completion_tokens": row["written"],
            "ttft_ms": 1000 * row["first_s"],
            "duration_ms": 1000 * row["took_s"],
            "status": "failure" if row["failed"] else "success",
        }
        for row in requests(2_000)
    ]
    file = written(tmp_path / "requests.parquet", rows)
    asked = ("--step", "answer", "--dry-run", "--json")
    found: list[dict[str, Any]] = []
    for way in (
        ["-m", "shortlist", "measure", str(workspace), str(file), *asked],
        ["-c", IN_SPARK, str(workspace), str(file), *asked],
    ):
        one = done(str(python), *way)
        assert one is not None and one.returncode == 0, one and one.stderr[-2000:]
        found.append(json.loads(one.stdout[one.stdout.index("{") :]))
    duckdb, spark = found
    assert alike(spark, duckdb), (spark, duckdb)
    assert "approximate" not in json.dumps(spark["notices"])


def alike(one: Any, other: Any) -> bool:
    """Whether two values are the same, numbers to the last digits that order of adding leaves open."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(alike(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(alike, one, other))
    if isinstance(one, float) or isinstance(other, float):
        return one == pytest.approx(other, rel=1e-9)
    return bool(one == other)

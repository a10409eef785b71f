"""What all tests share: a day that does not move, a data directory of their own, and the command as a function."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.standing import FIXTURES, ROOT, SCENARIOS, TODAY

__all__ = ["FIXTURES", "ROOT", "SCENARIOS", "TODAY"]

# How long an example takes is the machine's affair; a slow one is no defect.
settings.register_profile(
    "default",
    deadline=None,
    derandomize=True,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("default")

Run = Callable[..., subprocess.CompletedProcess[str]]


def pytest_xdist_auto_num_workers() -> int:
    """Three workers a core with `-n auto`: most of the time a worker waits, for a terminal or for another process."""
    return 3 * (os.cpu_count() or 1)


@pytest.fixture
def today() -> dt.date:
    """The day on which everything is judged."""
    return TODAY


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    """An empty data directory."""
    return tmp_path / "data"


@pytest.fixture
def run(data_dir: Path) -> Run:
    """Run the command in a process of its own, on that data directory and day."""

    def call(*arguments: object, **options: object) -> subprocess.CompletedProcess[str]:
        environment = {
            **os.environ,
            "SHORTLIST_DATA_DIR": str(data_dir),
            "SHORTLIST_TODAY": TODAY.isoformat(),
            "COLUMNS": "80",
            **options.pop("env", {}),  # type: ignore[dict-item]
        }
        return subprocess.run(
            [sys.executable, "-m", "shortlist", *map(str, arguments)],
            capture_output=True,
            text=True,
            env=environment,
            timeout=60,
            check=False,
            **options,  # type: ignore[call-overload]
        )

    return call

"""What all tests share: a day that does not move, a data directory of their own, and the command as a function."""

from __future__ import annotations

import datetime as dt
import gc
import io
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from _pytest.assertion import rewrite
from hypothesis import HealthCheck, settings

from shortlist.catalogue import updating
from shortlist.cli import main
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

Done = subprocess.CompletedProcess[str]
Run = Callable[..., Done]


def pytest_xdist_auto_num_workers() -> int:
    """Three workers a core with `-n auto`: a worker waits two thirds of the time, for a terminal or another process,
    and each one more has to read all the tests."""
    return 3 * (os.cpu_count() or 1)


def pytest_configure(config: pytest.Config) -> None:
    """From a clean clone no test has been rewritten for its assertions yet, which is half of what a worker does before
    its first test: each takes its share of the files, and reads the others' work."""
    workers = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "0"))
    if not workers:
        return
    own = int(os.environ["PYTEST_XDIST_WORKER"].removeprefix("gw"))
    for path in sorted((ROOT / "tests").rglob("test_*.py"))[own::workers]:
        compiled = rewrite.get_cache_dir(path) / (path.stem + rewrite.PYC_TAIL)
        if rewrite._read_pyc(path, compiled) is None:
            compiled.parent.mkdir(exist_ok=True)
            status, code = rewrite._rewrite_test(path, config)
            rewrite._write_pyc(config.stash[rewrite.assertstate_key], code, status, compiled)


def pytest_collection_finish() -> None:
    """The modules and the cases stay to the end: the garbage collector need not go over them again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@pytest.fixture
def today() -> dt.date:
    """The day on which everything is judged."""
    return TODAY


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    """An empty data directory."""
    return tmp_path / "data"


def surroundings(data_dir: Path) -> dict[str, str]:
    """What the command is told by its environment: that data directory, the day, and a width."""
    return {"SHORTLIST_DATA_DIR": str(data_dir), "SHORTLIST_TODAY": TODAY.isoformat(), "COLUMNS": "80"}


def read_back(stream: io.TextIOWrapper) -> str:
    """What was printed, with the ends of lines as a pipe is read."""
    stream.flush()
    printed = stream.buffer
    assert isinstance(printed, io.BytesIO)
    return io.TextIOWrapper(io.BytesIO(printed.getvalue()), "utf-8", newline=None).read()


@pytest.fixture
def run(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run the command in this process, on that data directory and day; it prints to no terminal, and is asked nothing
    but what `input` answers."""

    def call(*arguments: object, env: Mapping[str, str] | None = None, input: str = "") -> Done:
        assert not {"_ARGCOMPLETE", "TZ"} & set(env or {}), "that ends the process, or is read at its start"
        out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", newline="") for _ in range(2))
        environment, signals = dict(os.environ), {one: signal.getsignal(one) for one in (signal.SIGTERM, signal.SIGHUP)}
        with monkeypatch.context() as patch:
            patch.setattr(sys, "stdin", io.StringIO(input))
            patch.setattr(sys, "stdout", out)
            patch.setattr(sys, "stderr", err)
            patch.setattr(updating, "_location", None)
            os.environ.update({**surroundings(data_dir), **(env or {})})
            try:
                code = main([str(one) for one in arguments])
            except SystemExit as ended:
                code = ended.code if isinstance(ended.code, int) else 0
            finally:
                gc.enable()
                os.environ.clear()
                os.environ.update(environment)
                for one, handler in signals.items():
                    signal.signal(one, handler)
        return subprocess.CompletedProcess([], code, read_back(out), read_back(err))

    return call


@pytest.fixture
def run_apart(data_dir: Path) -> Run:
    """Run the command in a process of its own, where that is what matters."""

    def call(*arguments: object, **options: object) -> Done:
        environment = {**os.environ, **surroundings(data_dir), **options.pop("env", {})}  # type: ignore[dict-item]
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

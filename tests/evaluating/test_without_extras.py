"""Without the packages of the extras: one sentence says what to install, and everything else works as it does."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from shortlist.core.basics.errors import ShortlistError
from shortlist.measuring import engine
from tests.conftest import Run
from tests.evaluating.conftest import Evaluate, candidate, example, write
from tests.evaluating.server import FaultServer

EXTRAS = ("openai", "jsonschema", "regex", "ibis", "duckdb", "pyarrow", "numpy", "mcp")
BLOCKED = f"import sys\nsys.modules.update(dict.fromkeys({EXTRAS}))\n"


def without(patch: pytest.MonkeyPatch, *names: str) -> None:
    """Packages that cannot be imported from now on, whatever was before."""
    ibis = sys.modules.get("ibis")
    if ibis is not None:  # it keeps the engines that were used once
        patch.delattr(ibis, "duckdb", raising=False)
    for name in names:
        patch.setitem(sys.modules, name, None)


def test_a_run_says_what_to_install(
    evaluate: Evaluate, server: FaultServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before anything is called: the client, and what checks by pattern or schema need, where one is asked."""
    plain = write(tmp_path, [candidate("one", server.url)], [example(1)])
    with monkeypatch.context() as patch:
        without(patch, "openai")
        done = evaluate(plain)
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr == 'shortlist: calling models needs the openai client: pip install "shortlist[eval]"\n'
    with monkeypatch.context() as patch:
        without(patch, "regex")
        assert evaluate(plain).returncode == 0 and len(server.calls) == 1
        write(tmp_path, [candidate("one", server.url)], [example(1, checks=[{"regex": "y.s"}])])
        done = evaluate(plain)
        assert done.returncode == 2 and len(server.calls) == 1
        assert done.stderr.count("\n") == 1 and 'pip install "shortlist[eval]"' in done.stderr


def test_reading_logs_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ibis, DuckDB under it, or the driver of the engine that is named."""
    file = tmp_path / "logs.csv"
    file.write_text("model\none\n", "utf-8")
    for name in ("ibis", "duckdb"):
        with monkeypatch.context() as patch:
            without(patch, name, "ibis.backends.duckdb")
            with pytest.raises(ShortlistError) as error:
                engine.open_logs([str(file)], None)
            assert str(error.value) == engine.NO_IBIS
    with monkeypatch.context() as patch:
        without(patch, "ibis.backends.postgres")
        with pytest.raises(ShortlistError) as error:
            engine.open_logs(["logs"], "postgres://me:secret@nowhere/x")
        assert str(error.value) == 'postgres: its driver is not installed: pip install "ibis-framework[postgres]"'


def test_everything_else_works_without_them(run_apart: Run, tmp_path: Path) -> None:
    """In a process that has none of them: coverage, evidence and the comparison; logs say what they need."""
    (tmp_path / "blocked").mkdir()
    (tmp_path / "blocked" / "sitecustomize.py").write_text(BLOCKED, "utf-8")
    path = write(tmp_path, [candidate("one", "http://127.0.0.1:9/v1")], [example(1, checks=[{"regex": "y.s"}])])
    env = {"PYTHONPATH": os.pathsep.join((str(tmp_path / "blocked"), os.environ.get("PYTHONPATH", "")))}
    for command in (["golden", path], ["evidence", path], ["show", path]):
        done = run_apart(*command, env=env)
        assert (done.returncode in (0, 1), done.stderr) == (True, ""), command
    file = tmp_path / "logs.csv"
    file.write_text("model\none\n", "utf-8")
    done = run_apart("measure", path, file, "--step", "answer", env=env)
    assert (done.returncode, done.stdout, done.stderr) == (2, "", f"shortlist: {engine.NO_IBIS}\n")


def test_what_is_missing_is_said_before_the_client_is_loaded(tmp_path: Path) -> None:
    """A run without an example is refused at once: loading the client takes longer than a key may."""
    path = write(tmp_path, [candidate("one", "http://127.0.0.1:9/v1")], [])
    program = f"""
import datetime as dt, pathlib, sys
from shortlist.core.calling.plan import NoDataset, Wanted
from shortlist.evaluating.run_change import Options, prepare
from shortlist.store.workspaces import load
path = pathlib.Path({str(path)!r})
try:
    prepare(path, load(path).workspace, Wanted(), Options(), dt.date(2026, 11, 22))
except NoDataset:
    print("openai" in sys.modules)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.stdout == "False\n", done.stderr

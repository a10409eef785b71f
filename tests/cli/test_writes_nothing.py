"""Opening, showing, checking and exporting write nothing to the workspace, and no text steers what they print to."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from pathlib import Path

from shortlist.store.places import Places
from shortlist.store.workspaces import Store
from tests.conftest import ROOT
from tests.tui.hostile import hostile_import, hostile_workspace
from tests.tui.terminal import open_application

MANY = """
import contextlib, io, json, sys
from shortlist.cli import main
results = []
for arguments in json.load(sys.stdin):
    out, err = io.TextIOWrapper(io.BytesIO(), "utf-8"), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            code = main(arguments)
        except SystemExit as stop:
            code = stop.code
    out.flush()
    results.append([code, out.buffer.getvalue().decode("utf-8", "surrogateescape"), err.getvalue()])
json.dump(results, sys.__stdout__)
"""
"""Runs many commands in one process, so that starting it costs once."""


def commands(data: Path, *lines: list[str]) -> list[tuple[int, str, str]]:
    """The exit code and both outputs of each command."""
    given = [["--data-dir", str(data), "--today", "2026-11-22", *line] for line in lines]
    done = subprocess.run(
        [sys.executable, "-c", MANY], input=json.dumps(given), capture_output=True, text=True, cwd=ROOT, check=False
    )
    assert done.returncode == 0, done.stderr
    return [(code, out, err) for code, out, err in json.loads(done.stdout)]


def reading(name: str, folder: Path) -> list[list[str]]:
    """Every command that only reads."""
    formats = ("markdown", "madr", "matrix", "html", "json", "csv", "toml")
    return [
        ["show", name],
        ["show", name, "--json"],
        ["show", name, "--why", "nobody"],
        ["check", name],
        ["check", name, "--strict", "--json"],
        ["review"],
        ["review", name, "--json"],
        ["list"],
        ["list", "--json"],
        ["list", "--trash"],
        ["export", name],
        *(["export", name, "-f", one, "-o", str(folder / f"out.{one}")] for one in formats),
    ]


def state_of(folder: Path) -> dict[str, tuple[str, int, int]]:
    """The digest, the modification time and the inode of every file."""
    return {
        str(path): (hashlib.sha256(path.read_bytes()).hexdigest(), path.stat().st_mtime_ns, path.stat().st_ino)
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_no_command_that_reads_writes_to_a_workspace(tmp_path: Path) -> None:
    """Digest, time and inode of every file of the data directory are as before, and no file was added."""
    store = Store(Places(tmp_path / "data", tmp_path / "data" / "state"))
    store.duplicate("support-assistant-worked", "worked")
    before = state_of(tmp_path / "data" / "workspaces")
    lines = reading("worked", tmp_path)
    results = commands(tmp_path / "data", *lines)
    assert [line for line, (code, _, _) in zip(lines, results, strict=True) if code not in (0, 1)] == [lines[2]]
    assert state_of(tmp_path / "data" / "workspaces") == before


def test_opening_writes_nothing(tmp_path: Path) -> None:
    """Opened in a terminal, every tab looked at, closed: the file is the same file."""
    store = Store(Places(tmp_path, tmp_path / "state"))
    path = store.duplicate("support-assistant-worked", "worked").path
    before = state_of(tmp_path / "workspaces")
    terminal = open_application(tmp_path, str(path))
    terminal.wait_for("a month.")
    for key in (b"2", b"3", b"4", b"5", b"1"):
        terminal.type(key)
        terminal.read(0.2)
    terminal.type(b"\x11")
    assert terminal.exit_code() == 0
    assert state_of(tmp_path / "workspaces") == before


def raw(text: str) -> set[str]:
    """Characters that steer a terminal or the direction of reading."""
    return {
        char
        for char in text
        if (ord(char) < 32 and char not in "\n\t")
        or 127 <= ord(char) < 160
        or 0xD800 <= ord(char) < 0xE000
        or char in "\u061c\u200e\u200f\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
    }


def test_no_command_prints_what_steers_a_terminal(tmp_path: Path) -> None:
    """Every command, with fifteen escape sequences and fifteen strings of markup over every text field: 0 raw bytes,
    no defect, and the stored text stays what it was. An import of such names is refused or shown clean as well."""
    store = Store(Places(tmp_path / "data", tmp_path / "data" / "state"))
    made = store.create(hostile_workspace(0), "soiled")
    before = state_of(tmp_path / "data" / "workspaces")
    foreign = tmp_path / "prices\x1b]2;X\x07.json"
    foreign.write_text(hostile_import())
    lines = [line for line in reading("soiled", tmp_path) if line[1:2] != ["soiled"] or "toml" not in line]
    lines += [["import", "soiled", str(foreign), "--dry-run"], ["show", "\x1b]2;X\x07"], ["catalogue", "\x9b31m"]]
    results = commands(tmp_path / "data", *lines)
    for line, (code, out, err) in zip(lines, results, strict=True):
        assert code in (0, 1, 2), (line, code, err)
        assert raw(out) == set() == raw(err), line
    for path in tmp_path.glob("out.*"):
        assert raw(path.read_text("utf-8")) == set(), path
    assert state_of(tmp_path / "data" / "workspaces") == before
    assert store.open("soiled").workspace == made.workspace == hostile_workspace(0)


def test_a_saved_hostile_workspace_reads_back_as_it_is(tmp_path: Path) -> None:
    """All thirty strings in turn in every text field: what is stored is what was given."""
    store = Store(Places(tmp_path / "data", tmp_path / "state"))
    for turn in range(30):
        workspace = hostile_workspace(turn)
        assert store.open(store.create(workspace, f"turn {turn}").path.stem).workspace == workspace

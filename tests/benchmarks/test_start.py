"""How fast the application starts, as ratios to a bare Textual application in the same terminal.

The runs are interleaved, so that a busy machine slows both; medians are compared. Run by hand:
`pytest -m benchmark -s tests/benchmarks/test_start.py`.
"""

from __future__ import annotations

import os
import re
import statistics
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.tui.terminal import SOURCE, Terminal, open_application

BARE = """
from textual.app import App
from textual.widgets import Static

class Bare(App):
    def compose(self):
        yield Static("bare application")

Bare().run()
"""
ROUNDS = 11
FRAME, FIGURES, BODY = "Checklist", "of $400", "a month."
"""What shows that the frame is painted, the worked example's figures in it, and the screen beneath with all it has."""
FRAME_LIMIT, FIGURES_LIMIT, MEMORY_LIMIT = 1.15, 1.8, 2.0


def first_paint(terminal: Terminal, *texts: str) -> list[float]:
    """When each text was on the screen, in seconds from the start of the process."""
    times = [terminal.wait_for(text) for text in texts]
    terminal.type(b"\x11")
    terminal.exit_code()
    return times


@pytest.mark.benchmark
def test_start_ratios(tmp_path: Path) -> None:
    """The frame within 1.15 times a bare application's first paint, the worked example's figures in it within 1.8."""
    open_and_quit(tmp_path)
    bare, frame, figures, body = [], [], [], []
    for _ in range(ROUNDS):
        bare += first_paint(Terminal(["-c", BARE]), "bare application")
        terminal = open_application(tmp_path, "support-assistant-worked")
        painted, shown, all_shown = first_paint(terminal, FRAME, FIGURES, BODY)
        frame.append(painted)
        figures.append(shown)
        body.append(all_shown)
    base = statistics.median(bare)
    ratios = [statistics.median(times) / base for times in (frame, figures, body)]
    print(f"\nbare {base * 1000:.0f} ms, frame {ratios[0]:.2f} x, figures {ratios[1]:.2f} x, all {ratios[2]:.2f} x")
    print(import_profile(tmp_path))
    assert ratios[0] <= FRAME_LIMIT
    assert ratios[1] <= FIGURES_LIMIT


def resident_mb(terminal: Terminal, text: str) -> float:
    """What the process holds in memory once a text was there and a second more, in megabytes."""
    with terminal:
        terminal.wait_for(text)
        terminal.read(1.0)
        pages = int(Path(f"/proc/{terminal.pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


@pytest.mark.benchmark
def test_memory_ratio(tmp_path: Path) -> None:
    """The worked example within twice what a bare application holds."""
    bare = resident_mb(Terminal(["-c", BARE]), "bare application")
    ours = resident_mb(open_application(tmp_path, "support-assistant-worked"), BODY)
    print(f"\nbare {bare:.0f} MB, worked example {ours:.0f} MB: {ours / bare:.2f} x")
    assert ours <= MEMORY_LIMIT * bare


def open_and_quit(data: Path) -> None:
    """Make the workspace, and the byte code."""
    first_paint(open_application(data, "support-assistant-worked"), BODY)


def import_profile(data: Path, most: int = 12) -> str:
    """What costs most to import, package by package, in milliseconds of its own time."""
    code = "import shortlist.tui.app.application, shortlist.tui.screens.scenario.body, shortlist.store.workspaces"
    told = subprocess.run(
        [sys.executable, "-X", "importtime", "-c", code],
        env={"PYTHONPATH": str(SOURCE), "PATH": ""},
        capture_output=True,
        text=True,
        check=True,
    ).stderr
    own: Counter[str] = Counter()
    for line in told.splitlines():
        match = re.match(r"import time:\s+(\d+) \|\s+\d+ \|\s+(\S+)", line)
        if match:
            package = match[2].split(".")
            own[".".join(package[: 2 if package[0] == "shortlist" else 1])] += int(match[1])
    return "\n".join(f"{micro / 1000:8.1f} ms  {package}" for package, micro in own.most_common(most))


def test_the_frame_imports_neither_core_nor_store() -> None:
    """What is painted first waits for neither pydantic, nor the core, nor the store."""
    screens = "shortlist.tui.frame.workspace, shortlist.tui.screens.welcome.screen"
    told = subprocess.run(
        [sys.executable, "-c", f"import sys, shortlist.tui.app.application, {screens}\nprint(*sys.modules)"],
        env={"PYTHONPATH": str(SOURCE)},
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    heavy = ("pydantic", "shortlist.core", "shortlist.store", "genai_prices")
    assert [name for name in told if name.startswith(heavy)] == []

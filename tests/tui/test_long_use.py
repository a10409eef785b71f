"""Random keys on the largest workspace for a long time: no key holds the screen up, and memory flattens.

`python -m tests.tui.test_long_use 600` does it for ten minutes and prints what it saw.
"""

from __future__ import annotations

import asyncio
import gc
import os
import random
import statistics
import sys
import tempfile
import time
from contextlib import chdir
from pathlib import Path
from typing import NamedTuple

import pytest

from shortlist.store.places import Places
from shortlist.store.workspaces import Store
from shortlist.tui.app.application import ShortlistApp
from tests.benchmarks.test_analyse import workspace
from tests.conftest import TODAY
from tests.tui.conftest import ready, until
from tests.tui.test_robust_keys import KEYS, burst, settle

LEAVES = {"ctrl+q"}
SAMPLES = 20
"""Looks at the memory, evenly spread."""


class Seen(NamedTuple):
    """What a run saw."""

    keys: int
    held_up: tuple[tuple[float, str], ...]
    """The seconds of the loop's thread that keys took until nothing was left to do, the worst first."""
    memory: tuple[float, ...]
    """Megabytes in use, at even distances."""

    def __str__(self) -> str:
        worst = "\n".join(f"{1000 * taken:.0f} ms {key}" for taken, key in self.held_up)
        memory = " ".join(f"{one:.0f}" for one in self.memory)
        return f"{self.keys} keys; memory in MB: {memory}; the slowest:\n{worst}"


def used_mb() -> float:
    """Resident memory of this process."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def standing(app: ShortlistApp) -> str:
    """Where the next key will be felt: the tab, the dialogs over it, and the part that has the focus."""
    tab = app.workspace.tab if app.workspace is not None else ""
    over = (one.__class__.__name__ for one in app.screen_stack[1:])
    return "/".join(filter(None, (tab, *over, app.focused.__class__.__name__ if app.focused else "")))


async def wander(data: Path, seconds: float, seed: int, size: tuple[int, int] = (120, 40)) -> Seen:
    """Keys on the largest workspace; where they left it, it is opened again."""
    store, chance = Store(Places(data, data / "state")), random.Random(seed)
    store.create(workspace(*LARGEST), "large")
    app = ShortlistApp(store.places, "large", TODAY)
    held_up: list[tuple[float, str]] = []
    memory: list[float] = []
    count, keys = 0, [key for key in KEYS if key not in LEAVES]
    async with app.run_test(size=size, notifications=True) as pilot:
        await until(pilot, lambda: ready(app))
        began = time.monotonic()
        while (gone := time.monotonic() - began) < seconds:
            if gone >= len(memory) * seconds / SAMPLES:
                gc.collect()
                memory.append(used_mb())
            key = chance.choice(keys)
            way, before = standing(app), time.thread_time()
            burst(pilot, [key])
            await settle(pilot)
            held_up.append((time.thread_time() - before, f"{key}: {way} -> {standing(app)}"))
            count += 1
            assert not app._exit, key
            if app.workspace is None and count % 7 == 0:
                burst(pilot, ["escape", "home", "enter"])
                await settle(pilot)
    return Seen(count, tuple(sorted(held_up, reverse=True)[:20]), tuple(memory))


LARGEST = (200, 5)
"""Candidates and steps."""


def flattens(memory: tuple[float, ...]) -> bool:
    """Whether the last quarter holds no more than a tenth above what the third one held."""
    quarter = len(memory) // 4
    return statistics.mean(memory[-quarter:]) <= 1.1 * statistics.mean(memory[-2 * quarter : -quarter])


@pytest.mark.benchmark
def test_a_long_time_of_keys(tmp_path: Path) -> None:
    """Three minutes here; ten by hand."""
    with chdir(tmp_path):
        seen = asyncio.run(wander(tmp_path, 180, 7))
    print(seen)
    assert flattens(seen.memory), seen
    assert seen.held_up[0][0] <= 0.5, seen


def main() -> None:
    """Run for so many seconds, and print what was seen."""
    with tempfile.TemporaryDirectory() as folder, chdir(folder):
        seen = asyncio.run(wander(Path(folder), float(sys.argv[1]), int(sys.argv[2]) if sys.argv[2:] else 7))
    print(seen, flush=True)
    print("memory flattens" if flattens(seen.memory) else "MEMORY GROWS")


if __name__ == "__main__":
    main()

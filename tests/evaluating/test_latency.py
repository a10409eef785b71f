"""Times under load: what is told lies within 5 % or 5 ms of what a server of known delays did, however many calls."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from shortlist.core.evidence.rows import percentile
from tests.conftest import ROOT
from tests.evaluating.conftest import Evaluate, candidate, example, write

FIRST_S, BETWEEN_S = 0.2, 0.05


class Away:
    """A server in a process of its own, which prints what it did."""

    def __init__(self) -> None:
        command = [sys.executable, "-m", "tests.evaluating.server", str(FIRST_S), str(BETWEEN_S), "told"]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT)
        assert self.process.stdout is not None
        self.url = f"http://127.0.0.1:{int(self.process.stdout.readline())}/v1"
        self.told: list[dict[str, Any]] = []
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        self.told.extend(json.loads(line) for line in self.process.stdout)


@pytest.fixture
def away() -> Iterator[Away]:
    """The server."""
    server = Away()
    yield server
    server.process.kill()
    server.process.wait()


@pytest.mark.benchmark
@pytest.mark.parametrize("concurrency", [1, 8, 64])
def test_times_are_those_of_the_server(concurrency: int, away: Away, evaluate: Evaluate, tmp_path: Path) -> None:
    """Medians and 95th percentiles of the first token and of the whole answer, as the server stamped them."""
    number = 40 if concurrency == 1 else 192
    path = write(tmp_path, [candidate("one", away.url)], [example(n) for n in range(number)])
    done = evaluate(path, "--concurrency", concurrency, "--json")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)["runs"][0]
    ended = [one for one in away.told if "ended" in one]
    assert len(ended) == number
    for ours, theirs in (("ttft", "first_s"), ("latency", "total_s")):
        for share in (50, 95):
            truth = percentile([one[theirs] for one in ended], share / 100)
            assert truth is not None
            assert abs(told[f"{ours}_p{share}_s"] - truth) <= max(0.005, 0.05 * truth), (ours, share, truth, told)

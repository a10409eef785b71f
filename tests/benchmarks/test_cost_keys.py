"""From a key in an assumption to the bytes that show what it costs, against a key press in an empty `Input`.

Twelve candidates, three steps. p50 to p50 and p95 to p95, pressed in turn. Run by hand:
`pytest -m benchmark -s tests/benchmarks/test_cost_keys.py`.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from shortlist.core.analysis import analyse
from shortlist.core.basics.words import usd_apart
from shortlist.core.document.workspace import Workspace
from shortlist.core.edits.places import KeyPath, with_value
from shortlist.tui.draw.figures import true_minus
from tests.benchmarks.test_keys import opened, told
from tests.conftest import TODAY
from tests.tui.conftest import with_candidates
from tests.tui.latency import Press, against_empty_input, timed

OUTPUT: KeyPath = ("scenario", "steps", 0, "usage", "output_tokens")
DIGITS = "725094"


def edits(workspace: Workspace) -> Iterator[Press]:
    """A number typed digit by digit and taken back, with the difference of the first bill that each key must bring."""
    before = analyse(workspace, None, TODAY)
    first, shown = before.ranking[0].id, ""
    saved = before.ranking[0].cost.bill or 0.0
    lengths = [1, *(length for _ in range(30) for length in (*range(2, 6), *range(4, 0, -1)))]
    typed = [DIGITS[:length] for length in lengths]
    for was, text in zip(["", *typed], typed, strict=False):
        now = analyse(with_value(workspace, OUTPUT, int(text)), None, TODAY).by_id[first].cost.bill or 0.0
        change = true_minus(usd_apart(now - saved))
        yield Press(text[-1:].encode() if len(text) > len(was) else b"\x7f", change if change != shown else "")
        shown = change


@pytest.mark.benchmark
def test_changing_an_assumption_with_twelve_candidates(tmp_path: Path) -> None:
    """From a digit of the output tokens to the difference that it makes to the first candidate's bill."""
    workspace = with_candidates(12)
    assert len(workspace.scenario.steps) == 3
    with opened(tmp_path, workspace) as terminal:
        timed(terminal, Press(b"4", "Per successful task"))
        # Down to the output tokens, whose assumption Enter opens; once more, its field.
        timed(terminal, Press(b"jjjjj"))
        timed(terminal, Press(b"\r", "Tokens of the answer"))
        timed(terminal, Press(b"\r"))
        ratios = against_empty_input(terminal, edits(workspace))
        told("changing an assumption, 12 candidates x 3 steps", ratios)

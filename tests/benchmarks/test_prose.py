"""Sixty pages of prose stay editable: a key in them against a key in an empty Textual `TextArea`.

p50 to p50 and p95 to p95, pressed in turn; the aim is five times. Run by hand:
`pytest -m benchmark -s tests/benchmarks/test_prose.py`.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from shortlist.core.edits.record import with_prose
from tests.benchmarks.test_keys import AIM, opened
from tests.conftest import TODAY
from tests.tui.conftest import with_candidates
from tests.tui.latency import EMPTY_TEXT, Press, against_empty_input, timed

PAGE = " ".join(f"Sentence {number} of a page says something about the choice." for number in range(50))
PAGES = "\n\n".join(f"Page {number}. {PAGE}" for number in range(60))
MARKS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def letters(times: int) -> Iterator[Press]:
    """Letters that stand nowhere else in a row: each shows itself behind those before it."""
    for turn in range(times):
        typed = ""
        for letter in MARKS:
            typed += letter
            yield Press(letter.encode(), typed[-3:])
        yield Press(b"\r" if turn % 2 else b" ")


@pytest.mark.benchmark
@pytest.mark.parametrize("place", ["end", "middle"])
def test_typing_into_sixty_pages(tmp_path: Path, place: str) -> None:
    """With twelve candidates beside them, at the end of the text and in its middle, in one long section."""
    workspace = with_prose(with_candidates(12), "decision", PAGES, TODAY)
    with opened(tmp_path, workspace) as terminal:
        timed(terminal, Press(b"5", "This record"))
        timed(terminal, Press(b"jjj", "Which model serves"))
        timed(terminal, Press(b"\r", "page says"))
        if place == "middle":
            timed(terminal, Press(b"\x1b[5~" * 40))
        ratios = against_empty_input(terminal, letters(6), EMPTY_TEXT)
        print(f"\n60 pages, at the {place}: {ratios}")
        assert ratios.p50 <= AIM and ratios.p95 <= AIM

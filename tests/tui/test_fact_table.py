"""A table of facts for a width: aligned, wrapped, or told row by row; never wider, and nothing of it lost."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from shortlist.tui.draw.lines import width_of
from shortlist.tui.screens.record.fact_table import table_lines

HEAD = ("candidate", "score", "whole answer, 95 %")
ROWS = (("DeepSeek V4.1 Flash", "86.4", "3.4 s"), ("GPT-6 Sol", "8.7", "unknown"))
RIGHT = (False, True, True)


def test_what_fits_stands_in_columns_under_a_rule() -> None:
    """Figures at the right edge of theirs."""
    assert [cell.text for cell in table_lines(HEAD, ROWS, RIGHT, 60)] == [
        "candidate            score  whole answer, 95 %",
        "───────────────────  ─────  ──────────────────",
        "DeepSeek V4.1 Flash   86.4               3.4 s",
        "GPT-6 Sol              8.7             unknown",
    ]


def test_what_is_too_wide_is_wrapped_and_then_told() -> None:
    """The widest column gives way first; where words would have to be broken two tables hold them, and else each row is
    told with its headings."""
    wrapped = [cell.text for cell in table_lines(HEAD, ROWS, RIGHT, 32)]
    assert max(map(width_of, wrapped)) <= 32 and wrapped[-1].split() == ["GPT-6", "Sol", "8.7", "unknown"]
    parted = [cell.text for cell in table_lines(HEAD, ROWS, RIGHT, 20)]
    assert max(map(width_of, parted)) <= 20
    assert sum(line.startswith("candidate") for line in parted) == 2, "two tables, each with what its rows are about"
    assert [cell.text for cell in table_lines(HEAD, ROWS, RIGHT, 19)] == [
        "DeepSeek V4.1 Flash",
        "  score: 86.4 · whole answer, 95 %: 3.4 s",
        "GPT-6 Sol",
        "  score: 8.7 · whole answer, 95 %: unknown",
    ]


WORDS = st.lists(st.text("abé–界%", min_size=1, max_size=14), max_size=6).map(" ".join)


@settings(max_examples=150)
@given(st.lists(st.tuples(WORDS, WORDS, WORDS), min_size=1, max_size=5), st.integers(20, 90))
def test_nothing_is_lost_or_wider_than_it_may_be(rows: list[tuple[str, str, str]], width: int) -> None:
    """Every word of every cell is there; a line of columns is never wider than it may be."""
    lines = table_lines(HEAD, rows, RIGHT, width)
    said = " ".join(cell.text for cell in lines)
    for word in (word for row in rows for cell in row for word in cell.split() if word != "–"):
        assert word in said
    if any(cell.text.startswith("─") for cell in lines):
        assert max(width_of(cell.text) for cell in lines) <= width

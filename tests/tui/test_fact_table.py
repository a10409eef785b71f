"""A table of facts for a width: aligned, wrapped, or told row by row; never wider, and nothing of it lost."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from shortlist.export.head_card import CardRow
from shortlist.tui.draw.lines import width_of
from shortlist.tui.screens.record.fact_table import table_lines
from shortlist.tui.screens.record.facts_pane import card_lines

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


def test_what_several_rows_are_about_is_said_once() -> None:
    """Where the next is about something else it is said again; a column of figures is never left free."""
    rows = [("Answer", "Sol", "1"), ("Answer", "Luna", "1"), ("Sort", "Sol", "1")]
    told = [cell.text for cell in table_lines(("step", "candidate", "n"), rows, (False, False, True), 60)][2:]
    assert told == ["Answer  Sol        1", "        Luna       1", "Sort    Sol        1"]
    figures = [cell.text for cell in table_lines(("n", "x", "y"), [("1", "a", "b"), ("1", "c", "d")], (True,) * 3, 60)]
    assert figures[2:] == ["1  a  b", "1  c  d"]


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


def test_the_gauge_of_a_limit_ends_at_it() -> None:
    """A longer score is better, and of a limit a shorter bar: the sign tells them apart, and a wide card says so."""
    rows = [
        CardRow("Score", "86.4 of 100", verdict="pass", share=0.86),
        CardRow("Bill a month", "$43.45 of $400", "within", "pass", 0.1, True),
        CardRow("Time of a task", "3.4 of 8 s", "within", "pass", 0.4, True),
    ]
    wide, narrow = (["".join(cell.text for cell in line) for line in card_lines(rows, width)] for width in (100, 60))
    for lines in (wide, narrow):
        assert ["┃ ✓" in line for line in lines] == [False, True, True]
        assert len({line.index("✓") for line in lines}) == 1
    assert ["shorter is better" in line for line in wide] == [False, True, False]
    assert "shorter" not in " ".join(narrow)

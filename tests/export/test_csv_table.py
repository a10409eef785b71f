"""The comparison as CSV."""

from __future__ import annotations

import csv
import io

import pytest
from documents import Document, analysed, candidate, document, step
from hypothesis import given, settings
from hypothesis import strategies as st
from shipped import WORKED, analysis_of
from strategies import documents

from shortlist.core.document.scenario import COLUMNS
from shortlist.export.csv_table import csv_table, neutralised

FORMULAS = (
    '=HYPERLINK("http://evil.example","x")',
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "＝1",
    "＋1",
    "－1",
    "＠x",
    "  =1",
    "\u202e=1",
)


def rows(text: str) -> list[dict[str, str]]:
    """The rows by column."""
    return list(csv.DictReader(io.StringIO(text), strict=True))


@pytest.mark.parametrize("text", FORMULAS)
def test_formulas_are_neutralised(text: str) -> None:
    """No text cell begins like a formula, whatever stands before the sign."""
    found = rows(csv_table(analysed(document(step(), [candidate("a", name=text, provider=text)]))))[0]
    for cell in (found["name"], found["provider"]):
        assert cell[0] not in "=+-@\t\r＝＋－＠ "


@given(st.text(alphabet="'=", max_size=4), st.text(alphabet="'=", max_size=4))
def test_texts_stay_apart(one: str, other: str) -> None:
    """An apostrophe that was there already is told from the one that was put before it."""
    assert (neutralised(one) == neutralised(other)) == (one == other)


def test_text_without_a_formula_stays() -> None:
    """Only what looks like a formula is touched."""
    assert [neutralised(text) for text in ("a=b", "'tis", "GPT-6", "")] == ["a=b", "'tis", "GPT-6", ""]


def test_numbers_are_unrounded_and_in_rank_order() -> None:
    """A figure in the table is the figure of the analysis."""
    analysis = analysis_of(WORKED)
    found = rows(csv_table(analysis))
    assert [row["id"] for row in found] == [result.id for result in analysis.ranking]
    for row, result in zip(found, analysis.ranking, strict=True):
        assert float(row["monthly_usd"]) == result.cost.monthly
        assert float(row["score"]) == result.score.middle
        assert all(float(row[column]) == result.columns[column].value for column in COLUMNS)
    assert [row["choice"] for row in found] == ["default", "", "fallback", "", ""]


@settings(max_examples=40)
@given(documents(least=1))
def test_unknown_is_empty(data: Document) -> None:
    """Every row has every column, and what is unknown is empty."""
    analysis = analysed(data)
    for row, result in zip(rows(csv_table(analysis)), analysis.ranking, strict=True):
        assert None not in row and None not in row.values()
        assert (row["monthly_usd"] == "") == (result.cost.monthly is None)
        assert (row["worst_total_s"] == "") == (result.worst_total_s is None)

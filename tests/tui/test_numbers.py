"""Numbers as they are typed, and back."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shortlist.tui.numbers import NotANumber, number_shown, number_text, parse_number


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("30k", 30_000),
        ("1.2M", 1_200_000),
        ("5%", 0.05),
        ("0.1 %", 0.001),
        ("$0.25", 0.25),
        (" 7 ", 7),
        ("-3", -3),
        (".5", 0.5),
        ("1e-7", 1e-7),
    ],
)
def test_what_a_text_means(text: str, value: float) -> None:
    """Suffixes multiply, and what is whole stays whole."""
    assert parse_number(text) == value
    assert isinstance(parse_number(text), type(value))


REFUSED = [
    "",
    "k",
    "nan",
    "inf",
    "1,234",
    "1.234,56",
    "1_000",
    "１２",
    "1e400",
    "1" * 40,
    "0x10",
    "--1",
    "1 000",
    "٣",
    "²",
]


@pytest.mark.parametrize("text", REFUSED)
def test_what_could_be_read_in_two_ways_is_refused(text: str) -> None:
    """No guess about commas, digits of other scripts, or what is no number at all."""
    with pytest.raises(NotANumber):
        parse_number(text)


@given(st.floats(min_value=1e-12, max_value=1e14) | st.integers(min_value=0, max_value=10**14))
def test_what_is_shown_for_editing_reads_back(value: float) -> None:
    """Editing a field without changing it changes nothing; a share survives its percent sign."""
    assert parse_number(number_text(value)) == value
    assert math.isclose(parse_number(number_text(value, share=True)), value, rel_tol=1e-15)


def test_how_numbers_are_read() -> None:
    """Digits grouped, shares as percentages, the unit behind."""
    assert number_shown(30_000, "requests") == "30,000 requests"
    assert number_shown(0.05, "share") == "5 %"
    assert number_shown(0.00042, "USD") == "0.00042 USD"
    assert number_shown(1e300, "tokens") == "1e+300 tokens"

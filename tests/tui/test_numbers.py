"""Numbers as they are typed, and back."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shortlist.core.basics.numbers import NotANumber, number_shown, number_text, parse_number, typed_number


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


@pytest.mark.parametrize(
    ("text", "value"),
    [("1,200", 1200), ("30,000", 30_000), ("1,234,567.5", 1_234_567.5), ("$ 1,200", 1200), ("-1,200", -1200)],
)
def test_commas_that_can_only_group_digits_are_read_where_a_person_types(text: str, value: float) -> None:
    """What the application shows may be typed as it is shown; a file is never read so."""
    assert typed_number(text, "USD/month") == value
    with pytest.raises(NotANumber):
        parse_number(text)


@pytest.mark.parametrize("text", ["1,2", "12,34", "1,2345", "0,123", "1,200,", "1,20,000", "1234,567", "1.234,567"])
def test_other_commas_are_refused_with_the_reason(text: str) -> None:
    """Two people could read them differently."""
    with pytest.raises(NotANumber, match="group digits in threes"):
        typed_number(text, "USD")


@pytest.mark.parametrize(
    ("text", "unit", "why"),
    [
        ("9,000 USD", "USD/month", "leave out “USD”: the number alone, in USD/month; write a number"),
        ("$ 8,500.50 12", "USD/month", "leave out “12”: one number is asked for"),
        ("4s", "s", "leave out “s”: the number alone, in s"),
        ("90 days", "days", "leave out “days”: the number alone, in days"),
        ("9 months", "months", "leave out “months”"),
        ("30k tokens", "tokens", "leave out “tokens”"),
        ("5% or so", "share", "leave out “or so”; write a number such as 1500, 0.25, 30k, 1.2M or 5%"),
        ("12 000 000", "tokens", "no space groups digits; write a number"),
        ("12,34 USD", "USD/month", "group digits in threes"),
        ("days", "days", "write a number such as"),
    ],
)
def test_what_stands_behind_a_number_is_named(text: str, unit: str, why: str) -> None:
    """The comma was right, or there was none: the unit has to go, or the second number."""
    with pytest.raises(NotANumber) as refused:
        typed_number(text, unit)
    assert why in str(refused.value)


def test_a_percentage_is_for_shares_alone() -> None:
    """Five percent of what, in dollars? Of a share it is clear, and of a figure in percent it is the figure."""
    assert typed_number("5%", "share") == 0.05
    assert typed_number("5 %", "%") == 5
    for unit in ("USD/month", "tokens", "s"):
        with pytest.raises(NotANumber, match=f"this is in {unit}"):
            typed_number("5%", unit)
        with pytest.raises(NotANumber, match=r"30k or 1\.2M$"):
            typed_number("x", unit)


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

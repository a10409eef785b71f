"""The axes of plots: where values lie, and which round values are written beside them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shortlist.core.basics.axes import powers, round_values, share

POSITIVE = st.floats(1e-9, 1e9)


@pytest.mark.parametrize(
    ("value", "low", "high", "log", "lies"),
    [
        (5, 0, 10, False, 0.5),
        (10, 1, 100, True, 0.5),
        (0, 0, 10, False, 0.0),
        (100, 1, 100, True, 1.0),
        (3, 3, 3, True, 0.5),
    ],
)
def test_where_a_value_lies(value: float, low: float, high: float, log: bool, lies: float) -> None:
    """Half way by difference or by factor; in the middle of an axis without length."""
    assert share(value, low, high, log) == pytest.approx(lies)


def test_round_values_by_hand() -> None:
    """Steps of 1, 2 or 5 times a power of ten, or of 2.5 where that is asked for; round ends are among them."""
    assert round_values(0, 10, 5) == [0, 2, 4, 6, 8, 10]
    assert round_values(1, 12, 5) == [5, 10]
    assert round_values(0, 1.2, 5, (1, 2, 2.5, 5, 10)) == [0, 0.25, 0.5, 0.75, 1.0]
    assert round_values(3, 3, 5) == []
    assert powers(0.3, 30) == [0.5, 1, 2, 5, 10, 20] and powers(0.3, 30, (1,)) == [1, 10]


@given(st.floats(-1e9, 1e9), POSITIVE, st.integers(2, 9))
def test_round_values_are_few_and_within(low: float, width: float, most: int) -> None:
    """As many as asked for, and one for the other end; evenly apart."""
    found = round_values(low, low + width, most)
    assert len(found) <= most + 1 and found == sorted(found)
    assert all(low - width * 1e-6 <= value <= low + width * (1 + 1e-6) for value in found)

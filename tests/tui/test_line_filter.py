"""The last defence before the terminal."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.segment import Segment
from rich.style import Style
from textual.color import Color

from shortlist.tui.draw.line_filter import ControlFilter
from shortlist.tui.draw.lines import fit, width_of, wrapped
from tests.tui.conftest import HOSTILE

STEERING = {*range(0x20), *range(0x7F, 0xA0), 0x2028, 0x2029, *range(0x202A, 0x202F), *range(0x2066, 0x206A)}


def filtered(text: str) -> str:
    """A text after the filter."""
    segments = ControlFilter().apply([Segment(text, Style(bold=True))], Color(0, 0, 0))
    assert segments[0].style == Style(bold=True)
    return "".join(segment.text for segment in segments)


@given(st.text(st.characters(exclude_categories=())))
def test_nothing_that_steers_gets_through(text: str) -> None:
    """No C0, DEL, C1, mark of direction, line separator or lone surrogate; as many characters as before."""
    clean = filtered(text)
    assert len(clean) == len(text)
    assert not any(ord(one) in STEERING or 0xD800 <= ord(one) <= 0xDFFF for one in clean)


def test_what_is_harmless_stays() -> None:
    """Emoji with joiners, wide and combining characters are not touched."""
    text = "👩\u200d💻 \u4f60\u597d e\u0301 naïve"
    assert filtered(text) == text


@given(st.sampled_from(HOSTILE) | st.text(), st.integers(0, 60))
def test_a_fitted_text_is_as_wide_as_asked(text: str, width: int) -> None:
    """Wide characters and cleaned ones included: a table's columns stay where they are."""
    assert width_of(fit(text, width)) == width


@given(st.sampled_from(HOSTILE) | st.text(), st.integers(2, 60))
def test_wrapped_lines_fit(text: str, width: int) -> None:
    """No line is wider than the pane."""
    assert all(width_of(line) <= width for line in wrapped(text, width))

"""The words and signs for levels, statuses and intervals, the same in every table and screen."""

from __future__ import annotations

from shortlist.core.analysis import Compared
from shortlist.core.document.scenario import Column
from shortlist.core.judging.column_value import ColumnValue, level_name
from shortlist.core.judging.judge import Score


def level_word(column: Column, value: ColumnValue) -> str:
    """A column as read: good to poor, or low to high risk; `? 0–50` for an interval, `–` without a target."""
    if value.level is None or value.low is None or value.high is None:
        return "–"
    if value.low != value.high:
        return f"? {100 * value.low:.0f}–{100 * value.high:.0f}"
    return level_name(column, value.level)


def score_word(score: Score) -> str:
    """A score as read: `78`, or `71–80` where something is unknown."""
    if score.low is None or score.high is None:
        return "–"
    low, high = f"{score.low:.0f}", f"{score.high:.0f}"
    return low if low == high else f"{low}–{high}"


def choice_sign(compared: Compared, candidate: str) -> str:
    """★ for a default, ◇ for a fallback: those decided on, while nothing is decided the recommended ones."""
    if candidate in compared.chosen.defaults:
        return "★"
    return "◇" if candidate in compared.chosen.fallbacks else " "

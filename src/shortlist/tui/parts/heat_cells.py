"""What of the comparison differs: a cell like its neighbours is plain, the odd one is tinted, and says it in a word."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from shortlist.core.assessment.assessor import CandidateResult
from shortlist.core.assessment.column_value import ColumnValue
from shortlist.core.document.scenario import COLUMNS
from shortlist.core.document.scenario import Column as Criterion
from shortlist.core.document.vocabulary import LEVELS, Level
from shortlist.export.levels import level_word
from shortlist.tui.draw.lines import Cell, Tone, bar

TINTS: dict[Level, Tone] = {"good": "tint_good", "medium": "tint_warn", "poor": "tint_bad"}
ALIKE: dict[Level, Tone] = {"good": "plain", "medium": "plain", "poor": "bad"}
"""Where most are so: what is bad stays red, however many share it."""
BRIEF = {"medium": "med"}
"""The words of levels where there are four columns for each."""


def usual_levels(results: Iterable[CandidateResult]) -> Mapping[Criterion, Level]:
    """The level that most candidates have in a column, of equally frequent ones the better; excluded ones aside."""
    rows = [one for one in results if one.steps and one.standing.status != "excluded"]
    found: dict[Criterion, Level] = {}
    for criterion in COLUMNS:
        counted = Counter(value.level for one in rows if (value := one.columns[criterion]).known)
        levels = [level for level in LEVELS if counted[level]]
        if levels:
            found[criterion] = max(levels, key=lambda level: counted[level])
    return found


def heat_cell(criterion: Criterion, value: ColumnValue, usual: Level | None, short: bool = False) -> Cell:
    """A level in a word, tinted where it is not the usual one; where it is open, from what to what."""
    text = level_text(criterion, value, short)
    if text == "–" or value.level is None:
        return Cell(text, "dim")
    if text.startswith("?"):
        return Cell(text, "tint_warn")
    return Cell(text, ALIKE[value.level] if value.level == usual else TINTS[value.level])


def level_text(criterion: Criterion, value: ColumnValue, short: bool = False) -> str:
    """A level in a word, of at most four letters where it is to be short; a dash without a target."""
    word = level_word(criterion, value)
    if word.startswith("?"):
        return "?" if short else word.replace("? ", "?")
    if short:
        word = BRIEF.get(word, word)
    return f"{word}*" if value.overridden else word


def score_bar(low: float | None, high: float | None, width: int) -> str:
    """A score from 0 to 100 as a bar; where it is a range, filled to its least and with a whisker to its most.

    `██████▌   ` is 65, `██████├┤  ` is 60 to 75.
    """
    if low is None or high is None:
        return "?".ljust(width)
    if f"{low:.0f}" == f"{high:.0f}":
        return bar(low / 100, width)
    first, last = (min(width - 1, int(max(0.0, min(100.0, value)) / 100 * width)) for value in (low, high))
    whisker = "┤" if first == last else f"├{'─' * (last - first - 1)}┤"
    return ("█" * first + whisker).ljust(width)

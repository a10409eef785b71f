"""The comparison under the card of the record: a row a candidate, in the colours of the screen of the candidates."""

from __future__ import annotations

from shortlist.core.analysis import Analysis
from shortlist.core.assessment.column_value import COLUMN_WORDS
from shortlist.core.basics.short_names import told_apart
from shortlist.core.document.scenario import COLUMNS
from shortlist.core.document.vocabulary import STATUSES
from shortlist.export.levels import choice_sign
from shortlist.tui.draw.lines import Cell, Tone, fit, width_of
from shortlist.tui.draw.widths import both_ends
from shortlist.tui.parts.heat_cells import heat_cell, score_bar, usual_levels
from shortlist.tui.widgets.pane import DrawnLine
from shortlist.tui.widgets.summary import score_text

MOST = 12
"""Candidates that are listed, the best; the screen of the candidates has all of them."""
LEVEL, BAR = 5, 10
"""Columns of a level that nobody rated by hand, and of the bar of a score."""
NAME = 16
"""Columns of a name beside which levels are worth their room."""


def compared_rows(analysis: Analysis, width: int) -> list[DrawnLine]:
    """The comparison in so many columns: where it is narrow the names with their scores and statuses alone."""
    if not analysis.ranking:
        return []
    shown, usual = analysis.ranking[:MOST], usual_levels(analysis.ranking)
    longest = max(width_of(one.candidate.name) for one in shown) + 3
    scores = max(5, *(width_of(score_text(one)) for one in shown))
    level = LEVEL + any(value.overridden for one in shown for value in one.columns.values())
    words = 1 + max(width_of(STATUSES[one.standing.status].name) for one in shown)
    beside = scores + 3 + words
    levels = width - beside - len(COLUMNS) * level >= NAME
    left = width - beside - levels * len(COLUMNS) * level
    bars = left - BAR - 1 >= min(longest, NAME + BAR)
    room = left - bars * (BAR + 1)
    # The words of the statuses give way to the names: the signs tell them apart as well.
    worded = room >= longest
    name = max(3, min(longest, room if worded else room + words))
    head = f"{fit('   candidate', name)} {'score':>{scores}} " + " " * (BAR + 1) * bars
    shown_columns = COLUMNS if levels else ()
    head += "".join(fit(COLUMN_WORDS[column].brief, level) for column in shown_columns)
    rows = [DrawnLine((Cell(head, "head"),))]
    # What is cut is told from the others: two names may begin and end alike.
    briefs = dict(told_apart(tuple(one.candidate.name for one in shown), name - 3))
    for one in shown:
        status = STATUSES[one.standing.status]
        tone: Tone = "dim" if one.standing.status in ("excluded", "no_step") else "plain"
        brief = both_ends(briefs.get(one.candidate.name, one.candidate.name), name - 3)
        told = f"{choice_sign(analysis, one.id)}  {brief}"
        cells = [Cell(fit(told, name), tone), Cell(f" {score_text(one):>{scores}} ", "strong")]
        if bars:
            cells.append(Cell(score_bar(one.score.low, one.score.high, BAR) + " ", tone))
        for column in shown_columns:
            cell = heat_cell(column, one.columns[column], usual.get(column), True)
            cells += [cell._replace(text=fit(cell.text, level - 1)), Cell(" ")]
        told = f"{status.sign} {status.name}" if worded else status.sign
        cells.append(Cell(told, "bad" if one.standing.status == "excluded" else "dim"))
        rows.append(DrawnLine(tuple(cells)))
    if len(analysis.ranking) > MOST:
        rows.append(DrawnLine((Cell(f"{len(analysis.ranking) - MOST} more", "dim"),)))
    return rows

"""The head of the HTML record: the card with who serves and what it comes to, and the comparison in colour."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from shortlist.core.analysis import Analysis
from shortlist.core.assessment.assessor import CandidateResult
from shortlist.core.assessment.column_value import COLUMN_WORDS, ColumnValue
from shortlist.core.basics.unknown import Unknown
from shortlist.core.document.scenario import COLUMNS
from shortlist.core.document.vocabulary import STATUSES, VERDICTS
from shortlist.export.facts import score
from shortlist.export.head_card import card_rows
from shortlist.export.html_style import GAUGE_STEPS
from shortlist.export.levels import choice_sign, level_word
from shortlist.export.notes import RecordNote
from shortlist.sanitising import shown


def head_card(analysis: Analysis, note: RecordNote) -> str:
    """The card that opens the page: who serves, what it comes to, how far it is, and until when."""
    cells, rows = "", card_rows(analysis, note)
    for row in rows:
        told, sign = row.told, VERDICTS[row.verdict].sign
        if row.verdict in ("fail", "unknown") and not told.startswith(sign):
            told = f"{sign} {told}"
        parts = [f"<dt>{escape(shown(row.title))}</dt>", f"<dd>{escape(shown(told))}</dd>"]
        if row.beside:
            parts.append(f'<dd class="beside">{escape(shown(row.beside))}</dd>')
        if row.share is not None:
            parts.append(f'<dd class="gauge {_gauge(row.share)}"></dd>')
        cells += f'<div class="{row.verdict.replace("_", "-")}">{"".join(parts)}</div>'
    bars = []
    if any(row.share is not None and not row.limit for row in rows):
        bars.append("the score of 100")
    if any(row.share is not None and row.limit for row in rows):
        bars.append("how much of each limit is taken; a full one is at its limit or over it")
    legend = ""
    if bars:
        legend = f'<p class="legend">Bars: {escape(", and ".join(bars))}.</p>'
    return f'<dl class="card">{cells}</dl>{legend}'


def _gauge(share: Unknown) -> str:
    """The class of a bar of so long a share."""
    return f"g{max(0, min(GAUGE_STEPS, round((share or 0.0) * GAUGE_STEPS)))}"


def comparison(analysis: Analysis) -> str:
    """The comparison in the colours of the screen: what most cells of a column say is plain, what differs is tinted."""
    if not analysis.ranking:
        return ""
    head = "".join(f"<th>{escape(COLUMN_WORDS[column].title)}</th>" for column in COLUMNS)
    shades = {column: [_shade(result.columns[column]) for result in analysis.ranking] for column in COLUMNS}
    # What most cells of a column say, of equally many the first; of one candidate alone nothing is usual.
    usual = [""] * len(COLUMNS)
    if len(analysis.ranking) > 1:
        usual = [max(dict.fromkeys(cells), key=cells.count) for cells in shades.values()]
    rows = "".join(_compared(analysis, result, usual) for result in analysis.ranking)
    told = ["★ serves, ◇ stands in."]
    values = [value for result in analysis.ranking for value in result.columns.values()]
    if any(value.overridden for value in values):
        told.append("* rated by a person.")
    if any(value.counts and not value.known for value in values):
        told.append("? a range from 0 to 100, because something is unknown.")
    return (
        '<div class="wide"><table class="compared"><thead><tr><th>candidate</th><th class="number">score</th>'
        f"{head}<th></th></tr></thead><tbody>{rows}</tbody></table></div>"
        f'<p class="legend">{escape(" ".join(told))}</p>'
    )


def _compared(analysis: Analysis, result: CandidateResult, usual: Sequence[str]) -> str:
    cells = []
    for column, common in zip(COLUMNS, usual, strict=True):
        value = result.columns[column]
        told = escape(level_word(column, value))
        if value.overridden:
            told += "*"
        attributes = f'data-label="{escape(COLUMN_WORDS[column].title)}"'
        if _shade(value) != common:
            attributes += f' class="{_shade(value)}"'
        cells.append(f"<td {attributes}>{told}</td>")
    status, bar = STATUSES[result.standing.status], _gauge(result.score.middle and result.score.middle / 100)
    name = f"{choice_sign(analysis, result.id)} {result.candidate.name}".strip()
    return (
        f'<tr class="{result.standing.status.replace("_", "-")}"><th scope="row">{escape(shown(name))}</th>'
        f'<td class="number score {bar}">{escape(score(result))}</td>{"".join(cells)}'
        f"<td>{status.sign} {escape(status.name)}</td></tr>"
    )


def _shade(value: ColumnValue) -> str:
    """The class of a level; what is not known, or does not count, has one of its own."""
    if not value.counts:
        return "none"
    if not value.known or value.level is None:
        return "open"
    return value.level

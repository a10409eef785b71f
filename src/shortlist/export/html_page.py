"""The record as one HTML file: readable on a phone and on paper, light and dark, with its plots, loading nothing.

The text is that of the Markdown record, rendered section by section with raw HTML off, so that prose cannot leave its
section, and cleaned once more. A content security policy forbids scripts and every request, whatever gets past that.
"""

from __future__ import annotations

import base64
import hashlib
import itertools
import re
from collections.abc import Sequence
from functools import cache
from html import escape
from typing import TYPE_CHECKING

from shortlist.core.analysis import Analysis
from shortlist.core.document.scenario import COLUMNS
from shortlist.core.document.vocabulary import STATUSES
from shortlist.core.judging.column_value import COLUMN_WORDS, ColumnValue
from shortlist.export.charts import CHARTS
from shortlist.export.facts import Report, score
from shortlist.export.head_card import card_rows
from shortlist.export.html_style import GAUGE_STEPS, STYLE
from shortlist.export.levels import choice_sign, level_word
from shortlist.export.limits import VERDICT_SIGNS
from shortlist.export.markdown import HOW_TO_READ, SECTION_FACTS, SECTION_TITLES, TEAM_WRITES
from shortlist.export.markup import bullets, joined, prose
from shortlist.export.notes import RecordNote, digest_lines, exception_lines, note_of, succession_lines, title_of
from shortlist.shown import shown

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

TAGS = {
    *("p", "br", "hr", "strong", "em", "s", "code", "pre", "blockquote", "ul", "ol", "li", "a"),
    *("table", "thead", "tbody", "tr", "th", "td", "h3", "h4", "h5", "h6"),
}
"""What is left of rendered Markdown: text and tables, no image and nothing that loads or runs."""
SCHEMES = {"http", "https", "mailto"}
DEEPER = {"h1": "h3", "h2": "h4", "h3": "h5"}
"""Headings that a person wrote stand below those of the sections."""
_CITATION = re.compile(r"(?<=[ >(])\[(\d+)\](?=[ <.;,)]|$)")


def html_page(analysis: Analysis, note: RecordNote | None = None) -> str:
    """The record of a workspace as an HTML document."""
    report, told = Report(analysis), note or note_of(analysis)
    links = (f'<li><a href="#{_anchor(id_)}">{escape(name)}</a></li>' for id_, name in SECTION_TITLES.items())
    contents = "".join(links)
    sections = [_section(report, name) for name in SECTION_TITLES]
    kept = kept_section(analysis, told)
    if kept:
        contents += '<li><a href="#exceptions">Exceptions and digest</a></li>'
    numbers = itertools.count(1)
    sources = re.sub("<li>", lambda _: f'<li id="source-{next(numbers)}">', _rendered(report.sources.listing()))
    body = "\n".join(
        [
            f"<header><h1>{escape(shown(title_of(analysis.workspace)))}</h1>{head_card(analysis, told)}</header>",
            comparison(analysis),
            f'<p class="read">{escape(HOW_TO_READ.format(day=analysis.today))}</p>',
            f'<nav aria-label="Contents"><ul>{contents}<li><a href="#sources">Sources</a></li></ul></nav>',
            *sections,
            f'<section id="sources"><h2>Sources</h2>{sources}</section>',
            kept,
        ]
    )
    return page(title_of(analysis.workspace), body)


def page(title: str, body: str) -> str:
    """An HTML document around a body that is safe; the title is any text."""
    # Nothing may be loaded or run; of styles only the one of this page, by its digest, holds.
    digest = base64.b64encode(hashlib.sha256(STYLE.encode("utf-8")).digest()).decode("ascii")
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    return _PAGE.format(policy=policy, title=escape(shown(title)), style=STYLE, body=body)


_PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
<main>
{body}
</main>
</body>
</html>
"""


def head_card(analysis: Analysis, note: RecordNote) -> str:
    """The card that opens the page: who serves, what it comes to, how far it is, and until when."""
    record = analysis.workspace.record
    cells = []
    for row in card_rows(analysis, note):
        beside = f'<dd class="beside">{escape(shown(row.beside))}</dd>' if row.beside else ""
        sign = VERDICT_SIGNS[row.verdict] if row.verdict in ("fail", "unknown") else ""
        told = row.told if row.told.startswith(sign) else f"{sign} {row.told}"
        cells.append(
            f'<div class="{row.verdict.replace("_", "-")}"><dt>{escape(shown(row.title))}</dt>'
            f"<dd>{escape(shown(told))}</dd>{beside}{_gauge(row.share)}</div>"
        )
    replaced = _rendered(bullets(succession_lines(record, note))) if record is not None else ""
    return f'<dl class="card">{"".join(cells)}</dl>{replaced}'


def _gauge(share: float | None) -> str:
    if share is None:
        return ""
    at = max(0, min(GAUGE_STEPS, round(share * GAUGE_STEPS)))
    return f'<dd class="gauge g{at}"></dd>'


def comparison(analysis: Analysis) -> str:
    """The comparison in the colours of the screen: what most cells of a column say is plain, what differs is tinted."""
    if not analysis.ranking:
        return ""
    head = "".join(f"<th>{escape(COLUMN_WORDS[column].title)}</th>" for column in COLUMNS)
    usual = {column: _usual([_shade(result.columns[column]) for result in analysis.ranking]) for column in COLUMNS}
    rows = []
    for result in analysis.ranking:
        cells = []
        for column in COLUMNS:
            value = result.columns[column]
            shade = "" if _shade(value) == usual[column] else f' class="{_shade(value)}"'
            cells.append(f"<td{shade}>{escape(level_word(column, value))}{'*' if value.overridden else ''}</td>")
        status = STATUSES[result.standing.status]
        middle = result.score.middle
        at = 0 if middle is None else max(0, min(GAUGE_STEPS, round(middle / 100 * GAUGE_STEPS)))
        name = f"{choice_sign(analysis, result.id)} {result.candidate.name}".strip()
        rows.append(
            f'<tr class="{result.standing.status.replace("_", "-")}"><th scope="row">{escape(shown(name))}</th>'
            f'<td class="number score g{at}">{escape(score(result))}</td>{"".join(cells)}'
            f"<td>{status.sign} {escape(status.name)}</td></tr>"
        )
    return (
        '<div class="wide"><table class="compared"><thead><tr><th>candidate</th><th class="number">score</th>'
        f"{head}<th></th></tr></thead><tbody>{''.join(rows)}</tbody></table></div>"
        f'<p class="legend">{escape(_comparison_legend(analysis))}</p>'
    )


def _shade(value: ColumnValue) -> str:
    """The class of a level; what is not known, or does not count, has one of its own."""
    if not value.counts:
        return "none"
    return value.level if value.known and value.level is not None else "open"


def _usual(shades: Sequence[str]) -> str:
    """What most cells of a column say, of equally many the first; of one candidate alone nothing is usual."""
    return max(dict.fromkeys(shades), key=shades.count) if len(shades) > 1 else ""


def _comparison_legend(analysis: Analysis) -> str:
    told = ["★ serves, ◇ stands in."]
    values = [value for result in analysis.ranking for value in result.columns.values()]
    if any(value.overridden for value in values):
        told.append("* rated by a person.")
    if any(value.counts and not value.known for value in values):
        told.append("? a range from 0 to 100, because something is unknown.")
    return " ".join(told)


def kept_section(analysis: Analysis, note: RecordNote) -> str:
    """What it was accepted in spite of, and the digest of what it rests on; empty before acceptance."""
    record = analysis.workspace.record
    lines = [*exception_lines(note), *digest_lines(record)] if record is not None else []
    if not lines:
        return ""
    return f'<section id="exceptions"><h2>Exceptions and digest</h2>{_rendered(bullets(lines))}</section>'


def _anchor(section: str) -> str:
    return section.replace("_", "-")


def _section(report: Report, name: str) -> str:
    """The facts with their citations and plots, then what the team wrote."""
    # Numbers of sources become links in the facts alone, whose brackets are our own.
    facts = _CITATION.sub(r'<a class="cite" href="#source-\1">[\1]</a>', _rendered(joined(SECTION_FACTS[name](report))))
    drawn = [plot for chart in CHARTS.get(name, ()) if (plot := chart(report.analysis))]
    written = prose(report.analysis.workspace.prose(name))
    parts = [facts, *drawn] if facts else drawn
    if written:
        who = f'<p class="who">{TEAM_WRITES.strip("*")}</p>' if parts else ""
        parts.append(f'<div class="team">{who}{_rendered(written)}</div>')
    inside = "\n".join(parts) or "<p>Nothing is recorded.</p>"
    return f'<section id="{_anchor(name)}"><h2>{escape(SECTION_TITLES[name])}</h2>\n{inside}</section>'


@cache
def _reader() -> MarkdownIt:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"]).disable("image")


def _rendered(text: str) -> str:
    """Markdown as inert HTML, its tables able to scroll by themselves."""
    import nh3

    reader = _reader()
    tokens = reader.parse(text)
    for token in tokens:
        token.tag = DEEPER.get(token.tag, token.tag)
    cleaned: str = nh3.clean(
        reader.renderer.render(tokens, reader.options, {}),
        tags=TAGS,
        attributes={"a": {"href"}, "ol": {"start"}},
        tag_attribute_values={"th": {"style": _ALIGNED}, "td": {"style": _ALIGNED}},
        url_schemes=SCHEMES,
        url_relative="deny",
        link_rel="noopener noreferrer nofollow",
    )
    # The policy forbids styles in place; a class says the same.
    for side in _ALIGNED:
        cleaned = cleaned.replace(f' style="{side}"', ' class="number"' if "right" in side else "")
    return cleaned.replace("<table>", '<div class="wide"><table>').replace("</table>", "</table></div>")


_ALIGNED = {"text-align:right", "text-align:left", "text-align:center"}

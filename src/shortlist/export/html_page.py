"""The record as one HTML file: readable on a phone and on paper, light and dark, with its plots, loading nothing.

The text is that of the Markdown record, rendered section by section with raw HTML off, so that prose cannot leave its
section, and cleaned once more. A content security policy forbids scripts and every request, whatever gets past that.
"""

from __future__ import annotations

import base64
import hashlib
import itertools
import re
from functools import cache
from html import escape
from typing import TYPE_CHECKING

from shortlist.core.analysis import Analysis
from shortlist.core.basics.words import bullets
from shortlist.core.document.sections import SECTION_TITLES
from shortlist.export.charts import CHARTS
from shortlist.export.facts import Report
from shortlist.export.html_head import comparison, head_card
from shortlist.export.html_style import STYLE
from shortlist.export.markdown import HOW_TO_READ, SECTION_FACTS, TEAM_WRITES
from shortlist.export.markup import joined, prose
from shortlist.export.notes import RecordNote, digest_lines, exception_lines, note_of, succession_lines, title_of
from shortlist.sanitising import shown

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

TAGS = {
    *("p", "br", "hr", "strong", "em", "s", "code", "pre", "blockquote", "ul", "ol", "li", "a"),
    *("table", "thead", "tbody", "tr", "th", "td", "h3", "h4", "h5", "h6"),
}
"""What is left of rendered Markdown: text and tables, no image and nothing that loads or runs."""
SCHEMES = {"http", "https", "mailto"}
DEEPER = {"h1": "h3", "h2": "h4", "h3": "h5"}  # headings that a person wrote stand below those of the sections
_CITATION = re.compile(r"(?<=[ >(])\[(\d+)\](?=[ <.;,)]|$)")
_ALIGNED = {"text-align:right": ' class="number"', "text-align:left": "", "text-align:center": ""}
"""The styles of cells, each with what stands in its place: the policy forbids styles, and a class says the same."""


def html_page(analysis: Analysis, note: RecordNote | None = None) -> str:
    """The record of a workspace as an HTML document."""
    report, told = Report(analysis), note or note_of(analysis)
    title = escape(shown(title_of(analysis.workspace)))
    links = (f'<li><a href="#{_anchor(id_)}">{escape(name)}</a></li>' for id_, name in SECTION_TITLES.items())
    contents = "".join(links)
    sections = [_section(report, name) for name in SECTION_TITLES]
    record, replaced, kept = analysis.workspace.record, "", ""
    if record is not None:
        replaced = _rendered(bullets(succession_lines(record, told)))
        kept = _rendered(bullets([*exception_lines(told), *digest_lines(record)]))
    if kept:
        contents += '<li><a href="#exceptions">Exceptions and digest</a></li>'
        kept = f'<section id="exceptions"><h2>Exceptions and digest</h2>{kept}</section>'
    numbers = itertools.count(1)
    sources = re.sub("<li>", lambda _: f'<li id="source-{next(numbers)}">', _rendered(report.sources.listing()))
    body = "\n".join(
        [
            f"<header><h1>{title}</h1>{head_card(analysis, told)}{replaced}</header>",
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


def _anchor(section: str) -> str:
    return section.replace("_", "-")


def _section(report: Report, name: str) -> str:
    """The facts with their citations and plots, then what the team wrote."""
    # Numbers of sources become links in the facts alone, whose brackets are our own.
    facts = _CITATION.sub(r'<a class="cite" href="#source-\1">[\1]</a>', _rendered(joined(SECTION_FACTS[name](report))))
    drawn = [plot for chart in CHARTS.get(name, ()) if (plot := chart(report.analysis))]
    written = prose(report.analysis.workspace.prose(name))
    parts = [part for part in (facts, *drawn) if part]
    if written:
        who = f'<p class="who">{TEAM_WRITES.strip("*")}</p>' if parts else ""
        parts.append(f'<div class="team">{who}{_rendered(written)}</div>')
    inside = "\n".join(parts) or "<p>Nothing is recorded.</p>"
    return f'<section id="{_anchor(name)}"><h2>{escape(SECTION_TITLES[name])}</h2>\n{inside}</section>'


# Made in some milliseconds and asked for by every block of a record; it holds rules and no text.
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
        tag_attribute_values={"th": {"style": {*_ALIGNED}}, "td": {"style": {*_ALIGNED}}},
        url_schemes=SCHEMES,
        url_relative="deny",
        link_rel="noopener noreferrer nofollow",
    )
    for style, attribute in _ALIGNED.items():
        cleaned = cleaned.replace(f' style="{style}"', attribute)
    return cleaned.replace("<table>", '<div class="wide"><table>').replace("</table>", "</table></div>")

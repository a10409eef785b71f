"""The HTML record: one file that loads and runs nothing, whatever the workspace holds."""

from __future__ import annotations

import base64
import hashlib
import re
from html.parser import HTMLParser
from typing import Any

import nh3
import pytest
from documents import analysed, candidate, document, observed, self_hosted, step
from markdown_it import MarkdownIt
from shipped import SCENARIOS, TODAY, WORKED, analysis_of
from strategies import documents
from test_markup import HOSTILE
from test_records import full

from shortlist.core.analysis import analyse
from shortlist.core.document.record import SECTIONS
from shortlist.core.document.sections import SECTION_TITLES
from shortlist.core.review.filed_records import Filed
from shortlist.export import html_page as html_page_module
from shortlist.export.html_page import html_page
from tests import accepting
from tests.counts import counted

VOID = {"meta", "br", "hr", "circle", "rect", "line", "polyline"}
HEAD = ["html", "head", "meta", "title", "style", "body", "main", "header", "nav", "section", "div", "figure"]
FLOW = ["figcaption", "h1", "h2", "h3", "h4", "h5", "h6", "p", "br", "hr", "strong", "em", "s", "code", "pre"]
LISTS = ["blockquote", "ul", "ol", "li", "dl", "dt", "dd", "a", "table", "thead", "tbody", "tr", "th", "td"]
DRAWN = ["svg", "text", "line", "polyline", "rect", "circle"]
KNOWN = {*HEAD, *FLOW, *LISTS, *DRAWN}
ATTRIBUTES = {"lang", "charset", "http-equiv", "content", "name", "id", "class", "href", "rel", "start", "role"}
ATTRIBUTES |= {"viewbox", "aria-label", "x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r", "width", "height", "points"}
ATTRIBUTES |= {"text-anchor", "scope", "data-label"}


class Page(HTMLParser):
    """Reads a page, and holds that it is well nested and has nothing but what is known to be harmless."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.texts: list[str] = []
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        assert tag in KNOWN, tag
        assert {name for name, _ in attributes} <= ATTRIBUTES, attributes
        found = dict(attributes)
        self.ids += [found["id"]] if found.get("id") else []  # type: ignore[list-item]
        if "href" in found:
            assert re.match(r"#[\w-]+$|https?://|mailto:", found["href"] or ""), found
            self.links.append(found["href"] or "")
        self.tags.append(tag)
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open[-1:] != ["style"]:
            self.texts.append(data)

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment: {data}")


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_shipped_scenarios(path: Any) -> None:
    """Every section once and in order, every link within the page leads somewhere, every plot has its words."""
    page = Page(html_page(analysis_of(path)))
    wanted = [name.replace("_", "-") for name in SECTION_TITLES]
    assert [id_ for id_ in page.ids if not id_.startswith("source")] == wanted
    assert {link[1:] for link in page.links if link.startswith("#")} <= set(page.ids)
    assert page.tags.count("svg") == page.tags.count("figure") == page.tags.count("figcaption")
    assert page.tags.count("h1") == 1


def test_nothing_is_loaded_and_nothing_runs() -> None:
    """The policy says so, and the style that it lets through is the page's own."""
    text = html_page(analysis_of(WORKED))
    style = re.search(r"<style>(.*?)</style>", text, re.DOTALL)
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', text)
    assert style and policy
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert policy[1] == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    assert "url(" not in style[1] and "@import" not in style[1]
    assert not re.search(r"<(?:script|link|img|iframe|object|embed|base|form)\b|\son\w+=|\sstyle=|\ssrc=", text)
    for condition in ("prefers-color-scheme: dark", "@media print", "max-width: 40rem"):
        assert condition in style[1]
    assert 'name="viewport" content="width=device-width, initial-scale=1"' in text


def test_the_card_and_the_comparison_open_the_page() -> None:
    """Who serves, stands in, what it comes to, how far, by whom, until when; levels are tinted where they differ."""
    text = html_page(analysis_of(WORKED))
    card = re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", text)
    assert dict(card) == {
        "Default": "DeepSeek V4.1 Flash",
        "Fallback": "GPT-6 Luna",
        "Score": "86.4 of 100",
        "Bill a month": "$43.45 of $400",
        "Successful task": "$0.229 of $0.30",
        "Time of a task": "3.4 of 8 s",
        "Status": "record 1, proposed on 2026-11-22",
        "Decided by": "Head of support engineering; Product manager, help center",
        "Reviewed": "once accepted: after 90 days",
    }
    compared = text.split('class="compared"')[1].split("</table>")[0]
    assert re.findall(r'<td data-label="\w+" class="(\w+)">(\w+\*?)', compared) == [
        ("good", "low"),
        *[("medium", "medium"), ("poor", "high*"), ("poor", "high"), ("poor", "high"), ("good", "low")],
    ]
    assert text.index('class="compared"') < text.index('id="decision"')
    assert 'id="exceptions"' not in text


def test_exceptions_and_the_digest_end_the_page() -> None:
    """Of an accepted record: each error with its reason, and the digest; nothing of them at the top."""
    kept = accepting.agreed()
    analysis = analyse(kept.workspace, None, TODAY, {1: Filed(kept.frozen)})
    page = html_page(analysis)
    last = page.split('<section id="exceptions">')[1]
    assert "Accepted in spite of “leaderboard only”" in last and "Reason: It is known." in last
    assert analysis.workspace.record is not None and analysis.workspace.record.digest in last
    assert page.count(analysis.workspace.record.digest) == 1
    for folded in ("<dt>Reviewed</dt><dd>on 2027-02-20, in 90 days</dd>", "or sooner, by 5 other triggers"):
        assert folded in page


def test_citations_lead_to_the_numbered_sources() -> None:
    """A number in brackets in the facts is a link; the list ends the page."""
    page = Page(html_page(analysis_of(WORKED)))
    sources = [id_ for id_ in page.ids if id_.startswith("source-")]
    assert sources == [f"source-{number + 1}" for number in range(len(sources))]
    assert {f"#{id_}" for id_ in sources} <= set(page.links)


def test_plots_tell_in_words_what_they_show() -> None:
    """Cost, growth, break-even, quality against cost, and what moves it; nothing is drawn of what is unknown."""
    told = " ".join(Page(html_page(analysis_of(WORKED))).texts)
    for title in ("Quality against cost", "Cost a month", "The bill over twelve months", "Cost over the traffic"):
        assert f"{title}." in told
    assert "What moves a successful task." in told
    assert "Self-hosting is nowhere cheaper." in told
    unknown = document(step(), [candidate("a", {"quality.aa_index": 40.0}), candidate("b", {})])
    assert "svg" not in Page(html_page(analysed(unknown))).tags


@pytest.mark.parametrize("count", [0, 1, 12, 200])
def test_any_number_of_candidates(count: int) -> None:
    """Also those that share every figure, and names of 200 characters."""
    rows = [candidate(f"c{index}", name=f"{index} {'long ' * 40}") for index in range(count)]
    page = Page(html_page(analysed(document(step(), rows, decision={"default": "c0"} if rows else {}))))
    assert ("svg" in page.tags) == (count > 0)


def test_equal_and_extreme_figures_can_be_drawn() -> None:
    """Scales of no width, of zero, and over many powers of ten."""
    free = observed("input_price", 0.0), observed("output_price", 0.0)
    rows = [
        candidate("a", {"quality.aa_index": 0.0}, *free),
        candidate("b", {"quality.aa_index": 0.0}, *free),
        candidate("c", {"quality.aa_index": 1e9, "input_price": 1e9, "output_price": 1e-9}),
        self_hosted("d", {"gpu_hour_usd": 1e9, "input_tokens_per_s": 1e-3, "output_tokens_per_s": 1e9}),
    ]
    for some in (rows[:2], rows):
        text = html_page(analysed(document(step(), some, {"growth_per_month": 0.5}, decision={"default": "a"})))
        Page(text)
        assert not re.search(r"\b(?:nan|inf)\b", text)


@pytest.mark.parametrize("word", HOSTILE)
def test_hostile_text_is_inert_in_every_field(word: str) -> None:
    """It is read as text: no tag, no attribute, no link of another scheme, no control character, no new section."""
    data = full(word)
    data["records"][0]["sections"] = dict.fromkeys(SECTIONS, word)
    text = html_page(analysed(data))
    page = Page(text)
    wanted = [*(name.replace("_", "-") for name in SECTION_TITLES), "exceptions"]
    assert [id_ for id_ in page.ids if not id_.startswith("source")] == wanted
    assert page.tags.count("h1") == 1 and page.tags.count("h2") == len(SECTION_TITLES) + 2
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2028\u2029]", text)


@pytest.mark.parametrize(
    "prose",
    [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1)) ![y](http://evil.example/p.png)",
        "<img src=x onerror=alert(1)>",
        "</section></main><h1>mine</h1>",
        "[a]: javascript:alert(1)\n\n[a]",
        "| a |\n|:-:|\n| <b>x |",
        "<http://evil.example/\"onmouseover='alert(1)'>",
        "# mine\n\nmine\n===",
    ],
)
def test_hostile_prose_is_inert(prose: str) -> None:
    """Markdown is rendered, and nothing else is."""
    rows = [{"number": 1, "status": "draft", "date": analysed(document(step(), [])).today}]
    rows[0]["sections"] = dict.fromkeys(SECTIONS, prose)
    page = Page(html_page(analysed(document(step(), [candidate("a")], records=rows))))
    assert page.tags.count("h1") == 1 and page.tags.count("h2") == len(SECTION_TITLES) + 1


RAW = "<script>alert(1)</script> <img src=x onerror=alert(1)> <a href='javascript:alert(1)'>x</a> ![y](http://e.example/p)"


def test_each_defence_holds_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Text that was not cleaned before is inert: by the renderer, and by what cleans its output."""
    assert "<script" not in html_page_module._rendered(RAW)
    permissive = MarkdownIt("commonmark", {"html": True})
    monkeypatch.setattr(html_page_module, "_reader", lambda: permissive)
    cleaned = html_page_module._rendered(RAW)
    assert not re.search(r"<(?:script|img)|onerror|javascript:", cleaned)
    monkeypatch.setattr(nh3, "clean", lambda text, **_: text)
    assert "<script>" in html_page_module._rendered(RAW)


@counted(12, 40, documents())
def test_generated_workspaces(data: dict[str, Any]) -> None:
    """Any workspace can be drawn and written."""
    text = html_page(analysed(data))
    Page(text)
    assert not re.search(r"\b(?:nan|inf|None)\b", text)

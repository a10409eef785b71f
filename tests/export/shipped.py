"""The shipped scenarios, and Markdown as a permissive reader sees it."""

from __future__ import annotations

import datetime as dt
import tomllib
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

from shortlist.core.analysis import Analysis, analyse
from shortlist.core.document.workspace import read_workspace

TODAY = dt.date(2026, 11, 22)
FOLDER = Path(__file__).parent.parent.parent / "scenarios"
SCENARIOS = sorted(FOLDER.glob("*.toml"))
WORKED = FOLDER / "support-assistant-worked.toml"


def analysis_of(path: Path) -> Analysis:
    """A shipped scenario, judged on a fixed day."""
    return analyse(read_workspace(tomllib.loads(path.read_text(encoding="utf-8"))), None, TODAY)


def tokens(text: str) -> list[Token]:
    """All tokens of a Markdown text, read with HTML allowed and every link taken."""
    reader = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    reader.validateLink = lambda _url: True  # type: ignore[method-assign]
    flat: list[Token] = []
    for token in reader.parse(text):
        flat += [token, *(token.children or [])]
    return flat


def headings(text: str) -> list[str]:
    """The text of every heading of the first and the second level."""
    read = tokens(text)
    return [
        read[i + 1].content
        for i, token in enumerate(read)
        if token.type == "heading_open" and token.tag in ("h1", "h2")
    ]


def harmful(text: str) -> list[str]:
    """Raw HTML, and links of other schemes than http, https and mailto."""
    found = []
    for token in tokens(text):
        if token.type.startswith("html_"):
            found.append(token.content)
        if token.type == "link_open":
            target = str(token.attrs["href"])
            if not target.lower().startswith(("http://", "https://", "mailto:")):
                found.append(target)
    return found


def shape(text: str) -> list[str]:
    """The blocks of a text without their contents."""
    return [token.type for token in tokens(text) if token.type != "inline" and token.block]

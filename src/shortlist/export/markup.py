"""Markdown from text that nobody can trust: inert inline text, cleaned prose, tables and links.

Two kinds of text reach a document. Names, titles and notes are plain text: every character in them that
Markdown reads is escaped. The prose of a record is Markdown by design: it stays as it was written, but cannot
hold raw HTML, links of other schemes, or a fence that swallows what follows.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from shortlist.sanitising import shown, shown_lines

WIDEST_ALIGNED = 140
"""Tables wider than this are not padded: aligned lines that wrap are harder to read than ragged ones."""

_SPECIAL = re.compile(r"[\\`*\[\]|~]|(?<![^\W_])_|_(?![^\W_])|^#")
"""What Markdown reads in a line; an underscore in a word is only that, heading marks stand at the ends."""
_ENTITY = re.compile(r"&(?=#?\w+;)")
_TAG = re.compile(r"<(?=[A-Za-z/!?])")
_LINE_START = re.compile(r"^(?:>|[-+](?=\s|$)|[-=]+$)")
_LIST_NUMBER = re.compile(r"^(\d+)(?=[.)](?:\s|$))")
_ADDRESS = re.compile(r"(?:https?://|mailto:)[^\s<>\"`\\|^{}]+", re.IGNORECASE)
_HEADING = re.compile(r"^((?:\s|>|[-*+]\s|\d{1,9}[.)]\s)*)(?=#{1,6}(?:\s|$))")
_UNDERLINE = re.compile(r"^([\s>]*)([=-])(?=\2*\s*$)")


def inline(text: str) -> str:
    """Plain text as Markdown that reads the same and does nothing, on one line."""
    line = " ".join(shown(text).split())
    bare = line.rstrip("#")
    line = _SPECIAL.sub(r"\\\g<0>", bare) + "\\#" * (len(line) - len(bare))
    line = _ENTITY.sub(r"\\&", _TAG.sub(r"\\<", line))
    return _LIST_NUMBER.sub(r"\1\\", _LINE_START.sub(r"\\\g<0>", line))


def address(url: str) -> str:
    """A link where the scheme is http, https or mailto; otherwise the text of it."""
    cleaned = shown(url).strip()
    return f"<{cleaned}>" if _ADDRESS.fullmatch(cleaned) else inline(cleaned)


def joined(blocks: Iterable[str]) -> str:
    """Blocks with an empty line between, those that are empty left out; lists that meet become one."""
    text = ""
    for block in filter(None, blocks):
        if text:
            meet = block.startswith("- ") and text.rpartition("\n")[2].startswith("- ")
            text += "\n" if meet else "\n\n"
        text += block
    return text


def columns(text: str) -> int:
    """The columns of a terminal or of a plain text that a text takes: wide letters take two, marks on others none."""
    if text.isascii():
        return len(text)
    wide = sum(unicodedata.east_asian_width(char) in "WF" for char in text)
    return len(text) + wide - sum(unicodedata.combining(char) > 0 for char in text)


def table(head: Sequence[str], rows: Sequence[Sequence[str]], align: str = "") -> str:
    """A table of Markdown cells; `align` has `l` or `r` for each column, the last for the rest. Empty without rows."""
    if not rows:
        return ""
    align = align or "l"
    sides = align.ljust(len(head), align[-1])
    widths = [max(3, *(columns(row[i]) for row in (head, *rows))) for i in range(len(head))]
    if sum(widths) + 3 * len(widths) > WIDEST_ALIGNED:
        widths = [0] * len(widths)

    def line(cells: Sequence[str]) -> str:
        padded = []
        for cell, width, side in zip(cells, widths, sides, strict=True):
            room = " " * (width - columns(cell))
            padded.append(room + cell if side == "r" else cell + room)
        return f"| {' | '.join(padded)} |"

    ends = {"l": "--", "r": "-:"}
    rule = (f"{ends[side]:->{max(3, width)}}" for width, side in zip(widths, sides, strict=True))
    return "\n".join([line(head), f"| {' | '.join(rule)} |", *(line(row) for row in rows)])


# --- prose ------------------------------------------------------------------------------------------------

_FENCE = re.compile(r"(`{3,}+|~{3,}+)(.*)")
_HIDDEN_FENCE = re.compile(r"(?:\s|[-+*>]|\d+[.)]\s)+(?:`{3}|~{3})")
"""A fence that is indented or inside a list or a quotation: where it ends depends on what contains it."""
_RUN = re.compile(r"`+")
_AUTOLINK = re.compile(r"<(?:https?://|mailto:)[^\s<>`]+>", re.IGNORECASE)
_PROSE_TAG = re.compile(r"(?<!\\)(\\*)<(?=[A-Za-z/!?])")
_IMAGE = re.compile(r"(?<!\\)((?:\\\\)*)!(?=\[)")
"""An image, which whoever reads the record would fetch from where it lies: only the link to it is left."""
_DESTINATION = re.compile(r"\](\(\s*<?|:\s*<?)([^\s<>]*)")
_SCHEME = re.compile(r"[a-z][a-z0-9+.\-]*:", re.IGNORECASE)
_SAFE_SCHEME = re.compile(r"(?:https?|mailto):", re.IGNORECASE)
_UNPRINTED = re.compile(r"[\x00-\x20]")
_NUMBERED_DEFINITION = re.compile(r"(\[\s*+\d++\s*+|^[\s>]*+\d*+\s*+)\](?=:)")
"""A reference that would turn the numbers of the sources into links of its own."""


def prose(text: str) -> str:
    """Markdown as somebody wrote it, without raw HTML, unsafe links, or a fence that is never closed.

    What is code stays untouched where every reader of Markdown agrees that it is code; in doubt it is not.
    """
    lines = [line.rstrip() for line in shown_lines(text).strip("\n").split("\n")]
    fences_are_plain = not any(_HIDDEN_FENCE.match(line) for line in lines)
    done: list[str] = []
    for fenced, block in groupby(_by_fence(lines), key=lambda one: one[0]):
        inside = [line for _, line in block]
        if not fenced:
            done += _cleaned_block(inside)
        elif fences_are_plain:
            done += inside
        else:
            done += map(_cleaned, inside)
    return "\n".join(done).strip("\n")


def headless(text: str) -> str:
    """Cleaned prose in which nothing is a heading: what was one reads as it was typed, and counts as text."""
    done = []
    for fenced, line in _by_fence(text.split("\n")):
        if not fenced:
            line = _UNDERLINE.sub(r"\1\\\2", _HEADING.sub(r"\1\\", line))
        done.append(line)
    return "\n".join(done)


def _by_fence(lines: Iterable[str]) -> Iterator[tuple[bool, str]]:
    """Lines, each after whether it belongs to a fence; one that is never closed is closed at the end."""
    fence = ""
    for line in lines:
        mark = _FENCE.fullmatch(line)
        if fence:
            yield True, line
            if mark and mark[1].startswith(fence) and not mark[2].strip():
                fence = ""
        elif mark and not (mark[1][0] == "`" and "`" in mark[2]):
            yield True, line
            fence = mark[1]
        else:
            yield False, line
    if fence:
        yield True, fence


def _cleaned_block(lines: Sequence[str]) -> Iterator[str]:
    """Lines outside of fences, paragraph by paragraph: a code span may cross a line, never an empty one."""
    for _, paragraph in groupby(lines, key=bool):
        spans = [(line, _code_spans(line)) for line in paragraph]
        certain = all(span is not None for _, span in spans)
        for line, span in spans:
            yield _cleaned(line, span if certain and span else ())


def _code_spans(line: str) -> list[tuple[int, int]] | None:
    """Where the code of a line lies; None where its backticks do not pair up, or may be something else."""
    if "\\`" in line:
        return None
    spans, runs = [], iter(list(_RUN.finditer(line)))
    for opening in runs:
        closing = next((run for run in runs if len(run.group()) == len(opening.group())), None)
        if closing is None:
            return None
        # A bar may end a cell of a table before it is code.
        if "|" not in line[opening.end() : closing.start()]:
            spans.append((opening.start(), closing.end()))
    return spans


def _cleaned(line: str, code: Sequence[tuple[int, int]] = ()) -> str:
    """A line with everything made inert that lies outside the spans of code."""
    parts, position = [], 0
    for start, end in code:
        parts += [_inert(line[position:start]), line[start:end]]
        position = end
    return "".join([*parts, _inert(line[position:])])


def _inert(text: str) -> str:
    joined = ""
    for part, link in zip(_AUTOLINK.split(text), [*_AUTOLINK.findall(text), ""], strict=True):
        # A tag is written as an entity, which no backslash at the end of what stands before can undo.
        without_tags = _PROSE_TAG.sub(lambda tag: tag.group() if len(tag[1]) % 2 else f"{tag[1]}&lt;", part)
        joined += _IMAGE.sub(r"\1\\!", without_tags) + link
    return _NUMBERED_DEFINITION.sub(r"\1\\]", _DESTINATION.sub(_destination, joined))


def _destination(link: re.Match[str]) -> str:
    target = _UNPRINTED.sub("", html.unescape(link[2]).replace("\\", "")).lstrip("<")
    # A destination on the next line is not seen here, so it is none.
    ends_here = link.end() == len(link.string) and not link[2]
    if ends_here or (_SCHEME.match(target) and not _SAFE_SCHEME.match(target)):
        return f"\\{link.group()}"
    return link.group()

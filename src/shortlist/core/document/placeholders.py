"""Text that was meant to be replaced: the marks that drafts leave, and those that people leave."""

from __future__ import annotations

import re

FILL_IN = "[fill in"
"""How drafted prose marks a place that only a person can fill: `[fill in: …]`."""

_MARKS = re.compile(
    r"\b(?:TODO|TBD|FIXME|XXX)\b"  # in capitals only: "todo" is a word in other languages
    r"|\[(?:…|\.\.\.)\]|\{\{[^{}\n]*\}\}"
    r"|(?i:\[(?:fill in|your|insert|add)\b[^\]\n]*\]?|\blorem ipsum\b|<[^<>\n]*\b(?:fill[ -]in|your)\b[^<>\n]*>"
    r"|\bto be (?:written|completed|filled in|determined)\b)"
)
_NOTHING = re.compile(r"[\s.…?\-–—_]*")
_NO_BRACKETS = str.maketrans("[]", "()")


def fill_in(what: str) -> str:
    """The mark of a place that only a person can fill; brackets in what it asks for would end it."""
    return f"{FILL_IN}: {' '.join(what.translate(_NO_BRACKETS).split())}]"


def marked_places(text: str) -> list[tuple[int, int]]:
    """Where a text holds placeholders: start and end of each, in order."""
    if not text.strip():
        return []
    if _NOTHING.fullmatch(text):
        start = len(text) - len(text.lstrip())
        return [(start, len(text.rstrip()))]
    return [found.span() for found in _MARKS.finditer(text)]


def placeholders(text: str) -> list[str]:
    """Every placeholder in a text, as it stands there."""
    return [text[start:end] for start, end in marked_places(text)]


def placeholder_in(text: str) -> str | None:
    """The first placeholder in a text, as it stands there; None where there is none or nothing is written."""
    return next(iter(placeholders(text)), None)

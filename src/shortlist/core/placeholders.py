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


def placeholder_in(text: str) -> str | None:
    """The first placeholder in a text, as it stands there; None where there is none or nothing is written."""
    if not text.strip():
        return None
    if _NOTHING.fullmatch(text):
        return text.strip()
    found = _MARKS.search(text)
    return found.group() if found else None

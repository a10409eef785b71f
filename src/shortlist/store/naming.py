"""File names for workspaces: made from any title, safe on every file system, never one that is taken."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

LONGEST = 40
RESERVED = frozenset(
    {"con", "prn", "aux", "nul", *(f"com{n}" for n in range(1, 10)), *(f"lpt{n}" for n in range(1, 10))}
)
"""Names that Windows keeps for devices, with any ending."""
FALLBACK = "workspace"


def folded(name: str) -> str:
    """The form under which two names are the same: normalised and case-folded."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())


def slug(title: str) -> str:
    """A file name of letters, digits and hyphens, at most 40 characters; a reserved or empty one gets a prefix."""
    letters = "".join(char if char.isalnum() else "-" for char in folded(title))
    words = "-".join(word for word in letters.split("-") if word)[:LONGEST].strip("-")
    if not words:
        return FALLBACK
    return f"{FALLBACK}-{words}" if words in RESERVED else words


def unique_slug(title: str, taken: Iterable[str]) -> str:
    """A slug that is none of the names taken, numbered where it must be."""
    used = {folded(name) for name in taken}
    first = slug(title)
    if first not in used:
        return first
    number = 2
    while True:
        ending = f"-{number}"
        candidate = first[: LONGEST - len(ending)].rstrip("-") + ending
        if candidate not in used:
            return candidate
        number += 1

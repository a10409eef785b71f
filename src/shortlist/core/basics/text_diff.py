"""Where two long texts differ: each passage with the words around it, never the same beginning twice."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher

from shortlist.core.basics.words import count
from shortlist.sanitising import shown

AROUND = 6
"""Words that are shown on either side of a passage."""
APART = 3
"""Passages with fewer words than this between them are shown as one."""
HEAD, TAIL = 40, 10
"""Words that are shown of a long passage, at its beginning and at its end."""
MOST = 8
"""Passages that are shown; the rest is counted."""
COMPARED = 3000
"""Words that are compared one by one; where more is left between a common beginning and end, that is one passage."""

Span = tuple[int, int, int, int]
"""A passage: its first word and the one after its last, before and after."""


def text_changes(before: str, after: str) -> list[str]:
    """Where one text became the other, in lines for people."""
    old, new = before.split(), after.split()
    if [shown(word) for word in old] == [shown(word) for word in new]:
        return ["only spaces, line breaks or signs that are not shown differ"]
    spans = list(_joined(_spans(old, new)))
    lines = [line for span in spans[:MOST] for line in _told(old, new, span)]
    if len(spans) > MOST:
        lines.append(f"and {count(len(spans) - MOST, 'more passage')}")
    return lines


def excerpt(text: str) -> str:
    """The beginning of a text and its end, with how much lies between."""
    return _cut(text.split())


def _spans(old: list[str], new: list[str]) -> Iterator[Span]:
    start = next((at for at, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
    most = min(len(old), len(new)) - start
    pairs = zip(reversed(old), reversed(new), strict=False)
    end = min(most, next((at for at, (a, b) in enumerate(pairs) if a != b), most))
    ours, theirs = old[start : len(old) - end], new[start : len(new) - end]
    if len(ours) + len(theirs) > COMPARED:
        yield start, start + len(ours), start, start + len(theirs)
        return
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        if tag != "equal":
            yield start + i1, start + i2, start + j1, start + j2


def _joined(spans: Iterator[Span]) -> Iterator[Span]:
    held: Span | None = None
    for span in spans:
        if held is not None and span[0] - held[1] < APART:
            held = (held[0], span[1], held[2], span[3])
            continue
        if held is not None:
            yield held
        held = span
    if held is not None:
        yield held


def _told(old: list[str], new: list[str], span: Span) -> list[str]:
    """A passage: what was put in or taken out and after which words, or how it read then and reads now."""
    was, now = old[span[0] : span[1]], new[span[2] : span[3]]
    before = old[max(0, span[0] - AROUND) : span[0]]
    place = "at the beginning"
    if before:
        cut = "… " if span[0] > AROUND else ""
        place = f"after “{cut}{' '.join(before)}”"
    if not was:
        return [f"added {place}: “{_cut(now)}”"]
    if not now:
        return [f"removed {place}: “{_cut(was)}”"]
    return [f"then: {_within(old, span[0], span[1])}", f"now:  {_within(new, span[2], span[3])}"]


def _within(words: list[str], start: int, end: int) -> str:
    before, after = words[max(0, start - AROUND) : start], words[end : end + AROUND]
    told = [*before, _cut(words[start:end]), *after]
    if start > AROUND:
        told = ["…", *told]
    if end + AROUND < len(words):
        told = [*told, "…"]
    return f"“{' '.join(told)}”"


def _cut(words: list[str]) -> str:
    left = len(words) - HEAD - TAIL
    if left <= 0:
        return " ".join(words)
    return f"{' '.join(words[:HEAD])} [… {count(left, 'word')} …] {' '.join(words[-TAIL:])}"

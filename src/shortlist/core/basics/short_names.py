"""Names in as few words as tell them apart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

BARE = frozenset({"a", "an", "the", "of", "to", "for", "from", "in", "on", "and", "or", "with", "by", "what"})
"""Words at which a name does not end."""


def short_names(names: Sequence[str]) -> list[str]:
    """The beginnings of names, of as few words as no other name begins with: `Answer from the text` -> `Answer`.

    Names that are alike stay whole.
    """
    split = [name.split() for name in names]
    return [_short(words, [other for at, other in enumerate(split) if at != own]) for own, words in enumerate(split)]


def _short(words: Sequence[str], others: Sequence[Sequence[str]]) -> str:
    for size in range(1, len(words)):
        head = [word.casefold() for word in words[:size]]
        if head[-1] in BARE:
            continue
        if all([word.casefold() for word in other[:size]] != head for other in others):
            return " ".join(words[:size])
    return " ".join(words)


def cut_within(name: str, most: int) -> str:
    """A name in at most so many characters, cut in its middle: names of models differ at their ends."""
    if len(name) <= most:
        return name
    tail = (most - 1) // 2
    return f"{name[: most - 1 - tail]}…{name[len(name) - tail :]}"


# Asked for with every sentence that is drawn, mostly of the same candidates; the names and the room alone decide.
@lru_cache(maxsize=64)
def told_apart(names: tuple[str, ...], most: int) -> tuple[tuple[str, str], ...]:
    """The names of more than so many characters, the longest first, each with what stands for it within a sentence:
    its ends, or where others have the same ends its beginning and the part that differs; where they differ in several
    parts the words that are not in all of them, each shortened."""
    briefs: dict[str, list[str]] = {}
    for name in dict.fromkeys(names):
        briefs.setdefault(cut_within(name, most), []).append(name)
    found = {}
    for brief, alike in briefs.items():
        for name in alike:
            others = [one for one in alike if one != name]
            found[name] = _from_difference(name, others, most) if others else brief
        if len({found[name] for name in alike}) < len(alike):
            found |= {name: _own_words(name, alike, most) for name in alike}
    longest_first = sorted(found.items(), key=lambda one: -len(one[0]))
    return tuple((name, brief) for name, brief in longest_first if brief != name)


def _from_difference(name: str, others: Iterable[str], most: int) -> str:
    """The beginning of a name, and it from where it is no longer like any of the others."""
    at = max(_alike(name, other) for other in others)
    head = most // 3
    start = max(head, min(at - 2, len(name) - (most - head - 1)))
    rest = name[start : start + most - head - 1]
    if start + len(rest) < len(name):
        rest = f"{rest[:-1]}…"
    return f"{name[:head]}…{rest}"


def _own_words(name: str, alike: Iterable[str], most: int) -> str:
    """The words of a name that not all of some names have, all of them cut to one size where they are longer."""
    shared = set.intersection(*(set(one.split()) for one in alike))
    words = [word for word in name.split() if word not in shared] or name.split()
    room = most - len(words) + 1
    size = max((size for size in range(1, most + 1) if sum(min(len(word), size) for word in words) <= room), default=1)
    return " ".join(word[:size] for word in words)[:most]


def _alike(one: str, other: str) -> int:
    """How many characters two texts begin with alike."""
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def with_brief_names(text: str, names: tuple[str, ...], most: int) -> str:
    """A text in which names of more than so many characters are shortened, each still told from the others."""
    for name, brief in told_apart(names, most):
        text = text.replace(name, brief)
    return text

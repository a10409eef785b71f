"""Names in as few words as tell them apart."""

from __future__ import annotations

from collections.abc import Sequence

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

"""The one family of errors that a user can cause, each with the sentence the user reads."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple


class ShortlistError(Exception):
    """Something the user can mend; `str()` of it is the sentence to show."""


MOST_TOLD = 1_500
"""Characters of a sentence about a mistake; what it quotes may be a whole file."""


def told_briefly(text: str) -> str:
    """A sentence about something of another hand, cut in its middle where it is far too long to be read."""
    if len(text) <= MOST_TOLD:
        return text
    return f"{text[: MOST_TOLD * 2 // 3]} […] {text[-MOST_TOLD // 3 :]}"


def system_words(error: Exception) -> str:
    """What the system says of a failure, in lower case; what anything else says of itself."""
    return (getattr(error, "strerror", None) or str(error)).lower()


class Problem(NamedTuple):
    """One mistake in a document: the key path where it lies, and what is wrong and what would be right."""

    path: str
    message: str

    def __str__(self) -> str:
        return told_briefly(f"{self.path}: {self.message}" if self.path else self.message)


class InvalidDocument(ShortlistError):
    """A document that cannot be used, with every mistake found in it."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))

"""The one family of errors that a user can cause, each with the sentence the user reads."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple


class ShortlistError(Exception):
    """Something the user can mend; `str()` of it is the sentence to show."""


class Problem(NamedTuple):
    """One mistake in a document: the key path where it lies, and what is wrong and what would be right."""

    path: str
    message: str

    def __str__(self) -> str:
        return f"{self.path}: {self.message}" if self.path else self.message


class InvalidDocument(ShortlistError):
    """A document that cannot be used, with every mistake found in it."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))

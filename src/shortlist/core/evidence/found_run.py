"""A run as a file tells it, before anybody has said which candidate it is of and which step it was made for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any, Literal, NamedTuple

from shortlist.core.basics.words import listed
from shortlist.core.evidence.rows import ExampleRow


class ReadOptions(NamedTuple):
    """How a file of runs is to be read, where a person says more than the file does."""

    answers: bool = True
    """Whether answers, and what a grader wrote of them, are kept; they may be personal."""
    scorer: str = ""
    """Which of several scorers decides whether an answer is right."""
    filter: str = ""
    """Which of several filters of answers counts."""
    pass_at: float | None = None
    """The score from which on an answer counts as right; left out: full marks."""
    columns: Mapping[str, str] | None = None
    """What the columns of a table of examples mean."""
    tick: Callable[[int], None] | None = None
    """Told of every row that is read; it may raise to stop."""


class FoundRun(NamedTuple):
    """One model's answers to a set of examples."""

    id: str
    """What the file calls it; its candidate is remembered under that name."""
    called: tuple[str, ...]
    """Names by which its candidate may be found, the surest first; none where the file does not name the model."""
    tool: str
    ran_on: dt.date
    rows: tuple[ExampleRow, ...] = ()
    totals: Mapping[str, Any] | None = None
    """Keys of an evaluation, of a file that holds no rows."""
    prompt_version: str = ""
    suite: str = ""
    """What was run, in the file's words; its step is remembered under that name."""
    step: str = ""
    """The step that the file names."""
    offering: bool = True
    """Whether it is a model at all, and no script of the tool's."""
    notices: tuple[str, ...] = ()
    """What the figures do not say by themselves, and what was left out."""


class Deciding(NamedTuple):
    """What of a file may say whether an answer is right, where there are several."""

    what: Literal["scorer", "filter"]
    names: tuple[str, ...]
    """All that there are, in the order of the file."""
    chosen: str
    """Which decides; empty: all of them together."""
    together: bool = False
    """Whether all of them together may decide."""

    @property
    def words(self) -> str:
        """Which decides and which do not, in a sentence."""
        if not self.chosen:
            return f"An answer is right where all say so: {listed(self.names)}."
        others = [name for name in self.names if name != self.chosen]
        return f"{self.chosen} ({self.what}) decides what is right, and not {listed(others)}."


class FoundRuns(NamedTuple):
    """All that a file says of runs."""

    runs: tuple[FoundRun, ...]
    refused: tuple[tuple[str, str], ...] = ()
    """Rows that were not taken: where they stand, and why."""
    notices: tuple[str, ...] = ()
    personal: bool = False
    """Whether it holds answers or reasons, which may be personal."""
    deciding: Deciding | None = None
    """What decides what is right, where there is a choice."""

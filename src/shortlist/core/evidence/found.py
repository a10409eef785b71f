"""A run as a file tells it, before anybody has said which candidate it is of and which step it was made for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

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


class FoundRuns(NamedTuple):
    """All that a file says of runs."""

    runs: tuple[FoundRun, ...]
    refused: tuple[tuple[str, str], ...] = ()
    """Rows that were not taken: where they stand, and why."""
    notices: tuple[str, ...] = ()
    personal: bool = False
    """Whether it holds answers or reasons, which may be personal."""

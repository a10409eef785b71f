"""The open questions as a list, those first that matter most; a row's key names the check and the candidate."""

from __future__ import annotations

from shortlist.core.advice.open_questions import TELLING, OpenQuestion, is_idle, open_questions, what_it_changes
from shortlist.core.basics.object_cache import once_for_each
from shortlist.core.comparison.compared import Compared
from shortlist.core.document.checklist import check_labels
from shortlist.tui.draw.lines import Cell, width_of
from shortlist.tui.keys.sentences import DONE, empty
from shortlist.tui.screens.checklist.tables import IMPORTANCE_SIGNS, LABEL_WIDTH
from shortlist.tui.widgets.table import Column, Row, Table

questions_of = once_for_each(open_questions)
"""The open questions of a comparison, found once for each."""
ASKED_OF_LEAST, CHANGES_LEAST = 32, 10
"""Columns for who is asked about and for what an answer changes, at least; the details say all of that."""


def question_key(check: str, candidate: str | None) -> str:
    """The key of the row of a check that is open, and for whom."""
    return repr((check, candidate))


def question_at(compared: Compared, key: str) -> OpenQuestion | None:
    """The open question of a row."""
    return next((one for one in questions_of(compared) if question_key(one.check, one.candidate) == key), None)


def question_table(compared: Compared) -> Table:
    """The unknown checks, those first that could change the recommendation."""
    longest = max((width_of(one.candidate.name) for one in compared.ranking), default=0)
    columns = (
        Column("check", "open question"),
        Column("candidate", "candidate", least=min(ASKED_OF_LEAST, longest), names=True),
        Column("asks", "asks", 6),
        Column("changes", "what an answer changes", least=CHANGES_LEAST),
    )
    labels = check_labels(compared.workspace.checks)
    rows = [_question_row(question, labels[question.check], compared) for question in questions_of(compared)]
    return Table(columns, tuple(rows), nothing_open(compared), widest=LABEL_WIDTH)


def nothing_open(compared: Compared) -> str:
    """What is said where no question is open: all are answered, or nobody is there to ask about."""
    return DONE["nothing_open"] if compared.ranking else empty("no_questions")


def _question_row(question: OpenQuestion, label: str, compared: Compared) -> Row:
    whom, changes = Cell("all, asked once", "dim"), Cell("–", "dim")
    if question.candidate is not None:
        whom = Cell(compared.by_id[question.candidate].candidate.name)
    if question.bearing in TELLING:
        changes = Cell(what_it_changes(compared, question))
    elif is_idle(compared, question):
        changes = Cell("nothing: it is excluded", "dim")
    elif question.bearing == "must":
        changes = Cell("its status", "dim")
    name = Cell(f"{IMPORTANCE_SIGNS[question.importance]} {label}")
    asks = Cell(question.importance, "warn" if question.importance == "must" else "dim")
    return Row(question_key(question.check, question.candidate), (name, whom, asks, changes), also=question.check)

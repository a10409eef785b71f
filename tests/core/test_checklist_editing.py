"""Edits of the checklist: what they change, what they leave, and that taking them back leaves no trace."""

from __future__ import annotations

import pytest

from shortlist.core.basics.errors import InvalidDocument
from shortlist.core.document.checklist import Answer
from shortlist.core.document.workspace import Workspace, read_workspace
from shortlist.core.edits import checklist as answering
from tests.core.documents import TODAY, Document, candidate, document, step

RETENTION, CONFIG = "privacy.retention", "migration.config"


def workspace(**tables: object) -> Workspace:
    """Three candidates, two of them of one provider."""
    rows: list[Document] = [candidate("a"), candidate("b", provider="a-cloud"), candidate("c")]
    return read_workspace(document(step(), rows, **tables))


def test_an_answer_is_given_changed_and_cleared() -> None:
    """It is stored where the check is asked; cleared, the document is as before."""
    start = workspace()
    first = answering.with_answer(start, "b", RETENTION, Answer(check=RETENTION, verdict="pass", note="30 days"))
    assert [len(one.answers) for one in first.candidates] == [0, 1, 0]
    second = answering.with_answer(first, "b", RETENTION, Answer(check=RETENTION, verdict="fail"))
    assert [answer.verdict for answer in second.candidates[1].answers] == ["fail"]
    assert answering.with_answer(second, "b", RETENTION, None) == start


def test_the_last_of_several_answers_is_the_one_changed() -> None:
    """A file may hold two; the one in force is replaced, and clearing leaves neither."""
    rows = [{"check": RETENTION, "verdict": "fail"}, {"check": RETENTION, "verdict": "unknown"}]
    start = read_workspace(document(step(), [candidate("a", answers=rows)]))
    given = answering.with_verdict(start, "a", RETENTION, "pass", TODAY, "")
    assert [answer.verdict for answer in given.candidates[0].answers] == ["fail", "pass"]
    assert answering.answer_of(given, "a", RETENTION) == given.candidates[0].answers[1]
    assert not answering.with_answer(given, "a", RETENTION, None).candidates[0].answers


def test_a_verdict_keeps_note_and_address_and_is_dated() -> None:
    """What was found stays; the day and the signature are of whoever answered last."""
    told = Answer(check=RETENTION, verdict="pass", note="30 days", url="https://x.example", checked_by="Ada")
    start = answering.with_answer(workspace(), "a", RETENTION, told)
    given = answering.answer_of(answering.with_verdict(start, "a", RETENTION, "fail", TODAY, ""), "a", RETENTION)
    assert given == told.model_copy(update={"verdict": "fail", "checked_on": TODAY})
    other = answering.with_verdict(start, "a", RETENTION, "fail", TODAY, "Bo")
    assert answering.last_reader(other) == "Bo"


def test_what_is_asked_once_is_answered_for_the_workspace() -> None:
    """Whatever candidate the cursor was on."""
    given = answering.with_verdict(workspace(), "a", CONFIG, "pass", TODAY, "")
    assert [answer.check for answer in given.answers] == [CONFIG]
    assert not any(one.answers for one in given.candidates)
    assert answering.with_answer(given, None, CONFIG, None) == workspace()


def test_a_provider_answers_once() -> None:
    """Its other candidates get the same answer, others none; nothing else of theirs changes."""
    start = answering.with_verdict(workspace(), "b", "privacy.training", "pass", TODAY, "")
    given = answering.with_answer_for_provider(
        answering.with_verdict(start, "a", RETENTION, "fail", TODAY, "Ada"), "a", RETENTION
    )
    assert answering.provider_mates(given, "a") == ("b",)
    assert answering.answer_of(given, "b", RETENTION) == answering.answer_of(given, "a", RETENTION)
    assert [answer.check for answer in given.candidates[1].answers] == ["privacy.training", RETENTION]
    assert not given.candidates[2].answers


def test_importance_is_set_and_given_back() -> None:
    """An entry in [[checks]], and none once the list's own is back."""
    start = workspace()
    set_ = answering.with_importance(start, RETENTION, "must")
    assert [(one.id, one.importance) for one in set_.checks] == [(RETENTION, "must")]
    assert answering.with_importance(set_, RETENTION, None) == start


def test_a_check_of_ones_own_lives_with_its_answers() -> None:
    """Added, answered, renamed and removed; a known id is refused."""
    question = "Does it speak Danish?"
    id_ = answering.new_check_id(workspace(), question)
    added = answering.with_own_check(workspace(), id_, question, "must")
    assert id_ == "does-it-speak-danish" != answering.new_check_id(added, question)
    answered = answering.with_verdict(added, "a", id_, "pass", TODAY, "")
    renamed = answering.with_own_check_changed(answered, id_, "danish", "Danish?", "info")
    assert [answer.check for answer in renamed.candidates[0].answers] == ["danish"]
    assert answering.without_own_check(renamed, "danish") == workspace()
    for wanted in (RETENTION, " "):
        with pytest.raises(InvalidDocument):
            answering.with_own_check_changed(answered, id_, wanted, question, "must")
    with pytest.raises(InvalidDocument):
        answering.with_own_check(added, id_, question, "must")

"""Open questions: those first whose answer changes the recommendation, as answering them in fact does."""

from __future__ import annotations

import pytest

from shortlist.core.advice.open_questions import (
    BEARINGS,
    OpenQuestion,
    Outcome,
    open_questions,
    outcome,
    what_it_changes,
)
from shortlist.core.analysis import Analysis, analyse
from shortlist.core.document.vocabulary import Verdict
from shortlist.core.document.workspace import Workspace
from shortlist.core.edits import checklist as answering
from shortlist.core.edits.places import with_value
from shortlist.store.workspaces import load
from tests.conftest import SCENARIOS
from tests.core.documents import FIGURES, TODAY, Document, analysed, candidate, document, step

BAR = "first.quality_bar"
MUST = [{"id": "danish", "importance": "must", "question": "Danish?"}]


def known(id_: str, *checks: str, quality: float = 45.0) -> Document:
    """A candidate that passes some own checks."""
    answers = [{"check": check, "verdict": "pass"} for check in checks]
    return candidate(id_, {**FIGURES, "quality.aa_index": quality}, answers=answers)


def ask(rows: list[Document], checks: list[Document] | None = None) -> Analysis:
    """Candidates, better ones first, with checks that must pass."""
    needs = {"min_quality": 20.0, "good_quality": 60.0}
    return analysed(document(step(needs=needs), rows, checks=MUST if checks is None else checks))


def musts(analysis: Analysis) -> list[OpenQuestion]:
    return [question for question in open_questions(analysis) if question.importance == "must"]


def test_a_better_candidate_that_lacks_an_answer_comes_first() -> None:
    """Its pass would recommend it; that of a worse one would only make it the fallback, or nothing."""
    rows = [known("best", quality=59), known("now", "danish", quality=50), known("next", quality=40)]
    rows.append(known("last", quality=30))
    analysis = ask(rows)
    found = [(question.candidate, question.bearing) for question in musts(analysis)]
    assert found == [("best", "first"), ("next", "fallback"), ("last", "fallback")]
    told = what_it_changes(analysis, musts(analysis)[0])
    assert told == "A pass would recommend Model best instead of Model now and make Model now the fallback."
    assert musts(ask([*rows[:2], known("mid", "danish", quality=45), rows[3]]))[-1].bearing == "must"


def test_two_open_checks_count_together() -> None:
    """Neither alone makes the better candidate eligible, both do."""
    checks = [*MUST, {"id": "quiet", "importance": "must", "question": "Quiet?"}]
    analysis = ask([known("best", quality=59), known("now", "danish", "quiet", quality=50)], checks)
    found = {question.check: question.bearing for question in musts(analysis)}
    assert found == {"danish": "together", "quiet": "together"}
    assert "With all its open checks passed" in what_it_changes(analysis, musts(analysis)[0])


def test_what_decides_nothing_comes_last() -> None:
    """Checks that should pass come after those that must; information is no question; nor is what is answered."""
    analysis = ask([known("now", "danish"), known("other")])
    order = [BEARINGS.index(question.bearing) for question in open_questions(analysis)]
    assert order == sorted(order) and "should" in {question.importance for question in open_questions(analysis)}
    assert all(question.importance != "info" for question in open_questions(analysis))
    assert ("danish", "now") not in {(question.check, question.candidate) for question in open_questions(analysis)}


def test_what_was_looked_into_comes_after_what_was_not() -> None:
    """An answer that says unknown, with a note, is no news."""
    first, second = known("a", quality=50), known("b", quality=45)
    first["answers"] = [{"check": "danish", "verdict": "unknown", "note": "they do not say"}]
    third = known("c", "danish", quality=30)
    assert [question.candidate for question in musts(ask([first, second, third]))] == ["b", "a"]


def test_an_excluded_candidate_is_asked_last() -> None:
    """While another check excludes it no answer helps, whatever the check's importance."""
    bad = known("bad", quality=5)
    analysis = ask([bad, known("good", "danish", quality=50)])
    questions = open_questions(analysis)
    assert {question.candidate for question in questions[-5:]} == {"bad"} and questions[0].candidate == "good"
    (danish,) = musts(analysis)
    assert what_it_changes(analysis, danish) == "It changes nothing: the candidate is excluded by another check."


def test_a_check_asked_once_is_one_question() -> None:
    """Where it must pass, its answer concerns every candidate."""
    checks = [{"id": "migration.config", "importance": "must"}]
    analysis = ask([known("a"), known("b")], checks)
    (question,) = musts(analysis)
    assert (question.candidate, question.bearing) == (None, "first")
    assert question.if_pass == Outcome("a", "b", None)


def test_an_empty_workspace_asks_nothing() -> None:
    """Without candidates there is nobody to ask of."""
    assert open_questions(ask([])) == ()


def unsettled(name: str) -> Workspace:
    """An example in which several facts are no longer known."""
    workspace = load(SCENARIOS / f"{name}.toml").workspace
    for index in range(0, len(workspace.candidates), 2):
        workspace = with_value(workspace, ("candidates", index, "commercial_use"), "unknown")
        workspace = with_value(workspace, ("candidates", index, "answers"), None)
    return answering.with_importance(workspace, "privacy.training", "must")


@pytest.mark.parametrize("name", ["support-assistant-worked", "coding-agent", "contract-review"])
def test_what_is_foretold_comes_true(name: str) -> None:
    """Each foretold outcome is that of the workspace in which the question is answered so."""
    workspace = unsettled(name)
    analysis = analyse(workspace, None, TODAY)
    questions = musts(analysis)
    assert questions and any(question.bearing in ("first", "together") for question in questions)
    verdicts: tuple[Verdict, ...] = ("pass", "fail")
    for question in questions:
        for verdict, foretold in zip(verdicts, (question.if_pass, question.if_fail), strict=True):
            then = answering.with_verdict(workspace, question.candidate, question.check, verdict, TODAY, "")
            assert outcome(analyse(then, None, TODAY)) == foretold, question

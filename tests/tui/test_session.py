"""History and session: what can be undone, under which name, and what counts as saved."""

from __future__ import annotations

import gc
import weakref

import pytest

from shortlist.core.advice.levers import lever_effects
from shortlist.core.analysis import Analysis
from shortlist.core.basics.errors import InvalidDocument
from shortlist.core.comparison.measures import measures
from shortlist.core.document.workspace import Workspace, read_workspace, to_data
from shortlist.core.edits.checklist import with_verdict
from shortlist.core.edits.places import KeyPath, with_value
from shortlist.store.workspaces import Opened, Store
from shortlist.tui.screens.checklist.question_table import questions_of
from shortlist.tui.session.session import Edit, Session
from shortlist.tui.session.typed import Pending, Typed
from tests.conftest import TODAY

TITLE: KeyPath = ("title",)
BUDGET: KeyPath = ("scenario", "monthly_budget_usd")


@pytest.fixture
def session(store: Store, worked: Analysis) -> Session:
    """A session on the worked example."""
    return Session(store.create(worked.workspace), TODAY)


def put(path: KeyPath, value: object) -> Edit:
    """An edit that sets a value."""
    return lambda workspace: with_value(workspace, path, value)


def test_undo_and_redo_name_what_they_undo(session: Session) -> None:
    """Every edit comes back under its own name, in turn, and the ends are the same workspaces."""
    start = session.workspace
    session.edit("title", put(TITLE, "A"))
    session.edit("budget", put(BUDGET, 7))
    end = session.workspace
    assert [session.undo(), session.undo(), session.undo()] == ["budget", "title", None]
    assert session.workspace == start
    assert [session.redo(), session.redo(), session.redo()] == ["title", "budget", None]
    assert session.workspace == end


def test_what_can_be_undone_is_held_once(session: Session) -> None:
    """After an edit that reads all anew, and a version from the disk: one candidate is new, the others are not."""
    before = session.workspace.candidates
    session.edit(
        "answer", lambda workspace: with_verdict(workspace, before[0].id, "privacy.training", "fail", TODAY, "")
    )
    session.bring("reload", read_workspace(to_data(with_value(session.workspace, TITLE, "Another"))))
    first, *others = session.workspace.candidates
    assert first is not before[0] and first.answers != before[0].answers
    assert others and all(one is other for one, other in zip(others, before[1:], strict=True))


def test_an_analysis_that_another_one_replaced_goes_at_once(session: Session) -> None:
    """Also where it was looked at on one step alone, and asked what is kept with it: no cycle holds it."""
    session.step = session.workspace.scenario.steps[0].id
    collecting = gc.isenabled()
    gc.disable()
    try:
        gone = []
        for number in (1, 2, 3):
            assert measures(session.compared) and lever_effects(session.analysis) and questions_of(session.compared)
            gone.append(weakref.ref(session.analysis))
            session.edit("budget", put(BUDGET, number))
        assert session.before.ranking and session.analysis.ranking
        assert [one() is None for one in gone] == [True, True, False], "the one before the last edit is compared with"
    finally:
        if collecting:
            gc.enable()


def test_the_keys_of_one_visit_are_one_edit(session: Session) -> None:
    """Typing 120 into a field is undone at once; a second visit is another edit."""
    for value in (1, 12, 120):
        session.edit("budget", put(BUDGET, value), merge=BUDGET)
    session.seal()
    session.edit("budget", put(BUDGET, 9), merge=BUDGET)
    assert session.workspace.scenario.monthly_budget_usd == 9
    session.undo()
    assert session.workspace.scenario.monthly_budget_usd == 120
    session.undo()
    assert session.workspace.scenario.monthly_budget_usd == 400
    assert session.undo() is None


def test_typing_back_to_the_start_leaves_no_edit(session: Session) -> None:
    """A field typed away and back again is nothing to undo."""
    session.edit("budget", put(BUDGET, 1), merge=BUDGET)
    session.edit("budget", put(BUDGET, 400.0), merge=BUDGET)
    assert session.undo() is None
    assert not session.dirty


def test_an_invalid_edit_changes_nothing(session: Session) -> None:
    """The core refuses, and history and workspace are as before."""
    before = session.history
    with pytest.raises(InvalidDocument):
        session.edit("budget", put(BUDGET, -1))
    assert session.history is before


def test_a_new_edit_forgets_what_was_undone(session: Session) -> None:
    """After undo and another edit there is nothing to redo."""
    session.edit("title", put(TITLE, "A"))
    session.undo()
    session.edit("title", put(TITLE, "B"))
    assert session.redo() is None


def test_state_says_what_is_on_disk(session: Session, store: Store) -> None:
    """Saved, unsaved, saved again; back at the saved state nothing is unsaved."""
    assert session.state == "saved"
    session.edit("title", put(TITLE, "A"))
    assert session.state == "unsaved changes"
    session.undo()
    assert session.state == "saved"
    session.redo()
    saved: Opened = store.save(session.opened, session.workspace)
    session.edit("title", put(TITLE, "B"))
    session.save_state = session.save_state.saved(saved)
    assert session.state == "unsaved changes"
    session.undo()
    assert session.state == "saved"


def test_before_is_the_state_before_the_visit(session: Session) -> None:
    """The running line compares with the state before the field was touched, however many keys were typed."""
    start: Workspace = session.workspace
    for value in (1, 12, 120):
        session.edit("budget", put(BUDGET, value), merge=BUDGET)
    assert session.before.workspace is start
    assert session.analysis.workspace is session.workspace


def test_what_is_typed_stays_until_it_is_taken_or_dropped() -> None:
    """Every operation makes new mappings: what was read before an edit is still what it was."""
    typed = Typed()
    budget, figures = ("scenario", "monthly_budget_usd"), ("candidates", 0, "observations")
    typed.refuse(budget, "1o", "no number")
    typed.refuse((*figures, 1, "value"), "x", "no number")
    before = typed.pending
    typed.begin(figures, {"metric": "ttft"})
    typed.begin(("candidates",), {"name": "Half"})
    typed.keep("A table", {"table": "a\tb"})
    typed.drop(("candidates",))
    assert typed.pending == {budget: Pending("1o", "no number")} and len(before) == 2
    assert typed.begun == {("candidates",): {"name": "Half"}}, "the list itself keeps its numbers"
    typed.recall({budget: ("2o", "older")}, {figures: {"metric": "tpot"}}, {"A table": {"table": "old"}}, beneath=True)
    assert typed.pending[budget].text == "1o" and typed.dialogs == {"A table": {"table": "a\tb"}}
    assert typed.take(figures, {}) == {"metric": "tpot"} and typed.take(figures, {}) == {}
    typed.recall({budget: ("2o", "newer")}, {}, {"Another": {"line": "c"}})
    assert typed.pending[budget].text == "2o" and set(typed.dialogs) == {"A table", "Another"}
    typed.accept(budget)
    typed.keep("A table", {})
    assert not typed.pending and set(typed.dialogs) == {"Another"}

"""Edits of candidates: what refers to one follows it, and nothing else changes."""

from __future__ import annotations

import pytest

from shortlist.core.basics.errors import InvalidDocument
from shortlist.core.document.workspace import Workspace, read_workspace
from shortlist.core.edits.candidates import (
    both_at_once,
    candidate_id,
    references,
    with_candidate_copied,
    with_candidate_id,
    with_candidate_value,
    with_choice,
    with_observations,
    with_rating,
    without_candidate,
)
from shortlist.core.edits.places import with_value
from tests.core.documents import TODAY, candidate, document, observed, step

RUN = {"candidate": "a", "step": "answer", "ran_on": TODAY, "examples": 60, "successes": 50}


def workspace() -> Workspace:
    """Two candidates, the first of them referred to from everywhere."""
    data = document([step(evaluation={"judge": "a"})], [candidate("a"), candidate("b")])
    data["evaluations"] = [RUN]
    data["decision"] = {"default": "a", "fallback": "b", "steps": [{"step": "answer", "default": "b", "fallback": "a"}]}
    return read_workspace(data)


def test_a_candidate_keeps_its_references_under_another_id() -> None:
    """Decision and evaluations follow; renaming back gives the same document."""
    renamed = with_candidate_value(workspace(), ("candidates", 0, "id"), "z")
    assert renamed.decision.default == renamed.decision.steps[0].fallback == renamed.evaluations[0].candidate == "z"
    setup = renamed.scenario.steps[0].evaluation
    assert setup is not None and setup.judge == "z"
    assert with_candidate_id(renamed, 0, "a") == workspace()
    with pytest.raises(InvalidDocument):
        with_candidate_id(workspace(), 0, "b")


def test_a_removed_candidate_takes_its_references_along() -> None:
    """And they are told before; a step's choice of others stays."""
    told = references(workspace(), "a")
    assert told == ("its place as default and fallback of “Answer” and judge of “Answer”", "1 evaluation")
    left = without_candidate(workspace(), 0)
    assert left.decision.default is None and left.decision.fallback == "b" and not left.evaluations
    assert left.decision.steps[0].default == "b" and left.decision.steps[0].fallback is None
    setup = left.scenario.steps[0].evaluation
    assert setup is not None and setup.judge is None
    assert not without_candidate(left, 0).candidates and references(left, "a") == ()


def test_a_choice_is_made_and_taken_back() -> None:
    """Of the decision and of a step; the table of a step without a choice goes."""
    start = read_workspace(document([step()], [candidate("a"), candidate("b")]))
    place = start.scenario.steps[0].id
    once = with_choice(start, "default", "a")
    assert once.decision.default == "a"
    assert with_choice(with_choice(once, "default", "b"), "default", "b").decision.default is None
    split = with_choice(with_choice(once, "default", "b", place), "fallback", "a", place)
    assert (split.decision.steps[0].default, split.decision.steps[0].fallback) == ("b", "a")
    back = with_choice(with_choice(split, "default", "b", place), "fallback", "a", place)
    assert back == once


def test_nobody_becomes_default_and_fallback_at_once() -> None:
    """Of the decision, or of a step through it; what a file holds already is no news."""
    second = {**step(), "id": "second", "name": "Second"}
    start = read_workspace(document([step(), second], [candidate("a"), candidate("b")], decision={"default": "a"}))
    both = with_choice(start, "fallback", "a")
    assert both_at_once(start, both) == ("", "a") and both_at_once(both, both) is None
    agreed = with_choice(start, "fallback", "b")
    assert both_at_once(start, agreed) is None
    assert both_at_once(agreed, with_choice(agreed, "default", "b", "second")) == ("second", "b")
    split = with_choice(with_choice(agreed, "fallback", "a", "second"), "default", "b", "second")
    assert both_at_once(agreed, split) is None
    assert both_at_once(split, with_choice(split, "fallback", "a", "second")) == ("second", "b")


def test_a_copy_has_its_own_id_and_no_place_in_the_decision() -> None:
    """It stands behind the original with the same figures."""
    copied = with_candidate_copied(workspace(), 0)
    assert [one.id for one in copied.candidates] == ["a", "a-2", "b"]
    assert copied.candidates[1].observations == copied.candidates[0].observations
    assert copied.decision == workspace().decision and copied.evaluations == workspace().evaluations


def test_ids_are_made_of_names() -> None:
    """Unlike any other, and never empty."""
    assert candidate_id(workspace(), "A") == "a-2" and candidate_id(workspace(), "A", but=0) == "a"
    assert candidate_id(workspace(), "模型") == "candidate"
    end = ("candidates", len(workspace().candidates))
    added = with_value(workspace(), end, candidate(candidate_id(workspace(), "GPT 6!")))
    assert added.candidates[-1].id == "gpt-6"


def test_emptied_tables_go() -> None:
    """A form that empties the last field of a table leaves the document as it was before the first."""
    for path in (("hosting", "gpu_hour_usd"), ("usage", workspace().scenario.steps[0].id, "max_retries")):
        place = ("candidates", 0, *path)
        assert with_candidate_value(with_candidate_value(workspace(), place, 2), place, None) == workspace()


def test_figures_and_ratings_are_added() -> None:
    """Figures go to the end; a column has one rating at a time."""
    more = with_observations(workspace(), [("b", observed("ttft", 9)), ("b", observed("max_output", 9))])
    assert [one.metric for one in more.candidates[1].observations[-2:]] == ["ttft", "max_output"]
    assert more.candidates[0] == workspace().candidates[0]
    with pytest.raises(InvalidDocument):
        with_observations(workspace(), [("a", observed("ttft", -1))])
    rated = with_rating(with_rating(workspace(), 0, "task_fit", "good", "x"), 0, "task_fit", "poor", "y")
    assert [(one.level, one.reason) for one in rated.candidates[0].overrides] == [("poor", "y")]
    assert with_rating(rated, 0, "task_fit", None) == workspace()


def test_figures_at_a_setting_count_at_once() -> None:
    """A candidate at no setting takes the one of its new figures; one at another keeps its own, and so do figures
    of two settings."""
    low = {**observed("ttft", 1.5), "effort": "low"}
    taken = with_observations(workspace(), [("a", low)])
    assert [one.effort for one in taken.candidates] == ["low", ""]
    assert with_observations(taken, [("a", {**low, "effort": "high"})]).candidates[0].effort == "low"
    assert with_observations(workspace(), [("a", low), ("a", {**low, "effort": "high"})]).candidates[0].effort == ""
    assert with_observations(workspace(), [("a", observed("ttft", 1.5))]).candidates[0].effort == ""

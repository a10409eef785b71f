"""Edits of the document: a value anywhere, and steps with everything that refers to them."""

from __future__ import annotations

import pytest

from shortlist.core.analysis import Analysis
from shortlist.core.basics.errors import InvalidDocument
from shortlist.core.document.workspace import Workspace, read_workspace
from shortlist.core.edits.places import (
    message_at,
    value_at,
    with_new_step,
    with_step_copied,
    with_step_id,
    with_step_moved,
    with_value,
    without_step,
)
from tests.tui.conftest import worked_data


def test_a_value_is_set_and_removed(worked: Analysis) -> None:
    """What is set reads back; None removes the key; the rest of the document stays."""
    path = ("scenario", "steps", 0, "usage", "batch_share")
    edited = with_value(worked.workspace, path, 0.5)
    assert value_at(edited, path) == 0.5
    assert with_value(edited, path, None) == worked.workspace


def test_a_mistake_is_told_for_its_place(worked: Analysis) -> None:
    """The message is the reader's own, without the key path, for the very field."""
    path = ("scenario", "steps", 1, "usage", "batch_share")
    with pytest.raises(InvalidDocument) as caught:
        with_value(worked.workspace, path, 1.2)
    assert message_at(caught.value, path) == "must lie between 0 and 1, found 1.2"


def everywhere() -> Workspace:
    """A workspace that refers to its first step from everywhere."""
    data = worked_data()
    first, candidate = data["scenario"]["steps"][0]["id"], data["candidates"][0]["id"]
    data["scenario"]["task_step"] = first
    data["scenario"]["path"] = [[data["scenario"]["steps"][1]["id"]], [first]]
    data["candidates"][0]["usage"] = {first: {"output_tokens": 9}}
    run = {
        "candidate": candidate,
        "step": first,
        "ran_on": worked_date(data),
        "examples": 60,
        "successes": 50,
    }
    data["evaluations"] = [run]
    data["decision"] = {"default": candidate, "steps": [{"step": first, "default": candidate}]}
    return read_workspace(data)


def worked_date(data: dict[str, object]) -> object:
    """A date to use: the record's."""
    return data["records"][-1]["date"]  # type: ignore[index]


def test_a_step_keeps_its_references_under_another_id() -> None:
    """Overrides, evaluations, decisions and the task step follow; renaming back gives the same document."""
    workspace = everywhere()
    old = workspace.scenario.steps[0].id
    renamed = with_step_id(workspace, 0, "other")
    assert list(renamed.candidates[0].usage) == ["other"]
    assert renamed.evaluations[0].step == renamed.decision.steps[0].step == renamed.scenario.task_step == "other"
    assert renamed.scenario.stages[-1] == ("other",)
    assert with_step_id(renamed, 0, old) == workspace


def test_a_removed_step_takes_its_references_along() -> None:
    """Nothing is left that names it."""
    left = without_step(everywhere(), 0)
    assert not left.candidates[0].usage and not left.evaluations and not left.decision.steps
    assert left.scenario.stages == ((left.scenario.task.id,),)


@pytest.mark.parametrize(
    ("path", "task", "removed", "left", "counts"),
    [
        ([["one"], ["two", "three"]], "three", 2, (("one",), ("two",)), "two"),
        ([["one"], ["three"], ["two"]], "three", 2, (("one",), ("two",)), "two"),
        ([["one"], ["two", "three"]], None, 2, (("one",), ("two",)), "two"),
        ([["two"], ["three"]], None, 0, (("two",), ("three",)), "three"),
        ([["three"]], "three", 2, (("two",),), "two"),
    ],
)
def test_a_path_goes_on_without_a_removed_step(
    path: list[list[str]], task: str | None, removed: int, left: tuple[tuple[str, ...], ...], counts: str
) -> None:
    """An alternative in its stage counts the tasks in its place, else the last stage; an empty stage goes."""
    steps = [{"id": name, "name": name} for name in ("one", "two", "three")]
    scenario = {"steps": steps, "path": path} | ({"task_step": task} if task else {})
    workspace = without_step(read_workspace({"schema": 2, "title": "T", "scenario": scenario}), removed)
    assert (workspace.scenario.stages, workspace.scenario.task.id) == (left, counts)


def test_a_step_that_comes_last_leaves_the_path_its_task() -> None:
    """Without a path the last step counts the tasks, whichever it is."""
    scenario = {"steps": [{"id": "one", "name": "One"}, {"id": "two", "name": "Two"}]}
    for path, task in (([["one"], ["two"]], "two"), ([], "three")):
        workspace = read_workspace({"schema": 2, "title": "T", "scenario": {**scenario, "path": path}})
        assert with_new_step(workspace, 2, "Three").scenario.task.id == task
        assert with_step_copied(workspace, 1).scenario.task.id == task.replace("three", "two-2")


def test_steps_are_added_copied_and_moved(worked: Analysis) -> None:
    """Ids stay unique, and the product's task stays the same step."""
    workspace = worked.workspace
    ids = [step.id for step in workspace.scenario.steps]
    assert [s.id for s in with_new_step(workspace, 1, "A new one").scenario.steps][1] == "a-new-one"
    assert [s.id for s in with_step_copied(workspace, 0).scenario.steps][:2] == [ids[0], f"{ids[0]}-2"]
    moved = with_step_moved(workspace, 0, len(ids) - 1)
    assert [s.id for s in moved.scenario.steps] == [*ids[1:], ids[0]]
    assert moved.scenario.task.id == workspace.scenario.task.id

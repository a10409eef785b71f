"""Edits of a whole scenario: a preset's steps where it has none of its own yet, and so many tasks a month."""

from __future__ import annotations

from shortlist.core.basics.errors import ShortlistError
from shortlist.core.document.presets import laid_down, mark
from shortlist.core.document.scenario import Scenario
from shortlist.core.document.workspace import Workspace, read_workspace, to_data

OF_STEPS = ("steps", "path", "task_step")  # what names steps: the preset's come in place of it


def is_empty(scenario: Scenario) -> bool:
    """Whether nothing is said of any step yet but what it is called."""
    return all(step.model_fields_set <= {"id", "name"} for step in scenario.steps)


def with_preset(workspace: Workspace, id_: str) -> Workspace:
    """The workspace with a preset's steps in place of its empty ones; what else its scenario says already stays.

    Raises `ShortlistError` where a step says something already, and `InvalidDocument` where a candidate or a choice
    refers to a step that the preset does not have.
    """
    if not is_empty(workspace.scenario):
        raise ShortlistError("a preset is laid into a scenario whose steps say nothing yet; begin a new workspace")
    data, preset = to_data(workspace), laid_down(id_)
    own = {key: value for key, value in data["scenario"].items() if key not in OF_STEPS}
    if own.get("summary"):
        own["summary"] = f"{own['summary'].rstrip()} {mark(id_)}"
    return read_workspace({**data, "scenario": {**preset, **{key: value for key, value in own.items() if value != ""}}})


EXACT_BELOW = 100  # requests below this many keep two decimals, so that a small step does not vanish; others are whole


def with_tasks(workspace: Workspace, tasks: float, now: float) -> Workspace:
    """The workspace with so many tasks a month in place of `now`: the requests of every step that has some grow or
    shrink alike.

    Where none are known yet, each step that is alone in its stage takes as many as there are tasks. Raises
    `ShortlistError` where that says nothing, and `InvalidDocument` where a number is too large.
    """
    if tasks <= 0:
        raise ShortlistError("write how many tasks a month there are, more than 0")
    scenario = workspace.scenario
    alone = {stage[0] for stage in scenario.stages if len(stage) == 1}
    if not now and scenario.task.id not in alone:
        raise ShortlistError("the tasks are shared by several steps, of which none has requests yet: set those first")
    data = to_data(workspace)
    for step in data["scenario"]["steps"]:
        usage = step.get("usage", {})
        before = usage.get("requests_per_month")
        if now and before is not None:
            requests = before * (tasks / now)
            requests = round(requests, 2) if requests < EXACT_BELOW else round(requests)
            if requests == int(requests):
                requests = int(requests)
            step["usage"] = {**usage, "requests_per_month": requests}
        elif not now and step["id"] in alone and not before:
            step["usage"] = {**usage, "requests_per_month": tasks}
    return read_workspace(data)

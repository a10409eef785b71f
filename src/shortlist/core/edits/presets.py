"""Laying a preset's steps into a scenario that has none of its own yet."""

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

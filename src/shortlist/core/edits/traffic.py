"""The traffic of the whole product at once: so many tasks a month, and every step in proportion."""

from __future__ import annotations

from shortlist.core.basics.errors import ShortlistError
from shortlist.core.document.workspace import Workspace, read_workspace, to_data

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

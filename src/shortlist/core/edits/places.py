"""Edits: functions from a workspace to a workspace, each validated as strictly as the file is read.

An edit works on the plain data of the document, so that what an editor may do and what a file may hold are the same.
Every function raises `InvalidDocument` where the result would not be a workspace, and changes nothing then.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from shortlist.core.basics.errors import InvalidDocument, Problem
from shortlist.core.document.accepted import refuse_changes
from shortlist.core.document.fields import Part
from shortlist.core.document.problems import key_path
from shortlist.core.document.workspace import Workspace, read_workspace, reread, to_data

KeyPath = tuple[str | int, ...]
"""A place in the document: keys of tables and indices of lists, such as `("scenario", "steps", 0, "name")`."""

Data = dict[str, Any]


def with_value(workspace: Workspace, path: KeyPath, value: object | None) -> Workspace:
    """The workspace with a value at a place; None removes the key or the item, one past the end of a list appends.

    Raises `RecordKept` where the place lies in a record that was accepted.
    """
    section, changed = path[0], None
    if isinstance(section, str):
        # One section is read in a fraction of the time; what is wrong with it only reading all of it tells in full.
        changed = reread(workspace, put(_opened(workspace, path), path, value), section)
    if changed is None:
        changed = read_workspace(put(to_data(workspace), path, value))
    refuse_changes(workspace, changed)
    return changed


def _opened(node: Any, path: KeyPath) -> Any:
    """What is at the start of a path as plain tables and lists along the path, all beside it as it was read."""
    if isinstance(node, Part):
        node = {
            field.alias or name: value
            for name, field in type(node).model_fields.items()
            if name in node.model_fields_set and (value := getattr(node, name)) is not None
        }
    key, rest = path[0], path[1:]
    if isinstance(node, Mapping):
        if rest and key in node:
            return {**node, key: _opened(node[key], rest)}
        return dict(node)
    if not isinstance(node, tuple):
        return node
    items = list(node)
    if rest and isinstance(key, int) and 0 <= key < len(items):
        items[key] = _opened(items[key], rest)
    return items


def value_at(workspace: Workspace, path: KeyPath) -> Any:
    """What the document holds at a place, defaults left out; None where nothing was set."""
    node: Any = workspace
    for key in path:
        if isinstance(key, int):
            node = node[key] if key < len(node) else None
        elif isinstance(node, Mapping):
            node = node.get(key)
        else:
            name = "schema_version" if key == "schema" else key
            node = getattr(node, name) if name in node.model_fields_set else None
        if node is None:
            return None
    return node


def message_at(error: InvalidDocument, path: KeyPath) -> str:
    """What is wrong at a place, in the reader's own words; else every mistake with the place where it shows."""
    return "; ".join([problem.message for problem in problems_within(error, path)] or map(str, error.problems))


def problems_within(error: InvalidDocument, path: KeyPath) -> list[Problem]:
    """What is wrong at a place, or in what it holds."""
    place = key_path(path)
    return [p for p in error.problems if p.path == place or p.path.startswith((f"{place}[", f"{place}."))]


def put(node: Any, path: KeyPath, value: object | None) -> Any:
    """The same as `with_value` for the table or list of a document that need not be whole yet."""
    key, rest = path[0], path[1:]
    if isinstance(key, int):
        items = list(node)
        if rest:
            items[key] = put(items[key], rest, value)
        elif value is None:
            del items[key]
        elif key == len(items):
            items.append(value)
        else:
            items[key] = value
        return items
    table = dict(node)
    if rest:
        inside = table.get(key)
        if inside is None:
            inside = [] if isinstance(rest[0], int) else {}
        table[key] = put(inside, rest, value)
    elif value is None:
        table.pop(key, None)
    else:
        table[key] = value
    return table


def free_id(wanted: str, taken: Iterable[str]) -> str:
    """A short id made of a name: `Draft replies` -> `draft-replies`, with a number where that is taken."""
    base = re.sub(r"[^a-z0-9]+", "-", wanted.casefold()).strip("-")[:40].strip("-") or "step"
    used, number, found = set(taken), 2, base
    while found in used:
        found, number = f"{base}-{number}", number + 1
    return found


def with_new_step(workspace: Workspace, at: int, name: str) -> Workspace:
    """A step without any figures, at an index."""
    return _with_step(workspace, at, {"id": free_id(name, workspace.scenario.by_id), "name": name})


def with_step_copied(workspace: Workspace, index: int) -> Workspace:
    """A copy of a step behind it, under an id of its own."""
    step = to_data(workspace.scenario.steps[index])
    step |= {"id": free_id(step["id"], workspace.scenario.by_id), "name": f"{step['name']} (copy)"}
    return _with_step(workspace, index + 1, step)


def _with_step(workspace: Workspace, at: int, step: Data) -> Workspace:
    data = to_data(workspace)
    scenario: Data = data["scenario"]
    scenario["steps"] = [*scenario["steps"][:at], step, *scenario["steps"][at:]]
    if workspace.scenario.path:
        # Another step that came last would count the tasks, and stand on no path.
        scenario["task_step"] = workspace.scenario.task.id
    return read_workspace(data)


def with_step_moved(workspace: Workspace, index: int, to: int) -> Workspace:
    """A step in another place of the order; the step that counts the product's tasks stays the same one."""
    data = to_data(workspace)
    steps = list(data["scenario"]["steps"])
    steps.insert(to, steps.pop(index))
    data["scenario"] |= {"steps": steps, "task_step": workspace.scenario.task.id}
    return read_workspace(data)


def with_stages_swapped(workspace: Workspace, one: str, other: str) -> Workspace:
    """Two steps of the path in each other's place, by their ids: alternatives within their stage, else their stages."""
    stages = [list(stage) for stage in workspace.scenario.stages]
    first, second = (next(at for at, stage in enumerate(stages) if step in stage) for step in (one, other))
    if first == second:
        names = {one: other, other: one}
        stages[first] = [names.get(step, step) for step in stages[first]]
    else:
        stages[first], stages[second] = stages[second], stages[first]
    return with_value(workspace, ("scenario", "path"), stages)


def without_step(workspace: Workspace, index: int) -> Workspace:
    """The workspace without a step and without what refers to it: overrides, evaluations, its own choice."""
    return with_step_id(workspace, index, None)


def with_step_id(workspace: Workspace, index: int, new: str | None) -> Workspace:
    """A step under another id, wherever it is referred to; without the step and all references to it where that is
    None."""
    old = workspace.scenario.steps[index].id

    def rename(used: str) -> str | None:
        return new if used == old else used

    data = to_data(workspace)
    scenario: Data = data["scenario"]
    steps = ({**step, "id": rename(step["id"])} for step in scenario["steps"])
    scenario["steps"] = [step for step in steps if step["id"] is not None]
    if scenario.get("task_step") == old:
        scenario["task_step"] = new
    if scenario.get("path"):
        scenario.update(_renamed_path(workspace, scenario, rename))
    data["scenario"] = {key: value for key, value in scenario.items() if value is not None}
    for candidate in data.get("candidates", ()):
        if candidate.get("usage"):
            usage = ((rename(step), figures) for step, figures in candidate["usage"].items())
            candidate["usage"] = {step: figures for step, figures in usage if step is not None}
    for table, key in ((data, "evaluations"), (data.get("decision", {}), "steps")):
        if key in table:
            rows = ({**row, "step": rename(row["step"])} for row in table[key])
            table[key] = [row for row in rows if row["step"] is not None]
    return read_workspace(data)


def _renamed_path(workspace: Workspace, scenario: Data, rename: Callable[[str], str | None]) -> Data:
    """The path with its steps renamed; where the step that counts the tasks is dropped, what stands in its stage, else
    in the last one, counts them."""
    stages = [[new for step in stage if (new := rename(step)) is not None] for stage in workspace.scenario.stages]
    path = [stage for stage in stages if stage]
    if not path or (scenario.get("task_step") or scenario["steps"][-1]["id"]) in {step for one in path for step in one}:
        return {"path": path or None}
    task = workspace.scenario.task.id
    held = next(new for old, new in zip(workspace.scenario.stages, stages, strict=True) if task in old)
    return {"path": path, "task_step": (held or path[-1])[-1]}

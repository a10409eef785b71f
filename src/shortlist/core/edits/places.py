"""Edits: functions from a workspace to a workspace, each validated as strictly as the file is read.

An edit works on the plain data of the document, so that what an editor may do and what a file may hold are the same.
Every function raises `InvalidDocument` where the result would not be a workspace, and changes nothing then.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from shortlist.core.basics.errors import InvalidDocument
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
    section = path[0]
    changed = reread(workspace, _put(_opened(workspace, path), path, value), section) if type(section) is str else None
    if changed is None:
        changed = read_workspace(_put(to_data(workspace), path, value))
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
    if isinstance(node, Mapping):
        key = path[0]
        if len(path) > 1 and key in node:
            return {**node, key: _opened(node[key], path[1:])}
        return dict(node)
    if isinstance(node, tuple):
        at = path[0]
        return [_opened(one, path[1:]) if len(path) > 1 and index == at else one for index, one in enumerate(node)]
    return node


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
    place = key_path(path)
    own = [p.message for p in error.problems if p.path == place or p.path.startswith((f"{place}[", f"{place}."))]
    return "; ".join(own) if own else "; ".join(str(problem) for problem in error.problems)


def put(data: Data, path: KeyPath, value: object | None) -> Data:
    """The same as `with_value` for a part of a document that need not be whole yet."""
    changed: Data = _put(data, path, value)
    return changed


def _put(node: Any, path: KeyPath, value: object | None) -> Any:
    key, rest = path[0], path[1:]
    if isinstance(key, int):
        items = list(node)
        if rest:
            items[key] = _put(items[key], rest, value)
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
        table[key] = _put(inside, rest, value)
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
    id_ = free_id(name, (step.id for step in workspace.scenario.steps))

    def add(steps: list[Data]) -> None:
        steps.insert(at, {"id": id_, "name": name})

    return _steps_changed(workspace, add, _task_on_path(workspace))


def with_step_copied(workspace: Workspace, index: int) -> Workspace:
    """A copy of a step behind it, under an id of its own."""
    ids = [step.id for step in workspace.scenario.steps]
    copied = free_id(ids[index], ids)

    def add(steps: list[Data]) -> None:
        steps.insert(index + 1, {**steps[index], "id": copied, "name": f"{steps[index]['name']} (copy)"})

    return _steps_changed(workspace, add, _task_on_path(workspace))


def with_step_moved(workspace: Workspace, index: int, to: int) -> Workspace:
    """A step in another place of the order; the step that counts the product's tasks stays the same one."""

    def move(steps: list[Data]) -> None:
        steps.insert(to, steps.pop(index))

    return _steps_changed(workspace, move, workspace.scenario.task.id)


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


def _task_on_path(workspace: Workspace) -> str | None:
    """The step that counts the tasks where there is a path: another one that came last would stand on none of it."""
    return workspace.scenario.task.id if workspace.scenario.path else None


def _steps_changed(workspace: Workspace, change: Callable[[list[Data]], None], task: str | None) -> Workspace:
    data = to_data(workspace)
    steps = list(data["scenario"]["steps"])
    change(steps)
    data["scenario"] = {**data["scenario"], "steps": steps, **({"task_step": task} if task else {})}
    return read_workspace(data)


def without_step(workspace: Workspace, index: int) -> Workspace:
    """The workspace without a step and without what refers to it: overrides, evaluations, its own choice."""
    id_ = workspace.scenario.steps[index].id

    def drop(used: str) -> str | None:
        return None if used == id_ else used

    return _with_step_ids(workspace, drop, removed=index)


def with_step_id(workspace: Workspace, index: int, id_: str) -> Workspace:
    """A step under another id, wherever it is referred to."""
    old = workspace.scenario.steps[index].id
    return _with_step_ids(workspace, lambda used: id_ if used == old else used)


def _with_step_ids(workspace: Workspace, rename: Callable[[str], str | None], removed: int | None = None) -> Workspace:
    """Every reference to a step renamed, or dropped where `rename` gives None."""
    data = to_data(workspace)
    scenario = data["scenario"]
    steps = [step for index, step in enumerate(scenario["steps"]) if index != removed]
    data["scenario"] = {**scenario, "steps": [{**step, "id": rename(step["id"])} for step in steps]}
    if scenario.get("task_step") is not None:
        data["scenario"]["task_step"] = rename(scenario["task_step"])
        if data["scenario"]["task_step"] is None:
            del data["scenario"]["task_step"]
    if scenario.get("path"):
        data["scenario"].update(_renamed_path(workspace, data["scenario"], rename))
        if not data["scenario"]["path"]:
            del data["scenario"]["path"]
    data["candidates"] = [
        {**candidate, "usage": _renamed_keys(candidate["usage"], rename)} if candidate.get("usage") else candidate
        for candidate in data.get("candidates", ())
    ]
    data["evaluations"] = _renamed_rows(data.get("evaluations", ()), rename)
    decision = data.get("decision", {})
    data["decision"] = {**decision, "steps": _renamed_rows(decision.get("steps", ()), rename)}
    return read_workspace(_as_set(data, workspace))


def _renamed_path(workspace: Workspace, scenario: Data, rename: Callable[[str], str | None]) -> Data:
    """The path with its steps renamed; where the step that counts the tasks is dropped, what stands in its stage, else
    in the last one, counts them."""
    stages = [[new for step in stage if (new := rename(step)) is not None] for stage in workspace.scenario.stages]
    path = [stage for stage in stages if stage]
    if not path or (scenario.get("task_step") or scenario["steps"][-1]["id"]) in {step for one in path for step in one}:
        return {"path": path}
    task = workspace.scenario.task.id
    held = next(new for old, new in zip(workspace.scenario.stages, stages, strict=True) if task in old)
    return {"path": path, "task_step": (held or path[-1])[-1]}


def _renamed_keys(table: Mapping[str, Any], rename: Callable[[str], str | None]) -> Data:
    return {new: value for key, value in table.items() if (new := rename(key)) is not None}


def _renamed_rows(rows: Iterable[Data], rename: Callable[[str], str | None]) -> list[Data]:
    return [{**row, "step": new} for row in rows if (new := rename(row["step"])) is not None]


def _as_set(data: Data, workspace: Workspace) -> Data:
    """Without the tables that the document does not have: an edit writes nothing that nobody asked for."""
    if "steps" not in workspace.decision.model_fields_set:
        data["decision"] = {key: value for key, value in data["decision"].items() if key != "steps"}
    had = workspace.model_fields_set
    return {
        key: value for key, value in data.items() if key not in ("candidates", "evaluations", "decision") or key in had
    }

"""Edits of candidates and of what refers to them: the decision, evaluations, figures, ratings.

Functions from a workspace to a workspace, like those of `places`: each result is read as strictly as a file is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal, get_args

from shortlist.core.basics.words import count
from shortlist.core.document.scenario import Column
from shortlist.core.document.vocabulary import Level
from shortlist.core.document.workspace import Choice, Workspace, choices, read_workspace, to_data
from shortlist.core.edits.places import Data, KeyPath, free_id, value_at, with_value

ChoiceRole = Literal["default", "fallback"]
"""What a candidate may be chosen for."""
PLACES: tuple[ChoiceRole, ...] = get_args(ChoiceRole)


def index_of(workspace: Workspace, id_: str) -> int | None:
    """Where a candidate stands in the document."""
    return next((index for index, one in enumerate(workspace.candidates) if one.id == id_), None)


# --- candidates


def candidate_id(workspace: Workspace, name: str, but: int | None = None) -> str:
    """A short id for a name that no candidate has, but the one at an index."""
    taken = (one.id for index, one in enumerate(workspace.candidates) if index != but)
    if not any(c.isascii() and c.isalnum() for c in name):
        name = "candidate"
    return free_id(name, taken)


def with_candidate_copied(workspace: Workspace, index: int) -> Workspace:
    """A copy of a candidate behind it, under an id and a name of its own; what was decided or run is not copied."""
    data = to_data(workspace)
    rows: list[Data] = list(data["candidates"])
    id_ = free_id(rows[index]["id"], (row["id"] for row in rows))
    rows.insert(index + 1, {**rows[index], "id": id_, "name": f"{rows[index]['name']} (copy)"})
    return read_workspace({**data, "candidates": rows})


def without_candidate(workspace: Workspace, index: int) -> Workspace:
    """The workspace without a candidate and without what refers to it: choices and evaluations."""
    data = to_data(workspace)
    data["candidates"] = [row for at, row in enumerate(data["candidates"]) if at != index]
    return read_workspace(_referring(data, workspace.candidates[index].id, None))


def with_candidate_id(workspace: Workspace, index: int, id_: str) -> Workspace:
    """A candidate under another id, wherever it is referred to."""
    data = to_data(workspace)
    data["candidates"][index]["id"] = id_
    return read_workspace(_referring(data, workspace.candidates[index].id, id_))


def _referring(data: Data, old: str, new: str | None) -> Data:
    """Every reference to a candidate by another id of it, or dropped where that is None."""
    if "evaluations" in data:
        runs = [_naming(run, old, new) for run in data["evaluations"]]
        data["evaluations"] = [run for run in runs if "candidate" in run]
    if "decision" in data:
        data["decision"] = decision = _naming(data["decision"], old, new)
        if "steps" in decision:
            rows = [_naming(row, old, new) for row in decision["steps"]]
            decision["steps"] = [row for row in rows if len(row) > 1]
    for step in data["scenario"]["steps"]:
        if "evaluation" in step:
            step["evaluation"] = _naming(step["evaluation"], old, new)
    return data


def _naming(row: Data, old: str, new: str | None) -> Data:
    renamed = {key: new for key in ("candidate", *PLACES, "judge") if row.get(key) == old}
    return {key: value for key, value in {**row, **renamed}.items() if value is not None}


def references(workspace: Workspace, id_: str) -> tuple[str, ...]:
    """What refers to a candidate, in words."""
    decision = workspace.decision
    rows = [("", decision), *((f" of {workspace.scenario.named(row.step)}", row) for row in decision.steps)]
    places = [f"{place}{of}" for of, row in rows for place in PLACES if getattr(row, place) == id_]
    places += [f"judge of “{step.name}”" for step in workspace.scenario.steps if step.setup.judge == id_]
    runs = sum(run.candidate == id_ for run in workspace.evaluations)
    told = []
    if places:
        told.append(f"its place as {' and '.join(places)}")
    if runs:
        told.append(count(runs, "evaluation"))
    return tuple(told)


def with_candidate_value(workspace: Workspace, path: KeyPath, value: object | None) -> Workspace:
    """A field of a candidate set or emptied; a table that becomes empty goes, and an id changes wherever it is used."""
    match path:
        case ("candidates", int(index), "id") if isinstance(value, str):
            return with_candidate_id(workspace, index, value)
    changed = with_value(workspace, path, value)
    for end in range(len(path) - 1, 2, -1):
        if value is not None or isinstance(path[end - 1], int):
            break
        held = value_at(changed, path[:end])
        if held is None or getattr(held, "model_fields_set", held):
            break
        changed = with_value(changed, path[:end], None)
    return changed


# --- figures and ratings


def with_observations(workspace: Workspace, additions: Iterable[tuple[str, Data]]) -> Workspace:
    """Figures more: pairs of a candidate's id and an observation, each behind those the candidate has.

    A candidate at no setting takes the one at which its new figures were observed: they would not count otherwise,
    and none of its own figures ceases to.
    """
    pairs = list(additions)
    settings = settings_taken(workspace, pairs)
    data = to_data(workspace)
    rows = {row["id"]: row for row in data.get("candidates", ())}
    for id_, observation in pairs:
        rows[id_]["observations"] = [*rows[id_].get("observations", ()), observation]
    for id_, effort in settings.items():
        rows[id_]["effort"] = effort
    return read_workspace(data)


def settings_taken(workspace: Workspace, additions: Iterable[tuple[str, Data]]) -> dict[str, str]:
    """The candidates at no setting whose new figures were all observed at one, with that effort."""
    efforts: dict[str, set[str]] = {}
    for id_, observation in additions:
        efforts.setdefault(id_, set()).add(observation.get("effort") or "")
    found = ((workspace.candidate(id_), given - {""}) for id_, given in efforts.items())
    return {one.id: given.pop() for one, given in found if one is not None and not one.effort and len(given) == 1}


def with_rating(workspace: Workspace, index: int, column: Column, level: Level | None, reason: str = "") -> Workspace:
    """A person's own rating of a column in place of any other of it; None takes it back."""
    data = to_data(workspace)
    row: Data = data["candidates"][index]
    kept: list[Any] = [one for one in row.get("overrides", ()) if one["column"] != column]
    if level is not None:
        kept.append({"column": column, "level": level, "reason": reason})
    row["overrides"] = kept
    if not kept:
        del row["overrides"]
    return read_workspace(data)


# --- the decision


def chosen(workspace: Workspace, place: ChoiceRole, step: str | None = None) -> str | None:
    """Who is chosen for a place: of the decision, or of a step where it names its own."""
    row: Any = workspace.decision
    if step is not None:
        row = next((one for one in workspace.decision.steps if one.step == step), None)
    found: str | None = getattr(row, place, None)
    return found


def both_at_once(before: Workspace, after: Workspace) -> tuple[str, str] | None:
    """Where an edit leaves one candidate as default and fallback, and which; the place is a step, empty for all."""
    was, now = _its_own_fallback(before), _its_own_fallback(after)
    return next(((step, id_) for step, id_ in now.items() if step not in was), None)


def _its_own_fallback(workspace: Workspace) -> dict[str, str]:
    decision = workspace.decision
    made = {"": Choice(decision.default, decision.fallback), **choices(workspace)}
    return {step: one.default for step, one in made.items() if one.default and one.default == one.fallback}


def with_choice(workspace: Workspace, place: ChoiceRole, id_: str, step: str | None = None) -> Workspace:
    """A candidate chosen as default or fallback, of the decision or of one step; choosing it again takes it back."""
    wanted = None if chosen(workspace, place, step) == id_ else id_
    if step is None:
        return with_value(workspace, ("decision", place), wanted)
    data = to_data(workspace)
    decision: Data = data.get("decision", {})
    rows: list[Data] = list(decision.get("steps", ()))
    at = next((index for index, row in enumerate(rows) if row["step"] == step), len(rows))
    held = {"step": step, **dict(*rows[at : at + 1]), place: wanted}
    row = {key: value for key, value in held.items() if value is not None}
    rows[at : at + 1] = [row] if len(row) > 1 else []
    decision = {**decision, "steps": rows}
    if not rows:
        del decision["steps"]
    return read_workspace({**data, "decision": decision})


def with_choices(workspace: Workspace, wanted: Mapping[str, Choice]) -> Workspace:
    """The workspace in which each of some steps, by id, is served by others; the other steps stay as they are.

    The decision for all stays where it serves a step still; where every step is served by the same it says so once.
    """
    target = {**choices(workspace), **wanted}
    data = to_data(workspace)
    decision: Data = dict(data.get("decision", {}))
    rows: dict[str, Data] = {step: {"step": step} for step in target}
    for place in PLACES:
        chosen = {step: getattr(choice, place) for step, choice in target.items()}
        everywhere = _for_all(getattr(workspace.decision, place), list(chosen.values()))
        decision.pop(place, None)
        if everywhere is not None:
            decision[place] = everywhere
        for step, id_ in chosen.items():
            if id_ is not None and id_ != everywhere:
                rows[step][place] = id_
    decision.pop("steps", None)
    own = [row for row in rows.values() if len(row) > 1]
    if own:
        decision["steps"] = own
    return read_workspace({**data, "decision": decision})


def _for_all(now: str | None, chosen: Sequence[str | None]) -> str | None:
    """What the decision says for all steps: nothing where a step has nobody, as it would take this one over."""
    if not chosen or None in chosen:
        return None
    if now in chosen:
        return now
    if len(set(chosen)) > 1:
        return None
    return chosen[0]

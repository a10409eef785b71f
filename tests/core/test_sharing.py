"""An edit shares with the workspace before it what it leaves alone, and is otherwise the same as reading all anew."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from random import Random
from typing import Any

from documents import TODAY, Document, candidate, document, step
from hypothesis import given
from strategies import documents, seeds

from shortlist.core.analysis import analyse
from shortlist.core.basics.errors import InvalidDocument
from shortlist.core.document.accepted import refuse_changes
from shortlist.core.document.fields import Part
from shortlist.core.document.structural_sharing import shared
from shortlist.core.document.workspace import Workspace, read_workspace, to_data
from shortlist.core.edits.places import KeyPath, put, with_value
from shortlist.export.analysis_json import analysis_data
from tests.counts import counted

KEY_LIKE = "sk-" + "a1B2" * 9
VALUES = (None, 0, 1, 7, -1, 0.5, 2.25, 1e9, True, "", "must", "pass", "answer", "step-1", "a b", [], {}, KEY_LIKE)


def places(node: Any, path: KeyPath = ()) -> Iterator[KeyPath]:
    """Every place of a document, and one past the end of each list."""
    if path:
        yield path
    if isinstance(node, dict):
        for key, value in node.items():
            yield from places(value, (*path, key))
    elif isinstance(node, list | tuple):
        for index, value in enumerate(node):
            yield from places(value, (*path, index))
        if path:
            yield (*path, len(node))


def an_edit(workspace: Workspace, chance: Random) -> tuple[KeyPath, object]:
    """A place of the workspace, or of a key that it lacks, and a value that may or may not be one there."""
    data = to_data(workspace)
    path = chance.choice(list(places(data)))
    if chance.random() < 0.1:
        path = (*path[:-1], "no_such_key") if isinstance(path[-1], str) else path
    elsewhere = chance.choice([place for place in places(data) if place[-1] == path[-1]] or [path])
    value = chance.choice((*VALUES, held(data, elsewhere), held(data, elsewhere)))
    # Nothing can be removed where there is nothing.
    return path, 1 if value is None and held(data, path) is None else value


def held(data: Any, path: KeyPath) -> Any:
    """What plain data holds at a place; None where there is nothing."""
    for key in path:
        try:
            data = data[key]
        except (KeyError, IndexError):
            return None
    return copy.deepcopy(data)


def told(read: Any) -> Any:
    """A workspace as data, or what is wrong with it."""
    try:
        return to_data(read())
    except InvalidDocument as error:
        return [str(problem) for problem in error.problems]


def read_anew(workspace: Workspace, path: KeyPath, value: object) -> Workspace:
    """The edit, made by reading all of the document."""
    changed = read_workspace(put(to_data(workspace), path, value))
    refuse_changes(workspace, changed)
    return changed


@counted(15, 40, documents(least=1, most=3), seeds)
def test_an_edit_is_the_same_as_reading_all_of_it_anew(data: Document, chance: Random) -> None:
    """Six edits in turn, right and wrong ones: the same workspace or the same mistakes."""
    workspace = read_workspace(data)
    for _ in range(6):
        path, value = an_edit(workspace, chance)
        anew = told(lambda: read_anew(workspace, path, value))  # noqa: B023 - called at once
        edited = told(lambda: with_value(workspace, path, value))  # noqa: B023 - called at once
        assert edited == anew, (path, value)
        if isinstance(edited, dict):
            workspace = with_value(workspace, path, value)
            assert workspace == read_workspace(to_data(workspace))


@counted(10, 25, documents(least=1, most=3, friendly=True), seeds)
def test_an_analysis_after_edits_is_the_same_as_one_from_scratch(data: Document, chance: Random) -> None:
    """Whatever edits shared, and whatever was judged or only served in between: no figure and no reason differs."""
    workspace = read_workspace(data)
    before = analyse(workspace, None, TODAY)
    for _ in range(5):
        path, value = an_edit(workspace, chance)
        try:
            workspace = with_value(workspace, path, value)
        except InvalidDocument:
            continue
        now = analyse(workspace, None, TODAY, before=before)
        if chance.random() < 0.5:
            assert now.costs.keys() == {one.id for one in workspace.candidates}
        else:
            assert analysis_data(now) == analysis_data(analyse(workspace, None, TODAY)), (path, value)
        before = now
    assert analysis_data(before) == analysis_data(analyse(workspace, None, TODAY))


@given(documents(least=2, most=3))
def test_what_an_edit_leaves_alone_is_shared(data: Document) -> None:
    """A figure of the traffic: the candidates and the other sections are the very same objects."""
    workspace = read_workspace(data)
    changed = with_value(workspace, ("scenario", "steps", 0, "usage", "requests_per_month"), 4321)
    (step, *others), (_, *same) = changed.scenario.steps, workspace.scenario.steps
    assert step.usage.requests_per_month == 4321
    kept = [*zip(others, same, strict=True), *zip(changed.candidates, workspace.candidates, strict=True)]
    assert all(one is other for one, other in kept)


def written(part: Part) -> str:
    """A part as text, in which 30000 is not 30000.0."""
    return part.model_dump_json(by_alias=True, exclude_unset=True)


@counted(15, 40, documents(least=1, most=3), seeds)
def test_a_state_made_of_the_parts_of_another_says_what_it_said(data: Document, chance: Random) -> None:
    """After an edit that read all anew: written alike, and every candidate and step that is alike is the one before."""
    workspace = read_workspace(data)
    for _ in range(6):
        path, value = an_edit(workspace, chance)
        try:
            anew = read_anew(workspace, path, value)
        except InvalidDocument:
            continue
        changed = shared(workspace, anew)
        assert changed == anew and written(changed) == written(anew), (path, value)
        for before, after in (
            (workspace.candidates, changed.candidates),
            (workspace.scenario.steps, changed.scenario.steps),
        ):
            known = {one.id: one for one in before}
            alike = [one for one in after if one.id in known and written(known[one.id]) == written(one)]
            assert all(one is known[one.id] for one in alike), (path, value)
        workspace = changed


def test_equal_parts_that_are_written_differently_stay_apart() -> None:
    """A whole number and the same with a point; a key that says what holds without it; an item that moved."""
    rows = [candidate("a", {"input_price": 2}), candidate("b", {"input_price": 2})]
    workspace = read_workspace(document([step()], rows))
    anew = to_data(workspace)
    anew["candidates"][0]["observations"][0]["value"] = 2.0
    anew["candidates"][1]["observations"][0]["note"] = ""
    anew["candidates"] = anew["candidates"][::-1]
    changed = shared(workspace, read_workspace(anew))
    assert changed.candidates[::-1] == workspace.candidates
    assert written(changed) == written(read_workspace(anew)) != written(workspace)
    assert not {id(one) for one in changed.candidates} & {id(one) for one in workspace.candidates}
    assert changed.scenario is workspace.scenario

"""The JSON Schemas hold of what is shipped and of what is computed, and refuse what is wrong."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
from documents import Document, analysed
from jsonschema import Draft202012Validator, ValidationError
from shipped import SCENARIOS, WORKED, analysis_of
from strategies import documents

from shortlist.export.analysis_json import analysis_data
from shortlist.export.schemas import DIALECT, analysis_schema, workspace_schema
from tests.counts import counted

WORKSPACE = Draft202012Validator(workspace_schema(), format_checker=Draft202012Validator.FORMAT_CHECKER)
ANALYSIS = Draft202012Validator(analysis_schema(), format_checker=Draft202012Validator.FORMAT_CHECKER)


def as_json(data: object) -> Any:
    """Data as JSON holds it: dates are strings."""
    return json.loads(json.dumps(data, default=str, allow_nan=False))


@pytest.mark.parametrize("schema", [workspace_schema(), analysis_schema()], ids=["workspace", "analysis"])
def test_schemas_are_schemas(schema: Document) -> None:
    """They name their dialect, keep to it, and can be printed."""
    Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == DIALECT
    assert schema["title"] and schema["description"]
    json.dumps(schema, allow_nan=False)


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_shipped_scenarios(path: Path) -> None:
    """Every shipped file and its analysis are valid."""
    WORKSPACE.validate(as_json(tomllib.loads(path.read_text(encoding="utf-8"))))
    ANALYSIS.validate(as_json(analysis_data(analysis_of(path))))


@counted(15, 100, documents())
def test_generated_workspaces(data: Document) -> None:
    """So are generated ones."""
    WORKSPACE.validate(as_json(data))
    ANALYSIS.validate(as_json(analysis_data(analysed(data))))


def free(path: tuple[Any, ...]) -> bool:
    """Whether the keys of the table there are ids, which no schema can require."""
    return path == ("decision", "steps") or path[-1:] in (("checks",), ("latency",), ("mix",), ("steps",))


def places(data: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The path of every key whose value the schema of the analysis must require."""
    found = []
    if isinstance(data, dict):
        for key, value in data.items():
            found += [] if free(path) else [(*path, key)]
            found += places(value, (*path, key))
    if isinstance(data, list) and data:
        found += places(data[0], (*path, 0))
    return found


def firsts(data: Any, path: tuple[Any, ...] = ()) -> Any:
    """The same with the first alone of every list, and of every table whose keys are ids: one schema holds of each."""
    if isinstance(data, dict):
        items = list(data.items())[:1] if free(path) else data.items()
        return {key: firsts(value, (*path, key)) for key, value in items}
    return [firsts(value, (*path, 0)) for value in data[:1]] if isinstance(data, list) else data


@pytest.mark.parametrize("of", ["one of a kind", pytest.param("each", marks=pytest.mark.long)])
def test_every_key_of_the_output_is_required(of: str) -> None:
    """Keys may be added, never removed: without any one of them the output is invalid."""
    whole = as_json(analysis_data(analysis_of(WORKED)))
    whole["candidates"] = whole["candidates"][:1]
    if of == "one of a kind":
        whole = firsts(whole)
    ANALYSIS.validate(whole)
    every = places(whole)
    assert len(every) > 300
    for path in every:
        data = json.loads(json.dumps(whole))
        parent = data
        for key in path[:-1]:
            parent = parent[key]
        del parent[path[-1]]
        assert not ANALYSIS.is_valid(data), path


def test_added_keys_are_allowed_and_wrong_values_are_not() -> None:
    """A reader that validates is not broken by a new key, and is warned of a wrong type."""
    data = as_json(analysis_data(analysis_of(WORKED)))
    ANALYSIS.validate({**data, "added": 1})
    data["candidates"][0]["status"] = "fine"
    with pytest.raises(ValidationError):
        ANALYSIS.validate(data)


@pytest.mark.parametrize(
    "change",
    [
        {"colour": "red"},
        {"schema": 3},
        {"title": ""},
        {"decision": {"default": 1}},
        {"records": [{"number": 1, "status": "open", "date": "2026-11-22"}]},
    ],
)
def test_wrong_workspaces_are_refused(change: Document) -> None:
    """An editor that knows the schema marks these."""
    data = as_json(tomllib.loads(WORKED.read_text(encoding="utf-8")))
    assert not WORKSPACE.is_valid({**data, **change})

"""Golden examples from tables, and from datasets of Inspect: what each column or key is taken to mean."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from shortlist.core.basics.errors import ShortlistError
from shortlist.core.golden.check import TYPES, CheckType
from shortlist.core.golden.examples import KEYS, Example, Refused, example_of, gathered

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "id": ("id", "example", "name", "case"),
    "kind": ("kind", "type", "category", "tag"),
    "input": ("input", "question", "query", "prompt", "message", "text"),
    "expected": ("expected", "target", "answer", "label", "ideal", "output", "expected_output", "__expected"),
    "checks": ("checks", "check"),
    "critical": ("critical",),
    "note": ("note", "notes", "comment", "description"),
    "source": ("source",),
    "added_on": ("added_on", "date", "day"),
}
"""What a column of a table may be called, in small letters. One may be called by a type of check as well."""
TRUE = frozenset({"true", "yes", "1", "x"})
MARKED: frozenset[CheckType] = frozenset({"json", "refuses", "person"})
"""Checks that need no value: a mark in their column is enough."""


def example_meanings(header: Iterable[str]) -> dict[str, str]:
    """By what the dataset calls it, or by the type of check, the column of a table.

    Raises `ShortlistError` without one of inputs, or without one that says what is right.
    """
    by_name = {" ".join(one.split()).casefold().replace(" ", "_"): one for one in header}
    found = {}
    for key, names in COLUMNS.items():
        column = next((by_name[name] for name in names if name in by_name), None)
        if column is not None:
            found[key] = column
    if "input" not in found:
        raise ShortlistError(f"no column holds what goes in; one must be called {', '.join(COLUMNS['input'])}")
    found |= {type_: by_name[type_] for type_ in TYPES if type_ in by_name}
    if not found.keys() & {"expected", "checks", *TYPES}:
        raise ShortlistError(
            "no column says what is right; call one expected, or by a check such as contains, regex, judge or person"
        )
    return found


def from_rows(
    rows: Iterable[tuple[str, Mapping[str, Any]]], columns: Mapping[str, str], source: str
) -> tuple[list[Example], list[Refused]]:
    """Examples of the rows of a table, each with its place; cells that hold JSON are read as JSON."""

    def read(cells: Mapping[str, Any], number: int) -> Example:
        values = {key: cells[column] for key, column in columns.items() if cells.get(column) not in (None, "")}
        return _of_cells(values, number, source)

    return gathered(rows, read)


def _of_cells(values: Mapping[str, Any], number: int, source: str) -> Example:
    told = {key: value for key, value in values.items() if key in KEYS}
    for key in ("input", "expected", "checks"):
        if isinstance(told.get(key), str) and told[key].lstrip()[:1] in ("[", "{"):
            try:
                told[key] = json.loads(told[key])
            except (ValueError, RecursionError):
                if key == "checks":
                    raise ShortlistError("checks: is no JSON") from None
    if isinstance(told.get("critical"), str):
        told["critical"] = told["critical"].strip().casefold() in TRUE
    if by_column := [_check_of_cell(type_, values[type_]) for type_ in TYPES if type_ in values]:
        among = told.get("checks") or []
        told["checks"] = [*(among if isinstance(among, list) else [among]), *by_column]
    told["id"] = str(told.get("id") or f"r{number:03}")
    return example_of({"source": source, **told})


def _check_of_cell(type_: CheckType, cell: Any) -> dict[str, Any]:
    """The check that a cell beneath the name of its type means: its value, or a mark that it is wanted."""
    value = cell
    if isinstance(cell, str):
        try:
            value = json.loads(cell)
        except (ValueError, RecursionError):
            value = cell
        if cell.strip().casefold() in TRUE and type_ in MARKED:
            value = None
        elif not isinstance(value, dict | list | bool) and type_ != "max_chars":
            value = cell  # a number is a text there
    return {"type": type_, "value": value}


def from_inspect(samples: Iterable[Any]) -> tuple[list[Example], list[Refused]]:
    """Examples of a dataset of Inspect: `input`, `target`, `id`, `choices`, `metadata`.

    https://inspect.aisi.org.uk/datasets.html  A target of several texts accepts each; choices are put to the question
    as letters, and the target is a letter.
    """
    return gathered(((f"sample {at}", sample) for at, sample in enumerate(samples, 1)), _of_sample)


def _of_sample(sample: Any, number: int) -> Example:
    if not isinstance(sample, dict) or "input" not in sample:
        raise ShortlistError("expected an object with an input")
    metadata = sample.get("metadata")
    kind = metadata.get("kind") if isinstance(metadata, dict) else None
    asked, choices = sample["input"], sample.get("choices")
    if isinstance(choices, list) and choices and isinstance(asked, str):
        letters = [f"{chr(ord('A') + place)}) {choice}" for place, choice in enumerate(choices)]
        asked = "\n".join((asked, *letters, "Answer with the letter alone."))
    if isinstance(asked, list):
        asked = [{key: one[key] for key in ("role", "content") if key in one} for one in asked if isinstance(one, dict)]
    target = sample.get("target")
    return example_of(
        {
            "id": str(sample.get("id") or f"s{number:03}"),
            "input": asked,
            "expected": target,
            "kind": str(kind or ""),
            "checks": [{"type": "equals", "value": target}] if target not in (None, "", []) else None,
            "source": "inspect",
        }
    )

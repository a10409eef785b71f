"""Validation errors of pydantic, told as sentences with key paths such as `candidates[2].observations[0].value`."""

from __future__ import annotations

import datetime as dt
import re
import types
from collections.abc import Iterable, Mapping
from typing import Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from shortlist.core.basics.errors import Problem
from shortlist.core.document.fields import brief, closest

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_PART = re.compile(r'\[(\d+)\]|"((?:[^"\\]|\\.)*+)"?+|([A-Za-z0-9_-]+)')
MOST_KNOWN = 40  # names that a message lists; the rest is counted
MOST_EXPLAINED = 1_000  # mistakes that are told with their remedy, for which names are compared; a message shows fewer


def key_path(location: Iterable[int | str]) -> str:
    """A location as a key path; keys that TOML would quote are quoted."""
    path = ""
    for part in location:
        if isinstance(part, int):
            path += f"[{part}]"
        elif _BARE.fullmatch(part):
            path += f".{part}"
        else:
            path += '."' + part.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return path.removeprefix(".")


def location_of(path: str) -> tuple[str | int, ...]:
    """The location that a key path names: the reverse of `key_path`."""
    parts: list[str | int] = []
    for index, quoted, bare in _PART.findall(path):
        parts.append(int(index) if index else bare or re.sub(r"\\(.)", r"\1", quoted))
    return tuple(parts)


def meant(word: str, known: Iterable[str]) -> str:
    """What would be right in place of an unknown word: the nearest known one, else all of them."""
    names = list(dict.fromkeys(known))
    near = closest(word, names)
    if near:
        return f"did you mean {near}?"
    more = f" and {len(names) - MOST_KNOWN} more" if len(names) > MOST_KNOWN else ""
    return f"known: {', '.join(names[:MOST_KNOWN]) or 'none'}{more}"


def explain(error: ValidationError, model: type[BaseModel]) -> list[Problem]:
    """Every mistake in a validation error as a problem with its place and remedy."""
    problems = []
    for number, detail in enumerate(error.errors(include_url=False, include_context=True)):
        told = _sentence(detail, model) if number < MOST_EXPLAINED else detail["msg"]
        problems.append(Problem(key_path(detail["loc"]), told))
    return problems


def _sentence(detail: ErrorDetails, model: type[BaseModel]) -> str:
    kind, context = detail["type"], detail.get("ctx", {})
    if kind == "extra_forbidden" and detail["loc"][-1] == "requests_per_month":
        return "unknown key; the traffic is the step's, and a candidate cannot override it"
    if kind == "extra_forbidden":
        return f"unknown key; {meant(str(detail['loc'][-1]), _fields_at(model, detail['loc'][:-1]))}"
    if kind == "missing":
        return f"required, but absent; {_wanted(model, detail['loc'])}"
    if kind == "literal_error":
        value = detail["input"]
        allowed = re.findall(r"'([^']*)'", str(context["expected"]))
        if not isinstance(value, str):
            return f"expected text, found {_found(value)}; allowed: {', '.join(allowed)}"
        hint = f"allowed: {', '.join(allowed)}"
        if near := closest(value, allowed):
            hint = f"did you mean {near}? {hint}"
        return f"{brief(value)!r} is not allowed; {hint}"
    if kind == "too_short":
        return "at least one is required; add it"
    if kind in _EXPECTED:
        return f"expected {_EXPECTED[kind]}, found {_found(detail['input'])}"
    return detail["msg"]


_EXPECTED = {
    **dict.fromkeys(("model_type", "model_attributes_type", "dict_type", "mapping_type"), "a table"),
    **dict.fromkeys(("tuple_type", "list_type"), "a list"),
    "string_type": "text",
    "bool_type": "true or false",
}
"""What pydantic's errors of type ask for."""


def _wanted(model: type[BaseModel], location: tuple[int | str, ...]) -> str:
    """What to write where a required key is absent."""
    *place, key = location
    field = _fields_at(model, place).get(str(key))
    if field is not None and get_origin(field.annotation) is Literal:
        return f"add one of {', '.join(get_args(field.annotation))}"
    if field is not None and field.annotation is dt.date:
        return f"add {key} = 2026-11-22"
    return f"add {key}"


def _found(value: object) -> str:
    kinds = ((bool, "true or false"), (int | float, "a number"), (str, "text"), (dict, "a table"))
    for kind, name in (*kinds, (list | tuple, "a list")):
        if isinstance(value, kind):
            return name
    return f"a {type(value).__name__}"


def _fields_at(model: type[BaseModel], location: Iterable[int | str]) -> dict[str, FieldInfo]:
    """The fields of the table at a place in the document, by their keys."""
    annotation: Any = model
    for part in location:
        if isinstance(part, str) and get_origin(annotation) is Mapping:
            annotation = get_args(annotation)[1]
        elif isinstance(part, str) and part in (fields := _fields_of(annotation)):
            annotation = fields[part].annotation
    return _fields_of(annotation)


def _fields_of(annotation: Any) -> dict[str, FieldInfo]:
    inside = _model_in(annotation)
    if inside is None:
        return {}
    return {field.alias or name: field for name, field in inside.model_fields.items()}


def _model_in(annotation: Any) -> type[BaseModel] | None:
    """The model that an annotation such as `tuple[Model, ...] | None` holds."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    if get_origin(annotation) in (Union, types.UnionType) or get_args(annotation):
        return next((found for arg in get_args(annotation) if (found := _model_in(arg))), None)
    return None

"""What the fields of the document are called, and how their values are read: the same in forms, tables and changes."""

from __future__ import annotations

import types
from collections.abc import Mapping
from functools import cache
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from shortlist.core.basics.numbers import number_shown
from shortlist.core.basics.words import capitalised, exact_usd
from shortlist.core.document.metrics import METRICS
from shortlist.core.document.record import Record
from shortlist.core.document.workspace import Workspace

ENDINGS = ("_usd", "_s")
"""Units at the end of a key, which stand beside the figure."""
WORDS = {
    "max total": "whole answer within",
    "max time to first token": "first token within",
    "max cost per successful task": "cost of a task, at most",
    "min quality": "lowest quality",
    "max error rate": "errors, at most",
    "max escalation rate": "escalations, at most",
    "id": "short id",
    "task step": "step that is the task",
    "title": "title",
    "ends on": "withdrawn on",
    "as of": "observed on",
    "above tokens": "only for inputs above",
    "gpu": "GPU",
    "gpu hour": "one GPU for an hour",
    "gpus per replica": "GPUs of a replica",
    "input tokens per": "reads, a replica",
    "output tokens per": "writes, a replica",
    "engineering hour": "one hour of that",
    "other monthly": "other costs a month",
    "sha256": "digest of the file",
    "dataset sha256": "digest of the dataset",
    "latency p50": "median, end to end",
    "latency p95": "95th percentile",
    "latency p99": "99th percentile",
    "time to first token p50": "time to first token",
    "cost": "cost of the run",
    "max task time to first token": "task: first token",
    "max task total": "task: in all",
    "base url": "address",
    "api key env": "variable of the key",
    "headers env": "variable of headers",
    "golden": "golden dataset",
    "data must stay inside": "self-hosted only",
    "system": "system prompt",
}
WITHOUT_SHARE = frozenset({"", "share", "points", "×", "times", "%"})
"""Units of which a change in per cent says less than the figures, or would be read as one of points."""


WHOLE = frozenset({"USD/month"})  # units in which whole dollars are written without cents


def label_of(name: str) -> str:
    """A key as people say it: `max_ttft_s` -> `Longest wait for the first token`."""
    for ending in ENDINGS:
        name = name.removesuffix(ending)
    words = name.replace("_", " ").replace("ttft", METRICS["ttft"].name)
    return capitalised(WORDS.get(words, words))


def plain_type(annotation: Any) -> Any:
    """The type inside `Annotated[...]` and `... | None`."""
    if get_origin(annotation) is Annotated:
        return plain_type(get_args(annotation)[0])
    if get_origin(annotation) in (Union, types.UnionType):
        return plain_type(next(arg for arg in get_args(annotation) if arg is not type(None)))
    return annotation


def unit_of(field: FieldInfo | None) -> str:
    """The unit that a field's schema names; empty where it has none."""
    if field is None or not isinstance(field.json_schema_extra, dict):
        return ""
    return str(field.json_schema_extra.get("unit", ""))


# Every change that is told and every problem looks for its field; the models do not change while the program runs.
@cache
def field_at(path: tuple[str, ...]) -> FieldInfo | None:
    """The field that a path names: keys of tables, and after the key of a list the name of one of its rows.

    `record` at its head stands for one record. None where the path names no field, but a row.
    """
    model: type[BaseModel] | None = Workspace
    found: FieldInfo | None = None
    rest = list(path)
    if rest[:1] == ["record"]:
        model, rest = Record, rest[1:]
    while rest:
        if model is None or rest[0] not in model.model_fields:
            return None
        found = model.model_fields[rest.pop(0)]
        model, named = _inside(found.annotation)
        if named and rest:
            rest.pop(0)
            found = None
    return found


def _inside(annotation: Any) -> tuple[type[BaseModel] | None, bool]:
    """The part that a field holds, if any, and whether it holds many of them by name."""
    kind, named = plain_type(annotation), False
    if get_origin(kind) is tuple:
        kind, named = plain_type(get_args(kind)[0]), True
    elif get_origin(kind) is Mapping:
        kind, named = plain_type(get_args(kind)[1]), True
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return kind, named
    return None, False


def figure(value: float, unit: str) -> str:
    """A figure to its last digit, as it is read: `$2.00`, `5 %`, `1,200 tokens`; what a price is of is left out."""
    if not unit.startswith("USD"):
        return number_shown(value, unit)
    if unit in WHOLE and value == int(value):
        return f"${value:,.0f}"
    return exact_usd(value)


def per(unit: str) -> str:
    """What an amount of money is of: `per million tokens`, `a month`; empty for all else."""
    if not unit.startswith("USD"):
        return ""
    return unit.removeprefix("USD").replace("/", "a ").strip()

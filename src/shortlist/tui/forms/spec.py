"""Forms made from the document's own models: what kind each field is, its unit, its help, its allowed words.

A form takes its words from the schema, so a field says the same in the form, in the help and in the JSON Schema.
"""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import Any, Literal, NamedTuple, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from shortlist.core.basics.errors import ShortlistError
from shortlist.core.basics.numbers import number_shown, number_text, typed_number
from shortlist.core.basics.words import capitalised, yes_no
from shortlist.core.document.candidate import ADDRESS_EXPECTED, can_be_called
from shortlist.core.document.field_names import label_of, plain_type, unit_of
from shortlist.core.document.fields import Checked
from shortlist.core.document.vocabulary import ACCESS
from shortlist.core.edits.places import KeyPath

FieldKind = Literal["text", "prose", "number", "choice", "flag", "list", "date"]
PROSE = frozenset({"summary", "users", "outcome", "unacceptable_errors", "notes"})
"""Texts that may run over several lines."""
PEOPLE = frozenset({"decision_makers", "consulted", "informed"})
"""Lists of people, with a semicolon between."""
NONE = "none"
"""What an empty list is called where leaving it out means unknown."""


class NotADate(ShortlistError):
    """A text that is no date."""


def parse_date(text: str) -> dt.date:
    """The day that a text names."""
    try:
        return dt.date.fromisoformat(text.strip())
    except ValueError:
        raise NotADate("write a date such as 2026-11-22") from None


class Spec(NamedTuple):
    """A field of a form."""

    path: KeyPath
    label: str
    kind: FieldKind
    unit: str = ""
    help: str = ""
    choices: tuple[str, ...] = ()
    optional: bool = False
    default: object = None


def specs(model: type[BaseModel], base: KeyPath, names: tuple[str, ...] = ()) -> list[Spec]:
    """The fields of a model as a form, in the order of the document or as named."""
    return [spec._replace(path=(*base, *spec.path)) for spec in _fields(model, names)]


# Every form is made of them, some anew with every key; a model's fields do not change while the program runs.
@cache
def _fields(model: type[BaseModel], names: tuple[str, ...]) -> tuple[Spec, ...]:
    """The fields of a model, each at its own name; they are the same wherever the model stands."""
    fields = model.model_fields
    return tuple(
        _spec((name,), name, fields[name])
        for name in (names or tuple(fields))
        if names or not _is_part(fields[name].annotation)
    )


def _spec(path: KeyPath, name: str, field: FieldInfo) -> Spec:
    kind, choices = _kind(name, field)
    optional = not field.is_required() and field.default is None
    default = None if field.is_required() else field.default
    told = field.description or ""
    for word in choices:  # the spelling that words have in the file is none to read
        told = told.replace(word, word.replace("_", " "))
    help_ = f"{capitalised(told)}." if told else ""
    if name in PEOPLE:
        help_ = f"{help_} A semicolon stands between two."
    elif kind == "list" and not choices and name != "path":
        help_ = f"{help_} A comma stands between two."
    return Spec(path, label_of(name), kind, unit_of(field), help_, choices, optional, default)


def _kind(name: str, field: FieldInfo) -> tuple[FieldKind, tuple[str, ...]]:
    annotation = plain_type(field.annotation)
    schema = next((mark.schema for mark in field.metadata if isinstance(mark, Checked)), {})
    if get_origin(annotation) is Literal:
        return "choice", get_args(annotation)
    if annotation is bool:
        return "flag", ()
    if annotation is dt.date:
        return "date", ()
    if get_origin(annotation) is tuple:
        inside = get_args(annotation)[0]
        return "list", get_args(inside) if get_origin(inside) is Literal else ()
    if annotation in (int, float) or schema.get("type") in ("number", "integer"):
        return "number", ()
    if name in PROSE:
        return "prose", ()
    return "text", ()


def _is_part(annotation: Any) -> bool:
    inside = plain_type(annotation)
    if get_origin(inside) is tuple:
        inside = plain_type(get_args(inside)[0])
    return isinstance(inside, type) and issubclass(inside, BaseModel)


def parsed(spec: Spec, text: str) -> object | None:
    """The value that a typed text means for a field; None where nothing was typed.

    Raises `NotANumber` or `NotADate` where one was asked for, and `ShortlistError` for what is no address.
    """
    if spec.kind == "list":
        words = [word.strip() for word in text.split(_between(spec).strip()) if word.strip()]
        if spec.path[-1] == "path":
            return [[step.strip() for step in stage.split("|")] for stage in words] or None
        return [] if spec.optional and words == [NONE] else words or None
    if not text.strip():
        return None
    if spec.kind == "date":
        return parse_date(text)
    if spec.kind == "number":
        return typed_number(text, spec.unit)
    if spec.path[-1] == "base_url" and not can_be_called(text):
        # A file that holds such an address is read all the same, and a finding tells it.
        raise ShortlistError(ADDRESS_EXPECTED)
    return text


def _between(spec: Spec) -> str:
    """What stands between the items of a list: names of people and offices may hold a comma themselves."""
    if spec.path[-1] == "path":
        return " > "
    return "; " if spec.path[-1] in PEOPLE else ", "


def editable(spec: Spec, value: object | None) -> str:
    """A value as the text that a person edits."""
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        stages = [" | ".join(item) if isinstance(item, list | tuple) else str(item) for item in value]
        return _between(spec).join(stages) or (NONE if spec.optional else "")
    if isinstance(value, int | float) and not isinstance(value, bool):
        return number_text(value, share=spec.unit == "share")
    return value.isoformat() if isinstance(value, dt.date) else str(value)


def readable_value(spec: Spec, value: object | None) -> str:
    """A value as a person reads it, with its unit; empty where nothing was set."""
    if value is None or value == "" or (value == () and not spec.optional):
        return ""
    if isinstance(value, bool):
        return yes_no(value)
    if isinstance(value, int | float):
        return number_shown(value, spec.unit)
    told = editable(spec, value)
    if spec.path[-1] == "access":
        return next((word.name for access, word in ACCESS.items() if access == value), told)
    return told.replace("_", " ") if spec.choices else told

"""Field types of the workspace document: strict numbers, dates and texts, and the base of every part.

A number keeps the type it was written with (30000 stays 30000), is never a boolean, and is finite. Each type raises
one plain sentence per mistake, which the reader of the file shows beside the key path.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Iterable
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from shortlist.core.document.metrics import KNOWN_METRICS, is_quality

PREFIX = 5
"""A known word this long at the start of a mistaken one is what was meant."""
EXACT = 2**53  # up to here a float holds every whole number
Item = TypeVar("Item")
Items = Annotated[tuple[Item, ...], Field(strict=False)]
"""A list: what is read as one is held as a tuple."""
Texts = Items[str]
"""A list of texts."""


class Part(BaseModel):
    """A frozen, strict part of the workspace document; unknown keys are refused."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid", defer_build=True)


def described(text: str, unit: str = "", default: Any = None) -> Any:
    """A field with its meaning and unit: the same words serve the JSON Schema, the forms and the help."""
    return Field(default=default, description=text, json_schema_extra={"unit": unit} if unit else None)


def closest(word: str, known: Iterable[str]) -> str | None:
    """The known word nearest to a mistaken one, if one is near."""
    from difflib import get_close_matches  # only a mistake needs it, and every start would pay for it

    names = list(known)
    begun = [name for name in names if len(name) >= PREFIX and word.startswith(name)]
    return next(iter(begun or get_close_matches(word, names, n=1, cutoff=0.6)), None)


def wrong(message: str) -> PydanticCustomError:
    """The error of a field type; the message is a sentence without the key path."""
    # Braces would be read as a template by pydantic, and the text may quote what a file holds.
    return PydanticCustomError("shortlist", "{message}", {"message": message})


class Checked:
    """The annotation of a field type: a function that returns the value or raises `wrong`, and its JSON Schema.

    Serialisation is left to the value's own type: 30000 stays 30000 in a field that admits fractions.
    """

    def __init__(self, check: Callable[[Any], Any], schema: dict[str, Any]) -> None:
        self.check = check
        self.schema = schema

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self.check)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return dict(self.schema)


def _kind(value: object) -> str:
    names = {bool: "true or false", str: "text", list: "a list", dict: "a table", int: "a number", float: "a number"}
    if isinstance(value, dt.datetime | dt.time):
        return "a time of day"
    if isinstance(value, dt.date):
        return "a date"
    return names.get(type(value), type(value).__name__)


def brief(value: object) -> str:
    """A mistaken value, short enough for a message."""
    text = str(value)
    return text if len(text) <= 24 else text[:21] + "…"


def _number(
    *, low: float | None = None, high: float | None = None, above: float | None = None, whole: bool = False
) -> Checked:
    def check(value: object) -> float:
        if type(value) is not int and (whole or type(value) is not float):
            got = f"the number {value}" if isinstance(value, float) else _kind(value)
            if isinstance(value, str):
                got += "; write it without quotes"
            raise wrong(f"expected a {'whole ' if whole else ''}number, found {got}")
        assert isinstance(value, int | float)
        try:
            finite = math.isfinite(float(value))
        except OverflowError:
            finite = False
        if not finite:
            raise wrong(f"expected a finite number, found {brief(value)}; leave out what is unknown")
        if above is not None and not value > above:
            raise wrong(f"must be above {above:g}, found {brief(value)}; leave the key out where it is unknown")
        if low is not None and high is not None and high < EXACT and not low <= value <= high:
            raise wrong(f"must lie between {low:g} and {high:g}, found {brief(value)}")
        if low is not None and value < low:
            raise wrong(f"must be {low:g} or more, found {brief(value)}")
        if high is not None and value > high:
            raise wrong(f"must be {high:g} or less, found {brief(value)}")
        # Whole numbers that no float holds exactly are no counts of anything, and would not divide.
        if isinstance(value, int) and not whole and abs(value) > EXACT:
            return float(value)
        return value

    schema: dict[str, Any] = {"type": "integer" if whole else "number"}
    bounds = {"minimum": low, "maximum": high, "exclusiveMinimum": above}
    schema.update({key: bound for key, bound in bounds.items() if bound is not None})
    return Checked(check, schema)


Number = Annotated[float, _number()]
"""Any finite number."""
Amount = Annotated[float, _number(low=0)]
"""A finite number, 0 or more."""
Positive = Annotated[float, _number(above=0)]
"""A finite number above 0: targets, speeds, throughputs."""
Share = Annotated[float, _number(low=0, high=1)]
"""A share or rate, 0 to 1."""
PositiveShare = Annotated[float, _number(above=0, high=1)]
"""A share above 0, at most 1."""
Growth = Annotated[float, _number(low=-0.5, high=1)]
"""Growth a month, −0.5 to 1."""
Factor = Annotated[float, _number(low=1)]
"""How many times as much, 1 or more: the busiest minute, the slowest answers."""
Count = Annotated[int, _number(low=0, high=EXACT, whole=True)]
"""A whole number, 0 or more."""
PositiveCount = Annotated[int, _number(low=1, high=EXACT, whole=True)]
"""A whole number, 1 or more."""


def _date(value: object) -> dt.date:
    if type(value) is not dt.date:
        raise wrong(f"expected a date such as 2026-11-22, found {_kind(value)}; dates are written without quotes")
    return value


Date = Annotated[dt.date, Checked(_date, {"type": "string", "format": "date"})]
"""A TOML local date."""


def checked_text(check: Callable[[str], str | None], schema: dict[str, Any] | None = None) -> Checked:
    """The annotation of a text field that `check` accepts, returning it, or refuses with `wrong`."""

    def validate(value: object) -> str | None:
        if not isinstance(value, str):
            raise wrong(f"expected text, found {_kind(value)}")
        return check(value)

    return Checked(validate, {"type": "string", **(schema or {})})


def _not_blank(value: str) -> str:
    if not value.strip():
        raise wrong("must not be empty; write what it is called")
    return value


def _not_empty(value: str) -> str:
    if not value:
        raise wrong("an empty text is an absent one, and this one is required; write it, or leave out what holds it")
    return value


Text = Annotated[str, checked_text(_not_empty, {"minLength": 1})]
"""A text that must be there."""
Name = Annotated[str, checked_text(_not_blank, {"minLength": 1})]
"""A text that is not blank: titles and ids."""


Reference = Annotated[str | None, checked_text(lambda value: value or None)]
"""The id of something else in the document; an empty text refers to nothing."""


def absent_if_empty(default: str | None = None) -> BeforeValidator:
    """The annotation of a choice between words: an empty text stands for what holds without it."""
    return BeforeValidator(lambda value: default if value == "" else value)


def _metric(value: str) -> str:
    if value in KNOWN_METRICS or is_quality(value):
        return value
    hint = f"known: quality.<index>, {', '.join(KNOWN_METRICS)}"
    if near := closest(value, KNOWN_METRICS):
        hint = f"did you mean {near}?"
    raise wrong(f"unknown metric {brief(value)!r}; {hint}")


def _quality_metric(value: str) -> str:
    if is_quality(value):
        return value
    raise wrong(f"expected quality.<index>, such as quality.aa_index, found {value!r}")


MetricName = Annotated[str, checked_text(_metric)]
"""A known metric or `quality.<index>`."""
QualityMetric = Annotated[str, checked_text(_quality_metric, {"pattern": r"^quality\..+"})]
"""`quality.<index>`."""
OwnQualityMetric = Annotated[str | None, checked_text(lambda value: _quality_metric(value) if value else None)]
"""`quality.<index>`; an empty text names none."""

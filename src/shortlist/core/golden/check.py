"""What is checked of an answer: the kinds of checks as a table, and how they are written and read.

A check is written as `{"type": "contains", "value": "…"}` with its options beside it. The short forms
`{"contains": "…"}` and, for one that takes its value from what is expected, `"equals"` are read as well.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, Literal, NamedTuple, get_args

from shortlist.core.basics.errors import ShortlistError
from shortlist.core.document.problems import meant

CheckType = Literal[
    "equals",
    "contains",
    "not_contains",
    "regex",
    "json",
    "json_schema",
    "tool_call",
    "citations",
    "max_chars",
    "refuses",
    "judge",
    "person",
]
TYPES: tuple[CheckType, ...] = get_args(CheckType)
SHAPES: tuple[CheckType, ...] = ("json", "json_schema", "tool_call")
"""Checks whose failure makes an answer invalid rather than wrong."""
PENDING: tuple[CheckType, ...] = ("judge", "person")
"""Checks that a program does not decide."""
LONGEST_PATTERN = 2_000
Read = tuple[Any, dict[str, Any]]


class _Written(NamedTuple):
    """How a check of a type is written."""

    called: tuple[str, ...] = ()
    """What its value may be called."""
    options: tuple[str, ...] = ()


_WRITTEN: Mapping[CheckType, _Written] = {
    "equals": _Written(("label", "expected", "text", "values"), ("ignore_case", "ignore_whitespace")),
    "contains": _Written(("text", "values", "all"), ("ignore_case",)),
    "not_contains": _Written(("text", "values", "any"), ("ignore_case",)),
    "regex": _Written(("pattern",), ("ignore_case",)),
    "json": _Written(),
    "json_schema": _Written(("schema",)),
    "tool_call": _Written(("name", "tool", "function"), ("arguments", "schema")),
    "citations": _Written(("among", "given", "ids"), ("among", "at_least", "pattern")),
    "max_chars": _Written(("n", "max", "limit", "chars")),
    "refuses": _Written(options=("phrases",)),
    "judge": _Written(("rubric", "criteria", "text")),
    "person": _Written(("question", "rubric", "text")),
}
_OPTION_NAMES = {
    "min": "at_least",
    "n": "at_least",
    "given": "among",
    "ids": "among",
    "args": "arguments",
    "case_insensitive": "ignore_case",
    "normalize_whitespace": "ignore_whitespace",
}
_MATTERS = {"case": "ignore_case", "case_sensitive": "ignore_case", "whitespace": "ignore_whitespace"}
"""Options that say whether something matters: `"case": false`, or `"ignore"`, is `ignore_case`."""


class AnswerCheck(NamedTuple):
    type: CheckType
    value: Any = None
    """The label, the texts, the pattern, the schema, the name of the tool, the ids, the number, the rubric."""
    options: Mapping[str, Any] = {}
    name: str = ""
    """Under which it is counted; left out: its type."""

    @property
    def counted(self) -> str:
        """Under what its rate is told."""
        return self.name or self.type

    def wanted(self, expected: Any) -> Any:
        """Its value; of one that has none, what its example expects."""
        return expected if self.value is None else self.value

    @property
    def decided(self) -> bool:
        """Whether a program can decide it: neither a model nor a person has to judge."""
        return self.type not in PENDING


def told_check(check: AnswerCheck) -> dict[str, Any]:
    told: dict[str, Any] = {"type": check.type}
    if check.value is not None:
        told["value"] = check.value
    told |= check.options
    if check.name:
        told["name"] = check.name
    return told


def checks_of(found: Any, expected: Any) -> tuple[AnswerCheck, ...]:
    """The checks of an example. Raises `ShortlistError` with the place of the one that is none."""
    if found is None:
        return ()
    if isinstance(found, dict) and not _type_of(found):
        found = [{key: value} for key, value in found.items()]
    if isinstance(found, str | dict):
        found = [found]
    if not isinstance(found, list):
        raise ShortlistError('checks: expected a list such as [{"type": "contains", "value": "…"}]')
    checks = []
    for place, one in enumerate(found):
        try:
            checks.append(_check(one, expected))
        except ShortlistError as error:
            raise ShortlistError(f"checks[{place}]: {error}") from None
    return tuple(checks)


def _type_of(found: Mapping[str, Any]) -> str:
    """The type that a check names, under whichever key."""
    for key in ("type", "check", "kind"):
        if isinstance(found.get(key), str):
            return str(found[key])
    return ""


def _check(found: Any, expected: Any) -> AnswerCheck:
    if isinstance(found, str):
        return _valid(_known(found), None, {}, "", expected)
    if not isinstance(found, dict) or not found:
        raise ShortlistError("expected an object with a type")
    told = _type_of(found)
    rest = dict(found)
    if told:
        for key in ("type", "check", "kind"):
            if rest.get(key) == told:
                del rest[key]
                break
        type_ = _known(told)
        value = rest.pop("value", None)
    else:
        short = next((key for key in found if key in TYPES), None)
        if short is None:
            raise ShortlistError(f"unknown check {next(iter(found))!r}; {meant(str(next(iter(found))), TYPES)}")
        type_ = _known(short)
        value = rest.pop(short)
    if isinstance(value, dict) and type_ in ("tool_call", "citations"):
        rest, value = {**value, **rest}, None
    if value is True and type_ != "equals":
        value = None
    for name in _WRITTEN[type_].called:
        if value is None and name in rest:
            value = rest.pop(name)
    name = ""
    if type_ != "tool_call" or value is not None:
        name = rest.pop("name", "")
    return _valid(type_, value, rest, name, expected)


def _known(told: str) -> CheckType:
    word = told.strip().replace("-", "_")
    for one in TYPES:
        if one == word:
            return one
    raise ShortlistError(f"unknown check {told!r}; {meant(told, TYPES)}")


def _valid(type_: CheckType, value: Any, rest: Mapping[str, Any], name: Any, expected: Any) -> AnswerCheck:
    known_options, options = _WRITTEN[type_].options, dict[str, Any]()
    for key, option in rest.items():
        known = _OPTION_NAMES.get(key, key)
        if key in _MATTERS:
            known, option = _MATTERS[key], option in (False, "ignore", "insensitive", "collapse", "normalize")
        if known not in known_options:
            raise ShortlistError(f"unknown key {key!r} of {type_}; {meant(key, ('value', 'name', *known_options))}")
        options[known] = option
    for key in ("ignore_case", "ignore_whitespace"):
        if key in options and not isinstance(options[key], bool):
            raise ShortlistError(f"{key}: expected true or false")
    if not isinstance(name, str):
        raise ShortlistError("name: expected a text")
    value, options = _read(type_, value, options, expected)
    return AnswerCheck(type_, value, options, name)


def _read(type_: CheckType, value: Any, options: dict[str, Any], expected: Any) -> Read:
    """The value and the options of a check as they are kept. Raises `ShortlistError`."""
    match type_:
        case "equals" if value is None and expected in (None, ""):
            raise ShortlistError("equals: there is no value, and nothing is expected")
        case "contains" | "not_contains":
            texts = expected if value is None else value
            if not isinstance(texts, list):
                texts = [texts]
            if not texts or not all(isinstance(one, str) and one for one in texts):
                raise ShortlistError("value: expected a text, or a list of texts")
        case "regex":
            _pattern(value)
        case "json" if value is not None:
            raise ShortlistError("takes no value")
        case "json_schema":
            _object(value, "value")
        case "tool_call":
            return _tool_call(value, options, expected)
        case "citations":
            return _citations(value, options, expected)
        case "max_chars" if not _whole(value):
            raise ShortlistError("value: expected a whole number of characters")
        case "refuses":
            if value not in (None, False):
                raise ShortlistError("value: left out, the answer must refuse; false: it must not")
            phrases = options.get("phrases", [])
            if not isinstance(phrases, list) or not all(isinstance(one, str) and one for one in phrases):
                raise ShortlistError("phrases: expected a list of texts")
        case "judge" if not isinstance(value, str) or not value.strip():
            raise ShortlistError("value: expected a rubric: when is an answer right?")
        case "person" if value is not None and not isinstance(value, str):
            raise ShortlistError("value: expected what the person shall look at, a text")
    return value, options


def _pattern(value: Any) -> None:
    if not isinstance(value, str) or not value or len(value) > LONGEST_PATTERN:
        raise ShortlistError(f"value: expected a regular expression of at most {LONGEST_PATTERN:,} characters")
    try:
        re.compile(value)
    except (re.error, RecursionError, OverflowError) as error:
        raise ShortlistError(f"value: is no regular expression: {error}") from None


def _object(value: Any, key: str) -> None:
    if not isinstance(value, dict | bool):
        raise ShortlistError(f"{key}: expected a JSON Schema, an object")


def _tool_call(value: Any, options: dict[str, Any], expected: Any) -> Read:
    if value is None and isinstance(expected, dict) and isinstance(expected.get("name"), str):
        value = expected["name"]
        if "arguments" in expected and not options:
            options = {"arguments": expected["arguments"]}
    if not isinstance(value, str) or not value:
        raise ShortlistError("value: expected the name of the tool")
    if isinstance(options.get("arguments"), str):
        try:
            options = {**options, "arguments": json.loads(options["arguments"])}
        except ValueError:
            raise ShortlistError("arguments: expected an object") from None
    if "arguments" in options and not isinstance(options["arguments"], dict):
        raise ShortlistError("arguments: expected an object")
    if "schema" in options:
        _object(options["schema"], "schema")
    return value, options


def _citations(value: Any, options: dict[str, Any], expected: Any) -> Read:
    if value is None and "among" in options:
        value = options["among"]
    options = {key: one for key, one in options.items() if key != "among"}
    if isinstance(value, int) and not isinstance(value, bool):
        options, value = {"at_least": value, **options}, None
    if value is None and isinstance(expected, list):
        value = expected
    if not isinstance(value, list) or not all(isinstance(one, str | int) for one in value):
        raise ShortlistError("value: expected the ids that may be cited, a list")
    if not _whole(options.get("at_least", 1)):
        raise ShortlistError("at_least: expected a whole number")
    if "pattern" in options:
        _pattern(options["pattern"])
    return [str(one) for one in value], options


def _whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0

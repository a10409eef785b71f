"""An example of a golden dataset: what goes in, what a good answer is, and how it is written, one a line."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from shortlist.core.basics.errors import ShortlistError
from shortlist.core.document.problems import meant
from shortlist.core.evidence.rows import input_digest
from shortlist.core.golden.check import AnswerCheck, checks_of, told_check

KINDS = ("real_task", "edge_case", "adversarial", "regression", "rare", "ambiguous")
"""The kinds that the checklist asks after; any other word may be used."""
ROLES = ("system", "developer", "user", "assistant", "tool")
KEYS = ("id", "kind", "input", "expected", "checks", "critical", "note", "source", "added_on", "retired_on")
STARTER = "starter set"
"""The source of an example that was written for everybody, and stands until the team's own takes its place."""
ENOUGH = 50
"""Examples under which an interval settles little."""
Refused = tuple[str, str]
"""Where it stands, and why it is not taken."""


class Example(NamedTuple):
    """One example of a golden dataset."""

    id: str
    input: Any
    """A text; messages; or an object of `messages` and the `tools` that the model may call."""
    checks: tuple[AnswerCheck, ...]
    """All of them must pass."""
    kind: str = ""
    expected: Any = None
    critical: bool = False
    """Whether a wrong answer is one that no rate excuses."""
    note: str = ""
    source: str = ""
    added_on: str = ""
    retired_on: str = ""
    """The day from which on it is not run any more; empty: it is."""
    implied: bool = False
    """Whether its check is made of what is expected, because it names none."""

    @property
    def digest(self) -> str:
        """By what it is known in whatever run."""
        return input_digest(self.input)

    @property
    def messages(self) -> list[dict[str, Any]]:
        """What is said to the model, a system prompt of the step left out."""
        if isinstance(self.input, str):
            return [{"role": "user", "content": self.input}]
        told = self.input["messages"] if isinstance(self.input, dict) else self.input
        return [dict(one) for one in told]

    @property
    def tools(self) -> list[dict[str, Any]]:
        """The tools that the model may call, as the protocol describes them."""
        return list(self.input.get("tools", ())) if isinstance(self.input, dict) else []

    @property
    def text(self) -> str:
        """What goes in, for a person to read."""
        if isinstance(self.input, str):
            return self.input
        return "\n".join(f"{one['role']}: {message_text(one)}" for one in self.messages)


def message_text(message: Mapping[str, Any]) -> str:
    """The words of a message; of its parts those that are text."""
    content = message.get("content")
    if isinstance(content, list):
        return " ".join(
            str(one.get("text", f"[{one.get('type', 'part')}]")) for one in content if isinstance(one, dict)
        )
    if content is None and message.get("tool_calls"):
        return json.dumps(message["tool_calls"], ensure_ascii=False)
    return "" if content is None else str(content)


class BadLine(NamedTuple):
    """A line that is no example."""

    line: int
    why: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.why}"


class Golden(NamedTuple):
    """What a golden dataset holds."""

    examples: tuple[Example, ...] = ()
    """All of them, those that are not run any more among them."""
    problems: tuple[BadLine, ...] = ()

    @property
    def active(self) -> tuple[Example, ...]:
        """The examples that are run."""
        return tuple(one for one in self.examples if not one.retired_on)


def read_golden(text: str) -> Golden:
    """The examples of a file, with one message for each line that is none; the others are read all the same."""
    examples: list[Example] = []
    problems: list[BadLine] = []
    ids: dict[str, int] = {}
    inputs: dict[str, int] = {}
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            one = example_of(_object(line))
            if one.id in ids:
                raise ShortlistError(f"the id {one.id!r} is that of line {ids[one.id]} as well; give it another")
            digest = one.digest
            if not one.retired_on and digest in inputs:
                raise ShortlistError(f"the input is that of line {inputs[digest]} as well; retire one of the two")
        except ShortlistError as error:
            problems.append(BadLine(number, str(error)))
            continue
        ids[one.id] = number
        if not one.retired_on:
            inputs[digest] = number
        examples.append(one)
    return Golden(tuple(examples), tuple(problems))


def _object(line: str) -> dict[str, Any]:
    try:
        found = json.loads(line, parse_constant=no_constant)
    except RecursionError:
        raise ShortlistError("is nested too deeply") from None
    except ValueError as error:
        raise ShortlistError(f"is no JSON object: {error}") from None
    if not isinstance(found, dict):
        raise ShortlistError('expected an object such as {"id": "q1", "input": "…", "checks": […]}')
    return found


def json_or_none(text: str) -> Any:
    """The values of a JSON text; None where it is none."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def as_text(value: Any) -> str:
    """A value as a text: what is no text already, as JSON."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)


def no_constant(name: str) -> None:
    """Refuse NaN and Infinity, which Python reads as JSON."""
    raise ValueError(f"{name} is no JSON")


def example_of(values: Mapping[str, Any]) -> Example:
    """An example of plain values. Raises `ShortlistError` with the key and what would be right."""
    for key in values:
        if key not in KEYS:
            raise ShortlistError(f"unknown key {key!r}; {meant(key, KEYS)}")
    id_ = values.get("id")
    if isinstance(id_, int) and not isinstance(id_, bool):
        id_ = str(id_)
    if not isinstance(id_, str) or not id_.strip():
        raise ShortlistError("id: expected a text that no other example has")
    if "input" not in values:
        raise ShortlistError("input: is missing; write what goes in, a text or messages")
    _check_input(values["input"])
    texts = {key: _text(values, key) for key in ("kind", "note", "source")}
    days = {key: _day(values, key) for key in ("added_on", "retired_on")}
    critical = values.get("critical") or False
    if not isinstance(critical, bool):
        raise ShortlistError("critical: expected true or false")
    expected = values.get("expected")
    checks = checks_of(values.get("checks"), expected)
    implied = not checks
    if implied and expected not in (None, ""):
        checks = (AnswerCheck("equals", expected),)
    if not checks:
        raise ShortlistError("checks: there is none, and nothing is expected; with neither no answer is right or wrong")
    return Example(
        id=id_,
        input=values["input"],
        checks=checks,
        expected=expected,
        critical=critical,
        implied=implied,
        **texts,
        **days,
    )


def _check_input(found: Any) -> None:
    if isinstance(found, str):
        if not found.strip():
            raise ShortlistError("input: is empty")
        return
    messages = found
    if isinstance(found, dict):
        for key in found:
            if key not in ("messages", "tools"):
                raise ShortlistError(f"input.{key}: unknown key; known: messages, tools")
        messages = found.get("messages")
        tools = found.get("tools", [])
        if not isinstance(tools, list) or not all(isinstance(one, dict) for one in tools):
            raise ShortlistError("input.tools: expected a list of tools")
    if not isinstance(messages, list) or not messages:
        raise ShortlistError('input: expected a text, or messages such as [{"role": "user", "content": "…"}]')
    for place, one in enumerate(messages):
        if not isinstance(one, dict) or one.get("role") not in ROLES:
            raise ShortlistError(f"input[{place}]: expected a message with a role, one of: {', '.join(ROLES)}")
        if not isinstance(one.get("content"), str | list) and not one.get("tool_calls"):
            raise ShortlistError(f"input[{place}].content: expected a text")
    input_digest(found)


def _text(values: Mapping[str, Any], key: str) -> str:
    found = values.get(key)
    if found is None:
        return ""
    if not isinstance(found, str):
        raise ShortlistError(f"{key}: expected a text")
    return found


def _day(values: Mapping[str, Any], key: str) -> str:
    text = _text(values, key)
    if text:
        try:
            date.fromisoformat(text[:10])
        except ValueError:
            raise ShortlistError(f"{key}: expected a day such as 2026-11-29") from None
    return text


# --- writing


def plain_example(one: Example) -> dict[str, Any]:
    """An example as plain values, what it does not say left out."""
    told = {key: getattr(one, key) for key in KEYS}
    told["checks"] = [] if one.implied else [told_check(check) for check in one.checks]
    return {key: value for key, value in told.items() if value not in ("", None, [], False)}


def golden_text(examples: Iterable[Example]) -> str:
    """A golden dataset as it is written, an example a line."""
    return "".join(json.dumps(plain_example(one), ensure_ascii=False, allow_nan=False) + "\n" for one in examples)


def free_example_id(wanted: str, taken: Iterable[str]) -> str:
    """An id that no other example has, made of the one that is wanted."""
    known = set(taken)
    number = 2
    found = wanted
    while found in known:
        found, number = f"{wanted}-{number}", number + 1
    return found


class ChangedGolden(NamedTuple):
    """A dataset with an example that was taken into it."""

    all: tuple[Example, ...]
    taken: Example
    """As it was taken: with an id of its own, and the day."""


def with_example(examples: Sequence[Example], one: Example, before: Example | None, today: date) -> ChangedGolden:
    """The examples with one more, or with one in the place of what it was before.

    Raises `ShortlistError` where another example that is run has its input.
    """
    others = [other for other in examples if other is not before]
    if any(other.digest == one.digest and not other.retired_on for other in others) and not one.retired_on:
        raise ShortlistError("Another example has that input; change it, or take the other one out.")
    taken = one._replace(
        id=free_example_id(one.id, [other.id for other in others]), added_on=one.added_on or today.isoformat()
    )
    if before is None:
        return ChangedGolden((*examples, taken), taken)
    return ChangedGolden(tuple(taken if other is before else other for other in examples), taken)


class MoreExamples(NamedTuple):
    """A dataset with examples that were added."""

    all: tuple[Example, ...]
    new: tuple[Example, ...]
    """As they were added: under ids that were free, and with the day."""
    there: int
    """How many were left out, because their input is there already."""


def with_more(examples: Sequence[Example], more: Iterable[Example], today: date) -> MoreExamples:
    """The examples with those of others whose input is not there yet."""
    ids, inputs = {one.id for one in examples}, {one.digest for one in examples if not one.retired_on}
    new, there = list[Example](), 0
    for one in more:
        if one.digest in inputs:
            there += 1
            continue
        inputs.add(one.digest)
        new.append(one._replace(id=free_example_id(one.id, ids), added_on=one.added_on or today.isoformat()))
        ids.add(new[-1].id)
    return MoreExamples((*examples, *new), tuple(new), there)


def gathered(
    rows: Iterable[tuple[str, Any]], read: Callable[[Any, int], Example]
) -> tuple[list[Example], list[Refused]]:
    """The examples of rows, each with its place and under an id of its own, and those that are none.

    `read` is given a row and its number from 1; it raises `ShortlistError`.
    """
    known, examples, refused = set[str](), list[Example](), list[Refused]()
    for number, (place, row) in enumerate(rows, 1):
        try:
            one = read(row, number)
        except ShortlistError as error:
            refused.append((place, str(error)))
            continue
        examples.append(one._replace(id=free_example_id(one.id, known)))
        known.add(examples[-1].id)
    return examples, refused

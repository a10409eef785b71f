"""Golden examples as tests of promptfoo, both ways. https://www.promptfoo.dev/docs/configuration/test-cases/

What has no assertion there (a tool, citations, a person) goes along under `metadata.shortlist`, and comes back from it;
by it the results of such a test are known to be of the example.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from shortlist.core.basics.errors import ShortlistError
from shortlist.core.basics.plain_data import table_at
from shortlist.core.golden.check import AnswerCheck, checks_of, told_check
from shortlist.core.golden.examples import Example, Refused, as_text, example_of, gathered, json_or_none
from shortlist.core.golden.tables import COLUMNS

_VARIABLE = re.compile(r"\{\{\s*([A-Za-z_][A-Za-z0-9_]*)\s*\}\}")
_LENGTH = re.compile(r"\s*output\.length\s*(<=|<)\s*(\d+)\s*;?\s*")
MARK = "golden"
"""The key under `metadata.shortlist` that says that a test was written from a golden example."""


def from_promptfoo(values: Any) -> tuple[list[Example], list[Refused], list[str]]:
    """Examples of tests, with those that are none and what was left out. Raises `ShortlistError`."""
    tests, template = values, ""
    if isinstance(values, dict):
        tests = values.get("tests")
        match values.get("prompts"):
            case [str(only)] | str(only) if _VARIABLE.search(only):
                template = only  # the one of the file, where it has just one
    if not isinstance(tests, list):
        raise ShortlistError("expected tests of promptfoo: a list, or an object with `tests`")
    notices: dict[str, int] = {}

    def read(test: Any, number: int) -> Example:
        if not isinstance(test, dict):
            raise ShortlistError("expected an object")
        return _example(test, number, template, notices)

    examples, refused = gathered(((f"test {at}", test) for at, test in enumerate(tests, 1)), read)
    told = [f"{name}: an assertion that has no equal here, left out {often} times" for name, often in notices.items()]
    return examples, refused, told


def _example(test: Mapping[str, Any], number: int, template: str, notices: dict[str, int]) -> Example:
    values = test.get("vars")
    if not isinstance(values, dict) or not values:
        raise ShortlistError("vars: expected what goes in")
    metadata = table_at(test, "metadata")
    own = table_at(metadata, "shortlist")
    checks = [told_check(check) for check in _checks(test.get("assert"), notices)]
    checks += [told_check(check) for check in checks_of(own.get("checks"), own.get("expected"))]
    told: dict[str, Any] = {key: own[key] for key in ("input", "expected") if key in own}
    if "input" not in told:
        told["input"] = _input(values, template)
    return example_of(
        {
            **told,
            "id": str(metadata.get("id") or f"t{number:03}"),
            "kind": str(metadata.get("kind") or ""),
            "checks": checks,
            "critical": metadata.get("critical") is True,
            "note": str(test.get("description") or ""),
            "source": str(own.get("source") or "promptfoo"),
        }
    )


def _input(values: Mapping[str, Any], template: str) -> str:
    def text(name: str) -> str:
        return as_text(values.get(name, ""))

    if template:
        return _VARIABLE.sub(lambda match: text(match[1]), template)
    named = [name for name in values if not name.startswith("__")]
    if len(named) == 1:
        return text(named[0])
    main = next((name for name in COLUMNS["input"] if name in named), None)
    if main is not None and all(name == main for name in named if text(name)):
        return text(main)
    return "\n".join(f"{name}: {text(name)}" for name in named)


def _checks(found: Any, notices: dict[str, int]) -> list[AnswerCheck]:
    if not isinstance(found, list):
        return []
    checks: list[AnswerCheck] = []
    for one in found:
        if not isinstance(one, dict) or not isinstance(one.get("type"), str):
            continue
        if one["type"] == "assert-set":
            checks += _checks(one.get("assert"), notices)
            continue
        check = _check(one["type"], one.get("value"))
        if check is None:
            notices[one["type"]] = notices.get(one["type"], 0) + 1
            continue
        if isinstance(one.get("metric"), str):
            check = check._replace(name=one["metric"])
        checks.append(check)
    return checks


def _check(type_: str, value: Any) -> AnswerCheck | None:
    """The check that an assertion is; None where there is no equal."""
    if type_ in ("is-json", "contains-json"):
        told = value
        if isinstance(value, str) and value.strip().startswith("{"):
            told = json.loads(value)
        if isinstance(told, dict):
            return AnswerCheck("json_schema", told)
        return AnswerCheck("json")
    if type_ in ("is-refusal", "not-is-refusal"):
        return AnswerCheck("refuses", False if type_.startswith("not") else None)
    if type_ in ("llm-rubric", "model-graded-closedqa") and isinstance(value, str):
        return AnswerCheck("judge", value)
    if type_ == "javascript" and isinstance(value, str):
        length = _LENGTH.fullmatch(value)
        if not length:
            return None
        return AnswerCheck("max_chars", int(length[2]) - (length[1] == "<"))
    fold: dict[str, Any] = {"ignore_case": True} if "icontains" in type_ else {}
    if type_ in ("contains-any", "icontains-any") and isinstance(value, list):
        return AnswerCheck("regex", "|".join(re.escape(str(one)) for one in value), fold)
    if "contains" in type_ and value:
        texts = value if isinstance(value, list) else str(value)
        if type_ in ("contains", "icontains", "contains-all", "icontains-all"):
            return AnswerCheck("contains", texts, fold)
        if type_ in ("not-contains", "not-icontains", "not-contains-any", "not-icontains-any"):
            return AnswerCheck("not_contains", texts, fold)
    if type_ == "equals" and value not in (None, ""):
        return AnswerCheck("equals", value)
    if type_ == "regex" and isinstance(value, str):
        return AnswerCheck("regex", value)
    return None


# --- out


def to_promptfoo(examples: Iterable[Example]) -> dict[str, Any]:
    """A configuration of promptfoo with these examples as its tests, and a prompt that is the input alone."""
    return {"prompts": ["{{input}}"], "tests": [_test(one) for one in examples if not one.retired_on]}


def _test(one: Example) -> dict[str, Any]:
    asserts, rest = [], []
    for check in one.checks:
        found = _assertion(check, one.expected)
        if found is None:
            rest.append(told_check(check))
            continue
        if check.name:
            found["metric"] = check.name
        asserts.append(found)
    own: dict[str, Any] = {}
    if rest:
        own["checks"] = rest
    if one.expected is not None:
        own["expected"] = one.expected
    if not isinstance(one.input, str):
        own["input"] = one.input
    if one.source:
        own["source"] = one.source
    metadata: dict[str, Any] = {"id": one.id}
    if one.kind:
        metadata["kind"] = one.kind
    if one.critical:
        metadata["critical"] = True
    metadata["shortlist"] = {**own, **mark_of(one)}
    told: dict[str, Any] = {}
    if one.note:
        told["description"] = one.note
    return told | {"vars": {"input": as_text(one.input)}, "assert": asserts, "metadata": metadata}


def mark_of(one: Example) -> dict[str, Any]:
    """What goes along under `metadata.shortlist`: that it is a golden example, and its input where that is no text.

    No digest: promptfoo takes one for a key, and leaves it out of its results.
    """
    return {MARK: True} if isinstance(one.input, str) else {MARK: True, "input": one.input}


def input_of_test(metadata: Mapping[str, Any], vars_: Mapping[str, Any]) -> Any | None:
    """What goes into the golden example that a test was written from; None where its variable is another by now."""
    own = metadata.get("shortlist")
    if not isinstance(own, dict) or own.get(MARK) is not True or len(vars_) != 1:
        return None
    ((name, text),) = vars_.items()
    if not isinstance(text, str):
        return None
    if "input" not in own:
        return text if name == "input" else None
    whole = own["input"]
    messages = whole.get("messages") if isinstance(whole, dict) else whole
    # promptfoo lays JSON out anew: what counts is what it says.
    return whole if json_or_none(text) == whole or json_or_none(f"[{text}]") == messages else None


def _assertion(check: AnswerCheck, expected: Any) -> dict[str, Any] | None:
    """The assertion that a check is; None where promptfoo has no equal."""
    value, fold = check.wanted(expected), bool(check.options.get("ignore_case"))
    if check.type == "equals" and not check.options and not isinstance(value, list):
        return {"type": "equals", "value": value}
    if check.type in ("contains", "not_contains"):
        word = "icontains" if fold else "contains"
        types = {"contains": (word, f"{word}-all"), "not_contains": (f"not-{word}", f"not-{word}-any")}
        return {"type": types[check.type][isinstance(value, list)], "value": value}
    if check.type == "regex" and not fold:
        return {"type": "regex", "value": check.value}
    if check.type == "json":
        return {"type": "is-json"}
    if check.type == "json_schema":
        return {"type": "is-json", "value": check.value}
    if check.type == "max_chars":
        return {"type": "javascript", "value": f"output.length <= {check.value}"}
    if check.type == "refuses" and not check.options:
        return {"type": "not-is-refusal" if check.value is False else "is-refusal"}
    if check.type == "judge":
        return {"type": "llm-rubric", "value": check.value}
    return None

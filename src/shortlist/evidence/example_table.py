"""A table of examples, CSV, JSON or JSON Lines, read by a map of its columns: one row an answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from shortlist.core.basics.errors import ShortlistError
from shortlist.core.document.vocabulary import GRADERS
from shortlist.core.evidence.found_run import FoundRun, FoundRuns, ReadOptions
from shortlist.core.evidence.rows import RowVerdict, input_digest, ok_or_wrong
from shortlist.core.importing.example_columns import METRIC, UNITS, is_examples
from shortlist.core.importing.source_file import SourceFile, as_list, as_table
from shortlist.core.importing.values import BadValue, day, number, told, word
from shortlist.evidence.common import Refusals, Rows, RunFormat, named

VERDICTS: Mapping[RowVerdict, tuple[str, ...]] = {
    "ok": ("ok", "pass", "passed", "correct", "right", "success", "true", "yes", "1", "1.0"),
    "wrong": ("wrong", "fail", "failed", "incorrect", "false", "no", "0", "0.0"),
    "invalid": ("invalid", "malformed", "bad format"),
    "escalated": ("escalated", "handed over", "human"),
    "error": ("error", "failed call", "exception", "timeout"),
    "cut": ("cut", "length", "truncated"),
}
"""What a table may call a verdict, letter case aside."""
COUNTS = ("input_tokens", "cached_tokens", "output_tokens", "reasoning_tokens")


def sniff(document: SourceFile) -> bool:
    """Nothing tells such a table from others but a map of its columns that a person confirmed."""
    return False


def read(document: SourceFile, asked: ReadOptions) -> FoundRuns:
    """One run for each candidate, step, prompt and day. Raises `ShortlistError` without a map of the columns."""
    columns = asked.columns or {}
    if not is_examples(columns):
        raise ShortlistError("one column has to be the example or its input, and one the verdict or whether it passed")
    of, units = dict[str, str](), dict[str, str]()
    for title, meaning in columns.items():
        name, _, unit = meaning.partition(":")
        of[name], units[name] = title, unit
    notices: tuple[str, ...] = ()
    if "input" not in of:
        notices = ("The table holds no inputs: examples are known by their ids.",)
    refusals, runs, personal = Refusals(), dict[tuple[str, str, str, dt.date], Rows](), False
    for place, cells, problem in _cells(document):
        try:
            if problem:
                raise BadValue(problem)
            said = {name: cells.get(title) for name, title in of.items()}
            key = (
                word(said.get("candidate")),
                word(said.get("step")),
                word(said.get("prompt_version")),
                day(said.get("date")) or document.day,
            )
            row = _row(said, units, asked)
            rows = runs.setdefault(key, Rows(asked))
            rows.add(row)
            personal = personal or rows.personal
        except ShortlistError as error:
            refusals.add(place, error)
    found = [
        FoundRun(
            id=" · ".join(filter(None, (candidate, prompt))) or document.name,
            called=named(candidate),
            tool="csv",
            ran_on=ran_on,
            rows=tuple(rows.rows),
            prompt_version=prompt,
            suite=document.name,
            step=step,
            notices=notices,
        )
        for (candidate, step, prompt, ran_on), rows in runs.items()
        if rows.rows
    ]
    return FoundRuns(tuple(found), tuple(refusals.told), refusals.rest, personal)


def _cells(document: SourceFile) -> Iterator[tuple[str, Mapping[str, Any], str]]:
    """The lines of a table or the objects of a list, each with its place and what is wrong with it."""
    if document.table is not None:
        for record in document.table.records():
            yield f"line {record.line}", record.cells, record.problem
        return
    values = document.json
    if isinstance(values, dict):
        lists = [one for one in values.values() if isinstance(one, list)]
        values = lists[0] if len(lists) == 1 else []
    for index, one in enumerate(as_list(values)):
        yield f"row {index + 1}", as_table(one), "" if isinstance(one, dict) else "it is no object"


def _row(said: Mapping[str, Any], units: Mapping[str, str], asked: ReadOptions) -> dict[str, Any]:
    example, input_ = _text(said.get("example")), said.get("input")
    if not example and input_ in (None, ""):
        raise BadValue("it names no example")
    digest = input_digest(example if input_ in (None, "") else input_)
    score = number(said.get("score"))
    row: dict[str, Any] = {
        "example": example or digest[:12],
        "digest": digest,
        "kind": word(said.get("kind")),
        "verdict": _verdict(said, score, asked),
        "critical": _flag(said.get("critical")) is True,
        "score": score,
        "metrics": {
            name.removeprefix(METRIC): flag
            for name, value in said.items()
            if name.startswith(METRIC) and (flag := _flag(value)) is not None
        },
        "graded_by": _grader(said.get("graded_by")),
        "answer": said.get("answer"),
        "reason": said.get("reason"),
        "cost_usd": _amount(said.get("cost"), "cost", units),
        "total_s": _amount(said.get("latency"), "latency", units),
        "ttft_s": _amount(said.get("ttft"), "ttft", units),
        "finish_reason": word(said.get("finish_reason")),
        **{name: _amount(said.get(name), name, units) for name in COUNTS},
    }
    repeat = number(said.get("repeat"))
    if repeat is not None:
        row["repeat"] = repeat
    return row


def _text(value: object) -> str:
    if isinstance(value, str):
        return word(value)
    return "" if value is None else str(value)


def _amount(value: object, name: str, units: Mapping[str, str]) -> float | None:
    factor = UNITS.get(name, {}).get(units.get(name, ""), Decimal(1))
    found = number(value, factor)
    if found is not None and found < 0:
        raise BadValue(f"{name} is {told(value)}, below 0")
    return found


def _flag(value: object) -> bool | None:
    """Whether something is so; None where nothing is said."""
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return value
    said = str(value).strip().casefold()
    if said in VERDICTS["ok"] or said in VERDICTS["wrong"]:
        return said in VERDICTS["ok"]
    raise BadValue(f"{told(value)} is neither yes nor no")


def _verdict(said: Mapping[str, Any], score: float | None, asked: ReadOptions) -> RowVerdict:
    if asked.pass_at is not None and score is not None:
        return ok_or_wrong(score >= asked.pass_at)
    value = said.get("verdict")
    if value in (None, ""):
        passed = _flag(said.get("passed"))
        if passed is None:
            raise BadValue("it has no verdict")
        return ok_or_wrong(passed)
    word_ = str(value).strip().casefold()
    found = next((verdict for verdict, names in VERDICTS.items() if word_ in names), None)
    if found is None:
        raise BadValue(f"the verdict {told(value)} is none of {', '.join(VERDICTS)}")
    return found


def _grader(value: object) -> str | None:
    said = word(value).casefold()
    if said and said not in GRADERS:
        raise BadValue(f"{told(value)} grades nothing: it is one of {', '.join(GRADERS)}")
    return said or None


FORMAT = RunFormat("examples", "Your table of examples", sniff, read)

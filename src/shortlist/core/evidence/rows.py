"""The rows of a run, one an example and repeat: what each says, how they are written, and what they add up to."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Annotated, Any, Literal, TypeVar, get_args

from pydantic import Field, ValidationError

from shortlist.core.basics.canonical import digest_of
from shortlist.core.basics.errors import ShortlistError
from shortlist.core.document.fields import Amount, Count, Name, Number, Part, PositiveCount, described, wrong
from shortlist.core.document.problems import explain
from shortlist.core.document.vocabulary import GRADERS, Grader

RowVerdict = Literal["ok", "wrong", "invalid", "escalated", "error", "cut"]


def ok_or_wrong(right: bool) -> RowVerdict:
    """The verdict on an answer that was graded."""
    return "ok" if right else "wrong"


SHORT_DIGEST = 16
"""Digits of a run's digest that name the file of its rows."""


class ExampleRow(Part):
    """One answer of a run. Absent is unknown, never 0."""

    example: Name = Field(description="the example's id")
    digest: Name = Field(description="digest of the example's input as canonical JSON")
    kind: str = described("real_task, edge_case, adversarial, regression …", default="")
    repeat: PositiveCount = described("which repeat of the example it is", default=1)
    verdict: RowVerdict = Field(description="ok, wrong, invalid, escalated, error or cut")
    critical: bool = described("whether a wrong answer is one that no rate excuses", default=False)
    score: Number | None = described("what the grader gave")
    metrics: Annotated[dict[str, bool], Field(strict=True)] = described("rates of the run's own", default={})
    graded_by: Grader | None = described("who said whether it is right")
    answer: str | None = described("what was answered")
    reason: str | None = described("why the grader said so")
    input_tokens: Amount | None = described("tokens sent, cached ones among them", "tokens")
    cached_tokens: Amount | None = described("tokens read from the provider's cache", "tokens")
    output_tokens: Amount | None = described("tokens answered, thinking left out", "tokens")
    reasoning_tokens: Amount | None = described("tokens thought", "tokens")
    cost_usd: Amount | None = described("what the answer cost, its retries among it", "USD")
    ttft_s: Amount | None = described("to the first token of the answer", "s")
    first_any_s: Amount | None = described("to the first token of any kind", "s")
    total_s: Amount | None = described("to the end of the answer", "s")
    retries: Count | None = described("calls that failed before")
    served_model: str | None = described("the model that says it answered")
    finish_reason: str | None = described("why the answer ended")
    at: str | None = described("when, in UTC")


def row_of(values: Mapping[str, Any]) -> ExampleRow:
    """A row of plain values; what is None is left out. Raises `ShortlistError` with the key and what is wrong."""
    try:
        return ExampleRow.model_validate({key: value for key, value in values.items() if value is not None})
    except ValidationError as error:
        raise ShortlistError(str(explain(error, ExampleRow)[0])) from None


def rows_text(rows: Iterable[ExampleRow]) -> str:
    """Rows as they are written: a JSON object a line, what is unknown left out."""
    return "".join(
        json.dumps(row.model_dump(exclude_unset=True), ensure_ascii=False, allow_nan=False, separators=(",", ":"))
        + "\n"
        for row in rows
    )


def read_rows(text: str) -> tuple[ExampleRow, ...]:
    """The rows of such a text. Raises `ShortlistError` with the line that is no row."""
    rows = []
    for number, line in enumerate(text.split("\n"), 1):
        if not line:
            continue
        try:
            values = json.loads(line)
            if not isinstance(values, dict):
                raise wrong("expected an object")
            rows.append(row_of(values))
        except (ValueError, RecursionError, ShortlistError) as error:
            raise ShortlistError(f"line {number} is no row of a run: {error}") from None
    return tuple(rows)


def rows_digest(text: str) -> str:
    """The digest of a file of rows: what the evaluation in the workspace holds."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def rows_name(sha256: str) -> str:
    """The name of the file of rows with a digest."""
    return f"{sha256[:SHORT_DIGEST]}.jsonl"


def dataset_digest(digests: Iterable[str]) -> str:
    """What equal datasets have in common: the digest of the digests of their examples, whatever their order."""
    return hashlib.sha256("\n".join(sorted(set(digests))).encode("utf-8")).hexdigest()


def input_digest(value: object) -> str:
    """By what an example is known in whatever run: the digest of its input. Raises `ShortlistError` without a form."""
    try:
        return digest_of(value)
    except (TypeError, ValueError, RecursionError):
        raise ShortlistError("the input of an example has no canonical form") from None


# --- what rows add up to -----------------------------------------------------------------------------------------


def percentile(values: Sequence[float], share: float) -> float | None:
    """The value below which a share of all lies, by linear interpolation; None without a value."""
    if not values:
        return None
    ordered, place = sorted(values), share * (len(values) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])


def latencies(rows: Iterable[ExampleRow]) -> list[float]:
    """How long the answers took, in seconds: those that came, as far as it is known."""
    return [row.total_s for row in rows if row.total_s is not None and row.verdict != "error"]


Key = TypeVar("Key", bound=Hashable)


def tallied(told: Iterable[tuple[Key, bool]]) -> dict[Key, tuple[int, int]]:
    """By key, how often it was so, and of how many."""
    counts: dict[Key, tuple[int, int]] = {}
    for key, so in told:
        hits, of = counts.get(key, (0, 0))
        counts[key] = hits + so, of + 1
    return counts


def _mean(values: Iterable[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else None


def sums(rows: Sequence[ExampleRow]) -> dict[str, Any]:
    """The keys of an evaluation that follow from its rows, what is unknown left out; a run has at least one row.

    Escalations are told only where there are any: most tools never hand an answer to a person, and their silence is no
    measured rate of 0.
    """
    of = {verdict: sum(row.verdict == verdict for row in rows) for verdict in get_args(RowVerdict)}
    times, first = latencies(rows), [row.ttft_s for row in rows if row.ttft_s is not None and row.verdict != "error"]
    costs = [row.cost_usd for row in rows if row.cost_usd is not None]
    metrics = tallied((name, passed) for row in rows for name, passed in row.metrics.items())
    kinds = tallied((row.kind, row.verdict == "ok") for row in rows if row.kind)
    graders = {row.graded_by for row in rows}
    found: dict[str, Any] = {
        "dataset_sha256": dataset_digest(row.digest for row in rows),
        "graded_by": next((grader for grader in reversed(tuple(GRADERS)) if grader in graders), None),
        "examples": len(rows),
        "successes": of["ok"],
        "errors": of["error"],
        "invalid_outputs": of["invalid"] + of["cut"],
        "escalations": of["escalated"] or None,
        "critical_failures": sum(row.critical and row.verdict != "ok" for row in rows),
        "latency_p50_s": percentile(times, 0.5),
        "latency_p95_s": percentile(times, 0.95),
        "latency_p99_s": percentile(times, 0.99),
        "ttft_p50_s": percentile(first, 0.5),
        "cost_usd": math.fsum(costs) if len(costs) == len(rows) else None,
        "output_tokens": _mean(row.output_tokens for row in rows),
        "reasoning_tokens": _mean(row.reasoning_tokens for row in rows),
        "metrics": [{"name": name, "passed": hits, "total": of} for name, (hits, of) in sorted(metrics.items())]
        or None,
        "slices": [{"kind": kind, "examples": of, "successes": hits} for kind, (hits, of) in sorted(kinds.items())]
        or None,
    }
    return {key: value for key, value in found.items() if value is not None}

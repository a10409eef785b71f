"""What the columns of a table of examples mean: a map of headings, proposed by their names, confirmed by a person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from shortlist.core.basics.errors import ShortlistError
from shortlist.core.document.problems import nearest

MEANINGS: Mapping[str, tuple[str, ...]] = {
    "example": (
        "example",
        "example id",
        "id",
        "case",
        "case id",
        "test",
        "test id",
        "question id",
        "sample",
        "sample id",
    ),
    "input": ("input", "prompt", "question", "query"),
    "candidate": ("candidate", "model", "model id", "provider", "llm"),
    "step": ("step", "task"),
    "verdict": ("verdict", "result", "outcome", "status"),
    "passed": ("passed", "pass", "correct", "success", "ok", "right", "is correct"),
    "kind": ("kind", "category", "type", "slice"),
    "repeat": ("repeat", "epoch", "trial", "run"),
    "critical": ("critical",),
    "score": ("score", "grade"),
    "graded_by": ("graded by", "grader"),
    "answer": ("answer", "output", "response", "completion"),
    "reason": ("reason", "explanation", "comment"),
    "input_tokens": ("input tokens", "prompt tokens"),
    "cached_tokens": ("cached tokens", "cache read tokens"),
    "output_tokens": ("output tokens", "completion tokens"),
    "reasoning_tokens": ("reasoning tokens", "thinking tokens"),
    "cost": ("cost", "cost usd", "price", "usd"),
    "latency": ("latency", "latency s", "total s", "duration", "seconds", "time"),
    "ttft": ("ttft", "ttft s", "first token"),
    "finish_reason": ("finish reason", "stop reason"),
    "prompt_version": ("prompt version",),
    "date": ("date", "day", "ran on"),
}
"""Every meaning, with the headings that are proposed for it."""
METRIC = "metric."
"""How the meaning begins of a column that holds a rate of the run's own: `metric.citation`."""
UNITS: Mapping[str, Mapping[str, Decimal]] = {
    "latency": {"": Decimal(1), "ms": Decimal("0.001")},
    "ttft": {"": Decimal(1), "ms": Decimal("0.001")},
    "cost": {"": Decimal(1), "cents": Decimal("0.01")},
}
"""What a number is multiplied with to be in seconds or USD; `latency:ms` is written in milliseconds."""


def proposed(header: Sequence[str]) -> dict[str, str]:
    """What the columns seem to mean, nothing named twice; empty where it is no table of examples."""
    found: dict[str, str] = {}
    for title in header:
        words = " ".join(title.replace("_", " ").replace("-", " ").split()).casefold()
        unit = "ms" if words.endswith((" ms", "(ms)")) else ""
        bare = words.removesuffix(" ms").removesuffix("(ms)").removesuffix("(s)").strip()
        meaning = next((key for key, names in MEANINGS.items() if bare in names or words in names), "")
        if meaning and meaning not in {one.partition(":")[0] for one in found.values()}:
            found[title] = f"{meaning}:{unit}" if unit and unit in UNITS.get(meaning, {}) else meaning
    return found if is_examples(found) else {}


def is_examples(columns: Mapping[str, str]) -> bool:
    """Whether a map of columns is one of a table of examples: which example, and whether it was answered rightly."""
    meanings = {meaning.partition(":")[0] for meaning in columns.values()}
    return bool(meanings & {"example", "input"}) and bool(meanings & {"verdict", "passed"})


def checked(columns: Mapping[str, str], header: Iterable[str]) -> dict[str, str]:
    """A map that a table of examples can be read by. Raises `ShortlistError` with what would be right."""
    known, found = list(header), dict[str, str]()
    for title, meaning in columns.items():
        name, _, unit = meaning.partition(":")
        if title not in known:
            raise ShortlistError(f"no column {title!r}; {nearest(title, known)}")
        if name not in MEANINGS and not (name.startswith(METRIC) and len(name) > len(METRIC)):
            raise ShortlistError(f"{title}: {name!r} is no meaning; {nearest(name, [*MEANINGS, METRIC + 'NAME'])}")
        if unit and unit not in UNITS.get(name, {}):
            raise ShortlistError(f"{title}: {name} is not written in {unit!r}")
        if name in {one.partition(":")[0] for one in found.values()}:
            raise ShortlistError(f"{title}: another column is {name} already")
        found[title] = meaning
    return found

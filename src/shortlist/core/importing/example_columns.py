"""What the columns of a table of examples mean: a map of headings, proposed by their names, confirmed by a person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from shortlist.core.basics.errors import ShortlistError
from shortlist.core.document.problems import nearest
from shortlist.core.importing.meanings import Meaning

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
HELP: Mapping[str, str] = {
    "example": "By which name the example is known.",
    "input": "What was asked; examples are known by it, so that runs can be compared.",
    "candidate": "Which model answered.",
    "step": "Which step of the product it was run for, by its id.",
    "verdict": "ok, wrong, invalid, escalated, error or cut, or a usual word for them.",
    "passed": "Whether it was answered rightly: yes or no, 1 or 0.",
    "kind": "What kind of example it is: real task, edge case, adversarial …",
    "repeat": "Which repeat of the example it is.",
    "critical": "Whether a wrong answer is one that no rate excuses.",
    "score": "What the grader gave.",
    "graded_by": "Who said what is right: deterministic, person or judge.",
    "answer": "What was answered; it may be personal.",
    "reason": "Why the grader said so.",
    "input_tokens": "Tokens sent, cached ones among them.",
    "cached_tokens": "Tokens read from the provider's cache.",
    "output_tokens": "Tokens answered, thinking left out.",
    "reasoning_tokens": "Tokens thought.",
    "cost": "What the answer cost.",
    "latency": "How long the whole answer took.",
    "ttft": "How long the first token took.",
    "finish_reason": "Why the answer ended.",
    "prompt_version": "Which prompt was used.",
    "date": "The day of the run.",
    "metric.": "A rate of your own, such as citation: yes or no in each line.",
}
"""What each meaning is, in a sentence."""
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


def meaning_words(meaning: str) -> str:
    """A meaning in words, with its unit: `latency, ms`."""
    name, _, unit = meaning.partition(":")
    if name.startswith(METRIC):
        return f"metric: {name.removeprefix(METRIC).replace('_', ' ')}"
    words = name.replace("_", " ")
    return f"{words}, {unit or _WRITTEN[name]}" if name in _WRITTEN else words


_WRITTEN = {"latency": "seconds", "ttft": "seconds", "cost": "USD"}


def example_meanings() -> tuple[Meaning, ...]:
    """Everything that a column of examples may mean, each amount in every unit; first what leaves it out."""
    found = [Meaning("", "leave it out", "Nothing is taken from the column.")]
    for name in MEANINGS:
        ids = [name, *(f"{name}:{unit}" for unit in UNITS.get(name, {}) if unit)]
        found += [Meaning(id_, meaning_words(id_), HELP[name]) for id_ in ids]
    return (*found, Meaning(METRIC, "a rate of your own …", HELP[METRIC]))

"""What the columns of a table of examples mean: a map of headings, proposed by their names, confirmed by a person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from shortlist.core.basics.errors import ShortlistError
from shortlist.core.document.problems import meant
from shortlist.core.importing.columns import LEFT_OUT, Key, Meaning

MEANINGS: Mapping[str, Key] = {
    "example": Key(
        "By which name the example is known.",
        ("example", "example id", "id", "case", "case id", "test", "test id", "question id", "sample", "sample id"),
    ),
    "input": Key(
        "What was asked; examples are known by it, so that runs can be compared.",
        ("input", "prompt", "question", "query"),
    ),
    "candidate": Key("Which model answered.", ("candidate", "model", "model id", "provider", "llm")),
    "step": Key("Which step of the product it was run for, by its id.", ("step", "task")),
    "verdict": Key(
        "ok, wrong, invalid, escalated, error or cut, or a usual word for them.",
        ("verdict", "result", "outcome", "status"),
    ),
    "passed": Key(
        "Whether it was answered rightly: yes or no, 1 or 0.",
        ("passed", "pass", "correct", "success", "ok", "right", "is correct"),
    ),
    "kind": Key(
        "What kind of example it is: real task, edge case, adversarial …", ("kind", "category", "type", "slice")
    ),
    "repeat": Key("Which repeat of the example it is.", ("repeat", "epoch", "trial", "run")),
    "critical": Key("Whether a wrong answer is one that no rate excuses.", ("critical",)),
    "score": Key("What the grader gave.", ("score", "grade")),
    "graded_by": Key("Who said what is right: deterministic, person or judge.", ("graded by", "grader")),
    "answer": Key("What was answered; it may be personal.", ("answer", "output", "response", "completion")),
    "reason": Key("Why the grader said so.", ("reason", "explanation", "comment")),
    "input_tokens": Key("Tokens sent, cached ones among them.", ("input tokens", "prompt tokens")),
    "cached_tokens": Key("Tokens read from the provider's cache.", ("cached tokens", "cache read tokens")),
    "output_tokens": Key("Tokens answered, thinking left out.", ("output tokens", "completion tokens")),
    "reasoning_tokens": Key("Tokens thought.", ("reasoning tokens", "thinking tokens")),
    "cost": Key("What the answer cost.", ("cost", "cost usd", "price", "usd")),
    "latency": Key(
        "How long the whole answer took.", ("latency", "latency s", "total s", "duration", "seconds", "time")
    ),
    "ttft": Key("How long the first token took.", ("ttft", "ttft s", "first token")),
    "finish_reason": Key("Why the answer ended.", ("finish reason", "stop reason")),
    "prompt_version": Key("Which prompt was used.", ("prompt version",)),
    "date": Key("The day of the run.", ("date", "day", "ran on")),
}
"""Every meaning: what it is, and the headings that it is proposed for."""
METRIC = "metric."
"""How the meaning begins of a column that holds a rate of the run's own: `metric.citation`."""
METRIC_HELP = "A rate of your own, such as citation: yes or no in each line."
UNITS: Mapping[str, Mapping[str, Decimal]] = {
    "latency": {"": Decimal(1), "ms": Decimal("0.001")},
    "ttft": {"": Decimal(1), "ms": Decimal("0.001")},
    "cost": {"": Decimal(1), "cents": Decimal("0.01")},
}
"""What a number is multiplied with to be in seconds or USD; `latency:ms` is written in milliseconds."""
_WRITTEN = {"latency": "seconds", "ttft": "seconds", "cost": "USD"}


def proposed_meanings(header: Sequence[str]) -> dict[str, str]:
    """What the columns seem to mean, nothing named twice; empty where it is no table of examples."""
    found: dict[str, str] = {}
    for title in header:
        words = " ".join(title.replace("_", " ").replace("-", " ").split()).casefold()
        unit = "ms" if words.endswith((" ms", "(ms)")) else ""
        bare = words.removesuffix(" ms").removesuffix("(ms)").removesuffix("(s)").strip()
        meaning = next((key for key, row in MEANINGS.items() if bare in row.titles or words in row.titles), "")
        if meaning and meaning not in {one.partition(":")[0] for one in found.values()}:
            found[title] = meaning
            if unit and unit in UNITS.get(meaning, {}):
                found[title] = f"{meaning}:{unit}"
    return found if is_examples(found) else {}


def is_examples(columns: Mapping[str, str]) -> bool:
    """Whether a map of columns is one of a table of examples: which example, and whether it was answered rightly."""
    meanings = {meaning.partition(":")[0] for meaning in columns.values()}
    return bool(meanings & {"example", "input"}) and bool(meanings & {"verdict", "passed"})


def checked_meanings(columns: Mapping[str, str], header: Iterable[str]) -> dict[str, str]:
    """A map that a table of examples can be read by. Raises `ShortlistError` with what would be right."""
    known, found = list(header), dict[str, str]()
    for title, meaning in columns.items():
        name, _, unit = meaning.partition(":")
        if title not in known:
            raise ShortlistError(f"no column {title!r}; {meant(title, known)}")
        if name not in MEANINGS and not (name.startswith(METRIC) and len(name) > len(METRIC)):
            raise ShortlistError(f"{title}: {name!r} is no meaning; {meant(name, [*MEANINGS, METRIC + 'NAME'])}")
        if unit and unit not in UNITS.get(name, {}):
            raise ShortlistError(f"{title}: {name} is not written in {unit!r}")
        if name in {one.partition(":")[0] for one in found.values()}:
            raise ShortlistError(f"{title}: another column is {name} already")
        found[title] = meaning
    return found


def example_meaning_words(meaning: str) -> str:
    """A meaning in words, with its unit: `latency, ms`."""
    name, _, unit = meaning.partition(":")
    if name.startswith(METRIC):
        return f"metric: {name.removeprefix(METRIC).replace('_', ' ')}"
    words = name.replace("_", " ")
    return f"{words}, {unit or _WRITTEN[name]}" if name in _WRITTEN else words


def example_meanings() -> tuple[Meaning, ...]:
    """Everything that a column of examples may mean, each amount in every unit; first what leaves it out."""
    found = [LEFT_OUT]
    for name, row in MEANINGS.items():
        ids = [name, *(f"{name}:{unit}" for unit in UNITS.get(name, {}) if unit)]
        found += [Meaning(id_, example_meaning_words(id_), row.help) for id_ in ids]
    return (*found, Meaning(METRIC, "a rate of your own …", METRIC_HELP))

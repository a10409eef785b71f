"""A filter over judged candidates, as people type it: `quality>35 input<0.5 access:hosted luna`.

Terms stand beside each other and must all hold. A term is a word that occurs somewhere in what a candidate is called,
a comparison (`quality>35`, `input:0.1..0.5`), a field with a word (`access:hosted`), or an unknown (`ttft:?`); `!`
before it turns it round, and quotes make a word of anything. An unknown satisfies no comparison, turned round or not,
and an interval only one that holds over all of it. A term with a mistake is told and left out.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from shortlist.core.assessment.assessor import CandidateResult
from shortlist.core.assessment.column_value import COLUMN_WORDS
from shortlist.core.basics.numbers import NotANumber, typed_number
from shortlist.core.basics.words import listed
from shortlist.core.comparison.measures import Extent, Measure
from shortlist.core.document.fields import closest
from shortlist.core.document.metrics import QUALITY_PREFIX
from shortlist.core.document.scenario import Column
from shortlist.core.document.vocabulary import ACCESS, OPENNESS, RISK_WORDS, SIZES, STATUSES
from shortlist.sanitising import shown

Holds = Callable[[CandidateResult], bool | None]
"""Whether a term holds of a candidate; None where nobody can know."""

COLUMN_FIELDS: dict[str, Column] = {
    name: column for column, words in COLUMN_WORDS.items() for name in (words.title, words.heading)
}
"""The short names of the columns; with a word they ask for its level: `privacy:low`."""
MEASURE_FIELDS = {
    "input": "input_price",
    "output": "output_price",
    "speed": "output_speed",
    "ttft": "ttft",
    "context": "context_window",
    "latency": "total",
    "monthly": "monthly",
    "bill": "bill",
    "cost": "task",
    "score": "score",
}
"""The short names of the measures; `quality` is the scenario's index."""
VOCABULARIES: Mapping[str, tuple[str, ...]] = {
    "access": tuple(ACCESS),
    "status": tuple(STATUSES),
    "openness": tuple(OPENNESS),
    "size": tuple(SIZES),
}
"""Fields of few words, each known by how it begins."""
TEXTS: dict[str, Callable[[CandidateResult], str]] = {
    "access": lambda r: r.candidate.access,
    "status": lambda r: r.standing.status,
    "openness": lambda r: r.candidate.openness,
    "size": lambda r: r.candidate.size_class or "",
    "name": lambda r: r.candidate.name,
    "model": lambda r: r.candidate.model,
    "provider": lambda r: r.candidate.provider,
    "developer": lambda r: r.candidate.developer,
    "licence": lambda r: r.candidate.licence,
    "effort": lambda r: r.candidate.effort,
    "fails": lambda r: " ".join(r.standing.blocked_by),
    "lacks": lambda r: " ".join(r.standing.unknown),
}
"""Fields of words; empty is unknown."""

_TERM = re.compile(
    r"""(?P<turned>!?)(?:
    (?P<field>[a-z][a-z0-9_.]*) (?:\s*(?P<compare>>=|<=|>|<)\s* | (?P<is>[:=])) (?P<value>"[^"]*"?|\S*)
    | (?P<word>"[^"]*"?|\S+) )""",
    re.VERBOSE | re.IGNORECASE,
)


class ParsedFilter(NamedTuple):
    """What was typed, understood as far as it can be."""

    terms: tuple[Holds, ...]
    mistakes: tuple[str, ...]
    """A sentence for each term that could not be understood; it does not filter."""

    def keeps(self, result: CandidateResult) -> bool:
        """Whether every term holds."""
        return all(term(result) is True for term in self.terms)


class _Mistake(Exception):
    """A term that cannot be understood, with the sentence for it."""


def parse_filter(text: str, known: Mapping[str, Measure]) -> ParsedFilter:
    """Understand a filter, given the measures by key (the scenario's quality index first)."""
    terms: list[Holds] = []
    mistakes: list[str] = []
    for match in _TERM.finditer(shown(text)):
        try:
            holds = _term(match, known)
        except _Mistake as mistake:
            mistakes.append(str(mistake))
        else:
            if holds is not None and match["turned"]:
                holds = _turned(holds)
            if holds is not None:
                terms.append(holds)
    return ParsedFilter(tuple(terms), tuple(mistakes))


def field_names(known: Mapping[str, Measure]) -> list[str]:
    """Every field that a filter may name."""
    return list(dict.fromkeys([*COLUMN_FIELDS, *MEASURE_FIELDS, *TEXTS, *known]))


def _term(match: re.Match[str], known: Mapping[str, Measure]) -> Holds | None:
    if match["word"] is not None:
        word = match["word"].strip('"').casefold()
        if not word:
            return None
        return lambda result: any(word in part for part in searched_texts(result))
    field, value = match["field"].casefold(), match["value"].strip('"')
    words = _words(field)
    measure = known.get(MEASURE_FIELDS.get(field, field)) or known.get(QUALITY_PREFIX + field)
    if field == "quality":
        measure = next(iter(known.values()))
    if measure is None and words is None:
        near = closest(field, field_names(known))
        hint = f"did you mean {near}?" if near else "in quotes it is a word"
        raise _Mistake(f"there is no field “{field}”; {hint}")
    if value == "?":
        return lambda result: _unknown(result, measure, words)
    sign = match["compare"] or match["is"]
    if match["is"] and words is not None and not re.match(r"[$+-]?\.{0,2}[0-9]", value):
        return _with_word(field, value.casefold(), words)
    if measure is None:
        raise _Mistake(f"{field} is asked with a word: {field}:{VOCABULARIES.get(field, ('…',))[0]}")
    if not value:
        raise _Mistake(f"{field}{sign} needs a number")
    return _between(measure, _limits(field, sign, value))


# --- words


def _words(field: str) -> Callable[[CandidateResult], str] | None:
    if field in TEXTS:
        return TEXTS[field]
    column = COLUMN_FIELDS.get(field) or next((one for one in COLUMN_FIELDS.values() if one == field), None)
    if column is None:
        return None

    def levels(result: CandidateResult, column: Column = column) -> str:
        value = result.columns[column]
        # Either word finds it: `cost:good` and `cost:low` are the same question.
        if value.level is not None and value.low == value.high:
            return f"{value.level} {RISK_WORDS[value.level]}"
        return ""

    return levels


def _with_word(field: str, value: str, words: Callable[[CandidateResult], str]) -> Holds | None:
    if not value:
        raise _Mistake(f"{field}: needs a word")
    choices = VOCABULARIES.get(field, ())
    if field not in TEXTS:
        choices = (*RISK_WORDS, *RISK_WORDS.values())
    wanted = re.sub("[ -]", "_", value) if choices else value
    if choices and not any(choice.startswith(wanted) for choice in choices):
        raise _Mistake(f"{field} is {listed(choices).replace(' and ', ' or ')}, not {value}")

    def holds(result: CandidateResult) -> bool | None:
        text = shown(words(result)).casefold()
        if not text:
            return None
        if not choices:
            return wanted in text
        return any(word.startswith(wanted) for word in text.split())

    return holds


def searched_texts(result: CandidateResult) -> Iterator[str]:
    """What a plain word is looked for in: its names, how it is reached, its status and what holds it back."""
    one, standing = result.candidate, result.standing
    names = (one.name, one.id, one.model, one.provider, one.developer, one.licence, one.effort, one.openness)
    checks = (*standing.blocked_by, *standing.unknown)
    for text in (*names, ACCESS[one.access].name, standing.status, *checks):
        clean = shown(text).casefold()
        yield clean
        if "_" in clean:
            yield clean.replace("_", " ")


def _turned(holds: Holds) -> Holds:
    def turned(result: CandidateResult) -> bool | None:
        verdict = holds(result)
        return None if verdict is None else not verdict

    return turned


# --- comparisons


class Range(NamedTuple):
    """A range; a bound that is open is not part of it."""

    low: float = -math.inf
    high: float = math.inf
    open_low: bool = False
    open_high: bool = False

    def holds(self, value: float) -> bool:
        """Whether a number lies in it."""
        if (self.open_low and value == self.low) or (self.open_high and value == self.high):
            return False
        return self.low <= value <= self.high

    def beside(self, extent: Extent) -> bool:
        """Whether no part of an interval lies in it."""
        low, high = extent
        over = low > self.high or (self.open_high and low == self.high)
        return over or high < self.low or (self.open_low and high == self.low)


def _number(text: str) -> float:
    """As the fields of the forms read one; shares as percentages too."""
    return typed_number(text, "")


def _limits(field: str, sign: str, value: str) -> Range:
    try:
        low_text, between, high_text = value.partition("..")
        if between and sign in ":=":
            low = _number(low_text) if low_text else -math.inf
            high = _number(high_text) if high_text else math.inf
            if low > high:
                raise _Mistake(f"{field}:{value} ends before it begins")
            return Range(low, high)
        number = _number(value)
    except NotANumber as error:
        raise _Mistake(f"{field}{sign}{value}: {error}") from None
    if sign[0] == ">":
        return Range(low=number, open_low=sign == ">")
    if sign[0] == "<":
        return Range(high=number, open_high=sign == "<")
    return Range(number, number)


def _between(measure: Measure, limits: Range) -> Holds:
    def holds(result: CandidateResult) -> bool | None:
        extent = measure.of(result)
        if extent is None:
            return None
        if limits.holds(extent[0]) and limits.holds(extent[1]):
            return True
        return False if limits.beside(extent) else None

    return holds


def _unknown(result: CandidateResult, measure: Measure | None, words: Callable[[CandidateResult], str] | None) -> bool:
    if measure is None:
        assert words is not None
        return not words(result)
    extent = measure.of(result)
    return extent is None or extent[0] != extent[1]

"""Figures typed quickly: a line such as `quality 38.1 ttft 2.1 speed 125`, or a table that was copied somewhere.

A price may say what it is for: `audio in 0.36/h`, `tts 15/M chars`, `2/1k searches`.

Pure reading: what is understood comes back as observations, what is not comes back with the reason. Nothing is
guessed: a name that is not known is refused, and so is a number that two people could read differently.
"""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from io import StringIO
from typing import Any, NamedTuple

from pydantic import ValidationError

from shortlist.core.basics.errors import ShortlistError
from shortlist.core.basics.numbers import NOTHING, currency_of, in_cents, number_shown, parse_number
from shortlist.core.document.candidate import Observation
from shortlist.core.document.consistency import inconsistencies
from shortlist.core.document.fields import closest
from shortlist.core.document.metrics import (
    INDICES,
    MEASURES,
    METRICS,
    PER_MILLION_TOKENS,
    PER_THOUSAND,
    QUALITY_PREFIX,
    TIME,
    is_quality,
    metric_row,
)
from shortlist.core.document.plausible import implausible
from shortlist.core.document.problems import explain
from shortlist.core.document.vocabulary import BASES, Basis, basis_of
from shortlist.core.document.workspace import Workspace
from shortlist.core.edits.places import Data

QUALITY = ("quality", "q", "score", "index")
"""What people and leaderboards call the metric that the scenario counts."""
STAMPS = {
    "source": "source",
    "date": "as_of",
    "as of": "as_of",
    "as_of": "as_of",
    "basis": "basis",
    "version": "version",
    "url": "url",
    "address": "url",
    "effort": "effort",
}
"""Columns of a table that say where the figures of a row come from."""
WHOLE_TIMES = frozenset({"p50", "p95", "p99", "e2e", "whole", "total", "median", "percentile"})
"""Words of a time that a model's figures do not hold: that of a whole answer, or of the slowest ones."""
MOST_NEAR = 3
"""Metrics that are named for one that there is not."""
IN_DOLLARS = "prices here are in USD"
_PER_THOUSAND = re.compile(PER_THOUSAND)
DEAR_SEARCH_USD = 0.1
"""A price of one search from which on that of a thousand may be meant: the dearest are quoted at some cents."""
_KNOWN = {name: row.id for row in METRICS.values() for name in row.names}
TYPED = {"output_speed": "speed", "context_window": "context"}  # metrics that are called by less than their name
_WITHIN = re.compile(r"(=|/[0-9]{4,14}[a-z_*]*/)$", re.IGNORECASE)
"""What stands before an address within an address, as archives and redirects have it."""
_MANY = dict.fromkeys(("1k", "k", "1000", "1,000", "thousand"), 1_000)
_MANY |= dict.fromkeys(("1m", "m", "million"), 1_000_000)
_MEASURED = re.compile(
    rf"(?P<amount>[^/\s]*[0-9.])\s*/\s*(?P<many>(?:{'|'.join(_MANY)})(?![a-z0-9]))?"
    rf"\s*(?P<what>{'|'.join(words for words, _, _ in MEASURES)})?(?![\w%])[,;]?",
    re.IGNORECASE,
)
"""A price with what it is for, as in `$15/M chars`."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """Where figures come from; it stays for the next ones until somebody changes it."""

    as_of: dt.date
    source: str = ""
    basis: Basis = "published"
    version: str = ""
    url: str = ""
    effort: str = ""

    @property
    def origin(self) -> Data:
        """What it says of a figure, as the document holds it; a source that nobody named is left out."""
        told: Data = {"source": self.source, "as_of": self.as_of, "basis": self.basis}
        told |= {"version": self.version, "url": self.url, "effort": self.effort}
        return {key: value for key, value in told.items() if value}

    def observation(self, metric: str, value: float) -> Data:
        """A figure with this origin."""
        return {"metric": metric, "value": value, "source": "", **self.origin}


class Refusal(NamedTuple):
    """Something that is not added: where it stood, and why."""

    where: str
    why: str


class Addition(NamedTuple):
    """A figure for a candidate."""

    candidate: str
    observation: Data


@dataclass(slots=True)
class Reading:
    """What a line or a table gives."""

    additions: list[Addition] = field(default_factory=list)
    unsourced: list[Addition] = field(default_factory=list)
    """Figures that are right but for their source, which nobody named yet; none of them is taken."""
    refusals: list[Refusal] = field(default_factory=list)
    empty: int = 0
    """Cells of a table that hold no figure."""
    doubts: list[str] = field(default_factory=list)
    """What is taken, and may have been meant otherwise."""

    def refuse(self, where: str, why: str) -> None:
        """Something is not added: where it stood, and why."""
        self.refusals.append(Refusal(where, why))


def metric_of(name: str, quality_metric: str) -> str | None:
    """The metric that a name means; None where it means none."""
    words = re.sub(r"\s+", " ", name.replace("`", "").replace("*", "").strip()).casefold()
    if words in QUALITY:
        return quality_metric
    index = words.replace(" ", "_")
    if index == quality_metric.removeprefix("quality.").casefold():
        return quality_metric
    if is_quality(words):
        return words
    without_unit = re.sub(r"(?<!\s)\s*[(\[][^()\[\]]*[)\]]$", "", words)
    return _KNOWN.get(words) or _KNOWN.get(without_unit)


def typed_name(metric: str, quality_metric: str) -> str:
    """What is typed for a metric, as short as it is understood."""
    if metric == quality_metric:
        return "quality"
    if is_quality(metric):
        return metric
    return TYPED.get(metric) or metric.removesuffix("_price").replace("_", " ")


def run_together(url: str) -> str | None:
    """Why a text is not one address but two, the second typed behind the first; None where it is not."""
    starts = [match.start() for match in re.finditer("https?://", url, re.IGNORECASE)]
    if any(not _WITHIN.search(url[:start]) for start in starts[1:]):
        return "two addresses stand here, one behind the other: keep one"
    return None


def opens(url: str) -> bool:
    """Whether a text can be opened as an address, with its scheme or without; a place in a contract cannot."""
    return re.fullmatch(r"[a-z][a-z0-9+-]*://\S+|[\w-]+(\.[\w-]+)+([:/?#]\S*)?", url, re.IGNORECASE) is not None


def leaderboard_index(name: str, used: Iterable[str] = ()) -> str | None:
    """The leaderboard's index that a bare name means, such as `arena` or `livebench`; of the indices that the
    workspace uses any words that mean one of them alone: `semantic_wer`, `semantic wer` and `wer`.

    For what a person types: the heading of a table may mean one of several boards.
    """
    words = _words(name)
    known = dict.fromkeys((*used, *INDICES.values()))
    exact = [one for one in known if _words(one.removeprefix(QUALITY_PREFIX)) == words]
    if words in INDICES or exact:
        return INDICES.get(words) or exact[0]
    within = indices_with(name, used)
    return within[0] if len(within) == 1 else None


def indices_with(name: str, used: Iterable[str]) -> list[str]:
    """Which of some indices have every word of a name in theirs."""
    words = set(_words(name).split())
    named = ((one, set(_words(one.removeprefix(QUALITY_PREFIX)).split())) for one in dict.fromkeys(used))
    return [one for one, own in named if words and words <= own]


def _words(name: str) -> str:
    return " ".join(re.split(r"[\s_.-]+", name.casefold())).strip()


def indices_used(workspace: Workspace) -> list[str]:
    """The indices by which the steps are judged, and those of which a figure is recorded."""
    scenario = workspace.scenario
    seen = (one.metric for row in workspace.candidates for one in row.observations if is_quality(one.metric))
    return list(dict.fromkeys((*map(scenario.metric_of, scenario.steps), *seen)))


def new_indices(workspace: Workspace, metrics: Iterable[str]) -> list[str]:
    """Which of some metrics are indices that nothing knows: no leaderboard that is read, no figure, no step."""
    known = {*INDICES.values(), workspace.scenario.quality_metric, *indices_used(workspace)}
    return [metric for metric in dict.fromkeys(metrics) if is_quality(metric) and metric not in known]


def refusal_of(observation: Data) -> str | None:
    """Why the document would not hold a figure; None where it would."""
    try:
        Observation.model_validate(observation)
    except ValidationError as error:
        return "; ".join(problem.message for problem in explain(error, Observation))
    found = inconsistencies({"candidates": [{"observations": [observation]}]})
    return "; ".join(problem.message for problem in found) or None


def _unknown(what: str, name: str, known: Iterable[str]) -> str:
    """That nothing of a kind has a name, and what was meant, if that is near."""
    told = f"no {what} is called that"
    if near := closest(name, known):
        told += f"; did you mean {near}?"
    return told


def _unknown_name(name: str, used: Sequence[str] = ()) -> str:
    """That no metric has a name, with the nearest that there are, and what times of whole answers come from."""
    words = name.casefold()
    if meant := indices_with(name, used):
        return f"say which: {' or '.join(meant)}"
    if not WHOLE_TIMES.isdisjoint(re.split(r"[\s_-]+", words)) or "end to end" in words:
        return (
            "the time of a whole answer is no figure of a model: it is worked out from ttft and output_speed, or "
            "measured by an evaluation"
        )
    told = _unknown("metric", words, [*_KNOWN, *INDICES, *QUALITY])
    if "did you mean" in told:
        return told
    from difflib import get_close_matches  # only a mistake needs it

    others = get_close_matches(words, [*_KNOWN, *QUALITY], n=MOST_NEAR, cutoff=0.5)
    near = dict.fromkeys(_KNOWN.get(one, "quality") for one in others)
    if near:
        return f"{told}; nearest: {', '.join(near)}"
    return f"{told}; an index of quality is written quality.<name>, such as quality.{'_'.join(words.split())}"


class QuotedPrice(NamedTuple):
    """A price that says what it is for."""

    amount: str
    many: int
    measure: tuple[str, Decimal] | None
    """The unit of a metric, and what makes a price for one into that unit; None where only a number is said."""

    def value(self, metric: str) -> float:
        """The price in the metric's unit. Raises `ShortlistError` where it is of another."""
        unit = metric_row(metric).unit
        own = ((unit, each) for _, one, each in MEASURES if one == unit)
        told, each = self.measure or next(own, ("", Decimal(0)))
        if told != unit or not each:
            kind = unit if metric_row(metric).price else "no price"
            raise ShortlistError(f"{metric.replace('_', ' ')} is {kind}, and this a price of something else")
        factor = each / self.many
        value = Decimal(repr(parse_number(self.amount))) * factor
        return int(value) if value == value.to_integral_value() else float(value)

    @property
    def metrics(self) -> list[str]:
        """Ids of the prices whose unit is what it is said to be for; none where it does not say."""
        return [row.id for row in METRICS.values() if self.measure is not None and row.unit == self.measure[0]]


def measured_price(text: str) -> tuple[QuotedPrice, int] | None:
    """The price at the beginning of a text that says what it is for, and where that ends; None where none does."""
    match = _MEASURED.match(text)
    if match is None or not (match["many"] or match["what"]):
        return None
    many = _MANY.get((match["many"] or "").casefold(), 1)
    found = ((unit, each) for words, unit, each in MEASURES if re.fullmatch(words, match["what"] or "", re.IGNORECASE))
    return QuotedPrice(match["amount"], many, next(found, None)), match.end()


def _add(reading: Reading, candidate: str, where: str, text: str, metric: str, stamp: Stamp) -> None:
    try:
        quoted, end = measured_price(text) or (None, 0)
        value = quoted.value(metric) if quoted is not None and end == len(text) else parse_number(text)
    except ShortlistError as error:
        reading.refuse(where, f"{text!r}: {error}")
        return
    row = metric_row(metric)
    if value == 0 and row.kind is TIME:
        reading.refuse(where, "0 is what nobody measured; leave out what is unknown")
        return
    observation = stamp.observation(metric, value)
    why = refusal_of({**observation, "source": observation["source"] or "?"})
    if why is not None:
        reading.refuse(where, why)
        return
    taken = reading.additions if observation["source"] else reading.unsourced
    taken.append(Addition(candidate, observation))
    if told := implausible(metric, value):
        reading.doubts.append(told)
    if metric == "search_price" and quoted is None and value >= DEAR_SEARCH_USD:
        told = f"{number_shown(value, '')} USD a search; vendors quote per thousand: {text.lstrip('$')}/1k searches"
        reading.doubts.append(told)


# --- a line


def read_line(text: str, candidate: str, stamp: Stamp, quality_metric: str, indices: Sequence[str] = ()) -> Reading:
    """The figures of a line of names and numbers; a name may take several words, `=` and `:` may stand between.

    A price that says what it is for needs no name where only one metric is a price of that. `indices` are those
    that the workspace uses: of them a part of the name is enough, such as `wer 4.1`.
    """
    reading = Reading()
    words = re.sub(r"(?<=[^\s=:])[=:](?=\s|[$+\-.0-9])", " ", text).replace(" = ", " ").replace(" : ", " ").split()
    name: list[str] = []
    taken = 0
    for index, word in enumerate(words):
        number = word.strip(",;") or word
        if index < taken or (number == "%" and index):
            continue
        if not re.match(r"[$+\-]?\.?[0-9]", number):
            name.append(number)
            continue
        if words[index + 1 : index + 2] == ["%"]:
            number += "%"
        price = measured_price(" ".join(words[index : index + 4]))
        if price is not None:
            number = " ".join(words[index : index + 4])[: price[1]]
            taken = index + len(number.split())
            number = number.strip(",;")
        said, name = " ".join(name), []
        metric, fitting = None, list[str]()
        if said:
            metric = metric_of(said, quality_metric) or metric_of(f"{said} price", quality_metric)
            metric = metric or leaderboard_index(said, indices)
        elif price is not None:
            fitting = price[0].metrics
            metric = fitting[0] if len(fitting) == 1 else None
        if metric is None:
            why = "a number without a name"
            if said:
                why = _unknown_name(said, indices)
            elif fitting:
                why = f"say which: {' or '.join(METRICS[one].name for one in fitting)}"
            reading.refuse(said or number, why)
        elif metric_row(metric).price and (foreign := _foreign(" ".join(words[max(taken, index + 1) :][:1]))):
            taken = max(taken, index + 1) + 1
            reading.refuse(said, f"{number} is in {foreign}, and {IN_DOLLARS}")
        else:
            _add(reading, candidate, said, number, metric, stamp)
    if name:
        said = " ".join(name)
        metric = metric_of(said, quality_metric) or leaderboard_index(said, indices)
        why = "a number is to follow" if metric else _unknown_name(said, indices)
        reading.refuse(said, why)
    return reading


def _foreign(text: str) -> str:
    """What prices are in by a text, where it is no dollars; empty where it says nothing."""
    return currency_of(text) or ("cents" if in_cents(text) else "")


# --- a table


def is_table(text: str) -> bool:
    """Whether a text has several lines that hold something."""
    return sum(bool(line.strip()) for line in text.splitlines()) > 1


def read_table(text: str, candidates: Mapping[str, str], stamp: Stamp, quality_metric: str) -> Reading:
    """The figures of a table: metrics in its first row, candidates (ids to names) in its first column.

    Columns named source, date, basis, version, url and effort say where the figures of their row come from.
    """
    reading = Reading()
    rows = [row for row in cells_of(text) if any(cell for cell in row)]
    if len(rows) < 2:
        reading.refuse("table", "a row of metrics and at least one row of figures are needed")
        return reading
    metrics = _header(rows[0], quality_metric, reading)
    known = {key.casefold(): id_ for id_, name in candidates.items() for key in (name, id_)}
    for number, row in enumerate(rows[1:], 2):
        where = f"row {number}"
        candidate = known.get(row[0].strip().casefold())
        if candidate is None:
            reading.refuse(f"{where}, {row[0]!r}", _unknown("candidate", row[0], candidates.values()))
            continue
        if len(row) > len(rows[0]):
            reading.refuse(f"{where}, {row[0]}", "more cells than the first row")
            continue
        name, own = candidates[candidate], stamp
        texts = {key: "".join(row[index : index + 1]).strip() for index, key in metrics.items()}
        for key, cell in texts.items():
            if key.startswith("=") and cell:
                own = _stamped(own, key[1:], cell, name, reading)
        for key, cell in texts.items():
            if key.startswith("="):
                continue
            if cell.casefold() in NOTHING:
                reading.empty += 1
            else:
                _add(reading, candidate, f"{name}, {key}", cell, key, own)
    return reading


def _header(row: Sequence[str], quality_metric: str, reading: Reading) -> dict[int, str]:
    """The metric or the origin that each column holds; what is neither is refused once."""
    found: dict[int, str] = {}
    for index, title in enumerate(row[1:], 1):
        stamp = STAMPS.get(title.strip().casefold())
        metric = metric_of(title, quality_metric)
        told = f"={stamp}" if stamp else metric
        if told is None:
            why = _unknown_name(title)
        elif not stamp and metric_row(told).price and (foreign := _foreign(title)):
            why = f"it is in {foreign}, and {IN_DOLLARS}"
        elif not stamp and metric_row(told).unit == PER_MILLION_TOKENS and _PER_THOUSAND.search(title.casefold()):
            why = f"it is for a thousand tokens, and {IN_DOLLARS} per million: import such a table from a file"
        elif told in found.values():
            why = f"another column is {told.lstrip('=')} already"
        else:
            found[index] = told
            continue
        reading.refuse(f"column {title!r}", why)
    return found


def _stamped(stamp: Stamp, key: str, text: str, name: str, reading: Reading) -> Stamp:
    """The origin with a cell of the row in it; as it was, where the cell is none."""
    told: Any = text
    if key == "as_of":
        try:
            told = dt.date.fromisoformat(text)
        except ValueError:
            reading.refuse(f"{name}, date", f"{text!r}: write a date such as 2026-11-22")
            return stamp
    elif key == "basis":
        told = basis_of(text)
        if told is None:
            reading.refuse(f"{name}, basis", f"{text!r} is none of {', '.join(BASES)}")
            return stamp
    elif key == "url" and (why := run_together(text)) is not None:
        reading.refuse(f"{name}, address", why)
        told = ""
    return replace(stamp, **{key: told})


def cells_of(text: str) -> list[list[str]]:
    """The cells of a table in Markdown, with tabs, or with commas or semicolons."""
    lines = [line for line in text.strip("\n\r").splitlines() if line.strip()]
    if not lines:
        return []
    if all(line.strip().startswith("|") for line in lines):
        inner = (line.strip().removeprefix("|").removesuffix("|") for line in lines)
        rows = [[cell.replace("\\|", "|").strip() for cell in re.split(r"(?<!\\)\|", line)] for line in inner]
        return [row for row in rows if not all(re.fullmatch(r":?-+:?", cell) for cell in row)]
    first = lines[0]
    delimiter = "\t"
    if delimiter not in first:
        delimiter = ";" if first.count(";") > first.count(",") else ","
    reader = csv.reader(StringIO("\n".join(lines)), delimiter=delimiter, skipinitialspace=True)
    return [[cell.strip() for cell in row] for row in reader]

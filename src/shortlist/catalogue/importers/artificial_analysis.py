"""Figures of Artificial Analysis: its API's answer, today's paged one and the older one, and two flat exports of it.

Every setting of a model is a row of its own there, and is kept apart here. A speed, a latency or a price of 0 was not
measured. What the plain first-token figure means depends on the model: see `first_token`.
https://artificialanalysis.ai/data-api/docs
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from shortlist.catalogue.importers.common import (
    Importer,
    Origin,
    first_items,
    key_of,
    no_figure,
    numbered,
    objects_with,
    read_aside,
    records,
    table,
    tried,
)
from shortlist.core.document.vocabulary import EFFORTS
from shortlist.core.importing.rows import MEDIAN, UNSTATED, Item, ModelRow, RowFigure
from shortlist.core.importing.source_file import SourceFile, as_table
from shortlist.core.importing.values import (
    BadValue,
    day,
    exact,
    number,
    number_or_unmeasured,
    positive,
    required,
    text,
    told,
)

SOURCE, URL = "Artificial Analysis", "https://artificialanalysis.ai/leaderboards/models"
INDICES = {
    "intelligence": "quality.aa_index",
    "coding": "quality.aa_coding",
    "agentic": "quality.aa_agentic",
    "math": "quality.aa_math",
}
"""Indices from 0 to 100."""
PREFIX = "artificial_analysis_"
BENCHMARKS = (
    "mmlu_pro",
    "gpqa",
    "hle",
    "livecodebench",
    "scicode",
    "ifbench",
    "lcr",
    "terminalbench_hard",
    "tau2",
    "math_500",
    "aime",
    "aime_25",
)
"""Single benchmarks, shares from 0 to 1 in the file; here points from 0 to 100, like every index."""
HUNDRED = Decimal(100)
HIDES_THINKING = re.compile(r"(?:GPT-[0-9]|o[134](?:-|\b)|Gemini\b|Claude\b|Grok (?:[4-9]|Code))", re.IGNORECASE)
"""Models that send nothing while they think, by the beginning of their name.

In the figures of Artificial Analysis of 2026-05-07, which give both, the first token of each of them is its first
answer token, in all 80 measured variants; of 92 variants of other models it is not.
"""
LEVELS = EFFORTS[1:]
PRICES = {
    "price_1m_input_tokens": "input_price",
    "price_1m_output_tokens": "output_price",
    "price_1m_cache_hit_tokens": "cache_read_price",
    "price_1m_cache_write_tokens": "cache_write_price",
}
SPEED, FIRST, ANSWER = (
    "median_output_tokens_per_second",
    "median_time_to_first_token_seconds",
    "median_time_to_first_answer_token_seconds",
)
LISTS = ("data", "models")
OLD_ANSWER = "median_time_to_first_answer_token"


PAGE_SPEED = {
    "output_tokens_per_second": SPEED,
    "time_to_first_token_seconds": FIRST,
    "time_to_first_answer_token_seconds": ANSWER,
}
"""What the page calls the speeds that the API calls otherwise."""
PAGE_NAMES = {"terminal_bench_hard": "terminalbench_hard", "tau2_bench": "tau2", "aa_lcr": "lcr"}
"""What the page calls benchmarks that the API calls otherwise."""
_ESTIMATED = "_is_estimated"


Figures = Callable[["Variant", list[str]], Iterable[RowFigure]]
"""The figures of an entry at a setting; what is not taken goes into the list."""


class _Shape:
    """One model of the API or of the page, whichever shape it came in, under the names of the API."""

    __slots__ = ("evaluations", "pricing", "values")

    def __init__(self, entry: Mapping[str, Any]) -> None:
        found = table(entry.get("evaluations"), "evaluations")
        self.evaluations = {**found, **{ours: found[key] for key, ours in PAGE_NAMES.items() if key in found}}
        self.pricing = table(entry.get("pricing"), "pricing")
        speed = as_table(entry.get("speed"))
        self.values = {**entry, **table(entry.get("performance"), "performance")}
        self.values |= {ours: speed[key] for key, ours in PAGE_SPEED.items() if key in speed}
        if OLD_ANSWER in self.values:
            self.values.setdefault(ANSWER, self.values[OLD_ANSWER])


# --- the API's answer


def sniff_api(document: SourceFile) -> bool:
    """A list `data`, or on the page `models`, of models with evaluations under the API's names."""
    return any(_evaluated(first_items(document, key)) for key in LISTS)


def _evaluated(items: list[dict[str, Any]]) -> bool:
    return bool(items) and all("slug" in one and isinstance(one.get("evaluations"), dict) for one in items)


def read_api(document: SourceFile) -> Iterator[Item]:
    """A row for every model of the answer, or of the page."""
    key = next((key for key in LISTS if _evaluated(first_items(document, key))), "data")
    fetched: date | None = None
    with suppress(BadValue):  # the day on which a page was read, where the file says it
        fetched = day(as_table(document.json.get("meta")).get("fetched_at"))
    version = index_version(document.json.get("intelligence_index_version"), document, fetched)
    origin = Origin(SOURCE, fetched or document.day, URL, version)

    def make(place: str, value: Any) -> ModelRow:
        entry = table(value)
        shape = _Shape(entry)
        makers = (as_table(entry.get(key)).get("name") for key in ("model_creator", "creator"))
        creator = next((text(name) for name in makers if isinstance(name, str)), "")
        row = _row(place, entry, creator, lambda variant, notes: _api_figures(shape, variant, origin, notes))
        # What the page says of a model besides its figures.
        facts: dict[str, Any] = {}
        said = as_table(entry.get("open_weights")).get("is_open_weights")
        if isinstance(said, bool):
            facts["openness"] = "open_weight" if said else "closed"
        if entry.get("deprecated") is True:
            facts["deprecated"] = True
        return replace(row, facts=facts)

    return records(numbered(document.json[key], key), make, key_of("name"))


def _api_figures(shape: _Shape, variant: Variant, origin: Origin, notes: list[str]) -> Iterator[RowFigure]:
    for name, metric in INDICES.items():
        key = f"{PREFIX}{name}_index"
        more = {}
        if shape.evaluations.get(f"{key}{_ESTIMATED}") is True:
            more = {"basis": "estimate", "note": "Estimated by Artificial Analysis, not measured."}
        yield from tried(notes, key, origin.read, metric, number, shape.evaluations.get(key), **more)
    yield from _benchmarks(shape.evaluations, origin, notes)
    yield from _speed(shape.values, (SPEED, FIRST, ANSWER), variant, origin, notes)
    yield from _prices(shape.pricing, PRICES, origin, notes)
    window = as_table(shape.values.get("capabilities")).get("context_window_tokens")
    yield from tried(notes, "context_window_tokens", origin.read, "context_window", positive, window)


# --- the flat exports


def read_flat(document: SourceFile) -> Iterator[Item]:
    """A row for every model."""
    origin = Origin(SOURCE, document.day, URL, index_version(None, document))

    def make(place: str, value: Any) -> ModelRow:
        entry = table(value)
        creator = text(entry.get("creator_name"))
        return _row(place, entry, creator, lambda variant, notes: _flat_figures(entry, variant, origin, notes))

    return records(numbered(document.json, "models"), make, key_of("name"))


def _flat_figures(entry: Mapping[str, Any], variant: Variant, origin: Origin, notes: list[str]) -> Iterator[RowFigure]:
    for name, metric in INDICES.items():
        yield from tried(notes, f"{name}_index", origin.read, metric, number, entry.get(f"{name}_index"))
    yield from _benchmarks(entry, origin, notes)
    yield from _speed(entry, ("output_tps", "ttft", "ttfat"), variant, origin, notes)
    yield from _prices(entry, {"price_input": "input_price", "price_output": "output_price"}, origin, notes)


def read_short(document: SourceFile) -> Iterator[Item]:
    """A row for every model; the file has one first-token figure, and no first-answer one."""
    as_of = day(document.json.get("updated_at")) or document.day
    version = index_version(document.json.get("intelligence_index_version"), document, as_of)
    origin = Origin(SOURCE, as_of, URL, version)
    attribution = document.json.get("attribution")
    said = text(attribution) if isinstance(attribution, str) else ""

    def make(place: str, value: Any) -> ModelRow:
        entry = table(value)
        row = _row(place, entry, "", lambda variant, notes: _short_figures(entry, variant, origin, notes))
        # Whoever reads a figure later reads whose it is, and that an excerpt was taken.
        told = (replace(one, note=" ".join(filter(None, (one.note, said)))) for one in row.figures)
        return replace(row, figures=tuple(told))

    return records(numbered(document.json["models"], "models"), make, key_of("name"))


def _short_figures(entry: Mapping[str, Any], variant: Variant, origin: Origin, notes: list[str]) -> Iterator[RowFigure]:
    for key, name in (("intel", "intelligence"), ("coding", "coding"), ("agentic", "agentic")):
        yield from tried(notes, key, origin.read, INDICES[name], number, entry.get(key))
    yield from _speed(entry, ("tps", "ttft", ""), variant, origin, notes)


# --- what all of them share


def _notices(document: SourceFile) -> tuple[str, ...]:
    """That a page is not the whole list, and that no version of the index is stated."""
    values = as_table(document.json)
    told = [text(values[key]) for key in ("attribution", "about") if isinstance(values.get(key), str)]
    pages = as_table(values.get("pagination"))
    if pages.get("has_more") is True:
        of = ""
        if isinstance(pages.get("total_pages"), int):
            of = f" of {pages['total_pages']}"
        told.append(f"This is page {pages.get('page')}{of}: import the other pages as well.")
    if not document.version and _stated(values.get("intelligence_index_version")) is None:
        told.append("The file does not state the version of the index; figures of two versions are not comparable.")
    return tuple(told)


def index_version(value: object, document: SourceFile, as_of: date | None = None) -> str:
    """The version of the Intelligence Index, or that the file states none, so that nobody takes it for another's."""
    found = _stated(value)
    if document.version:
        return document.version
    if found is not None:
        return f"Intelligence Index v{found}"
    return f"{UNSTATED} ({as_of or document.day})"


def _stated(value: object) -> Decimal | None:
    try:
        return exact(value)
    except BadValue:
        return None


class Variant:
    """The setting that a name states in its last brackets, and the model without it."""

    __slots__ = ("effort", "model", "name", "thinks")

    def __init__(self, name: str, slug: str) -> None:
        self.name = name
        match = re.fullmatch(r".*\(([^()]*)\)", name)
        words = [word.strip().casefold() for word in match[1].split(",")] if match else []
        level = next((one for word in words for one in LEVELS if word in (one, f"{one} effort")), "")
        off = "non-reasoning" in words
        on = any(word in ("reasoning", "adaptive reasoning") for word in words)
        self.thinks: bool | None = None
        """Whether it thinks before it answers; None where the name does not say."""
        if off or level or on:
            self.thinks = not off
        self.effort = ", ".join(filter(None, ("none" if off else "", level)))
        if on and not self.effort:
            self.effort = "reasoning"
        self.model = slug
        if self.effort:
            for ending in ("-non-reasoning", "-reasoning", *(f"-{one}" for one in LEVELS)):
                self.model = self.model.removesuffix(ending)

    @property
    def first_token(self) -> tuple[str, str]:
        """The metric that a plain first-token figure is of, and why."""
        if self.thinks is False:
            return "ttft", ""
        if HIDES_THINKING.match(self.name):
            return "ttft", "The model sends nothing while it thinks, so its first token is its first answer token."
        if self.thinks:
            return "first_token", "It shows its thinking, so the first token is not the first answer token."
        return "first_token", "The file does not say whether the first token belongs to the answer."


def _row(place: str, entry: Mapping[str, Any], creator: str, figures: Figures) -> ModelRow:
    name, slug = required(entry.get("name"), "name"), required(entry.get("slug"), "slug")
    variant, notes = Variant(name, slug), list[str]()
    found = tuple(figures(variant, notes))
    if not found:
        raise no_figure(notes, "it holds no measured figure")
    effort, told = variant.effort, tuple(notes)
    return ModelRow(slug, place, name, variant.model, developer=creator, effort=effort, figures=found, notes=told)


def _benchmarks(values: Mapping[str, Any], origin: Origin, notes: list[str]) -> Iterator[RowFigure]:
    for name in BENCHMARKS:
        yield from tried(notes, name, origin.read, f"quality.{name}", _points, values.get(name), minor=True)


def _points(value: object) -> float | None:
    """A share as points from 0 to 100."""
    share = exact(value)
    if share is None:
        return None
    if not 0 <= share <= 1:
        raise BadValue(f"expected a share from 0 to 1, found {told(value)}")
    return number(format(share, "f"), HUNDRED)


def _speed(
    values: Mapping[str, Any], keys: tuple[str, str, str], variant: Variant, origin: Origin, notes: list[str]
) -> Iterator[RowFigure]:
    speed, first, answer = (
        read_aside(notes, key, None, _not_below_0, values.get(key)) if key else None for key in keys
    )
    yield from origin.figure("output_speed", speed, version="", provider=MEDIAN)
    if answer is not None:
        yield from origin.figure("ttft", answer, version="", provider=MEDIAN)
        if first is not None and first != answer:
            yield from origin.figure("first_token", first, version="", provider=MEDIAN)
    elif first is not None:
        metric, why = variant.first_token
        yield from origin.figure(metric, first, version="", provider=MEDIAN, note=why)


def _not_below_0(value: object) -> float | None:
    found = number_or_unmeasured(value)
    if found is not None and found < 0:
        raise BadValue(f"{told(value)} is below 0")
    return found


def _prices(
    values: Mapping[str, Any], keys: Mapping[str, str], origin: Origin, notes: list[str]
) -> Iterator[RowFigure]:
    """The median over hosts is no host's price: it counts only where nothing better is known."""
    note = "The median over the hosts of the model, no host's own price."
    more = {"version": "", "provider": MEDIAN, "basis": "estimate", "note": note}
    for key, metric in keys.items():
        yield from tried(notes, key, origin.read, metric, number_or_unmeasured, values.get(key), **more)


is_flat = objects_with("intelligence_index", "output_tps")
is_short = objects_with("slug", "intel", "tps", "ttft", under="models")
FORMATS = (
    Importer("artificial-analysis", "Artificial Analysis, API answer", sniff_api, read_api, notices=_notices),
    Importer("artificial-analysis-flat", "Artificial Analysis, flat export", is_flat, read_flat, notices=_notices),
    Importer("artificial-analysis-short", "Artificial Analysis, short export", is_short, read_short, notices=_notices),
)

"""A table of no known format: what its columns mean is proposed, confirmed by a person, and remembered.

A meaning is a key such as `name` or `provider`, or a metric with the unit it is written in: `input_price:per_token`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from shortlist.core.basics.errors import ShortlistError
from shortlist.core.document.metrics import ARENA_ELO, KNOWN_METRICS, PRICE_METRICS, is_quality
from shortlist.core.document.problems import nearest
from shortlist.core.edits.quick_entry import BASES, metric_of
from shortlist.core.importing.numerals import STYLES

KEYS = (
    "name",
    "model",
    "provider",
    "developer",
    "effort",
    "licence",
    "source",
    "as_of",
    "basis",
    "version",
    "url",
    "note",
)
"""What a column may be besides a metric."""
UNITS: Mapping[str, Decimal] = {
    "": Decimal(1),
    "per_token": Decimal(1_000_000),
    "per_thousand": Decimal(1_000),
    "cents": Decimal("0.01"),
    "cents_per_token": Decimal(10_000),
    "cents_per_call": Decimal("0.01"),
    "per_thousand_calls": Decimal("0.001"),
    "ms": Decimal("0.001"),
    "thousands": Decimal(1_000),
    "percent": Decimal("0.01"),
    "share": Decimal(100),
}
"""What a number is multiplied with to be in the unit of its metric."""
FITTING = {
    "price": ("", "per_token", "per_thousand", "cents", "cents_per_token"),
    "call": ("", "cents_per_call", "per_thousand_calls"),
    "time": ("", "ms"),
    "count": ("", "thousands"),
    "share": ("", "percent"),
    "quality": ("", "share"),
    "plain": ("",),
}
"""Which units a metric may be written in."""
NUMBERS = "numbers"
"""The key under which a map says how numbers are written."""
SOURCE, BASIS = "figures.source", "figures.basis"
"""The keys under which a map says where the figures come from whose row does not say it, and how they are known."""
STATED = (NUMBERS, SOURCE, BASIS)
"""What a map says of the table as a whole; a column of that name is a column all the same."""
DEFAULT_BASIS = "published"
"""How figures of a table are known where nobody says it: somebody has put them into a list."""
NAMES = {
    "name": ("name", "model name", "model_name", "display name", "title"),
    "model": ("model", "model id", "model_id", "id", "slug"),
    "provider": ("provider", "host", "vendor", "api"),
    "developer": ("developer", "organization", "organisation", "creator", "lab", "company", "author"),
    "effort": ("effort", "setting", "reasoning effort"),
    "licence": ("licence", "license"),
    "source": ("source",),
    "as_of": ("date", "as of", "as_of", "updated", "last updated"),
    "basis": ("basis",),
    "version": ("version",),
    "url": ("url", "link", "address"),
    "note": ("note", "notes", "comment"),
}


def kind_of(metric: str) -> str:
    """Which kind of unit a metric is in."""
    if metric == "request_price":
        return "call"
    if metric in PRICE_METRICS:
        return "price"
    if metric in ("ttft", "first_token"):
        return "time"
    if metric == "batch_discount":
        return "share"
    if metric in ("output_speed", "alternative_hosts", ARENA_ELO):
        return "plain"
    return "quality" if is_quality(metric) else "count"


def proposed(header: Sequence[str], quality_metric: str) -> dict[str, str]:
    """What the columns seem to mean; a heading that nobody knows is left out, and nothing is named twice."""
    found: dict[str, str] = {}
    for title in header:
        meaning = _meaning(title, quality_metric)
        if meaning and meaning.partition(":")[0] not in {one.partition(":")[0] for one in found.values()}:
            found[title] = meaning
    if "model" not in found.values() and "name" not in found.values() and header:
        found = {header[0]: "name", **{key: value for key, value in found.items() if key != header[0]}}
    return found


def _meaning(title: str, quality_metric: str) -> str:
    words = " ".join(title.replace("_", " ").split()).casefold()
    key = next((key for key, names in NAMES.items() if words in names), "")
    if key:
        return key
    bare = re.sub(r"\(.*?\)|\[.*?\]|\b(?:usd|us\$|cents?|per|/)\b|[$¢€%/]", " ", words)
    bare = " ".join(re.sub(r"\b(?:1?[km]|million|thousand|tokens?|ms|seconds?|s)\b", " ", bare).split())
    metric = metric_of(title, quality_metric) or metric_of(words, quality_metric) or metric_of(bare, quality_metric)
    if metric is None:
        return ""
    unit = _unit(words, kind_of(metric))
    return f"{metric}:{unit}" if unit else metric


def _unit(words: str, kind: str) -> str:
    cents = "¢" in words or re.search(r"\bcents?\b", words)
    token = re.search(r"(?:per|/) ?(?:1 )?tok(?:en)?\b", words)
    if kind == "price":
        if cents and token:
            return "cents_per_token"
        thousand = re.search(r"(?:per|/) ?(?:1k|1,?000|thousand)\b", words)
        return "cents" if cents else "per_token" if token else "per_thousand" if thousand else ""
    if kind == "time":
        return "ms" if re.search(r"\bms\b|millisecond", words) else ""
    if kind == "share":
        return "percent" if "%" in words or "percent" in words else ""
    return "thousands" if kind == "count" and re.search(r"[(\[](?:k|thousands?)[)\]]", words) else ""


def checked(columns: Mapping[str, str], header: Iterable[str]) -> dict[str, str]:
    """A map that a table can be read by. Raises `ShortlistError` with the column, and what would be right."""
    known = list(header)
    found: dict[str, str] = {}
    for title, meaning in columns.items():
        if title in STATED and title not in known:
            _check_stated(title, meaning)
        elif title not in known:
            raise ShortlistError(f"no column {title!r}; {nearest(title, known)}")
        else:
            _check_meaning(title, meaning)
            others = [one for other, one in found.items() if other in known]
            if meaning.partition(":")[0] in {one.partition(":")[0] for one in others}:
                raise ShortlistError(f"{title}: another column is {meaning.partition(':')[0]} already")
        found[title] = meaning
    if not {"name", "model"} & {meaning for title, meaning in found.items() if title in known}:
        raise ShortlistError("one column has to be the name or the model; say which: COLUMN=name")
    return found


def stated(columns: Mapping[str, str], header: Iterable[str]) -> dict[str, str]:
    """What a map says of the table as a whole."""
    known = set(header)
    return {title: meaning for title, meaning in columns.items() if title in STATED and title not in known}


def _check_stated(title: str, meaning: str) -> None:
    if title == NUMBERS and meaning not in STYLES:
        raise ShortlistError(f"{NUMBERS}: write one of {' or '.join(STYLES)}, as the table does")
    if title == BASIS and meaning not in BASES:
        raise ShortlistError(f"the basis {meaning!r} is none of {', '.join(BASES)}")
    if title == SOURCE and not meaning.strip():
        raise ShortlistError("the source is empty; say who publishes or measured the figures")


def _check_meaning(title: str, meaning: str) -> None:
    metric, _, unit = meaning.partition(":")
    if meaning in KEYS:
        return
    if metric not in KNOWN_METRICS and not is_quality(metric):
        raise ShortlistError(f"{title}: {metric!r} is no meaning; {nearest(metric, [*KEYS, *KNOWN_METRICS])}")
    fitting = FITTING[kind_of(metric)]
    if unit not in fitting:
        told = ", ".join(f"{metric}:{one}" for one in fitting if one) or metric
        raise ShortlistError(f"{title}: {metric} is not written in {unit!r}; it may be {told}")

"""A table of no known format: what its columns mean is proposed, confirmed by a person, and remembered.

A meaning is a key such as `name` or `provider`, or a metric with the unit it is written in: `input_price:per_token`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from shortlist.core.basics.errors import ShortlistError
from shortlist.core.document.metrics import KNOWN_METRICS, UNITS, is_quality, metric_row
from shortlist.core.document.problems import nearest
from shortlist.core.document.vocabulary import BASES
from shortlist.core.edits.quick_entry import metric_of
from shortlist.core.importing.numerals import STYLES


class Key(NamedTuple):
    """What a column may be besides a metric."""

    help: str
    titles: tuple[str, ...]
    """The headings by which it is known."""
    words: str = ""
    """What it is called, where the key does not say it."""


KEYS: Mapping[str, Key] = {
    "name": Key(
        "What people call the model; rows are joined to candidates by it where no column is the model's id.",
        ("name", "model name", "model_name", "display name", "title"),
    ),
    "model": Key(
        "The model's id at its provider, such as gpt-6-luna: what joins a row to your candidate.",
        ("model", "model id", "model_id", "id", "slug"),
    ),
    "provider": Key(
        "Who serves the model and sends the bill, such as openai or fireworks.", ("provider", "host", "vendor", "api")
    ),
    "developer": Key(
        "Who made the model, whoever serves it.",
        ("developer", "organization", "organisation", "creator", "lab", "company", "author"),
    ),
    "effort": Key(
        "How much it is told to think, such as low, high or none: figures of another setting are another's.",
        ("effort", "setting", "reasoning effort"),
    ),
    "licence": Key("The licence of the weights, such as MIT.", ("licence", "license")),
    "source": Key("Who says the figures of the row; it goes before the source of the whole table.", ("source",)),
    "as_of": Key(
        "The day the figures of the row are of, such as 2026-11-22.",
        ("date", "as of", "as_of", "updated", "last updated"),
        "date",
    ),
    "basis": Key("How the row's figures are known: measured, published, self_reported or estimate.", ("basis",)),
    "version": Key("The version of the index: figures of two versions are not comparable.", ("version",)),
    "url": Key("The address where the row's figures can be read.", ("url", "link", "address")),
    "note": Key("A remark that stays with every figure of the row.", ("note", "notes", "comment")),
}
NUMBERS = "numbers"
"""The key under which a map says how numbers are written."""
SOURCE, BASIS = "figures.source", "figures.basis"
"""The keys under which a map says where the figures come from whose row does not say it, and how they are known."""
STATED = (NUMBERS, SOURCE, BASIS)
"""What a map says of the table as a whole; a column of that name is a column all the same."""
DEFAULT_BASIS = "published"
"""How figures of a table are known where nobody says it: somebody has put them into a list."""


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
    key = next((key for key, row in KEYS.items() if words in row.titles), "")
    if key:
        return key
    bare = re.sub(r"\([^()]*\)|\[[^\[\]]*\]|\b(?:usd|us\$|cents?|per|/)\b|[$¢€%/]", " ", words)
    bare = " ".join(re.sub(r"\b(?:1?[km]|million|thousand|tokens?|ms|seconds?|s)\b", " ", bare).split())
    metric = metric_of(title, quality_metric) or metric_of(words, quality_metric) or metric_of(bare, quality_metric)
    if metric is None:
        return ""
    fitting = metric_row(metric).kind.units
    told = ((unit, row.told_by) for unit, row in UNITS.items() if unit in fitting and row.told_by)
    unit = next((unit for unit, signs in told if all(re.search(sign, words) for sign in signs)), "")
    return f"{metric}:{unit}" if unit else metric


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
    fitting = metric_row(metric).kind.units
    if unit and unit not in fitting:
        told = ", ".join(f"{metric}:{one}" for one in fitting) or metric
        raise ShortlistError(f"{title}: {metric} is not written in {unit!r}; it may be {told}")

"""A table of no known format: what its columns mean is proposed, confirmed by a person, and remembered.

A meaning is a key such as `name` or `provider`, or a metric with the unit it is written in: `input_price:per_token`.
Each is told in words and with a line of help, for a person to choose from.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from itertools import chain
from typing import Any, NamedTuple, TypeVar

from shortlist.core.basics.errors import ShortlistError
from shortlist.core.basics.numbers import currency_of
from shortlist.core.document.metrics import (
    INDICES as BARE_INDICES,
)
from shortlist.core.document.metrics import (
    KNOWN_METRICS,
    METRICS,
    PER_MILLION_TOKENS,
    PRICE_METRICS,
    UNITS,
    is_quality,
    metric_row,
)
from shortlist.core.document.problems import meant
from shortlist.core.document.vocabulary import BASES, Access, Openness
from shortlist.core.edits.quick_entry import metric_of
from shortlist.core.importing.numerals import STYLES, stripped
from shortlist.core.importing.values import NO_VALUE, BadValue, exact, told

T = TypeVar("T")


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
        ("model", "model id", "model_id", "id", "slug", "model slug", "(key)"),
    ),
    "provider": Key(
        "Who serves the model and sends the bill, such as openai or fireworks.",
        ("provider", "host", "vendor", "api", "provider slug"),
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
    "valid_from": Key(
        "The first day on which the row's figures hold: a row that does not hold on the day of the file is refused.",
        ("from date", "valid from", "effective from", "effective start date"),
        "valid from",
    ),
    "valid_until": Key(
        "The last day on which the row's figures hold; empty where they still do.",
        ("to date", "valid until", "valid to", "effective until", "effective end date"),
        "valid until",
    ),
    "basis": Key("How the row's figures are known: measured, published, self_reported or estimate.", ("basis",)),
    "version": Key("The version of the index: figures of two versions are not comparable.", ("version",)),
    "url": Key("The address where the row's figures can be read.", ("url", "link", "address")),
    "access": Key("How it is reached: managed API, hosted, self-hosted.", ("access", "access mode", "deployment")),
    "openness": Key("Whether the weights can be had: closed, open weights, open source.", ("openness", "open weights")),
    "currency": Key(
        "The currency of the row's prices: what is not in USD is refused, for no rate is known here.",
        ("currency", "price currency", "price unit", "currency code"),
    ),
    "unit": Key(
        "What the row's token prices are for, such as 1K or 1M.", ("unit", "unit of measure", "per", "price per")
    ),
    "tier": Key(
        "The service tier of the row's prices: standard, batch, flex, priority. Batches become a discount, another "
        "tier is another offering.",
        ("tier", "service tier", "processing tier", "pricing tier", "plan"),
        "service tier",
    ),
    "above_tokens": Key(
        "The length of a prompt above which the row's prices hold, in tokens; 0 or empty for all others.",
        ("above tokens", "above", "token tier min", "tier min tokens", "min prompt tokens", "from tokens"),
        "prices above (tokens)",
    ),
    "note": Key("A remark that stays with every figure of the row.", ("note", "notes", "comment")),
}
KEY_COLUMN = "(key)"
"""The column that holds the keys of an object of objects."""
STANDARD = frozenset({"", "standard", "default", "on-demand", "on demand", "ondemand", "regular", "normal", "paid"})
"""What a service tier is called that is the usual one."""
ACCESS_WORDS: Mapping[Access, tuple[str, ...]] = {
    "managed_api": ("managed", "api", "managed api"),
    "hosted_inference": ("hosted", "hosted inference"),
    "self_hosted": ("self hosted", "selfhosted", "local", "on prem", "on premises"),
}
OPENNESS_WORDS: Mapping[Openness, tuple[str, ...]] = {
    "closed": ("closed", "closed source", "proprietary", "no", "false"),
    "open_weight": ("open", "open weight", "open weights", "yes", "true"),
    "open_source": ("open source", "oss"),
}
"""What tables call how a model is reached, and how open it is."""
INDICES = {words: metric for words, metric in BARE_INDICES.items() if metric.startswith("quality.aa_")}
"""What Artificial Analysis calls its indices, and those who keep its figures; the other bare names may mean one of
several boards over a column."""
IN_CENTS = {
    "request_token.price": "input_price",
    "response_token.price": "output_price",
    "cache_read_input_token.price": "cache_read_price",
    "cache_write_input_token.price": "cache_write_price",
}
"""How paths end that Portkey's price lists have, in cents a token beside a currency of USD.

https://github.com/Portkey-AI/models"""
NUMBERS = "numbers"
"""The key under which a map says how numbers are written."""
SOURCE, BASIS = "figures.source", "figures.basis"
"""The keys under which a map says where the figures come from whose row does not say it, and how they are known."""
STATED = (NUMBERS, SOURCE, BASIS)
"""What a map says of the table as a whole; a column of that name is a column all the same."""
DEFAULT_BASIS = "published"
"""How figures of a table are known where nobody says it: somebody has put them into a list."""


def word_of(known: Mapping[T, tuple[str, ...]], word: str) -> T | None:
    """What a table means by a word, of those that are known; None where it says nothing. Raises `BadValue`."""
    plain = " ".join(re.split(r"[\s_-]+", word.casefold())).strip()
    if plain in NO_VALUE:
        return None
    for value, words in known.items():
        if plain in words:
            return value
    raise BadValue(f"expected {', '.join(chain.from_iterable(known.values()))}, found {told(word)}")


def above_of(cell: str) -> int:
    """The length of a prompt above which prices hold, in tokens: `200000`, `> 200k`; 0 for those up to a length."""
    plain = cell.casefold().replace(" ", "").replace(",", "").removesuffix("tokens")
    if plain in NO_VALUE or plain.startswith(("<", "≤", "upto", "below")):
        return 0
    match = re.fullmatch(r"(?:>=?|≥|above|over|from)?([0-9]{1,12})(?:\.0+)?([km]?)\+?", plain)
    if match is None:
        raise BadValue(f"expected a number of tokens, found {told(cell)}")
    return int(match[1]) * {"": 1, "k": 1_000, "m": 1_000_000}[match[2]]


def price_factor(cell: str) -> Decimal:
    """What a price for a unit is multiplied with to be one for a million tokens: `1K`, `1M tokens`, `per token`."""
    plain = " ".join(cell.casefold().replace("/", " ").split()).removeprefix("usd").strip()
    for pattern, factor in _PER:
        if re.fullmatch(pattern, plain):
            return factor
    raise BadValue(f"{told(cell)} is no number of tokens that a price is for; write 1K or 1M")


_PER: tuple[tuple[str, Decimal], ...] = (
    (r"(?:per )?(?:1|1\.0)? ?(?:k|thousand)(?: tok(?:en)?s?)?|(?:per )?1,?000(?: tok(?:en)?s?)?", Decimal(1_000)),
    (
        r"(?:per )?(?:1|1\.0)? ?(?:m|mm|mtok|million)(?: tok(?:en)?s?)?|(?:per )?1,?000,?000(?: tok(?:en)?s?)?",
        Decimal(1),
    ),
    (r"(?:per )?1? ?tok(?:en)?s?", Decimal(1_000_000)),
)


def proposed_columns(
    header: Sequence[str], quality_metric: str, rows: Sequence[Mapping[str, Any]] = ()
) -> dict[str, str]:
    """What the columns seem to mean; a heading that nobody knows is left out, and nothing is named twice.

    The first rows tell the unit of a price whose heading does not: no token costs a millionth of a dollar a million.
    """
    found: dict[str, str] = {}
    for title in filter(str.strip, header):
        meaning = _meaning(title, quality_metric)
        if meaning in METRICS and METRICS[meaning].unit == PER_MILLION_TOKENS and _tiny(title, rows):
            meaning = f"{meaning}:per_token"
        if meaning in ("valid_from", "valid_until") and "." in title:
            # Of periods within a record only the one in force is there.
            continue
        if meaning and meaning.partition(":")[0] not in {one.partition(":")[0] for one in found.values()}:
            found[title] = meaning
    if "model" not in found.values() and "name" not in found.values() and any(header):
        first = next(filter(None, header))
        found = {first: "name", **{key: value for key, value in found.items() if key != first}}
    return found


def _meaning(title: str, quality_metric: str) -> str:
    words = _words(title)
    cents = next((metric for end, metric in IN_CENTS.items() if f".{title}".endswith(f".{end}")), "")
    if cents:
        return f"{cents}:cents_per_token"
    if currency_of(title):
        # No rate is known here: a price in another currency is none in USD.
        return ""
    key = next((key for key, row in KEYS.items() if words in row.titles), "")
    if key or words in INDICES:
        return key or INDICES[words]
    bare = re.sub(r"\([^()]*\)|\[[^\[\]]*\]|\b(?:usd|us\$|cents?|per|/)\b|[$¢€%/]", " ", words)
    bare = " ".join(re.sub(r"\b(?:1?[km]|million|thousand|tokens?|ms|seconds?|s)\b", " ", bare).split())
    metric = metric_of(title, quality_metric) or metric_of(words, quality_metric) or metric_of(bare, quality_metric)
    if metric is None and "." in title and (last := _last(title)) != title:
        return _meaning(last, quality_metric)
    if metric is None:
        return ""
    fitting = metric_row(metric).kind.units
    told = ((unit, row.told_by) for unit, row in UNITS.items() if unit in fitting and row.told_by)
    unit = next((unit for unit, signs in told if all(re.search(sign, words) for sign in signs)), "")
    return f"{metric}:{unit}" if unit else metric


def _words(title: str) -> str:
    """A heading as words in small letters: `modelName` and `model_name` are `model name`."""
    if " " not in title:
        title = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", title)
    return " ".join(title.replace("_", " ").split()).casefold()


def _last(path: str) -> str:
    """The last name in a path into objects, where those above it say that prices or speeds stand there."""
    *above, last = path.split(".")
    told = {word for part in above for word in _words(part).split()}
    prices = told & {"price", "prices", "pricing", "cost", "costs", "rates", "rate"}
    if prices or last.casefold() in ("model", "id", "name", "provider", "context_window"):
        return last
    return path


def _tiny(title: str, rows: Sequence[Mapping[str, Any]]) -> bool:
    """Whether the prices of a column are those of single tokens: all of them below a thousandth of a dollar."""
    values = []
    for row in rows:
        value = row.get(title)
        if isinstance(value, str):
            value = stripped(value)
        try:
            found = exact(value)
        except BadValue:
            continue
        if found:
            values.append(found)
    return bool(values) and max(values) < Decimal("0.001")


def checked_columns(columns: Mapping[str, str], header: Iterable[str]) -> dict[str, str]:
    """A map that a table can be read by. Raises `ShortlistError` with the column, and what would be right."""
    known = list(header)
    found: dict[str, str] = {}
    for title, meaning in columns.items():
        if title in STATED and title not in known:
            if title == NUMBERS and meaning not in STYLES:
                raise ShortlistError(f"{NUMBERS}: write one of {' or '.join(STYLES)}, as the table does")
            if title == BASIS and meaning not in BASES:
                raise ShortlistError(f"the basis {meaning!r} is none of {', '.join(BASES)}")
            if title == SOURCE and not meaning.strip():
                raise ShortlistError("the source is empty; say who publishes or measured the figures")
        elif title not in known:
            raise ShortlistError(f"no column {title!r}; {meant(title, known)}")
        else:
            _check_meaning(title, meaning)
            metric = meaning.partition(":")[0]
            if metric in PRICE_METRICS and (foreign := currency_of(title)):
                raise ShortlistError(f"{title} is in {foreign}, and prices here are in USD: convert the column first")
            if metric in {one.partition(":")[0] for other, one in found.items() if other in known}:
                raise ShortlistError(f"{title}: another column is {metric} already")
        found[title] = meaning
    if not {"name", "model"} & {meaning for title, meaning in found.items() if title in known}:
        raise ShortlistError("one column has to be the name or the model; say which: COLUMN=name")
    return found


def stated(columns: Mapping[str, str], header: Iterable[str]) -> dict[str, str]:
    """What a map says of the table as a whole."""
    known = set(header)
    return {title: meaning for title, meaning in columns.items() if title in STATED and title not in known}


def _check_meaning(title: str, meaning: str) -> None:
    metric, _, unit = meaning.partition(":")
    if meaning in KEYS:
        return
    if metric not in KNOWN_METRICS and not is_quality(metric):
        raise ShortlistError(f"{title}: {metric!r} is no meaning; {meant(metric, [*KEYS, *KNOWN_METRICS])}")
    fitting = metric_row(metric).kind.units
    if unit and unit not in fitting:
        told = ", ".join(f"{metric}:{one}" for one in fitting) or metric
        raise ShortlistError(f"{title}: {metric} is not written in {unit!r}; it may be {told}")


IGNORED, OWN = "", "own"


class Meaning(NamedTuple):
    """One thing that a column may mean."""

    id: str
    """As a map of columns holds it: a key, or a metric with its unit."""
    words: str
    help: str


LEFT_OUT = Meaning(IGNORED, "leave it out", "Nothing is taken from the column.")


def meanings(quality_metric: str) -> tuple[Meaning, ...]:
    """Everything a column may mean, each metric in every unit that it can be written in; first what leaves it out."""
    found = [LEFT_OUT]
    found += [Meaning(key, meaning_words(key), row.help) for key, row in KEYS.items()]
    for row in map(metric_row, (quality_metric, *KNOWN_METRICS)):
        ids = (row.id, *(f"{row.id}:{unit}" for unit in row.kind.units))
        found += [Meaning(id_, meaning_words(id_), row.help) for id_ in ids]
    own = "A score of your own or of a list that is not here; you name it next."
    return (*found, Meaning(OWN, "a quality index of another name …", own))


def meaning_words(meaning: str) -> str:
    """A meaning in words, with its unit: `input price, USD per token`."""
    if meaning in KEYS:
        return KEYS[meaning].words or meaning
    metric, _, unit = meaning.partition(":")
    row = metric_row(metric)
    name = row.words or row.name.replace("quality.", "quality: ")
    if row.spoken:
        name = f"{name} ({row.id})"  # a heading often has the id alone
    written = UNITS[unit].words if unit else row.unit_words
    return f"{name}, {written}" if written else name


def found_by(typed: str, offered: Sequence[Meaning]) -> list[Meaning]:
    """The meanings whose words, id or help hold every word typed; those whose name begins with it come first."""
    words = typed.casefold().replace("_", " ").split()
    if not words:
        return list(offered)
    said = {one: f"{one.words} {one.id.replace('_', ' ')}".casefold() for one in offered}
    named = [one for one in offered if all(word in said[one] for word in words)]
    told = [one for one in offered if one not in named and all(word in one.help.casefold() for word in words)]
    return [*sorted(named, key=lambda one: not one.words.casefold().startswith(words[0])), *told]

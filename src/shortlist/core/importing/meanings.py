"""Everything that a column of a table may mean, in words and with a line of help, for a person to choose from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from shortlist.core.document.metrics import KNOWN_METRICS, UNITS, metric_row
from shortlist.core.importing.columns import KEYS

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
    name = row.words or metric.replace("quality.", "quality: ").replace("_", " ")
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

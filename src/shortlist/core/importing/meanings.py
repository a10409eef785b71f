"""Everything that a column of a table may mean, in words and with a line of help, for a person to choose from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from shortlist.core.document.metrics import KNOWN_METRICS
from shortlist.core.importing.columns import FITTING, KEYS, kind_of

IGNORED, OWN = "", "own"
UNIT_WORDS: Mapping[str, str] = {
    "per_token": "USD per token",
    "per_thousand": "USD per thousand tokens",
    "cents": "cents per million tokens",
    "cents_per_token": "cents per token",
    "cents_per_call": "cents per call",
    "per_thousand_calls": "USD per thousand calls",
    "ms": "milliseconds",
    "thousands": "in thousands",
    "percent": "in per cent",
    "share": "from 0 to 1",
}
OWN_UNITS: Mapping[str, str] = {
    "price": "USD per million tokens",
    "call": "USD per call",
    "time": "seconds",
    "share": "from 0 to 1",
}
"""What a number is in where no other unit is named, by the kind of metric."""
WORDS: Mapping[str, str] = {
    "as_of": "date",
    "ttft": "time to first token (ttft)",
    "first_token": "first token of any kind",
}
HELP: Mapping[str, str] = {
    IGNORED: "Nothing is taken from the column.",
    OWN: "A score of your own or of a list that is not here; you name it next.",
    "name": "What people call the model; rows are joined to candidates by it where no column is the model's id.",
    "model": "The model's id at its provider, such as gpt-6-luna: what joins a row to your candidate.",
    "provider": "Who serves the model and sends the bill, such as openai or fireworks.",
    "developer": "Who made the model, whoever serves it.",
    "effort": "How much it is told to think, such as low, high or none: figures of another setting are another's.",
    "licence": "The licence of the weights, such as MIT.",
    "source": "Who says the figures of the row; it goes before the source of the whole table.",
    "as_of": "The day the figures of the row are of, such as 2026-11-22.",
    "basis": "How the row's figures are known: measured, published, self_reported or estimate.",
    "version": "The version of the index: figures of two versions are not comparable.",
    "url": "The address where the row's figures can be read.",
    "note": "A remark that stays with every figure of the row.",
    "input_price": "What the tokens of a prompt cost.",
    "output_price": "What the tokens of an answer cost.",
    "reasoning_price": "What thinking tokens cost, where they are not billed as output.",
    "cache_read_price": "What input costs that is found in the provider's prompt cache.",
    "cache_write_price": "What writing input into the prompt cache costs.",
    "request_price": "A fee for every call, beside its tokens.",
    "output_speed": "Tokens a second, once the answer has begun.",
    "ttft": "Seconds until the answer begins, thinking included: what a user waits for.",
    "first_token": "Seconds until anything comes, thinking too; never used as the time to the answer.",
    "batch_discount": "How much less a batch costs: 0.5 is half the price.",
    "context_window": "The most tokens of a prompt and its answer together.",
    "max_output": "The most tokens of one answer.",
    "requests_per_minute": "How many calls a minute the provider allows.",
    "tokens_per_minute": "How many tokens a minute the provider allows.",
    "alternative_hosts": "How many other providers serve the same model.",
}
QUALITY_HELP = "A quality index; higher is better."


class Meaning(NamedTuple):
    """One thing that a column may mean."""

    id: str
    """As a map of columns holds it: a key, or a metric with its unit."""
    words: str
    help: str


def meanings(quality_metric: str) -> tuple[Meaning, ...]:
    """Everything a column may mean, each metric in every unit that it can be written in; first what leaves it out."""
    found = [Meaning(IGNORED, "leave it out", HELP[IGNORED])]
    found += [Meaning(key, meaning_words(key), HELP[key]) for key in KEYS]
    for metric in (quality_metric, *KNOWN_METRICS):
        for unit in FITTING[kind_of(metric)]:
            id_ = f"{metric}:{unit}" if unit else metric
            found.append(Meaning(id_, meaning_words(id_), HELP.get(metric, QUALITY_HELP)))
    return (*found, Meaning(OWN, "a quality index of another name …", HELP[OWN]))


def meaning_words(meaning: str) -> str:
    """A meaning in words, with its unit: `input price, USD per token`."""
    metric, _, unit = meaning.partition(":")
    name = WORDS.get(metric, metric.replace("quality.", "quality: ").replace("_", " "))
    written = UNIT_WORDS[unit] if unit else "" if metric in KEYS else OWN_UNITS.get(kind_of(metric), "")
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

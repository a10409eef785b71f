"""What is known about offerings besides their prices: openness, modalities, tools, schemas, thinking, limits.

The table, attributes.json, is built by a script of the tests from two packages under the MIT licence, named
in NOTICES.md. The script states its rules; what its sources contradict each other about is unknown.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from shortlist.core.document.vocabulary import Openness


@dataclass(frozen=True, slots=True)
class AttributeSource:
    """Where a value comes from."""

    name: str
    as_of: date


@dataclass(frozen=True, slots=True)
class Limit:
    """A number of tokens with its source."""

    tokens: int
    source: AttributeSource


@dataclass(frozen=True, slots=True)
class Attributes:
    """What is known about one offering; None is unknown."""

    openness: Openness | None = None
    reasoning: bool | None = None
    modalities: tuple[str, ...] | None = None
    outputs: tuple[str, ...] | None = None
    tool_calling: bool | None = None
    structured_outputs: bool | None = None
    context_window: Limit | None = None
    max_output: Limit | None = None
    deprecated: bool = False
    released: date | None = None


@dataclass(frozen=True, slots=True)
class AttributeTable:
    """The loaded attributes.json."""

    sources: Mapping[str, AttributeSource]
    models: Mapping[str, Mapping[str, Any]]
    offerings: Mapping[str, Mapping[str, Mapping[str, Any]]]


# A file of the package: it does not change while the program runs, and nobody writes into it.
@cache
def table() -> AttributeTable:
    """The table, read once."""
    document = json.loads(files(__package__).joinpath("attributes.json").read_text("utf-8"))
    packages = document["packages"]
    sources = {
        code: AttributeSource(
            ", ".join(f"{packages[letter]['name']} {packages[letter]['version']}" for letter in code),
            max(date.fromisoformat(packages[letter]["released"]) for letter in code),
        )
        for code in ("d", "l", "dl")
    }
    return AttributeTable(sources, document["models"], document["offerings"])


def attributes(provider: str, model: str, key: str | None) -> Attributes:
    """What is known about `model` at `provider`, and about the model itself under its canonical id `key`."""
    known = table()
    own = known.offerings.get(provider, {}).get(model.casefold(), {})
    shared = known.models.get(key or "", {})
    return Attributes(
        openness=shared.get("openness"),
        reasoning=own.get("reasoning", shared.get("reasoning")),
        modalities=_texts(own.get("modalities")),
        outputs=_texts(own.get("outputs")),
        tool_calling=own.get("tool_calling"),
        structured_outputs=own.get("structured_outputs"),
        context_window=_limit(own.get("context_window"), known),
        max_output=_limit(own.get("max_output"), known),
        deprecated=own.get("deprecated", False),
        released=date.fromisoformat(shared["released"]) if "released" in shared else None,
    )


def _texts(value: list[str] | None) -> tuple[str, ...] | None:
    return None if value is None else tuple(value)


def _limit(value: tuple[int, str] | None, known: AttributeTable) -> Limit | None:
    return None if value is None else Limit(value[0], known.sources[value[1]])

"""Which model an offering is, whatever name its provider sells it under.

Two names are the same model when they are equal (letter case aside) or when the reviewed list beside this
module, aliases.json, says so. Nothing is matched by likeness: a name on no list is a model of its own.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

ROUTING_SUFFIXES = (":free", ":batch", ":thinking", ":extended")
"""What routers append to an id to choose a price or a mode of the same model."""

BEDROCK_SCOPES = ("global.", "regional.")  # what precedes `vendor.model` in ids on Bedrock


@dataclass(frozen=True, slots=True)
class Aliases:
    """The reviewed list."""

    namespaces: dict[str, str]
    """Spelling of an author in ids, to the one spelling used here."""
    first_party: dict[str, str]
    """Provider that lists its own models without an author, to that author."""
    developers: dict[str, str]
    """Author, to the name people know them by."""
    models: dict[str, str]
    """Other id of a model, to the one id used here."""


# A file of the package: it does not change while the program runs, and nobody writes into it.
@cache
def aliases() -> Aliases:
    """The list, read once."""
    document = json.loads(files(__package__).joinpath("aliases.json").read_text("utf-8"))
    models = {other: model for model, others in document["models"].items() for other in others}
    return Aliases(document["namespaces"], document["first_party"], document["developers"], models)


def canonical(provider: str, model: str) -> str | None:
    """The one id, `author/model` in lower case, of a provider's `model`; None where its author is unknown."""
    if model.startswith("~"):
        # A moving name: it means another model next month.
        return None
    known, name = aliases(), _plain(provider, model.casefold())
    author, slash, rest = name.partition("/")
    if slash:
        name = f"{known.namespaces.get(author, author)}/{rest}"
    elif own := known.first_party.get(provider):
        name = f"{own}/{name}"
    name = known.models.get(name, name)
    return name if "/" in name else None


def developer(key: str | None) -> str | None:
    """Who made the model with this canonical id, or None where the list does not name its author."""
    return None if key is None else aliases().developers.get(key.partition("/")[0])


def _plain(provider: str, model: str) -> str:
    if provider == "aws":
        for scope in BEDROCK_SCOPES:
            model = model.removeprefix(scope)
        return model.replace(".", "/", 1)
    for suffix in ROUTING_SUFFIXES:
        model = model.removesuffix(suffix)
    return model.removeprefix("@cf/")

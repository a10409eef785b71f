"""What the catalogue has for an import: candidates as it lists them today, and what it adds to a row of a file.

A candidate is found by the same provider and model id. A row of a file is found by equal ids: its own provider and
model, or, where a file names no provider, the API of the model's developer under exactly that id. A row that names its
provider is found by the model's name there as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from shortlist.catalogue.access import access
from shortlist.catalogue.aliases import aliases, canonical
from shortlist.catalogue.attributes import attributes
from shortlist.catalogue.candidate import draft, observation_of
from shortlist.catalogue.embedded import alternative_hosts
from shortlist.core.document.candidate import Candidate
from shortlist.core.document.offering import Catalogue, Offering, offering_key
from shortlist.core.importing.rows import Item, ModelRow, Refused, RowFigure


def completion(row: ModelRow, today: date) -> dict[str, Any]:
    """Keys of a candidate that the row does not hold; empty where the catalogue does not know the model."""
    from shortlist.catalogue.search import find, find_named  # the first import of prices takes a moment

    if not row.provider:
        own = (find(provider, row.model, today) for provider in aliases().first_party)
        found = next((one for one in own if one is not None), None)
        return {} if found is None else _document(found, row)
    provider, model = row.provider, row.model
    listed: Offering | None = None
    if model:
        # By the model's id, else by the only one of its name there.
        listed = find(provider, model, today) or find_named(provider, model, today)
        listed = listed or find_named(provider, row.name, today)
    if listed is not None:
        provider, model = listed.provider, listed.model
    key = canonical(provider, model)
    openness = row.facts.get("openness")
    if openness is None:
        openness = attributes(provider, model, key).openness
    known: dict[str, Any] = {"openness": openness, "access": access(provider, openness)}
    known = {key: value for key, value in known.items() if value is not None and key not in row.facts}
    if provider != row.provider:
        known["provider"] = provider
    if " " in row.model and model != row.model:
        # What has a space in it is a name; by the id the catalogue finds the candidate again.
        known["model"] = model
    if row.model:
        known["observations"] = [observation_of(figure) for figure in alternative_hosts(provider, key)]
    return known


def offered(row: ModelRow, today: date) -> tuple[Offering, ...]:
    """Who serves the model of a row that names no provider, as far as the catalogue knows it by name."""
    from shortlist.catalogue.search import served_as

    return served_as((row.model, row.name), today)


def completed_by(found: Offering, row: ModelRow) -> dict[str, Any]:
    """What an offering that a person chose adds to a row."""
    return {**_document(found, row), "provider": found.provider, "model": found.model}


def _document(found: Offering, row: ModelRow) -> dict[str, Any]:
    document = draft(found).document
    had = {figure.metric for figure in row.figures if figure.basis != "estimate"}
    document["observations"] = [one for one in document["observations"] if one["metric"] not in had]
    said = {"id", "name", "model", *row.facts}
    return {key: value for key, value in document.items() if key not in said}


FORMAT = "catalogue"


def catalogue_rows(candidates: Iterable[Candidate], today: date, saved: Catalogue | None = None) -> Iterator[Item]:
    """A row for every candidate that the catalogue has; the others are told as refused, with the reason.

    `saved` takes the place of the catalogue that is built in.
    """
    from shortlist.catalogue.search import find

    def look(one: Candidate) -> Offering | None:
        if not one.model:
            return None
        if saved is None:
            return find(one.provider, one.model, today)
        return saved.get(offering_key(one.provider, one.model))

    seen = set()
    for number, one in enumerate(candidates):
        place, offered = f"candidate {number + 1}", (one.provider, one.model.casefold())
        if one.self_hosted:
            yield Refused(place, one.name, "it is self-hosted, so nobody lists a price of it")
        elif (found := look(one)) is None:
            told = f"no offering {one.model or '(no model id)'} of {one.provider} is in the catalogue"
            yield Refused(place, one.name, told)
        elif offered not in seen:
            seen.add(offered)
            yield _row(place, found)


def _row(place: str, found: Offering) -> ModelRow:
    facts = {"deprecated": found.deprecated, "ends_on": found.ends_on, "capabilities": dict(found.capabilities)}
    return ModelRow(
        id=f"{found.provider}/{found.model}",
        place=place,
        name=found.name,
        model=found.model,
        provider=found.provider,
        facts={key: value for key, value in facts.items() if value},
        figures=tuple(
            RowFigure(
                one.metric, one.value, one.source, one.as_of, one.url, above_tokens=one.above_tokens, note=one.note
            )
            for one in found.figures
        ),
        notes=found.conditions,
        developer=found.developer or "",
        ends=found.ends,
    )

"""The candidates of a workspace as today's catalogue lists them: the same provider, the same model id."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from shortlist.core.document.candidate import Candidate
from shortlist.core.document.offering import Catalogue, Offering, offering_key
from shortlist.core.importing.rows import Item, ModelRow, Refused, RowFigure

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

"""Today's offerings of the candidates that a decision names: what a review compares with."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from shortlist.core.basics.errors import ShortlistError
from shortlist.core.document.accepted import in_force
from shortlist.core.document.candidate import Candidate
from shortlist.core.document.capabilities import CAPABILITIES
from shortlist.core.document.metrics import KNOWN_METRICS
from shortlist.core.document.offering import Catalogue, Figure, Offering, YesNo, offering_key
from shortlist.core.document.vocabulary import ACCESS, OPENNESS
from shortlist.core.document.workspace import Workspace, chosen_candidates
from shortlist.core.review.filed_records import Filed


def offerings_of(candidates: Iterable[Candidate], today: date) -> Catalogue:
    """The offerings with exactly the provider and the model id of a candidate, letter case aside."""
    from shortlist.catalogue.search import find  # the prices take a third of a second to load

    wanted = {offering_key(c.provider, c.model): c for c in candidates if c.model.strip() and not c.self_hosted}
    found = {key: find(candidate.provider, candidate.model, today) for key, candidate in wanted.items()}
    return {key: offering for key, offering in found.items() if offering is not None}


def decided_offerings(workspace: Workspace, filed: Mapping[int, Filed], today: date) -> Catalogue | None:
    """Today's offerings of what is chosen, and of what was when a record in force was accepted; None without any."""
    rows = [filed[one.number] for one in workspace.records if one.number in filed and in_force(workspace, one)]
    kept = [row.frozen.workspace for row in rows if row.frozen is not None]
    candidates = [candidate for one in (workspace, *kept) for candidate in chosen_candidates(one)]
    return offerings_of(candidates, today) if candidates else None


def saved_catalogue(rows: object) -> Catalogue:
    """The offerings of a file that `shortlist catalogue QUERY --json` wrote. Raises `ShortlistError`."""
    if not isinstance(rows, list) or not all(isinstance(row, Mapping) for row in rows):
        raise ShortlistError("is no list of offerings, such as `shortlist catalogue QUERY --json` prints")
    read = [_offering(row, f"[{index}]") for index, row in enumerate(rows)]
    return {offering_key(offering.provider, offering.model): offering for offering in read}


def _offering(row: Mapping[str, Any], place: str) -> Offering:
    for key in ("provider", "model"):
        if not isinstance(row.get(key), str):
            raise ShortlistError(f"{place}.{key}: expected text")
    figures, ends_on = row.get("figures", []), row.get("ends_on")
    if not isinstance(figures, list) or not all(isinstance(one, Mapping) for one in figures):
        raise ShortlistError(f"{place}.figures: expected a list of tables")
    return Offering(
        provider=row["provider"],
        provider_name=str(row.get("provider_name") or row["provider"]),
        model=row["model"],
        name=str(row.get("name") or row["model"]),
        developer=str(row["developer"]) if row.get("developer") else None,
        access=row.get("access") if row.get("access") in ACCESS else None,
        openness=row.get("openness") if row.get("openness") in OPENNESS else None,
        modalities=_texts(row.get("modalities"), f"{place}.modalities"),
        outputs=_texts(row.get("outputs"), f"{place}.outputs"),
        capabilities=_capabilities(row.get("capabilities"), f"{place}.capabilities"),
        figures=tuple(_figure(figure, f"{place}.figures[{index}]") for index, figure in enumerate(figures)),
        deprecated=row.get("deprecated") is True,
        ends_on=None if ends_on is None else _day(ends_on, f"{place}.ends_on"),
        ends_earliest=row.get("ends_earliest") is True,
    )


def _texts(value: object, place: str) -> tuple[str, ...] | None:
    if value is None:
        return None
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise ShortlistError(f"{place}: expected a list of texts")
    return tuple(value)


def _capabilities(value: object, place: str) -> tuple[tuple[Any, YesNo], ...]:
    """Pairs of a capability and whether it is there; one that is not known here is left out."""
    if value is None:
        return ()
    if not isinstance(value, list) or not all(isinstance(one, list) and len(one) == 2 for one in value):
        raise ShortlistError(f"{place}: expected a list of pairs")
    return tuple((name, known) for name, known in value if name in CAPABILITIES and known in ("yes", "no"))


def _figure(row: Mapping[str, Any], place: str) -> Figure:
    value, tier = row.get("value"), row.get("above_tokens", 0)
    if row.get("metric") not in KNOWN_METRICS:
        raise ShortlistError(f"{place}.metric: {json.dumps(row.get('metric'))[:40]} is no known metric")
    if type(value) not in (int, float) or value is None or value < 0:
        raise ShortlistError(f"{place}.value: expected a number, 0 or more")
    if type(tier) is not int or tier < 0:
        raise ShortlistError(f"{place}.above_tokens: expected a whole number, 0 or more")
    as_of = _day(row.get("as_of"), f"{place}.as_of")
    return Figure(str(row["metric"]), value, str(row.get("source", "")), as_of, above_tokens=tier)


def _day(value: object, place: str) -> date:
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise ShortlistError(f"{place}: expected a date such as 2026-11-22") from None

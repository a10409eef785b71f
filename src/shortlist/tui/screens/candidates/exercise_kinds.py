"""The three kinds of candidates that the exercise compares, as places to fill: each opens a list that suits it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from shortlist.catalogue.narrowing import Narrowing
from shortlist.core.comparison.compared import Compared
from shortlist.core.document.scenario import Step
from shortlist.core.walkthrough import kinds, token_price
from shortlist.tui.draw.lines import Cell

if TYPE_CHECKING:
    from shortlist.catalogue.embedded import CatalogueEntry


class Slot(NamedTuple):
    """A place: what belongs there, whether somebody fills it, and what of the catalogue does."""

    title: str
    filled: bool
    narrowing: Narrowing


def slots(compared: Compared) -> list[Slot]:
    """The three places; those of a step where one is looked at."""
    found, wanted = kinds(compared.workspace.candidates), current(compared)
    first = next((price for one in found.managed if (price := token_price(one)) is not None), None)
    cheaper = "cheaper or smaller"
    if first is not None:
        cheaper = f"cheaper than {found.managed[0].name}, or smaller"
    others = found.open - {one.id for pair in found.cheaper[:1] for one in pair}
    return [
        Slot("a managed API", bool(found.managed), wanted._replace(access="managed_api")),
        Slot(cheaper, bool(found.cheaper), wanted._replace(cheaper=first)),
        Slot("open weights, or hosted", bool(others), wanted._replace(access="hosted_inference")),
    ]


def waiting_slot(compared: Compared) -> int | None:
    """Which place is filled next; None where all are, or where the product is served by steps of several roles."""
    if len({step.role for step in compared.steps}) > 1 and not _alike(compared.steps):
        return None
    return next((at for at, slot in enumerate(slots(compared)) if not slot.filled), None)


def current(compared: Compared) -> Narrowing:
    """What is current and suits a step: the one that is looked at, those that nobody plays yet, else any."""
    played = {id_ for result in compared.ranking for id_ in result.steps}
    lacking = tuple(step for step in compared.steps if step.id not in played)
    if not lacking or _alike(compared.steps):
        lacking = tuple(compared.steps)
    return Narrowing(current_on=compared.today, suits=lacking)


def with_shipped_figures(entries: Sequence[CatalogueEntry]) -> frozenset[int]:
    """Which entries are of models that the excerpts of leaderboards have figures of, by identity: whoever walks through
    the exercise finds theirs without looking further."""
    slugs = _shipped_slugs()
    found = set()
    for entry in entries:
        name = _slug(entry.model.id)
        if name and any(slug == name or slug.startswith(f"{name}-") for slug in slugs):
            found.add(id(entry))
    return frozenset(found)


# Files of the package: they do not change while the program runs.
@cache
def _shipped_slugs() -> frozenset[str]:
    import json
    from pathlib import Path

    from shortlist.store.places import shipped_leaderboards

    slugs = set()
    for path in shipped_leaderboards():
        if path.endswith(".json"):
            models = json.loads(Path(path).read_text("utf-8")).get("models", ())
            slugs |= {_slug(str(one.get("slug", ""))) for one in models}
    return frozenset(slugs)


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.rpartition("/")[2].casefold()).strip("-")


def slot_line(compared: Compared, at: int) -> Cell:
    """`① a managed API ✓   ② cheaper …   ③ open …`, the one that is filled now in brackets."""
    told = []
    for place, slot in enumerate(slots(compared)):
        sign = f"{'①②③'[place]} {slot.title}"
        if slot.filled:
            sign += " ✓"
        told.append(f"[{sign}]" if place == at else f" {sign} ")
    return Cell(" ".join(told), "accent")


def _alike(steps: Sequence[Step]) -> bool:
    """Whether one model could play all the steps: none of them asks for vectors, scores or sound."""
    return not any(
        step.role in ("embedder", "reranker") or {"audio"} & {*step.needs.outputs, *step.needs.modalities}
        for step in steps
    )

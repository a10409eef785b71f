"""From an offering to the candidate a workspace can hold, and the questions that only a person answers."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import asdict
from itertools import chain, count
from typing import Any, NamedTuple

from shortlist.core.basics.plain_data import plain_fields
from shortlist.core.document.offering import Figure, Offering
from shortlist.core.document.shutdown import ending_for, with_ending
from shortlist.core.importing.rows import RowFigure

ALWAYS_ASKED = ("size_class", "roles")
"""What no source of the catalogue states."""
ROLES: dict[tuple[str, ...], list[str]] = {("vector",): ["embedder"], ("score",): ["reranker"]}
"""What comes out of a model that can play one role alone."""


class CandidateDraft(NamedTuple):
    document: dict[str, Any]
    """A table of `candidates` as the workspace file has it; it validates once `ask` is answered."""
    ask: tuple[str, ...]
    """Keys and metrics that are unknown, those first that a candidate cannot be without."""


def draft(offering: Offering, taken: Collection[str] = ()) -> CandidateDraft:
    """The candidate that `offering` makes, its id unlike any of `taken`.

    What is unknown is left out of the document and named in `ask`, never guessed.
    """
    notes = " ".join(offering.conditions)
    ending = ending_for(offering.ends, offering.provider, offering.developer or "")
    if ending is not None:
        notes = with_ending(notes, ending.sentence)
    document: dict[str, Any] = {
        "id": unique_id(offering, taken),
        **plain_fields(offering, "name model developer provider access openness modalities outputs"),
        "roles": ROLES.get(offering.outputs or ()),
        "deprecated": offering.deprecated,
        "ends_on": offering.ends_on,
        "notes": notes,
        "capabilities": dict(offering.capabilities),
        "observations": [observation_of(figure) for figure in offering.figures],
    }
    return CandidateDraft({key: value for key, value in document.items() if value is not None}, _ask(offering))


def unique_id(offering: Offering, taken: Collection[str] = ()) -> str:
    """A short id: the model's, with the provider's where that is taken, with a number where both are."""
    model = slug(offering.model.rpartition("/")[2]) or slug(offering.name) or "candidate"
    both = f"{model}-{slug(offering.provider)}"
    names = chain((model, both), (f"{both}-{number}" for number in count(2)))
    return next(name for name in names if name not in taken)


def slug(text: str) -> str:
    """Lower-case letters and digits with single hyphens between: `GPT-5.4 mini` becomes `gpt-5-4-mini`."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def observation_of(figure: Figure) -> dict[str, Any]:
    """A figure of the catalogue as a workspace holds it."""
    return RowFigure(**asdict(figure)).document()


def _ask(offering: Offering) -> tuple[str, ...]:
    required = {"access": offering.access, "openness": offering.openness}
    optional = {"modalities": offering.modalities, "developer": offering.developer}
    unknown = [key for table in (required, optional) for key, value in table.items() if value is None]
    if offering.context_window is None:
        unknown.append("context_window")
    unknown += offering.lacking
    split = sum(key in required for key in unknown)
    asked = [key for key in ALWAYS_ASKED if key != "roles" or (offering.outputs or ()) not in ROLES]
    return (*unknown[:split], *asked, *unknown[split:])

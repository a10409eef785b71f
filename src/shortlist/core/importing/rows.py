"""What a file says of a model, in our words and units, whatever its format; and what it said that was refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any, Literal

from shortlist.core.document.shutdown import End
from shortlist.core.document.vocabulary import Basis, Verdict

MEDIAN = "several hosts (median)"
"""The place of a figure that a leaderboard measured at several hosts of a model, as an observation's provider."""
UNSTATED = "version not stated"
"""How the version of an index begins that its file does not state."""

RowKind = Literal["model", "hosting"]


@dataclass(frozen=True, slots=True)
class RowFigure:
    """A figure of a row: an observation in the making, in the unit of its metric."""

    metric: str
    value: float
    source: str
    as_of: date
    url: str = ""
    basis: Basis = "published"
    version: str = ""
    effort: str = ""
    above_tokens: int = 0
    provider: str = ""
    note: str = ""
    minor: bool = False
    """One benchmark of many: taken where the workspace or the candidate counts it, else left in the file."""
    unset: bool = False
    """Whether nobody says of which setting it is: it is then not taken for a candidate at one."""

    def document(self) -> dict[str, Any]:
        """The figure as the workspace file holds it; what says nothing is left out."""
        values = {one.name: getattr(self, one.name) for one in fields(self) if one.name not in ("minor", "unset")}
        return {key: value for key, value in values.items() if key in ("metric", "value", "source") or value}


@dataclass(frozen=True, slots=True)
class ProposedAnswer:
    """An answer to a check that a file suggests, with the sentence it rests on; a person confirms it."""

    check: str
    verdict: Verdict
    note: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class ModelRow:
    """What a file says of one model, at one provider where it names one, at one setting where it names one."""

    id: str
    """What the file calls it: the name under which it is chosen, and confirmed as an alias."""
    place: str
    """Where it stands: `line 12`, `models[3]`, a key."""
    name: str
    model: str
    """The model's id, without a setting; joined to candidates by equality alone. Empty: the file does not name it."""
    provider: str = ""
    """The provider's id as ours; empty where the file speaks of the model wherever it is served."""
    developer: str = ""
    effort: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    """Further keys of a candidate: access, openness, modalities, licence, capabilities, deprecated, ends_on."""
    figures: tuple[RowFigure, ...] = ()
    answers: tuple[ProposedAnswer, ...] = ()
    hosting: Mapping[str, Any] | None = None
    """Of a GPU for rent: keys of a candidate's `hosting`."""
    notes: tuple[str, ...] = ()
    """What the file says that is no figure of ours, and why a figure was left out."""
    also: tuple[str, ...] = ()
    """Other names that the file has for the model, where it speaks of it wherever it is served."""
    ends: tuple[End, ...] = ()
    """When it is withdrawn, by channel."""

    @property
    def kind(self) -> RowKind:
        """Whether the row is about a model, or about machines to run one on."""
        return "hosting" if self.hosting is not None else "model"


@dataclass(frozen=True, slots=True)
class Refused:
    """A row that is not taken, with the reason."""

    place: str
    name: str
    why: str


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """A row that was given before, and that a later one takes back: both are of one thing and say different things."""

    id: str
    place: str
    name: str
    why: str


Item = ModelRow | Refused | Withdrawn

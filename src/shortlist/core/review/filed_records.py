"""What is kept of an accepted record: the inputs and the result of its day, and what was noted of it later.

Data only: `freezing` makes and confirms it, the triggers and the findings are judged from it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from shortlist.core.basics.canonical import digest_of
from shortlist.core.document.metrics import PRICE_METRICS
from shortlist.core.document.offering import Catalogue, Offering
from shortlist.core.document.record import Record
from shortlist.core.document.workspace import Workspace, to_data

Data = dict[str, Any]
FORMAT = 2
"""The version of the file of a frozen record, and of the rules that its result was computed under."""
FIRST_FORMAT = 1
PRICE_KEYS = ("metric", "value", "above_tokens", "source", "as_of")
"""What is kept of a listed price."""


class Reason(NamedTuple):
    """Why a record was accepted although an error stood against it."""

    rule: str
    where: str
    message: str
    reason: str


@dataclass(frozen=True)
class Frozen:
    """A record with everything that it was accepted on."""

    workspace: Workspace
    """The inputs; its only record is the accepted one, without its digest."""
    reasons: tuple[Reason, ...]
    result: Data
    """What `outcome` said on the day."""
    result_digest: str
    offerings: Catalogue = field(default_factory=dict)
    """What the catalogue of the day said of the chosen candidates, where one was looked into."""
    rules: int = FORMAT
    """The rules that the result was computed under; under others the same inputs may come to another."""

    def __hash__(self) -> int:
        # A result that was worked out from it may be kept by it. Many records may have come to one result: without
        # their numbers each would be compared with all of them.
        return hash((self.result_digest, self.record.number, self.record.date))

    @property
    def record(self) -> Record:
        """The record as it was accepted."""
        return self.workspace.records[-1]

    @property
    def digest(self) -> str:
        """The digest of the whole, which the record in the workspace carries."""
        return digest_of(frozen_data(self))


class StatusChange(NamedTuple):
    """A later change of the status of an accepted record, which the record itself has no room for."""

    record: int
    status: str
    date: dt.date
    by: tuple[str, ...]
    reason: str


class Event(NamedTuple):
    """That what a trigger of an accepted record waits for has happened; the record itself is not edited for it."""

    record: int
    trigger: int
    """Its place among the record's triggers, from 0."""
    date: dt.date
    by: tuple[str, ...]
    note: str
    taken_back: bool = False
    """Whether this says that an earlier note was a mistake; that one stays where it is."""


class Filed(NamedTuple):
    """What lies in the records folder for one record: the frozen record, or why there is none that can be trusted."""

    held: Frozen | Callable[[], Frozen | None] | None
    """What was frozen; of a file that is known to be as it was confirmed once, how it is read when it is asked for."""
    problem: str | None = None
    place: str = ""
    """The file, as it is told to the user."""
    change: StatusChange | None = None
    """The change that led to the record's present status, where one was noted."""
    events: tuple[Event, ...] = ()
    """What was noted to have happened since."""

    @property
    def frozen(self) -> Frozen | None:
        """The frozen record, where there is one that can be trusted."""
        if self.held is None or isinstance(self.held, Frozen):
            return self.held
        return self.held()

    @property
    def other_rules(self) -> bool:
        """Whether it was computed under earlier rules, so that nothing follows from another result now."""
        return isinstance(self.held, Frozen) and self.held.rules != FORMAT


def decided_workspace(workspace: Workspace, filed: Mapping[int, Filed] | None, record: Record | None) -> Workspace:
    """The workspace in which a record was accepted; the workspace as it is where nothing was frozen."""
    if record is None or filed is None or record.number not in filed:
        return workspace
    frozen = filed[record.number].frozen
    return workspace if frozen is None else frozen.workspace


def frozen_data(frozen: Frozen) -> Data:
    """A frozen record as plain data, in the order of its file."""
    workspace = to_data(frozen.workspace)
    if "schema" in workspace:
        # A file of earlier rules keeps its digest: its workspace says what it said.
        workspace["schema"] = frozen.rules
    return {
        "schema": frozen.rules,
        "record": frozen.record.number,
        "accepted_on": frozen.record.date,
        "result_digest": frozen.result_digest,
        "accepted_despite": [reason._asdict() for reason in frozen.reasons],
        "offerings": [_offering_data(offering) for offering in frozen.offerings.values()],
        "result": frozen.result,
        "workspace": workspace,
    }


def _offering_data(offering: Offering) -> Data:
    """What a trigger compares of an offering: its prices and whether it is being withdrawn."""
    told = {key: getattr(offering, key) for key in ("provider", "model", "name", "deprecated")}
    if offering.ends_on:
        told["ends_on"] = offering.ends_on
    rows = [figure for figure in offering.figures if figure.metric in PRICE_METRICS]
    return {**told, "prices": [{key: getattr(row, key) for key in PRICE_KEYS} for row in rows]}

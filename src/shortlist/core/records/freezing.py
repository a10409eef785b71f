"""What an accepted record was decided from, kept for good: its inputs, the result of that day, and digests of both.

The file of a frozen record holds the workspace as it was (scenario, candidates, answers, evaluations, decision and
the record itself), what the analysis came to, and the reason that was written beside each error that stood against
acceptance. The digest of all of that stands in the record; the digest of the result stands in the file. Replaying
means to analyse the kept inputs again, on the record's day, and to compare.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import Any

from shortlist.core.analysis import Analysis, analyse, replayed
from shortlist.core.assessment.assessor import CandidateResult
from shortlist.core.basics.canonical import digest_of
from shortlist.core.basics.errors import InvalidDocument, Problem
from shortlist.core.document.leaf_differences import differences
from shortlist.core.document.offering import Catalogue, Figure, Offering, offering_key
from shortlist.core.document.record import Record
from shortlist.core.document.scenario import COLUMNS
from shortlist.core.document.structural_sharing import shared
from shortlist.core.document.workspace import Workspace, chosen_candidates, read_workspace, to_data
from shortlist.core.review.filed_records import FIRST_FORMAT, FORMAT, PRICE_KEYS, Data, Filed, Frozen, Reason

DIGITS = 10
"""Significant digits that are kept: sums of floats may differ in the last few between platforms."""


def frozen_outcome(analysis: Analysis) -> Data:
    """Candidates in rank order, the recommendation and what the decision costs; unknown figures are left out."""
    made, cost, advice = analysis.workspace.decision, analysis.decision, analysis.recommendation
    ids = {name: result.id for name, result in advice.named.items() if result is not None}
    return {
        "decision": _kept(
            default=made.default,
            fallback=made.fallback,
            monthly_usd=cost.monthly,
            bill_usd=cost.bill,
            per_successful_task_usd=cost.per_successful_task,
        ),
        "recommendation": {**ids, "close_call": advice.close_call},
        "candidates": [_candidate(result) for result in analysis.ranking],
    }


def _kept(**values: object) -> Data:
    known = {key: value for key, value in values.items() if value is not None}
    return known | {key: float(f"{value:.{DIGITS}g}") for key, value in known.items() if isinstance(value, float)}


def _candidate(result: CandidateResult) -> Data:
    standing, cost = result.standing, result.cost
    columns = {column: result.columns[column].value for column in COLUMNS}
    return {
        "id": result.id,
        "status": standing.status,
        "blocked_by": list(standing.blocked_by),
        "unknown": list(standing.unknown),
        **_kept(
            score_low=result.score.low,
            score_high=result.score.high,
            monthly_usd=cost.monthly,
            bill_usd=cost.bill,
            per_successful_task_usd=cost.per_successful_task,
            slowest_step_s=result.worst_total_s,
        ),
        "columns": _kept(**columns),
    }


def freeze(workspace: Workspace, reasons: Iterable[Reason] = (), catalogue: Catalogue | None = None) -> Frozen:
    """The record being edited, which is accepted, with all that it rests on."""
    record = workspace.records[-1]
    data = to_data(workspace)
    data["records"] = [{key: value for key, value in to_data(record).items() if key != "digest"}]
    kept = shared(workspace, read_workspace(data))
    result = frozen_outcome(analyse(kept, None, record.date))
    keys = [offering_key(candidate.provider, candidate.model) for candidate in chosen_candidates(kept)]
    known = {key: catalogue[key] for key in keys if catalogue and key in catalogue}
    return Frozen(kept, tuple(reasons), result, digest_of(result), known)


def _offerings(rows: object) -> dict[tuple[str, str], Offering]:
    try:
        assert isinstance(rows, list)
        read = [
            Offering(
                provider=str(row["provider"]),
                provider_name=str(row["provider"]),
                model=str(row["model"]),
                name=str(row["name"]),
                deprecated=row["deprecated"] is True,
                ends_on=row.get("ends_on"),
                figures=tuple(Figure(**{key: price[key] for key in PRICE_KEYS}) for price in row["prices"]),
            )
            for row in rows
        ]
    except (AssertionError, TypeError, KeyError):
        raise InvalidDocument([Problem("offerings", "needs provider, model, name, deprecated and prices")]) from None
    return {offering_key(offering.provider, offering.model): offering for offering in read}


def read_frozen(data: Mapping[str, Any]) -> Frozen:
    """The frozen record that plain data describes. Raises `InvalidDocument`."""
    version = data.get("schema")
    if type(version) is int and version > FORMAT:
        raise InvalidDocument(
            [Problem("schema", f"the file was written by a newer Shortlist (schema {version}): update this one")]
        )
    known = type(version) is int and FIRST_FORMAT <= version <= FORMAT
    if not known or not isinstance(data.get("workspace"), Mapping) or not isinstance(data.get("result"), dict):
        raise InvalidDocument([Problem("", "is not the file of an accepted record")])
    workspace = read_workspace(data["workspace"])
    if len(workspace.records) != 1:
        raise InvalidDocument([Problem("workspace.records", "must hold the accepted record and no other")])
    rows = data.get("accepted_despite")
    try:
        assert isinstance(rows, Sequence)
        reasons = tuple(Reason(**{key: str(row[key]) for key in Reason._fields}) for row in rows)
    except (AssertionError, TypeError, KeyError):
        raise InvalidDocument([Problem("accepted_despite", "needs rule, where, message and reason")]) from None
    return Frozen(
        workspace,
        reasons,
        data["result"],
        str(data.get("result_digest")),
        _offerings(data.get("offerings")),
        data["schema"],
    )


def confirm(data: Mapping[str, Any], record: Record, replay: bool = True) -> Filed:
    """What a file's data says of a record of the workspace, with what is wrong with it, if anything is.

    Without `replay` its inputs and its result are confirmed by their digests, and not worked out again.
    Raises `InvalidDocument` where the data is no frozen record at all.
    """
    frozen = read_frozen(data)
    if digest_of(dict(data)) != record.digest:
        return Filed(frozen, "it is not what was accepted: its content has another digest than the record")
    if unchanging(frozen.record) != unchanging(record):
        return Filed(frozen, "the record in the workspace was changed after it was accepted")
    if digest_of(frozen.result) != frozen.result_digest:
        return Filed(frozen, "the result it holds has another digest than it says")
    if frozen.rules != FORMAT or not replay:
        return Filed(frozen)
    now = frozen_outcome(replayed(frozen))
    if digest_of(now) != frozen.result_digest:
        found = islice(differences(frozen.result, now), 3)
        told = "; ".join(f"{row.place} was {row.before}, is {row.after}" for row in found)
        return Filed(frozen, f"replayed on {frozen.record.date}, the result is another: {told}")
    return Filed(frozen)


def unchanging(record: Record) -> Data:
    """What never changes in an accepted record: all of it but its status and the digest it was given.

    Nor does the day on which something happened that a trigger waits for make it another record.
    """
    data = {key: value for key, value in to_data(record).items() if key not in ("status", "digest")}
    triggers = [{key: value for key, value in row.items() if key != "happened_on"} for row in data.get("triggers", ())]
    return {**data, "triggers": triggers}

"""What an estimate fills in of a candidate's hosting, and the sentence that marks it as an estimate."""

from __future__ import annotations

import datetime as dt
from math import floor, log10

from shortlist.core.document.candidate import Candidate, Observation
from shortlist.core.document.workspace import Workspace, read_workspace, to_data
from shortlist.core.edits.places import Data
from shortlist.core.service.figures import Figures
from shortlist.core.sizing.estimate import Deployment, Estimate

MARK = "Hosting estimated on "
"""How the sentence begins: a later estimate replaces it."""
SPEED_SOURCE = "sizing estimate"
"""The source of a speed that was estimated here: a later estimate replaces it."""


def filled(plan: Deployment, estimate: Estimate, gpu_hour_usd: float | None) -> Data:
    """The keys of `[candidates.hosting]` and their values; throughputs to three digits, for they are estimates."""
    values: Data = {
        "gpu": plan.gpu.name,
        "gpus_per_replica": estimate.gpus,
        "input_tokens_per_s": rounded(estimate.prefill_tokens_per_s),
        "output_tokens_per_s": rounded(estimate.decode_tokens_per_s),
        "file_format": plan.precision.file_format,
    }
    if gpu_hour_usd is not None:
        values["gpu_hour_usd"] = gpu_hour_usd
    return values


def rounded(value: float) -> float:
    """To three significant digits."""
    if not value:
        return 0.0
    return round(value, 2 - floor(log10(abs(value))))


def sentence(plan: Deployment, estimate: Estimate, today: dt.date) -> str:
    """What marks the figures as an estimate, in the candidate's notes."""
    shape = plan.shape
    active = f", {shape.active_b:g} active" if shape.mixture else ""
    return (
        f"{MARK}{today}: {shape.total_b:g} billion parameters{active}, {plan.precision.name}, "
        f"{estimate.gpus} × {plan.gpu.name}, {estimate.requests} requests of {plan.context:,.0f} tokens at once, "
        f"{plan.served_share:.0%} of a tuned engine; not measured."
    )


def speed_figure(estimate: Estimate, today: dt.date) -> Data:
    """The speed that one user sees, as a figure of the candidate: an estimate, so that every other one comes first."""
    value = rounded(estimate.request_tokens_per_s)
    note = f"what one of {estimate.requests:,} requests at once is written at"
    told: Data = {"metric": "output_speed", "value": value, "source": SPEED_SOURCE}
    return {**told, "as_of": today, "basis": "estimate", "note": note}


def counts_before(candidate: Candidate) -> Observation | None:
    """The speed in force that an estimated one gives way to."""
    found = Figures(candidate).observation("output_speed")
    if found is None or found.basis == "estimate":
        return None
    return found


def with_sizing(workspace: Workspace, index: int, values: Data, told: str, speed: Data) -> Workspace:
    """A candidate's hosting and speed filled in, the rest left as it was; one edit. Raises `InvalidDocument`."""
    data = to_data(workspace)
    rows = [dict(row) for row in data["candidates"]]
    rows[index]["hosting"] = {**(rows[index].get("hosting") or {}), **values}
    here = ("output_speed", SPEED_SOURCE, "estimate")
    figures = [
        one for one in rows[index].get("observations", []) if (one["metric"], one["source"], one["basis"]) != here
    ]
    rows[index]["observations"] = [*figures, speed]
    notes = [line for line in workspace.candidates[index].notes.split("\n") if not line.startswith(MARK)]
    rows[index]["notes"] = "\n".join([*notes, told] if any(notes) else [told])
    return read_workspace({**data, "candidates": rows})

"""A row against a candidate: which figures are new, which follow older ones of the same source, what stays.

A newer figure of a source stands beside its older one, so that a record can still tell what was known when it was
made; a figure that did not change only becomes younger.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from typing import Any, Literal, NamedTuple

from shortlist.core.document.candidate import Candidate, Hosting, Observation
from shortlist.core.document.shutdown import ending_for, is_bound, with_ending
from shortlist.core.importing.rows import UNSTATED, ModelRow, RowFigure
from shortlist.core.service.figures import Figures, source_family

How = Literal["add", "follow", "correct", "renew", "same", "older"]
"""What taking a figure does: the first of its source; after an older value; in place of a value of the same day;
the same value of a later day; nothing; nothing, because what is recorded is younger."""
EQUAL = 1e-9
"""Two figures within this share of each other are the same."""
FILLED = ("developer", "licence", "modalities", "roles")
"""Facts that a file may fill in where the candidate does not state them."""
_NO_PART_OF_A_GPU = frozenset(
    ("nvidia", "amd", "geforce", "tesla", "hgx", "dgx", "sxm", "sxm2", "sxm4", "sxm5", "sxm6", "pcie", "nvlink")
)
"""Words of makers and of connections."""


class FigureChange(NamedTuple):
    """A figure of a row against what the candidate holds."""

    figure: RowFigure
    how: How
    before: Observation | None = None
    """The last figure of the same source; where there is none, the one in force."""
    at: int | None = None
    """Where the figure of the same source stands among the candidate's."""

    @property
    def changes(self) -> bool:
        """Whether taking it changes anything."""
        return self.how not in ("same", "older")


class FactChange(NamedTuple):
    """A key of the candidate that becomes something else."""

    path: tuple[str, ...]
    old: Any
    new: Any


def figure_changes(figures: Iterable[RowFigure], one: Candidate | None) -> tuple[FigureChange, ...]:
    """What every figure would do."""
    if one is None:
        return tuple(FigureChange(figure, "add") for figure in figures)
    force = Figures(one)
    return tuple(_change(figure, one, force) for figure in figures)


def _change(figure: RowFigure, one: Candidate, force: Figures) -> FigureChange:
    # The last figure of the same source, for the same thing.
    family = source_family(figure.source)
    same = [
        index
        for index, held in enumerate(one.observations)
        if held.metric == figure.metric
        and held.above_tokens == figure.above_tokens
        and held.effort == figure.effort
        and (not held.provider or not figure.provider or held.provider == figure.provider)
        and source_family(held.source) == family
    ]
    index = max(same, key=lambda index: (one.observations[index].as_of, index), default=None)
    if index is not None:
        before = one.observations[index]
        return FigureChange(figure, _how(figure, before), before, index)
    tokens = figure.above_tokens + 1 if figure.above_tokens else 0
    held = force.observation(figure.metric, tokens)
    if held is not None and held.above_tokens != figure.above_tokens:
        held = None
    return FigureChange(figure, "add", held)


def _how(figure: RowFigure, before: Observation) -> How:
    equal = math.isclose(figure.value, before.value, rel_tol=EQUAL, abs_tol=1e-12)
    if figure.as_of < before.as_of:
        return "older"
    if figure.as_of == before.as_of:
        return "same" if equal else "correct"
    unstated = figure.version.startswith(UNSTATED) or before.version.startswith(UNSTATED)
    if equal and (figure.version == before.version) and not unstated:
        return "renew"
    return "follow"


def fact_changes(row: ModelRow, one: Candidate) -> tuple[FactChange, ...]:
    """What a row knows that the candidate does not, and an end that was announced; what a person stated stays."""
    known = {"developer": row.developer, **row.facts}
    changes = [
        FactChange((key,), None, known[key]) for key in FILLED if known.get(key) and getattr(one, key) in ("", None)
    ]
    capabilities = known.get("capabilities", {})
    changes += [
        FactChange(("capabilities", key), None, value)
        for key, value in capabilities.items()
        if getattr(one.capabilities, key) == "unknown"
    ]
    if one.self_hosted:
        changes += [
            FactChange(("hosting", key), held, value)
            for key, value in known.get("hosting", {}).items()
            if (held := getattr(one.hosting, key, None)) is None or not math.isclose(held, value, rel_tol=EQUAL)
        ]
    if known.get("commercial_use") and one.commercial_use == "unknown":
        changes.append(FactChange(("commercial_use",), None, known["commercial_use"]))
    if known.get("deprecated") and not one.deprecated:
        changes.append(FactChange(("deprecated",), False, True))
    changes += _ending_changes(row, one)
    noted = next((change.new for change in changes if change.path == ("notes",)), one.notes)
    remarks = with_remarks(noted, row)
    if remarks != noted:
        changes = [change for change in changes if change.path != ("notes",)]
        changes.append(FactChange(("notes",), one.notes, remarks))
    return tuple(changes)


def _ending_changes(row: ModelRow, one: Candidate) -> Iterator[FactChange]:
    """When it ends at the channel that the candidate uses, and the line of the notes that says by whom."""
    if one.self_hosted:
        return
    ending = ending_for(row.ends, one.provider, one.developer)
    if ending is None:
        if (day := row.facts.get("ends_on")) is not None and day != one.ends_on:
            yield FactChange(("ends_on",), one.ends_on, day)
        return
    bound = one.ends_on is not None and is_bound(one.notes, one.ends_on)
    if ending.day == one.ends_on and ending.earliest == bound:
        return
    if ending.day != one.ends_on:
        yield FactChange(("ends_on",), one.ends_on, ending.day)
    yield FactChange(("notes",), one.notes, with_ending(one.notes, ending.sentence))


def with_remarks(notes: str, row: ModelRow) -> str:
    """A candidate's notes with what a file says that is no figure: a line a source, in the place of its older one."""
    if not row.notes:
        return notes
    mark = f"{row.figures[0].source}, {row.id}: " if row.figures else ""
    said = mark + " ".join(row.notes)
    lines = notes.split("\n") if notes else []
    if said in lines:
        return notes
    kept = [line for line in lines if not mark or not line.startswith(mark)]
    return "\n".join([*kept, said])


def hosting_changes(row: ModelRow, one: Candidate) -> tuple[FactChange, ...] | None:
    """What an offer of a GPU changes in a candidate's hosting; None where the candidate runs on another GPU.

    Where the price comes from goes to the candidate's notes.
    """
    offer, hosting, changes = row.hosting or {}, one.hosting or Hosting(), list[FactChange]()
    price = hosting.gpu_hour_usd
    if not hosting.gpu:
        changes.append(FactChange(("hosting", "gpu"), None, offer["gpu"]))
    elif not same_gpu(hosting.gpu, offer["gpu"]):
        return None
    if price is None or not math.isclose(price, offer["gpu_hour_usd"], rel_tol=EQUAL):
        changes.append(FactChange(("hosting", "gpu_hour_usd"), price, offer["gpu_hour_usd"]))
        if row.notes:
            told = " ".join(filter(None, (one.notes, f"GPU price: {row.notes[0]}.")))
            changes.append(FactChange(("notes",), one.notes, told))
    return tuple(changes)


def same_gpu(one: str, other: str) -> bool:
    """Whether two names mean the same GPU with the same memory, whatever its connection is called."""
    first, second = _gpu(one), _gpu(other)
    if first == second:
        return True
    without = [frozenset(word for word in words if not word.endswith("gb")) for words in (first, second)]
    return without[0] == without[1] and bool(without[0]) and (first == without[0] or second == without[1])


def _gpu(name: str) -> frozenset[str]:
    joined = re.sub(r"(?<![0-9])([0-9]+)\s*g(?:i?b)?\b", r"\1gb", name.casefold())
    words = re.findall(r"[a-z0-9]+", joined)
    return frozenset(words) - _NO_PART_OF_A_GPU

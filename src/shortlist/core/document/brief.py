"""What a file says of its decision, read from its bare tables: a list of many files checks none of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

UNDECIDED = "undecided"


class Brief(NamedTuple):
    """What was decided, and the state of the last record; empty where there is none."""

    told: str
    status: str

    @property
    def line(self) -> str:
        """Both in one: `★ GPT-6 Luna, draft`."""
        return ", ".join(filter(None, self))


def decided_briefly(data: Mapping[str, Any]) -> Brief:
    """`★ GPT-6 Luna`, `4 of 5 steps`, `undecided`, with the state of the last record where there is one.

    Whatever is not as it should be counts as not there; opening the file tells what is wrong.
    """
    steps = [step.get("id") for step in _tables(_table(data, "scenario"), "steps")]
    decision = _table(data, "decision")
    own = {row.get("step"): row.get("default") for row in _tables(decision, "steps")}
    names = {one["id"]: one.get("name", one["id"]) for one in _tables(data, "candidates") if "id" in one}
    for_all = decision.get("default")
    chosen = [own.get(step) or for_all for step in steps]
    known = [id_ for id_ in chosen if isinstance(id_, str) and id_ in names]
    told = f"{len(known)} of {len(steps)} steps"
    if not known:
        told = UNDECIDED
    elif len(known) == len(steps) and len(set(known)) == 1:
        told = f"★ {names[known[0]]}"
    records = _tables(data, "records")
    status = records[-1].get("status", "") if records else ""
    return Brief(told, status)


def _table(data: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    found = data.get(key)
    return found if isinstance(found, Mapping) else {}


def _tables(data: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    """The rows of an array of tables, each with its texts alone."""
    found = data.get(key)
    if not isinstance(found, list):
        return []
    rows = (row for row in found if isinstance(row, Mapping))
    return [{name: value for name, value in row.items() if isinstance(value, str)} for row in rows]

"""The words that a record took over from the one before it, and whether they were written for another choice.

A draft that is to replace a record starts from its words. What still stands there unchanged was agreed on then, not
now; where the default or the fallback is another by now, it argues for what is no longer chosen.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from shortlist.core.basics.words import agreeing, count, listed
from shortlist.core.changes.values import names_of
from shortlist.core.document.accepted import is_open
from shortlist.core.document.record import SECTIONS
from shortlist.core.document.workspace import Workspace
from shortlist.core.review.filed_records import Filed

KEYS = ("default", "fallback")


class Carried(NamedTuple):
    """What an open record still says in the words of the record before."""

    number: int = 0
    """The record that the words are from; 0 where there is none."""
    sections: frozenset[str] = frozenset()
    choice: str = ""
    """Who was chosen then and who is now, in words; empty where nothing differs, or what was chosen then was not kept.
    """

    def told(self, section: str) -> str:
        """The sentence above a section whose words are for another choice; empty where there is none."""
        if section not in self.sections or not self.choice:
            return ""
        return f"These words are still those of record {self.number}, written for another choice: {self.choice}."

    @property
    def warning(self) -> str:
        """The sentence before such a record is accepted; empty where there is none."""
        if not self.sections or not self.choice:
            return ""
        named = listed(section.replace("_", " ") for section in SECTIONS if section in self.sections)
        what = agreeing(len(self.sections), "holds", "hold")
        told = f"{count(len(self.sections), 'section')} still {what} the words of record {self.number}"
        return f"{told}, which were written for another choice ({self.choice}): {named}."


def carried(workspace: Workspace, filed: Mapping[int, Filed] | None) -> Carried:
    """What the record being edited took over; nothing once it is decided on. `filed`: what was kept of the others."""
    records = workspace.records
    if len(records) < 2 or not is_open(records[-1]):
        return Carried()
    before, now = records[-2], records[-1]
    ours, theirs = now.sections, before.sections
    same = (name for name in SECTIONS if ours.written(name) and ours.of(name) == theirs.of(name))
    kept = (filed or {}).get(before.number)
    choice = ""
    if kept is not None and kept.frozen is not None:
        names = names_of(kept.frozen.workspace, workspace)
        then, today = kept.frozen.workspace.decision, workspace.decision
        sides = [(key, getattr(then, key), getattr(today, key)) for key in KEYS]
        told = [f"the {key} was {names.candidate(a)} and is {names.candidate(b)}" for key, a, b in sides if a != b]
        if {row.step: row for row in then.steps} != {row.step: row for row in today.steps}:
            told.append("a step is served by another")
        choice = "; ".join(told)
    return Carried(before.number, frozenset(same), choice)

"""Who was chosen for each step: read from the decision and nothing else."""

from __future__ import annotations

from typing import NamedTuple

from shortlist.core.document.candidate import Candidate
from shortlist.core.document.workspace import Workspace


class Choice(NamedTuple):
    """Who serves a step by default and who stands in; None where nobody was chosen."""

    default: str | None
    fallback: str | None


def choices(workspace: Workspace) -> dict[str, Choice]:
    """The choice for every step: its own where the decision names one, else the decision's."""
    decision = workspace.decision
    own = {row.step: row for row in decision.steps}
    rows = {step.id: own.get(step.id, decision) for step in workspace.scenario.steps}
    return {
        step: Choice(row.default or decision.default, row.fallback or decision.fallback) for step, row in rows.items()
    }


def chosen(workspace: Workspace) -> list[Candidate]:
    """Every candidate that the decision names, once, in the order of the steps."""
    named = [id_ for choice in choices(workspace).values() for id_ in (choice.default, choice.fallback)]
    found = (workspace.candidate(id_) for id_ in dict.fromkeys(named))
    return [candidate for candidate in found if candidate is not None]

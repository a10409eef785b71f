"""Where a key path of the document leads on this screen: to a candidate, and on to its figures, a column, a choice."""

from __future__ import annotations

from collections.abc import Callable

from shortlist.core.edits.candidates import ChoiceRole
from shortlist.core.edits.places import KeyPath
from shortlist.core.walkthrough import lacking_choice
from shortlist.tui.body import Desk
from shortlist.tui.keys.bindings import key_of, keyed
from shortlist.tui.screens.candidates.edits import CandidateEdits
from shortlist.tui.widgets.grid import Grid


class Arrival:
    """Goes to what is named, once all rows are in sight."""

    def __init__(self, desk: Desk, edits: CandidateEdits, grid: Grid, show_all: Callable[[], None]) -> None:
        self._desk, self._edits, self._grid, self._show_all = desk, edits, grid, show_all

    def go(self, path: KeyPath, item: str | None) -> None:
        """To a candidate by its id, and on to what of it the path names; where there is none to add one."""
        candidates = self._desk.session.workspace.candidates
        if not candidates or path == ("candidates",):
            self._edits.add()
            return
        match path:
            case ("candidates", int(index), *_) if index < len(candidates):
                item = candidates[index].id
        self._show_all()
        self._grid.at_row(item or self._desk.session.compared.ranking[0].id)
        match path:
            case ("candidates", _, "observations", int(number)):
                self._edits.edit(f"figure {number}")
            case ("candidates", _, "observations"):
                self._edits.figures()
            case ("candidates", _, "hosting" | "provider", *_):
                self._edits.edit(repr(path))
            case ("candidates", _, "overrides", str(column)):
                self._grid.at_column(column)
                keys = keyed("{candidates.edit} fills in the rest, {candidates.rate} rates it with a reason.")
                self._desk.say(f"What is known of the {column.replace('_', ' ')} is told in the details: {keys}")
            case ("decision", *inside, "default" | "fallback" as place):
                self._look_at_lacking(place, next((one for one in inside if isinstance(one, int)), None))
                key = key_of(f"candidates.{place}")
                self._desk.say(f"{key} makes the candidate under the cursor the {place}; ↑ and ↓ move.")

    def _look_at_lacking(self, place: ChoiceRole, row: int | None) -> None:
        """Look at the step that lacks a choice alone, where others have one: that of a row, or the first."""
        workspace = self._desk.session.workspace
        steps = [step.id for step in workspace.scenario.steps]
        lacking = lacking_choice(workspace, self._desk.session.analysis.by_id, place)
        if row is not None and row < len(workspace.decision.steps):
            lacking = [workspace.decision.steps[row].step]
        if len(steps) > 1 and lacking and (len(lacking) < len(steps) or workspace.decision.steps):
            self._desk.look_at(lacking[0])

"""One workspace being worked on: its history, its analysis, what is saved, and what was typed but is not valid yet.

Nothing here knows Textual, files or the clock.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from shortlist.core.analysis import Analysis, analyse
from shortlist.core.document.accepted import refuse_changes
from shortlist.core.document.structural_sharing import shared
from shortlist.core.document.workspace import Workspace
from shortlist.core.edits.places import Data, KeyPath
from shortlist.core.review.filed_records import Event, Filed, Frozen, StatusChange
from shortlist.tui.session.history import History, HistoryEntry
from shortlist.tui.session.save_state import SaveState
from shortlist.tui.session.typed import Pending, Typed

if TYPE_CHECKING:
    from shortlist.core.comparison.compared import Compared
    from shortlist.core.document.offering import Catalogue
    from shortlist.core.evidence.files import EvidenceFiles
    from shortlist.store.workspaces import Opened

Edit = Callable[[Workspace], Workspace]
"""An edit; it raises `InvalidDocument` where its result would not be a workspace."""


class Untried(NamedTuple):
    """What stood before an open what-if, to be brought back when it is dropped."""

    history: History
    pending: Mapping[KeyPath, Pending]
    begun: Mapping[KeyPath, Data]


class Session:
    """The state behind the screens: edits go in, the analysis comes out."""

    def __init__(self, opened: Opened, today: dt.date) -> None:
        self.save_state = SaveState.of(opened)
        """How it stands to its file; every event makes another one of it."""
        self.today = today
        self.history = History(HistoryEntry("", opened.workspace))
        self.typed = Typed()
        """What is typed and is part of no workspace yet."""
        self.trial: Untried | None = None
        """The what-if that is open: edits are tried until it is kept or dropped."""
        self.filed: Mapping[int, Filed] = {}
        """What was frozen of accepted records, by number."""
        self.evidence: EvidenceFiles | None = None
        """The rows of runs beside the file; None until somebody has looked."""
        self.catalogue: Catalogue | None = None
        """Today's offerings of what was chosen, once looked up."""
        self.step: str | None = None
        """The id of the step that the candidates are looked at on alone; None for all. It is no part of the file."""
        self._assessed: Analysis | None = None
        self._before: Analysis | None = None
        self._kept: Analysis | None = None

    @property
    def workspace(self) -> Workspace:
        """The workspace as it now is."""
        return self.history.present.workspace

    @property
    def opened(self) -> Opened:
        """The file as it was read or written last."""
        return self.save_state.opened

    @property
    def read_only(self) -> str:
        """Why edits are not taken; empty where they are."""
        return self.save_state.read_only

    @property
    def refusal(self) -> str:
        """The same as a sentence."""
        return f"{self.save_state.refusal}." if self.read_only else ""

    @property
    def kept(self) -> Workspace:
        """The workspace as it may be written: what an open what-if tries is not part of it."""
        return self.workspace if self.trial is None else self.trial.history.present.workspace

    @property
    def analysis(self) -> Analysis:
        """The workspace judged; computed once for each state."""
        before = self._assessed
        if before is not None and before.workspace is self.workspace:
            return before
        now = self._analysed(self.workspace)
        if before is not None:
            before.forget_steps()
        self._assessed = now
        return now

    def _analysed(self, workspace: Workspace) -> Analysis:
        return analyse(workspace, self.catalogue, self.today, self.filed, self._assessed, self.evidence)

    @property
    def compared(self) -> Compared:
        """The candidates over all steps, or on the one that is looked at alone; a step that is gone is not."""
        steps = [step.id for step in self.workspace.scenario.steps]
        return self.analysis.on(self.step if self.step in steps and len(steps) > 1 else None)

    @property
    def kept_analysis(self) -> Analysis:
        """The workspace without what an open what-if tries, judged."""
        kept = self.kept
        if kept is self.workspace:
            return self.analysis
        if self._kept is None or self._kept.workspace is not kept:
            self._kept = self._analysed(kept)
        return self._kept

    @property
    def before(self) -> Analysis:
        """The analysis before the last edit, to tell what the edit did."""
        past = self.history.past
        if not past or past[-1].workspace is self.workspace:
            return self.analysis
        state = past[-1].workspace
        if self._before is None or self._before.workspace is not state:
            self._before = self._analysed(state)
        return self._before

    @property
    def dirty(self) -> bool:
        """Whether something is not on disk yet."""
        kept, on_disk = self.kept, self.opened.workspace
        return self.save_state.owed or (kept is not on_disk and kept != on_disk)

    @property
    def state(self) -> str:
        """The saved state in words, for the header."""
        return self.save_state.words(self.dirty, self.trial is not None)

    def edit(self, name: str, change: Edit, merge: Hashable = None) -> None:
        """Apply an edit under a name that undo will show; raises what the edit raises, and then nothing changes.

        Whatever the edit is, a record that was accepted stays as it is.
        """
        self._keep_before()
        changed = shared(self.workspace, change(self.workspace))
        refuse_changes(self.workspace, changed)
        self.history = self.history.with_edit(name, changed, merge)

    def bring(self, name: str, workspace: Workspace) -> None:
        """Go on with another version as a whole, as one edit; accepted records included, because it was on disk."""
        self._keep_before()
        self.history = self.history.with_edit(name, shared(self.workspace, workspace)).sealed()

    def recover(self, workspace: Workspace) -> None:
        """Go on with a draft as one edit that undo names, even where only texts that are no value yet came with it."""
        self._keep_before()
        self.history = self.history.sealed().with_state("recover the draft", shared(self.workspace, workspace))

    def withdraw(self, merge: Hashable) -> bool:
        """Take back what the visit to a field has done so far, as if it had not begun; whether it had done anything."""
        before = self.history
        self.history = before.without_visit(merge)
        return self.history is not before

    def seal(self) -> None:
        """End the visit to a field: what is typed next is another edit."""
        self.history = self.history.sealed()

    def undo(self) -> str | None:
        """One edit back; its name, or None at the start."""
        back = self.history.undone()
        if back is None:
            return None
        name, self.history = self.history.present.name, back
        self.typed.drop(())
        return name

    def redo(self) -> str | None:
        """One edit forward again; its name, or None where nothing was undone."""
        forward = self.history.redone()
        if forward is None:
            return None
        self.history = forward
        self.typed.drop(())
        return self.history.present.name

    # --- what-if

    def begin_trial(self) -> None:
        """From now on edits are tried: they are not written, and undo goes no further back than to here."""
        if self.trial is None:
            self.trial = Untried(self.history.sealed(), self.typed.pending, self.typed.begun)
            self.history = History(HistoryEntry("", self.workspace))

    @property
    def tried(self) -> tuple[str, ...]:
        """The names of the edits that the open what-if tries, in their order."""
        if self.trial is None:
            return ()
        return tuple(change.name for change in (*self.history.past, self.history.present)[1:])

    def keep_trial(self) -> str | None:
        """Make what was tried one edit, which undo takes back at once; its name, or None where nothing was tried."""
        if self.trial is None:
            return None
        tried, changed = self.tried, self.workspace
        self.history, self.trial = self.trial.history, None
        if changed == self.workspace:
            return None
        name = ": ".join(("what-if", *tried[:1]))
        if len(tried) > 1:
            name += f" and {len(tried) - 1} more"
        self.history = self.history.with_edit(name, changed)
        return self.history.present.name

    def drop_trial(self) -> None:
        """Bring back what stood before the what-if, with what could be undone and redone then."""
        if self.trial is not None:
            self.history = self.trial.history
            # Texts in dialogs are no part of a what-if.
            self.typed.pending, self.typed.begun = self.trial.pending, self.trial.begun
            self.trial = None

    def take(self, opened: Opened, name: str) -> None:
        """Go on with another version of the file, as one edit that undo takes back; what was not valid yet goes."""
        self.drop_trial()
        self.bring(name, opened.workspace)
        self.typed.drop(())
        self.save_state = self.save_state.saved(opened)

    # --- accepted records

    def learn(self, filed: Mapping[int, Filed], catalogue: Catalogue | None, evidence: EvidenceFiles | None) -> bool:
        """Take over what the folders beside the file and the catalogue say; True where that was news."""
        if (filed, catalogue, evidence) == (self.filed, self.catalogue, self.evidence):
            return False
        self.filed, self.catalogue, self.evidence = {**self.filed, **filed}, catalogue, evidence
        self._assess_anew()
        return True

    def keep(self, frozen: Frozen, place: str) -> None:
        """Remember what was written of a record that is about to be accepted."""
        self.filed = {**self.filed, frozen.record.number: Filed(frozen, place=place)}

    def note_event(self, event: Event) -> None:
        """Remember what has happened since a record was accepted."""
        found = self.filed.get(event.record, Filed(None))
        self.filed = {**self.filed, event.record: found._replace(events=(*found.events, event))}
        self._assess_anew()

    def note_change(self, change: StatusChange) -> None:
        """Remember who changed the status of an accepted record."""
        found = self.filed.get(change.record, Filed(None))
        self.filed = {**self.filed, change.record: found._replace(change=change)}

    def forget(self) -> None:
        """Nobody looks at it any more: keep nothing that was judged, and no state but the last."""
        self._assess_anew()
        self.history = History(self.history.present)

    def _assess_anew(self) -> None:
        # An analysis stands for a workspace, and that has not changed: what is known beside it has. Where an edit
        # follows, as it does when a record is accepted, this is not needed.
        if self._assessed is not None:
            self._assessed.forget_steps()
        self._assessed = self._before = self._kept = None

    def _keep_before(self) -> None:
        assessed = self._assessed
        if assessed is not None and assessed.workspace is self.workspace and self.history.present.merge is None:
            self._before = assessed

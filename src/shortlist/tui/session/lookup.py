"""What only files and the catalogue know of a decision: what was frozen on acceptance, rows of runs, offerings."""

from __future__ import annotations

import asyncio
import datetime as dt
from typing import TYPE_CHECKING

from shortlist.core.document.accepted import followed, replayed_always, taken_back
from shortlist.tui.session.session import Session

if TYPE_CHECKING:
    from pathlib import Path

    from shortlist.core.document.offering import Catalogue
    from shortlist.core.document.workspace import Workspace
    from shortlist.core.evidence.files import EvidenceFiles
    from shortlist.core.review.filed_records import Filed


async def look_up(session: Session, state: Path) -> bool:
    """Tell a session what is known, off the event loop; whether that was news. `state` is the folder of all state."""
    return session.learn(*await asyncio.to_thread(_known, session.workspace, session.opened.path, session.today, state))


def taken_back_told(before: Workspace, session: Session) -> str:
    """What became of records whose acceptance was taken back, and of the files that were kept; empty without one."""
    told = ""
    for record in taken_back(before, session.workspace):
        now = next(one for one in session.workspace.records if one.number == record.number)
        told += f" Record {record.number} is {now.status} again"
        filed = session.filed.get(record.number)
        if filed is not None and filed.place:
            told += f"; {filed.place} stays on disk, and counts once the record is accepted again unchanged"
        told += "."
    still = followed(session.workspace)
    if told and still is not None:
        told += f" Record {still.number} is in force."
    return told


Known = tuple["dict[int, Filed]", "Catalogue | None", "EvidenceFiles | None"]
"""What the records folder holds, today's offerings, and the rows of runs."""


def _known(workspace: Workspace, path: Path, today: dt.date, state: Path) -> Known:
    from shortlist.catalogue.lookup import decided_offerings
    from shortlist.store.evidence import read_evidence
    from shortlist.store.records import note_records, read_records

    filed = read_records(path, workspace, replayed_always(workspace), state)
    note_records(path, filed.values(), state)
    evidence = read_evidence(path, workspace) if workspace.evaluations else None
    return filed, decided_offerings(workspace, filed, today), evidence

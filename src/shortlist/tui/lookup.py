"""What only files and the catalogue know of a decision: what was frozen on acceptance, and today's offerings."""

from __future__ import annotations

import asyncio
import datetime as dt
from typing import TYPE_CHECKING

from shortlist.tui.session import Session

if TYPE_CHECKING:
    from pathlib import Path

    from shortlist.core.freezing import Filed
    from shortlist.core.offering import Catalogue
    from shortlist.core.workspace import Workspace


async def look_up(session: Session) -> bool:
    """Tell a session what is known, off the event loop; whether that was news."""
    return session.learn(*await asyncio.to_thread(_known, session.workspace, session.opened.path, session.today))


def _known(workspace: Workspace, path: Path, today: dt.date) -> tuple[dict[int, Filed], Catalogue | None]:
    from shortlist.catalogue.lookup import decided_offerings
    from shortlist.store.records import read_records

    filed = read_records(path, workspace)
    return filed, decided_offerings(workspace, filed, today)

"""The terminal application: `run` opens it and returns the exit code of the process."""

from __future__ import annotations

import datetime as dt
import gc
import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from shortlist.store.places import Places
    from shortlist.store.workspaces import Store

PAINTS_PER_S = 240
"""Textual waits from one paint to the next, by default for a sixtieth of a second: twice what a key takes here, and
every save paints its state. An environment that says another number has it."""
CRASHED = 70
"""The exit code of a failure of the program itself."""


def run(
    where: Places | Store,
    name: str | None = None,
    today: dt.date | None = None,
    tab: str | None = None,
    tour: bool = False,
) -> int:
    """Open the application on a workspace, a scenario or a file, else on the last one, else on the welcome screen.

    `tab` is the one to begin with; `tour` goes through the decided example instead.

    Given the places alone, the store and the core are imported after the frame was painted. Returns the exit code: 2
    for a name that cannot be opened, 128 and more for signals, 70 for a failure of the program itself.
    """
    # Nothing that is built while starting is garbage; the collector is switched on once the first screen is there.
    gc.disable()
    os.environ.setdefault("TEXTUAL_FPS", str(PAINTS_PER_S))  # read as Textual is imported
    from shortlist.store.places import Places
    from shortlist.tui.app.application import ShortlistApp

    app = ShortlistApp(where if isinstance(where, Places) else where.places, name, today, tab, tour)
    app.run()
    if app.last_words:
        with suppress(OSError):  # the terminal may be gone
            sys.stderr.write(f"{app.last_words}\n")
    code = app.return_code
    return CRASHED if code is None or app.crashed else code

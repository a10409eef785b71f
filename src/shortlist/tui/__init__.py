"""The terminal application: `run` opens it and returns the exit code of the process."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from shortlist.store.workspaces import Opened, Store

CRASHED = 70
"""The exit code of a failure of the program itself."""


def run(
    store: Store | Callable[[], Store], opened: Opened | Callable[[], Opened] | None, today: dt.date | None = None
) -> int:
    """Open the application on a workspace, or on the welcome screen, and return the exit code.

    Both the store and the workspace may be given as functions, which are called after the frame was painted: what
    they import is then waited for with something to look at. A workspace that cannot be opened ends with 2.
    """
    from shortlist.tui.app import ShortlistApp

    app = ShortlistApp(store if callable(store) else lambda: store, opened, today)
    app.run()
    if app.last_words:
        sys.stderr.write(f"{app.last_words}\n")
    code = app.return_code
    return CRASHED if code is None or app.crashed else code

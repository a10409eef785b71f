"""The application, in this terminal or in a browser."""

from __future__ import annotations

import argparse
import gc
import os
import sys

from shortlist.arguments import TODAY_VARIABLE
from shortlist.commands.common import OK, today_of
from shortlist.core.basics.errors import ShortlistError
from shortlist.store.places import places


def open_(arguments: argparse.Namespace) -> int:
    """Open the application: on what was asked for, else on the last workspace, else on the welcome screen."""
    return _open(arguments)


def tour(arguments: argparse.Namespace) -> int:
    """Open the application on the decided example, with the tour through it."""
    return _open(arguments, tour=True)


def _open(arguments: argparse.Namespace, tour: bool = False) -> int:
    if not (sys.stdin.isatty() and sys.stderr.isatty()) and "TEXTUAL_DRIVER" not in os.environ:
        raise ShortlistError("the application needs a terminal; `shortlist show NAME` prints without one")
    from shortlist.tui import run

    gc.enable()
    # None: the day of the clock, which may turn while the application is open.
    today = today_of(arguments.today) if arguments.today or os.environ.get(TODAY_VARIABLE) else None
    name, tab = getattr(arguments, "name", None), getattr(arguments, "tab", None)
    return run(places(arguments.data_dir), name, today, tab, tour)


def serve(arguments: argparse.Namespace) -> int:
    """Serve the application to a browser on this machine, until a signal ends it."""
    from shortlist.web.server import serve as serve_application

    gc.enable()
    passed = [f"--data-dir={arguments.data_dir}"] if arguments.data_dir else []
    passed += [f"--today={arguments.today}"] if arguments.today else []
    number = serve_application(passed, arguments.port)
    return 128 + number if number else OK

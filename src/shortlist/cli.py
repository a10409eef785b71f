"""The `shortlist` command: which function runs, what a mistake prints on stderr, and the exit codes.

Textual is imported only when a screen opens, the catalogue only when it is searched, rich only when a table is drawn.
"""

from __future__ import annotations

import gc
import io
import os
import signal
import sys
from collections.abc import Sequence
from contextlib import suppress

from shortlist import __version__
from shortlist.arguments import BAD_INPUT, Run, build_parser
from shortlist.catalogue import updating
from shortlist.commands import catalogue as known
from shortlist.commands import completion as completing
from shortlist.commands import (
    diffing,
    evaluating,
    exporting,
    golden,
    importing,
    keys,
    mcp_server,
    measuring,
    reviewing,
    screens,
    showing,
    sizing,
    watching,
    workspaces,
)
from shortlist.commands.common import CRASH
from shortlist.core.basics.errors import ShortlistError, system_words
from shortlist.plugins import leave_out_plugins
from shortlist.sanitising import shown
from shortlist.store.places import places

RUN: dict[str, Run] = {
    "open": screens.open_,
    "tour": screens.tour,
    "new": workspaces.new,
    "list": workspaces.list_,
    "rename": workspaces.rename,
    "duplicate": workspaces.duplicate,
    "delete": workspaces.delete,
    "restore": workspaces.restore,
    "show": showing.show,
    "check": showing.check,
    "review": reviewing.review,
    "watch": watching.watch,
    "diff": diffing.diff,
    "evidence": showing.evidence,
    "golden": golden.golden,
    "measure": measuring.measure,
    "evaluate": evaluating.evaluate,
    "export": exporting.export,
    "import": importing.import_,
    "catalogue": known.catalogue,
    "size": sizing.size,
    "keys": keys.keys,
    "schema": exporting.schema,
    "mcp": mcp_server.mcp,
    "serve": screens.serve,
    "completion": completing.completion,
}


def _complain(message: str) -> None:
    sys.stderr.write("".join(f"shortlist: {shown(line)}\n" for line in message.splitlines()))


def _forget_odd_sizes() -> None:
    """A size of the terminal that is no number, or one that no terminal has, is as good as none."""
    for name in ("COLUMNS", "LINES", "ROWS"):
        value = os.environ.get(name, "")
        if value and not (value.isascii() and value.isdigit() and len(value) < 6):
            del os.environ[name]


def _open_streams() -> None:
    """A stream that was closed at the start leads nowhere; one that lacks a character shows another in its place."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115, PTH123
        elif mode == "w" and isinstance(stream, io.TextIOWrapper) and stream.errors in ("strict", "surrogateescape"):
            stream.reconfigure(errors="replace")


def _abandon_output() -> None:
    """Send what is left of the output nowhere: the interpreter must not fail on flushing it at exit."""
    with suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _terminated(number: int, frame: object) -> None:
    """End on a signal as a shell expects it; a save in progress is completed or leaves the old file."""
    raise SystemExit(128 + number)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code; no error a user can cause prints a traceback."""
    # A short-lived command never needs to collect garbage, or to look for plugins of pydantic.
    gc.disable()
    leave_out_plugins()
    _forget_odd_sizes()
    _open_streams()
    for name in ("SIGTERM", "SIGHUP"):
        with suppress(AttributeError, ValueError):  # not on this system, or not in the main thread
            signal.signal(getattr(signal, name), _terminated)
    try:
        parser = build_parser(__version__, RUN, completing.COMPLETE)
        if "_ARGCOMPLETE" in os.environ:
            import argcomplete

            argcomplete.autocomplete(parser)
        parsed = parser.parse_args(arguments)
        updating.use(places(parsed.data_dir).prices)
        code: int = parsed.run(parsed)
        sys.stdout.flush()
        # Nothing of this is garbage, and the collector would look at all of it once more before the process ends.
        gc.freeze()
    except ShortlistError as error:
        _complain(str(error))
        return BAD_INPUT
    except KeyboardInterrupt:
        return 128 + signal.SIGINT
    except BrokenPipeError:
        # Whoever read the output has gone.
        _abandon_output()
        return 128 + signal.SIGPIPE
    except OSError as error:
        _abandon_output()
        place = shown(str(error.filename or "the output"))
        _complain(f"{place}: {system_words(error)}")
        return BAD_INPUT
    except Exception as error:
        if os.environ.get("SHORTLIST_DEBUG"):
            raise
        _complain(f"a defect: {type(error).__name__}; SHORTLIST_DEBUG=1 shows where. Nothing was written.")
        return CRASH
    return code

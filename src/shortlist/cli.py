"""The `shortlist` command: arguments in, data on stdout, one line a mistake on stderr, and exit codes.

Textual is imported only when a screen opens, the catalogue only when it is searched, rich only when a table is drawn.
"""

from __future__ import annotations

import argparse
import datetime as dt
import gc
import json
import os
import signal
import sys
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from shortlist import __version__
from shortlist.arguments import BAD_INPUT, TODAY_VARIABLE, Run, build_parser
from shortlist.core.errors import ShortlistError
from shortlist.shown import shown
from shortlist.store.places import places

if TYPE_CHECKING:
    from rich.console import Console

    from shortlist.core.analysis import Analysis
    from shortlist.store.workspaces import Store

OK, FOUND, CRASH = 0, 1, 70
"""Exit codes: all well; something due, an error-level finding or nothing found; a defect of the program."""


def _today(asked: dt.date | None) -> dt.date:
    if asked is not None:
        return asked
    named = os.environ.get(TODAY_VARIABLE)
    if not named:
        return dt.date.today()  # noqa: DTZ011  (the user's own day, where the decision is made)
    try:
        return dt.date.fromisoformat(named)
    except ValueError:
        raise ShortlistError(f"{TODAY_VARIABLE}: {shown(named)!r} is not a date such as 2026-11-22") from None


def _store(arguments: argparse.Namespace) -> Store:
    from shortlist.store.workspaces import Store

    return Store(places(arguments.data_dir))


def _analysis(arguments: argparse.Namespace) -> Analysis:
    from shortlist.core.analysis import analyse

    opened = _store(arguments).open(arguments.name)
    return analyse(opened.workspace, None, _today(arguments.today))


def _out() -> Console:
    from shortlist.export.tables import console

    return console(sys.stdout)


def _print_json(data: object) -> None:
    sys.stdout.write(json.dumps(data, ensure_ascii=True, allow_nan=False, default=str))
    sys.stdout.write("\n")


def _say(line: str) -> None:
    sys.stdout.write(shown(line) + "\n")


# --- commands ----------------------------------------------------------------------------------------------------


def open_(arguments: argparse.Namespace) -> int:
    """Open the application: on what was asked for, else on the last workspace, else on the welcome screen."""
    if not (sys.stdin.isatty() and sys.stderr.isatty()) and "TEXTUAL_DRIVER" not in os.environ:
        raise ShortlistError("the application needs a terminal; `shortlist show NAME` prints without one")
    from shortlist.tui import run

    gc.enable()
    return run(places(arguments.data_dir), getattr(arguments, "name", None), arguments.today or _pinned())


def _pinned() -> dt.date | None:
    return _today(None) if os.environ.get(TODAY_VARIABLE) else None


def new(arguments: argparse.Namespace) -> int:
    """Make a workspace, empty or from a scenario."""
    from shortlist.core.editing import with_value
    from shortlist.core.starting import new_workspace
    from shortlist.store.naming import slug

    store = _store(arguments)
    if slug(arguments.name) in store.names():
        raise ShortlistError(
            f"there is a workspace {slug(arguments.name)} already; `shortlist open` it, or choose another name"
        )
    if arguments.scenario:
        workspace = with_value(store.open(arguments.scenario).workspace, ("title",), arguments.name)
    else:
        workspace = new_workspace(arguments.name)
    opened = store.create(workspace, arguments.name)
    _say(str(opened.path))
    return OK


def list_(arguments: argparse.Namespace) -> int:
    """List the workspaces and the shipped scenarios."""
    store = _store(arguments)
    groups = {"workspaces": store.workspaces(), "scenarios": store.scenarios()}
    if arguments.json:
        _print_json(
            {
                group: [
                    {
                        "name": e.name,
                        "title": e.title,
                        "path": str(e.path),
                        "modified": e.modified.isoformat(),
                        "problem": e.problem,
                    }
                    for e in entries
                ]
                for group, entries in groups.items()
            }
        )
        return OK
    from shortlist.export.tables import print_entries

    print_entries(groups["workspaces"], groups["scenarios"], _out())
    return OK


def rename(arguments: argparse.Namespace) -> int:
    """Give a workspace another name."""
    _say(str(_store(arguments).rename(arguments.name, arguments.new)))
    return OK


def duplicate(arguments: argparse.Namespace) -> int:
    """Copy a workspace or a scenario."""
    _say(str(_store(arguments).duplicate(arguments.name, arguments.new).path))
    return OK


def delete(arguments: argparse.Namespace) -> int:
    """Move a workspace to the trash."""
    _say(f"moved to {_store(arguments).delete(arguments.name)}")
    return OK


def show(arguments: argparse.Namespace) -> int:
    """Print comparison, cost and recommendation."""
    analysis = _analysis(arguments)
    if arguments.why is not None:
        return _why(analysis, arguments.why, arguments.json)
    if arguments.json:
        from shortlist.export.analysis_json import analysis_data

        _print_json(analysis_data(analysis))
        return OK
    from shortlist.export.tables import print_show

    print_show(analysis, _out())
    return OK


def _why(analysis: Analysis, candidate: str, as_json: bool) -> int:
    """Print what would have to change for a candidate to be recommended first."""
    from shortlist.core.problems import nearest
    from shortlist.core.whynot import why_not

    if candidate not in analysis.by_id:
        raise ShortlistError(f"no candidate {shown(candidate)!r}; {shown(nearest(candidate, analysis.by_id))}")
    answer = why_not(analysis, candidate)
    if as_json:
        _print_json({**answer._asdict(), "changes": [change._asdict() for change in answer.changes]})
        return OK
    from shortlist.export.tables import print_why

    print_why(analysis, answer, _out())
    return OK


def check(arguments: argparse.Namespace) -> int:
    """Validate a workspace, and print findings and due triggers."""

    analysis = _analysis(arguments)
    if arguments.json:
        _print_json(
            {
                "schema": 1,
                "title": analysis.workspace.title,
                "today": analysis.today.isoformat(),
                "findings": [finding._asdict() for finding in analysis.findings],
                "triggers": [state._asdict() for state in analysis.triggers],
            }
        )
    else:
        from shortlist.export.tables import print_check

        print_check(analysis.findings, analysis.triggers, _out())
    grave = {"error", "warning"} if arguments.strict else {"error"}
    found = any(finding.severity in grave for finding in analysis.findings)
    return FOUND if found or any(state.due for state in analysis.triggers) else OK


def review(arguments: argparse.Namespace) -> int:
    """Print every accepted decision's triggers, and whether one is due."""

    from shortlist.core.analysis import analyse

    store, today = _store(arguments), _today(arguments.today)
    names = _to_review(store, arguments.names)
    rows, mistakes = [], []
    for name in names:
        try:
            opened = store.open(name)
        except ShortlistError as error:
            mistakes.append(str(error))
            continue
        accepted = {record.number for record in opened.workspace.records if record.status == "accepted"}
        states = analyse(opened.workspace, None, today).triggers if accepted else []
        rows += [(name, opened.workspace.title, state) for state in states if state.record in accepted]
    if arguments.json:
        _print_json([{"workspace": name, "title": title, **state._asdict()} for name, title, state in rows])
    else:
        for name, title, state in rows:
            due = "DUE " if state.due else "ok  "
            _say(f"{due} {title} ({name}), record {state.record}, {state.kind}: {state.message}")
        if not rows:
            _say("No accepted decision with a trigger.")
    if mistakes:
        raise ShortlistError("\n".join(mistakes))
    return FOUND if any(state.due for _, _, state in rows) else OK


def _to_review(store: Store, asked: Sequence[str]) -> list[str]:
    """The workspaces of the data directory, or what was named; a folder stands for the files in it."""
    if not asked:
        return store.names()
    names: list[str] = []
    for name in asked:
        folder = Path(name)
        names += sorted(str(path) for path in folder.glob("*.toml")) if folder.is_dir() else [name]
    return names


def export(arguments: argparse.Namespace) -> int:
    """Write a workspace in another format, to a file or to stdout."""
    data = _rendered(arguments).encode("utf-8")
    if arguments.output is None:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        return OK
    target = Path(arguments.output)
    if target.exists() and not target.is_file():
        # A pipe or a device is written to; only a file is replaced.
        with target.open("wb") as stream:
            stream.write(data)
        return OK
    from shortlist.store.atomic import write_atomic

    umask = os.umask(0)
    os.umask(umask)
    write_atomic(target, data, new_mode=0o666 & ~umask)
    return OK


def _rendered(arguments: argparse.Namespace) -> str:
    if arguments.format == "toml":
        from shortlist.store.toml_text import workspace_text

        return workspace_text(_store(arguments).open(arguments.name).workspace)
    from shortlist.export.formats import FORMATS

    return FORMATS[arguments.format](_analysis(arguments))


def catalogue(arguments: argparse.Namespace) -> int:
    """Search the known offerings."""
    from shortlist.catalogue.search import search

    found = search(" ".join(arguments.query), _today(arguments.today), arguments.limit)
    if arguments.json:
        from dataclasses import asdict

        _print_json([asdict(offering) for offering in found])
    elif found:
        from shortlist.export.offerings import print_offerings

        print_offerings(found, _out())
    else:
        sys.stderr.write(
            f"shortlist: no known offering matches {shown(' '.join(arguments.query))!r}; try fewer or shorter words\n"
        )
    return OK if found else FOUND


def schema(arguments: argparse.Namespace) -> int:
    """Print the JSON Schema of the workspace file, or of `show --json`."""
    from shortlist.export.schemas import analysis_schema, workspace_schema

    _print_json(analysis_schema() if arguments.of == "show" else workspace_schema())
    return OK


def completion(arguments: argparse.Namespace) -> int:
    """Print the completion code for a shell."""
    from argcomplete.shell_integration import shellcode

    sys.stdout.write(shellcode(["shortlist"], shell=arguments.shell))
    return OK


# --- running --------------------------------------------------------------------------------------------------


def _names(prefix: str, parsed_args: argparse.Namespace, **_: Any) -> Iterable[str]:
    """Workspaces and scenarios, for completion."""
    store = _store(parsed_args)
    return [*store.names(), *(entry.name for entry in store.scenarios())]


def serve(arguments: argparse.Namespace) -> int:
    """Serve the application to a browser on this machine, until it is ended."""
    from shortlist.web.server import serve as serve_application

    gc.enable()
    passed = [f"--data-dir={arguments.data_dir}"] if arguments.data_dir else []
    passed += [f"--today={arguments.today}"] if arguments.today else []
    serve_application(passed, arguments.port)
    return OK


RUN: dict[str, Run] = {
    "open": open_,
    "new": new,
    "list": list_,
    "rename": rename,
    "duplicate": duplicate,
    "delete": delete,
    "show": show,
    "check": check,
    "review": review,
    "export": export,
    "catalogue": catalogue,
    "schema": schema,
    "serve": serve,
    "completion": completion,
}


def _complain(message: str) -> None:
    sys.stderr.write("".join(f"shortlist: {shown(line)}\n" for line in message.splitlines()))


def _start_quickly() -> None:
    """Spare a short-lived command what it never needs: collecting garbage, and looking for plugins of pydantic."""
    gc.disable()
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")


def _abandon_output() -> None:
    """Send what is left of the output nowhere: the interpreter must not fail on flushing it at exit."""
    with suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _terminated(number: int, frame: object) -> None:
    """End on a signal as a shell expects it; a save in progress is completed or leaves the old file."""
    raise SystemExit(128 + number)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code; no error a user can cause prints a traceback."""
    _start_quickly()
    for name in ("SIGTERM", "SIGHUP"):
        with suppress(AttributeError, ValueError):  # not on this system, or not in the main thread
            signal.signal(getattr(signal, name), _terminated)
    parser = build_parser(__version__, RUN, _names)
    if "_ARGCOMPLETE" in os.environ:
        import argcomplete

        argcomplete.autocomplete(parser)
    try:
        parsed = parser.parse_args(arguments)
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
        place = f"{shown(str(error.filename))}: " if error.filename else "the output: "
        _complain(f"{place}{(error.strerror or str(error)).lower()}")
        return BAD_INPUT
    except Exception as error:
        if os.environ.get("SHORTLIST_DEBUG"):
            raise
        _complain(f"a defect: {type(error).__name__}; SHORTLIST_DEBUG=1 shows where. Nothing was written.")
        return CRASH
    return code

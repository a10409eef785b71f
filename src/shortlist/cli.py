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
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from shortlist.core.errors import ShortlistError
from shortlist.shown import shown
from shortlist.store.places import DATA_DIR_VARIABLE, places

if TYPE_CHECKING:
    from rich.console import Console

    from shortlist.core.analysis import Analysis
    from shortlist.store.workspaces import Store

OK, FOUND, BAD_INPUT, CRASH = 0, 1, 2, 70
"""Exit codes: all well; something due, an error-level finding or nothing found; bad input; a defect of the program."""
TODAY_VARIABLE = "SHORTLIST_TODAY"
EXPORT_FORMATS = ("markdown", "matrix", "json", "csv", "toml")
SHELLS = ("bash", "zsh", "fish")


class Parser(argparse.ArgumentParser):
    """A parser that tells a mistake in one line."""

    def error(self, message: str) -> NoReturn:
        """Print the mistake and where help is, and exit with 2."""
        self.exit(BAD_INPUT, f"{self.prog}: {shown(message)}; see `{self.prog} --help`\n")


def day(text: str) -> dt.date:
    """A date argument."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a date such as 2026-11-22") from None


def at_least_one(text: str) -> int:
    """A whole number of 1 or more, as an argument."""
    if not (text.isascii() and text.isdigit() and 0 < len(text) < 10 and int(text) > 0):
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number of 1 or more")
    return int(text)


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
    analysis = _analysis(arguments)
    if arguments.format == "json":
        from shortlist.export.analysis_json import analysis_data

        return json.dumps(analysis_data(analysis), ensure_ascii=True, allow_nan=False, indent=2) + "\n"
    if arguments.format == "csv":
        from shortlist.export.csv_table import csv_table

        return csv_table(analysis)
    if arguments.format == "matrix":
        from shortlist.export.matrix import matrix

        return matrix(analysis)
    from shortlist.export.markdown import markdown

    return markdown(analysis)


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


# --- the parser --------------------------------------------------------------------------------------------------


def _names(prefix: str, parsed_args: argparse.Namespace, **_: Any) -> Iterable[str]:
    """Workspaces and scenarios, for completion."""
    store = _store(parsed_args)
    return [*store.names(), *(entry.name for entry in store.scenarios())]


def _command(
    commands: Any,
    name: str,
    run: Callable[[argparse.Namespace], int],
    help_: str,
    example: str,
    json_: bool = False,
) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = commands.add_parser(
        name,
        help=help_,
        description=help_[0].upper() + help_[1:] + ".",
        epilog=f"example: {example}",
        parents=[_shared()],
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.set_defaults(run=run)
    if json_:
        parser.add_argument("--json", action="store_true", help="print data for another program")
    return parser


@cache
def _shared() -> argparse.ArgumentParser:
    """Options that stand before or after the command."""
    shared = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    shared.add_argument("--data-dir", metavar="DIR", help=f"where workspaces lie (or {DATA_DIR_VARIABLE})")
    shared.add_argument("--today", type=day, metavar="DATE", help=f"judge as of this day (or {TODAY_VARIABLE})")
    return shared


def _name_argument(
    parser: argparse.ArgumentParser, help_: str = "a workspace, a scenario, or the path of a file"
) -> None:
    argument = parser.add_argument("name", metavar="NAME", help=help_)
    argument.completer = _names  # type: ignore[attr-defined]


def build_parser() -> argparse.ArgumentParser:
    """The whole command line."""
    from shortlist import __version__

    parser = Parser(
        prog="shortlist",
        description="Choose a language model for production, and write down why.",
        epilog="Without a command: open the application.\nexample: shortlist show support-assistant-worked",
        parents=[_shared()],
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"shortlist {__version__}")
    parser.set_defaults(run=open_, data_dir=None, today=None)
    commands = parser.add_subparsers(metavar="COMMAND", parser_class=Parser)
    _workspace_commands(commands)
    _reading_commands(commands)
    return parser


def _workspace_commands(commands: Any) -> None:
    one = _command(commands, "open", open_, "open the application on a workspace", "shortlist open support-assistant")
    _name_argument(one, "a workspace; a scenario, of which a workspace is made; or a path, edited in place")
    one = _command(commands, "new", new, "make a workspace", "shortlist new triage --from support-assistant")
    one.add_argument("name", metavar="NAME", help="its name and title")
    argument = one.add_argument("--from", dest="scenario", metavar="SCENARIO", help="what to start from")
    argument.completer = _names  # type: ignore[attr-defined]
    _command(commands, "list", list_, "list workspaces and scenarios", "shortlist list --json", json_=True)
    one = _command(commands, "rename", rename, "give a workspace another name", "shortlist rename triage mail-triage")
    _name_argument(one, "the workspace")
    one.add_argument("new", metavar="NEW", help="its new name")
    one = _command(commands, "duplicate", duplicate, "copy a workspace or a scenario", "shortlist duplicate triage")
    _name_argument(one)
    one.add_argument("new", metavar="NEW", nargs="?", help="the name of the copy")
    one = _command(commands, "delete", delete, "move a workspace to the trash", "shortlist delete triage")
    _name_argument(one, "the workspace")


def _reading_commands(commands: Any) -> None:
    one = _command(
        commands,
        "show",
        show,
        "print comparison, cost and recommendation",
        "shortlist show voice-booking --why gpt-6-sol",
        json_=True,
    )
    _name_argument(one)
    one.add_argument("--why", metavar="CANDIDATE", help="print what would have to change for it to be the first")
    one = _command(
        commands,
        "check",
        check,
        "validate, and print findings and due triggers",
        "shortlist check triage --strict",
        json_=True,
    )
    _name_argument(one)
    one.add_argument("--strict", action="store_true", help="exit with 1 on warnings too")
    one = _command(
        commands,
        "review",
        review,
        "print accepted decisions that are due to be reopened",
        "shortlist review decisions/",
        json_=True,
    )
    argument = one.add_argument(
        "names", metavar="NAME", nargs="*", help="workspaces, files or folders; left out: all workspaces"
    )
    argument.completer = _names  # type: ignore[attr-defined]
    one = _command(
        commands,
        "export",
        export,
        "write a workspace in another format",
        "shortlist export triage -f markdown -o triage.md",
    )
    _name_argument(one)
    one.add_argument(
        "-f", "--format", choices=EXPORT_FORMATS, default="markdown", help="the format (default: markdown)"
    )
    one.add_argument("-o", "--output", metavar="FILE", help="where to; left out: standard output")
    one = _command(
        commands,
        "catalogue",
        catalogue,
        "search known offerings and their prices",
        "shortlist catalogue gpt-6 --json",
        json_=True,
    )
    one.add_argument("query", metavar="QUERY", nargs="+", help="words of a model, provider or developer")
    one.add_argument("--limit", type=at_least_one, default=50, help="how many to print at most (default: 50)")
    one = _command(
        commands,
        "schema",
        schema,
        "print the JSON Schema of the workspace file",
        "shortlist schema --of show",
        json_=True,
    )
    one.add_argument(
        "--of", choices=("workspace", "show"), default="workspace", help="of the file, or of `show --json`"
    )
    one = _command(
        commands,
        "completion",
        completion,
        "print completion code for a shell",
        'eval "$(shortlist completion bash)"',
    )
    one.add_argument("shell", choices=SHELLS, help="the shell")


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
    parser = build_parser()
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

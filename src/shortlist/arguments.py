"""The command line as data: every command with its sentence, example and arguments; and the parser made of it."""

from __future__ import annotations

import argparse
import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Literal, NamedTuple, NoReturn

from shortlist.core.document.vocabulary import BASES
from shortlist.formats import FORMATS, RECORD_FORMATS
from shortlist.shown import shown
from shortlist.store.places import DATA_DIR_VARIABLE

BAD_INPUT = 2
"""The exit code of a mistake on the command line or in a file."""
TODAY_VARIABLE = "SHORTLIST_TODAY"
DEFAULT_PORT = 8000
MOST_PORT = 65_535
SHELLS = ("bash", "zsh", "fish")

Run = Callable[[argparse.Namespace], int]
Complete = Callable[..., Iterable[str]]


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


def positive(text: str) -> float:
    """A number above 0, as an argument."""
    try:
        number = float(text)
    except ValueError:
        number = 0.0
    if not 0 < number < 1e12:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number above 0")
    return number


def dollars(text: str) -> float:
    """An amount of dollars, as an argument."""
    return positive(text.removeprefix("$"))


SECONDS = {"s": 1, "m": 60, "h": 3600}


def duration(text: str) -> float:
    """A time such as 60s or 5m, in seconds, as an argument."""
    unit = text[-1:] if text[-1:] in SECONDS else ""
    return positive(text.removesuffix(unit)) * SECONDS.get(unit, 1)


def port(text: str) -> int:
    """A port number as an argument."""
    number = at_least_one(text)
    if number > MOST_PORT:
        raise argparse.ArgumentTypeError(f"{text!r} is not a port from 1 to {MOST_PORT}")
    return number


class Argument(NamedTuple):
    """One argument: its names, what argparse is told of it, and what completes it: names of workspaces, presets."""

    names: tuple[str, ...]
    told: Mapping[str, Any]
    completes: Literal["names", "presets", ""] = ""


def _argument(*names: str, completes: Literal["names", "presets", ""] = "", **told: Any) -> Argument:
    return Argument(names, told, completes)


def _name(help_: str) -> Argument:
    return _argument("name", metavar="NAME", help=help_, completes="names")


NAME = _name("a workspace, a scenario, or the path of a file")
OWN_NAME = _name("the workspace")


class Command(NamedTuple):
    """One command: what it does in a clause, an example, its arguments, and whether it prints data for programs."""

    name: str
    does: str
    example: str
    arguments: tuple[Argument, ...] = ()
    json: bool = False


COMMANDS = (
    Command(
        "open",
        "open the application on a workspace",
        "shortlist open support-assistant",
        (_name("a workspace; a scenario, of which a workspace is made; or a path, edited in place"),),
    ),
    Command("tour", "open the application on a decision that was made, with eight stops through it", "shortlist tour"),
    Command(
        "new",
        "make a workspace",
        "shortlist new triage --preset retrieval",
        (
            _argument("name", metavar="NAME", help="its name and title"),
            _argument("--from", dest="scenario", metavar="SCENARIO", help="what to start from", completes="names"),
            _argument(
                "--preset",
                metavar="PRESET",
                help="steps of a common kind of product; prints what they assume, and why; ? lists the presets",
                completes="presets",
            ),
        ),
    ),
    Command(
        "list",
        "list workspaces and scenarios",
        "shortlist list --json",
        (_argument("--trash", action="store_true", help="list deleted workspaces instead; they are kept 30 days"),),
        json=True,
    ),
    Command(
        "rename",
        "give a workspace another name",
        "shortlist rename triage mail-triage",
        (OWN_NAME, _argument("new", metavar="NEW", help="its new name")),
    ),
    Command(
        "duplicate",
        "copy a workspace or a scenario",
        "shortlist duplicate triage",
        (NAME, _argument("new", metavar="NEW", nargs="?", help="the name of the copy")),
    ),
    Command("delete", "move a workspace to the trash", "shortlist delete triage", (OWN_NAME,)),
    Command(
        "restore",
        "bring a deleted workspace back",
        "shortlist restore triage",
        (_argument("name", metavar="NAME", help="what it was called"),),
    ),
    Command(
        "show",
        "print comparison, cost and recommendation",
        "shortlist show coding-agent --why claude-opus-5-5",
        (
            NAME,
            _argument(
                "--why", metavar="CANDIDATE", help="what would have to change for it to be the first, in its steps"
            ),
            _argument(
                "--record", type=at_least_one, metavar="N", help="replay an accepted record from what was frozen"
            ),
        ),
        json=True,
    ),
    Command(
        "check",
        "validate, and print findings and due triggers",
        "shortlist check triage --strict",
        (
            NAME,
            _argument("--strict", action="store_true", help="exit with 1 on warnings too"),
            _argument(
                "--config",
                metavar="FILE",
                help="hold the decision against what runs: a config of LiteLLM, or a body for OpenRouter",
            ),
        ),
        json=True,
    ),
    Command(
        "review",
        "print accepted decisions that are due to be reopened",
        "shortlist review decisions/",
        (
            _argument(
                "names",
                metavar="NAME",
                nargs="*",
                help="workspaces, files or folders; left out: all workspaces",
                completes="names",
            ),
            _argument(
                "--catalogue",
                metavar="FILE",
                help="compare with the offerings of this file, as `catalogue --json` prints them",
            ),
            _argument("--config", metavar="FILE", help="hold them against what runs, as `check --config` does"),
            _argument("--ics", metavar="FILE", help="write the days on which something is due as a calendar"),
            _argument("--open", action="store_true", help="open the application on the first decision that is due"),
        ),
        json=True,
    ),
    Command(
        "watch",
        "print what is due of accepted decisions and who could take over; on request propose it as a draft",
        "shortlist watch --update --propose --format markdown",
        (
            _argument(
                "names",
                metavar="NAME",
                nargs="*",
                help="workspaces, files or folders; left out: all workspaces",
                completes="names",
            ),
            _argument("--update", action="store_true", help="fetch the newest prices and dates of withdrawal first"),
            _argument(
                "--dates",
                metavar="ADDRESS",
                action="append",
                default=[],
                help="with --update: a list of dates of withdrawal to fetch as well",
            ),
            _argument(
                "--catalogue",
                metavar="FILE",
                help="take the offerings of this file, as `catalogue --json` prints them, for today's",
            ),
            _argument(
                "--figures",
                metavar="FILE",
                action="append",
                default=[],
                help="a leaderboard or price list whose figures count for challengers; may be given often",
            ),
            _argument("--propose", action="store_true", help="write a draft that is to replace what is due"),
            _argument(
                "--format", choices=("text", "markdown"), default="text", help="markdown: the body of a change request"
            ),
        ),
        json=True,
    ),
    Command(
        "diff",
        "print what changed since a record was accepted, or between two",
        "shortlist diff triage 1 2",
        (
            NAME,
            _argument(
                "before", metavar="A", nargs="?", type=at_least_one, help="a record; left out: the last accepted"
            ),
            _argument("after", metavar="B", nargs="?", type=at_least_one, help="a record; left out: today"),
        ),
        json=True,
    ),
    Command(
        "evidence",
        "print the runs of your own examples, what they show, and what would settle the choice",
        "shortlist evidence triage --json",
        (NAME,),
        json=True,
    ),
    Command(
        "golden",
        "print what the golden datasets cover; add, retire or export examples",
        "shortlist golden triage --step classify --starter routing",
        (
            _name("a workspace, or the path of a file"),
            _argument("--step", metavar="ID", help="which step; left out: all, or the only one"),
            _argument("--starter", metavar="KIND", help="add a starter set, to be replaced by your own examples"),
            _argument(
                "--import",
                dest="take",
                metavar="FILE",
                help="add the examples of a file: tests of promptfoo, a table, a dataset of Inspect",
            ),
            _argument("--retire", metavar="ID", help="keep an example, and run it no more"),
            _argument(
                "--answer", action="store_true", help="answer the checks golden.* that the files decide; yours stay"
            ),
            _argument("--export", choices=("promptfoo",), help="print the examples as tests of another tool"),
            _argument("-o", "--output", metavar="FILE", help="where to; left out: standard output"),
        ),
        json=True,
    ),
    Command(
        "evaluate",
        "run your own examples against the candidates, within a budget, and take over what they show",
        "shortlist evaluate triage --step classify --budget 3",
        (
            _name("a workspace, or the path of a file"),
            _argument("--step", metavar="ID", action="append", default=[], help="these steps; left out: all that can"),
            _argument(
                "--candidate", metavar="ID", action="append", default=[], help="these; left out: all with an endpoint"
            ),
            _argument("--limit", type=at_least_one, metavar="N", help="only the first N examples of each step"),
            _argument("--repeat", type=at_least_one, default=1, metavar="N", help="ask each N times (default: 1)"),
            _argument("--concurrency", type=at_least_one, default=4, metavar="N", help="calls at a time (default: 4)"),
            _argument("--rate", type=positive, metavar="N", help="at most N calls a second"),
            _argument(
                "--for",
                dest="lasting",
                type=duration,
                metavar="TIME",
                help="with --rate: a load of that many calls a second for so long (60s, 5m), to measure an endpoint",
            ),
            _argument(
                "--budget", type=dollars, metavar="USD", help="make no call that could pass it, retries included"
            ),
            _argument(
                "--timeout",
                type=duration,
                metavar="TIME",
                help="the longest answer waited for (default: 2m, 10m where a model thinks)",
            ),
            _argument("--fresh", action="store_true", help="ask again for what stands in the log of an earlier run"),
            _argument("--yes", action="store_true", help="do not ask before calling"),
        ),
        json=True,
    ),
    Command(
        "measure",
        "take a step's traffic and measured figures from request logs",
        "shortlist measure triage logs.parquet --step classify --dry-run",
        (
            _name("a workspace, or the path of a file"),
            _argument(
                "files", metavar="FILE", nargs="+", help="CSV, JSON Lines or Parquet; with --engine names of tables"
            ),
            _argument("--step", metavar="ID", required=True, help="the step whose requests they are"),
            _argument("--candidate-column", metavar="COLUMN", help="which column names the model"),
            _argument(
                "--candidate", metavar="[MODEL=]ID", action="append", default=[], help="which candidate a model is"
            ),
            _argument(
                "--map",
                metavar="MEANING=COLUMN",
                action="append",
                default=[],
                help="what a column of no known name means: candidate, at, end, first, input_tokens, cached_tokens, "
                "output_tokens, reasoning_tokens, latency, ttft (COLUMN:ms), error, status, ok, retries, cached, cost",
            ),
            _argument("--engine", metavar="URL", help="where the logs lie, instead of files (postgres://…, trino://…)"),
            _argument("--days", type=positive, metavar="N", help="how many days they span, where no column says it"),
            _argument("--dry-run", action="store_true", help="print what would change, and change nothing"),
        ),
        json=True,
    ),
    Command(
        "export",
        "write a workspace in another format",
        "shortlist export triage -f html -o triage.html",
        (
            _argument(
                "name",
                metavar="NAME",
                nargs="?",
                help="a workspace, a scenario, or the path of a file; with --all: left out, all workspaces",
                completes="names",
            ),
            _argument(
                "-f",
                "--format",
                choices=tuple(FORMATS),
                help=f"the format (default: markdown; with --all one of {', '.join(RECORD_FORMATS)}, by default madr)",
            ),
            _argument("-o", "--output", metavar="FILE", help="a file, or a folder; left out: standard output"),
            _argument("--record", type=at_least_one, metavar="N", help="an accepted record, as it was decided"),
            _argument("--all", metavar="DIR", help="write every record to a folder, with an index"),
            _argument("--force", action="store_true", help="replace a file that was not written by an export"),
        ),
    ),
    Command(
        "import",
        "take figures over from a file (a price list, a leaderboard, a model card), or runs of your own examples",
        "shortlist import triage models.json --dry-run",
        (
            _name("a workspace, or the path of a file"),
            _argument("file", metavar="FILE", nargs="?", help="a JSON file, a table, a model card, or an archive"),
            _argument("--catalogue", action="store_true", help="compare with today's catalogue instead of a file"),
            _argument("--format", metavar="FORMAT", help="what it is, where its content does not tell"),
            _argument(
                "--map",
                metavar="COLUMN=MEANING",
                action="append",
                default=[],
                help="what a column of a table of no known format means, numbers=1.234,5 how its numbers are written; "
                "it is remembered",
            ),
            _argument(
                "--only",
                metavar="ROW",
                action="append",
                default=[],
                help="take these rows (a name, or a pattern with *), new ones too; left out: those of your candidates",
            ),
            _argument(
                "--same",
                metavar="ROW=CANDIDATE",
                action="append",
                default=[],
                help="confirm that a row is this candidate; it is remembered",
            ),
            _argument(
                "--candidate",
                metavar="[MODEL=]ID",
                action="append",
                default=[],
                help="of runs: which candidate they are of, or those of one model; it is remembered",
            ),
            _argument(
                "--step",
                metavar="[SUITE=]ID",
                action="append",
                default=[],
                help="of runs: which step they were made for; it is remembered",
            ),
            _argument("--without-answers", action="store_true", help="of runs: leave answers and reasons out"),
            _argument("--scorer", metavar="NAME", help="of runs: which of several scorers decides what is right"),
            _argument("--filter", metavar="NAME", help="of runs: which of several filters of answers counts"),
            _argument("--pass-at", type=float, metavar="SCORE", help="of runs: from which score on an answer is right"),
            _argument("--source", metavar="TEXT", help="who says the figures of a table whose rows do not say it"),
            _argument("--basis", choices=tuple(BASES), help="how they are known; left out: published"),
            _argument("--as-of", type=day, metavar="DATE", help="the day of figures that have no date of their own"),
            _argument(
                "--index-version",
                metavar="TEXT",
                help="the version of an index that the file does not state, or the board of the arena that it is of",
            ),
            _argument(
                "--header-line",
                type=at_least_one,
                default=0,
                metavar="N",
                help="the line of a table that holds the names of its columns, where titles stand above it",
            ),
            _argument("--dry-run", action="store_true", help="print what would change, and change nothing"),
        ),
        json=True,
    ),
    Command(
        "catalogue",
        "search known offerings and their prices",
        "shortlist catalogue gpt-6 --json",
        (
            _argument("query", metavar="QUERY", nargs="*", help="words of a model, provider or developer"),
            _argument(
                "--update",
                action="store_true",
                help="fetch the newest prices and dates of withdrawal first",
            ),
            _argument(
                "--dates",
                metavar="ADDRESS",
                action="append",
                default=[],
                help="with --update: a list of dates of withdrawal to fetch as well",
            ),
            _argument("--limit", type=at_least_one, default=50, help="how many to print at most (default: 50)"),
        ),
        json=True,
    ),
    Command(
        "size",
        "estimate the machines that self-hosting a model takes",
        "shortlist size gpt-oss-120b --set requests=64 --set gpu=H200",
        (
            _argument("model", metavar="MODEL", help="a model that is known, or any name and its figures"),
            _argument(
                "--set",
                dest="fields",
                metavar="FIELD=VALUE",
                action="append",
                default=[],
                help="may be given often: total_b, active_b, precision, layers, kv_heads, head_size, attention_width, "
                "window_layers, window_tokens, cache, prompt_tokens, answer_tokens, requests, gpu, gpus, served_share, "
                "gpu_hour_usd",
            ),
        ),
        json=True,
    ),
    Command("keys", "print every key of the application, and which are your own", "shortlist keys --json", json=True),
    Command(
        "schema",
        "print the JSON Schema of the workspace file",
        "shortlist schema --of show",
        (
            _argument(
                "--of", choices=("workspace", "show"), default="workspace", help="of the file, or of `show --json`"
            ),
        ),
        json=True,
    ),
    Command(
        "serve",
        "serve the application to a browser on this machine",
        "shortlist serve --port 8080",
        (_argument("--port", type=port, default=DEFAULT_PORT, help=f"where it listens (default: {DEFAULT_PORT})"),),
    ),
    Command("mcp", "answer other programs about decisions, read-only, over standard input and output", "shortlist mcp"),
    Command(
        "completion",
        "print completion code for a shell",
        'eval "$(shortlist completion bash)"',
        (_argument("shell", choices=SHELLS, help="the shell"),),
    ),
)


class Parser(argparse.ArgumentParser):
    """A parser that tells a mistake in one line."""

    def error(self, message: str) -> NoReturn:
        """Print the mistake and where help is, and exit with 2."""
        self.exit(BAD_INPUT, f"{self.prog}: {shown(message)}; see `{self.prog} --help`\n")


def _shared() -> Parser:
    """Options that stand before or after the command.

    The parser before the command needs its own: argparse shares what it is lent, and a default that is set on one
    would make every command overwrite what stands before it.
    """
    shared = Parser(add_help=False, argument_default=argparse.SUPPRESS)
    shared.add_argument("--data-dir", metavar="DIR", help=f"where workspaces lie (or {DATA_DIR_VARIABLE})")
    shared.add_argument("--today", type=day, metavar="DATE", help=f"judge as of this day (or {TODAY_VARIABLE})")
    return shared


def build_parser(version: str, run: Mapping[str, Run], complete: Mapping[str, Complete]) -> argparse.ArgumentParser:
    """The whole command line; `run` has a function for every command, `open` for none as well."""
    parser = Parser(
        prog="shortlist",
        description="Choose a language model for production, and write down why.",
        epilog="Without a command: open the application.\nexample: shortlist show support-assistant-worked",
        parents=[_shared()],
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"shortlist {version}")
    parser.set_defaults(run=run["open"], data_dir=None, today=None)
    shared = _shared()
    commands = parser.add_subparsers(metavar="COMMAND", parser_class=Parser)
    for command in COMMANDS:
        one = commands.add_parser(
            command.name,
            help=command.does,
            description=command.does[0].upper() + command.does[1:] + ".",
            epilog=f"example: {command.example}",
            parents=[shared],
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        one.set_defaults(run=run[command.name])
        for argument in command.arguments:
            action = one.add_argument(*argument.names, **argument.told)
            if argument.completes:
                action.completer = complete[argument.completes]  # type: ignore[attr-defined]
        if command.json:
            one.add_argument("--json", action="store_true", help="print data for another program")
    return parser

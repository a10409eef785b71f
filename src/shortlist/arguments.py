"""The command line as data: every command with its sentence, example and arguments; and the parser made of it."""

from __future__ import annotations

import argparse
import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Literal, NamedTuple, NoReturn

from shortlist.core.basics.days import typed_day
from shortlist.core.basics.words import capitalised
from shortlist.core.document.vocabulary import BASES
from shortlist.formats import FORMATS, RECORD_FORMATS
from shortlist.sanitising import shown
from shortlist.store.places import DATA_DIR_VARIABLE, starter_kinds

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
        return typed_day(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


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


def _argument(
    names: str, metavar: str, help_: str, completes: Literal["names", "presets", ""] = "", **told: Any
) -> Argument:
    """An argument by its names, apart by spaces; without a metavar it says its choices."""
    if metavar:
        told["metavar"] = metavar
    return Argument(tuple(names.split()), {"help": help_, **told}, completes)


def _flag(name: str, help_: str) -> Argument:
    return Argument((name,), {"help": help_, "action": "store_true"})


def _many(name: str, metavar: str, help_: str, **told: Any) -> Argument:
    """An option that may be given often."""
    return _argument(name, metavar, help_, action="append", default=[], **told)


def _name(help_: str) -> Argument:
    return _argument("name", "NAME", help_, completes="names")


NAME = _name("a workspace, a scenario, or the path of a file")
OWN_NAME = _name("the workspace")
NAME_OR_FILE = _name("a workspace, or the path of a file")
PLACES = _argument(
    "names", "NAME", "workspaces, files or folders; left out: all workspaces", completes="names", nargs="*"
)
DATES = _many("--dates", "ADDRESS", "with --update: a list of dates of withdrawal to fetch as well")
UPDATE = _flag("--update", "fetch the newest prices and dates of withdrawal first")
DRY_RUN = _flag("--dry-run", "print what would change, and change nothing")


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
            _argument("name", "NAME", "its name and title"),
            _argument("--from", "SCENARIO", "what to start from", dest="scenario", completes="names"),
            _argument(
                "--preset",
                "PRESET",
                "steps of a common kind of product; prints what they assume, and why; ? lists the presets",
                completes="presets",
            ),
        ),
    ),
    Command(
        "list",
        "list workspaces and scenarios",
        "shortlist list --json",
        (_flag("--trash", "list deleted workspaces instead; they are kept 30 days"),),
        json=True,
    ),
    Command(
        "rename",
        "give a workspace another name",
        "shortlist rename triage mail-triage",
        (OWN_NAME, _argument("new", "NEW", "its new name")),
    ),
    Command(
        "duplicate",
        "copy a workspace or a scenario",
        "shortlist duplicate triage",
        (NAME, _argument("new", "NEW", "the name of the copy", nargs="?")),
    ),
    Command("delete", "move a workspace to the trash", "shortlist delete triage", (OWN_NAME,)),
    Command(
        "restore",
        "bring a deleted workspace back",
        "shortlist restore triage",
        (_argument("name", "NAME", "what it was called"),),
    ),
    Command(
        "show",
        "print comparison, cost and recommendation",
        "shortlist show coding-agent --why claude-opus-5-5",
        (
            NAME,
            _argument("--why", "CANDIDATE", "what would have to change for it to be the first, in its steps"),
            _argument("--record", "N", "replay an accepted record from what was frozen", type=at_least_one),
        ),
        json=True,
    ),
    Command(
        "check",
        "validate, and print findings and due triggers",
        "shortlist check triage --strict",
        (
            NAME,
            _flag("--strict", "exit with 1 on warnings too"),
            _argument(
                "--config", "FILE", "hold the decision against what runs: a config of LiteLLM, or a body for OpenRouter"
            ),
        ),
        json=True,
    ),
    Command(
        "review",
        "print accepted decisions that are due to be reopened",
        "shortlist review decisions/",
        (
            PLACES,
            _argument(
                "--catalogue", "FILE", "compare with the offerings of this file, as `catalogue --json` prints them"
            ),
            _argument("--config", "FILE", "hold them against what runs, as `check --config` does"),
            _argument("--ics", "FILE", "write the days on which something is due as a calendar"),
            _flag("--open", "open the application on the first decision that is due"),
        ),
        json=True,
    ),
    Command(
        "watch",
        "print what is due of accepted decisions and who could take over; on request propose it as a draft",
        "shortlist watch --update --propose --format markdown",
        (
            PLACES,
            UPDATE,
            DATES,
            _argument(
                "--catalogue", "FILE", "take the offerings of this file, as `catalogue --json` prints them, for today's"
            ),
            _many(
                "--figures",
                "FILE",
                "a leaderboard or price list whose figures count for challengers; may be given often",
            ),
            _flag("--propose", "write a draft that is to replace what is due"),
            _argument(
                "--format", "", "markdown: the body of a change request", choices=("text", "markdown"), default="text"
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
            _argument("before", "A", "a record; left out: the last accepted", nargs="?", type=at_least_one),
            _argument("after", "B", "a record; left out: today", nargs="?", type=at_least_one),
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
            NAME_OR_FILE,
            _argument("--step", "ID", "which step; left out: all, or the only one"),
            _argument(
                "--starter",
                "KIND",
                f"add a starter set, to be replaced by your own examples: {', '.join(starter_kinds())}",
            ),
            _argument(
                "--import",
                "FILE",
                "add the examples of a file: tests of promptfoo, a table, a dataset of Inspect",
                dest="take",
            ),
            _argument("--retire", "ID", "keep an example, and run it no more"),
            _flag("--answer", "answer the checks golden.* that the files decide; yours stay"),
            _argument("--export", "", "print the examples as tests of another tool", choices=("promptfoo",)),
            _argument("-o --output", "FILE", "where to; left out: standard output"),
        ),
        json=True,
    ),
    Command(
        "evaluate",
        "run your own examples against the candidates, within a budget, and take over what they show",
        "shortlist evaluate triage --step classify --budget 3",
        (
            NAME_OR_FILE,
            _many("--step", "ID", "these steps; left out: all that can"),
            _many("--candidate", "ID", "these; left out: all with an endpoint"),
            _argument("--limit", "N", "only the first N examples of each step", type=at_least_one),
            _argument("--repeat", "N", "ask each N times (default: 1)", type=at_least_one, default=1),
            _argument("--concurrency", "N", "calls at a time (default: 4)", type=at_least_one, default=4),
            _argument("--rate", "N", "at most N calls a second", type=positive),
            _argument(
                "--for",
                "TIME",
                "with --rate: a load of that many calls a second for so long (60s, 5m), to measure an endpoint",
                dest="lasting",
                type=duration,
            ),
            _argument("--budget", "USD", "make no call that could pass it, retries included", type=dollars),
            _argument(
                "--timeout",
                "TIME",
                "the longest answer waited for (default: 2m, 10m where a model thinks)",
                type=duration,
            ),
            _flag("--fresh", "ask again for what stands in the log of an earlier run"),
            _flag("--yes", "do not ask before calling"),
        ),
        json=True,
    ),
    Command(
        "measure",
        "take a step's traffic and measured figures from request logs",
        "shortlist measure triage logs.parquet --step classify --dry-run",
        (
            NAME_OR_FILE,
            _argument("files", "FILE", "CSV, JSON Lines or Parquet; with --engine names of tables", nargs="+"),
            _argument("--step", "ID", "the step whose requests they are", required=True),
            _argument("--candidate-column", "COLUMN", "which column names the model"),
            _many("--candidate", "[MODEL=]ID", "which candidate a model is"),
            _many(
                "--map",
                "MEANING=COLUMN",
                "what a column of no known name means: candidate, at, end, first, input_tokens, cached_tokens, "
                "stored_tokens, output_tokens, reasoning_tokens, latency, ttft (COLUMN:ms), error, status, ok, "
                "retries, cached, cost",
            ),
            _argument("--engine", "URL", "where the logs lie, instead of files (postgres://…, trino://…)"),
            _argument("--days", "N", "how many days they span, where no column says it", type=positive),
            DRY_RUN,
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
                "NAME",
                "a workspace, a scenario, or the path of a file; with --all: left out, all workspaces",
                nargs="?",
                completes="names",
            ),
            _argument(
                "-f --format",
                "",
                f"the format (default: markdown; with --all one of {', '.join(RECORD_FORMATS)}, by default madr)",
                choices=tuple(FORMATS),
            ),
            _argument("-o --output", "FILE", "a file, or a folder; left out: standard output"),
            _argument("--record", "N", "an accepted record, as it was decided", type=at_least_one),
            _argument("--all", "DIR", "write every record to a folder, with an index"),
            _flag("--force", "replace a file that was not written by an export"),
        ),
    ),
    Command(
        "import",
        "take figures over from a file (a price list, a leaderboard, a model card), or runs of your own examples",
        "shortlist import triage models.json --dry-run",
        (
            NAME_OR_FILE,
            _argument("file", "FILE", "a JSON file, a table, a model card, or an archive", nargs="?"),
            _flag("--catalogue", "compare with today's catalogue instead of a file"),
            _argument("--format", "FORMAT", "what it is, where its content does not tell"),
            _many(
                "--map",
                "COLUMN=MEANING",
                "what a column of a table of no known format means, numbers=1.234,5 how its numbers are written; "
                "it is remembered",
            ),
            _many(
                "--only",
                "ROW",
                "take these rows (a name, or a pattern with *), new ones too; left out: those of your candidates",
            ),
            _many("--same", "ROW=CANDIDATE", "confirm that a row is this candidate; it is remembered"),
            _many(
                "--candidate",
                "[MODEL=]ID",
                "of runs: which candidate they are of, or those of one model; it is remembered",
            ),
            _many("--step", "[SUITE=]ID", "of runs: which step they were made for; it is remembered"),
            _flag("--without-answers", "of runs: leave answers and reasons out"),
            _argument("--scorer", "NAME", "of runs: which of several scorers decides what is right"),
            _argument("--filter", "NAME", "of runs: which of several filters of answers counts"),
            _argument("--pass-at", "SCORE", "of runs: from which score on an answer is right", type=float),
            _argument("--source", "TEXT", "who says the figures of a table whose rows do not say it"),
            _argument("--basis", "", "how they are known; left out: published", choices=tuple(BASES)),
            _argument("--as-of", "DATE", "the day of figures that have no date of their own", type=day),
            _argument(
                "--index-version",
                "TEXT",
                "the version of an index that the file does not state, or the board of the arena that it is of",
            ),
            _argument(
                "--header-line",
                "N",
                "the line of a table that holds the names of its columns, where titles stand above it",
                type=at_least_one,
                default=0,
            ),
            DRY_RUN,
        ),
        json=True,
    ),
    Command(
        "catalogue",
        "search known offerings and their prices",
        "shortlist catalogue gpt-6 --json",
        (
            _argument(
                "query",
                "QUERY",
                "words of a model, provider or developer; with --json left out: all offerings",
                nargs="*",
            ),
            UPDATE,
            DATES,
            _argument(
                "--limit", "N", "how many to print at most (default: 50, and all without a query)", type=at_least_one
            ),
        ),
        json=True,
    ),
    Command(
        "size",
        "estimate the machines that self-hosting a model takes",
        "shortlist size gpt-oss-120b --set requests=64 --set gpu=H200",
        (
            _argument("model", "MODEL", "a model that is known, or any name and its figures"),
            _many(
                "--set",
                "FIELD=VALUE",
                "may be given often: total_b, active_b, precision, layers, kv_heads, head_size, attention_width, "
                "window_layers, window_tokens, cache, prompt_tokens, answer_tokens, requests, gpu, gpus, served_share, "
                "gpu_hour_usd",
                dest="fields",
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
                "--of", "", "of the file, or of `show --json`", choices=("workspace", "show"), default="workspace"
            ),
        ),
        json=True,
    ),
    Command(
        "serve",
        "serve the application to a browser on this machine",
        "shortlist serve --port 8080",
        (_argument("--port", "", f"where it listens (default: {DEFAULT_PORT})", type=port, default=DEFAULT_PORT),),
    ),
    Command("mcp", "answer other programs about decisions, read-only, over standard input and output", "shortlist mcp"),
    Command(
        "completion",
        "print completion code for a shell",
        'eval "$(shortlist completion bash)"',
        (_argument("shell", "", "the shell", choices=SHELLS),),
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
            description=f"{capitalised(command.does)}.",
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

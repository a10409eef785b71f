"""An analysis as tables for a terminal, readable at 80 columns and plain when piped."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Collection, Sequence
from typing import IO, TYPE_CHECKING, Literal, Protocol

from rich.cells import cell_len
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from shortlist.core.analysis import Analysis
from shortlist.core.assessment.column_value import COLUMN_WORDS
from shortlist.core.basics.unknown import total
from shortlist.core.basics.words import count, listed, percent, plain, seconds, usd
from shortlist.core.changes.place_words import place_words, rule_told
from shortlist.core.comparison.ranking import eligible
from shortlist.core.document.checklist import check_labels
from shortlist.core.document.scenario import COLUMNS
from shortlist.core.document.vocabulary import STATUSES, VERDICTS
from shortlist.core.document.workspace import Workspace
from shortlist.core.findings import Finding
from shortlist.core.review.triggers import TriggerState
from shortlist.core.walkthrough import reached
from shortlist.export.by_step import (
    CLOSE,
    NO_FALLBACK,
    by_step,
    checks_told,
    decided_alone,
    flip_told,
    nearest_flips,
    recommended_told,
)
from shortlist.export.facts import NOTHING, money, time
from shortlist.export.levels import choice_legend, choice_sign, level_word, score_word
from shortlist.export.limits import limit_line, span
from shortlist.export.verdict import cut, step_sign, step_told, verdict_text
from shortlist.sanitising import shown

if TYPE_CHECKING:
    from shortlist.core.advice.why_not import WhyNot, WhyNotAnywhere
    from shortlist.export.evidence_words import TextTable

SEVERITY_STYLES = {"error": "bold red", "warning": "yellow", "info": "cyan"}
LEVEL_STYLES = {"good": "green", "medium": "yellow", "poor": "red", None: "dim"}
NARROW = 100  # below this width levels are one letter or a short word, so that every column stays on the line
USUAL, WIDEST = 80, 1_000  # columns of piped output, and at most
CHANGED = 17  # columns of the day and the time
TITLE = 14  # columns that a title keeps beside what was decided


class WorkspaceListing(Protocol):
    """A workspace in a list; the store's own type, which exports do not know."""

    @property
    def name(self) -> str:
        """The name it is opened by."""

    @property
    def title(self) -> str:
        """What the decision is called, as the user wrote it."""

    @property
    def modified(self) -> dt.datetime:
        """When it was last changed."""

    @property
    def problem(self) -> str | None:
        """Why it cannot be opened."""

    @property
    def decision(self) -> str:
        """What was decided, in a few words."""


class PlainConsole(Console):
    """A console that colours a terminal only, wraps at its width, and reads no markup."""

    def __init__(self, stream: IO[str], width: int | None, unbounded: bool = False) -> None:
        """With `unbounded`, tables are as wide as what they hold."""
        super().__init__(file=stream, width=width, highlight=False, markup=False, emoji=False, legacy_windows=False)
        self.unbounded = unbounded


def console(stream: IO[str]) -> Console:
    """The console of an output stream.

    Piped output has no width of its own: what a person or a diff reads is best at 80 columns, but a name or an id in a
    table stays whole, for it is looked for.
    """
    if stream.isatty():
        return PlainConsole(stream, None)
    asked = os.environ.get("COLUMNS", "")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 0
    return PlainConsole(stream, min(number, WIDEST) or USUAL, unbounded=not number)


def print_table(table: Table, out: Console) -> None:
    """Print a table no wider than the console, where that has a width at all."""
    if isinstance(out, PlainConsole) and out.unbounded:
        for column in table.columns:
            column.no_wrap, column.max_width = True, None
        PlainConsole(out.file, WIDEST).print(table)
    else:
        out.print(table)


def text(value: str, style: str = "") -> Text:
    """Text of unknown origin, cleaned, never read as markup."""
    return Text(shown(value), style=style)


def indented(told: Text, columns: int = 2) -> Padding:
    """A text with an indent that hangs, and nothing behind it."""
    return Padding(told, (0, 0, 0, columns), expand=False)


class PrintedTable:
    """A table in which one column gives way, the first unless told: the others keep their width, long texts wrap.

    `numbers` are the places of the columns that hold numbers, and end at their right.
    """

    LEAST = 12

    def __init__(self, *headings: str, numbers: Collection[int] = (), giving_way: int = 0) -> None:
        self._headings, self._numbers = headings, numbers
        self._giving_way = giving_way
        self._rows: list[list[Text]] = []

    def add(self, *cells: Text | str) -> None:
        """Add a row; plain strings are the program's own words."""
        self._rows.append([cell if isinstance(cell, Text) else Text(cell) for cell in cells])

    def print(self, out: Console) -> None:
        """Print it, no wider than the console."""
        table = Table(box=None, pad_edge=False)
        width = out.width
        for index, heading in enumerate(self._headings):
            gives = index == self._giving_way
            if not gives:
                width -= max([len(heading), *(row[index].cell_len for row in self._rows)]) + 1
            justify: Literal["left", "right"] = "right" if index in self._numbers else "left"
            table.add_column(heading, justify=justify, no_wrap=not gives, overflow="fold")
        table.columns[self._giving_way].max_width = max(self.LEAST, width)
        for row in self._rows:
            table.add_row(*row)
        print_table(table, out)


def print_show(analysis: Analysis, out: Console) -> None:
    """Everything that `shortlist show` tells."""
    out.print(text(analysis.workspace.title, "bold"), text(f"on {analysis.today}", "dim"))
    if not analysis.ranking:
        out.print("\nNo candidates yet. `shortlist open NAME` adds them; `shortlist catalogue QUERY` finds them.")
        table = PrintedTable("step", "requests a month", "tokens in", "out", numbers=(1, 2, 3))
        for step in analysis.workspace.scenario.steps:
            use = step.usage
            figures = (use.requests_per_month, use.input_tokens, use.output_tokens)
            table.add(text(step.name), *(plain(figure or 0) for figure in figures))
        out.print()
        table.print(out)
        return
    out.print(text(verdict_text(analysis)))
    _comparison(analysis, out)
    _held_back(analysis, out)
    _costs(analysis, out)
    _recommendation(analysis, out)
    _decision(analysis, out)
    _next(analysis, out)


SHORT = {
    "medium": "med",
    "quality": "qual",
    "latency": "lat",
    "privacy": "priv",
    "operation": "ops",
    "migration": "migr",
}


def _comparison(analysis: Analysis, out: Console) -> None:
    narrow = out.width < NARROW

    def short(word: str) -> str:
        return SHORT.get(word, word) if narrow else word

    titles = [short(COLUMN_WORDS[column].title) for column in COLUMNS]
    table = PrintedTable("", "Comparison", "score", *titles, numbers=(2,), giving_way=1)
    for result in analysis.ranking:
        sign = STATUSES[result.standing.status].sign
        levels = ((level_word(column, value), value.level) for column, value in result.columns.items())
        cells = [Text(short(word), style=LEVEL_STYLES[level]) for word, level in levels]
        signs = f"{choice_sign(analysis, result.id)}{sign}"
        table.add(signs, text(result.candidate.name), score_word(result.score), *cells)
    out.print()
    table.print(out)
    standings = "✓ eligible  ? needs check  ✖ excluded"
    if any(result.standing.status == "no_step" for result in analysis.ranking):
        standings += "  – plays no step"
    out.print(f"{choice_legend(analysis)}  {standings}", style="dim")
    if any(value.low != value.high for result in analysis.ranking for value in result.columns.values()):
        out.print("“? 0–50” is a range from 0 (bad) to 100 (good): something is unknown.", style="dim")
    if any(len(result.steps) < len(analysis.scenario.steps) for result in analysis.ranking):
        out.print("Each is judged on the steps that it plays; who plays more of them stands first.", style="dim")


def _held_back(analysis: Analysis, out: Console) -> None:
    """Why each candidate that is not eligible is not, under its name."""
    labels = check_labels(analysis.workspace.checks)
    for result in analysis.ranking:
        if result.standing.status == "eligible":
            continue
        out.print()
        out.print(text(f"{STATUSES[result.standing.status].sign} {result.candidate.name}"))
        grid = Table.grid(padding=(0, 2, 0, 2), pad_edge=True)
        grid.add_column(no_wrap=True)
        grid.add_column()
        for check in (*result.standing.blocked_by, *result.standing.unknown):
            word = {"fail": "fails", "unknown": "open"}.get(result.checks[check].verdict, "")
            near = " (a near miss)" if check in result.standing.near_miss else ""
            grid.add_row(text(f"{word} {labels[check].lower()}{near}"), text(result.checks[check].reason))
        if result.standing.status == "no_step":
            roles = listed(result.candidate.roles or ()) or "none known"
            grid.add_row("plays no step", text(f"Its roles: {roles}."))
        out.print(grid)


def _costs(analysis: Analysis, out: Console) -> None:
    tail = "95 % in"
    if len(analysis.scenario.steps) > 1 and out.width >= NARROW:
        tail = "slowest step, 95 %"
    table = PrintedTable("Cost a month", "bill", "people", "in all", "per success", tail, numbers=range(1, 6))
    for result in analysis.ranking:
        cost = result.cost
        people = total(cost.parts.human_escalation, cost.parts.undetected_error)
        table.add(
            text(result.candidate.name),
            money(cost.bill),
            money(people),
            money(cost.monthly),
            NOTHING if result.time is None else money(cost.per_successful_task),
            time(result.worst_total_s),
        )
    out.print()
    table.print(out)
    budget = analysis.workspace.scenario.monthly_budget_usd
    if budget is not None:
        out.print(f"Budget for the bill: {usd(budget)} a month.", style="dim")
    if any(result.time is None for result in analysis.ranking):
        out.print(
            "Over the steps that each plays; “–”: not all that a task passes, so no task is its own.", style="dim"
        )


def _recommendation(analysis: Analysis, out: Console) -> None:
    several = len(analysis.scenario.steps) > 1
    for_all = " for all steps" if several else ""
    out.print()
    if not analysis.places:
        told = "nobody plays every step" if several else "nobody plays the step"
        out.print(text(f"Recommendation{for_all}: {told}.", "bold"))
    else:
        _for_all(analysis, for_all, out)
    if several:
        _by_step(analysis, out)


def _for_all(analysis: Analysis, for_all: str, out: Console) -> None:
    """Who should serve everything, and how far that depends on the weights."""
    advice = analysis.recommendation
    if advice.default is None:
        out.print(text(f"Recommendation{for_all}: nobody is eligible.", "bold"))
        if advice.provisional is not None:
            held = checks_told(analysis, advice.provisional.standing.unknown)
            out.print(text(f"  Provisionally {advice.provisional.candidate.name}, once {held} is known."))
        return
    out.print(text(f"Recommendation{for_all}: {advice.default.candidate.name}", "bold"))
    fallback = advice.fallback.candidate.name if advice.fallback else NO_FALLBACK
    out.print(text(f"  Fallback: {fallback}"))
    if advice.cheapest_passing is not None:
        cheapest = advice.cheapest_passing
        price = money(cheapest.cost.per_successful_task)
        out.print(text(f"  Cheapest that passes: {cheapest.candidate.name}, {price} per successful task"))
    if advice.close_call:
        out.print("  A close call: the first two lie within 3 points, or their ranges touch.")
    share = analysis.first_rank_shares[advice.default.id]
    able = len(eligible(analysis.places))
    first = "The only eligible candidate"
    if able > 1:
        first = f"First under {percent(share)} of all possible weights"
    out.print(text(f"  {first}."))
    for flip in nearest_flips(analysis.flips, 2):
        out.print(text(f"  {flip_told(analysis.by_id[flip.new_first].candidate.name, flip)}."))


def _by_step(analysis: Analysis, out: Console) -> None:
    """For each step who is recommended, who is the cheapest that passes, and what would turn the order."""
    out.print()
    out.print(text("Recommendation by step", "bold"))
    for row in by_step(analysis):
        out.print(text(row.made.step.name))
        out.print(indented(text(f"{recommended_told(analysis, row)}")))
        cheapest = row.advice.cheapest_passing
        if cheapest is not None:
            bill = money(cheapest.steps[row.made.step.id].cost.bill)
            out.print(indented(text(f"cheapest that passes: {cheapest.candidate.name}, bill {bill} a month")))
        if row.advice.close_call:
            out.print(indented(Text(CLOSE)))
        for flip in nearest_flips(row.flips, 1):
            out.print(indented(text(flip_told(analysis.by_id[flip.new_first].candidate.name, flip))))


def _decision(analysis: Analysis, out: Console) -> None:
    """Who serves what, what that costs, how long a task takes, and how both stand against the limits."""
    made = analysis.decided
    out.print()
    if all(one.default is None for one in made):
        out.print(text("Decision: none yet.", "bold"))
        return
    alone = decided_alone(analysis)
    fallbacks = {None if one.fallback is None else one.fallback.candidate.name for one in made}
    if alone is not None and len(fallbacks) == 1:
        fallback = fallbacks.pop() or "none"
        out.print(text(f"Decision: {alone.candidate.name}, fallback {fallback}", "bold"))
    else:
        out.print(text("Decision by step", "bold"))
        for one in made:
            out.print(indented(text(f"{step_sign(one)} {one.step.name}: {step_told(one)}")))
    cost, share = analysis.decision, analysis.workspace.scenario.fallback_share
    sums = f"{money(cost.bill)} bill and {money(cost.monthly)} in all a month"
    if share and any(one.fallback for one in made):
        sums = f"With {percent(share)} of the traffic at the fallback: {sums}"
    out.print(text(f"  {sums}, {money(cost.per_successful_task)} per successful task"))
    spent = analysis.decision_time
    if spent.typical_s is not None:
        tail = span(spent.total_low_s, spent.total_high_s, seconds)
        out.print(text(f"  A task takes {seconds(spent.typical_s)}, at the 95th percentile {tail}"))
    for state in analysis.limits:
        style = {"fail": "red", "unknown": "yellow"}.get(state.verdict, "")
        out.print(indented(text(f"{VERDICTS[state.verdict].sign} {limit_line(state)}", style)))


def _next(analysis: Analysis, out: Console) -> None:
    done, of = reached(analysis.walkthrough)
    severities = [finding.severity for finding in analysis.findings]
    words = {"error": "error", "warning": "warning", "info": "note"}
    told = listed(count(severities.count(one), word) for one, word in words.items() if one in severities)
    out.print()
    out.print(f"Findings: {told or 'none'} (`shortlist check`). Walkthrough: {done} of {of} steps done.")


def print_why(analysis: Analysis, answer: WhyNotAnywhere, out: Console) -> None:
    """What stands between a candidate and the first place, step by step, and for all where somebody plays them all."""
    name = analysis.by_id[answer.candidate].candidate.name
    if len(analysis.scenario.steps) < 2:
        _why_told(analysis, answer.whole, out, "")
        return
    if not answer.steps:
        out.print(text(f"{name} plays no step."))
    for one in answer.steps:
        out.print(text(analysis.scenario.step_name(one.step), "bold"), text(f"rank {one.rank} of {one.of}", "dim"))
        _why_told(analysis, one.why, out, "  ")
    out.print(text("All steps", "bold"))
    if answer.plays_all:
        _why_told(analysis, answer.whole, out, "  ")
        return
    others = len(analysis.places)
    told = {0: "nobody else does either", 1: "1 other does"}.get(others, f"{others:,} others do")
    out.print(indented(text(f"{name} does not play every step; {told}.")))


def _why_told(analysis: Analysis, answer: WhyNot, out: Console, indent: str) -> None:
    def say(line: str, more: str = "") -> None:
        out.print(indented(text(line), len(indent + more)))

    name = analysis.by_id[answer.candidate].candidate.name
    if answer.first == answer.candidate:
        say(f"{name} is the first already.")
        return
    first = "Nobody is eligible"
    if answer.first:
        first = f"{analysis.by_id[answer.first].candidate.name} is the first"
    say(f"{first}, not {name}.")
    if answer.held_by:
        say(f"It is held by {checks_told(analysis, answer.held_by)}.")
    if not answer.changes:
        say("No single change of price, quality, latency, errors, answers or weights would make it the first.")
        return
    say("It would be the first, if alone")
    for change in answer.changes:
        say(change.sentence, "  ")


def print_check(
    workspace: Workspace, findings: Sequence[Finding], triggers: Sequence[TriggerState], out: Console
) -> None:
    """Findings, the gravest first, then the triggers that are due."""
    for one in findings:
        rule, where = rule_told(one.rule), place_words(workspace, one.where)
        ids = f"  {one.rule} {one.where}"
        _told(out, one.severity, SEVERITY_STYLES[one.severity], rule, where, one.message, ids)
    due = [state for state in triggers if state.due]
    for state in due:
        _told(out, "due", "bold red", rule_told(state.kind), f"record {state.record}", state.message)
    if not findings and not due:
        out.print("Nothing found, nothing due.")


def _told(out: Console, gravity: str, style: str, rule: str, where: str, message: str, ids: str = "") -> None:
    """One line that names the rule and the place, and under it the message with what the file calls them."""
    head = Text(f"{gravity:8} ", style=style)
    out.print(head.append(rule, style="bold").append(f"  {shown(where)}", style="dim"))
    out.print(Padding(text(message).append(shown(ids), style="dim"), (0, 0, 0, 9)))


def print_text_tables(tables: Sequence[TextTable], out: Console) -> None:
    """Tables with what is said beneath each."""
    for place, one in enumerate(tables):
        if place:
            out.print()
        if one.rows:
            sheet = PrintedTable(*one.headings, numbers=one.numbers)
            for row in one.rows:
                sheet.add(*map(text, row))
            sheet.print(out)
        else:
            out.print(text(one.headings[0], "bold"))
        for note in one.notes:
            out.print(text(note, "dim"))


def print_entries(workspaces: Sequence[WorkspaceListing], scenarios: Sequence[WorkspaceListing], out: Console) -> None:
    """The workspaces, the newest first, and the shipped scenarios."""
    table = PrintedTable("workspaces", "title", "decision", "changed", numbers=(3,), giving_way=1)
    room = _room(workspaces, out.width - CHANGED)
    problems = []
    for entry in workspaces:
        title = text(entry.title)
        if entry.problem is not None:
            title = text("cannot be opened", "red")
            problems.append(text(f"{entry.name} cannot be opened: {entry.problem}", "red"))
        changed = f"{entry.modified.astimezone():%Y-%m-%d %H:%M}"
        table.add(text(entry.name), title, text(cut(entry.decision, room)), changed)
    if workspaces:
        table.print(out)
    else:
        out.print(
            "No workspaces yet. `shortlist new NAME` makes one, `shortlist open SCENARIO` starts from an example."
        )
    for problem in problems:
        out.print(problem)
    examples = PrintedTable("scenarios", "title", "decision", giving_way=1)
    room = _room(scenarios, out.width)
    for entry in scenarios:
        examples.add(text(entry.name), text(entry.title), text(cut(entry.decision, room)))
    out.print()
    examples.print(out)


def _room(entries: Sequence[WorkspaceListing], width: int) -> int:
    """How wide what was decided may be."""
    names = max((cell_len(shown(entry.name)) for entry in entries), default=0)
    return max(12, width - names - TITLE - 3)

"""An analysis as tables for a terminal, readable at 80 columns and plain when piped."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Sequence
from typing import IO, TYPE_CHECKING, Literal, Protocol

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from shortlist.core.analysis import Analysis
from shortlist.core.basics.unknown import total
from shortlist.core.basics.words import count, listed, percent, plain, usd
from shortlist.core.document.checklist import KNOWN_CHECKS
from shortlist.core.document.scenario import COLUMNS
from shortlist.core.document.vocabulary import STATUSES
from shortlist.core.findings import Finding
from shortlist.core.judging.column_value import COLUMN_NAMES, COLUMN_WORDS
from shortlist.core.review.triggers import TriggerState
from shortlist.export.facts import money, time
from shortlist.export.levels import choice_sign, level_word, score_word
from shortlist.shown import shown

if TYPE_CHECKING:
    from shortlist.core.advice.why_not import WhyNot
    from shortlist.export.evidence_words import TextTable


class Entry(Protocol):
    """A workspace in a list; the store's own type, which exports do not know."""

    @property
    def name(self) -> str:
        """The name it is opened by."""

    @property
    def title(self) -> str:
        """Its title."""

    @property
    def modified(self) -> dt.datetime:
        """When it was last changed."""

    @property
    def problem(self) -> str | None:
        """Why it cannot be opened."""


SEVERITY_STYLES = {"error": "bold red", "warning": "yellow", "info": "cyan"}
LEVEL_STYLES = {"good": "green", "medium": "yellow", "poor": "red", None: "dim"}
NARROW = 100
"""Below this width levels are one letter or a short word, so that every column stays on the line."""


USUAL, WIDEST = 80, 1_000
"""Columns of piped output, and at most."""


def console(stream: IO[str]) -> Console:
    """A console that colours a terminal only, wraps at its width, and reads no markup."""
    # Piped output has no width of its own; a table that a person or a diff reads is best at 80.
    width = None
    if not stream.isatty():
        asked = os.environ.get("COLUMNS", "")
        number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 0
        width = min(number, WIDEST) or USUAL
    return Console(file=stream, width=width, highlight=False, markup=False, emoji=False, legacy_windows=False)


def text(value: str, style: str = "") -> Text:
    """Text of unknown origin, cleaned, never read as markup."""
    return Text(shown(value), style=style)


class Sheet:
    """A table in which one column gives way, the first unless told: the others keep their width, long texts wrap."""

    LEAST = 12

    def __init__(self, *columns: tuple[str, Literal["left", "right"]], giving_way: int = 0) -> None:
        self._columns = columns
        self._giving_way = giving_way
        self._rows: list[list[Text]] = []

    def add(self, *cells: Text | str) -> None:
        """Add a row; plain strings are the program's own words."""
        self._rows.append([cell if isinstance(cell, Text) else Text(cell) for cell in cells])

    def print(self, out: Console) -> None:
        """Print it, no wider than the console."""
        table = Table(box=None, pad_edge=False)
        width = out.width
        for index, (name, _) in enumerate(self._columns):
            if index != self._giving_way:
                width -= max([len(name), *(row[index].cell_len for row in self._rows)]) + 1
        for index, (name, justify) in enumerate(self._columns):
            gives = index == self._giving_way
            most = max(self.LEAST, width) if gives else None
            table.add_column(name, justify=justify, no_wrap=not gives, max_width=most, overflow="fold")
        for row in self._rows:
            table.add_row(*row)
        out.print(table)


def print_show(analysis: Analysis, out: Console) -> None:
    """Everything that `shortlist show` tells."""
    out.print(text(analysis.workspace.title, "bold"), text(f"on {analysis.today}", "dim"))
    if not analysis.ranking:
        out.print("\nNo candidates yet. `shortlist open NAME` adds them; `shortlist catalogue QUERY` finds them.")
        _steps(analysis, out)
        return
    _comparison(analysis, out)
    _held_back(analysis, out)
    _costs(analysis, out)
    _recommendation(analysis, out)
    _decision(analysis, out)
    _next(analysis, out)


def _steps(analysis: Analysis, out: Console) -> None:
    table = Sheet(("step", "left"), ("requests a month", "right"), ("tokens in", "right"), ("out", "right"))
    for step in analysis.workspace.scenario.steps:
        use = step.usage
        figures = (use.requests_per_month, use.input_tokens, use.output_tokens)
        table.add(text(step.name), *(plain(figure or 0) for figure in figures))
    out.print()
    table.print(out)


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

    table = Sheet(
        ("Comparison", "left"), ("score", "right"), *((short(COLUMN_WORDS[c].title), "left") for c in COLUMNS)
    )
    for result in analysis.ranking:
        sign = STATUSES[result.standing.status].sign
        levels = ((level_word(column, value), value.level) for column, value in result.columns.items())
        cells = [Text(short(word), style=LEVEL_STYLES[level]) for word, level in levels]
        name = text(f"{choice_sign(analysis, result.id)}{sign} {result.candidate.name}")
        table.add(name, score_word(result.score), *cells)
    out.print()
    table.print(out)
    out.print("★ default  ◇ fallback  ✓ eligible  ? needs check  ✖ excluded", style="dim")
    if any(value.low != value.high for result in analysis.ranking for value in result.columns.values()):
        out.print("“? 0–50” is a range from 0 (bad) to 100 (good): something is unknown.", style="dim")


def _held_back(analysis: Analysis, out: Console) -> None:
    """Why each candidate that is not eligible is not, under its name."""
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
            name = check.partition(".")[2].replace("_", " ") if check in KNOWN_CHECKS else check
            grid.add_row(text(f"{word} {name}{near}"), text(result.checks[check].reason))
        out.print(grid)


def _costs(analysis: Analysis, out: Console) -> None:
    table = Sheet(
        ("Cost a month", "left"),
        ("bill", "right"),
        ("people", "right"),
        ("in all", "right"),
        ("per success", "right"),
        ("95 % in", "right"),
    )
    for result in analysis.ranking:
        cost = result.cost
        people = total(cost.parts.human_escalation, cost.parts.undetected_error)
        table.add(
            text(result.candidate.name),
            money(cost.bill),
            money(people),
            money(cost.monthly),
            money(cost.per_successful_task),
            time(result.worst_total_s),
        )
    out.print()
    table.print(out)
    budget = analysis.workspace.scenario.monthly_budget_usd
    if budget is not None:
        out.print(f"Budget for the bill: {usd(budget)} a month.", style="dim")


def _recommendation(analysis: Analysis, out: Console) -> None:
    advice = analysis.recommendation
    out.print()
    if advice.default is None:
        out.print(text("Recommendation: nobody is eligible.", "bold"))
        if advice.provisional is not None:
            held = listed(advice.provisional.standing.unknown)
            out.print(text(f"  Provisionally {advice.provisional.candidate.name}, once {held} is known."))
        return
    out.print(text(f"Recommendation: {advice.default.candidate.name}", "bold"))
    fallback = advice.fallback.candidate.name if advice.fallback else "nobody eligible at another provider"
    out.print(text(f"  Fallback: {fallback}"))
    if advice.cheapest_passing is not None:
        cheapest = advice.cheapest_passing
        price = money(cheapest.cost.per_successful_task)
        out.print(text(f"  Cheapest that passes: {cheapest.candidate.name}, {price} per successful task"))
    if advice.close_call:
        out.print("  A close call: the first two lie within 3 points, or their ranges touch.")
    share = analysis.first_rank_shares[advice.default.id]
    eligible = sum(one.standing.status == "eligible" for one in analysis.ranking)
    first = f"First under {percent(share)} of all possible weights" if eligible > 1 else "The only eligible candidate"
    out.print(text(f"  {first}."))
    for flip in sorted(analysis.flips, key=lambda f: abs(f.share_at_flip - f.share_now))[:2]:
        rival = analysis.by_id[flip.new_first].candidate.name
        now, then = percent(flip.share_now), percent(flip.share_at_flip)
        out.print(text(f"  {rival} draws level if {COLUMN_NAMES[flip.column].lower()} counts {then} instead of {now}."))


def _decision(analysis: Analysis, out: Console) -> None:
    decision = analysis.workspace.decision
    out.print()
    if decision.default is None and not decision.steps:
        out.print(text("Decision: none yet.", "bold"))
        return
    names = {id_: result.candidate.name for id_, result in analysis.by_id.items()}
    default = names.get(decision.default or "", "by step")
    fallback = names.get(decision.fallback or "", "none")
    out.print(text(f"Decision: {default}, fallback {fallback}", "bold"))
    for row in decision.steps:
        choice = analysis.choices[row.step]
        out.print(text(f"  {row.step}: {names.get(choice.default or '', 'nobody')}"))
    cost, share = analysis.decision, analysis.workspace.scenario.fallback_share
    mixed = f"With {percent(share)} of the traffic at the fallback: " if share and decision.fallback else ""
    out.print(
        text(
            f"  {mixed}{money(cost.bill)} bill and {money(cost.monthly)} in all a month, "
            f"{money(cost.per_successful_task)} per successful task"
        )
    )


def _next(analysis: Analysis, out: Console) -> None:
    walked = f"{sum(step.done for step in analysis.walkthrough)} of {len(analysis.walkthrough)} steps"
    severities = [finding.severity for finding in analysis.findings]
    words = {"error": "error", "warning": "warning", "info": "note"}
    told = [count(severities.count(one), word) for one, word in words.items() if one in severities]
    out.print()
    out.print(f"Findings: {listed(told) if told else 'none'} (`shortlist check`). Walkthrough: {walked} done.")


def print_why(analysis: Analysis, answer: WhyNot, out: Console) -> None:
    """What stands between a candidate and the first place, and what would be enough by itself."""
    name = analysis.by_id[answer.candidate].candidate.name
    if answer.first == answer.candidate:
        out.print(text(f"{name} is the first already."))
        return
    first = f"{analysis.by_id[answer.first].candidate.name} is the first" if answer.first else "Nobody is eligible"
    out.print(text(f"{first}, not {name}."))
    if answer.held_by:
        out.print(text(f"It is held by {listed(answer.held_by)}."))
    if not answer.changes:
        out.print("No single change of price, quality, latency, errors, answers or weights would make it the first.")
        return
    out.print("It would be the first, if alone")
    for change in answer.changes:
        out.print(Padding(text(change.sentence), (0, 0, 0, 2)))


def print_check(findings: Sequence[Finding], triggers: Sequence[TriggerState], out: Console) -> None:
    """Findings, the gravest first, then the triggers that are due."""
    for finding in findings:
        _told(out, finding.severity, SEVERITY_STYLES[finding.severity], finding.rule, finding.where, finding.message)
    due = [state for state in triggers if state.due]
    for state in due:
        _told(out, "due", "bold red", state.kind, f"record {state.record}", state.message)
    if not findings and not due:
        out.print("Nothing found, nothing due.")


def _told(out: Console, gravity: str, style: str, rule: str, where: str, message: str) -> None:
    """One line that names the rule and the place, and the message under it."""
    head = Text(f"{gravity:8} ", style=style)
    out.print(head.append(rule, style="bold").append(f"  {shown(where)}", style="dim"))
    out.print(Padding(text(message), (0, 0, 0, 9)))


def print_text_tables(tables: Sequence[TextTable], out: Console) -> None:
    """Tables with what is said beneath each."""
    for place, one in enumerate(tables):
        if place:
            out.print()
        sheet = Sheet(*((heading, "right" if at in one.numbers else "left") for at, heading in enumerate(one.headings)))
        for row in one.rows:
            sheet.add(*map(text, row))
        if one.rows:
            sheet.print(out)
        else:
            out.print(text(one.title, "bold"))
        for note in one.notes:
            out.print(text(note, "dim"))


def print_entries(workspaces: Sequence[Entry], scenarios: Sequence[Entry], out: Console) -> None:
    """The workspaces, the newest first, and the shipped scenarios."""
    table = Sheet(("workspaces", "left"), ("title", "left"), ("changed", "right"), giving_way=1)
    for entry in workspaces:
        title = text(entry.title) if entry.problem is None else text(f"cannot be opened: {entry.problem}", "red")
        table.add(text(entry.name), title, f"{entry.modified.astimezone():%Y-%m-%d %H:%M}")
    if workspaces:
        table.print(out)
    else:
        out.print(
            "No workspaces yet. `shortlist new NAME` makes one, `shortlist open SCENARIO` starts from an example."
        )
    examples = Sheet(("scenarios", "left"), ("title", "left"), giving_way=1)
    for entry in scenarios:
        examples.add(text(entry.name), text(entry.title))
    out.print()
    examples.print(out)

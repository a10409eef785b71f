"""An analysis as tables for a terminal: comparison, cost and recommendation, readable at 80 columns, plain when piped."""

from __future__ import annotations

import os
import datetime as dt
from collections.abc import Iterable, Sequence
from typing import IO, Protocol

from rich.console import Console
from rich.table import Table
from rich.text import Text

from shortlist.core.analysis import Analysis
from shortlist.core.checklist import KNOWN_CHECKS
from shortlist.core.findings import Finding
from shortlist.core.judging import CandidateResult
from shortlist.core.scenario import COLUMNS
from shortlist.core.triggers import TriggerState
from shortlist.core.unknown import Unknown, total
from shortlist.core.wording import count, listed, percent, plain, seconds, usd
from shortlist.export.levels import COLUMN_NAMES, COLUMN_TITLES, STATUS_SIGNS, level_word, score_word
from shortlist.shown import shown

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


def console(stream: IO[str]) -> Console:
    """A console that colours a terminal only, wraps at its width, and reads no markup."""
    # Piped output has no width of its own; a table that a person or a diff reads is best at 80.
    width = None if stream.isatty() else int(os.environ.get("COLUMNS") or 80)
    return Console(file=stream, width=width, highlight=False, markup=False, emoji=False, legacy_windows=False)


def text(value: str, style: str = "") -> Text:
    """Text of unknown origin, cleaned, never read as markup."""
    return Text(shown(value), style=style)


def _money(value: Unknown) -> str:
    return "unknown" if value is None else usd(value)


def _table(*columns: tuple[str, str], title: str = "") -> Table:
    table = Table(box=None, pad_edge=False, title=title or None, title_justify="left", title_style="bold")
    for index, (name, justify) in enumerate(columns):
        table.add_column(
            name, justify="right" if justify == "right" else "left", overflow="ellipsis" if index == 0 else "fold", no_wrap=index == 0
        )
    return table


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
    table = _table(("step", "left"), ("requests a month", "right"), ("tokens in", "right"), ("out", "right"))
    for step in analysis.workspace.scenario.steps:
        use = step.usage
        figures = (use.requests_per_month, use.input_tokens, use.output_tokens)
        table.add_row(text(step.name), *(plain(figure or 0) for figure in figures))
    out.print()
    out.print(table)


def _mark(analysis: Analysis, result: CandidateResult) -> str:
    decision = analysis.workspace.decision
    if result.id == decision.default:
        return "★"
    return "◇" if result.id == decision.fallback else " "


SHORT = {"medium": "med", "quality": "qual", "latency": "lat", "privacy": "priv", "operation": "ops", "migration": "migr"}


def _comparison(analysis: Analysis, out: Console) -> None:
    narrow = out.width < NARROW

    def short(word: str) -> str:
        return SHORT.get(word, word) if narrow else word

    table = _table(("Comparison", "left"), ("score", "right"), *((short(COLUMN_TITLES[c]), "left") for c in COLUMNS))
    for result in analysis.ranking:
        sign = STATUS_SIGNS[result.standing.status]
        cells = [
            Text(short(level_word(column, value)), style=LEVEL_STYLES[value.level])
            for column, value in result.columns.items()
        ]
        name = text(f"{_mark(analysis, result)}{sign} {result.candidate.name}")
        table.add_row(name, score_word(result.score), *cells)
    out.print()
    out.print(table)
    out.print(
        "★ default  ◇ fallback  ✔ eligible  ? needs check  ✖ excluded; “? 0–50”: a range, something is unknown.",
        style="dim",
    )


def _held_back(analysis: Analysis, out: Console) -> None:
    lines = [line for result in analysis.ranking for line in _reasons(result)]
    if lines:
        out.print()
        for line in lines:
            out.print(line)


def _reasons(result: CandidateResult) -> Iterable[Text]:
    if result.standing.status == "eligible":
        return
    sign = STATUS_SIGNS[result.standing.status]
    for check in (*result.standing.blocked_by, *result.standing.unknown):
        near = ", a near miss" if check in result.standing.near_miss else ""
        question = check.partition(".")[2].replace("_", " ") if check in KNOWN_CHECKS else check
        yield text(f"{sign} {result.candidate.name}, {question}{near}: {result.checks[check].reason}")


def _costs(analysis: Analysis, out: Console) -> None:
    table = _table(
        ("Cost a month", "left"),
        ("bill", "right"),
        ("people, errors", "right"),
        ("in all", "right"),
        ("successful task", "right"),
        ("95 % within", "right"),
    )
    for result in analysis.ranking:
        cost, slowest = result.cost, result.worst_total_s
        people = total(cost.parts.human_escalation, cost.parts.undetected_error)
        table.add_row(
            text(result.candidate.name),
            _money(cost.bill),
            _money(people),
            _money(cost.monthly),
            _money(cost.per_successful_task),
            "unknown" if slowest is None else seconds(slowest),
        )
    out.print()
    out.print(table)
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
        price = _money(cheapest.cost.per_successful_task)
        out.print(text(f"  Cheapest that passes: {cheapest.candidate.name}, {price} per successful task"))
    if advice.close_call:
        out.print("  A close call: the first two lie within 3 points, or their ranges touch.")
    share = analysis.first_rank_shares[advice.default.id]
    out.print(text(f"  First under {percent(share)} of all possible weights."))
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
    cost = analysis.decision
    out.print(
        text(
            f"  {_money(cost.bill)} bill and {_money(cost.monthly)} in all a month, "
            f"{_money(cost.per_successful_task)} per successful task"
        )
    )


def _next(analysis: Analysis, out: Console) -> None:
    done = sum(step.done for step in analysis.walkthrough)
    severities = [finding.severity for finding in analysis.findings]
    told = [count(severities.count(s), s if s != "info" else "note") for s in SEVERITY_STYLES if s in severities]
    out.print()
    out.print(f"Findings: {listed(told) if told else 'none'} (`shortlist check`). Walkthrough: {done} of 7 steps done.")


def print_check(findings: Sequence[Finding], triggers: Sequence[TriggerState], out: Console) -> None:
    """Findings, the gravest first, then the triggers that are due."""
    for finding in findings:
        line = Text(f"{finding.severity:8}", style=SEVERITY_STYLES[finding.severity])
        out.print(line.append(f"{finding.rule}", style="bold").append(f"  {shown(finding.where)}", style="dim"))
        out.print(Text("        ").append(shown(finding.message)))
    for state in triggers:
        if state.due:
            out.print(Text("due     ", style="bold red").append(f"{state.kind}", style="bold").append(f"  record {state.record}", style="dim"))
            out.print(Text("        ").append(shown(state.message)))
    due = sum(state.due for state in triggers)
    if not findings and not due:
        out.print("Nothing found, nothing due.")


def print_entries(workspaces: Sequence[Entry], scenarios: Sequence[Entry], out: Console) -> None:
    """The workspaces, the newest first, and the shipped scenarios."""
    table = _table(("workspaces", "left"), ("title", "left"), ("changed", "right"))
    for entry in workspaces:
        title = text(entry.title) if entry.problem is None else text(f"cannot be opened: {entry.problem}", "red")
        table.add_row(text(entry.name), title, f"{entry.modified.astimezone():%Y-%m-%d %H:%M}")
    if workspaces:
        out.print(table)
    else:
        out.print("No workspaces yet. `shortlist new NAME` makes one, `shortlist open SCENARIO` starts from an example.")
    examples = _table(("scenarios", "left"), ("title", "left"))
    for entry in scenarios:
        examples.add_row(text(entry.name), text(entry.title))
    out.print()
    out.print(examples)

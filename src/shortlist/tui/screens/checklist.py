"""The checklist: groups of checks down, candidates across, a verdict a cell with its evidence."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from shortlist.core.analysis import Analysis
from shortlist.core.checking import CheckResult
from shortlist.core.checklist import GROUP_NAMES, Check, asked_once, checklist
from shortlist.tui.body import style_beside
from shortlist.tui.lines import Cell, Tone
from shortlist.tui.tablebody import TableBody, View
from shortlist.tui.widgets.grid import Column, Row, Table

VERDICTS = {"pass": "✓ pass", "fail": "✖ fail", "unknown": "? unknown", "not_applicable": "– n/a"}
TONES: dict[str, Tone] = {"pass": "good", "fail": "bad", "unknown": "warn", "not_applicable": "dim"}
OWN = "Checks of your own"


def verdict_text(result: CheckResult) -> str:
    """A verdict with its symbol; * where a person gave it."""
    return VERDICTS[result.verdict] + ("*" if result.by == "person" else "")


def _cell(result: CheckResult) -> Cell:
    # What need not be answered and was not is no warning.
    quiet = result.verdict == "unknown" and result.importance == "info"
    return Cell(verdict_text(result), "dim" if quiet else TONES[result.verdict])


def check_label(check: Check) -> str:
    """The part of the id that names the check, in words; a check of the team's own by its question."""
    if check.group not in GROUP_NAMES:
        return check.question or check.id
    return check.id.partition(".")[2].replace("_", " ").capitalize()


def verdict_table(open_only: bool, analysis: Analysis, width: int) -> Table:
    """Every check against every candidate, or only those that are still open for somebody."""
    columns = [Column("check", "check")]
    columns += [Column(result.id, result.candidate.name, 11 if width < 110 else 16) for result in analysis.ranking]
    rows: list[Row] = []
    group = ""
    for check in checklist(analysis.workspace.checks):
        results = [result.checks[check.id] for result in analysis.ranking]
        if open_only and not any(_open(result) for result in results):
            continue
        if (name := GROUP_NAMES.get(check.group, OWN)) != group:
            group = name
            rows.append(Row("", (Cell(name, "head"),), heading=True))
        importance = "!" if any(result.importance == "must" for result in results) else " "
        label = Cell(f"{importance} {check_label(check)}")
        rows.append(Row(check.id, (label, *map(_cell, results)) if results else (label, Cell(check.question, "dim"))))
    if not analysis.ranking:
        columns.append(Column("question", "asked of every candidate, once there is one", max(20, width - 30)))
    empty = "Nothing is open: every check that must or should pass has an answer."
    return Table(tuple(columns), tuple(rows), empty, widest=28)


def _open(result: CheckResult) -> bool:
    return result.importance != "info" and result.verdict in ("fail", "unknown")


def evidence(analysis: Analysis, key: str, column: str | None) -> Sequence[Cell]:
    """The question, the verdict with its reason, and what was found where by whom."""
    check = next(one for one in checklist(analysis.workspace.checks) if one.id == key)
    lines = [Cell(f"{check.question} ({check.id})", "strong")]
    result = analysis.by_id.get(column or "")
    if result is None:
        return [
            *lines,
            Cell(f"{check.importance}; derived from figures" if check.derived else check.importance, "dim"),
        ]
    found = result.checks[key]
    who = {"derived": "derived from the figures", "person": "answered by a person", None: "not answered"}[found.by]
    scope = "for the whole workspace" if asked_once(key) else result.candidate.name
    lines.append(Cell(f"{scope}: {VERDICTS[found.verdict]} · {found.importance} · {who}", TONES[found.verdict]))
    lines.append(Cell(found.reason))
    if found.by == "person" and found.derived is not None:
        lines.append(Cell(f"The figures say {VERDICTS[found.derived.verdict]}: {found.derived.reason}", "dim"))
    answer = found.answer
    if answer is not None:
        told = [f"checked on {answer.checked_on}" if answer.checked_on else "", answer.checked_by, answer.url]
        lines.append(Cell("Evidence: " + (" · ".join(text for text in told if text) or "none given"), "dim"))
    open_checks = [one for one in result.checks.values() if _open(one)]
    unknown = sum(one.verdict == "unknown" for one in result.checks.values())
    lines.append(
        Cell(
            f"{result.candidate.name}: {unknown} unknown in all, {len(open_checks)} that must or should pass are open."
        )
    )
    return lines


class ChecklistBody(TableBody):
    """The verdicts, all of them or those still open."""

    DEFAULT_CSS = style_beside(__file__)
    HELP_TEXT = (
        "Checks down, candidates across. ! marks a check that must pass for somebody; * marks a person's answer, which "
        "stands in place of what the figures say."
    )
    VIEWS = (
        View("All checks", partial(verdict_table, False), evidence, "! must pass  * answered by a person"),
        View("Open", partial(verdict_table, True), evidence, "must or should pass, and does not yet"),
    )

"""The computed facts of candidates and evaluation: who was compared, how they rate, what was measured."""

from __future__ import annotations

from shortlist.core.assessment.column_value import COLUMN_NAMES
from shortlist.core.basics.words import bullets, or_unknown, percent, seconds
from shortlist.core.document.evaluation import Evaluation, success_rate
from shortlist.core.document.scenario import COLUMNS
from shortlist.core.document.vocabulary import ACCESS, STATUSES
from shortlist.export.by_step import by_step, chosen_roles
from shortlist.export.facts import (
    NOTHING,
    UNKNOWN,
    Blocks,
    Report,
    digits,
    metric_name,
    money,
    score,
    team_checks,
    time,
    words,
)
from shortlist.export.levels import level_word, score_word
from shortlist.export.markup import inline, table

# --- candidates -------------------------------------------------------------------------------------------


def candidates(report: Report) -> Blocks:
    """Who was compared, how they rate in the seven columns, and what holds some of them back."""
    if not report.results:
        return ["No candidate has been added."]
    return [_offerings(report), _levels(report), _legend(report), _by_step(report), bullets(_held_back(report))]


def _offerings(report: Report) -> str:
    roles = chosen_roles(report.analysis)
    head = ["", "candidate", "chosen as", "status", "score", "access", "provider", "weights", "size class", "effort"]
    rows = []
    for result in report.results:
        candidate = result.candidate
        rows.append(
            [
                str(report.analysis.ranks[result.id]),
                report.labels[result.id],
                inline(roles.get(result.id, "")),
                STATUSES[result.standing.status].name,
                score(result),
                ACCESS[candidate.access].name,
                inline(candidate.provider),
                words(candidate.openness),
                words(candidate.size_class or UNKNOWN),
                inline(candidate.effort) or NOTHING,
            ]
        )
    return table(head, rows, "rlllrl")


def _by_step(report: Report) -> str:
    """Those that play each step, in their order there, with what they come to in it alone; empty for one step."""
    if not report.several:
        return ""
    head = ["step", "", "candidate", "chosen as", "status", "score", "bill a month", "whole answer, 95 %"]
    rows = []
    for row in by_step(report.analysis):
        step, chosen = row.made.step, ((row.made.fallback, "fallback"), (row.made.default, "default"))
        marks = {result.id: kind for result, kind in chosen if result}
        for rank, place in enumerate(report.analysis.step_places[step.id], 1):
            assessed = place.result.steps[step.id]
            rows.append(
                [
                    inline(step.name),
                    str(rank),
                    report.labels[place.id],
                    marks.get(place.id, ""),
                    STATUSES[place.standing.status].name,
                    score_word(place.score),
                    money(assessed.cost.bill),
                    time(assessed.serving.latency.total_s),
                ]
            )
    return table(head, rows, "lrlllr")


def _levels(report: Report) -> str:
    rows = []
    for result in report.results:
        row = [report.labels[result.id]]
        for column, value in result.columns.items():
            rated = " (rated)" if value.overridden else ""
            row.append(f"{level_word(column, value)}{rated}")
        rows.append(row)
    return table(["candidate", *(COLUMN_NAMES[column].lower() for column in COLUMNS)], rows)


def _legend(report: Report) -> str:
    values = [value for result in report.results for value in result.columns.values()]
    told = []
    if any(value.counts and not value.known for value in values):
        told.append("“? 0–50”: a range from 0 (bad) to 100 (good), because something is unknown.")
    if any(value.overridden for value in values):
        told.append("(rated): by a person.")
    if any(not value.counts for value in values):
        told.append(f"{NOTHING}: no step that it plays sets a target, so the column does not count.")
    return " ".join(told)


def _held_back(report: Report) -> list[str]:
    lines = []
    for result in report.results:
        standing = result.standing
        if standing.status == "no_step":
            lines.append(f"{report.labels[result.id]} plays no step: no step has its role")
        for check in (*standing.blocked_by, *standing.unknown):
            near = ", a near miss" if check in standing.near_miss else ""
            verb = "fails" if check in standing.blocked_by else "cannot be judged on"
            reason = inline(result.checks[check].reason)
            lines.append(f"{report.labels[result.id]} {verb} {report.check_name(check)}{near}: {reason}")
        for column, value in result.columns.items():
            if value.overridden:
                lines.append(f"{report.labels[result.id]}, {COLUMN_NAMES[column].lower()}: {inline(value.reason)}")
    return lines


# --- evaluation -------------------------------------------------------------------------------------------


def evaluation(report: Report) -> Blocks:
    """What the team measured itself, what leaderboards say, and what the golden dataset holds."""
    own = _runs(report) or "No candidate has been run on the team's own examples."
    metrics = report.quality_metrics
    rows = [
        [report.labels[result.id], *(report.quality(result, metric) for metric in metrics)] for result in report.results
    ]
    quality = table(["candidate", *(metric_name(metric) for metric in metrics)], rows, "lr")
    return [own, quality, *team_checks(report, "golden", "Golden dataset")]


def _runs(report: Report) -> str:
    head = ["candidate", "step", "ran on", "examples", "success rate (95 % interval)", "graded by", "95 % within", ""]
    rows = []
    for run in report.analysis.workspace.evaluations:
        current = report.analysis.evaluations[(run.candidate, run.step)] is run
        rows.append(
            [
                report.label(run.candidate),
                report.step_name(run.step),
                str(run.ran_on),
                digits(run.examples),
                report.sources.cited(success_words(run), run),
                run.graded_by or UNKNOWN,
                or_unknown(run.latency_p95_s, seconds),
                "in force" if current else "replaced",
            ]
        )
    return table(head, rows, "lllrl")


def success_words(run: Evaluation) -> str:
    found = success_rate(run)
    if found is None:
        return "every call failed"
    rate, low, high = found
    return f"{percent(rate)} ({percent(low)} to {percent(high)})"

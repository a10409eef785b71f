"""The record as MADR 4.0, to be read by other tools: its headings, its front matter and its file name to the letter.

https://adr.github.io/madr/ has the template. It has fewer places than the record: what belongs to none of them stands
under "More Information", without a heading of its own.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Sequence

from shortlist.core.analysis import Analysis
from shortlist.core.assessment.assessor import CandidateResult
from shortlist.core.assessment.column_value import COLUMN_NAMES
from shortlist.core.basics.words import capitalised, listed, percent
from shortlist.core.changes.place_words import rule_told
from shortlist.core.comparison.decided_steps import DecidedStep
from shortlist.core.document.record import Record
from shortlist.core.document.scenario import COLUMNS
from shortlist.core.document.sections import SECTION_TITLES
from shortlist.core.document.vocabulary import ACCESS, STATUSES
from shortlist.core.document.whole_limits import limits_told
from shortlist.export.by_step import decided_alone
from shortlist.export.candidate_sections import evaluation
from shortlist.export.facts import Blocks, Report, each, listing, money, per_task, score, words
from shortlist.export.levels import level_word, score_word
from shortlist.export.markup import headless, inline, joined, prose
from shortlist.export.notes import RecordNote, ceased_on, note_of, standing_lines, title_of
from shortlist.export.record_sections import context, limit_lines, review
from shortlist.sanitising import shown

PLACED = ("decision", "context", "candidates", "evaluation", "rationale", "risks", "review", "before_launch")
"""Sections whose prose has a place in the template; the others go to the end."""
LONGEST_NAME = 80
_MARKUP = re.compile(r"[<\[\]]")
_ARGUMENT = {"good": "Good", "medium": "Neutral", "poor": "Bad"}


def madr(analysis: Analysis, note: RecordNote | None = None) -> str:
    """The record of a workspace as a Markdown Any Decision Record."""
    report, told = Report(analysis), note or note_of(analysis)
    blocks = [
        f"# {inline(title_of(analysis.workspace))}",
        "## Context and Problem Statement",
        _prose(report, "context"),
        *context(report),
        "## Decision Drivers",
        _bullets(_drivers(report)),
        "## Considered Options",
        _bullets([report.labels[result.id] for result in report.results] or ["None so far"]),
        _prose(report, "candidates"),
        "## Decision Outcome",
        *_outcome(report),
        "### Consequences",
        _bullets(_consequences(report)),
        _prose(report, "risks"),
        "### Confirmation",
        _prose(report, "before_launch"),
        *evaluation(report),
        _prose(report, "evaluation"),
        *review(report),
        _prose(report, "review"),
        *_options(report),
        "## More Information",
        *_more(report, told),
    ]
    return f"{_front_matter(analysis, told)}\n{joined(blocks)}\n"


def record_name(record: Record | None, title: str) -> str:
    """`NNNN-title-with-dashes`, as MADR names its files: the number, and the title in small letters and digits."""
    number = 0
    if record is not None:
        number, title = record.number, record.title.strip() or title
    named = unicodedata.normalize("NFKD", title)
    plain = "".join(char for char in named.casefold() if not unicodedata.combining(char))
    dashed = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:LONGEST_NAME].strip("-")
    return f"{number:04d}-{dashed or 'model-decision'}"


def _front_matter(analysis: Analysis, note: RecordNote) -> str:
    """The five keys of the template, those without a value left out; every text is quoted, so that it stays a text."""
    record = analysis.workspace.record
    if record is None:
        return f'---\nstatus: "draft"\ndate: {analysis.today}\n---\n'
    status: str = record.status
    if note.superseded_by:
        status = f"superseded by ADR-{note.superseded_by:04d}"
    people = (
        ("decision-makers", record.decision_makers),
        ("consulted", record.consulted),
        ("informed", record.informed),
    )
    told = [f"{key}: [{', '.join(map(_quoted, names))}]" for key, names in people if names]
    return "\n".join(
        ["---", f"status: {_quoted(status)}", f"date: {ceased_on(record, note) or record.date}", *told, "---", ""]
    )


def _quoted(text: str) -> str:
    """A text in double quotes: what JSON writes, YAML reads alike.

    What would be HTML or a link to a reader of Markdown that knows no front matter is written as an escape.
    """
    written = json.dumps(shown(text), ensure_ascii=False)
    return _MARKUP.sub(lambda sign: f"\\u{ord(sign.group()):04x}", written)


def _bullets(lines: Sequence[str]) -> str:
    """A list with the template's mark."""
    return "\n".join(f"* {line}" for line in lines)


def _prose(report: Report, section: str) -> str:
    return headless(prose(report.analysis.workspace.prose(section)))


# --- drivers ----------------------------------------------------------------------------------------------


def _drivers(report: Report) -> list[str]:
    """What the choice is made by: the limits, the targets of the steps as checks, and the weights."""
    scenario, shares = report.scenario, report.analysis.weight_shares
    lines = limits_told(scenario, lambda row: row.sentence)
    lines += [f"{COLUMN_NAMES[column]}, weighing {percent(shares[column])}" for column in COLUMNS if shares[column]]
    musts = sorted({c.id for r in report.results for c in r.checks.values() if c.importance == "must"})
    if musts:
        lines.append(f"What a candidate must pass: {listing(map(report.check_name, musts))}")
    return lines or ["No limit and no weight is set"]


# --- outcome ----------------------------------------------------------------------------------------------


def _outcome(report: Report) -> Blocks:
    """What was chosen: one for every step, or one for each."""
    made, alone = report.analysis.decided, decided_alone(report.analysis)
    chosen = list({one.default.id: one.default for one in made if one.default is not None}.values())
    lines: list[str] = []
    if not chosen:
        first = "Nothing is chosen yet."
    elif alone is not None:
        first = f'Chosen option: "{report.labels[alone.id]}", because {_because(report, alone)}.'
        fallbacks = list({one.fallback.id: one.fallback for one in made if one.fallback is not None}.values())
        if len(fallbacks) == 1 and all(one.fallback is not None for one in made):
            lines = [f"Fallback: {report.labels[fallbacks[0].id]}"]
        elif fallbacks:
            lines = [_of_step(report, one) for one in made]
    else:
        names = listed(report.labels[one.id] for one in chosen)
        first = f'Chosen option: "{names}", because each step has its own model:'
        lines = [_of_step(report, one) for one in made]
    kept = [*lines, *limit_lines(report)]
    return [first, _bullets(kept), _prose(report, "decision"), _prose(report, "rationale")]


def _of_step(report: Report, one: DecidedStep) -> str:
    """Who serves a step and how they stand there, and who stands in."""
    fallback, name = report.named(one.fallback, "none"), inline(one.step.name)
    if one.default is None:
        return f"{name}: nobody is chosen; fallback {fallback}"
    told = "does not play it"
    if one.assessed is not None:
        status = STATUSES[one.assessed.standing.status].name
        first = report.analysis.step_recommendations[one.step.id].default
        told = f"{status}, score {score_word(one.assessed.score)}"
        if first is not None and first.id == one.default.id:
            told += ", recommended there"
        elif first is not None:
            told += f"; recommended there is {report.labels[first.id]}"
    return f"{name}: {report.labels[one.default.id]} ({told}); fallback {fallback}"


def _because(report: Report, default: CandidateResult) -> str:
    advice, place = report.analysis.recommendation.default, report.analysis.ranks[default.id]
    told = f"it is {STATUSES[default.standing.status].name}, scores {score(default)} of 100"
    if advice is not None and advice.id == default.id:
        return f"{told} and is the one that the comparison recommends"
    told += f", rank {place} of {len(report.results)}"
    if advice is not None:
        told += f"; the comparison recommends {report.labels[advice.id]}"
    return f"{told}, and the team gives its reasons below"


def _consequences(report: Report) -> list[str]:
    """What the choice brings, good and bad, from the figures and from the findings."""
    lines = []
    if report.analysis.chosen_results:
        cost, alone = report.analysis.decision, decided_alone(report.analysis)
        lines.append(
            f"Neutral, because the decision costs a bill of {money(cost.bill)} a month and "
            f"{each(cost.per_successful_task)} for each successful task"
        )
        if alone is not None:
            lines = [*_levels(alone, "good"), *lines, *_levels(alone, "poor")]
    for finding in report.analysis.findings:
        if finding.severity != "info":
            # Names stand in quotation marks, so no capital is lost.
            message = finding.message[:1].lower() + finding.message[1:]
            lines.append(f"Bad, because {inline(message)} ({rule_told(finding.rule)})")
    return lines or ["Neutral, because nothing is chosen yet"]


def _levels(result: CandidateResult, *levels: str) -> list[str]:
    """An argument for each column of these levels, with what it rests on."""
    return [
        f"{_ARGUMENT[value.level]}, because {COLUMN_NAMES[column].lower()} is {level_word(column, value)}: "
        f"{inline(value.reason)}"
        for level in levels
        for column, value in result.columns.items()
        if value.counts and value.level == level and value.known
    ]


# --- options ----------------------------------------------------------------------------------------------


def _options(report: Report) -> Blocks:
    if not report.results:
        return []
    blocks = ["## Pros and Cons of the Options"]
    for result in report.results:
        failing = [f"Bad, because it fails {report.check_name(check)}" for check in result.standing.blocked_by]
        open_ = [f"Neutral, because {report.check_name(check)} is not known yet" for check in result.standing.unknown]
        arguments = [*_levels(result, "good", "medium", "poor"), *open_, *failing]
        told = _bullets(arguments or ["Neutral, because nothing is known of it"])
        blocks += [f"### {report.labels[result.id]}", _described(report, result), told]
    return blocks


def _described(report: Report, result: CandidateResult) -> str:
    candidate, cost = result.candidate, f"a bill of {money(result.cost.bill)} a month"
    if result.time is not None:
        cost += f", {per_task(result)} for each successful task"
    told = [
        f"{ACCESS[candidate.access].name} at {inline(candidate.provider)}",
        words(candidate.openness),
        f"{STATUSES[result.standing.status].name}, score {score(result)}",
        cost,
    ]
    every = len(report.scenario.steps)
    if any(len(one.steps) < every for one in report.results):
        names = "every step"
        if len(result.steps) < every:
            names = listed(map(report.step_name, result.steps)) or "no step"
        told.insert(2, f"plays {names}")
    return f"{capitalised(report.sources.cited('; '.join(told), *result.in_force()))}."


# --- the rest ---------------------------------------------------------------------------------------------


def _more(report: Report, note: RecordNote) -> Blocks:
    """What the template has no place for, then the sources."""
    record = report.analysis.workspace.record
    day = "on acceptance" if note.replayed else f"of {report.analysis.today}"
    blocks = [
        f"Written by Shortlist from the figures {day}; money is in USD; a number in brackets is a source below.",
        _bullets(standing_lines(record, note)) if record else "",
    ]
    for section, title in SECTION_TITLES.items():
        if section not in PLACED and (written := _prose(report, section)):
            blocks += [f"**{title}**", written]
    return [*blocks, "**Sources**", report.sources.listing()]

"""The decision record as Markdown: the minimal record, the rest of the sections, and the numbered sources.

Each section gives the computed facts and then what the team wrote. Facts are never stored in the record, so
what is written here is true of the workspace on the day it is written.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from shortlist.core.analysis import Analysis
from shortlist.core.basics.words import bullets
from shortlist.core.document.sections import SECTION_TITLES
from shortlist.export import candidate_sections
from shortlist.export import criteria_sections as criteria
from shortlist.export import record_sections as minimal
from shortlist.export.cost_section import latency_and_cost
from shortlist.export.facts import Blocks, Report
from shortlist.export.markup import inline, joined, prose
from shortlist.export.notes import RecordNote, note_of, standing_lines, state_words, title_of

SECTION_FACTS: Mapping[str, Callable[[Report], Blocks]] = {
    "decision": minimal.decision,
    "context": minimal.context,
    "candidates": candidate_sections.candidates,
    "evaluation": candidate_sections.evaluation,
    "rationale": minimal.rationale,
    "risks": minimal.risks,
    "review": minimal.review,
    "task_fit": criteria.task_fit,
    "latency_and_cost": latency_and_cost,
    "context_needs": criteria.context_needs,
    "output_reliability": criteria.output_reliability,
    "privacy_and_licence": criteria.privacy_and_licence,
    "operational_burden": criteria.operational_burden,
    "migration": criteria.migration,
    "leaderboard_showed": criteria.leaderboard_showed,
    "leaderboard_could_not_prove": criteria.leaderboard_could_not_prove,
    "before_launch": criteria.before_launch,
}
"""The computed facts of every section, as Markdown blocks; screens and other formats show the same."""

HOW_TO_READ = (
    "Figures are those of {day}; money is in USD; a number in brackets is a source in the list at the end. "
    "What is not known is called unknown."
)
TEAM_WRITES = "*The team writes:*"


def markdown(analysis: Analysis, note: RecordNote | None = None) -> str:
    """The record of a workspace as Markdown; `note` where it is not the one that the workspace itself gives."""
    report = Report(analysis)
    blocks = head(report, note or note_of(analysis))
    for name in SECTION_TITLES:
        blocks += _section(report, name)
    blocks += ["## Sources", report.sources.listing()]
    return joined(blocks) + "\n"


def section_markdown(analysis: Analysis, section: str) -> str:
    """One section as the record has it, with the sources that it cites."""
    report = Report(analysis)
    return joined([*_section(report, section), "## Sources", report.sources.listing()]) + "\n"


def head(report: Report, note: RecordNote) -> Blocks:
    """The title, who decided what when, and how to read the figures."""
    record = report.analysis.workspace.record
    title = f"# {inline(title_of(report.analysis.workspace))}"
    how_to_read = HOW_TO_READ.format(day=report.analysis.today)
    if record is None:
        return [title, "No decision record has been started.", how_to_read]
    state = f"Model decision record {record.number}, {state_words(record, note)}."
    return [title, state, bullets([*minimal.people(record), *standing_lines(record, note)]), how_to_read]


def _section(report: Report, name: str) -> Blocks:
    title, written = f"## {SECTION_TITLES[name]}", prose(report.analysis.workspace.prose(name))
    facts = [block for block in SECTION_FACTS[name](report) if block]
    if facts and written:
        return [title, *facts, TEAM_WRITES, written]
    return [title, *(facts or [written or "Nothing is recorded."])]

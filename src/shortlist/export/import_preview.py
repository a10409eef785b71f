"""The preview of an import: as data for programs, and as tables."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Literal, get_args

from shortlist.core.basics.plain_data import plain_fields
from shortlist.core.basics.words import agreeing, count, plain, with_small, yes_no
from shortlist.core.changes.values import check_name
from shortlist.core.document.field_names import label_of
from shortlist.core.document.metrics import figures_apart, index_name, is_quality, metric_label, metric_row, with_unit
from shortlist.core.importing.plan import ImportLine, ImportPlan
from shortlist.core.importing.row_changes import FactChange, FigureChange

if TYPE_CHECKING:
    from rich.console import Console

MOST_SHOWN = 40  # lines of a kind that a table shows; the data holds all of them
TITLES = {
    "changed": "Changed",
    "match": "Likely matches, for a person to confirm",
    "instead": "The same rows, if they are new ones instead",
    "new": "New",
    "unchanged": "Unchanged",
}
Section = Literal["changed", "match", "instead", "new", "unchanged"]
"""A part of the preview; `instead` holds, once more and as new ones, the rows that may be candidates of the team."""


def preview_data(plan: ImportPlan, taken: Collection[str] | None = None) -> dict[str, Any]:
    """The preview as plain data; `taken` holds the keys of the lines taken over, else those chosen at first."""
    if taken is None:
        taken = {line.key for line in plan.lines if line.chosen_at_first}
    return {
        "schema": 1,
        "format": plan.format,
        "title": plan.title,
        "read": plan.read,
        "refused_rows": plan.refusals,
        "not_kept": plan.not_kept,
        "notices": list(plan.notices),
        "lines": [line_data(line, line.key in taken) for line in plan.lines],
        "refused": [plain_fields(one, "place name why") for one in plan.refused],
    }


def line_data(line: ImportLine, taken: bool) -> dict[str, Any]:
    answer = line.answer
    return {
        "kind": line.kind,
        "row": line.row.id,
        "place": line.row.place,
        "name": line.row.name,
        "provider": line.row.provider or None,
        "effort": line.row.effort or None,
        "candidate": line.candidate and line.candidate.id,
        "taken": taken,
        "difference": line.difference or None,
        **plain_fields(line, "lacks doubts"),
        "figures": [_figure(change) for change in line.figures],
        "facts": [{"key": ".".join(one.path), "old": one.old, "new": one.new} for one in line.facts],
        "answer": answer and {**asdict(answer), "url": answer.url or None},
        "notes": list(line.row.notes),
    }


def _figure(change: FigureChange) -> dict[str, Any]:
    figure, before = change.figure, change.before
    return {
        "metric": figure.metric,
        "above_tokens": figure.above_tokens,
        "how": change.how,
        "old": before and before.value,
        "old_source": before and before.source,
        "old_as_of": before and before.as_of.isoformat(),
        "new": figure.value,
        **plain_fields(figure, "source as_of basis"),
        **{key: getattr(figure, key) or None for key in ("version", "effort", "provider", "url", "note")},
    }


# --- in words


def figure_text(change: FigureChange) -> str:
    """A figure in words: `input price 0.5 → 0.4 $/M`."""
    figure = change.figure
    label = metric_label(figure.metric)
    name = f"{label[:1].lower()}{label[1:]}"
    if is_quality(figure.metric):
        name = index_name(figure.metric)
    if figure.above_tokens:
        name += f" above {figure.above_tokens:,} tokens"
    values = figures_apart(figure.metric, *(one.value for one in (figure, change.before) if one is not None))
    told = with_unit(figure.metric, values[0])
    if change.before is None:
        return f"{name} {told}"
    now, before = values
    if before == now:
        return f"{name} {told}, as recorded"
    return f"{name} {before} → {told}"


def foremost(changes: Iterable[FigureChange]) -> list[FigureChange]:
    """Figures in the order in which they decide: quality, prices, speed, then limits and the like."""

    def weight(change: FigureChange) -> tuple[bool, ...]:
        row = metric_row(change.figure.metric)
        return not is_quality(row.id), not row.price, not row.kind.at_setting

    return sorted(changes, key=weight)


def fact_text(change: FactChange) -> str:
    """A fact in words: `licence → MIT`."""
    name = with_small(label_of(change.path[-1]))
    if change.old in (None, ""):
        return f"{name} → {_word(change.new)}"
    return f"{name} {_word(change.old)} → {_word(change.new)}"


def _word(value: object) -> str:
    if isinstance(value, bool):
        return yes_no(value)
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    return plain(value) if isinstance(value, int | float) else str(value)


def line_text(line: ImportLine) -> str:
    """What a line does, in words."""
    if line.answer is not None:
        return f"{check_name(line.answer.check)} → {line.answer.verdict}: {line.answer.note}"
    changes = line.figures if line.candidate is None else line.changing
    told = [*map(figure_text, foremost(changes)), *(fact_text(fact) for fact in line.facts if fact.path != ("notes",))]
    if line.kind == "new" and line.lacks:
        told.append(f"lacks {', '.join(line.lacks)}")
    older = sum(one.how == "older" for one in line.figures)
    if older:
        told.append(f"{count(older, 'figure')} older than what is recorded")
    if not told and any(fact.path == ("notes",) for fact in line.facts):
        told.append("a remark for its notes")
    return "; ".join(told) or "nothing changes"


def sections(plan: ImportPlan, lines: Iterable[ImportLine]) -> dict[Section, list[ImportLine]]:
    """Lines by the part of the preview that they stand in, in its order; parts without a line are left out."""
    undecided, found = plan.undecided, dict[Section, list[ImportLine]]()
    for line in lines:
        section: Section = line.kind
        if section == "new" and line.row.id in undecided:
            section = "instead"
        found.setdefault(section, []).append(line)
    order: tuple[Section, ...] = get_args(Section)
    return {section: found[section] for section in order if section in found}


def counted(lines: Collection[ImportLine]) -> str:
    """How many rows stand in lines, and how many lines where those are more: `2`, `1 row, 3 lines`."""
    rows = len({line.row.id for line in lines})
    if rows == len(lines):
        return f"{rows:,}"
    return f"{count(rows, 'row')}, {count(len(lines), 'line')}"


def summary(plan: ImportPlan) -> str:
    """The counts in one line, each row once, so that they add up to the rows of the file."""
    tally = plan.rows
    counts = [
        (tally["changed"], "changes a candidate", "change candidates"),
        (tally["match"], "may be one of yours", "may be yours"),
        (tally["new"], "is new", "are new"),
        (tally["unchanged"], "changes nothing", "change nothing"),
        (plan.apart, "concerns none of your candidates", "concern none of your candidates"),
        (plan.refusals, "is refused", "are refused"),
        (plan.not_kept, "more is not listed; --only names it", "more are not listed; --only names those wanted"),
    ]
    told = [f"{number:,} {agreeing(number, one, many)}" for number, one, many in counts if number]
    return f"{count(plan.read + plan.refusals, 'row')}: {', '.join(told) or 'none'}."


def doubts_told(plan: ImportPlan) -> tuple[str, ...]:
    """That some lines wait for a person, for their figures can hardly be what they are read as."""
    number = sum(bool(line.doubts) for line in plan.lines)
    if not number:
        return ()
    return (f"{count(number, 'line')} with a figure that can hardly be right: not taken before somebody chooses it.",)


def print_preview(plan: ImportPlan, taken: Collection[str], out: Console) -> None:
    from rich.table import Table

    from shortlist.export.tables import print_table, text

    def show(title: str, headings: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
        table = Table(*headings, title=text(title), title_justify="left")
        for row in rows:
            table.add_row(*map(text, row))
        print_table(table, out)

    out.print(text(f"{plan.title}: {summary(plan)}"))
    for notice in (*plan.notices, *doubts_told(plan)):
        out.print(text(notice))
    for section, lines in sections(plan, plan.lines).items():
        if section == "unchanged":
            continue
        rows = []
        for line in sorted(lines, key=lambda one: one.key not in taken)[:MOST_SHOWN]:
            mark = "✔" if line.key in taken else ""
            candidate = line.candidate.id if line.candidate else ""
            what = ". ".join(filter(None, (line.difference, *line.doubts, line_text(line))))
            rows.append((mark, line.row.id, candidate, what))
        show(f"{TITLES[section]} ({counted(lines)})", ("", "row", "candidate", "what"), rows)
        if len(lines) > MOST_SHOWN:
            out.print(text(f"and {len(lines) - MOST_SHOWN:,} more"))
    if plan.refused:
        refused = [(one.place, one.name, one.why) for one in plan.refused[:MOST_SHOWN]]
        show(f"Refused ({plan.refusals:,})", ("where", "row", "why"), refused)

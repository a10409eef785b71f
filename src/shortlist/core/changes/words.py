"""What changed, in words: between two states of a decision, what it comes to first, then what it rests on; between two
versions of a workspace, what is in the file and nothing of what it comes to, so that none is judged only to be listed.

The rows of the data carry key paths and unrounded numbers; here stand names, units and sentences. Every command and
screen that tells people of changes takes its words from here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from shortlist.core.analysis import Analysis
from shortlist.core.basics.text_diff import excerpt
from shortlist.core.basics.words import listed, then_now
from shortlist.core.changes.decision_changes import input_changes
from shortlist.core.changes.result import ResultChange, chosen_words, outcome_words
from shortlist.core.changes.values import DocumentNames, PlacePath, changed_words, names_of, row_name, row_told
from shortlist.core.document.field_names import label_of
from shortlist.core.document.leaf_differences import Difference, differences
from shortlist.core.document.workspace import Choice, Workspace, choices, to_data

ROWS = frozenset({"observations", "answers", "overrides", "evaluations", "checks", "triggers"})
"""Lists whose rows are told in one line each."""
MAIN = frozenset({"value", "verdict", "level", "importance"})
"""The fields that a row is about: they need no name."""


class ChangeWords(NamedTuple):
    outcome: tuple[ResultChange, ...]
    inputs: tuple[ResultChange, ...]


def change_words(before: Analysis, after: Analysis) -> ChangeWords:
    """What changed from one state to the other."""
    names = names_of(before.workspace, after.workspace)
    inputs = list(_inputs(before.workspace, after.workspace, names))
    # A rationale that reads as before although another choice was made: it argues for what is no longer chosen.
    sides = (before.workspace, after.workspace)
    was, now = (choices(side) for side in sides)
    if was != now and sides[0].prose("rationale") == sides[1].prose("rationale") != "":
        # A step that came or went is another choice as well.
        pairs = [(was.get(step), now.get(step)) for step in {*was, *now}]
        turned = [
            key for key in Choice._fields if any(getattr(a, key, None) != getattr(b, key, None) for a, b in pairs)
        ]
        inputs.append(ResultChange("Rationale", (f"unchanged, although the {listed(turned)} changed",)))
    return ChangeWords(tuple(outcome_words(before, after, names)), tuple(inputs))


def version_words(before: Workspace, after: Workspace) -> tuple[str, ...]:
    """How two versions differ, a line each with what it is about; empty exactly where the two are the same."""
    if before == after:
        return ()
    names = names_of(before, after)
    lines: list[str] = []
    if before.title != after.title:
        lines.append(f"Title: {then_now(f'“{before.title}”', f'“{after.title}”')}")
    chosen = ResultChange("The decision", tuple(chosen_words(before, after, names)))
    for row in (chosen, *_inputs(before, after, names), *_records(before, after)):
        for line in row.lines:
            if line.startswith("  "):  # a passage of a long text stands behind what it belongs to
                lines[-1] += f" {line.strip()}"
            else:
                lines.append(f"{row.about}: {line}")
    turned = (row for row in differences(to_data(before), to_data(after)) if row.order)
    lines = lines or [f"{row.place}: in this order: {row.before} → {row.after}" for row in turned]
    return tuple(lines) or ("Something that is not shown",)


def summary(lines: Sequence[str]) -> str:
    """Differences in one line: the first one, and how many more."""
    if not lines:
        return "no difference"
    if len(lines) == 1:
        return lines[0]
    return f"{lines[0]}, and {len(lines) - 1} more"


def _records(before: Workspace, after: Workspace) -> Iterator[ResultChange]:
    """What became of every record: added, removed, or of another status; words of the one being edited are inputs."""
    ours, theirs = ({record.number: record for record in side.records} for side in (before, after))
    for number in dict.fromkeys([*ours, *theirs]):
        was, now = ours.get(number), theirs.get(number)
        if was is None:
            told = f"added, {theirs[number].status}"
        elif now is None:
            told = f"removed, {was.status}"
        elif was.status != now.status:
            told = then_now(was.status, now.status)
        elif (was.date, was.digest, was.supersedes) != (now.date, now.digest, now.supersedes):
            told = "its day, its digest or what it supersedes differs"
        elif was != now and now is not after.record:
            told = "its words, its people or its triggers differ"
        else:
            continue
        yield ResultChange(f"Record {number}", (told,))


# --- what it rests on ---------------------------------------------------------------------------------------------


def _inputs(before: Workspace, after: Workspace, names: DocumentNames) -> Iterator[ResultChange]:
    """What changed in what it rests on, but for the choice."""
    about_whom: dict[str, list[Difference]] = {}
    for one in input_changes(before, after):
        if one.path[0] != "decision":
            about_whom.setdefault(_about(one.path, names), []).append(one)
    for about, group in about_whom.items():
        rows = groupby(group, key=lambda one: _row_of(one.path))
        yield ResultChange(about, tuple(line for place, inside in rows for line in _lines(place, list(inside), names)))


def _about(path: PlacePath, names: DocumentNames) -> str:
    match path:
        case ("scenario", "steps", step, *_):
            return f"Step {names.step(step)}"
        case ("candidates", id_, *_):
            return names.candidate(id_)
        case ("checks" | "answers", *_):
            return "Checklist"
        case ("evaluations", *_):
            return "Evaluations"
        case ("record", *_):
            return "The record"
    return "Scenario"


def _row_of(path: PlacePath) -> PlacePath:
    """The row of a list that a place lies in, else the place itself."""
    end = next((at + 2 for at, key in enumerate(path[:-1]) if key in ROWS), None)
    return path[:end]


def _lines(place: PlacePath, inside: Sequence[Difference], names: DocumentNames) -> list[str]:
    """A row that came or went, a row of which fields changed, or a field; passages of long texts follow, indented."""
    first = inside[0]
    if first.row is not None and (first.row is first.before or first.row is first.after):
        verb = "added" if first.before is None else "removed"
        return [": ".join(filter(None, (verb, row_told(place[-2], first.row, names))))]
    if first.row is None or len(place) < 2 or place[-2] not in ROWS:
        return _field(first, names)
    fields = [_field(one, names) for one in sorted(inside, key=lambda one: one.path[-1] not in MAIN)]
    name = row_name(place[-2], first.row, names)
    passages = [line for lines in fields for line in lines[1:]]
    return [f"{name}: {'; '.join(lines[0] for lines in fields)}", *passages]


def _field(one: Difference, names: DocumentNames) -> list[str]:
    """A field with what it was and is, the passages of a long text indented under it."""
    texts = [side for side in (one.before, one.after) if side]
    if one.path[:2] == ("record", "sections") and len(texts) == 1:
        # Prose that was written or emptied: how it begins.
        lines = [f"{'removed' if one.before else 'added'}, “{excerpt(texts[0])}”"]
    else:
        lines = changed_words(one.path, one.row or {}, one.before, one.after, names)
    label = _label(one.path, names)
    if label:
        lines[0] = f"{label}: {lines[0]}".rstrip()
    return lines


def _label(path: PlacePath, names: DocumentNames) -> str:
    if len(path) > 2 and path[-3] in ROWS and path[-1] in MAIN:
        return ""
    match path:
        case ("scenario", "weights", column):
            return f"Weight of {label_of(column).lower()}"
        case ("candidates", _, "usage", step, field):
            return f"{label_of(field)} in {names.step(step)}"
        case (*_, list_, _, field) if list_ in ROWS:
            return label_of(field).lower()
    return label_of(path[-1])

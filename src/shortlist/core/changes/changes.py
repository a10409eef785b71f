"""What changed between two states of a decision, in words: what it comes to first, then what it rests on.

The rows of the data carry key paths and unrounded numbers; here stand names, units and sentences. Every command and
screen that tells people of changes takes its words from here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any, NamedTuple

from shortlist.core.analysis import Analysis
from shortlist.core.basics.text_diff import excerpt
from shortlist.core.basics.words import listed
from shortlist.core.changes.figures import Row, inputs_of
from shortlist.core.changes.results import Told, outcome_words
from shortlist.core.changes.rows import row_name, row_told
from shortlist.core.changes.values import Names, changed_words, names_of
from shortlist.core.document.field_names import label_of
from shortlist.core.document.workspace import Workspace

Path = tuple[str, ...]
ROWS = frozenset({"observations", "answers", "overrides", "evaluations", "checks", "triggers"})
"""Lists whose rows are told in one line each."""
MAIN = frozenset({"value", "verdict", "level", "importance"})
"""The fields that a row is about: they need no name."""


class ChangeWords(NamedTuple):
    """All changes in words."""

    outcome: tuple[Told, ...]
    inputs: tuple[Told, ...]


class Leaf(NamedTuple):
    """A place with both of its values, None where there is none; a row that came or went is one leaf."""

    path: Path
    before: Any
    after: Any
    row: Row = Row()
    """The row that it lies in, as it is now."""


def change_words(before: Analysis, after: Analysis) -> ChangeWords:
    """What changed from one state to the other."""
    names = names_of(before.workspace, after.workspace)
    inputs = [*input_words(before.workspace, after.workspace, names), *_unmoved(before, after)]
    return ChangeWords(tuple(outcome_words(before, after, names)), tuple(inputs))


def input_words(before: Workspace, after: Workspace, names: Names) -> Iterator[Told]:
    """What changed in what it rests on, but for the choice."""
    leaves = _leaves(Leaf((), inputs_of(before), inputs_of(after)))
    return _grouped((leaf for leaf in leaves if leaf.path[0] != "decision"), names)


def _unmoved(before: Analysis, after: Analysis) -> Iterator[Told]:
    """A rationale that reads as before although another choice was made: it argues for what is no longer chosen."""
    sides = (before.workspace, after.workspace)
    was, now = ((side.decision.default, side.decision.fallback) for side in sides)
    if was != now and sides[0].prose("rationale") == sides[1].prose("rationale") != "":
        which = listed(key for key, a, b in zip(("default", "fallback"), was, now, strict=True) if a != b)
        yield Told("Rationale", (f"unchanged, although the {which} changed",))


def _leaves(at: Leaf) -> Iterator[Leaf]:
    """Every place that differs; tables are gone into, rows only where both sides have them."""
    sides = (at.before, at.after)
    if at.before == at.after:
        return
    one_row = sum(isinstance(side, Row) for side in sides) == 1
    if one_row or not any(isinstance(side, Mapping) for side in sides) or any(isinstance(side, str) for side in sides):
        yield at
        return
    ours, theirs = at.before or {}, at.after or {}
    row = theirs if isinstance(theirs, Row) else at.row
    for key in [*ours, *(key for key in theirs if key not in ours)]:
        yield from _leaves(Leaf((*at.path, key), ours.get(key), theirs.get(key), row))


def _grouped(leaves: Iterable[Leaf], names: Names) -> Iterator[Told]:
    about_whom: dict[str, list[Leaf]] = {}
    for leaf in leaves:
        about_whom.setdefault(_about(leaf.path, names), []).append(leaf)
    for about, group in about_whom.items():
        rows = groupby(group, key=lambda leaf: _row_of(leaf.path))
        yield Told(about, tuple(line for place, inside in rows for line in _lines(place, list(inside), names)))


def _about(path: Path, names: Names) -> str:
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


def _row_of(path: Path) -> Path:
    """The row of a list that a place lies in, else the place itself."""
    at = next((at for at, key in enumerate(path[:-1]) if key in ROWS), None)
    return path if at is None else path[: at + 2]


def _lines(place: Path, leaves: list[Leaf], names: Names) -> list[str]:
    """A row that came or went, a row of which fields changed, or a field."""
    first = leaves[0]
    if isinstance(first.before, Row) or isinstance(first.after, Row):
        row = first.after or first.before
        told = row_told(place[-2], row.raw, names)
        verb = "added" if first.before is None else "removed"
        return [f"{verb}: {told}" if told else verb]
    if len(place) > 1 and place[-2] in ROWS:
        return _row_lines(place, leaves, names)
    return _field(first, names)


def _row_lines(place: Path, leaves: list[Leaf], names: Names) -> list[str]:
    """A row in one line, what it is about first; passages of long texts follow, indented."""
    told = [_field(leaf, names) for leaf in sorted(leaves, key=lambda leaf: leaf.path[-1] not in MAIN)]
    name = row_name(place[-2], leaves[0].row.raw, names)
    rest = [line for lines in told for line in lines[1:]]
    return [f"{name}: {'; '.join(lines[0] for lines in told)}", *rest]


def _field(leaf: Leaf, names: Names) -> list[str]:
    """A field with what it was and is, the passages of a long text indented under it."""
    first, *rest = _texts(leaf) or changed_words(leaf.path, leaf.row.raw, leaf.before, leaf.after, names)
    label = _label(leaf.path, names)
    return [f"{label}: {first}".rstrip() if label else first, *rest]


def _texts(leaf: Leaf) -> list[str]:
    """Prose that was written or emptied: how it begins."""
    texts = [side for side in (leaf.before, leaf.after) if side]
    if leaf.path[:2] != ("record", "sections") or len(texts) != 1:
        return []
    return [f"{'removed' if leaf.before else 'added'}, “{excerpt(texts[0])}”"]


def _label(path: Path, names: Names) -> str:
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

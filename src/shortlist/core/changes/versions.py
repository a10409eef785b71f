"""How two versions of a workspace differ, in the words of `changewords`: `then` the first of them, `now` the second.

For whoever chooses between versions: what is in the file, nothing of what it comes to, so that no version is judged
only to be listed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from shortlist.core.basics.words import then_now
from shortlist.core.changes.changes import input_words
from shortlist.core.changes.results import Told, chosen_words
from shortlist.core.changes.values import names_of
from shortlist.core.document.differences import differences
from shortlist.core.document.record import Record
from shortlist.core.document.workspace import Workspace


def version_words(before: Workspace, after: Workspace) -> tuple[str, ...]:
    """What differs, a line each with what it is about; empty exactly where the two are the same."""
    if before == after:
        return ()
    names = names_of(before, after)
    title = [] if before.title == after.title else [then_now(f"“{before.title}”", f"“{after.title}”")]
    rows = [
        Told("Title", tuple(title)),
        Told("The decision", tuple(chosen_words(before, after, names))),
        *input_words(before, after, names),
        *_records(before, after),
    ]
    lines = tuple(line for row in rows for line in _flat(row))
    return lines or tuple(map(str, differences(before, after))) or ("Something that is not shown",)


def summary(lines: Sequence[str]) -> str:
    """Differences in one line: the first one, and how many more."""
    if not lines:
        return "no difference"
    return lines[0] + (f", and {len(lines) - 1} more" if len(lines) > 1 else "")


def _flat(row: Told) -> list[str]:
    """The lines of one thing, each with its name; passages of a long text stand behind what they belong to."""
    told: list[str] = []
    for line in row.lines:
        if line.startswith("  ") and told:
            told[-1] += f" {line.strip()}"
        else:
            told.append(f"{row.about}: {line}")
    return told


def _records(before: Workspace, after: Workspace) -> Iterator[Told]:
    """What became of every record: added, removed, or of another status; words of the one being edited are inputs."""
    sides = [{record.number: record for record in side.records} for side in (before, after)]
    for number in dict.fromkeys([*sides[0], *sides[1]]):
        was, now = (side.get(number) for side in sides)
        if was is None or now is None:
            there = now or was
            told = f"{'removed' if now is None else 'added'}, {there.status if there else ''}"
            yield Told(f"Record {number}", (told,))
        elif was.status != now.status:
            yield Told(f"Record {number}", (then_now(was.status, now.status),))
        elif _closed_words(was) != _closed_words(now):
            yield Told(f"Record {number}", ("its day, its digest or what it supersedes differs",))


def _closed_words(record: Record) -> tuple[object, ...]:
    return record.date, record.digest, record.supersedes

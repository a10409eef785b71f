"""What the first screen lists: the user's workspaces, ways to begin, and the examples by what they show."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from shortlist.tui.draw.lines import Cell, Tone, width_of
from shortlist.tui.keys.bindings import key_of
from shortlist.tui.screens.welcome.boxed_table import group
from shortlist.tui.widgets.table import Column, Row, Table

if TYPE_CHECKING:
    from pathlib import Path

    from shortlist.store.workspaces import ListedWorkspace

NEW, PRESET, WALK, TOUR = "new", "preset", "walk", "tour"
EXERCISE = "support-assistant"
"""The scenario that the walkthrough begins with."""
BEGUN_WITH: Mapping[str, str] = {WALK: EXERCISE, TOUR: "support-assistant-worked"}
"""The example that a way to begin opens."""
SHOWS: Mapping[str, str] = {
    "support-assistant-worked": "one model for three steps, recorded",
    "support-assistant": "the exercise, as you start it",
    "invoice-extraction": "high volume: batches and routing",
    "contract-review": "when self-hosting pays; regulated data",
    "retrieval-assistant": "five steps that no one model serves",
    "voice-booking": "hear, reply, speak: the turn decides",
    "coding-agent": "easy and hard issues, two models",
}
"""What an example shows, in the order in which they are worth a look; what is missing here is listed by its title."""
BEGINNINGS: Mapping[str, tuple[str, str, str]] = {
    WALK: ("welcome.walk", "Walk through the exercise", "choose a model in eight steps"),
    TOUR: ("welcome.tour", "Take the tour", "eight stops on a decision that was made"),
    PRESET: ("welcome.preset", "Begin from a preset", "retrieval, agent, voice and others"),
    NEW: ("welcome.new", "Begin an empty workspace", "by its title"),
}
"""How to begin, the exercise first: the action, what it is called, what it leads to."""
MEDIUM = 110
"""Columns of the terminal from which on the age has a column of its own."""
AGE = 12
"""Columns of it."""
TITLE = 36
"""Columns that a title has at least before who serves is told in more words."""
DECIDED = 25
"""Columns of who serves at least."""
SIDES = 5
"""Columns of a row that are not its cells: the sides of the box, and what stands in front."""


class ServingLine(NamedTuple):
    """Who serves as decided, judged today: in words, the longest first, and how it stands."""

    forms: tuple[str, ...]
    tone: Tone

    def within(self, width: int) -> str:
        """The longest form that fits."""
        return next((form for form in self.forms if width_of(form) <= width), self.forms[-1])


def entry_table(
    own: list[ListedWorkspace],
    examples: list[ListedWorkspace],
    served: Mapping[Path, ServingLine],
    today: dt.date,
    width: int = 80,
) -> Table:
    """The user's workspaces, then how to begin, then the examples; where there is no workspace one begins first."""
    now = dt.datetime.now(dt.UTC)
    rows: list[Row] = []
    columns: list[Column] = []
    if own:
        often = Counter(one.title for one in own)
        # Two of one title are told apart by their files, in front, where nothing is cut.
        titles = [f"{one.name} · {one.title}" if often[one.title] > 1 else one.title for one in own]

        def lines(room: int) -> list[Row]:
            return [
                Row(f"own:{one.name}", _own(one, title, served.get(one.path), today, now, width, room))
                for one, title in zip(own, titles, strict=True)
            ]

        # Who serves is told in as many words as titles, records and ages leave room for.
        record = _widest(lines(DECIDED), 2) + 1
        title = min(TITLE, max(map(width_of, titles)))
        age = AGE + 1 if width >= MEDIUM else 0
        found = lines(max(DECIDED, width - SIDES - title - record - age - 2))
        columns = [Column("title", ""), Column("decision", "", _widest(found, 1)), Column("record", "", record)]
        if age:
            columns.append(Column("changed", "", AGE))
        rows += group("Workspaces", found, f"{len(own):,}" if len(own) > 9 else "")
    else:
        columns = [Column("title", ""), Column("decision", "", 0), Column("record", "", 1)]
    begin = [
        Row(id_, (Cell(f"{key_of(action)}  {name}", "accent"), Cell(what, "dim")))
        for id_, (action, name, what) in BEGINNINGS.items()
    ]
    rows += group("Begin" if own else "New here?", begin)
    order = {name: place for place, name in enumerate(SHOWS)}
    shown = []
    for one in sorted(examples, key=lambda one: order.get(one.name, len(order))):
        # Where nobody wrote down what an example shows, what it decides.
        told = Cell(SHOWS.get(one.name, one.decision), "dim")
        if one.problem is not None:
            told = Cell(f"✖ {one.problem}", "bad")
        shown.append(Row(f"example:{one.name}", (Cell(one.title), told)))
    none = [Row("", (Cell("No examples were installed.", "dim"),))]
    rows += group("Examples, opened as a copy", shown or none)
    return Table(tuple(columns), tuple(rows))


def _widest(rows: list[Row], at: int) -> int:
    """Columns of the widest cell of a column, of the rows that have all of them."""
    return max((width_of(row.cells[at].text) for row in rows if len(row.cells) > 2), default=0)


def _own(
    entry: ListedWorkspace,
    title: str,
    served: ServingLine | None,
    today: dt.date,
    now: dt.datetime,
    width: int,
    room: int,
) -> tuple[Cell, ...]:
    """What a workspace decides, how far its record is, and when it was changed; or why it cannot be opened, which
    runs to the edge."""
    if entry.problem is not None:
        return Cell(title), Cell(f"✖ {entry.problem}", "bad")
    # Here, as the first frame waits for no part of the core.
    from shortlist.core.basics.words import ago
    from shortlist.core.document.workspace_summary import due_words

    decided, status, due = Cell(""), "", ""
    tone: Tone = "plain"
    if entry.brief is not None:
        decided, status = Cell(entry.brief.told), entry.brief.status
    if served is not None:
        decided = Cell(served.within(room), served.tone)
    if entry.due_on is not None:
        due = due_words(entry.due_on, today)
        if entry.due_on <= today:
            tone = "warn"
    age = ago(now - entry.modified, brief=True)
    if width < MEDIUM:
        return Cell(title), decided, Cell(due or " · ".join(filter(None, (status, age))), tone)
    return Cell(title), decided, Cell(" · ".join(filter(None, (status, due))), tone), Cell(age, "dim")

"""The golden dataset of a step: what it covers, and its examples, added, edited, duplicated, taken out of the runs."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import ClassVar

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Static

from shortlist.core.basics.errors import ShortlistError
from shortlist.core.basics.words import count
from shortlist.core.document.scenario import Step
from shortlist.core.golden.coverage import coverage
from shortlist.core.golden.examples import Example, Golden, free_example_id, plain_example, with_example, with_more
from shortlist.sanitising import shown_lines
from shortlist.store.golden import read_starter, read_step, shared_told, write_step
from shortlist.store.golden_files import FoundExamples, read_examples
from shortlist.store.places import starter_kinds
from shortlist.tui.body import Desk
from shortlist.tui.dialogs.base import Dialog, words
from shortlist.tui.dialogs.question import QuestionDialog
from shortlist.tui.draw.evidence_marks import example_lines
from shortlist.tui.draw.lines import Cell, bar, width_of, wrapped
from shortlist.tui.flows.evaluating.example_dialog import NEW, ExampleDialog
from shortlist.tui.flows.importing.file_dialog import FileDialog
from shortlist.tui.host import Host
from shortlist.tui.keys.bindings import bound, keyed
from shortlist.tui.keys.sentences import empty
from shortlist.tui.widgets.grid import Grid
from shortlist.tui.widgets.pane import Pane, ProsePane
from shortlist.tui.widgets.table import Column, Row, Table

BESIDE = 160
"""Columns of the terminal from which on the example under the cursor stands beside the list."""
BAR = 8
"""Columns of the longest bar of what the examples cover."""


def bars(head: str, counts: Mapping[str, int], width: int) -> str:
    """Counts behind a heading in lines of so many columns, each with its bar on one scale, which no line end parts from
    it: `adversarial ████ 10   real task ████████ 20`."""
    most = max(counts.values(), default=1)
    lines = [head]
    for name, number in counts.items():
        told = f"{name.replace('_', ' ')} {bar(number / most, BAR).rstrip() or '▏'} {number}"
        if lines[-1] != head and width_of(lines[-1]) + width_of(told) > width:
            lines.append(" " * width_of(head))
        lines[-1] += f"{told}   "
    return "\n".join(line.rstrip() for line in lines)


def _whole(one: Example) -> list[Cell]:
    """An example in full: what is asked, what is expected, and by which checks it is judged."""
    marks = (one.kind.replace("_", " "), "critical" if one.critical else "")
    lines = [Cell(" · ".join(filter(None, (one.id, *marks))), "strong"), *example_lines(one.text, one.expected)]
    if one.checks:
        lines.append(Cell("Checks", "head"))
    for check in one.checks:
        value = f": {check.value}" if check.value else ""
        lines.append(Cell(f"· {check.type.replace('_', ' ')}{value}"))
    told = [one.note, one.source]
    if one.added_on:
        told.append(f"added on {one.added_on}")
    if one.retired_on:
        told.append(f"taken out of the runs on {one.retired_on}")
    return [*lines, *(Cell(part, "dim") for part in told if part)]


LIKELY = {
    "support_chatbot": "support_answer",
    "knowledge_assistant": "retrieval_answer",
    "document_extraction": "extraction",
    "lead_routing": "routing",
    "voice_intake": "voice_reply",
    "coding": "coding",
}
"""The starter set that a step most likely wants, by its use case."""
JUDGEMENTS = frozenset({"label", "verdict"})
"""What a step of no use case puts out that lets something pass or not."""
WHAT_IS_READ = (
    "Tests of promptfoo, a dataset of Inspect, a golden dataset, or a table: CSV, JSON or JSON Lines with a column "
    "input, and expected or one named after a check, such as contains. You see what is in it before it is added."
)


def likely_starter(step: Step) -> str:
    """The starter set that a step most likely wants; empty where nothing tells."""
    if "tool_arguments" in step.output_contract:
        return "tool_calls"
    if step.use_case is None and JUDGEMENTS & set(step.output_contract):
        return "moderation"
    return LIKELY.get(step.use_case or "", "")


PANE, TALLEST_BOX = 0.43, 0.9
"""Of the terminal: the columns of the example beside the list, and the lines of the box at most."""
EDGES, AROUND = 6, 6
"""Columns of the pane that are not its text, and lines of the box that are neither examples nor what they cover."""


class GoldenDialog(Dialog[bool]):
    """Lists the examples; returns whether the file was changed."""

    DEFAULT_CSS = """
    GoldenDialog > #box { width: 98%; max-width: 98%; height: auto; max-height: 90%; }
    GoldenDialog Grid { width: 1fr; height: 1fr; }
    GoldenDialog Pane { width: 45%; height: 1fr; }
    GoldenDialog #kinds, GoldenDialog #checks, GoldenDialog #told { height: auto; max-height: 4; }
    GoldenDialog #told { color: $text-warning; }
    GoldenDialog.none > #box { width: 110; height: auto; max-height: 90%; }
    GoldenDialog.none #halves, GoldenDialog.none Grid { height: auto; }
    """
    DEFAULT_CLASSES = "tight none"
    help_text = (
        "What a run asks of every candidate, one example a line, kept in a file beside the workspace. Above stands "
        "what it covers and what it is too little for. An example that is taken out of the runs stays in the file, so "
        "that earlier runs still say what they ran. A starter set begins a dataset; its examples are nobody's, and are "
        "to be replaced by yours. {golden.import} reads tests of promptfoo, datasets of Inspect, and tables: a column "
        "of input (or question, prompt), expected or one named after a check (contains, regex, max_chars, person …), "
        "and if you like id, kind, critical, note."
    )
    BINDINGS: ClassVar[list[BindingType]] = bound("golden")

    def __init__(self, path: Path, step: Step, today: dt.date) -> None:
        keys = keyed(
            "{golden.add} adds, {golden.edit} edits, {golden.copy} duplicates, {golden.retire} takes out or back, "
            "{golden.import} reads a file, {golden.starter} starter set, Esc closes."
        )
        super().__init__(f"Golden dataset: {step.name}", keys)
        self._path, self._step, self._today = path, step, today
        self._golden = Golden()
        self._changed = False
        self._shared = ""

    def inside(self) -> ComposeResult:
        yield words("kinds", "")
        yield words("checks", "")
        yield words("told", "")
        with Horizontal(id="halves"):
            yield Grid()
            yield ProsePane()

    def on_mount(self) -> None:
        self.query_one(Grid).follow = self._follow
        self.query_one(Pane).name_it("Example")
        self._shared = shared_told(self._path, self._step)
        self._read()
        self.query_one(Grid).focus()

    def _follow(self) -> None:
        """Beside the list, where there is room for it, the example under the cursor in full."""
        one, pane = self._here(), self.query_one(Pane)
        if one is None:
            pane.show([])
        else:
            pane.show(_whole(one), one.id)

    @on(events.Resize)
    def show_beside(self) -> None:
        """Show the example where there is room for it, and what the examples cover in the room that there is."""
        self.query_one(Pane).display = bool(self._golden.examples) and self.app.size.width >= BESIDE
        self._tell_coverage()
        self._fit()

    def _fit(self) -> None:
        """Be as tall as the examples are many, and as the longest of them that stands beside them."""
        examples, (width, height) = self._golden.examples, self.app.size
        halves = self.query_one("#halves")
        if not examples:
            halves.styles.height = None
            return
        lines = len(examples) + 1
        if width >= BESIDE and lines < height:
            room = int(width * PANE) - EDGES
            lines = max(lines, *(2 + sum(len(wrapped(cell.text, room)) for cell in _whole(one)) for one in examples))
        above = 4 + sum(bool(self.query_one(f"#{part}").display) for part in ("kinds", "checks"))
        halves.styles.height = max(4, min(lines, int(height * TALLEST_BOX) - AROUND - above))

    def _read(self, at: str | None = None) -> None:
        try:
            self._golden = read_step(self._path, self._step)
        except ShortlistError as error:
            self.write("told", str(error))
            return
        self.set_class(not self._golden.examples, "none")
        self.show_beside()
        grid = self.query_one(Grid)
        grid.show(self._table())
        if at is not None:
            grid.at_row(at)
        self._follow()

    def _tell_coverage(self) -> None:
        """Say above the list what it covers, and what it is too little for."""
        found = coverage(self._golden.examples)
        head, width = f"{count(found.examples, 'example')}  ", self.app.size.width * 98 // 100 - 4
        warnings = (*filter(None, [self._shared]), *found.warnings, *(str(one) for one in self._golden.problems[:3]))
        parts = {"kinds": "no example yet", "checks": "", "told": ""}
        if found.kinds:
            parts["kinds"] = bars(head, found.kinds, width)
        if found.checks:
            parts["checks"] = bars(f"{'checks':<{len(head)}}", found.checks, width)
        if warnings:
            parts["told"] = f"! {' · '.join(warnings)}"
        for part, told in parts.items():
            self.query_one(f"#{part}", Static).update(Content(shown_lines(told)))
            self.query_one(f"#{part}").display = bool(told)

    def _table(self) -> Table:
        columns = (
            Column("id", "id", 0),
            Column("kind", "kind", 0),
            Column("checks", "checks", 0),
            Column("critical", "critical", 0),
            Column("input", "input", 12),
            # The input is the last cell of a row, and runs on to the edge.
            Column("edge", "", 1),
        )
        rows = []
        for one in self._golden.examples:
            id_, text = Cell(one.id, "strong"), Cell(one.text)
            if one.retired_on:
                id_, text = Cell(one.id, "dim"), Cell(f"not run · {one.text}", "dim")
            checks = ", ".join(dict.fromkeys(check.type for check in one.checks))
            critical = Cell("yes" if one.critical else "", "warn")
            rows.append(Row(one.id, (id_, Cell(one.kind.replace("_", " ")), Cell(checks), critical, text)))
        return Table(columns, tuple(rows), empty("no_examples"))

    def _here(self) -> Example | None:
        key = self.query_one(Grid).row_key
        return next((one for one in self._golden.examples if one.id == key), None)

    def _write(self, examples: tuple[Example, ...], at: str | None = None) -> None:
        try:
            write_step(self._path, self._step, self._golden._replace(examples=examples))
        except ShortlistError as error:
            self.app.say(str(error), "error", title="Not written", seconds=8)
            return
        self._changed = True
        self._read(at)

    @property
    def _ids(self) -> list[str]:
        return [one.id for one in self._golden.examples]

    def _edit(self, heading: str, values: dict[str, object], before: Example | None) -> None:
        self.app.ask(ExampleDialog(heading, values), lambda one: self._edited(one, before))

    def _edited(self, one: Example, before: Example | None) -> None:
        try:
            examples = with_example(self._golden.examples, one, before, self._today)
        except ShortlistError as error:
            self.app.say(str(error), "error", seconds=6)
            return
        self._write(examples.all, examples.taken.id)

    def action_add(self) -> None:
        id_ = free_example_id(f"{self._step.id}-{len(self._ids) + 1:03}", self._ids)
        self._edit(f"A new example of {self._step.name}", {"id": id_, **NEW}, None)

    def action_edit(self) -> None:
        one = self._here()
        if one is not None:
            self._edit(f"Example {one.id}", plain_example(one), one)

    def on_grid_opened(self) -> None:
        self.action_edit()

    def action_copy(self) -> None:
        """A second one like that under the cursor, to be changed."""
        one = self._here()
        if one is not None:
            values = {**plain_example(one), "id": free_example_id(f"{one.id}-copy", self._ids), "source": ""}
            self._edit(f"A copy of {one.id}", values, None)

    def action_retire(self) -> None:
        """Take the example out of the runs, or bring it back."""
        one = self._here()
        if one is not None:
            changed = one._replace(retired_on="" if one.retired_on else self._today.isoformat())
            self._write(tuple(changed if other is one else other for other in self._golden.examples), one.id)

    @work
    async def action_starter(self) -> None:
        known = starter_kinds()
        kinds = tuple((kind, kind.replace("_", " ")) for kind in known)
        told = "Examples that are nobody's: they show the form, and are to be replaced by yours."
        kind = await self.app.push_screen_wait(
            QuestionDialog("Which starter set?", told, kinds, likely_starter(self._step))
        )
        if kind is None:
            return
        self._add(read_starter(kind).examples)

    @work
    async def action_import(self) -> None:
        """Add the examples of a file, once a person has seen how many they are and what is refused."""
        wrong, typed = "", ""
        while True:
            path = await self.app.push_screen_wait(
                FileDialog((), wrong, typed, heading="Add examples from a file", about=WHAT_IS_READ)
            )
            if path is None:
                return
            try:
                found = await asyncio.to_thread(read_examples, path)
                break
            except ShortlistError as error:
                wrong, typed = str(error), str(path)
        if await self.app.push_screen_wait(self._taken_question(path, found)) == "take":
            self._add(found.examples)

    def _taken_question(self, path: Path, found: FoundExamples) -> QuestionDialog:
        """What a file holds: how many examples, one of them, and what is refused."""
        told = [f"{count(len(found.examples), 'example')} of {found.format}"]
        if found.examples:
            first = found.examples[0]
            told[0] += f"; the first is {first.id}: {first.text[:200]}"
            told.append(f"checked by {', '.join(check.type for check in first.checks)}")
        if found.refused:
            told.append(f"{len(found.refused):,} refused")
        told += [f"{place}: {why}" for place, why in found.refused[:3]]
        told += found.notices[:3]
        answers: tuple[tuple[str, str], ...] = (("leave", "Leave them"),)
        if found.examples:
            answers = (("take", "Add them to the dataset"), *answers)
        return QuestionDialog(f"Examples of {path.name}", " · ".join(told), answers)

    def _add(self, more: Iterable[Example]) -> None:
        """Add examples, those whose input is there already left out."""
        found = with_more(self._golden.examples, more, self._today)
        if found.new:
            self._write(found.all, found.new[0].id)
        if found.there:
            self.app.say(f"{count(found.there, 'example')} left out: the input is there already.", seconds=6)

    def action_close(self) -> None:
        self.dismiss(self._changed)


async def edit_golden(app: Host, desk: Desk, step: Step) -> None:
    """Open the golden dataset of a step, and have what was changed in it counted."""
    if await app.push_screen_wait(GoldenDialog(desk.session.opened.path, step, desk.session.today)):
        desk.look_beside()

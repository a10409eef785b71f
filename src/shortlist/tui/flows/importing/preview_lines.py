"""The lines of an import's preview: what changes, what may be the same model, what is new, what is refused."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import ClassVar, NamedTuple

from textual import events
from textual.binding import BindingType
from textual.message import Message
from textual.strip import Strip

from shortlist.core.importing.plan import ImportLine, ImportPlan, LineKind
from shortlist.core.importing.rows import Refused
from shortlist.export.import_preview import Section, counted, line_text, sections
from shortlist.sanitising import shown
from shortlist.tui.draw.lines import Cell, Tone, fit, strip_of
from shortlist.tui.flows.importing.leaderboard import BoardColumn, FittedNames, board_columns, board_order
from shortlist.tui.keys.bindings import bound
from shortlist.tui.keys.sentences import empty
from shortlist.tui.widgets.finder import Found

HEADINGS: dict[Section, str] = {
    "changed": "Concern your candidates",
    "match": "May be one of yours: Space confirms the same model",
    "instead": "The same as new ones: Space, if it is another model",
    "new": "New: match none of your candidates",
    "unchanged": "Change nothing",
}
REFUSED = "Refused"
BOX, LEAST_NAME, LEAST_TOLD = 5, 16, 12
"""Columns of the box, of a name at least, and of what is told behind it."""
SIGNS: dict[LineKind, str] = {"changed": "±", "match": "?", "new": "+", "unchanged": "="}
TONES: dict[LineKind, Tone] = {"changed": "plain", "match": "plain", "new": "dim", "unchanged": "dim"}


class PreviewRow(NamedTuple):
    """One line on the screen: a heading, a line of the plan, or a refusal."""

    heading: str = ""
    line: ImportLine | None = None
    refused: Refused | None = None


class ImportLines(Found[PreviewRow], can_focus=True):
    """The list; a line is chosen with Space."""

    DEFAULT_CSS = "ImportLines { padding: 0 1; }"
    BINDINGS: ClassVar[list[BindingType]] = bound("import_lines")

    class LineHighlighted(Message):
        """Another line is under the cursor."""

    class Toggled(Message):
        """Lines were taken or left."""

        def __init__(self, lines: Sequence[ImportLine], take: bool) -> None:
            super().__init__()
            self.lines, self.take = lines, take

    def __init__(self, chosen: Collection[str]) -> None:
        """Those of the keys in `chosen` are taken, which the owner of that collection changes."""
        super().__init__(lambda: self.post_message(self.LineHighlighted()))
        self.chosen = chosen
        self._plan: ImportPlan | None = None
        self._words: list[tuple[str, ImportLine]] = []
        """The lines with the words that the filter finds them by."""
        self.columns: list[BoardColumn] = []
        """The figures that the rows share, each in a column."""
        self.order: str | None = None
        """The figure that the lines are sorted by; None as the file has them."""
        self._filter = ""
        self._names = FittedNames(())
        self.all_lines = 0
        """Those of the plan with their headings, whatever the filter hides."""

    def fill(self, plan: ImportPlan) -> None:
        """Show a plan."""
        self._plan = plan
        self._words = []
        for line in plan.lines:
            said = [line.row.name, line.row.id, line.row.provider, line.row.developer]
            if line.candidate is not None:
                said += [line.candidate.name, line.candidate.id]
            self._words.append((" ".join(said).casefold(), line))
        self.columns = board_columns(plan)
        self.header_lines = int(bool(self.columns))
        names = (*(line.row.name for line in plan.lines), *(one.name or one.place for one in plan.refused))
        self._names = FittedNames(names)
        self.filter_to("")
        self.all_lines = len(self.found) + self.header_lines

    def filter_to(self, text: str) -> None:
        """Show only the lines whose names hold every word of a text."""
        words, plan = text.casefold().split(), self._plan
        self._filter = text
        if plan is None:
            return
        kept = [line for said, line in self._words if all(word in said for word in words)]
        refused = [one for one in plan.refused if all(word in one.name.casefold() for word in words)]
        rows: list[PreviewRow] = []
        for section, lines in sections(plan, kept).items():
            rows += [
                PreviewRow(f"{HEADINGS[section]} ({counted(lines)})"),
                *(PreviewRow(line=line) for line in board_order(lines, self.order)),
            ]
        if refused:
            total = len(refused) if words else plan.refusals
            rows += [PreviewRow(f"{REFUSED} ({total:,})"), *(PreviewRow(refused=one) for one in refused)]
        self.show(rows)

    @property
    def line_here(self) -> ImportLine | None:
        """The line of the plan under the cursor."""
        return self.here.line if self.here is not None else None

    @property
    def visible_lines(self) -> list[ImportLine]:
        """The lines of the plan that the filter leaves."""
        return [row.line for row in self.found if row.line is not None]

    def at_key(self, key: str) -> None:
        """Put the cursor on a line by its key."""
        at = next((at for at, row in enumerate(self.found) if row.line is not None and row.line.key == key), None)
        if at is not None:
            self.place_cursor(at)

    def selectable(self, place: int) -> bool:
        return place < len(self.found) and not self.found[place].heading

    def action_choose(self) -> None:
        """Take the line under the cursor, or leave it; the cursor goes on."""
        line = self.line_here
        if line is not None and line.kind != "unchanged":
            self.post_message(self.Toggled((line,), line.key not in self.chosen))
            self.action_move(1)

    def action_choose_all(self, take: bool) -> None:
        """Take or leave everything that the filter shows; likely matches and what can hardly be one by one."""
        changing = [one for one in self.visible_lines if one.kind != "unchanged"]
        lines = [one for one in changing if not (take and (one.kind == "match" or one.doubts))]
        self.post_message(self.Toggled(lines, take))

    def action_order(self) -> None:
        """Sort by the next figure; after the last as the file has the lines."""
        metrics: list[str | None] = [None, *(column.metric for column in self.columns)]
        self.order = metrics[(metrics.index(self.order) + 1) % len(metrics)]
        self.filter_to(self._filter)

    def choose_clicked(self, event: events.Click) -> None:
        """A click on the box takes the line or leaves it, and a second one anywhere."""
        if event.get_content_offset_capture(self).x < 4 or event.chain > 1:
            self.action_choose()

    def render_line(self, y: int) -> Strip:
        width, base, styles = self.room, self.rich_style, self.tones
        place = self.top + y - self.header_lines
        if y < self.header_lines:
            return strip_of(self._header(width), width, styles, base)
        if not self.found:
            told = empty("no_line") if y == self.header_lines else ""
            return strip_of([Cell(fit(told, width), "dim")], width, styles, base)
        if place >= len(self.found):
            return Strip.blank(width, base)
        row = self.found[place]
        if row.heading:
            return strip_of([Cell(fit(row.heading, width), "head")], width, styles, base)
        if place == self.cursor:
            base += self.tones["cursor" if self.has_focus else "row"]
            styles = {}
        return strip_of(self._cells(row, width), width, styles, base)

    def _shared(self, width: int) -> tuple[int, list[BoardColumn]]:
        """The columns of a name, and the figures that have room beside it."""
        if not self.columns:
            return max(LEAST_NAME, min(self._names.widest, width * 9 // 20)), []
        seen = list(self.columns)
        least = min(self._names.widest, max(LEAST_NAME, width // 3))
        while len(seen) > 1 and BOX + least + sum(column.width + 2 for column in seen) > width:
            seen.pop()
        left = width - BOX - sum(column.width + 2 for column in seen)
        return max(LEAST_NAME, min(self._names.widest, left)), seen

    def _header(self, width: int) -> list[Cell]:
        name, columns = self._shared(width)
        cells = [Cell(fit("     model", BOX + name), "head")]
        for column in columns:
            here = column.metric == self.order
            cells.append(Cell("  " + fit(column.title, column.width, right=True), "accent" if here else "head"))
        return cells

    def _cells(self, row: PreviewRow, width: int) -> list[Cell]:
        name, columns = self._shared(width)
        if row.refused is not None:
            one = row.refused
            named = [Cell(" ✖   ", "bad"), Cell(self._names.fit(one.name or one.place, name))]
            return [*named, Cell(fit(f" {one.place}: {one.why}", width - BOX - name), "dim")]
        line = row.line
        assert line is not None
        box, tone = "[ ]", TONES[line.kind]
        if line.doubts:
            tone = "warn"
        if line.key in self.chosen:
            box, tone = "[✔]", "good"
        if line.kind == "unchanged":
            box = "   "
        cells = [Cell(f"{box}{SIGNS[line.kind]} ", tone), Cell(self._names.fit(line.row.name, name))]
        used = BOX + name
        for column in columns:
            cells.append(Cell("  " + fit(column.text(line.row), column.width, right=True), tone))
            used += column.width + 2
        told = f" {shown(line_text(line))}"
        if line.candidate is not None and line.candidate.name != line.row.name:
            told = f" {line.candidate.name}:{told}"
        if columns and line.kind == "new":
            # Its figures stand in their columns.
            told = "  " + ", ".join(filter(None, (line.row.developer, line.row.provider)))
        if width - used >= LEAST_TOLD:
            cells.append(Cell(fit(told, width - used), tone))
        return cells

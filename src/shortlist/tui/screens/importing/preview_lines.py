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
from shortlist.shown import shown
from shortlist.tui.draw.drawn import Scrolling
from shortlist.tui.draw.lines import Cell, Tone, fit, strip_of
from shortlist.tui.keys.bindings import bound
from shortlist.tui.keys.sentences import empty

HEADINGS: dict[Section, str] = {
    "changed": "Concern your candidates",
    "match": "May be one of yours: Space confirms that it is the same model",
    "instead": "The same as new ones: Space, if it is another model",
    "new": "New: match none of your candidates",
    "unchanged": "Change nothing",
}
REFUSED = "Refused"
SIGNS: dict[LineKind, str] = {"changed": "±", "match": "?", "new": "+", "unchanged": "="}


class Shown(NamedTuple):
    """One line on the screen: a heading, a line of the plan, or a refusal."""

    heading: str = ""
    line: ImportLine | None = None
    refused: Refused | None = None


def searched(line: ImportLine) -> str:
    """The words that a filter finds a line by."""
    who = line.candidate
    row = line.row
    parts = (row.name, row.id, row.provider, row.developer, who.name if who else "", who.id if who else "")
    return " ".join(parts).casefold()


class ImportLines(Scrolling):
    """The list; a line is chosen with Space."""

    DEFAULT_CSS = "ImportLines { height: 1fr; padding: 0 1; }"
    BINDINGS: ClassVar[list[BindingType]] = bound("import_lines")

    class Moved(Message):
        """Another line is under the cursor."""

    class Toggled(Message):
        """Lines were taken or left."""

        def __init__(self, lines: Sequence[ImportLine], take: bool) -> None:
            super().__init__()
            self.lines, self.take = lines, take

    def __init__(self, chosen: Collection[str]) -> None:
        """Those of the keys in `chosen` are taken, which the owner of that collection changes."""
        super().__init__()
        self.rows: list[Shown] = []
        self.chosen = chosen
        self._plan: ImportPlan | None = None
        self._words: list[tuple[str, ImportLine]] = []

    def fill(self, plan: ImportPlan) -> None:
        """Show a plan."""
        self._plan = plan
        self._words = [(searched(line), line) for line in plan.lines]
        self.filter_to("")

    def filter_to(self, text: str) -> None:
        """Show only the lines whose names hold every word of a text."""
        words, plan = text.casefold().split(), self._plan
        if plan is None:
            return
        kept = [line for said, line in self._words if all(word in said for word in words)]
        refused = [one for one in plan.refused if all(word in one.name.casefold() for word in words)]
        rows: list[Shown] = []
        for section, lines in sections(plan, kept).items():
            rows += [Shown(f"{HEADINGS[section]} ({counted(lines)})"), *(Shown(line=line) for line in lines)]
        if refused:
            total = len(refused) if words else plan.refusals
            rows += [Shown(f"{REFUSED} ({total:,})"), *(Shown(refused=one) for one in refused)]
        self.rows = rows
        self.resize_to(max(1, len(rows)))
        self.scroll_at_once(0)
        self.place_cursor(0)
        self.refresh()

    @property
    def here(self) -> Shown | None:
        """What is under the cursor."""
        return self.rows[self.cursor] if self.cursor < len(self.rows) else None

    @property
    def visible_lines(self) -> list[ImportLine]:
        """The lines of the plan that the filter leaves."""
        return [row.line for row in self.rows if row.line is not None]

    def count(self) -> int:
        return len(self.rows)

    def selectable(self, place: int) -> bool:
        return place < len(self.rows) and not self.rows[place].heading

    def moved(self) -> None:
        self.post_message(self.Moved())

    def action_choose(self) -> None:
        """Take the line under the cursor, or leave it; the cursor goes on."""
        here = self.here
        if here is not None and here.line is not None and here.line.kind != "unchanged":
            self.post_message(self.Toggled((here.line,), here.line.key not in self.chosen))
            self.action_move(1)

    def action_choose_all(self, take: bool) -> None:
        """Take or leave everything that the filter shows; likely matches and what can hardly be one by one."""
        changing = [one for one in self.visible_lines if one.kind != "unchanged"]
        lines = [one for one in changing if not (take and (one.kind == "match" or one.doubts))]
        self.post_message(self.Toggled(lines, take))

    def on_click(self, event: events.Click) -> None:
        """A click selects, one on the box takes or leaves."""
        spot = event.get_content_offset(self)
        if spot is None:
            return
        place = self.scroll_offset.y + spot.y
        if self.selectable(place):
            self.place_cursor(place)
            if spot.x < 4 or event.chain > 1:
                self.action_choose()

    def render_line(self, y: int) -> Strip:
        width, base, styles = self.room, self.rich_style, self.tones
        place = self.scroll_offset.y + y
        if not self.rows:
            told = empty("no_line") if y == 0 else ""
            return strip_of([Cell(fit(told, width), "dim")], width, styles, base)
        if place >= len(self.rows):
            return Strip.blank(width, base)
        row = self.rows[place]
        if row.heading:
            return strip_of([Cell(fit(row.heading, width), "head")], width, styles, base)
        if place == self.cursor:
            base += self.tones["cursor" if self.has_focus else "row"]
            styles = {}
        return strip_of(self._cells(row, width), width, styles, base)

    def _cells(self, row: Shown, width: int) -> list[Cell]:
        name = max(16, min(36, width // 3))
        if row.refused is not None:
            one = row.refused
            rest = f"{one.place}: {one.why}"
            return [Cell(" ✖   ", "bad"), Cell(fit(one.name or one.place, name)), Cell(" " + rest, "dim")]
        line = row.line
        assert line is not None
        box = "[ ]"
        tone: Tone = "dim" if line.kind in ("new", "unchanged") else "plain"
        if line.doubts:
            tone = "warn"
        if line.key in self.chosen:
            box, tone = "[✔]", "good"
        if line.kind == "unchanged":
            box = "   "
        to = f"{line.candidate.name}: " if line.candidate is not None else ""
        told = f" {to}{shown(line_text(line))}"
        return [
            Cell(f"{box}{SIGNS[line.kind]} ", tone),
            Cell(fit(line.row.name, name)),
            Cell(fit(told, width - name - 5), tone),
        ]

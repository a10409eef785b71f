"""The preview of an import: every line with what it would change, chosen by a person, then taken over as one edit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, ClassVar, Literal

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widget import Widget

from shortlist.core.basics.words import count
from shortlist.core.importing.plan import ImportLine, ImportPlan
from shortlist.core.importing.row_changes import FigureChange
from shortlist.export.import_preview import doubts_told, fact_text, figure_text, foremost, summary
from shortlist.tui.dialogs.base import words
from shortlist.tui.draw.lines import Cell
from shortlist.tui.flows.importing.leaderboard import board_plot
from shortlist.tui.flows.importing.plan_preview import PlanPreview
from shortlist.tui.flows.importing.preview_lines import ImportLines, PreviewRow
from shortlist.tui.keys.bindings import bound, keyed
from shortlist.tui.widgets.finder import Filter
from shortlist.tui.widgets.pane import Pane
from shortlist.tui.widgets.scatter import Scatter

if TYPE_CHECKING:
    import datetime as dt

BESIDE = 120
"""Columns of the terminal from which on the plot stands beside the lines."""
LEAST_DETAILS = 3
"""Lines of details that there is room for, however short they are."""
MEASURED, SHARE = 200, 30
"""Rows whose details are all measured at most, and the per cent of the dialog that details take at most beside more
lines than the screen has."""
OTHER_PROVIDER = (
    "Another provider is another offering: take it beside yours, or, if yours is reached there, give yours that "
    "provider first ({candidates.edit}); then the row joins it."
)
HOW = {
    "add": "",
    "follow": "the older figure stays beside it",
    "correct": "in the place of the figure of the same day",
    "renew": "the same value, seen again on a later day",
    "same": "recorded already",
    "older": "older than what is recorded, so it changes nothing",
}


class NameFilter(Filter):
    """The names that are looked for."""

    # These act before the keys behind them are handed out: what is typed fast lands where it is meant.
    BINDINGS: ClassVar[list[BindingType]] = bound("import_filter")


Restated = Literal["version", "day", "columns"]
"""What a person may say of a file that does not say it."""


class ImportPreview(PlanPreview[list[ImportLine] | Restated]):
    """Shows a plan; returns the lines that are taken over, or what is to be said anew of the file, None for Esc."""

    DEFAULT_CSS = """
    ImportPreview > #box { width: 170; height: 98%; }
    ImportPreview #board { height: 1fr; layout: horizontal; }
    ImportPreview ImportLines { width: 1fr; }
    ImportPreview Scatter { display: none; width: 42%; }
    ImportPreview.with-plot Scatter { display: block; }
    ImportPreview.plot-alone Scatter { display: block; width: 1fr; }
    ImportPreview.plot-alone ImportLines { display: none; }
    ImportPreview Pane { height: 30%; min-height: 4; }
    """
    help_text = (
        "± concerns one of your candidates, ? may be one of them, + is new, = changes nothing, ✖ is refused. What "
        "matches your candidates is taken at the start, nothing else. A row of another provider joins no "
        "candidate: it is an offering of its own, to be taken as a new one. Space takes or leaves a line; on a ? line "
        "it confirms that both names mean the same model, which is remembered. {import.all} and {import.none} take "
        "and leave all that are shown; "
        "{import.filter} filters by name, {import.order} sorts by the next figure, {import.plot} shows quality against "
        "speed alone. {import.version} states the version of the index and "
        "{import.day} the day of the figures, where the file does not; of a table of your own {import.map} changes "
        "what its columns mean, how its numbers are written, their source and basis. "
        "Everything taken becomes one change, which {edit.undo} takes back."
    )
    BINDINGS: ClassVar[list[BindingType]] = bound("import_preview")
    lines: ImportLines

    def __init__(self, plan: ImportPlan, today: dt.date, where: str, table: bool) -> None:
        super().__init__(f"{plan.title}, {where}")
        self.plan, self._today, self._table = plan, today, table
        self.chosen = {line.key for line in plan.lines if line.chosen_at_first}
        self._plotted = False
        self._measured = (0, 0)
        """In so many columns the longest details take so many lines."""
        self.lines = ImportLines(self.chosen)

    def inside(self) -> ComposeResult:
        yield words("summary", " ".join([summary(self.plan), *self.plan.notices, *doubts_told(self.plan)]))
        yield NameFilter(self._filtered, lambda: self.set_focus(self.lines), "/ filters by name")
        with Widget(id="board"):
            yield self.lines
            yield Scatter()
        yield Pane()

    def on_mount(self) -> None:
        self.lines.fill(self.plan)
        self.lines.focus()
        self._draw_plot()
        self._tell()

    def _draw_plot(self) -> None:
        """Quality against speed, where the file has both: what is taken lights up."""
        plot = board_plot(self.lines.columns, self.lines.visible_lines, self.chosen)
        self._plotted = plot is not None
        self.share_room()
        if plot is not None:
            line = self.lines.line_here
            self.query_one(Scatter).show(plot, line.key if line is not None else None)

    @on(events.Resize)
    def share_room(self) -> None:
        """Show the plot beside the lines where there is room for both; few lines leave the rest to the details."""
        self.set_class(self._plotted and self.app.size.width >= BESIDE, "with-plot")
        few = not self._plotted and self.lines.all_lines <= self.app.size.height // 2
        self.query_one("#board").styles.height = self.lines.all_lines if few else None
        if few:
            self.query_one(Pane).styles.height = "1fr"
        else:
            self.query_one("#box").styles.height = None
        # How wide the details are is known once all is laid out.
        self.call_after_refresh(self._fit_dialog if few else self._fit_details)

    def _fit_dialog(self) -> None:
        """Make the dialog of few lines as tall as the longest of their details needs, so that none moves it."""
        if not self.is_attached:
            return  # closed in the meantime
        box, pane = self.query_one("#box"), self.query_one(Pane)
        tall = box.region.height - pane.content_size.height + max(LEAST_DETAILS, self._longest(pane))
        box.styles.height = tall if tall < self.app.size.height * 98 // 100 else None

    def _fit_details(self) -> None:
        """Beside many lines let the details be as tall as the longest of them, so that what is free shows lines."""
        if not self.is_attached:
            return  # closed in the meantime
        pane, most = self.query_one(Pane), self.query_one("#box").region.height * SHARE // 100
        if len(self.plan.lines) + len(self.plan.refused) <= MEASURED:
            around = pane.region.height - pane.content_size.height
            most = min(most, around + max(LEAST_DETAILS, self._longest(pane)))
        pane.styles.height = most

    def _longest(self, pane: Pane) -> int:
        """The lines that the longest of all details takes."""
        if self._measured[0] != pane.steady_room:
            rows = [PreviewRow(line=one) for one in self.plan.lines]
            rows += [PreviewRow(refused=one) for one in self.plan.refused]
            longest = max((pane.lines_of(details(row, self._today)) for row in rows), default=0)
            self._measured = pane.steady_room, longest
        return self._measured[1]

    def action_plot(self) -> None:
        """The plot instead of the lines, or the lines again."""
        if not self._plotted:
            self.app.say("The rows have no quality and speed that could be drawn against each other.")
            return
        self.toggle_class("plot-alone")
        if self.has_class("plot-alone"):
            self.query_one(Scatter).focus()
        else:
            self.lines.focus()

    def on_scatter_point_highlighted(self, event: Scatter.PointHighlighted) -> None:
        self.lines.at_key(event.key)

    def on_scatter_point_selected(self) -> None:
        self.lines.action_choose()

    def _filtered(self, text: str) -> None:
        self.lines.filter_to(text)
        self._draw_plot()
        self._tell()

    @property
    def taken(self) -> list[ImportLine]:
        """The lines that are chosen, in their order."""
        return [line for line in self.plan.lines if line.key in self.chosen]

    def _tell(self) -> None:
        take = "Space picks what Enter takes"
        if self.chosen:
            take = f"Enter takes {count(len(self.chosen), 'line')}, Space picks"
        last = "{import.map} columns" if self._table else "{import.filter} filter"
        if self.lines.columns:
            last += ", {import.order} sorts"
        if self._plotted:
            last += ", {import.plot} plot"
        those = "none"
        if self.query_one(NameFilter).value.strip():
            # What the filter hides stays as it is chosen, so that it is said in place of the key that is known by now.
            those, last = "none of those shown", last.replace("{import.filter} filter, ", "")
        told = f"{take}, {{import.all}} all, {{import.none}} {those}, {last}, "
        self.write("foot", keyed(told + "{app.help} help; Esc leaves."), layout=False)

    def on_import_lines_toggled(self, event: ImportLines.Toggled) -> None:
        """Take lines, or leave them; of likely matches of one candidate one setting at a time."""
        for line in event.lines:
            if not event.take:
                self.chosen.discard(line.key)
                continue
            self.chosen.add(line.key)
            for other in self.plan.lines:
                if _excludes(line, other):
                    self.chosen.discard(other.key)
        self.lines.refresh()
        self._draw_plot()
        self._tell()

    def on_import_lines_line_highlighted(self) -> None:
        here, line = self.lines.here, self.lines.line_here
        if line is not None:
            self.query_one(Scatter).point_at(line.key)
        self.query_one(Pane).show(details(here, self._today) if here is not None else (), here)

    def action_take(self) -> None:
        if self.taken:
            self.dismiss(self.taken)
        else:
            self.app.say("Nothing is taken yet: Space takes the line under the cursor.")

    def action_restate(self, what: Restated) -> None:
        self.dismiss(what)

    def action_filter(self) -> None:
        self.set_focus(self.query_one(NameFilter))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A slash typed into the filter is a letter of a name; only a table of no known format has columns to state."""
        if action == "restate" and parameters == ("columns",) and not self._table:
            return False
        return super().check_action(action, parameters) and not (
            action == "filter" and isinstance(self.focused, NameFilter)
        )

    def action_close(self) -> None:
        """From the details to the lines, then from filtered lines to all, then away."""
        line = self.query_one(NameFilter)
        if not self.lines.has_focus:
            self.lines.focus()
        elif line.value:
            line.value = ""
        else:
            self.dismiss(None)


def _excludes(line: ImportLine, other: ImportLine) -> bool:
    """Whether taking one line leaves another: a row is one thing only, and a candidate has one setting and one GPU."""
    if line is other or line.answer is not None or other.answer is not None:
        return False
    if line.row is other.row:
        return line.kind != other.kind
    same = line.candidate is not None and line.candidate is other.candidate
    if line.row.kind == "hosting":
        return same and other.row.kind == "hosting"
    return same and line.kind == other.kind == "match" and line.row.effort != other.row.effort


def details(here: PreviewRow, today: dt.date) -> Sequence[Cell]:
    """All that is known of a line."""
    if here.refused is not None:
        one = here.refused
        return [Cell(f"{one.name or 'The row'}, {one.place}", "strong"), Cell(f"Refused: {one.why}.", "bad")]
    line = here.line
    if line is None:
        return []
    row = line.row
    told = f"{row.name} ({row.id}, {row.place})"
    if line.candidate is not None:
        told += f" → {line.candidate.name}"
    cells = [Cell(told, "strong")]
    if line.difference:
        cells.append(Cell(f"Is it the same model? {line.difference}.", "warn"))
    cells += [Cell(f"Can that be? {doubt}", "warn") for doubt in line.doubts]
    if line.elsewhere:
        ours = ", ".join(f"{one.name} at {one.provider}" for one in line.elsewhere)
        cells.append(Cell(f"It may be the model of {ours}. {keyed(OTHER_PROVIDER)}", "warn"))
    if line.answer is not None:
        cells.append(Cell(f"{line.answer.check}: {line.answer.verdict}. {line.answer.note}"))
    if line.lacks:
        told = f"The file does not say its {', '.join(line.lacks)}: asked, unless the catalogue knows."
        cells.append(Cell(told, "warn"))
    cells += [Cell(fact_text(fact)) for fact in line.facts if fact.path != ("notes",)]
    cells += _figures(foremost(line.figures), today)
    return [*cells, *(Cell(note, "dim") for note in row.notes)]


def _figures(changes: Sequence[FigureChange], today: dt.date) -> Iterator[Cell]:
    """A line a figure, what changes something first; where those in a row come from is said once, beneath them."""
    ordered = sorted(changes, key=lambda change: change.how == "same")
    for origin, alike in groupby(ordered, key=lambda change: _origin(change, today)):
        for change in alike:
            told = " · ".join(filter(None, (figure_text(change), change.figure.version)))
            yield Cell(told, "dim" if change.how in ("same", "older") else "plain")
        yield Cell(f"  {origin}", "dim")


def _origin(change: FigureChange, today: dt.date) -> str:
    figure, before = change.figure, change.before
    age = (today - figure.as_of).days
    parts = [figure.source, f"{figure.as_of}, {age} days old", figure.basis.replace("_", " ")]
    parts += [figure.effort and f"effort {figure.effort}", figure.provider and f"at {figure.provider}"]
    if before is not None:
        parts.append(f"before: {before.source}, {before.as_of}")
    return " · ".join(filter(None, [*parts, HOW[change.how], figure.note]))

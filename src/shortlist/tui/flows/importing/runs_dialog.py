"""The preview of an import of runs: whose they are, what they add up to, their traps; taken over as one edit."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import ClassVar, Literal, NamedTuple

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType

from shortlist.core.basics.words import count
from shortlist.core.document.workspace import Workspace
from shortlist.core.importing.runs import RunLine, RunPlan
from shortlist.export.run_preview import KINDS, MOST_REFUSED, counts, run_text
from shortlist.tui.dialogs.base import words
from shortlist.tui.draw.lines import Cell, Tone
from shortlist.tui.flows.importing.plan_preview import PlanPreview
from shortlist.tui.keys.bindings import bound, keyed
from shortlist.tui.widgets.grid import Grid
from shortlist.tui.widgets.pane import Pane
from shortlist.tui.widgets.table import Column, Row, Table

WITH = "The rows hold answers, which may be personal: {import.personal} leaves them out."
WITHOUT = "Answers and what graders wrote of them are left out: {import.personal} keeps them."


FRAME = 3
"""Lines of the dialog itself: its border, its heading."""
COUNTS = {"examples": "n", "right": "right", "wrong": "wrong", "invalid": "invalid", "failed": "failed"}
"""The counts of a run that have a column, with its heading."""
TONES: Mapping[str, Tone] = {"new": "plain", "unchanged": "dim", "no_offering": "dim"}
"""The tones of the kinds of lines; what waits for an answer is amber."""
ABOUT = {
    "no_step": Cell("Which step was it run for? Enter asks.", "warn"),
    "no_offering": Cell("A script of the tool's own: Enter says which candidate it stands for, if any.", "warn"),
    "unchanged": Cell("It is imported already.", "dim"),
}
"""What is said of a line that cannot be taken."""


class Said(NamedTuple):
    """What a person wants of the preview: lines taken over, a line's owner or what decides told anew, answers left."""

    what: Literal["take", "whose", "personal", "decides"]
    lines: tuple[int, ...] = ()
    """Places of the lines in the plan that are taken, or of the one line that is asked about."""


class RunLines(Grid):
    """The runs; Space takes one, or leaves it."""

    BINDINGS: ClassVar[list[BindingType]] = bound("run_lines")

    def __init__(self, toggle: Callable[[], None]) -> None:
        super().__init__(lead=0)
        self._toggle = toggle

    def action_choose(self) -> None:
        self._toggle()


class RunPreview(PlanPreview[Said]):
    """Shows what importing runs would do; None for Esc."""

    DEFAULT_CSS = """
    RunPreview > #box { width: 120; max-width: 98%; height: 60%; }
    RunPreview Grid { height: 1fr; padding: 0; }
    RunPreview Pane { height: 45%; min-height: 5; }
    """
    help_text = (
        "A line is a run: one model's answers to a set of examples. Where it is not known which candidate the model "
        "is, or which step was run, Enter on the line asks, once: the answer is remembered. Space takes a run, or "
        "leaves it. Where several scorers or filters of answers say what is right, {import.decides} chooses which one "
        "decides. What the figures do not say by themselves stands beneath. {import.personal} leaves answers out, "
        "which may be personal. {import.take_runs} takes over what is chosen, as one change that {edit.undo} takes "
        "back."
    )
    BINDINGS: ClassVar[list[BindingType]] = bound("run_preview")
    lines: RunLines

    def __init__(self, plan: RunPlan, where: str, answers: bool, left: frozenset[int], workspace: Workspace) -> None:
        super().__init__(f"{plan.title}, {where}")
        self.plan, self._answers = plan, answers
        self.lines = RunLines(self.toggle)
        self._names, self._scenario = workspace.names, workspace.scenario
        self._details_most = 0
        """The lines that the details of a run took at most: the dialog stays as tall as it was."""
        self.chosen = {at for at, line in enumerate(plan.lines) if line.kind == "new" and at not in left}
        """Places of the lines that are taken."""

    def inside(self) -> ComposeResult:
        yield words("summary", self._summary())
        yield self.lines
        yield Pane()

    def on_mount(self) -> None:
        self.lines.follow = self._tell
        self._show()
        self.lines.focus()

    def _summary(self) -> str:
        plan = self.plan
        told = [f"{count(len(plan.lines), 'run')}."]
        if plan.personal or not self._answers:
            told.append(keyed(WITH if self._answers else WITHOUT))
        if plan.refused:
            told.append(f"{count(len(plan.refused), 'row')} refused.")
        if plan.deciding is not None:
            told.append(f"{plan.deciding.words} {keyed('{import.decides} chooses.')}")
        return " ".join([*told, *plan.notices])

    def _show(self) -> None:
        columns = (
            Column("run", "run"),
            Column("candidate", "candidate", least=12, names=True),
            Column("step", "step", least=10),
            *(Column(key, heading, right=True) for key, heading in COUNTS.items()),
            Column("note", "", least=24),
        )
        rows = [Row(str(at), tuple(self._cells(at, line))) for at, line in enumerate(self.plan.lines)]
        for at, (place, why) in enumerate(self.plan.refused[:MOST_REFUSED]):
            rows.append(Row(f"refused:{at}", (Cell(f" ✖  {place}", "bad"), Cell(why, "dim"))))
        self.lines.show(Table(columns, tuple(rows), "The file holds no run.", widest=26))
        self._tell()

    def _cells(self, at: int, line: RunLine) -> list[Cell]:
        tone: Tone = TONES.get(line.kind, "warn")
        box, note = Cell(f"    {line.found.id}", "dim" if tone == "dim" else "plain"), KINDS[line.kind]
        if line.kind == "new":
            box, note = Cell(f"[ ] {line.found.id}", tone), ""
        if at in self.chosen:
            box = Cell(f"[✔] {line.found.id}", "good")
        numbers, plain = counts(line), Cell("", "dim" if tone == "dim" else "plain")
        # Amber is what is asked for alone.
        return [
            box,
            plain._replace(text=self._names[line.candidate]) if line.candidate in self._names else Cell("?", tone),
            plain._replace(text=self._scenario.step_name(line.step)) if line.step else Cell("?", tone),
            *(plain._replace(text=f"{numbers[key]:,}" if numbers[key] else "–") for key in COUNTS),
            Cell(note, tone),
        ]

    @property
    def _here(self) -> int | None:
        key = self.lines.row_key
        return int(key) if key is not None and key.isdigit() else None

    def _tell(self) -> None:
        """Say all of the run under the cursor, and what the keys do."""
        here = self._here
        self.query_one(Pane).show(() if here is None else self._details(self.plan.lines[here]), here)
        self.call_after_refresh(self._fit)
        take = "Nothing is taken yet"
        if self.chosen:
            take = f"{{import.take_runs}} takes {count(len(self.chosen), 'run')}"
        self.write("foot", keyed(f"{take}, Space picks, Enter says whose it is, {{app.help}} help, Esc closes."))

    @on(events.Resize)
    def fit_anew(self) -> None:
        """More or less of it may have room."""
        self.call_after_refresh(self._fit)

    def _fit(self) -> None:
        """Be as tall as the runs and what is said of one of them, as far as the terminal goes."""
        if not self.query(Pane):
            return
        pane, height = self.query_one(Pane), self.app.size.height
        frame = pane.outer_size.height - pane.content_size.height
        self._details_most = max(self._details_most, pane.count() + frame)
        details = min(self._details_most, max(5, height * 45 // 100))
        pane.styles.height = details
        rows = len(self.lines.table.rows) + 1
        told = sum(self.query_one(part).size.height for part in ("#summary", "#foot"))
        self.query_one("#box").styles.height = rows + details + told + FRAME

    def _details(self, line: RunLine) -> list[Cell]:
        found = line.found
        cells = [Cell(f"{found.id}: {run_text(line)}", "strong")]
        if line.kind == "no_candidate":
            told = "Which candidate is it? Enter asks."
            if line.candidates:
                told += f" It may be {', '.join(self._names.get(id_, id_) for id_ in line.candidates)}."
            cells.append(Cell(told, "warn"))
        elif line.kind in ABOUT:
            cells.append(ABOUT[line.kind])
        cells += [Cell(f"⚠ {notice}", "warn") for notice in found.notices]
        kinds = [
            f"{one['kind'].replace('_', ' ')} {one['successes']} of {one['examples']}"
            for one in line.sums.get("slices", ())
        ]
        metrics = [f"{one['name']} {one['passed']} of {one['total']}" for one in line.sums.get("metrics", ())]
        for what, rates in (("By kind, right", kinds), ("Metrics", metrics)):
            if rates:
                cells.append(Cell(f"{what}: {', '.join(rates)}."))
        parts = [found.tool, str(found.ran_on), found.prompt_version and f"prompt {found.prompt_version}"]
        parts += [found.suite and f"suite {found.suite}", line.sha256[:16]]
        cells.append(Cell(" · ".join(filter(None, parts)), "dim"))
        return cells

    # --- answers

    def toggle(self) -> None:
        """Take the run under the cursor, or leave it; one that is not known asks."""
        here = self._here
        if here is None:
            return
        if self.plan.lines[here].kind == "new":
            self.chosen ^= {here}
            self._show()
        elif self.plan.lines[here].kind != "unchanged":
            self._ask(here)

    def on_grid_opened(self) -> None:
        here = self._here
        if here is not None:
            self._ask(here)

    def _ask(self, at: int) -> None:
        self.dismiss(Said("whose", (at,)))

    def action_personal(self) -> None:
        self.dismiss(Said("personal"))

    def action_decides(self) -> None:
        if self.plan.deciding is None:
            self.app.say("One thing alone says what is right in this file.")
        else:
            self.dismiss(Said("decides"))

    def action_take(self) -> None:
        if self.chosen:
            self.dismiss(Said("take", tuple(sorted(self.chosen))))
        else:
            self.app.say("Nothing is taken yet: Enter on a run says which candidate it is of.")

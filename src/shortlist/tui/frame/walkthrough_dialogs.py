"""The walkthrough's dialogs: its steps with all that they lack, and its end."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual.app import ComposeResult
from textual.binding import BindingType

from shortlist.core.analysis import Analysis
from shortlist.core.basics.words import count
from shortlist.core.records.unproven import to_measure, unproven
from shortlist.core.walkthrough import WalkStep, reached
from shortlist.tui.dialogs.lines import LinesQuestion
from shortlist.tui.dialogs.question import ChoiceDialog
from shortlist.tui.draw.lines import Cell
from shortlist.tui.keys.bindings import bound, keyed
from shortlist.tui.tabs import tab_of
from shortlist.tui.widgets.choices import Choices
from shortlist.tui.widgets.pane import Pane

if TYPE_CHECKING:
    from shortlist.tui.screens.evidence.tables import WorkedOut

END = "What no leaderboard proves, and what to measure next"


class WalkChoice(NamedTuple):
    """Where to go: a key path and the screen, or the end of the walk."""

    where: str = ""
    tab: str | None = None
    end: bool = False


class WalkDialog(ChoiceDialog[WalkChoice]):
    """Lists the steps; returns where the chosen line leads."""

    DEFAULT_CSS = "WalkDialog OptionList, WalkDialog OptionList:focus { max-height: 65vh; }"
    BINDINGS: ClassVar[list[BindingType]] = bound("walk_list")

    def __init__(self, steps: tuple[WalkStep, ...], brief: Callable[[str], str] = str) -> None:
        """`brief` shortens the names in what a step lacks."""
        done, of = reached(steps)
        foot = keyed(
            "Enter goes there, {dialog.walk_on} to what is missing first, ↑ ↓ move, Esc closes; done is what lacks "
            "nothing."
        )
        lines = [(chosen, brief(told)) for chosen, told in _lines(steps)]
        super().__init__(f"Walkthrough: {done} of {of} steps done", lines, foot)

    def inside(self) -> ComposeResult:
        yield self.choices()

    def on_mount(self) -> None:
        pending = next((at for at, (chosen, _) in enumerate(self._answers) if chosen.where), 0)
        self.query_one(Choices).highlighted = pending

    def action_next_missing(self) -> None:
        """To what is missing first, as the key does outside; with nothing missing, to the end."""
        self.dismiss(next((chosen for chosen, _ in self._answers if chosen.where), WalkChoice(end=True)))


def _lines(steps: tuple[WalkStep, ...]) -> Iterator[tuple[WalkChoice, str]]:
    for step in steps:
        sign = "✓" if step.done else "·"
        yield WalkChoice(tab=tab_of((step.part,))), f" {sign} {step.step} {step.title}"
        yield from ((WalkChoice(one.where), f"     {one.message}") for one in step.lacking)
    yield WalkChoice(end=True), f"   {END}"


ANSWERS = (
    ("export", "Export the record to a file"),
    ("record", "Go to the record"),
    ("close", "Go on working"),
)


def end_lines(analysis: Analysis) -> Sequence[Cell]:
    """What is not proven and what to do about it, computed from the workspace as it is."""
    lines = [Cell(f" ✖ {one.message}", "bad") for one in analysis.against_acceptance]
    if lines:
        errors = count(len(lines), "error")
        where = "in the dialog that accepts the record ({tab.record}, then {record.accept})"
        heading = keyed(f"{errors} before acceptance: mend each, or write why it is accepted {where}")
        lines = [Cell(heading, "head"), *lines, Cell(" ")]
    steps = [f"{number}. {line}" for number, line in enumerate(to_measure(analysis), 1)]
    return [
        *lines,
        Cell("What no leaderboard proves for this decision", "head"),
        *(Cell(f" · {line}") for line in unproven(analysis) or ["Everything that can be measured here was measured."]),
        Cell(" "),
        Cell("What to measure next", "head"),
        *(Cell(f" {line}") for line in steps or ["Nothing: review it when a trigger is due."]),
    ]


class WalkEndDialog(LinesQuestion):
    """Tells it, and offers the export; returns the id of the answer."""

    DEFAULT_CSS = """
    WalkEndDialog > #box { width: 98; }
    WalkEndDialog Pane { padding: 0; }
    WalkEndDialog Choices, WalkEndDialog Choices:focus { border-top: solid $foreground 30%; }
    """
    DEFAULT_CLASSES = "tight"
    BINDINGS: ClassVar[list[BindingType]] = bound("walk_end")

    def __init__(self, analysis: Analysis) -> None:
        done, of = reached(analysis.walkthrough)
        told = f"all {done} steps are done" if done == of else f"{done} of {of}"
        super().__init__(f"Walkthrough: {told}", ANSWERS, "PgDn and PgUp scroll, Enter chooses, Esc closes.")
        self._analysis = analysis

    def on_mount(self) -> None:
        self._show(None)
        self.run_worker(self._work_out(), group="looks", exclusive=True)

    async def _work_out(self) -> None:
        """Work out what would settle the choice beside the event loop, and show it beneath."""
        from shortlist.tui.screens.evidence.background import work_out_looks

        found = await asyncio.to_thread(work_out_looks, self._analysis)
        if self.is_attached:
            line = self.query_one(Pane).scroll_offset.y
            self._show(found)
            self.query_one(Pane).scroll_at_once(line)

    def _show(self, found: WorkedOut | None) -> None:
        from shortlist.tui.screens.evidence.detail import settle_lines

        self.query_one(Pane).show([*end_lines(self._analysis), Cell(" "), *settle_lines(self._analysis, found)])

"""A run of the golden dataset under way: its lines, pause, and the way out."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import Any, ClassVar, NamedTuple

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content

from shortlist.core.basics.errors import ShortlistError
from shortlist.core.calling.run_progress import RunState
from shortlist.evaluating.evaluation_run import EvaluationRun, Party
from shortlist.evaluating.run_change import Job, Recorded, execute, known_of, recorded
from shortlist.store.run_log import run_log
from shortlist.tui.dialogs.base import Dialog, words
from shortlist.tui.draw.evidence_marks import LEGEND, TO_COME
from shortlist.tui.flows.evaluating.tables import RunNames, pair_lines, run_table, state_words, stop_lines
from shortlist.tui.keys.bindings import bound, keyed
from shortlist.tui.textual_private import in_thread
from shortlist.tui.widgets.grid import Grid

UNDER_WAY = "{evaluating.pause} pauses, {evaluating.end} or Esc ends it; what came is kept."
PAUSED = "{evaluating.pause} goes on, {evaluating.end} or Esc ends it; what came is kept."
EVERY_S = 0.25
"""Between two drawings of how far it is."""


class Finished(NamedTuple):
    """A run that ended, with what it brought."""

    state: RunState
    found: Recorded


class RunDialog(Dialog["Finished | ShortlistError"]):
    """Makes a run in a thread of its own and shows it; returns how it ended, or what kept it from going on."""

    DEFAULT_CSS = """
    RunDialog > #box {
        width: 98%; max-width: 98%; height: auto; border-subtitle-color: $text-muted;
    }
    RunDialog Grid { height: auto; max-height: 50vh; min-height: 3; }
    RunDialog #told { height: auto; max-height: 8; }
    """
    DEFAULT_CLASSES = "tight"
    help_text = (
        "The same examples are asked of every candidate, one line for each of them: how many answers came, what became "
        "of them (█ right, ▒ wrong, ░ invalid or cut, × failed, · to come), how many are right with the 95 % interval, "
        "how many calls were made again, what it cost, and how long answers took. Beneath stands whether two "
        "candidates differ by what is there so far. Every answer is on the disk as soon as it came: a run that is "
        "ended goes on from there next time and pays for nothing twice. {evaluating.pause} makes no new calls until it "
        "is pressed again; {evaluating.end} waits for the answers under way, which are paid for, and leaves."
    )
    BINDINGS: ClassVar[list[BindingType]] = bound("evaluating")

    def __init__(self, job: Job, calling: Mapping[str, Party]) -> None:
        super().__init__("Running the examples", keyed(UNDER_WAY))
        self._job, self._calling = job, calling
        self._names = RunNames.of(job.workspace)
        self._under_way: EvaluationRun | None = None
        self._thread_loop: asyncio.AbstractEventLoop | None = None
        self._thread_task: asyncio.Task[Any] | None = None
        self._ending = False

    def inside(self) -> ComposeResult:
        yield words("state", "Beginning …")
        yield Grid()
        yield words("told", "")

    def on_mount(self) -> None:
        self.query_one("#box").border_subtitle = Content(f"{LEGEND}  {TO_COME} to come")
        self.set_interval(EVERY_S, self._draw)
        self._make()

    def on_unmount(self) -> None:
        """Leave the answers under way where the application is left."""
        if self._thread_task is not None:
            self._told(self._thread_task.cancel)

    def _draw(self) -> None:
        run = self._under_way
        if run is None or not self.is_attached:
            return
        state = run.state
        self.write("state", state_words(state, run.paused, self._ending, self.app.size.width))
        self.query_one(Grid).show(run_table(state, self._names, self.app.size.width))
        if not self._ending:
            self.write("foot", keyed(PAUSED if run.paused else UNDER_WAY), layout=False)
        self.write("told", "\n".join([*stop_lines(state, self._names), *pair_lines(state.pairs, self._names)]))

    @work(thread=True, group="evaluating", exclusive=True, exit_on_error=False)
    @in_thread
    def _make(self) -> None:
        try:
            result: Finished | ShortlistError = asyncio.run(self._made())
        except ShortlistError as error:
            result = error
        except asyncio.CancelledError:
            return  # the application was left
        except Exception as error:
            result = ShortlistError(f"a defect: {type(error).__name__}; what came is kept")
        self.app.call_from_thread(self._done, result)

    async def _made(self) -> Finished:
        self._thread_loop, self._thread_task = asyncio.get_running_loop(), asyncio.current_task()
        with run_log(self.app.places.state, self._job.path) as log:
            known = known_of(self._job, *log.read())
            run = await execute(self._job, log, known, self._calling, self._begun)
            log.sync()
            return Finished(run.state, recorded(self._job, self._job.workspace, *log.read()))

    def _begun(self, run: EvaluationRun) -> None:
        self._under_way = run
        if self._ending:
            run.stop("cancelled")

    def _done(self, result: Finished | ShortlistError) -> None:
        if self.is_attached:
            self.dismiss(result)

    def _told(self, call: Callable[..., Any], *arguments: Any) -> None:
        """Tell the run something, in its own thread."""
        if self._thread_loop is not None and not self._thread_loop.is_closed():
            self._thread_loop.call_soon_threadsafe(call, *arguments)

    def action_pause(self) -> None:
        """Make no new calls, or go on."""
        if self._under_way is not None:
            self._told(self._under_way.pause, not self._under_way.paused)

    def action_close(self) -> None:
        """End it: no new calls, and those under way are waited for."""
        self._ending = True
        if self._under_way is not None:
            self._told(self._under_way.stop, "cancelled")
        self.write("foot", "Waiting for the answers under way …")

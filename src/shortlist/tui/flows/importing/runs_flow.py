"""An import of runs as a conversation: whose they are, which step they were made for, what is kept; one edit."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from shortlist.core.basics.errors import ShortlistError
from shortlist.core.basics.words import capitalised
from shortlist.core.evidence.found_run import Deciding, FoundRuns, ReadOptions
from shortlist.core.importing.runs import RunLine, RunPlan, SaidOfRuns, with_runs
from shortlist.importing_runs import Interrupted, RunSource, plan_of, read_runs, remember_runs
from shortlist.store.evidence import keep_rows
from shortlist.store.places import evidence_folder
from shortlist.tui.body import Desk, applied
from shortlist.tui.dialogs.question import QuestionDialog
from shortlist.tui.flows.importing.reading_dialog import ReadingDialog, Stopped
from shortlist.tui.flows.importing.runs_dialog import RunPreview
from shortlist.tui.host import Host
from shortlist.tui.keys.bindings import keyed
from shortlist.tui.keys.sentences import empty

if TYPE_CHECKING:
    from collections.abc import Callable

    from shortlist.core.document.workspace import Workspace
    from shortlist.core.importing.plan import Tick
    from shortlist.store.import_memory import ImportMemory


class RunsFlow:
    """The import of one file of runs, from its content to the edit."""

    def __init__(self, app: Host, desk: Desk, remembered: ImportMemory, source: RunSource) -> None:
        self.app, self.desk, self.remembered, self.source = app, desk, remembered, source
        self._asked, self._said = ReadOptions(), SaidOfRuns()
        self._found: FoundRuns | None = None

    @property
    def _workspace(self) -> Workspace:
        return self.desk.session.workspace

    async def go(self) -> None:
        """Preview the runs, as often as something is said of them, and take over what is chosen."""
        left: frozenset[int] = frozenset()
        while True:
            plan = await self._plan()
            if plan is None:
                return
            preview = RunPreview(plan, self.source.path.name, self._asked.answers, left, self._workspace)
            answer = await self.app.push_screen_wait(preview)
            if answer is None:
                return
            new = {at for at, line in enumerate(plan.lines) if line.kind == "new"}
            left = frozenset(new - preview.chosen)
            if answer.what == "personal":
                self._asked, self._found = self._asked._replace(answers=not self._asked.answers), None
            elif answer.what == "decides" and plan.deciding is not None:
                await self._choose(plan.deciding)
            elif answer.what == "whose":
                await self._ask(plan.lines[answer.lines[0]])
            elif await self._take_over([plan.lines[at] for at in answer.lines], plan):
                return

    async def _plan(self) -> RunPlan | None:
        """The preview, worked out in a thread: a run of ten thousand answers takes its time."""
        workspace = self._workspace

        def work(tick: Tick) -> tuple[FoundRuns, RunPlan]:
            try:
                found = self._found or read_runs(self.source, self._asked._replace(tick=_stopping(tick)))
                return found, plan_of(workspace, found, self.source, self._asked, self._said, self.remembered)
            except Interrupted:
                raise Stopped("stopped") from None

        result: Any = await self.app.push_screen_wait(ReadingDialog(f"Reading {self.source.path.name}", work))
        if isinstance(result, ShortlistError):
            self.app.say(str(result), "error", seconds=10)
            return None
        if result is None:
            return None
        self._found, plan = result
        assert isinstance(plan, RunPlan)
        return plan

    async def _choose(self, deciding: Deciding) -> None:
        """Ask which scorer, or filter, decides what is right; the file is read anew by it."""
        answers = [(name, name) for name in deciding.names]
        if deciding.together:
            answers.insert(0, ("", "all of them: right is what every one finds right"))
        told = "An answer counts as right where it says so; the others stay as metrics beside it."
        question = QuestionDialog(f"Which {deciding.what} decides?", told, tuple(answers), deciding.chosen)
        chosen = await self.app.push_screen_wait(question)
        if chosen is None or chosen == deciding.chosen:
            return
        if deciding.what == "scorer":
            self._asked = self._asked._replace(scorer=chosen)
        else:
            self._asked = self._asked._replace(filter=chosen)
        self._found = None

    # --- whose, and which step

    async def _ask(self, line: RunLine) -> None:
        """Which candidate the model is, and which step it was run for."""
        candidates = self._workspace.candidates
        if not candidates:
            self.app.say(empty("no_candidate"), "warning")
            return
        likely = list(line.candidates)
        ordered = sorted(candidates, key=lambda one: (one.id not in likely, one.name.casefold()))
        answers = tuple((one.id, f"{one.name}, {one.provider}") for one in ordered)
        told = "It is remembered under this name, and asked once."
        question = QuestionDialog(f"Which candidate is “{line.found.id}”?", told, answers, line.candidate or "")
        candidate = await self.app.push_screen_wait(question)
        if candidate is None:
            return
        self._said = self._said._replace(candidates={**self._said.candidates, line.found.id: candidate})
        steps = self._workspace.scenario.steps
        if len(steps) < 2 or (line.step is not None and line.kind == "no_candidate"):
            return
        suite = line.found.suite or line.found.id
        asked = QuestionDialog(
            "Which step was it run for?",
            f"{suite}: the answer holds for all runs of it in this file.",
            tuple((step.id, step.name) for step in steps),
            line.step or "",
        )
        step = await self.app.push_screen_wait(asked)
        if step is not None:
            self._said = self._said._replace(steps={**self._said.steps, suite: step})

    # --- taking over

    async def _take_over(self, lines: list[RunLine], plan: RunPlan) -> bool:
        """Write the rows beside the workspace and add the runs, as one edit; False where that cannot be done."""
        session = self.desk.session
        if session.read_only:
            # Says why, and changes nothing.
            self.desk.edit("import runs", lambda now: now)
            return True
        path = session.opened.path
        try:
            await asyncio.to_thread(keep_rows, path, [line.rows_text for line in lines if line.sha256])
        except ShortlistError as error:
            self.app.say(str(error), "error", title="Not imported", seconds=10)
            return False
        folder, name = evidence_folder(path).name, self.source.document.name
        told = f"import {len(lines)} runs from {plan.title}"
        if len(lines) == 1:
            told = f"import the run of {lines[0].candidate} from {plan.title}"
        if not applied(self.desk, told, lambda now: with_runs(now, lines, folder, name)):
            return False
        note_down(
            self.app, lambda: remember_runs(lines, session.workspace, self.source, self.remembered, session.today)
        )
        self.app.say(f"{capitalised(told)}. {keyed('{edit.undo}')} takes it back.", seconds=6)
        return True


def note_down(app: Host, write: Callable[[], object]) -> None:
    """Write what was confirmed, for the next import; what cannot be remembered is told, and asked again then."""
    try:
        write()
    except ShortlistError as error:
        app.say(str(error), "warning", title="Not remembered", seconds=10)


def _stopping(tick: Tick) -> Callable[[int], None]:
    """The tick of a reading dialog; what stops it goes past the readers, which set aside rows that cannot be read."""

    def told(number: int) -> None:
        try:
            tick(number)
        except ShortlistError:
            raise Interrupted from None

    return told

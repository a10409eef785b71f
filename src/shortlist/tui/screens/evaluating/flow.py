"""A run as a conversation: what it would call and cost, how much it may spend, the run, and one edit at its end."""

from __future__ import annotations

import asyncio

from shortlist.core.basics.errors import InvalidDocument, ShortlistError
from shortlist.core.basics.words import count, listed
from shortlist.core.calling.plan import Wanted, refuse_without_price
from shortlist.core.importing.runs import RunLine, with_runs
from shortlist.evaluating.running import Job, Options, known_of, parties, prepare
from shortlist.export.run_words import plan_lines
from shortlist.store.evidence import keep_rows
from shortlist.store.places import evidence_folder
from shortlist.store.run_log import read_run_log
from shortlist.tui.body import Desk
from shortlist.tui.dialogs.prompt import PromptDialog
from shortlist.tui.host import Host
from shortlist.tui.keys.bindings import keyed
from shortlist.tui.screens.evaluating.plan_dialog import PlanDialog
from shortlist.tui.screens.evaluating.run_dialog import Finished, RunDialog


class EvaluateFlow:
    """One run, from the question to the edit."""

    def __init__(self, app: Host, desk: Desk, wanted: Wanted = Wanted()) -> None:  # noqa: B008
        self.app, self.desk, self.wanted = app, desk, wanted

    async def begin(self) -> None:
        """Say what a run would call, ask, make it, and take over what it brought."""
        session = self.desk.session
        if session.read_only:
            self.app.say(session.read_only, "warning", seconds=6)
            return
        try:
            job = await asyncio.to_thread(
                prepare, session.opened.path, session.workspace, self.wanted, Options(), session.today
            )
            known = known_of(job, *read_run_log(job.path))
        except ShortlistError as error:
            self.app.say(str(error), "error", title="Nothing to run", seconds=12)
            return
        told = list(plan_lines(job.plan, known.standing(job.plan), known.spent_usd, None))
        answer = await self.app.push_screen_wait(PlanDialog(told))
        if answer not in ("run", "budget"):
            return
        if answer == "budget":
            limited = await self._limited(job)
            if limited is None:
                return
            job = limited
        await self._run(job)

    async def _limited(self, job: Job) -> Job | None:
        """The run within what a person lets it spend; None where they leave it, or where it cannot be kept."""
        try:
            refuse_without_price(job.plan)
        except ShortlistError as error:
            self.app.say(str(error), "error", title="No budget can be kept", seconds=12)
            return None
        worst = job.plan.worst_usd or 0.0
        text = "No call is made that could pass it; a retry is a call as well. In dollars:"
        typed = await self.app.push_screen_wait(
            PromptDialog("How much may it spend?", text, f"{1.2 * worst:.4f}", "an amount")
        )
        if typed is None:
            return None
        try:
            budget = float(typed.removeprefix("$").replace(",", ""))
        except ValueError:
            budget = 0.0
        if not 0 < budget < 1e9:
            self.app.say("That is no amount; write one such as 3 or 0.50.", "error")
            return None
        return job._replace(options=job.options._replace(budget_usd=budget))

    async def _run(self, job: Job) -> None:
        try:
            calling = parties(job)
        except ShortlistError as error:
            self.app.say(str(error), "error", title="Not run", seconds=12)
            return
        ended = await self.app.push_screen_wait(RunDialog(job, calling))
        if isinstance(ended, ShortlistError):
            self.app.say(str(ended), "error", title="The run stopped", seconds=12)
        elif ended is not None:
            self._take_over(job, ended)

    def _take_over(self, job: Job, ended: Finished) -> None:
        """One edit with the runs that came; a run that was ended goes on next time, and changes nothing now."""
        state = ended.state
        if state.ended.how == "cancelled":
            self.app.say(
                f"Ended; {count(state.done, 'answer')} are kept, and the next run goes on from there.", seconds=8
            )
            return
        stopped = state.stopped
        new = [line for line in ended.found.lines if line.kind == "new" and (line.candidate, line.step) not in stopped]
        told = [f"{candidate} stopped: {why}" for (candidate, _), why in stopped.items()]
        if state.ended.how == "budget":
            told.append(f"The budget ended it with {count(state.wanted - state.done, 'answer')} not asked for.")
        if new and not self._edited(job, new):
            return
        if new:
            told.append(f"Added {_named(new)}. {keyed('{edit.undo}')} takes it back.")
        elif not told:
            told.append("Every answer stood in the log already, and the runs are there.")
        self.app.say(" ".join(told), "warning" if stopped else "information", seconds=10)

    def _edited(self, job: Job, new: list[RunLine]) -> bool:
        path = job.path
        self.desk.seal()
        try:
            keep_rows(path, (line.rows_text for line in new))
            self.desk.edit(f"add {_named(new)}", lambda now: with_runs(now, new, evidence_folder(path).name, ""))
        except (InvalidDocument, ShortlistError) as error:
            self.app.say(str(error), "error", title="Not added; the answers are kept in the log", seconds=12)
            return False
        return True


def _named(lines: list[RunLine]) -> str:
    who = listed(dict.fromkeys(line.candidate or "" for line in lines))
    return f"the run of {who}" if len(lines) == 1 else f"the runs of {who}"

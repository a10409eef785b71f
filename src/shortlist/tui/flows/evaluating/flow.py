"""A run as a conversation: what it would call and cost, how much it may spend, the run, and one edit at its end."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from shortlist.core.basics.errors import ShortlistError
from shortlist.core.basics.words import agreeing, count, listed
from shortlist.core.calling.plan import NoDataset, NoEndpoint, Wanted, refuse_without_price
from shortlist.core.importing.runs import RunLine, with_runs
from shortlist.evaluating.run_change import Job, Known, Options, known_of, parties, prepare
from shortlist.export.run_words import plan_lines, unreadable_told
from shortlist.store.evidence import keep_rows
from shortlist.store.golden import read_step
from shortlist.store.places import evidence_folder
from shortlist.store.run_log import read_run_log
from shortlist.tui.body import Desk
from shortlist.tui.dialogs.prompt import PromptDialog
from shortlist.tui.dialogs.question import chosen
from shortlist.tui.flows.evaluating.golden_dialog import edit_golden
from shortlist.tui.flows.evaluating.plan_dialog import PlanDialog
from shortlist.tui.flows.evaluating.run_dialog import Finished, RunDialog
from shortlist.tui.flows.evaluating.tables import RunNames, plan_table
from shortlist.tui.forms.candidate import endpoint_part
from shortlist.tui.forms.form_dialog import FormDialog
from shortlist.tui.forms.item import Item
from shortlist.tui.host import Host
from shortlist.tui.keys.bindings import keyed
from shortlist.tui.keys.sentences import empty


class EvaluateFlow:
    """One run, from the question to the edit."""

    def __init__(self, app: Host, desk: Desk, wanted: Wanted) -> None:
        self.app, self.desk, self.wanted = app, desk, wanted

    async def begin(self) -> None:
        """Say what a run would call, ask, make it, and take over what it brought."""
        session = self.desk.session
        if session.read_only:
            self.app.say(session.refusal, "warning", seconds=6)
            return
        begun = await self._prepared()
        if begun is None:
            return
        job, known = begun
        if known.standing(job.plan) == len(job.plan.askings) and self.wanted.limit is not None:
            words = "It has answered every example that there is; {evidence.golden} adds more of them."
            self.app.say(keyed(words), "warning", seconds=8)
            return
        names = RunNames.of(job.workspace)
        told = list(plan_lines(job.plan, known.standing(job.plan), known.spent_usd, None, names.candidates))
        # The first lines are those of the table, in words.
        told = told[len(job.plan.lines) :]
        asked = PlanDialog(plan_table(job.plan, names), told, budget=not job.plan.unpriced)
        answer = await self.app.push_screen_wait(asked)
        if answer not in ("run", "budget"):
            return
        if answer == "budget":
            limited = await self._limited(job)
            if limited is None:
                return
            job = limited
        await self._run(job)

    def _planned(self) -> tuple[Job, Known]:
        session = self.desk.session
        job = prepare(session.opened.path, session.workspace, self.wanted, Options(), session.today)
        return job, known_of(job, *read_run_log(job.path))

    async def _prepared(self) -> tuple[Job, Known] | None:
        """The run, and what stands of it; what is missing is asked for first. None where a person leaves that."""
        while True:
            try:
                return await asyncio.to_thread(self._planned)
            except NoEndpoint as lacking:
                if not await self._endpoint_written(lacking.candidates):
                    return None
            except NoDataset as lacking:
                if not lacking.steps:
                    self.app.say(str(lacking), "error", title="Nothing to run", seconds=12)
                    return None
                if not await self._examples_written(lacking.steps):
                    return None
            except ShortlistError as error:
                self.app.say(str(error), "error", title="Nothing to run", seconds=12)
                return None

    async def _endpoint_written(self, candidates: Sequence[str]) -> bool:
        """Ask how a candidate is called; whether somebody said it."""
        names = self.desk.session.workspace.names
        if not names:
            self.app.say(empty("no_candidate"), "warning", seconds=6)
            return False
        answers = tuple((id_, names[id_]) for id_ in candidates)
        told = "Nobody can be called yet. You write an address that speaks OpenAI's protocol."
        id_ = await chosen(self.app, "Whom does a run call first?", told, answers)
        if id_ is None:
            return False
        at = list(names).index(id_)
        part = endpoint_part(("candidates", at))
        item = Item(self.desk, ("candidates", at), f"the endpoint of {names[id_]}", lambda _: (part,))
        heading = f"{names[id_]}: how a run reaches it"
        await self.app.push_screen_wait(FormDialog(item, heading, ("candidates", at, "endpoint", "base_url")))
        found = self.desk.session.workspace.candidate(id_)
        return found is not None and found.endpoint is not None and bool(found.endpoint.base_url)

    async def _examples_written(self, steps: Sequence[str]) -> bool:
        """Open the dataset of a step for its first examples; whether it has some then."""
        known = self.desk.session.workspace.scenario.by_id
        answers = tuple((id_, known[id_].name) for id_ in steps)
        told = "No step has a golden dataset with an example yet, and a run asks its examples."
        id_ = await chosen(self.app, "Of which step?", told, answers)
        if id_ is None:
            return False
        await edit_golden(self.app, self.desk, known[id_])
        try:
            return bool(read_step(self.desk.session.opened.path, known[id_]).active)
        except ShortlistError:
            return False

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
        names = job.workspace.names
        who = listed(dict.fromkeys(names.get(line.candidate or "", "") for line in new))
        what = f"the {agreeing(len(new), 'run', 'runs')} of {who}"
        told = [f"{names[candidate]} stopped: {why}" for (candidate, _), why in stopped.items()]
        if state.ended.how == "budget":
            told.append(f"The budget ended it with {count(state.wanted - state.done, 'answer')} not asked for.")
        if new and not self._edited(job, new, what):
            return
        if new:
            told.append(f"Added {what}. {keyed('{edit.undo}')} takes it back.")
        if waiting := sum(one.waiting for one in ended.found.collected):
            told.append(keyed(f"{count(waiting, 'answer')} without a verdict yet: {{evidence.review}} grades them."))
        unread = {key: tally for key, tally in state.tallies.items() if tally.unreadable}
        told += [f"{names[candidate]}: {unreadable_told(tally)}." for (candidate, _), tally in unread.items()]
        if not told:
            told.append("Every answer stood in the log already, and the runs are there.")
        self.app.say(" ".join(told), "warning" if stopped or unread else "information", seconds=10)

    def _edited(self, job: Job, new: list[RunLine], what: str) -> bool:
        path = job.path
        self.desk.seal()
        try:
            keep_rows(path, (line.rows_text for line in new))
            self.desk.edit(f"add {what}", lambda now: with_runs(now, new, evidence_folder(path).name, ""))
        except ShortlistError as error:
            self.app.say(str(error), "error", title="Not added; the answers are kept in the log", seconds=12)
            return False
        return True

"""The calls of a run: so many at a time, retried by rule, paid within the budget, each answer in the log at once.

Nothing here knows a workspace, a screen or how a run is asked for: `EvaluationRun` is given what is to be asked and
tells what became of it.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import os
import random
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, NamedTuple

from shortlist.core.basics.errors import ShortlistError
from shortlist.core.basics.unknown import total
from shortlist.core.calling.call_cost import TokenUsage, cost_of, prompt_tokens, usage_of, worst_case
from shortlist.core.calling.logged_answers import AnswerKey, AnswerVerdicts, LoggedAnswer, as_kept, final, log_line
from shortlist.core.calling.request import Asking, judge_body, longest_answer
from shortlist.core.calling.run_progress import Ended, How, RunState, Tally
from shortlist.core.document.candidate import Candidate
from shortlist.core.evidence.rates import ANSWERED
from shortlist.core.evidence.rows import ok_or_wrong
from shortlist.core.golden.grading import ModelAnswer, grade, judge_messages, judged
from shortlist.core.service.figures import Figures
from shortlist.evaluating.budget import Budget
from shortlist.evaluating.client import Connection, Reply
from shortlist.store.run_log import Lines, RunLog

MOST_RETRIES = 3
"""Calls beyond the first that an answer may take."""
RETRIED = frozenset({408, 409, 429})
STOPS = frozenset({401, 403, 404})
"""Statuses that every other call of the candidate would get as well."""
FIRST_WAIT_S, LONGEST_WAIT_S = 0.5, 8.0
"""Between two tries, where the server does not say."""
LONGEST_ASKED_WAIT_S = 900.0
"""A server that asks to be left alone for longer is not waited for."""
LAST_ANSWERS_S = 10.0
"""How long a run that is ended waits for the answers under way, which are paid for."""
SYNC_S = 1.0


class Party(NamedTuple):
    """A candidate that takes part, by answering or by judging."""

    candidate: Candidate
    figures: Figures
    endpoint: Connection


def cost_of_call(party: Party, reply: Reply, usage: TokenUsage) -> float | None:
    """What a call cost, in USD; None: nobody told. A refusal by status that reports no usage is charged by nobody."""
    if reply.usage is None and reply.kind in ("status", "unreachable"):
        return 0.0
    return cost_of(party.figures, usage)


@dataclass
class _Hold:
    """A candidate that asked to be left alone until a moment, and whether it was ever reached."""

    until: float = 0.0
    reached: bool = False


class EvaluationRun:
    """A run under way."""

    def __init__(
        self,
        askings: Sequence[Asking],
        parties: Mapping[str, Party],
        judges: Mapping[str, str],
        log: RunLog,
        budget: Budget,
        *,
        concurrency: int = 4,
        rate: float | None = None,
        seed: int | None = None,
        wait_factor: float = 1.0,
    ) -> None:
        """`judges` are the ids of the judging candidates by step, `rate` the calls a second at most."""
        self.askings, self.parties, self.judges, self.log, self.budget = askings, parties, judges, log, budget
        self._concurrency = max(1, concurrency)
        self._rate, self._next = rate, 0.0
        self._random = random.Random(seed)
        self._wait_factor = wait_factor
        self.tallies: dict[tuple[str, str], Tally] = {}
        self._holds: dict[str, _Hold] = {one: _Hold() for one in parties}
        self._writer = ThreadPoolExecutor(1, "log")
        self._stopped: set[str] = set()
        self._mark = os.urandom(6).hex()
        """Of this run in the ledger: a call that a kill ended is asked once more, and is another call."""
        self._grown: Counter[str] = Counter()
        self._going = asyncio.Event()
        self._going.set()
        self._settled = asyncio.Condition()
        self._over = asyncio.Event()
        self.ended = Ended("finished")
        self.begun = time.monotonic()
        for one in askings:
            self.tally(one).wanted += 1

    def tally(self, asking: Asking) -> Tally:
        """The counts of an answer's candidate and step."""
        return self.tallies.setdefault((asking.candidate, asking.step), Tally())

    @property
    def state(self) -> RunState:
        """How far it is."""
        budget = self.budget
        spent, limit = budget.spent_usd, budget.limit_usd
        return RunState(self.tallies, self.ended, spent, limit, budget.unknown, time.monotonic() - self.begun)

    # --- from outside

    def pause(self, paused: bool) -> None:
        """Make no new calls, or go on."""
        if paused:
            self._going.clear()
        else:
            self._going.set()

    @property
    def paused(self) -> bool:
        """Whether no new calls are made."""
        return not self._going.is_set()

    def stop(self, how: How = "cancelled", why: str = "") -> None:
        """Make no new calls, and end once those under way have."""
        if not self._over.is_set():
            self.ended = Ended(how, why)
            self._over.set()
            self._going.set()

    # --- the run

    async def run(self, known: Mapping[AnswerKey, LoggedAnswer], verdicts: AnswerVerdicts) -> Ended:
        """Ask for what the log does not hold, and have judged what waits for it. Raises `SaveFailed`."""
        waiting: list[Asking] = []
        for one in self.askings:
            line = known.get(one.place)
            tally = self.tally(one)
            if line is None:
                waiting.append(one)
                continue
            tally.before += 1
            row = final(one, line, verdicts)
            self._count(tally, "waiting" if row is None else row.verdict, line.values, one)
            if row is not None or line.answer is None or one.place in verdicts.judge:
                continue
            if any(check.type == "judge" for check in grade(one.example, line.answer).waiting):
                waiting.append(one)
        queue = iter(waiting)
        syncing = asyncio.create_task(self._sync())
        workers = [asyncio.create_task(self._work(queue, known)) for _ in range(min(self._concurrency, len(waiting)))]
        try:
            await self._until_done(workers, syncing)
        finally:
            for task in (*workers, syncing):
                task.cancel()
            await asyncio.gather(*workers, syncing, return_exceptions=True)
            self._writer.shutdown(wait=True)
            self.log.sync()
        return self.ended

    async def _until_done(self, workers: list[asyncio.Task[None]], syncing: asyncio.Task[None]) -> None:
        """Wait for the workers; once the run is over, only so long for what is under way."""
        over = asyncio.create_task(self._over.wait())
        left: set[asyncio.Task[Any]] = set(workers)
        end: float | None = None
        try:
            while left:
                watched: set[asyncio.Task[Any]] = {*left, syncing}
                if not over.done():
                    watched.add(over)
                if end is None and over.done() and self.ended.how == "cancelled":
                    end = time.monotonic() + LAST_ANSWERS_S
                limit = None if end is None else max(0.0, end - time.monotonic())
                done, _ = await asyncio.wait(watched, timeout=limit, return_when=asyncio.FIRST_COMPLETED)
                for task in done - {over}:
                    task.result()
                left -= done
                if not done:
                    return
        finally:
            over.cancel()

    async def _sync(self) -> None:
        while True:
            await asyncio.sleep(SYNC_S)
            await asyncio.to_thread(self.log.sync)

    async def _work(self, queue: Iterator[Asking], known: Mapping[AnswerKey, LoggedAnswer]) -> None:
        for one in queue:
            if self._over.is_set():
                return
            tally = self.tally(one)
            line = known.get(one.place)
            if line is not None and line.answer is not None:
                tally.verdicts["waiting"] -= 1
                await self._judge(one, line.answer, tally)
                continue
            if tally.stopped:
                continue
            tally.under_way += 1
            try:
                await self._answer(one, tally)
            finally:
                tally.under_way -= 1

    async def _answer(self, asking: Asking, tally: Tally) -> None:
        got = await self._call(asking.candidate, asking.body, ["answer", *asking.place], tally)
        if got is None:
            return
        answer = got.reply.answer
        if got.reply.kind in ("cut", "endless"):
            # Cut for good: what came of it is kept, and is no right or wrong answer.
            line = log_line(asking, got.row(), None)
            line |= {"verdict": "cut", "answer": answer.told if answer else ""}
        else:
            if got.reply.kind != "answer":
                answer = None
            line = log_line(asking, got.row(), answer)
        await self._write(self.log.answers, line)
        self._count(tally, line["verdict"], line, asking)
        if answer is not None and line["verdict"] == "waiting" and "judge" in line.get("waiting", ()):
            tally.verdicts["waiting"] -= 1
            await self._judge(asking, answer, tally)

    async def _judge(self, asking: Asking, answer: ModelAnswer, tally: Tally) -> None:
        judge = self.judges[asking.step]
        passed, reasons = True, []
        for number, check in enumerate(one for one in asking.example.checks if one.type == "judge"):
            messages = judge_messages(asking.example, answer, check.value, asking.key[:12])
            body = judge_body(self.parties[judge].candidate, messages)
            got = await self._call(judge, body, ["judge", *asking.place, number], None)
            if got is None or got.reply.answer is None or got.reply.kind != "answer":
                tally.verdicts["waiting"] += 1
                return
            try:
                said = judged(got.reply.answer.text)
            except ShortlistError:
                tally.verdicts["waiting"] += 1
                tally.unreadable += 1
                tally.unreadable_usd = total(tally.unreadable_usd, got.cost)
                reply = as_kept(got.reply.answer.text)
                unread = {"of": list(asking.place), "judge": judge, "reply": reply}
                await self._write(self.log.ledger, {"unreadable": unread})
                return
            passed = passed and said.passed
            reasons.append(said.reason)
        said_of_it = {"of": list(asking.place), "judge": judge, "pass": passed, "reason": " ".join(reasons)}
        await self._write(self.log.ledger, {"judged": said_of_it})
        person = any(check.type == "person" for check in asking.example.checks)
        self._verdict(tally, "waiting" if passed and person else ok_or_wrong(passed), asking)

    def _count(self, tally: Tally, verdict: str, line: Mapping[str, Any], asking: Asking) -> None:
        """Count an answer by its line in the log."""
        self._verdict(tally, verdict, asking)
        tally.retries += line.get("retries") or 0
        if verdict != "error":
            for key, times in (("total_s", tally.totals), ("ttft_s", tally.ttfts)):
                if line.get(key) is not None:
                    times.append(line[key])
        if line.get("cost_usd") is None:
            tally.unknown_costs += 1
        else:
            tally.cost_usd += line["cost_usd"]

    def _verdict(self, tally: Tally, verdict: str, asking: Asking) -> None:
        """Count what an answer is worth."""
        tally.verdicts[verdict] += 1
        if verdict in ANSWERED and asking.repeat == 1:
            tally.answered[asking.example.digest] = verdict == "ok"

    # --- one answer, its retries among it

    async def _call(self, id_: str, body: Mapping[str, Any], name: list[Any], tally: Tally | None) -> _Got | None:
        """Ask until there is an answer or no more may be tried; None where it was not asked to the end."""
        party, got = self.parties[id_], _Got()
        longest = longest_answer(body)
        while True:
            worst = worst_case(party.figures, body, max(1.0, self._grown[id_] / 1000))
            if not await self._may_ask(id_, worst, tally):
                return None
            call = [*name, got.calls, self._mark]
            await self._write(self.log.ledger, {"asked": call, "by": id_, "worst_usd": worst})
            got.at = dt.datetime.now(dt.UTC)
            reply = await party.endpoint.ask(body, longest)
            usage = usage_of(reply.usage)
            cost = cost_of_call(party, reply, usage)
            if worst is not None:
                self.budget.settle(worst, cost)
            elif cost is not None:
                self.budget.count(cost)
            await self._write(self.log.ledger, {"settled": call, "cost_usd": cost, "kind": reply.kind})
            got.take(reply, usage, cost)
            if tally is not None:
                tally.asked += 1
            guessed = prompt_tokens(body)
            if usage.input_tokens and guessed:
                # A tokenizer that makes more of a prompt than its length says is reckoned with from then on.
                self._grown[id_] = max(self._grown[id_], int(1000 * usage.input_tokens / guessed) + 1)
            async with self._settled:
                self._settled.notify_all()
            self._holds[id_].reached |= reply.kind != "unreachable"
            if reply.status in STOPS:
                self._stop_candidate(id_, reply.why)
                return None
            wait = self._wait(reply, got.calls)
            if wait is None:
                if reply.kind == "unreachable" and not self._holds[id_].reached:
                    self._stop_candidate(id_, f"it cannot be reached: {reply.why}")
                    return None
                return got
            if reply.status == 429 or (reply.status is not None and reply.retry_after_s):
                hold = self._holds[id_]
                hold.until = max(hold.until, time.monotonic() + (reply.retry_after_s or 0.0))
            await self._rest(wait)

    async def _may_ask(self, id_: str, worst: float | None, tally: Tally | None) -> bool:
        """Wait until a call may be made; False where it will not be."""
        while True:
            await self._going.wait()
            if self._over.is_set() or id_ in self._stopped or (tally is not None and tally.stopped):
                return False
            ahead = self._holds[id_].until - time.monotonic()
            if self._rate:
                ahead = max(ahead, self._next - time.monotonic())
            if ahead > 0:
                await self._rest(ahead)
                continue
            if worst is None or self.budget.holds(worst):
                if worst is not None:
                    self.budget.set_aside(worst)
                if self._rate:
                    self._next = max(self._next, time.monotonic()) + 1 / self._rate
                return True
            if not self.budget.could_hold(worst):
                self.stop("budget", "the next call could pass the budget")
                return False
            async with self._settled:
                if not self.budget.holds(worst):
                    await self._settled.wait()

    def _wait(self, reply: Reply, calls: int) -> float | None:
        """How long to wait before the next try; None: there is none."""
        again = reply.kind in ("cut", "broken", "timeout", "unreachable") or (
            reply.kind == "status" and reply.status is not None and (reply.status in RETRIED or reply.status >= 500)
        )
        if not again or calls > MOST_RETRIES:
            return None
        if reply.retry_after_s is not None:
            if reply.retry_after_s > LONGEST_ASKED_WAIT_S:
                return None
            return reply.retry_after_s + self._random.uniform(0, 0.1) * self._wait_factor
        grown = min(LONGEST_WAIT_S, FIRST_WAIT_S * 2.0 ** (calls - 1))
        return grown * self._random.uniform(0.5, 1.0) * self._wait_factor

    async def _rest(self, seconds: float) -> None:
        """Wait, but no longer than the run goes on."""
        try:
            async with asyncio.timeout(seconds):
                await self._over.wait()
        except TimeoutError:
            return

    async def _write(self, lines: Lines, values: Mapping[str, Any]) -> None:
        """Add a line, in a thread: while another forces the file to disk a write may wait, and answers must not."""
        await asyncio.get_running_loop().run_in_executor(self._writer, lines.add, values)

    def _stop_candidate(self, id_: str, why: str) -> None:
        self._stopped.add(id_)
        for (candidate, step), tally in self.tallies.items():
            if candidate == id_ and not tally.stopped:
                tally.stopped = why
            if self.judges.get(step) == id_ and not tally.stopped:
                tally.stopped = f"its judge {id_}: {why}"


class _Got:
    """What the calls for one answer brought."""

    def __init__(self) -> None:
        self.calls = 0
        self.cost: float | None = 0.0
        self.at = dt.datetime.now(dt.UTC)
        self.reply = Reply("unreachable")
        self.usage = TokenUsage()

    def take(self, reply: Reply, usage: TokenUsage, cost: float | None) -> None:
        """Count a call."""
        self.calls += 1
        self.cost = total(self.cost, cost)
        self.reply, self.usage = reply, usage

    def row(self) -> dict[str, Any]:
        """What a row says of the calls; times and tokens are those of the last, which answered."""
        reply = self.reply
        failed = reply.kind != "answer"
        return {
            **self.usage._asdict(),
            "cost_usd": self.cost,
            "ttft_s": reply.ttft_s,
            "first_any_s": reply.first_any_s,
            "total_s": reply.total_s,
            "retries": self.calls - 1,
            "served_model": reply.served_model,
            "finish_reason": "" if failed or reply.answer is None else reply.answer.finish_reason,
            "reason": reply.why if failed else "",
            "at": self.at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        }

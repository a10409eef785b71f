"""Hand grading as a conversation: what is to be graded, the verdicts, and one edit with the runs as they are then."""

from __future__ import annotations

import asyncio
import datetime as dt
import getpass
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from shortlist.core.basics.errors import ShortlistError
from shortlist.core.basics.words import count
from shortlist.core.calling.hand_grading import AnswerToGrade, ExampleToGrade, hand_grade_line, to_grade
from shortlist.core.calling.plan import Wanted
from shortlist.core.document.workspace import Workspace, read_workspace, to_data
from shortlist.core.evidence.calibration import JudgeCheck, Judging
from shortlist.core.evidence.runs import OWN_TOOL, judging_of
from shortlist.core.importing.runs import RunLine, with_runs
from shortlist.evaluating.run_change import Job, Options, Recorded, known_of, prepare, recorded
from shortlist.store.evidence import keep_judge_checks, keep_rows, rubric_digest
from shortlist.store.places import evidence_folder
from shortlist.store.run_log import keep_hand_grade, read_run_log
from shortlist.tui.body import Desk
from shortlist.tui.flows.evaluating.calibration_flow import checks_of, count_checks
from shortlist.tui.flows.evaluating.hand_grading_dialog import HandGradingDialog
from shortlist.tui.host import Host
from shortlist.tui.keys.bindings import keyed

MOST_REPEATS = 20
"""Repeats that are looked for in the log."""


class GradingSession(NamedTuple):
    """What hand grading begins with."""

    job: Job
    items: list[ExampleToGrade]
    before: Recorded
    """The runs as the log gives them now."""
    judges: Mapping[str, Judging]
    """By step, the judge that its answers are graded by."""


class VerdictKeeper:
    """Writes down what a person says of answers, at once: a verdict, or what the judge's own is held against."""

    def __init__(self, path: Path, judges: Mapping[str, Judging], today: dt.date) -> None:
        self.path, self.judges, self.today = path, judges, today
        self.by = _who()
        self.checked: set[Judging] = set()
        """The judges of which a verdict was checked."""

    def keep(self, item: ExampleToGrade, row: AnswerToGrade, right: bool) -> None:
        """Write a verdict down. Raises `ShortlistError` where that cannot be done."""
        if row.judge_right is None:
            now = dt.datetime.now(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
            keep_hand_grade(self.path, hand_grade_line(row.place, right, self.by, now))
            return
        candidate, step, _, repeat = row.place
        judging = self.judges[step]
        check = JudgeCheck(
            **judging._asdict(),
            candidate=candidate,
            digest=item.example.digest,
            repeat=repeat,
            judge_right=row.judge_right,
            person_right=right,
            by=self.by,
            checked_on=self.today,
        )
        keep_judge_checks(self.path, [check])
        self.checked.add(judging)


class HandGradingFlow:
    """Grading by hand, once."""

    def __init__(self, app: Host, desk: Desk) -> None:
        self.app, self.desk = app, desk

    async def begin(self) -> None:
        """Lay the answers before the person, then take over what they said."""
        session = self.desk.session
        if session.read_only:
            self.app.say(session.refusal, "warning", seconds=6)
            return
        try:
            found = await asyncio.to_thread(self._found)
        except ShortlistError as error:
            self.app.say(str(error), "error", title="Nothing to review", seconds=12)
            return
        if not found.items:
            self.app.say("No answer of the last run needs a person.", seconds=6)
            return
        keeper = VerdictKeeper(found.job.path, found.judges, session.today)
        given = await self.app.push_screen_wait(HandGradingDialog(found.items, keeper.keep))
        if given:
            self._take_over(found.job, found.before)
            for judging in keeper.checked:
                count_checks(self.desk, found.job.path, judging)

    def _found(self) -> GradingSession:
        session = self.desk.session
        path, workspace, today = session.opened.path, session.workspace, session.today
        answers, ledger = read_run_log(path)
        # True is an integer too.
        repeats = max((one["repeat"] for one in answers if type(one.get("repeat")) is int), default=1)
        job = prepare(path, workspace, Wanted(repeat=max(1, min(repeats, MOST_REPEATS))), Options(), today)
        known = known_of(job, answers, ledger)
        steps = {id_: step for id_, step in workspace.scenario.by_id.items() if id_ in job.plan.settings}
        rubrics = {id_: rubric_digest(path, step) for id_, step in steps.items()}
        judges = {id_: judging_of(workspace, id_, OWN_TOOL, rubrics) for id_ in steps}
        checked = {
            (check.candidate, check.step, check.digest, check.repeat): check.person_right
            for judging in judges.values()
            for check in checks_of(path, judging)
        }
        items = to_grade(job.plan.askings, known.log, known.verdicts, checked)
        return GradingSession(job, items, recorded(job, workspace, answers, ledger), judges)

    def _take_over(self, job: Job, before: Recorded) -> None:
        after = recorded(job, self.desk.session.workspace, *read_run_log(job.path))
        old = {(line.candidate, line.step): line.sha256 for line in before.lines}
        there = {run.sha256 for run in self.desk.session.workspace.evaluations}
        whole = {(one.candidate, one.step) for one in after.collected if not one.missing}
        new = []
        for line in after.lines:
            whose = (line.candidate, line.step)
            # A run that was not ended is none yet: its verdicts count once it is.
            ended = old.get(whose) in there or whose in whole
            if ended and old.get(whose) != line.sha256:
                new.append(line)
        if not new:
            self.app.say("Kept; the runs are as they were.", seconds=6)
            return
        self.desk.seal()
        try:
            keep_rows(job.path, (line.rows_text for line in new))
            self.desk.edit("review answers", lambda now: replaced(now, new, old, job.path))
        except ShortlistError as error:
            self.app.say(str(error), "error", title="Not taken over; the verdicts are kept", seconds=12)
            return
        told = f"{count(len(new), 'run')} as they are with your verdicts. {keyed('{edit.undo}')} takes that back."
        self.app.say(told, seconds=8)


def replaced(
    workspace: Workspace, lines: list[RunLine], old: dict[tuple[str | None, str | None], str], path: Path
) -> Workspace:
    """The workspace with these runs in the place of what they were before they were graded by hand."""
    data = to_data(workspace)
    gone = {(line.candidate, line.step, old.get((line.candidate, line.step))) for line in lines}
    kept: list[dict[str, Any]] = []
    worth: dict[tuple[str | None, str | None], dict[str, Any]] = {}
    for row in data.get("evaluations", ()):
        if (row["candidate"], row["step"], row.get("sha256")) in gone:
            # What a judge was found worth stays: the rows that it graded are the same.
            judged = {key: row[key] for key in ("judge_checked", "judge_agreed") if key in row}
            worth[row["candidate"], row["step"]] = judged
        else:
            kept.append(row)
    fresh = []
    for line in lines:
        sums = {**line.sums, **worth.get((line.candidate, line.step), {})}
        fresh.append(line._replace(kind="new", sums=sums))
    return with_runs(read_workspace({**data, "evaluations": kept}), fresh, evidence_folder(path).name, "")


def _who() -> str:
    """Who sits there, as the system knows them."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "somebody"

"""Verdicts of a judge checked by a person who does not see them, and what the judge is worth by that, as one edit."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from pathlib import Path

from shortlist.core.basics.errors import ShortlistError
from shortlist.core.basics.words import count
from shortlist.core.calling.hand_grading import with_judge_counts
from shortlist.core.evidence.calibration import JudgeCheck, Judging
from shortlist.core.evidence.runs import RunInForce, judging_of
from shortlist.store.evidence import keep_judge_checks, read_judge_checks
from shortlist.tui.body import Desk, applied
from shortlist.tui.dialogs.prompt import PromptDialog
from shortlist.tui.flows.evaluating.calibration_dialog import CalibrationDialog, Judged, shuffled
from shortlist.tui.host import Host


class CalibrationFlow:
    """One sitting with the verdicts of one judge."""

    def __init__(self, app: Host, desk: Desk, held: RunInForce, checker: str) -> None:
        """`held` is a run that the judge graded; `checker` is who checked last, proposed as who checks now."""
        self.app, self.desk, self.held, self.checker = app, desk, held, checker

    async def begin(self) -> str:
        """Lay the answers before the person and take over what they said; returns who checked."""
        session, evidence = self.desk.session, self.desk.session.analysis.evidence
        path, run = session.opened.path, self.held.run
        judging = judging_of(session.workspace, run.step, run.tool, {} if evidence is None else evidence.rubrics)
        done = {check.answer for check in checks_of(path, judging)}
        left = [one for one in self._judged() if (judging, one[0], one[1].digest, one[1].repeat) not in done]
        if not left:
            self.desk.say("No verdict of this judge is left to check: its answers are checked, or were not kept.")
            return self.checker
        left = shuffled(left)
        asked = PromptDialog("Who checks?", "Kept beside each verdict, with the day.", self.checker, "a name")
        by = await self.app.push_screen_wait(asked)
        if not by:
            return self.checker
        known = [
            None if evidence is None else evidence.example(judging.step, row.digest, row.example) for _, row in left
        ]
        said = await self.app.push_screen_wait(CalibrationDialog(left, known, len(done)))
        checks = [
            JudgeCheck(
                **judging._asdict(),
                candidate=candidate,
                digest=row.digest,
                repeat=row.repeat,
                judge_right=row.verdict == "ok",
                person_right=right,
                by=by,
                checked_on=session.today,
            )
            for (candidate, row), right in said or ()
        ]
        if checks:
            await self._take_over(path, judging, checks)
        return by

    def _judged(self) -> list[Judged]:
        """The answers of the step that a judge graded, of every run in force."""
        step = self.held.run.step
        alike = [
            one for one in self.desk.session.analysis.runs if one.run.graded_by == "judge" and one.run.step == step
        ]
        return [
            (one.run.candidate, row)
            for one in alike
            for row in one.rows
            if row.graded_by == "judge" and row.answer is not None and row.verdict in ("ok", "wrong")
        ]

    async def _take_over(self, path: Path, judging: Judging, checks: Iterable[JudgeCheck]) -> None:
        try:
            await asyncio.to_thread(keep_judge_checks, path, checks)
        except ShortlistError as error:
            self.desk.say(str(error), "error", seconds=10)
            return
        count_checks(self.desk, path, judging)


def checks_of(path: Path, judging: Judging) -> list[JudgeCheck]:
    """The checks of a judge beside a workspace, each answer once: the last one counts."""
    kept = {check.answer: check for check in read_judge_checks(path) if check.judging == judging}
    return list(kept.values())


def count_checks(desk: Desk, path: Path, judging: Judging) -> None:
    """Take the counts of each run over into it, so that they hold without the file too, and say what they come to."""
    checks = checks_of(path, judging)
    runs = [one.run for one in desk.session.analysis.runs]
    if applied(desk, "check a judge", lambda now: with_judge_counts(now, judging, checks, runs)):
        desk.look_beside()
        agreed = sum(check.judge_right == check.person_right for check in checks)
        desk.say(f"{count(len(checks), 'verdict')} of the judge checked, {agreed} alike.", seconds=6)

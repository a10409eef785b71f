"""What runs hold of the checks of their judge: how many of its verdicts a person gave as well, and how many alike."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable

from shortlist.core.document.evaluation import Evaluation
from shortlist.core.document.workspace import Workspace
from shortlist.core.edits.places import with_value
from shortlist.core.evidence.calibration import JudgeCheck, Judging


def with_judge_counts(
    workspace: Workspace, judging: Judging, checks: Iterable[JudgeCheck], runs: Collection[Evaluation]
) -> Workspace:
    """The workspace with the counts in those of these runs that the judge graded, so that they hold without the file.

    `checks` are all of this judge, each answer once. A run counts those of its own candidate.
    """
    alike = Counter((check.candidate, check.judge_right == check.person_right) for check in checks)
    graded = {id(one) for one in runs if one.step == judging.step and one.graded_by == "judge"}
    for place, run in enumerate(workspace.evaluations):
        agreed = alike[run.candidate, True]
        number = agreed + alike[run.candidate, False]
        if id(run) in graded and 0 < number <= run.examples:
            for key, value in (("judge_checked", number), ("judge_agreed", agreed)):
                workspace = with_value(workspace, ("evaluations", place, key), value)
    return workspace

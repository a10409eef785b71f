"""Test runs of DeepEval: `.latest_run_full.json`, `test_run_*.json`. They name no model: the candidate is asked for.

https://deepeval.com/docs/evaluation-introduction
"""

from __future__ import annotations

import math
from typing import Any

from shortlist.core.basics.errors import ShortlistError
from shortlist.core.basics.words import count
from shortlist.core.evidence.found_run import FoundRun, FoundRuns, ReadOptions
from shortlist.core.evidence.rows import input_digest, ok_or_wrong
from shortlist.core.importing.source_file import SourceFile, as_list, as_table
from shortlist.core.importing.values import word
from shortlist.evidence.common import Refusals, Rows, RunFormat, amount, deciding

CASES = ("testCases", "conversationalTestCases")


def _run(values: object) -> dict[str, Any]:
    """The test run of a file, which may lie in an envelope."""
    whole = as_table(values)
    return as_table(whole.get("testRunData")) or whole


def sniff(document: SourceFile) -> bool:
    """A test run: cases, each with the data of its metrics."""
    found = _run(document.json)
    cases = [as_table(one) for key in CASES for one in as_list(found.get(key))[:20]]
    return bool(cases) and all("metricsData" in one or "success" in one for one in cases)


def read(document: SourceFile, asked: ReadOptions) -> FoundRuns:
    """The one run of a file. Raises `ShortlistError` where no case was graded."""
    found, rows, refusals = _run(document.json), Rows(asked), Refusals()
    cases = [(f"{key}[{number}]", as_table(one)) for key in CASES for number, one in enumerate(as_list(found.get(key)))]
    metrics = [metric for _, case in cases for metric in _metrics(case)]
    names = tuple(dict.fromkeys(filter(None, (word(one.get("name")) for one in metrics))))
    if asked.scorer and asked.scorer not in names:
        raise ShortlistError(f"no metric {asked.scorer!r}; there are: {', '.join(names) or 'none'}")
    ungraded = refusals.taking(rows, cases, lambda case: _row(case, asked.scorer))
    if not rows.rows:
        raise ShortlistError("holds no test case that was graded")
    notices = []
    if failed_graders := sum(not _computed(one) for one in metrics):
        failed = count(failed_graders, "metric")
        notices.append(f"{failed} could not be computed: that is no failure of the answer, and none counts.")
    if ungraded:
        notices.append(f"{count(ungraded, 'test case')} without a verdict left out.")
    suite = word(found.get("identifier")) or word(found.get("testFile"))
    run = FoundRun(
        id=suite or document.name,
        called=(),
        tool="deepeval",
        ran_on=document.day,
        rows=tuple(rows.rows),
        suite=suite,
        notices=tuple(notices),
    )
    metric = deciding("scorer", names, asked.scorer, together=True)
    return FoundRuns((run,), tuple(refusals.told), refusals.rest, rows.personal, metric)


def _metrics(case: dict[str, Any]) -> list[dict[str, Any]]:
    return [as_table(one) for one in as_list(case.get("metricsData"))]


def _computed(metric: dict[str, Any]) -> bool:
    """Whether a metric has a score: one that failed has an error, none or NaN in its place, and is called a failure."""
    if metric.get("error") or metric.get("skipped") is True:
        return False
    score = metric.get("score", 0)
    return isinstance(score, int | float) and not math.isnan(score)


def _row(case: dict[str, Any], chosen: str) -> dict[str, Any] | None:
    """The row of a case by the metric that is chosen, else by all; None where none says whether it is right."""
    metrics = _metrics(case)
    graded = [one for one in metrics if _computed(one) and isinstance(one.get("success"), bool)]
    counting = [one for one in graded if one.get("flaky") is not True]
    if chosen:
        counting = [one for one in graded if word(one.get("name")) == chosen]
    success: object = None
    if counting:
        success = all(one["success"] for one in counting)
    elif not metrics:
        success = case.get("success")
    if not isinstance(success, bool):
        return None
    verdict = ok_or_wrong(success)
    turns = [as_table(turn) for turn in as_list(case.get("turns"))]
    asked = [turn.get("content") for turn in turns if turn.get("role") == "user"]
    digest = input_digest(case.get("input", [case.get("scenario"), asked]))
    metadata = as_table(case.get("metadata")) or as_table(case.get("additionalMetadata"))
    reasons = [f"{word(one.get('name'))}: {one['reason']}" for one in graded if isinstance(one.get("reason"), str)]
    return {
        "example": word(metadata.get("id")) or word(case.get("name")) or digest[:12],
        "digest": digest,
        "kind": word(metadata.get("kind")),
        "verdict": verdict,
        "critical": metadata.get("critical") is True,
        "metrics": {name: one["success"] for one in graded if (name := word(one.get("name")))},
        "graded_by": "judge" if any(one.get("evaluationModel") for one in graded) else "deterministic",
        "answer": case.get("actualOutput", [turn.get("content") for turn in turns]),
        "reason": "\n".join(reasons),
        "input_tokens": amount(case.get("inputTokenCount")),
        "output_tokens": amount(case.get("outputTokenCount")),
        # evaluationCost and runDuration are the judge's; 0 is what nobody counted.
        "cost_usd": amount(case.get("tokenCost")) or None,
        "total_s": amount(case.get("completionTime")) or None,
    }


FORMAT = RunFormat("deepeval", "DeepEval test run", sniff, read)

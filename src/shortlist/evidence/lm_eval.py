"""Samples and results of the Language Model Evaluation Harness, where the task is the team's own.

Of a public benchmark they are no own evidence: its results are read as figures of the candidate then.
https://github.com/EleutherAI/lm-evaluation-harness
"""

from __future__ import annotations

from typing import Any

from shortlist.core.basics.errors import ShortlistError
from shortlist.core.evidence.found_run import Deciding, FoundRun, FoundRuns, ReadOptions
from shortlist.core.evidence.rows import input_digest, ok_or_wrong
from shortlist.core.importing.lm_eval import is_results
from shortlist.core.importing.source_file import SourceFile, as_list, as_table, first_objects
from shortlist.core.importing.values import BadValue, stamp_day, word
from shortlist.evidence.common import Refusals, Rows, RunFormat, deciding, named

NO_FILTER = "none"
MAIN = ("exact_match", "acc", "acc_norm", "pass@1", "f1")
"""Metrics by which an answer is right or wrong, those first that say it most plainly."""
SHARES = frozenset({"exact_match", "acc", "acc_norm", "pass@1"})


def sniff_samples(document: SourceFile) -> bool:
    """Rows, each with a document, the answers to it, and those that a filter left."""
    rows = first_objects(document.json)
    return bool(rows) and all({"doc_id", "doc", "resps", "filtered_resps"} <= row.keys() for row in rows)


def read_samples(document: SourceFile, asked: ReadOptions) -> FoundRuns:
    """The run of a file of samples, by one filter. Raises `ShortlistError` where that is not among them."""
    samples = [as_table(one) for one in document.json]
    filters = list(dict.fromkeys(word(one.get("filter")) or NO_FILTER for one in samples))
    chosen = _filter(filters, asked)
    rows, refusals = Rows(asked), Refusals()
    of_filter = (
        (f"row {number}", sample)
        for number, sample in enumerate(samples, 1)
        if (word(sample.get("filter")) or NO_FILTER) == chosen
    )
    refusals.taking(rows, of_filter, lambda sample: _row(sample, asked))
    if not rows.rows:
        raise ShortlistError("holds no sample that was graded")
    run = FoundRun(
        id=document.name,
        called=(),
        tool="lm-evaluation-harness",
        ran_on=document.day,
        rows=tuple(rows.rows),
        # The task in the file's name, `samples_TASK_DATE.jsonl`.
        suite=document.name.removeprefix("samples_").removesuffix(".jsonl").partition("_20")[0],
    )
    deciding_filter = deciding("filter", filters, chosen)
    return FoundRuns((run,), tuple(refusals.told), refusals.rest, rows.personal, deciding_filter)


def _filter(filters: list[str], asked: ReadOptions) -> str:
    if asked.filter and asked.filter not in filters:
        raise ShortlistError(f"no filter {asked.filter!r}; there are: {', '.join(filters)}")
    return asked.filter or filters[0]


def _row(sample: dict[str, Any], asked: ReadOptions) -> dict[str, Any]:
    names = [one for one in as_list(sample.get("metrics")) if isinstance(one, str)] or list(MAIN)
    name = next((one for one in (*MAIN, *names) if one in names and one in sample), None)
    score = sample.get(name) if name else None
    if isinstance(score, bool) or not isinstance(score, int | float) or score != score:
        raise BadValue("it was not graded")
    if name not in SHARES and asked.pass_at is None:
        raise BadValue(f"{name} says not from where on an answer is right: --pass-at does")
    answer = sample.get("filtered_resps")
    if isinstance(answer, list) and len(answer) == 1:
        answer = answer[0]
    pass_at = 1 if asked.pass_at is None else asked.pass_at
    return {
        "example": str(sample.get("doc_id")),
        "digest": input_digest(sample.get("doc")),
        "verdict": ok_or_wrong(score >= pass_at),
        "score": score,
        "graded_by": "deterministic",
        "answer": answer,
    }


def read_results(document: SourceFile, asked: ReadOptions) -> FoundRuns:
    """One run a task, its totals alone: the rows lie in the file of its samples."""
    values, refusals, runs = as_table(document.json), Refusals(), list[FoundRun]()
    deciding_filter: Deciding | None = None
    model, day = word(values.get("model_name")), stamp_day(values.get("date")) or document.day
    for task, told in as_table(values["results"]).items():
        numbers = as_table(as_table(values["n-samples"]).get(task))
        examples = numbers.get("effective") or numbers.get("original")
        shares = {key: one for key, one in as_table(told).items() if key.partition(",")[0] in SHARES}
        filters = list(dict.fromkeys(key.partition(",")[2] or NO_FILTER for key in shares))
        if not shares or not isinstance(examples, int) or examples < 1:
            refusals.add(task, "it has no share of right answers, or not the number of its samples")
            continue
        chosen = _filter(filters, asked)
        deciding_filter = deciding_filter or deciding("filter", filters, chosen)
        of_filter = {key.partition(",")[0]: one for key, one in shares.items() if chosen in (key.partition(",")[2], "")}
        name = next((one for one in MAIN if one in of_filter), next(iter(of_filter)))
        share = of_filter[name]
        if isinstance(share, bool) or not isinstance(share, int | float) or not 0 <= share <= 1:
            refusals.add(task, f"{name} is no share")
            continue
        runs.append(
            FoundRun(
                id=f"{model} · {task}" if model else task,
                called=named(model),
                tool="lm-evaluation-harness",
                ran_on=day,
                totals={"examples": examples, "successes": round(share * examples), "graded_by": "deterministic"},
                suite=word(task),
                notices=(f"Totals by {name} alone; the file samples_{task}_….jsonl holds the rows.",),
            )
        )
    return FoundRuns(tuple(runs), tuple(refusals.told), refusals.rest, deciding=deciding_filter)


FORMATS = (
    RunFormat("lm-eval-samples", "lm-evaluation-harness samples", sniff_samples, read_samples, asks_for_step=True),
    RunFormat("lm-eval-run", "lm-evaluation-harness results", is_results, read_results, asks_for_step=True),
)

"""Logs of Inspect: `.json`, and `.eval`, an archive of which the header and the summaries are enough.

https://inspect.aisi.org.uk/eval-logs.html
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Any, NamedTuple

from shortlist.core.basics.errors import ShortlistError
from shortlist.core.basics.words import count
from shortlist.core.evidence.found_run import Deciding, FoundRun, FoundRuns, ReadOptions
from shortlist.core.evidence.rows import RowVerdict, input_digest
from shortlist.core.importing.source_file import Archive, SourceFile, as_list, as_table
from shortlist.core.importing.values import BadValue, word
from shortlist.evidence.common import Refusals, Rows, RunFormat, amount, apart, day_of, deciding, named

HEADER, SUMMARIES, STARTED = "header.json", "summaries.json", "_journal/start.json"
CUT_FROM = 1_000
"""Characters from which on a text of a summary may have been cut."""
FULL_MARKS = 1.0
MARKS = {"C": 1.0, "I": 0.0, "P": 0.5, "N": 0.0, "yes": 1.0, "true": 1.0, "no": 0.0, "false": 0.0}
"""What the letters and words of a score are worth."""


def sniff(document: SourceFile) -> bool:
    """A log with its evaluation and status; or an archive with a header, or with the journal of a run."""
    if document.archive is not None:
        names = set(document.archive.names)
        return HEADER in names or STARTED in names
    values = as_table(document.json)
    return {"eval", "status", "version"} <= values.keys() and "model" in as_table(values["eval"])


def read(document: SourceFile, asked: ReadOptions) -> FoundRuns:
    """The run of a log. Raises `ShortlistError` for a run that did not end, or whose result was withdrawn."""
    archive = document.archive
    if archive is None:
        log = as_table(document.json)
        samples = log.get("samples")
        if samples is None:
            raise ShortlistError("holds no samples: it is the header of a log alone; give the whole log")
        return _read(document, log, _of_log(as_list(samples)), asked)
    if HEADER not in archive.names:
        raise ShortlistError(
            "holds a run that was killed before it ended; `inspect log recover` makes a log of what was answered"
        )
    log = as_table(archive.json(HEADER))
    if SUMMARIES not in archive.names:
        raise ShortlistError(f"holds no {SUMMARIES}; convert it with `inspect log convert --to json`")
    return _read(document, log, _of_summaries(archive, as_list(archive.json(SUMMARIES))), asked)


class Sample(NamedTuple):
    """A sample as a log or its summaries have it."""

    place: str
    values: dict[str, Any]
    input: Any
    answer: Any


def _of_log(samples: Iterable[Any]) -> Iterator[Sample]:
    for number, one in enumerate(map(as_table, samples)):
        attached, input_ = as_table(one.get("attachments")), one.get("input")
        if isinstance(input_, str) and input_.startswith("attachment://"):
            input_ = attached.get(input_.removeprefix("attachment://"), input_)
        yield Sample(f"samples[{number}]", one, input_, as_table(one.get("output")).get("completion"))


def _of_summaries(archive: Archive, summaries: Iterable[Any]) -> Iterator[Sample]:
    """The summaries; an example whose input may have been cut there is known by its whole sample."""
    names = frozenset(archive.names)
    for one in map(as_table, summaries):
        place = f"samples/{one.get('id')}_epoch_{one.get('epoch')}.json"
        input_ = one.get("input")
        if place in names and not (isinstance(input_, str) and len(input_) < CUT_FROM):
            input_ = next(_of_log([archive.json(place)])).input
        yield Sample(place, one, input_, None)


def _read(document: SourceFile, log: dict[str, Any], samples: Iterator[Sample], asked: ReadOptions) -> FoundRuns:
    told, results = as_table(log.get("eval")), as_table(log.get("results"))
    _refuse_unfinished(log)
    model = word(told.get("model"))
    if not model:
        raise ShortlistError("names no model")
    rows, refusals, scoring = Rows(asked), Refusals(), _Scoring(results, asked)
    placed = ((sample.place, sample) for sample in samples)
    unscored = refusals.taking(rows, placed, lambda sample: _row(sample, model, scoring))
    if not rows.rows:
        raise ShortlistError("holds no sample with a score")
    notices = []
    if unscored:
        notices.append(f"{count(unscored, 'sample')} without a score left out.")
    if any(place.get("model_fallbacks") for place in (log, told, as_table(log.get("stats")), results)):
        notices.append("Another model answered some samples in place of the one that was asked (model_fallbacks).")
    run = FoundRun(
        id=model,
        called=named(model),
        tool="inspect_ai",
        ran_on=day_of(told.get("created"), document),
        rows=tuple(rows.rows),
        suite=word(told.get("task")),
        notices=tuple(notices),
    )
    return FoundRuns((run,), tuple(refusals.told), refusals.rest, rows.personal, scoring.deciding)


def _refuse_unfinished(log: dict[str, Any]) -> None:
    status = word(log.get("status"))
    if log.get("invalidated"):
        raise ShortlistError("holds a run that was marked as invalid; run it again")
    if status == "started":
        raise ShortlistError("holds a run that has not ended; wait for it, or recover it with `inspect log recover`")
    if status != "success":
        why = word(as_table(log.get("error")).get("message"))
        ended = f"holds a run that ended as {status or 'nobody knows what'}"
        raise ShortlistError(f"{ended}: {why}" if why else ended)


class _Scoring:
    """Which score decides whether a sample is right; the others are metrics."""

    def __init__(self, results: dict[str, Any], asked: ReadOptions) -> None:
        scores = [as_table(one) for one in as_list(results.get("scores"))]
        known = [word(one.get("name")) for one in scores if word(one.get("name"))]
        headline = as_table(results.get("headline"))
        self.key = word(headline.get("score")) or word(headline.get("scorer"))
        self.scorer = word(headline.get("scorer")) or self.key
        if asked.scorer:
            # A scorer that gives several values is asked for as scorer.value.
            self.scorer, _, key = asked.scorer.partition(".")
            self.key = key or self.scorer
            if asked.scorer not in known and self.scorer not in known:
                raise ShortlistError(f"no scorer {asked.scorer!r}; there are: {', '.join(known) or 'none'}")
        elif not self.scorer and known:
            self.scorer = self.key = known[0]
        self.deciding: Deciding | None = None
        if self.scorer in known:
            self.deciding = deciding("scorer", list(dict.fromkeys(known)), self.scorer)
        self.pass_at = FULL_MARKS if asked.pass_at is None else asked.pass_at
        self.told_pass_at = asked.pass_at is not None
        self.judged = "model_graded" in self.scorer

    def of(self, scores: dict[str, Any]) -> dict[str, Any]:
        """The deciding score; empty where it is not there."""
        found = scores.get(self.scorer)
        if found is None and len(scores) == 1:
            found = next(iter(scores.values()))
        return as_table(found)

    def value(self, score: dict[str, Any]) -> float | None:
        """What it is worth; None where it is unscored."""
        value = score.get("value")
        if isinstance(value, dict):
            value = value.get(self.key)
        return worth(value)


def worth(value: object) -> float | None:
    """A score as a number; None where nothing was scored. Raises `BadValue` for what is no score."""
    if value is None:
        return None
    if isinstance(value, bool):
        return float(value)
    if isinstance(value, int | float):
        return None if math.isnan(value) else float(value)
    if isinstance(value, str):
        found = MARKS.get(value, MARKS.get(value.casefold()))
        if found is not None:
            return found
        if len(value) < 40 and value.isascii() and "_" not in value:
            with suppress(ValueError):
                number = float(value)
                if not math.isinf(number):
                    return None if math.isnan(number) else number
    raise BadValue(f"{word(value) or 'a list'} is no score")


def _row(sample: Sample, model: str, scoring: _Scoring) -> dict[str, Any] | None:
    """The row of a sample; None where it was not scored."""
    values, scores = sample.values, as_table(sample.values.get("scores"))
    answered = scoring.of(scores)
    score = scoring.value(answered)
    verdict: RowVerdict = "wrong"
    if values.get("error"):
        verdict = "error"
    elif values.get("limit"):
        verdict = "cut"
    elif score is None:
        return None
    elif not scoring.told_pass_at and not 0 <= score <= 1:
        raise BadValue(
            f"a score of {score:g} lies outside 0 to 1: --pass-at says from which score on an answer is right"
        )
    elif score >= scoring.pass_at:
        verdict = "ok"
    usage = as_table(as_table(values.get("model_usage")).get(model))
    read, written = (amount(usage.get(f"input_tokens_cache_{way}")) or 0 for way in ("read", "write"))
    sent, thought = amount(usage.get("input_tokens")), amount(usage.get("reasoning_tokens"))
    if sent is not None:
        sent += read + written
    metadata, epoch = as_table(values.get("metadata")), values.get("epoch")
    if not isinstance(epoch, int) or epoch < 1:
        epoch = 1
    again = values.get("retries", values.get("error_retries"))
    if isinstance(again, list):
        again = len(again)
    elif not isinstance(again, int):
        again = None
    graded_by = "judge" if scoring.judged else "deterministic"
    if answered.get("history"):
        graded_by = "person"
    return {
        "example": str(values.get("id")),
        "digest": input_digest(sample.input),
        "kind": word(metadata.get("kind")),
        "repeat": epoch,
        "verdict": verdict,
        "critical": metadata.get("critical") is True,
        "score": score,
        "metrics": _metrics(scores, scoring),
        "graded_by": graded_by,
        "answer": sample.answer if sample.answer is not None else answered.get("answer"),
        "reason": answered.get("explanation"),
        "input_tokens": sent,
        "cached_tokens": amount(usage.get("input_tokens_cache_read")),
        "output_tokens": apart(amount(usage.get("output_tokens")), thought),
        "reasoning_tokens": thought,
        "cost_usd": amount(usage.get("total_cost")),
        # Without the waits for a rate limit or for the turn of others.
        "total_s": amount(values.get("working_time")),
        "retries": again,
        "served_model": word(as_table(values.get("output")).get("model")),
        "at": word(values.get("completed_at")),
    }


def _metrics(scores: dict[str, Any], scoring: _Scoring) -> dict[str, bool]:
    """The scores that do not decide, as far as they are scores at all."""
    found: dict[str, bool] = {}
    for name, score in scores.items():
        value = as_table(score).get("value")
        parts = {name: value}
        if isinstance(value, dict):
            parts = {f"{name}.{key}": one for key, one in value.items()}
        for key, one in parts.items():
            if key in (scoring.scorer, f"{scoring.scorer}.{scoring.key}"):
                continue
            try:
                marks = worth(one)
            except BadValue:
                continue
            if marks is not None:
                found[key] = marks >= FULL_MARKS
    return found


FORMAT = RunFormat("inspect", "Inspect log", sniff, read)

"""Results of promptfoo, as `-o results.json` writes them (version 3, and 2 with its table), and as JSON Lines.

https://www.promptfoo.dev/docs/configuration/outputs/
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any, NamedTuple

from shortlist.core.basics.errors import ShortlistError
from shortlist.core.basics.words import count
from shortlist.core.document.vocabulary import Grader
from shortlist.core.evidence.found_run import FoundRun, FoundRuns, ReadOptions
from shortlist.core.evidence.rows import RowVerdict, input_digest
from shortlist.core.golden.promptfoo import input_of_test
from shortlist.core.importing.source_file import SourceFile, as_list, as_table, first_objects
from shortlist.core.importing.values import BadValue, word
from shortlist.evidence.common import Refusals, Rows, RunFormat, amount, apart, day_of, named

FORMATS = frozenset({"is-json", "contains-json", "is-sql", "is-xml", "is-valid-openai-tools-call"})
FUNCTION_CALL = "-function-call"
FORMAT_METRICS = frozenset({"format", "schema", "json"})
"""Assertions, and names of metrics, that hold the shape of an answer and not what it says."""
BY_JUDGE = frozenset({"llm-rubric", "factuality", "g-eval", "answer-relevance", "select-best"})
BY_JUDGE_BEGINS = ("model-graded", "context-")
BY_HAND = "Manual result"
NO_OFFERING = ("echo", "python:", "exec:")
"""How the ids of providers begin that are no model of anybody's."""
LONGEST_LABEL = 80
"""Characters of a prompt's label; a longer one is the prompt itself."""
CSV = frozenset({"Named Scores", "Grader Reason", "Status"})
NO_CSV = (
    "is promptfoo's CSV, which repeats its column names and leaves out costs, tokens and times; write the results with "
    "`promptfoo eval -o results.json`, or export them with `promptfoo export eval ID -o results.json`"
)
TRAPS = {
    "unpriced": "{} cost 0 with tokens used: the price is unknown, and not 0.",
    "cached": "{} came from promptfoo's own cache: neither latency nor cost of them counts.",
    "ungraded": "{} left out whose grader failed: that says nothing of the answer.",
}
"""What the figures of a run do not say by themselves, of so many answers."""


def is_csv(header: tuple[str, ...]) -> bool:
    """Whether the headings are those of promptfoo's CSV."""
    return set(header) >= CSV


def sniff(document: SourceFile) -> bool:
    """Results with prompts and a version; or rows, each with a provider, its vars and a test."""
    values = document.json
    if isinstance(values, dict):
        results = as_table(values.get("results"))
        return "version" in results and ("prompts" in results or "table" in results) and "stats" in results
    rows = first_objects(values)
    return bool(rows) and all({"provider", "promptIdx", "testIdx", "vars"} <= row.keys() for row in rows)


class PromptfooAnswer(NamedTuple):
    """An answer with what belongs to it, whichever form the file has it in."""

    place: str
    provider_id: str
    label: str
    prompt: str
    """The prompt's label; empty where it has none of its own."""
    order: float
    row: dict[str, Any]
    vars: dict[str, Any]
    metadata: dict[str, Any]


def read(document: SourceFile, asked: ReadOptions) -> FoundRuns:
    """One run for each prompt and provider. Raises `ShortlistError` where there is no answer."""
    refusals, groups = Refusals(), dict[tuple[str, str, str], list[PromptfooAnswer]]()
    for answer in _answers(document, refusals):
        groups.setdefault((answer.prompt, answer.label, answer.provider_id), []).append(answer)
    if not groups:
        raise ShortlistError("holds no answer; run the evaluation first")
    several = len({prompt for prompt, _, _ in groups}) > 1
    stamp = as_table(as_table(document.json).get("results")).get("timestamp")
    runs, personal = [], False
    for (prompt, label, provider), answers in groups.items():
        rows, notices = _rows(answers, asked, refusals)
        if not rows.rows:
            continue
        personal = personal or rows.personal
        runs.append(
            FoundRun(
                id=f"{label} · {prompt}" if several and prompt else label,
                called=named(label, provider),
                tool="promptfoo",
                ran_on=day_of(stamp, document),
                rows=tuple(rows.rows),
                prompt_version=prompt,
                suite=prompt,
                offering=not provider.startswith(NO_OFFERING),
                notices=notices,
            )
        )
    return FoundRuns(tuple(runs), tuple(refusals.told), refusals.rest, personal)


def _answers(document: SourceFile, refusals: Refusals) -> Iterator[PromptfooAnswer]:
    """The answers of a file, whatever its version."""
    if isinstance(document.json, list):
        yield from _of_rows(document.json, {}, "row", refusals)
        return
    results = document.json["results"]
    templates = {
        (word(one.get("label")), word(one.get("provider"))): word(one.get("raw"))
        for one in map(as_table, as_list(results.get("prompts")))
    }
    rows = as_list(results.get("results"))
    if rows:
        yield from _of_rows(rows, templates, "results.results", refusals)
    else:
        yield from _of_table(as_table(results.get("table")), refusals)


def _of_rows(
    rows: list[Any], templates: dict[tuple[str, str], str], where: str, refusals: Refusals
) -> Iterator[PromptfooAnswer]:
    for number, value in enumerate(rows):
        row, place = as_table(value), f"{where}[{number}]"
        provider, prompt, test = row.get("provider"), as_table(row.get("prompt")), as_table(row.get("testCase"))
        if isinstance(provider, str):
            provider = {"id": provider}
        id_ = word(as_table(provider).get("id"))
        label = word(as_table(provider).get("label")) or id_
        if not label:
            refusals.add(place, "it names no provider")
            continue
        told = word(prompt.get("label"))
        raw = templates.get((told, label)) or word(prompt.get("raw"))
        vars_ = as_table(row.get("vars")) or as_table(test.get("vars"))
        metadata = {**as_table(row.get("metadata")), **as_table(test.get("metadata"))}
        # In the test promptfoo leaves out what looks like a key, in the row it does not.
        metadata["shortlist"] = as_table(row.get("metadata")).get("shortlist", metadata.get("shortlist"))
        order = row.get("testIdx")
        if not isinstance(order, int | float):
            order = number
        yield PromptfooAnswer(place, id_, label, _own_label(told, raw), order, row, vars_, metadata)


def _of_table(told: dict[str, Any], refusals: Refusals) -> Iterator[PromptfooAnswer]:
    """Of a table every column is a prompt with its provider, and every line a test."""
    head = as_table(told.get("head"))
    names = [one for one in as_list(head.get("vars")) if isinstance(one, str)]
    prompts = dict(enumerate(map(as_table, as_list(head.get("prompts")))))
    for number, line in enumerate(map(as_table, as_list(told.get("body")))):
        test = as_table(line.get("test"))
        vars_ = as_table(test.get("vars")) or dict(zip(names, as_list(line.get("vars")), strict=False))
        for column, output in enumerate(map(as_table, as_list(line.get("outputs")))):
            prompt = prompts.get(column, {})
            label = word(output.get("provider")) or word(prompt.get("provider"))
            place = f"results.table.body[{number}].outputs[{column}]"
            if not label:
                refusals.add(place, "it names no provider")
                continue
            row = {**output, "success": output.get("pass"), "response": {"output": output.get("text")}}
            told_label = _own_label(word(prompt.get("label")) or word(prompt.get("display")), word(prompt.get("raw")))
            yield PromptfooAnswer(place, label, label, told_label, number, row, vars_, as_table(test.get("metadata")))


def _own_label(label: str, raw: str) -> str:
    """The label that somebody gave a prompt; without one, promptfoo calls it by its text."""
    return label if label != raw and len(label) <= LONGEST_LABEL else ""


def _rows(answers: list[PromptfooAnswer], asked: ReadOptions, refusals: Refusals) -> tuple[Rows, tuple[str, ...]]:
    """The rows of one run, in the order of its tests: they stand in the order in which they were completed."""
    rows, traps = Rows(asked), Counter[str]()
    placed = [(answer.place, answer) for answer in sorted(answers, key=lambda one: one.order)]
    traps["ungraded"] = refusals.taking(rows, placed, lambda answer: _row(answer, traps))
    return rows, tuple(told.format(count(traps[kind], "answer")) for kind, told in TRAPS.items() if traps[kind])


def _row(answer: PromptfooAnswer, traps: Counter[str]) -> dict[str, Any] | None:
    """The row of an answer; None where nothing but a failure of its grader says whether it is right."""
    row, grading = answer.row, as_table(answer.row.get("gradingResult"))
    response = as_table(row.get("response"))
    usage = as_table(response.get("tokenUsage")) or as_table(row.get("tokenUsage"))
    components = list(_components(grading))
    cached = response.get("cached") is True
    verdict = _verdict(row, grading, components, response)
    if verdict is None:
        return None
    # What a cached answer says of tokens is of another call; and promptfoo writes 0 where it counted nothing.
    if cached or not (usage.get("prompt") or usage.get("completion")):
        usage = {}
    details = as_table(usage.get("completionDetails"))
    thought = amount(details.get("reasoning"))
    cost, took = amount(row.get("cost")), amount(row.get("latencyMs"))
    if cached:
        traps["cached"] += 1
        cost = took = None
    elif cost == 0 and usage:
        traps["unpriced"] += 1
        cost = None
    if verdict == "error":
        took = None  # it counts all retries of a call that failed
    inputs = {key: value for key, value in answer.vars.items() if not key.startswith("_")}
    if not inputs:
        raise BadValue("it has no vars, by which its example could be known")
    metadata = answer.metadata
    # Of a test that was written from a golden example, the example's own digest.
    whole = input_of_test(metadata, inputs)
    digest = input_digest(inputs if whole is None else whole)
    return {
        "example": word(metadata.get("id")) or digest[:12],
        "digest": digest,
        "kind": word(metadata.get("kind")),
        "verdict": verdict,
        "critical": metadata.get("critical") is True,
        "score": amount(row.get("score")),
        "metrics": _metrics(components, row),
        "graded_by": _graded_by(grading, components),
        "answer": response.get("output"),
        "reason": grading.get("reason") or row.get("error"),
        "input_tokens": amount(usage.get("prompt")),
        "cached_tokens": amount(details.get("cacheReadInputTokens")),
        "output_tokens": apart(amount(usage.get("completion")), thought),
        "reasoning_tokens": thought,
        "cost_usd": cost,
        "total_s": took / 1000 if took else None,
        "finish_reason": word(response.get("finishReason")),
    }


def _components(grading: dict[str, Any], depth: int = 0) -> Iterator[dict[str, Any]]:
    """The graded assertions, those of sets among them."""
    for one in map(as_table, as_list(grading.get("componentResults"))):
        inner = as_list(one.get("componentResults"))
        if inner and depth < 8:
            yield from _components(one, depth + 1)
        if not inner or as_table(one.get("assertion")):
            yield one


def _verdict(
    row: dict[str, Any], grading: dict[str, Any], components: list[dict[str, Any]], response: dict[str, Any]
) -> RowVerdict | None:
    """`error` is filled for a failed assertion too; only the reason of the failure tells. None: it was not graded."""
    broken = any(_not_graded(one) for one in components)
    if row.get("success") is True:
        return None if broken else "ok"
    reason = row.get("failureReason")
    if reason == 2 or (reason is None and row.get("error") and not grading):
        return "error"
    if word(response.get("finishReason")) == "length":
        return "cut"
    # An assertion without weight decides nothing: it is looked at only.
    deciding = [one for one in components if as_table(one.get("assertion")).get("weight") != 0]
    failed = [one for one in deciding if one.get("pass") is False and not _not_graded(one)]
    if broken and not failed:
        return None
    for assertion in (as_table(one.get("assertion")) for one in failed):
        kind, metric = word(assertion.get("type")), word(assertion.get("metric")).casefold()
        if kind in FORMATS or kind.endswith(FUNCTION_CALL) or metric in FORMAT_METRICS:
            return "invalid"
    return "wrong"


def _not_graded(component: dict[str, Any]) -> bool:
    """Whether it was the grader that failed: its call, or what it wrote, which may even pass a negated assertion."""
    return as_table(component.get("metadata")).get("graderError") is True


def _graded_by(grading: dict[str, Any], components: list[dict[str, Any]]) -> Grader | None:
    kinds = {word(as_table(one.get("assertion")).get("type")).removeprefix("not-") for one in components}
    if "human" in kinds or word(grading.get("reason")).startswith(BY_HAND):
        return "person"
    if any(kind in BY_JUDGE or kind.startswith(BY_JUDGE_BEGINS) for kind in kinds):
        return "judge"
    return "deterministic" if components else None


def _metrics(components: list[dict[str, Any]], row: dict[str, Any]) -> dict[str, bool]:
    """Whether every assertion of a metric passed; without assertions, what the named scores say."""
    found: dict[str, bool] = {}
    for one in components:
        name = word(as_table(one.get("assertion")).get("metric"))
        if name and isinstance(one.get("pass"), bool) and not _not_graded(one):
            found[name] = found.get(name, True) and one["pass"]
    if not components:
        scores = as_table(row.get("namedScores"))
        found = {word(name): score >= 1 for name, score in scores.items() if isinstance(score, int | float) and name}
    return found


FORMAT = RunFormat("promptfoo", "promptfoo results", sniff, read)

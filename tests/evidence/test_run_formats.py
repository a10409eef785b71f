"""Every format of runs and its traps, on small files of the same shapes; and real files of the tools."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import pytest

from shortlist.core.basics.canonical import digest_of
from shortlist.core.basics.errors import ShortlistError
from shortlist.core.evidence.found_run import FoundRun, ReadOptions
from shortlist.core.evidence.rows import ExampleRow, input_digest, sums
from shortlist.core.golden.examples import example_of
from shortlist.core.golden.promptfoo import to_promptfoo
from shortlist.importing_runs import read_any, runs_in
from tests.evidence import samples
from tests.evidence.conftest import Write, archive, found_in, only, real
from tests.evidence.samples import inspect_log, inspect_members, promptfoo, promptfoo_row, sample


def verdicts(run: FoundRun) -> list[str]:
    """The verdicts of its rows."""
    return [row.verdict for row in run.rows]


# --- promptfoo


def test_an_answer_of_promptfoo(write: Write) -> None:
    """Tokens of thinking are no part of the answer, milliseconds are seconds, an example is known by its vars."""
    run = only(found_in(write("r.json", promptfoo(promptfoo_row("a")))))
    assert (run.id, run.called, run.prompt_version, run.tool) == (
        "luna",
        ("luna", "openai:chat:gpt-6-luna", "gpt-6-luna"),
        "v3",
        "promptfoo",
    )
    assert str(run.ran_on) == "2026-11-20"
    (row,) = run.rows
    digest = digest_of({"question": "a"})
    assert row == ExampleRow(
        example=digest[:12],
        digest=digest,
        kind="real_task",
        verdict="ok",
        score=1,
        metrics={"label": True},
        graded_by="deterministic",
        answer="billing",
        reason="All assertions passed",
        input_tokens=20,
        output_tokens=3,
        reasoning_tokens=2,
        cost_usd=0.0002,
        total_s=0.4,
        finish_reason="stop",
    )


FAILED = {"pass": False, "score": 0, "reason": "no"}


@pytest.mark.parametrize(
    ("more", "verdict"),
    [
        ({"failureReason": 1, "success": False, "error": "Expected “a”"}, "wrong"),
        ({"failureReason": 2, "success": False, "error": "429"}, "error"),
        ({"failureReason": None, "success": False, "error": "boom", "gradingResult": None}, "error"),
        ({"failureReason": None, "success": False, "error": "Expected “a”"}, "wrong"),
        ({"failureReason": 1, "success": True, "error": "overridden by hand"}, "ok"),
    ],
)
def test_only_the_reason_of_the_failure_tells_an_error(write: Write, more: dict[str, Any], verdict: str) -> None:
    """`error` is filled for a failed assertion too."""
    assert verdicts(only(found_in(write("r.json", promptfoo(promptfoo_row("a", **more)))))) == [verdict]


@pytest.mark.parametrize(
    ("assertion", "verdict"),
    [
        ({"type": "is-json"}, "invalid"),
        ({"type": "contains-json"}, "invalid"),
        ({"type": "is-valid-openai-function-call"}, "invalid"),
        ({"type": "is-valid-function-call"}, "invalid"),
        ({"type": "is-valid-openai-tools-call"}, "invalid"),
        ({"type": "is-sql"}, "invalid"),
        ({"type": "is-xml"}, "invalid"),
        ({"type": "javascript", "metric": "Format"}, "invalid"),
        ({"type": "javascript", "metric": "schema"}, "invalid"),
        ({"type": "javascript", "metric": "formal"}, "wrong"),
        ({"type": "equals"}, "wrong"),
    ],
)
@pytest.mark.parametrize("nested", [False, True])
def test_which_failed_assertions_make_an_answer_invalid(
    write: Write, assertion: dict[str, Any], verdict: str, nested: bool
) -> None:
    """Those on its shape, in a set of assertions as well."""
    component = {**FAILED, "assertion": assertion}
    parts = [{**FAILED, "componentResults": [component]}] if nested else [component]
    row = promptfoo_row("a", success=False, failureReason=1, gradingResult={**FAILED, "componentResults": parts})
    assert verdicts(only(found_in(write("r.json", promptfoo(row))))) == [verdict]


@pytest.mark.parametrize(
    ("grading", "grader"),
    [
        ([{"type": "equals"}], "deterministic"),
        ([{"type": "equals"}, {"type": "llm-rubric"}], "judge"),
        ([{"type": "not-llm-rubric"}], "judge"),
        ([{"type": "model-graded-closedqa"}], "judge"),
        ([{"type": "context-recall"}], "judge"),
        ([{"type": "select-best"}], "judge"),
        ([{"type": "contains"}], "deterministic"),
        ([{"type": "llm-rubric"}, {"type": "human"}], "person"),
        ([], None),
    ],
)
def test_who_graded(write: Write, grading: list[dict[str, Any]], grader: str | None) -> None:
    """A judge where one of the assertions asks one, a person where the grading was overridden."""
    parts = [{"pass": True, "assertion": one} for one in grading]
    row = promptfoo_row("a", gradingResult={"pass": True, "componentResults": parts})
    assert only(found_in(write("r.json", promptfoo(row)))).rows[0].graded_by == grader


def test_what_promptfoo_took_from_its_own_cache_has_no_cost_and_no_time(write: Write) -> None:
    """An old latency, no cost, and no tokens; it is told."""
    cached = promptfoo_row(
        "a", cost=0, response={"output": "x", "cached": True, "tokenUsage": {"cached": 25, "total": 25}}
    )
    free = promptfoo_row("b", cost=0)
    failed = promptfoo_row("c", cost=0, failureReason=2, success=False, response={}, error="429", latencyMs=9000)
    run = only(found_in(write("r.json", promptfoo(cached, free, failed))))
    assert [(row.cost_usd, row.total_s, row.input_tokens) for row in run.rows] == [
        (None, None, None),
        (None, 0.4, 20),
        (0, None, None),
    ]
    assert len(run.notices) == 2 and "cost 0 with tokens used" in run.notices[0] and "cache" in run.notices[1]


def test_repeats_of_promptfoo_are_known_by_their_vars(write: Write) -> None:
    """testIdx runs on; rows stand in the order of completion, and are read in that of the tests."""
    rows = [promptfoo_row(example, testIdx=place) for place, example in ((2, "a"), (1, "b"), (0, "a"), (3, "b"))]
    run = only(found_in(write("r.json", promptfoo(*rows))))
    assert [(row.repeat, row.digest == run.rows[0].digest) for row in run.rows] == [
        (1, True),
        (1, False),
        (2, True),
        (2, False),
    ]
    assert len({row.digest for row in run.rows}) == 2


def test_a_run_for_each_prompt_and_provider(write: Write) -> None:
    """Several prompts: their labels are the versions; a prompt without a label of its own has no version."""
    rows = [
        promptfoo_row("a", provider=provider, prompt={"raw": "Sort: a", "label": label})
        for provider in ({"id": "openai:gpt-6", "label": "six"}, "anthropic:claude-5")
        for label in ("v3", "v4", "Sort: a")
    ]
    found = found_in(write("r.jsonl", rows, lines=True))
    assert [(run.id, run.prompt_version) for run in found.runs] == [
        ("six · v3", "v3"),
        ("six · v4", "v4"),
        ("six", ""),
        ("anthropic:claude-5 · v3", "v3"),
        ("anthropic:claude-5 · v4", "v4"),
        ("anthropic:claude-5", ""),
    ]


def test_scripts_are_no_offerings(write: Write) -> None:
    """What a tool calls a provider may be a script of one's own."""
    rows = [promptfoo_row("a", provider={"id": id_}) for id_ in ("python:x.py", "exec:run.sh", "echo", "openai:gpt-6")]
    assert [run.offering for run in found_in(write("r.json", promptfoo(*rows))).runs] == [False, False, False, True]


def test_nothing_of_the_configuration_is_kept(write: Write) -> None:
    """It may hold secrets."""
    found = found_in(write("r.json", promptfoo(promptfoo_row("a"))))
    assert "sk-secret" not in repr(found)


def test_the_table_of_version_two(write: Write) -> None:
    """Columns are prompts with their providers, lines are tests."""
    output = {"pass": True, "score": 1, "text": "billing", "latencyMs": 400, "cost": 0.1, "namedScores": {"tone": 1}}
    table = {
        "head": {
            "vars": ["question"],
            "prompts": [{"raw": "Sort {{question}}", "display": "v2", "provider": name} for name in ("one", "two")],
        },
        "body": [
            {"vars": ["a"], "test": {"vars": {"question": "a"}}, "outputs": [output, {**output, "pass": False}]},
            {"vars": ["b"], "test": {}, "outputs": [output, {**output, "pass": False, "error": "boom"}]},
        ],
    }
    found = found_in(write("r.json", {"results": {"version": 2, "stats": {}, "table": table}, "config": {}}))
    assert [(run.id, verdicts(run)) for run in found.runs] == [("one", ["ok", "ok"]), ("two", ["wrong", "error"])]
    assert found.runs[0].rows[0].digest == digest_of({"question": "a"})
    assert found.runs[0].rows[0].metrics == {"tone": True} and found.runs[0].prompt_version == "v2"


def test_the_csv_of_promptfoo_is_refused_with_the_remedy(write: Write) -> None:
    """It repeats the names of its columns; with one provider alone it does not."""
    once = ["question", "[one] v3", "Status", "Score", "Named Scores", "Grader Reason", "Comment"]
    for header in (once, [*once, *once[1:]]):
        path = write("r.csv", ",".join(header) + "\n" + ",".join("x" * len(header)) + "\n")
        with pytest.raises(ShortlistError, match=r"-o results\.json"):
            read_any(path)


# --- Inspect


def test_a_sample_of_inspect(write: Write) -> None:
    """Cached tokens come on top, thinking is taken off, waits do not count, nor do the tokens of a grader."""
    run = only(found_in(write("l.json", inspect_log(sample("q1")))))
    assert (run.id, run.called, run.suite) == ("openai/gpt-6-luna", ("openai/gpt-6-luna", "gpt-6-luna"), "classify")
    (row,) = run.rows
    assert (row.example, row.digest, row.kind) == ("q1", digest_of("Sort: q1"), "edge_case")
    assert (row.input_tokens, row.cached_tokens, row.output_tokens, row.reasoning_tokens) == (15, 9, 4, 3)
    assert (row.verdict, row.score, row.total_s, row.graded_by) == ("ok", 1, 0.5, "deterministic")


@pytest.mark.parametrize(
    ("value", "verdict"),
    [
        ("C", "ok"),
        ("I", "wrong"),
        ("P", "wrong"),
        ("N", "wrong"),
        (1, "ok"),
        (0.9, "wrong"),
        (True, "ok"),
        (False, "wrong"),
        ("1.0", "ok"),
        ("yes", "ok"),
        ({"match": "C", "other": "I"}, "ok"),
        (float("nan"), None),
        (None, None),
    ],
)
def test_scores_of_inspect(write: Write, value: object, verdict: str | None) -> None:
    """Letters, numbers and booleans; what is not scored is no row, and told."""
    path = write("l.json", inspect_log(sample("q1", value), sample("q2")))
    run = only(found_in(path))
    assert verdicts(run) == [*([verdict] if verdict else []), "ok"]
    assert bool(run.notices) == (verdict is None)


def test_a_score_on_another_scale_asks_from_where_on_it_is_right(write: Write) -> None:
    """Seven of ten is no full mark, and no mistake either."""
    path = write("l.json", inspect_log(sample("q1", 7), sample("q2", 0.5)))
    found = found_in(path)
    assert verdicts(only(found)) == ["wrong"] and "--pass-at" in found.refused[0][1]
    assert verdicts(only(found_in(path, ReadOptions(pass_at=6)))) == ["ok", "wrong"]


@pytest.mark.parametrize(
    ("more", "verdict"),
    [
        ({"error": {"message": "boom"}}, "error"),
        ({"limit": {"type": "token", "limit": 5}}, "cut"),
        ({"limit": None}, "ok"),
    ],
)
def test_failed_and_limited_samples(write: Write, more: dict[str, Any], verdict: str) -> None:
    """An error is an error, a limit cuts the answer, whatever the score."""
    assert verdicts(only(found_in(write("l.json", inspect_log(sample("q1", **more)))))) == [verdict]


def test_several_scorers(write: Write) -> None:
    """The headline decides, or the one that is chosen; the others are metrics. Without a headline it is told."""
    scores = {"match": {"value": "I"}, "tone": {"value": "C"}}
    log = inspect_log(sample("q1", scores=scores))
    log["results"]["scores"] = [{"name": "match"}, {"name": "tone"}]
    run = only(found_in(write("l.json", log)))
    assert (verdicts(run), run.rows[0].metrics) == (["wrong"], {"tone": True})
    run = only(found_in(write("l.json", log), ReadOptions(scorer="tone")))
    assert (verdicts(run), run.rows[0].metrics) == (["ok"], {"match": False})
    with pytest.raises(ShortlistError, match="there are: match, tone"):
        found_in(write("l.json", log), ReadOptions(scorer="style"))
    del log["results"]["headline"]
    found = found_in(write("l.json", log))
    assert verdicts(only(found)) == ["wrong"]
    assert found.deciding is not None and found.deciding[:3] == ("scorer", ("match", "tone"), "match")


def test_epochs_are_repeats_and_graders_are_judges(write: Write) -> None:
    """A model that grades is a judge; a score that was edited is a person's."""
    rows = [sample("q1"), sample("q1", epoch=2)]
    for row in rows:
        row["scores"] = {"model_graded_qa": {"value": "C", "history": []}}
    rows[1]["scores"]["model_graded_qa"]["history"] = [{"value": "I"}]
    log = inspect_log(*rows)
    log["results"] = {"scores": [{"name": "model_graded_qa"}]}
    run = only(found_in(write("l.json", log)))
    assert [(row.repeat, row.graded_by) for row in run.rows] == [(1, "judge"), (2, "person")]


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"status": "error", "error": {"message": "no key"}}, "ended as error: no key"),
        ({"status": "cancelled"}, "ended as cancelled"),
        ({"status": "started"}, "inspect log recover"),
        ({"invalidated": True}, "marked as invalid"),
        ({"samples": None}, "header of a log alone"),
    ],
)
def test_runs_that_did_not_end_are_refused(write: Write, more: dict[str, Any], why: str) -> None:
    """With the reason, and what to do."""
    with pytest.raises(ShortlistError, match=why):
        found_in(write("l.json", inspect_log(sample("q1"), **more)))


def test_fallbacks_are_warned_of(write: Write) -> None:
    """Another model may have answered."""
    log = inspect_log(sample("q1"), stats={"model_fallbacks": {"openai/gpt-6-luna": 3}})
    assert "model_fallbacks" in only(found_in(write("l.json", log))).notices[0]


@pytest.mark.parametrize("method", [0, 8, 93])
def test_an_archive_holds_what_the_log_holds(write: Write, method: int) -> None:
    """Stored, deflated or Zstandard; an input that the summary may have cut is read from the sample."""
    log = inspect_log(
        sample("q1"), sample("q2", "I"), sample("q3", input="x" * 3000), sample("q4", input=[{"role": "user"}])
    )
    members = inspect_members(log)
    members["summaries.json"] = [{**one, "input": one["input"][:1000]} for one in log["samples"]]
    rows = only(found_in(write("l.json", log))).rows
    packed = only(found_in(write("l.eval", archive(members, method)))).rows
    assert [row.model_copy(update={"answer": None}) for row in packed] == [
        row.model_copy(update={"answer": None}) for row in rows
    ]


def test_a_killed_run_has_no_header(write: Write) -> None:
    """What was answered can be recovered."""
    members = inspect_members(inspect_log(sample("q1")))
    del members["header.json"]
    with pytest.raises(ShortlistError, match="killed before it ended; `inspect log recover`"):
        found_in(write("l.eval", archive(members)))


def test_damaged_archives_are_told(write: Write) -> None:
    """A checksum that differs, a method that nobody knows, an end that is missing."""
    whole = archive(inspect_members(inspect_log(sample("q1"))))
    flipped = bytearray(archive(inspect_members(inspect_log(sample("q1"))), 0))
    flipped[flipped.index(b"Sort")] ^= 1
    with pytest.raises(ShortlistError, match="damaged"):
        found_in(write("l.eval", whole[: len(whole) // 2]))
    with pytest.raises(ShortlistError, match="checksum"):
        found_in(write("l.eval", bytes(flipped).replace(b"Sort", b"Tort")))
    with pytest.raises(ShortlistError, match="damaged"):
        found_in(
            write("l.eval", archive({"header.json": b"x" * 100}, 93).replace(b"\x28\xb5\x2f\xfd", b"\x28\xb5\x2f\xfc"))
        )


def test_an_archive_that_unpacks_without_end_is_refused(write: Write) -> None:
    """65 MB of spaces in a few kilobytes."""
    with pytest.raises(ShortlistError, match="unpacks to more"):
        found_in(write("l.eval", archive({"header.json": b" " * 65_000_000})))


# --- DeepEval and the harness


def test_a_test_run_of_deepeval(write: Write) -> None:
    """The time is the answer's, the cost its tokens'; a metric that could not be computed is no failure."""
    run = only(found_in(write(".latest_run_full.json", {"testRunData": samples.DEEPEVAL})))
    assert (run.called, run.suite, verdicts(run)) == ((), "test_tickets.py", ["ok", "wrong"])
    first = run.rows[0]
    assert (first.total_s, first.cost_usd, first.graded_by, first.metrics) == (
        1.5,
        0.001,
        "judge",
        {"Correctness": True},
    )
    assert "2 metrics could not be computed" in run.notices[0] and "1 test case without a verdict" in run.notices[1]


def test_one_metric_of_deepeval_may_decide(write: Write) -> None:
    """Right is what every metric finds right, or the one that is chosen, the others beside it."""
    metrics = [{"name": "Correctness", "success": True, "score": 1}, {"name": "Tone", "success": False, "score": 0}]
    case = {"name": "t", "input": "Refund?", "actualOutput": "No.", "success": False, "metricsData": metrics}
    path = write(".latest_run_full.json", {"testRunData": {"testFile": "t.py", "testCases": [case]}})
    found = found_in(path)
    assert verdicts(only(found)) == ["wrong"]
    assert found.deciding is not None and found.deciding.together and found.deciding.chosen == ""
    assert "all say so: Correctness and Tone" in found.deciding.words
    run = only(found_in(path, ReadOptions(scorer="Correctness")))
    assert (verdicts(run), run.rows[0].metrics) == (["ok"], {"Correctness": True, "Tone": False})
    with pytest.raises(ShortlistError, match="there are: Correctness, Tone"):
        found_in(path, ReadOptions(scorer="Style"))


def test_a_result_of_an_exported_example_is_of_that_example(write: Write) -> None:
    """Whatever form the input has; what somebody changed since in the tests is another example."""
    inputs: list[Any] = ["Where is it?", [{"role": "user", "content": "Where is “it”?"}], "a {{ template }}"]
    examples = [example_of({"id": f"q{n}", "input": one, "checks": ["refuses"]}) for n, one in enumerate(inputs)]
    tests = json.loads(json.dumps(to_promptfoo(examples)))["tests"]
    rows = [
        samples.promptfoo_row(
            "", vars={**test["vars"], "_conversation": []}, testCase=test, metadata=test["metadata"], testIdx=number
        )
        for number, test in enumerate(tests)
    ]
    run = only(found_in(write("r.json", samples.promptfoo(*rows))))
    assert [row.digest for row in run.rows] == [one.digest for one in examples]
    assert [row.example for row in run.rows] == ["q0", "q1", "q2"]
    rows[0]["vars"] = {"input": "Where is that?"}
    rows[1]["vars"] = {"input": "[]"}
    changed = only(found_in(write("r.json", samples.promptfoo(*rows))))
    assert [row.digest for row in changed.rows[:2]] == [input_digest("Where is that?"), input_digest({"input": "[]"})]
    rows[1]["vars"] = tests[1]["vars"]
    # What promptfoo takes for a key it leaves out of the test, not out of the row.
    rows[1]["testCase"]["metadata"] = {**rows[1]["testCase"]["metadata"], "shortlist": {"golden": "[REDACTED]"}}
    rows[2]["metadata"] = {"shortlist": {"golden": True, "input": "another"}}
    partly = only(found_in(write("r.json", samples.promptfoo(*rows))))
    assert partly.rows[1].digest == examples[1].digest
    assert partly.rows[2].digest == input_digest(tests[2]["vars"])


def test_samples_of_the_harness_are_evidence_where_somebody_names_a_step(write: Write) -> None:
    """A public benchmark is none; of several filters one counts."""
    path = write("samples_ours_2026-11-20T10-00-00.jsonl", samples.lm_eval_samples(), lines=True)
    assert runs_in(path, read_any(path)) is None
    found = found_in(path, for_step=True)
    run = only(found)
    assert (run.suite, verdicts(run)) == ("ours", ["ok", "ok", "wrong", "wrong"])
    assert found.deciding is not None and found.deciding.chosen == "strict-match"
    assert found.deciding.words == "strict-match (filter) decides what is right, and not flexible-extract."
    assert verdicts(only(found_in(path, ReadOptions(filter="flexible-extract"), for_step=True))).count("ok") == 3
    with pytest.raises(ShortlistError, match="there are: strict-match, flexible-extract"):
        found_in(path, ReadOptions(filter="none"), for_step=True)


def test_results_of_the_harness_are_totals(write: Write) -> None:
    """The share times the number of samples that counted; a perplexity is no share."""
    found = found_in(write("results.json", samples.LM_EVAL_RESULTS), for_step=True)
    run = only(found)
    assert (run.id, run.called, run.rows) == ("acme/luna · gsm8k", ("acme/luna", "luna"), ())
    assert run.totals == {"examples": 4, "successes": 2, "graded_by": "deterministic"}
    assert found.refused[0][0] == "wikitext"


# --- tables of examples


def test_a_table_of_examples_asks_what_its_columns_mean(write: Write) -> None:
    """The proposal is what one would confirm."""
    path = write("t.csv", samples.TABLE)
    with pytest.raises(ShortlistError) as error:
        runs_in(path, read_any(path))
    told = str(error.value)
    assert all(f"--map {title}={meaning}" in told for title, meaning in samples.TABLE_MAP.items())


@pytest.mark.parametrize("form", ["csv", "json", "jsonl"])
def test_a_table_of_examples(write: Write, form: str) -> None:
    """One run a candidate; a verdict that nobody understands is refused with its line."""
    header, *lines = [line.split(",") for line in samples.TABLE.splitlines()]
    objects = [dict(zip(header, line, strict=True)) for line in lines]
    content: object = samples.TABLE if form == "csv" else objects
    found = found_in(write(f"t.{form}", content, lines=form == "jsonl"), columns=samples.TABLE_MAP)
    assert [(run.id, verdicts(run)) for run in found.runs] == [("luna", ["ok", "wrong"]), ("terra", ["ok"])]
    luna = found.runs[0]
    assert (luna.rows[1].critical, luna.rows[1].kind, luna.rows[1].total_s) == (True, "adversarial", 0.6)
    assert luna.rows[0].digest == found.runs[1].rows[0].digest == digest_of("q1")
    assert "'maybe' is neither yes nor no" in found.refused[0][1] and "ids" in luna.notices[0]


def test_a_table_with_verdicts_inputs_and_rates_of_its_own(write: Write) -> None:
    """The input is what an example is known by; every verdict has its words."""
    words = ["pass", "fail", "malformed", "human", "timeout", "truncated"]
    lines = [f"in {n},{word},{n % 2}" for n, word in enumerate(words)]
    path = write("t.csv", "\n".join(["question,result,cites", *lines]))
    columns = {"question": "input", "result": "verdict", "cites": "metric.citation"}
    run = only(found_in(path, columns=columns))
    assert verdicts(run) == ["ok", "wrong", "invalid", "escalated", "error", "cut"]
    assert run.rows[1].metrics == {"citation": True} and run.rows[0].digest == digest_of("in 0")
    assert run.called == () and sums(run.rows)["escalations"] == 1


@pytest.mark.parametrize(
    ("columns", "why"),
    [
        ({"id": "example", "passed": "passed", "cost": "price"}, "no meaning"),
        ({"id": "example", "passed": "passed", "costs": "cost"}, "no column"),
        ({"id": "example", "passed": "passed", "cost": "cost:ms"}, "not written in"),
        ({"id": "example", "passed": "passed", "model": "example"}, "already"),
    ],
)
def test_maps_that_fit_no_table_of_examples(write: Write, columns: dict[str, str], why: str) -> None:
    """With the column, and what would be right."""
    path = write("t.csv", samples.TABLE)
    with pytest.raises(ShortlistError, match=why):
        runs_in(path, read_any(path), columns=columns)


# --- what all formats share


def test_answers_are_left_out_on_request(write: Write) -> None:
    """And it is told whether there are any."""
    path = write("r.json", promptfoo(promptfoo_row("a")))
    with_answers, without = found_in(path), found_in(path, ReadOptions(answers=False))
    assert with_answers.personal and only(with_answers).rows[0].answer == "billing"
    assert only(without).rows[0].answer is None and only(without).rows[0].reason is None
    assert "billing" not in repr(without)


def test_a_line_of_json_lines_that_is_broken_is_named(write: Write) -> None:
    """A run that was killed while it wrote."""
    lines = [json.dumps(promptfoo_row("a")), json.dumps(promptfoo_row("b"))[:-5]]
    with pytest.raises(ShortlistError, match="line 2 is not valid JSON"):
        read_any(write("r.jsonl", "\n".join(lines)))


# --- real files


def golden() -> dict[str, dict[str, str]]:
    """The sixty examples, by id."""
    lines = real("golden_tickets_60.jsonl").read_text("utf-8").splitlines()
    return {one["id"]: one for one in map(json.loads, lines)}


PROMPTFOO = {"good": (56, 3, 1), "weak": (39, 19, 2), "think": (57, 0, 3)}


@pytest.mark.parametrize("name", ["promptfoo_0.123.1_v3.json", "promptfoo_0.123.1.jsonl"])
def test_the_real_results_of_promptfoo(name: str) -> None:
    """Counts, tokens and kinds are those of the answers and the golden examples themselves."""
    examples = golden()
    found = found_in(real(name))
    assert found.refused == () and {run.id for run in found.runs} == set(PROMPTFOO)
    for run in found.runs:
        right = sum(row.answer == examples[row.example]["target"] for row in run.rows)
        broken = sum((row.answer or "").startswith("{") for row in run.rows)
        counts = Counter(verdicts(run))
        assert (
            (counts["ok"], counts["wrong"], counts["invalid"])
            == PROMPTFOO[run.id]
            == (right, 60 - right - broken, broken)
        )
        assert all(row.kind == examples[row.example]["kind"] for row in run.rows)
        assert [row.example for row in run.rows] == list(examples) and run.prompt_version == "classify-v3"
        assert all(
            row.digest
            == digest_of({"question": examples[row.example]["input"], "label": examples[row.example]["target"]})
            for row in run.rows
        )
        told = sums(run.rows)
        assert told["reasoning_tokens"] == (40 if run.id == "think" else 0) and "cost_usd" not in told
        assert told["output_tokens"] < 3


@pytest.mark.parametrize(("number", "model", "right"), [(1, "good", 56), (2, "weak", 39)])
@pytest.mark.parametrize("form", ["eval", "json"])
def test_the_real_logs_of_inspect(number: int, model: str, right: int, form: str) -> None:
    """Both forms of two runs on the same examples."""
    examples = golden()
    run = only(found_in(real(f"inspect_0.3.285_{number}.{form}")))
    assert (run.id.rpartition("/")[2], run.suite, len(run.rows)) == (model, "classify", 60)
    assert verdicts(run).count("ok") == right
    assert {row.example: row.kind for row in run.rows} == {key: one["kind"] for key, one in examples.items()}
    assert all(row.digest == digest_of(examples[row.example]["input"]) for row in run.rows)
    assert sum(row.input_tokens or 0 for row in run.rows) == 678
    assert all("valid_format" in row.metrics for row in run.rows)


def test_the_real_csv_of_promptfoo_is_refused() -> None:
    """With the remedy."""
    with pytest.raises(ShortlistError, match=r"-o results\.json"):
        read_any(real("promptfoo_0.123.1.csv"))


# --- kinds of fault that users of other tools reported


def component(kind: str, passed: bool, **more: Any) -> dict[str, Any]:
    """A graded assertion."""
    assertion = {"type": kind, **more.pop("assertion", {})}
    return {"pass": passed, "score": float(passed), "reason": "x", "assertion": assertion, **more}


BROKEN = {"metadata": {"graderError": True}}


@pytest.mark.parametrize(
    ("success", "components", "verdict"),
    [
        (False, [component("llm-rubric", False, **BROKEN), component("contains", True)], None),
        (False, [component("llm-rubric", False, **BROKEN), component("contains", False)], "wrong"),
        (True, [component("not-llm-rubric", True, **BROKEN), component("contains", True)], None),
        (False, [component("is-json", False, assertion={"weight": 0}), component("contains", False)], "wrong"),
        (False, [component("is-json", False), component("contains", False)], "invalid"),
        (True, [component("is-json", False, assertion={"weight": 0}), component("contains", True)], "ok"),
    ],
)
def test_a_grader_that_fails_says_nothing_of_the_answer(
    write: Write, success: bool, components: list[dict[str, Any]], verdict: str | None
) -> None:
    """Kind: an outage of the judge counted as a wrong answer, or turned round into a right one; weight 0 decides."""
    grading = {"pass": success, "score": 0, "reason": "x", "componentResults": components}
    row = promptfoo_row("a", success=success, failureReason=0 if success else 1, gradingResult=grading)
    run = only(found_in(write("r.json", promptfoo(promptfoo_row("b"), row))))
    assert verdicts(run) == (["ok"] if verdict is None else ["ok", verdict])
    left_out = "1 answer left out whose grader failed: that says nothing of the answer."
    assert (left_out in run.notices) == (verdict is None)


@pytest.mark.parametrize(
    ("metric", "verdict"),
    [
        ({"success": False, "score": None}, None),
        ({"success": False, "score": float("nan")}, None),
        ({"success": True, "score": 1.0, "skipped": True}, None),
        ({"success": False, "score": 0.2}, "wrong"),
        ({"success": True, "score": 0}, "ok"),
    ],
)
def test_a_metric_without_a_score_is_no_failure(write: Write, metric: dict[str, Any], verdict: str | None) -> None:
    """Kind: what could not be computed counted as wrong, or what did not apply as right; 0 seconds."""
    case = {"actualOutput": "x", "completionTime": 0, "tokenCost": 0, "success": True}
    cases = [
        {"name": name, "input": name, **case, "metricsData": [{"name": "Faithful", "threshold": 0.5, **one}]}
        for name, one in (("a", {"success": True, "score": 0.9}), ("b", metric))
    ]
    run = only(found_in(write("test_run_1.json", {"testCases": cases})))
    assert verdicts(run) == (["ok"] if verdict is None else ["ok", verdict])
    assert {(row.total_s, row.cost_usd) for row in run.rows} == {(None, None)}


def test_scores_that_are_none_leave_the_count_and_errors_stay_in_it(write: Write) -> None:
    """Kind: errors that vanish from the denominator, scores beyond 1 that raise the mean, NaN as 0."""
    log = inspect_log(
        sample("1"),
        sample("2", float("nan")),
        sample("3", float("inf")),
        sample("4", 7),
        sample("5", "C", error={"message": "x"}),
        sample("6", None),
    )
    found = found_in(write("log.json", log))
    run = only(found)
    assert verdicts(run) == ["ok", "error"] and "2 samples without a score left out." in run.notices
    assert [place for place, _ in found.refused] == ["samples[2]", "samples[3]"]

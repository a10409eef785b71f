"""Every count, percentile, mean and cost of a run against a reading of the same file that shares no code with ours.

On the real files of the tools, and on generated ones with errors, cut answers, caches and repeats. Where the tools'
own statistics mean the same, they agree; where not, the test says why.
"""

from __future__ import annotations

import json
import statistics
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shortlist.core.document.workspace import read_workspace
from shortlist.core.evidence.rates import cost_per_success
from shortlist.core.evidence.rows import sums
from shortlist.core.importing.runs import SaidOfRuns, plan_runs, with_runs
from tests.conftest import TODAY
from tests.evidence.conftest import found_in, real
from tests.evidence.samples import inspect_log, promptfoo, promptfoo_row, sample

RUNS = (
    *(f"inspect_0.3.285_{number}.{ending}" for number in (1, 2) for ending in ("eval", "json")),
    "promptfoo_0.123.1.jsonl",
    "promptfoo_0.123.1_v3.json",
)
"""The real files of runs, each of which is read below by a reading of its own."""
Sums = dict[str, Any]
SHAPE = ("is-json", "contains-json", "is-sql", "is-xml")
FORM = ("format", "json", "schema")


def told(rows: list[tuple[str, float | None, float | None, float | None, float | None]]) -> Sums:
    """What rows of verdict, seconds, USD, tokens and thinking come to, by numpy and statistics."""
    verdicts = [row[0] for row in rows]
    times = [row[1] for row in rows if row[1] is not None and row[0] != "error"]
    costs = [row[2] for row in rows]
    found: Sums = {
        "examples": len(rows),
        "successes": verdicts.count("ok"),
        "errors": verdicts.count("error"),
        "invalid_outputs": verdicts.count("invalid") + verdicts.count("cut"),
    }
    for share, name in ((50, "p50"), (95, "p95"), (99, "p99")):
        if times:
            found[f"latency_{name}_s"] = float(numpy.percentile(numpy.array(times), share))
    if None not in costs:
        found["cost_usd"] = float(numpy.sum(numpy.array(costs)))
    for place, name in ((3, "output_tokens"), (4, "reasoning_tokens")):
        known = [row[place] for row in rows if row[place] is not None]
        if known:
            found[name] = statistics.fmean(known)  # type: ignore[arg-type]
    return found


def agree(ours: Sums, theirs: Sums) -> None:
    """The same keys among those compared, and equal figures."""
    keys = {
        *("examples", "successes", "errors", "invalid_outputs", "cost_usd", "output_tokens", "reasoning_tokens"),
        *("latency_p50_s", "latency_p95_s", "latency_p99_s"),
    }
    assert {key: ours[key] for key in sorted(keys & ours.keys())} == {
        key: pytest.approx(value) for key, value in sorted(theirs.items())
    }


# --- promptfoo, read a second time


def promptfoo_again(data: dict[str, Any]) -> dict[str, Sums]:
    """By provider's label what its answers come to."""
    rows: dict[str, list[tuple[str, float | None, float | None, float | None, float | None]]] = {}
    for one in data["results"]["results"]:
        response = one.get("response") or {}
        usage = response.get("tokenUsage") or {}
        from_cache = bool(response.get("cached"))
        if one["success"]:
            verdict = "ok"
        elif one.get("failureReason") == 2:
            verdict = "error"
        elif response.get("finishReason") == "length":
            verdict = "cut"
        else:
            broken = any(
                not part["pass"]
                and (
                    part["assertion"]["type"] in SHAPE
                    or part["assertion"].get("metric") in ("format", "json", "schema")
                )
                for part in one["gradingResult"]["componentResults"]
            )
            verdict = "invalid" if broken else "wrong"
        counted = not from_cache and bool(usage.get("prompt") or usage.get("completion"))
        thinking = (usage.get("completionDetails") or {}).get("reasoning") if counted else None
        written = usage.get("completion") if counted else None
        seconds = None if from_cache or verdict == "error" or not one.get("latencyMs") else one["latencyMs"] / 1000
        cost = None if from_cache or (one["cost"] == 0 and counted) else one["cost"]
        tokens = written if written is None or thinking is None else max(0, written - thinking)
        rows.setdefault(one["provider"]["label"], []).append((verdict, seconds, cost, tokens, thinking))
    return {label: told(found) for label, found in rows.items()}


def test_the_real_run_of_promptfoo_and_its_own_statistics() -> None:
    """All figures of all providers; its successes, failures and errors, its latencies and tokens are ours in sum."""
    data = json.loads(real("promptfoo_0.123.1_v3.json").read_text("utf-8"))
    again = promptfoo_again(data)
    found = {run.id: run for run in found_in(real("promptfoo_0.123.1_v3.json")).runs}
    lines = {run.id: sums(run.rows) for run in found_in(real("promptfoo_0.123.1.jsonl")).runs}
    assert found.keys() == again.keys()
    for id_, run in found.items():
        agree(sums(run.rows), again[id_])
        assert lines[id_] == sums(run.rows), "JSON Lines of the same run"
    for prompt in data["results"]["prompts"]:
        own, run = prompt["metrics"], found[prompt["provider"]]
        ours = sums(run.rows)
        assert ours["successes"] == own["testPassCount"] and ours["errors"] == own["testErrorCount"]
        # Its failures are our wrong answers and invalid outputs together.
        assert ours["examples"] - ours["successes"] - ours["errors"] == own["testFailCount"]
        assert sum(row.total_s or 0 for row in run.rows) == pytest.approx(own["totalLatencyMs"] / 1000)
        usage = own["tokenUsage"]
        assert sum(row.input_tokens or 0 for row in run.rows) == usage["prompt"]
        assert sum(row.cached_tokens or 0 for row in run.rows) == usage["completionDetails"]["cacheReadInputTokens"]
        # Its completion counts thinking in, ours leaves it out.
        written = sum((row.output_tokens or 0) + (row.reasoning_tokens or 0) for row in run.rows)
        assert written == usage["completion"]
        metrics = {one["name"]: one["passed"] for one in ours["metrics"]}
        assert metrics == {name: round(score) for name, score in own["namedScores"].items()}
    stats = data["results"]["stats"]
    assert sum(sums(run.rows)["successes"] for run in found.values()) == stats["successes"]


ANSWERS = st.fixed_dictionaries(
    {
        "outcome": st.sampled_from(["ok", "wrong", "invalid", "error", "cut"]),
        "example": st.integers(0, 8),
        "latencyMs": st.one_of(st.none(), st.integers(0, 90_000)),
        "cost": st.one_of(st.just(0), st.floats(1e-6, 1)),
        "prompt": st.integers(0, 5000),
        "completion": st.integers(0, 900),
        "reasoning": st.one_of(st.none(), st.integers(0, 900)),
        "cached": st.booleans(),
        "provider": st.sampled_from(["a", "b"]),
    }
)


def promptfoo_answer(place: int, one: dict[str, Any]) -> dict[str, Any]:
    """The row of a generated answer."""
    outcome = one["outcome"]
    kind = "is-json" if outcome == "invalid" else "equals"
    passed = outcome == "ok"
    details = {} if one["reasoning"] is None else {"reasoning": min(one["reasoning"], one["completion"])}
    return promptfoo_row(
        f"q{one['example']}",
        testIdx=place,
        provider={"id": f"openai:{one['provider']}", "label": one["provider"]},
        success=passed,
        failureReason={"ok": 0, "error": 2}.get(outcome, 1),
        error=None if passed else "as it says",
        latencyMs=one["latencyMs"],
        cost=one["cost"],
        gradingResult={
            "pass": passed,
            "score": int(passed),
            "componentResults": [{"pass": passed, "score": int(passed), "assertion": {"type": kind}}],
        },
        response={
            "output": "x",
            "cached": one["cached"],
            "finishReason": "length" if outcome == "cut" else "stop",
            "tokenUsage": {"prompt": one["prompt"], "completion": one["completion"], "completionDetails": details},
        },
    )


@settings(max_examples=60)
@given(st.lists(ANSWERS, min_size=1, max_size=30))
def test_generated_runs_of_promptfoo(tmp_path_factory: pytest.TempPathFactory, answers: list[dict[str, Any]]) -> None:
    """With failed calls, caches, free answers, cut ones and repeats."""
    data = promptfoo(*(promptfoo_answer(place, one) for place, one in enumerate(answers)))
    path = tmp_path_factory.mktemp("runs") / "r.json"
    path.write_text(json.dumps(data), "utf-8")
    again = promptfoo_again(data)
    for run in found_in(path).runs:
        agree(sums(run.rows), again[run.id])
        same = {answer["example"] for answer in answers if answer["provider"] == run.id}
        assert len({row.digest for row in run.rows}) == len(same)


# --- Inspect


def inspect_again(data: dict[str, Any]) -> Sums:
    """What the samples of a log come to."""
    rows: list[tuple[str, float | None, float | None, float | None, float | None]] = []
    for one in data["samples"]:
        value = one["scores"]["match"]["value"]
        verdict = "ok" if value == "C" else "wrong"
        if one.get("limit"):
            verdict = "cut"
        if one.get("error"):
            verdict = "error"
        usage = one["model_usage"].get(data["eval"]["model"]) or {}
        thinking = usage.get("reasoning_tokens")
        written = usage.get("output_tokens")
        tokens = written if written is None or thinking is None else max(0, written - thinking)
        rows.append((verdict, one.get("working_time"), None, tokens, thinking))
    return told(rows)


@pytest.mark.parametrize("number", [1, 2])
def test_the_real_logs_of_inspect_and_their_own_results(number: int) -> None:
    """All figures; its accuracies are ours; the archive is another run of the same model, and counts the same."""
    data = json.loads(real(f"inspect_0.3.285_{number}.json").read_text("utf-8"))
    (run,) = found_in(real(f"inspect_0.3.285_{number}.json")).runs
    agree(sums(run.rows), inspect_again(data))
    ours = sums(run.rows)
    own = {one["name"]: one["metrics"]["accuracy"]["value"] for one in data["results"]["scores"]}
    assert ours["successes"] / ours["examples"] == pytest.approx(own["match"])
    (valid,) = ours["metrics"]
    assert valid["passed"] / valid["total"] == pytest.approx(own["valid_format"])
    (usage,) = data["stats"]["model_usage"].values()
    # Its input leaves cached tokens out; ours counts them in.
    assert sum(row.input_tokens or 0 for row in run.rows) == usage["input_tokens"] + usage["input_tokens_cache_read"]
    (packed,) = found_in(real(f"inspect_0.3.285_{number}.eval")).runs
    verdicts = {row.example: row.verdict for row in packed.rows}
    assert verdicts == {row.example: row.verdict for row in run.rows}


@settings(max_examples=60)
@given(
    st.lists(
        st.fixed_dictionaries(
            {
                "value": st.sampled_from(["C", "I", "P", "N"]),
                "error": st.sampled_from([None, {"message": "boom"}]),
                "limit": st.sampled_from([None, None, {"type": "token", "limit": 5}]),
                "working_time": st.one_of(st.none(), st.floats(0.001, 900)),
                "output_tokens": st.integers(0, 900),
                "reasoning_tokens": st.integers(0, 900),
                "id": st.sampled_from(["a", "b", "c"]),
            }
        ),
        min_size=1,
        max_size=25,
    )
)
def test_generated_logs_of_inspect(tmp_path_factory: pytest.TempPathFactory, answers: list[dict[str, Any]]) -> None:
    """With errors, limits, unknown times and epochs."""
    rows = [
        sample(
            one["id"],
            one["value"],
            epoch=place,
            error=one["error"],
            limit=one["limit"],
            working_time=one["working_time"],
            model_usage={
                "openai/gpt-6-luna": {
                    "input_tokens": 3,
                    "output_tokens": one["output_tokens"],
                    "reasoning_tokens": min(one["reasoning_tokens"], one["output_tokens"]),
                },
                "openai/grader": {"input_tokens": 1000, "output_tokens": 1000},
            },
        )
        for place, one in enumerate(answers, 1)
    ]
    data = inspect_log(*rows)
    path = tmp_path_factory.mktemp("runs") / "l.json"
    path.write_text(json.dumps(data), "utf-8")
    (run,) = found_in(path).runs
    agree(sums(run.rows), inspect_again(data))


# --- a table of examples, and what a success cost


def test_the_cost_of_a_success_is_the_sum_over_the_successes(write: Callable[..., Path]) -> None:
    """Of a file with a price for every answer; its interval holds it."""
    rows = [
        promptfoo_row(f"q{n}", testIdx=n, cost=0.001 * (n + 1), success=n % 4 > 0, failureReason=int(n % 4 == 0))
        for n in range(40)
    ]
    (run,) = found_in(write("r.json", promptfoo(*rows))).runs
    found = cost_per_success(run.rows)
    assert found is not None and found.usd == pytest.approx(sum(0.001 * (n + 1) for n in range(40)) / 30)
    assert found.low is not None and found.high is not None and found.low < found.usd < found.high
    assert run.ran_on < TODAY


@pytest.mark.parametrize("name", RUNS)
def test_importing_runs_again_changes_nothing(name: str) -> None:
    """Of every real file of runs: what was taken over is there, and is not taken twice."""
    found = found_in(real(name))
    ids = {run.id: f"c{number}" for number, run in enumerate(found.runs)}
    told = {"provider": "acme", "access": "managed_api", "openness": "closed"}
    rows = [{"id": id_, "name": id_, "model": id_, **told} for id_ in ids.values()]
    scenario = {"steps": [{"id": "sort", "name": "Sort"}]}
    workspace = read_workspace({"schema": 2, "title": "T", "scenario": scenario, "candidates": rows})
    said = SaidOfRuns(step="sort", candidates=ids)
    plan = plan_runs(workspace, found, "f", "F", lambda *_: None, said=said)
    assert {line.kind for line in plan.lines} == {"new"}
    once = with_runs(workspace, plan.lines, "evidence", name)
    assert len(once.evaluations) == len(found.runs)
    again = plan_runs(once, found, "f", "F", lambda *_: None, said=said)
    assert {line.kind for line in again.lines} == {"unchanged"}

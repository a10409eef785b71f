"""`shortlist evaluate` against a server that fails as it is told to: counts, money, the log, and how a run ends."""

from __future__ import annotations

import asyncio
import json
import os
import random
import shutil
import signal
import ssl
import subprocess
import sys
import time
import tomllib
import traceback
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

import pytest

from shortlist.core.calling.call_cost import worst_case
from shortlist.core.calling.request import Asking
from shortlist.core.evidence.rows import read_rows
from shortlist.core.golden.examples import Example
from shortlist.core.service.figures import Figures
from shortlist.evaluating import client, evaluation_run
from shortlist.evaluating.budget import Budget
from shortlist.evaluating.client import Reply
from shortlist.evaluating.evaluation_run import Party
from shortlist.evaluating.load_test import load
from shortlist.store.documents import load as load_workspace
from shortlist.store.run_log import Lines
from tests.conftest import Run
from tests.evaluating.conftest import KEY, Evaluate, candidate, example, log, write
from tests.evaluating.forked import Forked, forking
from tests.evaluating.server import RETRY_AFTER_S, FaultServer, serving
from tests.growth import is_linear

FAULTS = {
    # fault: verdict, calls, what is told of the failure
    "": ("ok", 1, ""),
    "429": ("ok", 2, ""),
    "500*2": ("ok", 3, ""),
    "408": ("ok", 2, ""),
    "409": ("ok", 2, ""),
    "503*3": ("ok", 4, ""),
    "500*9": ("error", 4, "HTTP 500"),
    "400": ("error", 1, "HTTP 400"),
    "cut": ("ok", 2, ""),
    "cut*9": ("cut", 4, ""),
    "no_finish*9": ("cut", 4, "without a finish_reason"),
    "slow": ("ok", 1, ""),
    "garbage": ("ok", 2, ""),
    "garbage*9": ("error", 4, "no JSON"),
    "bad_chunk": ("ok", 2, ""),
    "error_in_stream": ("ok", 2, ""),
    "another": ("ok", 1, ""),
    "no_usage": ("ok", 1, ""),
    "length": ("cut", 1, "longest answer"),
    "endless": ("cut", 1, "longer than what was asked"),
    "thinks": ("ok", 1, ""),
    "whole": ("ok", 1, ""),
    "paid_500": ("ok", 2, ""),
    "paid_cut": ("ok", 2, ""),
    "drop": ("ok", 2, ""),
}


def evaluations(path: Path) -> list[dict[str, Any]]:
    """The evaluations of a workspace file."""
    return list(tomllib.loads(path.read_text("utf-8")).get("evaluations", []))


def rows_of(path: Path, run: dict[str, Any]) -> dict[str, Any]:
    """The rows of a run by example."""
    return {row.example: row for row in read_rows((path.parent / run["file"]).read_text("utf-8"))}


def test_every_count_is_the_servers_own(server: FaultServer, evaluate: Evaluate, tmp_path: Path) -> None:
    """Verdicts, retries, calls, tokens and money of every fault, as the server counted them."""
    server.first_delay_s = 0.02
    faults = list(FAULTS)
    path = write(tmp_path, [candidate("one", server.url)], [example(n, fault) for n, fault in enumerate(faults)])
    done = evaluate(path, "--concurrency", 8, "--json")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)["runs"][0]
    (run,) = evaluations(path)
    rows = rows_of(path, run)
    by_prompt = Counter(call.prompt for call in server.calls)
    for number, (fault, (verdict, calls, why)) in enumerate(FAULTS.items()):
        row, prompt = rows[f"q{number}"], example(number, fault)["input"]
        assert (fault, row.verdict, row.retries) == (fault, verdict, calls - 1)
        assert by_prompt[prompt] == calls
        assert why in (row.reason or "")
        paid = [call for call in server.calls if call.prompt == prompt]
        usage = paid[-1].usage if verdict != "error" else None
        assert row.input_tokens == (usage["prompt_tokens"] if usage else None)
        assert row.output_tokens == (usage["completion_tokens"] - 2 if usage else None)
        assert row.reasoning_tokens == (2 if usage else None)
        billed = [call for call in paid if call.fault not in ("400", "408", "409", "429", "500", "503", "drop")]
        cost = sum(call.usage["prompt_tokens"] + call.usage["completion_tokens"] for call in billed if call.usage)
        known = all(call.usage for call in billed)
        assert row.cost_usd == (pytest.approx(cost * 1e-6) if known else None), fault
    assert told["calls"] == len(server.calls) and told["retries"] == sum(row.retries or 0 for row in rows.values())
    assert rows["q16"].served_model == "another-model-2"
    assert any("another-model-2 answered, not one" in notice for notice in told["notices"])
    assert (run["examples"], run["errors"], run["invalid_outputs"]) == (len(faults), 3, 4)
    assert "cost_usd" not in run, "one answer told no cost, so nobody knows that of all"
    late = rows["q11"]
    assert late.ttft_s is not None and late.total_s is not None and 0.59 < late.ttft_s <= late.total_s
    assert late.first_any_s is not None and late.first_any_s > 0.59, "naming the role is no word"
    thinks = rows["q20"]
    assert thinks.first_any_s is not None and thinks.ttft_s is not None and thinks.ttft_s - thinks.first_any_s > 0.1
    assert rows["q21"].ttft_s is None and rows["q21"].total_s is not None, "what comes in one piece has no first token"


def test_retry_after_is_obeyed(server: FaultServer, evaluate: Evaluate, tmp_path: Path) -> None:
    """No call of the candidate goes out before the server wants it, not even another one's."""
    path = write(tmp_path, [candidate("one", server.url)], [example(n, "429" if n == 0 else "") for n in range(6)])
    assert evaluate(path, "--concurrency", 1).returncode == 0
    refused = next(call for call in server.calls if call.fault == "429")
    later = [call.began for call in server.calls if call.began > refused.began]
    assert len(later) == 6 and min(later) - refused.began >= RETRY_AFTER_S


@pytest.mark.parametrize("status", ["401", "403", "404"])
def test_a_refusal_stops_its_candidate_alone(
    status: str, server: FaultServer, evaluate: Evaluate, tmp_path: Path
) -> None:
    """One call tells the reason, nothing of it is kept, and the other candidate is asked everything."""
    with serving(FaultServer(always=status)) as shut:
        both = [candidate("one", shut.url), candidate("two", server.url)]
        path = write(tmp_path, both, [example(n) for n in range(5)])
        done = evaluate(path, "--concurrency", 1)
        assert done.returncode == 1 and f"one in answer: stopped: HTTP {status}" in done.stdout
        assert len(shut.calls) == 1 and len(server.calls) == 5
    assert [run["candidate"] for run in evaluations(path)] == ["two"]
    assert {line["candidate"] for line in log(path)} == {"two"}


@pytest.mark.walk
def test_a_time_out_is_tried_again_three_times(server: FaultServer, evaluate: Evaluate, tmp_path: Path) -> None:
    """A server that says nothing: the next call may be answered, and after four there is no answer."""
    path = write(tmp_path, [candidate("one", server.url)], [example(0, "silent"), example(1, "silent*9")])
    done = evaluate(path, "--timeout", "2s", "--concurrency", 2)
    assert done.returncode == 0, done.stderr
    (run,) = evaluations(path)
    rows = rows_of(path, run)
    assert [(rows[id_].verdict, rows[id_].retries) for id_ in ("q0", "q1")] == [("ok", 1), ("error", 3)]
    assert (rows["q1"].reason or "").endswith("2 s") and run["errors"] == 1
    assert Counter(call.prompt for call in server.calls) == {
        example(0, "silent")["input"]: 2,
        example(1, "silent*9")["input"]: 4,
    }


def test_how_long_is_waited_between_two_tries() -> None:
    """Twice as long each time with jitter, as long as the server asks for, and not beyond three tries or 15 minutes."""
    runs = [evaluation_run.EvaluationRun([], {}, {}, None, Budget(None), seed=seed) for seed in range(50)]  # type: ignore[arg-type]
    waits = [one._wait for one in runs]
    for calls, most in ((1, 0.5), (2, 1.0), (3, 2.0)):
        found = {wait(Reply("cut"), calls) for wait in waits}
        assert len(found) == 50 and all(most / 2 <= seconds <= most for seconds in found if seconds is not None)
        assert None not in found
    assert waits[0](Reply("cut"), 4) is None
    asked = {wait(Reply("status", status=429, retry_after_s=7.0), 1) for wait in waits}
    assert len(asked) == 50 and all(seconds is not None and 7.0 <= seconds <= 7.1 for seconds in asked)
    assert waits[0](Reply("status", status=429, retry_after_s=1000.0), 1) is None
    for status, again in ((400, False), (401, False), (408, True), (409, True), (422, False), (500, True), (529, True)):
        assert (waits[0](Reply("status", status=status), 1) is not None) is again, status


def test_the_call_of_a_tool_is_a_first_token(server: FaultServer, evaluate: Evaluate, tmp_path: Path) -> None:
    """It comes in pieces, which are graded as one; its time is that of the first of them."""
    asked = example(0, "calls_a_tool", checks=[{"tool_call": {"name": "find", "arguments": {"id": 1}}}])
    path = write(tmp_path, [candidate("one", server.url)], [asked])
    assert evaluate(path).returncode == 0
    (run,) = evaluations(path)
    row = rows_of(path, run)["q0"]
    assert row.verdict == "ok", row.reason
    assert row.ttft_s is not None and row.total_s is not None and row.total_s - row.ttft_s > 0.1


def test_what_stopped_goes_on_and_pays_for_nothing_twice(
    server: FaultServer, evaluate: Evaluate, tmp_path: Path
) -> None:
    """With the key mended, the same command asks the candidate that was stopped, and that one alone."""
    examples = [example(n) for n in range(4)]
    path = write(tmp_path, [candidate("one", server.url), candidate("two", "http://127.0.0.1:9/v1")], examples)
    done = evaluate(path)
    assert done.returncode == 1 and "two in answer: stopped: it cannot be reached" in done.stdout
    assert [run["candidate"] for run in evaluations(path)] == ["one"]
    write(tmp_path, [candidate("one", server.url), candidate("two", server.url)], examples)
    again = evaluate(path)
    assert again.returncode == 0, again.stderr
    assert "4 of 8 answers stand in the log" in again.stdout
    assert Counter(call.model for call in server.calls) == {"one": 4, "two": 4}


def test_a_finished_run_is_not_paid_twice(server: FaultServer, evaluate: Evaluate, tmp_path: Path) -> None:
    """Again nothing is called and nothing changes; `--fresh` measures anew, another prompt as well."""
    path = write(tmp_path, [candidate("one", server.url)], [example(n) for n in range(3)])
    assert evaluate(path).returncode == 0
    before = path.read_bytes()
    assert evaluate(path).returncode == 0
    assert len(server.calls) == 3 and path.read_bytes() == before
    assert evaluate(path, "--fresh").returncode == 0
    assert len(server.calls) == 6 and len(evaluations(path)) == 2
    write(tmp_path, [candidate("one", server.url)], [example(n) for n in range(3)], system="Be brief.")
    assert evaluate(path).returncode == 0
    assert len(server.calls) == 9 and server.calls[-1].body["messages"][0] == {"role": "system", "content": "Be brief."}


def test_all_candidates_are_asked_the_same(server: FaultServer, evaluate: Evaluate, tmp_path: Path) -> None:
    """The same messages and parameters, whatever the candidate; only the model's id differs."""
    (tmp_path / "shape.json").write_text('{"type": "object"}', "utf-8")
    path = write(
        tmp_path,
        [candidate("one", server.url), candidate("two", server.url)],
        [example(n) for n in range(3)],
        temperature=0.25,
        response_format="shape.json",
        system="S",
    )
    assert evaluate(path, "--repeat", 2, "--limit", 2).returncode == 0

    def asked(model: str) -> list[str]:
        bodies = [{**call.body, "model": "", "stream": True} for call in server.of(model)]
        return sorted(json.dumps(body, sort_keys=True) for body in bodies)

    assert len(server.calls) == 8 and asked("one") == asked("two")
    body = server.calls[0].body
    assert (body["temperature"], body["max_tokens"]) == (0.25, 50)
    assert body["response_format"]["json_schema"]["schema"] == {"type": "object"}
    assert body["stream_options"] == {"include_usage": True} and body["messages"][0]["role"] == "system"
    assert [(run["examples"], run.get("prompt_version", "")) for run in evaluations(path)] == [(4, "")] * 2


# --- money


def spent(server: FaultServer, prices: dict[str, float]) -> float:
    """What the server's own usage comes to, in USD."""
    return sum(
        (call.usage["prompt_tokens"] + call.usage["completion_tokens"]) * prices[call.model] * 1e-6
        for call in server.calls
        if call.usage
    )


def test_a_candidate_without_a_price_is_not_run_under_a_budget(
    server: FaultServer, evaluate: Evaluate, tmp_path: Path
) -> None:
    """It is told before anything is called."""
    path = write(tmp_path, [candidate("one", server.url), candidate("dark", server.url, None)], [example(1)])
    done = evaluate(path, "--budget", 1)
    assert done.returncode == 2 and "dark: without a price no budget can be kept" in done.stderr
    assert server.calls == []
    assert evaluate(path).returncode == 0


def test_a_budget_ends_a_run_that_a_larger_one_continues(
    server: FaultServer, evaluate: Evaluate, tmp_path: Path
) -> None:
    """What was answered is taken over and counted against the larger budget."""
    path = write(tmp_path, [candidate("one", server.url)], [example(n) for n in range(20)])
    done = evaluate(path, "--budget", "0.0002", "--concurrency", 1, "--json")
    assert done.returncode == 1
    told = json.loads(done.stdout)
    first = len(server.calls)
    assert told["ended"] == "budget" and 0 < first < 20
    assert spent(server, {"one": 1.0}) <= 0.0002 and told["spent_at_most_usd"] <= 0.0002
    assert evaluations(path)[0]["examples"] == first
    done = evaluate(path, "--budget", "0.01")
    assert done.returncode == 0 and len(server.calls) == 20
    assert [run["examples"] for run in evaluations(path)] == [first, 20]


ANY_FAULT = ("", "", "", "429", "500", "cut", "paid_500", "paid_cut", "no_usage", "length", "endless", "bad_chunk")


def budget_holds(seed: int, evaluate: Evaluate, folder: Path) -> None:
    """A random run under a random budget: the server's own sum never passes it, and the log tells the same."""
    chance = random.Random(seed)
    folder.mkdir()
    prices = {"one": chance.choice([0.5, 1.0, 8.0]), "two": chance.choice([0.1, 3.0])}
    with serving(FaultServer(completion_tokens=chance.randint(3, 50))) as server:
        examples = [example(n, chance.choice(ANY_FAULT)) for n in range(chance.randint(4, 14))]
        path = write(folder, [candidate(id_, server.url, price) for id_, price in prices.items()], examples)
        budget = chance.uniform(0.00005, 0.006)
        done = evaluate(path, "--budget", f"{budget:.9f}", "--concurrency", 8, "--json")
        assert done.returncode in (0, 1), done.stderr
        told = json.loads(done.stdout)
        assert spent(server, prices) <= round(budget, 9) + 1e-12
        assert spent(server, prices) <= told["spent_at_most_usd"] + 1e-12 <= round(budget, 9) + 2e-12
        assert sum(one["calls"] for one in told["runs"]) == len(server.calls)


@pytest.mark.parametrize("seed", range(3))
def test_no_run_passes_its_budget(seed: int, evaluate: Evaluate, tmp_path: Path) -> None:
    """With concurrency 8, whatever fails."""
    budget_holds(seed, evaluate, tmp_path / "run")


@pytest.mark.long
def test_no_run_of_500_passes_its_budget(evaluate: Evaluate, tmp_path: Path) -> None:
    """The same, often."""
    for seed in range(1000, 1500):
        budget_holds(seed, evaluate, tmp_path / str(seed))


# --- the log


def environment(data_dir: Path) -> dict[str, str]:
    """What a command is told by its environment."""
    return {**os.environ, "TEST_KEY": KEY, "SHORTLIST_DATA_DIR": str(data_dir), "SHORTLIST_TODAY": "2026-11-22"}


def killed(seed: int, kills: int, process: Forked, evaluate: Evaluate, folder: Path) -> None:
    """Kill a run at random moments, then let it end: no answer that stood in the log is asked for again."""
    chance, standing = random.Random(seed), dict[tuple[str, str], int]()
    folder.mkdir()
    with serving(FaultServer(first_delay_s=0.01, chunk_delay_s=0.005)) as server:

        def asked() -> Counter[tuple[str, str]]:
            return Counter((call.model, f"q{call.prompt.split()[1]}") for call in server.calls)

        path = write(folder, [candidate(one, server.url) for one in ("one", "two")], [example(n) for n in range(30)])
        for _ in range(kills):
            before = len(server.calls)
            process.start(["evaluate", str(path), "--yes", "--concurrency", "4"])
            while not process.ended and len(server.calls) == before:
                time.sleep(0.002)
            time.sleep(chance.uniform(0, 0.3))
            process.kill()
            time.sleep(0.05)
            now, kept = asked(), {(line["candidate"], line["example"]) for line in log(path)}
            assert {one: now[one] for one in standing} == standing
            came = {(call.model, f"q{call.prompt.split()[1]}") for call in server.calls if call.ended}
            assert len(came - kept) <= 4, "only answers in flight are lost"
            standing = {one: now[one] for one in kept}
        assert evaluate(path).returncode == 0
        now = asked()
        assert {one: now[one] for one in standing} == standing
        assert len(log(path)) == 60 and [run["examples"] for run in evaluations(path)] == [30, 30]


def test_a_killed_run_loses_the_answers_in_flight_alone(data_dir: Path, evaluate: Evaluate, tmp_path: Path) -> None:
    """`kill -9` at two moments."""
    with forking(environment(data_dir)) as process:
        killed(7, 2, process, evaluate, tmp_path / "run")


@pytest.mark.long
def test_killed_200_times(data_dir: Path, evaluate: Evaluate, tmp_path: Path) -> None:
    """The same at 200 random moments of 50 runs."""
    with forking(environment(data_dir)) as process:
        for seed in range(50):
            killed(seed, 4, process, evaluate, tmp_path / str(seed))


def test_a_torn_line_costs_its_answer_alone(server: FaultServer, evaluate: Evaluate, tmp_path: Path) -> None:
    """What a power cut left half written is asked once more, and the log stays readable."""
    path = write(tmp_path, [candidate("one", server.url)], [example(n) for n in range(4)])
    assert evaluate(path, "--concurrency", 1).returncode == 0
    file = path.with_suffix(".evidence") / "log.jsonl"
    file.write_bytes(file.read_bytes()[:-40])
    assert evaluate(path).returncode == 0
    assert Counter(call.prompt for call in server.calls)[example(3)["input"]] == 2
    assert len(server.calls) == 5 and {json.loads(one)["example"] for one in file.read_text().splitlines()[:3]} == {
        "q0",
        "q1",
        "q2",
    }


def test_ctrl_c_ends_a_run_that_goes_on_later(
    server: FaultServer, data_dir: Path, evaluate: Evaluate, tmp_path: Path
) -> None:
    """Exit 130, the workspace as it was, what came kept; then the rest alone is asked."""
    server.first_delay_s = 0.15
    path = write(tmp_path, [candidate("one", server.url)], [example(n) for n in range(20)])
    before = path.read_bytes()
    command = [sys.executable, "-m", "shortlist", "evaluate", str(path), "--yes", "--concurrency", "2"]
    pipe = subprocess.PIPE
    process = subprocess.Popen(command, env=environment(data_dir), stdout=pipe, stderr=pipe, text=True)
    while len(server.calls) < 5:
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    out, error = process.communicate(timeout=60)
    assert process.returncode == 130, error
    assert "the same command goes on from here" in out and "Traceback" not in error
    assert path.read_bytes() == before
    came = sum(call.ended for call in server.calls)
    assert came == len(server.calls) == len(log(path)), "the answers under way were waited for"
    assert evaluate(path).returncode == 0 and len(server.calls) == 20
    assert evaluations(path)[0]["examples"] == 20


def test_two_do_not_run_at_once(server: FaultServer, data_dir: Path, evaluate: Evaluate, tmp_path: Path) -> None:
    """The second is told who runs, and calls nothing."""
    server.withheld = True
    path = write(tmp_path, [candidate("one", server.url)], [example(n) for n in range(2)])
    command = [sys.executable, "-m", "shortlist", "evaluate", str(path), "--yes"]
    env = {**os.environ, "TEST_KEY": KEY, "SHORTLIST_DATA_DIR": str(data_dir)}
    process = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while not server.calls:
        time.sleep(0.01)
    done = evaluate(path)
    assert done.returncode == 2 and "is running its examples" in done.stderr
    server.withheld = False
    assert process.wait(60) == 0 and len(server.calls) == 2


def test_the_log_is_forced_to_disk_again_and_again(
    server: FaultServer, evaluate: Evaluate, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once a second, and when the run ends."""
    assert evaluation_run.SYNC_S == 1.0
    monkeypatch.setattr(evaluation_run, "SYNC_S", 0.1)
    server.first_delay_s = 0.05
    forced: list[int] = []
    sync = Lines.sync

    def counted(self: Lines) -> None:
        if self.path.name == "log.jsonl":
            forced.append(len(self.path.read_bytes().splitlines()))
        sync(self)

    monkeypatch.setattr(Lines, "sync", counted)
    path = write(tmp_path, [candidate("one", server.url)], [example(n) for n in range(12)])
    assert evaluate(path, "--concurrency", 1).returncode == 0
    assert any(0 < lines < 12 for lines in forced) and forced[-1] == 12


def test_a_pace_is_kept(server: FaultServer, evaluate: Evaluate, tmp_path: Path) -> None:
    """At most so many calls a second: an answer that takes half of the time between two is there long before
    all are asked for, however many may wait at once."""
    server.first_delay_s = 0.25
    path = write(tmp_path, [candidate("one", server.url)], [example(n) for n in range(5)])
    assert evaluate(path, "--rate", 2, "--concurrency", 5).returncode == 0
    assert len(server.calls) == 5 and server.most_at_once <= 3


def test_only_the_steps_that_are_named_are_run(server: FaultServer, evaluate: Evaluate, tmp_path: Path) -> None:
    """Of two with examples one; a step that is none is told with the nearest."""
    path = write(tmp_path, [candidate("one", server.url)], [example(1)])
    second = '[[scenario.steps]]\nid = "sort"\nname = "Sort"\n[scenario.steps.evaluation]\nmax_output_tokens = 50\n'
    path.write_text(path.read_text("utf-8").replace("[[candidates]]", f"{second}[[candidates]]", 1), "utf-8")
    (tmp_path / "golden" / "sort.jsonl").write_text(json.dumps(example(2)) + "\n", "utf-8")
    done = evaluate(path, "--step", "srt")
    assert done.returncode == 2 and "did you mean sort?" in done.stderr
    assert evaluate(path, "--step", "sort").returncode == 0
    assert [call.prompt for call in server.calls] == [example(2)["input"]]
    assert [run["step"] for run in evaluations(path)] == ["sort"]
    assert evaluate(path).returncode == 0
    assert {run["step"] for run in evaluations(path)} == {"answer", "sort"} and len(server.calls) == 2


# --- what is told


def test_nothing_is_called_before_it_is_confirmed(server: FaultServer, run: Run, tmp_path: Path) -> None:
    """The question comes with how much is called and what it costs at most; without an answer it is no."""
    path = write(tmp_path, [candidate("one", server.url)], [example(n) for n in range(3)])
    done = run("evaluate", path, "--budget", 2, env={"TEST_KEY": KEY}, input="")
    assert done.returncode == 1 and server.calls == []
    assert "3 calls in all, at most $0.000" in done.stdout and "could pass $2.00" in done.stdout


def test_the_key_is_nowhere(server: FaultServer, evaluate: Evaluate, data_dir: Path, tmp_path: Path) -> None:
    """The server gives it back in answers and in errors of every kind: no file, no message and no data holds it."""
    examples = [
        example(n, fault, says="my key is $KEY") for n, fault in enumerate(("", "400", "500*9", "401*9", "404"))
    ]
    path = write(tmp_path, [candidate("one", server.url), candidate("two", server.url)], examples)
    said = ""
    for arguments in ((), ("--json",), ("--fresh", "--limit", 1), ("--rate", 20, "--for", "0.2s", "--limit", 1)):
        done = evaluate(path, *arguments, env={"SHORTLIST_DEBUG": "1", "OPENAI_LOG": "debug"})
        said += done.stdout + done.stderr
    assert any(call.authorization == f"Bearer {KEY}" for call in server.calls)
    assert "[key]" in "".join(json.dumps(line) for line in log(path))
    assert KEY not in said
    for folder in (tmp_path, data_dir):
        for file in folder.rglob("*"):
            assert not file.is_file() or KEY.encode() not in file.read_bytes(), file


@pytest.mark.parametrize("debug", ["", "1"])
def test_the_key_is_in_no_crash(
    debug: str, server: FaultServer, evaluate: Evaluate, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A defect where the connection, its key and its headers are at hand: in few words, and with all that is shown of
    it when somebody asks."""

    def broken(self: evaluation_run.EvaluationRun, *given: object) -> None:
        connections = [party.endpoint for party in self.parties.values()]
        raise ValueError(f"no way to wait {self.parties} {connections} {given}")

    monkeypatch.setattr(evaluation_run.EvaluationRun, "_wait", broken)
    path = write(tmp_path, [candidate("one", server.url, headers_env="TEST_KEY")], [example(1)])
    if debug:
        with pytest.raises(ValueError) as crash:
            evaluate(path, env={"SHORTLIST_DEBUG": debug, "TEST_KEY": f"X-Key: {KEY}"})
        told = "".join(traceback.format_exception(crash.value))
        assert "no way to wait" in told and "Connection object" in told
    else:
        done = evaluate(path, env={"SHORTLIST_DEBUG": debug, "TEST_KEY": f"X-Key: {KEY}"})
        told = done.stdout + done.stderr
        assert done.returncode == 70 and "a defect: ValueError" in told
    assert server.calls and server.calls[0].headers["x-key"] == KEY
    assert KEY not in told


def test_a_key_that_is_not_set_is_told_by_its_name(server: FaultServer, evaluate: Evaluate, tmp_path: Path) -> None:
    """Before anything is called."""
    path = write(tmp_path, [candidate("one", server.url)], [example(1)])
    done = evaluate(path, env={"TEST_KEY": ""})
    assert done.returncode == 2 and "the environment variable TEST_KEY is not set" in done.stderr


@pytest.mark.parametrize("key", ["first-line-of-a-key\nsecond-line-of-it", "a-key-with-an-ellipsis…in-it"])
def test_a_key_that_no_header_carries_is_told_by_its_name(
    key: str, server: FaultServer, evaluate: Evaluate, tmp_path: Path
) -> None:
    """Kind: two lines pasted at once, which the transport's own message quotes."""
    path = write(tmp_path, [candidate("one", server.url)], [example(1)])
    done = evaluate(path, env={"TEST_KEY": key})
    assert (done.returncode, server.calls) == (2, [])
    assert "the environment variable TEST_KEY holds" in done.stderr
    assert not any(part in done.stdout + done.stderr for part in ("first-line", "second-line", "ellipsis"))


def test_further_headers_come_from_the_environment(server: FaultServer, evaluate: Evaluate, tmp_path: Path) -> None:
    """By the name of a variable, and an address may carry a version of the API."""
    path = write(
        tmp_path, [candidate("one", f"{server.url}?api-version=2026-01-01", headers_env="TEST_HEADERS")], [example(1)]
    )
    assert evaluate(path, env={"TEST_HEADERS": "Authorization: Bearer other\nX-Team: lamps"}).returncode == 0
    assert server.calls[0].authorization == "Bearer other" and server.calls[0].headers["x-team"] == "lamps"
    assert server.calls[0].target == "/v1/chat/completions?api-version=2026-01-01"


def test_a_proxy_is_the_environments(server: FaultServer, evaluate: Evaluate, tmp_path: Path) -> None:
    """Calls of another machine go through it, those of this one do not; Azure is told the key by its own name too."""
    azure = "http://team.openai.azure.com/openai/deployments/one?api-version=2026-01-01"
    path = write(tmp_path, [candidate("one", azure), candidate("two", server.url)], [example(1)])
    proxy = f"http://127.0.0.1:{server.port}"
    assert (
        evaluate(path, env={"HTTP_PROXY": proxy, "http_proxy": proxy, "NO_PROXY": "", "no_proxy": ""}).returncode == 0
    )
    ((away,), (here,)) = (server.of(one) for one in ("one", "two"))
    assert away.target == azure.replace("?", "/chat/completions?") and away.headers["api-key"] == KEY
    assert here.target == "/v1/chat/completions" and "api-key" not in here.headers


@pytest.mark.parametrize("host", ["localhost", "0.0.0.0"])
def test_a_certificate_file_is_the_environments(host: str, evaluate: Evaluate, tmp_path: Path) -> None:
    """SSL_CERT_FILE names it, for this machine as for others; without it the server is not believed."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl makes the certificate")
    pem, key = tmp_path / "cert.pem", tmp_path / "key.pem"
    made = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout"]
    told = [str(key), "-out", str(pem), "-days", "2", "-subj", f"/CN={host}", "-addext"]
    names = "subjectAltName=DNS:localhost,IP:0.0.0.0"
    subprocess.run([*made, *told, names], check=True, capture_output=True)
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(pem, key)
    direct = {"NO_PROXY": "*", "no_proxy": "*"}
    with serving(FaultServer(tls=tls)) as server:
        path = write(tmp_path, [candidate("one", server.url.replace("127.0.0.1", host))], [example(1)])
        done = evaluate(path, env=direct)
        assert done.returncode == 1 and "certificate" in done.stdout and server.calls == []
        assert evaluate(path, env={**direct, "SSL_CERT_FILE": str(pem)}).returncode == 0
        assert len(server.calls) == 1


# --- judges


def test_a_judge_says_what_no_program_decides(server: FaultServer, evaluate: Evaluate, tmp_path: Path) -> None:
    """It is asked of what passes everything else, is no candidate itself, and is not paid by the candidate."""
    ok, bad = '{"pass": true, "reason": "fine"}', '{"pass": false, "reason": "rude"}'
    examples = [
        example(0, checks=[{"judge": f"is it polite? say: {ok}"}]),
        example(1, checks=[{"judge": f"is it polite? say: {bad}"}]),
        example(2, checks=[{"equals": "no"}, {"judge": f"is it polite? say: {ok}"}]),
    ]
    path = write(tmp_path, [candidate("one", server.url), candidate("wise", server.url)], examples, judge="wise")
    done = evaluate(path)
    assert done.returncode == 0, done.stderr
    assert "wise is its judge, and is not asked itself" in done.stdout
    (run,) = evaluations(path)
    rows = rows_of(path, run)
    assert [(rows[f"q{n}"].verdict, rows[f"q{n}"].graded_by) for n in range(3)] == [
        ("ok", "judge"),
        ("wrong", "judge"),
        ("wrong", "deterministic"),
    ]
    assert "rude" in (rows["q1"].reason or "") and run["graded_by"] == "judge"
    assert Counter(call.model for call in server.calls) == {"one": 3, "wise": 2}
    done = evaluate(path, "--candidate", "wise")
    assert done.returncode == 2 and "none judges itself" in done.stderr


def test_what_of_a_judge_cannot_be_read_is_told(server: FaultServer, evaluate: Evaluate, tmp_path: Path) -> None:
    """How many replies, that they were paid, and where they stand; they are asked for again, and told again."""
    checks = [[{"judge": "is it polite? say: looks fine to me"}], [{"judge": 'say: {"pass": true}'}]]
    examples = [example(number, checks=checks[number > 1]) for number in range(3)]
    path = write(tmp_path, [candidate("one", server.url), candidate("wise", server.url)], examples, judge="wise")
    done = evaluate(path)
    ledger = path.with_suffix(".evidence") / "ledger.jsonl"
    assert "one in answer: 2 replies of its judge could not be read and were paid for all the same ($" in done.stdout
    assert f"{ledger} holds what it said" in done.stdout
    unread = [
        line["unreadable"] for line in map(json.loads, ledger.read_text("utf-8").splitlines()) if "unreadable" in line
    ]
    assert [(one["judge"], one["reply"]) for one in unread] == [("wise", "looks fine to me")] * 2
    (told,) = json.loads(evaluate(path, "--json", "--fresh").stdout)["runs"]
    assert told["unreadable_of_judge"] == 2 and told["verdicts"]["waiting"] == 2
    assert sum("unreadable" in line for line in map(json.loads, ledger.read_text("utf-8").splitlines())) == 2


def test_a_run_without_a_longest_answer_names_its_key(server: FaultServer, evaluate: Evaluate, tmp_path: Path) -> None:
    """A person who reads it knows what to set, and where."""
    path = write(tmp_path, [candidate("one", server.url)], [example(0)], max_output_tokens=7)
    path.write_text(path.read_text("utf-8").replace("max_output_tokens = 7\n", ""), "utf-8")
    assert "no longest answer is set (max_output_tokens in scenario.steps.evaluation)" in evaluate(path).stdout


def test_without_a_judge_a_person_grades(server: FaultServer, evaluate: Evaluate, tmp_path: Path) -> None:
    """The run goes on, and what a judge would have decided waits; once a judge is named it decides."""
    polite = {"judge": 'is it polite? say: {"pass": true, "reason": "fine"}'}
    examples = [example(0, checks=[polite]), example(1)]
    both = [candidate("one", server.url), candidate("wise", server.url)]
    path = write(tmp_path, both, examples)
    done = evaluate(path, "--candidate", "one")
    assert done.returncode == 0, done.stderr
    assert "names no judge, so a person grades the answers to 1 example" in done.stdout
    (run,) = evaluations(path)
    assert (run["examples"], run["successes"]) == (1, 1)
    path.write_text(path.read_text("utf-8").replace("max_output_tokens", 'judge = "wise"\nmax_output_tokens'), "utf-8")
    done = evaluate(path)
    assert done.returncode == 0, done.stderr
    assert {(run["examples"], run["successes"]) for run in evaluations(path)} >= {(2, 2)}
    assert Counter(call.model for call in server.calls) == {"one": 2, "wise": 1}


# --- a load


def test_a_load_becomes_observations(server: FaultServer, evaluate: Evaluate, tmp_path: Path) -> None:
    """Calls go out at their moments however slow the answers are; what is measured is told with its percentiles."""
    server.first_delay_s = 0.3
    path = write(tmp_path, [candidate("one", server.url)], [example(n, "500" if n == 1 else "") for n in range(3)])
    done = evaluate(path, "--rate", 20, "--for", "1s", "--json")
    assert done.returncode == 0, done.stderr
    (told,) = json.loads(done.stdout)["loads"]
    assert (told["calls"], told["answered"], told["errors"]) == (20, 19, {"500": 1})
    assert len(server.calls) == 20 and server.most_at_once >= 4
    assert 0.29 < told["ttft_p50_s"] <= told["total_p50_s"]
    found = tomllib.loads(path.read_text("utf-8"))["candidates"][0]["observations"]
    measured = {one["metric"]: one for one in found if one["basis"] == "measured"}
    assert measured["ttft"]["value"] == told["ttft_p50_s"]
    for name in ("ttft", "total"):
        assert told[f"{name}_p50_s"] <= told[f"{name}_p95_s"] <= told[f"{name}_p99_s"]
    for part in ("median under 20 calls/s for 1.0 s", "first token p50", "whole answer p50", "p99", "tokens/s in all"):
        assert part in measured["ttft"]["note"], part
    assert "5 % failed" in measured["ttft"]["note"] and told["tokens_per_s"] > 0
    assert not (tmp_path / "team.evidence" / "log.jsonl").exists()


def test_a_load_is_bounded(
    server: FaultServer, evaluate: Evaluate, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So many calls wait at once and no more, and so much is spent; what was not made is counted."""
    monkeypatch.setattr("shortlist.evaluating.load_test.MOST_UNDER_WAY", 3)
    server.first_delay_s = 0.5
    path = write(tmp_path, [candidate("one", server.url)], [example(1)])
    (told,) = json.loads(evaluate(path, "--rate", 40, "--for", "0.5s", "--json").stdout)["loads"]
    assert server.most_at_once == 3 and told["not_made"] == 20 - told["calls"] > 0
    assert len(server.calls) == told["calls"] == told["answered"]
    before, server.first_delay_s = len(server.calls), 0.0
    (told,) = json.loads(evaluate(path, "--rate", 40, "--for", "0.5s", "--budget", "0.00012", "--json").stdout)["loads"]
    assert 0 < told["calls"] < 20 and told["not_made"] == 20 - told["calls"]
    assert spent(server, {"one": 1.0}) - before * 11e-6 <= 0.00012


def test_a_load_takes_a_refusal_of_unknown_cost_for_the_dearest(tmp_path: Path) -> None:
    """Kind: a refusal that reports a prompt and no answer was charged for, and nobody knows how much."""

    class Refusing:
        async def ask(self, body: Mapping[str, Any], longest: int) -> client.Reply:
            return client.Reply("status", why="HTTP 500", status=500, usage={"prompt_tokens": 7})

    path = write(tmp_path, [candidate("one", "http://127.0.0.1:9/v1")], [example(0)])
    called = load_workspace(path).workspace.candidate("one")
    assert called is not None
    party = Party(called, Figures(called), cast(client.Connection, Refusing()))
    body = {"model": "one", "messages": [{"role": "user", "content": "yes?"}], "max_tokens": 50}
    asking = Asking("one", "answer", Example("q0", "yes?", ()), 1, body, "key")
    budget = Budget(1.0)
    asyncio.run(load([asking], party, 10, 0.1, budget))
    assert budget.spent_usd == pytest.approx(worst_case(party.figures, body))
    assert budget.unknown == 1


def test_a_key_is_hidden_however_a_server_breaks_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Kind: a refusal that quotes the key in lines of twenty letters, of which the message makes one line."""
    key = "sk-4f9a1c7be2d8035a6c1e"
    monkeypatch.setenv("SOME_KEY", key)
    hidden = client.Connection("http://127.0.0.1:9/v1", "SOME_KEY").hidden
    for told in (key, f"{key[:9]}\n{key[9:]}", f"{key[:3]}\r\n  {key[3:12]}\t{key[12:]}", " ".join(key)):
        assert hidden(f"bad key {told}.") == "bad key [key]."
    assert is_linear(lambda size: hidden(f"{key[:6]}{' ' * size}" * 50), 2_000)

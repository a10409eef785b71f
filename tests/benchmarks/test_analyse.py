"""How long an analysis takes, as ratios to a unit of work, and how long `show` takes, as ratios to importing pydantic.

No time is asserted: a busy machine proves nothing. Run by hand:
`pytest -m benchmark -s tests/benchmarks/test_analyse.py`.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pytest

from shortlist.core.analysis import analyse
from shortlist.core.document.metrics import METRICS
from shortlist.core.document.workspace import Workspace, read_workspace
from shortlist.export.analysis_json import analysis_data

ROOT = Path(__file__).resolve().parents[2]
TODAY = dt.date(2026, 11, 22)
CAPABILITIES = (
    "structured_outputs",
    "tool_calling",
    "prompt_caching",
    "batch",
    "data_controls",
    "observability",
)
FIGURES = {
    "quality.aa_index": (22.0, 61.0),
    "output_speed": (20.0, 300.0),
    "ttft": (0.2, 4.0),
    "input_price": (0.05, 3.0),
    "output_price": (0.2, 15.0),
    "cache_read_price": (0.01, 0.3),
    "cache_write_price": (0.1, 4.0),
    "batch_discount": (0.25, 0.5),
    "context_window": (128_000, 1_000_000),
    "max_output": (8_000, 64_000),
    "alternative_hosts": (0, 5),
}


def workspace(candidates: int, steps: int) -> Workspace:
    """A comparison of that size, of which everything is known; the same every time."""
    g = Random(f"{candidates} x {steps}")
    rows: list[dict[str, Any]] = [
        {
            "id": f"step-{number}",
            "name": f"Step {number}",
            "role": "generator",
            "use_case": "support_chatbot",
            "needs": {
                "min_quality": 25.0,
                "max_ttft_s": 3.0,
                "max_total_s": 20.0,
                "context_tokens": 12_000,
                "capabilities": ["structured_outputs"],
                "modalities": ["text"],
            },
            "usage": {
                "requests_per_month": 30_000,
                "input_tokens": 2500,
                "output_tokens": 250,
                "cacheable_share": 0.6,
                "cache_hit_rate": 0.8,
                "tool_loops": number % 3,
                "tool_input_tokens": 400,
                "tool_output_tokens": 60,
                "failure_rate": 0.02,
                "max_retries": 2,
                "escalation_rate": 0.05,
                "escalation_cost_usd": 4.0,
                "error_rate": 0.05,
            },
        }
        for number in range(steps)
    ]
    offers: list[dict[str, Any]] = [
        {
            "id": f"candidate-{number}",
            "name": f"Candidate {number}",
            "developer": f"lab-{number % 7}",
            "provider": f"cloud-{number % 9}",
            "access": ("managed_api", "hosted_inference")[number % 2],
            "openness": ("closed", "open_weight")[number % 2],
            "size_class": "fast",
            "roles": ["generator"],
            "modalities": ["text"],
            "commercial_use": "yes",
            "capabilities": dict.fromkeys(CAPABILITIES, "yes"),
            "observations": [
                {
                    "metric": metric,
                    "value": round(g.uniform(low, high), None if metric in METRICS and METRICS[metric].whole else 2),
                    "source": "A board",
                    "as_of": TODAY,
                    "basis": "published",
                }
                for metric, (low, high) in FIGURES.items()
            ],
            "answers": [{"check": "privacy.training", "verdict": "pass", "url": "https://example.org"}],
        }
        for number in range(candidates)
    ]
    decision = {"default": "candidate-0", "fallback": "candidate-1"}
    scenario = {"operations": "some", "monthly_budget_usd": 9000.0, "steps": rows}
    return read_workspace({"title": "Benchmark", "scenario": scenario, "candidates": offers, "decision": decision})


UNIT = json.loads(json.dumps({f"key {number}": [number, number / 7, str(number), None] for number in range(2000)}))


def unit() -> None:
    """A fixed piece of work in C and Python: writing and reading some JSON, and a loop."""
    json.loads(json.dumps(UNIT))
    total = 0
    for number in range(50_000):
        total += number % 7


def median_ms(work: Callable[[], object], rounds: int) -> float:
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times) * 1000


@pytest.mark.benchmark
@pytest.mark.parametrize(("candidates", "steps", "rounds"), [(12, 3, 41), (12, 5, 41), (200, 5, 9)])
def test_analyse(candidates: int, steps: int, rounds: int) -> None:
    """What every screen waits for (cost, checks, columns, order), and all of it as data, in units of work."""
    data = workspace(candidates, steps)
    analysis_data(analyse(data, None, TODAY))
    base = median_ms(unit, rounds)
    first = median_ms(lambda: analyse(data, None, TODAY).ranking, rounds)
    whole = median_ms(lambda: analysis_data(analyse(data, None, TODAY)), max(3, rounds // 4))
    again = median_ms(unit, rounds)
    base = min(base, again)
    print(
        f"\n{candidates} x {steps}: analyse {first / base:.2f} units ({first:.1f} ms), "
        f"with all that is computed when asked for {whole / base:.2f} units ({whole:.1f} ms); unit {base:.1f} ms"
    )
    assert len(analyse(data, None, TODAY).ranking) == candidates


PYDANTIC = "from pydantic import BaseModel\nclass Model(BaseModel):\n    name: str\nModel(name='x')"
ROUNDS = 15


@pytest.mark.benchmark
@pytest.mark.parametrize("arguments", [("show",), ("show", "--json"), ("check",)])
def test_command(arguments: tuple[str, ...], tmp_path: Path) -> None:
    """The command on the worked example beside the import of a pydantic model, interleaved, medians."""
    command, *options = arguments
    environment = {**os.environ, "SHORTLIST_TODAY": TODAY.isoformat(), "SHORTLIST_DATA_DIR": str(tmp_path)}
    environment["PYTHONPATH"] = os.pathsep.join(filter(None, (str(ROOT / "src"), os.environ.get("PYTHONPATH"))))

    def timed(*program: str) -> float:
        start = time.perf_counter()
        done = subprocess.run([sys.executable, *program], env=environment, capture_output=True, check=False)
        assert done.returncode == 0, done.stderr
        return time.perf_counter() - start

    ours = ("-m", "shortlist", command, "support-assistant-worked", *options)
    timed(*ours)
    pairs = [(timed("-c", PYDANTIC), timed(*ours)) for _ in range(ROUNDS)]
    base, own = (statistics.median(times) for times in zip(*pairs, strict=True))
    print(f"\n{' '.join(arguments)}: {own / base:.2f} x ({own * 1000:.0f} ms), pydantic model {base * 1000:.0f} ms")

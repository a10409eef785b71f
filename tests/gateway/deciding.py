"""Decisions for the tests of gateways: the shipped ones, and small ones with everything that a file can say."""

from __future__ import annotations

import datetime as dt
from typing import Any

from shortlist.core.analysis import Analysis, analyse
from shortlist.core.document.workspace import read_workspace
from tests.core.documents import candidate, observed, self_hosted
from tests.export.shipped import SCENARIOS, analysis_of

TODAY = dt.date(2026, 11, 22)
DECIDED = [path for path in SCENARIOS if path.stem != "support-assistant"]
"""The shipped scenarios in which somebody was chosen."""
HOSTING = {"gpu": "H100 80GB", "gpu_hour_usd": 2.0, "input_tokens_per_s": 20000.0, "output_tokens_per_s": 2000.0}


def offered(id_: str, provider: str, model: str, *more: dict[str, Any], **fields: Any) -> dict[str, Any]:
    """A candidate at a provider of the table."""
    limits = (observed("requests_per_minute", 500), observed("tokens_per_minute", 200_000))
    caches = (observed("cache_read_price", 0.1), observed("cache_write_price", 1.25))
    return candidate(id_, None, *limits, *caches, *more, provider=provider, model=model, **fields)


def document() -> dict[str, Any]:
    """Two steps that ask for everything a limit can be set for, two providers, one own machine."""
    needs = {
        "min_quality": 30.0,
        "max_error_rate": 0.05,
        "max_escalation_rate": 0.1,
        "min_consistency": 0.9,
        "max_ttft_s": 2.0,
        "max_total_s": 8.0,
        "max_p99_s": 15.0,
        "context_tokens": 12000,
        "capabilities": ["structured_outputs"],
    }
    usage = {"requests_per_month": 30000, "input_tokens": 2500, "output_tokens": 250, "max_retries": 2}
    return {
        "schema": 2,
        "title": "Help desk",
        "scenario": {
            "data_sensitivity": "personal",
            "regions": ["eu"],
            "data_must_stay_inside": True,
            "operations": "strong",
            "monthly_budget_usd": 400.0,
            "max_cost_per_successful_task_usd": 0.25,
            "max_task_ttft_s": 3.0,
            "max_task_total_s": 9.0,
            "steps": [
                {"id": "answer", "name": "Answer", "output_contract": ["json"], "needs": needs, "usage": usage},
                {"id": "sort", "name": "Sort", "usage": {**usage, "max_retries": 1}},
            ],
        },
        "candidates": [
            offered("luna", "openai", "gpt-6-luna", observed("input_price", 3.0, above_tokens=200_000)),
            offered("opus", "anthropic", "claude-opus-5-5", effort="high"),
            self_hosted("own", HOSTING, provider="own cluster", model="openai/gpt-oss-120b"),
            offered("near", "together", "deepseek-ai/DeepSeek-V4.1-Flash"),
        ],
        "checks": [{"id": "privacy.retention", "importance": "must"}, {"id": "team.rule", "importance": "must"}],
        "decision": {
            "default": "luna",
            "fallback": "opus",
            "steps": [{"step": "sort", "default": "near", "fallback": "own"}],
        },
    }


def assessed(data: dict[str, Any] | None = None) -> Analysis:
    """The small decision, judged on the day."""
    return analyse(read_workspace(document() if data is None else data), None, TODAY)


def every() -> list[tuple[str, Analysis]]:
    """All of them, by name."""
    return [*((path.stem, analysis_of(path)) for path in DECIDED), ("help-desk", assessed())]

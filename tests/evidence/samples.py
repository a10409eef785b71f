"""A small valid file of runs of every format, as data: to be read, and to be damaged."""

from __future__ import annotations

from typing import Any


def promptfoo_row(example: str, **more: Any) -> dict[str, Any]:
    """An answer of promptfoo."""
    row = {
        "cost": 0.0002,
        "failureReason": 0,
        "success": True,
        "score": 1,
        "latencyMs": 400,
        "promptIdx": 0,
        "testIdx": 0,
        "provider": {"id": "openai:chat:gpt-6-luna", "label": "luna"},
        "prompt": {"raw": f"Sort: {example}", "label": "v3"},
        "vars": {"question": example},
        "testCase": {"vars": {"question": example}, "metadata": {"kind": "real_task"}},
        "gradingResult": {
            "pass": True,
            "score": 1,
            "reason": "All assertions passed",
            "componentResults": [{"pass": True, "score": 1, "assertion": {"type": "equals", "metric": "label"}}],
        },
        "response": {
            "output": "billing",
            "finishReason": "stop",
            "tokenUsage": {"prompt": 20, "completion": 5, "completionDetails": {"reasoning": 2}},
        },
    }
    return {**row, **more}


def promptfoo(*rows: dict[str, Any]) -> dict[str, Any]:
    """Results of promptfoo, version 3."""
    return {
        "evalId": "e",
        "results": {
            "version": 3,
            "timestamp": "2026-11-20T03:17:15.542Z",
            "prompts": [{"raw": "Sort: {{question}}", "label": "v3", "provider": "luna"}],
            "results": list(rows),
            "stats": {},
        },
        "config": {"providers": [{"id": "x", "config": {"apiKey": "sk-secret"}}], "env": {"KEY": "sk-secret"}},
    }


def sample(id_: str, value: Any = "C", **more: Any) -> dict[str, Any]:
    """A sample of Inspect."""
    return {
        "id": id_,
        "epoch": 1,
        "input": f"Sort: {id_}",
        "target": "billing",
        "scores": {"match": {"value": value, "answer": "billing", "history": []}},
        "metadata": {"kind": "edge_case"},
        "model_usage": {
            "openai/gpt-6-luna": {
                "input_tokens": 4,
                "input_tokens_cache_read": 9,
                "input_tokens_cache_write": 2,
                "output_tokens": 7,
                "reasoning_tokens": 3,
            },
            "openai/grader": {"input_tokens": 1000, "output_tokens": 1000},
        },
        "working_time": 0.5,
        "total_time": 3.5,
        **more,
    }


def inspect_log(*samples: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A log of Inspect."""
    return {
        "version": 2,
        "status": "success",
        "eval": {
            "model": "openai/gpt-6-luna",
            "task": "classify",
            "created": "2026-11-20T03:18:34+00:00",
            "scorers": [{"name": "match"}],
        },
        "results": {
            "scores": [{"name": "match", "scorer": "match"}],
            "headline": {"scorer": "match", "score": "match", "metric": "accuracy"},
        },
        "stats": {},
        "invalidated": False,
        "samples": list(samples),
        **more,
    }


def inspect_members(log: dict[str, Any]) -> dict[str, Any]:
    """The same as the members of an archive."""
    header = {key: value for key, value in log.items() if key != "samples"}
    samples = {f"samples/{one['id']}_epoch_{one['epoch']}.json": one for one in log["samples"]}
    return {"_journal/start.json": {}, **samples, "summaries.json": log["samples"], "header.json": header}


DEEPEVAL: dict[str, Any] = {
    "testFile": "test_tickets.py",
    "testCases": [
        {
            "name": "test_case_0",
            "input": "Where is my parcel?",
            "actualOutput": "On its way.",
            "success": True,
            "completionTime": 1.5,
            "runDuration": 9.5,
            "tokenCost": 0.001,
            "evaluationCost": 0.5,
            "metricsData": [
                {"name": "Correctness", "success": True, "score": 0.9, "reason": "fits", "evaluationModel": "judge"},
                {"name": "Tone", "success": False, "score": 0, "error": "time-out"},
            ],
        },
        {
            "name": "test_case_1",
            "input": "Refund?",
            "actualOutput": "No.",
            "success": False,
            "metricsData": [{"name": "Correctness", "success": False, "score": 0.1, "evaluationModel": "judge"}],
        },
        {
            "name": "test_case_2",
            "input": "Hello?",
            "success": False,
            "metricsData": [{"name": "Correctness", "success": False, "error": "no judge"}],
        },
    ],
}


def lm_eval_samples() -> list[dict[str, Any]]:
    """Samples of the harness, each answered once and read by two filters."""
    return [
        {
            "doc_id": number,
            "doc": {"question": f"{number} + 1?"},
            "target": str(number + 1),
            "resps": [["…"]],
            "filtered_resps": [str(number + 1)],
            "filter": name,
            "metrics": ["exact_match"],
            "exact_match": float(number < right),
        }
        for name, right in (("strict-match", 2), ("flexible-extract", 3))
        for number in range(4)
    ]


LM_EVAL_RESULTS: dict[str, Any] = {
    "results": {
        "gsm8k": {
            "alias": "gsm8k",
            "exact_match,strict-match": 0.5,
            "exact_match,flexible-extract": 0.75,
            "exact_match_stderr,strict-match": 0.1,
        },
        "wikitext": {"word_perplexity,none": 12.5},
    },
    "versions": {"gsm8k": 3},
    "n-shot": {"gsm8k": 5},
    "n-samples": {"gsm8k": {"original": 1319, "effective": 4}, "wikitext": {"original": 62, "effective": 62}},
    "config": {"model": "local-completions", "model_args": "model=acme/luna,base_url=http://localhost"},
    "model_name": "acme/luna",
    "date": 1763600000.0,
}

TABLE = (
    "id,model,passed,category,latency_ms,cost,critical\n"
    "q1,luna,yes,real_task,400,0.001,no\n"
    "q2,luna,no,adversarial,600,0.002,yes\n"
    "q1,terra,1,real_task,900,0.01,no\n"
    "q2,terra,maybe,adversarial,900,0.01,no\n"
)
TABLE_MAP = {
    "id": "example",
    "model": "candidate",
    "passed": "passed",
    "category": "kind",
    "latency_ms": "latency:ms",
    "cost": "cost",
    "critical": "critical",
}

VLLM: dict[str, Any] = {
    "date": "20261120-103000",
    "backend": "vllm",
    "model_id": "acme/luna",
    "num_prompts": 100,
    "request_rate": "inf",
    "max_concurrency": 64,
    "duration": 10.0,
    "completed": 100,
    "total_input_tokens": 200_000,
    "total_output_tokens": 25_000,
    "output_throughput": 2500.0,
    "median_ttft_ms": 250.0,
    "median_tpot_ms": 20.0,
}


def guidellm_benchmark(writes: float, wait: float) -> dict[str, Any]:
    """A benchmark of GuideLLM at one load."""

    def of(mean: float) -> dict[str, Any]:
        return {"successful": {"mean": mean, "median": mean}, "errored": {"mean": 0}}

    return {
        "metrics": {
            "time_to_first_token_ms": of(wait),
            "output_tokens_per_second": of(writes),
            "requests_per_second": of(writes / 100),
            "prompt_token_count": of(800),
            "inter_token_latency_ms": of(25),
        },
        "start_time": 1763600000.0,
    }


GUIDELLM: dict[str, Any] = {
    "args": {"model": "acme/luna"},
    "benchmarks": [guidellm_benchmark(100, 50), guidellm_benchmark(1300, 200), guidellm_benchmark(2000, 4000)],
}
LLAMA: list[dict[str, Any]] = [
    {
        "model_filename": "/models/luna-Q4_K_M.gguf",
        "model_type": "llama 8B Q4_K - Medium",
        "n_prompt": prompt,
        "n_gen": answer,
        "avg_ts": speed,
        "test_time": "2026-11-20T10:00:00Z",
    }
    for prompt, answer, speed in ((512, 0, 4000.0), (1024, 0, 4100.0), (0, 128, 90.0), (512, 128, 400.0))
]

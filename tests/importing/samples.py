"""A small valid file of every format, to be damaged."""

from __future__ import annotations

from typing import Any

AA: dict[str, Any] = {
    "intelligence_index_version": 4.3,
    "pagination": {"page": 1, "has_more": True, "total_pages": 4},
    "data": [
        {
            "name": "GPT-6 Luna (Non-reasoning)",
            "slug": "gpt-6-luna-non-reasoning",
            "model_creator": {"name": "OpenAI"},
            "evaluations": {"artificial_analysis_intelligence_index": 19, "gpqa": 0.5},
            "pricing": {"price_1m_input_tokens": 0.1, "price_1m_output_tokens": 0.4},
            "performance": {"median_output_tokens_per_second": 130, "median_time_to_first_token_seconds": 0.8},
        },
        {"name": "New (High)", "slug": "new-high", "evaluations": {"artificial_analysis_intelligence_index": 40}},
    ],
}
FLAT = [
    {"name": "M (low)", "slug": "m-low", "intelligence_index": 20, "output_tps": 5, "ttft": 1, "ttfat": 2, "hle": 0.1}
]
SHORT = {"updated_at": "2026-10-03", "models": [{"name": "M", "slug": "m", "intel": 1, "tps": 2, "ttft": 0}]}
OPENROUTER = {
    "data": [
        {
            "id": "openai/gpt-6-luna",
            "name": "OpenAI: Luna",
            "created": 1778613011,
            "pricing": {"prompt": "0.0000001", "completion": "-1", "request": "0", "image": "0.1"},
            "top_provider": {"context_length": 1000, "max_completion_tokens": None},
            "architecture": {"input_modalities": ["text", "image"]},
            "supported_parameters": ["tools"],
            "expiration_date": "2027-01-01",
        }
    ]
}
LITELLM = {
    "sample_spec": {"litellm_provider": "x"},
    "gpt-6-luna": {
        "litellm_provider": "openai",
        "input_cost_per_token": 1e-7,
        "input_cost_per_token_above_200k_tokens": 2e-7,
        "input_cost_per_token_batches": 5e-8,
        "output_cost_per_token": 4e-7,
        "output_cost_per_token_batches": 2e-7,
        "max_input_tokens": 100,
        "supports_vision": True,
        "deprecation_date": "2027-01-01",
    },
}
MODELS_DEV = {
    "openai": {
        "id": "openai",
        "doc": "https://example.org",
        "models": {
            "gpt-6-luna": {
                "id": "gpt-6-luna",
                "name": "Luna",
                "open_weights": False,
                "cost": {"input": 0.1, "output": 0.4, "tiers": [{"input": 1, "tier": {"type": "context", "size": 9}}]},
                "limit": {"context": 100, "output": 0},
                "modalities": {"input": ["text"]},
                "status": "deprecated",
                "experimental": {"modes": {"fast": {}}},
            }
        },
    }
}
ARENA = {
    "meta": {"leaderboard": "text", "fetched_at": "2026-04-19T04:38:02"},
    "models": [{"model": "gpt-6-luna", "score": 1400, "ci": 5, "votes": 10, "license": "open", "vendor": "x"}],
}
CATEGORIES = {"Reasoning": ["theory_of_mind", "zebra_puzzle", "spatial"], "Language": ["typos", "connections"]}
OFFERS = [{"id": "a", "provider_id": "b", "gpu_model": "H100", "vram_gb": 80, "price_usd_hour": 2.1, "is_spot": True}]
OPEN_LLM = [
    {"fullname": "a/b", "Average ⬆️": 30, "IFEval": 1, "BBH": 2, "Precision": "bf16", "Submission Date": "2024-06-26"}
]
PAGE = {
    "meta": {"fetched_at": "2026-07-10T08:34:09+00:00"},
    "models": [
        {
            "name": "GPT-6 Luna (Non-reasoning)",
            "slug": "gpt-6-luna-non-reasoning",
            "creator": {"name": "OpenAI"},
            "evaluations": {"artificial_analysis_intelligence_index": 19, "tau2_bench": 0.5},
            "pricing": {"price_1m_input_tokens": 0.1},
            "speed": {"output_tokens_per_second": 130, "time_to_first_token_seconds": 0},
            "capabilities": {"context_window_tokens": 1000},
            "open_weights": {"is_open_weights": False},
        }
    ],
}
ROUTER = [
    {
        "id": "openai/gpt-6-luna",
        "pricing": {
            "prompt": "0.000001",
            "completion": "0.000002",
            "internal_reasoning": "0",
            "overrides": [{"min_prompt_tokens": 9, "prompt": "0.000002"}, {"utc_start": "1", "prompt": "0"}],
        },
        "benchmarks": {"artificial_analysis": {"intelligence_index": 9}, "design_arena": [{"category": "x", "elo": 9}]},
    }
]
PRICE_MAP = {
    "openai/gpt-6-luna": {
        "litellm_provider": "openai",
        "tiered_pricing": [
            {"range": [0, 9], "input_cost_per_token": 1e-6},
            {"range": [9, 10], "input_cost_per_token": 2e-6, "x_cost": 1},
        ],
        "input_cost_per_token_flex": 1e-7,
        "regional_processing_uplift_multiplier_eu": 1.1,
    },
    "latest": {"alias_of": "openai/gpt-6-luna"},
}
KEYED = {"gpt-6-luna": {"speed": 10, "pricing": {"input": 1e-6}}, "x": {"speed": "1,5", "list": [{"a": {"b": [1]}}]}}
OWN = [{"Model": "gpt-6-luna", "Speed": 100, "Input price": "0.5"}]

JSON: tuple[Any, ...] = (
    AA,
    FLAT,
    SHORT,
    OPENROUTER,
    LITELLM,
    MODELS_DEV,
    ARENA,
    CATEGORIES,
    OFFERS,
    OPEN_LLM,
    OWN,
    PAGE,
    ROUTER,
    PRICE_MAP,
    KEYED,
)
TASKS = (
    "theory_of_mind,zebra_puzzle,spatial,logic_with_navigation,code_generation,code_completion,javascript,typescript,"
    "python,AMPS_Hard,integrals_with_game,math_comp,olympiad,consecutive_events,tablejoin,tablereformat,connections,"
    "plot_unscrambling,typos,paraphrase,simplify,story_generation,summarize"
)
TEXTS: tuple[str, ...] = (
    'model,arena_score,95_pct_ci,votes,organization,license\ngpt-6-luna,1400,+5/-5,"10,389",OpenAI,MIT\n',
    "model_name,rating,rating_lower,rating_upper,vote_count,organization,license,category,leaderboard_publish_date\n"
    "gpt-6-luna,1400,1390,1410,9,OpenAI,MIT,overall,2026-01-01\n",
    f"model,{TASKS}\ngpt-6-luna,{','.join(['50.5'] * 23)}\n",
    "Overall Acc,Model,Multi Turn Acc,Total Cost ($),Latency Mean (s),License\n77.47%,gpt-6-luna (FC),N/A,1,2,MIT\n",
    "fullname,Average,IFEval,BBH\na/b,30.5,1,2\n",
    "InstanceType,AcceleratorName,AcceleratorCount,Price,Region,GpuInfo\r\n"
    "x,H100,8,23.6,eu,\"{'SizeInMiB': 81920}\"\r\n",
    "Model;Speed;Mood\ngpt-6-luna;100;good\n",
    "sep=;\nPrices\nModel;Speed;Input price;Tier;Above tokens;Currency;Unit;Access\n"
    "gpt-6-luna;100;0,5;batch;200k;USD;1K;API\ngpt-6-luna;1.000;2 €;standard;;EUR;1M;hosted\n",
    f"model,{TASKS}\ngpt-6-luna,{','.join(['0.5'] * 22)},\n",
    "---\nlicense: mit\ntags: [gguf]\nextra_gated_x: y\n---\n# M\n## Uses\nIt is for talking with people here.\n",
)

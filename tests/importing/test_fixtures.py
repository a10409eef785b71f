"""Every real file: what is read of it, what is refused and why, and records value by value as the file has them."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any, NamedTuple

import pytest

from shortlist.core.importing.values import NO_VALUE
from shortlist.importing import ImportOptions, open_source
from tests.importing.conftest import figures_of, fixture, rows_of


class Expected(NamedTuple):
    """What a file gives."""

    file: str
    format: str
    rows: int
    refused: dict[str, int]
    """Reasons (their beginning) and how often."""
    day: dt.date
    records: dict[str, dict[Any, float | str]]
    """Three rows with all of their figures, looked up in the file by hand; prices in USD per million tokens."""


UNDATED = ("aa_free_api_v4.3_excerpt.json", "skypilot_v8_nebius_vms.csv")
"""Files that say no day, neither inside nor in their names."""
LIVEBENCH_PARTS = ("reasoning", "coding", "agentic_coding", "mathematics", "data_analysis", "language", "if")


def livebench(mean: float, *parts: float) -> dict[Any, float | str]:
    """The figures of a row of LiveBench."""
    named = {f"quality.livebench_{name}": part for name, part in zip(LIVEBENCH_PARTS, parts, strict=True)}
    return {"quality.livebench": mean, **named}


ARENA, BFCL = "quality.arena_elo", "quality.bfcl"

TABLE = (
    Expected(
        "llmval_aa_benchmarks_2026-10-03.json",
        "artificial-analysis-short",
        680,
        {"it holds no measured figure": 9},
        dt.date(2026, 10, 3),
        {
            "gpt-6-luna-non-reasoning": {"quality.aa_index": 18.5, "output_speed": 133.599, "ttft": 0.823},
            "deepseek-v4-1-flash": {"quality.aa_index": 39.5, "output_speed": 214.866, "first_token": 0.804},
            "gemini-4-argon": {"quality.aa_index": 52.6},
        },
    ),
    Expected(
        "aa_free_api_v4.3_excerpt.json",
        "artificial-analysis",
        5,
        {},
        dt.date(2026, 9, 30),
        {
            "mimo-v2-5-pro": {
                "quality.aa_index": 26,
                "quality.aa_coding": 60.2,
                "quality.aa_agentic": 21.3,
                "output_speed": 43.83,
                "ttft": 47.84,
                "first_token": 2.21,
                "input_price": 0.43,
                "output_price": 0.87,
            },
            "gpt-6-sol-low": {
                "quality.aa_index": 34.2,
                "output_speed": 103.4,
                "ttft": 1.49,
                "input_price": 2,
                "output_price": 10,
                "cache_read_price": 0.2,
                "cache_write_price": 2.5,
            },
            "jt-35b-flash": {"quality.aa_index": 18.7},
        },
    ),
    Expected(
        "aa_flat_benchmarks_2026-05-07.json",
        "artificial-analysis-flat",
        507,
        {"it holds no measured figure": 6},
        dt.date(2026, 5, 7),
        {
            "gpt-5-4-mini-non-reasoning": {
                "quality.aa_index": 23.3,
                "quality.aa_coding": 25.3,
                "quality.gpqa": 60.6,
                "quality.hle": 5.7,
                "quality.scicode": 39.6,
                "quality.ifbench": 38.8,
                "quality.lcr": 30.3,
                "quality.terminalbench_hard": 18.2,
                "quality.tau2": 23.4,
                "output_speed": 160.146,
                "ttft": 0.546,
                "input_price": 0.75,
                "output_price": 4.5,
            },
            "gpt-5-5-low": {
                "quality.aa_index": 50.8,
                "quality.aa_coding": 52.1,
                "quality.gpqa": 91,
                "quality.hle": 31,
                "quality.scicode": 51.6,
                "quality.ifbench": 64.4,
                "quality.lcr": 72,
                "quality.terminalbench_hard": 52.3,
                "quality.tau2": 83.9,
                "output_speed": 68.954,
                "ttft": 1.832,
                "input_price": 5,
                "output_price": 30,
            },
            "gpt-oss-120b-low": {
                "quality.aa_index": 24.5,
                "quality.aa_coding": 15.5,
                "quality.aa_math": 66.7,
                "quality.mmlu_pro": 77.5,
                "quality.gpqa": 67.2,
                "quality.hle": 5.2,
                "quality.livecodebench": 70.7,
                "quality.scicode": 36,
                "quality.ifbench": 58.3,
                "quality.lcr": 43.7,
                "quality.terminalbench_hard": 5.3,
                "quality.tau2": 45,
                "quality.aime_25": 66.7,
                "output_speed": 234.879,
                "ttft": 8.999,
                "first_token": 0.484,
                "input_price": 0.15,
                "output_price": 0.6,
            },
        },
    ),
    Expected(
        "litellm_model_prices_subset_2026-07-24.json",
        "litellm",
        218,
        {},
        dt.date(2026, 7, 24),
        {
            # 2.5e-06 a token is 2.5 a million; above 272k tokens 5e-06; batches 1.25e-06: half off.
            "gpt-5.4": {
                "input_price": 2.5,
                ("input_price", 272_000): 5,
                "output_price": 15,
                ("output_price", 272_000): 22.5,
                "cache_read_price": 0.25,
                ("cache_read_price", 272_000): 0.5,
                "batch_discount": 0.5,
                "context_window": 1_050_000,
                "max_output": 128_000,
            },
            "gemini-2.5-pro": {
                "input_price": 1.25,
                ("input_price", 200_000): 2.5,
                "output_price": 10,
                ("output_price", 200_000): 15,
                "cache_read_price": 0.125,
                ("cache_read_price", 200_000): 0.25,
                ("cache_write_price", 200_000): 0.25,
                "search_price": 0.035,
                "context_window": 1_048_576,
                "max_output": 65_535,
            },
            "claude-sonnet-5": {
                "input_price": 2,
                "output_price": 10,
                "cache_read_price": 0.2,
                "cache_write_price": 2.5,
                "search_price": 0.01,
                "context_window": 1_000_000,
                "max_output": 128_000,
            },
        },
    ),
    Expected(
        "litellm_model_prices_full_2025-08-13.json",
        "litellm",
        1445,
        {
            # Two keys of one offering with other limits.
            "it contradicts key": 4,
            # Per pixel, where no key says of how many.
            "Also priced, and not taken: input_cost_per_pixel": 5,
            "it has no price that is known here and no limit (chat)": 9,
            "Prices of 0 may mean free": 2,
        },
        dt.date(2025, 8, 13),
        {
            "gpt-4o": {
                "input_price": 2.5,
                "output_price": 10,
                "cache_read_price": 1.25,
                "batch_discount": 0.5,
                "context_window": 128_000,
                "max_output": 16_384,
            },
            # 0.0001 a second is 0.006 a minute; 0.000015 a character is 15 a million.
            "whisper-1": {"audio_input_price": 0.006},
            "tts-1": {"character_price": 15},
            # 3.81469e-08 a pixel, of 1024 × 1024.
            "standard/1024-x-1024/dall-e-3": {"output_image_price": 0.0399999238144},
            "rerank-v3.5": {"search_price": 0.002, "context_window": 4096, "max_output": 4096},
            # Its price of a query repeats that of a token, and is none.
            "voyage/rerank-2": {"input_price": 0.05, "context_window": 16_000, "max_output": 16_000},
            # Free is believed where the id says so; a 0 without that is unknown.
            "openrouter/mistralai/mistral-7b-instruct:free": {"input_price": 0, "output_price": 0},
            "ollama/llama2": {"context_window": 4096, "max_output": 4096},
        },
    ),
    Expected(
        "openrouter_api_v1_models_2026-05.json",
        "openrouter",
        356,
        {"it is a moving name": 8},
        dt.date(2026, 5, 12),
        {
            # "0.00000025" a token is 0.25 a million.
            "google/gemini-3.1-flash-lite": {
                "input_price": 0.25,
                "output_price": 1.5,
                "reasoning_price": 1.5,
                "cache_read_price": 0.025,
                "cache_write_price": 0.08333333333333334,
                # "0.0000005" a token of sound, "0.014" a search; "image" repeats the price of a token.
                "audio_token_price": 0.5,
                "search_price": 0.014,
                "context_window": 1_048_576,
                "max_output": 65_536,
            },
            "arcee-ai/trinity-large-thinking:free": {
                "input_price": 0,
                "output_price": 0,
                "context_window": 262_144,
                "max_output": 80_000,
            },
            # "-1" is variable: no price is known.
            "openrouter/auto": {"context_window": 2_000_000},
        },
    ),
    Expected(
        "modelsdev_api_2026-05-21.json",
        "models.dev",
        4803,
        {},
        dt.date(2026, 5, 21),
        {
            # The tier is at 272k tokens, whatever the older key `context_over_200k` beside it is called.
            "openai/gpt-5.4": {
                "input_price": 2.5,
                ("input_price", 272_000): 5,
                "output_price": 15,
                ("output_price", 272_000): 22.5,
                "cache_read_price": 0.25,
                ("cache_read_price", 272_000): 0.5,
                "context_window": 1_050_000,
                "max_output": 128_000,
            },
            "aihubmix/doubao-seed-2-0-code-preview": {
                "input_price": 0.48,
                ("input_price", 32_000): 0.72,
                ("input_price", 128_000): 1.45,
                "output_price": 2.41,
                ("output_price", 32_000): 3.62,
                ("output_price", 128_000): 7.23,
                "cache_read_price": 0.09644,
                ("cache_read_price", 32_000): 0.144656,
                ("cache_read_price", 128_000): 0.28932,
                "context_window": 256_000,
                "max_output": 128_000,
            },
            # Included in a subscription, which the list writes as 0.
            "github-copilot/gpt-5.4": {"context_window": 400_000, "max_output": 128_000},
        },
    ),
    Expected(
        "arena_text_2026-04-19.json",
        "arena",
        50,
        {},
        dt.date(2026, 4, 19),
        {
            "claude-opus-4-7-thinking": {ARENA: 1505},
            "gpt-5.4-mini-high": {ARENA: 1458},
            "glm-5.1": {ARENA: 1472},
        },
    ),
    Expected(
        "lmarena_text_2025-08.csv",
        "arena-table",
        265,
        {"it says what line": 1},
        dt.date(2025, 8, 1),
        {
            "Gemini-2.5-Pro": {ARENA: 1470},
            "Llama-4-Maverick-03-26-Experimental": {ARENA: 1416},
            "LLaMA-13B": {ARENA: 840},
        },
    ),
    Expected(
        "livebench_table_2026_01_08.csv",
        "livebench",
        126,
        {"has 21 cells, and the table has 24 columns": 1},
        dt.date(2026, 1, 8),
        {
            # The means of the categories, in their order, and the mean of these seven.
            "claude-haiku-4-5-20251001": livebench(45.334, 33.938, 72.168, 33.333, 57.972, 45.125, 57.046, 17.754),
            "gpt-oss-120b": livebench(46.092, 39.207, 60.212, 16.667, 68.874, 38.805, 48.591, 50.292),
            "gpt-5.4-mini-high": livebench(63.567, 69.67, 70.94, 38.947, 74.098, 69.267, 65.759, 56.286),
        },
    ),
    Expected(
        "livebench_categories_2026_01_08.json",
        "livebench-categories",
        0,
        {"it names a table's categories": 1},
        dt.date(2026, 1, 8),
        {},
    ),
    Expected(
        "bfcl_data_overall_2026-04-12.csv",
        "bfcl",
        109,
        {},
        dt.date(2026, 4, 12),
        {
            "Claude-Opus-4-5-20251101 (FC)": {
                BFCL: 77.47,
                f"{BFCL}_non_live": 88.58,
                f"{BFCL}_live": 79.79,
                f"{BFCL}_multi_turn": 68.38,
                f"{BFCL}_memory": 73.76,
            },
            "Gemini-3-Pro-Preview (Prompt)": {
                f"{BFCL}_prompt": 72.51,
                f"{BFCL}_prompt_non_live": 90.65,
                f"{BFCL}_prompt_live": 83.12,
                f"{BFCL}_prompt_multi_turn": 60.75,
                f"{BFCL}_prompt_memory": 61.72,
            },
            "Llama-3.1-Nemotron-Ultra-253B-v1 (FC)": {
                BFCL: 10,
                f"{BFCL}_non_live": 0,
                f"{BFCL}_live": 0,
                f"{BFCL}_multi_turn": 0,
                f"{BFCL}_memory": 0,
            },
        },
    ),
    Expected(
        "gpu-pricing_offerings_2026-05-24.json",
        "gpu-offers",
        310,
        {},
        dt.date(2026, 5, 24),
        {
            "akash-rtx-4060-ti-marketplace": {"gpu": "RTX 4060 Ti 16GB", "gpu_hour_usd": 0.04},
            "akash-p40-marketplace": {"gpu": "Tesla P40 24GB", "gpu_hour_usd": 0.07},
            "akash-t4-marketplace": {"gpu": "Tesla T4 16GB", "gpu_hour_usd": 0.12},
        },
    ),
    Expected(
        "skypilot_v8_nebius_vms.csv",
        "cloud-machines",
        21,
        {"it has no GPU": 40},
        dt.date(2026, 11, 20),
        {
            # 23.60 a machine of eight is 2.95 a GPU.
            "gpu-h100-sxm_8gpu-128vcpu-1600gb eu-north1": {"gpu": "H100 80GB", "gpu_hour_usd": 2.95},
            "gpu-h200-sxm_8gpu-128vcpu-1600gb us-central1": {"gpu": "H200 141GB", "gpu_hour_usd": 3.5},
            "gpu-l40s-a_1gpu-16vcpu-64gb eu-north1": {"gpu": "L40S 48GB", "gpu_hour_usd": 1.7468},
        },
    ),
)


@pytest.mark.parametrize("expected", TABLE, ids=lambda one: one.file)
def test_a_real_file(expected: Expected) -> None:
    """The table: format, rows, refusals with reasons, the day, and three records."""
    as_of = expected.day if expected.file in UNDATED else None
    source = open_source(fixture(expected.file), ImportOptions(as_of=as_of))
    rows, refused = rows_of(source)
    assert source.importer.id == expected.format
    assert len(rows) == expected.rows
    reasons = Counter(next((why for why in expected.refused if one.why.startswith(why)), one.why) for one in refused)
    assert reasons == expected.refused
    for id_, figures in expected.records.items():
        row = rows[id_]
        assert (row.hosting or figures_of(row)) == pytest.approx(figures)
        assert {one.as_of for one in row.figures} <= {expected.day}


def test_unknown_is_never_zero() -> None:
    """No figure of any file is 0 but a price that is free, and a score that somebody measured."""
    for expected in TABLE:
        rows, _ = rows_of(open_source(fixture(expected.file)))
        zero = {
            one.metric
            for row in rows.values()
            for one in row.figures
            if one.value == 0 and "free" not in row.id.casefold() and not one.metric.startswith("quality.")
        }
        # What OpenRouter serves without a charge, though no id says so, it writes as "0".
        allowed = {"input_price", "output_price"} if expected.format == "openrouter" else set()
        assert zero <= allowed, expected.file


def test_words_for_nothing_are_no_numbers() -> None:
    """What files write for an unknown value is not a number in any of them."""
    assert not any(any(char.isdigit() for char in word) for word in NO_VALUE)

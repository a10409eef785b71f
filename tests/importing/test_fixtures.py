"""Every real file: what is read of it, what is refused and why, and records value by value as the file has them."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any, NamedTuple

import pytest

from shortlist.core.importing.values import NOTHING
from shortlist.importing import open_source
from tests.importing.conftest import figures_of, fixture, rows_of


class Expected(NamedTuple):
    """What a file gives."""

    file: str
    format: str
    rows: int
    refused: dict[str, int]
    """Reasons (their beginning) and how often."""
    day: dt.date
    records: dict[str, dict[Any, float]]
    """Three rows with all of their figures, looked up in the file by hand; prices in USD per million tokens."""


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
        217,
        {"Also priced, and not taken: input_cost_per_second. (audio_transcription)": 1},
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
                "context_window": 1_048_576,
                "max_output": 65_535,
            },
            "claude-sonnet-5": {
                "input_price": 2,
                "output_price": 10,
                "cache_read_price": 0.2,
                "cache_write_price": 2.5,
                "context_window": 1_000_000,
                "max_output": 128_000,
            },
        },
    ),
    Expected(
        "litellm_model_prices_full_2025-08-13.json",
        "litellm",
        1331,
        {
            "Also priced, and not taken": 117,
            "it has no price per token and no limit (chat)": 9,
            "Prices of 0 may mean free": 8,
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
)


@pytest.mark.parametrize("expected", TABLE, ids=lambda one: one.file)
def test_a_real_file(expected: Expected) -> None:
    """The table: format, rows, refusals with reasons, the day, and three records."""
    as_of = expected.day if expected.file == "aa_free_api_v4.3_excerpt.json" else None
    source = open_source(fixture(expected.file), as_of=as_of)
    rows, refused = rows_of(source)
    assert source.importer.id == expected.format
    assert len(rows) == expected.rows
    reasons = Counter(next((why for why in expected.refused if one.why.startswith(why)), one.why) for one in refused)
    assert reasons == expected.refused
    for id_, figures in expected.records.items():
        assert figures_of(rows[id_]) == pytest.approx(figures)
        assert {one.as_of for one in rows[id_].figures} == {expected.day}


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
    assert not any(any(char.isdigit() for char in word) for word in NOTHING)

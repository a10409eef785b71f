"""Every kind of price that price maps and lists of OpenRouter and models.dev hold, key by key, in its metric's unit."""

from __future__ import annotations

from typing import Any

import pytest

from shortlist.catalogue.importers.litellm import PIECES
from tests.importing.conftest import Write, figures_of, opened, rows_of

LITELLM: list[tuple[str, str, float, dict[Any, float]]] = [
    # key, mode, value, figures
    ("input_cost_per_request", "chat", 0.005, {"request_price": 0.005}),
    ("input_cost_per_audio_token", "chat", 4e-5, {"audio_token_price": 40}),
    ("input_cost_per_audio_per_second", "chat", 2e-6, {"audio_input_price": 0.00012}),
    ("input_cost_per_second", "audio_transcription", 1e-4, {"audio_input_price": 0.006}),
    ("output_cost_per_second", "audio_speech", 25e-5, {"audio_output_price": 0.015}),
    ("input_cost_per_character", "audio_speech", 15e-6, {"character_price": 15}),
    ("input_cost_per_image", "chat", 0.0025, {"image_price": 0.0025}),
    ("output_cost_per_image", "image_generation", 0.04, {"output_image_price": 0.04}),
    ("input_cost_per_query", "rerank", 0.002, {"search_price": 0.002}),
    ("ocr_cost_per_page", "ocr", 0.001, {"page_price": 0.001}),
    ("input_cost_per_image_above_128k_tokens", "chat", 0.005, {("image_price", 128_000): 0.005}),
]
OTHER_MODES = [
    # A second of a chat is one of a connection, and a character of a chat one of its text.
    ("input_cost_per_second", "chat"),
    ("output_cost_per_second", "chat"),
    ("input_cost_per_character", "chat"),
    ("input_cost_per_query", "chat"),
]


def entry(mode: str, **keys: Any) -> dict[str, Any]:
    """A price map of one model."""
    return {"nine": {"litellm_provider": "openai", "mode": mode, "max_input_tokens": 1000, **keys}}


@pytest.mark.parametrize(("key", "mode", "value", "figures"), LITELLM)
def test_a_key_of_the_price_map(key: str, mode: str, value: float, figures: dict[Any, float], write: Write) -> None:
    """Seconds become minutes, characters and tokens millions; a piece stays one."""
    rows, refused = rows_of(opened(write("m.json", entry(mode, **{key: value}))))
    assert refused == [] and rows["nine"].notes == ()
    assert figures_of(rows["nine"]) == pytest.approx({"context_window": 1000, **figures})


@pytest.mark.parametrize(("key", "mode"), OTHER_MODES)
def test_a_key_that_means_another_thing_there_is_named(key: str, mode: str, write: Write) -> None:
    """And is no figure."""
    rows, _ = rows_of(opened(write("m.json", entry(mode, **{key: 1e-4}))))
    assert figures_of(rows["nine"]) == {"context_window": 1000}
    assert rows["nine"].notes == (f"Also priced, and not taken: {key}.",)


def test_every_key_is_tried_here() -> None:
    """A new one comes with its row."""
    assert set(PIECES) <= {key for key, *_ in LITELLM}


@pytest.mark.parametrize(
    ("key", "figures"),
    [
        ("1024-x-512/acme/paint", {"output_image_price": 0.0524288}),
        ("acme/paint", {}),
    ],
)
def test_a_price_of_a_pixel(key: str, figures: dict[Any, float], write: Write) -> None:
    """1e-7 a pixel of 1024 × 512 is $0.0524288 a picture; without a size it is named."""
    content = {"litellm_provider": "openai", "mode": "image_generation", "max_input_tokens": 9}
    rows, _ = rows_of(opened(write("m.json", {key: {**content, "input_cost_per_pixel": 1e-7}})))
    (row,) = rows.values()
    assert figures_of(row) == pytest.approx({"context_window": 9, **figures})
    assert any("input_cost_per_pixel" in note for note in row.notes) is not bool(figures)


def test_the_prices_of_openrouter(write: Write) -> None:
    """Those of tokens by the million, those of calls, pictures and searches as they are."""
    pricing = {
        "prompt": "0.0000025",
        "completion": "0.00001",
        "request": "0.005",
        "image": "0.003613",
        "audio": "0.00004",
        "web_search": "0.014",
        "internal_reasoning": "0.00002",
        "input_cache_read": "0.00000125",
    }
    model = {"id": "acme/nine", "name": "Nine", "context_length": 9000, "pricing": pricing}
    rows, refused = rows_of(opened(write("o.json", {"data": [model]})))
    assert refused == []
    assert figures_of(rows["acme/nine"]) == pytest.approx(
        {
            "input_price": 2.5,
            "output_price": 10,
            "request_price": 0.005,
            "image_price": 0.003613,
            "audio_token_price": 40,
            "search_price": 0.014,
            "reasoning_price": 20,
            "cache_read_price": 1.25,
            "context_window": 9000,
        }
    )


def test_the_prices_of_models_dev(write: Write) -> None:
    """USD a million, that of sound as well; what is written in sound is named."""
    cost = {"input": 2.5, "output": 10, "reasoning": 12, "cache_read": 0.25, "input_audio": 40, "output_audio": 80}
    model = {"id": "nine", "name": "Nine", "cost": cost, "limit": {"context": 9000, "output": 900}}
    provider = {"id": "acme", "name": "Acme", "models": {"nine": model}}
    rows, refused = rows_of(opened(write("d.json", {"acme": provider})))
    assert refused == []
    (row,) = rows.values()
    assert figures_of(row) == {
        "input_price": 2.5,
        "output_price": 10,
        "reasoning_price": 12,
        "cache_read_price": 0.25,
        "audio_token_price": 40,
        "context_window": 9000,
        "max_output": 900,
    }
    assert any("output_audio" in note for note in row.notes)

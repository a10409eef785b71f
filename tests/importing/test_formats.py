"""Formats and traps that no real file at hand shows: small files of the same shapes."""

from __future__ import annotations

import datetime as dt

import pytest

from shortlist.catalogue.importers import model_card
from shortlist.core.basics.errors import ShortlistError
from shortlist.core.importing.columns import checked_columns, proposed_columns
from shortlist.importing import ImportOptions, UnknownFormat, open_source
from tests.importing.conftest import Write, figures_of, opened, rows_of

# --- leaderboards


def test_the_older_answer_of_artificial_analysis(write: Write) -> None:
    """Speed stands beside the evaluations there; benchmarks are shares, indices points."""
    model = {
        "name": "Model (Reasoning)",
        "slug": "model-reasoning",
        "model_creator": {"name": "Acme"},
        "evaluations": {"artificial_analysis_intelligence_index": 40.5, "gpqa": 0.5},
        "pricing": {"price_1m_input_tokens": 1, "price_1m_output_tokens": 0},
        "median_output_tokens_per_second": 80,
        "median_time_to_first_token_seconds": 0.5,
        "median_time_to_first_answer_token": 20,
    }
    rows, _ = rows_of(opened(write("aa.json", {"status": 200, "data": [model]})))
    row = rows["model-reasoning"]
    assert (row.model, row.effort, row.developer) == ("model", "reasoning", "Acme")
    # A price of 0 is not measured.
    assert figures_of(row) == {
        "quality.aa_index": 40.5,
        "quality.gpqa": 50,
        "output_speed": 80,
        "ttft": 20,
        "first_token": 0.5,
        "input_price": 1,
    }


@pytest.mark.parametrize(
    ("name", "metric", "why"),
    [
        ("Kimi K3 (Reasoning)", "first_token", "shows its thinking"),
        ("Kimi K3 (Non-reasoning)", "ttft", ""),
        ("Kimi K3", "first_token", "does not say"),
        ("GPT-6 Luna (Max)", "ttft", "sends nothing while it thinks"),
        ("gpt-oss-120B (high)", "first_token", "shows its thinking"),
        ("Gemini 4 Argon", "ttft", "sends nothing while it thinks"),
        ("Grok 3 mini Reasoning (high)", "first_token", "shows its thinking"),
    ],
)
def test_what_a_plain_first_token_is_of(write: Write, name: str, metric: str, why: str) -> None:
    """A figure that may be of the thinking never becomes the time to the first answer token."""
    models = [{"name": name, "slug": "x", "intel": 10, "coding": None, "agentic": None, "tps": 0, "ttft": 2.5}]
    rows, _ = rows_of(opened(write("short.json", {"updated_at": "2026-10-03 11:57:24", "models": models})))
    (figure,) = [one for one in rows["x"].figures if one.metric in ("ttft", "first_token")]
    assert (figure.metric, why in figure.note, figure.as_of) == (metric, True, dt.date(2026, 10, 3))


def test_the_columns_of_the_arena_history(write: Write) -> None:
    """The newest leaderboard and the overall category; the rest is refused with the reason."""
    header = (
        "model_name,organization,license,rating,rating_lower,rating_upper,vote_count,category,leaderboard_publish_date"
    )
    lines = [
        'new,Acme,Proprietary,1400.25,1395,1405,"10,389",overall,2026-11-01',
        "new,Acme,Proprietary,1380,1370,1390,500,coding,2026-11-01",
        "new,Acme,Proprietary,1390,1380,1400,400,overall,2026-10-01",
    ]
    rows, refused = rows_of(opened(write("arena_text.csv", "\n".join([header, *lines]))))
    (figure,) = rows["new"].figures
    assert (figure.value, figure.as_of) == (1400.25, dt.date(2026, 11, 1))
    assert figure.note == "95 % interval 1395 to 1405, 10,389 votes"
    assert [one.place for one in refused] == ["line 3", "line 4"]


OPEN_LLM = {
    "fullname": "acme/model-7b",
    "Precision": "bfloat16",
    "Average ⬆️": 31.5,
    "IFEval": 60.25,
    "BBH": 30,
    "MATH Lvl 5": 10,
    "GPQA": 5,
    "MUSR": 8,
    "MMLU-PRO": 25,
    "#Params (B)": 7.6,
    "Hub License": "apache-2.0",
    "Flagged": False,
    "Submission Date": "2024-06-26",
}


@pytest.mark.parametrize("shape", ["csv", "list", "viewer"])
def test_the_open_llm_leaderboard(write: Write, shape: str) -> None:
    """Its contents as CSV, as a JSON list, and as the viewer's answer."""
    flagged = {**OPEN_LLM, "fullname": "acme/flagged", "Flagged": True}
    table = "\n".join(",".join(str(value) for value in row) for row in (OPEN_LLM, OPEN_LLM.values(), flagged.values()))
    rows = [OPEN_LLM, flagged]
    content = {"csv": table, "list": rows, "viewer": {"rows": [{"row_idx": 0, "row": row} for row in rows]}}[shape]
    found, refused = rows_of(opened(write("contents", content)))
    row = found["acme/model-7b (bfloat16)"]
    assert (row.model, row.facts) == ("acme/model-7b", {"openness": "open_weight", "licence": "apache-2.0"})
    assert (row.figures[0].metric, row.figures[0].value, row.figures[0].version) == (
        "quality.open_llm",
        31.5,
        "v2, bfloat16",
    )
    assert {one.as_of for one in row.figures} == {dt.date(2024, 6, 26)}
    assert [one.why for one in refused] == ["the leaderboard flags it"]


def test_categories_beside_a_table_are_used(write: Write) -> None:
    """Other tasks are read by their own categories; a table that does not fit them is refused whole."""
    tasks = ["spatial", "typos", "python", "simplify", "olympiad", "new_task"]
    write("livebench_categories_x.json", {"A": tasks[:5], "B": tasks[5:]})
    path = write("livebench_table_x.csv", "\n".join([",".join(["model", *tasks]), "m,10,20,30,40,50,90"]))
    rows, _ = rows_of(opened(path))
    assert figures_of(rows["m"])["quality.livebench"] == 60
    write("livebench_categories_x.json", {"A": tasks[:5]})
    with pytest.raises(ShortlistError, match="no category holds new_task"):
        rows_of(opened(path))


# --- price lists


def test_the_specimen_of_the_price_map_is_no_model(write: Write) -> None:
    """It explains the format. Batch prices that fit no one discount are told, not guessed."""
    spec = {"litellm_provider": "one of …", "input_cost_per_token": 0, "mode": "chat"}
    odd = {
        "litellm_provider": "openai",
        "input_cost_per_token": 1e-6,
        "output_cost_per_token": 4e-6,
        "input_cost_per_token_batches": 5e-7,
        "output_cost_per_token_batches": 3e-6,
    }
    rows, refused = rows_of(opened(write("prices.json", {"sample_spec": spec, "odd": odd})))
    assert [one.why for one in refused] == ["it explains the format and is no model"]
    assert figures_of(rows["odd"]) == {"input_price": 1, "output_price": 4}
    assert "Its batch prices do not fit one discount." in rows["odd"].notes


@pytest.mark.parametrize("price", [-0.5, "abc", True, "1,5", 1e30, [1]])
def test_a_price_that_is_none_is_refused(write: Write, price: object) -> None:
    """With the row, and the others are kept."""
    entries = {
        "bad": {"litellm_provider": "x", "input_cost_per_token": price},
        "good": {"litellm_provider": "x", "rpm": 5},
    }
    rows, refused = rows_of(opened(write("prices.json", entries)))
    assert (list(rows), [one.name for one in refused]) == (["good"], ["bad"])


# --- model cards

CARD = """---
license: other
license_name: llama3.1
license_link: https://huggingface.co/acme/model-8b/blob/main/LICENSE
pipeline_tag: text-generation
language: [en, de]
base_model: acme/base-8b
tags:
- safetensors
extra_gated_prompt: Accept this
---
# Model 8B

## Intended Use
The model is meant for assistants in English and German. It is not a doctor.

## How to use
```
vllm serve acme/model-8b
```
Serve it with any engine that reads safetensors weights.

## Training Data
It was trained on public text up to June 2026.
"""


def test_a_model_card_proposes_answers_with_their_sentences(write: Write) -> None:
    """Nothing is judged: what only a person can judge stays unknown."""
    rows, _ = rows_of(opened(write("README.md", CARD)))
    row = rows["acme/model-8b"]
    assert (row.name, row.facts["licence"], row.facts["modalities"]) == ("Model 8B", "llama3.1", ["text"])
    assert row.notes == (
        "Based on acme/base-8b.",
        "Languages: en, de.",
        "Gated: access to the weights has to be asked for.",
    )
    answers = {one.check: (one.verdict, one.note) for one in row.answers}
    assert answers["card.intended_use"] == (
        "unknown",
        "“Intended Use”: The model is meant for assistants in English and German.",
    )
    assert answers["card.serving"] == ("pass", "“How to use”: Serve it with any engine that reads safetensors weights.")
    assert answers["card.training_notes"][1].endswith("public text up to June 2026.")
    assert answers["card.licence"][1].startswith("The card's head says license: llama3.1; it limits")
    assert answers["card.openness_claim"][0] == "unknown"
    assert {one.url for one in row.answers} == {"https://huggingface.co/acme/model-8b"}


@pytest.mark.parametrize(
    ("head", "why"),
    [
        ("a: &x 1\nb: *x", "an anchor or an alias"),
        ("a: &x [1]", "an anchor or an alias"),
        ("[" * 200, "nested too deeply"),
        ("a: [1", "is not valid YAML"),
        ("- a list", "is no table of keys"),
        ("a: !!python/object:os.system x", None),
    ],
)
def test_the_head_of_a_card_is_read_as_texts(head: str, why: str | None) -> None:
    """No anchors, no depth, no objects: every value is a text."""
    values, problem = model_card.front_matter(head)
    assert (values == {"a": "x"}) if why is None else (values is None and why in problem)


def test_a_card_without_headings_is_read(write: Write) -> None:
    """Its head alone."""
    rows, refused = rows_of(opened(write("README.md", "---\nlicense: mit\n---")))
    assert (rows["README.md"].facts["commercial_use"], refused) == ("yes", [])


# --- tables of no known format


def test_columns_are_proposed_with_their_units() -> None:
    """By their headings alone; what nobody knows is left out."""
    header = ["Model", "Host", "Score", "Input $/1K tokens", "Output (cents per token)", "TTFT (ms)", "Batch %", "Mood"]
    assert proposed_columns(header, "quality.ours") == {
        "Model": "model",
        "Host": "provider",
        "Score": "quality.ours",
        "Input $/1K tokens": "input_price:per_thousand",
        "Output (cents per token)": "output_price:cents_per_token",
        "TTFT (ms)": "ttft:ms",
        "Batch %": "batch_discount:percent",
    }


def test_a_table_is_read_as_its_columns_were_confirmed(write: Write) -> None:
    """Units become ours; a comma is refused until somebody says what it marks."""
    path = write(
        "own.csv",
        'Model;Preis;Güte;Zeit;Rabatt\na;0,5;77,47%;1.500;50 %\nb;n/a;"12";;\n',
    )
    columns = {
        "Model": "model",
        "Preis": "input_price:cents",
        "Güte": "quality.own",
        "Zeit": "ttft:ms",
        "Rabatt": "batch_discount",
    }
    source = open_source(path, ImportOptions(columns=columns))
    assert "a comma may mark thousands or decimals" in rows_of(source)[1][0].why
    rows, refused = rows_of(open_source(path, ImportOptions(columns={**columns, "numbers": "1.234,5"})))
    assert refused == []
    assert figures_of(rows["a"]) == {"input_price": 0.005, "quality.own": 77.47, "ttft": 1.5, "batch_discount": 0.5}
    assert figures_of(rows["b"]) == {"quality.own": 12}


@pytest.mark.parametrize(
    ("columns", "told"),
    [
        ({"Model": "model", "Nope": "ttft"}, "no column 'Nope'"),
        ({"Score": "quality.x"}, "one column has to be the name or the model"),
        ({"Model": "model", "Score": "qualty"}, "is no meaning"),
        ({"Model": "model", "Score": "input_price:ms"}, "it may be input_price:per_token"),
        ({"Model": "model", "Score": "model"}, "another column is model already"),
        ({"Model": "model", "numbers": "1 234"}, "write one of"),
    ],
)
def test_a_map_that_cannot_be(columns: dict[str, str], told: str) -> None:
    """The column, and what would be right."""
    with pytest.raises(ShortlistError, match=told):
        checked_columns(columns, ["Model", "Score"])


def test_an_unknown_table_says_how_it_would_be_read(write: Write) -> None:
    """The proposal stands in the message, ready to be confirmed."""
    with pytest.raises(UnknownFormat, match="--map Model=model --map Speed=output_speed"):
        opened(write("own.json", [{"Model": "a", "Speed": 5, "Mood": "good"}]))


def test_headings_of_prices_say_what_they_are_for() -> None:
    """Hours, seconds, characters and thousands; what might be no price is left out."""
    header = ["Model", "Audio input price ($/hour)", "TTS (USD per 1k characters)", "Search price per 1k", "Image"]
    assert proposed_columns(header, "quality.ours") == {
        "Model": "model",
        "Audio input price ($/hour)": "audio_input_price:per_hour",
        "TTS (USD per 1k characters)": "character_price:per_thousand_characters",
        "Search price per 1k": "search_price:thousand",
    }

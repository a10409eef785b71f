"""What self-hosting takes: memory by hand, the roofline's shape, and the estimates held against published figures."""

from __future__ import annotations

import datetime as dt
import json
import statistics

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shortlist.core.document.workspace import read_workspace
from shortlist.core.sizing.constants import CACHE_BYTES, GPUS, PRESETS, SERVED_SHARE
from shortlist.core.sizing.estimate import (
    Deployment,
    DoesNotFit,
    bytes_cached,
    gpus_needed,
    prefill_per_s,
    room,
    size,
    weight_bytes,
)
from shortlist.core.sizing.hosting_values import (
    MARK,
    SPEED_SOURCE,
    counts_before,
    filled,
    rounded,
    sentence,
    speed_figure,
    with_sizing,
)
from shortlist.core.sizing.published_throughputs import (
    PUBLISHED,
    Published,
    named_gpu,
    named_precision,
    named_preset,
    spread,
)
from shortlist.core.sizing.questions import (
    ASKED,
    BEGUN,
    DATA,
    OWN,
    TENSOR,
    first_texts,
    gpu_named,
    precision_texts,
    preset_named,
    preset_of,
    preset_texts,
    understood,
)
from shortlist.core.sizing.sentences import results
from tests.conftest import FIXTURES
from tests.core.documents import document, self_hosted, step


def plan(model: str = "Llama 3.3 70B", precision: str = "FP8", gpu: str = "H100 80GB", **changes: object) -> Deployment:
    """A plan of a known model."""
    made = Deployment(named_preset(model).shape, named_precision(precision), 2.0, 2000, 500, 16, named_gpu(gpu))
    return made._replace(**changes)  # type: ignore[arg-type]


# --- memory


def test_memory_by_hand() -> None:
    """70.6 billion weights of a byte; a key and a value of 128 numbers for each of 8 heads in 80 layers, of 2 bytes."""
    estimate = size(plan())
    assert estimate.weights_gb == pytest.approx(70.6)
    assert estimate.cache_token_kb == pytest.approx(2 * 128 * 8 * 80 * 2 / 1000)
    assert estimate.cache_request_gb == pytest.approx(327_680 * 2500 / 1e9)
    assert estimate.usable_gb == pytest.approx(2 * 80 * 0.9)
    assert estimate.gpus == 2, "one holds 72 GB, which leaves no room for sixteen requests"
    assert estimate.room == int((144 - 70.6) / (327_680 * 2500 / 1e9))


def test_layers_with_a_window_keep_no_more_than_it() -> None:
    """gpt-oss: half of the layers keep 128 tokens, whatever the context."""
    made = plan("gpt-oss-120b", "MXFP4")
    assert bytes_cached(made, 10_000) == 2 * 8 * 64 * 2 * (18 * 10_000 + 18 * 128)


def test_the_latent_cache_of_deepseek() -> None:
    """576 values a token and layer."""
    assert bytes_cached(plan("DeepSeek V3"), 1) == 576 * 61 * 2


@pytest.mark.parametrize(
    ("model", "gpus", "times"),
    [("Qwen3 30B A3B", 2, 1), ("Qwen3 30B A3B", 4, 1), ("Qwen3 30B A3B", 8, 2), ("DeepSeek V3", 8, 8)],
)
def test_a_gpu_holds_whole_heads(model: str, gpus: int, times: int) -> None:
    """Kind: a cache divided finer than it can be. Where GPUs outnumber the heads each holds one, a latent cache whole.

    Memory and the bytes that a step reads both; data parallel attention keeps each request on one GPU.
    """
    made = plan(model, "FP8", "H200 141GB", prompt_tokens=20_000, gpus=gpus, requests=4)
    apart = made._replace(data_parallel=True)
    assert size(made).cache_gb == pytest.approx(times * size(apart).cache_gb)
    assert room(made, gpus) in range(room(apart, gpus) // times, room(apart, gpus) // times + times + 1)
    speeds = size(made).decode_tokens_per_s, size(apart).decode_tokens_per_s
    assert speeds[0] < speeds[1] if times > 1 else speeds[0] == speeds[1]


def test_heads_that_do_not_divide_fill_the_gpus() -> None:
    """Six heads on four GPUs are two on each: eight are held."""
    made = plan(gpus=4)
    made = made._replace(shape=made.shape._replace(kv_heads=6))
    assert size(made).cache_gb == pytest.approx(size(made._replace(data_parallel=True)).cache_gb * 8 / 6)


def test_the_form_says_how_attention_is_shared() -> None:
    """Tensor parallel at first; what it comes to stands in the sentence of the cache."""
    deepseek = texts(model="DeepSeek V3", **preset_texts("DeepSeek V3"), gpu="H200 141GB", gpus="8")
    told = []
    for attention in (TENSOR, DATA):
        read = understood({**deepseek, "attention": attention}).plan
        assert read is not None
        told.append(next(row.basis for row in results(read, size(read)) if row.name == "cache, all"))
    assert BEGUN["attention"] == TENSOR
    assert told[0].endswith("tensor parallel, held 8 times: 8 GPUs share 1 head")
    assert told[1].endswith("data parallel, each GPU keeps that of its own requests")


@pytest.mark.parametrize(
    ("said", "gpu"),
    [
        ("L4", "L4 24GB"),
        ("NVIDIA L4", "L4 24GB"),
        ("l40s 48 gb", "L40S 48GB"),
        ("NVIDIA A100-SXM4-80GB", "A100 80GB"),
        ("8 x H100 SXM5", "H100 80GB"),
        ("H100 PCIe", "H100 PCIe 80GB"),
        ("rtx4090", "RTX 4090 24GB"),
        ("AMD Instinct MI300X", "MI300X 192GB"),
        *(
            (other, None)
            for other in ("A", "A10", "L40", "H20", "B20", "RTX", "80GB", "GB200", "H100 NVL", "A100 40GB")
        ),
        ("A100 PCIe", None),
        ("", None),
    ],
)
def test_a_gpu_is_named_by_whole_words(said: str, gpu: str | None) -> None:
    """Kind: a name found within another one's. Maker and connection aside, all words and the memory are the same."""
    assert gpu_named(said) == gpu


def test_a_gpu_that_is_not_here_is_asked_for() -> None:
    """Its candidate's form opens without one: the figures of the first of the table would be another machine's."""
    made = document(step(), [self_hosted("own", {"gpu": "A10"}, name="Qwen3 8B")])
    workspace = read_workspace(made)
    first = first_texts(workspace.candidates[0], workspace.scenario)
    assert (first["gpu"], first["gpu_hour_usd"]) == ("", "")
    assert understood(first).problems["gpu"].startswith("the candidate's GPU is not in the table")


@pytest.mark.parametrize(
    ("name", "precision", "gb"),
    [
        ("Qwen/Qwen3-8B", "BF16", 16.4),
        ("acme/Qwen3-8B-AWQ", "INT4", 4.6),
        ("acme/Qwen3-8B-GPTQ-Int4", "INT4", 4.6),
        ("Qwen3-8B-fp8-dynamic", "FP8", 8.2),
        ("Qwen3-8B.w8a8", "INT8", 8.2),
        ("Qwen3-8B-GGUF:Q5_K_M", "Q5_K_M", 5.6),
        ("qwen3:8b-q8_0", "Q8_0", 8.7),
        ("mlx/Qwen3-8B-4bit", "INT4", 4.6),
        ("acme/gpt-oss-20b-BF16", "BF16", 41.8),
        ("openai/gpt-oss-20b", "MXFP4", 11.1),
        ("acme/Qwen3-8B-GGUF", "", None),
        ("acme/Qwen3-8B-IQ2_XXS", "", None),
    ],
)
def test_a_name_says_how_its_weights_are_stored(name: str, precision: str, gb: float | None) -> None:
    """Kind: a quantised model sized as its original. What the name leaves open is asked, never 16 bits."""
    preset = preset_named(name)
    assert preset is not None
    filled_in = texts(model=preset.name, **{**preset_texts(preset.name), **precision_texts(name)})
    read = understood(filled_in)
    assert filled_in["precision"] == precision
    if gb is None:
        assert read.problems["precision"].startswith("the model's name says that its weights are stored otherwise")
    else:
        assert read.plan is not None and weight_bytes(read.plan) / 1e9 == pytest.approx(gb, abs=0.1)


def test_what_does_not_fit_says_what_would() -> None:
    """Weights too large for a server, too many requests, too few GPUs: each with its remedy."""
    with pytest.raises(DoesNotFit, match="larger GPU or less precise weights"):
        size(plan("DeepSeek V3", "BF16"))
    with pytest.raises(DoesNotFit, match="fewer at once, shorter ones"):
        size(plan(prompt_tokens=1_000_000))
    with pytest.raises(DoesNotFit, match="take more GPUs"):
        size(plan(precision="BF16", gpus=1))


def test_requests_that_do_not_fit_at_once_wait() -> None:
    """With the GPUs given, the speeds are for those that fit."""
    estimate = size(plan(gpus=2, requests=1000))
    assert estimate.requests == estimate.room < 1000


plans = st.builds(
    lambda model, precision, cache, prompt, answer, requests: plan(
        model,
        precision,
        "B200 180GB",
        cache_bytes=cache,
        prompt_tokens=prompt,
        answer_tokens=answer,
        requests=requests,
    ),
    st.sampled_from([one.name for one in PRESETS if one.shape.total_b < 250]),
    st.sampled_from(["BF16", "FP8", "Q4_K_M"]),
    st.sampled_from([1.0, 2.0]),
    st.integers(1, 4000),
    st.integers(1, 2000),
    st.integers(1, 64),
)


@given(plans)
def test_the_gpus_are_the_fewest_that_hold_it(made: Deployment) -> None:
    """Half of them would not."""
    gpus = gpus_needed(made)
    assert room(made, gpus) >= made.requests
    assert gpus == 1 or room(made, gpus // 2) < made.requests


@given(plans)
def test_more_at_once_is_more_in_all_and_less_for_each(made: Deployment) -> None:
    """The trade of batching; reading prompts does not depend on it."""
    few, many = size(made._replace(gpus=8)), size(made._replace(gpus=8, requests=made.requests + 8))
    assert many.decode_tokens_per_s > few.decode_tokens_per_s
    assert many.request_tokens_per_s < few.request_tokens_per_s
    assert many.prefill_tokens_per_s == few.prefill_tokens_per_s == prefill_per_s(made, 8)


@given(plans)
def test_the_two_speeds_add_as_the_replicas_do(made: Deployment) -> None:
    """A request takes its prompt at the one speed and its answer at the other, as the cost of self-hosting has it."""
    estimate = size(made)
    seconds = made.prompt_tokens / estimate.prefill_tokens_per_s + made.answer_tokens / estimate.decode_tokens_per_s
    assert made.answer_tokens / seconds == pytest.approx(estimate.mixed_tokens_per_s)


@given(plans, st.floats(0.1, 1))
def test_a_share_of_the_engine_is_that_share_of_both_speeds(made: Deployment, share: float) -> None:
    """Memory is not touched by it."""
    whole, part = size(made), size(made._replace(served_share=share))
    assert part.decode_tokens_per_s == pytest.approx(share * whole.decode_tokens_per_s)
    assert part.prefill_tokens_per_s == pytest.approx(share * whole.prefill_tokens_per_s)
    assert part.gpus == whole.gpus and part.cache_gb == whole.cache_gb


# --- published figures

TUNED = [figure for figure in PUBLISHED if figure.kind == "tuned"]
SERVED = [figure for figure in PUBLISHED if figure.kind == "served"]


@pytest.mark.parametrize("figure", [one for one in TUNED if not one.plan.shape.mixture], ids=str)
def test_models_without_experts_within_a_quarter(figure: Published) -> None:
    """Tuned engines at full load: 0.79 to 1.13 of what was published."""
    assert 0.78 <= figure.ratio <= 1.14


@pytest.mark.parametrize("figure", [one for one in TUNED if one.plan.shape.mixture], ids=str)
def test_mixtures_of_experts_within_a_third(figure: Published) -> None:
    """Tuned engines at full load: 0.66 to 1.23 of what was published."""
    assert 0.65 <= figure.ratio <= 1.24


@pytest.mark.parametrize("figure", SERVED, ids=str)
def test_served_endpoints_within_a_factor_of_two(figure: Published) -> None:
    """None was used in the fit; with the share that the form begins with, 0.63 to 1.84 of what was published."""
    assert 0.62 <= figure.ratio * SERVED_SHARE <= 1.85


def test_the_share_of_a_served_endpoint_is_about_the_median() -> None:
    """Of the runs at full load."""
    reached = statistics.median(1 / figure.ratio for figure in SERVED if figure.requests > 100)
    assert abs(reached - SERVED_SHARE) < 0.1


def test_a_server_holds_as_many_requests_as_was_seen() -> None:
    """NIM 1.8.0, Llama 3.3 70B FP8 on two H100: of 50 requests of 5,500 tokens none waits, of 100 some do."""
    figure = next(one for one in SERVED if one.requests == 250)
    assert 50 <= room(figure.plan, 2) < 100


def test_the_spread_is_what_the_figures_give() -> None:
    """The words that the form shows are computed, not written down."""
    assert spread(SERVED) == (min(one.ratio for one in SERVED), max(one.ratio for one in SERVED))


def test_every_constant_says_where_it_can_be_read() -> None:
    """Address and date of every GPU, model and published figure."""
    sources = [one.source for one in (*GPUS, *PRESETS, *PUBLISHED)]
    assert all(source.address.startswith("https://") and "20" in source.dated for source in sources)


@pytest.mark.skipif(not FIXTURES.exists(), reason="the file of offers is not here")
@pytest.mark.parametrize("gpu", [one for one in GPUS if one.rent], ids=lambda one: one.name)
def test_rents_are_medians_of_the_offers(gpu: object) -> None:
    """Spot offers left out."""
    assert isinstance(gpu, type(GPUS[0])) and gpu.rent is not None
    offers = json.loads((FIXTURES / "gpu-pricing_offerings_2026-05-24.json").read_text("utf-8"))
    found = [
        offer["price_usd_hour"]
        for offer in offers
        if not offer["is_spot"] and offer["gpu_model"] in gpu.rent.models and offer["vram_gb"] == gpu.memory_gb
    ]
    assert (gpu.rent.usd_per_hour, gpu.rent.offers) == (pytest.approx(statistics.median(found)), len(found))


# --- the form


def texts(**changes: str) -> dict[str, str]:
    """A form filled in for gpt-oss-120b."""
    made = {
        "model": "gpt-oss-120b",
        **preset_texts("gpt-oss-120b"),
        "cache": "BF16",
        "attention": TENSOR,
        "prompt_tokens": "3k",
        "answer_tokens": "550",
        "requests": "32",
        "gpu": "H100 80GB",
        "served_share": "70%",
        "gpu_hour_usd": "$2.29",
    }
    return {**made, **changes}


def test_a_form_is_read_into_a_plan() -> None:
    """Numbers as people type them."""
    read = understood(texts())
    assert read.problems == {} and read.plan is not None
    assert (read.plan.prompt_tokens, read.plan.served_share, read.gpu_hour_usd) == (3000, 0.7, 2.29)
    assert read.plan.shape == named_preset("gpt-oss-120b").shape
    grouped = understood(texts(prompt_tokens="30,000"))
    assert grouped.problems == {} and grouped.plan is not None and grouped.plan.prompt_tokens == 30_000


@pytest.mark.parametrize(
    ("name", "typed", "told"),
    [
        ("total_b", "", "needed"),
        ("total_b", "many", "write a number such as"),
        ("active_b", "500", "must be 116.8 or less"),
        ("layers", "3.5", "whole number"),
        ("layers", "0", "above 0"),
        ("window_layers", "99", "must be 36 or less"),
        ("window_tokens", "", "sliding_window in config.json"),
        ("gpus", "3", "1, 2, 4 or 8"),
        ("served_share", "130%", "must be 1 or less"),
        ("gpu", "TPU", "choose one of"),
        ("requests", "-1", "above 0"),
        ("requests", "3,5", "a comma may only group digits in threes"),
        ("prompt_tokens", "30 %", "a percentage is for shares alone"),
    ],
)
def test_a_mistake_is_told_at_its_field(name: str, typed: str, told: str) -> None:
    """And nothing is estimated from the rest."""
    read = understood(texts(**{name: typed}))
    assert read.plan is None and list(read.problems) == [name] and told in read.problems[name]


def test_every_field_says_where_to_find_its_number() -> None:
    """In a sentence."""
    assert all(asked.where.endswith(".") and len(asked.where) > 20 for asked in ASKED)


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.name)
def test_every_model_fills_in_a_form_that_is_right(preset: object) -> None:
    """Nothing of it is refused, and some server holds it."""
    assert isinstance(preset, type(PRESETS[0]))
    read = understood(texts(model=preset.name, **preset_texts(preset.name), gpu="B200 180GB"))
    assert read.plan is not None and read.plan.shape == preset.shape and size(read.plan).gpus <= 8


def test_another_model_fills_in_nothing() -> None:
    """What was typed stays."""
    assert preset_texts(OWN) == {}


# --- filling


def hosted() -> dict[str, object]:
    """A workspace with one candidate that the team runs itself."""
    machines = {"gpu": "H100", "gpu_hour_usd": 3.5, "engineering_hours": 40.0, "gpus_per_replica": 4}
    return document(step(), [self_hosted("own", machines, name="GPT-OSS 120B (own)", notes="Kept.")])


def test_the_form_opens_with_what_is_known() -> None:
    """The model by its name, the machines of the candidate, the scenario's longest request."""
    workspace = read_workspace(hosted())
    one = workspace.candidates[0]
    assert (preset := preset_of(one)) is not None and preset.name == "gpt-oss-120b"
    first = first_texts(one, workspace.scenario)
    assert (first["gpu"], first["gpu_hour_usd"], first["total_b"]) == ("H100 80GB", "3.5", "116.8")


def test_what_is_filled_is_marked_and_leaves_the_rest() -> None:
    """Throughputs to three digits, the upkeep as it was, a sentence in the notes that a second estimate replaces."""
    workspace = read_workspace(hosted())
    read = understood(texts())
    assert read.plan is not None
    estimate = size(read.plan)
    values = filled(read.plan, estimate, read.gpu_hour_usd)
    assert values["input_tokens_per_s"] == rounded(estimate.prefill_tokens_per_s)
    told = sentence(read.plan, estimate, dt.date(2026, 11, 25))
    speed = speed_figure(estimate, dt.date(2026, 11, 25))
    once = with_sizing(workspace, 0, values, told, speed)
    hosting = once.candidates[0].hosting
    assert hosting is not None
    assert (hosting.gpus_per_replica, hosting.gpu_hour_usd, hosting.engineering_hours) == (1, 2.29, 40.0)
    assert once.candidates[0].notes == f"Kept.\n{told}" and told.startswith(MARK) and "not measured" in told
    again = dt.date(2026, 12, 1)
    twice = with_sizing(once, 0, values, sentence(read.plan, estimate, again), speed_figure(estimate, again))
    assert twice.candidates[0].notes.count(MARK) == 1
    found = [one for one in twice.candidates[0].observations if one.source == SPEED_SOURCE]
    assert [(one.metric, one.basis, one.as_of) for one in found] == [("output_speed", "estimate", again)]
    assert found[0].value == rounded(estimate.request_tokens_per_s)
    assert counts_before(twice.candidates[0]) == counts_before(workspace.candidates[0]), "whatever is no estimate"


def test_an_hour_that_is_not_given_is_left() -> None:
    """As it stood."""
    read = understood(texts(gpu_hour_usd=""))
    assert read.plan is not None and "gpu_hour_usd" not in filled(read.plan, size(read.plan), read.gpu_hour_usd)


def test_a_cache_of_half_the_bytes_holds_twice_the_requests() -> None:
    """FP8 for BF16."""
    wide, narrow = plan(gpus=2, cache_bytes=CACHE_BYTES["BF16"]), plan(gpus=2, cache_bytes=CACHE_BYTES["FP8"])
    assert room(narrow, 2) in (2 * room(wide, 2), 2 * room(wide, 2) + 1)
    assert weight_bytes(wide) == weight_bytes(narrow)


CONFIGS = [
    # Grouped heads of a head_dim that is not hidden_size / num_attention_heads.
    ({"layers": "28", "kv_heads": "8", "head_size": "128"}, 40_960, 4.375),
    # Latent attention: (512 + 64) / 2, one head.
    ({"layers": "61", "kv_heads": "1", "head_size": "288"}, 163_840, 10.72),
    # Five of six layers look back over a window.
    (
        {"layers": "62", "kv_heads": "16", "head_size": "128", "window_layers": "52", "window_tokens": "1024"},
        2**17,
        10.41,
    ),
    # Three of four layers are linear and keep a state, no cache.
    ({"layers": "64", "kv_heads": "4", "head_size": "256", "window_layers": "48", "window_tokens": "1"}, 2**18, 16.0),
]


@pytest.mark.parametrize(("config", "context", "gibibytes"), CONFIGS)
def test_caches_of_every_kind_of_attention(config: dict[str, str], context: int, gibibytes: float) -> None:
    """Kind: one formula for all models, eight times too much or a fifth; the form's own hints give the right ones.

    The figures are those of the models' configurations by hand: bytes of a key and a value, 16 bits each.
    """
    form = {**BEGUN, "model": OWN, "total_b": "30", "active_b": "3", **config, "gpu": "H200 141GB", "requests": "1"}
    read = understood({**form, "prompt_tokens": str(context - 1), "answer_tokens": "1", "served_share": "70%"})
    assert read.problems == {} and read.plan is not None
    assert bytes_cached(read.plan, context) / 2**30 == pytest.approx(gibibytes, abs=0.01)
    # Weights are in memory whole, whatever of them a token uses.
    assert weight_bytes(read.plan) == 60e9
    hints = {asked.name: asked.where for asked in ASKED}
    assert "with latent attention" in hints["kv_heads"] and "qk_rope_head_dim" in hints["head_size"]
    assert "linear_attention" in hints["window_layers"]

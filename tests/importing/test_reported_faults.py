"""More kinds of fault that users of other tools reported, each with an input of its own: prices, boards, machines."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from shortlist.core.basics.errors import ShortlistError
from shortlist.core.basics.numbers import in_cents
from shortlist.core.document.metrics import index_name, metric_label
from shortlist.core.document.plausible import implausible
from shortlist.core.importing.columns import proposed_columns
from shortlist.core.importing.values import BadValue, period_of, valid_on
from shortlist.core.service.figures import Figures
from shortlist.importing import ImportOptions, UnknownFormat, open_source, plan_import
from tests.conftest import TODAY
from tests.evidence import samples
from tests.importing.conftest import Write, figures_of, opened, rows_of
from tests.importing.test_field_faults import all_taken, empty, litellm_file

# --- periods of prices


def listed_at(*periods: dict[str, Any]) -> dict[str, Any]:
    """A list of prices with the history of one model."""
    return {"vendor": "acme", "models": [{"id": "nine", "price_history": list(periods)}, {"id": "ten"}]}


OLD = {"input": 5, "output": 9, "input_cached": None, "from_date": None, "to_date": "2026-01-31"}
NOW = {"input": 2, "output": 4, "input_cached": 0.2, "from_date": "2026-02-01", "to_date": None}
SOON = {"input": 1, "output": 3, "input_cached": 0.1, "from_date": "2027-01-01", "to_date": None}
HISTORY = {
    "id": "model",
    "price_history.0.input": "input_price",
    "price_history.0.output": "output_price",
    "price_history.0.input_cached": "cache_read_price",
}


@pytest.mark.parametrize("periods", [(OLD, NOW), (NOW, OLD, SOON), (SOON, NOW)])
def test_the_period_that_holds_counts_and_not_the_first(write: Write, periods: tuple[dict[str, Any], ...]) -> None:
    """Kind: the first price of a history taken, whichever day it is of; the price of a cached token lost."""
    path = write("p.json", listed_at(*periods))
    with pytest.raises(UnknownFormat) as unknown:
        opened(path)
    assert unknown.value.proposed == HISTORY
    rows, _ = rows_of(open_source(path, ImportOptions(as_of=dt.date(2026, 11, 20), columns=HISTORY)))
    assert figures_of(rows["nine"]) == {"input_price": 2, "output_price": 4, "cache_read_price": 0.2}


def test_a_price_that_has_ended_is_no_price(write: Write) -> None:
    """Kind: the same, where none holds any more: it says so."""
    path = write("p.json", listed_at(OLD))
    columns = {"id": "model", "vendor": "provider"}
    with pytest.raises(ShortlistError):
        open_source(path, ImportOptions(as_of=dt.date(2026, 11, 20), columns=columns))
    path = write("q.json", {"models": [*listed_at(NOW)["models"], {"id": "old", "price_history": [OLD]}]})
    rows, refused = rows_of(open_source(path, ImportOptions(as_of=dt.date(2026, 11, 20), columns=HISTORY)))
    assert list(rows) == ["nine"]
    assert {one.why for one in refused} == {"it holds no figure that is in force on 2026-11-20"}


def test_rows_of_periods(write: Write) -> None:
    """Kind: the same, a row a period: those that do not hold refuse themselves, and contradict nothing."""
    path = write(
        "t.csv",
        "model,input,from_date,to_date\nnine,5,,2026-01-31\nnine,2,2026-02-01,\nnine,1,2027-01-01,\nten,3,soon,\n",
    )
    header = ["model", "input", "from_date", "to_date"]
    columns = proposed_columns(header, "quality.x")
    assert columns == {
        "model": "model",
        "input": "input_price",
        "from_date": "valid_from",
        "to_date": "valid_until",
    }
    rows, refused = rows_of(open_source(path, ImportOptions(as_of=dt.date(2026, 11, 20), columns=columns)))
    assert {id_: figures_of(row) for id_, row in rows.items()} == {"nine": {"input_price": 2}}
    assert [(one.place, one.why[:32]) for one in refused] == [
        ("line 2", "its figures held until 2026-01-3"),
        ("line 4", "its figures hold from 2027-01-01"),
        ("line 5", "expected a date such as 2026-11-"),
    ]


def test_periods() -> None:
    """Both ends count; of two that hold the later one; a list that speaks of no days stays as it is."""
    on = dt.date(2026, 2, 1)
    early, late = {"from_date": "2026-01-01", "to_date": "2026-02-01"}, {"valid_from": "2026-02-01"}
    assert valid_on([early, late], on) == [late, early]
    assert valid_on([early, {"from_date": "soon"}], dt.date(2026, 3, 1)) == []
    assert valid_on([{"input": 1}, {"input": 2}], on) == [{"input": 1}, {"input": 2}]
    with pytest.raises(BadValue):
        period_of("2026-02-01", "2026-01-01")


# --- units


@pytest.mark.parametrize(
    ("cell", "currency", "price"),
    [
        ("15", "cents", 0.15),
        ("15", "US cents", 0.15),
        ("15", "¢", 0.15),
        ("15¢", "", 0.15),
        ("15 cents", "", 0.15),
        ("0.15", "usc", 0.0015),
        ("$15", "cents", 15),
        ("15", "USD", 15),
    ],
)
def test_prices_in_cents(write: Write, cell: str, currency: str, price: float) -> None:
    """Kind: cents read as dollars, a hundred times too dear, where a column or the cell says that they are cents."""
    path = write("t.csv", f"model,input price,currency\nnine,{cell},{currency}\n")
    columns = {"model": "model", "input price": "input_price", "currency": "currency"}
    (row,) = rows_of(open_source(path, ImportOptions(columns=columns)))[0].values()
    assert figures_of(row) == {"input_price": price}


def test_cents_are_counted_once(write: Write) -> None:
    """Kind: the same, said by the heading and by the cell; euro cents are no dollars."""
    path = write("t.csv", "model,Input (¢/1M)\nnine,15¢\n")
    columns = proposed_columns(["model", "Input (¢/1M)"], "quality.x")
    assert columns["Input (¢/1M)"] == "input_price:cents"
    (row,) = rows_of(open_source(path, ImportOptions(columns=columns)))[0].values()
    assert figures_of(row) == {"input_price": 0.15}
    assert not in_cents("€ cents") and not in_cents("Centre")


def test_cents_per_token_beside_a_currency_of_dollars(write: Write) -> None:
    """Kind: a list whose prices are cents per token and whose currency says USD: its own paths tell the unit."""
    price = {"request_token": {"price": 0.00025}, "response_token": {"price": 0.001}}
    entry = {"pricing_config": {"pay_as_you_go": price, "currency": "USD"}}
    path = write("acme.json", {"nine": entry, "ten": entry})
    with pytest.raises(UnknownFormat) as unknown:
        opened(path)
    rows, _ = rows_of(open_source(path, ImportOptions(columns=unknown.value.proposed)))
    assert figures_of(rows["nine"]) == {"input_price": 2.5, "output_price": 10}


@pytest.mark.parametrize(
    ("metric", "value", "asked"),
    [
        ("input_price", 0.00125, "of a thousand"),
        ("input_price", 0.0031, ""),
        ("output_price", 0.0006, "of a thousand"),
        ("output_price", 0.0047, ""),
        ("cache_read_price", 0.0028, ""),
        ("quality.bfcl", 0.452, "a share of 1"),
        ("quality.livebench", 1, ""),
        ("quality.aa_hle", 0.9, ""),
        ("quality.mmlu_pro", 0, ""),
    ],
)
def test_what_is_a_thousand_or_a_hundred_times_too_small_is_a_question(metric: str, value: float, asked: str) -> None:
    """Kind: a price of a thousand tokens under one for a million, and a share under an index of 0 to 100."""
    told = implausible(metric, value)
    assert asked in told and bool(told) == bool(asked)


# --- price lists


def test_tiers_above_a_million_and_caches_of_an_hour(write: Write) -> None:
    """Kind: a tier lost for how its length is written; what a cache of an hour costs is named, at every length."""
    entry = {
        "input_cost_per_token": 3e-6,
        "input_cost_per_token_above_1m_tokens": 9e-6,
        "cache_creation_input_token_cost_above_1hr_above_200k_tokens": 1.2e-5,
        "output_cost_per_audio_token": 8e-5,
    }
    (row,) = rows_of(opened(write("m.json", litellm_file(**entry))))[0].values()
    assert figures_of(row) == {"input_price": 3, ("input_price", 1_000_000): 9}
    assert row.notes == (
        "Also priced, and not taken: cache_creation_input_token_cost_above_1hr_above_200k_tokens, "
        "output_cost_per_audio_token.",
    )


@pytest.mark.parametrize(("most", "told"), [(272_000, True), (400_000, False), (0, False), (None, False)])
def test_the_most_input_below_the_window_is_told(write: Write, most: int | None, told: bool) -> None:
    """Kind: a prompt that fits the window and is refused, for input alone may be no longer than another limit."""
    limit = {"context": 400_000, "output": 128_000, "input": most}
    model = {"id": "nine", "cost": {"input": -1_000_000, "output": 2}, "limit": limit}
    (row,) = rows_of(opened(write("api.json", {"acme": {"id": "acme", "models": {"nine": model}}})))[0].values()
    assert figures_of(row)["context_window"] == 400_000 and "input_price" not in figures_of(row)
    assert ("It takes at most 272,000 tokens of input; the rest of its window is for the answer." in row.notes) == told


def test_a_router_without_a_price_has_none(write: Write) -> None:
    """Kind: -1 as a price, so that every call earns money; its window stays."""
    pricing = {"prompt": "-1", "completion": "-1", "input_cache_read": "-1"}
    content = {"data": [{"id": "openrouter/auto", "context_length": 2_000_000, "pricing": pricing}]}
    (row,) = rows_of(opened(write("o.json", content)))[0].values()
    assert figures_of(row) == {"context_window": 2_000_000} and len(row.notes) == 3


def test_dollars_per_million_in_the_shape_of_a_list_per_token_are_a_question(write: Write) -> None:
    """Kind: a host answers in the shape of OpenRouter, in dollars a million."""
    path = write("o.json", {"data": [{"id": "acme/nine", "pricing": {"prompt": 3.2, "completion": 16}}]})
    told = {"provider": "openrouter", "model": "acme/nine"}
    (line,) = plan_import(empty(told), opened(path)).lines
    assert len(line.doubts) == 2 and not line.chosen_at_first


def test_names_that_begin_alike_join_nothing(write: Write) -> None:
    """Kind: gpt-4.1 priced as gpt-4, gpt-5.4-mini as gpt-5: by equality alone, and a dated one is asked for."""
    keys = ("gpt-5", "gpt-4", "gpt-4.1", "gpt-5.4-mini", "gpt-5.4-nano-2026-03-17")
    same = {"litellm_provider": "openai", "mode": "chat", "input_cost_per_token": 1e-6}
    mine = [{"provider": "openai", "model": one} for one in ("gpt-5.4-mini", "gpt-5.4-nano", "gpt-4.1-nano")]
    lines = plan_import(empty(*mine), opened(write("m.json", dict.fromkeys(keys, same)))).lines
    joined = {line.row.id: line.candidate.id for line in lines if line.kind == "changed" and line.candidate}
    asked = {line.row.id: line.candidate.id for line in lines if line.kind == "match" and line.candidate}
    assert joined == {"gpt-5.4-mini": "gpt-5.4-mini"}
    assert asked == {"gpt-5.4-nano-2026-03-17": "gpt-5.4-nano", "gpt-4.1": "gpt-4.1-nano"}


def test_a_tier_is_of_the_whole_request_and_begins_above_its_length() -> None:
    """Kind: tiers added up by their parts; the request of exactly that length; thinking that costs nothing."""

    def told(metric: str, value: float, above: int = 0) -> dict[str, Any]:
        known = {"source": "S", "as_of": TODAY, "basis": "published"}
        return {"metric": metric, "value": value, "above_tokens": above, **known}

    rows = [told("input_price", 3), told("input_price", 6, 200_000), told("output_price", 15)]
    figures = Figures(empty({"model": "nine", "observations": rows}).candidates[0])
    at, above = figures.prices(200_000), figures.prices(200_001)
    assert (at.input, above.input) == (pytest.approx(3e-6), pytest.approx(6e-6))
    assert at.reasoning == at.output == above.reasoning


# --- boards


def test_an_accuracy_that_is_not_there_refuses_its_row(write: Write) -> None:
    """Kind: N/A as 0; a share in a column of per cent is asked."""
    head = "Rank,Overall Acc,Model,Multi Turn Acc,Organization,License\n"
    source = opened(write("b.csv", f"{head}1,N/A,Nine (FC),60%,A,MIT\n2,0.452,Ten (FC),N/A,A,MIT\n"))
    rows, (refused,) = rows_of(source)
    assert (refused.name, refused.why) == ("Nine (FC)", "it has no overall accuracy")
    assert figures_of(rows["Ten (FC)"]) == {"quality.bfcl": 0.452}
    (line,) = plan_import(empty({"model": "ten"}), source).lines
    assert "is it a share of 1?" in line.doubts[0]


def test_a_model_that_stands_twice_counts_in_no_mean(write: Write) -> None:
    """Kind: one judged twice with two results, of which the mean counts: neither does, and equal ones are one."""
    head = "Rank,Overall Acc,Model,Multi Turn Acc,Organization,License\n"
    lines = ["1,60%,Nine (FC),60%,A,MIT", "2,40%,Nine (FC),60%,A,MIT", "3,39%,Ten (FC),5%,A,MIT"] * 2
    rows, refused = rows_of(opened(write("b.csv", head + "\n".join(lines))))
    assert list(rows) == ["Ten (FC)"]
    assert {one.why.partition(" line")[0] for one in refused} == {"it contradicts", "it says what"}


# --- machines


def test_the_price_of_each_gpu_in_the_column_of_the_machines(write: Write) -> None:
    """Kind: eight GPUs at the price of one, an eighth of what they cost; a machine may still be cheaper."""
    head = "InstanceType,AcceleratorName,AcceleratorCount,Region,Price\n"
    lines = ["a1,A6000,1,US,0.8", "a8,A6000,8,US,0.8", "e8,A6000,8,EU,0.8", "g1,T4,1,US,4.4", "g4,T4,4,US,3.9"]
    rows, (refused,) = rows_of(opened(write("vms.csv", head + "\n".join(lines))))
    assert [row.hosting["gpu_hour_usd"] for row in rows.values() if row.hosting] == [0.8, 0.1, 4.4, 0.975]
    assert (refused.place, refused.why) == (
        "line 3",
        "8 GPUs cost what one of them costs, 0.8 USD an hour: is it the price of each?",
    )


@pytest.mark.parametrize(("failed", "answered", "taken"), [(0, 100, True), (3, 97, True), (99, 1, False)])
def test_a_benchmark_says_how_many_requests_failed(write: Write, failed: int, answered: int, taken: bool) -> None:
    """Kind: the speed of one request out of a hundred, the others of which failed."""
    rows, refused = rows_of(opened(write("v.json", {**samples.VLLM, "failed": failed, "completed": answered})))
    told = [note for row in rows.values() for note in row.notes] + [f"{one.why}." for one in refused]
    assert told == ([f"{failed} of 100 requests failed."] if failed else []) and bool(rows) == taken


def test_a_sweep_gives_the_greatest_throughput_and_the_wait_at_the_usual_load(write: Write) -> None:
    """Kind: several loads of one model that contradict each other; the wait of a server that is flooded."""
    slow = {**samples.VLLM, "request_rate": 4, "output_throughput": 1500, "median_ttft_ms": 90, "median_tpot_ms": 10}
    flooded = {**samples.VLLM, "median_ttft_ms": 9000}
    idle = {**samples.VLLM, "request_rate": 1, "output_throughput": 40, "median_ttft_ms": 20}
    (row,) = rows_of(opened(write("v.json", [idle, flooded, slow])))[0].values()
    assert row.facts["hosting"] == {"input_tokens_per_s": 20_000, "output_tokens_per_s": 2500}
    assert figures_of(row) == {"ttft": 0.09, "output_speed": 100}
    assert row.figures[0].version.endswith("greatest of 3 loads: 100 prompts, all a second, 64 at once")


def test_speeds_behind_a_long_context_are_told(write: Write) -> None:
    """Kind: the speed at an empty cache as that of every prompt."""
    first = samples.LLAMA[0]
    tests = [
        {**first, "n_prompt": 512, "n_gen": 0, "avg_ts": 4000.0, "n_depth": 0},
        {**first, "n_prompt": 512, "n_gen": 0, "avg_ts": 900.0, "n_depth": 32_768},
        {**first, "n_prompt": 0, "n_gen": 128, "avg_ts": 90.0, "n_depth": 0},
        {**first, "n_prompt": 0, "n_gen": 128, "avg_ts": 20.0, "n_depth": 32_768},
    ]
    (row,) = rows_of(opened(write("l.json", tests)))[0].values()
    assert row.facts["hosting"] == {"input_tokens_per_s": 4000, "output_tokens_per_s": 90}
    assert row.notes == ("Behind 32,768 tokens that are in the cache: 900 read and 20 written a second.",)
    (deep,) = rows_of(opened(write("d.json", [tests[1], tests[3]])))[0].values()
    assert deep.facts["hosting"] == {"input_tokens_per_s": 900, "output_tokens_per_s": 20} and deep.notes == row.notes


# --- the harness


@pytest.mark.parametrize(
    ("told", "points"),
    [
        ({"bleu,none": 0.8, "bleu_stderr,none": "N/A"}, 0.8),
        ({"bleu,none": 31.2}, 31.2),
        ({"exact,none": 12.1, "f1,none": 0.55}, 0.55),
        ({"f1,none": 0.55}, 55),
        ({"acc,none": "N/A", "acc_stderr,none": "N/A"}, None),
        ({"alias": "a group", "name": "a group", "sample_len": 114}, None),
        ({"acc,none": 0.6, "acc_stderr,none": 0.0}, 60),
        ({"acc,none": True}, None),
    ],
)
def test_scales_of_the_harness(write: Write, told: dict[str, Any], points: float | None) -> None:
    """Kind: 0.8 points of BLEU as 80, for other metrics are shares; a group without a score, an error of N/A."""
    results = {"task": told, "gsm8k": {"exact_match,strict-match": 0.5}}
    (row,) = rows_of(opened(write("r.json", {**samples.LM_EVAL_RESULTS, "results": results})))[0].values()
    assert figures_of(row) == {"quality.gsm8k": 50} | ({} if points is None else {"quality.task": points})


def test_importing_these_again_changes_nothing(write: Write) -> None:
    """Kind: a correction for ever; the file is read by the same map both times."""
    path = write("p.json", listed_at(OLD, NOW))
    source = open_source(path, ImportOptions(as_of=dt.date(2026, 11, 20), columns=HISTORY))
    once = all_taken(empty(), plan_import(empty(), source))
    assert {line.kind for line in plan_import(once, source).lines} == {"unchanged"}


@pytest.mark.parametrize(
    ("metric", "told"),
    [
        ("quality.arena_vision", "Arena vision"),
        ("quality.arena_text_to_image", "Arena text to image"),
        ("quality.arena_elo", "Arena Elo"),
        ("quality.bfcl_prompt", "BFCL prompt"),
        ("quality.livebench_data_analysis", "LiveBench data analysis"),
        ("quality.our_wer", "our_wer"),
    ],
)
def test_boards_and_parts_of_an_index_are_called_by_their_labels(metric: str, told: str) -> None:
    """Kind: ids of the document where people read; what a team named itself keeps its name."""
    assert index_name(metric) == told and metric_label(metric)[:3] == f"{told[:1].upper()}{told[1:3]}"

"""Figures from a typed line and from a pasted table: what is understood, and what is refused with its reason."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shortlist.core.document.metrics import KNOWN_METRICS
from shortlist.core.document.presets import new_from_preset
from shortlist.core.edits.quick_entry import (
    Reading,
    Stamp,
    cells_of,
    indices_used,
    is_table,
    metric_of,
    read_line,
    read_table,
    run_together,
    typed_name,
)

DAY = dt.date(2026, 11, 22)
STAMP = Stamp(DAY, "A board", version="v4")
AA = "quality.aa_index"
NAMES = {"luna": "GPT-6 Luna", "flash": "DeepSeek Flash"}


def line(text: str) -> Reading:
    """A line for a candidate."""
    return read_line(text, "luna", STAMP, AA)


def table(text: str) -> Reading:
    """A table for two candidates."""
    return read_table(text, NAMES, STAMP, AA)


def figures(reading: Reading) -> list[tuple[str, str, float]]:
    """Candidate, metric and value of what is added."""
    return [(one.candidate, one.observation["metric"], one.observation["value"]) for one in reading.additions]


def test_a_line_of_names_and_numbers() -> None:
    """Short names, suffixes and dollar signs; source, date, basis and version are those that stuck."""
    reading = line("quality 38.1 ttft 2.1 speed 125 input $0.5 output 2 context 128k")
    assert not reading.refusals
    assert [(metric, value) for _, metric, value in figures(reading)] == [
        (AA, 38.1),
        ("ttft", 2.1),
        ("output_speed", 125),
        ("input_price", 0.5),
        ("output_price", 2),
        ("context_window", 128_000),
    ]
    assert reading.additions[0].observation == {
        "metric": AA,
        "value": 38.1,
        "source": "A board",
        "as_of": DAY,
        "basis": "published",
        "version": "v4",
    }


@pytest.mark.parametrize(
    ("text", "metric", "value"),
    [
        ("quality=38", AA, 38),
        ("quality: 38", AA, 38),
        ("aa_index 38", AA, 38),
        ("quality.arena_elo 1400,", "quality.arena_elo", 1400),
        ("cache read 0.05;", "cache_read_price", 0.05),
        ("max output 64k", "max_output", 64_000),
        ("batch 50 %", "batch_discount", 0.5),
        ("batch_discount 50%", "batch_discount", 0.5),
        ("CONTEXT 1M", "context_window", 1_000_000),
    ],
)
def test_how_a_figure_may_be_written(text: str, metric: str, value: float) -> None:
    """Signs between name and number, names of several words, any index by its own name."""
    reading = line(text)
    assert not reading.refusals and figures(reading) == [("luna", metric, value)]


@pytest.mark.parametrize(
    ("text", "where", "why"),
    [
        ("speeed 3", "speeed", "did you mean speed?"),
        ("frobnication 3", "frobnication", "no metric is called that"),
        ("38", "38", "a number without a name"),
        ("ttft", "ttft", "a number is to follow"),
        ("speed 0", "speed", "must be above 0"),
        ("input -1", "input", "must be 0 or more"),
        ("batch 50", "batch", "between 0 and 1"),
        ("context 1,234", "context", "no comma or space groups digits"),
        ("ttft 2.1s", "ttft", "write a number"),
    ],
)
def test_what_is_refused_in_a_line(text: str, where: str, why: str) -> None:
    """With the core's own words, and without keeping the rest of the line from being added."""
    reading = line(f"{text}")
    assert not reading.additions and reading.refusals[0].where == where and why in reading.refusals[0].why
    assert figures(line(f"output 2 {text}")) == [("luna", "output_price", 2)] or not text[0].isalpha()


TSV = "Model\tAA Index\tSpeed (tok/s)\tInput $/M\nGPT-6 Luna\t38.1\t125\t$0.5\nflash\t30\t—\t0.1\n"
CSV = 'model,quality,tok/s,in\n"GPT-6 Luna",38.1,125,0.5\nDeepSeek Flash,30,,0.1\n'
SEMICOLONS = CSV.replace(",", ";")
MARKDOWN = """
| Model | quality | **speed** | input price |
|:------|--------:|---|---|
| GPT-6 Luna | 38.1 | 125 | 0.5 |
| DeepSeek Flash | 30 | n/a | 0.1 |
"""


@pytest.mark.parametrize("text", [TSV, CSV, SEMICOLONS, MARKDOWN])
def test_a_table_is_read(text: str) -> None:
    """With tabs, commas, semicolons or as Markdown; a cell without a figure is not 0."""
    reading = table(text)
    assert not reading.refusals and reading.empty == 1
    assert figures(reading) == [
        ("luna", AA, 38.1),
        ("luna", "output_speed", 125),
        ("luna", "input_price", 0.5),
        ("flash", AA, 30),
        ("flash", "input_price", 0.1),
    ]


def test_what_is_refused_in_a_table() -> None:
    """Columns and rows that mean nothing here, cells that are no numbers; the rest is added."""
    reading = table("m,quality,colour,q,ttft\nGPT-6 Lune,1,2,3,4\nflash,high,red,7,0.5\nflash,1,2,3,4,5\n")
    assert figures(reading) == [("flash", "ttft", 0.5)]
    told = {one.where: one.why for one in reading.refusals}
    assert "no metric" in told["column 'colour'"] and "already" in told["column 'q'"]
    assert "did you mean GPT-6 Luna?" in told["row 2, 'GPT-6 Lune'"]
    assert "write a number" in told[f"DeepSeek Flash, {AA}"]
    assert "more cells" in told["row 4, flash"]
    assert table("only one line").refusals and table("").refusals


def test_a_table_may_say_where_its_figures_come_from() -> None:
    """Row by row, in place of what stuck; what is no date or basis is refused."""
    reading = table("m,quality,source,date,basis\nluna,1,Mine,2026-11-01,self-reported\nflash,2,,yesterday,hearsay\n")
    mine, theirs = (one.observation for one in reading.additions)
    assert (mine["source"], mine["as_of"], mine["basis"]) == ("Mine", dt.date(2026, 11, 1), "self_reported")
    assert (theirs["source"], theirs["as_of"], theirs["basis"]) == ("A board", DAY, "published")
    assert [one.where for one in reading.refusals] == ["DeepSeek Flash, date", "DeepSeek Flash, basis"]


def test_every_metric_is_known_by_its_own_name() -> None:
    """With underscores and with spaces."""
    for metric in KNOWN_METRICS:
        assert metric_of(metric, AA) == metric_of(metric.replace("_", " ").title(), AA) == metric


@given(st.text(max_size=200))
def test_no_text_is_too_strange(text: str) -> None:
    """Anything may be in a clipboard."""
    line(text)
    table(text)
    cells_of(text)
    is_table(text)


@pytest.mark.parametrize(
    ("url", "fine"),
    [
        ("https://a.example/models?x=1", True),
        ("the contract, page 3", True),
        ("https://web.archive.example/web/20261101000000/https://a.example/", True),
        ("https://a.example/go?to=https://b.example", True),
        ("https://a.example/onehttps://b.example/two", False),
        ("https://a.example/https://b.example", False),
        ("https://a.example HTTP://b.example", False),
    ],
)
def test_one_address_at_a_time(url: str, fine: bool) -> None:
    """Two addresses typed one behind the other are none; an archive's address holds another one rightly."""
    assert (run_together(url) is None) == fine
    reading = table(f"Model\tspeed\turl\nGPT-6 Luna\t1\t{url}")
    assert (reading.additions[0].observation.get("url") == url) == fine == (not reading.refusals)


@pytest.mark.parametrize(
    ("text", "metric", "value"),
    [
        ("audio in $0.36/h", "audio_input_price", 0.006),
        ("stt 0.0043/min", "audio_input_price", 0.0043),
        ("audio 0.0001 / second", "audio_input_price", 0.006),
        ("speech 0.02/min", "audio_output_price", 0.02),
        ("15/M chars", "character_price", 15),
        ("tts 0.015/1k characters", "character_price", 15),
        ("2/1k searches", "search_price", 0.002),
        ("search 0.002", "search_price", 0.002),
        ("image 0.04/image", "image_price", 0.04),
        ("output image 0.04/image", "output_image_price", 0.04),
        ("1.5/1k pages", "page_price", 0.0015),
        ("5/1k calls", "request_price", 0.005),
        ("in 0.0025/1k", "input_price", 2.5),
        ("out $10/1M tokens", "output_price", 10),
    ],
)
def test_a_price_says_what_it_is_for(text: str, metric: str, value: float) -> None:
    """Hours, seconds, thousands and millions become the metric's own unit, exactly."""
    reading = line(text)
    assert not reading.refusals
    assert figures(reading) == [("luna", metric, value)]


def test_prices_of_several_kinds_stand_in_one_line() -> None:
    """What a price is for ends where the next name begins."""
    reading = line("tts 15/M chars in 2.5/M, out 10/M; 2/1k searches context 128k")
    assert not reading.refusals
    assert [one[1:] for one in figures(reading)] == [
        ("character_price", 15),
        ("input_price", 2.5),
        ("output_price", 10),
        ("search_price", 0.002),
        ("context_window", 128_000),
    ]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("0.0043/min", "say which: audio input price or audio output price"),
        ("0.04/image", "say which: image price or output image price"),
        ("page 2/min", "page price is USD a page"),
        ("quality 38/M", "is no price"),
        ("in 3/month", "write a number"),
    ],
)
def test_a_price_of_two_things_or_of_another_is_refused(text: str, why: str) -> None:
    """Nothing is guessed: who hears and who speaks is for a person to say."""
    reading = line(text)
    assert not reading.additions
    assert [why in one.why for one in reading.refusals] == [True]


def test_without_a_source_nothing_is_refused_for_it() -> None:
    """The source is asked for once, for all figures; none is taken without it, and mistakes are told beside."""
    reading = read_line("search 0.002 ttft 3 speed -1", "luna", Stamp(DAY), AA)
    assert [one.observation["metric"] for one in reading.unsourced] == ["search_price", "ttft"]
    assert not reading.additions and [refusal.where for refusal in reading.refusals] == ["speed"]


def test_a_price_of_one_search_that_looks_like_one_of_a_thousand_is_doubted() -> None:
    """Taken as it is typed, with what may have been meant; one that says what it is for is not doubted."""
    assert line("search 2.00").doubts == ["2 USD a search; vendors quote per thousand: 2.00/1k searches"]
    assert [line(text).doubts for text in ("search 0.002", "search 2/1k searches", "2/search")] == [[], [], []]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("p95 3.2", "ttft and output_speed"),
        ("e2e 3.2", "measured by an evaluation"),
        ("whole answer 3", "ttft and output_speed"),
        ("latncy 3", "did you mean latency?"),
        ("rerank 2", "nearest: reasoning_price"),
        ("ndcg 0.6", "quality.ndcg"),
    ],
)
def test_a_name_that_is_none_leads_on(text: str, told: str) -> None:
    """To the nearest metric, to what a time is made of, or to how an index of quality is written."""
    (refusal,) = line(text).refusals
    assert told in refusal.why


@pytest.mark.parametrize("metric", [*KNOWN_METRICS, AA, "quality.mteb"])
def test_what_is_typed_for_a_metric_is_understood(metric: str) -> None:
    """The short name that the help lists means the metric."""
    (made,) = line(f"{typed_name(metric, AA)} 1").additions
    assert made.observation["metric"] == metric


# --- a bare name of an index


USED = ("quality.semantic_wer", "quality.agentset_ndcg", "quality.agentset_elo", AA)


@pytest.mark.parametrize(
    ("typed", "metric"),
    [
        ("semantic_wer", "quality.semantic_wer"),
        ("Semantic WER", "quality.semantic_wer"),
        ("wer", "quality.semantic_wer"),
        ("semantic-wer", "quality.semantic_wer"),
        ("ndcg", "quality.agentset_ndcg"),
        ("agentset elo", "quality.agentset_elo"),
        ("arena", "quality.arena_elo"),
        ("livebench", "quality.livebench"),
    ],
)
def test_a_part_of_the_name_of_an_index_that_is_used(typed: str, metric: str) -> None:
    """Any words that mean one index of the workspace alone, and what the leaderboards call theirs."""
    reading = read_line(f"ttft 0.4 {typed} 2.4", "luna", STAMP, AA, USED)
    assert not reading.refusals and figures(reading)[-1] == ("luna", metric, 2.4)


def test_a_name_of_two_indices_says_which() -> None:
    """Nothing is guessed between two; and what no step uses is no name by half."""
    (refused,) = read_line("agentset 0.7", "luna", STAMP, AA, USED).refusals
    assert refused.why == "say which: quality.agentset_ndcg or quality.agentset_elo"
    (unknown,) = read_line("wer 2.4", "luna", STAMP, AA).refusals
    assert "quality.wer" in unknown.why


def test_the_indices_of_a_workspace_are_those_of_its_steps_and_its_figures() -> None:
    """By step first, each once."""
    workspace = new_from_preset("voice", "x")
    assert indices_used(workspace) == ["quality.semantic_wer", AA, "quality.humanness"]


# --- kinds of fault that users of other tools reported


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("input 0.5 EUR", "0.5 is in EUR, and prices here are in USD"),
        ("input 15 cents output 2", "15 is in cents, and prices here are in USD"),
        ("input 15 ¢", "15 is in cents, and prices here are in USD"),
        ("ttft 0", "0 is what nobody measured; leave out what is unknown"),
    ],
)
def test_what_is_no_dollar_and_no_second_is_not_taken(line: str, why: str) -> None:
    """Kind: the number taken and only the word behind it refused; 0 seconds as a speed that nobody reaches."""
    reading = read_line(line, "c", STAMP, "quality.aa_index")
    assert [one.why for one in reading.refusals] == [why]
    assert [one.observation["metric"] for one in reading.additions] == (["output_price"] if "output" in line else [])


@pytest.mark.parametrize(
    ("line", "doubt"),
    [
        ("input 0.00125", "the price of a thousand"),
        ("input $3.27M", "the price of a token"),
        ("output 15/1k", "the price of a token"),
        ("quality 0.452", "a share of 1"),
        ("quality 1452", "another index"),
        ("input 0.5 quality 45 input 0", ""),
    ],
)
def test_what_can_hardly_be_is_asked_before_it_is_added(line: str, doubt: str) -> None:
    """Kind: a price of another unit, or an index of another scale, typed and taken without a word."""
    reading = read_line(line, "c", STAMP, "quality.aa_index")
    assert reading.refusals == [] and len(reading.doubts) == bool(doubt)
    assert all(doubt in one for one in reading.doubts)


@pytest.mark.parametrize(
    ("heading", "why"),
    [
        ("Input (€/1M)", "it is in EUR, and prices here are in USD"),
        ("Input (¢/1M)", "it is in cents, and prices here are in USD"),
        ("Input ($/1K)", "it is for a thousand tokens, and prices here are in USD per million"),
        ("Input ($/1M)", ""),
    ],
)
def test_a_pasted_heading_says_what_its_prices_are_in(heading: str, why: str) -> None:
    """Kind: the brackets of a heading left out of account, so that euros, cents and thousandths become dollars."""
    reading = read_table(f"model\t{heading}\nNine\t3\n", {"c": "Nine"}, STAMP, "quality.aa_index")
    assert [one.observation["value"] for one in reading.additions] == ([] if why else [3])
    assert [one.why.partition(": import")[0] for one in reading.refusals] == ([why] if why else [])

"""Our cost of a request, made from the catalogue's figures, equals what genai-prices itself calculates."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from importlib.metadata import version
from itertools import product
from typing import NamedTuple

import pytest
from genai_prices.data import providers
from genai_prices.types import ModelInfo, Provider, TimeOfDateConstraint, Usage

from shortlist.catalogue.candidate import draft
from shortlist.catalogue.search import find, offerings
from shortlist.core.document.candidate import Candidate
from shortlist.core.document.offering import Offering
from shortlist.core.document.scenario import Step
from shortlist.core.service.cost import attempt_parts
from shortlist.core.service.figures import Figures
from shortlist.core.service.usage import effective_usage

TODAY = date(2026, 11, 22)
DAYS = (date(2025, 6, 1), date(2026, 8, 20), TODAY, date(2027, 1, 2))
"""Before and after dated prices, the daily windows of prices included."""

counted_in = pytest.mark.skipif(version("genai-prices") != "0.2.3", reason="counts of genai-prices 0.2.3")


class Request(NamedTuple):
    """Tokens of one request; a cached share of the input is half read and half written."""

    input: int
    output: int
    reasoning: int = 0
    cached: float = 0.0
    hits: float = 0.5


STEP = Step(id="answer", name="Answer")
NO_USE = effective_usage(STEP, Candidate.model_construct(), None)


@cache
def every_offering(day: date) -> tuple[Offering, ...]:
    return tuple(offerings(day))


@cache
def figures(offering: Offering, sound_tokens: float = 0) -> Figures:
    """The offering's figures, and so many tokens a minute of sound, which no price list says."""
    stand_ins = {"access": "managed_api", "openness": "closed"}
    found = {**stand_ins, **draft(offering).document}
    if sound_tokens:
        told = {"metric": "tokens_per_audio_minute", "value": sound_tokens, "source": "A page", "as_of": TODAY}
        found["observations"] = [*found["observations"], {**told, "basis": "published"}]
    return Figures(Candidate.model_validate(found))


def our_cost(offering: Offering, request: Request, batch_share: float = 0.0) -> float:
    use = NO_USE._replace(
        input_tokens=request.input,
        output_tokens=request.output,
        reasoning_tokens=request.reasoning,
        cacheable_share=request.cached,
        cache_hit_rate=request.hits,
        batch_share=batch_share,
    )
    bill = attempt_parts(STEP, use, figures(offering)).bill
    assert bill is not None
    return bill


def usage(request: Request) -> Usage:
    cached = request.cached * request.input
    return Usage(
        input_tokens=request.input,
        cache_read_tokens=round(cached * request.hits),
        cache_write_tokens=round(cached * (1 - request.hits)),
        output_tokens=request.output + request.reasoning,
        output_reasoning_tokens=request.reasoning,
    )


def their_cost(
    provider: Provider,
    model: ModelInfo,
    request: Request,
    day: date,
    context: Mapping[str, str] | None = None,
) -> float:
    """The dearest calculation of the day."""
    return max(
        float(
            model.calc_price(
                usage(request), provider, genai_request_timestamp=moment, price_context=context
            ).total_price
        )
        for moment in moments(model, day)
    )


def moments(model: ModelInfo, day: date) -> Iterator[datetime]:
    midnight = datetime.combine(day, time(tzinfo=UTC))
    constraints = [entry.constraint for entry in model.prices] if isinstance(model.prices, list) else []
    daily = any(isinstance(constraint, TimeOfDateConstraint) for constraint in constraints)
    return (midnight + timedelta(minutes=minute) for minute in range(0, 24 * 60 if daily else 1, 30))


def requests(offering: Offering) -> Iterator[Request]:
    """Small and large ones, at each tier's edge and beyond, with and without cache and thinking."""
    starts = {figure.above_tokens for figure in offering.figures} - {0}
    sizes = {0, 1, 4_000, *(size for start in starts for size in (start, start + 1, 2 * start))}
    outputs = (0, 800) if offering.chat else (0,)
    yield from (Request(size, output) for size, output in product(sizes, outputs))
    # A write is only saved on where a read has a price, so without one only reads are compared.
    hits = 0.5 if offering.figure("cache_read_price") else 1.0
    for start in (4_000, *starts):
        below, above = start // 4 * 4, start // 4 * 4 + 4
        yield from (Request(size, outputs[-1], cached=0.5, hits=hits) for size in (below, above))
    if offering.chat:
        yield Request(4_000, 800, reasoning=1_000, cached=0.5, hits=hits)


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_the_price_of_a_request_is_genai_prices_own(day: date) -> None:
    by_id = {(offering.provider, offering.model): offering for offering in every_offering(day)}
    compared = 0
    for provider in providers:
        for model in provider.models:
            offering = by_id[provider.id, model.id]
            for request in requests(offering) if offering.figure("input_price") else ():
                ours, theirs = our_cost(offering, request), their_cost(provider, model, request, day)
                assert math.isclose(ours, theirs, rel_tol=1e-12, abs_tol=1e-15), (offering.model, request)
                compared += 1
    assert compared > 10_000


class Sold(NamedTuple):
    """A unit that is no token of text: an amount of it as we count it, and as genai-prices does."""

    ours: dict[str, float]
    theirs: dict[str, float]
    sound_tokens: float = 0


SOLD = {
    "request_price": Sold({}, {}),
    "audio_input_price": Sold({"audio_input_minutes": 2.5}, {"input_audio_seconds": 150, "audio_seconds": 150}),
    "character_price": Sold({"input_characters": 4321}, {"input_characters": 4321}),
    "page_price": Sold({"pages": 7}, {"input_document_pages": 7}),
    "search_price": Sold({"searches": 3}, {"web_searches": 3}),
    "audio_token_price": Sold(
        {"audio_input_minutes": 1.5}, {"input_tokens": 2400, "input_audio_tokens": 2400}, sound_tokens=1600
    ),
}
"""Every kind of price that the catalogue holds besides those of tokens of text."""


@counted_in
@pytest.mark.parametrize(
    ("metric", "offerings_sold"),
    [
        ("request_price", 4),
        ("audio_input_price", 10),
        ("character_price", 4),
        ("page_price", 6),
        ("search_price", 96),
        ("audio_token_price", 21),
    ],
)
def test_what_is_no_token_of_text_costs_what_genai_prices_says(metric: str, offerings_sold: int) -> None:
    """Through the catalogue, a candidate and an attempt: hours, thousands and millions have become our units."""
    sold, compared, use = SOLD[metric], 0, NO_USE
    for name, amount in sold.ours.items():
        use = use.at(name, amount)
    by_id = {(one.provider, one.model): one for one in every_offering(TODAY)}
    for provider, model in ((one, model) for one in providers for model in one.models):
        offering = by_id[provider.id, model.id]
        if offering.figure(metric) is None:
            continue
        if metric == "audio_token_price" and offering.figure("audio_input_price") is not None:
            continue
        ours = attempt_parts(STEP, use, figures(offering, sold.sound_tokens)).bill
        usage = Usage(**sold.theirs)
        theirs = max(
            float(model.calc_price(usage, provider, genai_request_timestamp=moment).total_price)
            for moment in moments(model, TODAY)
        )
        assert ours is not None
        assert math.isclose(ours, theirs, rel_tol=1e-12), (offering.model, ours, theirs)
        compared += 1
    assert compared == offerings_sold


def test_an_hour_and_a_million_characters_by_hand() -> None:
    """$0.36 an hour of sound is 6 cents for 10 minutes; $15 a million characters is 3 cents for 2,000."""
    whisper, speech = find("openai", "whisper-1", TODAY), find("openai", "tts-1", TODAY)
    assert whisper is not None
    assert speech is not None
    assert (whisper.value("audio_input_price"), speech.value("character_price")) == (0.006, 15)
    heard = attempt_parts(STEP, NO_USE.at("audio_input_minutes", 10.0), figures(whisper))
    spoken = attempt_parts(STEP, NO_USE.at("input_characters", 2000.0), figures(speech))
    assert (heard.media, heard.bill) == (pytest.approx(0.06), pytest.approx(0.06))
    assert (spoken.media, spoken.bill) == (pytest.approx(0.03), pytest.approx(0.03))
    for offering in (whisper, speech):
        assert not any(sentence.startswith(("Charged", "Also charged")) for sentence in offering.conditions)
        assert not {"input_price", "output_price"} & set(draft(offering).ask)


def test_a_price_that_cannot_be_a_figure_is_told() -> None:
    """A connection's hour counts both ways, so it is no price of what is heard."""
    live = find("openai", "gpt-live-1", TODAY)
    assert live is not None
    assert live.value("audio_input_price") is None
    assert any(sentence == "Charged: audio $3 per hour." for sentence in live.conditions)


ROUNDED = {
    ("google", "gemini-3.5-flash-lite"),
    ("openai", "gpt-5.4"),
    ("openai", "gpt-image-1"),
    ("openai", "gpt-image-1.5"),
}
"""Their halved cache price is published rounded up to the cent."""


def test_a_batch_discount_gives_genai_prices_own_batch_price() -> None:
    by_id = {(offering.provider, offering.model): offering for offering in every_offering(TODAY)}
    differing = set()
    for provider in providers:
        for model in provider.models:
            offering = by_id[provider.id, model.id]
            for request in requests(offering) if offering.figure("batch_discount") else ():
                ours = our_cost(offering, request, batch_share=1)
                theirs = their_cost(provider, model, request, TODAY, {"processing": "batch"})
                if not math.isclose(ours, theirs, rel_tol=1e-12, abs_tol=1e-15):
                    assert request.cached and theirs > ours > 0.9 * theirs
                    differing.add((provider.id, model.id))
    assert differing == ROUNDED


@counted_in
def test_what_has_figures_and_what_could_only_be_told() -> None:
    known = every_offering(TODAY)

    def told(start: str) -> int:
        return sum(any(sentence.startswith(start) for sentence in offering.conditions) for offering in known)

    assert len(known) == 2330
    assert len({offering.provider for offering in known}) == 47
    assert sum(offering.priced for offering in known) == 2144
    assert sum(offering.chat for offering in known) == 2044
    assert sum(any(figure.above_tokens for figure in offering.figures) for offering in known) == 148
    assert sum(offering.figure("request_price") is not None for offering in known) == 4
    assert sum(offering.figure("reasoning_price") is not None for offering in known) == 2
    assert sum(offering.figure("batch_discount") is not None for offering in known) == 84
    assert told("Batch prices do not fit one discount") == 17
    assert told("Dearest hours of the day") == 5
    assert told("Announced from") == 8
    assert told("Also charged") + told("Charged") == 155
    assert told("With ") == 37


@counted_in
def test_the_dearest_hours_are_told_with_the_cheaper_price() -> None:
    flash = find("deepseek", "deepseek-v4-flash", TODAY)
    assert flash is not None
    assert flash.value("input_price") == 0.3
    assert flash.conditions[0] == "Dearest hours of the day: 01:00–04:00, 06:00–10:00 UTC."
    cheaper = "00:00–01:00, 04:00–06:00, 10:00–24:00 UTC: input $0.15, output $0.6, cache read $0.003"
    assert flash.conditions[1] == f"Cheaper {cheaper} per million tokens."
    assert all(figure.note == flash.conditions[0] for figure in flash.figures if "price" in figure.metric)


@counted_in
def test_a_dated_price_holds_from_its_day() -> None:
    before = find("deepseek", "deepseek-v4-pro", date(2026, 8, 16))
    assert before is not None
    assert any(sentence.startswith("Announced from 2026-08-17: input $") for sentence in before.conditions)


@counted_in
def test_a_tier_holds_for_the_whole_request_above_its_tokens() -> None:
    luna = find("openai", "gpt-6-luna", TODAY)
    assert luna is not None
    assert luna.value("input_price", 272_000) == 0.1
    assert luna.value("input_price", 272_001) == 0.2

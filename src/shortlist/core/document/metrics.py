"""The metrics an observation may be of: for each its unit, what it is, what it is called, and what it counts in.

A new one is a row of `METRICS`, and a line in each importer that knows it. The price of a thing that is sold by itself
says in its row what is counted, in a field of the usage (`core/document/scenario.py`), and is charged without more.
Whatever lists, reads, converts, charges or explains metrics takes it from here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from shortlist.core.basics.numbers import LARGE, number_text, unit_of
from shortlist.core.basics.words import capitalised, percent, plain, price, seconds

QUALITY_PREFIX = "quality."
ARENA_ELO = "quality.arena_elo"
"""Elo-like ratings have no natural zero: their distances are counted in points, not in shares."""
ARENA_BOARDS = "quality.arena_"
"""How the ratings of all boards of the arena begin; a rating of one board is not comparable with another's."""
PER_MILLION_TOKENS = "USD per million tokens"
PER_MILLION = 1e-6
"""Prices are stated in USD per million tokens, or characters."""
WORDS_OF_ERRORS = frozenset(
    {"wer", "cer", "perplexity", "mae", "rmse", "error", "errors"}
    | {"hallucination", "hallucinations", "toxicity", "refusal"}
)
"""Words in the name of an index that say that a lower figure is the better one."""


class Unit(NamedTuple):
    """A unit that a table may be written in besides a metric's own."""

    factor: Decimal
    """What a number is multiplied with to be in the metric's own unit."""
    words: str
    told_by: tuple[str, ...] = ()
    """Patterns that a heading in this unit holds, all of them; without any a person has to say it."""


_CENTS, _PER_TOKEN = r"¢|\bcents?\b", r"(?:per|/) ?(?:1 )?tok(?:en)?\b"
PER_THOUSAND = r"(?:per|/) ?(?:1k|1,?000|thousand)\b"
UNITS: Mapping[str, Unit] = {
    "": Unit(Decimal(1), "its own"),
    "cents_per_token": Unit(Decimal(10_000), "cents per token", (_CENTS, _PER_TOKEN)),
    "cents": Unit(Decimal("0.01"), "cents per million tokens", (_CENTS,)),
    "per_token": Unit(Decimal(1_000_000), "USD per token", (_PER_TOKEN,)),
    "per_thousand": Unit(Decimal(1_000), "USD per thousand tokens", (PER_THOUSAND,)),
    "cents_per_call": Unit(Decimal("0.01"), "cents per call"),
    "per_thousand_calls": Unit(Decimal("0.001"), "USD per thousand calls"),
    "cents_each": Unit(Decimal("0.01"), "cents for one", (_CENTS,)),
    "thousand": Unit(Decimal("0.001"), "USD for a thousand", (PER_THOUSAND,)),
    "per_thousand_characters": Unit(Decimal(1_000), "USD per thousand characters", (PER_THOUSAND,)),
    "per_character": Unit(Decimal(1_000_000), "USD per character", (r"(?:per|/) ?char(?:acter)?\b",)),
    "per_hour": Unit(1 / Decimal(60), "USD an hour", (r"(?:per|an|/) ?(?:h|hr|hour)\b",)),
    "per_second": Unit(Decimal(60), "USD a second", (r"(?:per|a|/) ?(?:s|sec|second)\b",)),
    "ms": Unit(Decimal("0.001"), "milliseconds", (r"\bms\b|millisecond",)),
    "thousands": Unit(Decimal(1_000), "in thousands", (r"[(\[](?:k|thousands?)[)\]]",)),
    "percent": Unit(Decimal("0.01"), "in per cent", ("%|percent",)),
    "share": Unit(Decimal(100), "from 0 to 1"),
}
"""Those first that a heading tells by more than others."""


class MetricKind(NamedTuple):
    unit: str = ""
    """Its own unit; empty of what is counted in points."""
    units: tuple[str, ...] = ()
    """Which of `UNITS` it may be written in besides its own."""
    own: str = ""
    """Its own unit in words, where a table has to say it and the unit itself does not."""
    of_one: float = 1.0
    """What a price is multiplied with to be that of one, where it is stated for many."""
    said: tuple[tuple[str, Decimal], ...] = ()
    """What a price may be for, as people write it behind a stroke, each with what makes a price for one of them a price
    in its own unit."""
    at_host: bool = False
    """Whether it is so at the host where it was observed, and otherwise on other machines."""
    at_setting: bool = False
    """Whether it depends on how much a model thinks; so does every quality."""


_ONE, _MILLION = Decimal(1), Decimal(1_000_000)
TOKEN_PRICE = MetricKind(
    PER_MILLION_TOKENS,
    ("per_token", "per_thousand", "cents", "cents_per_token"),
    of_one=PER_MILLION,
    said=((r"tok(?:en)?s?", _MILLION),),
)
CALL_PRICE = MetricKind("USD per call", ("cents_per_call", "per_thousand_calls"), said=((r"calls?|requests?", _ONE),))
_EACH = ("thousand", "cents_each")
IMAGE_PRICE = MetricKind("USD an image", _EACH, said=((r"images?|pictures?", _ONE),))
PAGE_PRICE = MetricKind("USD a page", _EACH, said=((r"pages?", _ONE),))
SEARCH_PRICE = MetricKind("USD a search", _EACH, said=((r"search(?:es)?|quer(?:y|ies)", _ONE),))
CHARACTER_PRICE = MetricKind(
    "USD per million characters",
    ("per_thousand_characters", "per_character"),
    of_one=PER_MILLION,
    said=((r"char(?:acter)?s?", _MILLION),),
)
MINUTE_PRICE = MetricKind(
    "USD a minute",
    ("per_hour", "per_second", "cents_each"),
    said=((r"min(?:ute)?s?", _ONE), (r"h(?:ou)?rs?|h", 1 / Decimal(60)), (r"s(?:ec(?:ond)?s?)?", Decimal(60))),
)
SPEED = MetricKind("tokens/s", at_host=True, at_setting=True)
TIME = MetricKind("s", ("ms",), "seconds", at_host=True, at_setting=True)
TOKENS = MetricKind("tokens", ("thousands",))
REQUEST_RATE = MetricKind("requests/min", ("thousands",), at_host=True)
TOKEN_RATE = MetricKind("tokens/min", ("thousands",), at_host=True)
COUNTS = (TOKENS, REQUEST_RATE, TOKEN_RATE)
SHARE = MetricKind("share", ("percent",), "from 0 to 1")
HOSTS = MetricKind("hosts")
INDEX = MetricKind("", ("share",))
RATING = MetricKind()


class RequestUnit(NamedTuple):
    """Something besides tokens that a request holds, counted and charged by itself."""

    usage: str
    """The figure of the usage that counts it, per request."""
    one: str
    several: str
    brief: str
    """Where there is little room, whatever the number."""
    tokens: tuple[str, str] | None = None
    """Where it may be turned into tokens instead: the metric that says how many, and their price."""
    instead: str = ""
    """The price by which the same may be sold: of both, the one that is known is charged, and either will do."""

    @property
    def each(self) -> str:
        """One of it: `an image`."""
        return f"{'an' if self.one[0] in 'aeiou' else 'a'} {self.one}"

    def counted(self, amount: float, number: str) -> str:
        """So many of it, the number as it is to be written."""
        return f"{number} {self.one if amount == 1 else self.several}"


class Metric(NamedTuple):
    """A row of the table."""

    id: str
    kind: MetricKind
    help: str
    """What a column of it holds, in a sentence."""
    aliases: tuple[str, ...] = ()
    """What people and leaderboards call it, besides its id and its heading."""
    spoken: str = ""
    """Its name within a sentence, where the id does not say it."""
    words: str = ""
    """Its name among the meanings of a column, where neither of them says it."""
    heading: str = ""
    """Over a narrow column of it."""
    of: str = ""
    """What it is a price of, where neither the id nor a unit of a request says it."""
    unit_sold: RequestUnit | None = None
    """What it is charged for, where that is counted by itself."""
    needed: bool = False
    """Whether no request can be costed without it."""
    discount: bool = False
    """Whether it is a share off the prices."""
    positive: bool = False
    """Whether 0 means that nobody measured it, so that it is refused."""
    fewer: bool = False
    """Whether less of it is better; so is less of every price."""
    whole: bool = False
    """Whether it counts things."""

    @property
    def unit(self) -> str:
        """Its own unit, as every figure of it is kept."""
        return self.kind.unit

    @property
    def name(self) -> str:
        """What it is called within a sentence: `input price`, `time to first token`."""
        return self.spoken or self.id.replace("_", " ")

    @property
    def names(self) -> tuple[str, ...]:
        """Everything that it is called, in small letters."""
        own = (self.id, self.id.replace("_", " "), self.heading.casefold(), self.spoken)
        return tuple(filter(None, (*own, *self.aliases)))

    @property
    def title(self) -> str:
        """What it is called beside other prices."""
        each = self.unit_sold.each if self.unit_sold else self.id.removesuffix("_price").replace("_", " ")
        return self.of or each

    @property
    def price(self) -> bool:
        """Whether it is a price; only prices may have a tier."""
        return self.unit.startswith("USD")

    @property
    def higher_is_better(self) -> bool:
        """Whether more of it is better; what an index counts, its name has to say."""
        return not (self.price or self.fewer or counts_errors(self.id))

    @property
    def unit_words(self) -> str:
        """Its own unit, where a person has to be told it."""
        return self.unit if self.price else self.kind.own


_ROWS = (
    Metric(
        "input_price",
        TOKEN_PRICE,
        "What the tokens of a prompt cost.",
        ("input", "in", "input $/m", "input price $/m", "prompt"),
        heading="in $/M",
        needed=True,
    ),
    Metric(
        "output_price",
        TOKEN_PRICE,
        "What the tokens of an answer cost.",
        ("output", "out", "output $/m", "output price $/m", "completion"),
        heading="out $/M",
        needed=True,
    ),
    Metric(
        "reasoning_price",
        TOKEN_PRICE,
        "What thinking tokens cost, where they are not billed as output.",
        ("reasoning", "thinking"),
        heading="think $/M",
    ),
    Metric(
        "cache_read_price",
        TOKEN_PRICE,
        "What input costs that is found in the provider's prompt cache.",
        ("cache", "cached", "cache read", "cached input", "input cached"),
        heading="cache $/M",
    ),
    Metric(
        "cache_write_price",
        TOKEN_PRICE,
        "What writing input into the prompt cache costs.",
        ("cache write",),
        heading="write $/M",
    ),
    Metric(
        "request_price",
        CALL_PRICE,
        "A fee for every call, beside its tokens.",
        ("request", "per request"),
        of="per call",
        heading="$/call",
    ),
    Metric(
        "audio_token_price",
        TOKEN_PRICE,
        "What tokens of sound in a prompt cost, where they are not billed as input.",
        ("audio token", "audio tokens", "audio input tokens", "input audio tokens"),
        of="sound",
        heading="sound $/M",
    ),
    Metric(
        "character_price",
        CHARACTER_PRICE,
        "What characters cost that are spoken.",
        ("characters", "chars", "per million characters", "tts", "text to speech"),
        of="per million characters",
        heading="$/M chars",
        unit_sold=RequestUnit("input_characters", "character", "characters", "chars", instead="audio_output_price"),
    ),
    Metric(
        "image_price",
        IMAGE_PRICE,
        "What a picture in a prompt costs.",
        ("per image", "input image price"),
        heading="$/image",
        unit_sold=RequestUnit("images", "image", "images", "images", tokens=("tokens_per_image", "input_price")),
    ),
    Metric(
        "output_image_price",
        IMAGE_PRICE,
        "What a picture costs that is made.",
        ("per output image", "image generation", "image out"),
        heading="$/image made",
        unit_sold=RequestUnit("output_images", "image made", "images made", "made"),
    ),
    Metric(
        "page_price",
        PAGE_PRICE,
        "What a page costs, where pages are billed.",
        ("per page", "pages price", "ocr"),
        heading="$/page",
        unit_sold=RequestUnit("pages", "page", "pages", "pages"),
    ),
    Metric(
        "search_price",
        SEARCH_PRICE,
        "What a search costs, where searches are billed.",
        ("per search", "per query", "web search", "searches price"),
        heading="$/search",
        unit_sold=RequestUnit("searches", "search", "searches", "search"),
    ),
    Metric(
        "audio_input_price",
        MINUTE_PRICE,
        "What a minute of sound costs that is heard.",
        ("per minute heard", "audio in", "audio price", "transcription", "stt", "speech to text"),
        heading="$/min heard",
        unit_sold=RequestUnit(
            "audio_input_minutes",
            "minute heard",
            "minutes heard",
            "min",
            tokens=("tokens_per_audio_minute", "audio_token_price"),
        ),
    ),
    Metric(
        "audio_output_price",
        MINUTE_PRICE,
        "What a minute of speech costs that is made.",
        ("per minute spoken", "audio out", "speech price"),
        heading="$/min spoken",
        unit_sold=RequestUnit("audio_output_minutes", "minute spoken", "minutes spoken", "min"),
    ),
    Metric(
        "output_speed",
        SPEED,
        "Tokens a second, once the answer has begun.",
        ("speed", "tokens/s", "tps"),
        heading="tok/s",
        positive=True,
    ),
    Metric(
        "ttft",
        TIME,
        "Seconds until the answer begins, thinking included: what a user waits for.",
        ("latency", "ttft s"),
        spoken="time to first token",
        heading="first answer s",
        fewer=True,
    ),
    Metric(
        "first_token",
        TIME,
        "Seconds until anything comes, thinking too; never used as the time to the answer.",
        ("first",),
        words="first token of any kind",
        heading="first token s",
        fewer=True,
    ),
    Metric(
        "batch_discount",
        SHARE,
        "How much less a batch costs: 0.5 is half the price.",
        ("batch", "discount"),
        discount=True,
    ),
    Metric(
        "tokens_per_image", TOKENS, "How many tokens a picture in a prompt takes.", heading="tokens/image", fewer=True
    ),
    Metric(
        "tokens_per_audio_minute",
        TOKENS,
        "How many tokens a minute of sound in a prompt takes.",
        heading="tokens/min",
        fewer=True,
    ),
    Metric(
        "context_window",
        TOKENS,
        "The most tokens of a prompt and its answer together.",
        ("ctx", "window"),
        heading="context",
    ),
    Metric("max_output", TOKENS, "The most tokens of one answer.", ("longest output",)),
    Metric("requests_per_minute", REQUEST_RATE, "How many calls a minute the provider allows.", ("rpm",)),
    Metric("tokens_per_minute", TOKEN_RATE, "How many tokens a minute the provider allows.", ("tpm",)),
    Metric("alternative_hosts", HOSTS, "How many other providers serve the same model.", ("hosts",), whole=True),
)
METRICS: Mapping[str, Metric] = {row.id: row for row in _ROWS}
"""Every metric that has a name of its own; the indices of quality are named by whoever publishes them."""

KNOWN_METRICS = tuple(METRICS)
PRICE_METRICS = tuple(row.id for row in _ROWS if row.price)
BILL_METRICS = tuple(row.id for row in _ROWS if row.price or row.discount)
"""What a bill is worked out from: the prices, and what is taken off them."""
NEEDED_PRICES = tuple(row.id for row in _ROWS if row.needed)
HOST_METRICS = frozenset(row.id for row in _ROWS if row.kind.at_host)
SETTING_METRICS = frozenset(row.id for row in _ROWS if row.kind.at_setting)
METRIC_UNITS = {row.id: row.unit for row in _ROWS}
MEASURES: tuple[tuple[str, str, Decimal], ...] = tuple(
    (words, kind.unit, each) for kind in dict.fromkeys(row.kind for row in _ROWS) for words, each in kind.said
)
"""What a price may be for, as people write it: the unit it comes to, and what makes a price for one of them a price in
that unit."""


class Index(NamedTuple):
    """A quality index that is known by name."""

    id: str
    label: str
    """How its publisher writes its name."""
    told: str
    """What it measures, and where it is published."""
    aliases: tuple[str, ...] = ()
    """What people call it, by its bare name; of a leaderboard that is read here, or whose column a person names."""


_INDICES = (
    Index(
        "quality.aa_index",
        "AA Intelligence Index",
        "evaluations of knowledge, reasoning and work with tools in one figure, 0 to 100: artificialanalysis.ai",
        ("intelligence", "intelligence index", "aa"),
    ),
    Index(
        "quality.aa_coding",
        "AA Coding Index",
        "evaluations of programming in one figure, 0 to 100: artificialanalysis.ai",
        ("coding index",),
    ),
    Index(
        "quality.aa_agentic",
        "AA Agentic Index",
        "evaluations of work in many steps with tools in one figure, 0 to 100: artificialanalysis.ai",
        ("agentic index",),
    ),
    Index(
        "quality.aa_math",
        "AA Math Index",
        "evaluations of mathematics in one figure, 0 to 100: artificialanalysis.ai",
        ("math index",),
    ),
    Index(
        ARENA_ELO,
        "Arena Elo",
        "which of two answers people prefer without knowing whose they are, as a rating: lmarena.ai",
        ("arena",),
    ),
    Index(
        "quality.livebench",
        "LiveBench",
        "questions that are renewed and graded against known answers, 0 to 100: livebench.ai",
        ("livebench",),
    ),
    Index(
        "quality.bfcl",
        "BFCL",
        "calls of functions that are right, 0 to 100: Berkeley Function-Calling Leaderboard, gorilla.cs.berkeley.edu",
        ("bfcl",),
    ),
    Index(
        "quality.open_llm",
        "Open LLM Leaderboard",
        "the mean of its benchmarks of open models, 0 to 100: huggingface.co, closed in 2025",
        ("open llm",),
    ),
    Index(
        "quality.agentset_ndcg",
        "Agentset nDCG@10",
        "how far up an embedder brings the right passages, 0 to 1: agentset.ai/embeddings",
    ),
    Index(
        "quality.agentset_elo",
        "Agentset Elo",
        "which of two orders of passages a model prefers, as a rating: agentset.ai/rerankers",
    ),
    Index(
        "quality.toxicchat_f1",
        "ToxicChat F1",
        "toxic messages that are recognised, and no others, 0 to 100: reports of who makes the model, or a run of "
        "your own on huggingface.co/datasets/lmsys/toxic-chat",
    ),
    Index(
        "quality.semantic_wer",
        "Semantic WER",
        "words of 100 heard so wrongly that an answer would differ: github.com/pipecat-ai/stt-benchmark",
    ),
    Index(
        "quality.humanness",
        "Vapi Humanness Index",
        "how human a voice sounds to those who vote on it, 0 to 100: humannessindex.vapi.ai",
    ),
)
INDEX_ROWS: Mapping[str, Index] = {row.id: row for row in _INDICES}
"""The quality indices that are known by name; a team may name others."""
INDICES: Mapping[str, str] = {alias: row.id for row in _INDICES for alias in row.aliases}
"""What people call the indices of leaderboards that are read here, by their bare names."""


BOARDS = {
    ARENA_BOARDS: "Arena",
    "quality.design_arena_": "Design Arena",
    "quality.livebench_": "LiveBench",
    "quality.bfcl_": "BFCL",
}
"""How the names of boards and of the parts of an index begin, and what their publishers call the whole."""


def index_name(metric: str) -> str:
    """A quality index within a sentence: as its publisher writes it, else by the name that the team gave it."""
    row = INDEX_ROWS.get(metric)
    if row is not None:
        return row.label
    whole = next((prefix for prefix in BOARDS if metric.startswith(prefix) and metric != prefix), "")
    if whole:
        return f"{BOARDS[whole]} {metric.removeprefix(whole).replace('_', ' ')}"
    return metric.removeprefix(QUALITY_PREFIX)


def index_told(metric: str) -> str:
    """What a quality index measures and where it is published, in a sentence; empty where nobody here knows it."""
    row = INDEX_ROWS.get(metric)
    return f"{row.label}: {row.told}." if row else ""


def metric_label(metric: str) -> str:
    """A metric as people say it: `Input price`, `AA Intelligence Index`; an index of unknown name in its words."""
    if metric in INDEX_ROWS or metric.startswith(tuple(BOARDS)):
        return index_name(metric)
    return capitalised(metric_row(metric).name.removeprefix(QUALITY_PREFIX))


def metric_heading(metric: str) -> str:
    """Over a narrow column of a metric: `in $/M`, `AA index`."""
    words = metric.removeprefix(QUALITY_PREFIX).replace("_", " ")
    if words.startswith("aa "):
        words = f"AA{words[2:]}"
    return metric_row(metric).heading or words


def is_quality(metric: str) -> bool:
    """Whether the metric is a quality index."""
    return metric.startswith(QUALITY_PREFIX) and len(metric) > len(QUALITY_PREFIX)


def counts_errors(metric: str) -> bool:
    """Whether the name of a quality index says that it counts what is wrong."""
    return is_quality(metric) and not WORDS_OF_ERRORS.isdisjoint(re.split(r"[._-]", metric.casefold()))


def is_rating(metric: str) -> bool:
    """Whether the metric is an Elo-like rating of one of the arena's boards."""
    return metric.startswith(ARENA_BOARDS) and len(metric) > len(ARENA_BOARDS)


def metric_row(metric: str) -> Metric:
    """The row of a metric; that of an index of quality is made."""
    kind = RATING if is_rating(metric) else INDEX
    return METRICS.get(metric) or Metric(metric, kind, "A quality index; higher is better.")


def short_unit(metric: str) -> str:
    """The unit of a metric in few characters; empty of an index of quality."""
    return METRIC_UNITS.get(metric, "").replace(PER_MILLION_TOKENS, "$/M")


def figure_shown(metric: str, value: float) -> str:
    """A figure as every table and sentence shows it, its unit left to the heading; a share with its sign.

    Prices to the cent, and smaller ones to three digits; times, shares and what is counted as sentences say them. What
    is typed, kept and edited has all of its digits.
    """
    row = metric_row(metric)
    if row.price:
        return price(value)
    if abs(value) >= LARGE:
        return f"{value:g}"
    match row.unit:
        case "s":
            return seconds(value).removesuffix(" s")
        case "share":
            return percent(value)
        case _:
            return plain(value)


def figures_apart(metric: str, *values: float) -> tuple[str, ...]:
    """Figures of one metric that are told beside each other: to the last digit where they would read alike."""
    shown = tuple(figure_shown(metric, value) for value in values)
    if len(set(shown)) < len(set(values)):
        return tuple(number_text(value, share=metric_row(metric).unit == "share") for value in values)
    return shown


def with_unit(metric: str, shown: str) -> str:
    """A figure as it is shown, with its unit in few characters: `0.30 $/M`, `1 token/s`."""
    unit = short_unit(metric)
    if unit == "share":
        return shown
    return f"{shown} {unit_of(1 if shown == '1' else 2, unit)}".rstrip()

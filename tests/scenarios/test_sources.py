"""Every figure in the shipped scenarios is the one its source holds.

Leaderboard figures and GPU offers are compared with the files in `shared/fixtures` beside the repository,
where that folder is present; prices, context windows and hosts with genai-prices, where the installed version
is the one cited. The note of a figure names the row or the entry that it was read from. What was read from a page
alone has the page's address.
"""

from __future__ import annotations

import csv
import datetime as dt
import json
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.metadata import version
from pathlib import Path
from statistics import fmean
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
FIXTURES = ROOT.parent / "shared" / "fixtures"
TODAY = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)

AA_FIELDS = {"quality.aa_index": "intel", "output_speed": "tps", "ttft": "ttft", "first_token": "ttft"}
PRICE_FIELDS = {
    "input_price": "input_mtok",
    "output_price": "output_mtok",
    "cache_read_price": "cache_read_mtok",
    "cache_write_price": "cache_write_mtok",
    "audio_input_price": "audio_hours",
}
SOLD_BY_THE_HOUR = {"audio_hours"}
"""Fields whose price is told by the minute in a scenario."""
READ_ON_A_PAGE = {
    "Agentset",
    "OpenAI",
    "OpenGauntlet",
    "Vapi Humanness Index",
    "ZeroEntropy",
    "hail-hq/hail",
    "model-library 0.1.38",
    "pipecat stt-benchmark",
}
"""Sources that are no fixture and no package: their figures carry an address and a date, and nothing to compare."""
HIDES_ITS_THINKING = {"OpenAI", "Google"}
"""Developers whose APIs stream nothing before the answer, so that their first token is an answer token."""
RESELLERS = {"openrouter", "quicksilverpro", "github-copilot"}

HOST_NAMES = {"deepseek-v4p1-flash": "deepseek-v4.1-flash", "glm-5p3": "glm-5.3"}
"""Models whose id at the candidate's host is spelt unlike everywhere else."""

needs_fixtures = pytest.mark.skipif(not FIXTURES.is_dir(), reason="shared/fixtures is not beside the repository")
needs_prices = pytest.mark.skipif(version("genai-prices") != "0.2.3", reason="other prices than the scenarios cite")


@cache
def scenarios() -> tuple[tuple[str, dict[str, Any]], ...]:
    """The shipped scenarios by their names; read once, not to be changed."""
    paths = sorted((ROOT / "scenarios").glob("*.toml"), key=lambda path: path.stem)
    return tuple((path.stem, tomllib.loads(path.read_text(encoding="utf-8"))) for path in paths)


@cache
def fixture(name: str) -> Any:
    """The data of a JSON file beside the repository; read once, not to be changed."""
    return json.loads((FIXTURES / name).read_text(encoding="utf-8"))


def candidates() -> Iterator[tuple[str, dict[str, Any]]]:
    for name, workspace in scenarios():
        for candidate in workspace.get("candidates", []):
            yield f"{name}/{candidate['id']}", candidate


def figures(source: str) -> list[Any]:
    """The observations of one source, as test parameters with a readable id."""
    return [
        pytest.param(candidate, figure, id=f"{where}/{figure['metric']}/{figure.get('above_tokens', 0)}")
        for where, candidate in candidates()
        for figure in candidate.get("observations", [])
        if figure["source"] == source
    ]


def row_of(figure: dict[str, Any]) -> str:
    found = re.match(r"Row ([\w.-]+)", figure["note"])
    assert found, f"the note names no row: {figure['note']}"
    return found[1]


def test_seven_scenarios_ship() -> None:
    assert [name for name, _ in scenarios()] == [
        "coding-agent",
        "contract-review",
        "invoice-extraction",
        "retrieval-assistant",
        "support-assistant",
        "support-assistant-worked",
        "voice-booking",
    ]


def test_every_source_is_one_that_is_checked_here() -> None:
    sources = {figure["source"] for _, candidate in candidates() for figure in candidate.get("observations", [])}
    assert sources == READ_ON_A_PAGE | {
        "Artificial Analysis",
        "LiteLLM",
        "LiveBench",
        "estimate from Artificial Analysis",
        "genai-prices 0.2.3",
        "models.dev",
    }


def test_what_was_read_on_a_page_says_where_and_when() -> None:
    for where, candidate in candidates():
        for figure in candidate.get("observations", []):
            if figure["source"] in READ_ON_A_PAGE:
                assert figure["url"].startswith("https://"), f"{where}: {figure['metric']}"
                assert figure["as_of"] <= TODAY.date()


def test_a_vendors_own_figure_is_called_one() -> None:
    """OpenAI's F1 of its own safety model is no leaderboard's."""
    for figure in (param.values[1] for param in figures("OpenAI")):
        assert figure["basis"] == "self_reported"


@needs_fixtures
@pytest.mark.parametrize(("candidate", "figure"), figures("models.dev"))
def test_models_dev_figures(candidate: dict[str, Any], figure: dict[str, Any]) -> None:
    provider, _, model = figure["note"].removeprefix("Entry ").partition("/")
    entry = fixture("modelsdev_api_2026-05-21.json")[provider]["models"]
    cost, limit = entry[model]["cost"], entry[model]["limit"]
    held = {"input_price": cost["input"], "output_price": cost["output"], "context_window": limit["context"]}
    assert figure["value"] == held[figure["metric"]]
    assert figure["as_of"] == dt.date(2026, 5, 21)


@needs_fixtures
@pytest.mark.parametrize(("candidate", "figure"), figures("LiteLLM"))
def test_litellm_figures(candidate: dict[str, Any], figure: dict[str, Any]) -> None:
    """The price of a search, and how many other providers sell the same search."""
    entries = fixture("litellm_model_prices_full_2025-08-13.json")
    assert figure["as_of"] == dt.date(2025, 8, 13)
    if figure["metric"] == "search_price":
        (entry,) = re.findall(r"^Entry ([^,]+),", figure["note"])
        assert figure["value"] == entries[entry]["input_cost_per_query"]
        return
    assert figure["metric"] == "alternative_hosts"
    models = {plain(key): entry["litellm_provider"] for key, entry in entries.items() if "rerank" in key}
    sellers = {seller for model, seller in models.items() if "rerankv35" in model}
    assert figure["value"] == len(sellers) - 1


@needs_fixtures
@pytest.mark.parametrize(("candidate", "figure"), figures("estimate from Artificial Analysis"))
def test_estimates_are_called_so_and_follow_from_their_row(candidate: dict[str, Any], figure: dict[str, Any]) -> None:
    """A sibling's speed; its first answer token after 120 tokens of thinking."""
    published = fixture("llmval_aa_benchmarks_2026-10-03.json")
    row = next(model for model in published["models"] if model["slug"] == "gpt-oss-20b-low")
    told = {"output_speed": row["tps"], "ttft": round(row["ttft"] + 120 / row["tps"], 3)}
    assert (figure["basis"], figure["value"]) == ("estimate", told[figure["metric"]])


@needs_fixtures
@pytest.mark.parametrize(("candidate", "figure"), figures("Artificial Analysis"))
def test_artificial_analysis_figures(candidate: dict[str, Any], figure: dict[str, Any]) -> None:
    published = fixture("llmval_aa_benchmarks_2026-10-03.json")
    row = next(model for model in published["models"] if model["slug"] == row_of(figure))
    assert figure["value"] == row[AA_FIELDS[figure["metric"]]]
    assert figure["value"] > 0, "0 is not measured"
    assert figure["as_of"] == dt.date.fromisoformat(published["updated_at"][:10])
    assert figure["effort"] == candidate["effort"]
    if figure["metric"] == "quality.aa_index":
        assert figure["version"] == "Intelligence Index v4.3"
    if figure["metric"] == "ttft":
        assert "(Non-reasoning)" in row["name"] or candidate["developer"] in HIDES_ITS_THINKING


@needs_fixtures
@pytest.mark.parametrize(("candidate", "figure"), figures("LiveBench"))
def test_livebench_figures(candidate: dict[str, Any], figure: dict[str, Any]) -> None:
    categories = fixture("livebench_categories_2026_01_08.json")
    with (FIXTURES / "livebench_table_2026_01_08.csv").open(encoding="utf-8", newline="") as table:
        row = next(row for row in csv.DictReader(table) if row["model"] == row_of(figure))
    score = fmean(fmean(float(row[task]) for task in tasks) for tasks in categories.values())
    assert figure["value"] == pytest.approx(score, abs=0.05)
    assert figure["as_of"] == dt.date(2026, 1, 8)
    assert figure["version"] == "2026-01-08"


def entry_of(figure: dict[str, Any]) -> Any:
    """The genai-prices model that the note names as `Entry provider/model`."""
    found = re.match(r"Entry ([^/,]+)/([^,]+)", figure["note"])
    assert found, f"the note names no entry: {figure['note']}"
    return priced(found[1], found[2])


def priced(provider: str, model: str) -> Any:
    from genai_prices.data import providers

    (catalogue,) = (entry for entry in providers if entry.id == provider)
    (found,) = (entry for entry in catalogue.models if entry.id == model)
    return found


def hosts_of(figure: dict[str, Any]) -> list[str]:
    """The providers that the note of an `alternative_hosts` figure lists."""
    found = re.match(r"Also priced at ([^;]+);", figure["note"])
    return found[1].split(", ") if found else []


def plain(model: str) -> str:
    """A model id without its punctuation and case, which hosts spell as they like."""
    return re.sub(r"[^a-z0-9]", "", model.lower())


def at(price: Any, above_tokens: int) -> float:
    """The price of a request whose input is longer than `above_tokens`; 0 is the base price."""
    if not hasattr(price, "tiers"):
        assert above_tokens == 0
        return float(price)
    if above_tokens == 0:
        return float(price.base)
    return float(next(tier.price for tier in price.tiers if tier.start == above_tokens))


@needs_prices
@pytest.mark.parametrize(("candidate", "figure"), figures("genai-prices 0.2.3"))
def test_genai_prices_figures(candidate: dict[str, Any], figure: dict[str, Any]) -> None:
    assert figure["as_of"] == dt.date(2026, 11, 10), "the day the package was released"
    metric, value = figure["metric"], figure["value"]
    if metric == "alternative_hosts":
        hosts = hosts_of(figure)
        assert value == len(set(hosts))
        assert candidate["provider"] not in hosts
        assert not RESELLERS & set(hosts)
        return
    entry = entry_of(figure)
    if metric == "context_window":
        assert value == entry.context_window
        return
    if candidate["access"] != "self_hosted":
        assert figure["note"].startswith(f"Entry {candidate['provider']}/{candidate['model']}")
    standard = entry.get_prices(TODAY)
    if metric == "batch_discount":
        batch = next(
            variant.prices
            for variant in entry.price_variants
            if "batch" in variant.when.values() and (variant.constraint is None or variant.constraint.active(TODAY))
        )
        for field in ("input_mtok", "output_mtok"):
            discount = 1 - at(getattr(batch, field), 0) / at(getattr(standard, field), 0)
            assert value == pytest.approx(discount)
        return
    field = PRICE_FIELDS[metric]
    price = at(getattr(standard, field), figure.get("above_tokens", 0))
    assert value == pytest.approx(price / 60 if field in SOLD_BY_THE_HOUR else price, rel=1e-12)


@needs_prices
@pytest.mark.parametrize(
    ("candidate", "figure"),
    [param for param in figures("genai-prices 0.2.3") if param.values[1]["metric"] == "alternative_hosts"],
)
def test_the_hosts_price_the_same_model(candidate: dict[str, Any], figure: dict[str, Any]) -> None:
    from genai_prices.data import providers

    own = candidate["model"].rpartition("/")[2]
    for prefix in ("regional.anthropic.", "regional.openai.", "openai."):
        own = own.removeprefix(prefix)
    wanted = plain(HOST_NAMES.get(own, own))
    for host in hosts_of(figure):
        models = [plain(model.id) for entry in providers if entry.id == host for model in entry.models]
        assert any(wanted in model for model in models), f"{host} has no {wanted}"


@needs_fixtures
def test_gpu_prices_are_the_offers_that_the_notes_name() -> None:
    offers = fixture("gpu-pricing_offerings_2026-05-24.json")
    hosted = [candidate for _, candidate in candidates() if "hosting" in candidate]
    assert hosted
    for candidate in hosted:
        found = re.search(r"the offer ([\w-]+) in gpu-pricing of 2026-05-24", candidate["notes"])
        assert found
        offer = next(offer for offer in offers if offer["id"] == found[1])
        assert candidate["hosting"]["gpu_hour_usd"] == offer["price_usd_hour"]
        assert not offer["is_spot"]


def test_a_verdict_about_a_vendor_says_where_it_was_read() -> None:
    """The address and date of the page, or the words "assumed for this example" (design §7)."""
    for where, candidate in candidates():
        for answer in candidate.get("answers", []):
            if answer["verdict"] != "pass":
                continue
            read = answer.get("url", "").startswith("https://") and "checked_on" in answer
            assert read or "assumed for this example" in answer["note"], f"{where}: {answer['check']}"


def test_no_evaluation_is_invented() -> None:
    assert not [name for name, workspace in scenarios() if workspace.get("evaluations")]

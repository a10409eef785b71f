"""Every file at hand against a parse of its own, which shares no code with the importers; and importing it again."""

from __future__ import annotations

import csv
import json
import math
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from shortlist.core.basics.errors import ShortlistError
from shortlist.core.document.workspace import Workspace, read_workspace, to_data
from shortlist.core.importing.applying import with_import
from shortlist.core.importing.plan import ImportPlan
from shortlist.importing import ImportOptions, RecognisedFile, open_source, plan_import
from tests.conftest import FIXTURES, TODAY
from tests.importing.conftest import figures_of, rows_of

FAULTS = FIXTURES.parent / "faults"
Values = dict[str, dict[Any, float]]
"""What each row holds, by metric, and by metric and length."""
TAKEN = 60
"""Lines of a file that are taken over by default; the long count takes all."""


def read(path: Path) -> Any:
    """The values of a JSON file, each number as it is written."""
    text = path.read_text("utf-8")
    return [json.loads(line) for line in text.splitlines()] if path.suffix == ".jsonl" else json.loads(text)


def table(path: Path) -> list[dict[str, str]]:
    """The rows of a table that have all their cells."""
    with path.open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if None not in row.values() and None not in row]


def put(found: dict[Any, float], metric: Any, value: float | None) -> None:
    """Note a value that is known."""
    if value is not None:
        found[metric] = value


# --- one parse a kind of file


def openrouter(path: Path) -> Values:
    """USD a token as text, "-1" variable, "0" free unless it stands beside a price for what is a part of it."""
    values = read(path)
    found: Values = {}
    names = {
        "prompt": "input_price",
        "completion": "output_price",
        "internal_reasoning": "reasoning_price",
        "input_cache_read": "cache_read_price",
        "input_cache_write": "cache_write_price",
    }
    for model in values if isinstance(values, list) else values["data"]:
        if model["id"].startswith("~"):
            continue
        row, pricing = found.setdefault(model["id"], {}), model["pricing"]
        tiers = [one for one in pricing.get("overrides") or [] if "min_prompt_tokens" in one and "utc_start" not in one]
        for prices in (pricing, *tiers):
            above = prices.get("min_prompt_tokens", 0)
            paid = any(
                isinstance(prices.get(k), str) and prices[k] and float(prices[k]) > 0 for k in ("prompt", "completion")
            )
            for key, metric in names.items():
                told = prices.get(key)
                if (
                    isinstance(told, str)
                    and told
                    and float(told) >= 0
                    and not (paid and float(told) == 0 and "_" in key)
                ):
                    row[(metric, above) if above else metric] = float(told) * 1e6
        top = model.get("top_provider", {}).get("context_length") or model.get("context_length")
        put(row, "context_window", top)
    return found


def litellm(path: Path) -> Values:
    """USD a token; 0 is unknown unless the key says free."""
    found: Values = {}
    names = {"input_cost_per_token": "input_price", "output_cost_per_token": "output_price"}
    for key, entry in read(path).items():
        if key == "sample_spec" or "alias_of" in entry or "litellm_provider" not in entry:
            continue
        row: dict[Any, float] = {}
        flat = entry.get("input_cost_per_token") or entry.get("output_cost_per_token")
        free = re.search(r"(?<![a-z])free(?![a-z])", key.casefold()) and not flat
        for name, metric in names.items():
            if entry.get(name) or (entry.get(name) == 0 and free):
                row[metric] = entry[name] * 1e6
            for tier in entry.get("tiered_pricing") or []:
                start = int(tier["range"][0])
                if tier.get(name) and (start or not flat):
                    row[(metric, start) if start else metric] = tier[name] * 1e6
        for name, metric in names.items():
            for above in (128, 200, 272):
                price = entry.get(f"{name}_above_{above}k_tokens")
                if price:
                    row[metric, above * 1000] = price * 1e6
        put(row, "max_output", entry.get("max_output_tokens") or None)
        found[key] = row
    return found


def models_dev(path: Path) -> Values:
    """USD a million; 0 is free where the id says so."""
    found: Values = {}
    for name, provider in read(path).items():
        for model in provider["models"].values():
            cost, id_ = model.get("cost") or {}, f"{name}/{model['id']}"
            row = found.setdefault(id_, {})
            free = re.search(r"(?<![a-z])free(?![a-z])", id_.casefold())
            tiers = [(one["tier"]["size"], one) for one in cost.get("tiers") or []]
            if not tiers and cost.get("context_over_200k"):
                tiers = [(200_000, cost["context_over_200k"])]
            for key, metric in (("input", "input_price"), ("output", "output_price")):
                for size, tier in tiers:
                    put(row, (metric, size), tier.get(key) or None)
                price = cost.get(key)
                if price or (price == 0 and free and not cost.get("input") and not cost.get("output")):
                    row[metric] = price
            put(row, "context_window", (model.get("limit") or {}).get("context") or None)
    return found


def arena_json(path: Path) -> Values:
    """A rating a model, a metric a board."""
    values = read(path)
    board = values["meta"]["leaderboard"].replace("-", "_")
    metric = "quality.arena_elo" if board == "text" else f"quality.arena_{board}"
    return {one["model"]: {metric: one["score"]} for one in values["models"]}


def arena_table(path: Path) -> Values:
    """The first of two equal rows."""
    found: Values = {}
    for row in table(path):
        found.setdefault(row["model"], {"quality.arena_elo": float(row["arena_score"])})
    return found


def bfcl(path: Path) -> Values:
    """Per cent; prompted ones apart."""
    rows = table(path)
    native = {row["Model"].removesuffix(" (FC)").casefold() for row in rows if row["Model"].endswith(" (FC)")}
    found: Values = {}
    for row in rows:
        name = row["Model"]
        prompted = "(Prompt" in name or (not name.endswith(")") and name.casefold() in native)
        found[name] = {f"quality.bfcl{'_prompt' if prompted else ''}": float(row["Overall Acc"].rstrip("%"))}
    return found


def livebench(path: Path) -> Values:
    """The mean of the means of categories."""
    beside = path.with_name(path.name.replace("table", "categories").replace(".csv", ".json"))
    groups = read(beside)
    found: Values = {}
    for row in table(path):
        means = [sum(float(row[task]) for task in tasks) / len(tasks) for tasks in groups.values()]
        found[row["model"]] = {"quality.livebench": sum(means) / len(means)}
    return found


def aa(path: Path) -> Values:
    """The index as it stands, under whichever name the file has."""
    values = read(path)
    found: Values = {}
    for one in values if isinstance(values, list) else values.get("data") or values["models"]:
        told = one.get("evaluations", {})
        index = one.get("intel", one.get("intelligence_index", told.get("artificial_analysis_intelligence_index")))
        speed = one.get("tps", one.get("output_tps"))
        speed = (one.get("performance") or {}).get("median_output_tokens_per_second", speed)
        speed = (one.get("speed") or {}).get("output_tokens_per_second", speed)
        row: dict[Any, float] = {}
        put(row, "quality.aa_index", index)
        put(row, "output_speed", speed or None)
        found[one["slug"]] = row
    return found


def offers(path: Path) -> Values:
    """USD a GPU and hour."""
    return {one["id"]: {"gpu_hour_usd": one["price_usd_hour"]} for one in read(path)}


def machines(path: Path) -> Values:
    """USD a machine and hour, over its GPUs."""
    found: Values = {}
    for row in table(path):
        if row["AcceleratorName"] and float(row["AcceleratorCount"] or 0):
            name = f"{row['InstanceType']} {row['Region']}"
            if not row["InstanceType"]:
                name = f"{float(row['AcceleratorCount']):g} {row['AcceleratorName']} in {row['AvailabilityZone']}"
            found[name] = {"gpu_hour_usd": float(row["Price"]) / float(row["AcceleratorCount"])}
    return found


PARSERS: dict[str, Callable[[Path], Values]] = {
    "openrouter": openrouter,
    "litellm": litellm,
    "models.dev": models_dev,
    "arena": arena_json,
    "arena-table": arena_table,
    "bfcl": bfcl,
    "livebench": livebench,
    "artificial-analysis": aa,
    "artificial-analysis-flat": aa,
    "artificial-analysis-short": aa,
    "gpu-offers": offers,
    "cloud-machines": machines,
}
MAPS: dict[str, dict[str, str]] = {
    "06": {},
    "10": {"model": "model", "input price": "input_price", "output price": "output_price"},
    "17": {"model": "model", "provider": "provider", "quality": "quality.aa_index:share"},
    "f06": {
        "model_id": "model",
        "Input ($/1M tokens)": "input_price",
        "Output ($/1M tokens)": "output_price",
        "Context (tokens)": "context_window",
        "numbers": "1.234,5",
    },
    "f17": {"Model": "model", "Input price": "input_price"},
    "f22": {
        "provider_slug": "provider",
        "model_slug": "model",
        "processing_tier": "tier",
        "token_tier_min": "above_tokens",
        "input_price_per_million": "input_price",
        "output_price_per_million": "output_price",
    },
}
"""By the number of the fault, how its table is read."""
OWN: dict[str, Values] = {
    "extra.csv": {"a1": {"input_price": 0.15, "output_price": 0.6}, "a3": {"input_price": 0.2, "output_price": 0.8}},
    "foot.csv": {"a1": {"input_price": 0.15, "output_price": 0.6}, "a3": {"input_price": 0.2, "output_price": 0.8}},
    "quote.csv": {"a1": {"input_price": 0.15, "output_price": 0.6}, "a3": {"input_price": 0.2, "output_price": 0.8}},
    "short.csv": {"a1": {"input_price": 0.15, "output_price": 0.6}, "a3": {"input_price": 0.2, "output_price": 0.8}},
    "mixed.json": {"a1": {"input_price": 0.15}, "a3": {"input_price": 0.2}},
    "openllm.json": {"acme/a (bf16)": {"quality.open_llm": 41}, "acme/c (bf16)": {"quality.open_llm": 40}},
    "mixq.csv": {"acme/acme-a": {"quality.aa_index": 62}, "acme/acme-c": {"quality.aa_index": 61}},
    "utf16.csv": {"x": {"input_price": 1}},
    "aa_models_keyed.json": {
        "gpt-oss-120b-low": {"output_speed": 315.115, "ttft": 0.509},
        "gpt-5-5": {"output_speed": 91.869, "ttft": 29.368, "quality.aa_index": 54.8},
    },
    "langfuse.json": {"b9854a5c92dc496b997d99d20": {"input_price": 2.5, "output_price": 10}},
    "llm-prices_openai.json": {"gpt-4o-mini": {"input_price": 0.15, "output_price": 0.6}},
    "models.csv": {
        "anthropic/claude-fable-5": {"input_price": 10, "output_price": 50, "batch_discount": 0.5},
        "google-gemini/gemini-2.5-computer-use-preview": {
            "input_price": 1.25,
            "output_price": 10,
            ("input_price", 200_000): 2.5,
            ("output_price", 200_000): 15,
        },
    },
    "f06-continental-thousands/models.json": {
        "anthropic/claude-haiku-4.5": {"input_price": 1, "output_price": 5, "context_window": 200_000},
        "liquid/lfm2-8b-a1b": {"input_price": 0.05, "output_price": 0.1, "context_window": 32_768},
    },
}
"""Tables of no known format, read by eye."""
NOT_FOR_IMPORT = re.compile(r"(?:README|SOURCES)\.(?:txt|md)$|\.toml$|/a[0-9]{2}-|/(?:19|20)-")


def files() -> list[Path]:
    """Every file that is there to be imported."""
    found = sorted(
        one for folder in (FIXTURES, FAULTS) if folder.is_dir() for one in folder.rglob("*") if one.is_file()
    )
    return [one for one in found if not NOT_FOR_IMPORT.search(str(one)) and "evaluations" not in one.parts]


FILES = files()


def source_of(path: Path) -> RecognisedFile:
    """A file read as it says, or by the map that fits it."""
    number = path.parent.name.partition("-")[0]
    columns = {title: told for title, told in MAPS.get(number, {}).items() if told}
    if path.parent == FIXTURES:
        columns = {}
    try:
        return open_source(path, ImportOptions(as_of=TODAY))
    except ShortlistError as unknown:
        proposed = columns or getattr(unknown, "proposed", None)
        if proposed is None:
            raise
        header = getattr(unknown, "header", ())
        fitting = {title: told for title, told in proposed.items() if title in (*header, "numbers")}
        return open_source(path, ImportOptions(as_of=TODAY, columns=fitting))


@pytest.mark.skipif(not FILES, reason="the files of others are not here")
@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_row_is_that_of_an_independent_parse(path: Path) -> None:
    """Rows and values: none is missing that the parse has, but those refused; none is there that it has not."""
    source = source_of(path)
    rows, refused = rows_of(source)
    own = OWN.get(f"{path.parent.name}/{path.name}") or OWN.get(path.name)
    parse = PARSERS.get(source.importer.id)
    if own is None and parse is None:
        assert source.importer.id in ("model-card", "livebench-categories"), "a file that nothing checks"
        return
    expected = own if own is not None else parse(path) if parse is not None else {}
    for id_, values in expected.items():
        if not values:
            continue
        if id_ not in rows:
            assert any(id_ in (one.name, one.place.removeprefix("key ")) for one in refused), id_
            continue
        row = rows[id_]
        found: dict[Any, float] = {**figures_of(row), **(row.hosting or {})}
        for metric, value in values.items():
            assert found[metric] == pytest.approx(value, rel=1e-6, abs=6e-4), (id_, metric)
        if source.importer.id in ("openrouter", "litellm", "models.dev"):
            prices = {
                key
                for key in found
                if str(key[0] if isinstance(key, tuple) else key) in ("input_price", "output_price")
            }
            assert prices <= values.keys(), id_
    if own is None:
        assert not rows.keys() - expected.keys()


def begun() -> Workspace:
    """A workspace without candidates."""
    return read_workspace({"schema": 2, "title": "T", "scenario": {"steps": [{"id": "a", "name": "A"}]}})


def taken(workspace: Workspace, plan: ImportPlan, most: int | None) -> Workspace:
    """What a plan makes of a workspace, with every line chosen."""
    lines = [line for line in plan.lines if line.kind != "unchanged"][:most]
    said = {"provider": "acme", "access": "managed_api", "openness": "closed"}
    known = {line.row.id: {key: said[key] for key in line.lacks} for line in lines if line.candidate is None}
    return with_import(workspace, lines, known, TODAY)


def again(path: Path, most: int | None) -> None:
    """Import a file, and again: of what was taken nothing changes."""
    source = source_of(path)
    once = taken(begun(), plan_import(begun(), source), most)
    plan = plan_import(once, source)
    changed = [line for line in plan.lines if line.kind == "changed"]
    if most is None:
        assert changed == []
        return
    # Where not all was taken, a row that was left may say more of a candidate that another row made.
    for line in changed:
        assert all(one.how == "add" for one in line.changing), line.row.id


@pytest.mark.skipif(not FILES, reason="the files of others are not here")
@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_importing_again_changes_nothing(path: Path) -> None:
    """For every file; of large ones the first rows."""
    again(path, TAKEN)


@pytest.mark.long
@pytest.mark.skipif(not FILES, reason="the files of others are not here")
@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_importing_all_again_changes_nothing(path: Path) -> None:
    """For every row of every file."""
    again(path, None)


def test_nothing_of_a_file_is_beyond_a_number() -> None:
    """The parses above read finite numbers only."""
    for path in FILES:
        if path.suffix == ".json":
            assert all(math.isfinite(one) for one in _numbers(read(path)))


def _numbers(value: Any) -> Iterator[float]:
    if isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _numbers(one)
    elif isinstance(value, float):
        yield value


def test_a_workspace_is_never_changed_by_a_plan() -> None:
    """Looking at a file leaves what was there as it was."""
    before = to_data(begun())
    for path in FILES[:3]:
        plan_import(begun(), source_of(path))
    assert to_data(begun()) == before

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
from shortlist.core.importing.rows import ModelRow
from shortlist.importing import ImportOptions, RecognisedFile, open_source, plan_import
from tests.conftest import FIXTURES, TODAY
from tests.evidence.test_independent_readings import RUNS
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
        "audio": "audio_token_price",
    }
    whole = {"request": "request_price", "web_search": "search_price", "image": "image_price"}
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
            for key, metric in whole.items():
                each = float(prices.get(key) or 0)
                # What a picture may cost is no price of one of its tokens.
                if each > 0 and (key != "image" or each >= 0.0001):
                    row[(metric, above) if above else metric] = each
        host = model.get("top_provider", {})
        put(row, "context_window", host.get("context_length") or model.get("context_length"))
        put(row, "max_output", host.get("max_completion_tokens"))
        others = model.get("benchmarks") or {}
        for index in ("intelligence", "coding", "agentic"):
            value = (others.get("artificial_analysis") or {}).get(f"{index}_index")
            put(row, "quality.aa_index" if index == "intelligence" else f"quality.aa_{index}", value)
        for one in others.get("design_arena") or ():
            put(row, f"quality.design_arena_{one['category']}", one.get("elo"))
    return found


def litellm(path: Path) -> Values:
    """USD a token; 0 is unknown unless the key says free."""
    found: Values = {}
    names = {
        "input_cost_per_token": "input_price",
        "output_cost_per_token": "output_price",
        "output_cost_per_reasoning_token": "reasoning_price",
        "cache_read_input_token_cost": "cache_read_price",
        "cache_creation_input_token_cost": "cache_write_price",
    }
    for key, entry in read(path).items():
        if key == "sample_spec" or "alias_of" in entry or "litellm_provider" not in entry:
            continue
        row: dict[Any, float] = {}
        flat = entry.get("input_cost_per_token") or entry.get("output_cost_per_token")
        free = re.search(r"(?<![a-z])free(?![a-z])", key.casefold()) and not flat
        for name, metric in names.items():
            if entry.get(name) or (entry.get(name) == 0 and free):
                row[metric] = entry[name] * 1e6
            reduced = entry.get(f"{name}_batches")
            if entry.get(name) and reduced is not None:
                row["batch_discount"] = 1 - reduced / entry[name]
            for tier in entry.get("tiered_pricing") or []:
                start = int(tier["range"][0])
                if tier.get(name) and (start or not flat):
                    row[(metric, start) if start else metric] = tier[name] * 1e6
        for name, metric in names.items():
            for above in (128, 200, 272):
                price = entry.get(f"{name}_above_{above}k_tokens")
                if price:
                    row[metric, above * 1000] = price * 1e6
        if "cache_read_input_token_cost" not in entry and entry.get("input_cost_per_token_cache_hit"):
            row["cache_read_price"] = entry["input_cost_per_token_cache_hit"] * 1e6
        for name, metric in (
            ("max_input_tokens", "context_window"),
            ("max_output_tokens", "max_output"),
            ("rpm", "requests_per_minute"),
            ("tpm", "tokens_per_minute"),
        ):
            value = entry.get(name)
            put(row, metric, (value if isinstance(value, int | float) else 0) or None)
        found[key] = row
    return found


MEDIA = re.compile(r"^(?:search|audio|image|output_image|character|page|request)_")
"""Prices of a price map by units whose keys mean different things in different modes: tested key by key."""


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
            nothing = free and not cost.get("input") and not cost.get("output")
            unpriced = not (cost.get("input") or cost.get("output")) and (
                cost.get("input") is not None or cost.get("output") is not None
            )
            for key, metric in (
                ("input", "input_price"),
                ("output", "output_price"),
                ("reasoning", "reasoning_price"),
                ("cache_read", "cache_read_price"),
                ("cache_write", "cache_write_price"),
                ("input_audio", "audio_token_price"),
            ):
                for size, tier in tiers:
                    put(row, (metric, size), tier.get(key) or None)
                price = cost.get(key)
                # Where input and output are 0 and nothing says free, no price of the model is known.
                if (price and not (unpriced and not free)) or (price == 0 and nothing):
                    row[metric] = price
            limit = model.get("limit") or {}
            put(row, "context_window", limit.get("context") or None)
            put(row, "max_output", limit.get("output") or None)
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
        index = f"quality.bfcl{'_prompt' if prompted else ''}"
        found[name] = {index: float(row["Overall Acc"].rstrip("%"))}
        for title, part in (("Multi Turn", "multi_turn"), ("Non-Live AST", "non_live"), ("Live", "live")):
            found[name] |= _per_cent(f"{index}_{part}", row.get(f"{title} Acc"))
        found[name] |= _per_cent(f"{index}_memory", row.get("Memory Acc"))
    return found


def _per_cent(metric: str, cell: str | None) -> dict[Any, float]:
    return {} if cell in (None, "", "N/A") else {metric: float(cell.rstrip("%"))}  # type: ignore[union-attr]


def livebench(path: Path) -> Values:
    """The mean of the means of categories."""
    beside = path.with_name(path.name.replace("table", "categories").replace(".csv", ".json"))
    groups = read(beside)
    found: Values = {}
    for row in table(path):
        means = {name: sum(float(row[task]) for task in tasks) / len(tasks) for name, tasks in groups.items()}
        found[row["model"]] = {"quality.livebench": sum(means.values()) / len(means)}
        for name, mean in means.items():
            found[row["model"]][f"quality.livebench_{name.casefold().replace(' ', '_')}"] = mean
    return found


BENCHMARKS = {
    **{name: name for name in ("mmlu_pro", "gpqa", "hle", "livecodebench", "scicode", "ifbench", "lcr", "math_500")},
    **{name: name for name in ("terminalbench_hard", "tau2", "aime", "aime_25")},
    "terminal_bench_hard": "terminalbench_hard",
    "tau2_bench": "tau2",
    "aa_lcr": "lcr",
}
"""Shares of 1 by what each of the shapes calls them; points here."""


def aa(path: Path) -> Values:
    """The indices as they stand, shares as points, prices a million and speeds, under whichever name the file has."""
    values = read(path)
    found: Values = {}
    for one in values if isinstance(values, list) else values.get("data") or values["models"]:
        told, row = one.get("evaluations", one), dict[Any, float]()
        row |= {f"quality.{ours}": told[key] * 100 for key, ours in BENCHMARKS.items() if told.get(key) is not None}
        for index, metric in (("intelligence", "aa_index"), ("coding", "aa_coding"), ("agentic", "aa_agentic")):
            short = one.get("intel") if index == "intelligence" and "intel" in one else one.get(index)
            for value in (short, told.get(f"artificial_analysis_{index}_index"), one.get(f"{index}_index")):
                put(row, f"quality.{metric}", value)
        put(row, "quality.aa_math", one.get("math_index"))
        prices, speed = one.get("pricing", {}), {**one.get("performance", {}), **one.get("speed", {})}
        for metric, price in (
            ("input_price", prices.get("price_1m_input_tokens", one.get("price_input"))),
            ("output_price", prices.get("price_1m_output_tokens", one.get("price_output"))),
            ("cache_read_price", prices.get("price_1m_cache_hit_tokens")),
            ("cache_write_price", prices.get("price_1m_cache_write_tokens")),
        ):
            put(row, metric, price or None)
        tps = one.get("tps", one.get("output_tps", speed.get("median_output_tokens_per_second")))
        put(row, "output_speed", speed.get("output_tokens_per_second", tps) or None)
        put(row, "context_window", (one.get("capabilities") or {}).get("context_window_tokens"))
        found[one["slug"]] = row
    return found


WAITS = re.compile(r"^(?:ttft|first_token)$")
"""Which of two waits a file of Artificial Analysis gives, hidden thinking tells: tested elsewhere."""


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
LEFT: dict[str, re.Pattern[str]] = {
    "litellm": MEDIA,
    "artificial-analysis": WAITS,
    "artificial-analysis-flat": WAITS,
    "artificial-analysis-short": WAITS,
    "gpu-offers": re.compile("^gpu$"),
    "cloud-machines": re.compile("^gpu$"),
}
"""Of a format what its parse above leaves to other tests; everything else of a row is in the parse."""
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
    "openllm.json": {
        "acme/a (bf16)": {"quality.open_llm": 41, "quality.ifeval": 60, "quality.bbh": 50},
        "acme/c (bf16)": {"quality.open_llm": 40, "quality.ifeval": 60, "quality.bbh": 50},
    },
    "mixq.csv": {"acme/acme-a": {"quality.aa_index": 62}, "acme/acme-c": {"quality.aa_index": 61}},
    "utf16.csv": {"x": {"input_price": 1}},
    "aa_models_keyed.json": {
        "gpt-oss-120b-low": {"output_speed": 315.115, "ttft": 0.509, "quality.aa_index": 17.7},
        "gpt-oss-120b": {"output_speed": 277.453, "ttft": 0.513, "quality.aa_index": 23.8},
        "gpt-oss-20b": {"output_speed": 264.883, "ttft": 0.461, "quality.aa_index": 14.9},
        "gpt-5-5": {"output_speed": 91.869, "ttft": 29.368, "quality.aa_index": 54.8},
    },
    "langfuse.json": {
        "b9854a5c92dc496b997d99d20": {"input_price": 2.5, "output_price": 10, "cache_read_price": 1.25},
        "b9854a5c92dc496b997d99d21": {"input_price": 5, "output_price": 15},
    },
    "llm-prices_openai.json": {
        "gpt-4o": {"input_price": 2.5, "output_price": 10, "cache_read_price": 1.25},
        "gpt-4o-mini": {"input_price": 0.15, "output_price": 0.6, "cache_read_price": 0.075},
    },
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
CARDS: dict[str, tuple[str, str, set[str]]] = {
    "list.md": ("apache-2.0, cc-by-nc-4.0", "", {"card.licence", "card.openness_claim", "card.intended_use"}),
    "list1.md": ("mit", "", {"card.licence"}),
    "other.md": ("", "", set()),
    "otherlink.md": ("", "acme/acme-7b", set()),
    "unknown.md": ("", "", set()),
    "bash.md": ("mit", "", {"card.licence"}),
    "en_fence.md": ("mit", "", {"card.licence", "card.serving"}),
    "README.card.md": ("apache-2.0", "", {"card.licence"}),
}
"""Model cards, read by eye: the licence, the model where the card is its own, and the checks that it speaks to."""
OTHERWISE: dict[str, str] = {
    r"/(?:README|SOURCES)\.(?:txt|md)$": "says what the others are",
    r"\.toml$": "is a workspace, a record or a change",
    r"/19-[^/]*/out/": "was written by an export",
    r"/evaluations/(?:inspect_[^/]*\.(?:eval|json)|promptfoo_[^/]*\.jsonl?)$": "holds runs: tests.evidence",
    r"/evaluations/promptfoo_[^/]*\.csv$": "is refused with the remedy: tests.evidence",
    r"/evaluations/golden_[^/]*\.jsonl$": "is a dataset of examples: tests.evidence",
}
"""Which files hold no figures to import, and what they are or where they are tested; every other is tested here."""


def all_files() -> list[Path]:
    """Every file that is there."""
    folders = (folder for folder in (FIXTURES, FAULTS) if folder.is_dir())
    return sorted(one for folder in folders for one in folder.rglob("*") if one.is_file())


def reasons(path: Path) -> list[str]:
    """Why a file is not tested here."""
    return [why for pattern, why in OTHERWISE.items() if re.search(pattern, path.as_posix())]


FILES = [one for one in all_files() if not reasons(one)]


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
def test_no_file_is_left_out() -> None:
    """Each is tested here, or is one of those that hold no figures, of which every kind is there; and none is both."""
    told = {one: reasons(one) for one in all_files() if one not in FILES}
    assert all(len(found) == 1 for found in told.values())
    assert {why for found in told.values() for why in found} == set(OTHERWISE.values())
    assert {one.name for one, found in told.items() if found == ["holds runs: tests.evidence"]} == set(RUNS)
    assert {one.name for one in FILES if one.suffix == ".md"} == set(CARDS)
    assert {*OWN} <= {name for one in FILES for name in (one.name, f"{one.parent.name}/{one.name}")}


@pytest.mark.skipif(not FILES, reason="the files of others are not here")
@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_row_is_that_of_an_independent_parse(path: Path) -> None:
    """Rows and values: none is missing that the parse has, but those refused; none is there that it has not."""
    source = source_of(path)
    rows, refused = rows_of(source)
    own = OWN.get(f"{path.parent.name}/{path.name}") or OWN.get(path.name)
    parse = PARSERS.get(source.importer.id)
    if source.importer.id == "model-card":
        _card_is_what_it_says(path, rows)
        return
    if source.importer.id == "livebench-categories":
        # It goes with its table, whose means above are made of it.
        assert rows == {} and len(refused) == 1 and read(path)
        return
    assert own is not None or parse is not None, "a file that nothing checks"
    expected = own if own is not None else parse(path) if parse is not None else {}
    left = LEFT.get(source.importer.id)
    for id_, values in expected.items():
        if id_ not in rows:
            assert not values or any(id_ in (one.name, one.place.removeprefix("key ")) for one in refused), id_
            continue
        row = rows[id_]
        found: dict[Any, float] = {
            key: value
            for key, value in {**figures_of(row), **(row.hosting or {})}.items()
            if left is None or not left.search(key if isinstance(key, str) else key[0])
        }
        assert found == pytest.approx(values, rel=1e-6, abs=6e-4), id_
    assert not rows.keys() - expected.keys()


def _card_is_what_it_says(path: Path, rows: dict[str, ModelRow]) -> None:
    licence, model, checks = CARDS[path.name]
    (row,) = rows.values()
    assert (row.facts.get("licence", ""), row.model) == (licence, model)
    assert {one.check for one in row.answers} == checks


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

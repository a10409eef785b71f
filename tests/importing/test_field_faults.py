"""Kinds of fault that users of other tools reported: each with an input of its own, and its neighbours."""

from __future__ import annotations

import datetime as dt
import gzip
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from shortlist.catalogue.importers import litellm, openrouter
from shortlist.core.basics.errors import ShortlistError
from shortlist.core.basics.numbers import currency_of
from shortlist.core.document.plausible import implausible
from shortlist.core.document.workspace import Workspace, read_workspace
from shortlist.core.importing.applying import with_import
from shortlist.core.importing.columns import above_of, checked_columns, price_factor, proposed_columns
from shortlist.core.importing.numerals import COMMAS, POINTS, normal, stripped, written
from shortlist.core.importing.plan import ImportPlan
from shortlist.core.importing.values import BadValue, day
from shortlist.importing import ImportOptions, UnknownFormat, Unsaid, completions, open_source, plan_import
from shortlist.store.imports import read_document
from tests.conftest import TODAY
from tests.importing.conftest import Write, figures_of, opened, rows_of

# --- wrong figures, taken without a word


def openrouter_file(**pricing: Any) -> dict[str, Any]:
    """An answer with one model."""
    more = pricing.pop("more", {})
    return {
        "data": [{"id": "acme/nine", "pricing": {"prompt": "0.000003", "completion": "0.00001", **pricing}, **more}]
    }


def litellm_file(**entry: Any) -> dict[str, Any]:
    """A price map with one key."""
    return {"nine": {"litellm_provider": "acme", "mode": "chat", **entry}}


@pytest.mark.parametrize("key", openrouter.SEPARATE)
@pytest.mark.parametrize("zero", ["0", "0.0", 0, "0e-7"])
def test_a_zero_beside_a_price_is_not_stated(write: Write, key: str, zero: object) -> None:
    """Kind: 0 for what is not priced separately, taken as free. Free is what an offering says that costs nothing."""
    rows, _ = rows_of(opened(write("o.json", openrouter_file(**{key: zero}))))
    assert figures_of(rows["acme/nine"]) == {"input_price": 3, "output_price": 10}
    assert f"{key} is 0 beside a price: taken as not stated." in rows["acme/nine"].notes
    free = {"id": "acme/nine:free", "pricing": {"prompt": "0", "completion": "0", key: zero}}
    rows, _ = rows_of(opened(write("f.json", {"data": [free]})))
    assert figures_of(rows["acme/nine:free"])["input_price"] == 0


BOARDS = {
    "text": "quality.arena_elo",
    "text_style_control": "quality.arena_elo",
    "vision": "quality.arena_vision",
    "Text-to-Image": "quality.arena_text_to_image",
    "webdev": "quality.arena_webdev",
    "finance": "quality.arena_finance",
}


@pytest.mark.parametrize(("board", "metric"), BOARDS.items())
def test_every_board_of_the_arena_is_a_metric(write: Write, board: str, metric: str) -> None:
    """Kind: ratings of one board held against another's scale. The file says which, whatever it is called."""
    models = [{"model": "nine", "score": 1333, "votes": 9}]
    content = {"meta": {"leaderboard": board, "last_updated": "2026-05-05"}, "models": models}
    rows, _ = rows_of(opened(write("x.json", content)))
    assert figures_of(rows["nine"]) == {metric: 1333}


@pytest.mark.parametrize(
    ("name", "metric"),
    [("lmarena_vision_2026-05.csv", "quality.arena_vision"), ("text-to-image.csv", "quality.arena_text_to_image")],
)
def test_the_name_of_a_file_says_the_board(write: Write, name: str, metric: str) -> None:
    """Kind: the same, where only the name tells it; `image` and `text` within another board's name do not."""
    rows, _ = rows_of(opened(write(name, "Model,Arena Score,Votes\nnine,1200,40\n")))
    assert figures_of(rows["nine"]) == {metric: 1200}


def test_a_board_that_nothing_says_is_asked(write: Write) -> None:
    """Kind: the text board by default. A person names it, as the version of the index."""
    path = write("ratings.csv", "Model,Arena Score,Votes\nnine,1200,40\n")
    with pytest.raises(Unsaid, match="Of which board"):
        opened(path)
    rows, _ = rows_of(open_source(path, ImportOptions(version="vision")))
    assert figures_of(rows["nine"]) == {"quality.arena_vision": 1200}


BFCL = "Rank,Overall Acc,Model,Multi Turn Acc,Organization,License\n"


def test_native_and_prompted_calls_are_two_metrics(write: Write) -> None:
    """Kind: two ways of calling recorded as one figure, of which the last in the file won."""
    lines = "1,70%,Nine (FC),60%,A,MIT\n2,40%,Nine (Prompt),30%,A,MIT\n3,39%,Ten,30%,A,MIT\n4,38%,Ten (FC),2%,A,MIT\n"
    rows, refused = rows_of(opened(write("b.csv", BFCL + lines)))
    assert refused == []
    overall = {row.id: row.figures[0].metric for row in rows.values()}
    # One beside a native row that names no way is the prompted one.
    assert overall == {
        "Nine (FC)": "quality.bfcl",
        "Nine (Prompt)": "quality.bfcl_prompt",
        "Ten": "quality.bfcl_prompt",
        "Ten (FC)": "quality.bfcl",
    }


def empty(*candidates: dict[str, Any]) -> Workspace:
    """A workspace with these candidates."""
    told = {"provider": "acme", "access": "managed_api", "openness": "closed"}
    rows = [{"id": one["model"], "name": one["model"], **told, **one} for one in candidates]
    steps = {"steps": [{"id": "a", "name": "A"}]}
    return read_workspace({"schema": 2, "title": "T", "scenario": steps, "candidates": rows})


def all_taken(workspace: Workspace, plan: ImportPlan) -> Workspace:
    """What a plan makes of a workspace with every line chosen."""
    lines = [line for line in plan.lines if line.kind != "unchanged"]
    said = {"provider": "acme", "access": "managed_api", "openness": "closed"}
    known = {line.row.id: {key: said[key] for key in line.lacks} for line in lines if line.candidate is None}
    return with_import(workspace, lines, known, TODAY)


def test_two_ways_of_calling_are_one_candidate_and_importing_again_changes_nothing(write: Write) -> None:
    """Kind: a correction proposed for ever, and one model twice."""
    source = opened(write("b.csv", f"{BFCL}1,70%,Nine (FC),60%,A,MIT\n2,40%,Nine (Prompt),30%,A,MIT\n"))
    once = all_taken(empty(), plan_import(empty(), source))
    (made,) = once.candidates
    found = {one.metric: one.value for one in made.observations if not one.metric.endswith("turn")}
    assert found == {"quality.bfcl": 70, "quality.bfcl_prompt": 40}
    assert {line.kind for line in plan_import(once, source).lines} == {"unchanged"}


def test_two_rows_of_one_candidate_keep_the_remarks_of_both(write: Write) -> None:
    """Kind: the remark of the last row alone is kept, so that importing again changes it for ever."""
    header = BFCL.replace("License", "License,Total Cost ($)")
    path = write("b.csv", f"{header}1,70%,Nine (FC),60%,A,MIT,5\n2,40%,Nine (Prompt),30%,A,MIT,7\n")
    workspace = empty({"model": "nine", "notes": "Ours."})
    after = all_taken(workspace, plan_import(workspace, opened(path)))
    first, *remarks = after.candidates[0].notes.split("\n")
    assert first == "Ours." and [one[-8:] for one in remarks] == ["cost $5.", "cost $7."]
    assert {line.kind for line in plan_import(after, opened(path)).lines} == {"unchanged"}


TIERED = "provider,model,tier,from tokens,input price,output price\n"
TIER_MAP = {
    "provider": "provider",
    "model": "model",
    "tier": "tier",
    "from tokens": "above_tokens",
    "input price": "input_price",
    "output price": "output_price",
}


def test_rows_of_one_offering_that_contradict_each_other_are_refused_together(write: Write) -> None:
    """Kind: the first row counts, whatever it is of. Three as two; what agrees is no contradiction."""
    lines = ["acme,a,batch,,1,2", "acme,a,standard,,2,4", "acme,a,flex,,1.5,3", "acme,b,,,5,6", "acme,b,,,5,6"]
    path = write("t.csv", TIERED + "\n".join(lines))
    columns = {key: value for key, value in TIER_MAP.items() if key not in ("tier", "from tokens")}
    rows, refused = rows_of(open_source(path, ImportOptions(columns=columns)))
    assert figures_of(rows["acme/b"]) == {"input_price": 5, "output_price": 6} and list(rows) == ["acme/b"]
    contradicting = sorted(one.place for one in refused if "contradicts" in one.why)
    assert contradicting == ["line 2", "line 3", "line 4"]
    assert [one.why for one in refused if one.place == "line 6"] == ["it says what line 5 says"]


def test_tiers_of_a_table_are_read(write: Write) -> None:
    """Kind: processing tiers and lengths of prompts as rows. Batches become a discount, another tier an offering."""
    lines = [
        "acme,a,batch,,1,2",
        "acme,a,standard,0,2,4",
        "acme,a,standard,200k,4,8",
        "acme,a,priority,,3,6",
        "acme,b,batch,,1,2",
        "acme,c,batch,,1,2",
        "acme,c,,,2,8",
    ]
    rows, refused = rows_of(open_source(write("t.csv", TIERED + "\n".join(lines)), ImportOptions(columns=TIER_MAP)))
    assert figures_of(rows["acme/a"]) == {
        "input_price": 2,
        "output_price": 4,
        ("input_price", 200_000): 4,
        ("output_price", 200_000): 8,
        "batch_discount": 0.5,
    }
    priority = rows["acme/a (priority)"]
    assert (priority.facts["service_tier"], figures_of(priority)) == ("priority", {"input_price": 3, "output_price": 6})
    assert rows["acme/c"].notes == ("Its batch prices do not fit one discount.",)
    assert [(one.name, one.why) for one in refused] == [
        ("b", "it prices batches, and no row says what it costs otherwise")
    ]


def test_a_row_joins_the_offering_of_its_service_tier_alone(write: Write) -> None:
    """Kind: the standard price recorded for a priority offering. It is asked, with the difference."""
    workspace = empty({"model": "a"}, {"id": "fast", "model": "a", "service_tier": "priority"})
    path = write("t.csv", f"{TIERED}acme,a,,,2,4\nacme,a,priority,,3,6\n")
    plan = plan_import(workspace, open_source(path, ImportOptions(columns=TIER_MAP)))
    joined = {(line.candidate.id, line.row.id) for line in plan.lines if line.kind == "changed" and line.candidate}
    assert joined == {("a", "acme/a"), ("fast", "acme/a (priority)")}
    plan = plan_import(
        empty({"model": "a", "service_tier": "flex"}), open_source(path, ImportOptions(columns=TIER_MAP))
    )
    assert {line.difference for line in plan.lines if line.kind == "match"} == {
        "service tier standard in the file, flex here",
        "service tier priority in the file, flex here",
    }


def test_two_keys_of_one_offering_with_other_limits_are_refused_together(write: Write) -> None:
    """Kind: the same, under two keys of a price map; where one only says more, both are taken."""
    same = {"litellm_provider": "acme", "input_cost_per_token": 1e-6}
    content = {
        "nine": {**same, "max_input_tokens": 8000},
        "acme/nine": {**same, "max_input_tokens": 9000},
        "ten": same,
        "acme/ten": {**same, "max_output_tokens": 500},
    }
    rows, refused = rows_of(opened(write("m.json", content)))
    assert sorted(rows) == ["acme/ten", "ten"]
    assert sorted(one.place for one in refused) == ["key acme/nine", "key nine"]


def test_the_most_input_is_no_window_and_says_so(write: Write) -> None:
    """Kind: a limit recorded as the window. Any other source's window comes before it."""
    rows, _ = rows_of(opened(write("m.json", litellm_file(input_cost_per_token=1e-6, max_input_tokens=922_000))))
    (window,) = [one for one in rows["nine"].figures if one.metric == "context_window"]
    assert (window.value, window.basis, window.note) == (922_000, "estimate", litellm.NO_WINDOW)


@pytest.mark.parametrize(
    ("metric", "value", "asked"),
    [
        ("input_price", 1000, False),
        ("input_price", 150_000, True),
        ("cache_read_price", 0.0028, False),
        ("output_price", 2.5e-06, True),
        ("output_price", 0, False),
        ("quality.aa_index", 100, False),
        ("quality.aa_index", 1452, True),
        ("quality.gpqa", 101, True),
        ("quality.arena_vision", 58, True),
        ("quality.arena_elo", 1452, False),
        ("quality.our_own", 5000, False),
        ("image_price", 1001, True),
        ("output_speed", 90_000, False),
    ],
)
def test_what_can_hardly_be_is_a_question(write: Write, metric: str, value: float, asked: bool) -> None:
    """Kind: a price a million times too large or small, a figure outside of its index; a finding says it after."""
    assert bool(implausible(metric, value)) == asked
    path = write("t.json", [{"model": "a", "provider": "acme", "figure": value}])
    columns = {"model": "model", "provider": "provider", "figure": metric}
    plan = plan_import(empty({"model": "a"}), open_source(path, ImportOptions(columns=columns)))
    (line,) = plan.lines
    assert (bool(line.doubts), line.chosen_at_first) == (asked, not asked)


@pytest.mark.parametrize("metric", ["ttft", "first_token", "output_speed", "context_window"])
def test_zero_seconds_are_not_measured(write: Write, metric: str) -> None:
    """Kind: 0 for what nobody measured, in a table of one's own."""
    path = write("t.csv", "model,price,figure\na,1,0\n")
    columns = {"model": "model", "price": "input_price", "figure": metric}
    rows, _ = rows_of(open_source(path, ImportOptions(columns=columns)))
    assert figures_of(rows["a"]) == {"input_price": 1}


# --- currencies and numbers


@pytest.mark.parametrize(
    ("told", "currency"),
    [
        ("2,00 €", "EUR"),
        ("£0.50", "GBP"),
        ("12 元", "CNY"),
        ("RMB 4", "CNY"),
        ("¥3", "yen or yuan"),
        ("3 CHF", "CHF"),
        ("CA$ 2", "CAD"),
        ("Input (EUR/1M)", "EUR"),
        ("US$ 2", ""),
        ("$2", ""),
        ("USD 2", ""),
        ("Europe price", ""),
        ("Input price per 1M tokens", ""),
    ],
)
def test_a_currency_is_told_by_its_sign_or_its_code(told: str, currency: str) -> None:
    """Kind: prices in another currency read as dollars."""
    assert currency_of(told) == currency


def test_prices_in_another_currency_are_refused(write: Write) -> None:
    """Kind: the same, by cell, by column, by heading; what is no price of the row is kept."""
    columns = {"model": "model", "in": "input_price", "cur": "currency", "speed": "output_speed"}
    path = write("t.csv", "model,in,cur,speed\na,0.5,USD,80\nb,0.5,EUR,90\nc,€0.5,,70\n")
    rows, _ = rows_of(open_source(path, ImportOptions(columns=columns)))
    assert figures_of(rows["a"]) == {"input_price": 0.5, "output_speed": 80}
    assert figures_of(rows["b"]) == {"output_speed": 90} and "is in EUR" in rows["b"].notes[0]
    assert figures_of(rows["c"]) == {"output_speed": 70}
    assert "Preis €/1M" not in proposed_columns(["Model", "Preis €/1M"], "quality.x")
    assert proposed_columns(["Model", "Input (EUR/1M)"], "quality.x") == {"Model": "model"}
    with pytest.raises(ShortlistError, match="is in EUR, and prices here are in USD"):
        checked_columns({"Model": "model", "Input (EUR)": "input_price"}, ["Model", "Input (EUR)"])


@pytest.mark.parametrize(
    ("cells", "style", "is_open"),
    [
        (["131.072", "$0,07"], POINTS, True),
        (["131.072", "0.07"], COMMAS, False),
        (["131.072", "7"], "", True),
        (["1,500", "7"], "", True),
        (["1,500", "0.07"], COMMAS, False),
        (["1,000,000", "7"], COMMAS, False),
        (["1.000.000", "7"], POINTS, True),
        (["1,05M", "128k"], POINTS, True),
        (["0,5", "0.5"], "", True),
        (["12", "7"], "", False),
    ],
)
def test_one_cell_tells_how_the_others_are_written(cells: list[str], style: str, is_open: bool) -> None:
    """Kind: `204.800` read as 204.8 in a table whose other cells say that the point groups."""
    found = written((cell, "." in cell or len(cell) > 4) for cell in cells)
    assert (found.style, bool(found.open)) == (style, is_open)


def test_an_undecided_table_is_refused_whole_and_asked_once(write: Write) -> None:
    """Kind: some rows read wrongly, the others refused. The proposal says what the cells tell."""
    content = [
        {"Model": "acme/a", "Input price": "$2", "Context": "131.072"},
        {"Model": "acme/b", "Input price": "$0,07", "Context": "65.536"},
    ]
    path = write("t.json", content)
    with pytest.raises(UnknownFormat, match=r"--map numbers=1\.234,5"):
        opened(path)
    columns = {"Model": "model", "Input price": "input_price", "Context": "context_window"}
    source = open_source(path, ImportOptions(columns=columns))
    rows, refused = rows_of(source)
    assert rows == {} and len(refused) == 2
    assert source.importer.notices(source.document)[1].startswith("No number is read before it is said")
    rows, refused = rows_of(open_source(path, ImportOptions(columns={**columns, "numbers": POINTS})))
    assert figures_of(rows["acme/b"]) == {"input_price": 0.07, "context_window": 65_536} and refused == []


@pytest.mark.parametrize(
    ("cell", "style", "read"),
    [
        ("1,000,000", "", "1000000"),
        ("1,234,567.5", "", "1234567.5"),
        ("128k", "", "128e3"),
        ("1.05M", "", "1.05e6"),
        ("1,05M", POINTS, "1.05e6"),
        ("$0.15 / 1M tokens", "", "0.15"),
        ("US$ 3", "", "3"),
        ("2 USD", "", "2"),
        ("#N/A", "", "#N/A"),
        ("85 tok/s", "", "85"),
    ],
)
def test_numbers_as_tables_write_them(cell: str, style: str, read: str) -> None:
    """Kind: a figure lost for its sign, its unit or its size."""
    assert normal(stripped(cell), style, large=True) == read


def test_a_count_with_a_letter_behind_it_and_cells_of_nothing(write: Write) -> None:
    """Kind: `128k` refused, and so is the row; `#N/A` is nothing."""
    path = write("t.csv", "model,context,price,speed\na,128k,0.5,#N/A\nb,1.05M,,n.a.\nc,many,1,2\n")
    columns = {"model": "model", "context": "context_window", "price": "input_price", "speed": "output_speed"}
    rows, refused = rows_of(open_source(path, ImportOptions(columns=columns)))
    assert figures_of(rows["a"]) == {"context_window": 128_000, "input_price": 0.5}
    assert figures_of(rows["b"]) == {"context_window": 1_050_000}
    # A cell refuses itself.
    assert figures_of(rows["c"]) == {"input_price": 1, "output_speed": 2} and "found 'many'" in rows["c"].notes[0]
    assert refused == []


# --- what was lost


@pytest.mark.parametrize(
    ("overrides", "figures", "told"),
    [
        (
            [{"min_prompt_tokens": 128_000, "prompt": "0.000006", "request": "0.01"}],
            {("input_price", 128_000): 6, ("request_price", 128_000): 0.01},
            "",
        ),
        ([], {}, ""),
        (None, {}, ""),
        ([{"utc_start": "16:00", "utc_end": "23:00", "prompt": "0.000001"}], {}, "utc_start 16:00"),
        ([{"min_prompt_tokens": "many", "prompt": "0.000001"}], {}, "overrides[0]"),
        ("later", {}, "overrides"),
        ([7], {}, "overrides"),
    ],
)
def test_prices_that_hold_for_some_calls_cost_no_row(
    write: Write, overrides: object, figures: dict[Any, float], told: str
) -> None:
    """Kind: a new key of another shape loses the model. Lengths are tiers, hours and the rest are named."""
    rows, refused = rows_of(opened(write("o.json", openrouter_file(overrides=overrides))))
    assert refused == []
    assert figures_of(rows["acme/nine"]) == {"input_price": 3, "output_price": 10, **figures}
    assert told in " ".join(rows["acme/nine"].notes) and bool(told) == bool(rows["acme/nine"].notes)


@pytest.mark.parametrize("value", [{"a": 1}, ["0.1"], "soon", True, "-5"])
def test_a_price_of_an_unknown_shape_is_named(write: Write, value: object) -> None:
    """Kind: the same, for any key of the prices."""
    rows, refused = rows_of(opened(write("o.json", openrouter_file(completion=value, surprise=value))))
    assert refused == [] and figures_of(rows["acme/nine"]) == {"input_price": 3}
    assert "Also priced, and not taken: completion, surprise." in rows["acme/nine"].notes


@pytest.mark.parametrize("shape", ["data", "models", "list"])
def test_the_list_of_openrouter_by_itself(write: Write, shape: str) -> None:
    """Kind: what `jq .data` keeps is not recognised."""
    models = openrouter_file(more={"architecture": "odd", "top_provider": [], "expiration_date": "soon"})["data"]
    source = opened(write("o.json", models if shape == "list" else {shape: models}))
    rows, _ = rows_of(source)
    assert source.importer.id == "openrouter" and figures_of(rows["acme/nine"])["input_price"] == 3
    assert len(rows["acme/nine"].notes) == 3, "side fields refuse themselves"


def test_what_others_found_of_a_model_at_openrouter(write: Write) -> None:
    """Kind: benchmarks that stand in the file. Of which setting they are nobody says: not for a candidate at one."""
    found = {"artificial_analysis": {"intelligence_index": 41.5}, "design_arena": [{"category": "svg", "elo": 1100}]}
    source = opened(write("o.json", openrouter_file(more={"benchmarks": found})))
    told = {"provider": "openrouter", "model": "acme/nine"}
    plan = plan_import(empty({"id": "bare", **told}, {"id": "low", **told, "effort": "low"}), source)
    taken = {line.candidate.id: {one.figure.metric for one in line.figures} for line in plan.lines if line.candidate}
    assert "quality.aa_index" in taken["bare"] and "quality.aa_index" not in taken["low"]
    (figure,) = [one.figure for line in plan.lines for one in line.figures if one.figure.metric == "quality.aa_index"]
    assert figure.version.startswith("version not stated") and "as OpenRouter repeats it" in figure.note


def test_tiers_of_the_price_map(write: Write) -> None:
    """Kind: prices in a list of ranges, dropped without a word."""
    tiers = [
        {"range": [0, 64_000], "input_cost_per_token": 1e-6, "output_cost_per_token": 2e-6},
        {"range": [64_000.0, 1e6], "input_cost_per_token": 3e-6, "cache_read_input_token_cost": 5e-7, "odd_cost": 1},
    ]
    rows, _ = rows_of(opened(write("m.json", litellm_file(tiered_pricing=tiers))))
    assert figures_of(rows["nine"]) == {
        "input_price": 1,
        "output_price": 2,
        ("input_price", 64_000): 3,
        ("cache_read_price", 64_000): 0.5,
    }
    assert "Of the tier from 64,000 tokens: Also priced, and not taken: odd_cost." in rows["nine"].notes
    flat = litellm_file(input_cost_per_token=9e-6, tiered_pricing=tiers)
    assert figures_of(rows_of(opened(write("f.json", flat)))[0]["nine"])["input_price"] == 9
    odd = litellm_file(input_cost_per_token=9e-6, tiered_pricing=[{"max_results_range": [0, 25]}])
    row = rows_of(opened(write("g.json", odd)))[0]["nine"]
    assert row.notes == ("Also priced, and not taken: tiered_pricing.",)


def test_everything_that_a_price_map_prices_is_read_or_named(write: Write) -> None:
    """Kind: keys without the expected letters vanish. Tiers of service, regions, hours, an hour of cache, batches."""
    entry = {
        "input_cost_per_token": 2e-6,
        "input_cost_per_token_batches": 1e-6,
        "cache_read_input_token_cost": 2e-7,
        "cache_read_input_token_cost_batches": 1e-7,
        "input_cost_per_token_above_200k_tokens": 4e-6,
        "input_cost_per_token_above_200k_tokens_batches": 2e-6,
        "input_cost_per_token_flex": 1e-6,
        "cache_creation_input_token_cost_above_1hr": 4e-6,
        "regional_processing_uplift_multiplier_eu": 1.1,
        "off_peak_pricing": {"input_cost_per_token": 1e-6},
        "long_context_surcharge": 0.5,
        "max_tokens": 100,
    }
    rows, _ = rows_of(opened(write("m.json", litellm_file(**entry))))
    assert figures_of(rows["nine"]) == {
        "input_price": 2,
        "cache_read_price": 0.2,
        ("input_price", 200_000): 4,
        "batch_discount": 0.5,
    }
    assert rows["nine"].notes == (
        "Processing in EU alone costs 1.1 times as much.",
        "At the service tier flex: input 1 USD per million tokens.",
        "Also priced, and not taken: cache_creation_input_token_cost_above_1hr, off_peak_pricing, "
        "long_context_surcharge.",
    )


def test_another_name_is_said_to_be_one(write: Write) -> None:
    """Kind: a moving name refused for the provider that it need not name."""
    content = {**litellm_file(input_cost_per_token=1e-6), "nine-latest": {"alias_of": "nine"}}
    _, (refused,) = rows_of(opened(write("m.json", content)))
    assert refused.why == "it is another name of nine, which means another model next month"


def test_what_was_not_taken_stays_with_the_candidate(write: Write) -> None:
    """Kind: a notice that is gone with the preview. One line a row of a source, in the place of its older one."""
    path = write("m.json", litellm_file(input_cost_per_token=1e-6, odd_cost=1))
    workspace = empty({"model": "nine", "notes": "Ours."})
    after = all_taken(workspace, plan_import(workspace, opened(path)))
    assert after.candidates[0].notes == "Ours.\nLiteLLM price map, nine: Also priced, and not taken: odd_cost."
    assert {line.kind for line in plan_import(after, opened(path)).lines} == {"unchanged"}
    newer = opened(write("m.json", litellm_file(input_cost_per_token=1e-6, new_cost=1)))
    again = all_taken(after, plan_import(after, newer))
    assert again.candidates[0].notes == "Ours.\nLiteLLM price map, nine: Also priced, and not taken: new_cost."


def test_all_that_was_not_taken_is_named(write: Write) -> None:
    """Kind: a list cut short at four."""
    keys = {f"extra_{letter}_cost": 1 for letter in "abcdefghijkl"}
    (row,) = rows_of(opened(write("m.json", litellm_file(input_cost_per_token=1e-6, **keys))))[0].values()
    assert all(key in row.notes[0] for key in keys)


# --- a bad part refuses itself


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("b,0.5", "has 2 cells, and the table has 3 columns"),
        ("b,1,234,0.5", "has 4 cells"),
        ('"b"x,0.5,1', "a quote ends before its cell does"),
        ("Source: their page", "has 1 cells"),
        ('"b,0.5,1', "a quote is opened and never closed"),
        (",0.5,1", "it names no model"),
    ],
)
def test_a_bad_line_refuses_itself(write: Write, line: str, why: str) -> None:
    """Kind: one ragged line refuses the table. Its neighbours are read, also those below a quote that never ends."""
    path = write("t.csv", f"model,input price,output price\na,0.2,1\n{line}\nc,0.3,2\n")
    columns = {"model": "model", "input price": "input_price", "output price": "output_price"}
    rows, (refused,) = rows_of(open_source(path, ImportOptions(columns=columns)))
    assert (list(rows), refused.place) == (["a", "c"], "line 3") and refused.why.startswith(why)


def test_a_record_that_is_none_refuses_itself(write: Write) -> None:
    """Kind: the same in JSON, wherever the list stands."""
    content = {"rows": [{"model": "a", "input": 1}, "note", None, {"model": "c", "input": {"b": 1}}, {"model": "d"}]}
    rows, refused = rows_of(
        open_source(write("t.json", content), ImportOptions(columns={"model": "model", "input": "input_price"}))
    )
    assert list(rows) == ["a"] and [one.place for one in refused] == ["rows[1]", "rows[2]", "rows[3]", "rows[4]"]


@pytest.mark.parametrize(
    ("interval", "note"),
    [("±6", "±6"), ("+5/-5", "±5"), ("-4/+6", "+6/−4"), ("+/-7", "±7"), ("8", "±8"), ("wide", "")],
)
def test_a_side_field_refuses_itself(write: Write, interval: str, note: str) -> None:
    """Kind: a rating lost for its interval."""
    path = write("text.csv", f"Model,Arena Score,95% CI,Votes\nnine,1400,{interval},some\n")
    (row,) = rows_of(opened(path))[0].values()
    assert (row.figures[0].value, row.figures[0].note) == (1400, note)
    assert len(row.notes) == (1 if note else 2)


def test_one_benchmark_refuses_itself(write: Write) -> None:
    """Kind: the index lost for a share of 58."""
    entry = {"name": "Nine", "slug": "nine", "evaluations": {"artificial_analysis_intelligence_index": 40, "gpqa": 58}}
    (row,) = rows_of(opened(write("a.json", {"data": [entry]})))[0].values()
    assert figures_of(row) == {"quality.aa_index": 40} and row.notes[0].startswith(
        "gpqa is not taken: expected a share"
    )


@pytest.mark.parametrize(
    ("written_", "read"),
    [
        ("Apr 14, 2026", dt.date(2026, 4, 14)),
        ("April 4 2026", dt.date(2026, 4, 4)),
        ("14 Sept. 2026", dt.date(2026, 9, 14)),
        ("Mar 3rd, 2026 10:00", dt.date(2026, 3, 3)),
        ("2026/04/14", dt.date(2026, 4, 14)),
        ("2026.04.14", dt.date(2026, 4, 14)),
        ("04/05/2026", None),
        ("Febtober 3, 2026", None),
        ("Apr 31, 2026", None),
    ],
)
def test_days_in_words(written_: str, read: dt.date | None) -> None:
    """Kind: a file refused for `Apr 14, 2026`. What two people read differently stays refused."""
    if read is not None:
        assert day(written_) == read
    else:
        with pytest.raises(BadValue):
            day(written_)


def test_a_day_that_cannot_be_read_gives_way_to_the_next(write: Write) -> None:
    """Kind: the same; that it was is told."""
    meta = {"leaderboard": "text", "last_updated": "yesterday", "fetched_at": "2026-04-17T04:35:40"}
    source = opened(write("x.json", {"meta": meta, "models": [{"model": "nine", "score": 1400, "votes": 9}]}))
    (row,) = rows_of(source)[0].values()
    assert row.figures[0].as_of == dt.date(2026, 4, 17)
    assert source.importer.notices(source.document)[0].startswith("last_updated: expected a date")


def test_a_key_that_stands_twice_refuses_itself(write: Write) -> None:
    """Kind: a price map refused whole for one key. What stands twice and is the same is no question."""
    one, other = json.dumps({"litellm_provider": "acme", "rpm": 1}), json.dumps({"litellm_provider": "acme", "rpm": 2})
    path = write("m.json", f'{{"a": {one}, "b": {one}, "a": {other}, "c": {one}, "c": {one}}}')
    rows, (refused,) = rows_of(opened(path))
    assert (sorted(rows), refused.name) == (["b", "c"], "a") and "stands 2 times in the file" in refused.why
    for text in (
        '{"a": {"rpm": 1}, "a": {"rpm": 2}}',
        f'{{"a": {{"litellm_provider": "x", "rpm": 1, "rpm": 2}}, "b": {one}}}',
    ):
        with pytest.raises(ShortlistError, match="twice in one object"):
            opened(write("n.json", text))


def test_a_machine_without_a_region_and_memory_as_it_is_sold(write: Write) -> None:
    """Kind: a catalogue refused for a column that it does not need; 23.99 GB that joins no GPU of 24."""
    header = "InstanceType,AcceleratorCount,AcceleratorName,Price,GpuInfo\n"
    sizes = {"RTX 4090": 24564, "L40S": 46068, "H100": 81559, "H200": 143771, "T4": 15360, "X": 7168}
    lines = [f"m{size},1,{name},2,\"{{'SizeInMiB': {size}}}\"" for name, size in sizes.items()]
    rows, refused = rows_of(opened(write("v.csv", header + "\n".join(lines))))
    found = [row.hosting["gpu"] for row in rows.values() if row.hosting]
    assert found == ["RTX 4090 24GB", "L40S 48GB", "H100 80GB", "H200 141GB", "T4 16GB", "X 7GB"] and refused == []


@pytest.mark.parametrize(("price", "asked"), [(0.01, True), (0.04, False), (13.99, False), (345, True)])
def test_a_rent_that_can_hardly_be_is_a_question(write: Write, price: float, asked: bool) -> None:
    """Kind: the lowest bid, or cents, as the price of a GPU and hour."""
    told = {"access": "self_hosted", "openness": "open_weight", "hosting": {"gpu": "B200"}}
    path = write("v.csv", f"InstanceType,AcceleratorCount,AcceleratorName,Price\nm,1,B200,{price}\n")
    (line,) = plan_import(empty({"model": "a", **told}), opened(path)).lines
    assert bool(line.doubts) == asked


def test_nan_is_nothing_where_a_number_is_expected(write: Write) -> None:
    """Kind: a file refused for what most writers put for an unknown number; an infinity refuses its cell."""
    path = write("t.json", '[{"model": "a", "speed": NaN, "price": 1}, {"model": "b", "speed": Infinity, "price": 2}]')
    columns = {"model": "model", "speed": "output_speed", "price": "input_price"}
    source = open_source(path, ImportOptions(columns=columns))
    rows, refused = rows_of(source)
    assert [figures_of(row) for row in rows.values()] == [{"input_price": 1}, {"input_price": 2}] and refused == []
    assert (rows["a"].notes, len(rows["b"].notes)) == ((), 1)
    assert "holds NaN, which is no JSON" in plan_import(empty(), source).notices[-1]
    entry = '{"nine": {"litellm_provider": "x", "input_cost_per_token": 1e-6, "a_cost_flex": NaN, "x_multiplier": NaN}}'
    (row,) = rows_of(opened(write("m.json", entry)))[0].values()
    assert figures_of(row) == {"input_price": 1}


def test_a_table_of_markdown_is_read(write: Write) -> None:
    """Kind: the line under the headings refused as a row."""
    path = write("t.csv", "| Model | Input price |\n|:---|---:|\n| a | $1.00 |\n| b | 3 |\n")
    rows, refused = rows_of(open_source(path, ImportOptions(columns={"Model": "model", "Input price": "input_price"})))
    assert {id_: figures_of(row) for id_, row in rows.items()} == {"a": {"input_price": 1}, "b": {"input_price": 3}}
    assert refused == []


# --- shapes


def test_the_page_of_artificial_analysis(write: Write) -> None:
    """Kind: the same figures under the names of the page. An index that is estimated says so."""
    entry = {
        "name": "Nine (high)",
        "slug": "nine",
        "creator": {"name": "Acme"},
        "deprecated": True,
        "evaluations": {
            "artificial_analysis_intelligence_index": 40,
            "artificial_analysis_intelligence_index_is_estimated": True,
            "tau2_bench": 0.5,
        },
        "pricing": {"price_1m_input_tokens": 1.5},
        "speed": {"output_tokens_per_second": 80, "time_to_first_answer_token_seconds": 0},
        "capabilities": {"context_window_tokens": 5000},
        "open_weights": {"is_open_weights": True},
    }
    content = {"meta": {"fetched_at": "2026-07-10T08:34:09+00:00"}, "models": [entry]}
    (row,) = rows_of(opened(write("llms.json", content)))[0].values()
    assert (row.developer, row.effort) == ("Acme", "high")
    assert row.facts == {"openness": "open_weight", "deprecated": True}
    assert figures_of(row) == {
        "quality.aa_index": 40,
        "quality.tau2": 50,
        "output_speed": 80,
        "input_price": 1.5,
        "context_window": 5000,
    }
    assert (row.figures[0].basis, row.figures[0].as_of) == ("estimate", dt.date(2026, 7, 10))


@pytest.mark.parametrize(
    ("content", "columns", "figures"),
    [
        (
            {"nine": {"speed": 80}, "ten": {"speed": 70}},
            {"(key)": "model", "speed": "output_speed"},
            {"output_speed": 80},
        ),
        (
            {"vendor": "acme", "models": [{"id": "nine", "price_history": [{"input": 2.5}, {"input": 1}]}]},
            {"id": "model", "price_history.0.input": "input_price"},
            {"input_price": 2.5},
        ),
        (
            [{"modelName": "nine", "tiers": [{"prices": {"input": 2e-06}}]}],
            {"modelName": "name", "tiers.0.prices.input": "input_price:per_token"},
            {"input_price": 2},
        ),
        (
            {"models": {"nine": {"cost": {"input": 1}}, "ten": {"cost": {"input": 2}}}, "updated": "2026"},
            {"(key)": "model", "cost.input": "input_price"},
            {"input_price": 1},
        ),
    ],
)
def test_keyed_and_nested_json_is_a_table(
    write: Write, content: object, columns: dict[str, str], figures: dict[str, float]
) -> None:
    """Kind: no table at all, or one whose proposed map holds no figure. The unit is told by how small prices are."""
    path = write("t.json", content)
    with pytest.raises(UnknownFormat) as unknown:
        opened(path)
    assert unknown.value.proposed == columns
    (row, *_) = rows_of(open_source(path, ImportOptions(columns=columns)))[0].values()
    assert row.model == "nine" and figures_of(row) == figures


@pytest.mark.parametrize(
    ("unit", "factor"),
    [("1K", 1000), ("1M tokens", 1), ("per token", 1_000_000), ("1,000", 1000), ("1 Hour", None), ("each", None)],
)
def test_a_unit_column(write: Write, unit: str, factor: float | None) -> None:
    """Kind: a price for a thousand tokens read as one for a million, where a column of its own says what it is for."""
    path = write("t.csv", f'meter,retailPrice,unitOfMeasure,speed\nnine,0.002,"{unit}",5\n')
    columns = {"meter": "model", "retailPrice": "input_price", "unitOfMeasure": "unit", "speed": "output_speed"}
    (row,) = rows_of(open_source(path, ImportOptions(columns=columns)))[0].values()
    prices = {} if factor is None else {"input_price": pytest.approx(0.002 * factor)}
    assert figures_of(row) == {**prices, "output_speed": 5}
    if factor is None:
        with pytest.raises(BadValue, match="is no number of tokens"):
            price_factor(unit)


@pytest.mark.parametrize(
    ("cell", "above"), [("", 0), ("200000", 200_000), (">128k", 128_000), ("<=200k", 0), ("1M+", 10**6)]
)
def test_lengths_as_tables_write_them(cell: str, above: int) -> None:
    """Kind: a tier lost for how its length is written."""
    assert above_of(cell) == above


def test_access_and_openness_are_columns(write: Write) -> None:
    """Kind: a column that every table has and no map could name; a word that is none refuses itself."""
    path = write(
        "t.csv",
        "Model,Access,Openness,Input price\na,Managed API,Proprietary,1\n"
        "b,self-hosted,Open weights,1\nc,by post,ajar,1\n",
    )
    columns = {"Model": "model", "Access": "access", "Openness": "openness", "Input price": "input_price"}
    assert proposed_columns(list(columns), "quality.x") == columns
    rows, _ = rows_of(open_source(path, ImportOptions(columns=columns)))
    assert [rows[one].facts for one in "abc"] == [
        {"access": "managed_api", "openness": "closed"},
        {"access": "self_hosted", "openness": "open_weight"},
        {},
    ]
    assert len(rows["c"].notes) == 2


def test_google_prices_accelerators_by_themselves(write: Write) -> None:
    """Kind: a row without a machine refused. Zones are told apart; a memory of mebibytes is none."""
    header = "InstanceType,AcceleratorName,AcceleratorCount,GpuInfo,Region,AvailabilityZone,Price\n"
    lines = [
        ",tpu-v5,4,,us-east5,us-east5-b,8",
        ",tpu-v5,4,,us-east5,us-east5-a,8.4",
        "n1,,,,us-east5,us-east5-b,1",
        "g2,L4,1,\"{'SizeInMiB': 80}\",eu,eu-a,2",
        "a3,H100,8,\"{'SizeInMiB': 81920}\",eu,eu-a,16",
    ]
    rows, refused = rows_of(opened(write("v.csv", header + "\n".join(lines))))
    assert [row.hosting for row in rows.values()] == [
        {"gpu": "tpu-v5", "gpu_hour_usd": 2},
        {"gpu": "tpu-v5", "gpu_hour_usd": 2.1},
        {"gpu": "L4", "gpu_hour_usd": 2},
        {"gpu": "H100 80GB", "gpu_hour_usd": 2},
    ]
    assert "The accelerator alone" in rows["4 tpu-v5 in us-east5-b"].notes[1]
    assert [one.why for one in refused] == ["it has no GPU"]


LIVEBENCH = "model,theory_of_mind,zebra_puzzle,typos,connections,python\n"


def test_what_livebench_cost_is_no_score(write: Write) -> None:
    """Kind: dollars read as scores, for the two tables have the same columns. It becomes a remark."""
    write(
        "livebench_categories_x.json",
        {"A": ["theory_of_mind", "zebra_puzzle"], "B": ["typos", "connections", "python"]},
    )
    scores = opened(write("livebench_table_x.csv", f"{LIVEBENCH}nine,10,20,30,40,50\nten,10,20,30,,50\n"))
    rows, _ = rows_of(scores)
    assert figures_of(rows["nine"]) == {
        "quality.livebench": 27.5,
        "quality.livebench_a": 15,
        "quality.livebench_b": 40,
    }
    assert figures_of(rows["ten"]) == {"quality.livebench_a": 15}
    costs = opened(write("livebench_cost_x.csv", f"{LIVEBENCH}nine,1.5,0.5,,2,\n"))
    (row,) = rows_of(costs)[0].values()
    assert (costs.importer.id, row.figures) == ("livebench-cost", ())
    assert row.notes == ("LiveBench cost $4.00 to run on it, over 3 of 5 tasks.",)
    workspace = empty({"model": "nine"})
    after = all_taken(workspace, plan_import(workspace, costs))
    assert "LiveBench cost $4.00" in after.candidates[0].notes
    assert plan_import(empty(), costs).lines == ()


def test_an_older_release_says_which_file_it_needs(write: Write) -> None:
    """Kind: a refusal that names no remedy."""
    path = write(
        "table_2025_12_23.csv",
        "model,theory_of_mind,zebra_puzzle,typos,connections,python,old_task\nnine,1,2,3,4,5,6\n",
    )
    with pytest.raises(ShortlistError, match=r"as categories_2025_12_23\.json"):
        rows_of(opened(path))


# --- model cards


def card(head: str, body: str = "# Nine\n") -> str:
    """A model card."""
    return f"---\n{head}\n---\n{body}"


@pytest.mark.parametrize(
    ("head", "licence", "commercial"),
    [
        ("license: [apache-2.0, mit]", "apache-2.0, mit", "yes"),
        ("license:\n- mit\n- cc-by-nc-4.0", "mit, cc-by-nc-4.0", None),
        ("license: [cc-by-nc-4.0]", "cc-by-nc-4.0", "no"),
        ("license: other", None, None),
        ("license: Unknown", None, None),
        ("license: other\nlicense_name: acme-1", "acme-1", None),
        ("license: [other]\nlicense_name: [a, b]", "a, b", None),
    ],
)
def test_licences_of_a_card(write: Write, head: str, licence: str | None, commercial: str | None) -> None:
    """Kind: a list is lost, and `other` is a name. That a licence was read no file can know: nothing passes."""
    (row,) = rows_of(opened(write("README.md", card(head))))[0].values()
    assert (row.facts.get("licence"), row.facts.get("commercial_use")) == (licence, commercial)
    answers = {one.check: one.verdict for one in row.answers}
    assert answers.get("card.licence") == ("unknown" if licence else None)
    assert ("The head names no licence." in row.notes) == (licence is None)


@pytest.mark.parametrize("fence", ["```", "~~~", "````", "  ```", "> ```"])
def test_comments_in_code_are_no_headings(write: Write, fence: str) -> None:
    """Kind: an answer from a comment. A fence that is never closed goes to the end of the card."""
    code = f"{fence}python\n# Limitations\nIt writes whatever you ask it to write, always.\n{fence}\n"
    prose = "## Usage\nServe it with any engine that reads its weights.\n"
    (row,) = rows_of(opened(write("README.md", card("license: mit", f"# Nine\n{code}{prose}"))))[0].values()
    assert {one.check for one in row.answers} == {"card.licence", "card.serving"}
    (row,) = rows_of(opened(write("b.md", card("license: mit", f"# Nine\n{code.rstrip(fence + chr(10))}"))))[0].values()
    assert {one.check for one in row.answers} == {"card.licence"}


def test_blank_lines_before_the_head(write: Write) -> None:
    """Kind: a card that is taken for a table."""
    source = opened(write("README.md", f"\n \n{card('license: mit')}"))
    assert source.importer.id == "model-card" and len(rows_of(source)[0]) == 1


LINK = "license_link: https://huggingface.co/acme/nine-8b/blob/main/LICENSE"


@pytest.mark.parametrize(
    ("head", "body", "model"),
    [
        (f"license: mit\n{LINK}", "# Nine 8B\n", "acme/nine-8b"),
        (f"license: mit\n{LINK}\nbase_model: acme/nine-8b-base", "# Nine 8B\n", "acme/nine-8b"),
        (f"license: mit\n{LINK}\nbase_model: acme/nine-8b", "# Nine 8B\n", ""),
        (f"license: mit\n{LINK}\nbase_model: [other/x, Acme/Nine-8B]", "", ""),
        (f"license: mit\n{LINK}\ntags: [gguf]", "", ""),
        (f"license: mit\n{LINK}\nquantized_by: bo", "", ""),
        (f"license: mit\n{LINK}", "# Nine 8B AWQ\n", ""),
        (f"license: mit\n{LINK.replace('nine-8b', 'nine-8b-AWQ')}", "# Nine 8B AWQ\n", "acme/nine-8b-AWQ"),
    ],
)
def test_the_card_of_a_derivative_is_not_its_bases(write: Write, head: str, body: str, model: str) -> None:
    """Kind: a quantised model's card taken for its base, by the link to the base's licence."""
    (row,) = rows_of(opened(write("card.md", card(head, body))))[0].values()
    assert row.model == model


# --- files as they are saved


def table_of(path: Path) -> tuple[tuple[str, ...], list[dict[str, str]], tuple[str, ...]]:
    """The headings, the cells of each row that can be read, and what a reader is told."""
    found = read_document(path)
    assert found.table is not None
    cells = [dict(one.cells) for one in found.table.records() if not one.problem]
    return found.table.header, cells, found.notices


@pytest.mark.parametrize(
    "text",
    [
        "sep=;\nModel;Price\nnine;0,5\n",
        '"Model";"Price"\n"nine";"0,5"\n',
        "Model\tPrice\nnine\t0,5\n",
        "Model|Price\nnine|0,5\n",
        "Prices of autumn\n\nModel;Price\nnine;0,5\n",
        "Prices of autumn;;\nModel;Price;\nnine;0,5;\n",
        "Model;Price\nnine;0,5;;\n",
    ],
)
def test_tables_as_spreadsheets_save_them(write: Write, text: str) -> None:
    """Kind: a delimiter taken from within a heading, a first line that is none, titles above, empty cells beyond."""
    header, rows, _ = table_of(write("t.csv", text))
    assert header[:2] == ("Model", "Price") and [one["Price"] for one in rows] == ["0,5"]


def test_a_delimiter_within_quoted_headings() -> None:
    """Kind: commas in headings that outnumber the semicolons between them."""
    text = '"Model, full, name";"Price, in, USD"\nnine;2\nten;3\n'
    from shortlist.store.import_text import delimiter_of

    assert delimiter_of(text) == ";"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_tables_in_other_encodings(tmp_path: Path, encoding: str) -> None:
    """Kind: `is not a text file`, said of one. That it was taken for Windows-1252 is told."""
    path = tmp_path / "t.csv"
    path.write_bytes("Model;Güte\nnine;5\n".encode(encoding))
    header, rows, told = table_of(path)
    assert (header, rows) == (("Model", "Güte"), [{"Model": "nine", "Güte": "5"}])
    assert bool(told) == (encoding == "cp1252")


def test_packed_files_are_unpacked(tmp_path: Path) -> None:
    """Kind: an archive refused without a remedy. One that is cut off or damaged is a sentence."""
    content = json.dumps(openrouter_file()).encode()
    path = tmp_path / "models.json.gz"
    path.write_bytes(gzip.compress(content))
    assert list(rows_of(opened(path))[0]) == ["acme/nine"]
    for data in (gzip.compress(content)[:-12], b"\x1f\x8b\x08\x00junk"):
        path.write_bytes(data)
        with pytest.raises(ShortlistError, match="gzip file"):
            opened(path)


def test_json_lines_are_a_list(write: Write) -> None:
    """Kind: `Extra data`. Records of a known format are known in lines too."""
    lines = "\n".join(json.dumps({"id": f"acme/{name}", "pricing": {"prompt": "0.000001"}}) for name in "ab")
    assert list(rows_of(opened(write("m.jsonl", lines)))[0]) == ["acme/a", "acme/b"]


def workbook() -> bytes:
    """The bytes of a file that a spreadsheet would know by its members."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as file:
        file.writestr("xl/workbook.xml", "<x/>")
    return data.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("t.xlsx", workbook(), "save the sheet as CSV"),
        ("t.xls", b"\xd0\xcf\x11\xe0" + b"\x00" * 50, "save the sheet as CSV"),
        ("t.parquet", b"PAR1" + b"\x00" * 50, "write it as CSV or JSON"),
        ("t.zst", b"\x28\xb5\x2f\xfd" + b"\x00" * 50, "unpack it"),
        ("t.yml", b"- model: nine\n", "write it as JSON"),
        ("t.toml", b'model = "nine"\n', "write it as JSON"),
    ],
)
def test_files_that_are_not_read_say_what_helps(tmp_path: Path, name: str, data: bytes, told: str) -> None:
    """Kind: one sentence for everything, with no remedy."""
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(ShortlistError, match=told):
        opened(path)


# --- who serves it


def test_the_catalogue_offers_who_serves_a_model(write: Write) -> None:
    """Kind: asked although it is known, under another spelling. All offerings of that name, the developer's first."""
    from shortlist.catalogue.completing import completed_by, offered

    entry = {
        "name": "GPT-5.4 mini (Max)",
        "slug": "gpt-5-4-mini",
        "evaluations": {"artificial_analysis_intelligence_index": 9},
    }
    (row,) = rows_of(opened(write("a.json", {"data": [entry]})))[0].values()
    assert completions(plan_import(empty(), opened(write("a.json", {"data": [entry]}))).lines, TODAY)[row.id] == {}
    found = offered(row, TODAY)
    assert (found[0].provider, found[0].model) == ("openai", "gpt-5.4-mini")
    told = completed_by(found[0], row)
    assert (told["provider"], told["model"], told["access"]) == ("openai", "gpt-5.4-mini", "managed_api")
    assert {"input_price", "output_price"} <= {one["metric"] for one in told["observations"]}


def test_a_setting_by_its_level_may_be_a_candidates(write: Write) -> None:
    """Kind: `thinking-64k-high` never proposed for a candidate at high. Another level is another setting."""
    write("livebench_categories_x.json", {"A": LIVEBENCH.strip().split(",")[1:]})
    lines = "nine-4-thinking-64k-high-effort,1,2,3,4,5\nnine-4-20250805-base,1,2,3,4,5\n"
    source = opened(write("livebench_table_x.csv", LIVEBENCH + lines))
    rows, _ = rows_of(source)
    assert [(row.model, row.effort) for row in rows.values()] == [
        ("nine-4", "thinking-64k-high"),
        ("nine-4-20250805", "none"),
    ]
    plan = plan_import(
        empty({"id": "a", "model": "nine-4", "effort": "high"}, {"id": "b", "model": "nine-4", "effort": "low"}), source
    )
    assert {line.candidate.id for line in plan.lines if line.kind == "match" and line.candidate} == {"a"}


def test_every_index_of_a_leaderboard_is_known_by_its_heading() -> None:
    """As it is in one line of figures; an arena has several boards, and a person says which."""
    header = ["Model", "Intelligence Index", "Coding Index", "Math Index", "Arena"]
    found = proposed_columns(header, "quality.x")
    assert (found["Intelligence Index"], found["Coding Index"]) == ("quality.aa_index", "quality.aa_coding")
    assert found["Math Index"] == "quality.aa_math" and "Arena" not in found

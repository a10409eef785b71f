"""`shortlist import`: the preview as data, the one change, confirmed names, and what is refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Run

LIST: dict[str, Any] = {
    "data": [
        {"id": "openai/gpt-6-luna", "name": "Luna", "pricing": {"prompt": "0.0000001", "completion": "0.0000004"}},
        {"id": "~openai/gpt-latest", "name": "Moving", "pricing": {"prompt": "0.1", "completion": "0.1"}},
        {"id": "acme/unheard-of", "name": "Acme", "pricing": {"prompt": "0.000001", "completion": "-1"}},
    ]
}
LEADERBOARD = {
    "intelligence_index_version": 4.3,
    "data": [
        {
            "name": "GPT-6 Luna (Non-reasoning)",
            "slug": "gpt-6-luna-non-reasoning",
            "evaluations": {"artificial_analysis_intelligence_index": 19.5},
            "performance": {"median_output_tokens_per_second": 140},
        },
        {
            "name": "Claude 4.5 Haiku (Non-reasoning)",
            "slug": "claude-4-5-haiku",
            "evaluations": {"artificial_analysis_intelligence_index": 16},
        },
    ],
}


@pytest.fixture
def workspace(run: Run) -> str:
    """The worked example as a workspace of one's own."""
    run("duplicate", "support-assistant-worked", "mine")
    return "mine"


@pytest.fixture
def leaderboard(tmp_path: Path) -> Path:
    """A leaderboard's answer."""
    path = tmp_path / "aa_2026-11-20.json"
    path.write_text(json.dumps(LEADERBOARD), "utf-8")
    return path


def test_a_dry_run_prints_the_preview_and_changes_nothing(run: Run, workspace: str, leaderboard: Path) -> None:
    """Old and new value with their sources; what is merely alike waits."""
    before = run("export", workspace, "-f", "toml").stdout
    done = run("import", workspace, leaderboard, "--dry-run", "--json")
    assert (done.returncode, done.stderr) == (0, "")
    preview = json.loads(done.stdout)
    changed = preview["lines"][0]
    assert (changed["kind"], changed["candidate"], changed["taken"]) == ("changed", "gpt-6-luna", True)
    quality = next(one for one in changed["figures"] if one["metric"] == "quality.aa_index")
    assert (quality["old"], quality["new"], quality["old_as_of"], quality["as_of"]) == (
        18.5,
        19.5,
        "2026-10-03",
        "2026-11-20",
    )
    assert (quality["version"], quality["effort"]) == ("Intelligence Index v4.3", "none")
    assert [line["kind"] for line in preview["lines"]] == ["changed", "match", "new"]
    assert run("export", workspace, "-f", "toml").stdout == before


def test_a_confirmed_name_is_taken_and_remembered(run: Run, workspace: str, leaderboard: Path, data_dir: Path) -> None:
    """Once confirmed, the next file joins by itself."""
    done = run("import", workspace, leaderboard, "--same", "claude-4-5-haiku=claude-haiku-4-5")
    assert done.returncode == 0, done.stderr
    assert 'name = "claude-4-5-haiku"' in (data_dir / "aliases.toml").read_text("utf-8")
    again = json.loads(run("import", workspace, leaderboard, "--dry-run", "--json").stdout)
    assert [(line["kind"], line["candidate"]) for line in again["lines"]] == [
        ("unchanged", "gpt-6-luna"),
        ("unchanged", "claude-haiku-4-5"),
    ]


def test_new_candidates_come_only_when_they_are_named(run: Run, workspace: str, tmp_path: Path) -> None:
    """And what the file does not say, the catalogue says, or the row is refused with the reason."""
    path = tmp_path / "models_2026-11-20.json"
    path.write_text(json.dumps(LIST), "utf-8")
    plain = run("import", workspace, path)
    assert (plain.returncode, "Nothing was changed" in plain.stdout) == (0, True)
    assert run("import", workspace, path, "--only", "openai/gpt-6-*").returncode == 0
    made = json.loads(run("show", workspace, "--json").stdout)["candidates"]
    assert "gpt-6-luna-openrouter" in [one["id"] for one in made]
    refused = run("import", workspace, path, "--only", "acme/*")
    assert refused.returncode == 2
    assert "acme/unheard-of: a new candidate needs access, openness" in refused.stderr
    nothing = run("import", workspace, path, "--only", "nobody")
    assert (nothing.returncode, nothing.stderr) == (1, "shortlist: no row matches --only and changes anything\n")


def test_figures_of_ones_own_table_are_whose_one_says(run: Run, workspace: str, tmp_path: Path) -> None:
    """The sentence offers it, the preview tells it, the workspace holds it."""
    path = tmp_path / "mine_2026-11-20.csv"
    path.write_text("Model,Provider,Score\ngpt-6-luna,openai,21\n", "utf-8")
    asked = run("import", workspace, path)
    assert (asked.returncode, "--source and --basis say whose figures they are" in asked.stderr) == (2, True)
    maps = ("--map", "Model=model", "--map", "Provider=provider", "--map", "Score=quality.aa_index")
    done = run("import", workspace, path, *maps, "--source", "Our test", "--basis", "measured")
    assert (done.returncode, done.stderr) == (0, "")
    assert "Source “Our test”, basis measured." in done.stdout
    figures = json.loads(run("show", workspace, "--json").stdout)["figures"]
    (ours,) = [one for one in figures if one["source"] == "Our test"]
    assert (ours["metric"], ours["value"], ours["basis"]) == ("quality.aa_index", 21, "measured")
    # With its headings it is remembered whose figures they are.
    again = json.loads(run("import", workspace, path, "--dry-run", "--json").stdout)
    assert "Source “Our test”, basis measured." in again["notices"]


def test_a_shipped_scenario_stays_as_it_is(run: Run, leaderboard: Path) -> None:
    """It is looked at, and not changed."""
    assert run("import", "support-assistant-worked", leaderboard, "--dry-run").returncode == 0
    done = run("import", "support-assistant-worked", leaderboard)
    assert (done.returncode, "is a shipped scenario" in done.stderr) == (2, True)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("", "is empty; give a JSON file, a table or a model card"),
        ('{"data": [{"id": 1, "id": 2}]}', "holds the key 'id' twice in one object"),
        ('{"a": NaN}', "holds NaN"),
        ('{"a": 1}', "no known format and no table; known: artificial-analysis"),
        ("just words", "is no JSON, no table and no model card"),
        ('{"data": [', "line 1 is not valid JSON"),
    ],
)
def test_a_bad_file_is_one_line(run: Run, workspace: str, tmp_path: Path, content: str, told: str) -> None:
    """File, reason and remedy; nothing changes."""
    path = tmp_path / "bad.json"
    path.write_text(content, "utf-8")
    done = run("import", workspace, path)
    assert (done.returncode, done.stdout) == (2, "")
    assert told in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_the_catalogue_is_compared_with(run: Run, workspace: str, tmp_path: Path) -> None:
    """A price that moved since it was recorded is offered, and taken beside the older one."""
    path = tmp_path / "older.toml"
    text = run("export", workspace, "-f", "toml").stdout
    head, mark, rest = text.partition('metric = "input_price"\nvalue = ')
    path.write_text(
        head + mark + "9.5" + rest[rest.index("\n") :].replace("as_of = 2026-11-10", "as_of = 2026-10-01", 1)
    )
    preview = json.loads(run("import", path, "--catalogue", "--dry-run", "--json").stdout)
    moved = [one for line in preview["lines"] for one in line["figures"] if one["how"] == "follow"]
    assert [(one["metric"], one["old"]) for one in moved] == [("input_price", 9.5)]
    assert run("import", path, "--catalogue").returncode == 0
    figures = json.loads(run("show", path, "--json").stdout)["figures"]
    asked = ("gpt-6-sol", "input_price", 0)
    held = [one for one in figures if (one["candidate"], one["metric"], one["above_tokens"]) == asked]
    assert [one["in_force"] for one in held] == [False, True]
    assert run("import", path).returncode == 2


def test_a_row_that_is_named_and_cannot_be_taken_refuses_itself(run: Run, workspace: str, tmp_path: Path) -> None:
    """Kind: one name too many drops all the others. What is left out is told, and so is a name that nothing has."""
    path = tmp_path / "models_2026-11-20.json"
    path.write_text(json.dumps(LIST), "utf-8")
    names = ("--only", "openai/gpt-6-luna", "--only", "acme/unheard-of", "--only", "nobody")
    done = run("import", workspace, path, *names, "--json")
    assert done.returncode == 0
    assert "not taken: acme/unheard-of: a new candidate needs access, openness" in done.stderr
    assert "no row matches --only nobody" in done.stderr
    taken = [line["row"] for line in json.loads(done.stdout)["lines"] if line["taken"]]
    assert taken == ["openai/gpt-6-luna"]
    made = json.loads(run("show", workspace, "--json").stdout)["candidates"]
    assert "gpt-6-luna-openrouter" in [one["id"] for one in made]


def test_a_figure_that_can_hardly_be_waits_until_it_is_named(run: Run, workspace: str, tmp_path: Path) -> None:
    """Kind: a price a million times too large, taken without a word: told before, and found afterwards."""
    path = tmp_path / "prices_2026-11-20.json"
    entry = {"litellm_provider": "openai", "input_cost_per_token": 0.1, "output_cost_per_token": 4e-7}
    path.write_text(json.dumps({"gpt-6-luna": entry}), "utf-8")
    waits = run("import", workspace, path)
    assert "1 line with a figure that can hardly be right" in waits.stdout and "Nothing was changed" in waits.stdout
    (line,) = json.loads(run("import", workspace, path, "--dry-run", "--json").stdout)["lines"]
    assert line["doubts"][0].startswith("input price: no token costs 100,000 USD per million")
    assert run("import", workspace, path, "--only", "gpt-6-luna").returncode == 0
    found = json.loads(run("check", workspace, "--json").stdout)["findings"]
    (told,) = [one["message"] for one in found if one["rule"] == "implausible-figure"]
    assert "input price (no token costs 100,000 USD per million)" in told


def test_titles_above_the_headings_are_passed_over_or_said(run: Run, workspace: str, tmp_path: Path) -> None:
    """Kind: a table that begins with its title."""
    path = tmp_path / "mine_2026-11-20.csv"
    path.write_text("Prices,autumn\n\nModel,Provider,Input price\ngpt-6-luna,openai,0.2\n", "utf-8")
    maps = ("--map", "Model=model", "--map", "Provider=provider", "--map", "Input price=input_price")
    assert run("import", workspace, path, *maps).returncode == 2
    done = run("import", workspace, path, *maps, "--header-line", "3", "--json")
    assert done.returncode == 0 and json.loads(done.stdout)["lines"][0]["figures"][0]["new"] == 0.2


def test_the_board_is_asked_on_the_command_line(run: Run, workspace: str, tmp_path: Path) -> None:
    """Kind: a default that is another board's; the sentence says how to answer."""
    path = tmp_path / "ratings.csv"
    path.write_text("Model,Arena Score,Votes\ngpt-6-luna,1301,500\n", "utf-8")
    asked = run("import", workspace, path)
    assert (asked.returncode, "Say it with --index-version: " in asked.stderr) == (2, True)
    done = run("import", workspace, path, "--index-version", "vision", "--dry-run", "--json")
    metrics = {one["metric"] for line in json.loads(done.stdout)["lines"] for one in line["figures"]}
    assert metrics == {"quality.arena_vision"}

"""`shortlist import` of runs and `shortlist evidence`: what is asked, remembered and written, and what is told."""

from __future__ import annotations

import hashlib
import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Run
from tests.evidence.conftest import real
from tests.evidence.samples import LM_EVAL_RESULTS, TABLE, TABLE_MAP, promptfoo, promptfoo_row

USAGE = {"requests_per_month": 30_000, "input_tokens": 1000, "output_tokens": 100, "error_cost_usd": 2.0}


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A workspace of two candidates and one step, as a file of one's own."""
    candidates = "".join(
        f'[[candidates]]\nid = "{id_}"\nname = "{id_.title()}"\nprovider = "{id_}-cloud"\naccess = "managed_api"\n'
        'openness = "closed"\ncommercial_use = "yes"\n'
        + "".join(
            f'[[candidates.observations]]\nmetric = "{metric}"\nvalue = {value}\nsource = "list"\nas_of = 2026-11-20\n'
            'basis = "published"\n'
            for metric, value in (("input_price", price), ("output_price", price), ("context_window", 100_000))
        )
        for id_, price in (("good", 1.0), ("weak", 0.1))
    )
    usage = "".join(f"{key} = {value}\n" for key, value in USAGE.items())
    path = tmp_path / "team.toml"
    path.write_text(
        'schema = 1\ntitle = "Tickets"\n[scenario]\ndata_sensitivity = "public"\n[[scenario.steps]]\nid = "classify"\n'
        f'name = "Classify"\n[scenario.steps.needs]\nmax_error_rate = 0.2\n[scenario.steps.usage]\n{usage}{candidates}',
        "utf-8",
    )
    return path


def evaluations(path: Path) -> list[dict[str, Any]]:
    """The evaluations of a workspace file."""
    return list(tomllib.loads(path.read_text("utf-8")).get("evaluations", []))


def results(tmp_path: Path, *labels: str, number: int = 12) -> Path:
    """Results of promptfoo for several providers, each wrong in some of its answers."""
    rows = [
        promptfoo_row(
            f"q{n}",
            testIdx=n,
            provider={"id": f"openai:{label}", "label": label},
            success=n >= wrong,
            failureReason=int(n < wrong),
        )
        for wrong, label in enumerate(labels)
        for n in range(number)
    ]
    path = tmp_path / "results.json"
    path.write_text(json.dumps(promptfoo(*rows)), "utf-8")
    return path


def test_runs_are_taken_over_with_their_rows(run: Run, workspace: Path, tmp_path: Path) -> None:
    """Each evaluation names the file of its rows and holds their digest; again, nothing changes."""
    file = results(tmp_path, "good", "weak")
    done = run("import", workspace, file)
    assert (done.returncode, done.stderr) == (0, "")
    assert "good in classify: 12 examples: 12 right" in done.stdout and "--without-answers" in done.stdout
    for one in evaluations(workspace):
        rows = workspace.parent / one["file"]
        assert rows == workspace.parent / "team.evidence" / f"{one['sha256'][:16]}.jsonl"
        assert hashlib.sha256(rows.read_bytes()).hexdigest() == one["sha256"]
        lines = [json.loads(line) for line in rows.read_text("utf-8").splitlines()]
        assert (one["examples"], one["successes"]) == (12, sum(line["verdict"] == "ok" for line in lines))
        assert one["tool"] == "promptfoo" and one["prompt_version"] == "v3"
    before = workspace.read_bytes()
    assert "0 of 2 runs" in run("import", workspace, file).stdout
    assert workspace.read_bytes() == before


def test_a_dry_run_changes_nothing(run: Run, workspace: Path, tmp_path: Path) -> None:
    """The preview says counts, candidates and steps, and what is asked."""
    file, before = results(tmp_path, "good", "luna"), workspace.read_bytes()
    done = run("import", workspace, file, "--dry-run", "--json")
    preview = json.loads(done.stdout)
    kinds = [(one["run"], one["kind"], one["candidate"], one["step"]) for one in preview["runs"]]
    assert kinds == [("good", "new", "good", "classify"), ("luna", "no_candidate", None, "classify")]
    assert preview["runs"][1]["evaluation"]["successes"] == 11 and preview["answers"] and preview["dry_run"]
    assert preview["asked"] == ["which candidate is “luna”? --candidate luna=ID, one of: good, weak"]
    assert workspace.read_bytes() == before and not (workspace.parent / "team.evidence").exists()
    assert "which candidate is" in run("import", workspace, file, "--dry-run").stdout


@pytest.mark.parametrize("option", ["--candidate", "--map", "--same"])
def test_who_is_who_is_asked_once(run: Run, workspace: Path, tmp_path: Path, option: str) -> None:
    """What nobody knows is the error; what was said is remembered for the next file."""
    file = results(tmp_path, "luna")
    done = run("import", workspace, file)
    assert (done.returncode, done.stdout) == (2, "") and "--candidate luna=ID" in done.stderr
    assert run("import", workspace, file, option, "luna=weak").returncode == 0
    assert [one["candidate"] for one in evaluations(workspace)] == ["weak"]
    (tmp_path / "next").mkdir()
    assert run("import", workspace, results(tmp_path / "next", "luna", number=13)).returncode == 0
    assert [one["examples"] for one in evaluations(workspace)] == [12, 13]


def test_which_step_is_asked_once(run: Run, workspace: Path, tmp_path: Path) -> None:
    """Of several steps; the prompt's label is remembered."""
    text = workspace.read_text("utf-8").replace(
        "[[candidates]]", '[[scenario.steps]]\nid = "b"\nname = "B"\n[[candidates]]', 1
    )
    workspace.write_text(text, "utf-8")
    done = run("import", workspace, results(tmp_path, "good"))
    assert done.returncode == 2 and "--step ID, one of: classify, b" in done.stderr
    assert run("import", workspace, results(tmp_path, "good"), "--step", "b").returncode == 0
    (tmp_path / "next").mkdir()
    assert run("import", workspace, results(tmp_path / "next", "weak")).returncode == 0
    assert [(one["candidate"], one["step"]) for one in evaluations(workspace)] == [("good", "b"), ("weak", "b")]


@pytest.mark.parametrize(
    ("options", "why"),
    [
        (("--candidate", "god"), "did you mean good?"),
        (("--candidate", "lunar=good"), "no model in the file"),
        (("--candidate", "good"), "runs of different models"),
        (("--candidate", "a=good", "--candidate", "b="), "write ID, or MODEL=ID"),
        (("--step", "clasify"), "did you mean classify?"),
        (("--format", "inspect"), "is not what inspect files look like"),
    ],
)
def test_what_is_said_wrongly_is_told(
    run: Run, workspace: Path, tmp_path: Path, options: tuple[str, ...], why: str
) -> None:
    """With what would be right; nothing changes."""
    before = workspace.read_bytes()
    done = run("import", workspace, results(tmp_path, "luna", "terra"), *options)
    assert done.returncode == 2 and why in done.stderr and workspace.read_bytes() == before


def test_what_is_said_of_runs_means_nothing_of_figures(run: Run, workspace: Path, tmp_path: Path) -> None:
    """A price list has no step."""
    path = tmp_path / "list.json"
    path.write_text('{"data": [{"id": "openai/gpt-6", "name": "Six", "pricing": {"prompt": "0.1"}}]}', "utf-8")
    done = run("import", workspace, path, "--without-answers")
    assert done.returncode == 2 and "--without-answers: the file holds no runs" in done.stderr


def test_a_shipped_scenario_takes_no_runs(run: Run, tmp_path: Path) -> None:
    """It stays as it is."""
    done = run("import", "support-assistant", results(tmp_path, "good"))
    assert done.returncode == 2 and "is a shipped scenario" in done.stderr


def test_a_table_of_examples_is_read_by_a_map_that_is_remembered(run: Run, workspace: Path, tmp_path: Path) -> None:
    """Proposed, confirmed, and known the next time."""
    path = tmp_path / "t.csv"
    path.write_text(TABLE.replace("luna", "good").replace("terra", "weak"), "utf-8")
    done = run("import", workspace, path)
    assert done.returncode == 2 and "--map id=example" in done.stderr
    columns = [part for title, meaning in TABLE_MAP.items() for part in ("--map", f"{title}={meaning}")]
    assert run("import", workspace, path, *columns).returncode == 0
    assert [(one["candidate"], one["examples"]) for one in evaluations(workspace)] == [("good", 2), ("weak", 1)]
    assert "0 of 2 runs" in run("import", workspace, path).stdout


def test_a_public_benchmark_is_a_figure_until_somebody_says_that_the_task_is_theirs(
    run: Run, workspace: Path, tmp_path: Path
) -> None:
    """Measured, not own evidence; with a step, an evaluation by its totals."""
    path = tmp_path / "results.json"
    path.write_text(json.dumps({**LM_EVAL_RESULTS, "model_name": "good"}), "utf-8")
    done = run("import", workspace, path, "--dry-run", "--json")
    assert json.loads(done.stdout)["format"] == "lm-eval"
    assert run("import", workspace, path, "--step", "classify").returncode == 0
    (one,) = evaluations(workspace)
    assert (one["examples"], one["successes"], one["file"]) == (4, 2, "results.json") and "sha256" not in one


def test_evidence_tells_runs_pairs_and_what_would_settle_it(run: Run, workspace: Path) -> None:
    """The real runs of two candidates, on the same sixty examples."""
    assert run("import", workspace, real("promptfoo_0.123.1_v3.json")).returncode == 0
    told = json.loads(run("evidence", workspace, "--json").stdout)
    good, weak = told["runs"]
    assert (good["candidate"], good["success"]["count"], good["success"]["of"]) == ("good", 56, 60)
    assert (
        good["success"]["low"] == pytest.approx(0.8407, abs=1e-4) and weak["success"]["high"] < good["success"]["low"]
    )
    assert good["latency"]["p99_of_only"] == 60 and good["rows"] and good["error"]["of"] == 59
    assert [kind["kind"] for kind in good["kinds"]] == ["adversarial", "edge_case", "real_task", "regression"]
    (pair,) = told["pairs"]
    assert (pair["first"], pair["basis"], pair["examples"]) == ("good", "paired", 60)
    assert pair["first_only"] - pair["second_only"] == 56 - 39 and pair["better"] == "good" and pair["p"] < 0.001
    (step,) = told["settle"]["steps"]
    assert step["now"] == "good" and not step["asks_for_costs"]
    looks = told["settle"]["looks"]
    assert {one["examples"] for one in looks} == {20, 50, 100, 200}
    assert looks[0]["command"].startswith(f"shortlist evaluate {workspace} --step classify --candidate ")
    text = run("evidence", workspace).stdout
    assert "of only 60" in text and "Good is better" in text and "What would settle it" in text


def test_evidence_without_a_run(run: Run) -> None:
    """How a run comes in, and what one would settle."""
    done = run("evidence", "support-assistant")
    assert done.returncode == 0 and "No runs yet" in done.stdout and "What would settle it" in done.stdout


def test_rows_that_were_altered_are_told(run: Run, workspace: Path, tmp_path: Path) -> None:
    """By `check` and by `evidence`; the totals still count."""
    run("import", workspace, results(tmp_path, "good"))
    (file,) = (workspace.parent / "team.evidence").iterdir()
    file.write_text(file.read_text("utf-8").replace("billing", "shipping"), "utf-8")
    assert "evidence-mismatch" in run("check", workspace).stdout
    told = json.loads(run("evidence", workspace, "--json").stdout)
    assert not told["runs"][0]["rows"] and "not what was written" in told["runs"][0]["problem"]
    assert told["runs"][0]["success"]["of"] == 12


def test_rows_go_where_their_workspace_goes(run: Run, tmp_path: Path) -> None:
    """Copied with a copy, moved with a new name, into the trash and back; their file is found by its digest."""
    run("duplicate", "support-assistant-worked", "one")
    assert run("import", "one", results(tmp_path, "gpt-6-luna"), "--step", "answer").returncode == 0
    run("rename", "one", "two")
    run("duplicate", "two", "three")
    run("delete", "two")
    run("restore", "two")
    for name in ("two", "three"):
        told = json.loads(run("evidence", name, "--json").stdout)
        assert [one["rows"] for one in told["runs"]] == [True]

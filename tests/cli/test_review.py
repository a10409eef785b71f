"""Accepted decisions and what reopens them: replayed, reviewed against a catalogue, gone stale."""

from __future__ import annotations

import argparse
import datetime as dt
import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from shortlist.catalogue.lookup import offerings_of
from shortlist.cli import main
from shortlist.commands import screens
from shortlist.core.document.workspace import Workspace, chosen_candidates, read_workspace
from shortlist.core.edits.places import with_value
from shortlist.core.records.lifecycle import superseding
from shortlist.store.places import records_folder
from shortlist.store.records import keep_record
from shortlist.store.toml_text import workspace_text
from tests.accepting import WORKED, agreed
from tests.conftest import TODAY, Run

TRIGGERS = [
    {"kind": "price_change", "value": 20},
    {"kind": "deprecation"},
    {"kind": "drift"},
    {"kind": "after_days", "value": 90},
]


def decided() -> Workspace:
    """The worked example with triggers."""
    return with_value(WORKED, ("records", 0, "triggers"), TRIGGERS)


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """A file with an accepted record, and its frozen inputs beside it."""
    workspace = decided()
    done = agreed(workspace, TODAY, offerings_of(chosen_candidates(workspace), TODAY))
    path = tmp_path / "decisions" / "support.toml"
    path.parent.mkdir()
    path.write_text(workspace_text(done.workspace), "utf-8")
    keep_record(path, done.frozen, done.workspace.title)
    return path


def catalogue(path: Path, **changed: Any) -> Path:
    """A catalogue of the chosen models; `changed` has for a model id a factor on its prices, or what else changes."""
    rows = []
    for candidate in chosen_candidates(read_workspace(tomllib.loads(path.read_text("utf-8")))):
        offering = next(iter(offerings_of([candidate], TODAY).values()))
        told = changed.get(candidate.id.replace("-", "_"), {})
        factor = told.pop("factor", 1)
        figures = [
            {"metric": f.metric, "value": f.value * factor, "as_of": "2026-12-01", "above_tokens": f.above_tokens}
            for f in offering.figures
        ]
        rows.append({"provider": offering.provider, "model": offering.model, "figures": figures, **told})
    file = path.parent / "catalogue.json"
    file.write_text(json.dumps(rows))
    return file


def test_unchanged_is_quiet(run: Run, kept: Path) -> None:
    """With the catalogue that is built in, and with a saved one that says the same."""
    for arguments in ((kept,), (kept.parent,), (kept, "--catalogue", catalogue(kept))):
        done = run("review", *arguments)
        assert (done.returncode, done.stderr) == (0, ""), done.stdout
        assert "ok   Support assistant" in done.stdout
        assert "DUE" not in done.stdout


def test_a_dearer_and_a_withdrawn_model_are_both_named(run: Run, kept: Path) -> None:
    """Price +30 %, the other model deprecated: due, with old and new figures, as text and as data."""
    workspace = read_workspace(tomllib.loads(kept.read_text("utf-8")))
    default, fallback = chosen_candidates(workspace)
    keys = [candidate.id.replace("-", "_") for candidate in (default, fallback)]
    file = catalogue(kept, **{keys[0]: {"factor": 1.3}, keys[1]: {"deprecated": True}})
    done = run("review", kept.parent, "--catalogue", file)
    assert done.returncode == 1
    lines = [line for line in done.stdout.splitlines() if line.startswith("DUE")]
    assert len(lines) == 2
    assert f"price_change: {default.name}, input price in the catalogue: $" in lines[0]
    assert "(+30 %)" in lines[0] and " then, " in lines[0] and " now" in lines[0]
    assert f"deprecation: {fallback.name}: deprecated in the catalogue, not then" in lines[1]
    rows = json.loads(run("review", kept, "--catalogue", file, "--json").stdout)
    assert [row["kind"] for row in rows if row["due"]] == ["price_change", "deprecation"]
    assert list(rows[0]) == ["workspace", "title", "record", "kind", "due", "message", "unchecked", "about", "due_on"]


def test_a_record_is_watched_until_the_one_that_replaces_it_is_accepted(run: Run, kept: Path) -> None:
    """While the new one is written the old one is due as before, and its line says so; then it is watched no more."""
    later = TODAY + dt.timedelta(days=120)
    first = read_workspace(tomllib.loads(kept.read_text("utf-8")))
    draft = superseding(first, TODAY)
    kept.write_text(workspace_text(draft), "utf-8")
    done = run("review", kept, "--today", later)
    due = [line for line in done.stdout.splitlines() if line.startswith("DUE")]
    assert done.returncode == 1 and all(
        ", record 1 (in force until record 2, now draft, is accepted), " in d for d in due
    )
    assert "what it rests on was not kept" not in done.stdout
    assert run("check", kept, "--today", later).returncode == 1
    second = agreed(draft, later)
    keep_record(kept, second.frozen, second.workspace.title)
    kept.write_text(workspace_text(second.workspace), "utf-8")
    done = run("review", kept, "--today", later)
    assert (done.returncode, "record 1" in done.stdout, ", record 2, after_days" in done.stdout) == (0, False, True)


@pytest.mark.parametrize(("day", "opened"), [("2026-11-23", []), ("2027-03-01", ["record"])])
def test_the_application_opens_on_what_is_due(
    kept: Path, monkeypatch: pytest.MonkeyPatch, day: str, opened: list[str]
) -> None:
    """With --open, on the tab of the record and its file; where nothing is due it stays closed."""
    seen: list[argparse.Namespace] = []
    monkeypatch.setattr(screens, "open_", lambda arguments: seen.append(arguments) or 0)
    main(("--data-dir", str(kept.parent / "data"), "--today", day, "review", str(kept), "--open"))
    assert [(one.tab, one.name) for one in seen] == [(tab, str(kept)) for tab in opened]


def test_what_cannot_be_judged_is_told(run: Run, kept: Path) -> None:
    """A chosen candidate that matches no offering is named, and is no reason to reopen."""
    (empty := kept.parent / "empty.json").write_text("[]")
    done = run("review", kept, "--catalogue", empty)
    assert done.returncode == 0
    default = chosen_candidates(read_workspace(tomllib.loads(kept.read_text("utf-8"))))[0]
    missing = f"not judged: {default.name}: no offering “{default.model}” at {default.provider} in the catalogue."
    assert done.stdout.count(missing) == 2  # its price, and its end
    assert "no evaluation was accepted" in done.stdout


@pytest.mark.parametrize("bad", ["{}", "[1]", '[{"provider": "p"}]', '[{"provider": "p", "model": "m", "figures": 1}]'])
def test_a_wrong_catalogue_is_one_line(run: Run, kept: Path, bad: str) -> None:
    """With the file and the place."""
    (file := kept.parent / "bad.json").write_text(bad)
    done = run("review", kept, "--catalogue", file)
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)
    assert str(file) in done.stderr


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("nosuch", "no workspace or scenario named 'nosuch'; `shortlist list` shows what there is"),
        ("./nosuch.toml", "nosuch.toml: does not exist; check the path"),
        ("empty", "holds no TOML file; name the folder that the workspaces lie in"),
    ],
)
def test_what_is_not_there_is_told_and_nothing_else(run: Run, tmp_path: Path, name: str, told: str) -> None:
    """One line with the remedy, and no word of decisions that were not looked at."""
    (tmp_path / "empty").mkdir()
    done = run("review", tmp_path / name if name == "empty" else name)
    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (2, "", 1)
    assert told in done.stderr


def test_replay_confirms_and_finds_tampering(run: Run, kept: Path) -> None:
    """`show --record` prints what was decided on; a changed or missing file is an error-level finding."""
    done = run("show", kept, "--record", 1)
    assert done.returncode == 0, done.stderr
    assert "Confirmed: record 1 as accepted on 2026-11-22, from support.records/0001-" in done.stdout
    # What the workspace says meanwhile does not matter.
    kept.write_text(kept.read_text("utf-8").replace("monthly_budget_usd = 4", "monthly_budget_usd = 9"), "utf-8")
    data = json.loads(run("show", kept, "--record", 1, "--json").stdout)
    assert data["record"]["confirmed"] is True
    assert "record-mismatch" not in run("check", kept).stdout
    file = next(records_folder(kept).iterdir())
    file.write_text(file.read_text("utf-8").replace("escalation_cost_usd = 4", "escalation_cost_usd = 5"), "utf-8")
    done = run("show", kept, "--record", 1)
    assert (done.returncode, "another digest" in done.stderr) == (1, True)
    checked = run("check", kept, "--json")
    found = {row["rule"]: row for row in json.loads(checked.stdout)["findings"]}
    assert (checked.returncode, found["record-mismatch"]["severity"]) == (1, "error")
    file.unlink()
    assert "missing" in run("check", kept).stdout
    assert run("show", kept, "--record", 1).returncode == 1


def test_there_is_nothing_to_replay(run: Run, kept: Path) -> None:
    """A record that does not exist, or was never accepted, is told in a line."""
    done = run("show", kept, "--record", 7)
    assert (done.returncode, "there is no record 7; there are: 1" in done.stderr) == (2, True)
    done = run("show", "support-assistant-worked", "--record", 1)
    assert (done.returncode, "record 1 is proposed, and nothing was frozen of it" in done.stderr) == (2, True)


def test_what_changed_since_it_was_accepted(run: Run, kept: Path) -> None:
    """Nothing at first; then the input that was changed, and what it did to the outcome."""
    done = run("diff", kept)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [
        "From record 1, accepted on 2026-11-22, to the workspace on 2026-11-22.",
        "What it comes to: nothing changed",
        "What it rests on: nothing changed",
    ]
    kept.write_text(kept.read_text("utf-8").replace("monthly_budget_usd = 400", "monthly_budget_usd = 40"), "utf-8")
    told = run("diff", kept).stdout
    assert "    Recommended: DeepSeek V4.1 Flash then, GPT-6 Luna now\n" in told
    assert told.endswith("  Scenario\n    Monthly budget: $400 then, $40 now (-90 %), a month\n")
    assert "_" not in told.replace("first.cost_target", ""), told
    data = json.loads(run("diff", kept, "1", "--json", "--today", "2027-01-01").stdout)
    assert list(data) == ["before", "after", "inputs", "outcome", "findings"]
    assert (data["before"], data["after"]) == (
        {"record": 1, "day": "2026-11-22"},
        {"record": None, "day": "2027-01-01"},
    )
    assert data["inputs"] == [{"place": "scenario.monthly_budget_usd", "before": 400.0, "after": 40.0}]
    assert run("diff", kept, "1", "1").stdout.count("nothing changed") == 2
    refused = run("diff", "support-assistant-worked")
    assert (refused.returncode, "no record was accepted yet" in refused.stderr) == (2, True)

"""Rows beside a workspace: written once, read with their digest, and told where they are gone or altered."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from shortlist.core.analysis import analyse
from shortlist.core.document.workspace import Workspace, read_workspace, to_data
from shortlist.core.evidence.files import EvidenceFiles, has_rows
from shortlist.core.evidence.rows import input_digest, row_of, rows_digest, rows_name, rows_text, sums
from shortlist.store.atomic import SaveFailed
from shortlist.store.evidence import keep_rows, read_evidence
from shortlist.store.places import evidence_folder
from tests.conftest import TODAY
from tests.tui.conftest import worked_data

ROWS = [
    row_of({"example": f"q{n}", "digest": input_digest(f"in {n}"), "verdict": "ok" if n % 7 else "wrong"})
    for n in range(60)
]
TEXT = rows_text(ROWS)
DIGEST = rows_digest(TEXT)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A workspace file that others may read, as far as its mode goes."""
    file = tmp_path / "mine.toml"
    file.write_text("", "utf-8")
    file.chmod(0o640)
    return file


@pytest.fixture
def workspace() -> Workspace:
    """A workspace with a run of these rows."""
    data = to_data(read_workspace(worked_data()))
    run = {"candidate": "gpt-6-luna", "step": "answer", "ran_on": TODAY, "sha256": DIGEST, **sums(ROWS)}
    return read_workspace({**data, "evaluations": [{**run, "file": f"mine.evidence/{rows_name(DIGEST)}"}]})


def findings(workspace: Workspace, evidence: EvidenceFiles | None) -> dict[str, str]:
    """What is found of the evidence, by rule."""
    found = analyse(workspace, None, TODAY, evidence=evidence).findings
    rules = ("evidence-mismatch", "stale-evaluation")
    return {one.rule: f"{one.where}: {one.message}" for one in found if one.rule in rules}


def test_rows_are_written_once_beside_the_workspace(path: Path, workspace: Workspace) -> None:
    """Under the first digits of their digest, as open as the workspace; a second time nothing is written."""
    keep_rows(path, [TEXT])
    file = evidence_folder(path) / f"{DIGEST[:16]}.jsonl"
    assert file.read_text("utf-8") == TEXT and stat.S_IMODE(file.stat().st_mode) == 0o640
    before = file.stat()
    keep_rows(path, [TEXT])
    assert file.stat().st_mtime_ns == before.st_mtime_ns and file.stat().st_ino == before.st_ino
    kept = read_evidence(path, workspace).of(workspace.evaluations[0])
    assert kept is not None and kept.rows == tuple(ROWS) and findings(workspace, read_evidence(path, workspace)) == {}


def test_what_is_no_longer_what_was_written_is_a_finding(path: Path, workspace: Workspace) -> None:
    """Gone, altered, a folder, no text: only the totals are used then, and importing again mends it."""
    file = evidence_folder(path) / rows_name(DIGEST)
    assert "does not exist" in findings(workspace, read_evidence(path, workspace))["evidence-mismatch"]
    keep_rows(path, [TEXT])
    for content, why in ((TEXT.replace("wrong", "ok"), "not what was written"), ("", "not what was written")):
        file.write_text(content, "utf-8")
        told = findings(workspace, read_evidence(path, workspace))
        assert told.keys() == {"evidence-mismatch"} and why in told["evidence-mismatch"]
        assert told["evidence-mismatch"].startswith(
            "evaluations[0].sha256: The rows of “GPT-6 Luna” in “Answer from help-center text”"
        )
    analysis = analyse(workspace, None, TODAY, evidence=read_evidence(path, workspace))
    assert not analysis.runs[0].has_rows and analysis.runs[0].rates.success is not None
    keep_rows(path, [TEXT])
    assert findings(workspace, read_evidence(path, workspace)) == {}
    file.unlink()
    file.mkdir()
    assert "is a directory" in findings(workspace, read_evidence(path, workspace))["evidence-mismatch"]


def test_where_nobody_looked_nothing_is_said(workspace: Workspace) -> None:
    """An analysis without the files says nothing of them."""
    assert findings(workspace, None) == {}


@pytest.mark.parametrize("file", ["", "runs/luna.json", "mine.evidence/0000000000000000.jsonl"])
def test_a_run_that_was_typed_in_has_no_rows_to_miss(path: Path, workspace: Workspace, file: str) -> None:
    """Its file is the tool's, and its digest that file's."""
    run = workspace.evaluations[0].model_copy(update={"file": file})
    typed = workspace.model_copy(update={"evaluations": (run,)})
    assert not has_rows(run) and findings(typed, read_evidence(path, typed)) == {}


def test_rows_that_cannot_be_written_leave_the_workspace_alone(path: Path) -> None:
    """Something else is in the place of the folder."""
    evidence_folder(path).write_text("no folder", "utf-8")
    with pytest.raises(SaveFailed):
        keep_rows(path, [TEXT])


@pytest.mark.parametrize(
    ("lines", "stale"),
    [(range(60), False), (range(61), True), (range(59), True), (range(100, 160), False), ((), False)],
)
def test_a_run_of_a_golden_dataset_that_has_changed_is_stale(
    path: Path, workspace: Workspace, lines: range, stale: bool
) -> None:
    """Examples added or gone since; a dataset that has nothing in common with it was never the run's."""
    keep_rows(path, [TEXT])
    folder = path.parent / "golden"
    folder.mkdir()
    (folder / "answer.jsonl").write_text("".join(f'{{"id": "q{n}", "input": "in {n}"}}\n' for n in lines), "utf-8")
    told = findings(workspace, read_evidence(path, workspace))
    assert bool(told) == stale
    if stale:
        assert "golden dataset has changed" in told["stale-evaluation"]


def test_a_run_older_than_the_newest_price_is_stale(workspace: Workspace) -> None:
    """By more than ninety days; a prompt of another version as well."""
    prices = [
        o.as_of for c in workspace.candidates if c.id == "gpt-6-luna" for o in c.observations if "price" in o.metric
    ]
    newest = max(prices)
    for days, expected in ((90, False), (91, True)):
        ran_on = newest.fromordinal(newest.toordinal() - days)
        run = workspace.evaluations[0].model_copy(update={"ran_on": ran_on})
        aged = workspace.model_copy(update={"evaluations": (run,)})
        assert ("stale-evaluation" in findings(aged, None)) == expected
    step = workspace.scenario.steps[0]
    assert step.id
    data = to_data(workspace)
    for one in data["scenario"]["steps"]:
        one["evaluation"] = {"prompt_version": "v4"}
    data["evaluations"][0]["prompt_version"] = "v3"
    assert "prompt v3, and the step has v4" in findings(read_workspace(data), None)["stale-evaluation"]

"""Checked verdicts of judges beside a workspace: added, read, and what is no line of them left out."""

from __future__ import annotations

from pathlib import Path

import pytest

from shortlist.core.evidence.calibration import JudgeCheck, Judging, calibrations
from shortlist.store.atomic import SaveFailed
from shortlist.store.evidence import JUDGES, keep_judge_checks, read_judge_checks
from shortlist.store.places import evidence_folder
from tests.conftest import TODAY


def check(digest: str, judge: bool = True, person: bool = True, model: str = "j", rubric: str = "r") -> JudgeCheck:
    """A check of an answer of one candidate."""
    return JudgeCheck(
        step="s",
        model=model,
        rubric_sha256=rubric,
        candidate="a",
        digest=digest,
        judge_right=judge,
        person_right=person,
        by="Ada",
        checked_on=TODAY,
    )


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A workspace file."""
    file = tmp_path / "mine.toml"
    file.write_text("", "utf-8")
    return file


def test_checks_are_added_to_those_before(path: Path) -> None:
    """What is there stays, a damaged line included, which counts for nothing."""
    assert read_judge_checks(path) == ()
    keep_judge_checks(path, [check("x")])
    file = evidence_folder(path) / JUDGES
    with file.open("a", encoding="utf-8") as out:
        out.write('not json\n[1]\n{"step": "s"}\n{"step":"s","checked_on":"2026-02-30"}\n{"cut')
    keep_judge_checks(path, [check("y", person=False)])
    assert read_judge_checks(path) == (check("x"), check("y", person=False))
    assert "not json" in file.read_text("utf-8")


def test_a_judge_is_its_model_and_its_rubric_and_the_last_check_counts() -> None:
    """Another model, or another rubric, begins anew; an answer checked twice is one."""
    found = calibrations(
        [
            check("x"),
            check("y", judge=True, person=False),
            check("z", judge=False, person=True),
            check("w", judge=False, person=False),
            check("x", judge=True, person=True),
            check("x", model="k"),
            check("x", rubric="q", person=False),
        ]
    )
    one = found[Judging("s", "j", "r")]
    assert one.number == 4 and one.agreement is not None and one.agreement.hits == 2 and one.kappa == 0
    assert one.true_positive is not None and one.true_positive.hits == 1 and one.true_positive.of == 2
    assert one.false_positive is not None and one.false_positive.hits == 1
    assert {judging: held.number for judging, held in found.items() if judging.model != "j" or judging[2] != "r"} == {
        Judging("s", "k", "r"): 1,
        Judging("s", "j", "q"): 1,
    }


def test_checks_that_cannot_be_written_leave_all_as_it_was(path: Path) -> None:
    """Something else is in the place of the folder."""
    evidence_folder(path).write_text("no folder", "utf-8")
    with pytest.raises(SaveFailed):
        keep_judge_checks(path, [check("x")])

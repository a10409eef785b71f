"""Damaged files of runs: only a sentence for the user comes out, work grows with the file, and nothing changes."""

from __future__ import annotations

import copy
import json
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shortlist.core.basics.errors import ShortlistError
from shortlist.core.document.workspace import read_workspace, to_data
from shortlist.core.evidence.found_run import ReadOptions
from shortlist.core.importing.runs import SaidOfRuns, plan_runs, with_runs
from shortlist.importing_runs import read_any, read_runs, runs_in
from tests.conftest import TODAY
from tests.evidence import samples
from tests.evidence.conftest import archive
from tests.evidence.samples import inspect_log, inspect_members, promptfoo, promptfoo_row, sample
from tests.tui.conftest import HOSTILE, worked_data

WORKED = read_workspace(worked_data())
FILES: tuple[Any, ...] = (
    promptfoo(promptfoo_row("a"), promptfoo_row("b", success=False, failureReason=1)),
    [promptfoo_row("a"), promptfoo_row("b")],
    inspect_log(sample("q1"), sample("q2", "I")),
    samples.DEEPEVAL,
    samples.lm_eval_samples(),
    samples.LM_EVAL_RESULTS,
)
ODD: tuple[Any, ...] = (
    None,
    True,
    -1,
    0,
    1.5,
    1e308,
    float("nan"),
    float("inf"),
    10**30,
    "",
    "9" * 500,
    "a\nb",
    [],
    {},
    [[]],
    [None],
    {"a": {"a": {}}},
    "2026-02-30",
    *HOSTILE,
)


def exchanged(data: st.DataObject, node: Any) -> Any:
    """The same with one value exchanged, or one key gone."""
    if isinstance(node, dict) and node and data.draw(st.integers(0, 5)):
        key = data.draw(st.sampled_from(sorted(node)))
        if data.draw(st.integers(0, 8)) == 0:
            return {other: value for other, value in node.items() if other != key}
        return {**node, key: exchanged(data, node[key])}
    if isinstance(node, list) and node and data.draw(st.integers(0, 5)):
        place = data.draw(st.integers(0, len(node) - 1))
        return [*node[:place], exchanged(data, node[place]), *node[place + 1 :]]
    return data.draw(st.sampled_from(ODD))


def outcome(path: Path) -> None:
    """Read a file as the command does, and take over what can be taken; only errors that a user can mend come out."""
    before = to_data(WORKED)
    try:
        document = read_any(path, TODAY)
        source = runs_in(path, document, for_step=True)
        if source is None:
            return
        found = read_runs(source, ReadOptions())
        said = SaidOfRuns(step="answer", candidates={run.id: "gpt-6-luna" for run in found.runs})
        plan = plan_runs(WORKED, found, source.format.id, source.format.title, lambda *_: None, said=said)
        changed = with_runs(WORKED, plan.lines, "x.evidence", path.name)
        assert len(changed.evaluations) == len(WORKED.evaluations) + len(plan.of("new"))
        for line in plan.lines:
            line.rows_text.encode("utf-8")
    except ShortlistError as error:
        assert str(error)
    assert to_data(WORKED) == before


@settings(max_examples=100)
@given(st.data())
def test_values_exchanged(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    """A value that is something else, or a key that is gone, somewhere in a file of any format."""
    with_values_exchanged(tmp_path_factory.mktemp("runs") / "file.json", data)


def with_values_exchanged(path: Path, data: st.DataObject) -> None:
    """A file with something exchanged, read."""
    content = exchanged(data, copy.deepcopy(data.draw(st.sampled_from(FILES))))
    if data.draw(st.booleans()):
        content = exchanged(data, content)
    if isinstance(content, list) and data.draw(st.booleans()):
        path.write_text("".join(json.dumps(one) + "\n" for one in content), "utf-8", "surrogatepass")
    else:
        path.write_text(json.dumps(content), "utf-8", "surrogatepass")
    outcome(path)


@settings(max_examples=80)
@given(st.data())
def test_bytes_of_an_archive_exchanged(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    """Cut, flipped and doubled bytes of an archive of either compression."""
    with_bytes_exchanged(tmp_path_factory.mktemp("runs") / "file.eval", data)


def with_bytes_exchanged(path: Path, data: st.DataObject) -> None:
    """A damaged archive, read."""
    method = data.draw(st.sampled_from((0, 8, 93)))
    content = bytearray(archive(inspect_members(inspect_log(sample("q1"), sample("q2"))), method))
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, max(0, len(content) - 2)))
        match data.draw(st.integers(0, 3)):
            case 0:
                content[place : place + 1] = bytes([data.draw(st.integers(0, 255))])
            case 1:
                del content[place : place + data.draw(st.integers(1, 50))]
            case 2:
                content[place:place] = content[place : place + 20]
            case _:
                del content[max(1, place) :]
    path.write_bytes(bytes(content))
    outcome(path)


MANY = 10_000


@pytest.mark.long
@settings(max_examples=MANY)
@given(st.data())
def test_values_of_many_files_exchanged(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    """The same, ten thousand times."""
    with_values_exchanged(tmp_path_factory.getbasetemp() / "file.json", data)


@pytest.mark.long
@settings(max_examples=MANY)
@given(st.data())
def test_bytes_of_many_archives_exchanged(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    """The same of archives: twenty thousand damaged files in all."""
    with_bytes_exchanged(tmp_path_factory.getbasetemp() / "file.eval", data)


def test_work_grows_with_the_file(tmp_path: Path) -> None:
    """Eight times as many answers take about eight times as long."""

    def took(number: int) -> float:
        path = tmp_path / f"{number}.json"
        path.write_text(json.dumps(promptfoo(*(promptfoo_row(str(n), testIdx=n) for n in range(number)))), "utf-8")
        best = float("inf")
        for _ in range(3):
            start = time.perf_counter()
            outcome(path)
            best = min(best, time.perf_counter() - start)
        return best

    assert took(4000) < 24 * took(500) + 0.05


def test_what_nests_without_end_is_told(tmp_path: Path) -> None:
    """Graded assertions within each other, and lists."""
    grading: dict[str, Any] = {"pass": True}
    for _ in range(200):
        grading = {"pass": True, "componentResults": [grading]}
    path = tmp_path / "deep.json"
    path.write_text(json.dumps(promptfoo(promptfoo_row("a", gradingResult=grading))), "utf-8")
    outcome(path)
    path.write_text('{"results": ' + "[" * 200_000, "utf-8")
    outcome(path)

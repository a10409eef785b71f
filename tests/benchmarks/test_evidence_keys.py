"""A key on the Evidence screen to the bytes that show its result, against a key in an empty Textual `Input`.

With few rows p95 to p95 at most four times, with 20 runs of 1,000 rows at most eight. Run by hand:
`pytest -m benchmark -s tests/benchmarks/test_evidence_keys.py`.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from shortlist.core.document.workspace import Workspace, read_workspace
from shortlist.core.evidence.rows import rows_digest, rows_name, rows_text, sums
from shortlist.store.evidence import keep_rows
from shortlist.store.places import Places
from shortlist.store.workspaces import Store
from tests.conftest import TODAY
from tests.tui.conftest import with_candidates
from tests.tui.evidence_workspaces import run_rows
from tests.tui.latency import Press, Ratios, against_empty_input, quiet, timed
from tests.tui.terminal import Terminal, open_application

SMALL, LARGE = 4.0, 8.0
TO_THE_FAILURES, TO_THE_RUNS = b"f", b"\x1b"


def with_runs(store: Store, candidates: int, rows: int) -> Path:
    """A workspace with so many runs of one step, each of so many rows beside it; a fifth of them wrong."""
    workspace: Workspace = with_candidates(candidates)
    created = store.create(workspace)
    step = workspace.scenario.steps[0].id
    evaluations = []
    for number, one in enumerate(workspace.candidates):
        found = run_rows(range(number % 5, rows, 5), rows)
        text = rows_text(found)
        keep_rows(created.path, [text])
        file = f"{created.path.stem}.evidence/{rows_name(rows_digest(text))}"
        named = {"candidate": one.id, "step": step, "ran_on": TODAY, "tool": "promptfoo"}
        evaluations.append({**named, "file": file, "sha256": rows_digest(text), **sums(found)})
    data = workspace.model_dump(mode="python", by_alias=True, exclude_unset=True)
    store.save(created, read_workspace({**data, "evaluations": evaluations}))
    return created.path


def presses(workspace: Workspace, failures: int) -> Iterator[Press]:
    """Down and up the runs, then down and up the failures of one, each with what the pane says of the line."""
    names = [one.name for one in workspace.candidates]
    step = f" in “{workspace.scenario.steps[0].name}”"
    for _ in range(3):
        yield from (Press(b"j", f"{name}{step}") for name in names[1:])
        yield from (Press(b"k", f"{name}{step}") for name in reversed(names[:-1]))
    yield Press(TO_THE_FAILURES)
    for key in (b"j", b"k"):
        yield from (Press(key, " · ") for _ in range(min(30, failures - 1)))
    yield Press(TO_THE_RUNS)


def measured(folder: Path, candidates: int, rows: int) -> Ratios:
    """The ratios with so many runs of so many rows."""
    store = Store(Places(folder, folder / "state"))
    path = with_runs(store, candidates, rows)
    with open_application(folder, str(path), width=120, height=40) as terminal:
        terminal.wait_for("Walkthrough")
        timed(terminal, Press(b"6", "runs in force"))
        settled(terminal)
        return against_empty_input(terminal, presses(store.open(str(path)).workspace, rows // 5))


def settled(terminal: Terminal) -> None:
    """Until what is worked out beside the keys is there."""
    terminal.wait_for("What would settle it")
    quiet(terminal)


@pytest.mark.benchmark
@pytest.mark.parametrize(("candidates", "rows", "most"), [(3, 60, SMALL), (20, 1_000, LARGE)])
def test_moving_among_runs_and_failures(tmp_path: Path, candidates: int, rows: int, most: float) -> None:
    """From `j` to the pane that tells of the next run, or of the next failed example."""
    ratios = measured(tmp_path, candidates, rows)
    print(f"\n{candidates} runs of {rows:,} rows: {ratios}")
    assert ratios.p95 <= most

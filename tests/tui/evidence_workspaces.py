"""Workspaces with runs whose rows lie beside them, for tests of the evidence screen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from shortlist.core.document.workspace import Workspace, read_workspace
from shortlist.core.evidence.rows import ExampleRow, input_digest, row_of, rows_digest, rows_name, rows_text, sums
from shortlist.store.evidence import keep_rows
from shortlist.store.workspaces import Store
from tests.conftest import TODAY
from tests.tui.conftest import worked_data

KINDS = ("real_task", "edge_case", "adversarial")


def row(number: int, verdict: str, **more: Any) -> ExampleRow:
    """An answer to example `number`, whose input is `ask 7`."""
    values = {
        "example": f"q{number:03}",
        "digest": input_digest(f"ask {number}"),
        "kind": KINDS[number % 3],
        "verdict": verdict,
        "graded_by": "deterministic",
        "answer": f"says {number}",
        "total_s": 0.2 + number / 100,
        "ttft_s": 0.1 + (number % 7) / 100,
        "cost_usd": 0.001,
    }
    return row_of({**values, **more})


def run_rows(wrong: Iterable[int], of: int = 60, **more: Any) -> list[ExampleRow]:
    """The rows of a run that is wrong in some examples, and right in the others."""
    bad = set(wrong)
    return [row(number, "wrong" if number in bad else "ok", **more) for number in range(of)]


def team(store: Store, runs: Mapping[tuple[str, str], list[ExampleRow]], **more: Any) -> Path:
    """The worked example with these runs by candidate and step, their rows beside it; its path."""
    data = worked_data()
    data["title"] = "Team"
    # The record that is accepted in the example would not know these runs.
    data.pop("records", None)
    texts = {key: rows_text(rows) for key, rows in runs.items()}
    created = store.create(read_workspace({**data, "evaluations": []}))
    keep_rows(created.path, texts.values())
    data["evaluations"] = [
        {
            "candidate": candidate,
            "step": step,
            "ran_on": TODAY,
            "tool": "promptfoo",
            "file": f"{created.path.stem}.evidence/{rows_name(rows_digest(texts[candidate, step]))}",
            "sha256": rows_digest(texts[candidate, step]),
            **sums(rows),
            **more,
        }
        for (candidate, step), rows in runs.items()
    ]
    store.save(created, read_workspace(data))
    return created.path


def three(store: Store, **more: Any) -> Path:
    """Three candidates on the same sixty examples: two alike, one worse."""
    rows = {
        ("gpt-6-luna", "classify"): run_rows((1, 4, 7)),
        ("gpt-6-sol", "classify"): run_rows((1, 2)),
        ("deepseek-v4-1-flash", "classify"): [
            *run_rows(range(0, 60, 3))[:-2],
            row(58, "invalid", answer="{"),
            row(59, "error", answer=None, reason="429"),
        ],
    }
    return team(store, rows, **more)


def golden(path: Path, step: str = "classify", of: int = 60) -> None:
    """A golden dataset beside a workspace, with the inputs that the rows are known by."""
    import json

    folder = path.parent / "golden"
    folder.mkdir(exist_ok=True)
    lines = [{"id": f"q{n:03}", "kind": KINDS[n % 3], "input": f"ask {n}", "expected": f"label {n}"} for n in range(of)]
    (folder / f"{step}.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")


def workspace_of(store: Store, path: Path) -> Workspace:
    """What is saved."""
    return store.open(str(path)).workspace

"""An accepted record with hostile text in every field, through every command that tells of records."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from shortlist.cli import main
from shortlist.core.document.workspace import Workspace, read_workspace, to_data
from shortlist.core.records.lifecycle import deprecated
from shortlist.core.review.filed_records import StatusChange
from shortlist.store.records import keep_record, note_change
from shortlist.store.toml_text import workspace_text
from tests.accepting import WORKED, agreed
from tests.conftest import TODAY

HOSTILE = (
    "A\x1b]52;c;aGk=\x1b\\B\x1b]2;X\x1b\\ \x9d52;c;aGk=\x9c [@click=app.quit]x[/] [bold]x[/red] x[/]y "
    '=HYPERLINK("http://evil.example","x") "><svg/onload=alert(1)> <script>alert(1)</script> a‮gnp.exe '
    "[x](javascript:alert(1)) | `code` # h"
)
RAW = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2028\u2029]")
KEPT_TEXTS = frozenset(
    {"id", "candidate", "default", "fallback", "step", "task_step", "check", "metric", "kind", "status"}
)


def hostile(value: Any, key: str = "") -> Any:
    """A document in which every free text is hostile."""
    if isinstance(value, dict):
        return {name: hostile(inside, name) for name, inside in value.items()}
    if isinstance(value, list | tuple):
        return [hostile(inside, key) for inside in value]
    free = key in (
        "name",
        "title",
        "source",
        "note",
        "notes",
        "provider",
        "model",
        "url",
        "summary",
        "users",
        "licence",
    )
    free = free or key in ("outcome", "version", "developer", "reason", "decision_makers", "consulted", "informed")
    prose = key in type(WORKED.records[0].sections).model_fields
    return HOSTILE if isinstance(value, str) and (free or prose) and key not in KEPT_TEXTS else value


@pytest.fixture
def workspace() -> Workspace:
    """The worked example, hostile throughout."""
    return read_workspace(hostile(to_data(WORKED)))


def outputs(path: Path, folder: Path, capsys: pytest.CaptureFixture[str]) -> Iterator[tuple[tuple[str, ...], str, str]]:
    """What every command prints."""
    (folder / "data").mkdir()
    commands = [
        *(("review", *rest) for rest in ((), ("--json",), ("--today", "2028-01-01"))),
        *(("show", *rest) for rest in ((), ("--record", "1"), ("--record", "1", "--json"))),
        *(("check", *rest) for rest in ((), ("--json",))),
        *(("diff", *rest) for rest in ((), ("--json",))),
        *(("export", "-f", form) for form in ("markdown", "madr", "matrix", "html", "csv", "json")),
        *(("export", "-f", form, "--record", "1") for form in ("markdown", "madr", "html", "toml")),
        *(("export", "--all", str(folder / form), "-f", form) for form in ("madr", "html")),
    ]
    for command, *rest in commands:
        arguments = ("--data-dir", str(folder / "data"), "--today", TODAY.isoformat(), command, str(path), *rest)
        code = main(arguments)
        out, err = capsys.readouterr()
        assert code in (0, 1), (rest, err)
        yield (command, *rest), out, err


def test_nothing_raw_reaches_the_terminal(
    workspace: Workspace, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """No control character on stdout or stderr, and JSON stays JSON; deprecated by somebody with such a name too."""
    done = agreed(workspace)
    path = tmp_path / "kept.toml"
    path.write_text(workspace_text(done.workspace), "utf-8")
    keep_record(path, done.frozen, done.workspace.title)
    for command, out, err in outputs(path, tmp_path, capsys):
        assert not RAW.search(out) and not RAW.search(err), command
        if "--json" in command:
            json.loads(out)
    changed = to_data(done.workspace)
    changed["candidates"] = [{**row, "notes": f"{HOSTILE} {row['id']}"} for row in changed["candidates"]]
    changed["scenario"] |= {"monthly_budget_usd": 1.0, "summary": f"New. {HOSTILE}", "regions": [HOSTILE]}
    path.write_text(workspace_text(read_workspace(changed)), "utf-8")
    assert main(("--data-dir", str(tmp_path / "data"), "diff", str(path))) == 0
    told = capsys.readouterr().out
    assert "added at the beginning: “New.”" in told and not RAW.search(told)
    for file in (*(tmp_path / "madr").rglob("*"), *(tmp_path / "html").rglob("*")):
        if file.is_file():
            text = file.read_text("utf-8")
            assert not RAW.search(text) and not re.search(r"<(?:script|svg/)", text.replace("\\<", "&lt;")), file
            assert file.resolve().is_relative_to(tmp_path.resolve())
    path.write_text(workspace_text(deprecated(done.workspace)), "utf-8")
    note_change(path, StatusChange(1, "deprecated", TODAY, (HOSTILE,), HOSTILE))
    assert main(("--data-dir", str(tmp_path / "data"), "export", str(path), "-f", "markdown")) == 0
    assert not RAW.search(capsys.readouterr().out)

"""`shortlist new --preset`: what is made, what is told of its assumptions, and what is refused."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from shortlist.core.document.presets import PRESETS, reasons
from tests.conftest import Run


def test_a_workspace_begins_with_a_preset(run: Run, data_dir: Path) -> None:
    """Its path first, then every assumption with its reason; the file passes its checks."""
    done = run("new", "Ours", "--preset", "voice")
    path, *told = done.stdout.splitlines()
    assert done.returncode == 0 and Path(path) == data_dir / "workspaces" / "ours.toml" and Path(path).exists()
    for one in reasons("voice"):
        assert any(one.reason in line and one.told in line for line in told), one
    steps = dict.fromkeys(one.step or "scenario" for one in reasons("voice"))
    assert [line.partition(":")[0] for line in told if line.endswith("assumed until you replace it")] == list(steps)
    shown = json.loads(run("show", "ours", "--json").stdout)
    assert shown["walkthrough"][0]["done"] and shown["title"] == "Ours"


def test_the_presets_are_listed(run: Run, data_dir: Path) -> None:
    """A question mark lists them and makes nothing."""
    done = run("new", "x", "--preset", "?")
    assert done.returncode == 0
    assert [line.partition(":")[0] for line in done.stdout.splitlines()] == list(PRESETS)
    assert not (data_dir / "workspaces").exists()


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--preset", "retreival"), f"there is no preset 'retreival'; there are: {', '.join(PRESETS)}"),
        (("--preset", "voice", "--from", "voice-booking"), "--from or --preset, not both"),
    ],
)
def test_what_is_refused(run: Run, data_dir: Path, arguments: tuple[str, ...], told: str) -> None:
    """One line that says what there is, and nothing is made."""
    done = run("new", "x", *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert len(done.stderr.splitlines()) == 1 and told in done.stderr
    assert not (data_dir / "workspaces" / "x.toml").exists()


def test_a_shell_completes_presets(run_apart: Run, tmp_path: Path) -> None:
    """By their ids."""
    line, out = "shortlist new x --preset r", tmp_path / "completions"
    environment = {
        "_ARGCOMPLETE": "1",
        "_ARGCOMPLETE_STDOUT_FILENAME": str(out),
        "_ARGCOMPLETE_IFS": "\n",
        "COMP_LINE": line,
        "COMP_POINT": str(len(line)),
        "COMP_TYPE": "9",
    }
    run_apart(env={**os.environ, **environment})
    assert out.read_text("utf-8").split() == ["retrieval", "routing"]

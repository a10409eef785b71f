"""Records as files: one, an accepted one as it was decided, and a folder of all of them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from shortlist.formats import FORMATS
from tests.cli.test_review import kept  # noqa: F401  (a fixture)
from tests.conftest import Run


def test_a_folder_of_records(run: Run, data_dir: Path, tmp_path: Path) -> None:
    """Every record of every workspace and an index; again, and nothing is written; one changed, and only that is."""
    for name, scenario in (("support", "support-assistant-worked"), ("voice", "voice-booking")):
        assert run("new", name, "--from", scenario).returncode == 0
    folder = tmp_path / "out"
    first = run("export", "--all", folder)
    assert (first.returncode, first.stderr) == (0, "")
    files = sorted(str(path.relative_to(folder)) for path in folder.rglob("*.md"))
    decided = "support/0001-default-and-fallback-model-for-the-support-assistant.md"
    assert files == ["index.md", decided, "voice/0001-voice.md"]
    index = (folder / "index.md").read_text("utf-8")
    assert (
        f"| 0001 | [Default and fallback model for the support assistant]({decided}) | proposed | 2026-11-22 |" in index
    )
    for path in folder.rglob("*.md"):
        os.utime(path, (1, 1))
    assert "3 files, 3 of them as they were" in run("export", "--all", folder).stdout
    assert {path.stat().st_mtime for path in folder.rglob("*.md")} == {1}
    path = data_dir / "workspaces" / "voice.toml"
    path.write_text(path.read_text("utf-8").replace("growth_per_month = 0.0", "growth_per_month = 0.01"), "utf-8")
    told = run("export", "--all", folder).stdout
    assert "written voice/0001-voice.md" in told and "2 of them as they were" in told
    assert "written index.html" in run("export", "voice", "--all", folder, "-f", "html").stdout


def test_nobody_elses_file_is_replaced_unasked(run: Run, tmp_path: Path) -> None:
    """Its own export is, and says so; another file, or one that was edited since, only with --force."""
    target = tmp_path / "decision.md"
    command = ("export", "voice-booking", "-o", target)
    assert run(*command).stdout == f"written {target}\n"
    os.utime(target, (1, 1))
    assert (run(*command).stdout, target.stat().st_mtime) == (f"{target}: as it was\n", 1)
    assert run(*command, "-f", "matrix").stdout == f"written {target}\n"
    for text in (target.read_text("utf-8") + "A word of mine.\n", "# Another page\n"):
        target.write_text(text, "utf-8")
        done = run(*command)
        assert (done.returncode, done.stdout, target.read_text("utf-8")) == (2, "", text)
        assert "no export as Shortlist wrote it; choose another name, or replace it with --force" in done.stderr
    assert run(*command, "--force").stdout == f"written {target}\n"
    target.write_text("")
    assert run(*command).returncode == 0


def test_each_format_has_a_file_name_of_its_own(run: Run, tmp_path: Path) -> None:
    """In one folder none replaces another, and MADR's is named as MADR names it."""
    folder = tmp_path / "out"
    folder.mkdir()
    for format_ in FORMATS:
        assert run("export", "voice-booking", "-f", format_, "-o", folder).stdout.startswith("written ")
    names = {path.name for path in folder.iterdir()}
    assert len(names) == len(FORMATS) and names >= {"0001-voice-booking.md", "0001-voice-booking-record.md"}


def test_nobody_elses_index_is_replaced_unasked(run: Run, data_dir: Path, tmp_path: Path) -> None:
    """A folder that has one already keeps it; nothing is written then."""
    assert run("new", "voice", "--from", "voice-booking").returncode == 0
    (index := tmp_path / "index.md").write_text("# Our documents\n")
    done = run("export", "--all", tmp_path)
    assert (done.returncode, index.read_text(), sorted(tmp_path.glob("voice"))) == (2, "# Our documents\n", [])
    assert str(index) in done.stderr
    assert "written index.md" in run("export", "--all", tmp_path, "--force").stdout
    assert run("export", "--all", tmp_path).returncode == 0


def test_an_accepted_record_is_written_as_it_was_decided(run: Run, kept: Path, tmp_path: Path) -> None:  # noqa: F811
    """Whatever the workspace says today, into a folder under its own name."""
    before = run("export", kept, "--record", 1, "-f", "madr").stdout
    assert 'status: "accepted"' in before
    assert "Accepted in spite of “leaderboard only”" in before
    kept.write_text(kept.read_text("utf-8").replace("monthly_budget_usd = 4", "monthly_budget_usd = 9"), "utf-8")
    assert run("export", kept, "--record", 1, "-f", "madr", "--today", "2027-05-05").stdout == before
    assert run("export", kept, "-f", "madr", "--today", "2027-05-05").stdout != before
    assert run("export", kept, "--record", 1, "-f", "html", "-o", tmp_path).returncode == 0
    name = "0001-default-and-fallback-model-for-the-support-assistant.html"
    assert "Digest of the record and its frozen inputs" in (tmp_path / name).read_text("utf-8")


@pytest.mark.parametrize("arguments", [(), ("x", "--all", "d", "-f", "csv"), ("x", "--all", "d", "-o", "f")])
def test_wrong_arguments_are_one_line(run: Run, arguments: tuple[str, ...]) -> None:
    """Exit 2, and nothing is written."""
    done = run("export", *arguments)
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)

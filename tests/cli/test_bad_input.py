"""Bad input ends with exit code 2, one plain line a mistake on stderr, no traceback, and nothing written."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import SCENARIOS, Run

GOOD = """schema = 1
title = "T"
[scenario]
[[scenario.steps]]
id = "answer"
name = "Answer"
[[candidates]]
id = "a"
name = "A"
provider = "p"
access = "managed_api"
openness = "closed"
"""
OBSERVATION = """[[candidates.observations]]
metric = "input_price"
value = {value}
source = "s"
as_of = {as_of}
basis = "published"
"""


def with_observation(value: str = "1.0", as_of: str = "2026-11-01") -> bytes:
    return (GOOD + OBSERVATION.format(value=value, as_of=as_of)).encode()


CASES: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "is empty"),
    "binary": (b"\x7fELF\x00\x01\x02" * 50, "is not a text file"),
    "not UTF-8": (b'title = "\xff\xfe"\n', "line 1 is not UTF-8"),
    "9 MB": (b"# " + b"x" * 9_000_000, "is larger than 8 MB"),
    "cut in half": (GOOD.encode()[: len(GOOD) // 2 + 7], "is not valid TOML"),
    "wrong type": (GOOD.replace('"T"', "5").encode(), "title: expected text, found a number"),
    "unknown key": (
        GOOD.replace("provider", "provder").encode(),
        "candidates[0].provder: unknown key; did you mean provider?",
    ),
    "infinity": (with_observation("inf"), "candidates[0].observations[0].value: expected a finite number"),
    "too large a number": (
        with_observation("1e400"),
        "candidates[0].observations[0].value: expected a finite number",
    ),
    "too many digits": (with_observation("9" * 5000), "is not valid TOML"),
    "negative price": (
        with_observation("-1"),
        "candidates[0].observations[0].value: input_price must be 0 or more",
    ),
    "date as text": (
        with_observation(as_of='"2026-11-01"'),
        "candidates[0].observations[0].as_of: expected a date",
    ),
    "share above 1": (
        GOOD.replace("[scenario]", "[scenario]\nfallback_share = 1.2").encode(),
        "scenario.fallback_share: must lie between 0 and 1, found 1.2",
    ),
    "deep nesting": (b"a = " + b"[" * 5000, "nested too deeply"),
    "deep key": (b"a" + b".a" * 20_000 + b" = 1", "a key of more than 64 parts"),
    "duplicate key": (b"a = 1\na = 2\n", "is not valid TOML"),
    "newer schema": (
        GOOD.replace("schema = 1", "schema = 3").encode(),
        "schema: the file was written by a newer Shortlist",
    ),
}


@pytest.mark.parametrize("command", ["show", "check", "export"])
@pytest.mark.parametrize("case", CASES)
def test_a_bad_file_is_refused_in_plain_words(run: Run, tmp_path: Path, case: str, command: str) -> None:
    """Every kind of bad file: exit 2, the file's name and what is wrong on stderr, nothing else anywhere."""
    content, message = CASES[case]
    path = tmp_path / "bad.toml"
    path.write_bytes(content)
    before = sorted(tmp_path.rglob("*"))
    done = run(command, path)
    assert done.returncode == 2
    assert done.stdout == ""
    assert message in done.stderr
    assert all(line.startswith(f"shortlist: {path}: ") for line in done.stderr.splitlines())
    assert "Traceback" not in done.stderr
    assert sorted(tmp_path.rglob("*")) == before
    assert path.read_bytes() == content


def test_every_mistake_is_told_up_to_twenty(run: Run, tmp_path: Path) -> None:
    """A file with 25 mistakes tells 20 of them and counts the rest, each on a line of its own."""
    path = tmp_path / "bad.toml"
    path.write_text(GOOD + "".join(f"wrong{n} = {n}\n" for n in range(25)))
    lines = run("show", path).stderr.splitlines()
    assert len(lines) == 21
    assert "candidates[0].wrong0: unknown key" in lines[0]
    assert lines[-1].endswith("and 5 more")


def test_mistakes_of_form_and_of_reference_are_told_together(run: Run, tmp_path: Path) -> None:
    """One reading reports a wrong type, an unknown key and an unknown candidate at once."""
    path = tmp_path / "bad.toml"
    path.write_text(GOOD.replace('"T"', "1").replace('name = "A"', 'nam = "A"') + '[decision]\ndefault = "b"\n')
    lines = run("check", path).stderr
    assert "title: expected text" in lines
    assert "candidates[0].nam: unknown key; did you mean name?" in lines
    assert "decision.default: no candidate 'b'" in lines


def test_a_directory_a_fifo_and_a_missing_file(run: Run, tmp_path: Path) -> None:
    """What is no regular file is refused at once; a FIFO without a writer must not hang."""
    fifo = tmp_path / "fifo.toml"
    os.mkfifo(fifo)
    for path, message in (
        (tmp_path, "a directory"),
        (fifo, "not a regular file"),
        (tmp_path / "no.toml", "does not exist"),
    ):
        done = run("show", f"{path}/" if path == tmp_path else path)
        assert (done.returncode, done.stdout) == (2, "")
        assert message in done.stderr
        assert len(done.stderr.splitlines()) == 1


def test_a_name_that_nobody_has(run: Run) -> None:
    """An unknown name is answered with the nearest known one."""
    done = run("show", "suport-assistant")
    assert done.returncode == 2
    assert "did you mean support-assistant?" in done.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ["frobnicate"],
        ["show"],
        ["show", "x", "--today", "tomorrow"],
        ["export", "x", "-f", "pdf"],
        ["--bogus"],
    ],
)
def test_a_wrong_command_line_is_one_line(run: Run, arguments: list[str]) -> None:
    """A mistake on the command line: exit 2 and one line that says where help is."""
    done = run(*arguments)
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert "--help" in done.stderr


def test_reading_commands_never_write(run: Run, tmp_path: Path, data_dir: Path) -> None:
    """show, check, export and list leave the file's bytes and time, and make no directory."""
    path = tmp_path / "worked.toml"
    path.write_bytes((SCENARIOS / "support-assistant-worked.toml").read_bytes())
    os.utime(path, (1, 1))
    for command in (["show", path], ["check", path], ["export", path, "-f", "toml"], ["list"], ["review"]):
        assert run(*command).returncode == 0
    assert path.read_bytes() == (SCENARIOS / "support-assistant-worked.toml").read_bytes()
    assert path.stat().st_mtime == 1
    assert not data_dir.exists()


def test_control_sequences_in_a_file_reach_no_terminal(run: Run, tmp_path: Path) -> None:
    """A name with an escape sequence is shown without it, in tables and in messages."""
    path = tmp_path / "evil.toml"
    hostile = "A\\u001b]52;c;aGk=\\u001b\\\\B\\u009b31m\\u202e"
    path.write_text(GOOD.replace('name = "A"', f'name = "{hostile}"').replace('title = "T"', f'title = "{hostile}"'))
    for command in ("show", "check", "export"):
        done = run(command, path)
        assert done.returncode in (0, 1)
        assert not any(ord(char) < 32 and char != "\n" for char in done.stdout)
        assert not set(done.stdout) & {"\x7f", "\x9b", "\u202e"}
    path.write_text(path.read_text().replace('openness = "closed"', f'openness = "{hostile}"'))
    assert "\x1b" not in run("show", path).stderr


def test_places_that_cannot_be_written(run: Run, tmp_path: Path) -> None:
    """A data directory that is a file, and an output that is full: exit 2 and one line that names the place."""
    occupied = tmp_path / "file"
    occupied.write_text("x")
    for command in (["new", "x"], ["duplicate", "voice-booking"]):
        done = run(*command, "--data-dir", occupied)
        assert (done.returncode, len(done.stderr.splitlines())) == (2, 1), done.stderr
        assert str(occupied) in done.stderr
    assert occupied.read_text() == "x"
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "shortlist", "show", "voice-booking", "--json"],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert (done.returncode, done.stderr) == (2, "shortlist: the output: no space left on device\n")


def test_the_application_asks_for_a_terminal(run_apart: Run) -> None:
    """Without a terminal the application does not start to draw."""
    done = run_apart(stdin=subprocess.DEVNULL)
    assert (done.returncode, done.stdout) == (2, "")
    assert "needs a terminal" in done.stderr


def test_a_damaged_id_does_not_make_every_reference_wrong(run: Run, tmp_path: Path) -> None:
    """Where an id is missing, what refers to it is not told as well."""
    path = tmp_path / "bad.toml"
    path.write_text(GOOD.replace('id = "a"\n', "") + '[decision]\ndefault = "a"\n')
    assert run("show", path).stderr == f"shortlist: {path}: candidates[0].id: required, but absent; add id\n"


def test_a_key_of_the_program_is_no_key_of_the_file(run: Run, tmp_path: Path) -> None:
    """`schema` is spelt as documented, not as a field is called inside."""
    path = tmp_path / "bad.toml"
    path.write_text(GOOD.replace("schema = 1", "schema_version = 1"))
    assert "schema_version: unknown key; did you mean schema?" in run("show", path).stderr


def test_a_candidate_cannot_override_the_traffic(run: Run, tmp_path: Path) -> None:
    """The one usage figure that belongs to the step alone is refused with the reason."""
    path = tmp_path / "bad.toml"
    path.write_text(GOOD + "[candidates.usage.answer]\nrequests_per_month = 5\n")
    assert (
        "candidates[0].usage.answer.requests_per_month: unknown key; the traffic is the step's"
        in run("show", path).stderr
    )

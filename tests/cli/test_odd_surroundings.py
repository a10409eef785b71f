"""Streams that are closed or cannot show a character, widths that are none, homes that are not there: no defect."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from shortlist import cli
from tests.conftest import Run

PLAIN = {"LANG": "C", "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}


@pytest.mark.parametrize("odd", [PLAIN, {"PYTHONIOENCODING": "ascii"}, {"PYTHONIOENCODING": "latin-1"}])
def test_an_output_that_lacks_a_character_shows_another(run_apart: Run, odd: dict[str, str]) -> None:
    """A terminal or a pipe of an old locale: everything is printed, with ? in place of what it cannot show."""
    encoding = odd.get("PYTHONIOENCODING", "ascii")
    done = run_apart("check", "support-assistant-worked", env=odd, encoding=encoding)
    assert (done.returncode, done.stderr) == (0, "") and "single-source" in done.stdout
    assert run_apart("list", env=odd, encoding=encoding).returncode == 0


@pytest.mark.parametrize("columns", ["abc", "-5", "0", "99999999"])
def test_a_width_that_is_none_is_as_if_none_were_set(run_apart: Run, columns: str) -> None:
    """`COLUMNS` may hold anything: sentences have the usual width then, and tables that of what they hold."""
    for command, widest in (("list", 1000), ("check", 80)):
        arguments = ("list",) if command == "list" else ("check", "support-assistant-worked")
        done, unset = (run_apart(*arguments, env={"COLUMNS": one}) for one in (columns, ""))
        assert done.returncode == 0 and done.stdout == unset.stdout
        assert max(map(len, done.stdout.splitlines())) <= widest


def test_the_least_width_is_a_width(run_apart: Run) -> None:
    """Nothing fits in it, and it is no defect."""
    done = run_apart("list", env={"COLUMNS": "1"})
    assert done.returncode == 0 and max(map(len, done.stdout.splitlines())) <= 1000


@pytest.mark.parametrize("closed", [">&-", "<&-", "2>&-", "<&- >&- 2>&-"])
@pytest.mark.parametrize(("command", "code"), [("list", 0), ("show nosuch", 2), ("schema", 0)])
def test_closed_streams(data_dir: Path, closed: str, command: str, code: int) -> None:
    """What would be printed there goes nowhere; the exit code is the same."""
    line = f"{sys.executable} -m shortlist --data-dir {data_dir} {command} {closed}"
    done = subprocess.run(["bash", "-c", line], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == code and "defect" not in done.stderr


@pytest.mark.parametrize("home", ["/dev/null", "/nonexistent/x", "/proc", None])
def test_a_home_that_is_none(home: str | None, tmp_path: Path) -> None:
    """Examples can be shown; what would be written is refused with its place, or goes where the system says."""
    environment = {key: value for key, value in os.environ.items() if key not in ("HOME", "SHORTLIST_DATA_DIR")}
    environment |= {"HOME": home} if home is not None else {}
    environment["XDG_DATA_HOME" if home is None else "UNUSED"] = str(tmp_path)
    for command, codes in ((["show", "support-assistant"], (0, 2)), (["list"], (0, 2)), (["new", "X"], (0, 2))):
        if command[0] == "new" and home is None:
            continue
        done = subprocess.run(
            [sys.executable, "-m", "shortlist", *command],
            capture_output=True,
            text=True,
            env=environment,
            timeout=60,
            check=False,
        )
        assert done.returncode in codes and "defect" not in done.stderr, done.stderr
        assert done.returncode == 0 or done.stderr.startswith("shortlist: ")


def test_a_home_of_nobody_and_a_folder_that_is_gone(run: Run, tmp_path: Path) -> None:
    """`~nobody-of-that-name` is a name as any other; the folder one stands in may have been removed."""
    done = run("show", "~nobody-of-that-name/x.toml")
    assert done.returncode == 2 and "~nobody-of-that-name/x.toml: does not exist" in done.stderr
    line = f"mkdir {tmp_path}/gone && cd {tmp_path}/gone && rmdir {tmp_path}/gone && {sys.executable} -m shortlist list"
    assert subprocess.run(["bash", "-c", line], capture_output=True, timeout=60, check=False).returncode == 0


def test_an_interrupt_before_anything_is_read_is_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """Kind: Ctrl+C within the first hundredths of a second printed where it was."""

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(cli, "build_parser", interrupted)
    assert cli.main(["list"]) == 130

"""Exports replace their own untouched files, through no link; odd surroundings and names stop no command."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from shortlist.cli import main
from shortlist.store.export_log import ExportLog
from tests.conftest import Run

Command = Callable[..., tuple[int, str, str]]
Spoil = Callable[[Path, Path], None]


@pytest.fixture
def command(data_dir: Path, capsys: pytest.CaptureFixture[str]) -> Command:
    """The command in this process: exit code, stdout, stderr."""

    def call(*arguments: object) -> tuple[int, str, str]:
        code = main(["--data-dir", str(data_dir), "--today", "2026-11-22", *map(str, arguments)])
        told = capsys.readouterr()
        assert "defect" not in told.err
        return code, told.out, told.err

    return call


@pytest.fixture
def folder(command: Command, tmp_path: Path) -> Path:
    """The records of two workspaces, exported."""
    for name, scenario in (("support", "support-assistant-worked"), ("voice", "voice-booking")):
        assert command("new", name, "--from", scenario)[0] == 0
    assert command("export", "--all", tmp_path / "out")[0] == 0
    return tmp_path / "out"


def files(folder: Path) -> list[Path]:
    """The exported files, the index first."""
    return [folder / "index.md", *sorted(folder.glob("*/*.md"))]


def changed(command: Command, data_dir: Path) -> None:
    """Every record reads otherwise."""
    for path in (data_dir / "workspaces").glob("*.toml"):
        path.write_text(path.read_text("utf-8").replace("growth_per_month = 0.0", "growth_per_month = 0.01"), "utf-8")


# --- whose files they are


@pytest.mark.parametrize("which", [0, 1, 2])
@pytest.mark.parametrize("text", ["# Model decision records\n\nA colleague's lines.\n", "a stranger's\n"])
def test_a_folder_of_records_spares_what_no_export_wrote(
    command: Command, data_dir: Path, folder: Path, which: int, text: str
) -> None:
    """One strange file refuses all, before anything is written; with --force it is replaced, and is ours then."""
    changed(command, data_dir)
    file = files(folder)[which]
    file.write_text(text)
    before = {path: path.read_bytes() for path in files(folder)}
    code, out, err = command("export", "--all", folder)
    assert (code, out) == (2, "") and f"{file}: not written: " in err and "--force" in err
    assert {path: path.read_bytes() for path in files(folder)} == before
    assert command("export", "--all", folder, "--force")[0] == 0
    assert file.read_text("utf-8") != text
    assert command("export", "--all", folder)[0] == 0


def test_a_folder_of_records_spares_what_was_edited_since(command: Command, data_dir: Path, folder: Path) -> None:
    """One word of a person's makes the file theirs; untouched ones follow the workspace."""
    changed(command, data_dir)
    assert command("export", "--all", folder)[0] == 0
    file = files(folder)[2]
    file.write_text(file.read_text("utf-8") + "A word of mine.\n")
    assert command("export", "--all", folder)[0] == 2
    assert file.read_text("utf-8").endswith("A word of mine.\n")
    assert command("export", "support", "--all", folder, "-f", "html")[0] == 0


def test_without_the_note_every_file_is_a_strangers(command: Command, data_dir: Path, folder: Path) -> None:
    """The state may be removed: then only what says the same already is left as it is."""
    (data_dir / "state" / "exported").unlink()
    assert command("export", "--all", folder)[0] == 0
    (data_dir / "state" / "exported").unlink()
    changed(command, data_dir)
    assert command("export", "--all", folder)[0] == 2


def test_what_changes_while_an_export_is_written_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A person saves into the file between the look and the replacing."""
    from shortlist.store.export_log import NotAnExport
    from shortlist.store.places import Places

    log, file, real = ExportLog(Places(tmp_path, tmp_path / "state")), tmp_path / "x.md", os.fsync
    log.write({file: b"one"})

    def slow(descriptor: int) -> None:
        real(descriptor)
        file.write_text("mine")

    monkeypatch.setattr(os, "fsync", slow)
    with pytest.raises(NotAnExport):
        log.write({file: b"two"})
    assert file.read_text() == "mine" and not list(tmp_path.glob(".*"))


# --- links, pipes and folders in the way


def a_link(path: Path, outside: Path) -> None:
    """To a file of somebody else's."""
    path.symlink_to(outside / "theirs.md")


def a_link_to_nothing(path: Path, outside: Path) -> None:
    """To where a file would be made."""
    path.symlink_to(outside / "new.md")


def a_link_to_a_device(path: Path, outside: Path) -> None:
    """That takes everything."""
    path.symlink_to("/dev/null")


def a_pipe(path: Path, outside: Path) -> None:
    """That nobody reads."""
    os.mkfifo(path)


def a_folder(path: Path, outside: Path) -> None:
    """Of that name."""
    path.mkdir()


SPOILS = (a_link, a_link_to_nothing, a_link_to_a_device, a_pipe, a_folder)


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    """A folder of somebody else's."""
    folder = tmp_path / "outside"
    folder.mkdir()
    (folder / "theirs.md").write_text("theirs")
    return folder


@pytest.mark.parametrize("force", [(), ("--force",)], ids=["", "force"])
@pytest.mark.parametrize("spoil", SPOILS)
@pytest.mark.parametrize("which", [0, 2])
def test_no_export_goes_through_a_link(
    command: Command,
    folder: Path,
    outside: Path,
    spoil: Callable[[Path, Path], None],
    which: int,
    force: tuple[str, ...],
) -> None:
    """Nor into a pipe, a device or a folder of that name, whatever is forced; nothing outside is touched."""
    file = files(folder)[which]
    file.unlink()
    spoil(file, outside)
    kind = stat.S_IFMT(file.lstat().st_mode)
    code, _, err = command("export", "--all", folder, *force)
    assert code == 2 and str(file) in err and err.count("\n") == 1
    assert stat.S_IFMT(file.lstat().st_mode) == kind
    assert [path.name for path in outside.iterdir()] == ["theirs.md"] and (
        outside / "theirs.md"
    ).read_text() == "theirs"


def test_no_export_goes_through_a_linked_folder(command: Command, folder: Path, outside: Path) -> None:
    """Within the folder that was named; that one itself may be a link, for it was named."""
    for path in files(folder)[1:]:
        path.unlink()
    (folder / "voice").rmdir()
    (folder / "voice").symlink_to(outside)
    code, _, err = command("export", "--all", folder, "--force")
    assert code == 2 and f"{folder / 'voice'}: not written: it is a link" in err
    assert [path.name for path in outside.iterdir()] == ["theirs.md"]
    (folder.parent / "named").symlink_to(outside)
    assert command("export", "--all", folder.parent / "named")[0] == 0


@pytest.mark.parametrize("force", [(), ("--force",)], ids=["", "force"])
def test_one_file_is_written_through_no_link(
    command: Command, tmp_path: Path, outside: Path, force: tuple[str, ...]
) -> None:
    """As into a folder; what is written to by name, such as a pipe, a shell has made."""
    for spoil in (a_link, a_link_to_nothing):
        file = tmp_path / "x.md"
        spoil(file, outside)
        code, _, err = command("export", "voice-booking", "-o", file, *force)
        assert code == 2 and "it is a link" in err
        assert file.is_symlink() and (outside / "theirs.md").read_text() == "theirs"
        file.unlink()
    assert command("export", "voice-booking", "-o", "/dev/null")[0] == 0


def test_a_file_in_place_of_the_folder_is_told(command: Command, folder: Path) -> None:
    """With its place."""
    code, _, err = command("export", "--all", files(folder)[0])
    assert code == 2 and "something else is in its place" in err


# --- small doors


@pytest.mark.parametrize("value", ["²", "٣٢", "abc", "-1", "99999999999999999999", " 80", "8" * 5000, "0"])
def test_a_size_that_is_none_is_as_good_as_none(run: Run, value: str) -> None:
    """`COLUMNS` and `LINES` may hold anything, digits of other scripts too."""
    done = run("list", env={"COLUMNS": value, "LINES": value})
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("zone", ["nowhere", "../../etc/passwd", ":/dev/zero", "UTC+9999999", "\udcff", "<+99>-99"])
def test_a_zone_that_is_none_stops_nothing(run_apart: Run, zone: str) -> None:
    """Nor one that no country has."""
    environment = {"TZ": zone, "SHORTLIST_TODAY": ""}
    assert run_apart("new", "x", env=environment).returncode == 0
    assert run_apart("delete", "x", env=environment).returncode == 0
    assert run_apart("show", "voice-booking", env=environment).returncode == 0


def test_a_completion_holds_no_control_character(run_apart: Run, data_dir: Path) -> None:
    """A shell prints what it is given: a name that cannot be shown as it is cannot be completed."""
    assert run_apart("new", "mine").returncode == 0
    folder = data_dir / "workspaces"
    for name in ("mine\x1b]2;x\x07", "mine\x9b1m", "mine\u202e", os.fsdecode(b"mine\xff"), "mine\nb"):
        (folder / f"{name}.toml").write_bytes((folder / "mine.toml").read_bytes())
    line = "shortlist show mi"
    done = run_apart(
        env={
            "_ARGCOMPLETE": "1",
            "COMP_LINE": line,
            "COMP_POINT": str(len(line)),
            "_ARGCOMPLETE_STDOUT_FILENAME": "/dev/stdout",
        }
    )
    assert done.stdout.replace("\x0b", " ").split() == ["mine"]


def test_a_path_that_is_offered_holds_no_control_character(tmp_path: Path) -> None:
    """Nor one that would be shown as another."""
    from shortlist.store.path_completion import completions

    for name in ("a.json", "a\x1b[2J.json", "a\u202egnp.csv", "a\nb.json", "a\x1b/"):
        path = tmp_path / name
        path.mkdir() if name.endswith("/") else path.write_text("{}")
    assert completions(f"{tmp_path}/a", []) == [f"{tmp_path}/a.json"]

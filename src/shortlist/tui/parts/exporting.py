"""Writing the record to a file: which format, under which name, and whether another file may be replaced."""

from __future__ import annotations

import textwrap
from pathlib import Path

from shortlist.core.analysis import Analysis
from shortlist.core.basics.errors import ShortlistError
from shortlist.export.notes import title_of
from shortlist.exporting import write_export
from shortlist.formats import FORMATS
from shortlist.shown import shown
from shortlist.store.folders import here
from shortlist.store.places import expanded
from shortlist.tui.dialogs.prompt import PromptDialog
from shortlist.tui.dialogs.question import QuestionDialog
from shortlist.tui.host import Host


class NotExported(ShortlistError):
    """An export that did not take place; the record is as it was."""


def proposed_name(analysis: Analysis, id_: str) -> str:
    """A name that says what the file is: of the title, with the record's number in front where there is one."""
    from shortlist.store.naming import LONGEST, slug

    record = analysis.workspace.record
    number = f"{record.number:04d}-" if record else ""
    told = title_of(analysis.workspace)
    title = slug(textwrap.shorten(told, LONGEST, placeholder="") or told)
    format_ = FORMATS[id_]
    kind = f"-{format_.kind}" if format_.kind else ""
    return f"{number}{title}{kind}.{format_.ending}"


def export_to(path: Path, data: bytes) -> None:
    """Write a file, all or nothing, readable as the user's other files. Raises `ShortlistError`."""
    if path.is_dir():
        raise NotExported(f"{shown(str(path))}: not exported: that is a folder; add a file name")
    if not path.parent.is_dir():
        raise NotExported(
            f"{shown(str(path))}: not exported: the folder {shown(str(path.parent))} does not exist; make it"
        )
    if path.exists() and not path.is_file():
        raise NotExported(f"{shown(str(path))}: not exported: that is no file; choose another name")
    write_export(path, data)


class Exporting:
    """Asks for the format and the file, and writes it; says what became of it."""

    def __init__(self, app: Host, analysis: Analysis) -> None:
        self._app, self._analysis = app, analysis

    def ask(self) -> None:
        """Ask for the format."""
        answers = tuple((one.id, one.told) for one in FORMATS.values())
        asked = QuestionDialog("Export", "In which format? The record itself stays as it is.", answers)
        self._app.push_screen(asked, self._ask_path)

    def _ask_path(self, format_: str | None, value: str = "") -> None:
        if format_ is None:
            return
        proposed = value or str(here() / proposed_name(self._analysis, format_))
        text = "To which file? A path without a folder in front lies where Shortlist was started."
        asked = PromptDialog(f"Export as {format_}", text, proposed, wanted="a path")
        self._app.push_screen(asked, lambda typed: self._check(format_, typed))

    def _check(self, format_: str, typed: str | None) -> None:
        if typed is None:
            return
        path = expanded(typed)
        if path.is_file():
            told = f"{path} exists. It would be replaced as a whole."
            answers = (("other", "Choose another name"), ("replace", "Replace it"))
            asked = QuestionDialog("Replace the file?", told, answers)
            self._app.push_screen(asked, lambda answer: self._answered(answer, format_, path))
        else:
            self._write(format_, path)

    def _answered(self, answer: str | None, format_: str, path: Path) -> None:
        if answer == "replace":
            self._write(format_, path)
        elif answer == "other":
            self._ask_path(format_, str(path))

    def _write(self, format_: str, path: Path) -> None:
        try:
            data = FORMATS[format_].write(self._analysis).encode("utf-8")
            export_to(path, data)
        except (ShortlistError, OSError, ValueError) as error:
            self._app.say(str(error).partition("\n")[0], "error", title="Not exported", seconds=12)
            self._ask_path(format_, str(path))
            return
        from shortlist.store.export_log import ExportLog

        ExportLog(self._app.places).keep(path, data)
        self._app.say(f"Written: {path}", title="Exported", seconds=8)

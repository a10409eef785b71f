"""Writing the record to a file: which format, under which name, and whether another file may be replaced."""

from __future__ import annotations

import io
import textwrap
from pathlib import Path

from shortlist.core.analysis import Analysis
from shortlist.core.basics.errors import ShortlistError
from shortlist.export.notes import title_of
from shortlist.formats import FORMATS, NOWHERE, ExportSource
from shortlist.sanitising import shown
from shortlist.store.folders import here
from shortlist.store.places import Places, expanded
from shortlist.tui.dialogs.prompt import PromptDialog
from shortlist.tui.dialogs.question import QuestionDialog
from shortlist.tui.host import Host


class NotExported(ShortlistError):
    """An export that did not take place; the record is as it was."""


def proposed_name(analysis: Analysis, id_: str) -> str:
    """A name that says what the file is: of the title, with the record's number in front where there is one."""
    from shortlist.store.folders import LONGEST, slug

    record = analysis.workspace.record
    number = f"{record.number:04d}-" if record else ""
    told = title_of(analysis.workspace)
    title = slug(textwrap.shorten(told, LONGEST, placeholder="") or told)
    format_ = FORMATS[id_]
    kind = f"-{format_.kind}" if format_.kind else ""
    return f"{number}{title}{kind}.{format_.ending}"


def export_to(places: Places, path: Path, data: bytes) -> None:
    """Write a file, all or nothing, readable as the user's other files. Raises `ShortlistError`."""
    from shortlist.store.export_log import ExportLog

    told = f"{shown(str(path))}: not exported"
    if path.is_dir():
        raise NotExported(f"{told}: that is a folder; add a file name")
    if not path.parent.is_dir():
        raise NotExported(f"{told}: the folder {shown(str(path.parent))} does not exist; make it")
    ExportLog(places).write({path: data}, force=True)


class Exporting:
    """Asks for the format and the file, and writes it; says what became of it."""

    def __init__(self, app: Host, analysis: Analysis, file: Path | None = None) -> None:
        """`file` is where the workspace lies."""
        self._app, self._analysis, self._file = app, analysis, file

    def ask(self) -> None:
        named = [one.told.partition(": ") for one in FORMATS.values()]
        longest = max(len(name) for name, _, _ in named)
        told = [f"{name:<{longest}}  {what}" for name, _, what in named]
        answers = tuple(zip(FORMATS, told, strict=True))
        asked = QuestionDialog("Export", "In which format? The record itself stays as it is.", answers)
        self._app.ask(asked, self._ask_path)

    def _ask_path(self, format_: str, value: str = "") -> None:
        proposed = value or str(here() / proposed_name(self._analysis, format_))
        text = "To which file? A path without a folder in front lies where Shortlist was started."
        asked = PromptDialog(f"Export as {FORMATS[format_].told.partition(':')[0]}", text, proposed, wanted="a path")
        self._app.ask(asked, lambda typed: self._check(format_, typed))

    def _check(self, format_: str, typed: str) -> None:
        path = expanded(typed)
        if not path.is_file():
            self._write(format_, path)
            return

        def answered(answer: str) -> None:
            if answer == "replace":
                self._write(format_, path)
            else:
                self._ask_path(format_, str(path))

        told = f"{path} exists. It would be replaced as a whole."
        answers = (("other", "Choose another name"), ("replace", "Replace it"))
        self._app.ask(QuestionDialog("Replace the file?", told, answers), answered)

    def _write(self, format_: str, path: Path) -> None:
        try:
            source = self._source() if FORMATS[format_].sourced else None
            data = FORMATS[format_].write(self._analysis, source=source).encode("utf-8")
            export_to(self._app.places, path, data)
        except (ShortlistError, OSError, ValueError) as error:
            self._app.say(str(error).partition("\n")[0], "error", title="Not exported", seconds=12)
            self._ask_path(format_, str(path))
            return
        self._app.say(f"Written: {path}", title="Exported", seconds=8)
        if self._app.is_web:
            # The browser is handed a copy, under a name that no header can misread.
            name = proposed_name(self._analysis, format_)
            self._app.deliver_binary(io.BytesIO(data), save_filename=name, mime_type="application/octet-stream")

    def _source(self) -> ExportSource:
        if self._file is None:
            return NOWHERE
        from shortlist.store.evidence import golden_examples

        return ExportSource(self._file.stem, golden_examples(self._file, self._analysis.workspace))

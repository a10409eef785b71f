"""The user's own editor on a text: what it saves is taken over, and whatever goes wrong leaves the text as it was."""

from __future__ import annotations

import os
import shlex
import stat
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from shortlist.core.basics.errors import ShortlistError

LARGEST = 8_000_000
"""Bytes that are taken over at most: the limit of the workspace file."""
UNTOUCHED = "The text is as it was."


class NotEdited(ShortlistError):
    """An editor that could not be used, or left nothing that could be."""

    def __init__(self, why: str) -> None:
        super().__init__(f"{why} {UNTOUCHED}")


def editor_command(environment: Mapping[str, str] = os.environ) -> list[str]:
    """The command of the user's editor with its arguments: VISUAL, else EDITOR. Raises `NotEdited`."""
    for name in ("VISUAL", "EDITOR"):
        told = environment.get(name, "").strip()
        if told:
            try:
                return shlex.split(told)
            except ValueError:
                raise NotEdited(
                    f"{name} cannot be read as a command: a quotation mark is not closed; close it."
                ) from None
    raise NotEdited("No editor is set: set VISUAL or EDITOR, such as EDITOR=nano or VISUAL='code --wait'.")


def edited_outside(text: str, command: Sequence[str]) -> str:
    """The text as an editor saved it; runs until the editor ends. Raises `NotEdited`, and then nothing is to change.

    A line end that an editor puts behind the last line is no edit.
    """
    with tempfile.TemporaryDirectory(prefix="shortlist-") as folder:
        path = Path(folder) / "section.md"
        before = text.encode("utf-8", "surrogatepass")
        path.write_bytes(before)
        _run([*command, str(path)])
        after = _read(path)
    if after == before:
        return text
    try:
        changed = after.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise NotEdited(
            f"The editor saved something that is no UTF-8 text, at byte {error.start + 1}; save it as UTF-8."
        ) from None
    if "\x00" in changed:
        raise NotEdited("The editor saved a NUL character, which no workspace can hold; remove it.")
    if not text.endswith("\n"):
        changed = changed.removesuffix("\n").removesuffix("\r")
    return changed


def _run(command: Sequence[str]) -> None:
    name = Path(command[0]).name
    try:
        code = subprocess.run(command, check=False).returncode
    except OSError as error:
        raise NotEdited(
            f"{name} cannot be started: {(error.strerror or str(error)).lower()}; set VISUAL or EDITOR."
        ) from None
    if code:
        how = f"was ended by signal {-code}" if code < 0 else f"ended with {code}"
        raise NotEdited(f"{name} {how}; the text is as it was, so try again.")


def _read(path: Path) -> bytes:
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode) and not stat.S_ISDIR(found.st_mode):
            # A pipe would be waited for, and a device never ends.
            raise NotEdited("The editor left something that is no file; save the text where it was opened.")
        if found.st_size > LARGEST:
            raise NotEdited("The editor saved more than a workspace can hold; write less.")
        return path.read_bytes()
    except FileNotFoundError:
        raise NotEdited("The file that was edited is gone; save it where it was opened.") from None
    except OSError as error:
        raise NotEdited(
            f"The file that was edited cannot be read: {(error.strerror or str(error)).lower()}; try again."
        ) from None

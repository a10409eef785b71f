"""The user's own editor on a text: what it saves is taken over, and whatever goes wrong leaves the text as it was.

What it saved then is still there, and is opened again.
"""

from __future__ import annotations

import os
import shlex
import stat
from collections.abc import Mapping
from pathlib import Path

from shortlist.core.basics.errors import ShortlistError, system_words
from shortlist.store.lent_texts import LENT, LentText
from shortlist.store.reading import UnreadableFile, read_bytes


class NotEdited(ShortlistError):
    """An editor that could not be used, or left nothing that could be."""


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


def how_it_ended(name: str, code: int) -> str:
    """How an editor ended that did not end well; empty where it did."""
    if not code:
        return ""
    if code < 0:
        return f"{name} was ended by signal {-code}."
    return f"{name} ended with {code}."


def text_saved(lent: LentText) -> str:
    """The text as the editor saved it. Raises `NotEdited` where that is none.

    A line end that an editor puts behind the last line is no edit.
    """
    before, after = lent.before.decode("utf-8", "surrogatepass"), _read(lent.file)
    if after == lent.before:
        return before
    try:
        changed = after.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise NotEdited(
            f"The editor saved something that is no UTF-8 text, at byte {error.start + 1}; save it as UTF-8."
        ) from None
    if "\x00" in changed:
        raise NotEdited("The editor saved a NUL character, which no workspace can hold; remove it.")
    if not before.endswith("\n"):
        changed = changed.removesuffix("\n").removesuffix("\r")
    return changed


def _read(path: Path) -> bytes:
    try:
        found = path.lstat()  # a link leads to what nobody wrote there
        if not stat.S_ISREG(found.st_mode) and not stat.S_ISDIR(found.st_mode):
            # A pipe would be waited for, and a device never ends.
            raise NotEdited("The editor left something that is no file; save the text where it was opened.")
        if found.st_size > LENT.limit:
            raise NotEdited("The editor saved more than a workspace can hold; write less.")
        return read_bytes(path, LENT, follow=False) if stat.S_ISREG(found.st_mode) else path.read_bytes()
    except UnreadableFile as error:
        raise NotEdited(f"The file that was edited {error.why}; save it where it was opened.") from None
    except FileNotFoundError:
        raise NotEdited("The file that was edited is gone; save it where it was opened.") from None
    except OSError as error:
        raise NotEdited(f"The file that was edited cannot be read: {system_words(error)}; try again.") from None

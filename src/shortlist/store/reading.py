"""The one way in for a file from outside: regular, not too large, strict UTF-8, TOML that parses in bounded time.

JSON and tables of comma-separated values pass the same door and are parsed in `store.strict_tables`.
"""

from __future__ import annotations

import json
import os
import re
import stat
import tomllib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from shortlist.core.basics.errors import ShortlistError
from shortlist.sanitising import shown

MEGABYTE = 1_000_000


class FileFormat(NamedTuple):
    """A kind of file that is read, in words, and how many bytes of it are taken in at most."""

    file: str
    text: str
    limit: int


WORKSPACE = FileFormat("a workspace file", "a workspace is TOML", 8 * MEGABYTE)
"""A large workspace has a few hundred kilobytes."""
DRAFT = FileFormat("a draft", "a draft is TOML", 64 * MEGABYTE)
"""A draft holds what a save refuses as well."""
JSON = FileFormat("a JSON file", "JSON is text", 64 * MEGABYTE)
CSV = FileFormat("a table", "a table is text with a row a line", 64 * MEGABYTE)
GOLDEN = FileFormat("a golden dataset", "a golden dataset is text, an example a line", 64 * MEGABYTE)
KEY_DEPTH_LIMIT = 64
"""Parts of a dotted key: the parser takes seconds for one of 40 kB, and a workspace needs five."""

_TEXTS = re.compile(
    r'"""(?:[^"\\]|\\.|"{1,2}+(?!"))*+"{0,5}+'  # up to two quotation marks may stand before the three that close it
    r"|'''(?:[^']|'{1,2}+(?!'))*+'{0,5}+"
    r'|"(?:[^"\\\n]|\\[^\n])*+"?+'
    r"|'[^'\n]*+'?+"
    r"|(?P<comment>#[^\n]*+)",
    re.DOTALL,
)
"""Texts and comments of a TOML file, each passed over once: one that is never closed ends with its line or the file."""
DIGITS = 100
"""Digits of a whole number; no count, price or identifier has more, and thousands take long to convert."""
_LONG_NUMBER = re.compile(r"[0-9A-Fa-f_]{80}")  # in hexadecimal a number has fewer digits
_PART = r'(?:[A-Za-z0-9_-]++|"")'
_DEEP_KEY = re.compile(rf"(?<![A-Za-z0-9_-]){_PART}(?:[ \t]*+\.[ \t]*+{_PART}){{{KEY_DEPTH_LIMIT},}}+")
"""Looked for where every text is an empty one: what a text holds is no key."""


class UnreadableFile(ShortlistError):
    """A file that cannot be used at all; the sentence names it and says why."""

    def __init__(self, path: Path, why: str) -> None:
        self.path, self.why = path, why
        super().__init__(f"{shown(str(path))}: {why}")


def read_bytes(path: Path, kind: FileFormat = WORKSPACE, follow: bool = True, whole: bool = True) -> bytes:
    """The bytes of a regular file, as many as its kind may have; without `follow`, of none that a link leads to.

    Of a larger one a byte more is read, and that is refused unless not the `whole` of it is wanted.
    Raises `UnreadableFile`. What is no file is not even opened, for that may turn a device on; and it is opened
    without waiting, so that a FIFO that has come meanwhile is refused rather than waited for.
    """
    flags = os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC
    if not follow:
        flags |= os.O_NOFOLLOW
    try:
        _require_regular(path, path.stat(follow_symlinks=follow), kind)
        descriptor = os.open(path, flags)
    except (OSError, ValueError) as error:
        raise UnreadableFile(path, _why(error)) from None
    try:
        _require_regular(path, os.fstat(descriptor), kind)
        with os.fdopen(descriptor, "rb", closefd=False) as file:
            data: bytes | None = file.read(kind.limit + 1)
    except OSError as error:
        raise UnreadableFile(path, _why(error)) from None
    finally:
        os.close(descriptor)
    if data is None:  # a queue of the system's that calls itself a regular file, as the kernel's messages do
        raise UnreadableFile(path, f"is no file on a disk; give the path of {kind.file}")
    if whole and len(data) > kind.limit:
        raise UnreadableFile(path, f"is larger than {kind.limit // MEGABYTE} MB; {kind.file} never is")
    return data


def _require_regular(path: Path, found: os.stat_result, kind: FileFormat) -> None:
    if not stat.S_ISREG(found.st_mode):
        kinds = {stat.S_IFDIR: "a directory", stat.S_IFLNK: "a link"}
        what = kinds.get(stat.S_IFMT(found.st_mode), "not a regular file")
        raise UnreadableFile(path, f"is {what}; give the path of {kind.file}")


def read_text(path: Path, kind: FileFormat) -> str:
    """The text of a file from outside. Raises `UnreadableFile`."""
    return decode_text(read_bytes(path, kind), path, kind)


def _why(error: Exception) -> str:
    if isinstance(error, FileNotFoundError):
        return "does not exist; check the path"
    if isinstance(error, PermissionError):
        return "cannot be read: permission denied; allow it with chmod u+r"
    if isinstance(error, OSError) and error.strerror:
        return f"cannot be read: {error.strerror.lower()}"
    return f"cannot be read: {error}"


def decode_text(data: bytes, path: Path, kind: FileFormat = WORKSPACE) -> str:
    """The text of a file's bytes: strict UTF-8, a byte order mark dropped. Raises `UnreadableFile`."""
    data = data.removeprefix(b"\xef\xbb\xbf")
    if b"\x00" in data:
        raise UnreadableFile(path, f"is not a text file; {kind.text}")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise UnreadableFile(path, f"line {line} is not UTF-8; save the file as UTF-8") from None


def parse_toml(text: str, path: Path) -> dict[str, Any]:
    """The data of a TOML text. Raises `UnreadableFile` with the parser's line where it has one."""
    if not text.strip():
        raise UnreadableFile(path, "is empty; a workspace needs a title, a scenario and one step")
    if _DEEP_KEY.search(_TEXTS.sub('""', text)):
        raise UnreadableFile(path, f"holds a key of more than {KEY_DEPTH_LIMIT} parts; no workspace has one")
    try:
        data = tomllib.loads(text)
    except RecursionError:
        raise UnreadableFile(path, "is nested too deeply to be a workspace") from None
    except ValueError as error:
        raise UnreadableFile(path, f"is not valid TOML: {shown(str(error))}") from None
    if _LONG_NUMBER.search(text) and _holds_huge(data):
        raise UnreadableFile(path, f"holds a number of more than {DIGITS} digits; no figure has as many")
    return data


def _holds_huge(data: dict[str, Any]) -> bool:
    """Whether a whole number is larger than can be told, or computed with, in time."""
    left: list[Any] = [data]
    while left:
        node = left.pop()
        if isinstance(node, dict):
            left += node.values()
        elif isinstance(node, list):
            left += node
        elif isinstance(node, int) and abs(node) >= 10**DIGITS:
            return True
    return False


def objects_in(lines: Iterable[str | bytes]) -> Iterator[dict[str, Any]]:
    """The JSON objects of lines; a line that holds none, or a torn one, is left out."""
    for line in lines:
        with suppress(ValueError, RecursionError):
            values = json.loads(line)
            if isinstance(values, dict):
                yield values


def has_comments(text: str) -> bool:
    """Whether a TOML text holds comments, which a save does not keep."""
    return any(match["comment"] is not None for match in _TEXTS.finditer(text))

"""Zip archives from outside, read member by member: stored, deflated or Zstandard, each within a limit and checked.

The standard library knows Zstandard in archives from Python 3.14 on. Only the directory is left to `zipfile`, which
reads it without looking at the members; nothing is unpacked to disk.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from functools import cached_property
from pathlib import Path
from typing import Any

from shortlist.sanitising import shown
from shortlist.store.reading import JSON, MEGABYTE, UnreadableFile, decode_text
from shortlist.store.strict_tables import parse_json

MAGIC = b"PK\x03\x04"
MOST_MEMBERS = 500_000
MOST_UNPACKED = 512 * MEGABYTE
"""Bytes that all members read may come to: a small archive can be made to unpack without end."""
STORED, DEFLATED, ZSTANDARD = 0, 8, 93
ENCRYPTED = 1
_LOCAL = struct.Struct("<4s22xHH")
"""The head of a member: its signature, and how long its name and its extra field are."""


class ZipArchive:
    """An archive whose bytes are held."""

    def __init__(self, path: Path, data: bytes) -> None:
        self.path, self._data = path, data
        self._unpacked = 0
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as file:
                found = file.infolist()
        except (zipfile.BadZipFile, struct.error, ValueError, OSError, RuntimeError, NotImplementedError) as error:
            raise UnreadableFile(path, f"is a damaged archive: {shown(str(error))}") from None
        if len(found) > MOST_MEMBERS:
            raise UnreadableFile(path, f"holds more than {MOST_MEMBERS:,} files")
        self._members = {one.filename: one for one in found}

    @cached_property
    def names(self) -> frozenset[str]:
        return frozenset(self._members)

    def json(self, name: str) -> Any:
        """The values of a JSON member, NaN and infinities among them. Raises `UnreadableFile`."""
        place = self.path / name
        return parse_json(decode_text(self._read(name), place, JSON), place, constants=[])

    def _read(self, name: str) -> bytes:
        """The bytes of a member, as many as its directory says, and with the checksum that it says."""
        member = self._members[name]

        def wrong(why: str) -> UnreadableFile:
            return UnreadableFile(self.path, f"{shown(name)} in it {why}")

        size = member.file_size
        self._unpacked += size
        if size > JSON.limit or self._unpacked > MOST_UNPACKED:
            raise wrong("unpacks to more than is read of one file")
        if member.flag_bits & ENCRYPTED:
            raise wrong("is encrypted")
        start = member.header_offset
        head = self._data[start : start + _LOCAL.size]
        if len(head) < _LOCAL.size or not head.startswith(MAGIC):
            raise wrong("is damaged")
        _, name_size, extra_size = _LOCAL.unpack(head)
        start += _LOCAL.size + name_size + extra_size
        packed = self._data[start : start + member.compress_size]
        try:
            data = _unpacked(packed, member.compress_type, size)
        except ValueError as error:
            raise wrong(str(error)) from None
        if len(data) != size or zlib.crc32(data) != member.CRC:
            raise wrong("is damaged: its checksum differs")
        return data


def _unpacked(packed: bytes, method: int, size: int) -> bytes:
    """At most one byte more than a size, so that a wrong one shows. Raises `ValueError` with what is wrong."""
    if method == STORED:
        return packed
    if method == DEFLATED:
        try:
            return zlib.decompressobj(-zlib.MAX_WBITS).decompress(packed, size + 1)
        except zlib.error:
            raise ValueError("is damaged") from None
    if method != ZSTANDARD:
        raise ValueError(f"is packed by a method that is not known ({method})")
    try:
        from compression import zstd  # type: ignore[import-not-found, unused-ignore]
    except ImportError:
        from backports import zstd
    data, left = b"", packed
    try:
        # A member may be made of several frames.
        while left and len(data) <= size:
            frame = zstd.ZstdDecompressor()
            data += frame.decompress(left, max_length=size + 1 - len(data))
            if not frame.eof:
                break
            left = frame.unused_data
    except zstd.ZstdError:
        raise ValueError("is damaged") from None
    return data

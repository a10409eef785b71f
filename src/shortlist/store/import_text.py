"""The text of a file to import, whatever it was saved as: unpacked, in UTF-8, and by what its cells are divided."""

from __future__ import annotations

import csv
import zlib
from collections import Counter
from itertools import islice
from pathlib import Path

from shortlist.store.reading import FileFormat, UnreadableFile

GZIP = b"\x1f\x8b"
BINARY: tuple[tuple[bytes, str], ...] = (
    (b"PAR1", "is a Parquet file: write it as CSV or JSON (with pandas or DuckDB) and import that"),
    (b"\xd0\xcf\x11\xe0", "is an old Excel workbook: open it, save the sheet as CSV UTF-8 and import that"),
    (b"\x28\xb5\x2f\xfd", "is packed with Zstandard: unpack it (unzstd) and import what is inside"),
    (b"BZh", "is packed with bzip2: unpack it (bunzip2) and import what is inside"),
    (b"\xfd7zXZ", "is packed with xz: unpack it (unxz) and import what is inside"),
    (b"SQLite format 3", "is a database: write the table as CSV and import that"),
    (b"%PDF", "is a PDF: copy its table into a CSV file and import that"),
)
"""How files begin that are no text, and what helps."""
SHEETS = {
    "xl/workbook.xml": "is an Excel workbook: open it, save the sheet as CSV UTF-8 and import that",
    "content.xml": "is a document of an office program: save the sheet as CSV UTF-8 and import that",
}
"""A member by which an archive is known, and what helps."""
OTHER_TEXTS = {
    ".yml": "is YAML, which is not read: write it as JSON (yq -o json) and import that",
    ".yaml": "is YAML, which is not read: write it as JSON (yq -o json) and import that",
    ".toml": "is TOML, which is not read: write it as JSON and import that",
    ".html": "is a web page: copy its table into a CSV file, or save what it loads as JSON, and import that",
    ".htm": "is a web page: copy its table into a CSV file, or save what it loads as JSON, and import that",
}
"""What a text is by the end of its name, where it is no table."""
DELIMITERS = (",", ";", "\t", "|")
SAMPLE, ROWS = 65_536, 60
"""Characters and rows by which the delimiter is told."""


def unpacked(data: bytes, path: Path, kind: FileFormat) -> bytes:
    """The content of a gzip file, within the limit of its kind; other bytes as they are. Raises `UnreadableFile`."""
    if not data.startswith(GZIP):
        return data
    reader = zlib.decompressobj(wbits=31)
    try:
        content = reader.decompress(data, kind.limit + 1)
    except zlib.error:
        raise UnreadableFile(path, "is a damaged gzip file; pack it again, or import it unpacked") from None
    if len(content) > kind.limit:
        raise UnreadableFile(path, f"is larger than {kind.limit // 1_000_000} MB unpacked; {kind.file} never is")
    if not reader.eof:
        raise UnreadableFile(path, "is a gzip file that was cut off; fetch it again")
    return content


def in_utf8(data: bytes, path: Path) -> bytes:
    """The bytes as UTF-8 without a mark: UTF-16 is told by its own mark, or by a zero beside every letter."""
    encoding = ""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    elif data[:64].count(0) > len(data[:64]) // 3:
        zeros = Counter(place % 2 for place, byte in enumerate(data[:64]) if byte == 0)
        if len(zeros) == 1:
            encoding = "utf-16-le" if 1 in zeros else "utf-16-be"
    if not encoding:
        return data.removeprefix(b"\xef\xbb\xbf")
    try:
        return data.decode(encoding).removeprefix("\ufeff").encode("utf-8")
    except UnicodeError:
        raise UnreadableFile(path, "begins like UTF-16 and is none; save the file as UTF-8") from None


def table_text(data: bytes, path: Path) -> tuple[bytes, str]:
    """A table as UTF-8, and what a reader should know of it: what is no UTF-8 is taken for Windows-1252.

    That is what spreadsheets write in Western languages. Raises `UnreadableFile` where it can be neither.
    """
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        try:
            text = data.decode("cp1252")
        except UnicodeDecodeError:
            raise UnreadableFile(path, f"line {line} is not UTF-8; save the file as UTF-8") from None
        told = f"Line {line} is not UTF-8: the file is read as Windows-1252; check names with letters beyond English."
        return text.encode("utf-8"), told
    return data, ""


def delimiter_of(text: str) -> str:
    """What divides the cells of a table: the sign by which most of its first rows have one width above 1."""
    best: tuple[int, int, str] = (0, 0, ",")
    for sign in DELIMITERS:
        try:
            rows = list(islice(csv.reader(text[:SAMPLE].splitlines(keepends=True), delimiter=sign), ROWS))
        except csv.Error:
            continue
        widths = Counter(len(row) for row in rows if any(cell.strip() for cell in row))
        fitting = [(many, width) for width, many in widths.items() if width > 1]
        if fitting and (found := max(fitting)) > best[:2]:
            best = (*found, sign)
    return best[2]

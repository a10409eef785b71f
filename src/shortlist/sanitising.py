"""The one way from text of unknown origin to any output: a terminal, a message, a document.

A name in a file may hold control sequences that set a clipboard, a title or a direction of reading. What is stored
stays as it was; only what is shown is cleaned.
"""

from __future__ import annotations

import re

LINE_END = "\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029"
"""Every character that ends a line somewhere, as the inside of a class of characters."""
_LINE_ENDS = re.compile(f"\r\n|[{LINE_END}]+")
_LINE_ENDS_ONE = re.compile(f"\r\n|[{LINE_END}]")
_STEERS = (
    "\x00-\x08\x0e-\x1b\x1f\x7f-\x9f"  # C0 but tab and line ends, DEL, C1
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # marks of direction
    "\ud800-\udfff"  # lone surrogates
)
_TAKES_NO_ROOM = "\u200b\u2060-\u2065\ufeff\ufff9-\ufffb\U000e0000-\U000e007f"
UNSEEN = re.compile(f"[{_STEERS}{_TAKES_NO_ROOM}]")
"""What is never shown as it is.

Zero-width joiner and non-joiner stay: emoji and several scripts are written with them.
"""
STEERING = re.compile(f"[{_STEERS}\t{LINE_END}]")
"""What no line of a terminal may hold: it would move the cursor or turn the direction of reading."""

REPLACEMENT = "\ufffd"
"""What stands for a removed character, so that a reader sees that something was there."""


def shown(text: str) -> str:
    """A text on one line, with everything that could steer a terminal or the direction of reading replaced."""
    return UNSEEN.sub(REPLACEMENT, _LINE_ENDS.sub(" ", text).replace("\t", " "))


def shown_lines(text: str) -> str:
    """A text that may have several lines, cleaned line by line; every kind of line end becomes a newline."""
    return "\n".join(UNSEEN.sub(REPLACEMENT, line) for line in _LINE_ENDS_ONE.split(text))

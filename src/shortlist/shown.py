"""The one way from text of unknown origin to any output: a terminal, a message, a document.

A name in a file may hold control sequences that set a clipboard, a title or a direction of reading. What is stored
stays as it was; only what is shown is cleaned.
"""

from __future__ import annotations

import re

_LINE_ENDS = re.compile("\r\n|[\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")
UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1b\x1f\x7f-\x9f"  # C0 but tab and line ends, DEL, C1
    "\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff"  # marks of direction, and marks that take no room
    "\ufff9-\ufffb\U000e0000-\U000e007f\ud800-\udfff]"  # annotation, tags, lone surrogates
)
"""What is never shown as it is.

Zero-width joiner and non-joiner stay: emoji and several scripts are written with them.
"""

REPLACEMENT = "\ufffd"
"""What stands for a removed character, so that a reader sees that something was there."""


def shown(text: str) -> str:
    """A text on one line, with everything that could steer a terminal or the direction of reading replaced."""
    return UNSEEN.sub(REPLACEMENT, _LINE_ENDS.sub(" ", text).replace("\t", " "))


def shown_lines(text: str) -> str:
    """A text that may have several lines, cleaned line by line; every kind of line end becomes a newline."""
    return "\n".join(UNSEEN.sub(REPLACEMENT, line) for line in _LINE_ENDS_ONE.split(text))


_LINE_ENDS_ONE = re.compile("\r\n|[\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")

"""Text in an editor that knows one kind of line end: what it would rewrite stands there as a mark, and comes back.

A text area splits at every kind of line end and joins with one, and what takes no room cannot be seen in it. So each
such character is replaced by a private one while it is edited, drawn as a picture, and put back afterwards. Private
characters that a text already holds get marks of their own, so the way back is exact for any text.
"""

from __future__ import annotations

import re

from shortlist.sanitising import LINE_END, REPLACEMENT, UNSEEN

FIRST_MARK = 0x100000
"""From here on private characters stand as marks."""
_SPECIAL = re.compile(f"(?!\n)[{LINE_END}]|{UNSEEN.pattern}|[\U00100000-\U0010fffd]")
_MARK = re.compile("[\U00100000-\U0010fffd]")
_PICTURES = {"\x7f": "␡", "\x85": "␤", "\u2028": "↵", "\u2029": "¶"}


class ExactText:
    """The marks of one text under edit, in both directions."""

    def __init__(self) -> None:
        self._marks: dict[str, str] = {}
        self._originals: dict[str, str] = {}

    def marked(self, text: str) -> str:
        """The text as the editor may hold it: as long as it was, with `\\n` as its only line end."""
        return _SPECIAL.sub(self._mark, text)

    def _mark(self, found: re.Match[str]) -> str:
        character = found.group()
        if character not in self._marks:
            mark = chr(FIRST_MARK + len(self._marks))
            self._marks[character] = mark
            self._originals[mark] = character
        return self._marks[character]

    def original(self, text: str) -> str:
        """The text of the editor with every mark turned back."""
        if not self._marks:
            return text
        return _MARK.sub(lambda mark: self._originals.get(mark.group(), mark.group()), text)

    def pictured(self, text: str) -> str:
        """A line as it is drawn: a picture for every mark, each one column wide."""
        if not self._marks:
            return text
        return _MARK.sub(self._picture, text)

    def _picture(self, mark: re.Match[str]) -> str:
        character = self._originals.get(mark.group(), "")
        if character in _PICTURES:
            return _PICTURES[character]
        return chr(0x2400 + ord(character)) if character and ord(character) < 0x20 else REPLACEMENT


def pasted(text: str) -> str:
    """A paste as it was meant: terminals send a carriage return for every line end, where no newline is among them."""
    return text if "\n" in text else text.replace("\r", "\n")

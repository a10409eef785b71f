"""The rule on names: what a reader cannot see, or takes for letters of another script, is told."""

from __future__ import annotations

import re
import unicodedata

from shortlist.core.basics.words import listed
from shortlist.core.findings.finding import Case
from shortlist.core.findings.rule import THERE, Found, rule

INVISIBLE = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f"
    "\u2800\u3164\ufeff\uffa0\ufff0-\ufffb\U000e0000-\U000e0fff]"
)
"""Characters that take no room, or look like a space and are none. Joiners and variants stay: emoji and several
scripts are written with them."""
_JOINING = str.maketrans(dict.fromkeys([0x200C, 0x200D, *range(0xFE00, 0xFE10)]))
_LATIN = dict(
    zip(
        "АВСЕНІЈКМОРЅТУХҮԚԜЗаԁеһіјӏорԛѕсѵԝхуүзктмвнпгΑΒΕΖΗΙΚΜΝΟΡΤΥΧανορυικτχօՕոսցհıɑɡ",
        "ABCEHIJKMOPSTYXYQW3adehijlopqscvwxyy3ktmbhnrABEZHIKMNOPTYXavopuiktxoOnughiag",
        strict=True,
    )
)
"""Letters that are drawn as a Latin one, with that one; as in Unicode's table of confusable characters."""
_LOOKS = str.maketrans(_LATIN)
_WORD = re.compile(r"[^\W\d_]+")


def look_of(text: str) -> str:
    """What a text looks like to somebody who does not look closely: two texts of one look are taken for each other."""
    if text.isascii():
        return " ".join(INVISIBLE.sub("", text).casefold().split())
    plain = unicodedata.normalize("NFKC", INVISIBLE.sub("", text)).translate(_JOINING).translate(_LOOKS)
    return " ".join(plain.casefold().split())


def mixed_word(text: str) -> str | None:
    """The first word in which letters that look Latin stand between Latin ones; None where there is none."""
    if text.isascii():
        return None
    words = (found[0] for found in _WORD.finditer(text))
    return next((word for word in words if _LATIN.keys() & set(word) and re.search("[A-Za-z]", word)), None)


FIELDS = ("id", "name", "developer", "provider", "model")


@rule("unclear-name", "warning", order=970, section="decision", mend=THERE)
def unclear_name(case: Case) -> Found:
    """A candidate whose name holds what nobody sees or what looks like other letters, or looks like another's."""
    looks: dict[tuple[str, str], int] = {}
    for index, candidate in enumerate(case.workspace.candidates):
        place = f"candidates[{index}]"
        for field in FIELDS:
            text = getattr(candidate, field)
            unseen = INVISIBLE.search(text)
            if unseen is not None:
                yield (
                    f"{place}.{field}",
                    f"The {field} of candidate {index + 1} holds a character that nobody sees, U+{ord(unseen[0]):04X} "
                    f"at {unseen.start() + 1}; write it anew.",
                )
            elif word := mixed_word(text):
                codes = listed(dict.fromkeys(f"U+{ord(one):04X}" for one in word if not one.isascii()))
                yield (
                    f"{place}.{field}",
                    f"The {field} of candidate {index + 1} has letters in “{word}” that look Latin and are not, "
                    f"{codes}; write it anew.",
                )
        other = looks.setdefault((look_of(candidate.name), look_of(candidate.provider)), index)
        if other != index and case.workspace.candidates[other].name != candidate.name:
            yield (
                f"{place}.name",
                f"Candidates {other + 1} and {index + 1} are called “{case.workspace.candidates[other].name}” and "
                f"“{candidate.name}”, which look the same; rename one of them.",
            )

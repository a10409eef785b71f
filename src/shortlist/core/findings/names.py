"""The rule on names: what a reader cannot see, or takes for something else, is told."""

from __future__ import annotations

from shortlist.core.basics.lettering import UNSEEN, look_of, mixed_word
from shortlist.core.basics.words import listed
from shortlist.core.findings.case import Case
from shortlist.core.findings.rule import THERE, Found, rule

FIELDS = ("id", "name", "developer", "provider", "model")


@rule("unclear-name", "warning", order=97, section="decision", mend=THERE)
def unclear_name(case: Case) -> Found:
    """A candidate whose name holds what nobody sees or what looks like other letters, or looks like another's."""
    looks: dict[tuple[str, str], int] = {}
    for index, candidate in enumerate(case.workspace.candidates):
        place = f"candidates[{index}]"
        for field in FIELDS:
            text = getattr(candidate, field)
            unseen = UNSEEN.search(text)
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

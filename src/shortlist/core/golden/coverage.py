"""What a golden dataset covers, by kind and by check, and what that answers of the checklist."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from shortlist.core.basics.words import count, percent
from shortlist.core.document.vocabulary import Verdict
from shortlist.core.document.workspace import Workspace, read_workspace, to_data
from shortlist.core.golden.examples import ENOUGH, STARTER, Example

RARE_KINDS = ("edge_case", "rare", "ambiguous")
BY_FILES = "the golden datasets"  # who answered: a person's own answer stays


class Coverage(NamedTuple):
    """Counts of a golden dataset; what is not run any more counts in `retired` alone."""

    examples: int
    kinds: Mapping[str, int]
    checks: Mapping[str, int]
    """By type, how many examples have a check of it."""
    critical: int
    starters: int
    """Examples that were written for everybody, and are none of the team's."""
    retired: int

    @property
    def warnings(self) -> tuple[str, ...]:
        """What it is too little for."""
        told = []
        if self.examples < ENOUGH:
            told.append(f"{count(self.examples, 'example')} of {ENOUGH}: an interval over so few settles little")
        if self.starters:
            told.append(f"{self.starters} of them are of a starter set: replace them by your own")
        missing = [kind for kind in ("real_task", "edge_case", "adversarial") if not self.kinds.get(kind)]
        if self.examples and missing:
            told.append(f"none of the kind {', '.join(missing).replace('_', ' ')}")
        return tuple(told)


def coverage(examples: Iterable[Example]) -> Coverage:
    rows = list(examples)
    active = [one for one in rows if not one.retired_on]
    checks: Counter[str] = Counter(type_ for one in active for type_ in {check.type for check in one.checks})
    return Coverage(
        len(active),
        dict(sorted(Counter(one.kind or "no kind" for one in active).items())),
        dict(sorted(checks.items())),
        sum(one.critical for one in active),
        sum(one.source.startswith(STARTER) for one in active),
        len(rows) - len(active),
    )


class GoldenAnswer(NamedTuple):
    """What the files say on a check of the checklist."""

    verdict: Verdict
    sentence: str


def golden_answers(by_step: Mapping[str, Iterable[Example]]) -> dict[str, GoldenAnswer]:
    """What the golden datasets answer of the six checks `golden.*`, as far as they can; nothing without an example.

    Examples of a starter set are nobody's real tasks. Whether every incident adds an example is a habit of the team:
    a file can show that there are such examples, and not that none is missing.
    """
    examples = [one for rows in by_step.values() for one in rows if not one.retired_on]
    if not examples:
        return {}
    own = [one for one in examples if not one.source.startswith(STARTER)]
    of = {kind: sum(one.kind == kind for one in own) for kind in {one.kind for one in own}}
    told = sum(bool(one.checks) for one in examples)
    fixed = sum(all(check.decided for check in one.checks) for one in examples)
    real, hostile = of.get("real_task", 0), of.get("adversarial", 0)
    rare, regressions = sum(of.get(kind, 0) for kind in RARE_KINDS), of.get("regression", 0)
    starters = len(examples) - len(own)
    besides = f" ({starters} of a starter set do not count)" if starters else ""
    found = {
        "golden.real_tasks": _answer(real > 0, f"{count(real, 'real task')}{besides}."),
        "golden.targets": _answer(told == len(examples), f"{told} of {len(examples)} say what a good answer is."),
        "golden.deterministic": _answer(
            2 * fixed > len(examples), f"{percent(fixed / len(examples))} are graded without judgement."
        ),
        "golden.adversarial": _answer(hostile > 0, f"{count(hostile, 'hostile input')}{besides}."),
        "golden.edge_cases": _answer(rare > 0, f"{count(rare, 'rare case')}{besides}."),
    }
    if regressions:
        found["golden.regressions"] = GoldenAnswer(
            "unknown",
            f"{count(regressions, 'example')} came from incidents; whether every incident adds one, the team knows.",
        )
    return found


def _answer(passed: bool, sentence: str) -> GoldenAnswer:
    return GoldenAnswer("pass" if passed else "fail", sentence)


def with_golden_answers(workspace: Workspace, found: Mapping[str, GoldenAnswer], today: dt.date) -> Workspace:
    """The workspace with these answers where no person has answered; what the files cannot tell is left open."""
    data = to_data(workspace)
    rows = list(data.get("answers", ()))
    by_check = {row["check"]: row for row in rows}
    changed = False
    for check, answer in found.items():
        before = by_check.get(check)
        if answer.verdict == "unknown" or (before is not None and before.get("checked_by") != BY_FILES):
            continue
        new = {"check": check, "verdict": answer.verdict, "note": answer.sentence, "checked_by": BY_FILES}
        if before is not None and all(before.get(key) == value for key, value in new.items()):
            continue
        rows = [row for row in rows if row is not before]
        rows.append({**new, "checked_on": today})
        changed = True
    return read_workspace({**data, "answers": rows}) if changed else workspace

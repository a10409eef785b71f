"""The checks `golden.*` of the checklist, answered in the workspace by what the golden datasets hold."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from shortlist.core.document.workspace import Workspace, read_workspace, to_data
from shortlist.core.golden.coverage import GoldenAnswer

BY_FILES = "the golden datasets"
"""Who answered: a person's own answer stays."""


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

"""Files of runs: one module a format, chosen by what a file holds, not by its name."""

from __future__ import annotations

from shortlist.core.importing.source_file import SourceFile
from shortlist.evidence import deepeval, example_table, inspect_ai, lm_eval, promptfoo
from shortlist.evidence.common import RunFormat

RUN_FORMATS: dict[str, RunFormat] = {
    one.id: one
    for one in (promptfoo.FORMAT, inspect_ai.FORMAT, deepeval.FORMAT, *lm_eval.FORMATS, example_table.FORMAT)
}
"""Every format of runs by its id, those first whose content says most plainly what it is."""


def recognised(document: SourceFile) -> RunFormat | None:
    """The format of a document; None where it holds no runs that are known."""
    return next((one for one in RUN_FORMATS.values() if one.sniff(document)), None)

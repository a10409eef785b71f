"""What tells a file of results of the Language Model Evaluation Harness, which is read as figures and as runs."""

from __future__ import annotations

from shortlist.core.importing.source_file import SourceFile, as_table


def is_results(document: SourceFile) -> bool:
    """Whether it holds results by task, with the versions of the tasks and the number of their samples."""
    values = as_table(document.json)
    return {"results", "versions", "n-samples"} <= values.keys() and isinstance(values["results"], dict)

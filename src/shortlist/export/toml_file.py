"""The workspace as a file for others: the TOML of the store, and its sources as a numbered list in comments."""

from __future__ import annotations

from shortlist.core.analysis import Analysis
from shortlist.export.sources import cited_by


def toml_file(text: str, analysis: Analysis) -> str:
    """A workspace's own text with the sources of its figures behind it; comments, so that it is read as it was."""
    sources, _ = cited_by(analysis)
    listed = [f"# {number}. {source.plain}" for number, source in sources.numbered().items()]
    return text if not listed else "\n".join([text.rstrip("\n"), "", "# Sources", *listed, ""])

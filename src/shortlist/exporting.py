"""An export from the analysis to the file: what the screens and the command share."""

from __future__ import annotations

from shortlist.core.analysis import Analysis
from shortlist.export.sources import cited_by
from shortlist.store.toml_text import workspace_text


def toml(analysis: Analysis) -> str:
    """The workspace as the store writes it, with the sources of its figures behind it: comments, so that it reads as
    it was."""
    text, (sources, _) = workspace_text(analysis.workspace), cited_by(analysis)
    listed = [f"# {number}. {source.plain}" for number, source in sources.numbered().items()]
    if not listed:
        return text
    return "\n".join([text.rstrip("\n"), "", "# Sources", *listed, ""])

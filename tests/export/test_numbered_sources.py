"""Every export ends with its sources as a numbered list, from 1 on without a gap, and cites none that is not there."""

from __future__ import annotations

import csv
import io
import json
import re
import tomllib

import pytest
from shipped import SCENARIOS, analysis_of

from shortlist.core.analysis import Analysis
from shortlist.formats import FORMATS

HEADS = {"markdown": "## Sources", "matrix": "## Sources", "madr": "**Sources**"}


def ending(format_: str, analysis: Analysis) -> tuple[list[int], str]:
    """The numbers of the list of sources, and the text before it."""
    text = FORMATS[format_].write(analysis)
    if format_ == "toml":
        head, _, listing = text.rpartition("# Sources")
        assert tomllib.loads(text) and all(line.startswith("#") for line in listing.splitlines()[1:] if line)
        return [int(number) for number in re.findall(r"^# (\d+)\. ", listing, re.MULTILINE)], ""
    if format_ == "json":
        return [row["number"] for row in json.loads(text)["sources"]], ""
    if format_ == "csv":
        rows = list(csv.DictReader(io.StringIO(text)))
        assert list(rows[0])[-1] == "sources"
        numbers = [int(number) for row in rows for number in re.findall(r"(?:^|; )(\d+)\. ", row["sources"])]
        return list(dict.fromkeys(numbers)), ""
    if format_ == "html":
        head, listing = text.split('<section id="sources"><h2>Sources</h2>')
        assert listing.split("</section>")[1].split() == ["</main>", "</body>", "</html>"]
        return [int(number) for number in re.findall(r'<li id="source-(\d+)">', listing)], head
    head, _, listing = text.rpartition(f"\n{HEADS[format_]}\n")
    lines = listing.strip().splitlines()
    return [int(line.split(". ")[0]) for line in lines], head


@pytest.mark.parametrize("format_", [one.id for one in FORMATS.values() if not one.sourced])
@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_every_export_ends_with_its_sources(format_: str, path: object) -> None:
    """Of every shipped scenario that has candidates; what a gateway runs by cites nothing."""
    analysis = analysis_of(path)  # type: ignore[arg-type]
    if not analysis.ranking:
        pytest.skip("nothing is cited")
    numbers, head = ending(format_, analysis)
    assert numbers and sorted(numbers) == list(range(1, len(numbers) + 1))
    cited = {int(number) for number in re.findall(r"(?<=[ >(])\[(\d+)\](?=[ <.;,)])", head)}
    assert cited <= set(numbers)

"""Every figure in `show --json`: its source, age, basis and version, and which other source contradicts it."""

from __future__ import annotations

from typing import Any

from shortlist.core.analysis import analyse
from shortlist.core.document.workspace import read_workspace
from shortlist.export.analysis_json import analysis_data
from tests.conftest import TODAY
from tests.tui.conftest import worked_data


def test_age_version_and_contradiction_are_told() -> None:
    """Two sources of one price that lie apart name each other; an older release of one source does not."""
    data = worked_data()
    luna = next(one for one in data["candidates"] if one["id"] == "gpt-6-luna")
    price: dict[str, Any] = next(one for one in luna["observations"] if one["metric"] == "input_price")
    luna["observations"] += [
        {**price, "source": "Another list", "value": price["value"] * 2},
        {**price, "source": "genai-prices 0.1.0", "value": price["value"] * 3},
    ]
    rows = analysis_data(analyse(read_workspace(data), None, TODAY))["figures"]
    prices = [row for row in rows if (row["candidate"], row["metric"]) == ("gpt-6-luna", "input_price")]
    first, other, older = prices
    assert (first["age_days"], first["basis"]) == ((TODAY - price["as_of"]).days, "published")
    assert [one["source"] for one in first["contradicted_by"]] == ["Another list"]
    assert {one["source"] for one in other["contradicted_by"]} == {"genai-prices 0.2.3", "genai-prices 0.1.0"}
    assert [one["source"] for one in older["contradicted_by"]] == ["Another list"]
    assert sum(row["in_force"] for row in prices) == 1
    quality = next(row for row in rows if row["metric"] == "quality.aa_index")
    assert quality["version"] == "Intelligence Index v4.3"

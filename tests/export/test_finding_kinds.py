"""Findings by kind: what is said of several candidates once, over their names; nothing is lost, and the order stays."""

from __future__ import annotations

import pytest
from shipped import SCENARIOS, WORKED, analysis_of

from shortlist.export.finding_kinds import finding_kinds


def test_what_is_alike_is_said_once() -> None:
    """Three candidates rest on one source, two are of another provider each in its own words."""
    analysis = analysis_of(WORKED)
    kinds = {kind.name: kind for kind in finding_kinds(analysis.workspace, analysis.findings)}
    single = kinds["single source"]
    assert [one.told for one in single.alike] == [
        "The quality of … rests on Artificial Analysis alone; add a source or an evaluation."
    ]
    assert single.alike[0].names == ("DeepSeek V4.1 Flash", "GPT-6 Sol", "GPT-6 Luna") and single.number == 3
    other = kinds["other provider"]
    assert [one.names for one in other.alike] == [(), ()]
    assert other.alike[0].told.startswith("“DeepSeek V4.1 Flash” is served by fireworks")


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_every_finding_is_there_once_and_the_gravest_first(path: object) -> None:
    """Each under its own severity and rule."""
    analysis = analysis_of(path)  # type: ignore[arg-type]
    kinds = finding_kinds(analysis.workspace, analysis.findings)
    told = [one for kind in kinds for alike in kind.alike for one in alike.findings]
    assert sorted(told) == sorted(analysis.findings)
    gravity = ["error", "warning", "info"]
    assert [gravity.index(kind.severity) for kind in kinds] == sorted(gravity.index(kind.severity) for kind in kinds)
    for kind in kinds:
        for alike in kind.alike:
            said = {(one.severity, one.rule.replace("-", " ")) for one in alike.findings}
            assert said == {(kind.severity, kind.name)}

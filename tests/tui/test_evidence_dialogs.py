"""What the dialog of a golden dataset says over its examples."""

from __future__ import annotations

from shortlist.tui.flows.evaluating.golden_dialog import bars


def test_no_line_end_parts_a_bar_from_its_name() -> None:
    """What a dataset covers goes on in another line, beneath the first, as whole counts."""
    kinds = {"adversarial": 20, "edge_case": 10, "real_task": 20}
    assert bars("60 examples  ", kinds, 74).splitlines() == [
        "60 examples  adversarial ████████ 20   edge case ████ 10",
        "             real task ████████ 20",
    ]
    assert len(bars("60 examples  ", kinds, 116).splitlines()) == 1
    assert bars("60 examples  ", kinds, 10).count("\n") == 2, "one a line at least"

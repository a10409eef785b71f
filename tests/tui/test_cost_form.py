"""The form of the assumptions: every one that a cost rests on is there, can be changed, and is taken back by undo."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Callable, Hashable

import pytest

from shortlist.core.basics.errors import ShortlistError
from shortlist.core.comparison.cost_gaps import cost_gaps
from shortlist.core.document.candidate import Observation
from shortlist.core.document.metrics import BILL_METRICS
from shortlist.core.document.scenario import Usage
from shortlist.core.document.workspace import Workspace, read_workspace
from shortlist.core.edits.places import with_value
from shortlist.core.service.cost_parts import COST_FIGURES
from shortlist.store.workspaces import Store
from shortlist.tui.forms.cost import OWN_SOURCE, Assumptions, assumption_parts, field_of, field_under
from shortlist.tui.forms.item import item_lines
from shortlist.tui.forms.spec import Spec
from shortlist.tui.session.session import Session
from tests.conftest import SCENARIOS, TODAY
from tests.tui.conftest import with_candidates, worked_data


class Table:
    """A desk with a session and no screen."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def edit(self, name: str, change: Callable[[Workspace], Workspace], merge: Hashable = None) -> None:
        """Apply an edit."""
        self.session.edit(name, change, merge)

    def seal(self) -> None:
        """End the visit to a field."""
        self.session.seal()

    def begin_what_if(self) -> None:
        """Try from now on."""
        self.session.begin_trial()

    def hints_changed(self) -> None:
        """Nothing is drawn."""


@pytest.fixture
def desk(store: Store) -> Table:
    """A desk on the contract review, which has priced candidates and a self-hosted one."""
    data = tomllib.loads((SCENARIOS / "contract-review.toml").read_text("utf-8"))
    return Table(Session(store.create(read_workspace(data)), TODAY))


def value_for(spec: Spec) -> object:
    """A value that a field may have and hardly has yet."""
    if spec.kind == "text":
        return "another"
    if spec.unit == "share":
        return 0.37
    return 7 if spec.unit in ("times", "replicas") else 123.5


def test_every_assumption_is_changed_in_place_and_taken_back(desk: Table) -> None:
    """Limits, each step's traffic, prices, machines, and what differs for a candidate: one edit each."""
    for index, candidate in enumerate(desk.session.workspace.candidates):
        item = Assumptions(desk, index)
        fields = [spec for part in item.parts for spec in part.specs]
        names = {str(spec.path[-1]) for spec in fields} | {str(spec.path[3]) for spec in fields if len(spec.path) == 5}
        assert set(Usage.model_fields) <= names
        assert set(BILL_METRICS) <= names or candidate.self_hosted
        assert ("gpu_hour_usd" in names) == candidate.self_hosted
        for spec in fields:
            before = desk.session.workspace
            item.set(spec, value_for(spec))
            desk.seal()
            assert item.value(spec) == value_for(spec), spec.path
            assert desk.session.history.present.name.endswith(spec.label.lower())
            assert desk.session.undo() is not None
            assert desk.session.workspace is before


def test_the_form_shows_what_is_in_force(desk: Table) -> None:
    """A line for every field; a candidate's own figures show the step's beside them."""
    item = Assumptions(desk, 0)
    lines = item_lines(item, {})
    assert len([line for line in lines if not line.heading]) == sum(len(part.specs) for part in item.parts)
    assert any(line.note.startswith("as the step: ") for line in lines)


def test_every_figure_leads_to_a_field_of_the_form() -> None:
    """Of the rows of the table, and of whatever an unknown cost lacks."""
    data = worked_data()
    for row in data["candidates"]:
        row["observations"] = [one for one in row["observations"] if "price" not in one["metric"]]
        row.pop("hosting", None)
    workspace = read_workspace(data)
    from shortlist.core.analysis import analyse

    analysis = analyse(workspace, None, TODAY)
    for index, candidate in enumerate(workspace.candidates):
        paths = {spec.path for part in assumption_parts(workspace, index) for spec in part.specs}
        assert {field_under(workspace, index, row) for row in COST_FIGURES} <= paths
        gaps = cost_gaps(analysis.by_id[candidate.id], "monthly")
        assert gaps
        assert {field_of(workspace, index, gap.figure, gap.step) for gap in gaps} <= paths


def test_an_own_figure_of_the_candidate_is_where_it_counts() -> None:
    """Where a candidate sees a figure otherwise, that one is edited."""
    data = worked_data()
    step = data["scenario"]["steps"][0]["id"]
    data["candidates"][0]["usage"] = {step: {"output_tokens": 9}}
    workspace = read_workspace(data)
    assert field_of(workspace, 0, "output_tokens", step) == ("candidates", 0, "usage", step, "output_tokens")
    assert field_of(workspace, 1, "output_tokens", step) == ("scenario", "steps", 0, "usage", "output_tokens")


def test_a_price_refuses_what_no_price_is(desk: Table) -> None:
    """With the sentence of the field, and nothing is changed."""
    item, before = Assumptions(desk, 0), desk.session.workspace
    spec = next(spec for part in item.parts for spec in part.specs if spec.path[-2:] == ("input_price", 0))
    with pytest.raises(ShortlistError, match="0 or more"):
        item.set(spec, -1.0)
    assert desk.session.workspace is before
    item.set(spec, 3)
    item.set(spec, 4)
    own = [one for one in desk.session.workspace.candidates[0].observations if one.source == OWN_SOURCE]
    assert [one.value for one in own] == [4]


def price(item: Assumptions, metric: str, *end: str) -> Spec:
    """The field of a price, or of its end."""
    wanted = ("prices", metric, 0, *end)
    return next(spec for part in item.parts for spec in part.specs if spec.path[2:] == wanted)


def own(desk: Table) -> Observation:
    """The one price that the team has typed itself."""
    (found,) = [one for one in desk.session.workspace.candidates[0].observations if one.source == OWN_SOURCE]
    return found


def test_an_agreed_price_is_a_contract_with_an_end(desk: Table) -> None:
    """It counts before the published one, at every size; its end is typed beneath it, and past it it is over."""
    item = Assumptions(desk, 0)
    published = item.value(price(item, "input_price"))
    assert published is not None and all("valid_until" not in spec.path for part in item.parts for spec in part.specs)
    item.set(price(item, "input_price"), 1.25)
    assert (own(desk).basis, own(desk).as_of, own(desk).valid_until) == ("contract", TODAY, None)
    until = price(item, "input_price", "valid_until")
    assert until.kind == "date" and item.value(until) is None
    day = dt.timedelta(days=1)
    item.typed(until, (TODAY + day).isoformat())
    assert item.value(until) == TODAY + day == own(desk).valid_until
    assert item.value(price(item, "input_price")) == 1.25
    item.typed(until, (TODAY - day).isoformat())
    assert item.value(price(item, "input_price")) == published
    assert f"Your own price ended on {TODAY - day}." in price(item, "input_price").help
    item.set(price(item, "input_price"), 1.5)
    assert (own(desk).value, own(desk).valid_until) == (1.5, None)
    item.set(price(item, "input_price"), None)
    assert item.value(price(item, "input_price")) == published


def test_a_price_that_was_called_measured_becomes_a_contract(desk: Table) -> None:
    """An own price of a file from before is the same one, and is told as what it is once it is typed anew."""
    old = {
        "metric": "input_price",
        "value": 2.0,
        "source": OWN_SOURCE,
        "as_of": dt.date(2026, 1, 2),
        "basis": "measured",
    }
    count = len(desk.session.workspace.candidates[0].observations)
    desk.edit("old", lambda w: with_value(w, ("candidates", 0, "observations", count), old))
    item = Assumptions(desk, 0)
    item.set(price(item, "input_price"), 2.5)
    assert (own(desk).value, own(desk).basis, own(desk).as_of) == (2.5, "contract", TODAY)


@pytest.mark.parametrize("number", [0, 1, 200])
def test_any_number_of_candidates(store: Store, number: int) -> None:
    """Without one the form holds the scenario's assumptions."""
    desk = Table(Session(store.create(with_candidates(number)), TODAY))
    assert Assumptions(desk, None).parts
    assert len(Assumptions(desk, number - 1 if number else None).parts) >= 2

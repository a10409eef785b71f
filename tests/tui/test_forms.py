"""The scenario's form: every field is there, in the words of the schema, and every value survives editing."""

from __future__ import annotations

from shortlist.core.analysis import Analysis, analyse
from shortlist.core.document.candidate import Candidate, Hosting, Observation
from shortlist.core.document.capabilities import Capabilities
from shortlist.core.document.checklist import Answer
from shortlist.core.document.scenario import EvaluationSetup, Needs, Scenario, Step, Usage, Weights
from shortlist.core.document.terms import meaning
from shortlist.core.edits.places import value_at, with_value
from shortlist.tui.forms.scenario import SCENARIO, form, scenario_lines
from shortlist.tui.forms.spec import editable, parsed, readable_value, specs
from tests.conftest import TODAY
from tests.tui.conftest import worked_data

PARTS = {"weights", "steps", "needs", "usage", "evaluation"}


def fields_of(analysis: Analysis, place: str) -> set[str]:
    """The keys that the form of a place edits."""
    return {str(spec.path[-1]) for section in form(analysis.workspace, place) for spec in section.specs}


def test_every_field_can_be_edited(worked: Analysis) -> None:
    """No field of the scenario, its weights, its steps, their needs, traffic and golden datasets is missing."""
    assert fields_of(worked, SCENARIO) == ({*Scenario.model_fields, *Weights.model_fields, "title"} - PARTS)
    models = (Step, Needs, Usage, EvaluationSetup)
    assert fields_of(worked, "0") == ({name for model in models for name in model.model_fields} - PARTS)


def test_every_field_is_explained(worked: Analysis) -> None:
    """A help sentence for each, a unit for each number that has one, and a label that fits its column."""
    for place in (SCENARIO, "0"):
        for section in form(worked.workspace, place):
            for spec in section.specs:
                assert spec.help and len(spec.label) <= 23
                assert spec.unit or spec.kind != "number" or "weights" in spec.path or spec.path[-1] == "temperature"


def test_words_of_the_file_are_spelled_as_words(worked: Analysis) -> None:
    """No help and no value of a choice has the spelling of the file; an ordinary model is told what to choose."""
    models = (Candidate, Observation, Answer, Scenario, Step, Needs, Capabilities, Hosting)
    found = [spec for model in models for spec in specs(model, ()) if spec.choices]
    assert {"size_class", "basis", "access", "capabilities"} <= {str(spec.path[-1]) for spec in found}
    for spec in found:
        value: object = spec.choices if spec.kind == "list" else spec.choices[-1]
        assert "_" not in readable_value(spec, value)
        assert not any("_" in word and word in spec.help for word in spec.choices), spec.help
    size = next(spec for spec in found if spec.path == ("size_class",))
    assert "small specialised" in size.help and "general (an ordinary model that does not think)" in size.help
    assert "thinking tokens" in meaning("size_class", "reasoning")


def test_access_is_spelled_as_everywhere_else() -> None:
    """The abbreviation in capitals, as in the comparison."""
    spec = next(one for one in specs(Candidate, ("candidates", 0)) if one.path[-1] == "access")
    assert [readable_value(spec, one) for one in ("managed_api", "self_hosted")] == ["managed API", "self-hosted"]


def test_editing_without_changing_changes_nothing(worked: Analysis) -> None:
    """What stands in the editor means the value that the document has, for every field of every step."""
    places = [SCENARIO, *(str(index) for index in range(len(worked_data()["scenario"]["steps"])))]
    for place in places:
        for section in form(worked.workspace, place):
            for spec in section.specs:
                value = value_at(worked.workspace, spec.path)
                if value is None or spec.kind in ("choice", "flag"):
                    continue
                typed = parsed(spec, editable(spec, value))
                assert with_value(worked.workspace, spec.path, typed) == worked.workspace, spec.path


def test_the_weights_show_their_shares(worked: Analysis) -> None:
    """Each weight has its share of the counting ones beside it, as the analysis has it."""
    lines = {line.label: line for line in scenario_lines(form(worked.workspace, SCENARIO), worked, {})}
    for column, share in worked.weight_shares.items():
        note = lines[column.replace("_", " ").capitalize()].note
        assert f"{share * 100:.0f} %" in note if share else note == "counts for nobody"


def test_a_limit_of_time_beside_a_shorter_one_of_the_whole_says_so(worked: Analysis) -> None:
    """Beneath the field: the first token later than the task may take, a step longer than its task."""
    step_id = worked.task.steps[0]
    index = next(at for at, step in enumerate(worked.scenario.steps) if step.id == step_id)
    workspace = with_value(worked.workspace, ("scenario", "max_task_total_s"), 5.0)
    workspace = with_value(workspace, ("scenario", "max_task_ttft_s"), 6.0)
    workspace = with_value(workspace, ("scenario", "steps", index, "needs", "max_total_s"), 9.0)
    analysis = analyse(workspace, None, TODAY)
    lines = [
        *scenario_lines(form(workspace, SCENARIO), analysis, {}),
        *scenario_lines(form(workspace, f"{index}"), analysis, {}),
    ]
    below = {line.label: line.below for line in lines if line.below.startswith("longer than")}
    assert set(below) == {"Task: first token", "Whole answer within"}
    assert all("all steps of a task together have 5 s" in told for told in below.values())

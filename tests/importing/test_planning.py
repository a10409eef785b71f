"""From rows to the one edit: joined by id or alias, likely matches proposed, old figures kept, one change."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest

from shortlist.core.basics.errors import InvalidDocument, ShortlistError
from shortlist.core.document.workspace import Workspace, read_workspace, to_data
from shortlist.core.importing import plan as plan_module
from shortlist.core.importing.applying import import_title, with_import
from shortlist.core.importing.names import Alias, Names
from shortlist.core.importing.plan import ImportLine, ImportPlan, make_plan
from shortlist.core.importing.row_changes import FactChange, FigureChange
from shortlist.core.importing.rows import MEDIAN, Item, ModelRow, ProposedAnswer, Refused, RowFigure
from shortlist.export.import_preview import counted, fact_text, figure_text, line_text, sections, summary
from shortlist.importing import completions, confirmed

DAY, LATER = dt.date(2026, 11, 1), dt.date(2026, 11, 20)


def workspace(*candidates: dict[str, Any]) -> Workspace:
    """A workspace with these candidates."""
    base = {"provider": "openai", "access": "managed_api", "openness": "closed"}
    rows = [{"id": one["model"], "name": one["model"], **base, **one} for one in candidates]
    return read_workspace(
        {"schema": 1, "title": "T", "scenario": {"steps": [{"id": "a", "name": "A"}]}, "candidates": rows}
    )


def figure(metric: str = "input_price", value: float = 1.0, day: dt.date = LATER, **more: Any) -> RowFigure:
    """A figure of a file."""
    return RowFigure(metric, value, "List", day, **more)


def held(metric: str = "input_price", value: float = 1.0, day: dt.date = DAY, **more: Any) -> dict[str, Any]:
    """A figure of a candidate."""
    return {"metric": metric, "value": value, "source": "List", "as_of": day, "basis": "published", **more}


def row(id_: str, *figures: RowFigure, **more: Any) -> ModelRow:
    """A row of a file."""
    return ModelRow(**{"id": id_, "place": "line 2", "name": id_, "model": id_, "figures": figures, **more})


def planned(one: Workspace, *items: Item, aliases: tuple[Alias, ...] = ()) -> ImportPlan:
    """The plan of these rows."""
    return make_plan(one, items, Names(one.candidates, "list", lambda provider, model: None, aliases))


def only(plan: ImportPlan) -> ImportLine:
    """The one line of a plan."""
    (line,) = plan.lines
    return line


def applied(one: Workspace, *lines: ImportLine) -> dict[str, Any]:
    """The first candidate after the edit."""
    found: dict[str, Any] = to_data(with_import(one, lines, {}, LATER))["candidates"][0]
    return found


# --- names


def test_a_row_joins_its_candidate_by_provider_and_id() -> None:
    """The same model elsewhere is another candidate."""
    one = workspace({"model": "m-1"}, {"id": "other", "model": "m-1", "provider": "azure"})
    line = only(planned(one, row("openai/m-1", figure(), model="M-1", provider="openai")))
    assert (line.kind, line.candidate and line.candidate.id) == ("changed", "m-1")


def test_a_figure_is_told_with_its_unit() -> None:
    """A share as a percentage, a tier by what it counts."""
    assert figure_text(FigureChange(figure("batch_discount", 0.5), "add")) == "batch discount 50 %"
    assert figure_text(FigureChange(figure("alternative_hosts", 1.0), "add")) == "alternative hosts 1 host"
    tier = figure("input_price", 4.0, above_tokens=272_000)
    assert figure_text(FigureChange(tier, "add")) == "input price above 272,000 tokens 4.00 $/M"


def test_a_fact_is_told_by_its_label() -> None:
    """As the form has it: no key of the file stands on the screen."""
    assert fact_text(FactChange(("hosting", "gpu_hour_usd"), 2.29, 1.25)) == "one GPU for an hour 2.29 → 1.25"
    assert fact_text(FactChange(("licence",), "", "MIT")) == "licence → MIT"


def test_a_leaderboard_joins_the_model_wherever_it_is_served() -> None:
    """A row without a provider speaks of the model."""
    one = workspace({"model": "m-1"}, {"id": "other", "model": "acme/m-1", "provider": "azure"})
    plan = planned(one, row("m-1", figure("quality.aa_index", 30)))
    assert {line.candidate.id for line in plan.lines if line.candidate} == {"m-1", "other"}


def test_a_setting_stays_apart() -> None:
    """A row at another setting is another candidate; at an unstated one it is asked, and the answer states it."""
    one = workspace({"model": "m-1", "effort": "low"}, {"id": "bare", "model": "m-1"})
    plan = planned(one, row("m-1-max", figure("quality.aa_index", 50), model="m-1", effort="max"))
    match = next(line for line in plan.lines if line.kind == "match")
    assert match.candidate is not None and match.candidate.id == "bare"
    assert match.difference == "setting max in the file, not stated here"
    assert [line.candidate for line in plan.lines if line.kind == "changed"] == []
    after = to_data(with_import(one, [match], {}, LATER))["candidates"][1]
    assert (after["effort"], after["observations"][0]["effort"]) == ("max", "max")


def test_a_row_of_another_provider_is_new_and_says_whose_model_it_is() -> None:
    """Its price is not that of the candidate; which candidate has the model, and where, is told."""
    one = workspace({"model": "openai/gpt-oss-120b", "provider": "fireworks"})
    line = only(planned(one, row("gpt-oss-120b", figure(), provider="openrouter")))
    assert line.kind == "new" and [(c.model, c.provider) for c in line.elsewhere] == [
        ("openai/gpt-oss-120b", "fireworks")
    ]
    other = only(planned(one, row("gpt-oss-20b", figure(), provider="openrouter")))
    assert other.kind == "new" and other.elsewhere == ()


def test_likeness_joins_nothing() -> None:
    """A name that is merely alike is proposed with its difference; the same row may be new instead."""
    one = workspace({"model": "m-6.1-sol"})
    plan = planned(one, row("m-6-1-sol", figure()))
    assert [(line.kind, line.chosen_at_first) for line in plan.lines] == [("match", False), ("new", False)]
    assert plan.lines[0].difference == "“m-6-1-sol” in the file, “m-6.1-sol” here"


@pytest.mark.parametrize("other", ["claude-sonnet-4-5", "claude-haiku-4-6", "gpt-haiku-4-5"])
def test_another_model_is_not_proposed(other: str) -> None:
    """Another name in the family, another version, another family."""
    one = workspace({"model": "claude-haiku-4-5"})
    assert [line.kind for line in planned(one, row(other, figure())).lines] == ["new"]


def test_the_order_of_words_and_a_date_are_proposed() -> None:
    """What people write differently for one model is proposed."""
    one = workspace({"model": "claude-haiku-4-5"})
    plan = planned(one, row("claude-4-5-haiku", figure()), row("claude-haiku-4-5-20251001", figure()))
    assert [line.kind for line in plan.lines] == ["match", "match", "new", "new"]


def test_a_confirmed_alias_joins() -> None:
    """What a person confirmed once is not asked again, in files of that format alone."""
    one = workspace({"model": "m-6.1-sol"})
    alias = Alias("list", "m-6-1-sol", "m-6.1-sol", "", "", DAY)
    assert only(planned(one, row("m-6-1-sol", figure()), aliases=(alias,))).kind == "changed"
    other = alias._replace(format="another")
    assert planned(one, row("m-6-1-sol", figure()), aliases=(other,)).lines[0].kind == "match"


# --- figures


def test_a_newer_value_stands_beside_the_older_one() -> None:
    """So that a record can still tell what was known when it was made."""
    one = workspace({"model": "m", "observations": [held(value=1.0)]})
    line = only(planned(one, row("m", figure(value=0.8), provider="openai")))
    assert (line.figures[0].how, line.figures[0].before and line.figures[0].before.value) == ("follow", 1.0)
    assert [o["value"] for o in applied(one, line)["observations"]] == [1.0, 0.8]


def test_the_same_value_only_becomes_younger() -> None:
    """A person's remark on it stays."""
    one = workspace({"model": "m", "observations": [held(note="read twice")]})
    line = only(planned(one, row("m", figure(), provider="openai")))
    assert applied(one, line)["observations"] == (held(day=LATER, note="read twice"),)


def test_another_value_of_the_same_day_is_a_correction() -> None:
    """It takes the place of the first."""
    one = workspace({"model": "m", "observations": [held(day=LATER)]})
    line = only(planned(one, row("m", figure(value=2), provider="openai")))
    assert [o["value"] for o in applied(one, line)["observations"]] == [2]


def test_what_is_older_or_the_same_changes_nothing() -> None:
    """An older file does not overwrite a younger figure."""
    one = workspace({"model": "m", "observations": [held(value=3.0, day=LATER), held("output_price", 2.0, LATER)]})
    old = row("m", figure(value=9, day=DAY), figure("output_price", 2.0), provider="openai")
    line = only(planned(one, old))
    assert (line.kind, [change.how for change in line.figures]) == ("unchanged", ["older", "same"])


def test_tiers_are_figures_of_their_own() -> None:
    """A price above a size of the context is compared with the one of the same tier."""
    one = workspace({"model": "m", "observations": [held(value=1), held(value=2, above_tokens=200_000)]})
    tiered = row("m", figure(value=1), figure(value=3, above_tokens=200_000), provider="openai")
    line = only(planned(one, tiered))
    assert [(change.how, change.before and change.before.value) for change in line.figures] == [
        ("renew", 1),
        ("follow", 2),
    ]


def test_versions_of_a_source_are_one_source() -> None:
    """A newer release of the same list continues the older one's figures."""
    package = {**held(), "source": "prices 0.2.3"}
    one = workspace({"model": "m", "observations": [package]})
    newer = RowFigure("input_price", 1.0, "prices 0.2.4", LATER)
    assert only(planned(one, row("m", newer, provider="openai"))).figures[0].how == "renew"


def test_single_benchmarks_are_taken_where_they_count() -> None:
    """Of many benchmarks only those that the workspace counts are taken."""
    gpqa = figure("quality.gpqa", 60, minor=True)
    one = workspace({"model": "m"})
    assert only(planned(one, row("m", gpqa))).figures == ()
    counting = workspace({"model": "m", "observations": [held("quality.gpqa", 50)]})
    assert len(only(planned(counting, row("m", gpqa))).figures) == 1


def test_a_closed_model_is_measured_at_its_maker() -> None:
    """A median over hosts is told of an open model, whose hosts differ."""
    speed = figure("output_speed", 90, provider=MEDIAN)
    closed, open_ = workspace({"model": "m"}), workspace({"model": "m", "openness": "open_weight"})
    assert only(planned(closed, row("m", speed))).figures[0].figure.provider == ""
    assert only(planned(open_, row("m", speed))).figures[0].figure.provider == MEDIAN


# --- facts, answers, new candidates


def test_facts_fill_what_is_unknown_and_tell_an_end() -> None:
    """What a person stated stays."""
    one = workspace({"model": "m", "licence": "MIT", "capabilities": {"tool_calling": "no"}})
    facts = {
        "licence": "Apache-2.0",
        "modalities": ["text"],
        "capabilities": {"tool_calling": "yes", "batch": "yes"},
        "ends_on": LATER,
    }
    after = applied(one, only(planned(one, row("m", provider="openai", facts=facts))))
    assert (after["licence"], after["modalities"], after["ends_on"]) == ("MIT", ("text",), LATER)
    assert after["capabilities"] == {"tool_calling": "no", "batch": "yes"}


def test_a_proposed_answer_waits_for_a_person() -> None:
    """It is a line of its own, not chosen at first, and signed with the day; an answer that is there stays."""
    answer = ProposedAnswer("card.licence", "pass", "licence: mit")
    one = workspace({"model": "m"})
    line = only(planned(one, row("m", answers=(answer,))))
    assert not line.chosen_at_first
    told = {"check": "card.licence", "verdict": "pass", "note": "licence: mit", "checked_on": LATER}
    assert applied(one, line)["answers"] == (told,)
    answered = workspace({"model": "m", "answers": [{"check": "card.licence", "verdict": "fail"}]})
    assert planned(answered, row("m", answers=(answer,))).lines == ()


def test_a_new_candidate_says_what_it_lacks() -> None:
    """And is made once a person or the catalogue says it; ids are free."""
    one = workspace({"model": "m"})
    new = row("m-9", figure(), name="M 9")
    line = planned(one, new).lines[0]
    assert (line.kind, line.lacks) == ("new", ("provider", "access", "openness"))
    with pytest.raises(InvalidDocument):
        with_import(one, [line], {}, LATER)
    more = {"provider": "acme", "access": "managed_api", "openness": "closed"}
    other = planned(one, row("other/m-9", figure(), model="m-9")).lines[0]
    made = with_import(one, [line, other], {"m-9": more, "other/m-9": {**more, "provider": "beta"}}, LATER)
    assert [c.id for c in made.candidates] == ["m", "m-9", "m-9-beta"]


def test_refused_rows_are_told_and_counted() -> None:
    """With the place and the reason."""
    plan = planned(workspace(), Refused("line 3", "x", "no number"), row("m", figure()))
    assert (plan.read, plan.refusals, plan.refused[0].place) == (1, 1, "line 3")


def test_offers_of_a_gpu_concern_what_runs_on_it() -> None:
    """An offer is chosen by a person; it changes the price of the GPU and nothing else."""
    one = workspace(
        {"model": "m", "access": "self_hosted", "openness": "open_weight", "hosting": {"gpu": "H100 80GB"}},
    )
    offer = {"gpu": "NVIDIA H100 SXM 80GB", "gpu_hour_usd": 2.4}
    line = only(
        planned(one, row("x-h100", model="", hosting=offer), row("x-l4", model="", hosting={**offer, "gpu": "L4"}))
    )
    assert not line.chosen_at_first
    assert applied(one, line)["hosting"] == {"gpu": "H100 80GB", "gpu_hour_usd": 2.4}


def test_other_hosts_are_counted_from_the_catalogue() -> None:
    """A new candidate of a price list comes with how many others serve the same model, and how it is reached."""
    new = row("openrouter/openai/gpt-oss-120b", figure(), model="openai/gpt-oss-120b", provider="openrouter")
    line = planned(workspace(), new).lines[0]
    known = completions([line], LATER)[new.id]
    assert (known["openness"], known["access"]) == ("open_weight", "hosted_inference")
    (hosts,) = known["observations"]
    assert (hosts["metric"], hosts["source"]) == ("alternative_hosts", "genai-prices 0.2.3")
    assert hosts["value"] == len(hosts["note"].split(": ")[1].split(", ")) >= 4


def test_reading_stops_when_it_is_told_to() -> None:
    """Whoever is told of each record may stop; nothing more is read then."""
    read: list[int] = []

    def rows() -> Iterator[Item]:
        for number in range(1000):
            read.append(number)
            yield row(f"m-{number}", figure())

    def tick(number: int) -> None:
        if number == 10:
            raise ShortlistError("stopped")

    one = workspace()
    with pytest.raises(ShortlistError, match="stopped"):
        make_plan(one, rows(), Names(one.candidates, "list", lambda provider, model: None), tick=tick)
    assert len(read) == 10


def test_what_is_kept_is_bounded_and_a_candidate_is_found_at_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows beyond the limit are counted; one that joins is taken wherever it stands."""
    monkeypatch.setattr(plan_module, "MOST_LINES", 5)
    one = workspace({"model": "mine"})
    rows = [*(row(f"x{number}", figure()) for number in range(50)), row("mine", figure())]
    plan = planned(one, *rows)
    assert (len(plan.lines), plan.not_kept, plan.count("changed"), plan.read) == (6, 45, 1, 51)


@pytest.mark.parametrize(
    ("provider", "model", "known"),
    [
        ("openai", "gpt-5.4-mini", {"openness": "closed", "access": "managed_api"}),
        ("openai", "GPT-5.4 mini", {"openness": "closed", "access": "managed_api", "model": "gpt-5.4-mini"}),
        ("OpenAI", "gpt-5.4-mini", {"openness": "closed", "access": "managed_api", "provider": "openai"}),
        ("Microsoft Azure", "o1", {"openness": "closed", "access": "managed_api", "provider": "azure"}),
        ("openai", "GPT-9 unheard", {}),
        ("google", "Gemini 1.5 Pro", {}),
    ],
)
def test_the_catalogue_knows_a_row_by_provider_and_name(provider: str, model: str, known: dict[str, str]) -> None:
    """Its id stands for a name in which there is a space; a name that two offerings have says nothing."""
    new = row(model, figure(), provider=provider)
    (line,) = planned(workspace(), new).lines
    found = completions([line], LATER)[new.id]
    asked = ("openness", "provider", "model") if not known else ("openness", "access", "provider", "model")
    assert {key: found[key] for key in asked if key in found} == known


def test_a_name_that_the_catalogue_resolved_joins_the_next_time() -> None:
    """The new candidate has the catalogue's id, and the file's name for it is remembered."""
    new = row("openai/GPT-5.4 mini", figure(), model="GPT-5.4 mini", provider="OpenAI")
    before = workspace()
    lines = planned(before, new).lines
    known = completions(lines, LATER)
    after = with_import(before, lines, known, LATER)
    (made,) = after.candidates
    assert (made.model, made.provider) == ("gpt-5.4-mini", "openai")
    names = Names(after.candidates, "list", lambda provider, model: None)
    aliases = tuple(confirmed(lines, known, names, LATER))
    (line,) = planned(after, new, aliases=aliases).lines
    assert (line.kind, line.candidate) == ("unchanged", made)


def test_a_provider_is_joined_in_any_letter_case() -> None:
    """`OpenAI` of a table is `openai` here."""
    one = workspace({"model": "m-1"})
    line = only(planned(one, row("OpenAI/m-1", figure(), model="m-1", provider="OpenAI")))
    assert line.candidate is one.candidates[0]


def test_every_row_is_counted_once_and_the_counts_add_up() -> None:
    """One that may be a candidate or new is told once, and stands once more in a part of its own."""
    one = workspace({"model": "m-1", "observations": [held()]}, {"model": "zeta-9"})
    rows = (
        row("m-1", figure(value=2)),
        row("zeta-9-instruct", figure()),
        row("other-4", figure()),
        row("", figure(), name="Gpu", model="", hosting={"gpu": "L4"}),
        Refused("line 9", "bare", "it holds no figure"),
    )
    plan = planned(one, *rows)
    assert summary(plan) == (
        "5 rows: 1 changes a candidate, 1 may be one of yours, 1 is new, 1 concerns none of your candidates, "
        "1 is refused."
    )
    parts = {section: [line.row.id for line in lines] for section, lines in sections(plan, plan.lines).items()}
    assert parts == {
        "changed": ["m-1"],
        "match": ["zeta-9-instruct"],
        "instead": ["zeta-9-instruct"],
        "new": ["other-4"],
    }
    assert counted([*plan.lines, *plan.lines]) == "3 rows, 8 lines"
    # A row that nothing can be done with is refused, and no longer among those read.
    nameless = planned(workspace({"model": "m"}), row("x", figure(), model=""))
    assert (nameless.read, nameless.refusals) == (0, 1)
    assert summary(nameless) == "1 row: 1 is refused."


def test_an_edit_says_what_it_brings() -> None:
    """In a sentence that undo and the message show."""
    lines = planned(workspace({"model": "mine"}), row("a", figure()), row("b", figure()), row("mine", figure())).lines
    assert import_title(lines, "Your table") == "import of your table: 2 new candidates, 1 candidate changed"
    assert import_title(lines[:1], "LiteLLM price map") == "import of LiteLLM price map: 1 candidate changed"


def test_what_decides_stands_first() -> None:
    """Quality, prices, speed; limits last: at 80 columns the end of a line is cut."""
    figures = [figure(name, 2) for name in ("context_window", "output_speed", "input_price", "quality.aa_index")]
    line = planned(workspace(), row("a", *figures, provider="p", facts={"access": "x", "openness": "y"})).lines[0]
    assert (
        line_text(line)
        == "AA Intelligence Index 2; input price 2.00 $/M; output speed 2 tokens/s; context window 2 tokens"
    )


@pytest.mark.parametrize(
    "metric", ["audio_input_price", "character_price", "page_price", "search_price", "output_image_price"]
)
def test_a_price_of_another_unit_that_is_imported_twice_changes_nothing(metric: str) -> None:
    """The second plan of one file has no change, and a tier stands beside its base."""
    one, item = workspace({"model": "m"}), row("m", figure(metric, 0.006), figure(metric, 0.004, above_tokens=1000))
    after = with_import(one, [only(planned(one, item))], {}, LATER)
    assert [seen.value for seen in after.candidates[0].observations] == [0.006, 0.004]
    again = only(planned(after, item))
    assert again.kind == "unchanged"
    assert with_import(after, [again], {}, LATER) == after

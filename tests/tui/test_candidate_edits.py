"""Editing candidates by keys: from the catalogue, by hand, in a line, from a table; choices, copies and removal."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from textual import events
from textual.pilot import Pilot
from textual.widgets import Input

from shortlist.core.document.candidate import Candidate, Endpoint, Hosting, Observation
from shortlist.core.document.capabilities import Capabilities
from shortlist.core.document.evaluation import Evaluation
from shortlist.core.document.scenario import UsageFigures
from shortlist.core.document.workspace import Workspace, read_workspace
from shortlist.tui.forms.candidate import candidate_parts, figure_parts, named_parts, run_parts
from shortlist.tui.forms.form_dialog import FormDialog
from shortlist.tui.forms.item import FormPart, Item
from shortlist.tui.forms.spec import NotADate, Spec, editable, parsed, readable_value
from shortlist.tui.screens.candidates.body import CandidatesBody
from shortlist.tui.screens.candidates.candidate_dialog import CandidateDialog
from shortlist.tui.screens.candidates.catalogue_dialog import CatalogueDialog, Offerings
from shortlist.tui.screens.candidates.figures_dialog import QuickDialog, QuickLine, TableDialog
from shortlist.tui.widgets.grid import Grid
from shortlist.tui.widgets.pane import Pane
from shortlist.tui.widgets.sheet import Sheet
from tests.conftest import TODAY
from tests.tui.conftest import Open, screen_text, until, worked_data, workspace_screen

KEYS = {" ": "space", ".": "full_stop", "-": "minus", "/": "slash", ":": "colon", "$": "dollar_sign"}


async def type_in(pilot: Pilot[None], text: str) -> None:
    """Press the key of every character."""
    await pilot.press(*(KEYS.get(letter, letter) for letter in text))


def now(pilot: Pilot[None]) -> Workspace:
    """The workspace as it is."""
    return workspace_screen(pilot).session.workspace


def cursor(pilot: Pilot[None]) -> str | None:
    """The candidate under the cursor."""
    return workspace_screen(pilot).query_one("CandidatesBody Grid", Grid).row_key


async def add_from_catalogue(pilot: Pilot[None], query: str) -> None:
    """Search, take the first that is found, leave the form of what the catalogue does not know."""
    await pilot.press("a")
    await until(
        pilot, lambda: bool(pilot.app.screen.query(Offerings)) and pilot.app.screen.query_one(Offerings).count()
    )
    pilot.app.screen.query_one(Input).value = query[:-1]
    await pilot.press(KEYS.get(query[-1], query[-1]), "enter")
    await until(pilot, lambda: isinstance(pilot.app.screen, FormDialog) and isinstance(pilot.app.focused, Sheet))


@pytest.mark.walk
@pytest.mark.parametrize("size", [(80, 24), pytest.param((120, 40), marks=pytest.mark.long)])
async def test_from_a_new_workspace_to_a_decision(application: Open, size: tuple[int, int]) -> None:
    """Three candidates, figures with sources, checks, a default and a fallback: by keys alone, and all of it undone."""
    async with application("support-assistant", size=size) as pilot:
        await pilot.press("2")
        start = now(pilot)
        assert not start.candidates
        for query in ("openai gpt-5 mini", "claude haiku 4.5", "fireworks gpt-oss-120b"):
            await add_from_catalogue(pilot, query)
            await pilot.press("enter", "g", "enter", "escape")
            assert now(pilot).candidates[-1].size_class == "fast" and cursor(pilot) == now(pilot).candidates[-1].id
        ids = [one.id for one in now(pilot).candidates]
        assert len(set(ids)) == 3
        await pilot.press("g", "plus")
        first = cursor(pilot)
        await pilot.press("tab")
        await type_in(pilot, "AA")
        await pilot.press("shift+tab")
        await type_in(pilot, "quality 38 ttft 0.8")
        assert "✓ AA Intelligence Index" in screen_text(pilot)
        await pilot.press("enter", "pagedown")
        for figures in ("quality 40.5", "q 31 speed 200"):
            await type_in(pilot, figures)
            await pilot.press("enter")
            text = screen_text(pilot)
            assert "AA Intelligence Index" in text and "Enter: AA" in text
            await pilot.press("enter", "pagedown")
        await pilot.press("escape", "escape")
        recorded = [one.observations[-1] for one in now(pilot).candidates]
        assert {one.source for one in recorded} == {"AA"} and {one.basis for one in recorded} == {"published"}
        assert cursor(pilot) == first
        catalogued = [figure for one in now(pilot).candidates for figure in one.observations[:-1]]
        assert len(catalogued) > 9 and all(figure.source and figure.as_of for figure in catalogued)
        await pilot.press("3", "full_stop", "y", "full_stop", "n", "full_stop", "minus")
        answers = [answer for one in now(pilot).candidates for answer in one.answers]
        assert sorted(answer.verdict for answer in answers) == ["fail", "not_applicable", "pass"]
        assert {answer.checked_on for answer in answers} == {TODAY}
        await pilot.press("2", "g", "d", "j", "f")
        decision = now(pilot).decision
        assert {decision.default, decision.fallback} < set(ids) and decision.default != decision.fallback
        steps = workspace_screen(pilot).session.analysis.walkthrough
        assert not steps[2].missing and all("must be known" in one for one in steps[6].missing)
        for _ in range(11):
            await pilot.press("ctrl+z")
        assert now(pilot) == start


async def test_the_catalogue_answers_as_you_type(application: Open) -> None:
    """Words narrow, arrows move without leaving the line, what is not there is added by hand."""
    async with application(size=(80, 24)) as pilot:
        before = now(pilot)
        await pilot.press("2", "a")
        dialog = pilot.app.screen
        assert isinstance(dialog, CatalogueDialog)
        found = dialog.query_one(Offerings)
        await until(pilot, lambda: "of 2,330" in screen_text(pilot) and found.count() > 100)
        await type_in(pilot, "haiku")
        assert 0 < found.count() < 200 and "haiku" in screen_text(pilot).casefold()
        await pilot.press("down", "down", "pagedown", "up")
        assert found.cursor > 2
        await type_in(pilot, "zzz")
        assert found.count() == 0 and "Nothing is found" in screen_text(pilot)
        await pilot.press("enter", "ctrl+n")
        assert "Add a candidate by hand" in screen_text(pilot)
        await pilot.press("escape")
        assert now(pilot) is before


async def test_a_candidate_by_hand_is_added_once_it_is_whole(application: Open) -> None:
    """What is needed is told; until then nothing stands in the workspace, and then it is one edit."""
    async with application() as pilot:
        before = now(pilot)
        await pilot.press("2", "A", "enter")
        await type_in(pilot, "My 7b")
        await pilot.press("tab")
        await type_in(pilot, "own")
        await pilot.press("escape")
        assert "still needed: access, openness" in screen_text(pilot) and now(pilot) is before
        await pilot.press("escape", "A", "j")
        assert "My 7b" in screen_text(pilot)
        await pilot.press("j", "enter", "G", "enter", "j", "enter", "G", "enter")
        made = now(pilot).candidates[-1]
        assert (made.id, made.name, made.provider, made.access) == ("my-7b", "My 7b", "own", "self_hosted")
        await pilot.press("j", "enter", *"m7b", "escape", "escape")
        assert now(pilot).candidates[-1].model == "m7b" and cursor(pilot) == "my-7b"
        await pilot.press("ctrl+z")
        assert now(pilot) == before


async def test_choices_are_made_and_taken_back(application: Open) -> None:
    """For the decision and for one step; the same key again clears."""
    async with application() as pilot:
        await pilot.press("2", "G")
        last = cursor(pilot)
        fallback = now(pilot).decision.fallback
        assert last not in (now(pilot).decision.default, fallback)
        await pilot.press("d", "f")
        assert (now(pilot).decision.default, now(pilot).decision.fallback) == (last, fallback)
        said = " ".join(str(n.message) for n in pilot.app._notifications)
        assert "is the default, and nobody stands in for itself; choose another default first." in said
        await pilot.press("d")
        assert now(pilot).decision.default is None
        step = now(pilot).scenario.steps[0].id
        for key, place in (("D", "default"), ("F", "fallback")):
            await pilot.press(key, "g", "enter")
            row = next(row for row in now(pilot).decision.steps if row.step == step)
            assert getattr(row, place) == last
            await pilot.press(key, "g", "enter")
        assert all(row.step != step for row in now(pilot).decision.steps)


async def test_copies_and_removal_are_undone(application: Open) -> None:
    """A removed candidate takes its place in the decision along, and says so."""
    async with application() as pilot:
        before = now(pilot)
        await pilot.press("2", "g", "u")
        assert len(now(pilot).candidates) == len(before.candidates) + 1 and cursor(pilot).endswith("-2")
        await pilot.press("ctrl+z")
        grid = workspace_screen(pilot).query_one("CandidatesBody Grid", Grid)
        grid.place_cursor([row.key for row in grid.table.rows].index(before.decision.default))
        await pilot.press("delete")
        assert now(pilot).candidate(before.decision.default) is None and now(pilot).decision.default is None
        assert "its place as default" in " ".join(str(n.message) for n in pilot.app._notifications)
        await pilot.press("ctrl+z")
        assert now(pilot) == before


async def test_a_candidate_is_edited_field_by_field(application: Open) -> None:
    """Enter opens the form; a figure of it has a form of its own; bad input stays beside with its reason."""
    async with application() as pilot:
        await pilot.press("2", "g", "enter")
        assert isinstance(pilot.app.screen, CandidateDialog)
        one = now(pilot).candidate(cursor(pilot))
        place = now(pilot).candidates.index(one)
        await pilot.press("enter", "X", "escape")
        assert now(pilot).candidates[place].name == f"{one.name}X"
        sheet = pilot.app.screen.query_one(Sheet)
        sheet.show(sheet.lines, "figure 0")
        await pilot.press("enter", "j", "enter", *"3k", "x")
        assert "write a number such as" in screen_text(pilot)
        assert now(pilot).candidates[place].observations[0] == one.observations[0]
        await pilot.press("backspace", "escape", "escape", "delete")
        assert now(pilot).candidates[place].observations == one.observations[1:]
        sheet.show(sheet.lines, "figure new")
        await pilot.press("enter", "enter", *"ttft", "down", *"1", "down", *"me", "escape")
        await pilot.press("j", "j", "j", "enter", "g", "j", "enter", "escape")
        made = now(pilot).candidates[place].observations[-1]
        assert (made.metric, made.value, made.source, made.basis) == ("ttft", 1, "me", "measured")
        await pilot.press("enter")
        assert "still needed: metric, value" in screen_text(pilot) and "measured" in screen_text(pilot)
        await pilot.press("escape")
        for _ in range(4):
            await pilot.press("ctrl+z")
        assert now(pilot).candidates[place] == one


async def test_a_rating_and_an_evaluation_by_hand(application: Open) -> None:
    """A rating asks for level and reason; an evaluation is there with its two counts, once they agree."""
    async with application() as pilot:
        await pilot.press("2", "g")
        grid = workspace_screen(pilot).query_one("CandidatesBody Grid", Grid)
        for _ in grid.table.columns:
            if grid.column_key != "task_fit":
                await pilot.press("right")
        await pilot.press("r", "enter")
        await type_in(pilot, "seen")
        await pilot.press("enter")
        one = now(pilot).candidate(cursor(pilot))
        assert (one.overrides[-1].column, one.overrides[-1].level, one.overrides[-1].reason) == (
            "task_fit",
            "good",
            "seen",
        )
        await pilot.press("r", "G", "enter")
        assert not now(pilot).candidate(cursor(pilot)).overrides
        runs = len(now(pilot).evaluations)
        await pilot.press("R", "enter", *"60", "tab", *"99")
        assert "make 99, more than 60 examples" in screen_text(pilot) and len(now(pilot).evaluations) == runs
        await pilot.press("backspace", "backspace", *"50", "escape", "escape")
        assert len(now(pilot).evaluations) == runs + 1
        run = now(pilot).evaluations[-1]
        assert (run.candidate, run.examples, run.successes) == (cursor(pilot), 60, 50)


async def test_figures_are_typed_and_pasted(application: Open) -> None:
    """What is not understood holds the line back; a pasted table shows what it adds and what it refuses."""
    async with application() as pilot:
        await pilot.press("2", "g", "plus")
        assert isinstance(pilot.app.screen, QuickDialog)
        before = now(pilot)
        await pilot.press("tab", *"me", "shift+tab")
        await type_in(pilot, "speed 99 frob 1")
        await pilot.press("enter")
        assert "✖ frob" in screen_text(pilot) and now(pilot) is before
        line = pilot.app.screen.query_one(QuickLine)
        name = before.candidates[0].name
        line.post_message(events.Paste(f"Model\tspeed\tcolour\n{name}\t321\tred\nNobody\t1\t2\n"))
        await until(pilot, lambda: isinstance(pilot.app.screen, TableDialog))
        await until(pilot, lambda: "321" in screen_text(pilot))
        text = screen_text(pilot)
        assert "✖ column 'colour'" in text and "✖ row 3, 'Nobody'" in text
        await pilot.press("ctrl+s")
        added = now(pilot).candidates[0].observations[-1]
        assert (added.metric, added.value) == ("output_speed", 321)
        await pilot.press("ctrl+z", "t")
        assert now(pilot) == before and isinstance(pilot.app.screen, TableDialog)


def told(pilot: Pilot[None]) -> str:
    """What the pane of a dialog says."""
    return " ".join(cell.text for cell in pilot.app.screen.query_one(Pane).paragraphs)


async def test_an_address_is_for_one_candidate_until_somebody_says_otherwise(application: Open) -> None:
    """It is selected and replaced, shown with the figure, one at a time, and asked about for the next candidate."""
    async with application() as pilot:
        await pilot.press("2", "g")
        ids = [one.id for one in now(pilot).candidates]
        order = [result.id for result in workspace_screen(pilot).session.analysis.ranking]
        at, after = (ids.index(order[place]) for place in (0, 1))
        first, second = now(pilot).candidates[at].name, now(pilot).candidates[after].name
        await pilot.press("plus")
        await type_in(pilot, "speed 99")
        await pilot.press("tab", *"me", "tab")
        await type_in(pilot, "http://a/1")
        await pilot.press("shift+tab", "tab")
        await type_in(pilot, "http://b/2")
        text = screen_text(pilot)
        assert text.count("http://b/2") == 2 and "http://a/1" not in text
        await pilot.press("pagedown", "shift+tab", "shift+tab")
        await type_in(pilot, "speed 97")
        assert f"the address stood there for {first}: does it hold for {second} too" in told(pilot)
        await pilot.press("ctrl+u", "pageup", "enter")
        assert now(pilot).candidates[at].observations[-1].url == "http://b/2"
        await pilot.press("escape", "down", "plus")
        await type_in(pilot, "speed 98")
        assert f"the address stood there for {first}" in told(pilot), "also when it is opened anew"
        await pilot.press("tab", "tab", "end")
        await type_in(pilot, "http://c")
        await pilot.press("enter")
        assert "two addresses stand here" in screen_text(pilot)
        assert "speed 98" in screen_text(pilot), "nothing was added"


async def test_the_line_of_figures_says_which_field_is_next(application: Open) -> None:
    """Also where the source is asked for and has the focus already."""
    async with application() as pilot:
        await pilot.press("2", "plus")
        await type_in(pilot, "speed 99")
        assert "Tab to the source" in screen_text(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: "Tab to the address" in screen_text(pilot))
        assert "name the source" in told(pilot) and "Tab to the source" not in screen_text(pilot)
        await pilot.press(*["tab"] * 5)
        await until(pilot, lambda: "Tab to the figures" in screen_text(pilot))


@pytest.mark.parametrize(
    ("url", "fine"),
    [
        ("https://api-docs.deepseek.com/quick_start", True),
        ("artificialanalysis.ai/models?x=1", True),
        ("DeepSeek docs", False),
        ("docs", False),
        ("not a url", False),
    ],
)
async def test_an_address_that_opens_nowhere_is_told(application: Open, url: str, fine: bool) -> None:
    """It is taken all the same: it may be a page of a contract."""
    async with application() as pilot:
        await pilot.press("2", "plus")
        await type_in(pilot, "speed 99")
        await pilot.press("tab", *"me", "tab")
        await type_in(pilot, url)
        assert ("is none that opens" in told(pilot)) != fine
        await pilot.press("enter")
        assert any(seen.url == url for one in now(pilot).candidates for seen in one.observations)


async def test_a_source_is_that_of_its_candidate(application: Open) -> None:
    """The next one begins without, also in a dialog opened anew; the one before is offered, and Enter takes it over."""
    async with application() as pilot:
        await pilot.press("2", "g", "plus")
        ids = [one.id for one in now(pilot).candidates]
        order = [ids.index(one.id) for one in workspace_screen(pilot).session.analysis.ranking]
        start = now(pilot)
        source = pilot.app.screen.query_one("#source", Input)
        await type_in(pilot, "speed 99")
        await pilot.press("tab", *"me", "pagedown")
        assert source.value == "" and source.placeholder == "Enter: me"
        await pilot.press("shift+tab")
        await type_in(pilot, "speed 97")
        await pilot.press("enter")
        assert now(pilot) is start and source.has_focus and "name the source" in told(pilot)
        await pilot.press("pageup")
        assert source.value == "me" and pilot.app.screen.query_one(QuickLine).value == "speed 99"
        await pilot.press("pagedown", "enter")
        added = now(pilot).candidates[order[1]].observations[-1]
        assert (added.value, added.source) == (97, "me")
        await pilot.press("escape", "down", "down", "plus")
        await type_in(pilot, "speed 95")
        source = pilot.app.screen.query_one("#source", Input)
        assert source.value == "" and source.placeholder == "Enter: me"
        await pilot.press("tab", *"you", "enter")
        assert now(pilot).candidates[order[2]].observations[-1].source == "you"
        assert len(now(pilot).candidates[order[0]].observations) == len(start.candidates[order[0]].observations)


async def test_without_candidates_the_keys_say_what_to_do(application: Open) -> None:
    """None of them fails on an empty table."""
    async with application("support-assistant") as pilot:
        await pilot.press("2", *"dfDFurxt", "plus", "delete", "enter", "e")
        assert "a adds one" in " ".join(str(n.message) for n in pilot.app._notifications)


def fields(parts: tuple[FormPart, ...]) -> list[Spec]:
    """All fields of a form."""
    return [spec for part in parts for spec in part.specs]


def test_every_field_is_in_a_form(worked: object) -> None:
    """Of a candidate, its figures, hosting and overrides, and of an evaluation; each with a help and a short label."""
    workspace: Workspace = worked.workspace  # type: ignore[attr-defined]
    hosted = next(i for i, one in enumerate(workspace.candidates) if one.self_hosted)
    models = (Candidate, Capabilities, Hosting, Endpoint, UsageFigures)
    own = {name for model in models for name in model.model_fields}
    own -= {"capabilities", "usage", "observations", "answers", "overrides", "hosting", "endpoint"}
    assert {str(s.path[-1]) for s in fields(candidate_parts(hosted)(workspace))} == own
    assert {str(s.path[-1]) for s in fields(figure_parts(0, 0)(workspace))} == set(Observation.model_fields)
    assert {str(s.path[-1]) for s in fields(run_parts(0)(workspace))} == set(Evaluation.model_fields) - {
        "metrics",
        "slices",
    }
    for parts in (candidate_parts(hosted), figure_parts(0, 0), run_parts(0), named_parts(9)):
        for spec in fields(parts(workspace)):
            assert spec.help and len(spec.label) <= 23, spec


def test_dates_and_empty_lists_are_typed(worked: object) -> None:
    """A date is a date or refused; an empty list is not the same as an unknown one."""
    workspace: Workspace = worked.workspace  # type: ignore[attr-defined]
    by_key = {spec.path[-1]: spec for spec in fields(candidate_parts(0)(workspace))}
    assert parsed(by_key["ends_on"], "2027-06-30") == dt.date(2027, 6, 30)
    with pytest.raises(NotADate):
        parsed(by_key["ends_on"], "30.6.2027")
    modalities = by_key["modalities"]
    assert parsed(modalities, "none") == [] and parsed(modalities, "") is None
    assert editable(modalities, ()) == readable_value(modalities, ()) == "none"


class FakeDesk:
    """A desk that forgets."""

    def __init__(self, session: object) -> None:
        self.session = session


@pytest.mark.parametrize("index", range(len(worked_data()["candidates"])))
def test_editing_without_changing_changes_nothing(worked: object, index: int) -> None:
    """What stands in the editor means the value that the document has."""
    workspace: Workspace = worked.workspace  # type: ignore[attr-defined]

    class Session:
        pass

    session = Session()
    session.workspace = workspace  # type: ignore[attr-defined]
    item = Item(FakeDesk(session), ("candidates", index), "", candidate_parts(index))  # type: ignore[arg-type]
    for spec in fields(item.parts):
        value = item.value(spec)
        if value is not None and spec.kind not in ("choice", "flag"):
            again = parsed(spec, editable(spec, value))
            assert (tuple(again) if isinstance(again, list) else again) == value


def test_the_body_keeps_its_keys_apart() -> None:
    """No key of the screen means two things, and each has an id and a name."""
    seen: dict[str, str] = {}
    for kind in CandidatesBody.__mro__:
        for binding in kind.__dict__.get("BINDINGS", ()):
            if kind.__module__.startswith("shortlist"):
                assert binding.id and binding.description
                for key in binding.key.split(","):
                    assert seen.setdefault(key, binding.id) == binding.id, key


async def test_what_is_rated_stands_beside_its_column_and_a_long_name_leaves_room_for_it(application: Open) -> None:
    """The levels in a column of their own; of a name of 200 characters the beginning is said."""
    data = worked_data()
    for number, one in enumerate(data["candidates"]):
        one["name"] = f"{number} " + "x" * 198
    async with application(read_workspace(data), size=(120, 40)) as pilot:
        await pilot.press("2", "r")
        await until(pilot, lambda: "rate which column?" in screen_text(pilot))
        assert pilot.app.screen.query_one("#heading").size.height == 1
        found = [re.search(rf"{name} +(?=[a-z?])", screen_text(pilot)) for name in ("Task fit", "Migration difficulty")]
        assert {len(one.group()) for one in found if one} == {len("Migration difficulty  ")} and all(found)
        await pilot.press("escape", "3", "e")
        await until(pilot, lambda: "the figures say" in screen_text(pilot))


def test_the_figures_of_a_candidate_stand_in_columns() -> None:
    """Decimal points, days, bases and sources beneath each other, whatever the figures are."""
    workspace = read_workspace(worked_data())
    leads = next(part for part in candidate_parts(0)(workspace) if part.title.startswith("Figures")).leads[:-1]
    days = [re.search(r"  \d{4}-\d\d-\d\d  ", lead.value) for lead in leads]
    assert len(leads) > 4 and len({day.start() for day in days if day is not None}) == 1 and all(days)
    whole = [re.match(r" *[0-9,]+", lead.value) for lead in leads]
    assert len({one.end() for one in whole if one is not None}) == 1 and all(whole)

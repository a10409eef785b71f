"""One expression over request logs, by Ibis: on DuckDB over files, or on the engine where the team's logs lie."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from shortlist.core.basics.errors import ShortlistError
from shortlist.core.basics.words import agreeing, count, listed
from shortlist.core.measuring.logs import Group, LogColumn, MeasuredLog, columns_of, span_days
from shortlist.sanitising import shown

NO_IBIS = 'reading logs needs Ibis with DuckDB: pip install "shortlist[logs]"'
SHARES = (0.5, 0.95, 0.99)
SAMPLED = frozenset({"clickhouse"})
"""Engines whose plain quantile is that of a sample."""
MOST_GROUPS, MOST_TOLD = 1_000, 10
LARGEST = 1e9
"""No request has as many tokens, takes as many seconds or costs as many dollars."""
OLDEST, NEWEST = "2000-01-01", "2200-01-01"
"""Between them lies every request to a model."""
MOST_DAYS = 400
"""A longer span is rather a date that was written wrongly."""
FIGURES = (
    "input_tokens",
    "cached_tokens",
    "stored_tokens",
    "output_tokens",
    "reasoning_tokens",
    "latency",
    "ttft",
    "retries",
    "cost",
)
MOMENTS = ("at", "end", "first")
FAILED_WORDS = ("failure", "failed", "error", "timeout", "false", "fail")
ENDINGS = {
    **dict.fromkeys((".csv", ".tsv", ".gz"), "csv"),
    **dict.fromkeys((".jsonl", ".ndjson", ".json"), "json"),
    ".parquet": "parquet",
}


class LogTable(NamedTuple):
    """A table of requests, and the engine it lies on."""

    table: Any
    engine: Any
    fields: Mapping[str, Any]
    """By the name of a column, or of a key inside one, the value."""
    once_more: Callable[[], Any] | None = None
    """The same table with its types judged by all its rows and not by the first ones, which takes longer."""


def open_logs(files: Sequence[str], engine: str | None) -> LogTable:
    """The logs of files, or of a table where an engine's address is given. Raises `ShortlistError`."""
    try:
        import ibis
    except ImportError:
        raise ShortlistError(NO_IBIS) from None
    once_more = None
    try:
        if engine is not None:
            connection = ibis.connect(engine)
            tables = [connection.table(name) for name in files]
            table = tables[0] if len(tables) == 1 else ibis.union(*tables)
        else:
            # What is printed is ours alone: DuckDB would draw a bar into it.
            connection = ibis.duckdb.connect()
            connection.raw_sql("SET enable_progress_bar = false")
            table, once_more = _of_files(connection, files)
    except ShortlistError:
        raise
    except ImportError:
        if engine is None:
            raise ShortlistError(NO_IBIS) from None
        scheme = shown(urlsplit(engine).scheme)
        raise ShortlistError(f'{scheme}: its driver is not installed: pip install "ibis-framework[{scheme}]"') from None
    except Exception as error:
        raise ShortlistError(_told(error, engine)) from None
    return LogTable(table, connection, _fields(table), once_more)


def _told(error: Exception, engine: str | None) -> str:
    """What an engine says, on one line and without the password of its address."""
    where, text = "the logs", " ".join(str(error).split())[:300] or type(error).__name__
    if engine:
        parts = urlsplit(engine)
        where = parts.scheme
        for secret in filter(None, (engine, parts.password, parts.query)):
            text = text.replace(secret, "…")
    return shown(f"{where}: {text}")


def _of_files(connection: Any, files: Sequence[str]) -> tuple[Any, Callable[[], Any] | None]:
    kinds = set()
    for name in files:
        path = Path(name)
        if not path.is_file():
            raise ShortlistError(f"{shown(name)}: is no file")
        kind = ENDINGS.get(path.suffix.casefold())
        if kind is None:
            raise ShortlistError(f"{shown(name)}: expected .csv, .jsonl, .json or .parquet")
        if path.suffix == ".gz" and ".json" in path.suffixes:
            kind = "json"
        kinds.add(kind)
    if len(kinds) > 1:
        raise ShortlistError(f"the files are of several kinds ({', '.join(sorted(kinds))}); measure one kind at a time")
    paths = [str(Path(name).absolute()) for name in files]
    kind = kinds.pop()
    of = paths if len(paths) > 1 else paths[0]
    if kind == "parquet":
        return connection.read_parquet(of), None
    read = {"csv": connection.read_csv, "json": connection.read_json}[kind]
    return read(of), lambda: read(of, sample_size=-1)


def _fields(table: Any) -> dict[str, Any]:
    """The columns, and the keys of those that hold attributes."""
    found: dict[str, Any] = {}
    for name, kind in table.schema().items():
        column = table[name]
        found[name] = column
        if kind.is_struct():
            for inner in kind.names:
                found.setdefault(inner, column[inner])
                found.setdefault(f"{name}.{inner}", column[inner])
    return found


def measure(source: LogTable, said: Mapping[str, str], days: float | None = None) -> MeasuredLog:
    """What the logs say of each model. `said` names columns by meaning. Raises `ShortlistError`."""
    columns = columns_of(source.fields, said)
    if "candidate" not in columns:
        raise ShortlistError("no column names the model; say which with --candidate-column")
    rows, approximate = _rows(source, columns)
    if len(rows) > MOST_GROUPS:
        raise ShortlistError(
            f"the column {columns['candidate'].name} holds more than {MOST_GROUPS:,} values; is it that of the model?"
        )
    groups = tuple(_group(row, approximate) for row in rows)
    notices = []
    told = span_days(groups) if days is None else days
    if told is None:
        notices.append("no column says when a request was made, so nobody knows how many a month has: --days N says it")
    elif told < 1:
        notices.append(f"the logs span {told * 24:.1f} hours: a month made of so little says little")
    elif told > MOST_DAYS and days is None:
        notices.append(f"the logs span {told:,.0f} days: is a date among them wrong?")
    for meaning, column in columns.items():
        unread = sum(row.get(f"unread_{meaning}") or 0 for row in rows)
        if unread:
            what = "moment" if meaning in MOMENTS else "figure"
            counts = agreeing(unread, "counts", "count")
            told_of = f"{count(unread, 'value')} of {shown(column.name)} can be no {what} of a request"
            notices.append(f"{told_of} and {counts} as unknown")
    for name, where in (("cached", "sent"), ("thought", "answered")):
        models = [one.model for one in groups if name in one.added]
        if models:
            told_of = listed(models[:MOST_TOLD])
            notices.append(f"of {told_of} the log counts tokens {name} apart from those {where}: they are added")
    own = sum(one.own_cache or 0 for one in groups)
    if own:
        notices.append(f"{count(own, 'request')} that a cache of one's own answered are no traffic of a model")
    if approximate:
        notices.append("the percentiles are approximate: the engine has no exact ones")
    return MeasuredLog(groups, told, tuple(notices))


def _rows(source: LogTable, columns: Mapping[str, LogColumn]) -> tuple[list[dict[str, Any]], bool]:
    """What `aggregated` comes to. One value of another type, far below, refuses itself and not the file."""
    for last in (source.once_more is None, True):
        expression, approximate = aggregated(source, columns)
        try:
            return expression.to_pyarrow().to_pylist(), approximate
        except Exception as error:
            if last:
                raise ShortlistError(_told(error, None)) from None
        try:
            table = source.once_more() if source.once_more else source.table
        except Exception as error:
            raise ShortlistError(_told(error, None)) from None
        source = source._replace(table=table, fields=_fields(table))
    raise AssertionError


def aggregated(source: LogTable, columns: Mapping[str, LogColumn]) -> tuple[Any, bool]:
    """The one expression, a row a model; and whether its percentiles are approximate."""
    import ibis
    from ibis.expr import operations as ops

    table, fields = source.table, source.fields
    exact = source.engine.has_operation(ops.Quantile)
    no_number = ibis.null("float64")

    def number(meaning: str) -> Any:
        column = columns.get(meaning)
        if column is None:
            return None
        value = fields[column.name]
        # As a decimal of its own digits a whole number would lose what lies between two of them.
        value = value.cast("float64") if value.type().is_numeric() else text(value).try_cast("float64")
        if column.factor != 1:
            value = value * column.factor
        return ibis.ifelse((value >= 0) & (value <= LARGEST), value, no_number)

    def text(value: Any) -> Any:
        told = value.cast("string")
        # A text within JSON stands between quotation marks.
        return told.replace('"', "") if value.type().is_json() else told

    def took(meaning: str, ended: Any) -> Any:
        """Seconds as the log has them, else from the request to that moment; what took no time nobody measured."""
        seconds = number(meaning)
        if seconds is None and began is not None and ended is not None:
            seconds = ended.delta(began, unit="microsecond").cast("float64") / 1e6
        if seconds is None:
            return None
        return ibis.ifelse(seconds > 0, seconds, no_number)

    def moment(meaning: str) -> Any:
        column = columns.get(meaning)
        if column is None:
            return None
        value = fields[column.name]
        kind = value.type()
        if kind.is_timestamp() or kind.is_date():
            found = value.cast("timestamp")
        elif kind.is_numeric():
            found = of_epoch(value.cast("float64"))
        else:
            found = ibis.coalesce(text(value).try_cast("timestamp"), of_epoch(text(value).try_cast("float64")))
        possible = (found >= ibis.timestamp(OLDEST)) & (found < ibis.timestamp(NEWEST))
        return ibis.ifelse(possible, found, ibis.null("timestamp"))

    def of_epoch(value: Any) -> Any:
        # Epochs in nanoseconds, microseconds, milliseconds and seconds lie a thousandfold apart.
        parts = ((1e17, 1e9), (1e14, 1e6), (1e11, 1e3))
        seconds = ibis.cases(*((value > least, value / part) for least, part in parts), else_=value)
        seconds = ibis.ifelse((seconds > 0) & (seconds < 1e10), seconds, no_number)  # until the year 2286
        return (seconds * 1000).cast("int64").as_timestamp("ms")

    def true(meaning: str) -> Any:
        column = columns.get(meaning)
        if column is None:
            return None
        value = fields[column.name]
        if value.type().is_boolean():
            return value.fill_null(False)
        return text(value).lower().isin(["true", "1", "yes", "t"])

    def failed() -> Any:
        if "error" in columns:
            told = text(fields[columns["error"].name]).fill_null("")
            return ~told.isin(["", "null", "None", "{}", "false", "False", "0"])
        if "status" in columns:
            value = fields[columns["status"].name]
            if value.type().is_numeric():
                return (value >= 400).fill_null(True)
            told = text(value).lower().fill_null("")
            return told.isin(FAILED_WORDS) | told.re_search(r"^[45][0-9][0-9]$")
        if "ok" in columns:
            return ~true("ok")
        return None

    def quantile(value: Any, share: float) -> Any:
        if value is None:
            return no_number
        if exact:
            return value.quantile(share, where=timed)
        return value.approx_quantile(share, where=timed)

    failure, own = failed(), true("cached")
    timed = ibis.literal(True)
    if failure is not None:
        timed = ~failure
    if own is not None:
        timed &= ~own
    began = moment("at")
    latency, ttft = took("latency", moment("end")), took("ttft", moment("first"))
    written = number("output_tokens")
    speed = None
    if latency is not None and ttft is not None and written is not None:
        speed = ibis.ifelse((latency > ttft) & (written > 1), (written - 1) / (latency - ttft), no_number)

    def sum_of(value: Any, kind: str) -> Any:
        return ibis.null(kind) if value is None else value.cast(kind).sum()

    def mean(meaning: str) -> Any:
        value = number(meaning)
        return no_number if value is None else value.mean(where=timed)

    def apart(meaning: str, *others: str) -> tuple[Any, Any]:
        """Whether the log counts the others apart, for one of them exceeds it somewhere; and the mean of all then."""
        value = number(meaning)
        more = [found for one in others if (found := number(one)) is not None]
        if value is None or not more:
            return ibis.literal(False), no_number
        whole = value
        for one in more:
            whole += one.fill_null(0.0)
        return (more[0] > value).fill_null(False).any(where=timed), whole.mean(where=timed)

    first = last = ibis.null("timestamp")
    if began is not None:
        first, last = began.min(), began.max()
    told: dict[str, Any] = {
        "requests": table.count(),
        "first": first,
        "last": last,
        "input_tokens": mean("input_tokens"),
        "cached_tokens": mean("cached_tokens"),
        "output_tokens": mean("output_tokens"),
        "reasoning_tokens": mean("reasoning_tokens"),
        "failed": sum_of(failure, "int64"),
        "retries": mean("retries"),
        **dict(zip(("cached_apart", "sent"), apart("input_tokens", "cached_tokens", "stored_tokens"), strict=True)),
        **dict(zip(("thought_apart", "answered"), apart("output_tokens", "reasoning_tokens"), strict=True)),
        "own_cache": sum_of(own, "int64"),
        "speed": quantile(speed, 0.5),
        "cost_usd": sum_of(number("cost"), "float64"),
    }
    together = exact and source.engine.has_operation(ops.MultiQuantile) and source.engine.has_operation(ops.ArrayIndex)
    for name, value in (("latency", latency), ("ttft", ttft)):
        if together and value is not None:
            # Sorted once, whatever the number of shares.
            told[f"{name}s"] = value.quantile(list(SHARES), where=timed)
        else:
            told |= {f"{name}_{round(share * 100)}": quantile(value, share) for share in SHARES}
    for meaning, column in columns.items():
        if meaning in FIGURES or meaning in MOMENTS:
            found = number(meaning) if meaning in FIGURES else moment(meaning)
            value = fields[column.name]
            written_there = value.notnull()
            if value.type().is_string() or value.type().is_json():  # of what has a type no value is an empty text
                written_there = text(value).fill_null("") != ""
            told[f"unread_{meaning}"] = (written_there & found.isnull()).cast("int64").sum()
    model = text(fields[columns["candidate"].name]).fill_null("")
    expression = table.group_by(model=model).aggregate(**told)
    expression = expression.order_by(expression.requests.desc()).limit(MOST_GROUPS + 1)
    return expression, not exact or source.engine.name in SAMPLED


def _group(row: Mapping[str, Any], approximate: bool) -> Group:
    def times(name: str) -> tuple[float | None, float | None, float | None]:
        values = row.get(f"{name}s") or [row.get(f"{name}_{round(share * 100)}") for share in SHARES]
        first, second, third = (None if one is None or math.isnan(one) else float(one) for one in values)
        return first, second, third

    def whole(name: str) -> int | None:
        return None if row[name] is None else int(row[name])

    def moment(name: str) -> dt.datetime | None:
        found: dt.datetime | None = row[name]
        if found is not None and found.tzinfo is None:
            return found.replace(tzinfo=dt.UTC)
        return found

    cached, thought = (bool(row[name]) for name in ("cached_apart", "thought_apart"))
    return Group(
        model=row["model"],
        requests=int(row["requests"]),
        first=moment("first"),
        last=moment("last"),
        input_tokens=row["sent" if cached else "input_tokens"],
        cached_tokens=row["cached_tokens"],
        output_tokens=row["answered" if thought else "output_tokens"],
        reasoning_tokens=row["reasoning_tokens"],
        failed=whole("failed"),
        retries=row["retries"],
        own_cache=whole("own_cache"),
        latency=times("latency"),
        ttft=times("ttft"),
        speed=row["speed"],
        cost_usd=row["cost_usd"],
        approximate=approximate,
        added=tuple(name for name, said in (("cached", cached), ("thought", thought)) if said),
    )

"""LiveBench: scores per task as a table, and the categories of the tasks. A score is the mean of category means.

https://livebench.ai
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal

from shortlist.catalogue.importers.common import Importer, Origin, setting, table_records
from shortlist.core.importing.rows import Item, ModelRow, Refused, RowFigure
from shortlist.core.importing.source_file import SourceFile
from shortlist.core.importing.values import BadValue, as_held, exact, required, told

SOURCE, URL = "LiveBench", "https://livebench.ai/"
METRIC = "quality.livebench"
CATEGORIES: Mapping[str, tuple[str, ...]] = {
    "Reasoning": ("theory_of_mind", "zebra_puzzle", "spatial", "logic_with_navigation"),
    "Coding": ("code_generation", "code_completion"),
    "Agentic Coding": ("javascript", "typescript", "python"),
    "Mathematics": ("AMPS_Hard", "integrals_with_game", "math_comp", "olympiad"),
    "Data Analysis": ("consecutive_events", "tablejoin", "tablereformat"),
    "Language": ("connections", "plot_unscrambling", "typos"),
    "IF": ("paraphrase", "simplify", "story_generation", "summarize"),
}
"""The categories of the release of 2026-01-08 (livebench.ai), where no categories lie beside the table."""
_COSTS = re.compile(r"(?:^|[^a-z])costs?(?:[^a-z]|$)")
KNOWN_TASKS = frozenset(task for tasks in CATEGORIES.values() for task in tasks)


def sniff(document: SourceFile) -> bool:
    """A table with a column `model` and several known tasks, that is not what they cost."""
    return _tasks(document) and not _COSTS.search(document.name.casefold())


def _tasks(document: SourceFile) -> bool:
    if document.table is None or not document.table.header or document.table.header[0] != "model":
        return False
    return len(set(document.table.header[1:]) & KNOWN_TASKS) >= 5


def sniff_costs(document: SourceFile) -> bool:
    """A table of the same columns whose name says that it holds what the tasks cost."""
    return _tasks(document) and _COSTS.search(document.name.casefold()) is not None


def read_costs(document: SourceFile) -> Iterator[Item]:
    """What running the tasks cost a model, as a remark: it is no price of a token."""
    return table_records(document, _cost, "model")


def _cost(place: str, row: Mapping[str, str]) -> ModelRow:
    id_ = required(row["model"], "model")
    model, effort = setting(id_)
    told = {task: cost for task in row if task != "model" and (cost := exact(row[task])) is not None}
    if not told:
        raise BadValue("it has no cost")
    note = f"LiveBench cost ${sum(told.values()):,.2f} to run on it, over {len(told)} of {len(row) - 1} tasks."
    return ModelRow(id_, place, id_, model, effort=effort, notes=(note,))


def companion(name: str) -> str | None:
    """The name of the categories that belong to a table."""
    before, found, after = name.removesuffix(".csv").rpartition("table")
    return f"{before}categories{after}.json" if found and name.endswith(".csv") else None


def read(document: SourceFile) -> Iterator[Item]:
    """A row for every model whose every task has a score."""
    assert document.table is not None
    groups = CATEGORIES
    if document.beside is not None:
        if not is_categories(document.beside):
            raise BadValue("the file of categories beside the table holds no lists of tasks")
        groups = {name: tuple(tasks) for name, tasks in document.beside.items()}
    tasks, grouped = set(document.table.header[1:]), {task for group in groups.values() for task in group}
    if tasks != grouped:
        wrong = "there is no " + ", ".join(sorted(grouped - tasks)[:5])
        if tasks - grouped:
            wrong = "no category holds " + ", ".join(sorted(tasks - grouped)[:5])
        beside = companion(document.name) or "categories_<release>.json"
        which = f"put the categories of its release beside it, as {beside}"
        if document.beside:
            which = f"the categories beside it, {beside}, are of another release"
        raise BadValue(f"the table and its categories do not fit: {wrong}; {which}")
    found = re.search(r"(20[0-9]{2})[-_]([0-9]{2})[-_]([0-9]{2})", document.name)
    released = "-".join(found.groups()) if found else str(document.day)
    origin = Origin(SOURCE, document.day, URL, document.version or released)
    return table_records(document, lambda place, row: _row(place, row, groups, origin), "model")


def is_categories(value: object) -> bool:
    """Whether a value is an object of lists of texts."""
    if not isinstance(value, dict) or not 0 < len(value) <= 100:
        return False
    return all(
        isinstance(tasks, list) and 0 < len(tasks) <= 100 and all(isinstance(task, str) for task in tasks)
        for tasks in value.values()
    )


def _row(place: str, row: Mapping[str, str], groups: Mapping[str, tuple[str, ...]], origin: Origin) -> ModelRow:
    id_ = required(row["model"], "model")
    model, effort = setting(id_)
    notes, means = list[str](), dict[str, Decimal]()
    for name, tasks in groups.items():
        try:
            means[name] = _mean([_score(row, task) for task in tasks])
        except BadValue as error:
            notes.append(f"{name} is unknown, and so is the mean of all: {error}.")
    if not means:
        raise BadValue(notes[0].removesuffix("."))
    figures = list[RowFigure]()
    if len(means) == len(groups):
        note = f"The mean of its {len(means)} category means."
        figures += origin.figure(METRIC, _rounded(_mean(list(means.values()))), note=note)
    for name, mean in means.items():
        part = re.sub(r"[^a-z0-9]+", "_", name.casefold())[:40]
        figures += origin.figure(f"{METRIC}_{part}", _rounded(mean), minor=True)
    return ModelRow(
        id=id_, place=place, name=id_, model=model, effort=effort, figures=tuple(figures), notes=tuple(notes)
    )


def _score(row: Mapping[str, str], task: str) -> Decimal:
    score = exact(row[task])
    if score is None:
        raise BadValue(f"it has no score in {task}")
    if not 0 <= score <= 100:
        raise BadValue(f"{task} is {told(row[task])}, and scores lie between 0 and 100")
    return score


def _mean(values: list[Decimal]) -> Decimal:
    return sum(values, Decimal(0)) / len(values)


def _rounded(value: Decimal) -> float:
    return as_held(round(value, 3))


# --- the categories by themselves


def sniff_categories(document: SourceFile) -> bool:
    """An object of lists of tasks, of which several are known."""
    return is_categories(document.json) and sum(t in KNOWN_TASKS for ts in document.json.values() for t in ts) >= 5


def read_categories(document: SourceFile) -> Iterator[Item]:
    """No rows: the file belongs to a table."""
    yield Refused("the file", document.name, "it names a table's categories; import the table, with this beside it")


FORMATS = (
    Importer("livebench", "LiveBench, table of tasks", sniff, read, companion),
    Importer("livebench-cost", "LiveBench, cost of the tasks", sniff_costs, read_costs),
    Importer("livebench-categories", "LiveBench, categories", sniff_categories, read_categories),
)

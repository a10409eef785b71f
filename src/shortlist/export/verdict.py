"""The verdict on the decision in one line: who serves, what is open, and how it stands against the limits."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rich.cells import cell_len, set_cell_size

from shortlist.core.analysis import Analysis
from shortlist.core.assessment.assessor import CandidateResult, Standing
from shortlist.core.assessment.verdicts import range_verdict
from shortlist.core.basics.short_names import short_names
from shortlist.core.basics.words import count, seconds
from shortlist.core.comparison.assignment import LimitState
from shortlist.core.comparison.compared import open_rank
from shortlist.core.comparison.decided_steps import DecidedStep, one_for_all, serving_standings
from shortlist.core.comparison.open_rank import open_rank_words
from shortlist.core.comparison.ranking import eligible
from shortlist.core.document.checklist import check_labels
from shortlist.core.document.vocabulary import STATUSES, VERDICTS, Verdict
from shortlist.core.document.whole_limits import LIMIT_WORDS
from shortlist.export.levels import score_word
from shortlist.export.limits import brief_limit, brief_usd, span
from shortlist.sanitising import shown

NAME_ROOMS = (40, 24, 14)  # how wide a candidate's name may be, in turn, until the line fits
STEP_ROOMS = (24, 12, 7)  # how wide the name of a step may be, likewise
VERDICT_OF: dict[str | None, Verdict] = {
    "eligible": "pass",
    "needs_check": "unknown",
    "excluded": "fail",
    "no_step": "fail",
}
"""What a status says of a decision; whoever does not play the step fails it."""


class Piece(NamedTuple):
    """A part of the line with what it says of the decision; `first` stands out."""

    text: str
    verdict: Verdict = "not_applicable"
    first: bool = False
    spare: bool = False
    """Whether it is left out first, because it says that all is well."""
    joined: bool = False
    """Whether it goes on from the piece before, without a dot between."""
    brief: str = ""
    """What is said of it where the line is narrow."""


Line = tuple[Piece, ...]


def verdict_lines(analysis: Analysis) -> Iterator[Line]:
    """The line as long as it can be said, then shorter and shorter."""
    if not analysis.ranking:
        yield (Piece("No candidates yet"),)
        return
    made = analysis.decided
    if all(one.default is None for one in made):
        yield from _undecided(analysis)
        return
    one = one_for_all(made)
    whole = tuple(_whole(analysis))
    brief = tuple(piece._replace(text=piece.brief or piece.text) for piece in whole if not piece.spare)
    for name_room, step_room in zip(NAME_ROOMS, STEP_ROOMS, strict=True):
        head = tuple(_chips(made, step_room) if one is None else _one(analysis, one, name_room))
        yield (*head, *whole)
        yield (*head, *(piece for piece in whole if not piece.spare))
        yield (*head, *brief)
    if one is None:
        head = tuple(_counted(made))
        yield (*head, *brief)
    counted, verdicts = head, [state.verdict for state in analysis.limits]
    for verdict, words in LIMIT_WORDS.items():
        if number := verdicts.count(verdict):
            counted += (Piece(f"{VERDICTS[verdict].sign} {count(number, 'limit')} {words}", verdict),)
    if cell_len(told(counted)) < cell_len(told((*head, *brief))):
        yield counted


def told(line: Line) -> str:
    """A line as plain text."""
    parts: list[str] = []
    for piece in line:
        parts.append(piece.text if piece.joined or not parts else f" · {piece.text}")
    return "".join(parts)


def verdict_text(analysis: Analysis) -> str:
    """The whole line as plain text."""
    return told(next(verdict_lines(analysis)))


# --- who serves


def who_serves(analysis: Analysis, room: int = NAME_ROOMS[0]) -> Line:
    """Who serves alone, for a list of many: `★ GPT-6 Luna 80`, the name in at most so many columns, or a chip a step;
    nothing where nobody was chosen."""
    made = analysis.decided
    if not analysis.ranking or all(one.default is None for one in made):
        return ()
    one = one_for_all(made)
    if one is None:
        return tuple(_chips(made, STEP_ROOMS[1]))
    head, held = _one(analysis, one, room)
    return (head,) if held.spare else (head, held)


def _one(analysis: Analysis, result: CandidateResult, room: int) -> Iterator[Piece]:
    standing = serving_standings(analysis.decided).get(result.id)
    verdict = VERDICT_OF["no_step" if standing is None else standing.status]
    yield Piece(
        f"★ {name_within(analysis, result.candidate.name, room)} {score_word(result.score)}", verdict, first=True
    )
    yield _held(analysis, standing)


def _held(analysis: Analysis, standing: Standing | None) -> Piece:
    """What stands in the way of somebody who serves."""
    if standing is None:
        return Piece("✖ plays no step", "fail")
    if standing.blocked_by:
        first, *others = standing.blocked_by
        told = f"✖ fails {check_labels(analysis.workspace.checks)[first].lower()}"
        if others:
            told += f" and {len(others)} more"
        return Piece(told, "fail")
    if standing.unknown:
        return Piece(f"? {count(len(standing.unknown), 'open check')}", "unknown")
    return Piece("no open checks", "pass", spare=True)


def cut(name: str, room: int) -> str:
    """A text in at most so many columns of a terminal, cleaned; an ellipsis stands for what is left out."""
    clean = shown(name)
    if cell_len(clean) <= room:
        return clean
    return f"{set_cell_size(clean, room - 1).rstrip()}…"


def name_within(analysis: Analysis, name: str, room: int) -> str:
    """A candidate's name in at most so many columns: cut at its end, or where others begin alike in its middle."""
    short, clean = cut(name, room), shown(name)
    begins = short.removesuffix("…")
    if short == clean or sum(shown(one.name).startswith(begins) for one in analysis.workspace.candidates) < 2:
        return short
    tail = clean
    while cell_len(tail) > (room - 1) // 2:
        tail = tail[1:]
    return f"{set_cell_size(clean, room - 1 - cell_len(tail))}…{tail}"


def step_sign(one: DecidedStep) -> str:
    """`✓`, `?`, `✖` as its default stands in the step, `–` where nobody was chosen."""
    if one.status is None:
        return "–"
    return "✖" if one.status == "no_step" else STATUSES[one.status].sign


def step_told(one: DecidedStep) -> str:
    """Who serves a step, how they stand there, and who stands in: `GPT-6 Luna, eligible, score 85; fallback none`."""
    fallback = "none" if one.fallback is None else one.fallback.candidate.name
    if one.default is None:
        told = "nobody is chosen"
    elif one.assessed is None:
        told = f"{one.default.candidate.name}, who does not take its role"
    else:
        status = STATUSES[one.assessed.standing.status].name
        told = f"{one.default.candidate.name}, {status}, score {score_word(one.assessed.score)}"
    return f"{told}; fallback {fallback}"


def _chips(made: Sequence[DecidedStep], room: int) -> Iterator[Piece]:
    names = short_names([shown(one.step.name) for one in made])
    between = ""
    for one, name in zip(made, names, strict=True):
        verdict = VERDICT_OF.get(one.status, "unknown")
        yield Piece(f"{between}{cut(name, room)} {step_sign(one)}", verdict, joined=bool(between))
        between = " "


def _counted(made: Sequence[DecidedStep]) -> Iterator[Piece]:
    """How many steps stand well, then how many do not, by their signs."""
    signs = [step_sign(one) for one in made]
    good = signs.count("✓")
    verdict: Verdict = "pass" if good == len(signs) else "not_applicable"
    yield Piece(f"{good} of {len(signs)} steps ✓", verdict, first=True)
    rest: tuple[tuple[str, str, Verdict], ...] = (
        ("?", "open", "unknown"),
        ("✖", "failing", "fail"),
        ("–", "undecided", "unknown"),
    )
    for sign, words, verdict in rest:
        if number := signs.count(sign):
            yield Piece(f"{sign} {number} {words}", verdict)


# --- the whole


def _whole(analysis: Analysis) -> Iterator[Piece]:
    """The bill and the time against their limits, and every other limit that is set; what is kept is said last."""
    states = {state.limit: state for state in limit_states(analysis)}
    if analysis.decision.bill is None and analysis.decision_time.total_high_s is None:
        yield Piece("cost and time not known", "unknown")
        return
    if (budget := states.get("monthly_budget_usd")) is not None:
        yield Piece(brief_limit(budget), budget.verdict)
    else:
        yield Piece(f"{brief_usd(analysis.decision.bill)} a month")
    for limit in ("max_cost_per_successful_task_usd", "max_task_ttft_s"):
        if (state := states.get(limit)) is not None:
            yield Piece(brief_limit(state), state.verdict, spare=state.verdict == "pass")
    time, longest = analysis.decision_time, states.get("max_task_total_s")
    if longest is not None:
        most = brief_limit(longest._replace(low=longest.high)) if longest.verdict == "pass" else ""
        yield Piece(brief_limit(longest), longest.verdict, brief=most)
    elif time.total_high_s is not None:
        yield Piece(f"{span(time.total_low_s, time.total_high_s, seconds)} a task", spare=True)


def limit_states(analysis: Analysis) -> list[LimitState]:
    """The limits that are set; a task of one step without a limit of its own is held to that of the step."""
    states = list(analysis.limits)
    asked = [step.needs.max_total_s for step in analysis.scenario.steps if step.id in analysis.task.steps]
    if len(asked) == 1 and asked[0] is not None and analysis.scenario.max_task_total_s is None:
        time, target = analysis.decision_time, asked[0]
        verdict = range_verdict(time.total_low_s, time.total_high_s, target)
        states.append(LimitState("max_task_total_s", target, time.total_low_s, time.total_high_s, verdict))
    return states


# --- before anything is decided


def _undecided(analysis: Analysis) -> Iterator[Line]:
    """Nobody serves: who would, by the comparison."""
    advice = analysis.recommendation
    first = advice.default or advice.provisional
    steps = analysis.scenario.steps
    undecided = Piece("Undecided", "unknown")
    if first is None and len(steps) > 1:
        able, told = sum(bool(eligible(places)) for places in analysis.step_places.values()), ""
        if able:
            told = f"somebody is eligible for {able} of {len(steps)} steps"
        yield (undecided, Piece(told or "nobody is eligible for any step"))
        return
    if first is None:
        yield (undecided, Piece("nobody is eligible", "fail"))
        return
    word = "recommended" if advice.default is not None else "best so far"
    unknown = open_rank(analysis, first.id)
    rank = (Piece(open_rank_words(unknown), "unknown"),) if unknown else ()
    brief = tuple(piece._replace(text="rank open") for piece in rank)
    held = () if advice.default is not None else (_held(analysis, first.standing),)
    bill = Piece(f"{brief_usd(first.cost.bill)} a month")
    for room in NAME_ROOMS:
        name = Piece(
            f"{word}: {name_within(analysis, first.candidate.name, room)} {score_word(first.score)}", first=True
        )
        head = (undecided, name)
        yield (*head, *held, *rank, bill)
        yield (*head, *held, *brief, bill)
        yield (*head, *held, *brief)

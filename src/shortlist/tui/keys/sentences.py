"""Sentences that several screens say, with the keys in force: what stands where there is nothing, and what Esc does."""

from __future__ import annotations

from shortlist.tui.keys.bindings import keyed

EMPTY = {
    "candidates": "No candidates yet: {candidates.add} adds one. Begin with a managed, a cheaper, an open one.",
    "no_candidate": "No candidates yet: press {tab.candidates} for the candidates.",
    "none_under": "There is no candidate under the cursor; {candidates.add} adds one.",
    "none_passes": "No candidate passes every check that it must pass: press {tab.checklist} for what blocks them.",
    "no_figures": "No figures are recorded for it yet: {candidates.figures} types them.",
    "to_answer": "There is no candidate yet to answer for: press {tab.candidates} for the candidates.",
    "nothing_blocks": "Nothing blocks, because there is no candidate yet: press {tab.candidates} for the candidates.",
    "no_questions": "No questions yet, because there is no candidate: press {tab.candidates} for the candidates.",
    "no_cost": "Nothing to add up yet: press {tab.candidates}, and {candidates.add} adds a candidate.",
    "no_traffic": "No traffic is set yet, so what grows with it adds up to 0: {cost.edit} leads to the requests.",
    "no_own": "No self-hosted candidate to hold against a priced one: press {tab.candidates} to add one.",
    "no_priced": "Nobody's cost is known, to hold the machines against: the parts ({table.view}) say what is missing.",
    "undecided": "Nothing is decided yet: {candidates.default} on screen {tab.candidates} chooses a default.",
    "no_machines": "There is no candidate here; {candidates.add} on screen {tab.candidates} adds one.",
    "no_record": "There is no record yet: write a section first, or press {record.draft} to draft one.",
    "none_in_force": "No record is in force yet: {record.accept} accepts a proposed one.",
    "record_begins": "There is no record yet. It begins with your first words, or a draft: {record.draft}.",
    "no_triggers": "Nothing reopens this decision yet: {sheet.edit} adds what does.",
    "no_runs": "No runs yet: {evidence.run} asks your examples, {evidence.import} reads a run from a file.",
    "no_examples": (
        "No examples yet: {golden.import} reads a file, {golden.starter} brings a starter set, {golden.add} adds one."
    ),
    "no_run_here": "There is no run under the cursor; {evidence.import} reads some from a file.",
    "no_pairs": "No two candidates were run for one step yet: {evidence.import} reads a run of a second one.",
    "no_failure_here": "There is no failure under the cursor; {evidence.failures} lists them.",
    "no_failures": "No failures are known: {evidence.import} reads runs with their rows; {nav.back} shows all again.",
    "nothing_to_settle": "No look would settle anything now: press {tab.checklist} for what blocks the candidates.",
    "nobody_to_settle": "Nobody to look at yet: press {tab.candidates}, and {candidates.add} adds a candidate.",
    "no_what_if": "No what-if is open. {whatif.ask} begins one.",
    "not_found": "Nothing is found. {catalogue.by_hand} adds a candidate by hand.",
    "no_match": "Nothing matches “%s”. {editor.drop_filter} shows all rows again.",
    "no_line": "Nothing matches. {editor.import_drop} shows all lines again.",
    "welcome": "press {welcome.new}, or start from an example below",
}
"""What stands where there is nothing yet, with the key that changes it."""

BEGINNING = (
    "{candidates.add} opens the catalogue with what is current and suits; prices come along, with source and day.",
    "{candidates.add_by_hand} adds a model that the catalogue does not have.",
    "{candidates.import} reads a file of prices or leaderboard figures; two excerpts are there already.",
    "{candidates.figures} then takes quality and speed in one line, such as “quality 38.1 ttft 2.1 speed 125”, and "
    "{candidates.default} and {candidates.fallback} choose.",
    "Three different ones tell most: a managed API, a cheaper or smaller one, an open-weight or hosted one.",
)
"""What a screen says before there is a candidate, line by line."""

COMING = {
    "parts": (
        "Then a bar for each bill with the budget across them, and beneath every part of it: tokens, media, retries, "
        "machines, people, errors.",
        "A cost is prices times traffic. Prices come along with a candidate from the catalogue, the traffic of each "
        "step stands on screen {tab.scenario}, and {cost.edit} opens every assumption.",
    ),
    "break-even": (
        "Then two curves over the requests of a month, machines of your own and a price per token: where they cross, "
        "the machines begin to pay.",
        "It takes a candidate that you would host, whose machines {candidates.machines} on screen {tab.candidates} "
        "estimates, and one whose prices are known.",
    ),
    "sensitivity": (
        "Then every assumption a fifth lower and a fifth higher, with what a successful task costs either way: the "
        "longest bar is what to measure first.",
    ),
    "failures": (
        "Then every example that somebody got wrong, with the answers of all side by side.",
        "{evidence.add} puts one into the dataset of its step, so that every later run asks it again.",
    ),
    "checks": (
        "A check that must pass excludes who fails it; where nobody knows, the candidate waits.",
        "What figures can say is answered as soon as a candidate comes. The rest is listed here, what would change "
        "the choice first.",
    ),
}
"""What will stand in a view that is empty as yet, and what it takes, line by line."""

DONE = {
    "nothing_blocks": "Nothing blocks: every check that must pass passes, for every candidate.",
    "nothing_open": "Nothing is open: every check that must or should pass has an answer.",
    "nothing_weakens": "Nothing weakens the decision, as far as the rules can see.",
}
"""What stands where nothing is left to do: no key is needed."""


ESC = {
    "counts": "Esc leaves, all of it counts",
    "kept": "Esc leaves, it stays for later",
    "field": "Esc leaves, it stays",
}
"""Esc leaves one level and loses nothing that was typed: where every key counts already, where it is part of nothing
yet and stands there the next time, and in a field that lies over a form. Only a filter ends with it."""


def coming(name: str) -> list[str]:
    """What will stand in an empty view, with the keys in force."""
    return [keyed(line) for line in COMING[name]]


def empty(name: str) -> str:
    """What stands in an empty place, with the keys in force."""
    return keyed(EMPTY[name])

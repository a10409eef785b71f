"""Rows of a run: how they are written and read, what they add up to, and two runs compared by them."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shortlist.core.basics.canonical import digest_of
from shortlist.core.basics.errors import ShortlistError
from shortlist.core.document.evaluation import Evaluation
from shortlist.core.evidence.pairs import compared, right_by_example, run_pairs
from shortlist.core.evidence.rates import rate_of, rates_of, rates_of_totals
from shortlist.core.evidence.rows import (
    ExampleRow,
    dataset_digest,
    input_digest,
    read_rows,
    row_of,
    rows_name,
    rows_text,
    sums,
)
from tests.conftest import TODAY

VERDICTS = ("ok", "wrong", "invalid", "escalated", "error", "cut")
TEXTS = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=12).filter(str.strip)
ROWS = st.lists(
    st.fixed_dictionaries(
        {"example": TEXTS, "digest": st.sampled_from("abcdefgh"), "verdict": st.sampled_from(VERDICTS)},
        optional={
            "kind": st.sampled_from(("real_task", "edge_case")),
            "critical": st.booleans(),
            "cost_usd": st.floats(0, 10),
            "total_s": st.floats(0, 100),
            "output_tokens": st.integers(0, 10**6),
            "metrics": st.dictionaries(TEXTS, st.booleans(), max_size=2),
            "answer": st.text(st.characters(exclude_categories=("Cs",)), max_size=20),
            "at": st.just("2026-11-29T10:02:11Z"),
        },
    ).map(row_of),
    min_size=1,
    max_size=30,
)


def rows(*verdicts: str, **more: object) -> list[ExampleRow]:
    """A row for each verdict, each of an example of its own."""
    return [row_of({"example": f"q{n}", "digest": f"d{n}", "verdict": one, **more}) for n, one in enumerate(verdicts)]


def run(candidate: str, told: list[ExampleRow], **more: object) -> Evaluation:
    """The evaluation that rows add up to."""
    base = {"candidate": candidate, "step": "answer", "ran_on": TODAY, "sha256": candidate * 8}
    return Evaluation.model_validate({**base, **sums(told), **more})


@given(ROWS)
def test_rows_are_read_as_they_were_written(told: list[ExampleRow]) -> None:
    """An object a line, whatever the texts hold; the same rows give the same bytes."""
    text = rows_text(told)
    assert read_rows(text) == tuple(told)
    assert rows_text(read_rows(text)) == text
    assert text.count("\n") == len(told)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("{}", "line 1 is no row of a run: example: required"),
        ('{"example":"a","digest":"d","verdict":"fine"}', "line 1 is no row of a run: verdict"),
        ('{"example":"a","digest":"d","verdict":"ok"}\n[1]', "line 2 is no row"),
        ('{"example":"a","digest":"d","verdict":"ok","cost_usd":-1}', "cost_usd"),
        ('{"example":"a","digest":"d","verdict":"ok","cost_usd":NaN}', "cost_usd"),
        ('{"example":"a","digest":"d","verdict":"ok","odd":1}', "odd: unknown key"),
        ("[" * 100_000, "line 1"),
        ("nothing", "line 1"),
    ],
)
def test_what_is_no_row_is_refused_with_its_line(text: str, why: str) -> None:
    """The line, the key, and what is wrong."""
    with pytest.raises(ShortlistError, match=why.replace("(", r"\(")):
        read_rows(text)


def test_sums_are_those_of_the_rows() -> None:
    """Every key of an evaluation that rows decide, worked out by hand."""
    told = [
        *rows("ok", "ok", "wrong", "invalid", "cut", "error", "escalated"),
        row_of({"example": "c", "digest": "c", "verdict": "wrong", "critical": True, "kind": "adversarial"}),
        row_of({"example": "d", "digest": "d", "verdict": "ok", "critical": True, "kind": "adversarial"}),
    ]
    told = [row.model_copy(update={"total_s": float(n), "cost_usd": 0.5}) for n, row in enumerate(told)]
    found = sums(told)
    assert found == {
        "dataset_sha256": dataset_digest(row.digest for row in told),
        "examples": 9,
        "successes": 3,
        "errors": 1,
        "invalid_outputs": 2,
        "escalations": 1,
        "critical_failures": 1,
        # The call that failed took 5 seconds, which count for nothing.
        "latency_p50_s": 3.5,
        "latency_p95_s": pytest.approx(7.65),
        "latency_p99_s": pytest.approx(7.93),
        "cost_usd": 4.5,
        "slices": [{"kind": "adversarial", "examples": 2, "successes": 1}],
    }


def test_what_one_row_does_not_know_the_sum_does_not() -> None:
    """A cost that is missing once makes the sum unknown; nobody's escalations are no rate of 0."""
    told = [*rows("ok", cost_usd=1.0, output_tokens=10), row_of({"example": "x", "digest": "x", "verdict": "wrong"})]
    found = sums(told)
    assert "cost_usd" not in found and "escalations" not in found and found["output_tokens"] == 10
    assert found["errors"] == found["invalid_outputs"] == 0


def test_a_dataset_is_known_by_its_examples_alone() -> None:
    """Their order and their repeats change nothing; digests of inputs are of their canonical form."""
    assert dataset_digest(["b", "a"]) == dataset_digest(["a", "b", "a"])
    assert dataset_digest(["b", "a"]) == hashlib.sha256(b"a\nb").hexdigest()
    assert input_digest({"b": 1, "a": "ü"}) == digest_of({"a": "ü", "b": 1})
    assert rows_name("0123456789abcdef" * 4) == "0123456789abcdef.jsonl"
    with pytest.raises(ShortlistError):
        input_digest(float("nan"))


@given(ROWS)
def test_rates_of_rows_and_of_totals_agree(told: list[ExampleRow]) -> None:
    """The same counts; the totals, which know no repeats, have the narrower interval."""
    by_rows, by_totals = rates_of(told), rates_of_totals(run("a", told))
    for one, other in zip(by_rows, by_totals, strict=True):
        assert (one is None) == (other is None)
        if one is not None and other is not None:
            assert (one.hits, one.of) == (other.hits, other.of)
            assert one.high - one.low >= other.high - other.low - 1e-12


def test_a_failed_call_is_no_answer_and_most_repeats_decide() -> None:
    """Two of three right is right, one of two is not; an example without an answer is not compared."""
    told = [
        row_of({"example": e, "digest": e, "verdict": v, "repeat": n})
        for e, verdicts in {
            "a": ("ok", "ok", "wrong"),
            "b": ("ok", "wrong"),
            "c": ("error",),
            "d": ("error", "ok"),
        }.items()
        for n, v in enumerate(verdicts, 1)
    ]
    assert right_by_example(told) == {"a": True, "b": False, "d": True}
    found = rate_of(told, frozenset({"ok"}), frozenset({"ok", "wrong"}))
    assert found is not None and (found.hits, found.of) == (4, 6)


# --- two runs


def pair_of(first: list[ExampleRow], second: list[ExampleRow], with_rows: bool = True, **more: object) -> object:
    """Two runs compared."""
    one, other = run("a", first), run("b", second, **more)
    right = (right_by_example(first), right_by_example(second)) if with_rows else (None, None)
    return compared(one, other, *right)


def test_two_runs_of_the_same_examples_are_compared_one_by_one() -> None:
    """Discordant counts, exact probability, and what would settle it."""
    first = rows(*["ok"] * 40, *["ok"] * 8, *["wrong"] * 2, *["wrong"] * 10)
    second = rows(*["ok"] * 40, *["wrong"] * 8, *["ok"] * 2, *["wrong"] * 10)
    pair = compared(run("a", first), run("b", second), right_by_example(first), right_by_example(second))
    assert pair is not None and pair.counts is not None
    assert (pair.basis, *pair.counts) == ("paired", 40, 8, 2, 10)
    assert pair.p == pytest.approx(0.109375) and pair.difference == pytest.approx(0.1)
    assert pair.better is None and pair.more is not None and pair.more > 0


@pytest.mark.parametrize(
    ("second", "with_rows", "more", "basis"),
    [
        (rows(*["ok"] * 20), True, {}, "paired"),
        (rows(*["ok"] * 20), False, {}, "same_examples"),
        (rows(*["ok"] * 10), True, {}, "paired"),
        (rows(*["ok"] * 9), True, {}, "other_examples"),
        (rows(*["ok"] * 20), False, {"dataset_sha256": ""}, "unknown_examples"),
    ],
)
def test_what_a_comparison_rests_on(
    second: list[ExampleRow], with_rows: bool, more: dict[str, object], basis: str
) -> None:
    """Ten common examples are enough of different datasets, and any number of one; else the totals are compared."""
    assert getattr(pair_of(rows(*["ok"] * 20), second, with_rows, **more), "basis", None) == basis


def test_equal_datasets_of_a_few_examples_are_compared_all_the_same() -> None:
    """Three examples, the same ones."""
    assert getattr(pair_of(rows("ok", "ok", "ok"), rows("ok", "wrong", "ok")), "basis", None) == "paired"


def test_several_candidates_share_the_doubt() -> None:
    """A difference that one pair alone would show is none among ten."""
    good, bad = rows(*["ok"] * 60), rows(*["ok"] * 53, *["wrong"] * 7)
    runs = [run("a", good), run("b", bad)]
    right = {"a" * 8: right_by_example(good), "b" * 8: right_by_example(bad)}
    (alone,) = run_pairs(runs, right, {})
    assert alone.p == pytest.approx(2 / 2**7) and alone.better == "a" and alone.more == 0
    more = [run(name, bad) for name in "cde"]
    right |= {name * 8: right_by_example(bad) for name in "cde"}
    pairs = run_pairs([*runs, *more], right, {"a": 1, "b": 2, "c": 3, "d": 4, "e": 5})
    assert len(pairs) == 10
    first = pairs[0]
    assert (first.first, first.second) == ("a", "b") and first.adjusted_p == pytest.approx(10 * 2 / 2**7)
    assert first.better is None


def test_runs_of_different_steps_are_never_compared() -> None:
    """Two steps, one run each."""
    told = rows(*["ok"] * 20)
    assert run_pairs([run("a", told), run("b", told, step="other")], {}, {}) == []

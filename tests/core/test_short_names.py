"""Names in fewer characters: within a sentence what is said of them stays in sight, and they stay apart."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from shortlist.core.basics.short_names import cut_within, told_apart, with_brief_names

MOST = 24
NAMES = st.lists(st.text("abc (4.1)", min_size=1, max_size=80), min_size=1, max_size=6, unique=True)


@given(NAMES)
def test_long_names_get_short_and_stay_apart(names: list[str]) -> None:
    """Each in so many characters; two are never alike, unless both ends and all between differ too late to show."""
    found = dict(told_apart(tuple(names), MOST))
    assert set(found) == {name for name in names if len(name) > MOST}
    assert all(len(brief) <= MOST for brief in found.values())
    for name, brief in found.items():
        assert name.startswith(brief[: MOST // 3])
        for other, its in found.items():
            if name != other and cut_within(name, MOST) == cut_within(other, MOST) and len(found) == 2:
                assert brief != its, (name, other)


def test_what_tells_names_apart_is_kept() -> None:
    """At the end, in the middle, or at the beginning."""
    start, end = "the same beginning of them all, ", ", and an end that is quite the same as well"
    for one, other in (
        (f"{start}{start}one", f"{start}{start}two"),
        (f"{start}one{end}", f"{start}two{end}"),
        (f"one{start}{end}", f"two{start}{end}"),
    ):
        found = dict(told_apart((one, other), MOST))
        assert found[one] != found[other] and "one" in found[one] and "two" in found[other], found


def test_a_text_says_long_names_in_brief() -> None:
    """The longest first, so that a name within a name is none; short ones stay."""
    inner = "a name that goes on and on and on"
    names = (inner, f"{inner} (low)", "short")
    told = with_brief_names(f"{inner} (low) beats {inner} and short.", names, MOST)
    assert told == f"{cut_within(names[1], MOST)} beats {cut_within(inner, MOST)} and short."


def test_names_that_differ_in_two_parts_keep_both() -> None:
    """Of four that are two sizes at two settings none is like another one."""
    sizes, settings = ("Flash", "Pro"), ("no reasoning", "reasoning")
    names = tuple(f"DeepSeek V4.1 {size} ({setting})" for size in sizes for setting in settings)
    briefs = dict(told_apart(names, 11))
    assert [briefs[name] for name in names] == ["Fla (no rea", "Flash (reas", "Pro (no rea", "Pro (reason"]

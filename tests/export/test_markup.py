"""Text that nobody can trust, as Markdown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shipped import harmful, headings, shape, tokens

from shortlist.export.markup import address, columns, inline, joined, prose, table

HOSTILE = (
    "a|b",
    "`code` and ``more``",
    "[x](javascript:alert(1))",
    "![x](javascript:alert(1))",
    "<script>alert(1)</script>",
    '"><svg/onload=alert(1)>',
    "# heading",
    "heading #",
    "##",
    "1. one",
    "- item",
    "> quoted",
    "---",
    "===",
    "a\n\n# b",
    "a\r\nb\u2028c\x85d",
    "*a* _b_ **c** __d__ ~~e~~",
    "&lt;b&gt; &amp; &#60;",
    "<!-- ",
    "\\",
    "\\|",
    "[1]: http://evil.example",
    "A\x1b]52;c;aGk=\x1b\\B",
    "a\u202egnp.exe",
    "[" * 200,
    "[@click=app.quit]x[/]",
)


def read_back(markdown: str) -> str:
    """What a reader sees of inline Markdown."""
    return "".join(token.content for token in tokens(markdown) if token.type in ("text", "text_special"))


@pytest.mark.parametrize("text", HOSTILE)
def test_inline_text_is_inert_and_reads_the_same(text: str) -> None:
    """In a paragraph, a heading, a list item and a cell it is one text and nothing else."""
    from shortlist.sanitising import shown

    seen = " ".join(shown(text).split())
    for around in ("{}", "# {}", "- {}", "x {}", "| a |\n| - |\n| {} |"):
        rendered = around.format(inline(text))
        assert harmful(rendered) == []
        assert not any(token.type in ("link_open", "code_inline", "em_open") for token in tokens(rendered))
        assert shape(rendered) == shape(around.format("word"))
        assert seen in read_back(rendered)


@given(st.text(alphabet="ab \\`*_[]()<>|#~&;!-=+.1:\n", max_size=24))
def test_any_inline_text_reads_the_same(text: str) -> None:
    """Whatever the signs, what is read is what was written."""
    from shortlist.sanitising import shown

    seen = " ".join(shown(text).split())
    if seen:
        assert read_back(f"# x {inline(text)} x") == f"x {seen} x"
        assert read_back(inline(text)) == seen


@given(st.text(alphabet="ab \\`~<>/![]():jst#|-1\n", max_size=60))
def test_prose_holds_no_html(text: str) -> None:
    """Whatever is taken for code here is code for a reader of Markdown."""
    assert harmful(prose(text).replace("](", "] (")) == []


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "`a <b>\n` <script> `",
        "- ```\n  ```\n<script>x</script>",
        "- a\n   ```\nfoo\n<script>\n```",
        "| a |\n| - |\n| ` | <script> | ` |",
        "\\<b>\\\\<script>",
        "[x](javascript:alert(1))",
        "[x](\njavascript:alert(1))",
        "[x](java&#10;script:alert(1))",
        "[x](&#106;avascript:alert(1))",
        "[x]\n\n[x]: javascript:alert(1)",
        "[x]\n\n[x]:\njavascript:alert(1)",
        "[x](<javascript:alert(1)>)",
        "![x](data:text/html,x)",
        "<javascript:alert(1)>",
        "<!-- comment",
        "<?php",
        "<![CDATA[",
    ],
)
def test_prose_is_neutralised(text: str) -> None:
    """No raw HTML, no other schemes."""
    assert harmful(prose(text)) == []


@pytest.mark.parametrize(
    "text",
    [
        "Plain *words*, a [link](https://example.org) and <https://example.org/x>.",
        "# A heading\n\n| a | b |\n|---|---|\n| 1 | 2 |",
        "`List<String>` is code",
        "```python\nif a <b> c:\n    pass\n```\n\nafter",
        "a < b and 3 <4",
        "[x](mailto:a@example.org)",
    ],
)
def test_harmless_prose_stays_as_it_was_written(text: str) -> None:
    """Markdown that a person may write is left alone."""
    assert prose(text) == text


def test_a_fence_left_open_is_closed() -> None:
    """Otherwise it would swallow every section that follows."""
    assert headings(prose("# a\n```\ncode") + "\n\n## Next")[-1] == "Next"
    assert headings(prose("~~~~ x\n```") + "\n\n## Next")[-1] == "Next"


@pytest.mark.parametrize(
    "text", ["[1]: http://evil.example", "> [ 1 ]: http://evil.example", "[1\n]: http://e.example"]
)
def test_prose_cannot_turn_citations_into_links(text: str) -> None:
    """The numbers of the sources are text, whatever the prose defines."""
    assert not any(token.type == "link_open" for token in tokens(f"{prose(text)}\n\nA figure [1]."))


@pytest.mark.parametrize(
    ("url", "link"),
    [
        ("https://example.org/a#b", True),
        ("HTTP://example.org", True),
        ("mailto:a@example.org", True),
        ("javascript:alert(1)", False),
        ("https://example.org/> <script>", False),
        ("../../etc/passwd", False),
        ("file:///etc/passwd", False),
        ("data:text/html,x", False),
    ],
)
def test_addresses(url: str, link: bool) -> None:
    """Only http, https and mailto become links."""
    assert any(token.type == "link_open" for token in tokens(address(url))) is link
    assert harmful(address(url)) == []


def test_tables_are_aligned_until_they_are_too_wide() -> None:
    """Short tables read well as text; wide ones are not padded."""
    assert table(["a", "cost"], [["long word", "$1"]], "lr") == (
        "| a         | cost |\n| --------- | ---: |\n| long word |   $1 |"
    )
    assert table(["a", "b"], [["x" * 200, "y"]]).splitlines()[:2] == ["| a | b |", "| --- | --- |"]
    assert table(["a"], []) == ""


def test_lists_that_meet_become_one() -> None:
    """Two lists with an empty line between would be read as one loose list."""
    assert joined(["- a", "", "- b", "c"]) == "- a\n- b\n\nc"


def test_bars_stand_under_each_other_whatever_the_letters() -> None:
    """Kind: padding by characters. Wide letters take two columns, marks on other letters none."""
    text = table(["name", "n"], [["模型选择", "1"], ["plain", "22"], ["e\u0301clair", "3"], ["ｗ", "4"]], "lr")
    assert len({columns(line) for line in text.splitlines()}) == 1
    assert [columns(word) for word in ("模型", "ab", "e\u0301", "ｗ")] == [4, 2, 1, 2]

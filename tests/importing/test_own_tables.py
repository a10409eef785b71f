"""A table of one's own: how its numbers are written, whose figures they are, what its columns may mean."""

from __future__ import annotations

import pytest

from shortlist.catalogue.importers import FORMATS
from shortlist.core.basics.errors import ShortlistError
from shortlist.core.document.metrics import UNITS
from shortlist.core.importing.columns import BASIS, OWN, SOURCE, checked_columns, found_by, meanings
from shortlist.core.importing.numerals import STYLES, answers, normal
from shortlist.core.importing.values import BadValue
from shortlist.importing import ImportOptions, UnknownFormat, open_source
from tests.importing.conftest import Write, figures_of, opened, rows_of

COMMAS, POINTS = STYLES


@pytest.mark.parametrize(
    ("written", "style", "read"),
    [
        ("1,234.5", COMMAS, "1234.5"),
        ("12,345,678", COMMAS, "12345678"),
        ("0.75", COMMAS, "0.75"),
        ("1.234,5", POINTS, "1234.5"),
        ("42,1", POINTS, "42.1"),
        ("0,75", POINTS, "0.75"),
        ("-1.000", POINTS, "-1000"),
        ("n/a", POINTS, "n/a"),
        ("1,5", "", "1,5"),
    ],
)
def test_a_number_is_read_as_the_table_writes_it(written: str, style: str, read: str) -> None:
    """Groups of three digits go together, the other mark is the decimal point."""
    assert normal(written, style) == read


@pytest.mark.parametrize(
    ("written", "style"),
    [
        ("42,1", COMMAS),
        ("0,75", COMMAS),
        ("0,750", COMMAS),
        ("1,23,456", COMMAS),
        ("1234,567", COMMAS),
        ("1,234,5", COMMAS),
        ("1.5,000", COMMAS),
        (",500", COMMAS),
        ("42.1", POINTS),
        ("0.005", POINTS),
        ("1,5.000", POINTS),
    ],
)
def test_a_mark_of_thousands_has_three_digits_after_it(written: str, style: str) -> None:
    """Else the answer was another's: the number is refused, never ten or a hundred times too large."""
    with pytest.raises(BadValue, match="between thousands has exactly three digits after it"):
        normal(written, style)


def test_a_mistaken_answer_refuses_the_row(write: Write) -> None:
    """With the column, the number and what is wrong; the right answer reads all of it."""
    path = write("mine.csv", "Model;Score;Input\na;42,1;0,75\n")
    columns = {"Model": "model", "Score": "quality.aa_index", "Input": "input_price"}
    (unsaid,) = rows_of(open_source(path, ImportOptions(columns=columns)))[1]
    assert unsaid.why.endswith(
        "a comma may mark thousands or decimals: state how numbers are written (--map numbers=1.234,5)"
    )
    rows, (refused,) = rows_of(open_source(path, ImportOptions(columns={**columns, "numbers": COMMAS})))
    assert rows == {}
    assert refused.why.startswith("Score: '42,1' is not written like 1,234.5, as was said: a comma between thousands")
    rows, _ = rows_of(open_source(path, ImportOptions(columns={**columns, "numbers": POINTS})))
    assert figures_of(rows["a"]) == {"quality.aa_index": 42.1, "input_price": 0.75}


def test_the_question_shows_what_each_answer_makes_of_the_table() -> None:
    """Numbers with a comma first: by them the answers differ."""
    assert answers(["n/a", "7", "42,1", "$0,75", "good", "42,1"]) == (
        ("", "without a comma: 42,1 is refused, 0,75 is refused, 7 reads 7"),
        (COMMAS, "like 1,234.5: 42,1 is refused, 0,75 is refused, 7 reads 7"),
        (POINTS, "like 1.234,5: 42,1 reads 42.1, 0,75 reads 0.75, 7 reads 7"),
    )
    assert answers([])[0] == ("", "without a comma")


# --- whose figures they are


def test_source_and_basis_are_stated_once_and_a_row_says_more(write: Write) -> None:
    """What nobody says is the file's name and published; a row's own source and basis win; the preview tells it."""
    path = write("mine.csv", "Model,Score,From,Known\na,1,,\nb,2,Vendor page,self reported\n")
    columns = {"Model": "model", "Score": "quality.aa_index", "From": "source", "Known": "basis"}
    source = open_source(path, ImportOptions(columns={"Model": "model", "Score": "quality.aa_index"}))
    (figure,) = rows_of(source)[0]["a"].figures
    assert (figure.source, figure.basis) == ("mine.csv", "published")
    assert source.importer.notices(source.document) == ("Source “mine.csv”, basis published.",)
    source = open_source(path, ImportOptions(columns=columns, source="Our test", basis="measured"))
    rows, _ = rows_of(source)
    assert [(one.source, one.basis) for row in rows.values() for one in row.figures] == [
        ("Our test", "measured"),
        ("Vendor page", "self_reported"),
    ]
    assert source.columns is not None and (source.columns[SOURCE], source.columns[BASIS]) == ("Our test", "measured")
    told = "Source “Our test”, basis measured, where a row has no source and basis of its own."
    assert source.importer.notices(source.document) == (told,)


def test_a_known_format_says_itself_where_it_is_from(write: Write) -> None:
    """A source stated of it would be another's."""
    path = write("prices.json", {"m": {"litellm_provider": "openai", "input_cost_per_token": 1e-7}})
    with pytest.raises(ShortlistError, match="LiteLLM price map says itself where its figures come from"):
        open_source(path, ImportOptions(source="me"))


@pytest.mark.parametrize(("key", "value", "told"), [(BASIS, "rumour", "is none of contract"), (SOURCE, " ", "empty")])
def test_what_is_stated_is_checked(key: str, value: str, told: str) -> None:
    """As strictly as a column is."""
    with pytest.raises(ShortlistError, match=told):
        checked_columns({"Model": "model", key: value}, ["Model"])


# --- what columns may mean


def test_every_meaning_has_a_line_of_help_and_words_of_its_own() -> None:
    """No two look alike, each can be read by, and no unit is offered that the figure cannot be in."""
    offered = meanings("quality.ours")
    assert all(one.help for one in offered)
    assert len({one.words for one in offered}) == len({one.id for one in offered}) == len(offered)
    for one in offered[1:]:
        if one.id != OWN:
            name = {} if one.id in ("name", "model") else {"N": "name"}
            checked_columns({"C": one.id, **name}, ["C", "N"])
    words = [one.words for one in offered]
    assert "request price, USD per call" in words and "request price, USD per thousand calls" in words
    assert not any(one.startswith("request price") and "token" in one for one in words)
    assert "alternative hosts, in thousands" not in words
    assert {"time to first token (ttft), seconds", "first token of any kind, seconds"} <= set(words)
    assert "quality: arena elo, from 0 to 1" not in [one.words for one in meanings("quality.arena_elo")]
    assert set(UNITS) - {""} == {one.id.partition(":")[2] for one in offered} - {""}


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("prov", "provider"),
        ("ttft ms", "ttft:ms"),
        ("input_price", "input_price"),
        ("invoice", None),
        ("bill", "provider"),
    ],
)
def test_words_find_a_meaning(typed: str, first: str | None) -> None:
    """By its name first, then by its help; what has no word of it is not offered."""
    found = found_by(typed, meanings("quality.ours"))
    assert (found[0].id if found else None) == first


# --- what is not recognised


def test_one_model_beside_the_specimen_is_a_price_map(write: Write) -> None:
    """The entry that explains the format need not look like one."""
    entry = {"litellm_provider": "openai", "input_cost_per_token": 1e-7, "max_input_tokens": 100}
    path = write("prices.json", {"sample_spec": {"input_cost_per_token": 0.0}, "gpt-6-luna": entry})
    source = opened(path)
    rows, refused = rows_of(source)
    assert source.importer.id == "litellm"
    assert figures_of(rows["gpt-6-luna"]) == {"input_price": 0.1, "context_window": 100}
    assert [one.name for one in refused] == ["sample_spec"]


def test_a_named_format_reads_what_does_not_look_like_it(write: Write) -> None:
    """Record by record, with the reason for each; what has no such record at all is refused whole."""
    rare = {"x": {}, "y": {"mode": "chat"}, "m": {"litellm_provider": "openai", "max_input_tokens": 9}}
    path = write("prices.json", rare)
    with pytest.raises(UnknownFormat):
        opened(path)
    rows, refused = rows_of(open_source(path, ImportOptions(format="litellm")))
    assert (list(rows), len(refused)) == (["m"], 2)


@pytest.mark.parametrize("content", ['{"a": 1}', "[1, []]", "a,b\n1,2\n", "---\nx: 1\n---\n# T\n"])
@pytest.mark.parametrize("format_", FORMATS)
def test_no_format_that_is_named_fails_on_another_file(write: Write, content: str, format_: str) -> None:
    """Whatever its shape: nothing but a sentence and refused rows comes of it, never a figure."""
    try:
        source = open_source(write("x", content), ImportOptions(format=format_))
        rows, _ = rows_of(source)
        source.importer.notices(source.document)
    except ShortlistError:
        return
    assert not any(row.figures for row in rows.values())

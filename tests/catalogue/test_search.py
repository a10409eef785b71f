"""A search finds by words, ranks the same every time, and is what loads the catalogue."""

from __future__ import annotations

import subprocess
import sys
from datetime import date

from shortlist.catalogue.search import find, search

TODAY = date(2026, 11, 22)


def ids(query: str, limit: int = 50) -> list[tuple[str, str]]:
    return [(offering.provider, offering.model) for offering in search(query, TODAY, limit)]


def test_an_exact_id_comes_first_and_from_its_developer() -> None:
    assert ids("gpt-6-luna")[0] == ("openai", "gpt-6-luna")
    assert ids("GPT-6 Luna")[0] == ("openai", "gpt-6-luna")


def test_every_word_must_be_found_and_a_point_stays_in_its_number() -> None:
    assert ids("claude sonnet 5.5")
    assert all("sonnet" in offering.name.lower() for offering in search("anthropic sonnet", TODAY))
    assert ids("gpt 5")[0] == ("openai", "gpt-5")


def test_words_may_be_the_provider_or_the_developer() -> None:
    assert {offering.provider for offering in search("groq llama", TODAY)} == {"groq", "huggingface_groq"}
    assert all(offering.developer == "Moonshot AI" for offering in search("moonshot ai kimi", TODAY, 5))


def test_separators_may_be_left_out() -> None:
    assert ("openai", "gpt-6-luna") in ids("gpt6luna")


def test_the_limit_holds_and_nothing_is_found_for_nonsense() -> None:
    assert len(ids("gpt", 7)) == 7
    assert ids("no such model anywhere") == []
    assert len(ids("", 10_000)) > 2000


def test_deprecated_offerings_come_after_the_others_of_their_group() -> None:
    found = search("meta llama 70b avian", TODAY)
    assert [offering.deprecated for offering in found] == sorted(offering.deprecated for offering in found)


def test_find_takes_exact_ids_only() -> None:
    assert find("openai", "GPT-6-Luna", TODAY) is not None
    assert find("openai", "gpt-6-lun", TODAY) is None
    assert find("nobody", "gpt-6-luna", TODAY) is None


def test_genai_prices_is_imported_by_the_first_search_only() -> None:
    script = (
        "import sys, datetime, shortlist.catalogue.search as s, shortlist.catalogue.candidate\n"
        "assert 'genai_prices' not in sys.modules and 'pydantic' not in sys.modules\n"
        "s.search('gpt', datetime.date(2026, 11, 22), 1)\n"
        "assert 'genai_prices' in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", script], check=True)

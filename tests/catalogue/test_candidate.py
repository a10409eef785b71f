"""An offering becomes a candidate that validates once a person has answered what is unknown."""

from __future__ import annotations

from datetime import date

import pytest
from pydantic import ValidationError

from shortlist.catalogue.candidate import draft, unique_id
from shortlist.catalogue.search import find, offerings
from shortlist.core.document.candidate import Candidate
from shortlist.core.document.offering import Offering

TODAY = date(2026, 11, 22)


def luna() -> Offering:
    found = find("openai", "gpt-6-luna", TODAY)
    assert found is not None
    return found


def test_every_offering_makes_a_valid_candidate_once_the_questions_are_answered() -> None:
    answers = {"access": "managed_api", "openness": "closed"}
    for offering in offerings(TODAY):
        document, ask = draft(offering)
        needed = {key: answers[key] for key in ask if key in answers}
        candidate = Candidate.model_validate({**document, **needed})
        assert candidate.provider == offering.provider
        assert len(candidate.observations) == len(offering.figures)


def test_access_and_openness_are_asked_not_guessed() -> None:
    unknown = find("openrouter", "~openai/gpt-latest", TODAY)
    assert unknown is not None
    document, ask = draft(unknown)
    assert ask[:4] == ("access", "openness", "size_class", "roles")
    assert {"access", "openness"} & document.keys() == set()
    with pytest.raises(ValidationError):
        Candidate.model_validate(document)


def test_a_known_offering_leaves_only_what_no_source_states() -> None:
    assert draft(luna()).ask == ("size_class", "roles")


def test_observations_carry_package_version_page_and_day() -> None:
    candidate = Candidate.model_validate(draft(luna()).document)
    price = next(figure for figure in candidate.observations if figure.metric == "input_price")
    assert price.source.startswith("genai-prices ")
    assert price.url == "https://developers.openai.com/api/docs/pricing"
    assert price.basis == "published"
    assert price.as_of >= date(2026, 11, 10)
    assert candidate.capabilities.batch == "yes"
    assert candidate.capabilities.data_controls == "unknown"


def test_a_missing_price_is_asked_for_and_never_zero() -> None:
    unpriced = [offering for offering in offerings(TODAY) if not offering.priced]
    assert unpriced
    for offering in unpriced:
        document, ask = draft(offering)
        assert "input_price" in ask
        assert "input_price" not in {figure["metric"] for figure in document["observations"]}


def test_ids_are_unlike_those_taken() -> None:
    assert unique_id(luna()) == "gpt-6-luna"
    assert unique_id(luna(), ["gpt-6-luna"]) == "gpt-6-luna-openai"
    assert unique_id(luna(), ["gpt-6-luna", "gpt-6-luna-openai"]) == "gpt-6-luna-openai-2"

"""A chat's state as JSON: any place comes back as it went, and what cannot be read starts again kindly."""

import json
from datetime import UTC
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversation.kept import (
    chat_from_json,
    chat_to_json,
    drawn_from_json,
    drawn_to_json,
    prompt_from_json,
    prompt_to_json,
)
from conversation.places import ChoosingHamlet, Menu, Place, Reading, Welcome
from conversation.situation import Chat, Guesses, Prompt
from quizzes import Drawn

moments = st.datetimes(timezones=st.just(UTC))
prompts = st.builds(Prompt, shown_at=st.none() | moments)
guesses = st.builds(Guesses, since=moments)
places = st.one_of([st.from_type(place) for place in get_args(Place)])
chats = st.builds(
    Chat,
    channel=st.just("browser"),
    place=places,
    after=st.none() | places,
    prompt=st.none() | prompts,
    shown=st.none() | prompts,
    guesses=st.none() | guesses,
)


@given(chats)
def test_any_chat_comes_back_as_it_went(chat: Chat) -> None:
    shown = prompt_from_json(prompt_to_json(chat.shown)) if chat.shown else None
    assert chat_from_json(chat_to_json(chat), "browser", shown, has_learner=True) == chat


@given(places)
def test_a_place_is_kept_under_the_name_of_its_class(place: Place) -> None:
    kept = json.loads(chat_to_json(Chat("browser", place)))
    assert kept["version"] == 1
    assert kept["place"]["at"] == type(place).__name__


@pytest.mark.parametrize(
    "kept",
    [
        "",
        "{",
        "null",
        "[]",
        '{"place":{"at":"Menu"}}',
        '{"version":2,"place":{"at":"Menu"}}',
        '{"version":1}',
        '{"version":1,"place":"Menu"}',
        '{"version":1,"place":{}}',
        '{"version":1,"place":{"at":"Xóa rồi 🌾"}}',
        '{"version":1,"place":{"at":["Menu"]}}',
        '{"version":1,"place":{"at":"Reading","lesson":"009-giả-danh"}}',
        '{"version":1,"place":{"at":"Reading","lesson":"009-giả-danh","page":"đầu"}}',
        '{"version":1,"place":{"at":"Menu"},"after":{"at":"Gone"}}',
        '{"version":1,"place":{"at":"Menu"},"prompt":{"id":"một"}}',
    ],
)
def test_what_cannot_be_read_starts_again_at_the_menu_or_the_first_card(kept: str) -> None:
    shown = Prompt(7, ("tiếp",), (1,))
    assert chat_from_json(kept, "browser", shown, has_learner=True) == Chat("browser", Menu(), shown=shown)
    assert chat_from_json(kept, "browser", None, has_learner=False) == Chat("browser", Welcome())


@given(st.text(max_size=200))
def test_no_text_in_place_of_the_state_raises(kept: str) -> None:
    assert chat_from_json(kept, "browser", None, has_learner=True).place == Menu()


def test_a_field_that_is_gone_is_passed_over() -> None:
    kept = '{"version":1,"place":{"at":"Reading","lesson":"009","page":1,"voice":true}}'
    assert chat_from_json(kept, "browser", None, has_learner=True).place == Reading("009", 1)


def test_vietnamese_stays_readable_in_the_database() -> None:
    assert "Thọ Nghiệp 🌾" in chat_to_json(Chat("browser", ChoosingHamlet("Thọ Nghiệp 🌾")))


@pytest.mark.parametrize("kept", [None, "", "{}", '{"id":1,"choices":"a"}', "[1]"])
def test_a_prompt_that_cannot_be_read_is_none(kept: str | None) -> None:
    assert prompt_from_json(kept) is None


@given(st.lists(st.builds(Drawn), max_size=4))
def test_drawn_questions_come_back_as_they_went(drawn: list[Drawn]) -> None:
    assert drawn_from_json(drawn_to_json(tuple(drawn))) == tuple(drawn)

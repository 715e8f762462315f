"""Taking in: accepted means kept, one tap has one effect, and a bad event harms nobody but itself."""

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from random import Random

import pytest
from sqlalchemy.exc import OperationalError

from bot.incoming import Incoming
from conversation.decide import decide
from conversation.events import Event, Typed
from conversation.situation import Situation, Step
from conversation.world import World
from tests.edge.taking import BROWSER, Taking, begin, take_through_a_writer

POISON = "☠ đắng"


def _trips_over_poison(situation: Situation, event: Event, world: World, now: datetime, rng: Random) -> Step:
    if isinstance(event, Typed) and event.text == POISON:
        raise LookupError("a secret the log must not tell")
    return decide(situation, event, world, now, rng)


@pytest.fixture
def taking(tmp_path: Path) -> Iterator[Taking]:
    taking = begin(f"sqlite:///{tmp_path / 'commune.db'}", _trips_over_poison)
    yield taking
    taking.engine.dispose()


def _join(taking: Taking, *people: str) -> None:
    taking.intake.take([taking.tap(who, "p.0.0", f"{who}:0") for who in people])


def test_a_new_visitor_is_one_tap_from_the_first_page(taking: Taking) -> None:
    _join(taking, "lan")
    head = taking.message("lan").head
    assert head is not None
    assert (head.title, head.where) == ("Cuộc gọi giả danh", "trang 1/4")
    assert taking.count("learner") == 1
    assert taking.count("consent", "purpose = 'learn' AND choice") == 1


def test_an_event_that_comes_again_has_no_effect(taking: Taking) -> None:
    _join(taking, "lan")
    _join(taking, "lan")
    assert taking.count("learner") == 1
    assert taking.count("consent") == 1


def test_the_same_event_twice_in_one_batch_counts_once(taking: Taking) -> None:
    _join(taking, "lan", "lan", "lan")
    assert taking.count("learner") == 1


def test_one_answer_counts_once_under_whatever_id_it_arrives(taking: Taking) -> None:
    _join(taking, "lan")
    for page in range(4):
        (onward,) = taking.message("lan").options
        taking.intake.take([taking.tap("lan", onward.button, f"lan:{page + 1}")])
    answer = taking.message("lan").options[0].button
    taking.intake.take([taking.tap("lan", answer, "lan:a"), taking.tap("lan", answer, "lan:b")])
    taking.intake.take([taking.tap("lan", answer, "lan:c")])
    assert taking.count("answer") == 1
    assert taking.message("lan").bubbles[0].tone == "why"


def test_an_event_of_a_step_that_is_not_shown_now_is_not_taken_and_blocks_nothing(taking: Taking) -> None:
    _join(taking, "lan")
    (onward,) = taking.message("lan").options
    for step in (0, 2, 7):
        taking.intake.take([replace(taking.tap("lan", onward.button, f"lan:{step}x"), step=step)])
    taking.intake.take([replace(taking.tap("lan", onward.button, "lan:1"), step=1)])
    taking.intake.take([replace(taking.tap("lan", taking.message("lan").options[0].button, "lan:2x"), step=2)])
    head = taking.message("lan").head
    assert head is not None
    assert head.where == "trang 3/4"


def test_an_attempt_of_another_chat_is_refused(taking: Taking) -> None:
    _join(taking, "lan", "binh")
    for page in range(4):
        (onward,) = taking.message("lan").options
        taking.intake.take([taking.tap("lan", onward.button, f"lan:{page + 1}")])
    stolen = taking.message("lan").options[0].button
    taking.intake.take([taking.tap("binh", stolen, "binh:1")])
    assert taking.count("answer") == 0
    assert "không dùng được" in taking.message("binh").bubbles[0].text


def test_an_event_the_program_fails_on_gets_the_menu_and_harms_nobody_else(taking: Taking) -> None:
    _join(taking, "lan", "binh")
    poison = Incoming(BROWSER, "lan", "lan:1", Typed(POISON))
    (onward,) = taking.message("binh").options
    taking.intake.take([poison, taking.tap("binh", onward.button, "binh:1")])
    assert "vấp" in taking.message("lan").bubbles[0].text
    assert len(taking.message("lan").options) == 5
    head = taking.message("binh").head
    assert head is not None
    assert head.where == "trang 2/4"
    assert taking.count("failure") == 1
    assert taking.count("failure", "error LIKE '%secret%' OR error LIKE '%đắng%'") == 0
    taking.intake.take([poison])
    assert taking.count("failure") == 1


def test_without_the_database_nothing_is_accepted_and_nothing_is_lost(taking: Taking, tmp_path: Path) -> None:
    _join(taking, "lan")
    with sqlite3.connect(tmp_path / "commune.db") as other:
        other.execute("ALTER TABLE inbox RENAME TO gone")
    failed = take_through_a_writer(taking, [taking.tap("lan", "p.0.0", "lan:9"), taking.tap("cuc", "p.0.0", "cuc:0")])
    assert [type(error) for error in failed] == [OperationalError, OperationalError]
    with sqlite3.connect(tmp_path / "commune.db") as other:
        other.execute("ALTER TABLE gone RENAME TO inbox")
    other.close()
    assert take_through_a_writer(taking, [taking.tap("cuc", "p.0.0", "cuc:0")]) == [None]
    assert taking.count("learner") == 2


def test_sixty_four_people_at_once_are_all_taken(taking: Taking) -> None:
    people = [f"người {number}" for number in range(64)]
    taken = take_through_a_writer(taking, [taking.tap(who, "p.0.0", f"{who}:0") for who in people])
    assert taken == [None] * 64
    assert taking.count("learner") == 64


def test_a_visitor_who_only_looks_around_is_kept_for_a_day(taking: Taking) -> None:
    taking.intake.take([taking.tap("khach", "p.0.1", "khach:0")])
    assert taking.count("learner") == 0
    assert taking.count("chat", "expires_at = '2026-11-23 01:00:00.000000'") == 1
    _join(taking, "lan")
    assert taking.count("chat", "expires_at IS NULL") == 1


def test_the_join_code_of_a_poster_is_named_in_the_consent_and_nowhere_before(taking: Taking) -> None:
    taking.intake.take([taking.tap("lan", "p.0.0", "lan:0", "4821")])
    assert taking.count("membership") == 0
    assert taking.count("chat", "state LIKE '%X01%'") == 1

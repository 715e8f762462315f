"""A leader records a session one question at a time, is told what looks odd, and puts right what was recorded."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from campaign.sessions import Flag, flags
from conversation.events import Typed
from conversation.places import HeldSessions, Leading, RecordingSession
from conversation.session_steps import Step, next_step
from conversation.team import HeldSession, Session, SessionRecorded
from tests.unit.at_work import EAST, HELD, ROOM, Leader, Team, binh
from tests.unit.chatting import TINY

DAY = date(2026, 12, 7)
TOLD = Session(DAY, "009-bài-ữ", "Nhà văn hóa", 12, 5, 3, 0)


def recording(team: Team | None = None) -> Leader:
    return binh(team).tap("Ghi buổi hướng dẫn")


def step(leader: Leader) -> Step | None:
    assert isinstance(leader.chat.place, RecordingSession)
    return next_step(leader.chat.place.session)


def session(leader: Leader) -> Session:
    assert isinstance(leader.chat.place, RecordingSession)
    return leader.chat.place.session


def test_a_session_is_recorded_by_digits_alone() -> None:
    leader = recording().say("1", "1", "1", "12", "5", "3", "0", "1")
    assert leader.deeds == [SessionRecorded(1, TOLD)]
    assert leader.chat.place == Leading(EAST)
    assert leader.said()[0] == "recording.done"


def test_nothing_is_recorded_before_it_was_looked_at() -> None:
    leader = recording().say("1", "1", "1", "12", "5", "3", "0")
    assert leader.deeds == []
    assert step(leader) is None
    assert leader.said() == ["recording.check", "recording.check_counts"]
    assert "12 người đến: 5 phụ nữ, 3 người từ 60 tuổi, 0 người lần đầu" in leader.heard()


@pytest.mark.parametrize("way", ["ok", "dạ", "tiếp"])
def test_a_polite_word_records_nothing(way: str) -> None:
    leader = recording().say("1", "1", "1", "12", "5", "3", "0", way)
    assert leader.deeds == []
    assert step(leader) is None


def test_a_day_and_a_place_may_be_typed() -> None:
    leader = recording().say("3/12", "Bài 9 đọc tin nhắn", "  Đình làng **Đông** ữ 🌾 ")
    assert session(leader) == Session(date(2026, 12, 3), "009-bài-ữ", "Đình làng Đông ữ 🌾")


def test_the_place_may_be_left_out() -> None:
    assert session(recording().say("2", "1", "2")) == Session(DAY - timedelta(days=1), "009-bài-ữ", "")


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("8/12", "recording.future"),
        ("7/10", "recording.too_old"),
        ("31/11", "recording.no_day"),
        ("ngày 31.2", "recording.no_day"),
        ("hôm nào ấy", "leading.unclear"),
        ("7", "heard.choose_one"),
    ],
)
def test_a_day_that_cannot_be_is_kindly_asked_again(typed: str, key: str) -> None:
    leader = recording().say(typed)
    assert leader.said() == [key, "recording.day"]
    assert step(leader) is Step.DAY


def test_sixty_days_back_is_still_recorded() -> None:
    assert session(recording().say("8/10")).day == date(2026, 10, 8)


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("0", "recording.nobody_came"),
        ("12 nam 5 nữ", "recording.no_number"),
        ("123456", "recording.no_number"),
        ("đông lắm", "leading.unclear"),
        ("036158001234", "heard.id_number"),
    ],
)
def test_a_number_that_cannot_be_is_kindly_asked_again(typed: str, key: str) -> None:
    leader = recording().say("1", "1", "1", typed)
    assert leader.said() == [key, "recording.present"]
    assert step(leader) is Step.PRESENT


@pytest.mark.parametrize("before", [(), ("5",), ("5", "3")])
def test_no_part_may_be_more_than_the_whole(before: tuple[str, ...]) -> None:
    leader = recording().say("1", "1", "1", "12", *before)
    asked = step(leader)
    leader.say("13")
    assert leader.said()[0] == "recording.more_than_present"
    assert "13" in leader.heard()
    assert step(leader) is asked


def test_nobody_is_a_button_and_a_word_too() -> None:
    leader = recording().say("1", "1", "1", "12").tap("Không có ai").say("không có ai ạ", "không")
    assert (session(leader).women, session(leader).aged_60_plus, session(leader).first_timers) == (0, 0, 0)


def test_beside_a_number_the_options_have_no_digit() -> None:
    leader = recording().say("1", "1", "1", "12")
    assert {option.number for option in leader.sent[-1].options} == {0}


def test_a_number_typed_before_its_question_arrived_is_not_taken() -> None:
    leader = recording().say("1", "1", "1")
    leader.act(Typed("12"), arrives=False)
    leader.say("12")
    assert step(leader) is Step.WOMEN
    assert leader.said()[0] == "heard.stale"


def test_a_session_is_dropped_at_any_step() -> None:
    leader = recording().say("1", "1").tap("Hủy buổi này")
    assert leader.chat.place == Leading(EAST)
    assert leader.deeds == []


def test_it_is_told_again_from_the_beginning() -> None:
    leader = recording().say("1", "1", "1", "12", "5", "3", "0", "2")
    assert leader.chat.place == RecordingSession(EAST, Session())


def test_a_place_is_never_a_number_nobody_should_send() -> None:
    leader = recording().say("1", "1", "036158001234")
    assert session(leader).place is None
    assert leader.said()[0] == "heard.id_number"


def test_a_second_session_of_a_day_is_recorded_and_the_leader_told() -> None:
    leader = recording().say("3/12", "1", "1", "12", "5", "3", "0")
    assert leader.said() == ["recording.check", "recording.check_counts", "recording.doubled"]
    assert leader.say("1").deeds == [SessionRecorded(1, replace(TOLD, day=date(2026, 12, 3)))]


def test_more_people_than_the_hamlet_has_adults_are_recorded_and_the_leader_told() -> None:
    leader = recording().say("1", "1", "1", "413", "5", "3", "0")
    assert "recording.crowded" in leader.said()
    assert "412" in leader.heard()
    assert leader.say("1").deeds == [SessionRecorded(1, replace(TOLD, present=413))]


def held(team: Team | None = None) -> Leader:
    return binh(team).tap("Các buổi đã ghi")


def test_the_last_sessions_are_listed_with_what_became_of_them() -> None:
    refused = HeldSession(62, replace(HELD.session, day=date(2026, 12, 1)), False, (Flag.REFUSED,))
    waits = HeldSession(63, replace(HELD.session, day=date(2026, 11, 30), lesson="015-mất"), False)
    leader = held(Team(rooms={EAST: replace(ROOM, sessions=(HELD, refused, waits))}))
    labels = leader.heard().splitlines()[1:-1]
    assert labels == [
        "03/12 · 17 người · đã xác nhận · Bài 9 đọc tin nhắn 🌾",
        "01/12 · 17 người · chưa được tính · Bài 9 đọc tin nhắn 🌾",
        "30/11 · 17 người · chờ xác nhận · 015-mất",
    ]


def test_without_sessions_the_list_says_so() -> None:
    assert held(Team(rooms={EAST: replace(ROOM, sessions=())})).said() == ["held.none"]


def test_a_session_is_put_right_and_what_was_right_kept_by_one_tap_each() -> None:
    leader = held().say("1")
    assert leader.chat.place == RecordingSession(EAST, Session(), corrects=HELD.id)
    for _ in range(3):
        leader.tap("Giữ như cũ")
    leader.say("18").tap("Giữ như cũ: 9").tap("Giữ như cũ: 5").tap("Giữ như cũ: 4").say("1")
    assert leader.deeds == [SessionRecorded(1, replace(HELD.session, present=18), HELD.id)]


def test_a_session_put_right_is_no_double_of_itself() -> None:
    leader = held().say("1")
    for _ in range(7):
        leader.tap("Giữ như cũ")
    assert leader.said() == ["recording.check", "recording.check_counts"]


def test_a_part_kept_must_still_fit() -> None:
    leader = held().say("1")
    for _ in range(3):
        leader.tap("Giữ như cũ")
    leader.say("8").tap("Giữ như cũ: 9")
    assert leader.said()[0] == "recording.more_than_present"


def test_a_session_somebody_else_put_right_meanwhile_is_not_put_right_again() -> None:
    leader = held().say("1")
    for _ in range(7):
        leader.tap("Giữ như cũ")
    leader.team.rooms[EAST] = replace(ROOM, sessions=(replace(HELD, id=77),))
    leader.say("1")
    assert leader.deeds == []
    assert leader.chat.place == HeldSessions(EAST)
    assert leader.said()[0] == "held.gone"


def test_a_lesson_the_course_no_longer_has_is_asked_again() -> None:
    leader = recording().say("1", "3", "1")
    leader.world = TINY[2]
    leader.say("12")
    assert step(leader) is Step.LESSON
    assert session(leader).lesson is None


@pytest.mark.parametrize(
    ("present", "others", "adults", "found"),
    [
        (12, [], 412, ()),
        (412, [], 412, ()),
        (413, [], 412, (Flag.CROWDED,)),
        (413, [], None, ()),
        (12, [DAY], 412, (Flag.DOUBLED,)),
        (413, [DAY, DAY - timedelta(days=1)], 412, (Flag.DOUBLED, Flag.CROWDED)),
        (12, [DAY - timedelta(days=1)], 412, ()),
    ],
)
def test_what_looks_odd_is_flagged(
    present: int, others: list[date], adults: int | None, found: tuple[Flag, ...]
) -> None:
    assert flags(DAY, present, others, adults) == found

"""Questions to people: whose team sees them, when the office does, and that no word outlives its answer."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Connection, insert, select, update

from campaign.consent import Purpose
from conversation.facts import Asked, Consented, HelpWanted, LearnerErased, LetterRead, Named, Settled
from conversation.learner import InHamlet, Letter, Outside, Question
from storage import outbox, questions
from storage.chats import ChatKey
from storage.outbox import Draft
from storage.tables import chat, help_request, household, leader, question, unit
from storage.tables import outbox as outbox_table
from tests.db.people import LESSON, NOW, TODAY, Person, count, message, save_chat, settle

ASKED = "Mã OTP ●●● là gì, có đưa cho ngân hàng không? 🌾 ẫ ư đ"
SHOW = Consented(Purpose.SHOW_NAME_TO_LEADER, True, "v1")


@pytest.fixture(autouse=True)
def hamlets(tx: Connection) -> None:
    settle(tx, "dong", "tay")


def lead(tx: Connection, code: str, **more: object) -> int:
    """Let somebody lead a unit and return the post."""
    row = {"unit_code": code, "name": "anh Bình", "from_day": TODAY, "to_day": None, "version": "v1", **more}
    return int(tx.scalars(insert(leader).values(row).returning(leader.c.id)).one())


def lan(tx: Connection, home: str | None = "dong") -> Person:
    return Person(tx).join(home)


def open_ids(tx: Connection, *codes: str) -> list[int]:
    return [one.id for each in questions.open_of(tx, codes).values() for one in each]


def words_kept(tx: Connection) -> list[tuple[str, str, str]]:
    kept = select(question.c.state, question.c.text, question.c.answer)
    return [(state, text, answer) for state, text, answer in tx.execute(kept)]


def test_a_question_goes_to_the_team_of_the_learners_own_hamlet(tx: Connection) -> None:
    lead(tx, "dong")
    lan(tx).live(Asked(ASKED))
    [inquiry] = questions.open_of(tx, ["dong", "tay"])["dong"]
    assert (inquiry.text, inquiry.asked_on) == (ASKED, TODAY)
    assert questions.for_office(tx) == ()


def test_the_team_of_another_hamlet_never_gets_it(tx: Connection) -> None:
    """Bà Cúc leads xóm Tây and may not see what chị Lan of xóm Đông asks or needs."""
    lead(tx, "dong")
    lead(tx, "tay", name="bà Cúc")
    lan(tx).live(Asked(ASKED), HelpWanted(LESSON), SHOW, Named("Lan"))
    assert questions.open_of(tx, ["tay"]) == {}
    assert questions.waiting_of(tx, ["tay"]) == {}
    assert questions.count_waiting(tx, ["tay"]) == {"tay": 0}


@pytest.mark.parametrize(
    "post",
    [
        None,
        {"to_day": TODAY - timedelta(days=1)},
        {"from_day": TODAY + timedelta(days=1)},
        {"unit_code": "tay"},
    ],
)
def test_without_a_team_today_it_goes_to_the_office(tx: Connection, post: dict[str, object] | None) -> None:
    if post is not None:
        lead(tx, **{"code": "dong", **post})  # type: ignore[arg-type]
    lan(tx).live(Asked(ASKED))
    [waiting] = questions.for_office(tx)
    assert (waiting.unit, waiting.text, waiting.asked_at, waiting.since) == ("dong", ASKED, NOW, NOW)
    assert questions.open_of(tx, ["dong", "tay"]) == {}


def test_a_team_on_its_last_day_still_gets_it(tx: Connection) -> None:
    lead(tx, "dong", to_day=TODAY)
    lan(tx).live(Asked(ASKED))
    assert len(open_ids(tx, "dong")) == 1


def test_a_team_from_before_a_merger_is_the_team_of_the_new_hamlet(tx: Connection) -> None:
    lead(tx, "tay")
    gone = {"valid_to": TODAY - timedelta(days=1), "merged_into": "dong"}
    tx.execute(update(unit).where(unit.c.code == "tay").values(gone))
    lan(tx).live(Asked(ASKED))
    assert len(open_ids(tx, "dong")) == 1


@pytest.mark.parametrize("home", [None, "elsewhere"])
def test_whoever_has_no_hamlet_asks_the_office(tx: Connection, home: str | None) -> None:
    lead(tx, "dong")
    person = lan(tx, None)
    person.live(*([Settled(Outside())] if home else []), Asked(ASKED))
    [waiting] = questions.for_office(tx)
    assert waiting.unit is None


def test_a_question_stays_with_the_team_it_was_sent_to_when_the_learner_moves(tx: Connection) -> None:
    lead(tx, "dong")
    lead(tx, "tay")
    lan(tx).live(Asked(ASKED)).live(Settled(InHamlet("tay")))
    assert len(open_ids(tx, "dong")) == 1
    assert open_ids(tx, "tay") == []


def test_an_answer_reaches_who_asked_as_a_letter(tx: Connection) -> None:
    lead(tx, "dong")
    person = lan(tx).live(Asked(ASKED))
    [inquiry] = open_ids(tx, "dong")
    assert questions.reply(tx, inquiry, "Không đưa cho ai.", "anh Bình", NOW) == person.id
    assert person.stored.letters == (Letter(inquiry, ASKED, "Không đưa cho ai.", "anh Bình"),)
    assert open_ids(tx, "dong") == []


def test_answers_nobody_has_seen_are_found_by_who_asked(tx: Connection) -> None:
    lead(tx, "dong")
    person = lan(tx).live(Asked(ASKED), Asked("Câu hai?"))
    assert questions.unread(tx) == {}
    inquiry, _ = open_ids(tx, "dong")
    questions.reply(tx, inquiry, "Không đưa cho ai.", "anh Bình", NOW)
    assert questions.unread(tx) == {person.id: (Letter(inquiry, ASKED, "Không đưa cho ai.", "anh Bình"),)}


def test_a_second_answer_comes_too_late(tx: Connection) -> None:
    person = lan(tx).live(Asked(ASKED))
    [waiting] = questions.for_office(tx)
    assert questions.reply(tx, waiting.id, "Không.", "anh Bình", NOW) == person.id
    assert questions.reply(tx, waiting.id, "Có.", "chị Hoa", NOW) is None
    assert [letter.answer for letter in person.stored.letters] == ["Không."]


def test_an_answer_to_a_question_that_is_gone_does_nothing(tx: Connection) -> None:
    assert questions.reply(tx, 987, "Không.", "anh Bình", NOW) is None


def test_no_word_of_a_question_is_kept_once_its_answer_was_seen(tx: Connection) -> None:
    person = lan(tx).live(Asked(ASKED))
    [waiting] = questions.for_office(tx)
    questions.reply(tx, waiting.id, "Không đưa cho ai.", "anh Bình", NOW)
    person.learner = person.stored
    person.live(LetterRead(waiting.id))
    assert words_kept(tx) == [("read", "", "")]
    assert person.stored.letters == ()


def test_a_letter_of_somebody_else_cannot_be_read_away(tx: Connection) -> None:
    lan(tx).live(Asked(ASKED))
    [waiting] = questions.for_office(tx)
    questions.reply(tx, waiting.id, "Không.", "anh Bình", NOW)
    lan(tx, "tay").live(LetterRead(waiting.id))
    assert words_kept(tx) == [("answered", ASKED, "Không.")]


def test_a_question_without_an_answer_is_not_emptied(tx: Connection) -> None:
    person = lan(tx).live(Asked(ASKED))
    [waiting] = questions.for_office(tx)
    person.live(LetterRead(waiting.id))
    assert words_kept(tx) == [("office", ASKED, "")]


def test_the_conversation_knows_how_many_questions_are_open(tx: Connection) -> None:
    person = lan(tx).live(Asked(ASKED), Asked("Câu hai?"))
    questions.reply(tx, questions.for_office(tx)[0].id, "Không.", "anh Bình", NOW)
    assert person.stored.asked == (Question(TODAY, is_open=False), Question(TODAY, is_open=True))
    assert person.learner is not None
    assert person.learner.asked == (Question(TODAY, is_open=True),) * 2


def test_after_two_days_of_silence_the_office_gets_it(tx: Connection) -> None:
    lead(tx, "dong")
    lan(tx).live(Asked(ASKED))
    assert questions.pass_to_office(tx, NOW + timedelta(days=2) - timedelta(seconds=1)) == 0
    late = NOW + timedelta(days=2)
    assert questions.pass_to_office(tx, late) == 1
    [waiting] = questions.for_office(tx)
    assert (waiting.unit, waiting.asked_at, waiting.since) == ("dong", NOW, late)
    assert open_ids(tx, "dong") == []
    assert questions.pass_to_office(tx, late) == 0


def test_what_was_answered_is_not_passed_on(tx: Connection) -> None:
    lead(tx, "dong")
    lan(tx).live(Asked(ASKED))
    questions.reply(tx, open_ids(tx, "dong")[0], "Không.", "anh Bình", NOW)
    assert questions.pass_to_office(tx, NOW + timedelta(days=9)) == 0


def test_who_waits_is_a_number_until_the_name_may_be_shown(tx: Connection) -> None:
    person = lan(tx).live(HelpWanted(LESSON), Named("Lan ữ"))
    [waiting] = questions.waiting_of(tx, ["dong"])["dong"]
    assert (waiting.name, waiting.lesson, waiting.since) == ("", LESSON, TODAY)
    person.live(SHOW)
    assert [one.name for one in questions.waiting_of(tx, ["dong"])["dong"]] == ["Lan ữ"]
    person.live(replace(SHOW, choice=False))
    assert [one.name for one in questions.waiting_of(tx, ["dong"])["dong"]] == [""]


def test_who_moved_waits_in_the_new_hamlet(tx: Connection) -> None:
    lan(tx).live(HelpWanted()).live(Settled(InHamlet("tay")))
    assert questions.count_waiting(tx, ["dong", "tay"]) == {"dong": 0, "tay": 1}
    assert list(questions.waiting_of(tx, ["dong", "tay"])) == ["tay"]


def test_whoever_asks_for_help_twice_waits_once(tx: Connection) -> None:
    person = lan(tx).live(HelpWanted(), HelpWanted(LESSON))
    person.live(HelpWanted(LESSON))
    assert questions.count_waiting(tx, ["dong"]) == {"dong": 1}


def test_who_was_helped_waits_no_more_and_may_ask_again(tx: Connection) -> None:
    post = lead(tx, "dong")
    person = lan(tx).live(HelpWanted(LESSON))
    [waiting] = questions.waiting_of(tx, ["dong"])["dong"]
    assert questions.help_done(tx, waiting.id, post, TODAY)
    assert not questions.help_done(tx, waiting.id, post, TODAY)
    assert questions.waiting_of(tx, ["dong"]) == {}
    person.live(HelpWanted())
    assert questions.count_waiting(tx, ["dong"]) == {"dong": 1}


def test_erasing_takes_questions_and_requests_along(tx: Connection) -> None:
    lan(tx).live(Asked(ASKED), HelpWanted(LESSON)).live(LearnerErased())
    assert (count(tx, question), count(tx, help_request)) == (0, 0)


def test_asking_about_no_units_finds_nothing(tx: Connection) -> None:
    lan(tx).live(Asked(ASKED), HelpWanted())
    assert (questions.open_of(tx, []), questions.waiting_of(tx, []), questions.count_waiting(tx, [])) == ({}, {}, {})
    assert questions.recipients(tx, []) == {}


def talk(tx: Connection, person: Person, account: str, seq: int = 1) -> int:
    """Give somebody a chat in which something was sent."""
    chat_id = save_chat(tx, ChatKey(account, f"{account}-{person.id}"), person.id, seq=seq)
    outbox.add(tx, [Draft(account, chat_id, seq, message(), None, TODAY)])
    return chat_id


def test_a_learner_is_written_to_where_something_was_sent_last(tx: Connection) -> None:
    person = lan(tx)
    first = talk(tx, person, "zalo_bot:main", seq=3)
    second = talk(tx, person, "telegram:main")
    assert person.id is not None
    assert questions.recipients(tx, [person.id]) == {person.id: ("telegram:main", second, 1)}
    outbox.add(tx, [Draft("zalo_bot:main", first, 4, message(), None, TODAY)])
    assert questions.recipients(tx, [person.id]) == {person.id: ("zalo_bot:main", first, 3)}


def test_a_page_and_a_chat_nothing_was_sent_to_lately_are_not_written_to(tx: Connection) -> None:
    person = lan(tx)
    save_chat(tx, ChatKey("browser:main", "lan"), person.id)
    chat_id = talk(tx, person, "telegram:main")
    tx.execute(outbox_table.delete().where(outbox_table.c.chat_id == chat_id))
    assert person.id is not None
    assert questions.recipients(tx, [person.id]) == {}


def test_a_shared_phone_is_not_written_to(tx: Connection) -> None:
    person = lan(tx)
    chat_id = talk(tx, person, "telegram:main")
    tx.execute(insert(household).values(chat_id=chat_id, learner_id=person.id, label="Bà"))
    assert person.id is not None
    assert questions.recipients(tx, [person.id]) == {}


def test_a_chat_that_cannot_be_reached_is_not_written_to(tx: Connection) -> None:
    person = lan(tx)
    chat_id = talk(tx, person, "telegram:main")
    tx.execute(update(chat).where(chat.c.id == chat_id).values(is_unreachable=True))
    assert person.id is not None
    assert questions.recipients(tx, [person.id]) == {}

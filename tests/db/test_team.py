"""Leaders in the database: invited once, holding a post between two days, reaching their own unit and no other."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest
from sqlalchemy import Connection, func, select, update

from campaign.consent import Purpose
from campaign.sessions import Flag
from conversation.facts import Asked, Consented, HelpWanted, Named
from conversation.team import (
    Deed,
    HeldSession,
    Helped,
    Invited,
    LeftPost,
    PageOpened,
    Post,
    Replied,
    Session,
    SessionRecorded,
    TookPost,
)
from storage import doors, team
from storage.chats import ChatKey
from storage.tables import audit, chat, guided_session, help_request, invitation, leader, question, unit
from tests.db.people import NOW, TODAY, Person, count, save_chat, settle

BINH, CUC = ChatKey("telegram:main", "binh"), ChatKey("telegram:main", "cuc")
YESTERDAY = TODAY - timedelta(days=1)
TOLD = Session(TODAY, "009-giả-danh", "Nhà văn hóa ữ 🌾", 17, 9, 5, 4)
LATER = NOW + timedelta(days=7)
MOMENT = timedelta(seconds=1)


@pytest.fixture(autouse=True)
def hamlets(tx: Connection) -> None:
    """Let there be xóm Đông and xóm Tây."""
    settle(tx, "X01", "X02")


def invite(tx: Connection, code: str = "X01", name: str = "Anh Bình") -> Invited:
    """Return the invitation that somebody typed."""
    found = team.invited(tx, team.invite(tx, code, name, NOW, Random(len(name))), NOW)
    assert found is not None
    return found


def lead(tx: Connection, key: ChatKey = BINH, code: str = "X01", name: str = "Anh Bình") -> tuple[int, Post]:
    """Let somebody take a post in a chat of their own; return the chat's id and the post."""
    chat_id = save_chat(tx, key)
    do(tx, chat_id, TookPost(invite(tx, code, name), "v1"))
    [post] = held(tx, chat_id)
    return chat_id, post


def do(tx: Connection, chat_id: int, deed: Deed, today: date = TODAY) -> frozenset[int]:
    """Do one thing in a chat."""
    return team.follow(tx, [(chat_id, deed)], today, NOW)


def held(tx: Connection, chat_id: int, today: date = TODAY) -> tuple[Post, ...]:
    """Return the posts held in a chat."""
    return team.posts(tx, [chat_id], today).get(chat_id, ())


def merge(tx: Connection, code: str, into: str) -> None:
    """Let a hamlet become part of another one, as of today."""
    ended = {"valid_to": YESTERDAY, "merged_into": into}
    tx.execute(update(unit).where(unit.c.code == code).values(ended))


def lan(tx: Connection, home: str = "X01") -> Person:
    """Return chị Lan, who waits for help and asked something."""
    return Person(tx).join(home).live(HelpWanted("009-giả-danh"), Asked("Mã OTP là gì ạ?"))


def sessions(tx: Connection, code: str = "X01", today: date = TODAY) -> tuple[HeldSession, ...]:
    """Return the sessions of a unit as its leaders see them."""
    return team.rooms(tx, [code], today)[code].sessions


def test_a_code_has_eight_digits_and_never_begins_with_0(tx: Connection) -> None:
    codes = {team.invite(tx, "X01", "Anh Bình", NOW, Random(at)) for at in range(40)}
    assert len(codes) == 40
    assert all(len(code) == 8 and code.isdigit() and code[0] != "0" for code in codes)


def test_two_invitations_never_share_a_code(tx: Connection) -> None:
    assert team.invite(tx, "X01", "Anh Bình", NOW, Random(7)) != team.invite(tx, "X02", "Bà Cúc", NOW, Random(7))


def test_a_code_invites_for_seven_days(tx: Connection) -> None:
    code = team.invite(tx, "X01", "Anh Bình", NOW, Random(1))
    found = team.invited(tx, code, LATER - MOMENT)
    assert found is not None
    assert (found.unit, found.name) == ("X01", "Anh Bình")
    assert team.invited(tx, code, LATER) is None


@pytest.mark.parametrize("code", ["", "12345678", "đông", "\ud800", "1" * 9999])
def test_a_made_up_code_invites_to_nothing(tx: Connection, code: str) -> None:
    team.invite(tx, "X01", "Anh Bình", NOW, Random(1))
    assert team.invited(tx, code, NOW) is None


def test_no_code_is_stored_and_none_opens_a_page(tx: Connection) -> None:
    code = team.invite(tx, "X01", "Anh Bình", NOW, Random(1))
    assert code not in tx.execute(select(invitation)).one()
    assert doors.spend(tx, code, NOW) is None
    assert team.invited(tx, code, NOW) is not None


def test_a_link_to_a_page_is_no_leaders_code(tx: Connection) -> None:
    assert team.invited(tx, doors.invite(tx, "office", NOW, 24), NOW) is None


def test_who_accepts_leads_the_unit_from_today(tx: Connection) -> None:
    chat_id, post = lead(tx)
    assert (post.unit, post.name) == ("X01", "Anh Bình")
    row = tx.execute(select(leader)).one()
    assert (row.chat_id, row.from_day, row.to_day, row.version) == (chat_id, TODAY, None, "v1")


def test_an_invitation_is_spent_once(tx: Connection) -> None:
    invitation_of_binh = invite(tx)
    for key in (BINH, CUC):
        do(tx, save_chat(tx, key), TookPost(invitation_of_binh, "v1"))
    assert count(tx, leader) == 1


def test_an_invitation_that_ran_out_meanwhile_is_not_accepted(tx: Connection) -> None:
    chat_id = save_chat(tx, BINH)
    team.follow(tx, [(chat_id, TookPost(invite(tx), "v1"))], TODAY, LATER)
    assert held(tx, chat_id) == ()


def test_what_an_invitation_is_good_for_is_read_again_when_it_is_accepted(tx: Connection) -> None:
    chat_id = save_chat(tx, BINH)
    do(tx, chat_id, TookPost(replace(invite(tx), unit="X02", name="Ông Trời"), "v1"))
    assert [(post.unit, post.name) for post in held(tx, chat_id)] == [("X01", "Anh Bình")]


def test_a_second_post_of_the_same_unit_is_not_begun(tx: Connection) -> None:
    chat_id, post = lead(tx)
    do(tx, chat_id, TookPost(invite(tx, name="Anh Bình khác"), "v1"))
    assert held(tx, chat_id) == (post,)


def test_a_unit_may_have_several_helpers_and_a_helper_several_units(tx: Connection) -> None:
    binh, _ = lead(tx)
    cuc, _ = lead(tx, CUC, name="Bà Cúc")
    do(tx, binh, TookPost(invite(tx, "X02", "Anh Bình ở xóm Tây"), "v1"))
    assert [post.unit for post in held(tx, binh)] == ["X01", "X02"]
    assert [post.unit for post in held(tx, cuc)] == ["X01"]
    assert team.posts(tx, [binh, cuc], TODAY).keys() == {binh, cuc}


def test_a_post_holds_between_its_days(tx: Connection) -> None:
    chat_id, _post = lead(tx)
    tx.execute(update(leader).values(to_day=TODAY + timedelta(days=2)))
    days = {TODAY + timedelta(days=at): bool(held(tx, chat_id, TODAY + timedelta(days=at))) for at in (-1, 0, 2, 3)}
    assert list(days.values()) == [False, True, True, False]


def test_giving_a_post_back_ends_it_at_once(tx: Connection) -> None:
    chat_id, post = lead(tx)
    do(tx, chat_id, LeftPost(post.id))
    assert held(tx, chat_id) == ()
    assert tx.execute(select(leader.c.to_day)).scalar_one() == YESTERDAY


def test_a_post_outlives_its_chat_but_nobody_holds_it(tx: Connection) -> None:
    chat_id, _ = lead(tx)
    tx.execute(chat.delete().where(chat.c.id == chat_id))
    assert count(tx, leader) == 1
    assert held(tx, chat_id) == ()


def test_a_post_follows_a_merger(tx: Connection) -> None:
    chat_id, post = lead(tx)
    merge(tx, "X01", "X02")
    assert held(tx, chat_id) == (replace(post, unit="X02"),)


def test_a_post_of_a_unit_that_is_no_more_is_none(tx: Connection) -> None:
    chat_id, _ = lead(tx)
    tx.execute(update(unit).where(unit.c.code == "X01").values(valid_to=YESTERDAY))
    assert held(tx, chat_id) == ()


def test_posts_that_merged_are_one_and_are_given_back_together(tx: Connection) -> None:
    chat_id, first = lead(tx)
    do(tx, chat_id, TookPost(invite(tx, "X02", "Anh Bình ở xóm Tây"), "v1"))
    merge(tx, "X01", "X02")
    assert held(tx, chat_id) == (replace(first, unit="X02"),)
    do(tx, chat_id, LeftPost(first.id))
    assert held(tx, chat_id) == ()


def test_the_name_of_who_waits_is_shown_only_while_they_agree(tx: Connection) -> None:
    person = lan(tx)
    assert [one.name for one in team.rooms(tx, ["X01"], TODAY)["X01"].waiting] == [""]
    person.live(Named("Lan"), Consented(Purpose.SHOW_NAME_TO_LEADER, True, "v1"))
    assert [one.name for one in team.rooms(tx, ["X01"], TODAY)["X01"].waiting] == ["Lan"]
    person.live(Consented(Purpose.SHOW_NAME_TO_LEADER, False, "v1"))
    assert [one.name for one in team.rooms(tx, ["X01"], TODAY)["X01"].waiting] == [""]


def test_a_room_has_what_waits_in_its_unit_and_nothing_else(tx: Connection) -> None:
    lead(tx)
    lan(tx)
    rooms = team.rooms(tx, ["X01", "X02"], TODAY)
    assert (len(rooms["X01"].waiting), len(rooms["X01"].inquiries)) == (1, 1)
    assert (rooms["X02"].waiting, rooms["X02"].inquiries, rooms["X02"].sessions) == ((), (), ())


def test_a_question_asked_before_a_merger_waits_in_the_new_unit(tx: Connection) -> None:
    lead(tx)
    lan(tx)
    merge(tx, "X01", "X02")
    room = team.rooms(tx, ["X02"], TODAY)["X02"]
    assert (len(room.waiting), len(room.inquiries)) == (1, 1)


def test_without_units_no_room_is_asked_for(tx: Connection) -> None:
    assert team.rooms(tx, [], TODAY) == {}
    assert team.posts(tx, [], TODAY) == {}


def test_somebody_who_was_helped_waits_no_more(tx: Connection) -> None:
    chat_id, post = lead(tx)
    lan(tx)
    [waiting] = team.rooms(tx, ["X01"], TODAY)["X01"].waiting
    do(tx, chat_id, Helped(post.id, waiting.id))
    row = tx.execute(select(help_request)).one()
    assert (row.helped_on, row.helped_by) == (TODAY, post.id)
    assert team.rooms(tx, ["X01"], TODAY)["X01"].waiting == ()


def test_an_answer_reaches_who_asked_under_the_leaders_name(tx: Connection) -> None:
    chat_id, post = lead(tx)
    person = lan(tx)
    [inquiry] = team.rooms(tx, ["X01"], TODAY)["X01"].inquiries
    assert do(tx, chat_id, Replied(post.id, inquiry.id, "Đừng đưa ai nhé ạ.")) == {person.id}
    [letter] = person.stored.letters
    assert (letter.answer, letter.answered_by) == ("Đừng đưa ai nhé ạ.", "Anh Bình")
    assert team.rooms(tx, ["X01"], TODAY)["X01"].inquiries == ()


def deeds_of(post: int, waiting: int, inquiry: int, session: int) -> list[Deed]:
    """Return one of each deed that needs a post."""
    return [
        Helped(post, waiting),
        Replied(post, inquiry, "Tôi trả lời thay."),
        SessionRecorded(post, TOLD),
        SessionRecorded(post, TOLD, session),
        LeftPost(post),
    ]


def snapshot(tx: Connection) -> list[object]:
    """Return every row that a deed may write."""
    tables = (leader, help_request, question, guided_session, audit)
    return [tx.execute(select(table).order_by(table.c.id)).all() for table in tables]


@pytest.mark.parametrize("whose", ["the post of another chat", "a post that ended", "no post"])
def test_without_the_post_nothing_is_done(tx: Connection, whose: str) -> None:
    binh, post = lead(tx)
    lan(tx)
    do(tx, binh, SessionRecorded(post.id, TOLD))
    room = team.rooms(tx, ["X01"], TODAY)["X01"]
    cuc, _ = lead(tx, CUC, "X02", "Bà Cúc")
    chat_id, post_id = (cuc, post.id) if whose == "the post of another chat" else (binh, post.id)
    if whose == "a post that ended":
        tx.execute(update(leader).where(leader.c.id == post.id).values(to_day=YESTERDAY))
    if whose == "no post":
        post_id = 0
    before = snapshot(tx)
    for deed in deeds_of(post_id, room.waiting[0].id, room.inquiries[0].id, room.sessions[0].id):
        assert do(tx, chat_id, deed) == frozenset()
    assert snapshot(tx) == before


def test_with_a_post_of_the_own_unit_nothing_of_another_one_is_touched(tx: Connection) -> None:
    binh, post = lead(tx)
    lan(tx)
    do(tx, binh, SessionRecorded(post.id, TOLD))
    room = team.rooms(tx, ["X01"], TODAY)["X01"]
    cuc, of_cuc = lead(tx, CUC, "X02", "Bà Cúc")
    before = snapshot(tx)
    helped, replied, _, corrected, _ = deeds_of(
        of_cuc.id, room.waiting[0].id, room.inquiries[0].id, room.sessions[0].id
    )
    for deed in (helped, replied, corrected):
        assert do(tx, cuc, deed) == frozenset()
    assert snapshot(tx) == before


def test_a_session_is_kept_as_it_was_told_and_waits_for_the_office(tx: Connection) -> None:
    chat_id, post = lead(tx)
    do(tx, chat_id, SessionRecorded(post.id, TOLD))
    [one] = sessions(tx)
    assert (one.session, one.is_confirmed, one.flags) == (TOLD, False, ())
    row = tx.execute(select(guided_session)).one()
    assert (row.unit_code, row.leader_id, row.recorded_by, row.recorded_at) == ("X01", post.id, "Anh Bình", NOW)


def test_a_session_of_which_not_all_was_told_is_not_kept(tx: Connection) -> None:
    chat_id, post = lead(tx)
    do(tx, chat_id, SessionRecorded(post.id, replace(TOLD, women=None)))
    assert count(tx, guided_session) == 0


def test_sessions_come_newest_first_and_only_as_far_back_as_they_can_be_put_right(tx: Connection) -> None:
    chat_id, post = lead(tx)
    for days in (61, 60, 0, 3):
        do(tx, chat_id, SessionRecorded(post.id, replace(TOLD, day=TODAY - timedelta(days=days))))
    assert [(TODAY - (one.session.day or TODAY)).days for one in sessions(tx)] == [0, 3, 60]


def test_a_correction_keeps_both_and_says_so_in_the_log(tx: Connection) -> None:
    chat_id, post = lead(tx)
    do(tx, chat_id, SessionRecorded(post.id, TOLD))
    [before] = sessions(tx)
    do(tx, chat_id, SessionRecorded(post.id, replace(TOLD, present=18), before.id))
    [after] = sessions(tx)
    assert after.session.present == 18
    rows = tx.execute(select(guided_session).order_by(guided_session.c.id)).all()
    assert [(row.id, row.present, row.replaces, row.is_replaced) for row in rows] == [
        (before.id, 17, None, True),
        (after.id, 18, before.id, False),
    ]
    [line] = tx.execute(select(audit.c.by, audit.c.what, audit.c.detail)).all()
    assert tuple(line) == ("Anh Bình", "session_corrected", f"X01: {before.id} → {after.id}; present 17 → 18")


def test_a_session_is_put_right_once_and_then_the_newer_one(tx: Connection) -> None:
    chat_id, post = lead(tx)
    do(tx, chat_id, SessionRecorded(post.id, TOLD))
    [first] = sessions(tx)
    for present in (18, 19):
        do(tx, chat_id, SessionRecorded(post.id, replace(TOLD, present=present), first.id))
    assert [one.session.present for one in sessions(tx)] == [18]
    assert tx.scalar(select(func.count()).where(guided_session.c.is_replaced)) == 1


def test_what_was_put_right_is_confirmed_anew(tx: Connection) -> None:
    chat_id, post = lead(tx)
    do(tx, chat_id, SessionRecorded(post.id, TOLD))
    tx.execute(update(guided_session).values(confirmed_at=NOW, confirmed_by="Chị Hoa"))
    [confirmed] = sessions(tx)
    assert confirmed.is_confirmed
    do(tx, chat_id, SessionRecorded(post.id, replace(TOLD, present=18), confirmed.id))
    assert not sessions(tx)[0].is_confirmed


def test_a_session_of_before_a_merger_is_put_right_by_the_new_unit(tx: Connection) -> None:
    chat_id, post = lead(tx)
    do(tx, chat_id, SessionRecorded(post.id, TOLD))
    [before] = sessions(tx)
    merge(tx, "X01", "X02")
    do(tx, chat_id, SessionRecorded(post.id, replace(TOLD, present=18), before.id))
    assert [one.session.present for one in sessions(tx, "X02")] == [18]


def test_doubled_crowded_and_refused_sessions_are_flagged(tx: Connection) -> None:
    chat_id, post = lead(tx)
    tx.execute(update(unit).where(unit.c.code == "X01").values(adults=100))
    told = [TOLD, replace(TOLD, present=101), replace(TOLD, day=YESTERDAY), replace(TOLD, day=YESTERDAY)]
    for one in told:
        do(tx, chat_id, SessionRecorded(post.id, one))
    newest = tx.scalar(select(func.max(guided_session.c.id)))
    tx.execute(update(guided_session).where(guided_session.c.id == newest).values(refused_at=NOW, refusal="Trùng"))
    assert [one.flags for one in sessions(tx)] == [
        (Flag.DOUBLED, Flag.CROWDED),
        (Flag.DOUBLED,),
        (Flag.REFUSED,),
        (),
    ]


def test_a_link_asked_for_in_the_chat_opens_the_page_of_its_own_unit_until_the_post_ends(tx: Connection) -> None:
    chat_id, post = lead(tx)
    cuc_id, _ = lead(tx, CUC, "X02", "Bà Cúc")
    do(tx, chat_id, PageOpened(post.id, "a" * 48))
    do(tx, cuc_id, PageOpened(post.id, "b" * 48))
    assert doors.spend(tx, "b" * 48, NOW) is None
    opened = doors.spend(tx, "a" * 48, NOW)
    assert opened is not None
    visitor = doors.visitor(tx, opened, TODAY, NOW)
    assert visitor is not None
    assert (visitor.role, visitor.unit, visitor.post, visitor.name) == ("leader", "X01", post.id, "Anh Bình")
    do(tx, chat_id, LeftPost(post.id))
    assert doors.visitor(tx, opened, TODAY, NOW) is None


def test_a_post_works_from_its_page_in_its_own_unit_only(tx: Connection) -> None:
    lan(tx)
    _, binh = lead(tx)
    _, cuc = lead(tx, CUC, "X02", "Bà Cúc")
    room = team.rooms(tx, ["X01"], TODAY)["X01"]
    request = room.waiting[0].id
    for deed in (Helped(cuc.id, request), LeftPost(cuc.id), SessionRecorded(cuc.id, TOLD, 1)):
        assert not team.work_in(tx, cuc.id, deed, TODAY, NOW)
    assert team.work_in(tx, binh.id, Helped(binh.id, request), TODAY, NOW)
    assert not team.work_in(tx, binh.id, Helped(binh.id, request), TODAY, NOW)
    assert team.work_in(tx, binh.id, SessionRecorded(binh.id, TOLD), TODAY, NOW)
    assert [one.session for one in sessions(tx)] == [TOLD]
    assert sessions(tx, "X02") == ()


def test_a_post_of_a_hamlet_that_went_into_another_works_there(tx: Connection) -> None:
    _, post = lead(tx)
    merge(tx, "X01", "X02")
    assert team.work_in(tx, post.id, SessionRecorded(post.id, TOLD), TODAY, NOW)
    assert [one.session for one in sessions(tx, "X02")] == [TOLD]

"""What the office decides, on both databases: sessions judged once, posts ended, invitations and figures kept."""

from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest
from sqlalchemy import Connection, insert, select, update

from campaign.indicators import Indicator
from campaign.sessions import Flag
from campaign.typed import TypedFigure
from campaign.units import UnitKind
from conversation.team import Session
from storage import audits, guided, office_desk, session_desk, team
from storage.office_desk import OpenInvitation
from storage.tables import chat, guided_session, leader, unit
from tests.db.commune import hamlet, settle

TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)
HOA = "chị Hoa ẫ"


@pytest.fixture
def desk(tx: Connection) -> Connection:
    settle(tx, hamlet("dong", 40, name="Xóm Đông"), hamlet("tay", 50, name="Xóm Tây"))
    return tx


def hold(tx: Connection, code: str = "dong", **more: object) -> int:
    told = {"day": TODAY, "lesson": "009", "place": "", "present": 8, "women": 3, "aged_60_plus": 1, "first_timers": 2}
    row = {"unit_code": code, **told, "recorded_at": NOW, "recorded_by": "anh Bình", "is_replaced": False, **more}
    return int(tx.scalars(insert(guided_session).values(row).returning(guided_session.c.id)).one())


def lead(tx: Connection, code: str = "dong", name: str = "anh Bình", **more: object) -> int:
    row = {"account": "a", "address": f"{code} {name}", "state": ""}
    chat_id = tx.scalars(insert(chat).values(row).returning(chat.c.id)).one()
    post = {"unit_code": code, "chat_id": chat_id, "name": name, "from_day": TODAY, "version": "v1", **more}
    return int(tx.scalars(insert(leader).values(post).returning(leader.c.id)).one())


def merge_dong_into_tay(tx: Connection) -> None:
    tx.execute(update(unit).where(unit.c.code == "dong").values(valid_to=date(2026, 11, 20), merged_into="tay"))


def counted(tx: Connection) -> int:
    """Return how many sessions the figures count."""
    found = guided.held(tx, date(2026, 1, 1), TODAY, UnitKind.HAMLET, lambda code: code)
    return sum(one.sessions for one in found.values())


def test_only_what_was_confirmed_is_counted(desk: Connection) -> None:
    one, other = hold(desk), hold(desk, "tay")
    assert session_desk.confirm(desk, one, HOA, NOW)
    assert session_desk.refuse(desk, other, "Trùng", HOA, NOW)
    assert (counted(desk), session_desk.count_waiting(desk)) == (1, 0)


def test_a_changed_mind_changes_what_is_counted(desk: Connection) -> None:
    one = hold(desk)
    session_desk.confirm(desk, one, HOA, NOW)
    session_desk.refuse(desk, one, "Nhầm", HOA, NOW)
    assert counted(desk) == 0
    session_desk.confirm(desk, one, HOA, NOW)
    assert counted(desk) == 1
    assert len(audits.newest(desk, 9)) == 3


def test_the_same_verdict_twice_is_one(desk: Connection) -> None:
    one = hold(desk)
    assert [session_desk.confirm(desk, one, HOA, NOW) for _ in range(2)] == [True, False]
    assert [session_desk.refuse(desk, one, "x", HOA, NOW) for _ in range(2)] == [True, False]
    assert len(audits.newest(desk, 9)) == 2


def test_what_was_put_right_since_is_not_judged(desk: Connection) -> None:
    old = hold(desk, is_replaced=True)
    assert not session_desk.confirm(desk, old, HOA, NOW)
    assert not session_desk.refuse(desk, old, "x", HOA, NOW)
    assert not session_desk.confirm(desk, 404, HOA, NOW)


def test_a_correction_comes_with_what_it_said_before(desk: Connection) -> None:
    old = hold(desk, is_replaced=True, confirmed_at=NOW, confirmed_by=HOA)
    hold(desk, replaces=old, present=9)
    (one,) = session_desk.waiting(desk, TODAY, 9)
    assert one.before is not None
    assert (one.before.present, one.recorded.session.present, one.was_confirmed) == (8, 9, True)
    assert one.flags == ()


def test_sessions_of_units_that_went_into_one_double_each_other(desk: Connection) -> None:
    hold(desk)
    hold(desk, "tay", confirmed_at=NOW, confirmed_by=HOA)
    assert [one.flags for one in session_desk.waiting(desk, TODAY, 9)] == [()]
    merge_dong_into_tay(desk)
    (one,) = session_desk.waiting(desk, TODAY, 9)
    assert (one.recorded.unit.code, one.flags) == ("tay", (Flag.DOUBLED,))


def test_only_plain_ones_are_confirmed_together(desk: Connection) -> None:
    plain, crowded = hold(desk), hold(desk, "tay", present=51)
    done = hold(desk, "tay", day=TODAY - timedelta(days=1), confirmed_at=NOW, confirmed_by=HOA)
    assert session_desk.confirm_plain(desk, [plain, crowded, done, 404], HOA, TODAY, NOW) == 1
    assert [one.recorded.id for one in session_desk.waiting(desk, TODAY, 9)] == [crowded]


def test_a_session_of_a_hamlet_that_ended_is_still_shown(desk: Connection) -> None:
    hold(desk)
    desk.execute(update(unit).where(unit.c.code == "dong").values(valid_to=date(2026, 11, 20)))
    (one,) = session_desk.waiting(desk, TODAY, 9)
    assert one.recorded.unit.code == "dong"


def test_a_session_of_the_office_waits_and_is_kept_once(desk: Connection) -> None:
    session = Session(TODAY, "009", "", 5, 2, 1, 0)
    assert [session_desk.record(desk, "dong", session, HOA, NOW) for _ in range(2)] == [True, False]
    assert session_desk.count_waiting(desk) == 1


def test_judged_sessions_come_page_by_page_the_newest_first(desk: Connection) -> None:
    days = [TODAY - timedelta(days=number) for number in range(5)]
    for day in days:
        hold(desk, day=day, confirmed_at=NOW, confirmed_by=HOA)
    found = [session_desk.judged(desk, TODAY, 2, skip) for skip in (0, 2, 4)]
    assert [one.recorded.session.day for page in found for one in page] == days


def test_waiting_counts_what_waits_for_the_office_alone(desk: Connection) -> None:
    hold(desk)
    hold(desk, is_replaced=True)
    lead(desk)
    assert office_desk.waiting(desk, TODAY) == office_desk.Waiting(sessions=1, questions=0, unled=1)


def test_a_leader_of_a_merged_hamlet_leads_the_one_it_went_into(desk: Connection) -> None:
    lead(desk)
    merge_dong_into_tay(desk)
    assert office_desk.waiting(desk, TODAY).unled == 0
    (tay,) = office_desk.teams(desk, TODAY, NOW)
    assert [helper.name for helper in tay.helpers] == ["anh Bình"]
    assert tay.is_led


def test_an_ended_post_opens_nothing_from_the_next_day_on(desk: Connection) -> None:
    post = lead(desk, from_day=TODAY - timedelta(days=30))
    chat_id = desk.scalars(select(leader.c.chat_id).where(leader.c.id == post)).one()
    assert office_desk.end_post(desk, post, TODAY, HOA, TODAY, NOW) == TODAY - timedelta(days=30)
    assert chat_id in team.posts(desk, [chat_id], TODAY)
    assert team.posts(desk, [chat_id], TODAY + timedelta(days=1)) == {}


def test_an_end_before_the_beginning_changes_nothing(desk: Connection) -> None:
    post = lead(desk)
    office_desk.end_post(desk, post, TODAY - timedelta(days=2), HOA, TODAY, NOW)
    assert desk.scalars(select(leader.c.to_day)).one() is None
    assert audits.newest(desk, 9) == []


def test_a_post_that_ended_is_not_ended_again(desk: Connection) -> None:
    post = lead(desk, to_day=TODAY - timedelta(days=1))
    assert office_desk.end_post(desk, post, TODAY, HOA, TODAY, NOW) is None


def test_of_one_name_only_the_newest_code_opens(desk: Connection) -> None:
    rng = Random(1)
    first = office_desk.invite(desk, "dong", "anh Bình", HOA, NOW, rng)
    second = office_desk.invite(desk, "dong", "anh Bình", HOA, NOW, rng)
    elsewhere = office_desk.invite(desk, "tay", "anh Bình", HOA, NOW, rng)
    assert team.invited(desk, first, NOW) is None
    assert team.invited(desk, second, NOW)
    assert team.invited(desk, elsewhere, NOW)
    dong, _ = office_desk.teams(desk, TODAY, NOW)
    assert dong.invited == (OpenInvitation("anh Bình", NOW + team.INVITATION_LIFE),)


def test_figures_are_kept_with_who_typed_them(desk: Connection) -> None:
    figure = TypedFigure("dong", Indicator.VNEID_CONFIRMED, 12, TODAY, "Công an xã")
    assert [office_desk.type_figure(desk, figure, HOA, TODAY, NOW) for _ in range(2)] == [True, False]
    found = office_desk.figures(desk)
    assert [(one.figure, one.typed_at, one.typed_by) for one in found["dong"]] == [(figure, NOW, HOA)]
    assert "tay" not in found


def test_a_figure_that_cannot_be_right_is_not_kept(desk: Connection) -> None:
    figure = TypedFigure("dong", Indicator.VNEID_CONFIRMED, 41, TODAY, "Công an xã")
    with pytest.raises(ValueError, match="40 người trưởng thành"):
        office_desk.type_figure(desk, figure, HOA, TODAY, NOW)
    assert office_desk.figures(desk) == {}
    assert audits.newest(desk, 9) == []

"""A leader takes the role, sees the own unit only, helps, passes on, and gives the role back."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from campaign.units import Unit, UnitKind
from conversation import consents
from conversation.events import Opened, Tapped, Typed
from conversation.pictures import JoinCode
from conversation.places import (
    Answering,
    Enlisting,
    Leading,
    LeavingPost,
    Menu,
    Paused,
    PosterCode,
    Reading,
    WeeklyText,
    Welcome,
    WhoNeedsHelp,
)
from conversation.replies import HamletSummary
from conversation.situation import Chat
from conversation.team import Helped, Invited, LeftPost, PageOpened, Post, Room, TookPost, WaitingPerson
from tests.unit.at_work import EAST, LAN, ROOM, SECRETS, SOMEBODY, WEST, Leader, Team, binh, cuc, worded
from tests.unit.chatting import SHIPPED, TEXTS, TINY, UNITS, world
from tests.unit.talking import finished

CODE = "48213765"
INVITATION = Invited("dấu ấn", EAST, "Anh Bình")


def invited() -> Leader:
    """Return somebody who typed the code the office gave."""
    leader = Leader(TINY, team=Team(invitations={CODE: INVITATION}))
    return leader.say("chào", CODE)


def test_a_leaders_code_says_what_the_role_is_and_what_is_kept() -> None:
    leader = invited()
    assert leader.chat.place == Enlisting(INVITATION)
    assert leader.said() == ["enlisting.role", "enlisting.kept"]
    assert leader.sent[-1].asks_consent
    assert "Anh Bình" in leader.heard()
    assert "xóm Đông" in leader.heard()


@pytest.mark.parametrize("way", ["1", "đồng ý", "Đồng ý, nhận việc"])
def test_the_role_is_taken_without_learning_anything(way: str) -> None:
    leader = invited()
    leader.now += timedelta(seconds=5)
    leader.say(way)
    [deed] = leader.deeds
    assert isinstance(deed, TookPost)
    assert deed.invitation == INVITATION
    assert deed.version == consents.lead(TEXTS).version
    assert leader.chat.place == Leading(EAST)
    assert leader.learner is None
    assert leader.sent[-1].picture == HamletSummary(EAST)


@pytest.mark.parametrize("way", ["ok", "dạ", "vâng", "tiếp"])
def test_the_role_is_not_taken_by_a_polite_word(way: str) -> None:
    leader = invited()
    leader.now += timedelta(seconds=5)
    leader.say(way)
    assert leader.deeds == []
    assert leader.chat.place == Enlisting(INVITATION)


def test_a_digit_typed_too_soon_does_not_take_the_role() -> None:
    assert invited().say("1").deeds == []


def test_the_role_can_be_left_for_later() -> None:
    leader = invited().tap("Để sau")
    assert leader.deeds == []
    assert leader.chat.place == Welcome()
    assert leader.say(CODE).chat.place == Enlisting(INVITATION)


def test_a_code_for_a_role_held_already_is_not_spent() -> None:
    leader = binh(Team(invitations={CODE: INVITATION}))
    leader.say(CODE)
    assert leader.chat.place == Leading(EAST)
    assert "enlisting.already" in leader.said()
    assert leader.team.invitations == {CODE: INVITATION}


def test_a_code_of_a_unit_that_is_no_more_is_kindly_refused() -> None:
    leader = Leader(TINY, team=Team(invitations={CODE: replace(INVITATION, unit="X99")}))
    leader.say("chào", CODE)
    assert leader.chat.place == Welcome()
    assert "enlisting.gone" in leader.said()


def test_a_learner_may_lead_too_and_goes_between_both() -> None:
    leader = learning_leader()
    leader.tap("Về trang học")
    assert leader.chat.place == Menu()
    assert leader.tap("Trang của xóm Đông").chat.place == Leading(EAST)


def learning_leader() -> Leader:
    chatter = finished("4821")
    leader = binh()
    leader.learner, leader.attempts = chatter.learner, {}
    return leader.say("xóm")


@pytest.mark.parametrize("words", ["xóm", "Xom toi", "xóm ạ"])
def test_the_unit_is_reached_by_a_word(words: str) -> None:
    leader = learning_leader().tap("Về trang học")
    assert leader.say(words).chat.place == Leading(EAST)


def test_the_word_for_the_unit_leads_a_learner_without_one_to_the_choice_of_hamlets() -> None:
    chatter = finished()
    chatter.act(Typed("menu"))
    chatter.act(Typed("xóm"))
    assert "hamlet.which_commune" in [bubble.say.key for bubble in chatter.sent[-1].bubbles]  # type: ignore[union-attr]


def test_a_leader_who_opens_the_chat_sees_the_unit_and_not_the_first_card() -> None:
    leader = binh()
    leader.chat = Chat("terminal", Welcome())
    leader.act(Opened())
    assert leader.chat.place == Leading(EAST)


def test_a_leader_may_begin_to_learn() -> None:
    leader = binh().tap("Vào học")
    assert leader.chat.place == Welcome()
    leader.now += timedelta(seconds=5)
    assert isinstance(leader.say("1").chat.place, Reading)


def test_a_leader_who_stopped_goes_on_at_the_unit() -> None:
    leader = binh().say("thôi")
    assert leader.chat.place == Paused()
    assert leader.tap("Học tiếp").chat.place == Leading(EAST)


def test_an_open_question_of_a_lesson_is_still_answered_from_a_leaders_room() -> None:
    leader = learning_leader().tap("Về trang học").tap("Học tiếp")
    while not isinstance(leader.chat.place, Answering):
        leader.act(first_option(leader))
    answer = leader.sent[-1].options[0].button
    leader.say("xóm")
    leader.act(Tapped(answer))
    assert leader.said()[0].startswith("explained.")


def first_option(leader: Leader) -> Tapped:
    return Tapped(leader.sent[-1].options[0].button)


def test_nonsense_keeps_a_leader_where_they_are() -> None:
    leader = binh().tap("Ai cần giúp").say("ữ ữ ữ")
    assert leader.chat.place == WhoNeedsHelp(EAST)
    assert leader.said()[0] == "leading.unclear"


def test_names_are_shown_of_those_who_agreed_and_the_others_are_counted() -> None:
    leader = binh().tap("Ai cần giúp")
    assert leader.said() == ["helping.waiting", "helping.named", "helping.unnamed"]
    assert LAN.name in leader.heard()
    assert "1 người chưa nêu tên" in leader.heard()


def test_somebody_named_is_taken_off_the_list() -> None:
    leader = binh().tap("Ai cần giúp").tap(f"Đã giúp {LAN.name}")
    assert leader.deeds == [Helped(1, LAN.id)]
    assert LAN.name not in leader.heard()


def test_of_those_without_a_name_who_waited_longest_is_taken_off() -> None:
    newer = WaitingPerson(44, "", None, date(2026, 12, 5))
    leader = binh(Team(rooms={EAST: replace(ROOM, waiting=(newer, SOMEBODY))}))
    leader.tap("Ai cần giúp").tap("Đã giúp người chưa nêu tên")
    assert leader.deeds == [Helped(1, SOMEBODY.id)]


def test_when_the_last_one_was_helped_the_unit_is_shown() -> None:
    leader = binh(Team(rooms={EAST: replace(ROOM, waiting=(LAN,))}))
    assert leader.tap("Ai cần giúp").tap("Đã giúp").chat.place == Leading(EAST)


def test_somebody_another_helper_was_faster_with_is_not_taken_off_twice() -> None:
    leader = binh().tap("Ai cần giúp")
    leader.team.rooms[EAST] = replace(ROOM, waiting=(SOMEBODY,))
    leader.tap(f"Đã giúp {LAN.name}")
    assert leader.deeds == []
    assert leader.said()[0] == "helping.gone"


def test_of_a_long_list_the_longest_waiting_are_named_first() -> None:
    people = tuple(WaitingPerson(at, f"Bác {at}", None, date(2026, 12, 7) - timedelta(days=at)) for at in range(1, 10))
    leader = binh(Team(rooms={EAST: replace(ROOM, waiting=people)})).tap("Ai cần giúp")
    assert "Bác 9," in leader.heard()
    assert "Bác 3," not in leader.heard()
    assert "**9** người" in leader.heard()


def test_nobody_waiting_is_said() -> None:
    assert cuc().tap("Ai cần giúp").said() == ["helping.none"]


def test_the_leader_of_another_hamlet_sees_nothing_of_this_one() -> None:
    leader = cuc()
    for way in ("Ai cần giúp", "Câu hỏi của bà con", "Các buổi đã ghi", "Tin để gửi nhóm xóm", "Mã QR"):
        leader.tap(way).tap("Quay lại")
    told = "\n".join(leader.told)
    assert not [secret for secret in SECRETS if secret in told]
    assert "xóm đông" not in told.lower()


def test_several_units_are_led_from_one_chat() -> None:
    leader = binh()
    leader.team.posts["Bình"] += (Post(3, WEST, "Anh Bình"),)
    leader.say("xóm").tap("Sang xóm Tây")
    assert leader.chat.place == Leading(WEST)
    assert leader.tap("Ai cần giúp").said() == ["helping.none"]


def test_a_role_that_ended_closes_the_room_at_once() -> None:
    leader = binh().tap("Ai cần giúp")
    leader.team.posts["Bình"] = ()
    leader.say("1")
    assert leader.chat.place == Welcome()
    assert leader.deeds == []
    assert LAN.name not in leader.heard()


def test_a_unit_that_merged_is_led_under_the_new_one() -> None:
    leader = binh().tap("Ai cần giúp")
    leader.team.posts["Bình"] = (Post(1, WEST, "Anh Bình"),)
    assert leader.say("1").chat.place == Leading(WEST)


def test_the_role_is_given_back_after_being_asked() -> None:
    leader = binh().tap("Trả lại việc này")
    assert leader.chat.place == LeavingPost(EAST)
    assert leader.tap("Vẫn giữ việc").chat.place == Leading(EAST)
    assert leader.tap("Trả lại việc này").tap("Trả lại việc").chat.place == Welcome()
    assert leader.deeds == [LeftPost(1)]


def test_the_text_of_the_week_is_a_message_of_its_own_to_forward() -> None:
    leader = binh().tap("Tin để gửi nhóm xóm")
    assert leader.chat.place == WeeklyText(EAST)
    news, below = leader.sent[-2:]
    assert news.options == ()
    assert news.prompt is None
    assert [option.label.key for option in below.options] == ["leading.back"]
    assert "Xóm Đông đã có 125 người học, tuần này thêm 11." in leader.heard(2)
    assert "4821" in leader.heard(2)


def test_on_a_page_the_text_of_the_week_stands_with_the_options() -> None:
    leader = binh()
    leader.chat = replace(leader.chat, channel="browser")
    sent = len(leader.sent)
    leader.tap("Tin để gửi nhóm xóm")
    assert len(leader.sent) == sent + 1
    assert "Xóm Đông đã có 125 người học" in leader.heard()


@pytest.mark.parametrize("address", ["", "https://hocso.xuanhung.example.vn"])
def test_each_week_has_another_lesson_in_at_most_120_words(address: str) -> None:
    leader = binh()
    leader.world = replace(SHIPPED[0], public_url=address)
    told = set[str]()
    for _ in range(len(leader.world.course.lessons)):
        leader.tap("Tin để gửi nhóm xóm")
        news = render_news(leader)
        assert len(news.split()) <= 120, news
        told.add(news)
        leader.tap("Quay lại")
        leader.now += timedelta(days=7)
    assert len(told) == len(leader.world.course.lessons)


def render_news(leader: Leader) -> str:
    return "\n".join(worded(leader.sent[-2], leader))


def test_the_week_of_a_text_begins_on_monday() -> None:
    leader = binh()
    leader.world = SHIPPED[0]
    monday = leader.now  # 7 December 2026
    told = []
    for days in (-1, 0, 6, 7):
        leader.now = monday + timedelta(days=days)
        leader.tap("Tin để gửi nhóm xóm")
        told.append(render_news(leader))
        leader.tap("Quay lại")
    assert told[0] != told[1] == told[2] != told[3]


def test_the_poster_is_a_picture_where_the_address_is_known() -> None:
    leader = binh()
    leader.world = replace(TINY[0], public_url="https://hocso.example.vn")
    leader.tap("Mã QR")
    assert leader.chat.place == PosterCode(EAST)
    picture = leader.sent[-1].picture
    assert picture == JoinCode("xã Xuân Hưng", "Xóm Đông", "4821", "https://hocso.example.vn/x/4821")
    assert "4821" in leader.heard()


def test_without_an_address_the_poster_is_the_code_alone() -> None:
    leader = binh().tap("Mã QR")
    assert leader.sent[-1].picture is None
    assert "4821" in leader.heard()


def test_the_head_of_a_school_has_no_hamlets_poster() -> None:
    school = Unit("T01", UnitKind.SCHOOL, "Trường THCS Thọ Nghiệp", join_code="7712")
    team = Team({"Bình": (Post(5, "T01", "Thầy Bình"),)}, {"T01": Room("T01")})
    leader = Leader((world((TINY[0].course, TINY[0].bank), (*UNITS, school)),), team=team)
    leader.say("xóm")
    assert leader.chat.place == Leading("T01")
    assert "Mã QR" not in leader.heard()
    leader.tap("Tin để gửi nhóm xóm")
    assert "7712" not in leader.heard(2)


def test_a_leader_gets_a_link_to_the_page_of_the_own_unit_only_where_the_program_is_reached_from_outside() -> None:
    leader = binh()
    assert "Mở trang xóm" not in leader.heard()
    leader.world = replace(leader.world, public_url="https://hocso.example.vn")
    leader.say("trang của xóm Đông").tap("Mở trang xóm Đông")
    [deed] = leader.deeds
    assert isinstance(deed, PageOpened)
    assert f"https://hocso.example.vn/moi/{deed.token}" in leader.heard()
    assert leader.chat.place == Leading(EAST)
    another = leader.tap("Mở trang xóm Đông").deeds[-1]
    assert isinstance(another, PageOpened)
    assert another.token != deed.token

"""Who helps which unit, on the office page: invited with a code that is shown once, and let go by a date."""

import re
from datetime import date, timedelta

import pytest
from sqlalchemy import Connection, delete, select

from conversation.team import Invited, TookPost
from storage import team
from storage.audits import Audit
from storage.tables import chat, invitation, leader
from tests.edge.inprocess import Browser
from tests.edge.office import NOW, TODAY, Hall
from tests.edge.office_desk import audited, lead, send

PAGE = "/van-phong/to"


def invite(officer: Browser, unit: str = "01", name: str = "Anh Bình", **more: str) -> str:
    return send(officer, PAGE, do="invite", form=f"moi-{unit}", unit=unit, name=name, **more)


def end(officer: Browser, post: int | str, last_day: str = "", **more: str) -> str:
    return send(officer, PAGE, do="end", form=f"ket-thuc-{post}", post=str(post), last_day=last_day, **more)


def code_on(page: str) -> str:
    found = re.search(r"<strong>(\d{4}) (\d{4})</strong>", page)
    assert found is not None
    return found[1] + found[2]


def invited(place: Hall, code: str) -> Invited | None:
    return place.read(lambda tx: team.invited(tx, code, place.now))


def last_day(place: Hall, post: int) -> date | None:
    return place.read(lambda tx: tx.scalar(select(leader.c.to_day).where(leader.c.id == post)))


def test_every_unit_is_listed_with_who_helps_it(place: Hall, officer: Browser) -> None:
    lead(place)
    lead(place, name="chị Thu <b>ẫ</b>", to_day=date(2026, 12, 31))
    page = officer.get(PAGE).text
    assert "<h1>2 xóm chưa có người phụ trách</h1>" in page
    assert 'anh Bình <span class="muted">từ 21/11/2026</span>' in page
    assert 'chị Thu &lt;b&gt;ẫ&lt;/b&gt; <span class="muted">từ 21/11/2026 đến hết 31/12/2026</span>' in page
    assert page.count("chưa có người phụ trách</p>") == 2


def test_who_is_not_leading_today_is_not_listed(place: Hall, officer: Browser) -> None:
    lead(place, to_day=TODAY - timedelta(days=1))
    lead(place, name="ông Năm", from_day=TODAY + timedelta(days=1))
    page = officer.get(PAGE).text
    assert "anh Bình" not in page
    assert "ông Năm" not in page


def test_who_lost_the_chat_is_shown_as_to_be_invited_again(place: Hall, officer: Browser) -> None:
    lead(place)
    place.write(lambda tx: tx.execute(delete(chat)))
    page = officer.get(PAGE).text
    assert "không còn cuộc trò chuyện, cần mời lại" in page
    assert "<h1>3 xóm chưa có người phụ trách</h1>" in page


def test_an_invitation_shows_a_code_that_opens_the_unit_with_the_words_to_say(place: Hall, officer: Browser) -> None:
    page = invite(officer)
    found = invited(place, code_on(page))
    assert found is not None
    assert (found.unit, found.name) == ("01", "Anh Bình")
    assert "https://hocso.example.vn/ma" in page
    assert "Zalo" in page
    assert "đến hết 29/11/2026" in page


def test_the_code_is_shown_this_once_and_is_in_no_table_and_no_log(place: Hall, officer: Browser) -> None:
    code = code_on(invite(officer))
    again = officer.get(PAGE).text
    assert code not in again.replace(" ", "")
    assert "Đã mời Anh Bình, mã dùng được đến hết 29/11/2026" in again
    assert audited(place) == [Audit(NOW, "chị Hoa", "leader_invited", "01: Anh Bình")]
    kept = place.read(lambda tx: str(tx.execute(select(invitation)).all()))
    assert code not in kept


def test_the_code_leads_to_the_office_page_for_nobody(place: Hall, officer: Browser) -> None:
    code = code_on(invite(officer))
    assert officer.post(f"/moi/{code}").status_code == 410


def test_the_code_is_good_for_seven_days(place: Hall, officer: Browser) -> None:
    code = code_on(invite(officer))
    place.now += timedelta(days=7, minutes=-1)
    assert invited(place, code) is not None
    place.now += timedelta(minutes=1)
    assert invited(place, code) is None


def test_inviting_the_same_person_again_makes_the_first_code_void(place: Hall, officer: Browser) -> None:
    first, second = code_on(invite(officer)), code_on(invite(officer))
    assert (invited(place, first), invited(place, second) is not None) == (None, True)
    assert officer.get(PAGE).text.count("Đã mời Anh Bình") == 1


def test_several_people_may_be_invited_to_one_unit(place: Hall, officer: Browser) -> None:
    codes = [code_on(invite(officer, name=name)) for name in ("Anh Bình", "Chị Thu")]
    assert all(invited(place, code) for code in codes)


def test_who_took_the_post_is_no_longer_waited_for(place: Hall, officer: Browser) -> None:
    found = invited(place, code_on(invite(officer)))
    assert found is not None
    lead(place, "02", name="giữ chỗ", address="binh")

    def take(tx: Connection) -> None:
        chat_id = tx.scalars(select(chat.c.id)).one()
        team.follow(tx, [(chat_id, TookPost(found, "v1"))], TODAY, NOW)

    place.write(take)
    page = officer.get(PAGE).text
    assert "Đã mời Anh Bình" not in page
    assert 'Anh Bình <span class="muted">từ 22/11/2026</span>' in page


@pytest.mark.parametrize(
    ("field", "typed", "says"),
    [
        ("unit", "99", "hãy chọn một đơn vị"),
        ("unit", "", "hãy chọn một đơn vị"),
        ("name", "", "Chưa có tên người được mời"),
        ("name", " … ", "Chưa có tên người được mời"),
        ("name", "ẫ" * 61, "viết gọn trong 60 chữ cái"),
        ("by", "", "ghi tên mình"),
    ],
)
def test_nobody_is_invited_by_a_form_that_is_not_right(
    place: Hall, officer: Browser, field: str, typed: str, says: str
) -> None:
    form = {"do": "invite", "form": "moi-01", "unit": "01", "name": "Anh Bình"} | {field: typed}
    page = send(officer, PAGE, **form)
    assert says in page
    assert page.count('class="wrong"') == 1
    assert '<details id="moi-01" open>' in page
    assert f'value="{form["name"]}"' in page
    assert audited(place) == []


def test_a_post_ends_at_once_when_no_day_is_typed(place: Hall, officer: Browser) -> None:
    post = lead(place)
    page = end(officer, post)
    assert "Đã kết thúc, ngày cuối là 21/11/2026." in page
    assert "anh Bình" not in page
    chat_id = place.read(lambda tx: tx.scalar(select(chat.c.id)))
    assert place.read(lambda tx: team.posts(tx, [chat_id or 0], TODAY)) == {}
    assert audited(place) == [Audit(NOW, "chị Hoa", "leader_ended", f"01: {post}; 2026-11-21")]


def test_a_post_begun_today_can_end_at_once_too(place: Hall, officer: Browser) -> None:
    post = lead(place, from_day=TODAY)
    assert "Đã kết thúc" in end(officer, post)


def test_a_post_may_end_on_a_day_to_come(place: Hall, officer: Browser) -> None:
    post = lead(place)
    assert "Đã ghi: làm đến hết 31/12/2026." in end(officer, post, "31/12/2026")
    assert last_day(place, post) == date(2026, 12, 31)
    assert "đến hết 31/12/2026" in officer.get(PAGE).text


def test_a_post_ended_twice_is_ended_once(place: Hall, officer: Browser) -> None:
    post = lead(place)
    end(officer, post)
    assert "Việc này đã kết thúc rồi" in end(officer, post)
    assert len(audited(place)) == 1


@pytest.mark.parametrize(
    ("day", "says"),
    [("01/01/2026", "bắt đầu ngày 21/11/2026"), ("mai kia", "Ngày chưa đúng"), ("01/01/2099", "không sau")],
)
def test_a_last_day_that_cannot_be_is_told_and_kept(place: Hall, officer: Browser, day: str, says: str) -> None:
    post = lead(place)
    page = end(officer, post, day)
    assert says in page
    assert f'value="{day}"' in page
    assert last_day(place, post) is None
    assert audited(place) == []


@pytest.mark.parametrize("post", ["", "x", "404", "-1"])
def test_an_unknown_post_is_told_in_one_sentence(officer: Browser, post: str) -> None:
    page = end(officer, post)
    assert "xem lại danh sách" in page
    assert page.count('class="wrong"') == 1

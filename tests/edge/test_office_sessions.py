"""Face-to-face sessions on the office page: confirmed, not counted, put right, and recorded for who has no phone."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from storage import session_desk
from storage.audits import Audit
from storage.tables import guided_session
from tests.edge.inprocess import Browser
from tests.edge.office import NOW, TODAY, Hall
from tests.edge.office_desk import GIA_DANH, audited, hold, send, token

PAGE = "/van-phong/buoi"
TOLD = {
    "do": "record",
    "form": "ghi-buoi",
    "unit": "01",
    "day": "21/11/2026",
    "lesson": GIA_DANH,
    "place": "Nhà bà Tư ẫ 🌾",
    "present": "10",
    "women": "6",
    "aged_60_plus": "4",
    "first_timers": "0",
}


def waiting(place: Hall) -> list[int]:
    return [one.recorded.id for one in place.read(lambda tx: session_desk.waiting(tx, TODAY, 50))]


def verdicts(place: Hall) -> dict[int, bool]:
    found = place.read(lambda tx: session_desk.judged(tx, TODAY, 50))
    return {one.recorded.id: one.is_confirmed for one in found}


def test_a_page_without_sessions_says_so_and_offers_to_record_one(officer: Browser) -> None:
    page = officer.get(PAGE).text
    assert "<h1>Không có buổi hướng dẫn nào chờ xác nhận</h1>" in page
    assert "Ghi giúp một buổi" in page


def test_a_session_is_shown_with_everything_that_was_told(place: Hall, officer: Browser) -> None:
    hold(place)
    page = officer.get(PAGE).text
    assert "<h1>1 buổi hướng dẫn chờ xác nhận</h1>" in page
    assert "Xóm Đông, 22/11/2026" in page
    assert "Cuộc gọi giả danh · Nhà văn hóa" in page
    assert "12 người đến; trong đó 7 nữ, 5 người từ 60 tuổi, 3 người lần đầu và chưa học trên máy" in page
    assert "anh Bình ghi lúc 01:30 22/11/2026" in page


def test_the_newest_session_comes_first(place: Hall, officer: Browser) -> None:
    for days in (3, 1, 2):
        hold(place, day=TODAY - timedelta(days=days))
    page = officer.get(PAGE).text
    assert page.index("Đông, 21/11") < page.index("Đông, 20/11") < page.index("Đông, 19/11")


def test_what_was_typed_can_do_nothing_on_the_page(place: Hall, officer: Browser) -> None:
    hold(place, "02", place="<script>alert(1)</script>", recorded_by="<b>Bình</b>", lesson="gone<br>")
    page = officer.get(PAGE).text
    for harmful in ("<script>", "<b>", "<br>"):
        assert harmful not in page


def test_a_confirmed_session_is_listed_with_who_and_when(place: Hall, officer: Browser) -> None:
    session = hold(place)
    page = send(officer, PAGE, do=f"confirm:{session}")
    assert "Đã xác nhận 1 buổi." in page
    assert "chị Hoa xác nhận lúc 01:30 22/11/2026" in page
    assert (waiting(place), verdicts(place)) == ([], {session: True})
    assert audited(place) == [Audit(NOW, "chị Hoa", "session_confirmed", f"01: {session}")]


def test_a_session_confirmed_twice_is_confirmed_once(place: Hall, officer: Browser) -> None:
    session = hold(place)
    send(officer, PAGE, do=f"confirm:{session}")
    page = send(officer, PAGE, do=f"confirm:{session}", by="anh Nam")
    assert "Buổi này đã được xử lý" in page
    assert [one.by for one in audited(place)] == ["chị Hoa"]


def test_a_session_is_not_counted_for_a_reason(place: Hall, officer: Browser) -> None:
    session = hold(place)
    page = send(officer, PAGE, do=f"refuse:{session}", reason="Trùng với buổi của Hội Phụ nữ")
    assert "Không tính, lúc 01:30 22/11/2026: Trùng với buổi của Hội Phụ nữ" in page
    assert verdicts(place) == {session: False}
    assert audited(place)[0].detail == f"01: {session}; Trùng với buổi của Hội Phụ nữ"


def test_without_a_reason_it_keeps_waiting_and_the_form_stays_open(place: Hall, officer: Browser) -> None:
    session = hold(place)
    page = send(officer, PAGE, do=f"refuse:{session}", reason="  ", form=f"khong-tinh-{session}")
    assert "Chưa có lý do" in page
    assert f'<details id="khong-tinh-{session}" open>' in page
    assert waiting(place) == [session]


@pytest.mark.parametrize(("first", "then"), [("confirm", "refuse"), ("refuse", "confirm")])
def test_the_office_may_change_its_mind_and_the_log_keeps_both(
    place: Hall, officer: Browser, first: str, then: str
) -> None:
    session = hold(place)
    for todo in (first, then):
        send(officer, PAGE, do=f"{todo}:{session}", reason="Nhầm")
    done = {"confirm": "session_confirmed", "refuse": "session_refused"}
    assert verdicts(place) == {session: then == "confirm"}
    assert [one.what for one in audited(place)] == [done[then], done[first]]


@pytest.mark.parametrize("session", ["999999", "0", "x", "", "-1", "9" * 40])
def test_a_session_that_is_gone_is_told_in_one_sentence(officer: Browser, session: str) -> None:
    assert "Buổi này đã được xử lý, hoặc vừa có người sửa" in send(officer, PAGE, do=f"confirm:{session}")


def test_a_session_that_was_put_right_meanwhile_is_not_confirmed_as_it_was(place: Hall, officer: Browser) -> None:
    old = hold(place)
    place.write(lambda tx: tx.execute(update(guided_session).values(is_replaced=True)))
    new = hold(place, replaces=old, present=15)
    assert "vừa có người sửa" in send(officer, PAGE, do=f"confirm:{old}")
    assert waiting(place) == [new]


def test_a_correction_shows_the_old_and_the_new_values(place: Hall, officer: Browser) -> None:
    old = hold(place, is_replaced=True, confirmed_at=NOW, confirmed_by="chị Hoa")
    hold(place, replaces=old, present=15, place="", day=TODAY - timedelta(days=1))
    page = officer.get(PAGE).text
    assert "Số người đến: trước ghi 12, nay sửa thành 15" in page
    assert "Địa điểm: trước ghi Nhà văn hóa, nay sửa thành không ghi địa điểm" in page
    assert "Ngày: trước ghi 22/11/2026, nay sửa thành 21/11/2026" in page
    assert "Nữ: trước ghi" not in page
    assert "Trước khi sửa, buổi này đã được xác nhận." in page


def test_a_correction_of_what_did_not_count_tells_why_it_did_not(place: Hall, officer: Browser) -> None:
    old = hold(place, is_replaced=True, refused_at=NOW, refusal="Thiếu số nữ")
    hold(place, replaces=old, women=8)
    assert "Trước khi sửa, buổi này không được tính: Thiếu số nữ" in officer.get(PAGE).text


def test_a_doubled_day_and_a_crowd_are_told_in_words(place: Hall, officer: Browser) -> None:
    hold(place)
    hold(place, present=41)
    page = officer.get(PAGE).text
    assert page.count("Xóm Đông còn một buổi khác cùng ngày này") == 2
    assert page.count("Số người đến nhiều hơn 40 người trưởng thành của Xóm Đông") == 1
    assert 'name="chosen"' not in page


def test_a_session_that_does_not_count_doubles_no_day(place: Hall, officer: Browser) -> None:
    hold(place)
    send(officer, PAGE, do=f"refuse:{hold(place)}", reason="Ghi hai lần")
    assert "còn một buổi khác" not in officer.get(PAGE).text


def test_sessions_that_look_plain_are_confirmed_together(place: Hall, officer: Browser) -> None:
    chosen = [hold(place, unit) for unit in ("01", "02")]
    left = hold(place, "03")
    body = f"token={token(officer, PAGE)}&by=Hoa&do=plain&chosen={chosen[0]}&chosen={chosen[1]}"
    officer.post(PAGE, content=body.encode())
    assert "Đã xác nhận 2 buổi." in officer.get(PAGE).text
    assert waiting(place) == [left]
    assert len(audited(place)) == 2


def test_one_that_has_become_odd_since_the_page_was_shown_is_left_to_be_looked_at(
    place: Hall, officer: Browser
) -> None:
    odd, plain = hold(place), hold(place, "02")
    late = hold(place)
    body = f"token={token(officer, PAGE)}&by=Hoa&do=plain&chosen={odd}&chosen={plain}&chosen=x"
    officer.post(PAGE, content=body.encode())
    assert "Đã xác nhận 1 buổi; 2 buổi cần xem từng buổi" in officer.get(PAGE).text
    assert waiting(place) == [late, odd]


def test_choosing_none_says_what_to_do(place: Hall, officer: Browser) -> None:
    hold(place)
    assert "Chưa có buổi nào được chọn" in send(officer, PAGE, do="plain", form="xac-nhan")


def test_nothing_is_confirmed_by_nobody(place: Hall, officer: Browser) -> None:
    session = hold(place)
    for name in ("", "   ", "\x00", "…", "x" * 61):
        assert 'class="wrong"' in send(officer, PAGE, do=f"confirm:{session}", by=name, form="xac-nhan")
    assert waiting(place) == [session]


def test_older_sessions_are_one_page_further(place: Hall, officer: Browser) -> None:
    for days in range(32):
        hold(place, day=TODAY - timedelta(days=days), confirmed_at=NOW, confirmed_by="chị Hoa")
    assert 'href="/van-phong/buoi?trang=1"' in officer.get(PAGE).text
    second = officer.get(f"{PAGE}?trang=1").text
    assert second.count("chị Hoa xác nhận") == 2
    assert "trang=2" not in second
    assert officer.get(f"{PAGE}?trang=ẫ").status_code == 200


def test_a_session_is_recorded_for_a_unit_and_waits(place: Hall, officer: Browser) -> None:
    page = send(officer, PAGE, **TOLD)
    assert "Đã ghi buổi ngày 21/11/2026 của Xóm Đông. Buổi này đang chờ xác nhận." in page
    assert "Nhà bà Tư ẫ 🌾" in page
    assert "chị Hoa ghi lúc" in page
    assert len(waiting(place)) == 1
    assert audited(place)[0].what == "session_recorded"


def test_the_same_form_sent_twice_records_one_session(place: Hall, officer: Browser) -> None:
    send(officer, PAGE, **TOLD)
    assert "đã ghi rồi, nên không ghi thêm" in send(officer, PAGE, **TOLD)
    assert len(waiting(place)) == 1


def test_what_is_older_than_a_leader_may_record_goes_through_the_office(place: Hall, officer: Browser) -> None:
    send(officer, PAGE, **TOLD | {"day": "1.3.2026"})
    assert len(waiting(place)) == 1


@pytest.mark.parametrize(
    ("field", "typed", "says"),
    [
        ("unit", "", "hãy chọn một đơn vị"),
        ("unit", "99", "hãy chọn một đơn vị"),
        ("day", "", "Ngày chưa đúng"),
        ("day", "31/02/2026", "Ngày chưa đúng"),
        ("day", "hôm nào đó", "Ngày chưa đúng"),
        ("day", "23/11/2026", "không sau 22/11/2026"),
        ("day", "01/01/1900", "từ 01/01/2020"),
        ("lesson", "404-khong-co", "hãy chọn một bài"),
        ("place", "ẫ" * 81, "viết gọn trong 80 chữ cái"),
        ("present", "", "không có ai thì ghi số 0"),
        ("present", "0", "Buổi không có ai đến"),
        ("present", "-3", "không thể nhỏ hơn 0"),
        ("present", "mười", "cần một con số"),
        ("present", "99999", "lớn quá"),
        ("women", "11", "mà cả buổi có 10 người"),
        ("aged_60_plus", "-1", "không thể nhỏ hơn 0"),
        ("first_timers", "9" * 5000, "cần một con số"),
        ("by", "", "ghi tên mình"),
    ],
)
def test_what_cannot_be_right_is_told_in_one_sentence_and_nothing_is_lost(
    place: Hall, officer: Browser, field: str, typed: str, says: str
) -> None:
    page = send(officer, PAGE, **TOLD | {field: typed})
    assert says in page
    assert page.count('class="wrong"') == 1
    assert (waiting(place), audited(place)) == ([], [])
    kept = TOLD | {field: typed}
    for name in ("day", "place", "present", "women", "aged_60_plus"):
        assert f'value="{kept[name]}"' in page
    assert ('value="01" selected' in page) == (field != "unit")
    assert (f'value="{GIA_DANH}" selected' in page) == (field != "lesson")


def test_the_field_that_is_wrong_is_named_to_who_cannot_see_it(officer: Browser) -> None:
    page = send(officer, PAGE, **TOLD | {"women": "11"})
    assert 'name="women" aria-invalid="true" aria-describedby="ghi-buoi-wrong"' in page
    assert 'id="ghi-buoi-wrong" role="alert"' in page

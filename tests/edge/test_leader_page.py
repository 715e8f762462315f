"""The page of a unit: anh Bình sees and serves xóm Đông, and bà Cúc of xóm Tây never sees chị Lan."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import Connection, insert, select, update

from campaign.consent import Purpose
from conversation.team import Helped
from storage import doors, team
from storage.audits import newest
from storage.tables import consent, guided_session, help_request, leader, learner, question
from tests.db.commune import Commune
from tests.edge.inprocess import Browser
from tests.edge.office import NOW, TODAY, Hall, hall, let_people_learn
from tests.edge.office_desk import ask, hold, lead

LAN = "Lan Ữ 🌾"
NUMBERS = {"present": "23", "women": "14", "aged_60_plus": "9", "first_timers": "5"}


@pytest.fixture
def place() -> Iterator[Hall]:
    with hall() as built:
        let_people_learn(built)
        yield built


@pytest.fixture
def binh(place: Hall) -> Iterator[Browser]:
    with Browser(place.app()) as client:
        come(place, client, lead(place, "01", name="Anh Bình"))
        yield client


@pytest.fixture
def cuc(place: Hall) -> Iterator[Browser]:
    with Browser(place.app()) as client:
        come(place, client, lead(place, "02", name="bà Cúc"))
        yield client


def come(place: Hall, browser: Browser, post: int) -> None:
    """Open the page by a link from the chat."""
    token = f"{post:048x}"
    place.write(lambda tx: doors.leader_link(tx, post, token, place.now))
    answer = browser.post(f"/moi/{token}")
    assert (answer.status_code, answer.headers["location"]) == (303, "/xom")


def wait(place: Hall, name: str = LAN, *, agrees: bool = True) -> int:
    """Let chị Lan of xóm Đông ask for help."""

    def keep(tx: Connection) -> int:
        lan = Commune(tx, TODAY).join("01")
        tx.execute(update(learner).where(learner.c.id == lan).values(name=name))
        pseudonym = tx.scalar(select(learner.c.pseudonym).where(learner.c.id == lan))
        about = {"purpose": Purpose.SHOW_NAME_TO_LEADER.value, "choice": agrees, "version": "v1"}
        tx.execute(insert(consent).values(pseudonym=pseudonym, at=NOW, **about))
        row = {"learner_id": lan, "lesson": None, "asked_on": TODAY}
        return int(tx.scalars(insert(help_request).values(row).returning(help_request.c.id)).one())

    return place.write(keep)


def send(browser: Browser, path: str = "/xom", **fields: str) -> str:
    """Fill in a form of the page, send it, and return the page that is shown then."""
    found = re.search(r'name="token" value="([0-9a-f]+)"', browser.get(path).text)
    assert found is not None
    answer = browser.post(path, {"token": found[1], **fields})
    assert answer.status_code == 303, answer.status_code
    return browser.get(answer.headers["location"].split("#")[0]).text


def test_a_link_from_the_chat_opens_once_by_its_button_and_for_ten_minutes(place: Hall) -> None:
    post = lead(place, "01", name="Anh Bình")
    place.write(lambda tx: doors.leader_link(tx, post, "a" * 48, place.now))
    place.write(lambda tx: doors.leader_link(tx, post, "b" * 48, place.now))
    with Browser(place.app()) as browser:
        for _ in range(3):
            assert "Mở trang của xóm" in browser.get(f"/moi/{'a' * 48}").text
        assert browser.post(f"/moi/{'a' * 48}").status_code == 303
        assert browser.post(f"/moi/{'a' * 48}").status_code == 410
        place.now += doors.LINK_LIFE
        assert browser.post(f"/moi/{'b' * 48}").status_code == 410
        assert browser.get("/xom").status_code == 200


def test_the_page_says_how_the_hamlet_is_doing(binh: Browser) -> None:
    page = binh.get("/xom").text
    assert "<h1>Xóm Đông</h1>" in page
    assert '<p class="big">7</p>' in page
    assert "bằng 17,5% trong 40 người trưởng thành" in page
    assert page.count('<rect class="reach"') == 8
    assert "Hai tuần nay chưa có người mới" in page


def test_cuc_sees_nothing_of_the_other_hamlet_whatever_she_asks_for(place: Hall, cuc: Browser) -> None:
    request, asked = wait(place), ask(place, "Bị gọi đòi tiền thì làm sao ạ?", state="team")
    session = hold(place, "01", recorded_by="anh Bình")
    for path in ("/xom", "/xom/buoi", "/xom/viec", "/xom?unit=01", "/xom/buoi?unit=01"):
        page = cuc.get(path).text
        for secret in (LAN, "Bị gọi đòi tiền", "Xóm Đông", "anh Bình", "4817"):
            assert secret not in page, (path, secret)
    assert "không còn nữa" in send(cuc, do=f"helped:{request}", unit="01")
    form = f"tra-loi-{asked}"
    assert "không còn nữa" in send(cuc, do="answer", form=form, question=str(asked), answer="Đừng chuyển", unit="01")
    send(cuc, "/xom/buoi", day="21/11/2026", lesson="009-cuoc-goi-gia-danh", unit="01", **NUMBERS)

    def kept(tx: Connection) -> tuple[object, ...]:
        helped = tx.scalar(select(help_request.c.helped_on))
        state = tx.scalar(select(question.c.state))
        units = tx.scalars(select(guided_session.c.unit_code).where(guided_session.c.id != session)).all()
        return helped, state, list(units)

    assert place.read(kept) == (None, "team", ["02"])


def test_who_agreed_is_named_and_the_others_are_counted(place: Hall, binh: Browser) -> None:
    named, _ = wait(place), wait(place, "Bà Tư không cho nêu tên", agrees=False)
    page = binh.get("/xom").text
    assert "2 người đang chờ giúp" in page
    assert LAN in page
    assert "Bà Tư" not in page
    assert "1 người chưa nêu tên" in page
    page = send(binh, do=f"helped:{named}")
    assert "Đã ghi. Cảm ơn" in page
    assert LAN not in page
    assert "1 người đang chờ giúp" in page
    assert "không còn nữa" in send(binh, do=f"helped:{named}")


def test_a_question_is_answered_under_the_leaders_name(place: Hall, binh: Browser) -> None:
    asked = ask(place, "Quên mật khẩu thì sao ạ?", state="team")
    form = {"form": f"tra-loi-{asked}", "question": str(asked), "do": "answer"}
    page = send(binh, answer="Gọi số 012345678901 nhé", **form)
    assert "giống số căn cước" in page
    assert "Đã gửi câu trả lời" in send(binh, answer="Mai ra nhà văn hóa, tôi làm cùng.", **form)
    kept = place.read(lambda tx: tx.execute(select(question.c.state, question.c.answered_by)).one())
    assert tuple(kept) == ("answered", "Anh Bình")


def test_a_session_takes_four_numbers_and_waits_for_the_office(place: Hall, binh: Browser) -> None:
    page = binh.get("/xom/buoi").text
    assert 'value="22/11/2026"' in page
    day = {"day": "22/11/2026", "lesson": "009-cuoc-goi-gia-danh", "place": ""}
    page = send(binh, "/xom/buoi", form="ghi-buoi", **day, **NUMBERS)
    assert "Đã ghi buổi ngày 22/11/2026, 23 người đến." in page
    assert "22/11/2026: Cuộc gọi giả danh, 23 người; chờ văn phòng xác nhận" in page
    assert "đã ghi rồi" in send(binh, "/xom/buoi", form="ghi-buoi", **day, **NUMBERS)
    columns = (guided_session.c.unit_code, guided_session.c.recorded_by, guided_session.c.confirmed_at)
    assert [tuple(row) for row in place.read(lambda tx: tx.execute(select(*columns)).all())] == [
        ("01", "Anh Bình", None)
    ]


@pytest.mark.parametrize(
    ("field", "typed", "says"),
    [("women", "24", "mà cả buổi có 23 người"), ("present", "", "không có ai thì ghi số 0"),
     ("present", "0", "không có ai đến"), ("day", "01/08/2026", "hơn 60 ngày"), ("day", "23/11/2026", "không sau"),
     ("lesson", "404", "hãy chọn một bài"), ("first_timers", "năm", "cần một con số")],
)  # fmt: skip
def test_what_cannot_be_right_is_told_and_what_was_typed_stays(
    place: Hall, binh: Browser, field: str, typed: str, says: str
) -> None:
    filled = {"day": "22/11/2026", "lesson": "009-cuoc-goi-gia-danh", "place": "Đình làng ẫ", **NUMBERS, field: typed}
    page = send(binh, "/xom/buoi", form="ghi-buoi", **filled)
    assert says in page
    assert 'value="Đình làng ẫ"' in page
    assert place.read(lambda tx: tx.execute(select(guided_session.c.id)).all()) == []


def test_the_next_session_begins_with_the_lesson_and_place_of_the_last(place: Hall, binh: Browser) -> None:
    hold(place, "01", lesson="003-vneid-la-gi", place="Nhà văn hóa <ẫ>")
    page = binh.get("/xom/buoi").text
    assert '<option value="003-vneid-la-gi" selected>' in page
    assert 'value="Nhà văn hóa &lt;ẫ&gt;"' in page
    assert '<option value="009-cuoc-goi-gia-danh" selected>' in binh.get("/xom/buoi?bai=009-cuoc-goi-gia-danh").text


def test_the_text_to_forward_has_the_address_of_the_own_hamlet_and_no_markup(binh: Browser) -> None:
    text = re.search(r"<textarea class=\"news\"[^>]*>\n(.*?)</textarea>", binh.get("/xom").text, re.DOTALL)
    assert text is not None
    assert "https://hocso.example.vn/x/4817" in text[1]
    assert "**" not in text[1]
    assert "{" not in text[1]


def test_what_is_printed_is_asked_for_the_own_hamlet_only(place: Hall, binh: Browser, cuc: Browser) -> None:
    page = send(binh, do="poster", unit="02")
    assert "Áp phích có mã QR" in page
    path = re.search(r'href="(/xom/viec)"', page)
    assert path is not None
    assert "Áp phích" in binh.get("/xom/viec").text
    assert "Áp phích" not in cuc.get("/xom/viec").text
    assert cuc.get("/xom/viec/1").status_code == 404
    assert cuc.get("/xom/viec/1/tep").status_code == 404
    assert binh.get("/xom/viec/1").status_code == 200
    assert binh.get("/xom/viec/1/tep").status_code == 404


def test_the_page_closes_the_day_the_post_ends(place: Hall, binh: Browser) -> None:
    place.write(lambda tx: tx.execute(update(leader).values(to_day=TODAY - timedelta(days=1))))
    assert binh.get("/xom").status_code == 401
    assert "Mở trang" in binh.get("/xom").text


def test_going_out_closes_the_page(binh: Browser) -> None:
    assert binh.post("/xom/ra").status_code == 303
    assert binh.get("/xom").status_code == 401


def test_a_post_that_ended_does_nothing_any_more(place: Hall, binh: Browser) -> None:
    request = wait(place)
    place.write(lambda tx: tx.execute(update(leader).values(to_day=TODAY - timedelta(days=1))))
    assert not place.write(lambda tx: team.work_in(tx, 1, Helped(1, request), TODAY, NOW))


@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://lua-dao.example"}])
def test_only_our_own_pages_may_send_forms(place: Hall, binh: Browser, headers: dict[str, str]) -> None:
    request = wait(place)
    assert binh.post("/xom", {"do": f"helped:{request}"}, headers=headers).status_code == 403
    assert binh.post("/xom", {"do": f"helped:{request}"}).status_code == 403
    assert [line.what for line in place.read(lambda tx: newest(tx, 9))] == ["invitation_spent"]

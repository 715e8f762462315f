"""Questions on the office page: what waits is shown, an answer goes to whoever asked, and to nobody twice."""

import pytest
from sqlalchemy import delete, select, update

from storage.audits import Audit
from storage.tables import learner, question
from tests.edge.inprocess import Browser
from tests.edge.office import NOW, Hall
from tests.edge.office_desk import ask, audited, earlier, send

PAGE = "/van-phong/cau-hoi"
ANSWER = "Bác mang thẻ ra Công an xã, các anh chị cấp lại mật khẩu cho ạ ẫ 🌾."


def answer(officer: Browser, inquiry: int, text: str = ANSWER, **more: str) -> str:
    return send(officer, PAGE, form=f"tra-loi-{inquiry}", question=str(inquiry), answer=text, **more)


def state(place: Hall, inquiry: int) -> tuple[str, str, str]:
    columns = select(question.c.state, question.c.answer, question.c.answered_by)
    is_now, text, by = place.read(lambda tx: tx.execute(columns.where(question.c.id == inquiry)).one())
    return is_now, text, by


def test_a_page_without_questions_says_when_they_come(officer: Browser) -> None:
    page = officer.get(PAGE).text
    assert "<h1>Không có câu hỏi nào chờ văn phòng trả lời</h1>" in page
    assert "sau hai ngày" in page


def test_a_question_is_shown_with_its_hamlet_and_since_when_it_waits(place: Hall, officer: Browser) -> None:
    ask(place, "Mất máy thì làm sao <b>ạ</b>?", asked_at=earlier(3), passed_at=earlier(1))
    page = officer.get(PAGE).text
    assert "<h1>1 câu hỏi chờ văn phòng trả lời</h1>" in page
    assert "Mất máy thì làm sao &lt;b&gt;ạ&lt;/b&gt;?" in page
    assert "Xóm Đông · hỏi lúc 01:30 19/11/2026 · chuyển lên văn phòng lúc 01:30 21/11/2026" in page


def test_a_question_of_somebody_without_a_hamlet_came_here_at_once(place: Hall, officer: Browser) -> None:
    ask(place, unit_code=None)
    page = officer.get(PAGE).text
    assert "Chưa chọn xóm · hỏi lúc 01:30 22/11/2026<" in page


def test_what_waits_for_a_team_is_not_shown_and_not_answered_here(place: Hall, officer: Browser) -> None:
    inquiry = ask(place, "Việc của xóm ạ?", state="team")
    assert "Việc của xóm" not in officer.get(PAGE).text
    assert "đã có người trả lời" in answer(officer, inquiry)
    assert state(place, inquiry)[0] == "team"


def test_an_answer_is_kept_for_who_asked_and_signed(place: Hall, officer: Browser) -> None:
    inquiry = ask(place)
    page = answer(officer, inquiry)
    assert "Đã gửi câu trả lời" in page
    assert "Quên mật khẩu" not in page
    assert state(place, inquiry) == ("answered", ANSWER, "chị Hoa")


def test_the_log_names_the_officer_and_not_a_word_of_what_was_said(place: Hall, officer: Browser) -> None:
    inquiry = ask(place)
    answer(officer, inquiry)
    assert audited(place) == [Audit(NOW, "chị Hoa", "question_answered", str(inquiry))]


def test_lines_and_marks_become_one_plain_line(place: Hall, officer: Browser) -> None:
    inquiry = ask(place)
    answer(officer, inquiry, "Ra **xã**\r\n\r\nnhé\u202e bác\x00")
    assert state(place, inquiry)[1] == "Ra xã nhé bác"


def test_an_answer_sent_twice_is_sent_once_and_not_lost(place: Hall, officer: Browser) -> None:
    inquiry = ask(place)
    answer(officer, inquiry)
    page = answer(officer, inquiry, "Câu thứ hai", by="anh Nam")
    assert "đã có người trả lời" in page
    assert "<q>Câu thứ hai</q>" in page
    assert state(place, inquiry)[1:] == (ANSWER, "chị Hoa")
    assert len(audited(place)) == 1


def test_the_question_of_somebody_erased_meanwhile_is_gone(place: Hall, officer: Browser) -> None:
    inquiry = ask(place)
    place.write(lambda tx: tx.execute(delete(learner)))
    assert "hoặc người hỏi đã xóa" in answer(officer, inquiry)


@pytest.mark.parametrize("inquiry", ["", "x", "-1", "999", "9" * 30])
def test_an_unknown_question_is_told_in_one_sentence(officer: Browser, inquiry: str) -> None:
    page = send(officer, PAGE, question=inquiry, answer=ANSWER)
    assert page.count('class="wrong"') == 1
    assert "xem các câu còn lại" in page


@pytest.mark.parametrize("number", ["036123456789", "036 123 456 789", "mã OTP 482913", "thẻ 9704 3600 1234 5678"])
def test_secret_numbers_are_refused_kindly_and_what_was_written_stays(
    place: Hall, officer: Browser, number: str
) -> None:
    inquiry = ask(place)
    page = answer(officer, inquiry, f"Bác đọc {number} nhé")
    assert "anh, chị bỏ số ấy đi rồi gửi lại" in page
    assert f"Bác đọc {number} nhé</textarea>" in page
    assert state(place, inquiry)[0] == "office"


@pytest.mark.parametrize("number", ["0228 3886 113", "0912345678", "1900 0368", "113", "200.000 đồng", "15/12/2026"])
def test_a_number_to_call_a_day_and_a_price_may_be_told(place: Hall, officer: Browser, number: str) -> None:
    inquiry = ask(place)
    assert "Đã gửi" in answer(officer, inquiry, f"Bác hỏi thêm {number} nhé")


@pytest.mark.parametrize(
    ("text", "says"), [("", "viết vào ô rồi bấm gửi"), (" \n…", "viết vào ô"), ("ẫ" * 501, "gọn trong 500 chữ cái")]
)
def test_an_answer_that_cannot_be_sent_is_told_in_one_sentence(
    place: Hall, officer: Browser, text: str, says: str
) -> None:
    inquiry = ask(place)
    page = answer(officer, inquiry, text)
    assert page.count('class="wrong"') == 1
    assert says in page
    assert f"\n{text.strip()}" in page
    assert state(place, inquiry)[0] == "office"


def test_a_whole_page_of_text_does_not_break_the_browser_and_its_beginning_stays(place: Hall, officer: Browser) -> None:
    inquiry = ask(place)
    text = "".join(chr(0x4E00 + at * 7919 % 20000) for at in range(5000))
    page = answer(officer, inquiry, text)
    assert "gọn trong 500 chữ cái" in page
    assert text[:500] in page
    assert len(officer.cookies.get("hocso_vp_noi") or "") < 4096


def test_without_a_name_nothing_is_sent(place: Hall, officer: Browser) -> None:
    inquiry = ask(place)
    page = answer(officer, inquiry, by=" ")
    assert "ghi tên mình" in page
    assert ANSWER in page
    assert state(place, inquiry)[0] == "office"


def test_the_oldest_question_comes_first(place: Hall, officer: Browser) -> None:
    ask(place, "Câu mới ạ?")
    ask(place, "Câu cũ ạ?", asked_at=earlier(5))
    page = officer.get(PAGE).text
    assert page.index("Câu cũ") < page.index("Câu mới")


def test_a_question_whose_hamlet_was_renamed_or_merged_still_names_one(place: Hall, officer: Browser) -> None:
    inquiry = ask(place)
    place.write(lambda tx: tx.execute(update(question).where(question.c.id == inquiry).values(unit_code="03")))
    assert "Xóm 3 · hỏi lúc" in officer.get(PAGE).text

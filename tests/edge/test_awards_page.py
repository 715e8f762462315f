"""The page of awards: reasons and signs for the office to decide; nobody is named who did not agree."""

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from decimal import Decimal

import pytest
from sqlalchemy import insert, update

from campaign.awards import AwardKind, Criteria, Criterion, Measure, Rule
from storage import audits, awards, doors
from storage.tables import award, learner, progress
from tests.edge.inprocess import Browser
from tests.edge.office import TODAY, Hall, hall
from web import log_page
from web.awards_page import MOST_SHOWN

NAME = "Nguyễn Thị Lan"
PATH = "/van-phong/khen-thuong"
Come = Callable[..., Browser]
CRITERIA = Criteria(
    "thử",
    {
        AwardKind.HAMLET: Rule((Criterion(Measure.PARTICIPANTS, Decimal(0)),), 1, Measure.PARTICIPANTS),
        AwardKind.LEADER: Rule((Criterion(Measure.SESSIONS, Decimal(1)),), 1, Measure.SESSIONS),
        AwardKind.LEARNER: Rule((Criterion(Measure.LESSONS, Decimal(1)),), 1),
    },
)


@pytest.fixture
def place() -> Iterator[Hall]:
    with hall() as built:
        built.criteria = CRITERIA
        yield built


@pytest.fixture
def come(place: Hall) -> Iterator[Come]:
    with ExitStack() as open_:

        def come(role: str = "office") -> Browser:
            browser = open_.enter_context(Browser(place.app()))
            token = place.write(lambda tx: doors.open_session(tx, role, place.now))
            browser.cookies.set("hocso_vp", token, path="/van-phong")
            return browser

        yield come


def learn(place: Hall) -> int:
    row = {"pseudonym": "p", "joined_on": TODAY, "visit_on": TODAY, "address": "bác", "unit_code": "01"}
    row |= {"is_counted": True, "name": NAME}
    lan = place.write(lambda tx: int(tx.scalars(insert(learner).values(row).returning(learner.c.id)).one()))
    done = {"learner_id": lan, "lesson": "009", "pages": 5, "finished_on": TODAY, "seen": "[]", "task_asked": 0}
    place.write(lambda tx: tx.execute(insert(progress).values({**done, "reviews": 0})))
    return lan


def send(browser: Browser, **fields: str) -> str:
    token = re.search(r'name="token" value="([^"]+)"', browser.get(PATH).text)
    assert token is not None
    answer = browser.post(PATH, data={"token": token[1], "by": "Chị Hà", **fields})
    assert answer.status_code == 303
    return browser.get(PATH).text


def test_a_hamlet_is_proposed_and_decided_with_a_reason_and_the_log_tells(place: Hall, come: Come) -> None:
    browser, this = come(), {"kind": "hamlet", "key": "01", "form": "hamlet-01"}
    assert "Đã đề xuất. Khi quyết định" in send(browser, **this, do="propose")
    assert "từ trước" in send(browser, **this, do="propose")
    assert "Chưa có lý do: ghi vì sao quyết định" in send(browser, **this, do="decide", decision="yes", reason="")
    assert "Chưa chọn quyết định" in send(browser, **this, do="decide", decision="", reason="Đều")
    assert "Đề nghị khen: Đều, ẫ (Chị Hà)." in send(browser, **this, do="decide", decision="yes", reason="Đều, ẫ")
    log = place.read(lambda tx: [line.what for line in audits.newest(tx, 9)])
    assert log == ["award_put_forward", "award_proposed"]


def test_who_is_not_in_the_list_cannot_be_proposed(come: Come) -> None:
    browser = come()
    for kind, key in (("hamlet", "99"), ("learner", "7"), ("leader", "x"), ("dog", "1")):
        assert "không còn trong danh sách" in send(browser, kind=kind, key=key, do="propose")
    told = send(browser, kind="hamlet", key="02", do="decide", decision="no", reason="Đều")
    assert "không còn trong danh sách" in told


def test_a_learner_is_named_on_no_page_and_in_no_file_before_they_agree(place: Hall, come: Come) -> None:
    lan, office, council = learn(place), come(), come("council")
    assert "Một người học ở" in office.get(PATH).text
    assert "trợ lý hỏi người ấy một lần" in send(office, kind="learner", key=str(lan), do="propose")
    for browser in (office, council):
        for path in (PATH, f"{PATH}.csv", log_page.PATH):
            assert NAME not in browser.get(path).text
    assert "gười học ở" not in council.get(PATH).text
    assert "một người học" not in council.get(f"{PATH}.csv").text
    place.write(lambda tx: tx.execute(update(award).values(agreed=True, name=NAME)))
    assert NAME in office.get(f"{PATH}.csv").text
    assert NAME in council.get(PATH).text


def test_the_council_sees_no_forms(come: Come) -> None:
    page = come("council").get(PATH).text
    assert "Xóm" in page
    assert '<form method="post" class="fields"' not in page


def test_what_was_proposed_is_shown_however_long_the_list_is(place: Hall, come: Come) -> None:
    lan = learn(place)
    place.write(lambda tx: awards.propose(tx, AwardKind.LEARNER, str(lan), TODAY.year, "Chị Hà", place.now))
    rows = [
        {"pseudonym": f"q{at}", "joined_on": TODAY, "visit_on": TODAY, "address": "bác", "unit_code": "01"}
        for at in range(70)
    ]
    place.write(lambda tx: tx.execute(insert(learner), [{**row, "is_counted": True} for row in rows]))
    done = {"lesson": "009", "pages": 5, "finished_on": TODAY, "seen": "[]", "task_asked": 0, "reviews": 0}
    place.write(lambda tx: tx.execute(insert(progress), [{**done, "learner_id": lan + 1 + at} for at in range(70)]))
    page = come().get(PATH).text
    assert f"Xem thêm {71 - MOST_SHOWN} trường hợp" in page
    assert "Chị Hà đã đề xuất" in page
    of_learners = come().get(f"{PATH}?nam={TODAY.year}&loai=learner").text
    assert of_learners.count("<article") == 71
    assert 'id="hamlet"' not in of_learners
    assert len(come().get(f"{PATH}.csv").text.splitlines()) == 1 + 3 + 71


def test_a_hamlet_that_falls_below_after_it_was_proposed_stays_to_be_decided(place: Hall, come: Come) -> None:
    browser, this = come(), {"kind": "hamlet", "key": "01", "form": "hamlet-01"}
    send(browser, **this, do="propose")
    rule = Rule((Criterion(Measure.PARTICIPANTS, Decimal(5)),), 1)
    place.criteria = replace(CRITERIA, rules={**CRITERIA.rules, AwardKind.HAMLET: rule})
    later = come()
    page = later.get(PATH).text
    assert "Xóm: 0" in page
    assert "Nay không còn đạt tiêu chí" in page
    assert "Chưa đạt: có 0 người tham gia" in page
    assert "Nay không còn đạt tiêu chí" in later.get(f"{PATH}.csv").text
    told = send(later, **this, do="decide", decision="no", reason="Số liệu đã sửa")
    assert "Không đề nghị: Số liệu đã sửa (Chị Hà)." in told


def test_a_learner_is_not_put_forward_before_they_agree(place: Hall, come: Come) -> None:
    lan, browser = str(learn(place)), come()
    this = {"kind": "learner", "key": lan, "form": f"learner-{lan}"}
    send(browser, **this, do="propose")
    yes = {**this, "do": "decide", "decision": "yes", "reason": "Học đều"}
    assert "chưa đồng ý nêu tên nên chưa đề nghị khen được" in send(browser, **yes)
    assert place.read(lambda tx: awards.of_year(tx, TODAY.year))[AwardKind.LEARNER, lan].is_put_forward is None
    place.write(lambda tx: tx.execute(update(award).values(agreed=True, name=NAME)))
    assert "Đề nghị khen: Học đều" in send(browser, **yes)


def test_the_year_before_is_decided_after_new_year(place: Hall, come: Come) -> None:
    place.write(lambda tx: awards.propose(tx, AwardKind.HAMLET, "01", 2025, "Chị Hà", place.now))
    browser = come()
    assert "năm 2026" in browser.get(PATH).text
    before = f"{PATH}?nam=2025"
    page = browser.get(before).text
    assert '<option value="2025" selected>' in page
    assert "Số liệu đến hết ngày 31/12/2025" in page
    assert "khen-thuong-2025.csv" in browser.get(f"{PATH}.csv?nam=2025").headers["content-disposition"]
    this = {"kind": "hamlet", "key": "01", "form": "hamlet-01", "year": "2025"}
    send(browser, **this, do="decide", decision="yes", reason="Cả năm đều")
    assert "Đề nghị khen: Cả năm đều" in browser.get(before).text
    assert "Cả năm đều" not in browser.get(PATH).text
    assert "năm 2026" in browser.get(f"{PATH}?nam=1999").text

"""The score over HTTP: proposed, handed in, disputed, agreed, frozen, corrected; and who may only look."""

import re
from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy import Connection

from storage import freezing, jobs, score_tables
from storage.freezing import Revision
from storage.tables import score_freeze
from tests.edge.inprocess import Browser
from tests.edge.office import Hall, hall, let_people_learn
from tests.edge.office_desk import audited, enter
from tests.edge.score_year import BLOCK, DONG, LIST, NAME, TABLE, TAY, adopt, give, go_to_confirmed, values

UNITS = ("01", "02", "03")


@pytest.fixture
def place() -> Iterator[Hall]:
    with hall() as built:
        let_people_learn(built)
        yield built


@pytest.fixture
def officer(place: Hall) -> Iterator[Browser]:
    adopt(place)
    with Browser(place.app()) as client:
        enter(place, client)
        yield client


def revisions(place: Hall) -> list[Revision]:
    def read(tx: Connection) -> list[Revision]:
        table = score_tables.adopted(tx, 2026, NAME)
        return list(freezing.revisions(tx, table.id)) if table else []

    return place.read(read)


def test_without_a_table_the_page_says_where_to_begin(place: Hall) -> None:
    with Browser(place.app()) as client:
        enter(place, client)
        assert 'href="/van-phong/cham-diem/bang-diem">Nhận một bảng điểm</a>' in client.get(LIST).text


def test_a_table_adopted_late_and_an_example_say_so_everywhere(place: Hall) -> None:
    adopt(place, date(2026, 5, 1), TABLE + "example: true\n")
    with Browser(place.app()) as client:
        enter(place, client)
        for path in (LIST, BLOCK, DONG):
            page = client.get(path).text
            assert "CHẤM THỬ" in page, path
            assert "VÍ DỤ" in page, path


def test_a_proposal_shows_its_own_numbers_and_its_cut_off(officer: Browser) -> None:
    page = give(officer, BLOCK, form="viec-cua-khoi", do="propose")
    assert "Đã lấy số liệu đến 22/11/2026 cho 3 đơn vị." in page
    sheet = officer.get(DONG).text
    assert "7/40 = 17,5%, tính đến 22/11/2026" in sheet
    assert "60 × 17,5/20, nhiều nhất 60" in sheet
    assert "52,50" in sheet


def test_the_whole_way_from_a_claim_to_a_correction(place: Hall, officer: Browser) -> None:
    give(officer, BLOCK, form="viec-cua-khoi", do="propose")
    page = give(officer, DONG, form="phieu-submit", **values("12", "có", **{"minh-chung-2.1": "https://xa.vn/so"}))
    assert "Đã nộp phiếu của Xóm Đông." in page
    page = give(officer, DONG, form="phieu-review", **{"so-2.1": "9", "note": "Ba buổi không ghi sổ"})
    assert "<h1>Xóm Đông: đã thẩm định</h1>" in page
    page = give(officer, DONG, form="phieu-explain", note="Còn sổ thứ hai", decided_by="anh Bình", **{"so-2.1": "12"})
    assert "Còn sổ thứ hai" in page
    assert "1 trong 3 phiếu chờ thẩm định" in officer.get(BLOCK).text
    page = give(officer, DONG, form="phieu-confirm", decided_by="Chủ tịch Hội đồng", note="Đã xem sổ",
                **{"so-2.1": "11"})  # fmt: skip
    assert "<h1>Xóm Đông: đã thống nhất</h1>" in page
    go_to_confirmed(officer, "02", "03")
    assert "Chốt điểm của 3 đơn vị?" in officer.get(f"{BLOCK}/chot").text
    page = give(officer, f"{BLOCK}/chot", form="chot", decided_by="Chủ tịch Hội đồng")
    assert "Đã chốt điểm của 3 đơn vị" in page
    [first] = revisions(place)
    assert first.sha256 in page
    page = give(officer, DONG, form="phieu-correct", decided_by="Chủ tịch Hội đồng", note="Cộng sót sổ",
                **{"so-2.1": "12"})  # fmt: skip
    assert "Đã sửa điểm của Xóm Đông" in page
    history = page[page.index("2.1 Số buổi loa</summary>") :]
    said = re.findall(r"<strong>(.*?)</strong>", history[: history.index("</details>")])
    assert said == ["12", "9", "12", "11", "12"]
    assert "https://xa.vn/so" in page
    assert revisions(place)[0] == first
    assert "Cộng sót sổ" in officer.get(BLOCK).text
    old = officer.get(f"{BLOCK}?ban=1").text
    assert "<strong>84,50</strong>" in old
    assert "<strong>86,50</strong>" not in old
    assert "<strong>86,50</strong>" in officer.get(BLOCK).text
    steps = [line for line in audited(place) if line.what == "score_step"]
    assert {line.by for line in steps} == {"chị Hoa"}


def test_a_changed_value_asks_for_a_reason_and_keeps_what_was_typed(place: Hall, officer: Browser) -> None:
    give(officer, DONG, form="phieu-submit", **values("12", "có"))
    page = give(officer, DONG, form="phieu-review", **{"so-2.1": "9"})
    assert "Tiêu chí 2.1 đổi số" in page
    assert 'id="phieu-review-so-2.1" name="so-2.1" value="9"' in page
    assert "<h1>Xóm Đông: đã nộp, chờ thẩm định</h1>" in officer.get(DONG).text


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"so-2.1": "mười"}, "Tiêu chí 2.1:"),
        ({"so-2.1": "-3"}, "Tiêu chí 2.1:"),
        ({"minh-chung-2.1": "/etc/passwd"}, "đường dẫn bắt đầu bằng https://"),
    ],
)
def test_what_cannot_be_taken_changes_nothing(place: Hall, officer: Browser, typed: dict[str, str], says: str) -> None:
    page = give(officer, DONG, form="phieu-submit", **typed)
    assert says in page
    assert "<h1>Xóm Đông: chưa nộp</h1>" in page
    assert audited(place)[0].what == "score_table_adopted"


def test_nothing_is_frozen_while_a_unit_is_open(place: Hall, officer: Browser) -> None:
    go_to_confirmed(officer, "01", "02")
    page = officer.get(f"{BLOCK}/chot").text
    assert "<h1>Chưa chốt được: còn 1 đơn vị chưa thống nhất</h1>" in page
    assert "Xóm 3" in page
    page = give(officer, BLOCK, form="viec-cua-khoi", do="propose")
    token = re.search(r'name="token" value="([0-9a-f]+)"', page)
    assert token is not None
    sent = {"token": token[1], "by": "chị Hoa", "year": "2026", "block": NAME, "decided_by": "Hội đồng", "form": "chot"}
    assert officer.post(f"{BLOCK}/chot", sent).status_code == 303
    assert "còn đơn vị chưa thống nhất" in officer.get(f"{BLOCK}/chot").text
    assert revisions(place) == []


def test_a_step_that_somebody_else_took_meanwhile_is_told(officer: Browser) -> None:
    give(officer, TAY, form="phieu-submit", **values("1", "có"))
    give(officer, TAY, form="phieu-review")
    give(officer, TAY, form="phieu-confirm", decided_by="Hội đồng")
    page = give(officer, TAY, form="phieu-review")
    assert "vừa chuyển bước, nay đã thống nhất" in page


def test_a_frozen_block_is_not_asked_about_again(officer: Browser) -> None:
    go_to_confirmed(officer, *UNITS)
    assert "<h1>Chốt điểm của 3 đơn vị?</h1>" in officer.get(f"{BLOCK}/chot").text
    give(officer, f"{BLOCK}/chot", form="chot", decided_by="Chủ tịch Hội đồng")
    page = officer.get(f"{BLOCK}/chot").text
    assert "<h1>Điểm năm 2026 của 3 đơn vị đã chốt</h1>" in page
    assert "chưa chốt" not in page


def test_a_correction_needs_a_reason_and_a_change(place: Hall, officer: Browser) -> None:
    go_to_confirmed(officer, *UNITS)
    give(officer, f"{BLOCK}/chot", form="chot", decided_by="Hội đồng")
    assert "phải có lý do" in give(officer, DONG, form="phieu-correct", decided_by="Hội đồng", **{"so-2.1": "1"})
    assert "Chưa có số nào khác" in give(officer, DONG, form="phieu-correct", decided_by="Hội đồng", note="Sửa")
    assert len(revisions(place)) == 1


def test_the_council_sees_everything_and_has_nothing_to_press(place: Hall, officer: Browser) -> None:
    give(officer, DONG, form="phieu-submit", **values("12", "có"))
    with Browser(place.app()) as council:
        assert council.post(place.invitation("council")).status_code == 303
        for path in (LIST, BLOCK, DONG, f"{BLOCK}/chot"):
            page = council.get(path)
            assert page.status_code == 200, path
            assert page.text.count("<form") == 1, path  # the way out
        assert "chị Hoa: <strong>12</strong>" in council.get(DONG).text
        assert council.post(DONG, {"form": "phieu-review", "unit": "01"}).status_code == 403


@pytest.mark.parametrize("path", [f"{LIST}/2026/khong-co", f"{LIST}/26/x", f"{BLOCK}/99", f"{LIST}/2026/x/chot"])
def test_an_old_address_leads_on(officer: Browser, path: str) -> None:
    answer = officer.get(path)
    assert answer.status_code == 404
    assert "trang Chấm điểm" in answer.text


def test_a_frozen_block_that_was_changed_in_the_database_is_not_shown(place: Hall, officer: Browser) -> None:
    go_to_confirmed(officer, *UNITS)
    give(officer, f"{BLOCK}/chot", form="chot", decided_by="Hội đồng")
    place.write(lambda tx: tx.execute(score_freeze.update().values(document="{}")))
    for path in (BLOCK, DONG):
        assert "khôi phục từ bản sao lưu" in officer.get(path).text


def test_the_papers_of_a_block_are_made_by_a_process_of_their_own(place: Hall, officer: Browser) -> None:
    page = give(officer, BLOCK, form="viec-cua-khoi", do="papers")
    assert "Giấy tờ chấm điểm" in page
    found = place.read(lambda tx: jobs.newest(tx, "", 5))
    assert [one.file_name for one in found] == ["cham-diem-2026.zip"]


def test_the_first_page_names_the_block_that_waits(officer: Browser) -> None:
    assert "Bảng điểm khối các xóm ẫ, năm 2026: chưa chốt điểm" in officer.get("/van-phong").text
    give(officer, DONG, form="phieu-submit", **values("12", "có"))
    page = officer.get("/van-phong").text
    assert "Bảng điểm khối các xóm ẫ, năm 2026: 1 phiếu chờ thẩm định" in page
    assert f'href="{BLOCK}"' in page

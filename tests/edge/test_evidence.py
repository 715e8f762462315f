"""Evidence on the pages of a score sheet: handed in as a file or a link, opened by those who may, told when gone."""

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from storage import evidence_files
from tests.edge.inprocess import Browser
from tests.edge.office import Hall, hall
from tests.edge.office_desk import audited
from tests.edge.score_year import DONG, TAY, adopt, give, go_to_confirmed, hand_in, seen, values

PNG = b"\x89PNG\r\n\x1a\n" + b"anh chup so loa"


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Hall]:
    with hall() as built:
        built.evidence = tmp_path / "evidence"
        adopt(built)
        yield built


def opened(page: str) -> str:
    """Return the address of the only file on a page."""
    [path] = set(re.findall(r'href="(/[^"]*/tep/[0-9a-f]{64})"', page))
    return str(path)


def workbook(part: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as into:
        into.writestr(part, "<x/>")
    return packed.getvalue()


def test_a_picture_is_kept_shown_and_opened(place: Hall, officer: Browser) -> None:
    page = hand_in(officer, DONG, "sổ loa Ữ.exe", PNG)
    assert "Đã nhận minh chứng cho tiêu chí 2.1." in page
    answer = officer.get(opened(page))
    assert (answer.status_code, answer.content) == (200, PNG)
    assert answer.headers["content-type"] == "image/png"
    assert re.fullmatch(r'attachment; filename="minh-chung-[0-9a-f]{12}\.png"', answer.headers["content-disposition"])
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert audited(place)[0].what == "score_evidence"
    assert "<h1>Xóm Đông: chưa nộp</h1>" in page


def test_evidence_stays_with_what_is_decided(officer: Browser) -> None:
    hand_in(officer, DONG, "so.png", PNG)
    hand_in(officer, DONG, "", b"", link="https://xa.vn/so")
    give(officer, DONG, form="phieu-submit", **values("12", "có"))
    page = give(officer, DONG, form="phieu-review")
    office = page[page.rindex("Thẩm định, chị Hoa: <strong>12</strong>") :]
    assert "/tep/" in office[: office.index("</li>")]
    assert "https://xa.vn/so" in office[: office.index("</li>")]
    give(officer, DONG, form="phieu-confirm", decided_by="Hội đồng")
    assert "không nhận thêm minh chứng" in hand_in(officer, DONG, "so.png", PNG)


def of_a_later_zip(packed: bytes) -> bytes:
    """Return a zip that says of its first file that only version 9.9 can open it."""
    at = packed.index(b"PK\x01\x02") + 6
    return packed[:at] + bytes([99]) + packed[at + 1 :]


@pytest.mark.parametrize(
    ("content", "suffix"),
    [
        (b"%PDF-1.7 x", ".pdf"),
        (b"\xff\xd8\xff\xe0 x", ".jpg"),
        (workbook("word/document.xml"), ".docx"),
        (workbook("xl/workbook.xml"), ".xlsx"),
    ],
)
def test_what_a_file_is_is_read_from_its_content(officer: Browser, content: bytes, suffix: str) -> None:
    page = hand_in(officer, DONG, "gi-cung-duoc", content)
    assert officer.get(opened(page)).headers["content-disposition"].endswith(f'{suffix}"')


@pytest.mark.parametrize(
    ("name", "content", "fields", "says"),
    [
        ("trang.png", b"<script>alert(1)</script>", {}, "máy không nhận"),
        ("nen.zip", workbook("gi-do.txt"), {}, "máy không nhận"),
        ("hong.docx", b"PK\x03\x04 hong", {}, "máy không nhận"),
        ("moi-qua.docx", of_a_later_zip(workbook("word/document.xml")), {}, "máy không nhận"),
        ("", b"", {}, "Chưa chọn tệp nào"),
        ("", b"", {"link": "/etc/passwd"}, "phải bắt đầu bằng https://"),
        ("", b"", {"link": "https://xa.vn/" + "a" * 200}, "dài quá"),
        ("anh.png", PNG, {"criterion": "9.9"}, "không còn trong bảng điểm"),
        ("anh.png", PNG, {"unit": "99"}, "Trang đã cũ"),
    ],
)
def test_what_cannot_be_kept_is_told_in_place_and_nothing_is_kept(
    place: Hall, officer: Browser, name: str, content: bytes, fields: dict[str, str], says: str
) -> None:
    page = hand_in(officer, DONG, name, content, **fields)
    assert says in page
    assert not place.evidence.exists()
    assert audited(place)[0].what == "score_table_adopted"


def test_a_file_that_is_too_large_is_told(monkeypatch: pytest.MonkeyPatch, place: Hall, officer: Browser) -> None:
    monkeypatch.setattr(evidence_files, "MOST_SENT", 1_000)
    assert "hãy chụp lại ảnh nhỏ hơn" in hand_in(officer, DONG, "to.png", PNG + b"x" * 1_000)
    assert not place.evidence.exists()


def test_a_file_that_was_lost_or_changed_is_told(place: Hall, officer: Browser) -> None:
    path = opened(hand_in(officer, DONG, "so.png", PNG))
    [kept] = place.evidence.iterdir()
    kept.write_bytes(b"khac")
    assert (officer.get(path).status_code, "xin đơn vị gửi lại" in officer.get(path).text) == (410, True)
    kept.unlink()
    assert officer.get(path).status_code == 410
    kept.mkdir()  # nothing that can be read
    assert officer.get(path).status_code == 410


def test_a_file_that_went_bad_is_good_again_once_it_is_sent_again(place: Hall, officer: Browser) -> None:
    path = opened(hand_in(officer, DONG, "so.png", PNG))
    [kept] = place.evidence.iterdir()
    kept.write_bytes(b"khac")
    hand_in(officer, DONG, "so.png", PNG)
    assert officer.get(path).content == PNG


def test_a_file_is_opened_with_its_own_sheet_only_and_by_the_council_too(place: Hall, officer: Browser) -> None:
    path = opened(hand_in(officer, DONG, "so.png", PNG))
    assert officer.get(path.replace("/01/", "/02/")).status_code == 404
    assert officer.get(f"{DONG}/tep/..%2f..%2fetc").status_code == 404
    with Browser(place.app()) as council:
        assert council.post(place.invitation("council")).status_code == 303
        assert council.get(path).content == PNG
        for paper in (f"{DONG}/giai-trinh.pdf", f"{DONG.rsplit('/', 1)[0]}/bien-ban.pdf"):
            answer = council.get(paper)
            assert (answer.status_code, answer.content[:5]) == (200, b"%PDF-")
    with Browser(place.app()) as outsider:
        assert outsider.get(path).status_code == 401


def test_two_officers_on_one_sheet_the_second_is_told(place: Hall, officer: Browser) -> None:
    give(officer, TAY, form="phieu-submit", **values("12", "có"))
    looked_at = seen(officer, TAY)
    give(officer, TAY, form="phieu-review", note="Thiếu sổ", **{"so-2.1": "9"})
    page = give(officer, TAY, form="phieu-review", note="Tôi giữ 12", seen=looked_at, **{"so-2.1": "12"})
    assert "chị Hoa vừa ghi vào phiếu của Xóm 2" in page
    assert 'name="so-2.1" value="12"' in page  # what was typed is kept
    assert "Tôi giữ 12</textarea>" in page
    history = page[page.index("2.1 Số buổi loa</summary>") :]
    said = re.findall(r"<strong>(.*?)</strong>", history[: history.index("</details>")])
    assert said == ["12", "9"]


@pytest.mark.parametrize("looked_at", ["", "1.3", "bịa"])
def test_a_form_that_saw_what_is_not_there_is_told(officer: Browser, looked_at: str) -> None:
    page = give(officer, TAY, form="phieu-submit", seen=looked_at, **values("12", "có"))
    assert "không còn như lúc mở trang" in page
    assert ": chưa nộp</h1>" in page


def test_a_frozen_block_keeps_its_evidence_open(place: Hall, officer: Browser) -> None:
    path = opened(hand_in(officer, DONG, "so.png", PNG))
    go_to_confirmed(officer, "01", "02", "03")
    give(officer, f"{DONG.rsplit('/', 1)[0]}/chot", form="chot", decided_by="Hội đồng")
    assert officer.get(path).content == PNG

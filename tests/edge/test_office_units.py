"""The list of units: fetched, changed, looked at, taken in; and two hamlets that become one."""

import re
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage import units
from tests.db.commune import Commune, hamlet
from tests.edge.inprocess import Browser
from tests.edge.office import TODAY, Hall
from tests.edge.office_desk import audited, enter, lead, token

PATH = "/van-phong/don-vi"
PREVIEW = f"{PATH}/xem-truoc"
MERGE = f"{PATH}/nhap-xom"
HEAD = "code,kind,name,old_commune,block,join_code,adults,households,source,as_of,valid_from,valid_to,merged_into\r\n"
DONG = "01,hamlet,Xóm Đông,Trà Lũ,,4817,45,,Công an xã,2026-11-01,,,\r\n"


def upload(browser: Browser, content: bytes, path: str = PATH, name: str = "danh sách.csv") -> str:
    """Send a file and return the page that is shown then."""
    parts = {"token": token(browser, "/van-phong/buoi"), "form": "nhap-tep"}
    body = b"".join(
        f'--ranh\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode()
        for key, value in parts.items()
    )
    head = f'--ranh\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\nContent-Type: text/csv\r\n\r\n'
    body += head.encode() + content + b"\r\n--ranh--\r\n"
    answer = browser.post(path, content=body, headers={"content-type": "multipart/form-data; boundary=ranh"})
    if answer.status_code != 303:
        return answer.text
    return browser.get(answer.headers["location"].split("#")[0]).text


def shown(page: str) -> str:
    found = re.search(r'name="shown" value="([0-9a-f]+)"', page)
    assert found is not None
    return found[1]


def take_in(browser: Browser, page: str) -> str:
    fields = {"token": token(browser, "/van-phong/buoi"), "form": "nhap", "by": "chị Hoa", "shown": shown(page)}
    answer = browser.post(PREVIEW, fields)
    assert answer.status_code == 303
    return browser.get(answer.headers["location"].split("#")[0]).text


def codes(place: Hall) -> dict[str, int | None]:
    return {code: one.adults for code, one in place.read(units.current).by_code.items()}


def test_the_list_that_is_fetched_and_sent_back_changes_nothing(officer: Browser) -> None:
    take_in(officer, upload(officer, officer.get(f"{PATH}.csv").content))
    fetched = officer.get(f"{PATH}.csv")
    assert fetched.headers["content-disposition"] == 'attachment; filename="don-vi-2026-11-22.csv"'
    assert "<h1>Tệp giống hệt danh sách đang dùng</h1>" in upload(officer, fetched.content)


def test_a_file_is_shown_first_and_does_exactly_what_was_shown(place: Hall, officer: Browser) -> None:
    before = codes(place)
    page = upload(officer, (HEAD + DONG + "09,hamlet,Xóm 9 ẫ <b>,,,,120,60,Công an xã,01/11/2026,,,\r\n").encode())
    assert "<h1>Danh sách sẽ thay đổi như sau</h1>" in page
    assert "Xóm 9 ẫ &lt;b&gt; (09), 120 người trưởng thành" in page
    assert "người trưởng thành từ 40 thành 45" in page
    assert "tính đến ngày từ trống thành 01/11/2026" in page
    assert "bỏ 1 đơn vị ví dụ" in page
    assert "1 đơn vị không có trong tệp nên giữ nguyên: 02" in page
    assert codes(place) == before
    assert "Đã nhập: thêm 1 đơn vị, sửa 1 đơn vị, bỏ 1 đơn vị ví dụ." in take_in(officer, page)
    assert codes(place) == {"01": 45, "02": 3000, "09": 120}
    assert [(line.by, line.what) for line in audited(place)] == [("chị Hoa", "units_imported")]
    assert "Chưa có tệp nào đang chờ xem" in officer.get(PREVIEW).text


def test_what_changed_meanwhile_is_shown_again_before_it_is_taken_in(place: Hall, officer: Browser) -> None:
    page = upload(officer, (HEAD + DONG).encode())
    with Browser(place.app()) as other:
        enter(place, other)
        changed = DONG.replace(",45,", ",41,")
        take_in(other, upload(other, (HEAD + changed).encode()))
    answer = take_in(officer, page)
    assert "vừa thay đổi nên chưa nhập gì" in answer
    assert "người trưởng thành từ 41 thành 45" in answer
    assert codes(place)["01"] == 41


def test_everything_wrong_is_told_by_line_and_nothing_is_taken_in(place: Hall, officer: Browser) -> None:
    before = codes(place)
    rows = DONG + "07,xóm,,,,,nhiều,,,,,,\r\n" + "01,hamlet,Xóm Lặp,,,,,,,,,,\r\n"
    page = upload(officer, (HEAD + rows).encode())
    assert "Tệp còn chỗ cần sửa, chưa nhập gì" in page
    for where in ("Dòng 3, cột kind", "Dòng 3, cột name", "Dòng 3, cột adults", "Dòng 4, cột code"):
        assert where in page, where
    assert 'name="shown"' not in page
    assert codes(place) == before


@pytest.mark.parametrize(
    ("content", "says"),
    [(b"PK\x03\x04\x14\x00\x06\x00[Content_Types].xml", "CSV UTF-8"), (b"\xff\xfex\x00", "CSV UTF-8"),
     ("mã,tên\r\n".encode(), "không hiểu cột"), (HEAD.encode(), "chưa có đơn vị nào"),
     ("code;kind\r\n\xe1".encode("latin-1"), "UTF-8")],
)  # fmt: skip
def test_a_file_that_is_no_list_says_what_to_do(place: Hall, officer: Browser, content: bytes, says: str) -> None:
    before = codes(place)
    assert says.lower() in upload(officer, content).lower()
    assert codes(place) == before


def test_no_file_too_long_a_file_and_no_form_at_all_are_told(officer: Browser) -> None:
    assert "Chưa có tệp: bấm chọn tệp" in upload(officer, b"", name="")
    assert "Chưa nhận được những gì vừa gửi" in upload(officer, b"x" * 1_100_000)
    for kind in (
        "multipart/form-data",
        "multipart/form-data; boundary=x",
        "multipart/form-data; charset=nope; boundary=x",
    ):
        answer = officer.post(PATH, content=b"\r\n--khac\r\n", headers={"content-type": kind})
        assert answer.status_code in (403, 413), kind


def test_a_file_of_one_officer_is_not_seen_by_another(place: Hall, officer: Browser) -> None:
    upload(officer, (HEAD + DONG).encode())
    with Browser(place.app()) as other:
        enter(place, other)
        assert "Chưa có tệp nào đang chờ xem" in other.get(PREVIEW).text
    place.now += timedelta(days=1, minutes=1)
    assert "Chưa có tệp nào đang chờ xem" in officer.get(PREVIEW).text


def test_nothing_long_is_read_from_who_may_not_send_it(place: Hall) -> None:
    with Browser(place.app()) as outsider:
        answer = outsider.post(PATH, content=b"x" * 3_000_000, headers={"content-type": "multipart/form-data"})
        assert answer.status_code == 401


def test_merging_says_first_what_will_happen_and_then_does_it(place: Hall, officer: Browser) -> None:
    place.write(lambda tx: [Commune(tx, TODAY - timedelta(days=9)).join("01", counted=True) for _ in range(3)])
    lead(place, "01")
    asked = f"{MERGE}?unit=01&into=02&last=21/11/2026"
    page = officer.get(asked).text
    for line in (
        "còn đến hết ngày 21/11/2026",
        "Mã 4817 trên áp phích cũ vẫn dùng được",
        "3 người học của Xóm Đông (Trà Lũ) chuyển sang",
        "1 người phụ trách của Xóm Đông",
        "Hai xóm cộng lại là 3.040",
    ):
        assert line in page, line
    assert place.read(units.current).by_code["01"].valid_to is None
    fields = {"token": token(officer, PATH), "unit": "01", "into": "02", "last": "21/11/2026"}
    officer.post(asked, {**fields, "form": "nhap", "by": "", "shown": shown(page)})
    assert "Chưa có tên người làm" in officer.get(asked).text
    assert officer.post(asked, {**fields, "form": "nhap", "by": "chị Hoa", "shown": shown(page)}).status_code == 303
    page = officer.get(PATH).text
    assert "Xóm Đông (01) đến hết ngày 21/11/2026, nhập vào Xóm 2" in page
    known = place.read(units.current)
    joined = known.joined_by("4817", TODAY)
    assert joined is not None
    assert joined.code == "02"
    assert [line.what for line in audited(place)] == ["units_merged"]
    assert officer.post(asked, {**fields, "form": "nhap", "by": "chị Hoa", "shown": "0"}).status_code == 303
    assert len(audited(place)) == 1


@pytest.mark.parametrize(
    ("asked", "says"),
    [("unit=01&into=01&last=21/11/2026", "hãy chọn một xóm khác"), ("unit=01&into=77&last=21/11/2026", "hãy chọn một"),
     ("unit=77&into=01&last=21/11/2026", "hãy chọn một đơn vị"), ("unit=01&into=02&last=ẫ", "Ngày chưa"),
     ("unit=01&into=02&last=", "Ngày chưa đúng"), ("unit=01&into=02&last=1/1/2035", "ở phía trước")],
)  # fmt: skip
def test_two_hamlets_that_cannot_be_merged_say_why_and_keep_what_was_chosen(
    officer: Browser, asked: str, says: str
) -> None:
    page = officer.get(f"{MERGE}?{asked}").text
    assert says in page
    assert 'id="nhap"' not in page
    if "unit=01" in asked:
        assert '<option value="01" selected>' in page


@given(st.text("aẫ,;\"'đ \t-1", max_size=20), st.integers(0, 99_999) | st.none())
def test_a_written_list_is_read_as_it_was(name: str, adults: int | None) -> None:
    one = hamlet("07", adults, name=f"Xóm {' '.join(name.split())}x", join_code="4820", old_commune="")
    with TemporaryDirectory() as folder:
        path = Path(folder) / "units.csv"
        path.write_text(units.written([one]), "utf-8", newline="")
        assert units.read(path) == [one]

"""Lists that come as a spreadsheet, of units, sessions and targets: opened by another process, or told that not."""

import csv
import io
import os
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from bot.book_reader import BookReader
from lessons.problems import ContentError
from papers.office.sheet_csv import to_csv
from tests.edge import test_office_sessions_file as sessions
from tests.edge import test_office_units as units
from tests.edge.inprocess import Browser
from tests.edge.office import Hall, hall
from tests.edge.office_desk import enter

TARGETS = "/van-phong/chi-tieu"


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Hall]:
    def opened(content: bytes) -> bytes:
        file = tmp_path / "list.xlsx"
        file.write_bytes(content)
        return to_csv(file).encode()

    with hall() as built:
        built.open_book = opened
        yield built


def book(*lines: Sequence[object]) -> bytes:
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    for line in lines:
        sheet.append(list(line))
    made.create_sheet("Ghi chú").append(["không đọc trang này"])
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def as_book(text: str) -> bytes:
    return book(*([cell or None for cell in line] for line in csv.reader(io.StringIO(text))))


def test_cells_are_read_as_somebody_would_type_them(tmp_path: Path) -> None:
    file = tmp_path / "list.xlsx"
    day = datetime(2026, 11, 1)  # noqa: DTZ001 - a cell has no zone
    file.write_bytes(book(["xóm\nĐông", 412.0, 17.5, day, True, None], [], [None, date(2026, 1, 2), "x", None]))
    assert to_csv(file).splitlines() == ['xóm Đông,412,"17,5",2026-11-01,có', "", ",2026-01-02,x"]


def test_units_come_from_a_spreadsheet(place: Hall, officer: Browser) -> None:
    page = units.upload(officer, as_book(units.HEAD + units.DONG), name="danh sách.xlsx")
    assert "45" in page
    units.take_in(officer, page)
    assert units.codes(place)["01"] == 45


def test_a_mistake_is_told_by_the_line_of_the_sheet(officer: Browser) -> None:
    wrong = units.DONG.replace("45", "bốn lăm")
    page = units.upload(officer, as_book(f"{units.HEAD}{units.DONG.replace('01', '09', 1).replace('4817', '')}{wrong}"))
    assert "Dòng 3" in page


def test_sessions_and_targets_come_from_a_spreadsheet(officer: Browser) -> None:
    page = units.upload(officer, as_book(sessions.HEAD + sessions.FIRST + sessions.SECOND), sessions.PATH)
    assert "<h1>Tệp có 2 buổi sẽ được ghi</h1>" in page
    page = units.upload(officer, as_book("unit,indicator,year,target\n01,participation_rate,2026,25\n"), TARGETS)
    assert "25" in page
    assert "participation_rate" not in page or "Xóm Đông" in page


def test_another_process_opens_the_book_and_a_broken_one_is_told() -> None:
    reader = BookReader(os.environ)
    assert reader(book(["unit", "target"], ["01", 25])).decode().splitlines() == ["unit,target", "01,25"]
    for broken in (b"PK\x03\x04 hong", book(["x"])[:-40]):
        with pytest.raises(ContentError, match="hãy mở bằng Excel hoặc LibreOffice"):
            reader(broken)


def test_a_broken_book_is_said_at_the_field(place: Hall) -> None:
    place.open_book = BookReader(os.environ)
    with Browser(place.app()) as officer:
        enter(place, officer)
        page = units.upload(officer, b"PK\x03\x04 hong", name="hong.xlsx")
    assert "lưu lại thành .xlsx rồi gửi lần nữa." in page
    assert 'id="nhap-tep-file"' in page

"""A score table as a workbook: what a council changes in it, and how a bad cell is named."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from campaign.criteria import Formula
from campaign.indicators import Indicator
from campaign.table_file import FOLDER, load
from lessons.problems import ContentError
from papers.office import score_table_book, score_table_reading

HAMLETS = load(FOLDER / "2026-khoi-xom.yaml")


@pytest.fixture
def book(tmp_path: Path) -> Path:
    file = tmp_path / "bang.xlsx"
    file.write_bytes(score_table_book.write(HAMLETS))
    return file


def change(book: Path, edit: Callable[[Worksheet], None], sheet: str = "Tiêu chí") -> None:
    opened = openpyxl.load_workbook(book)
    edit(opened[sheet])
    opened.save(book)


def put(cell: str, value: object) -> Callable[[Worksheet], None]:
    def edit(sheet: Worksheet) -> None:
        sheet[cell] = value  # type: ignore[assignment]

    return edit


def remarks(book: Path) -> list[str]:
    with pytest.raises(ContentError) as caught:
        score_table_reading.read(book)
    return [str(problem).removeprefix(f"{book}, ") for problem in caught.value.problems]


def test_a_council_changes_points_in_a_spreadsheet(book: Path) -> None:
    change(book, put("D3", 18))
    change(book, put("D4", 17.0))
    change(book, put("L4", "Người tham gia"))
    change(book, put("B4", "không"), "Quy định chung")
    table = score_table_reading.read(book)
    assert [str(leaf.maximum) for leaf in table.leaves[:2]] == ["18", "17"]
    assert table.leaves[1].source is Indicator.PARTICIPANTS
    assert not table.is_example


@pytest.mark.parametrize(
    ("cell", "value", "told"),
    [
        ("D3", "hai mươi", "dòng 3, cột Điểm tối đa: “Điểm tối đa” phải là một số như 10 hoặc 2,5"),
        ("D3", 21, "dòng 2, cột Điểm tối đa: các mục con cộng lại được 51 điểm mà “Điểm tối đa” ghi 50"),
        ("A4", "1.1", "dòng 4, cột Mã: mã “1.1” đã có"),
        ("B4", "9", "dòng 4, cột Thuộc mục: không có mục mã “9” ở phía trên"),
        (
            "E3",
            "chia đều",
            "dòng 3, cột Cách chấm: “Cách chấm” phải là một trong “Theo tỷ lệ đạt chỉ tiêu, không quá điểm tối đa”, “",
        ),
        ("E3", None, "dòng 3, cột Cách chấm: chưa có “Cách chấm”"),
        ("L3", "Số người đã tiếp cận (ước tính)", "dòng 3, cột Nguồn số liệu: reached là số ước tính"),
        ("I6", "80 = 7", "dòng 6, cột Các bậc (mức: điểm): bậc “80 = 7” phải có dạng"),
        ("G5", "-", "dòng 5, cột Điểm mỗi lần: “Điểm mỗi lần” phải là một số"),
        ("A3", date(2026, 1, 1), "dòng 3, cột Mã: ô này thành ngày tháng"),
    ],
)
def test_a_bad_cell_is_named_by_row_and_column(book: Path, cell: str, value: object, told: str) -> None:
    change(book, put(cell, value))
    assert any(remark.startswith(told) for remark in remarks(book)), remarks(book)


def test_a_file_that_is_no_workbook_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "bang.xlsx"
    assert "không thấy tệp" in remarks(file)[0]
    file.write_text("chữ", encoding="utf-8")
    assert "không phải tệp Excel" in remarks(file)[0]


def test_a_sheet_or_column_that_was_removed_is_named(book: Path) -> None:
    change(book, put("D1", "Điểm"))
    assert "thiếu cột “Điểm tối đa”" in remarks(book)[0]
    opened = openpyxl.load_workbook(book)
    del opened["Quy định chung"]
    opened.save(book)
    assert "thiếu trang tính “Quy định chung”" in remarks(book)[0]


def test_the_names_in_the_workbook_are_all_different() -> None:
    for lists in score_table_book.LISTS.values():
        assert len(set(lists.values())) == len(lists)
    assert set(score_table_book.LISTS["formula"]) == set(Formula)


def test_it_prints_readably_with_vietnamese_numbers_and_rows_as_high_as_their_words(book: Path) -> None:
    opened = openpyxl.load_workbook(book)
    sheet, general = opened["Tiêu chí"], opened["Quy định chung"]
    assert (sheet.freeze_panes, sheet.print_title_rows, sheet.page_setup.orientation) == ("D2", "$1:$1", "landscape")
    assert (general.page_setup.fitToHeight, general.page_setup.paperSize) == (0, 9)
    formats = {cell.value: cell.number_format for row in sheet.iter_rows(min_row=2) for cell in row}
    assert (formats[0.5], formats[20], formats["1.1"]) == ("[$-42A]#,##0.0##", "[$-42A]#,##0", "@")
    names = {str(row[2].value): sheet.row_dimensions[at].height for at, row in enumerate(sheet.iter_rows(), 1)}
    assert names["Tuyên truyền, nâng cao nhận thức (mục II.1)"] == 30
    assert names["Có báo cáo năm, đúng mẫu"] is None  # one line, as high as any

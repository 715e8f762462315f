"""Reading `units.csv`: what is accepted, and what is told about what is not."""

from datetime import date
from pathlib import Path
from unicodedata import normalize

import pytest

from campaign.units import Unit, UnitKind
from lessons.problems import ContentError
from storage.units_csv import COLUMNS, read

HEADER = ",".join(COLUMNS)
EAST = "dong,hamlet,Xóm Đông,Trà Lũ,,,412,188,Thống kê xã,2026-11-01,,,"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "units.csv"


def remarks(file: Path, *lines: str, header: str = HEADER) -> list[str]:
    file.write_text("\n".join((header, *lines)), encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        read(file)
    return [str(problem).removeprefix(f"{file.parent}/") for problem in caught.value.problems]


def line(**cells: str) -> str:
    values = {"code": "dong", "kind": "hamlet", "name": "Xóm Đông"} | cells
    return ",".join(values.get(column, "") for column in COLUMNS)


def test_a_line_becomes_a_unit(file: Path) -> None:
    file.write_text(f"{HEADER}\n{EAST}\n", encoding="utf-8")
    assert read(file) == [
        Unit(
            "dong", UnitKind.HAMLET, "Xóm Đông", "Trà Lũ", adults=412, households=188, source="Thống kê xã",
            as_of=date(2026, 11, 1),
        )
    ]  # fmt: skip


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("start", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_file_as_a_spreadsheet_saves_it(file: Path, separator: str, start: str, end: str) -> None:
    text = start + end.join((HEADER, EAST, "," * 12, "")).replace(",", separator)
    file.write_bytes(text.encode())
    assert [unit.name for unit in read(file)] == ["Xóm Đông"]


def test_quotes_keep_separators_and_quotes(file: Path) -> None:
    quoted = '"Xóm ""Đông"", <b>🏡</b>"'
    file.write_text(f"{HEADER}\n{line(name=quoted)}", encoding="utf-8")
    assert read(file)[0].name == 'Xóm "Đông", <b>🏡</b>'


def test_columns_in_any_order_and_capitals(file: Path) -> None:
    names = list(reversed(COLUMNS))
    cells = list(reversed(EAST.split(",")))
    file.write_text(f"{','.join(names).upper()}\n{','.join(cells)}", encoding="utf-8")
    assert read(file)[0].adults == 412


def test_letters_of_another_machine_are_composed(file: Path) -> None:
    apart = normalize("NFD", EAST)
    assert apart != EAST
    file.write_text(f"{HEADER}\n{apart}", encoding="utf-8")
    assert read(file)[0].name == "Xóm Đông"


@pytest.mark.parametrize("text", ["22/11/2026", "2026-11-22"])
def test_days_are_written_in_two_ways(file: Path, text: str) -> None:
    file.write_text(f"{HEADER}\n{line(valid_to=text)}", encoding="utf-8")
    assert read(file)[0].valid_to == date(2026, 11, 22)


@pytest.mark.parametrize(
    ("cells", "column", "told"),
    [
        ({"code": ""}, "code", "ô này trống"),
        ({"name": " "}, "name", "ô này trống"),
        ({"kind": "xóm"}, "kind", "không hiểu loại “xóm”, hãy ghi hamlet (xóm)"),
        ({"code": "xóm đông"}, "code", "hãy dùng chữ không dấu"),
        ({"code": "uncounted"}, "code", "không dùng được"),
        ({"code": "?"}, "code", "không dùng được"),
        ({"name": "ẫ" * 201}, "name", "dài quá 200 chữ"),
        ({"name": "Xóm\x07Đông"}, "name", "ký tự ẩn"),
        ({"name": '"Xóm\nĐông"'}, "name", "dấu xuống dòng"),
        ({"name": "Xóm \u202eĐông"}, "name", "ký tự ẩn"),
        ({"adults": "-5"}, "adults", "“-5” không phải là số đếm"),
        ({"adults": "1.250"}, "adults", "chữ số viết liền như 1250"),
        ({"households": "hai"}, "households", "không phải là số đếm"),
        ({"adults": "٣"}, "adults", "không phải là số đếm"),
        ({"join_code": "0123"}, "join_code", "đúng 4 chữ số, chữ số đầu khác 0"),
        ({"join_code": "12345"}, "join_code", "đúng 4 chữ số"),
        ({"as_of": "31/02/2026"}, "as_of", "hãy ghi như 2026-11-22 hoặc 22/11/2026"),
        ({"valid_from": "11-2026"}, "valid_from", "không phải là ngày"),
        ({"valid_from": "2026-02-01", "valid_to": "2026-01-31"}, "valid_to", "ngày cuối đứng trước ngày đầu"),
        ({"valid_to": "2026-01-31", "merged_into": "tay"}, "merged_into", "không có đơn vị mã tay trong tệp"),
        ({"valid_to": "2026-01-31", "merged_into": "dong"}, "merged_into", "không thể nhập vào chính nó"),
        ({"merged_into": "xa"}, "valid_to", "phải có ngày cuối cùng còn hiệu lực"),
    ],
)
def test_a_wrong_cell_is_told_by_line_and_column(file: Path, cells: dict[str, str], column: str, told: str) -> None:
    found = remarks(file, line(code="bac"), line(**cells))[0]
    assert found.startswith(f"units.csv, dòng 3, cột {column}: ")
    assert told in found
    assert found.endswith(".")


def test_a_code_or_join_code_that_stands_twice_names_the_first(file: Path) -> None:
    found = remarks(file, line(join_code="4321"), line(code="DONG", join_code="4321"))
    assert [remark.split(":")[0] for remark in found] == [
        "units.csv, dòng 3, cột code",
        "units.csv, dòng 3, cột join_code",
    ]
    assert all("đã có ở dòng 2" in remark for remark in found)


def test_all_mistakes_are_told_in_one_go_by_line(file: Path) -> None:
    found = remarks(file, line(adults="x", kind="y"), line(code="tay", as_of="z"))
    assert [remark.split(":")[0] for remark in found] == [
        "units.csv, dòng 2, cột kind",
        "units.csv, dòng 2, cột adults",
        "units.csv, dòng 3, cột as_of",
    ]


def test_an_unknown_column_is_named(file: Path) -> None:
    assert "không hiểu cột “số dân”" in remarks(file, header=f"{HEADER},Số dân")[0]


def test_a_missing_column_is_named(file: Path) -> None:
    found = remarks(file, header=HEADER.replace(",adults", "").replace(",block", ""))
    assert found == ["units.csv, dòng 1: thiếu cột block, adults, hãy thêm vào dòng đầu, ô nào chưa có thì để trống."]


def test_a_column_that_stands_twice_is_named(file: Path) -> None:
    assert "cột name có hai lần" in remarks(file, header=f"{HEADER},name")[0]


def test_a_line_with_too_many_cells_is_told(file: Path) -> None:
    assert "dòng 2: có 14 ô mà chỉ có 13 cột" in remarks(file, f"{EAST},x")[0]


def test_a_quote_that_is_not_closed_is_told(file: Path) -> None:
    assert "units.csv, dòng 3: dấu ngoặc kép" in remarks(file, EAST, 'tay,hamlet,"Xóm Tây')[0]


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (b"", "tệp trống"),
        (b"\xef\xbb\xbf \r\n", "tệp trống"),
        (HEADER.encode(), "chưa có đơn vị nào"),
        (f"{HEADER}\n{EAST}".encode("utf-16"), "UTF-16"),
        (f"{HEADER}\n{EAST}".encode("utf-16-le"), "UTF-16"),
        (f"{HEADER}\n".encode() + b"dong,hamlet,X\xf3m \xd0\xf4ng,,,,,,,,,,", "dòng 2: chữ không theo mã UTF-8"),
        (b"PK\x03\x04\x14\x00\x06\x00", "không phải tệp CSV"),
    ],
)
def test_a_file_of_another_kind_is_refused_with_advice(file: Path, raw: bytes, told: str) -> None:
    file.write_bytes(raw)
    with pytest.raises(ContentError, match=told):
        read(file)


def test_a_file_that_is_not_there_is_told(file: Path) -> None:
    with pytest.raises(ContentError, match="không thấy tệp này"):
        read(file)


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="không mở được tệp này"):
        read(tmp_path)

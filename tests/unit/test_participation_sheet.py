"""The table as a spreadsheet: the same figures as JSON, and formulas that give them."""

import io
import json
import re
from dataclasses import replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import openpyxl
from hypothesis import given
from hypothesis import settings as tried
from hypothesis import strategies as st
from openpyxl.utils.cell import coordinate_to_tuple, range_boundaries
from openpyxl.worksheet.worksheet import Worksheet

from campaign.indicators import WORDS, Indicator, Note
from campaign.units import UnitKind
from papers.office.participation_sheet import to_xlsx
from papers.participation import Audience, Separator, to_csv, to_json
from storage.figures import Table
from tests.unit.tabling import tables
from tests.unit.test_participation_papers import OUTSIDE

AS_OF = date(2026, 11, 22)
HEAD = 5
KINDS = st.sampled_from([UnitKind.HAMLET, UnitKind.SCHOOL])
TABLES = KINDS.flatmap(tables)


def read(made: bytes, *, formulas: bool = False) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(made), data_only=not formulas)


def sheet_of(made: bytes, *, formulas: bool = False) -> Worksheet:
    sheet = read(made, formulas=formulas).worksheets[0]
    assert isinstance(sheet, Worksheet)
    return sheet


def lines(sheet: Worksheet, count: int) -> list[dict[str, object]]:
    heads = [cell.value for cell in sheet[HEAD]]
    found = sheet.iter_rows(min_row=HEAD + 1, max_row=HEAD + count + 1, values_only=True)
    return [dict(zip(map(str, heads), row, strict=True)) for row in found]


@given(TABLES, st.sampled_from(Audience))
@tried(max_examples=40)
def test_the_spreadsheet_holds_the_figures_of_the_json(table: Table, audience: Audience) -> None:
    told = json.loads(to_json(table, AS_OF, audience))
    found = lines(sheet_of(to_xlsx(table, AS_OF, "xã Xuân Hưng", audience)), len(table.rows))
    for line, unit in zip(found, [*told["units"], told["totals"]], strict=True):
        for indicator, _ in table.totals.cells():
            assert line[WORDS.headings[indicator]] == unit[indicator.value]
        assert line["Người tham gia từ 18 tuổi"] == unit["participation_rate_numerator"]
        assert line["Người hoàn thành từ 18 tuổi"] == unit["completion_rate_numerator"]
        assert (line["Câu ôn trả lời đúng"], line["Câu ôn đã trả lời"]) == (
            unit["remembered_numerator"],
            unit["remembered_denominator"],
        )


@given(tables(), st.sampled_from(Audience))
@tried(max_examples=30)
def test_what_people_say_about_themselves_has_a_sheet_where_it_may_be_told(table: Table, audience: Audience) -> None:
    said = json.loads(to_json(table, AS_OF, audience))["self_rating"]
    book = read(to_xlsx(table, AS_OF, "xã Xuân Hưng", audience))
    if said is None or not any((*said["first"], *said["fifth"])):
        assert "Tự đánh giá" not in book.sheetnames
        return
    rows = [row[1:3] for row in book["Tự đánh giá"].iter_rows(min_row=4, values_only=True)]
    pairs = list(zip(said["first"], said["fifth"], strict=True))
    assert rows == [
        *pairs,
        (sum(said["first"]), sum(said["fifth"])),
        *((None, said[name]) for name in ("both", "better", "same", "worse")),
    ]


@given(TABLES, st.sampled_from(Audience))
@tried(max_examples=40)
def test_each_formula_gives_the_number_that_is_kept_beside_it(table: Table, audience: Audience) -> None:
    made = to_xlsx(table, AS_OF, "xã Xuân Hưng", audience)
    values, formulas = sheet_of(made), sheet_of(made, formulas=True)
    for row in formulas.iter_rows():
        for one in row:
            if one.data_type == "f":
                assert calculated(str(one.value), values) == values.cell(one.row or 0, one.column or 0).value


def calculated(formula: str, values: Worksheet) -> float:
    if ranges := re.fullmatch(r"=SUM\((.+)\)", formula):
        bounds = [range_boundaries(part) for part in ranges[1].split(",")]
        cells = [one for left, top, _, bottom in bounds for one in _column(values, int(left or 0), top, bottom)]
        return sum(cells)
    rate = re.fullmatch(r"=ROUND\(1000\*([A-Z]+\d+)/([A-Z]+\d+),0\)/10", formula)
    assert rate is not None, formula
    numerator, denominator = (values.cell(*coordinate_to_tuple(rate[at])).value for at in (1, 2))
    tenths = Decimal(f"{numerator}") * 1000 / Decimal(f"{denominator}")
    return float(tenths.quantize(Decimal(1), rounding=ROUND_HALF_UP) / 10)


def _column(values: Worksheet, column: int, top: int | None, bottom: int | None) -> list[int]:
    cells = values.iter_rows(top, bottom, column, column, values_only=True)
    return [int(str(row[0] or 0)) for row in cells]


def test_totals_and_rates_of_the_office_are_formulas() -> None:
    made = to_xlsx(OUTSIDE, AS_OF, "xã Xuân Hưng")
    formulas = lines(sheet_of(made, formulas=True), len(OUTSIDE.rows))
    total = formulas[-1]
    assert str(total[WORDS.headings[Indicator.PARTICIPANTS]]).startswith("=SUM(")
    assert str(total[WORDS.headings[Indicator.PARTICIPATION_RATE]]).startswith("=ROUND(")


@given(TABLES)
@tried(max_examples=20)
def test_nothing_a_spreadsheet_could_run_comes_out_of_a_name(table: Table) -> None:
    formulas = read(to_xlsx(table, AS_OF, "=xã"), formulas=True)
    for sheet in formulas.worksheets:
        for row in sheet.iter_rows():
            for one in row:
                if isinstance(one.value, str) and one.value[:1] in "=+-@":
                    is_ours = re.match(r"=(SUM|ROUND)\(|='Xóm'!|='Trường học'!", one.value) and one.data_type == "f"
                    assert is_ours or (one.data_type == "s" and one.quotePrefix), one.value


def test_a_sheet_prints_on_a4_across_with_its_headings_on_each_page() -> None:
    sheet = sheet_of(to_xlsx(OUTSIDE, AS_OF, "xã Xuân Hưng"))
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
    assert (sheet.page_setup.fitToHeight, sheet.print_title_rows) == (0, "$5:$5")
    assert sheet.freeze_panes == "D6"


def test_examples_are_marked_above_the_figures_and_notes_have_a_sheet() -> None:
    marked = replace(OUTSIDE, notes=(*OUTSIDE.notes, WORDS.note(Note.EXAMPLES)))
    book = read(to_xlsx(marked, AS_OF, "xã Xuân Hưng"))
    assert book.sheetnames == ["Xóm", "Biểu đồ xóm", "Cách tính"]
    assert book.worksheets[0]["A3"].value == WORDS.note(Note.EXAMPLES)
    assert read(to_xlsx(OUTSIDE, AS_OF, "xã Xuân Hưng")).worksheets[0]["A3"].value in (None, "")
    notes = [row[1] for row in book.worksheets[2].iter_rows(values_only=True)]
    assert notes[: len(marked.notes)] == list(marked.notes)


def test_a_long_note_has_a_row_that_holds_it() -> None:
    sheet = read(to_xlsx(replace(OUTSIDE, notes=("Ngắn.", "dài ẫ " * 50)), AS_OF, "xã Xuân Hưng")).worksheets[2]
    assert [sheet.row_dimensions[at].height for at in (1, 2)] == [None, 45]


def test_semicolons_go_with_decimal_commas() -> None:
    text = to_csv(OUTSIDE, separator=Separator.SEMICOLON)
    head, first, *_ = text.split("\r\n")
    assert head.startswith("row;code;kind;name;old_commune;adults;")
    assert dict(zip(head.split(";"), first.split(";"), strict=True))["participation_rate"] == "5,0"

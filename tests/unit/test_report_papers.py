"""Whatever the report is printed as, it holds the figures of its JSON: read back from each file and compared."""

import csv
import io
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import openpyxl
import pytest
from docx import Document
from docx.document import Document as DocxDocument
from hypothesis import given
from hypothesis import settings as tried
from pypdf import PdfReader

from campaign.indicators import WORDS, Indicator
from campaign.reported import Reported
from campaign.self_rating import NAMES
from papers.office.report_docx import BrokenTemplateError, to_docx
from papers.office.report_pdf import to_pdf
from papers.office.report_tables import IN_ANNEX
from papers.office.report_template import FILE, make
from papers.office.report_xlsx import to_xlsx
from papers.report import COMPARED, Report, to_csv, to_json
from tests.unit.reporting import plain_report, reports

Told = Mapping[str, object]
RATES = ("participation_rate", "completion_rate")


def told(report: Report) -> dict[str, object]:
    found: dict[str, object] = json.loads(to_json(report))
    return found


def rows_of(table: object) -> list[Told]:
    assert isinstance(table, dict)
    rows: list[Told] = table["units"]
    return rows


def totals_of(table: object) -> Told:
    assert isinstance(table, dict)
    totals: Told = table["totals"]
    return totals


def many(value: object) -> list[Told]:
    assert isinstance(value, list)
    return value


def written(number: object) -> str:
    """Write a figure of the JSON as a Vietnamese paper does, in another way than the program."""
    if number is None:
        return ""
    if isinstance(number, float):
        return f"{number:.1f}".replace(".", ",")
    digits, parts = str(number), list[str]()
    while digits:
        digits, parts = digits[:-3], [digits[-3:], *parts]
    return ".".join(parts)


def in_annex(unit: Told) -> list[str]:
    """Return the figures of a unit in the columns of the annexes, a rate above its two numbers."""
    cells = []
    for one in IN_ANNEX:
        text = written(unit[one.value])
        if one.value in RATES and text:
            text += f"\n{written(unit[f'{one}_numerator'])}/{written(unit[f'{one}_denominator'])}"
        cells.append(text)
    return cells


def compared(report: dict[str, object]) -> list[list[str]]:
    """Return the figures of Bảng 2, this year and the year before."""
    now, earlier = totals_of(report["participation"]), report["a_year_earlier"]
    lines = []
    for one in COMPARED:
        line = []
        for totals in (now, totals_of(earlier)):
            text = written(totals[one.value])
            if one.value in RATES and text:
                text += f" ({written(totals[f'{one}_numerator'])}/{written(totals[f'{one}_denominator'])})"
            line.append(text)
        lines.append(line)
    return lines


def skills(report: dict[str, object]) -> list[list[str]]:
    return [
        [
            "/".join("…" if one[part] is None else written(one[part]) for part in ("numerator", "denominator")),
            "–" if one["percent"] is None else written(one["percent"]),
        ]
        for one in many(report["skills"])
    ]


def typed(report: dict[str, object]) -> list[str]:
    """Return the typed figures in the order of the third annex."""
    whole = report["typed"]
    assert isinstance(whole, dict)
    places: list[Told] = [whole, *many(report["typed_by_unit"])]
    found = [place[one.value] for place in places for one in Reported]
    return [written(one["value"]) for one in found if isinstance(one, dict)]


def cells_of(document: DocxDocument, heading: str) -> list[list[str]]:
    """Return the rows of the table below which heading cell, without the heading."""
    for table in document.tables:
        rows = [[cell.text for cell in row.cells] for row in table.rows]
        if heading in rows[0]:
            return rows[1:]
    return []


@given(reports())
@tried(max_examples=12)
def test_the_word_file_holds_the_figures_of_the_json(report: Report) -> None:
    expected, document = told(report), Document(io.BytesIO(to_docx(report)))
    hamlets = cells_of(document, "Xóm")
    units = [*rows_of(expected["participation"]), totals_of(expected["participation"])]
    assert [row[2:-1] for row in hamlets] == [in_annex(unit) for unit in units]
    others = [unit for table in many(expected["others"]) for unit in rows_of(table)]
    second = [table for table in document.tables if len(table.columns) == len(IN_ANNEX) + 3][1]
    assert [[cell.text for cell in row.cells][2:-1] for row in second.rows[1:]] == [in_annex(unit) for unit in others]
    assert [row[2:4] for row in cells_of(document, "Chỉ tiêu")[:5]] == skills(expected)
    if expected["a_year_earlier"] is not None:
        assert [row[1:3] for row in cells_of(document, "Kỳ này")] == compared(expected)
    third = document.tables[-1]
    assert [row.cells[3].text for row in third.rows[1:]] == typed(expected)


@given(reports())
@tried(max_examples=12)
def test_the_pdf_holds_the_figures_of_the_json(report: Report) -> None:
    expected = told(report)
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(to_pdf(report))).pages)
    tokens = f" {' '.join(text.split())} "
    units = [*rows_of(expected["participation"]), totals_of(expected["participation"])]
    units += [unit for table in many(expected["others"]) for unit in rows_of(table)]
    for unit in units:
        assert _stands(" ".join(in_annex(unit)), tokens)
    for parts, percent in skills(expected):
        assert _stands(f"{parts} {percent}", tokens)
    if expected["a_year_earlier"] is not None:
        for now, before in compared(expected):
            assert _stands(f"{now} {before}", tokens)


def _stands(words: str, text: str) -> bool:
    """Say whether these words stand there one after the other; what is hidden or unknown on both sides has none."""
    meant = " ".join(words.split())
    return not meant or f" {meant} " in text


@given(reports())
@tried(max_examples=20)
def test_the_spreadsheet_holds_the_figures_of_the_json(report: Report) -> None:
    expected = told(report)
    book = openpyxl.load_workbook(io.BytesIO(to_xlsx(report)), data_only=True)
    for table in (expected["participation"], *many(expected["others"])):
        assert isinstance(table, dict)
        sheet = book[{"hamlet": "Xóm", "school": "Trường học", "enterprise": "Doanh nghiệp"}[table["kind"]]]
        lines = list(sheet.iter_rows(min_row=5, values_only=True))
        units = [*rows_of(table), totals_of(table)]
        for line, unit in zip(lines[1:], units, strict=False):
            cells = dict(zip(lines[0], line, strict=True))
            for one in Indicator:
                if one.value in unit and one.value not in ("learning_uncounted", "outside_commune"):
                    assert cells[WORDS.headings[one]] == unit[one.value]
    rows = list(book["Chỉ tiêu kỹ năng số"].iter_rows(min_row=4, values_only=True))
    names = ("numerator", "denominator", "percent")
    assert [row[1:4] for row in rows] == [tuple(one[name] for name in names) for one in many(expected["skills"])]
    values = [written(row[2]) for row in book["Số xã nhập"].iter_rows(min_row=4, values_only=True)]
    assert values == typed(expected)


@given(reports())
@tried(max_examples=20)
def test_the_csv_holds_the_figures_of_the_json(report: Report) -> None:
    expected = told(report)
    lines = list(csv.DictReader(io.StringIO(to_csv(report), newline="")))
    for table in (expected["participation"], *many(expected["others"])):
        assert isinstance(table, dict)
        for code, unit in [*((str(unit["code"]), unit) for unit in rows_of(table)), ("", totals_of(table))]:
            of_unit = {line["figure"]: line for line in lines if (line["table"], line["code"]) == (table["kind"], code)}
            for name, line in of_unit.items():
                assert line["value"] == _plain(unit[name])
                for part in ("numerator", "denominator"):
                    assert line[part] == _plain(unit.get(f"{name}_{part}"))
            assert of_unit.keys() == {one.value for one in Indicator if one.value in unit}
    for skill in many(expected["skills"]):
        line = next(one for one in lines if (one["table"], one["figure"]) == ("skills", skill["name"]))
        assert (line["value"], line["numerator"]) == (_plain(skill["percent"]), _plain(skill["numerator"]))


def _plain(value: object) -> str:
    return "" if value is None else str(value)


@given(reports())
@tried(max_examples=12)
def test_what_people_say_about_themselves_is_told_on_each_paper_or_on_none(report: Report) -> None:
    table = told(report)["participation"]
    assert isinstance(table, dict)
    said = table["self_rating"]
    words = " ".join(_lines(Document(io.BytesIO(to_docx(report)))))
    lines = list(csv.DictReader(io.StringIO(to_csv(report), newline="")))
    in_csv = {one["figure"]: one["value"] for one in lines if one["table"] == "self_rating"}
    if said is None:
        assert (in_csv, words.count("Tự đánh giá không gửi ra ngoài văn phòng")) == ({}, 2)  # and as a footnote
        return
    for when, heading in (("first", "sau bài đầu"), ("fifth", "sau năm bài")):
        if people := sum(said[when]):
            assert [in_csv[f"{when}_{name}"] for name in NAMES] == [str(count) for count in said[when]]
            assert (
                f"{heading}, trong {written(people)} người trả lời có {written(said[when][0])} chưa biết làm" in words
            )
        else:
            assert f"{heading}, trong" not in words
    changed = (
        f"Trong {written(said['both'])} người trả lời cả hai lần, {written(said['better'])} người thấy mình khá hơn"
    )
    assert (changed in words) is bool(said["both"])


@given(reports())
@tried(max_examples=8)
def test_words_of_the_office_are_printed_as_they_were_written(report: Report) -> None:
    document = Document(io.BytesIO(to_docx(report)))
    lines = [paragraph.text for paragraph in document.paragraphs]
    for text in report.found.texts.values():
        for line in text.replace("\x07", "").splitlines():
            assert not line or line in lines


def _lines(document: DocxDocument) -> Sequence[str]:
    return [paragraph.text for paragraph in document.paragraphs]


@given(reports())
@tried(max_examples=4)
def test_the_paper_has_the_margins_and_pages_of_the_decree(report: Report) -> None:
    document = Document(io.BytesIO(to_docx(report)))
    upright, *across = document.sections
    margins = [upright.top_margin, upright.bottom_margin, upright.left_margin, upright.right_margin]
    assert [round(one.mm) for one in margins if one is not None] == [20, 20, 30, 15]
    assert (round((upright.page_width or 0) / 36000), round((upright.page_height or 0) / 36000)) == (210, 297)
    assert len(across) == 3
    for section in document.sections:
        assert section.different_first_page_header_footer
        assert [one.text for one in section.first_page_header.paragraphs] == [""]
        assert "PAGE" in section.header._element.xml
        assert 'w:start="1"' in section._sectPr.xml
    lines = _lines(document)
    assert "BÁO CÁO" in lines
    assert all(f"{one}." in " ".join(lines) for one in ("I", "II", "III", "IV", "V"))
    head = [cell.text for row in document.tables[0].rows for cell in row.cells]
    assert head[0].startswith("ỦY BAN NHÂN DÂN\nXÃ XUÂN HƯNG")
    assert head[2:] == ["Số:" + "\u00a0" * 10 + "/BC-UBND", "Xuân Hưng, ngày 05 tháng 12 năm 2026"]


def test_the_shipped_template_is_the_one_that_is_described() -> None:
    def body(document: DocxDocument) -> str:
        return str(document.element.body.xml)

    assert body(Document(str(FILE))) == body(make())


@pytest.mark.parametrize(
    ("words", "says"),
    [("{{ tong_so }}", "tong_so"), ("{% if %}", "viết sai chỗ"), ("{{ hamlets.total.nothing }}", "nothing")],
)
def test_a_broken_template_is_named_with_what_is_wrong(tmp_path: Path, words: str, says: str) -> None:
    document = Document()
    document.add_paragraph(words)
    file = tmp_path / "mau.docx"
    document.save(str(file))
    with pytest.raises(BrokenTemplateError, match=says) as refusal:
        to_docx(plain_report(), file)
    assert "mau.docx" in str(refusal.value)


def test_a_template_that_is_no_word_file_is_said_to_be_none(tmp_path: Path) -> None:
    file = tmp_path / "mau.docx"
    file.write_text("không phải Word", encoding="utf-8")
    with pytest.raises(BrokenTemplateError, match="không phải tệp Word"):
        to_docx(plain_report(), file)


def test_an_office_may_print_other_figures_than_ours(tmp_path: Path) -> None:
    document = Document()
    document.add_paragraph("{{ issuer[1] }}: {{ hamlets.total.questions_answered }}")
    file = tmp_path / "mau.docx"
    document.save(str(file))
    report = plain_report()
    made = Document(io.BytesIO(to_docx(report, file)))
    count = written(report.found.hamlets.totals.questions_answered)
    assert made.paragraphs[0].text == f"XÃ XUÂN HƯNG: {count}"


@given(reports())
@tried(max_examples=8)
def test_every_target_is_told_with_what_was_reached(report: Report) -> None:
    aims = many(told(report)["targets"])
    assert {(one["unit"], one["indicator"]) for one in aims} == {(code, kind) for code, kind in report.found.targets}
    shown = "\n".join(paragraph.text for paragraph in Document(io.BytesIO(to_docx(report))).paragraphs)
    book = openpyxl.load_workbook(io.BytesIO(to_xlsx(report)), read_only=True)
    sheet = [row for row in book["So với chỉ tiêu"].iter_rows(values_only=True)] if aims else []
    for one in aims:
        assert one["met"] == (one["actual"] is not None and float(str(one["actual"])) >= float(str(one["target"])))
        assert any(row[3] == float(str(one["target"])) for row in sheet if row[3] is not None)
    for indicator in {str(one["indicator"]) for one in aims}:
        of_it = [one for one in aims if one["indicator"] == indicator]
        met = sum(bool(one["met"]) for one in of_it)
        assert f"{met}/{len(of_it)} đơn vị được giao đã đạt" in shown

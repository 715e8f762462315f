"""Makes the template of the report that comes with the program: `python -m papers.office.report_template`.

The form is that of Nghị định 30/2020/NĐ-CP, annex I: A4, margins 20 mm above and below, 30 left, 15 right, Times New
Roman, pages numbered in the middle of the upper margin but for the first, annexes across and numbered on their own.
The office may replace the file by one it makes in Word (docs/bao-cao.md).
"""

from collections.abc import Sequence
from pathlib import Path

from docx import Document
from docx.document import Document as DocxDocument
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.table import WD_ALIGN_VERTICAL, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Mm, Pt
from docx.styles.style import ParagraphStyle
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph

from papers.office.report_tables import IN_ANNEX

FILE = Path(__file__).with_name("templates") / "bao-cao.docx"

_FONT = "Times New Roman"
_BODY = 14
_TEXT_WIDTH = 165
"""Millimetres between the margins of an upright page."""
_ANNEX_WIDTHS = (8, 31, 15, 15, 19, 15, 19, 12, 12, 14, 15, 14, 14, 15, 15, 15, 14)
"""Of a page across: number, name, the columns of units, and the remark."""


def make() -> DocxDocument:
    """Return the template."""
    document = Document()
    _prepare(document)
    _head(document)
    _title(document)
    _sections(document)
    _signature(document)
    _annex_of_units(document, 0, "hamlets", "hamlet")
    _annex_of_units(document, 1, "others", "unit")
    _annex_of_typed(document)
    return document


def _prepare(document: DocxDocument) -> None:
    style = document.styles["Normal"]
    if not isinstance(style, ParagraphStyle):
        raise TypeError("a new document has a style for paragraphs")
    style.font.name, style.font.size = _FONT, Pt(_BODY)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(name), _FONT)
    style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(0)
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    _number_pages(section)


def _number_pages(section: Section) -> None:
    """Put the page number into the middle of the upper margin, but not on the first page; count from 1."""
    section.header_distance = Mm(10)
    section.different_first_page_header_footer = True
    section.header.is_linked_to_previous = section.first_page_header.is_linked_to_previous = False
    line = section.header.paragraphs[0]
    line.alignment = ALIGN.CENTER
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        run = line.add_run()
        run.font.size = Pt(_BODY)
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.text = text
        run._r.append(mark)
    count = OxmlElement("w:pgNumType")
    count.set(qn("w:start"), "1")
    section._sectPr.append(count)


def _head(document: DocxDocument) -> None:
    """Write who issues it at the left, country and motto at the right, then number, place and day."""
    table = _bare_table(document, (65, 100))
    left, right = table.rows[0].cells
    _line(left, "{{ issuer[0] }}", 13, is_bold=True)
    _line(left, "{{ issuer[1] }}", 13, is_bold=True)
    _rule(left, 23, 23)
    _line(right, "{{ country }}", 13, is_bold=True)
    _line(right, "{{ motto }}", 14, is_bold=True)
    _rule(right, 18, 18)
    cells = _added(table).cells
    _line(cells[0], "{{ number }}", 13, before=4)
    _line(cells[1], "{{ dated }}", 14, is_italic=True, before=4)


def _title(document: DocxDocument) -> None:
    _middle(document, "{{ title }}", before=18, is_bold=True)
    _middle(document, "{{ subject }}", is_bold=True)
    line = document.add_paragraph()
    _border_below(line, 62, 62)
    _small(line)
    _logic(document, "if mark")
    _middle(document, "{{ mark }}", before=6, is_bold=True)
    _logic(document, "endif")
    _logic(document, "if addressees | length == 1")
    _middle(document, "{{ to }} {{ addressees[0] }}.", before=12)
    _logic(document, "else")
    to = _paragraph(document, "{{ to }}", indent=35, before=12, after=0)
    to.paragraph_format.first_line_indent = Mm(0)
    _logic(document, "for one in addressees")
    one = _paragraph(document, "{{ one }}", indent=58, after=0)
    one.paragraph_format.first_line_indent = Mm(0)
    _logic(document, "endfor")
    _logic(document, "endif")
    _middle(document, "", before=0)
    _loop(document, "bases", is_italic=True)
    _paragraph(document, "{{ opening }}")
    _paragraph(document, "{{ cutoff }}", is_italic=True)


def _sections(document: DocxDocument) -> None:
    _heading(document, "{{ sections.I }}")
    _loop(document, "direction")
    _heading(document, "{{ sections.II }}")
    _part(document, "learning")
    _part(document, "work")
    _part(document, "skill")
    widths = (("no", 13), ("name", 65), ("parts", 31), ("percent", 19), ("source", 37))
    heads = ("columns.no", "columns.skill", "columns.parts", "columns.percent", "columns.source")
    _table(document, "skills", "columns.table_1", widths, heads)
    _part(document, "compared")
    _logic(document, "if compared")
    of_years = (("name", 63), ("now", 36), ("before", 36), ("change", 30))
    years = ("columns.figure", "columns.now", "columns.before", "columns.change")
    _table(document, "compared", "columns.table_2", of_years, years)
    _logic(document, "endif")
    _logic(document, "if is_of_year")
    _part(document, "boards")
    _logic(document, "endif")
    _paragraph(document, "{{ results.details }}", before=6)
    for section, lines in (("III", "shortcomings"), ("IV", "next"), ("V", "proposals")):
        _heading(document, f"{{{{ sections.{section} }}}}")
        _loop(document, lines)


def _signature(document: DocxDocument) -> None:
    _small(document.add_paragraph())
    table = _bare_table(document, (75, 90))
    left, right = table.rows[0].cells
    _line(left, "{{ sent_to }}", 12, is_bold=True, is_italic=True, align=ALIGN.LEFT)
    for text in ("{%p for one in recipients %}", "{{ one }}", "{%p endfor %}"):
        _line(left, text, 11, align=ALIGN.LEFT)
    for text in ("{%p for one in signing %}", "{{ one }}", "{%p endfor %}"):
        _line(right, text, 14, is_bold=True)
    _line(right, "{{ signer }}", 14, is_bold=True, before=72)
    for paragraph in right.paragraphs:
        paragraph.paragraph_format.keep_with_next = True


def _annex_of_units(document: DocxDocument, at: int, name: str, heading: str) -> None:
    _annex(document, at)
    heads = ["columns.no", f"columns.{heading}", *(f"columns.{one.value}" for one in IN_ANNEX), "columns.remark"]
    shown = ["no", "name", *(one.value for one in IN_ANNEX), "remark"]
    rates = ("participation_rate", "completion_rate")
    cells = [
        f"{{{{ row.{one} }}}}"
        + (f"{{% if row.{one}_of %}}\n{{{{ row.{one}_of }}}}{{% endif %}}" if one in rates else "")
        for one in shown
    ]
    table = _bordered(document, _ANNEX_WIDTHS, [f"{{{{ {head} }}}}" for head in heads], 9)
    _row_loop(table, f"{name}.rows", cells, 10)
    if name == "hamlets":
        total = [cell.replace("row.", "hamlets.total.") for cell in cells]
        _cells(table, total, 10, is_bold=True)
    _notes(document, name)


def _annex_of_typed(document: DocxDocument) -> None:
    _annex(document, 2)
    names = (("no", 14), ("unit", 60), ("figure", 78), ("value", 26), ("as_of", 30), ("source", 49))
    heads = [f"{{{{ columns.{name} }}}}" for name, _ in names]
    table = _bordered(document, [width for _, width in names], heads, 12)
    _row_loop(table, "typed.rows", [f"{{{{ row.{name} }}}}" for name, _ in names], 12)
    _notes(document, "typed")


def _annex(document: DocxDocument, at: int) -> None:
    section = document.add_section(WD_SECTION.NEW_PAGE)
    _small(document.paragraphs[-1])  # the end of the section before, which must not need a page of its own
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(20), Mm(15)
    for old in section._sectPr.findall(qn("w:pgNumType")):
        section._sectPr.remove(old)
    _number_pages(section)
    _middle(document, f"{{{{ annexes[{at}].name }}}}", is_bold=True)
    _middle(document, f"{{{{ annexes[{at}].title }}}}", is_bold=True)
    _middle(document, f"{{{{ annexes[{at}].attached }}}}", is_italic=True)
    _middle(document, "{{ cutoff }}", is_italic=True)
    _small(document.add_paragraph())


def _part(document: DocxDocument, name: str) -> None:
    _paragraph(document, f"{{{{ results.{name}.heading }}}}", is_bold=True, keeps=True)
    _loop(document, f"results.{name}.lines")


def _notes(document: DocxDocument, name: str) -> None:
    _logic(document, f"for one in {name}.notes")
    note = _paragraph(document, "{{ one }}", size=11, after=2)
    note.paragraph_format.first_line_indent = Mm(0)
    _logic(document, "endfor")


def _table(
    document: DocxDocument, rows: str, caption: str, columns: Sequence[tuple[str, int]], heads: Sequence[str]
) -> None:
    _middle(document, f"{{{{ {caption} }}}}", before=6, is_bold=True, size=13, keeps=True)
    table = _bordered(document, [width for _, width in columns], [f"{{{{ {head} }}}}" for head in heads], 12)
    _row_loop(table, rows, [f"{{{{ row.{name} }}}}" for name, _ in columns], 12)
    for cell in table._cells:
        cell.paragraphs[0].paragraph_format.keep_with_next = True  # so short a table stays on one page
    _small(document.add_paragraph())


def _bordered(document: DocxDocument, widths: Sequence[int], heads: Sequence[str], size: int) -> Table:
    """Return a table with lines around its cells whose heading stands on each page."""
    table: Table = document.add_table(rows=1, cols=len(widths), style="Table Grid")
    _set_widths(table, widths)
    _set_margins(table, 1)
    for cell, head in zip(table.rows[0].cells, heads, strict=True):
        _fill(cell, head, size, is_bold=True)
    row = table.rows[0]._tr.get_or_add_trPr()
    row.append(OxmlElement("w:tblHeader"))
    row.append(OxmlElement("w:cantSplit"))
    return table


def _row_loop(table: Table, rows: str, cells: Sequence[str], size: int) -> None:
    _fill(_added(table).cells[0], f"{{%tr for row in {rows} %}}", size)
    _cells(table, cells, size)
    _fill(_added(table).cells[0], "{%tr endfor %}", size)


def _cells(table: Table, cells: Sequence[str], size: int, *, is_bold: bool = False) -> None:
    row = _added(table)
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    for cell, text in zip(row.cells, cells, strict=True):
        is_words = any(f".{name} " in text for name in ("name", "remark", "source", "unit", "figure"))
        _fill(cell, text, size, is_bold=is_bold, align=ALIGN.LEFT if is_words else ALIGN.CENTER)


def _added(table: Table) -> _Row:
    row: _Row = table.add_row()  # type: ignore[no-untyped-call]
    return row


def _bare_table(document: DocxDocument, widths: Sequence[int]) -> Table:
    table: Table = document.add_table(rows=1, cols=len(widths))
    _set_widths(table, widths)
    _set_margins(table, 0)
    return table


def _set_margins(table: Table, width: int) -> None:
    """Leave so many millimetres at both sides of the cells."""
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        edge = OxmlElement(f"w:{side}")
        edge.set(qn("w:w"), str(Mm(width).twips))
        edge.set(qn("w:type"), "dxa")
        margins.append(edge)
    table._tbl.tblPr.append(margins)


def _set_widths(table: Table, widths: Sequence[int]) -> None:
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
        for cell in column.cells:
            cell.width = Mm(width)


def _line(
    cell: _Cell,
    text: str,
    size: int,
    *,
    is_bold: bool = False,
    is_italic: bool = False,
    before: int = 0,
    align: ALIGN = ALIGN.CENTER,
) -> None:
    """Write one line into a cell."""
    first = cell.paragraphs[0]
    paragraph = first if len(cell.paragraphs) == 1 and not first.text else cell.add_paragraph()
    paragraph.alignment = align
    paragraph.paragraph_format.space_before = Pt(before)
    run = paragraph.add_run(text)
    run.font.size, run.bold, run.italic = Pt(size), is_bold, is_italic


def _fill(cell: _Cell, text: str, size: int, *, is_bold: bool = False, align: ALIGN = ALIGN.CENTER) -> None:
    cell.vertical_alignment = WD_ALIGN_VERTICAL.CENTER
    paragraph = cell.paragraphs[0]
    paragraph.alignment = align
    run = paragraph.add_run(text)
    run.font.size, run.bold = Pt(size), is_bold
    # An empty cell is as high as its paragraph's own mark.
    mark, mark_size = OxmlElement("w:rPr"), OxmlElement("w:sz")
    mark_size.set(qn("w:val"), str(2 * size))
    mark.append(mark_size)
    paragraph._p.get_or_add_pPr().append(mark)


def _rule(cell: _Cell, left: int, right: int) -> None:
    paragraph = cell.add_paragraph()
    _border_below(paragraph, left, right)
    _small(paragraph)


def _border_below(paragraph: Paragraph, left: int, right: int) -> None:
    """Draw a line below, shorter by so many millimetres at either side."""
    paragraph.paragraph_format.left_indent, paragraph.paragraph_format.right_indent = Mm(left), Mm(right)
    borders, bottom = OxmlElement("w:pBdr"), OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
        bottom.set(qn(f"w:{name}"), value)
    borders.append(bottom)
    paragraph._p.get_or_add_pPr().insert_element_before(borders, "w:spacing", "w:ind", "w:jc", "w:rPr")


def _small(paragraph: Paragraph) -> None:
    """Make an empty paragraph hardly higher than nothing."""
    paragraph.paragraph_format.line_spacing = Pt(6)
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(0)
    paragraph.add_run().font.size = Pt(2)


def _middle(
    document: DocxDocument, text: str, *, before: int = 0, is_bold: bool = False, is_italic: bool = False,
    size: int = _BODY, keeps: bool = False,
) -> None:  # fmt: skip
    paragraph = document.add_paragraph()
    paragraph.alignment = ALIGN.CENTER
    paragraph.paragraph_format.space_before = Pt(before)
    paragraph.paragraph_format.keep_with_next = keeps
    run = paragraph.add_run(text)
    run.font.size, run.bold, run.italic = Pt(size), is_bold, is_italic


def _heading(document: DocxDocument, text: str) -> None:
    _paragraph(document, text, is_bold=True, before=6, keeps=True)


def _loop(document: DocxDocument, lines: str, *, is_italic: bool = False) -> None:
    _logic(document, f"for one in {lines}")
    _paragraph(document, "{{ one }}", is_italic=is_italic)
    _logic(document, "endfor")


def _logic(document: DocxDocument, words: str) -> None:
    document.add_paragraph(f"{{%p {words} %}}")


def _paragraph(
    document: DocxDocument, text: str, *, size: int = _BODY, is_bold: bool = False, is_italic: bool = False,
    before: int = 0, after: int = 6, indent: int = 0, keeps: bool = False,
) -> Paragraph:  # fmt: skip
    """Add a paragraph of the body: justified, its first line 10 mm further in, 6 points to the next."""
    paragraph = document.add_paragraph()
    paragraph.alignment = ALIGN.JUSTIFY
    form = paragraph.paragraph_format
    form.first_line_indent, form.left_indent, form.line_spacing = Mm(10), Mm(indent), 1.1
    form.space_before, form.space_after, form.keep_with_next = Pt(before), Pt(after), keeps
    run = paragraph.add_run(text)
    run.font.size, run.bold, run.italic = Pt(size), is_bold, is_italic
    return paragraph


if __name__ == "__main__":
    make().save(str(FILE))

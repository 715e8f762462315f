"""The papers a report is made as, by the ending of the file."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from papers.office.report_docx import BrokenTemplateError as BrokenTemplateError
from papers.office.report_docx import to_docx
from papers.office.report_pdf import to_pdf
from papers.office.report_xlsx import to_xlsx
from papers.participation import Separator
from papers.report import Report, to_csv, to_json


@dataclass(frozen=True, slots=True)
class Form:
    """How a paper is to be made: what separates the cells of a CSV, whether it is a file, and the office's template."""

    separator: Separator = Separator.COMMA
    is_file: bool = True
    template: Path | None = None


MAKERS: Mapping[str, Callable[[Report, Form], bytes]] = {
    "docx": lambda report, form: to_docx(report, form.template),
    "pdf": lambda report, form: to_pdf(report),
    "xlsx": lambda report, form: to_xlsx(report),
    "csv": lambda report, form: to_csv(report, bom=form.is_file, separator=form.separator).encode(),
    "json": lambda report, form: to_json(report).encode(),
}

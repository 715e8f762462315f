"""The report as a Word file: a template, ours or the office's own, filled with the report's words."""

import io
import zipfile
from datetime import UTC, datetime, time
from pathlib import Path

from docx.opc.exceptions import PackageNotFoundError
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateSyntaxError, UndefinedError
from jinja2.exceptions import TemplateError
from jinja2.sandbox import SandboxedEnvironment

from papers.office.report_template import FILE
from papers.office.report_words import context
from papers.report import Report


class BrokenTemplateError(ValueError):
    """A template cannot be filled; `str()` says what is wrong with it and what to do."""


def to_docx(report: Report, template: Path | None = None) -> bytes:
    """Return the report as a .docx file.

    Raises:
        BrokenTemplateError: when the template is no Word file, or asks for something the report does not have.
    """
    file = template or FILE
    # What the office wrote is text and never markup or code; a name the report does not have is an error.
    rules = SandboxedEnvironment(undefined=StrictUndefined, autoescape=True)
    try:
        document = DocxTemplate(str(file))
        document.render(dict(context(report)), rules, autoescape=True)
        made_at = datetime.combine(report.made_on, time(), UTC)
        properties = document.docx.core_properties
        properties.created = properties.modified = made_at
        properties.author = report.issuer.office
        made = io.BytesIO()
        document.save(made)
    except (PackageNotFoundError, zipfile.BadZipFile, KeyError) as error:
        raise BrokenTemplateError(f"Mẫu {file} không phải tệp Word .docx; hãy lưu lại trong Word.") from error
    except UndefinedError as error:
        raise BrokenTemplateError(f"Mẫu {file} dùng một tên mà báo cáo không có ({error}); {_SEE}") from error
    except TemplateSyntaxError as error:
        raise BrokenTemplateError(f"Mẫu {file} viết sai chỗ {{{{ }}}} hoặc {{% %}} ({error}); {_SEE}") from error
    except (TemplateError, TypeError, ValueError) as error:
        raise BrokenTemplateError(f"Mẫu {file} không điền được ({error}); {_SEE}") from error
    return made.getvalue()


_SEE = "hãy xem danh sách tên trong docs/bao-cao.md."

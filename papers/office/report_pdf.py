"""The report as a PDF, in the same form and with the same words as the Word file."""

from pathlib import Path

from papers.cards import drawing
from papers.office.report_tables import IN_ANNEX
from papers.office.report_words import context
from papers.report import Report

TEMPLATES = Path(__file__).with_name("templates")


def to_pdf(report: Report) -> bytes:
    """Return the report as a PDF."""
    written = {**context(report), "in_annex": [one.value for one in IN_ANNEX]}
    return drawing.to_pdf("bao-cao", written, report.made_on, TEMPLATES)

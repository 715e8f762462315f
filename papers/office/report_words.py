"""What stands in the report, word by word, for every paper it is printed as: docs/bao-cao.md lists the names.

Section II is written from the figures and says nothing else; where the office has written or typed nothing, a
bracketed line asks for it.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from unicodedata import category, normalize

from campaign.indicators import WORDS, Note
from campaign.reporting import Section
from papers.cards.drawing import Written
from papers.office import report_annexes, report_tables
from papers.office.report_results import results
from papers.office.words import day, say
from papers.report import Report

Context = Mapping[str, Written]


def context(report: Report) -> Context:
    """Return everything a template of the report may show, clean of signs no paper can carry."""
    found = report.found
    written: dict[str, Written] = {
        **_head(report),
        "sections": {
            section: f"{section}. {say(f'report.{section}').upper()}" for section in ("I", "II", "III", "IV", "V")
        },
        "direction": list(_text(report, Section.DIRECTION)),
        "results": results(report),
        "shortcomings": list(_text(report, Section.SHORTCOMINGS)),
        "next": list(_text(report, Section.NEXT)),
        "proposals": list(_text(report, Section.PROPOSALS)),
        "skills": report_tables.skills(report),
        "compared": report_tables.compared(report),
        "signing": list(report.issuer.signing),
        "signer": report.issuer.signer,
        "sent_to": say("report.sent_to"),
        "recipients": [f"- {one}" for one in report.issuer.recipients],
        "columns": report_tables.columns(),
        "hamlets": report_annexes.hamlets(report),
        "others": report_annexes.others(report),
        "typed": report_annexes.typed(report),
        "annexes": _annexes(report),
        "is_of_year": bool(found.board),
    }
    return {name: _clean(value) for name, value in written.items()}


def _head(report: Report) -> dict[str, Written]:
    found, issuer = report.found, report.issuer
    commune, span = issuer.commune, found.span.name
    marks = [WORDS.note(note) for note in (Note.DEMO, Note.EXAMPLES)]
    return {
        "issuer": [say("report.committee"), commune.upper()],
        "country": say("report.country"),
        "motto": say("report.motto"),
        "number": say("report.number"),
        "dated": _dated(commune, report.made_on),
        "title": say("report.title"),
        "subject": say("report.subject", span=span, commune=commune),
        "mark": " ".join(mark for mark in marks if mark in found.hamlets.notes),
        "to": say("report.to"),
        "addressees": list(_addressees(report)),
        "bases": list(_bases(issuer.bases)),
        "opening": say("report.opening", span=span, commune=commune),
        "cutoff": say("report.cutoff", day=day(found.as_of)),
    }


def _dated(commune: str, on: date) -> str:
    """Return place and date; days below 10 and months 1 and 2 have a leading zero (Nghị định 30/2020, annex I)."""
    place = re.sub(r"^(xã|phường|đặc khu|thị trấn)\s+", "", commune, flags=re.IGNORECASE)
    month = f"{on.month:02}" if on.month < 3 else str(on.month)
    return say("report.dated", place=place, day=f"{on.day:02}", month=month, year=str(on.year))


def _addressees(report: Report) -> Iterator[str]:
    """Yield who it is for: one alone, or several, each on its line, the last with a full stop."""
    names = report.issuer.addressees or (say("report.to_default", province=report.issuer.province),)
    if len(names) == 1:
        yield names[0]
        return
    yield from (f"- {name};" for name in names[:-1])
    yield f"- {names[-1]}."


def _bases(bases: tuple[str, ...]) -> Iterator[str]:
    """Yield on what the report is founded, each with a semicolon, the last with a full stop."""
    named = [base.rstrip(".; ") for base in bases]
    if not named:
        yield say("report.write_bases")
        return
    yield from (f"{base};" for base in named[:-1])
    yield f"{named[-1]}."


def _text(report: Report, section: Section) -> Iterator[str]:
    text = report.found.texts.get(section)
    if text is None:
        yield say(f"report.write_{section}")
        return
    yield from (line for line in text.splitlines() if line)


def _annexes(report: Report) -> Written:
    commune, year = report.issuer.commune, str(report.made_on.year)
    attached = say("report.attached", commune=commune, year=year)
    return [
        {"name": say("report.annex", number=number), "title": say(f"report.annex_{at}"), "attached": attached}
        for at, number in enumerate(("I", "II", "III"), 1)
    ]


def _clean(value: Written) -> Written:
    """Return a text without control signs, which a docx cannot hold, and so every text within."""
    if isinstance(value, str):
        return "".join(sign for sign in normalize("NFC", value) if sign == "\n" or category(sign) not in ("Cc", "Cs"))
    if isinstance(value, Mapping):
        return {name: _clean(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_clean(one) for one in value]
    return value

"""The certificate: what somebody finished on the commune's assistant, for the wall and for the phone.

It never says that a skill was attained: that is confirmed in VNeID, not here.
"""

from dataclasses import dataclass
from datetime import date

from papers.cards import qr, words
from papers.cards.drawing import Written, to_pdf, to_png
from papers.cards.words import number, say


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate; `lessons` are titles, `address_to_check` is the public page `/xac-nhan/<id>` that confirms it."""

    id: str
    name: str | None
    """None leaves a line to write the name on by hand."""
    commune: str
    lessons: tuple[str, ...]
    issued_on: date
    address_to_check: str


def draw(certificate: Certificate) -> bytes:
    """Return the certificate as a PNG 1080 pixels wide."""
    return to_png("certificate_picture", written(certificate))


def print_out(certificate: Certificate) -> bytes:
    """Return the certificate as a PDF of one page, A4 across."""
    return to_pdf("certificate_paper", written(certificate), certificate.issued_on)


def written(certificate: Certificate) -> dict[str, Written]:
    """Return what stands on the certificate."""
    commune = words.clean(certificate.commune)
    return {
        "issuer": say("certificate.issuer", commune=commune),
        "movement": say("certificate.movement"),
        "title": say("certificate.title"),
        "about": say("certificate.about"),
        "given_to": say("certificate.given_to", commune=commune),
        "name": words.clean(certificate.name or "") or None,
        "write_name": say("certificate.write_name"),
        "finished": say("certificate.lessons", count=number(len(certificate.lessons))),
        "lessons": [words.clean(title) for title in certificate.lessons],
        "wish": say("certificate.wish"),
        "issued": say("certificate.issued", day=words.day(certificate.issued_on)),
        "number": say("certificate.number", id=certificate.id),
        "check": say("certificate.check"),
        "code": qr.draw(certificate.address_to_check),
        "address": words.spoken(certificate.address_to_check),
        "limits": say("certificate.limits"),
    }

"""The poster of a hamlet: one QR code on a sheet for the wall of the nhà văn hóa, read from three metres away.

What it leads to is printed for ever, so the address on it is the commune's public one and never that of a machine.
"""

from dataclasses import dataclass
from datetime import date

from papers.cards import qr, words
from papers.cards.drawing import Written, to_pdf
from papers.cards.words import say


@dataclass(frozen=True, slots=True)
class Poster:
    """What is on a poster: `address` is `/x/<code>` at the commune's public address, `office` whom others may ask.

    `old_commune` tells hamlets of one name apart where communes were merged, "" where nobody needs it.
    """

    commune: str
    office: str
    hamlet: str
    old_commune: str
    code: str
    address: str
    is_on_zalo: bool = False
    """Whether the code can also be sent to a Zalo account of the commune."""


def print_out(poster: Poster, made_on: date) -> bytes:
    """Return the poster as a PDF of one page, A4 upright."""
    return to_pdf("poster", written(poster), made_on)


def written(poster: Poster) -> dict[str, Written]:
    """Return what stands on the poster."""
    commune = words.clean(poster.commune)
    return {
        "scan": say("poster.scan"),
        "who": say("poster.who", commune=commune),
        "code": qr.draw(poster.address),
        "hamlet": words.clean(poster.hamlet),
        "of_old": say("poster.of_old", old_commune=words.clean(poster.old_commune)) if poster.old_commune else None,
        "digits_label": say("poster.digits"),
        "digits": poster.code,
        "or_page": say("poster.page"),
        "address": words.spoken(poster.address),
        "zalo": say("poster.zalo", code=poster.code) if poster.is_on_zalo else None,
        "safety": say("safety"),
        "others": say("poster.others", office=words.clean(poster.office), commune=commune),
    }

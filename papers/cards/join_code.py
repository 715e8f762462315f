"""The way into a hamlet as a picture: a QR code for the wall of the nhà văn hóa or the hamlet's group."""

from conversation.pictures import JoinCode
from papers.cards import qr, words
from papers.cards.drawing import Written, to_png
from papers.cards.words import say


def draw(join: JoinCode) -> bytes:
    """Return the picture as a PNG 1080 pixels wide."""
    return to_png("join_code", written(join))


def written(join: JoinCode) -> dict[str, Written]:
    """Return what stands on the picture."""
    return {
        "scan": say("join.scan"),
        "hamlet": words.clean(join.hamlet),
        "who": say("join.who", commune=words.clean(join.commune)),
        "code": qr.draw(join.address),
        "or_page": say("join.page"),
        "address": words.spoken(join.address),
        "zalo": say("join.zalo", code=join.code) if join.is_on_zalo else None,
        "safety": say("safety"),
    }

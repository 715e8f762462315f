"""The certificate: offered once it is earned, with a consent of its own, and taken back as easily."""

from random import Random
from typing import assert_never

from campaign.consent import Purpose
from conversation import consents, onward
from conversation.facts import CertificateEarned, Consented
from conversation.pictures import CertificatePicture
from conversation.places import CertificateShown, Menu, OfferingCertificate, TypingName
from conversation.replies import Bubble, Say
from conversation.turn import Card, Item, Turn

Place = OfferingCertificate | CertificateShown

ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
"""What an id is made of: no sign that is taken for another when it is read from paper."""

ID_LENGTH = 12
"""Signs of an id: 31 to the power of 12 are too many to try."""

PAGES = "/xac-nhan"
"""Where the public pages of certificates are: printed, so they stay for ever."""

AGREE = "agree"
REFUSE = "refuse"
KEEP = "keep"
TAKE_BACK = "take_back"
ONWARD = "onward"
MENU = "menu"


def start(turn: Turn) -> Turn:
    """Show the certificate, or offer one that was earned; whoever has not earned one yet is told what is missing."""
    learner = turn.learner
    if learner is not None and learner.certificate is not None:
        return turn.go(CertificateShown())
    if learner is not None and learner.has_earned_certificate:
        return turn.go(OfferingCertificate())
    return turn.say("certificate.not_yet").go(Menu())


def earn(name: str, turn: Turn) -> Turn:
    """Make the certificate, with the name that was typed for it or "", and show it."""
    learner = turn.learner
    if learner is None or not learner.has_earned_certificate or not learner.consents.get(Purpose.CERTIFICATE):
        return onward.go_on(turn)
    if learner.certificate is not None:
        return turn.go(CertificateShown())
    in_order = sorted(learner.finished, key=lambda lesson: (str(learner.at(lesson).finished_on), lesson))
    return turn.record(CertificateEarned(_new_id(turn.rng), name, tuple(in_order))).go(CertificateShown())


def card(place: Place, turn: Turn) -> Card:
    """Return what is shown at these places."""
    match place:
        case OfferingCertificate():
            return _take_back(turn) if _has_one(turn) else _offer(turn)
        case CertificateShown():
            return _shown(turn)
    assert_never(place)


def choose(place: Place, choice: str, turn: Turn) -> Turn:
    """Follow a choice at these places."""
    match choice:
        case "agree" if _has_one(turn):
            return turn.say("heard.consent_only")  # typed: to keeping it, or to taking it back?
        case "agree":
            agreed = Consented(Purpose.CERTIFICATE, True, _version(turn, is_held=False))
            return turn.record(agreed).go(TypingName(for_certificate=True))
        case "refuse":
            refused = Consented(Purpose.CERTIFICATE, False, _version(turn, is_held=_has_one(turn)))
            said = "certificate.taken_back" if _has_one(turn) else "certificate.refused"
            return onward.go_on(turn.record(refused).say(said))
        case "take_back":
            return turn.go(OfferingCertificate())
        case "keep":
            return turn.go(CertificateShown())
        case "menu":
            return turn.go(Menu())
    return onward.go_on(turn)


def _has_one(turn: Turn) -> bool:
    return turn.learner is not None and turn.learner.certificate is not None


def _version(turn: Turn, *, is_held: bool) -> str:
    return consents.certificate(turn.world.texts, is_held=is_held).version


def _offer(turn: Turn) -> Card:
    finished = len(turn.learner.finished) if turn.learner else 0
    bubbles = (Bubble(Say("certificate.earned", {"count": finished})), Bubble(Say("certificate.ask")))
    items = (Item(AGREE, Say("certificate.agree")), Item(REFUSE, Say("certificate.refuse")))
    return Card(bubbles, items, version=_version(turn, is_held=False))


def _take_back(turn: Turn) -> Card:
    items = (Item(KEEP, Say("certificate.keep")), Item(REFUSE, Say("certificate.revoke")))
    return Card((Bubble(Say("certificate.sure")),), items, version=_version(turn, is_held=True))


def _shown(turn: Turn) -> Card:
    onward_item = Item(ONWARD, Say("menu.learn"), is_next_step=True)
    back = Item(MENU, Say("menu.back"))
    certificate = turn.learner.certificate if turn.learner else None
    if certificate is None:
        return Card((Bubble(Say("certificate.gone")),), (onward_item, back))
    address = f"{turn.world.public_url}{PAGES}/{certificate}"
    bubbles = (Bubble(Say("certificate.yours")), Bubble(Say("certificate.address", {"address": address})))
    items = (onward_item, Item(TAKE_BACK, Say("certificate.take_back")), back)
    return Card(bubbles, items, picture=CertificatePicture(certificate))


def _new_id(rng: Random) -> str:
    return "".join(rng.choices(ALPHABET, k=ID_LENGTH))

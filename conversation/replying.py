"""A leader answers the questions of the people: one at a time, and shown as it will be sent."""

import re
from dataclasses import replace
from typing import assert_never

from conversation import hearing
from conversation.hearing import Number
from conversation.places import Inquiries, Leading, Replying
from conversation.render import plain
from conversation.replies import Bubble, Say, Tone, Value
from conversation.team import Inquiry, Replied
from conversation.turn import Card, Item, Turn

Place = Inquiries | Replying

REPLY = "reply"
NEXT = "next"
BACK = "back"
SEND = "send"
CHANGE = "change"
LATER = "later"

_LONGEST = 40
"""Words of an answer: it becomes a bubble to a resident (design.md rule 3)."""

_MOST_SIGNS = 400
_RUN = re.compile(r"\+?\d(?:[\s.\-]?\d)*")
_PHONE = re.compile(r"0\d{9}|02\d{9}|84\d{9,10}|1[89]00\d{4}(?:\d{2})?")
"""Mobile (0 and nine more), landline (02 and nine more), either from abroad, and 1800 and 1900."""


def card(place: Place, turn: Turn) -> Card:
    """Return what is shown at these places."""
    match place:
        case Inquiries():
            return _inquiries(place, turn)
        case Replying(text=None):
            inquiry = _waiting(place, turn)
            asked = (Bubble(Say("inquiries.text", {"text": inquiry.text})),) if inquiry else ()
            later = Item(LATER, Say("replying.later"))
            return Card((*asked, Bubble(Say("replying.type"))), (later,), typing=Say("replying.typing"))
        case Replying():
            return _preview(place, turn)
    assert_never(place)


def choose(place: Place, choice: str, turn: Turn) -> Turn:
    """Follow a choice at these places."""
    match place:
        case Inquiries(unit):
            return _pick(place, choice, turn)
        case Replying(unit, inquiry):
            if choice == SEND and place.text is not None:
                return _send(place, place.text, turn)
            return turn.go(Replying(unit, inquiry) if choice == CHANGE else Inquiries(unit))
    assert_never(place)


def write(place: Place, text: str, turn: Turn) -> Turn | None:
    """Take the answer that was typed, to be looked at before it is sent; a digit is still a choice."""
    if not isinstance(place, Replying) or place.text is not None or not turn.is_prompt_seen:
        return None
    answer = " ".join(plain(text).split())
    if not answer or hearing.digit(answer) is not None:
        return None
    if hearing.is_emergency(hearing.fold(answer)):
        # Said about somebody else or about oneself: the answer is kept, and nobody is left without this.
        turn = turn.say("emergency.stop", Tone.WARNING)
    if secret_number(answer) is not None:
        return turn.say("replying.number", Tone.WARNING)
    length = len(answer.split())
    if length > _LONGEST or len(answer) > _MOST_SIGNS:
        return turn.say("replying.too_long", count=length)
    return turn.go(replace(place, text=answer))


def waits(place: Replying, turn: Turn) -> bool:
    """Say whether the question being answered still waits: another helper or the office may have been faster."""
    return _waiting(place, turn) is not None


def _inquiries(place: Inquiries, turn: Turn) -> Card:
    inquiries = turn.room_at(place.unit).inquiries
    back = Item(BACK, Say("leading.back"))
    if not inquiries:
        return Card((Bubble(Say("inquiries.none")),), (back,))
    at = place.nth % len(inquiries)
    values: dict[str, Value] = {"number": at + 1, "total": len(inquiries), "day": f"{inquiries[at].asked_on:%d/%m}"}
    bubbles = (Bubble(Say("inquiries.which", values)), Bubble(Say("inquiries.text", {"text": inquiries[at].text})))
    others = (Item(NEXT, Say("inquiries.next")),) if len(inquiries) > 1 else ()
    # The choice names the question: if the list changed meanwhile, the answer must not go to another one.
    return Card(bubbles, (Item(f"{REPLY}:{inquiries[at].id}", Say("inquiries.reply")), *others, back))


def _pick(place: Inquiries, choice: str, turn: Turn) -> Turn:
    if choice == NEXT:
        return turn.go(replace(place, nth=(place.nth + 1) % max(1, len(turn.room_at(place.unit).inquiries))))
    if choice == BACK:
        return turn.go(Leading(place.unit))
    wanted = (one.id for one in turn.room_at(place.unit).inquiries if choice == f"{REPLY}:{one.id}")
    inquiry = next(wanted, None)
    return turn.say("replying.gone") if inquiry is None else turn.go(Replying(place.unit, inquiry))


def _preview(place: Replying, turn: Turn) -> Card:
    post = turn.post_at(place.unit)
    signed = Say("replying.will_be_sent", {"name": post.name if post else ""})
    items = (
        Item(SEND, Say("replying.send")),
        Item(CHANGE, Say("replying.change")),
        Item(LATER, Say("replying.later")),
    )
    return Card((Bubble(signed), Bubble(Say("replying.text", {"text": place.text or ""}))), items)


def _send(place: Replying, text: str, turn: Turn) -> Turn:
    post, room = turn.post_at(place.unit), turn.room_at(place.unit)
    if post is None or not waits(place, turn):
        return turn.say("replying.gone").go(Inquiries(place.unit))
    left = replace(room, inquiries=tuple(one for one in room.inquiries if one.id != place.inquiry))
    sent = turn.do(Replied(post.id, place.inquiry, text)).with_room(left).say("replying.sent")
    return sent.go(Inquiries(place.unit) if left.inquiries else Leading(place.unit))


def _waiting(place: Replying, turn: Turn) -> Inquiry | None:
    return next((one for one in turn.room_at(place.unit).inquiries if one.id == place.inquiry), None)


def secret_number(answer: str) -> Number | None:
    """Return what kind of number the answer contains that must not be sent; numbers to call may be."""
    return hearing.secret_number(_RUN.sub(_unless_phone, answer))


def _unless_phone(run: re.Match[str]) -> str:
    return "" if _PHONE.fullmatch(re.sub(r"\D", "", run.group())) else run.group()

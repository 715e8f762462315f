"""Before anybody is known: the first card, what is kept, a kind goodbye, the trial."""

from typing import assert_never

from campaign.consent import Purpose
from conversation import consents, onward
from conversation.facts import Consented
from conversation.places import Declined, Erased, Reading, TrialEnded, TypingStudyCode, Welcome, WhatIsKept
from conversation.replies import Bubble, Say
from conversation.turn import Card, Item, Turn

Place = Welcome | WhatIsKept | Declined | TrialEnded | Erased

AGREE = "agree"
KEPT = "kept"
NOT_NOW = "not_now"
TRY = "try"
HAVE_CODE = "have_code"
BACK = "back"


def card(place: Place, turn: Turn) -> Card:
    """Return what is shown to somebody who has not joined."""
    match place:
        case Welcome():
            return _welcome(place, turn)
        case WhatIsKept():
            kept = Say("what_is_kept.kept", {"mark": Say(_gate(turn).mark)})
            items: tuple[Item, ...] = (
                Item(AGREE, Say(_gate(turn).agree)),
                Item(NOT_NOW, Say("what_is_kept.not_now")),
                Item(HAVE_CODE, Say("what_is_kept.have_code")),
            )
            return Card((Bubble(kept), Bubble(Say("what_is_kept.never"))), items, version=_version(place, turn))
        case Declined():
            bubbles = (Bubble(Say("declined.bye")), Bubble(Say(_gate(turn).too_young)))
            return Card(bubbles, (Item(TRY, Say("declined.try")), Item(BACK, Say("declined.back"))))
        case TrialEnded():
            again = (Item(TRY, Say("trial_ended.again")), Item(BACK, Say("trial_ended.back")))
            return Card((Bubble(Say("trial_ended.done")),), again)
        case Erased():
            return Card((Bubble(Say("erased.done")),), (Item(BACK, Say("erased.again"), is_next_step=True),))
    assert_never(place)


def choose(place: Place, choice: str, turn: Turn) -> Turn:
    """Follow a choice of somebody who has not joined."""
    match choice:
        case "agree":
            return onward.start_next(turn.join().record(Consented(Purpose.LEARN, True, _version(place, turn))))
        case "kept":
            return turn.go(WhatIsKept())
        case "not_now":
            return turn.go(Declined())
        case "have_code":
            return turn.go(TypingStudyCode())
        case "try":
            lesson = turn.world.next_lesson((), turn.today)
            return turn.go(Reading(lesson.id, 0) if lesson else place)
    return turn.go(Welcome())


def _welcome(place: Welcome, turn: Turn) -> Card:
    who = Say("welcome.who", {"commune": turn.world.commune})
    gate = _gate(turn)
    bubbles = (Bubble(who), Bubble(Say(gate.kept)))
    items = (
        Item(AGREE, Say(gate.agree)),
        Item(KEPT, Say("welcome.what_is_kept")),
        Item(NOT_NOW, Say(gate.not_now)),
    )
    return Card(bubbles, items, version=_version(place, turn))


def _version(place: Place, turn: Turn) -> str:
    wording = consents.learn_informed if isinstance(place, WhatIsKept) else consents.learn
    return wording(turn.world.texts, turn.chat.channel).version


def _gate(turn: Turn) -> consents.Gate:
    return consents.GATES[turn.chat.channel]

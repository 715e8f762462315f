"""Which part of the conversation a place belongs to; the type checker proves that none is forgotten."""

from dataclasses import replace
from typing import assert_never

from conversation import counting, joining, learning, menus, visiting
from conversation.places import (
    Answering,
    AskingAPerson,
    AskingToCount,
    ChoosingAddress,
    ChoosingCommune,
    ChoosingHamlet,
    ChoosingReview,
    Declined,
    Emergency,
    Erased,
    Erasing,
    Explained,
    Finished,
    Menu,
    Moving,
    MyData,
    Paused,
    Practising,
    Reading,
    Rereading,
    Resting,
    Results,
    Settings,
    TrialEnded,
    Welcome,
    WhatIsKept,
)
from conversation.turn import Card, Turn


def card(turn: Turn) -> Card:
    """Return what the turn's place shows."""
    match turn.chat.place:
        case Welcome() | WhatIsKept() | Declined() | TrialEnded() | Erased() as place:
            return joining.card(place, turn)
        case Reading() | Rereading() | Answering() | Explained() | Finished() | Resting() as place:
            return learning.card(place, turn)
        case AskingToCount() | ChoosingCommune() | ChoosingHamlet() | Moving() as place:
            return counting.card(place, turn)
        case Practising() as place:
            return visiting.card(place, turn)
        case (
            Menu() | ChoosingReview() | Results() | AskingAPerson() | Settings() | ChoosingAddress() | MyData()
            | Erasing() | Paused() | Emergency()
        ) as place:  # fmt: skip
            return menus.card(place, turn)
    assert_never(turn.chat.place)


def choose(choice: str, turn: Turn) -> Turn:
    """Follow a choice at the turn's place, and remember the words it was chosen by.

    Going on is not worth repeating to the person who did it; a decision or an answer is.
    """
    own = (item.label for item in card(turn).items if item.choice == choice and not item.is_next_step)
    return _follow(choice, replace(turn, own=next(own, None)))


def _follow(choice: str, turn: Turn) -> Turn:
    match turn.chat.place:
        case Welcome() | WhatIsKept() | Declined() | TrialEnded() | Erased() as place:
            return joining.choose(place, choice, turn)
        case Reading() | Rereading() | Answering() | Explained() | Finished() | Resting() as place:
            return learning.choose(place, choice, turn)
        case AskingToCount() | ChoosingCommune() | ChoosingHamlet() | Moving() as place:
            return counting.choose(place, choice, turn)
        case Practising() as place:
            return visiting.choose(place, choice, turn)
        case (
            Menu() | ChoosingReview() | Results() | AskingAPerson() | Settings() | ChoosingAddress() | MyData()
            | Erasing() | Paused() | Emergency()
        ):  # fmt: skip
            return menus.choose(choice, turn)
    assert_never(turn.chat.place)

"""What is asked about a session, in this order, and where each answer is kept."""

from dataclasses import replace
from datetime import date
from enum import StrEnum
from typing import assert_never

from conversation.team import Session


class Step(StrEnum):
    """One question about a session; from PRESENT on the answers are numbers of people."""

    DAY = "day"
    LESSON = "lesson"
    PLACE = "place"
    PRESENT = "present"
    WOMEN = "women"
    AGED_60_PLUS = "aged_60_plus"
    FIRST_TIMERS = "first_timers"


COUNTS = (Step.PRESENT, Step.WOMEN, Step.AGED_60_PLUS, Step.FIRST_TIMERS)


def next_step(session: Session) -> Step | None:
    """Return what is to be asked next, or None when all was told."""
    return next((step for step in Step if answer(session, step) is None), None)


def answer(session: Session, step: Step) -> date | str | int | None:
    """Return what was told, None where nothing was."""
    match step:
        case Step.DAY:
            return session.day
        case Step.LESSON:
            return session.lesson
        case Step.PLACE:
            return session.place
        case Step.PRESENT:
            return session.present
        case Step.WOMEN:
            return session.women
        case Step.AGED_60_PLUS:
            return session.aged_60_plus
        case Step.FIRST_TIMERS:
            return session.first_timers
    assert_never(step)


def with_count(session: Session, step: Step, people: int) -> Session:
    """Return the session with the answer to one of COUNTS."""
    match step:
        case Step.PRESENT:
            return replace(session, present=people)
        case Step.WOMEN:
            return replace(session, women=people)
        case Step.AGED_60_PLUS:
            return replace(session, aged_60_plus=people)
        case Step.FIRST_TIMERS:
            return replace(session, first_timers=people)
    raise ValueError(step)

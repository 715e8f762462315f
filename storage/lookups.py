"""What a typed code of 8 or 10 digits leads to: an invitation to lead a unit, or a learner's record."""

from datetime import datetime

from sqlalchemy import Connection

from conversation.situation import KnownRecord, LookedUp
from storage import learners, study_codes, team

_INVITATION_DIGITS = 8


def look_up(tx: Connection, code: str, now: datetime) -> LookedUp:
    """Return what a code leads to; while the commune's guesses are slowed down, nothing is looked up."""
    if study_codes.is_slowed(tx, now):
        return LookedUp(is_slowed=True)
    if len(code) == _INVITATION_DIGITS:
        return LookedUp(invitation=team.invited(tx, code, now))
    learner_id = study_codes.learner_of(tx, code)
    return LookedUp() if learner_id is None else recall(tx, learner_id)


def recall(tx: Connection, learner_id: int) -> LookedUp:
    """Return the record that was found before and is still being asked about, if it is still there."""
    learner = learners.load(tx, [learner_id]).get(learner_id)
    return LookedUp(KnownRecord(learner_id, learner)) if learner is not None else LookedUp()

"""What counted learners said about how they get on with the phone, added up in one question."""

from datetime import date

from sqlalchemy import ColumnElement, Connection, Table, and_, case, exists, func, or_, select

from campaign.self_rating import SelfRating, add_up
from storage.tables import counting, learner, learner_day, membership


def added_up(tx: Connection, first: date, end: date, today: date) -> SelfRating:
    """Return what those said by `end` who are in the total of the days `first` to `end`.

    Days that run until today are asked of the learner's own row, which says how things stand now; closed ones of
    homes, choices and days as they were.
    """
    before, after = (
        case((on <= end, said)) for said, on in ((learner.c.rating_1, learner.c.rating_1_on),
                                                 (learner.c.rating_5, learner.c.rating_5_on))
    )  # fmt: skip
    asked = or_(learner.c.rating_1.is_not(None), learner.c.rating_5.is_not(None))
    is_in_total = _stands_now(first) if end == today else _stood(first, end)
    rows = tx.execute(select(before, after, func.count()).where(asked, is_in_total).group_by(before, after))
    return add_up((row[0], row[1], row[2]) for row in rows)


def _stands_now(first: date) -> ColumnElement[bool]:
    return and_(learner.c.is_counted, ~learner.c.is_outside, learner.c.answered_on >= first)


def _stood(first: date, end: date) -> ColumnElement[bool]:
    answered = exists().where(
        learner_day.c.learner_id == learner.c.id, learner_day.c.day.between(first, end), learner_day.c.answers > 0
    )
    chosen = exists().where(counting.c.learner_id == learner.c.id, counting.c.choice, _holds(counting, end))
    elsewhere = exists().where(
        membership.c.learner_id == learner.c.id, membership.c.kind == "outside", _holds(membership, end)
    )
    return and_(answered, chosen, ~elsewhere)


def _holds(table: Table, day: date) -> ColumnElement[bool]:
    return and_(table.c.from_day <= day, or_(table.c.to_day.is_(None), table.c.to_day >= day))

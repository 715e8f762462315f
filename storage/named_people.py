"""Finding people by name: those who agreed that the office may know theirs, and whoever helps a unit."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, exists, func, select

from campaign.consent import Purpose
from lessons.folding import fold
from storage.among import are_among
from storage.tables import consent, help_request, learner


@dataclass(frozen=True, slots=True)
class NamedLearner:
    """A learner who agreed to be named: the hamlet, and whether somebody is waited for. Nothing of how they learn."""

    name: str
    unit: str | None
    is_waiting: bool


def is_meant(typed: str, name: str) -> bool:
    """Say whether a name has all the typed words, or words that begin so: "lan ph" means "Phạm Thị Lan".

    Accents and capitals do not matter.
    """
    words = fold(name).split()
    return all(any(word.startswith(one) for word in words) for one in fold(typed).split())


def learners(tx: Connection, typed: str, version: str) -> Sequence[NamedLearner]:
    """Return the learners of a name whose last word on being named is yes to the wording of this version.

    An older wording spoke of the team of the hamlet only: who agreed to that one is not found by the office.
    """
    names = tx.execute(select(learner.c.id, learner.c.name).where(learner.c.name != ""))
    meant = [learner_id for learner_id, name in names if is_meant(typed, name)]
    if not meant:
        return []
    said = consent.alias("said")
    is_about_names = said.c.purpose == Purpose.SHOW_NAME_TO_LEADER.value
    of_learner = select(func.max(said.c.id)).where(said.c.pseudonym == learner.c.pseudonym, is_about_names)
    last = of_learner.correlate(learner).scalar_subquery()
    waits = exists().where(help_request.c.learner_id == learner.c.id, help_request.c.helped_on.is_(None))
    found = (
        select(learner.c.name, learner.c.unit_code, waits)
        .join_from(learner, consent, consent.c.id == last)
        .where(are_among(learner.c.id, meant), consent.c.choice, consent.c.version == version)
        .order_by(learner.c.name, learner.c.id)
    )
    return [NamedLearner(name, unit, bool(is_waiting)) for name, unit, is_waiting in tx.execute(found)]

"""Learners as they are kept: read with everything that the conversation knows about them."""

import json
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from types import MappingProxyType

from sqlalchemy import Connection, select

from campaign.consent import Purpose
from campaign.people import About, AgeBand, Group, Sex
from conversation.learner import (
    Confidence,
    Home,
    InHamlet,
    Learner,
    Letter,
    Milestone,
    Outcome,
    Outside,
    Progress,
    Question,
    Rating,
)
from storage.among import among
from storage.tables import consent, learner, progress, question

_PURPOSES = {purpose.value: purpose for purpose in Purpose}


_LEARNERS = (
    select(
        learner.c.id,
        learner.c.pseudonym,
        learner.c.joined_on,
        learner.c.visit_on,
        learner.c.address,
        learner.c.unit_code,
        learner.c.is_outside,
        learner.c.name,
        learner.c.age_band,
        learner.c.sex,
        learner.c.people_group,
        learner.c.workplace_code,
        learner.c.associations,
        learner.c.study_code,
        learner.c.certificate_id,
        learner.c.rating_1,
        learner.c.rating_1_on,
        learner.c.rating_5,
        learner.c.rating_5_on,
        learner.c.proposed_for,
    )
    .where(among(learner.c.id, "ids"))
    .order_by(learner.c.id)
    .with_for_update()
)
_PROGRESS = select(
    progress.c.learner_id,
    progress.c.lesson,
    progress.c.pages,
    progress.c.finished_on,
    progress.c.seen,
    progress.c.outcome,
    progress.c.task_asked,
    progress.c.task_asked_on,
    progress.c.reviews,
    progress.c.reviewed_on,
    progress.c.assisted,
    progress.c.remembered,
).where(among(progress.c.learner_id, "ids"))
_CONSENTS = (
    select(consent.c.pseudonym, consent.c.purpose, consent.c.choice)
    .where(among(consent.c.pseudonym, "pseudonyms"))
    .order_by(consent.c.pseudonym, consent.c.id)
)


def load(tx: Connection, ids: Collection[int]) -> dict[int, Learner]:
    """Return the learners with these ids, locked on PostgreSQL; one that does not exist is left out."""
    rows = tx.execute(_LEARNERS, {"ids": sorted(ids)}).all() if ids else []
    if not rows:
        return {}
    lessons = _progress(tx, [row.id for row in rows])
    consents = _consents(tx, [row.pseudonym for row in rows])
    letters, asked = _questions(tx, [row.id for row in rows])
    return {
        row.id: Learner(
            row.joined_on,
            row.visit_on,
            row.address,
            _home(row.unit_code, is_outside=row.is_outside),
            MappingProxyType(consents[row.pseudonym]),
            MappingProxyType(lessons[row.id]),
            row.name,
            _about(row.age_band, row.sex, row.people_group),
            row.workplace_code,
            frozenset(json.loads(row.associations)),
            row.study_code,
            row.certificate_id,
            letters[row.id],
            asked[row.id],
            _ratings((row.rating_1_on, row.rating_1), (row.rating_5_on, row.rating_5)),
            row.proposed_for,
        )
        for row in rows
    }


def _about(age_band: str | None, sex: str | None, group: str | None) -> About:
    return About(AgeBand(age_band) if age_band else None, Sex(sex) if sex else None, Group(group) if group else None)


def _ratings(*kept: tuple[date | None, int | None]) -> Mapping[Milestone, Rating]:
    """Return what is kept about the milestones, in their order."""
    return MappingProxyType(
        {
            milestone: Rating(day, Confidence(level) if level else None)
            for milestone, (day, level) in zip(Milestone, kept, strict=True)
            if day is not None
        }
    )


_QUESTIONS = (
    select(
        question.c.learner_id,
        question.c.state,
        question.c.asked_on,
        question.c.id,
        question.c.text,
        question.c.answer,
        question.c.answered_by,
    )
    .where(among(question.c.learner_id, "ids"))
    .order_by(question.c.id)
)


def _questions(
    tx: Connection, ids: Sequence[int]
) -> tuple[Mapping[int, tuple[Letter, ...]], Mapping[int, tuple[Question, ...]]]:
    """Return the answers that were not seen yet, and all questions that were sent."""
    letters = defaultdict[int, tuple[Letter, ...]](tuple)
    asked = defaultdict[int, tuple[Question, ...]](tuple)
    for learner_id, state, asked_on, *letter in tx.execute(_QUESTIONS, {"ids": ids}):
        asked[learner_id] += (Question(asked_on, is_open=state in ("team", "office")),)
        if state == "answered":
            letters[learner_id] += (Letter(*letter),)
    return letters, asked


def _home(unit: str | None, *, is_outside: bool) -> Home:
    if is_outside:
        return Outside()
    return InHamlet(unit) if unit else None


def _consents(tx: Connection, pseudonyms: Sequence[str]) -> Mapping[str, dict[Purpose, bool]]:
    """Return the newest choice for each purpose; a purpose this program no longer asks for is left out."""
    found = defaultdict[str, dict[Purpose, bool]](dict)
    for pseudonym, purpose, choice in tx.execute(_CONSENTS, {"pseudonyms": pseudonyms}):
        if purpose in _PURPOSES:
            found[pseudonym][_PURPOSES[purpose]] = choice
    return found


def _progress(tx: Connection, ids: Sequence[int]) -> Mapping[int, dict[str, Progress]]:
    found = defaultdict[int, dict[str, Progress]](dict)
    for learner_id, lesson, pages, finished_on, seen, outcome, *tasks_and_reviews in tx.execute(
        _PROGRESS, {"ids": ids}
    ):
        found[learner_id][lesson] = Progress(
            pages,
            finished_on,
            frozenset(json.loads(seen)),
            Outcome(outcome) if outcome else None,
            *tasks_and_reviews,
        )
    return found

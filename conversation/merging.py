"""Two records of one person become one: nothing that was learned is lost, and nothing counts twice.

Storage moves the rows of the newer record by the same rules.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from types import MappingProxyType

from campaign.consent import Purpose
from campaign.people import About
from conversation.learner import DEFAULT_ADDRESS, Learner, Milestone, Outcome, Progress, Rating

_BETTER = (None, Outcome.NOT_YET, Outcome.WANTS_HELP, Outcome.DONE)
"""Answers about the small task, the better the later."""


def merged(older: Learner, newer: Learner) -> Learner:
    """Return one record made of two: what the older one says holds, the newer one fills what it leaves open.

    Of two choices about one purpose the newer record's holds, a refusal too: it is the one that was in use when the
    other had to be found by its code. Storage, which knows when each was made, hands over only those made later.
    A certificate that is valid stays so, with its consent.
    """
    consents = _consents(older, newer)
    may_be_kept = consents.get(Purpose.ABOUT_ME) is not False
    return Learner(
        joined_on=min(older.joined_on, newer.joined_on),
        visit_on=max(older.visit_on, newer.visit_on),
        address=newer.address if older.address == DEFAULT_ADDRESS else older.address,
        home=older.home or newer.home,
        consents=MappingProxyType(consents),
        progress=MappingProxyType(_progress(older, newer)),
        name=older.name or newer.name,
        about=_about(older.about, newer.about) if may_be_kept else About(),
        workplace=older.workplace or newer.workplace if may_be_kept else None,
        associations=older.associations | newer.associations if may_be_kept else frozenset(),
        study_code=older.study_code or newer.study_code,
        certificate=older.certificate or newer.certificate,
        letters=tuple(sorted((*older.letters, *newer.letters), key=lambda letter: letter.inquiry)),
        asked=tuple(sorted((*older.asked, *newer.asked), key=lambda question: question.day)),
        ratings=MappingProxyType(_ratings(older, newer)),
        proposed_for=_proposed_for(older, newer),
    )


def _consents(older: Learner, newer: Learner) -> dict[Purpose, bool]:
    consents = {**older.consents, **newer.consents}
    if older.certificate or newer.certificate:
        consents[Purpose.CERTIFICATE] = True
    return consents


def _ratings(older: Learner, newer: Learner) -> dict[Milestone, Rating]:
    """Return what was said first at each milestone; what was passed over says nothing."""
    both = [(milestone, rating) for one in (older, newer) for milestone, rating in one.ratings.items()]
    both.sort(key=lambda said: (said[1].level is None, said[1].day))
    return {milestone: rating for milestone, rating in reversed(both)}


def _proposed_for(older: Learner, newer: Learner) -> int | None:
    """Return the year to ask about; who said no under either record is not asked again by this one."""
    has_refused = False in (older.consents.get(Purpose.AWARD), newer.consents.get(Purpose.AWARD))
    return None if has_refused else older.proposed_for or newer.proposed_for


def _about(older: About, newer: About) -> About:
    return About(older.age_band or newer.age_band, older.sex or newer.sex, older.group or newer.group)


def _progress(older: Learner, newer: Learner) -> Mapping[str, Progress]:
    lessons = {**older.progress, **newer.progress}
    return {lesson: _further(older.at(lesson), newer.at(lesson)) for lesson in lessons}


def _further(older: Progress, newer: Progress) -> Progress:
    """Return how far one person is in a lesson that was begun in both records: as far as the better of the two."""
    return replace(
        older,
        pages=max(older.pages, newer.pages),
        finished_on=_first(older.finished_on, newer.finished_on),
        seen=older.seen | newer.seen,
        outcome=max(older.outcome, newer.outcome, key=_BETTER.index),
        task_asked=older.task_asked + newer.task_asked,
        task_asked_on=_last(older.task_asked_on, newer.task_asked_on),
        reviews=max(older.reviews, newer.reviews),
        reviewed_on=_last(older.reviewed_on, newer.reviewed_on),
        assisted=newer.assisted if older.assisted is None else older.assisted,
        remembered=older.remembered or newer.remembered,
    )


def _first(one: date | None, other: date | None) -> date | None:
    return min((day for day in (one, other) if day), default=None)


def _last(one: date | None, other: date | None) -> date | None:
    return max((day for day in (one, other) if day), default=None)

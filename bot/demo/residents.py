"""Invented residents: where they live, when they begin, how patient and how sure they are, what they tell."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import TypeVar

from campaign.people import About, AgeBand, Group, Sex
from campaign.units import Unit, UnitKind, Units
from conversation.learner import Home, InHamlet, Outside

_T = TypeVar("_T")

_AGES = ((AgeBand.MINOR, 3), (AgeBand.YOUNG, 27), (AgeBand.MIDDLE, 38), (AgeBand.SENIOR, 32))
_GROUPS = ((Group.OTHER, 72), (Group.OFFICIAL, 8), (Group.STUDENT, 8), (Group.WORKER, 12))
_WORKPLACES = {Group.OFFICIAL: UnitKind.AGENCY, Group.STUDENT: UnitKind.SCHOOL, Group.WORKER: UnitKind.ENTERPRISE}
_HASTY = "tl-4"
_KNOWN_BEFORE = {AgeBand.MINOR: 0.8, AgeBand.YOUNG: 0.78, AgeBand.MIDDLE: 0.68, AgeBand.SENIOR: 0.58}
"""Which share of the questions a resident would get right, by age; around it people differ."""


@dataclass(frozen=True, slots=True)
class Resident:
    """One invented person. `patience` is how many lessons they learn, `pause` how many days lie between visits.

    `skill` is the chance, from 0 to 1, that a question is answered right; `home` None is who never chose a hamlet.
    Who `is_hasty` answers before having read: in one hamlet there are some, so that the office sees what a sign is.
    `is_counted` is the answer to being counted, None where it was never given.
    """

    begins_on: date
    home: Home
    is_counted: bool | None
    about: About
    workplace: str | None
    associations: frozenset[str]
    patience: int
    pause: int
    skill: float
    is_helped: bool
    is_hasty: bool
    name: str


def residents(
    units: Units, first: date, last: date, people: int, names: Sequence[str], rng: Random
) -> Iterator[Resident]:
    """Yield about as many people as asked for, spread over the hamlets of the last day; some hamlets are far ahead."""
    hamlets = units.hamlets(last)
    zeal = {hamlet.code: rng.betavariate(2.4, 3.2) + 0.08 for hamlet in hamlets}
    whole = sum((hamlet.adults or 0) * zeal[hamlet.code] for hamlet in hamlets)
    for hamlet in hamlets:
        share = (hamlet.adults or 0) * zeal[hamlet.code] / whole
        for _ in range(round(people * share)):
            yield _resident(hamlet, units, first, last, names, rng)


def _resident(hamlet: Unit, units: Units, first: date, last: date, names: Sequence[str], rng: Random) -> Resident:
    age = one_of(_AGES, rng)
    group = Group.STUDENT if age is AgeBand.MINOR else one_of(_GROUPS, rng)
    home: Home = InHamlet(hamlet.code)
    if rng.random() < 0.05:
        home = rng.choice((None, None, Outside()))
    return Resident(
        begins_on=_beginning(first, last, rng),
        home=home,
        is_counted=rng.choices((True, False, None), (88, 4, 8))[0],
        about=_told(age, group, rng),
        workplace=_member_of(units, last, _WORKPLACES.get(group), rng),
        associations=_associations(units, last, age, rng),
        patience=max(1, min(18, round(rng.lognormvariate(1.35, 0.75)))),
        pause=max(1, round(rng.lognormvariate(1.6, 0.6))),
        skill=min(0.97, max(0.3, rng.gauss(_KNOWN_BEFORE[age], 0.12))),
        is_helped=age is AgeBand.SENIOR and rng.random() < 0.35,
        is_hasty=hamlet.code == _HASTY and rng.random() < 0.2,
        name=rng.choice(names) if rng.random() < 0.3 else "",
    )


def _beginning(first: date, last: date, rng: Random) -> date:
    """Return a day on which somebody begins: few at first, then more, and many on an evening or at a weekend."""
    length = (last - first).days
    while True:
        day = first + timedelta(days=min(length, int(length * rng.betavariate(2.6, 1.5))))
        if day.weekday() >= 4 or rng.random() < 0.55:
            return day


def _told(age: AgeBand, group: Group, rng: Random) -> About:
    if rng.random() < 0.3:
        return About()
    sex = rng.choices((Sex.FEMALE, Sex.MALE), (56, 44))[0]
    return About(age, sex if rng.random() < 0.95 else None, group if rng.random() < 0.8 else None)


def _member_of(units: Units, day: date, kind: UnitKind | None, rng: Random) -> str | None:
    places = units.of_kinds(day, kind) if kind and rng.random() < 0.35 else ()
    return rng.choice(places).code if places else None


def _associations(units: Units, day: date, age: AgeBand, rng: Random) -> frozenset[str]:
    some: Collection[Unit] = units.of_kinds(day, UnitKind.ASSOCIATION) if age is not AgeBand.MINOR else ()
    return frozenset(one.code for one in some if rng.random() < 0.12)


def one_of(weighed: Sequence[tuple[_T, int]], rng: Random) -> _T:
    """Return one of these values, each as likely as its weight."""
    return rng.choices([value for value, _ in weighed], [weight for _, weight in weighed])[0]

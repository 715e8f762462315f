"""What is kept about the learner, told to them in so many words."""

from collections.abc import Sequence
from typing import assert_never

from campaign.consent import Purpose
from campaign.people import About, AgeBand, Group, Sex
from conversation import belonging, consents, rating
from conversation.learner import InHamlet, Learner, Outside
from conversation.replies import Bubble, Say
from conversation.turn import Turn

AGES = {
    AgeBand.MINOR: "about.minor",
    AgeBand.YOUNG: "about.young",
    AgeBand.MIDDLE: "about.middle",
    AgeBand.SENIOR: "about.senior",
}
SEXES = {Sex.FEMALE: "about.female", Sex.MALE: "about.male"}
GROUPS = {
    Group.OFFICIAL: "about.official",
    Group.STUDENT: "about.student",
    Group.WORKER: "about.worker",
    Group.OTHER: "about.other",
}
"""The words for age bands, sexes and groups."""

_CHOICES = {True: "data.counted_yes", False: "data.counted_no", None: "data.counted_unknown"}
_MORE_CONSENTS = {
    Purpose.ABOUT_ME: "data.about_me",
    Purpose.SHOW_NAME_TO_LEADER: "data.show_name",
    Purpose.CERTIFICATE: "data.certificate",
    Purpose.AWARD: "data.award",
}
"""The consents besides learning and counting that may be told about."""

_WORDS_OF_NAMES = 26
"""Words of units' names that leave room for the rest of a bubble of 40."""


def kept(turn: Turn) -> tuple[Bubble, ...]:
    """Return what is kept of the learner, what they agreed to, and who answers for it."""
    learner = turn.learner
    if learner is None:
        return (Bubble(Say("declined.bye")),)
    what = Say(
        "data.kept",
        {
            "mark": Say(consents.GATES[turn.chat.channel].mark),
            "joined": f"{learner.joined_on:%d/%m/%Y}",
            "where": _where(learner, turn),
            "finished": len(learner.finished),
            "questions": sum(len(done.seen) for done in learner.progress.values()),
        },
    )
    return (Bubble(what), Bubble(_agreed(learner)), Bubble(Say("data.who")))


def told(turn: Turn) -> tuple[Bubble, ...]:
    """Return what was told, the name typed for the leader, and the units chosen besides the hamlet."""
    learner = turn.learner
    if learner is None or not has_told(learner):
        return (Bubble(Say("about.nothing_known")),)
    lines = about_lines(learner.about)
    bubbles = [Bubble(Say("about.known", {"lines": lines}))] if lines else []
    if learner.name:
        bubbles.append(Bubble(Say("data.name", {"name": learner.name})))
    bubbles += [Bubble(line) for line in _rating_lines(learner)]
    names = [_name_of(code, turn) for code in belonging.codes_of(learner)]
    if names:
        bubbles.append(Bubble(Say("belonging.known", {"lines": _name_lines(names)})))
    return tuple(bubbles)


def has_told(learner: Learner) -> bool:
    """Say whether anything is kept that the learner told about themselves."""
    told = learner.name or learner.workplace or learner.associations or _rating_lines(learner)
    return learner.about != About() or bool(told)


def about_lines(about: About) -> tuple[Say, ...]:
    """Return what was told about age, sex and group, a line for each."""
    keys = (
        AGES[about.age_band] if about.age_band else "",
        SEXES[about.sex] if about.sex else "",
        GROUPS[about.group] if about.group else "",
    )
    return tuple(Say(key) for key in keys if key)


def _rating_lines(learner: Learner) -> tuple[Say, ...]:
    """Return the last thing a learner said about how they get on with the phone, if anything."""
    said = [one for _, one in sorted(learner.ratings.items()) if one.level is not None]
    last = said[-1] if said else None
    if last is None or last.level is None:
        return ()
    return (Say("rating.known", {"day": f"{last.day:%d/%m/%Y}", "level": Say(rating.LEVELS[last.level])}),)


def _agreed(learner: Learner) -> Say:
    counted = Say(_CHOICES[learner.is_counted])
    more = tuple(
        Say(key, {"choice": Say(_CHOICES[learner.consents[purpose]])})
        for purpose, key in _MORE_CONSENTS.items()
        if purpose in learner.consents
    )
    if not more:
        return Say("data.agreed", {"counted": counted})
    return Say("data.agreed_more", {"counted": counted, "lines": more})


def _where(learner: Learner, turn: Turn) -> Say:
    match learner.home:
        case InHamlet(unit_code):
            unit = turn.hamlet
            return Say("data.home_hamlet", {"unit": unit.name_in_sentence if unit else unit_code})
        case Outside():
            return Say("data.home_outside")
        case None:
            return Say("data.home_unknown")
    assert_never(learner.home)


def _name_of(code: str, turn: Turn) -> str:
    """Return the name of the unit that answers for a code today, of a closed one the name it had."""
    unit = turn.world.unit(code, turn.today) or turn.world.units.by_code.get(code)
    return unit.name if unit else code


def _name_lines(names: Sequence[str]) -> tuple[Say, ...]:
    """Return a line for each name, as many as fit into a bubble, and how many more there are."""
    fitting = 1
    while fitting < len(names) and sum(len(name.split()) for name in names[: fitting + 1]) <= _WORDS_OF_NAMES:
        fitting += 1
    lines = tuple(Say("hamlet.name", {"name": name}) for name in names[:fitting])
    left = len(names) - fitting
    return (*lines, Say("belonging.and_more", {"count": left})) if left else lines

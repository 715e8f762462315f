"""What a learner may tell about themselves: age band, sex, group, workplace, associations."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import assert_never

from campaign.consent import Purpose
from campaign.people import About, AgeBand, Group, Sex
from conversation import belonging, consents, hearing, keeping, onward
from conversation.facts import BelongsTo, Consented, Described, Fact, WorksAt
from conversation.keeping import AGES, GROUPS, SEXES
from conversation.learner import Learner
from conversation.places import (
    AskingAbout,
    AskingAge,
    AskingGroup,
    AskingSex,
    ChoosingAssociations,
    ChoosingWorkplace,
    Menu,
    Settings,
    WhatWasTold,
)
from conversation.replies import Bubble, Say
from conversation.turn import Card, Item, Turn

Place = AskingAbout | AskingAge | AskingSex | AskingGroup | ChoosingWorkplace | ChoosingAssociations | WhatWasTold

AGREE = "agree"
REFUSE = "refuse"
NOT_SAID = "not_said"
SETTINGS = "settings"
MENU = "menu"
AGE = "age:"
SEX = "sex:"
GROUP = "group:"


def card(place: Place, turn: Turn) -> Card:
    """Return what is shown at these places."""
    match place:
        case AskingAbout(is_for_belonging):
            return _consent(turn, is_for_belonging=is_for_belonging)
        case AskingAge():
            return _question("about.age", {f"{AGE}{band}": label for band, label in AGES.items()})
        case AskingSex():
            return _question("about.sex", {f"{SEX}{sex}": label for sex, label in SEXES.items()})
        case AskingGroup():
            return _question("about.group", {f"{GROUP}{group}": label for group, label in GROUPS.items()})
        case ChoosingWorkplace() | ChoosingAssociations():
            return belonging.card(place, turn)
        case WhatWasTold():
            items = (Item(SETTINGS, Say("data.fix")), Item(MENU, Say("menu.back")))
            return Card(keeping.told(turn), items)
    assert_never(place)


def choose(place: Place, choice: str, turn: Turn) -> Turn:
    """Follow a choice at these places."""
    match place:
        case AskingAbout(is_for_belonging):
            return _answer(choice, turn, is_for_belonging=is_for_belonging)
        case AskingAge() | AskingSex() | AskingGroup():
            return _describe(place, choice, turn)
        case ChoosingWorkplace() | ChoosingAssociations():
            return belonging.choose(place, choice, turn)
        case WhatWasTold():
            return turn.go(Settings() if choice == SETTINGS else Menu())
    assert_never(place)


def write(place: Place, text: str, turn: Turn) -> Turn | None:
    """Take an age in years, or the name of a unit of a list, on whichever of its pages it stands."""
    if not turn.is_prompt_seen:
        return None
    match place:
        case AskingAge():
            band = _band_of(text)
            return choose(place, f"{AGE}{band}", turn) if band else None
        case ChoosingWorkplace() | ChoosingAssociations():
            return belonging.write(place, text, turn)
    return None


def start_belonging(turn: Turn) -> Turn:
    """Show the lists of workplaces, schools and associations, after the consent to keep such things."""
    if not belonging.are_offered(turn):
        return turn.say("belonging.no_units").go(Menu())
    turn = turn.then(turn.chat.after or Settings())
    if turn.learner is None or not turn.learner.consents.get(Purpose.ABOUT_ME):
        return turn.go(AskingAbout(is_for_belonging=True))
    return turn.go(belonging.first_list(turn))


def ask_again(turn: Turn) -> Turn:
    """Ask about the learner from Settings: what is kept is said first, and Settings come again afterwards."""
    known = keeping.about_lines(turn.learner.about) if turn.learner else ()
    told = turn.say("about.known", lines=known) if known else turn
    return told.then(turn.chat.after or Settings()).go(AskingAbout())


def _consent(turn: Turn, *, is_for_belonging: bool) -> Card:
    ask, agree = ("about.ask_units", "about.agree_units") if is_for_belonging else ("about.ask", "about.agree")
    version = consents.about_me(turn.world.texts, is_for_belonging=is_for_belonging).version
    is_given = turn.learner is not None and turn.learner.consents.get(Purpose.ABOUT_ME)
    items = (Item(AGREE, Say(agree)), Item(REFUSE, Say("about.withdraw" if is_given else "about.refuse")))
    return Card((Bubble(Say(ask)), Bubble(Say("about.scope"))), items, version=version)


def _question(ask: str, labels: Mapping[str, str]) -> Card:
    items = tuple(Item(choice, Say(label)) for choice, label in labels.items())
    return Card((Bubble(Say(ask)),), (*items, Item(NOT_SAID, Say("about.not_said"))))


def _answer(choice: str, turn: Turn, *, is_for_belonging: bool) -> Turn:
    version = consents.about_me(turn.world.texts, is_for_belonging=is_for_belonging).version
    if choice == AGREE:
        agreed = turn.record(Consented(Purpose.ABOUT_ME, True, version))
        return agreed.go(belonging.first_list(agreed) if is_for_belonging else AskingAge())
    forgotten = _forgotten(turn.learner) if turn.learner else ()
    refused = turn.record(*forgotten, Consented(Purpose.ABOUT_ME, False, version))
    return onward.go_on(refused.say("about.cleared" if forgotten else "about.refused"))


def _forgotten(learner: Learner) -> tuple[Fact, ...]:
    """Return what takes back all that was told: it was kept by this consent only."""
    facts: list[Fact] = []
    if learner.about != About():
        facts.append(Described(About()))
    if learner.workplace is not None:
        facts.append(WorksAt(None))
    if learner.associations:
        facts.append(BelongsTo(frozenset()))
    return tuple(facts)


def _describe(place: AskingAge | AskingSex | AskingGroup, choice: str, turn: Turn) -> Turn:
    """Keep an answer and ask the next question; who is under 18 is asked nothing more."""
    about = turn.learner.about if turn.learner else About()
    said = choice.partition(":")[2]
    match place:
        case AskingAge():
            after = replace(about, age_band=AgeBand(said) if said else None)
            is_minor = after.age_band is AgeBand.MINOR
            described = _keep(about, About(AgeBand.MINOR) if is_minor else after, turn)
            return _thank(described) if is_minor else described.go(AskingSex())
        case AskingSex():
            return _keep(about, replace(about, sex=Sex(said) if said else None), turn).go(AskingGroup())
        case AskingGroup():
            return _thank(_keep(about, replace(about, group=Group(said) if said else None), turn))
    assert_never(place)


def _band_of(text: str) -> AgeBand | None:
    """Return the age band of years typed: "65", "65 tuổi"; None for anything else and for fewer than 16."""
    found = re.fullmatch(r"(?:(?:toi|nam nay) )*(\d{2,3})(?: tuoi)?", hearing.bare(text))
    years = int(found.group(1)) if found else 0
    bands = ((60, AgeBand.SENIOR), (40, AgeBand.MIDDLE), (18, AgeBand.YOUNG), (16, AgeBand.MINOR))
    return next((band for youngest, band in bands if years >= youngest), None)


def _keep(before: About, after: About, turn: Turn) -> Turn:
    return turn if after == before else turn.record(Described(after))


def _thank(turn: Turn) -> Turn:
    return onward.go_on(turn.say("about.thanks"))

"""What one can do besides the next step: review, results, a person to ask, settings, one's own data."""

from collections.abc import Callable, Mapping
from typing import assert_never

from campaign.consent import Purpose
from conversation import (
    belonging,
    certifying,
    contacts,
    describing,
    household,
    keeping,
    moving,
    naming,
    onward,
    praising,
)
from conversation.counting import start_choosing
from conversation.facts import Addressed
from conversation.learner import Learner
from conversation.places import (
    STUDYING,
    AskingAPerson,
    AskingToCount,
    ChoosingAddress,
    ChoosingReview,
    Emergency,
    Erased,
    Erasing,
    Leading,
    Menu,
    MyData,
    Paused,
    Reading,
    Results,
    Settings,
    TypingQuestion,
    TypingStudyCode,
    WhatWasTold,
)
from conversation.replies import Bubble, Content, HamletProgress, Say, Tone, Value
from conversation.turn import Card, Item, Turn

Place = (
    Menu | ChoosingReview | Results | AskingAPerson | Settings | ChoosingAddress | MyData | Erasing | Paused | Emergency
)

LEARN = "learn"
REVIEW = "review"
RESULTS = "results"
PERSON = "person"
ASK = "ask"
HELP = "help"
SETTINGS = "settings"
CONSENTS = "consents"
PHONE = "phone"
ADDRESS = "address"
HAMLET = "hamlet"
COUNTING = "counting"
STUDY_CODE = "study_code"
HAVE_CODE = "have_code"
SOMEBODY_ELSE = "somebody_else"
ABOUT = "about"
BELONGING = "belonging"
CERTIFICATE = "certificate"
SHOW_NAME = "show_name"
AWARD = "award"
TOLD = "told"
DATA = "data"
ERASE = "erase"
ERASE_ALL = "erase_all"
LEAD = "lead"
LOST_MONEY = "lost_money"
MENU = "menu"
LESSON = "lesson:"
CALL = "call:"

ADDRESSES = {
    "bác": "address.bac",
    "cô": "address.co",
    "chú": "address.chu",
    "anh": "address.anh",
    "chị": "address.chi",
    "ông": "address.ong",
    "bà": "address.ba",
}
"""Each form of address and the text of its label."""

_MANY_LESSONS = 3
"""From this many on, titles no longer fit into a bubble of 40 words."""


def card(place: Place, turn: Turn) -> Card:
    """Return what a place of the menu shows."""
    match place:
        case Menu():
            return _menu(turn)
        case ChoosingReview():
            return _finished_lessons(turn)
        case Results():
            items = (_onward(turn), *_certificate("results.certificate", turn), _STUDY_CODE, _BACK)
            return Card(_results(turn), items)
        case AskingAPerson():
            return _person(turn)
        case Settings(part="consents"):
            return Card((Bubble(Say("settings.consents_of")),), (*_agreed(turn), _BACK_TO_SETTINGS))
        case Settings(part="phone"):
            return Card((Bubble(Say("settings.phone_of")),), _PHONE)
        case Settings():
            return Card((Bubble(Say("settings.choose")),), _SETTINGS)
        case ChoosingAddress():
            items = tuple(Item(f"{CALL}{word}", Say(key)) for word, key in ADDRESSES.items())
            return Card((Bubble(Say("address.choose")),), items)
        case MyData():
            items = (*_told(turn), _STUDY_CODE, Item(SETTINGS, Say("data.fix")), Item(ERASE, Say("data.erase")), _BACK)
            return Card(keeping.kept(turn), items)
        case Erasing():
            items = (Item(ERASE_ALL, Say("erasing.yes")), Item(MENU, Say("erasing.no")))
            return Card((Bubble(Say("erasing.sure")),), items)
        case Paused():
            return Card((Bubble(Say("paused.bye")),), (Item(LEARN, Say("paused.learn"), is_next_step=True),))
        case Emergency():
            bubble = Bubble(Say("emergency.stop"), Tone.WARNING)
            return Card((bubble,), (Item(LEARN, Say("emergency.called")),))
    assert_never(place)


def choose(choice: str, turn: Turn) -> Turn:
    """Follow a choice of the menu: each means the same wherever it is offered."""
    if choice.startswith(LESSON):
        return turn.go(Reading(choice.removeprefix(LESSON), 0))
    if choice.startswith(CALL):
        return turn.record(Addressed(choice.removeprefix(CALL))).say("address.done").go(Menu())
    match choice:
        case "learn":
            return _back_to_learning(turn)
        case "review":
            return _start_review(turn)
        case "counting":
            return turn.go(AskingToCount(onward.unit_to_name(turn)))
        case "hamlet":
            return turn.go(start_choosing(turn))
        case "lead":
            return turn.go(Leading(turn.posts[0].unit) if turn.posts else start_choosing(turn))
        case "erase_all":
            return turn.forget().go(Erased())
        case _ if choice in _FOLLOWED_BY:
            return _FOLLOWED_BY[choice](turn)
    return turn.go(_PLACES.get(choice, Menu()))


_BACK = Item(MENU, Say("menu.back"))
_BACK_TO_SETTINGS = Item(SETTINGS, Say("settings.back"))
_STUDY_CODE = Item(STUDY_CODE, Say("settings.study_code"))
_SETTINGS = (
    Item(ADDRESS, Say("settings.address")),
    Item(HAMLET, Say("settings.hamlet")),
    Item(CONSENTS, Say("settings.consents")),
    Item(PHONE, Say("settings.phone")),
    Item(DATA, Say("settings.data")),
    _BACK,
)
"""Few enough to be read to the end; the rest stands one level below."""
_PHONE = (
    _STUDY_CODE,
    Item(HAVE_CODE, Say("settings.have_code")),
    Item(SOMEBODY_ELSE, Say("settings.somebody_else")),
    _BACK_TO_SETTINGS,
)
_FOLLOWED_BY: Mapping[str, Callable[[Turn], Turn]] = {
    ABOUT: describing.ask_again,
    BELONGING: describing.start_belonging,
    CERTIFICATE: certifying.start,
    HELP: naming.ask_for_help,
    SHOW_NAME: naming.ask_again,
    AWARD: praising.take_back,
    STUDY_CODE: moving.show_code,
    SOMEBODY_ELSE: household.change,
}
_PLACES: Mapping[str, Place | TypingQuestion | TypingStudyCode | WhatWasTold] = {
    ASK: TypingQuestion(),
    TOLD: WhatWasTold(),
    HAVE_CODE: TypingStudyCode(),
    LOST_MONEY: Emergency(),
    MENU: Menu(),
    RESULTS: Results(),
    PERSON: AskingAPerson(),
    SETTINGS: Settings(),
    CONSENTS: Settings("consents"),
    PHONE: Settings("phone"),
    ADDRESS: ChoosingAddress(),
    DATA: MyData(),
    ERASE: Erasing(),
}


def _agreed(turn: Turn) -> tuple[Item, ...]:
    """Return what one may agree to besides learning: a consent is taken back where it was given."""
    belonging_item = Item(BELONGING, Say("settings.belonging"))
    return (
        Item(COUNTING, Say("settings.counting")),
        Item(ABOUT, Say("settings.about")),
        *((belonging_item,) if belonging.are_offered(turn) else ()),
        *_certificate("settings.certificate", turn),
        *_show_name(turn),
        *_award(turn),
    )


def _certificate(label: str, turn: Turn) -> tuple[Item, ...]:
    """Return the option for somebody who has a certificate or has earned one."""
    learner = turn.learner
    if learner is None or not (learner.certificate or learner.has_earned_certificate):
        return ()
    return (Item(CERTIFICATE, Say(label)),)


def _show_name(turn: Turn) -> tuple[Item, ...]:
    """Return the option for somebody who was asked before: a consent is taken back as easily as it was given."""
    was_asked = turn.learner is not None and Purpose.SHOW_NAME_TO_LEADER in turn.learner.consents
    return (Item(SHOW_NAME, Say("settings.show_name")),) if was_asked else ()


def _award(turn: Turn) -> tuple[Item, ...]:
    """Return the option for somebody who agreed to be named: it can be taken back, and only the office can ask."""
    is_given = turn.learner is not None and turn.learner.consents.get(Purpose.AWARD)
    return (Item(AWARD, Say("settings.award")),) if is_given else ()


def _told(turn: Turn) -> tuple[Item, ...]:
    has_told = turn.learner is not None and keeping.has_told(turn.learner)
    return (Item(TOLD, Say("data.told")),) if has_told else ()


def _menu(turn: Turn) -> Card:
    items = (
        _onward(turn),
        Item(REVIEW, Say("menu.review")),
        Item(RESULTS, Say("menu.results")),
        Item(PERSON, Say("menu.person")),
        Item(SETTINGS, Say("menu.settings")),
        *((Item(SOMEBODY_ELSE, Say("menu.somebody_else")),) if turn.others else ()),
        *_lead(turn),
    )
    return Card((Bubble(Say("menu.choose")),), items, typing=Say("menu.typing"))


def _lead(turn: Turn) -> tuple[Item, ...]:
    """Return the way to a leader's own unit; from there it goes on to others they lead."""
    unit = turn.world.unit(turn.posts[0].unit, turn.today) if turn.posts else None
    return (Item(LEAD, Say("menu.lead", {"unit": unit.name_in_sentence})),) if unit else ()


def _onward(turn: Turn) -> Item:
    lesson = turn.world.next_lesson(turn.learner.finished if turn.learner else (), turn.today)
    if isinstance(turn.chat.after, STUDYING) or lesson is None:
        return Item(LEARN, Say("menu.learn"), is_next_step=lesson is not None)
    return Item(LEARN, Say("menu.learn_lesson", {"title": Content(lesson.title)}), is_next_step=True)


def _back_to_learning(turn: Turn) -> Turn:
    if turn.learner is None and not isinstance(turn.chat.after, STUDYING):
        return turn.go(onward.home(turn))
    learning = onward.learn(turn)
    return learning.say("finished.last") if learning.chat.place == Menu() else learning


def _finished_lessons(turn: Turn) -> Card:
    finished = turn.learner.finished if turn.learner else frozenset[str]()
    items = tuple(
        Item(f"{LESSON}{lesson.id}", Say("reading.title", {"title": Content(lesson.title)}))
        for lesson in turn.world.course
        if lesson.id in finished and turn.world.is_teachable(lesson, turn.today)
    )
    return Card((Bubble(Say("review.which")),), (*items, _BACK))


def _start_review(turn: Turn) -> Turn:
    if turn.learner is None or not turn.learner.finished:
        return turn.say("review.none").go(Menu())
    return turn.go(ChoosingReview())


def _results(turn: Turn) -> tuple[Bubble, ...]:
    learner = turn.learner
    if learner is None or not learner.finished:
        return (Bubble(Say("results.none")),)
    bubbles = [Bubble(_finished(learner, turn))]
    if turn.hamlet is not None and learner.is_counted:
        bubbles.append(Bubble(HamletProgress(turn.hamlet.code)))
    coming = min(
        (day for day in map(onward.next_review, learner.progress.values()) if day and day > turn.today), default=None
    )
    if coming is not None:
        bubbles.append(Bubble(Say("results.next_review", {"day": f"{coming:%d/%m/%Y}"})))
    return tuple(bubbles)


def _finished(learner: Learner, turn: Turn) -> Say:
    questions = sum(len(done.seen) for done in learner.progress.values())
    in_order = sorted(learner.finished, key=lambda lesson: (str(learner.at(lesson).finished_on), lesson))
    titles = [lesson.title for lesson in map(turn.world.course.get, in_order) if lesson is not None]
    values: dict[str, Value] = {"count": len(in_order), "questions": questions}
    if len(titles) >= _MANY_LESSONS:
        return Say("results.finished_many", {**values, "last": Content(titles[-1])})
    return Say("results.finished", {**values, "titles": Content(", ".join(titles))})


def _person(turn: Turn) -> Card:
    asking = (Item(ASK, Say("person.ask")), Item(HELP, Say("person.help"))) if turn.learner else ()
    items = (*asking, Item(LOST_MONEY, Say("person.lost_money")), _onward(turn), _BACK)
    return Card((Bubble(contacts.whom_to_call(turn)), Bubble(Say("person.never"))), items)

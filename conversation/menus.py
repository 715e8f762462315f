"""What one can do besides the next step: review, results, a person to ask, settings, one's own data."""

from collections.abc import Mapping
from typing import assert_never

from conversation import onward
from conversation.counting import start_choosing
from conversation.facts import Addressed
from conversation.learner import InHamlet, Learner, Outside
from conversation.places import (
    STUDYING,
    AskingAPerson,
    AskingToCount,
    ChoosingAddress,
    ChoosingReview,
    Emergency,
    Erased,
    Erasing,
    Menu,
    MyData,
    Paused,
    Reading,
    Results,
    Settings,
    Welcome,
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
SETTINGS = "settings"
ADDRESS = "address"
HAMLET = "hamlet"
COUNTING = "counting"
DATA = "data"
ERASE = "erase"
ERASE_ALL = "erase_all"
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
            return Card(_results(turn), (_onward(turn), _BACK))
        case AskingAPerson():
            return _person(turn)
        case Settings():
            return Card((Bubble(Say("settings.choose")),), _SETTINGS)
        case ChoosingAddress():
            items = tuple(Item(f"{CALL}{word}", Say(key)) for word, key in ADDRESSES.items())
            return Card((Bubble(Say("address.choose")),), items)
        case MyData():
            return Card(_data(turn), (Item(SETTINGS, Say("data.fix")), Item(ERASE, Say("data.erase")), _BACK))
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
        case "erase_all":
            return turn.forget().go(Erased())
        case "lost_money":
            return turn.go(Emergency())
    return turn.go(_PLACES.get(choice, Menu()))


_BACK = Item(MENU, Say("menu.back"))
_SETTINGS = (
    Item(ADDRESS, Say("settings.address")),
    Item(HAMLET, Say("settings.hamlet")),
    Item(COUNTING, Say("settings.counting")),
    Item(DATA, Say("settings.data")),
    Item(ERASE, Say("settings.erase")),
    _BACK,
)
_PLACES: Mapping[str, Place] = {
    MENU: Menu(),
    RESULTS: Results(),
    PERSON: AskingAPerson(),
    SETTINGS: Settings(),
    ADDRESS: ChoosingAddress(),
    DATA: MyData(),
    ERASE: Erasing(),
}
_CONTACT_LABELS = {
    "cong_an_xa": "contact.cong_an_xa",
    "trung_tam_hanh_chinh_cong": "contact.trung_tam_hanh_chinh_cong",
    "to_cong_nghe_so": "contact.to_cong_nghe_so",
}


def _menu(turn: Turn) -> Card:
    items = (
        _onward(turn),
        Item(REVIEW, Say("menu.review")),
        Item(RESULTS, Say("menu.results")),
        Item(PERSON, Say("menu.person")),
        Item(SETTINGS, Say("menu.settings")),
    )
    return Card((Bubble(Say("menu.choose")),), items, typing=Say("menu.typing"))


def _onward(turn: Turn) -> Item:
    lesson = turn.world.next_lesson(turn.learner.finished if turn.learner else (), turn.today)
    if isinstance(turn.chat.after, STUDYING) or lesson is None:
        return Item(LEARN, Say("menu.learn"), is_next_step=lesson is not None)
    return Item(LEARN, Say("menu.learn_lesson", {"title": Content(lesson.title)}), is_next_step=True)


def _back_to_learning(turn: Turn) -> Turn:
    if turn.learner is None and not isinstance(turn.chat.after, STUDYING):
        return turn.go(Welcome())
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
    numbers = {key: number for key, number in turn.world.contacts.items() if number}
    lines = tuple(Say("person.line", {"name": _contact_name(key), "number": numbers[key]}) for key in numbers)
    whom = Say("person.contacts", {"lines": lines}) if lines else Say("person.no_contacts")
    items = (_onward(turn), Item(LOST_MONEY, Say("person.lost_money")), _BACK)
    return Card((Bubble(whom), Bubble(Say("person.never"))), items)


def _contact_name(key: str) -> str | Say:
    label = _CONTACT_LABELS.get(key)
    return Say(label) if label else key.replace("_", " ")


def _data(turn: Turn) -> tuple[Bubble, ...]:
    learner = turn.learner
    if learner is None:
        return (Bubble(Say("declined.bye")),)
    kept = Say(
        "data.kept",
        {
            "joined": f"{learner.joined_on:%d/%m/%Y}",
            "where": _where(learner, turn),
            "finished": len(learner.finished),
            "questions": sum(len(done.seen) for done in learner.progress.values()),
        },
    )
    counted = {True: "data.counted_yes", False: "data.counted_no", None: "data.counted_unknown"}[learner.is_counted]
    return (Bubble(kept), Bubble(Say("data.agreed", {"counted": Say(counted)})), Bubble(Say("data.who")))


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

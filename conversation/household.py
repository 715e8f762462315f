"""Several learners on one phone: labels without typing, a consent of their own, one tap to switch."""

from dataclasses import replace
from typing import assert_never

from campaign.consent import Purpose
from conversation import consents, onward
from conversation.facts import Assisted, Consented, Labelled, VisitOpened
from conversation.learner import DEFAULT_ADDRESS
from conversation.places import (
    AskingWhoTapped,
    ChoosingLabel,
    Enlisting,
    Finished,
    HandingOver,
    Menu,
    Recognising,
    TypingStudyCode,
    Welcome,
    WhoIsLearning,
    Work,
)
from conversation.places import Place as AnyPlace
from conversation.replies import Bubble, Say, Value
from conversation.situation import Member
from conversation.turn import Card, Item, Turn

Place = WhoIsLearning | ChoosingLabel | HandingOver | AskingWhoTapped

LABELS = {
    "Bà": "address.ba",
    "Ông": "address.ong",
    "Bố": "household.father",
    "Mẹ": "household.mother",
}
"""What people of a family are called, and the text of each label; whoever else comes is "Khác", then "Khác 2"."""

OTHER = "Khác"
MOST_PEOPLE = 6
"""Learners of one phone: a longer list is not read to its end."""

PERSON = "person:"
LABEL = "label:"
ANOTHER = "another"
NOT_NOW = "not_now"
AGREE = "agree"
ALONE = "alone"
HELPED = "helped"

AFRESH: dict[str, Value] = {"bác": DEFAULT_ADDRESS, "Bác": DEFAULT_ADDRESS.capitalize()}
"""How a text addresses somebody who has not joined yet, in the chat of somebody who chose another form."""

_ASIDE = (WhoIsLearning, ChoosingLabel, HandingOver, TypingStudyCode, Recognising, Enlisting, Work)
"""Where somebody else than a learner who goes on learning may be."""


def card(place: Place, turn: Turn) -> Card:
    """Return what is shown at these places."""
    match place:
        case WhoIsLearning():
            items = [Item(f"{PERSON}{one.id}", Say("household.label", {"label": one.label})) for one in turn.household]
            items.append(Item(ANOTHER, Say("household.somebody_else")))
            return Card((Bubble(Say("household.who")),), tuple(items))
        case ChoosingLabel(is_first):
            labels = [Item(f"{LABEL}{label}", say) for label, say in _free_labels(turn)]
            ask = Say("household.first" if is_first else "household.next")
            return Card((Bubble(ask),), (*labels, Item(NOT_NOW, Say("household.not_now"))))
        case HandingOver(label):
            return _consent(label, turn)
        case AskingWhoTapped():
            items = [Item(ALONE, Say("household.alone")), Item(HELPED, Say("household.helped"))]
            return Card((Bubble(Say("household.tapped")),), tuple(items))
    assert_never(place)


def choose(place: Place, choice: str, turn: Turn) -> Turn:
    """Follow a choice at these places."""
    match place:
        case WhoIsLearning():
            return add(turn) if choice == ANOTHER else _hand_to(choice.removeprefix(PERSON), turn)
        case ChoosingLabel():
            label = choice.removeprefix(LABEL)
            return turn.go(home(turn)) if label == NOT_NOW else _call(place, label, turn)
        case HandingOver(label):
            return _join(label, turn) if choice == AGREE else turn.go(home(turn))
        case AskingWhoTapped(lesson):
            return turn.record(Assisted(lesson, choice == HELPED)).go(Finished(lesson))
    assert_never(place)


def home(turn: Turn) -> AnyPlace:
    """Return where somebody is who does nothing in particular; a shared phone on which nobody learns asks who it is."""
    return WhoIsLearning() if turn.learner is None and turn.household else onward.home(turn)


def mend(turn: Turn) -> Turn:
    """Return the turn at a place that fits who there is: somebody of a shared phone may just have been erased."""
    match turn.chat.place:
        case Welcome() if turn.learner is None and turn.household:
            return turn.go(WhoIsLearning())
        case WhoIsLearning() if not turn.household:
            return turn.go(onward.home(turn))
    return turn


def is_to_be_asked(turn: Turn) -> bool:
    """Say whether a new visit begins on a shared phone and nobody said yet whose it is."""
    is_due = turn.learner is not None and turn.learner.visit_on < turn.today
    return is_due and bool(turn.others) and not isinstance(turn.chat.place, _ASIDE)


def ask(turn: Turn) -> Turn:
    """Ask who is learning; where a lesson is open it goes on later, if it is the same person."""
    return turn.interrupt(WhoIsLearning())


def change(turn: Turn) -> Turn:
    """Let somebody else learn: one of this phone, or somebody who comes new; the first one begins as everybody does."""
    if turn.learner is None and not turn.household:
        return turn.go(home(turn))
    return ask(turn) if turn.others else add(turn)


def add(turn: Turn, record: int | None = None) -> Turn:
    """Let somebody new learn on this phone; who learns here already gets a label first.

    `record` is theirs when it was found by its "Mã học".
    """
    if len(turn.household) >= MOST_PEOPLE:
        return turn.say("household.full")
    return turn.interrupt(ChoosingLabel(_is_without_label(turn), record))


def begin(turn: Turn) -> Turn:
    """Open the visit if it is due, now that it is known whose it is."""
    is_due = turn.learner is not None and turn.learner.visit_on < turn.today
    return onward.open_visit(turn.record(VisitOpened())) if is_due else turn


def is_free(label: str, turn: Turn) -> bool:
    """Say whether nobody of this phone is called so."""
    return all(member.label != label for member in turn.household)


def whom(label: str) -> Value:
    """Return how somebody is spoken of within a sentence."""
    return label.lower() if label in LABELS else Say("household.that_person")


def _free_labels(turn: Turn) -> list[tuple[str, Say]]:
    family = [(label, Say(key)) for label, key in LABELS.items() if is_free(label, turn)]
    others = [OTHER, *(f"{OTHER} {number}" for number in range(2, MOST_PEOPLE + 1))]
    other = next(label for label in others if is_free(label, turn))
    number = other.removeprefix(OTHER).strip()
    return [*family, (other, Say("household.other_number", {"number": number}) if number else Say("household.other"))]


def _is_without_label(turn: Turn) -> bool:
    return turn.learner is not None and all(member.id != turn.person for member in turn.household)


def _consent(label: str, turn: Turn) -> Card:
    gate = consents.GATES[turn.chat.channel]
    own = Say("household.own", {**AFRESH, "label": label})
    bubbles = (
        Bubble(Say("household.hand_over", {"whom": whom(label)})),
        Bubble(Say(gate.kept, AFRESH)),
        Bubble(own),
    )
    items = (Item(AGREE, Say(gate.agree)), Item(NOT_NOW, Say("household.not_now")))
    return Card(bubbles, items, version=_version(turn))


def _version(turn: Turn) -> str:
    return consents.learn_beside(turn.world.texts, turn.chat.channel).version


def _hand_to(member_id: str, turn: Turn) -> Turn:
    """Let a learner of this phone go on; one who learns already goes back to what was open."""
    if member_id == str(turn.person):
        after = turn.chat.after
        return begin(turn.go(Menu()) if after is None else turn.go(after).then(None))
    member = next((one for one in turn.household if str(one.id) == member_id), None)
    return switch(member, turn) if member else turn


def switch(member: Member, turn: Turn) -> Turn:
    """Let another learner of this phone go on."""
    switched = turn.switch(member).say("household.opened", whom=whom(member.label))
    return begin(switched.go(Menu()))


def _call(place: ChoosingLabel, label: str, turn: Turn) -> Turn:
    """Take a label; one that was given to somebody else meanwhile is asked for again."""
    if not is_free(label, turn):
        return turn
    if place.is_first and turn.learner is not None:
        called = turn.record(Labelled(label))
        if turn.person is not None:
            here = Member(turn.person, label, turn.learner)
            called = replace(called, household=(*turn.household, here))
        return called.go(ChoosingLabel(is_first=False, record=place.record))
    return turn.go(HandingOver(label) if place.record is None else Recognising(place.record, label))


def _join(label: str, turn: Turn) -> Turn:
    """Let somebody new begin who agreed; whoever learned here before steps aside only now, so that nothing is lost."""
    if not is_free(label, turn):
        return turn.go(ChoosingLabel(is_first=False))
    free = turn if turn.learner is None else turn.step_aside()
    return onward.start_next(free.join(label).record(Consented(Purpose.LEARN, True, _version(turn))))

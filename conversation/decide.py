"""From what somebody did to what follows: the pure heart of the program."""

from dataclasses import replace
from datetime import datetime
from random import Random
from typing import assert_never

from conversation import household, letters, mending, onward, rooms
from conversation.buttons import AnswerButton, PromptButton, fresh_id, parse
from conversation.events import Event, Opened, Tapped, Typed, Unreadable
from conversation.facts import PageSeen, VisitOpened
from conversation.hearing import four_digits
from conversation.learning import ANSWER, explanation
from conversation.listening import hear, join_by_code
from conversation.places import (
    STUDYING,
    Answering,
    AskingAPerson,
    AskingToShowName,
    CertificateShown,
    ChoosingAddress,
    ChoosingAssociations,
    ChoosingLabel,
    ChoosingReview,
    ChoosingWorkplace,
    Declined,
    Emergency,
    Enlisting,
    Erased,
    Erasing,
    Explained,
    Finished,
    HandingOver,
    HeldSessions,
    Inquiries,
    Leading,
    LeavingPost,
    Menu,
    MyData,
    PassingOn,
    Paused,
    Place,
    PosterCode,
    Reading,
    Recognising,
    RecordingSession,
    Replying,
    Rereading,
    Resting,
    Results,
    SendingQuestion,
    Settings,
    StudyCode,
    Suggesting,
    TrialEnded,
    TypingName,
    TypingQuestion,
    TypingStudyCode,
    WeeklyText,
    Welcome,
    WhatIsKept,
    WhatWasTold,
    WhoIsLearning,
    WhoNeedsHelp,
    Work,
)
from conversation.replies import Option, Reply
from conversation.situation import OPENING, Chat, Prompt, Situation, Step
from conversation.turn import Card, Item, Turn
from conversation.world import World
from quizzes import Attempt, Kind

_OPEN_TO_ALL = (
    Welcome, WhatIsKept, Declined, TrialEnded, Erased, Paused, Emergency, AskingAPerson,
    Reading, Rereading, Answering, Explained, WhoIsLearning, ChoosingLabel, HandingOver, TypingStudyCode, Recognising,
    Enlisting, Leading, WhoNeedsHelp, Inquiries, Replying, RecordingSession, HeldSessions, WeeklyText, PosterCode,
    LeavingPost,
)  # fmt: skip
"""The places of somebody who has not joined, the trial lesson and a leader's room among them."""


_LEFT_OVER = (
    Finished, PassingOn, ChoosingReview, Results, AskingAPerson, Settings, ChoosingAddress, MyData, Erasing,
    ChoosingWorkplace, ChoosingAssociations, WhatWasTold, CertificateShown, StudyCode, TypingStudyCode, TypingQuestion,
    Suggesting, SendingQuestion, AskingToShowName, TypingName,
)  # fmt: skip
"""Where somebody may have stopped looking on another day: opened again, the visit begins instead."""


def decide(situation: Situation, event: Event, world: World, now: datetime, rng: Random) -> Step:
    """Return what follows from one event: the new situation, the facts, and one reply or more, never none.

    Pure: the same arguments give the same step. `now` must be aware; `rng` draws questions, their order and ids.
    """
    turn = _with_prompt(_mended(_turn(situation, world, now, rng)))
    turn = _follow(event, situation.tapped, turn)
    turn = _arrive(turn)
    return _step(situation.chat, turn)


def recover(situation: Situation, world: World, now: datetime, rng: Random) -> Step:
    """Return the step to the menu after an event on which the program failed: nothing is recorded, nobody is blamed."""
    chat = replace(situation.chat, place=Menu() if situation.learner else Welcome(), after=None, prompt=None)
    turn = _turn(replace(situation, chat=chat), world, now, rng).say("heard.trouble")
    return _step(chat, turn)


def opening(channel: str, world: World, now: datetime, rng: Random) -> Reply:
    """Return the first card for a visitor about whom nothing is stored: its buttons carry the prompt `OPENING`."""
    turn = Turn(world, now, rng, Chat(channel, Welcome()), None)
    return _reply(rooms.card(turn), OPENING, turn)


def _turn(situation: Situation, world: World, now: datetime, rng: Random) -> Turn:
    return Turn(
        world,
        now,
        rng,
        situation.chat,
        situation.learner,
        household=situation.household,
        person=situation.person,
        posts=situation.posts,
        rooms=situation.rooms,
        looked_up=situation.looked_up,
    )


def _follow(event: Event, tapped: Attempt | None, turn: Turn) -> Turn:
    match event:
        case Opened(join_code):
            return _open(join_code, turn)
        case Tapped(button, join_code):
            turn = turn.note_poster(join_code)
            return household.ask(turn) if household.is_to_be_asked(turn) else _tap(button, tapped, turn)
        case Typed(text, join_code):
            return hear(text, turn.note_poster(join_code))
        case Unreadable():
            return turn.say("heard.unreadable")
    assert_never(event)


def _open(join_code: str | None, turn: Turn) -> Turn:
    code = four_digits(join_code) if join_code else None
    if code is not None:
        return join_by_code(code, turn)
    if household.is_to_be_asked(turn):
        return household.ask(turn)
    match turn.chat.place:
        case Paused():
            return rooms.choose("learn", turn)
        case Resting():
            return turn.go(Menu())
        case Welcome() | Declined() | TrialEnded() | Erased() if turn.posts and turn.learner is None:
            return turn.go(onward.home(turn))
        case place if isinstance(place, _LEFT_OVER) and turn.learner and turn.learner.visit_on < turn.today:
            return turn.go(Menu())
    return turn


def _tap(button: str, tapped: Attempt | None, turn: Turn) -> Turn:
    match parse(button):
        case AnswerButton() as answer:
            return _tap_answer(answer, tapped, turn)
        case PromptButton(prompt_id, option):
            prompt = turn.chat.prompt
            if prompt is not None and prompt.id == prompt_id and option < len(prompt.choices):
                return rooms.choose(prompt.choices[option], turn)
    return turn  # an old button: what is open now is shown again


def _tap_answer(button: AnswerButton, tapped: Attempt | None, turn: Turn) -> Turn:
    turn = _back_to_question(button, turn)
    place = turn.chat.place
    current = place.attempt if isinstance(place, Answering | Explained) else None
    attempt = current if current is not None and current.id == button.attempt else tapped
    if attempt is None or attempt.id != button.attempt:
        return turn.say("heard.not_yours")
    if button.position < attempt.position:
        is_shown_anyway = (
            isinstance(place, Explained) and attempt == current and button.position + 1 == attempt.position
        )
        return turn if is_shown_anyway else turn.add(explanation(attempt, button.position, turn))
    is_open = isinstance(place, Answering) and attempt == current and button.position == attempt.position
    if is_open and button.choice < len(attempt.drawn[button.position].order):
        return rooms.choose(f"{ANSWER}{button.choice}", turn)
    return turn


def _back_to_question(button: AnswerButton, turn: Turn) -> Turn:
    """Return to the open question from something aside, when the answer to it was tapped further up."""
    after = turn.chat.after
    is_aside = isinstance(turn.chat.place, (*_LEFT_OVER, Work, Menu, Paused, Emergency))
    if is_aside and isinstance(after, Answering) and after.attempt.id == button.attempt:
        return mending.mend(turn.go(after).then(None))
    return turn


def _arrive(turn: Turn) -> Turn:
    if turn.learner is None and not isinstance(turn.chat.place, _OPEN_TO_ALL):
        turn = turn.go(onward.home(turn))
    turn = household.mend(turn)
    if isinstance(turn.chat.place, STUDYING) and not _is_review(turn.chat.place):
        turn = turn.then(None)
    is_new_visit = turn.learner is not None and turn.learner.visit_on < turn.today
    if is_new_visit and isinstance(turn.chat.place, Reading | Menu):
        turn = household.ask(turn) if turn.others else onward.open_visit(turn.record(VisitOpened()))
    turn = mending.mend(turn)
    place = turn.chat.place
    if isinstance(place, Reading) and turn.learner and turn.learner.at(place.lesson).pages <= place.page:
        turn = turn.record(PageSeen(place.lesson, place.page + 1))
    return letters.show(turn)


def _is_review(place: Place) -> bool:
    """Say whether this is a question from before, after which learning goes on where it was to go on."""
    return isinstance(place, Answering | Explained) and place.attempt.kind is Kind.REVIEW


def _step(before: Chat, turn: Turn) -> Step:
    card = rooms.card(turn)
    prompt = _prompt(card, before, turn)
    reply = _reply(card, prompt.id, turn)
    chat = replace(turn.chat, prompt=prompt)
    after = Situation(chat, turn.learner, person=turn.person, posts=turn.posts)
    replies = (Reply(card.apart), reply) if card.apart else (reply,)
    return Step(after, turn.facts, replies, turn.deeds, turn.wrong_codes)


def _mended(turn: Turn) -> Turn:
    """Mend the place before the event; what the person saw is gone then, so no digit or label may answer it."""
    mended = mending.mend(turn)
    if mended.chat.place == turn.chat.place and not _is_reworded(mended):
        return mended
    prompt = _asked_by(rooms.card(mended), fresh_id(turn.now, turn.rng))
    return replace(mended, chat=replace(mended.chat, prompt=prompt, shown=None))


def _is_reworded(turn: Turn) -> bool:
    """Say whether a consent would be asked in other words by now: nobody agrees to what they have not read."""
    prompt = turn.chat.prompt
    if prompt is None or not prompt.version:
        return False
    return rooms.card(turn).version not in ("", prompt.version)


def _with_prompt(turn: Turn) -> Turn:
    """Give a chat that was never stored the prompt of the first card, which it may be answering."""
    if turn.chat.prompt is not None:
        return turn
    return replace(turn, chat=replace(turn.chat, prompt=_asked_by(rooms.card(turn), OPENING)))


def _prompt(card: Card, before: Chat, turn: Turn) -> Prompt:
    """Keep the prompt when the same question is shown again, so that every copy of it can be answered."""
    kept = turn.chat.prompt
    if kept is not None and before.place == turn.chat.place:
        again = _asked_by(card, kept.id)
        if (again.choices, again.numbers, again.version) == (kept.choices, kept.numbers, kept.version):
            return kept
    return _asked_by(card, fresh_id(turn.now, turn.rng))


def _asked_by(card: Card, prompt_id: int) -> Prompt:
    choices = tuple(item.choice for item in card.items)
    return Prompt(prompt_id, choices, tuple(number for number, _ in _numbered(card)), card.version)


def _reply(card: Card, prompt_id: int, turn: Turn) -> Reply:
    options = tuple(
        Option(item.label, number, _button(at, item, prompt_id, turn), item.is_next_step)
        for at, (number, item) in enumerate(_numbered(card))
    )
    return Reply(
        bubbles=(*turn.said, *card.bubbles),
        options=options,
        prompt=prompt_id,
        asks_consent=bool(card.version),
        heading=card.heading,
        own=turn.own,
        typing=card.typing,
        picture=card.picture,
        recording=card.recording,
    )


def _numbered(card: Card) -> tuple[tuple[int, Item], ...]:
    return tuple((at if item.number is None else item.number, item) for at, item in enumerate(card.items, start=1))


def _button(at: int, item: Item, prompt_id: int, turn: Turn) -> str:
    place = turn.chat.place
    if isinstance(place, Answering):
        choice = int(item.choice.removeprefix(ANSWER))
        return str(AnswerButton(place.attempt.id, place.attempt.position, choice))
    return str(PromptButton(prompt_id, at))

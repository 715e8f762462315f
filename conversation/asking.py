"""A typed question: the best page for it, or the team of the hamlet after its text was shown."""

import re
from typing import assert_never

from campaign.consent import Purpose
from conversation import consents, hearing, masking, onward
from conversation.facts import Asked, Consented
from conversation.places import (
    STUDYING,
    Answering,
    AskingAPerson,
    Menu,
    Reading,
    SendingQuestion,
    Suggesting,
    TypingQuestion,
)
from conversation.replies import Bubble, Content, Say, Tone
from conversation.turn import Card, Item, Turn
from lessons.search import Hit

Place = TypingQuestion | Suggesting | SendingQuestion

OPEN = "open"
PERSON = "person"
MENU = "menu"
AGREE = "agree"
REFUSE = "refuse"

MOST_OPEN = 3
"""Questions of one learner that may wait for an answer."""
MOST_A_DAY = 5
"""Questions one learner may send on a day."""

_FEWEST_WORDS = 3
"""Fewer are a slip or a search, not a question to a person."""

_WORDS_OF_PAGE = 26
"""Words of a page that leave room for the lesson's title in a bubble of 40."""

_WORDS_OF_BUBBLE = 38
"""Words of a question in one bubble."""

_STRONG = re.compile(r"\*\*[^*]+\*\*")


def card(place: Place, turn: Turn) -> Card:
    """Return what is shown at these places."""
    match place:
        case TypingQuestion():
            typing = Say("asking.typing")
            return Card((Bubble(Say("asking.type")),), (Item(MENU, Say("menu.back")),), typing=typing)
        case Suggesting(text, lesson_id, page):
            lesson = turn.lesson(lesson_id)
            title = Content(lesson.title)
            said = lesson.pages[page]
            sentence = key_sentence(said, turn.world.index.line(text, said))
            found = Say("asking.found", {"title": title, "page": Content(sentence)})
            reading = Item(OPEN, Say("asking.open", {"title": title}), is_next_step=True)
            return Card((Bubble(found),), (reading, Item(PERSON, Say("asking.person")), Item(MENU, Say("menu.back"))))
        case SendingQuestion(text):
            ask = Bubble(Say("asking.ask_team" if turn.hamlet else "asking.ask_office"))
            items = (Item(AGREE, Say("asking.send")), Item(REFUSE, Say("asking.keep")))
            return Card((ask, *_quoted(text)), items, version=_version(turn))
    assert_never(place)


def choose(place: Place, choice: str, turn: Turn) -> Turn:
    """Follow a choice at these places."""
    match place:
        case Suggesting(text, lesson, page) if choice == OPEN:
            # Pages that were not seen must not be skipped: they would count as seen.
            seen = turn.learner.at(lesson).pages if turn.learner else 0
            return turn.go(Reading(lesson, min(page, seen)))
        case Suggesting(text) if choice == PERSON:
            return _send(text, turn)
        case SendingQuestion(text) if choice in (AGREE, REFUSE):
            return _answer(text, choice == AGREE, turn)
        case TypingQuestion() | Suggesting() | SendingQuestion():
            return turn.go(Menu())
    assert_never(place)


def write(place: Place, text: str, turn: Turn) -> Turn | None:
    """Take the question that was typed where one is asked for; digits and other words said often are none."""
    if not isinstance(place, TypingQuestion) or not turn.is_prompt_seen or not _is_words(text):
        return None
    if turn.learner is None or turn.learner.visit_on < turn.today:
        return None  # asked for on another day: a visit begins first, of whoever it is
    if hearing.secret_number(text) is not None:
        turn = turn.say("asking.masked", Tone.WARNING)
    asked = masking.masked(text)
    hit = _best(asked, turn)
    if hit is not None:
        return turn.go(Suggesting(asked, hit.lesson, hit.page))
    if len(asked.split()) < _FEWEST_WORDS:
        return turn.say("asking.short")
    return _send(asked, turn)


def hear(text: str, turn: Turn) -> Turn | None:
    """Take words that fit nothing else as a question of a learner; None where they are none.

    In the middle of a quiz they may be an answer in one's own words: there only what is put as a question is one.
    """
    if turn.learner is None or not _FEWEST_WORDS <= len(hearing.fold(text).split()) <= masking.MOST_WORDS:
        return None
    is_question = hearing.is_question(text)
    if isinstance(turn.chat.place, Answering) and not is_question:
        return None
    asked = masking.masked(text)
    hit = _best(asked, turn)
    if hit is not None:
        return turn.interrupt(Suggesting(asked, hit.lesson, hit.page))
    return _send(asked, turn.interrupt(TypingQuestion())) if is_question else None


def key_sentence(page: str, nearest: str) -> str:
    """Return what a page says to a question whose nearest line this is, short enough to stand beside the title.

    The line that is strong from end to end is what the page teaches: without it a story would stand there alone.
    """
    strong = next((line for line in page.split("\n") if _STRONG.fullmatch(line)), None)
    if strong is None or strong == nearest:
        return _shortened(nearest)
    both = f"{nearest}\n{strong}"
    return both if len(both.split()) <= _WORDS_OF_PAGE else _shortened(strong)


def _shortened(line: str) -> str:
    """Return a line as far as it fits: whole, or its strong words, or its beginning."""
    words = line.split()
    if len(words) <= _WORDS_OF_PAGE:
        return line
    strong = _STRONG.search(line)
    if strong is not None and len(strong.group().split()) <= _WORDS_OF_PAGE:
        return strong.group()
    return f"{' '.join(words[:_WORDS_OF_PAGE])}…".replace("**", "")


def _is_words(text: str) -> bool:
    bare = hearing.bare(text)
    said_often = bare in hearing.words().onward | hearing.words().agree or hearing.command(text) is not None
    return bool(re.search("[a-z]", bare)) and hearing.digit(text) is None and not said_often


def _best(asked: str, turn: Turn) -> Hit | None:
    """Return the best page of a lesson that can be learned today."""
    for hit in turn.world.index.best(asked):
        lesson = turn.world.course.get(hit.lesson)
        if lesson is not None and turn.world.is_teachable(lesson, turn.today):
            return hit
    return None


def _send(text: str, turn: Turn) -> Turn:
    """Ask whether a question may be sent as it is, unless too many were."""
    refused = _too_many(turn)
    return turn.go(SendingQuestion(text)) if refused is None else turn.say(refused).go(AskingAPerson())


def _too_many(turn: Turn) -> str | None:
    asked = turn.learner.asked if turn.learner else ()
    if sum(one.is_open for one in asked) >= MOST_OPEN:
        return "asking.too_many_open"
    return "asking.too_many_today" if sum(one.day == turn.today for one in asked) >= MOST_A_DAY else None


def _answer(text: str, is_agreed: bool, turn: Turn) -> Turn:
    """Send the question or not, and go back to the lesson that was interrupted, if one was."""
    refused = _too_many(turn) if is_agreed else None
    if refused is not None:
        return turn.say(refused).go(AskingAPerson())
    turn = turn.record(Consented(Purpose.ASK_HUMAN, is_agreed, _version(turn)))
    turn = turn.record(Asked(text)).say("asking.sent") if is_agreed else turn.say("asking.not_sent")
    return onward.learn(turn) if isinstance(turn.chat.after, STUDYING) else turn.go(Menu())


def _version(turn: Turn) -> str:
    return consents.ask_human(turn.world.texts, is_hamlet_known=turn.hamlet is not None).version


def _quoted(text: str) -> tuple[Bubble, ...]:
    """Return a question word for word, in as many bubbles as it needs."""
    words = f"“{text}”".split(" ")
    parts = (words[at : at + _WORDS_OF_BUBBLE] for at in range(0, len(words), _WORDS_OF_BUBBLE))
    return tuple(Bubble(Say("asking.text", {"text": " ".join(part)})) for part in parts)

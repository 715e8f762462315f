"""The hand-out of a lesson: one sheet, the lesson on its front, three questions for those without a phone on its back.

Words are as large as one side leaves room for, never smaller than somebody of 67 reads without glasses on the table.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest
from string import ascii_uppercase

import typst

from conversation.render import Voice, content
from lessons import Lesson
from papers.cards import prose, qr, words
from papers.cards.drawing import Written, to_pdf
from papers.cards.words import say
from quizzes import Pool, Question

QUESTIONS = 3

_TOO_LONG = "too long for one side"
"""What the template says when even its smallest size does not fit."""


class TooLongError(Exception):
    """A lesson that does not fit on one sheet; `str()` is its title."""


@dataclass(frozen=True, slots=True)
class Quiz:
    """One question with its choices; `right` is the index of the right one and `why` says why it is."""

    situation: str
    ask: str
    choices: tuple[str, ...]
    right: int
    why: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """The picture of a lesson: SVG or PNG, and what it shows in words."""

    kind: str
    held: bytes
    alt: str


@dataclass(frozen=True, slots=True)
class Handout:
    """What is on a hand-out. Texts are filled, their only markup is `**strong**` and line breaks.

    `address` is `/bai/<id>` at the commune's public address, "" where there is none: then nothing leads there.
    """

    commune: str
    title: str
    ideas: tuple[str, ...]
    task: str
    quizzes: tuple[Quiz, ...]
    address: str
    checked_on: date
    picture: Drawing | None = None


def of_lesson(lesson: Lesson, pool: Pool, picture: Drawing | None, voice: Voice, today: date) -> Handout:
    """Return the hand-out of a lesson; `pool` has its questions, `voice` the commune and how people are addressed."""
    base = voice.world.public_url
    return Handout(
        commune=voice.world.commune,
        title=content(lesson.title, voice),
        ideas=tuple(content(page, voice) for page in lesson.pages),
        task=content(lesson.task, voice),
        quizzes=tuple(_quiz(question, voice) for question in chosen(pool, today)),
        address=f"{base}/bai/{lesson.id}" if base else "",
        checked_on=lesson.checked_on,
        picture=picture,
    )


def chosen(pool: Pool, today: date) -> tuple[Question, ...]:
    """Return the three questions for the back: of the lesson's first, middle and last page, none kept for a review.

    Where fewer pages have questions, their second ones follow. Always the same for the same content and day, so that a
    sheet printed again is the same sheet.
    """
    served = [question for question in pool.served(today) if not question.delayed]
    by_page = [[one for one in served if one.page == page] for page in sorted({one.page for one in served})]
    last = len(by_page) - 1
    spread = sorted({last * turn // (QUESTIONS - 1) for turn in range(QUESTIONS)}) if by_page else []
    others = [at for at in range(len(by_page)) if at not in spread]
    turns = zip_longest(*(by_page[at] for at in [*spread, *others]))
    rounds = [one for turn in turns for one in turn if one is not None]
    return tuple(sorted(rounds[:QUESTIONS], key=lambda one: one.page))


def print_out(handout: Handout, made_on: date) -> bytes:
    """Return the hand-out as a PDF of two pages, A4 upright.

    Raises:
        TooLongError: when a side does not fit even at the smallest size.
    """
    try:
        return to_pdf("handout", written(handout), made_on)
    except typst.TypstError as error:
        if _TOO_LONG in str(error):
            raise TooLongError(handout.title) from None
        raise


def written(handout: Handout) -> dict[str, Written]:
    """Return what stands on the hand-out."""
    commune = words.clean(handout.commune)
    title = words.clean(handout.title)
    return {
        "who": say("handout.who", commune=commune),
        "title": title,
        "picture": _picture(handout.picture),
        "ideas": [prose.lines(idea) for idea in handout.ideas],
        "task_label": say("handout.task"),
        "task": prose.lines(_begun(handout.task)),
        "safety": say("safety"),
        "code": qr.draw(handout.address) if handout.address else None,
        "or_page": say("handout.page"),
        "address": words.spoken(handout.address),
        "no_page": say("handout.no_page"),
        "quiz_title": say("handout.quiz"),
        "quiz_about": say("handout.quiz_about", title=title),
        "quizzes": [_written(quiz) for quiz in handout.quizzes],
        "turn_over": say("handout.turn"),
        "answers": [_answer(quiz) for quiz in handout.quizzes],
        "checked": say("handout.checked", commune=commune, day=words.day(handout.checked_on)),
    }


def _quiz(question: Question, voice: Voice) -> Quiz:
    right = next(at for at, choice in enumerate(question.choices) if choice.correct)
    return Quiz(
        situation=content(question.situation, voice),
        ask=content(question.ask, voice),
        choices=tuple(content(choice.text, voice) for choice in question.choices),
        right=right,
        why=content(question.choices[right].why, voice),
    )


def _begun(task: str) -> str:
    """Begin a task with a capital: in a chat "Việc nhỏ hôm nay:" stands before it, here it stands alone."""
    return task[:1].upper() + task[1:]


def _written(quiz: Quiz) -> Written:
    return {
        "situation": prose.lines(quiz.situation),
        "ask": quiz.ask,
        "choices": _lettered(quiz.choices),
    }


def _answer(quiz: Quiz) -> Written:
    return {"letter": ascii_uppercase[quiz.right], "why": prose.lines(quiz.why)}


def _lettered(choices: Sequence[str]) -> list[Written]:
    return [{"letter": letter, "words": choice} for letter, choice in zip(ascii_uppercase, choices, strict=False)]


def _picture(picture: Drawing | None) -> Written:
    if picture is None:
        return None
    held: Written = picture.held.decode() if picture.kind == "svg" else list(picture.held)
    return {"kind": picture.kind, "held": held, "alt": picture.alt}

"""What a learner gets of a lesson, step by step, as messages that the channels word in their own way."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from random import Random

from conversation import learning
from conversation.message import Message
from conversation.places import Answering, Finished, Reading
from conversation.render import Voice, render
from conversation.replies import Bubble, Option, Reply
from conversation.situation import Chat
from conversation.turn import Turn
from conversation.world import World
from lessons import Lesson
from quizzes import Answer, Attempt, Drawn, Kind, Question
from quizzes.attempt import fingerprint


@dataclass(frozen=True, slots=True)
class Step:
    """One message, and how `hocso content check` calls the text it is made of: "trang 2", "câu 3".

    `is_page` tells a step of the lesson's file from one of its questions.
    """

    where: str
    is_page: bool
    message: Message


def of_lesson(lesson: Lesson, world: World, now: datetime, *, has_header: bool) -> Iterator[Step]:
    """Yield the pages, each question with the reasons of its choices, and what is said at the end."""
    voice = Voice(world, has_header=has_header)
    rng = Random(0)  # noqa: S311 - nothing here is left to chance

    def shown(place: Reading | Answering | Finished) -> Message:
        turn = Turn(world, now, rng, Chat("browser", place), None)
        card = learning.card(place, turn)
        options = tuple(Option(item.label, at, "", item.is_next_step) for at, item in enumerate(card.items, start=1))
        return render(Reply(card.bubbles, options, 1, heading=card.heading), voice)

    for number in range(1, len(lesson.pages) + 1):
        yield Step(f"trang {number}", True, shown(Reading(lesson.id, number - 1)))
    yield Step('mục "Làm thử"', True, shown(Finished(lesson.id)))
    for number, question in enumerate(world.bank.pool(lesson.id).questions, start=1):
        attempt = _attempt(lesson, question)
        yield Step(f"câu {number}", False, shown(Answering(attempt)))
        turn = Turn(world, now, rng, Chat("browser", Answering(attempt)), None)
        for choice in range(len(question.choices)):
            answered = attempt.with_answer(Answer(choice, question.choices[choice].correct))
            reason: Bubble = learning.explanation(answered, 0, turn)
            message = render(Reply((reason,)), voice)
            yield Step(f"câu {number}, chọn {choice + 1}", False, message)


def _attempt(lesson: Lesson, question: Question) -> Attempt:
    """Return an attempt that asks this question with its choices in the order of the file."""
    drawn = Drawn(question.id, tuple(range(len(question.choices))))
    return Attempt(1, lesson.id, Kind.LESSON, (drawn,), fingerprint([question]))

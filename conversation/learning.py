"""Reading pages, answering questions, finishing a lesson."""

from datetime import timedelta
from typing import assert_never

from conversation import onward, recordings
from conversation.facts import Answered, LessonFinished
from conversation.pictures import LessonPicture
from conversation.places import (
    Answering,
    AskingWhoTapped,
    Explained,
    Finished,
    Menu,
    PassingOn,
    Reading,
    Rereading,
    Resting,
    TrialEnded,
)
from conversation.replies import Bubble, Content, Heading, Say, Tone
from conversation.turn import Card, Item, Turn
from lessons import Lesson, Strand
from quizzes import Answer, Attempt, Choice, Kind, Question
from quizzes.attempt import POSITIONS, question_at

Place = Reading | Rereading | Answering | Explained | Finished | Resting

NEXT = "next"
LISTEN = "listen"
NEXT_LESSON = "next_lesson"
TOMORROW = "tomorrow"
MENU = "menu"
TELL_ONE = "tell_one"
ANSWER = "answer:"

_PAGE = "browser"

FASTEST_READING = 8
"""Syllables a second; an answer that leaves less time than this to read its question is marked as hurried."""


def card(place: Place, turn: Turn) -> Card:
    """Return what a place of learning shows."""
    match place:
        case Reading(lesson_id, page, is_listening):
            return _page(turn.lesson(lesson_id), page, turn, is_listening=is_listening)
        case Rereading(lesson_id, page):
            lesson = turn.lesson(lesson_id)
            bubbles = (Bubble(Say("rereading.why")), _page_text(lesson, page))
            return Card(bubbles, (Item(NEXT, Say("rereading.next"), is_next_step=True),), Heading(_title(lesson)))
        case Answering(attempt):
            return _question(attempt, turn)
        case Explained(attempt, _):
            return _explanation(attempt, turn)
        case Finished(lesson_id, again):
            return _finish(turn.lesson(lesson_id), again, turn)
        case Resting():
            return _rest(turn)
    assert_never(place)


def choose(place: Place, choice: str, turn: Turn) -> Turn:
    """Follow a choice at a place of learning."""
    match place:
        case Reading(lesson_id, page, _):
            if choice == LISTEN:
                return turn.go(Reading(lesson_id, page, is_listening=True))
            return _turn_page(turn.lesson(lesson_id), page, turn)
        case Rereading(lesson_id, _):
            return onward.draw(lesson_id, Kind.LESSON, POSITIONS, turn)
        case Answering(attempt):
            return _answer(attempt, int(choice.removeprefix(ANSWER)), turn)
        case Explained(attempt, is_finish):
            return _after(attempt, is_finish, turn)
        case Finished(lesson_id, _):
            return turn.go(PassingOn(lesson_id)) if choice == TELL_ONE else leave(choice, turn)
        case Resting():
            return onward.start_next(turn) if choice == NEXT_LESSON else turn.go(Menu())
    assert_never(place)


def explanation(attempt: Attempt, position: int, turn: Turn) -> Bubble:
    """Return the reason for an answer that was given, the same each time it is asked for."""
    found = question_at(attempt, position, turn.world.bank.pool(attempt.lesson))
    if found is None:
        return Bubble(Say("explained.edited"), Tone.WHY)
    choice = found[1][attempt.answers[position].choice]
    lesson = turn.world.course.get(attempt.lesson)
    is_about_safety = lesson is not None and lesson.strand is Strand.SAFETY
    wrong = "explained.unsafe" if is_about_safety else "explained.not_quite"
    return Bubble(Say("explained.right" if choice.correct else wrong, {"why": Content(choice.why)}), Tone.WHY)


def _page(lesson: Lesson, page: int, turn: Turn, *, is_listening: bool) -> Card:
    """Show a page. A browser plays its voice beside it; elsewhere the voice is sent when it is asked for."""
    pages = len(lesson.pages)
    where = Say("reading.where", {"page": page + 1, "pages": pages})
    heading = Heading(_title(lesson), where, page + 1, pages + POSITIONS, is_in_text=True)
    label = Say("reading.next" if page + 1 < pages else "reading.to_quiz")
    picture = _picture(lesson, page)
    onward = Item(NEXT, label, is_next_step=True)
    voice = recordings.of_page(lesson, page, turn.chat.channel, turn.world.public_url)
    if voice is None or turn.chat.channel == _PAGE:
        return Card((_page_text(lesson, page),), (onward,), heading, picture=picture, recording=voice)
    if is_listening:
        how = Say("reading.machine_speaks" if voice.is_machine else "reading.voice_speaks")
        return Card((Bubble(how),), (onward,), recording=voice)
    listen = Item(LISTEN, Say("reading.listen"))
    return Card((_page_text(lesson, page),), (onward, listen), heading, picture=picture)


def _picture(lesson: Lesson, page: int) -> LessonPicture | None:
    return LessonPicture(lesson.id, lesson.picture.alt) if lesson.picture and page == 0 else None


def _page_text(lesson: Lesson, page: int) -> Bubble:
    return Bubble(Say("reading.page", {"page": Content(lesson.pages[page])}))


def _title(lesson: Lesson) -> Say:
    return Say("reading.title", {"title": Content(lesson.title)})


def _question(attempt: Attempt, turn: Turn) -> Card:
    question, choices = _asked(attempt, attempt.position, turn)
    text = {"situation": Content(question.situation), "ask": Content(question.ask)}
    items = tuple(Item(f"{ANSWER}{at}", _label(choice)) for at, choice in enumerate(choices))
    return Card((Bubble(Say("answering.question", text)),), items, _quiz_heading(attempt, attempt.position, turn))


def _explanation(attempt: Attempt, turn: Turn) -> Card:
    last = attempt.answers[-1]
    if attempt.kind is Kind.REVIEW:
        label = "explained.go_on"
    elif not attempt.is_complete:
        label = "explained.next" if last.correct else "explained.try_another"
    else:
        is_over = attempt.is_passed or turn.learner is None
        label = "explained.finish" if is_over else "explained.reread"
    position = attempt.position - 1
    item = Item(NEXT, Say(label), is_next_step=True)
    return Card((explanation(attempt, position, turn),), (item,), _quiz_heading(attempt, position, turn))


def _quiz_heading(attempt: Attempt, position: int, turn: Turn) -> Heading:
    lesson = turn.lesson(attempt.lesson)
    if attempt.kind is Kind.REVIEW:
        return Heading(_title(lesson), Say("answering.review_where"))
    where = Say("answering.where", {"number": position + 1, "total": len(attempt.drawn)})
    pages = len(lesson.pages)
    return Heading(_title(lesson), where, pages + attempt.position, pages + len(attempt.drawn))


def _finish(lesson: Lesson, again: bool, turn: Turn) -> Card:
    title = {"title": Content(lesson.title)}
    following = _following(turn)
    bubbles = [Bubble(Say("finished.again" if again else "finished.done", title))]
    if not again:
        bubbles.append(Bubble(Say("finished.task", {"task": Content(lesson.task)})))
    if following is None:
        bubbles.append(Bubble(Say("finished.last")))
    pass_on = (Item(TELL_ONE, Say("finished.pass_on")),) if lesson.forward else ()
    return Card(tuple(bubbles), (*ways_onward(turn), *pass_on), at_its_end(lesson))


def ways_onward(turn: Turn) -> tuple[Item, ...]:
    """Return what one can do after a lesson: the next one, if there is one, or stop for today."""
    following = _following(turn)
    if following is None:
        onward = Item(MENU, Say("finished.menu"))
    else:
        label = Say("finished.next_lesson", {"title": Content(following.title)})
        onward = Item(NEXT_LESSON, label, is_next_step=True)
    return onward, Item(TOMORROW, Say("finished.tomorrow"))


def at_its_end(lesson: Lesson) -> Heading:
    """Return the heading of a lesson that is done."""
    done = len(lesson.pages) + POSITIONS
    return Heading(_title(lesson), None, done, done)


def _rest(turn: Turn) -> Card:
    menu = Item(MENU, Say("finished.menu"), is_next_step=not _following(turn))
    learn = (Item(NEXT_LESSON, Say("resting.learn"), is_next_step=True),) if _following(turn) else ()
    return Card((Bubble(Say("resting.bye")),), (*learn, menu))


def _following(turn: Turn) -> Lesson | None:
    return turn.world.next_lesson(turn.learner.finished if turn.learner else (), turn.today)


def _asked(attempt: Attempt, position: int, turn: Turn) -> tuple[Question, tuple[Choice, ...]]:
    found = question_at(attempt, position, turn.world.bank.pool(attempt.lesson))
    if found is None:
        raise LookupError(f"attempt {attempt.id} no longer fits the content")
    return found


def _label(choice: Choice) -> Say:
    return Say("answering.choice", {"choice": Content(choice.text)})


def _turn_page(lesson: Lesson, page: int, turn: Turn) -> Turn:
    if page + 1 < len(lesson.pages):
        return turn.go(Reading(lesson.id, page + 1))
    return onward.draw(lesson.id, Kind.LESSON, POSITIONS, turn)


def _answer(attempt: Attempt, shown: int, turn: Turn) -> Turn:
    question, choices = _asked(attempt, attempt.position, turn)
    answer = Answer(shown, choices[shown].correct)
    is_new = turn.learner is not None and question.id not in turn.learner.at(attempt.lesson).seen
    fact = Answered(
        attempt=attempt.id,
        position=attempt.position,
        lesson=attempt.lesson,
        kind=attempt.kind,
        question=question.id,
        choice=shown,
        is_correct=answer.correct,
        is_first_try=is_new and attempt.kind is Kind.LESSON,
        is_hurried=_is_hurried(question, choices, turn),
    )
    answered = attempt.with_answer(answer)
    turn = turn.record(fact)
    if not _finishes(answered, turn):
        return turn.go(Explained(answered))
    return turn.record(LessonFinished(attempt.lesson)).go(Explained(answered, is_finish=True))


def _finishes(attempt: Attempt, turn: Turn) -> bool:
    is_passed = attempt.kind is Kind.LESSON and attempt.is_complete and attempt.is_passed
    return is_passed and turn.learner is not None and attempt.lesson not in turn.learner.finished


def _is_hurried(question: Question, choices: tuple[Choice, ...], turn: Turn) -> bool:
    shown = turn.chat.shown
    if shown is None or shown.shown_at is None or turn.chat.prompt is None or shown.id != turn.chat.prompt.id:
        return False
    words = " ".join([question.situation, question.ask, *(choice.text for choice in choices)]).split()
    return turn.now - shown.shown_at < timedelta(seconds=len(words) / FASTEST_READING)


def _after(attempt: Attempt, is_finish: bool, turn: Turn) -> Turn:
    if not attempt.is_complete:
        return turn.go(Answering(attempt))
    if turn.learner is None:
        return turn.go(TrialEnded())
    if attempt.kind is Kind.REVIEW:
        return onward.go_on(turn)
    if attempt.is_passed and is_finish and turn.others:
        return turn.go(AskingWhoTapped(attempt.lesson))
    if attempt.is_passed:
        return turn.go(Finished(attempt.lesson, again=not is_finish))
    return turn.go(Rereading(attempt.lesson, _page_of_first_miss(attempt, turn)))


def _page_of_first_miss(attempt: Attempt, turn: Turn) -> int:
    missed = attempt.first_missed() or 0
    question = turn.world.bank.pool(attempt.lesson).get(attempt.drawn[missed].question)
    last = len(turn.lesson(attempt.lesson).pages) - 1
    return min(question.page - 1, last) if question else last


def leave(choice: str, turn: Turn) -> Turn:
    """Follow a way onward after a lesson."""
    turn = turn.then(Resting() if choice == TOMORROW else Menu() if choice == MENU else None)
    return onward.go_on(turn)

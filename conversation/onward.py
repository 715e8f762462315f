"""What comes next: the rest of a lesson, a new one, or what the start of a visit asks first."""

from datetime import date

from campaign.consent import Purpose
from conversation.buttons import fresh_id
from conversation.facts import AwardAsked, Consented, Drew, TaskAsked
from conversation.learner import Milestone, Outcome, Outside, Progress
from conversation.places import (
    STUDYING,
    Answering,
    AskingAbout,
    AskingAge,
    AskingAward,
    AskingGroup,
    AskingSex,
    AskingToCount,
    AskingToShowName,
    ChoosingCommune,
    ChoosingHamlet,
    Leading,
    Menu,
    Moving,
    OfferingCertificate,
    Place,
    Practising,
    RatingOneself,
    Reading,
    Resting,
    TypingName,
    Welcome,
)
from conversation.turn import Turn
from quizzes import Kind
from quizzes.attempt import start
from quizzes.review import due_on

_TIMES_TO_ASK_ABOUT_A_TASK = 2

_ABOUT_ONESELF = (
    AskingToCount,
    ChoosingCommune,
    ChoosingHamlet,
    Moving,
    AskingAbout,
    AskingAge,
    AskingSex,
    AskingGroup,
    AskingToShowName,
    TypingName,
)
"""Where something about oneself has just been asked: one such thing at a time is enough."""


def home(turn: Turn) -> Place:
    """Return where somebody is who does nothing in particular: the menu, a leader's unit, or the first card."""
    if turn.learner is not None:
        return Menu()
    return Leading(turn.posts[0].unit) if turn.posts else Welcome()


def learn(turn: Turn) -> Turn:
    """Go back to where the learner left a lesson, or on to the next one."""
    if isinstance(turn.chat.after, STUDYING):
        return turn.go(turn.chat.after).then(None)
    return go_on(turn.then(None))


def go_on(turn: Turn) -> Turn:
    """Ask what the visit still has to ask, then go where learning was to go on."""
    return agenda(turn) or resume(turn)


def resume(turn: Turn) -> Turn:
    """Go where learning was to go on, without asking anything first."""
    return start_next(turn) if turn.chat.after is None else turn.go(turn.chat.after).then(None)


def open_visit(turn: Turn) -> Turn:
    """Put what the start of a visit asks before the place just reached, which is kept for afterwards."""
    reached = turn.chat.place
    after = turn.chat.after if isinstance(reached, Menu) else reached
    return agenda(turn.then(after)) or turn


def start_next(turn: Turn) -> Turn:
    """Go to the page of the next lesson where the learner left it, or to the menu when all are finished."""
    finished = turn.learner.finished if turn.learner else frozenset[str]()
    lesson = turn.world.next_lesson(finished, turn.today)
    if lesson is None:
        return turn.go(Menu())
    seen = turn.learner.at(lesson.id).pages if turn.learner else 0
    return turn.go(Reading(lesson.id, max(0, min(seen, len(lesson.pages)) - 1)))


def draw(lesson_id: str, kind: Kind, count: int, turn: Turn) -> Turn:
    """Draw a new attempt and ask its first question; without questions enough, say so and show the menu."""
    pool = turn.world.bank.pool(lesson_id)
    seen = turn.learner.at(lesson_id).seen if turn.learner else frozenset[str]()
    attempt = start(fresh_id(turn.now, turn.rng), pool, kind, count, seen, turn.today, turn.rng)
    if attempt is None:
        return turn.say("answering.none_left").go(Menu())
    return turn.record(Drew(attempt)).go(Answering(attempt))


def agenda(turn: Turn) -> Turn | None:
    """Return the turn at the first thing a visit has to ask, or None when nothing is left.

    In this order: whether the small task was done, the consent to be counted, the one to tell about oneself, at most
    two questions from before, the certificate once it is earned, whether a learner whom the office would put forward
    wants to be named (design.md rules 2, 3 and 5), and how well the learner gets on with the phone.
    """
    task = _task_to_ask_about(turn)
    if task is not None:
        return turn.record(TaskAsked(task)).go(Practising(task))
    if is_counting_to_be_asked(turn):
        return turn.go(AskingToCount(unit_to_name(turn)))
    if is_about_to_be_asked(turn):
        return turn.go(AskingAbout())
    lesson = _lesson_to_review(turn)
    if lesson is not None:
        return draw(lesson, Kind.REVIEW, 1, turn)
    if _is_certificate_to_be_offered(turn):
        return turn.go(OfferingCertificate())
    year = _award_to_ask_about(turn)
    if year is not None:
        return turn.record(AwardAsked()).go(AskingAward(year))
    milestone = _milestone_to_rate(turn)
    return turn.go(RatingOneself(milestone)) if milestone else None


def is_counting_to_be_asked(turn: Turn) -> bool:
    """Say whether it is time for the consent `count_in_hamlet`: a lesson is finished, or a second visit came."""
    learner = turn.learner
    if learner is None or learner.is_counted is not None or isinstance(learner.home, Outside):
        return False
    return bool(learner.finished) or learner.joined_on < turn.today


def is_about_to_be_asked(turn: Turn) -> bool:
    """Say whether it is time for the consent `about_me`: a second visit of somebody who lets themselves be counted.

    Of anybody else the answers would be kept for nothing.
    """
    learner = turn.learner
    if learner is None or Purpose.ABOUT_ME in learner.consents or isinstance(learner.home, Outside):
        return False
    return bool(learner.is_counted) and learner.joined_on < turn.today


def unit_to_name(turn: Turn) -> str | None:
    """Return the hamlet to name in the consent: the learner's, else the one whose poster was scanned."""
    unit = turn.hamlet or turn.poster
    return unit.code if unit else None


def next_review(done: Progress) -> date | None:
    """Return the day on which a lesson is asked about again, or None."""
    return due_on(done.finished_on, done.reviews, done.reviewed_on) if done.finished_on else None


def _is_certificate_to_be_offered(turn: Turn) -> bool:
    learner = turn.learner
    return learner is not None and learner.has_earned_certificate and Purpose.CERTIFICATE not in learner.consents


def _milestone_to_rate(turn: Turn) -> Milestone | None:
    """Return after how many lessons it is time to ask how well the learner gets on with the phone.

    Who is not counted is not asked: it would be kept for nothing. Right after other
    questions about oneself nothing more is asked, nor of somebody who wants to stop for today.
    """
    learner = turn.learner
    if learner is None or not learner.is_counted or isinstance(learner.home, Outside):
        return None
    if _is_enough(turn):
        return None
    reached = [milestone for milestone in Milestone if len(learner.finished) >= milestone]
    return max(reached) if reached and max(reached) not in learner.ratings else None


def _award_to_ask_about(turn: Turn) -> int | None:
    """Return the year for which the learner is to be asked, None when there is none or it is not the moment."""
    year = turn.learner.proposed_for if turn.learner else None
    return None if _is_enough(turn) else year


def _is_enough(turn: Turn) -> bool:
    """Say whether something about oneself was just asked, or the learner wants to stop for today."""
    has_just_told = isinstance(turn.chat.place, _ABOUT_ONESELF) or any(isinstance(one, Consented) for one in turn.facts)
    return has_just_told or isinstance(turn.chat.after, Resting)


def _task_to_ask_about(turn: Turn) -> str | None:
    progress = turn.learner.progress if turn.learner else {}
    if any(done.task_asked_on == turn.today for done in progress.values()):
        return None
    waiting = [lesson for lesson, done in progress.items() if _waits_for_task(done, turn)]
    known = [lesson for lesson in waiting if turn.world.course.get(lesson) is not None]
    return max(known, key=lambda lesson: (progress[lesson].finished_on or turn.today, lesson), default=None)


def _waits_for_task(done: Progress, turn: Turn) -> bool:
    if done.finished_on is None or done.finished_on >= turn.today:
        return False
    return done.outcome is not Outcome.DONE and done.task_asked < _TIMES_TO_ASK_ABOUT_A_TASK


def _lesson_to_review(turn: Turn) -> str | None:
    progress = turn.learner.progress if turn.learner else {}
    today = sum(done.reviewed_on == turn.today for done in progress.values())
    if today >= turn.world.limits.reviews_per_visit:
        return None
    due = []
    for lesson, done in progress.items():
        day = next_review(done)
        if day is not None and day <= turn.today and turn.world.bank.pool(lesson).served(turn.today):
            due.append((day, lesson))
    return min(due)[1] if due else None

"""What learners did in a turn: attempts, answers, progress and the sums of the day."""

import json
from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import Connection, bindparam, or_, update

from conversation.facts import Answered, Assisted, Drew, LessonFinished, PageSeen, TaskAnswered, TaskAsked
from conversation.learner import Outcome, Progress
from quizzes import Kind
from storage import attempts
from storage.among import among
from storage.attempts import KeptAttempt
from storage.inserting import insert_or_add, insert_or_replace
from storage.lives import LearnerTurn
from storage.standing import Activity, Standing
from storage.tables import learner, learner_day, progress

_ANSWERED_ON = (
    update(learner)
    .where(
        among(learner.c.id, "ids"),
        or_(learner.c.answered_on.is_(None), learner.c.answered_on < bindparam("today")),
    )
    .values(answered_on=bindparam("today"))
)


def record(tx: Connection, turns: Sequence[LearnerTurn], today: date, standing: Standing) -> None:
    """Keep what was done and count it; an answer to a position that was answered before counts nothing."""
    drawn = [KeptAttempt(turn.learner_id, fact.attempt) for turn in turns for fact in turn.facts if type(fact) is Drew]
    attempts.draw(tx, drawn, today)
    answered = [(turn.learner_id, fact) for turn in turns for fact in turn.facts if type(fact) is Answered]
    first = attempts.answer_first(tx, answered, today)
    _keep_progress(tx, turns)
    activities = _activities(turns, first)
    if not activities:
        return
    _add_to_days(tx, activities, today)
    standing.add(tx, activities, today)
    answering = {learner_id for learner_id, _ in first}
    if answering:
        tx.execute(_ANSWERED_ON, {"ids": sorted(answering), "today": today})


def _activities(turns: Sequence[LearnerTurn], first: Sequence[tuple[int, Answered]]) -> list[Activity]:
    """Return what each learner did that is counted, in the order of their ids."""
    done: dict[int, Activity] = {}

    def add(learner_id: int, more: Activity) -> None:
        before = done.get(learner_id)
        done[learner_id] = _plus(before, more) if before else more

    for learner_id, answer in first:
        add(learner_id, _answer_activity(learner_id, answer))
    for turn in turns:
        for fact in turn.facts:
            match fact:
                case LessonFinished():
                    add(turn.learner_id, Activity(turn.learner_id, lessons=1))
                case TaskAnswered(outcome=Outcome.DONE):
                    add(turn.learner_id, Activity(turn.learner_id, practised=1))
        assisted = _first_assisted(turn)
        if assisted:
            add(turn.learner_id, Activity(turn.learner_id, assisted=assisted))
    return [done[learner_id] for learner_id in sorted(done)]


def _first_assisted(turn: LearnerTurn) -> int:
    """Return with how many lessons somebody helped: of what is said about a lesson only the first answer counts."""
    said: dict[str, bool] = {}
    for fact in turn.facts:
        if type(fact) is Assisted:
            said.setdefault(fact.lesson, fact.was_helped)
    return sum(helped for lesson, helped in said.items() if not turn.before or turn.before.at(lesson).assisted is None)


def _answer_activity(learner_id: int, fact: Answered) -> Activity:
    is_review = fact.kind is Kind.REVIEW
    return Activity(
        learner_id,
        answers=1,
        correct_first_try=int(fact.is_correct and fact.is_first_try),
        reviews=int(is_review),
        reviews_right=int(is_review and fact.is_correct),
    )


def _plus(one: Activity, other: Activity) -> Activity:
    return Activity(
        one.learner_id,
        one.answers + other.answers,
        one.correct_first_try + other.correct_first_try,
        one.reviews + other.reviews,
        one.reviews_right + other.reviews_right,
        one.lessons + other.lessons,
        one.practised + other.practised,
        one.assisted + other.assisted,
    )


def _add_to_days(tx: Connection, activities: Sequence[Activity], today: date) -> None:
    rows = [{"day": today, **{name: getattr(did, name) for name in Activity.__slots__}} for did in activities]
    insert_or_add(tx, learner_day, rows)


def _keep_progress(tx: Connection, turns: Sequence[LearnerTurn]) -> None:
    touched = {
        (turn.learner_id, fact.lesson): turn.after.at(fact.lesson)
        for turn in turns
        for fact in turn.facts
        if isinstance(fact, PageSeen | Answered | LessonFinished | TaskAsked | TaskAnswered | Assisted)
    }
    keep_progress(tx, touched)


def keep_progress(tx: Connection, kept: Mapping[tuple[int, str], Progress]) -> None:
    """Write how far learners are in lessons, by the learner's id and the lesson's."""
    insert_or_replace(tx, progress, [_progress_row(*key, kept[key]) for key in sorted(kept)])


def _progress_row(learner_id: int, lesson: str, kept: Progress) -> dict[str, object]:
    return {
        "learner_id": learner_id,
        "lesson": lesson,
        "pages": kept.pages,
        "finished_on": kept.finished_on,
        "seen": json.dumps(sorted(kept.seen), ensure_ascii=False),
        "outcome": kept.outcome.value if kept.outcome else None,
        "task_asked": kept.task_asked,
        "task_asked_on": kept.task_asked_on,
        "reviews": kept.reviews,
        "reviewed_on": kept.reviewed_on,
        "assisted": kept.assisted,
        "remembered": kept.remembered,
    }

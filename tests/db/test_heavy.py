"""What another process counts is what is counted here, on both databases."""

from datetime import date
from random import Random

from sqlalchemy import Connection

from campaign.units import UnitKind
from storage import heavy
from storage.by_day import count_days
from storage.heavy import About, Question
from storage.kept_sums import row_at
from storage.standing import Activity
from storage.units import current
from tests.db.commune import Commune, hamlet, settle

TODAY = date(2026, 12, 5)


def _learn(tx: Connection) -> None:
    settle(tx, hamlet("D", name="Xóm Đông"), hamlet("T", name="Xóm Tây"))
    rng = Random(4)
    for day in (date(2026, 3, 2), TODAY):
        commune = Commune(tx, day)
        for home in ("D", "T", "D", None, "outside"):
            counted = rng.random() < 0.8
            learner = commune.join(home, counted=counted) if home else commune.join(counted=counted)
            commune.learn(Activity(learner, answers=rng.randint(1, 9), correct_first_try=1, lessons=rng.randint(0, 6)))


def test_an_answer_tells_what_counting_here_tells(tx: Connection) -> None:
    _learn(tx)
    first, end = date(2026, 1, 5), date(2026, 12, 3)
    told = heavy.days(tx, heavy.answer, first, end, UnitKind.HAMLET, 5)
    here = count_days(tx, first, end, UnitKind.HAMLET, 5, row_at(current(tx), UnitKind.HAMLET, end))
    assert dict(told.rows) == dict(here.rows)
    assert told.total == here.total
    assert told.total.participants > 0
    assert told.rows["nowhere"].participants == 0


def test_a_question_is_read_as_it_was_written() -> None:
    question = Question(About.LEARNERS, date(2026, 1, 5), TODAY, 10, UnitKind.SCHOOL)
    assert Question.of_text(question.text()) == question


def test_a_small_commune_is_counted_at_once(tx: Connection) -> None:
    _learn(tx)
    assert not heavy.is_much(tx)

"""A commune as large as there are any: 40,000 learners with a million answers, written straight into the tables."""

import sqlite3
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

from campaign.periods import week, year

LEARNERS = 40_000

_WEEKS = 8

# Of every learner: 25 answers on five days, nine apart, so that one in nine learned on each of the last 45 days; five
# finished lessons. One in 40 works at some school or agency, one in 100 waits for help, one in 400 for an answer.
_FILL = (
    """CREATE TEMP TABLE home AS
       SELECT code, row_number() OVER (ORDER BY code) - 1 AS place FROM unit WHERE kind = 'hamlet'""",
    """CREATE TEMP TABLE work AS
       SELECT code, kind, row_number() OVER (ORDER BY code) - 1 AS place FROM unit WHERE kind != 'hamlet'""",
    """CREATE TEMP TABLE n AS
       WITH RECURSIVE n(at) AS (SELECT 1 UNION ALL SELECT at + 1 FROM n WHERE at < :learners) SELECT at FROM n""",
    """CREATE TEMP TABLE five AS SELECT value AS at FROM json_each('[0, 1, 2, 3, 4]')""",
    """INSERT INTO learner (id, pseudonym, joined_on, visit_on, address, unit_code, is_counted, answered_on)
       SELECT at, 'p' || at, :first, :today, 'bác', code, 1, :today
       FROM n JOIN home ON place = at % (SELECT count(*) FROM home)""",
    """INSERT INTO chat (account, address, learner_id, state) SELECT 'telegram:main', 'x' || at, at, '{}' FROM n""",
    """INSERT INTO membership (learner_id, kind, unit_code, from_day)
       SELECT id, 'hamlet', unit_code, :first FROM learner""",
    """INSERT INTO membership (learner_id, kind, unit_code, from_day)
       SELECT at, kind, code, :first FROM n JOIN work ON place = at / 40 % (SELECT count(*) FROM work)
       WHERE at % 40 = 0""",
    """INSERT INTO counting (learner_id, choice, from_day) SELECT at, 1, :first FROM n""",
    """INSERT INTO progress (learner_id, lesson, pages, finished_on, seen, task_asked, reviews)
       SELECT n.at, 'bai-' || five.at, 4, :today, '[]', 1, 0 FROM n, five""",
    """INSERT INTO learner_day (learner_id, day, answers, correct_first_try, reviews, reviews_right, lessons, practised)
       SELECT n.at, date(:today, '-' || (9 * five.at + n.at % 9) || ' days'), 5, 3, 0, 0, 1, 1 FROM n, five""",
    """INSERT INTO attempt (id, learner_id, lesson, kind, drawn, fingerprint, day)
       SELECT n.at * 5 + five.at, n.at, 'bai-' || five.at, 'lesson', '[]', '', :today FROM n, five""",
    """INSERT INTO answer (attempt_id, position, learner_id, lesson, kind, question, choice, is_correct, is_first_try,
                           is_hurried, day)
       SELECT id, five.at, learner_id, lesson, kind, 'cau-' || five.at, 0, 1, 1, 0, day FROM attempt, five""",
    """INSERT INTO help_request (learner_id, asked_on) SELECT at, :today FROM n WHERE at % 100 = 0""",
    """INSERT INTO question (learner_id, unit_code, text, asked_at, asked_on, state)
       SELECT id, unit_code, 'Mã QR là gì?', :today || ' 01:00:00.000000', :today, 'team'
       FROM learner WHERE id % 400 = 0""",
)

_SUMS = (
    """participants, completers, newcomers, answers, correct_first_try, reviews, reviews_right, lessons, practised"""
)
_STAND = f"""INSERT INTO standing (period, row, {_SUMS})
             SELECT :period, unit_code, count(*), count(*) / 3, count(*) / 8, 25 * count(*), 15 * count(*), 0, 0,
                    5 * count(*), 5 * count(*)
             FROM learner GROUP BY unit_code"""  # noqa: S608 - the columns above
_MOVE = f"""INSERT INTO standing (period, row, {_SUMS})
            SELECT :year, code, 1, 0, 1, 1, 1, 0, 0, 0, 0 FROM unit WHERE kind = 'hamlet'
            ON CONFLICT (period, row) DO UPDATE SET participants = participants + 1"""  # noqa: S608 - the columns above


def fill(folder: Path, today: date) -> None:
    """Fill the database of a program that is not running and has its units."""
    named = {"learners": LEARNERS, "first": f"{today.replace(month=1, day=1)}", "today": f"{today}"}
    periods = [year(today).key, *(week(today - timedelta(weeks=ago)).key for ago in range(_WEEKS))]
    with closing(_open(folder)) as tx, tx:
        for statement in _FILL:
            tx.execute(statement, named)
        tx.executemany(_STAND, [{"period": period} for period in periods])


def move(folder: Path, today: date) -> None:
    """Let somebody begin to learn in every hamlet, so that every hamlet's card is another one."""
    with closing(_open(folder)) as tx, tx:
        tx.execute(_MOVE, {"year": year(today).key})


def database(folder: Path) -> str:
    """Return the address of the database of a program over this folder."""
    return f"sqlite:///{_file(folder)}"


def _file(folder: Path) -> Path:
    return folder / "data" / "hocso.sqlite3"


def _open(folder: Path) -> sqlite3.Connection:
    return sqlite3.connect(_file(folder), timeout=20)

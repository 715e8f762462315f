"""What is left of an evening: the figures, who is where, and what was written down."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, Engine, text

from storage import figures
from storage.figures import Figures
from storage.standing import Standing
from storage.unit import reading
from tests.edge.evening import NAME

Rows = list[tuple[object, ...]]

_YEAR = (date(2026, 1, 1), date(2026, 12, 31))
_ALL_BUT_A_DAY = (date(2026, 1, 2), date(2026, 12, 31))
"""Counted from the days of the learners, for no sum is kept of it."""


@dataclass(frozen=True)
class Count:
    """How a hamlet stands: people, their answers, those right at the first try, lessons, tasks done, with help."""

    participants: int
    answers: int
    right: int
    lessons: int
    practised: int
    assisted: int


@dataclass(frozen=True)
class Ending:
    """What the database holds in the end; every list is in an order of its own, whatever came first.

    `counts` is by hamlet, from the sums that are kept and from the days.
    """

    counts: dict[str, tuple[Count, Count]]
    learners: Rows
    household: Rows
    posts: Rows
    sessions: Rows
    questions: Rows
    helped: Rows
    consents: Rows
    audits: Rows
    left_over: Rows


_NOBODY = Count(0, 0, 0, 0, 0, 0)
_LAN_AND_TU = Count(participants=2, answers=13, right=10, lessons=4, practised=1, assisted=1)
"""Lan answered three questions of each of three lessons, with two slips, and one on the tablet; Tư three, with one."""

THE_END = Ending(
    counts={"X01": (_LAN_AND_TU, _LAN_AND_TU), "X02": (_NOBODY, _NOBODY)},
    learners=[("X01", ""), ("X01", NAME)],
    household=[("zalo_bot:main", "Bà"), ("zalo_bot:main", "Ông")],
    posts=[("X01", "anh Bình", "2026-11-22", None), ("X02", "bà Cúc", "2026-11-22", None)],
    sessions=[
        ("X01", "2026-11-22", "009-cuoc-goi-gia-danh", "Nhà văn hóa", 12, 7, 5, 3, "anh Bình", "replaced"),
        ("X01", "2026-11-22", "009-cuoc-goi-gia-danh", "Nhà văn hóa", 14, 7, 5, 3, "anh Bình", "counts"),
    ],
    questions=[("X01", "", "read", "", "anh Bình")],
    helped=[(None, "2026-11-22", "anh Bình")],
    consents=[
        ("about_me", "no", 1),
        ("ask_human", "yes", 1),
        ("count_in_hamlet", "yes", 2),
        ("learn", "no", 1),  # of the record that became a part of Lan's
        ("learn", "yes", 4),
        ("show_name_to_leader", "yes", 1),
    ],
    audits=[("merged", 1), ("session_corrected", 1)],
    left_over=[],
)


def ending(engine: Engine, today: date) -> Ending:
    """Ask the database."""
    with reading(engine) as tx:
        return Ending(_counts(tx, today), *(_rows(tx, question) for question in _QUESTIONS))


_QUESTIONS = (
    "SELECT unit_code, name FROM learner ORDER BY name",
    "SELECT account, label FROM household JOIN chat ON chat.id = chat_id ORDER BY label",
    "SELECT unit_code, name, from_day || '', to_day FROM leader ORDER BY unit_code",
    "SELECT unit_code, day || '', lesson, place, present, women, aged_60_plus, first_timers, recorded_by,"
    " CASE WHEN is_replaced THEN 'replaced' ELSE 'counts' END FROM guided_session ORDER BY id",
    "SELECT unit_code, text, state, answer, answered_by FROM question ORDER BY id",
    "SELECT lesson, asked_on || '', leader.name FROM help_request LEFT JOIN leader ON leader.id = helped_by",
    "SELECT purpose, CASE WHEN choice THEN 'yes' ELSE 'no' END, count(*) FROM consent GROUP BY purpose, choice"
    " ORDER BY purpose, choice",
    "SELECT what, count(*) FROM audit GROUP BY what ORDER BY what",
    "SELECT state, reason FROM outbox WHERE state NOT IN ('sent', 'maybe_sent') ORDER BY id",
)


def _counts(tx: Connection, today: date) -> dict[str, tuple[Count, Count]]:
    kept, by_day = (_table(tx, period, today) for period in (_YEAR, _ALL_BUT_A_DAY))
    return {code: (kept[code], by_day[code]) for code in ("X01", "X02")}


def _table(tx: Connection, period: tuple[date, date], today: date) -> dict[str, Count]:
    rows = figures.participation(tx, *period, today, Standing()).rows
    return {row.code: _count(row.figures) for row in rows}


def _count(of: Figures) -> Count:
    return Count(
        of.participants,
        of.questions_answered,
        of.correct_first_try,
        of.lessons_completed,
        of.practised,
        of.assisted,
    )


def _rows(tx: Connection, question: str) -> Rows:
    return [tuple(row) for row in tx.execute(text(question))]

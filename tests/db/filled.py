"""A database as the first version of the program left it, every table filled: what a migration must not lose.

Written in the tables as they stood then, which are read from the database itself.
"""

from datetime import UTC, date, datetime, timedelta

from sqlalchemy import Connection, MetaData, insert, select

LEARNERS = 120
DAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 1, 2, 3, 456789, UTC)
ROWS = {
    "unit": 12, "join_code": 12, "learner": LEARNERS, "chat": LEARNERS + 5, "membership": LEARNERS,
    "counting": LEARNERS, "consent": 2 * LEARNERS, "consent_text": 2, "progress": 2 * LEARNERS, "attempt": LEARNERS,
    "answer": 3 * LEARNERS, "learner_day": 2 * LEARNERS, "standing": 24, "inbox": 300, "outbox": 300, "failure": 3,
    "invitation": 2, "session": 2,
}  # fmt: skip
"""How many rows each table has then."""


def fill(tx: Connection, tables: MetaData) -> None:
    """Write rows into every table, those that others point to first."""
    for name, rows in {**_commune(), **_learning(), **_delivery()}.items():
        tx.execute(insert(tables.tables[name]), rows)


def everything(tx: Connection, tables: MetaData) -> dict[str, list[tuple[object, ...]]]:
    """Return all rows of these tables, in the columns they have here."""
    return {
        table.name: sorted((tuple(row) for row in tx.execute(select(table))), key=repr)
        for table in tables.sorted_tables
    }


def _home(learner: int) -> str:
    return f"X{learner % 12:02}"


def _commune() -> dict[str, list[dict[str, object]]]:
    return {
        "unit": [
            {"code": f"X{at:02}", "kind": "hamlet", "name": f"Xóm {at} ẫ ư đ", "adults": 400 + at,
             "valid_to": None if at else DAY, "merged_into": None if at else "X01"}
            for at in reversed(range(12))
        ],
        "join_code": [{"code": str(4000 + at), "unit_code": f"X{at:02}"} for at in range(12)],
        "learner": [
            {"id": at, "pseudonym": f"p{at}", "joined_on": DAY - timedelta(days=at), "visit_on": DAY, "address": "bác",
             "unit_code": _home(at), "is_counted": bool(at % 3), "answered_on": DAY if at % 2 else None}
            for at in range(1, LEARNERS + 1)
        ],
        "chat": [
            {"account": "browser:main", "address": f"máy-{at}", "learner_id": at if at <= LEARNERS else None,
             "state": '{"v": 1}', "message": f"Đúng rồi 🌾 {at}", "step": at, "seq": at % 7, "expires_at": NOW}
            for at in range(1, LEARNERS + 6)
        ],
    }  # fmt: skip


def _learning() -> dict[str, list[dict[str, object]]]:
    people = range(1, LEARNERS + 1)
    figures = dict.fromkeys(("answers", "correct_first_try", "reviews", "reviews_right", "lessons", "practised"), 1)
    heads = {"participants": 9, "completers": 3, "newcomers": 1}
    texts = ("learn", "count_in_hamlet")
    return {
        "membership": [{"learner_id": at, "kind": "hamlet", "unit_code": _home(at), "from_day": DAY} for at in people],
        "counting": [{"learner_id": at, "choice": bool(at % 3), "from_day": DAY} for at in people],
        "consent": [
            {"pseudonym": f"p{at}", "at": NOW, "purpose": purpose, "choice": bool(at % 3), "version": "v1"}
            for at in people for purpose in texts
        ],
        "consent_text": [{"version": text[:8], "purpose": text, "text": "Bác đồng ý ạ?"} for text in texts],
        "progress": [
            {"learner_id": at, "lesson": lesson, "pages": 2, "seen": '["câu-1"]', "task_asked": 1, "reviews": 0}
            for at in people for lesson in ("009-giả-danh", "000-học")
        ],
        "attempt": [
            {"id": 2**40 + at, "learner_id": at, "lesson": "009-giả-danh", "kind": "lesson", "drawn": "[]",
             "fingerprint": "abcdef0123456789", "day": DAY}
            for at in people
        ],
        "answer": [
            {"attempt_id": 2**40 + at, "position": position, "learner_id": at, "lesson": "009-giả-danh",
             "kind": "lesson", "question": "câu-1", "choice": 1, "is_correct": True, "is_first_try": True,
             "is_hurried": False, "day": DAY}
            for at in people for position in range(3)
        ],
        "learner_day": [
            {"learner_id": at, "day": day, **figures} for at in people for day in (DAY, DAY - timedelta(days=9))
        ],
        "standing": [
            {"period": period, "row": f"X{at:02}", **heads, **figures}
            for period in ("Y2026", "W2026-11-16") for at in range(12)
        ],
    }  # fmt: skip


def _delivery() -> dict[str, list[dict[str, object]]]:
    return {
        "inbox": [{"account": "browser:main", "external_id": f"mã-{at}", "day": DAY} for at in range(300)],
        "outbox": [
            {"account": "telegram:main", "chat_id": 1 + at % LEARNERS, "lane": at % 4, "seq": at, "state": "later",
             "payload": "{}", "not_before": NOW, "day": DAY}
            for at in range(300)
        ],
        "failure": [
            {"account": "browser:main", "external_id": str(at), "at": NOW, "error": "KeyError"} for at in range(3)
        ],
        "invitation": [{"token_hash": f"h{at}", "role": "office", "expires_at": NOW} for at in range(2)],
        "session": [{"token_hash": f"h{at}", "role": "office", "expires_at": NOW} for at in range(2)],
    }  # fmt: skip

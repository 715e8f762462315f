"""Signs are gathered from what is stored, in the row of the hamlet that answers for it."""

from datetime import date, timedelta

import pytest
from sqlalchemy import Connection, event, insert

from campaign.signs import HURRIED_RUN, SignKind
from storage import figures, signs
from storage.standing import Standing
from storage.tables import answer, attempt, chat, guided_session, household, leader
from tests.db.commune import Commune, hamlet, settle
from tests.db.people import NOW

TODAY = date(2026, 12, 5)


@pytest.fixture
def commune(tx: Connection) -> Commune:
    settle(tx, hamlet("D", name="Xóm Đông"), hamlet("T", name="Xóm Tây"))
    return Commune(tx, TODAY)


def _found(tx: Connection) -> dict[str, list[SignKind]]:
    table = figures.participation(tx, date(2026, 1, 1), TODAY, TODAY, Standing())
    return {one.row.code: [sign.kind for sign in one.signs] for one in signs.of_table(tx, table)}


def _answer_fast(tx: Connection, learner_id: int, day: date, count: int = HURRIED_RUN) -> None:
    row = {"learner_id": learner_id, "lesson": "009", "kind": "lesson", "day": day}
    number = learner_id * 1000 + day.toordinal() % 1000
    tx.execute(insert(attempt).values(id=number, drawn="[]", fingerprint="", **row))
    told = {"attempt_id": number, "question": "câu", "choice": 0, "is_correct": True, "is_first_try": True}
    rows = [{**row, **told, "position": at, "is_hurried": True} for at in range(count)]
    tx.execute(insert(answer), rows)


def test_learners_who_run_through_the_questions_are_a_sign_of_their_hamlet(commune: Commune) -> None:
    lan, cuc = commune.join("D", counted=True), commune.join("T", counted=True)
    for ago in range(3):
        _answer_fast(commune.tx, lan, TODAY - timedelta(days=ago))
        _answer_fast(commune.tx, cuc, TODAY - timedelta(days=ago), HURRIED_RUN - 1)
    assert _found(commune.tx) == {"D": [SignKind.HURRIED]}


def test_who_did_not_agree_to_be_counted_is_in_no_sign(commune: Commune) -> None:
    lan = commune.join("D", counted=False)
    for ago in range(9):
        _answer_fast(commune.tx, lan, TODAY - timedelta(days=ago))
    assert _found(commune.tx) == {}


def test_many_learners_on_a_leaders_phone_are_told_apart_from_a_shared_phone(commune: Commune) -> None:
    tx = commune.tx
    row = {"account": "browser:main", "state": "{}"}
    tx.execute(insert(chat), [{**row, "id": 901, "address": "đông"}, {**row, "id": 902, "address": "tây"}])
    post = {"unit_code": "T", "chat_id": 902, "name": "Bà Cúc", "from_day": TODAY, "version": "v1"}
    tx.execute(insert(leader).values(post))
    for code, chat_id, people in (("D", 901, 6), ("T", 902, 4)):
        members = [commune.join(code, counted=True) for _ in range(people)]
        rows = [{"chat_id": chat_id, "learner_id": one, "label": f"Khác {one}"} for one in members]
        tx.execute(insert(household), rows)
    assert _found(tx) == {"D": [SignKind.SHARED_DEVICE], "T": [SignKind.LEADERS_PHONE]}


def test_sessions_piled_up_before_reports_are_due_are_a_sign_unless_refused(commune: Commune) -> None:
    row = {"lesson": "009", "present": 12, "women": 6, "aged_60_plus": 3, "first_timers": 2, "recorded_at": NOW}
    days = [TODAY - timedelta(days=ago) for ago in (1, 2, 3)]
    sessions = [{**row, "unit_code": code, "day": day, "recorded_by": "Bình"} for code in "DT" for day in days]
    commune.tx.execute(insert(guided_session), [{**one, "is_replaced": False} for one in sessions])
    commune.tx.execute(guided_session.update().where(guided_session.c.unit_code == "T").values(refused_at=NOW))
    assert _found(commune.tx) == {"D": [SignKind.LATE_SESSIONS]}


def test_sqlite_finds_hurried_answers_without_reading_all_others(commune: Commune) -> None:
    tx, asked = commune.tx, list[tuple[str, object]]()
    if tx.dialect.name != "sqlite":
        pytest.skip("PostgreSQL chooses by how many rows there are")

    def note(_: object, __: object, statement: str, values: object, *___: object) -> None:
        asked.append((statement, values))

    event.listen(tx, "before_cursor_execute", note)
    _found(tx)
    event.remove(tx, "before_cursor_execute", note)
    [(statement, values)] = [one for one in asked if "is_hurried" in one[0]]
    plan = tx.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)  # type: ignore[arg-type]
    assert any("ix_answer_hurried" in row[3] for row in plan)

"""Two processes over one database: their transactions touch the same learners and sums and lose nothing."""

import threading
from collections.abc import Callable
from datetime import date
from functools import partial
from random import Random

import pytest
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import IntegrityError, OperationalError

from campaign.periods import year
from conversation.facts import Fact, Settled
from conversation.learner import InHamlet
from quizzes import Attempt
from storage import learners
from storage.engine import open_engine, sqlstate
from storage.learners import Record
from storage.standing import Standing
from storage.unit import committed, writing
from tests.db.commune import Commune
from tests.db.people import NOW, TODAY, Person, after, answered, attempt, settle

HAMLETS = ("dong", "tay", "nam")
PEOPLE = 24
ROUNDS = 60
STANDING = Standing(lessons_to_complete=1)


def _side_by_side(*works: Callable[[], None]) -> list[BaseException]:
    """Do works at the same time and return what they raised."""
    errors: list[BaseException] = []

    def kept(work: Callable[[], None]) -> None:
        try:
            work()
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=kept, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return errors


def _move_and_answer(tx: Connection, ids: list[int], rng: Random, attempts: dict[int, Attempt], position: int) -> None:
    found = learners.load(tx, ids)
    records = []
    for learner_id in sorted(ids, key=lambda _: rng.random()):
        facts: tuple[Fact, ...] = (Settled(InHamlet(rng.choice(HAMLETS))),)
        if learner_id in attempts:
            facts += (answered(attempts[learner_id], position),)
        before = found[learner_id]
        records.append(Record(learner_id, facts, before, after(before, facts, TODAY)))
    learners.record(tx, records, TODAY, NOW, STANDING)


def test_batches_that_overlap_move_learners_and_count_answers_without_losing_any(own_engine: Engine) -> None:
    with writing(own_engine) as tx:
        settle(tx, *HAMLETS)
        people = [
            Person(tx, standing=STANDING).join("dong", counted=True).answer(at, True) for at in range(1, PEOPLE + 1)
        ]
        ids = [person.id for person in people if person.id is not None]
        tx.commit()
    attempts = dict(zip(ids, map(attempt, range(1, PEOPLE + 1)), strict=True))
    other = open_engine(own_engine.url.render_as_string(hide_password=False))

    def work(engine: Engine, seed: int) -> None:
        rng = Random(seed)
        for number in range(ROUNDS):
            batch = rng.sample(ids, 3)
            committed(engine, partial(_move_and_answer, ids=batch, rng=rng, attempts=attempts, position=1 + number % 2))

    errors = _side_by_side(lambda: work(own_engine, 1), lambda: work(other, 2))
    other.dispose()
    assert errors == []
    with writing(own_engine) as tx:
        commune = Commune(tx, TODAY, STANDING)
        assert commune.kept("Y2026") == commune.counted_again(year(date(2026, 1, 1)))
        assert sum(sums.participants for sums in commune.kept("Y2026").values()) == len(ids)


def test_of_two_transactions_that_wait_for_each_other_one_is_undone_and_done_again(own_engine: Engine) -> None:
    if own_engine.dialect.name == "sqlite":
        pytest.skip("SQLite has one writer at a time")
    with writing(own_engine) as tx:
        settle(tx, "dong", "tay")
        tx.commit()
    holds_one = threading.Barrier(2)
    tries: list[str] = []

    def lock_both(tx: Connection, first: str, second: str) -> None:
        rename = text("UPDATE unit SET name = name || '.' WHERE code = :code")
        tx.execute(rename, {"code": first})
        tries.append(first)
        if tries.count(first) == 1:
            holds_one.wait(timeout=20)
        tx.execute(rename, {"code": second})

    errors = _side_by_side(
        lambda: committed(own_engine, lambda tx: lock_both(tx, "dong", "tay")),
        lambda: committed(own_engine, lambda tx: lock_both(tx, "tay", "dong")),
    )
    assert errors == []
    assert len(tries) >= 3  # the one that was undone, again; whoever is slow may be in the way once more
    with writing(own_engine) as tx:
        assert tx.scalars(text("SELECT name FROM unit ORDER BY code")).all() == ["Xóm dong..", "Xóm tay.."]


def test_what_fails_for_good_is_tried_once(own_engine: Engine) -> None:
    tries: list[int] = []

    def fail(tx: Connection) -> None:
        tries.append(1)
        settle(tx, "dong", "dong")

    with pytest.raises(IntegrityError):
        committed(own_engine, fail)
    assert tries == [1]


def test_a_statement_that_takes_too_long_is_ended(own_engine: Engine) -> None:
    if own_engine.dialect.name == "sqlite":
        pytest.skip("SQLite asks nobody")
    with writing(own_engine) as tx:
        assert tx.scalar(text("SHOW statement_timeout")) == "30s"
        tx.execute(text("SET LOCAL statement_timeout = '20ms'"))
        with pytest.raises(OperationalError) as caught:
            tx.execute(text("SELECT pg_sleep(5)"))
    assert sqlstate(caught.value) == "57014"

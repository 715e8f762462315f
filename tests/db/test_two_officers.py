"""Two officers work on one sheet at the same time, each with a connection of their own: nobody overwrites unseen."""

import threading
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from sqlalchemy import Connection, Engine

from campaign.sheet import Entry, Role, Stage, Step, StepError, deciding
from campaign.table_file import parse
from storage import freezing, score_desk, score_sheets, score_tables
from storage.score_desk import Actor, Block, Given
from storage.score_tables import Adopted
from storage.unit import reading, writing
from tests.db.commune import hamlet, settle
from tests.db.people import NOW

Work = Callable[[Connection, Block, str, Given], None]

TODAY = date(2026, 11, 22)
LATER = NOW + timedelta(hours=1)
TABLE = """
year: 2026
block: xóm
name: Bảng điểm
rounding: leaf
kinds: [hamlet]
max: 30
criteria:
  - {code: "1", name: Số buổi loa, max: 30, formula: count_points, params: {points: 2}, source: typed}
"""


def _begun(engine: Engine) -> Adopted:
    """Give a sheet that xóm Đông has handed in."""
    with writing(engine) as tx:
        settle(tx, hamlet("dong", 40))
        adopted = score_tables.adopt(tx, parse(Path("bang.yaml"), TABLE), date(2026, 1, 1), "Hội đồng", NOW)
        of = score_desk.block(tx, adopted, TODAY)
        score_desk.take(tx, of, "dong", Step.SUBMIT, Actor("anh Bình", Role.UNIT, NOW), {"1": Given(Decimal(12))})
        tx.commit()
    return adopted


def _block(tx: Connection, adopted: Adopted) -> Block:
    return score_desk.block(tx, adopted, TODAY)


def _at_once(engine: Engine, adopted: Adopted, do: Work) -> tuple[str, list[str]]:
    """Let two officers work on the sheet they both looked at; return whose work counts, and what the other is told."""
    with reading(engine) as tx:
        looked_at = _block(tx, adopted).seen("dong")
    both_ready, told, done = threading.Barrier(2), list[str](), list[str]()

    def work(name: str, value: int) -> None:
        both_ready.wait(20)
        with writing(engine) as tx:
            of = score_desk.block_to_change(tx, adopted, TODAY)
            try:
                score_desk.refuse_stale(of, "dong", looked_at)
            except StepError as error:
                told.append(str(error))
                return
            do(tx, of, name, Given(Decimal(value), f"{name} xem sổ"))
            tx.commit()
            done.append(name)

    officers = [threading.Thread(target=work, args=who) for who in (("chị Hoa", 9), ("anh Tú", 10))]
    for officer in officers:
        officer.start()
    for officer in officers:
        officer.join(60)
    [first] = done
    return first, told


def _review(tx: Connection, of: Block, name: str, value: Given) -> None:
    score_desk.take(tx, of, "dong", Step.REVIEW, Actor(name, Role.OFFICE, NOW), {"1": value})


def _correct(tx: Connection, of: Block, name: str, value: Given) -> None:
    freezing.correct(tx, of, "dong", Actor(name, Role.COUNCIL, LATER), {"1": value}, value.reason)


def test_of_two_reviews_made_at_the_same_time_one_counts_and_the_other_is_told(own_engine: Engine) -> None:
    adopted = _begun(own_engine)
    first, told = _at_once(own_engine, adopted, _review)
    assert told == [f"{first} vừa ghi vào phiếu của Xóm dong; hãy xem lại số mới trên phiếu rồi làm lại."]
    with reading(own_engine) as tx:
        sheet = _block(tx, adopted).sheet("dong")
    assert deciding(sheet.entries)["1"].by == first
    assert [entry.by for entry in sheet.entries] == ["anh Bình", first]
    assert [step.by for step in sheet.steps] == ["anh Bình", first]


def test_of_two_corrections_made_at_the_same_time_one_counts_and_the_other_is_told(own_engine: Engine) -> None:
    adopted = _begun(own_engine)
    council = Actor("Chủ tịch Hội đồng", Role.COUNCIL, NOW)
    with writing(own_engine) as tx:
        _review(tx, _block(tx, adopted), "chị Hoa", Given(Decimal(12)))
        score_desk.take(tx, _block(tx, adopted), "dong", Step.CONFIRM, council, {})
        freezing.freeze(tx, _block(tx, adopted), council, TODAY)
        tx.commit()
    first, told = _at_once(own_engine, adopted, _correct)
    assert told == [f"{first} vừa ghi vào phiếu của Xóm dong; hãy xem lại số mới trên phiếu rồi làm lại."]
    with reading(own_engine) as tx:
        kept = freezing.revisions(tx, adopted.id)
    assert [one.frozen.by for one in kept] == ["Chủ tịch Hội đồng", first]


def test_figures_counted_anew_meanwhile_stop_nobody(own_engine: Engine) -> None:
    adopted = _begun(own_engine)
    with writing(own_engine) as tx:
        of = _block(tx, adopted)
        looked_at = of.seen("dong")
        counted = Entry("1", Role.PROGRAM, Decimal(11), NOW, "Học số")
        score_sheets.take(tx, adopted.id, of.sheet("dong"), Stage.SUBMITTED, None, [counted])
        again = _block(tx, adopted)
        assert len(again.sheet("dong").entries) == len(of.sheet("dong").entries) + 1
        score_desk.refuse_stale(again, "dong", looked_at)

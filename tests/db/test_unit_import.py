"""Importing units: what a file changes, what it may not, and what stays."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import Connection, insert, select

from campaign.units import Unit
from lessons.problems import ContentError
from storage import units
from storage.tables import join_code, learner
from storage.units import FieldChange, Plan
from tests.db.commune import hamlet

TODAY = date(2026, 11, 22)
FILE = Path("units.csv")
SHIPPED = Path(__file__).parents[2] / "units.csv"


def bring(tx: Connection, *these: Unit, seed: int = 1) -> Plan:
    plan = units.plan(tx, these, TODAY, FILE)
    units.apply(tx, plan, Random(seed))
    return plan


def example(code: str) -> Unit:
    return hamlet(code, source="Ví dụ, chưa phải số thật")


def test_the_shipped_units_are_examples_and_each_gets_a_join_code(tx: Connection) -> None:
    shipped = units.read(SHIPPED)
    bring(tx, *shipped)
    kept = units.current(tx).by_code.values()
    assert len(kept) == len(shipped) == 11
    assert all(units.is_example(one) for one in kept)
    codes = {one.join_code for one in kept}
    assert len(codes) == 11
    assert all(len(code) == 4 and code[0] != "0" for code in codes)


def test_a_dry_run_writes_nothing(tx: Connection) -> None:
    plan = units.plan(tx, [hamlet("dong")], TODAY, FILE)
    assert [one.code for one in plan.added] == ["dong"]
    assert units.current(tx).by_code == {}


def test_what_is_read_back_is_what_was_in_the_file(tx: Connection) -> None:
    brought = hamlet(
        "dong", 412, name="Xóm Đông <b>ẫ</b> *ư* 🏡", block="Khối 1", join_code="4321", households=188, source="TK 25",
        as_of=TODAY, valid_from=date(2026, 1, 1), valid_to=date(2027, 1, 1), merged_into="tay",
    )  # fmt: skip
    bring(tx, brought, hamlet("tay"))
    assert units.current(tx).by_code["dong"] == brought


def test_importing_the_same_file_twice_changes_nothing(tx: Connection) -> None:
    bring(tx, hamlet("dong"), hamlet("tay"))
    before = units.current(tx)
    plan = bring(tx, hamlet("dong"), hamlet("tay"), seed=2)
    assert (plan.added, plan.changed, plan.closed, len(plan.unchanged)) == ((), (), (), 2)
    assert units.current(tx) == before


def test_a_change_is_told_field_by_field(tx: Connection) -> None:
    bring(tx, hamlet("dong", 400), hamlet("tay"))
    plan = bring(tx, hamlet("dong", 412, block="Khối 1"))
    assert plan.changed[0].fields == (FieldChange("block", "", "Khối 1"), FieldChange("adults", "400", "412"))
    assert units.current(tx).by_code["dong"].adults == 412
    assert list(plan.sentences()) == [
        "Sửa Xóm dong (dong): block từ “” thành “Khối 1”; adults từ “400” thành “412”.",
        "1 đơn vị không có trong tệp, giữ nguyên như cũ: tay.",
    ]


def test_a_unit_that_gets_a_last_day_is_closed(tx: Connection) -> None:
    bring(tx, hamlet("dong"), hamlet("tay"))
    plan = bring(tx, hamlet("dong", valid_to=TODAY, merged_into="tay"))
    assert [change.unit.code for change in plan.closed] == ["dong"]
    assert plan.changed == ()
    assert units.current(tx).get("dong", date(2026, 12, 1)) == units.current(tx).by_code["tay"]


def test_a_unit_the_file_does_not_name_is_left_alone(tx: Connection) -> None:
    bring(tx, hamlet("dong"), hamlet("tay"))
    plan = bring(tx, hamlet("dong"))
    assert [one.code for one in plan.missing] == ["tay"]
    assert set(units.current(tx).by_code) == {"dong", "tay"}


def test_examples_go_with_the_first_real_import(tx: Connection) -> None:
    bring(tx, example("a"), example("b"))
    plan = bring(tx, hamlet("dong"), example("b"))
    assert {one.code for one in plan.removed} == {"a", "b"}
    assert [one.code for one in plan.skipped] == ["b"]
    assert set(units.current(tx).by_code) == {"dong"}


def test_an_example_somebody_chose_is_closed_instead(tx: Connection) -> None:
    bring(tx, example("a"), example("b"))
    person = {"pseudonym": "p", "joined_on": TODAY, "visit_on": TODAY, "address": "bác", "unit_code": "a"}
    tx.execute(insert(learner).values(person))
    plan = bring(tx, hamlet("dong"))
    assert [change.unit.code for change in plan.closed] == ["a"]
    assert units.current(tx).by_code["a"].valid_to == date(2026, 11, 21)
    again = bring(tx, hamlet("dong"))
    assert again.closed == ()


def test_an_example_whose_code_a_real_unit_takes_becomes_that_unit(tx: Connection) -> None:
    bring(tx, example("a"))
    poster = units.current(tx).by_code["a"].join_code
    plan = bring(tx, hamlet("a", source="Thống kê xã"))
    assert plan.removed == ()
    assert units.current(tx).by_code["a"] == hamlet("a", source="Thống kê xã", join_code=poster)


def test_importing_examples_over_real_units_leaves_these(tx: Connection) -> None:
    bring(tx, hamlet("dong"))
    plan = bring(tx, example("a"))
    assert [one.code for one in plan.missing] == ["dong"]


def test_a_join_code_is_never_given_twice_even_after_its_unit_is_gone(tx: Connection) -> None:
    bring(tx, example("a"), seed=7)
    bring(tx, hamlet("dong"), seed=7)
    codes = tx.scalars(select(join_code.c.code)).all()
    assert len(set(codes)) == 2


def test_a_join_code_that_is_printed_cannot_be_changed(tx: Connection) -> None:
    bring(tx, hamlet("dong", join_code="4321"))
    with pytest.raises(ContentError, match=r"units.csv, đơn vị dong, cột join_code: đơn vị này đã có mã 4321"):
        bring(tx, hamlet("dong", join_code="1234"))


def test_a_join_code_of_another_unit_is_refused(tx: Connection) -> None:
    bring(tx, hamlet("dong", join_code="4321"))
    with pytest.raises(ContentError, match="mã 4321 đã dùng cho đơn vị khác"):
        bring(tx, hamlet("tay", join_code="4321"))


def test_a_real_unit_cannot_merge_into_an_example(tx: Connection) -> None:
    with pytest.raises(ContentError, match="là đơn vị ví dụ"):
        bring(tx, hamlet("dong", valid_to=TODAY, merged_into="a"), example("a"))


def test_an_import_is_all_or_nothing(tx: Connection) -> None:
    bring(tx, hamlet("dong", join_code="4321"))
    good, bad = hamlet("moi"), replace(hamlet("tay"), join_code="4321")
    with pytest.raises(ContentError):
        bring(tx, good, bad)
    assert set(units.current(tx).by_code) == {"dong"}

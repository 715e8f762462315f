"""Units live between two dates, merge, and are listed the way people look for them."""

from datetime import date

import pytest

from campaign.units import Unit, UnitKind, Units

DAY = date(2026, 11, 22)
ENDED = date(2026, 6, 30)


def hamlet(code: str, name: str, commune: str = "Trà Lũ", merged_into: str | None = None, poster: str = "") -> Unit:
    valid_to = ENDED if merged_into else None
    values = {"join_code": poster, "valid_to": valid_to, "merged_into": merged_into}
    return Unit(code, UnitKind.HAMLET, name, commune, **values)  # type: ignore[arg-type]


def units(*these: Unit) -> Units:
    return Units({one.code: one for one in these})


def test_a_merged_unit_is_answered_for_by_the_last_in_the_chain() -> None:
    east = hamlet("c", "Xóm Đông")
    found = units(hamlet("a", "Xóm 1", merged_into="b", poster="4321"), hamlet("b", "Xóm 2", merged_into="c"), east)
    assert found.get("a", DAY) == east
    assert found.joined_by("4321", DAY) == east


def test_before_it_merged_a_unit_answers_for_itself() -> None:
    old = hamlet("a", "Xóm 1", merged_into="b")
    assert units(old, hamlet("b", "Xóm 2")).get("a", ENDED) == old


def test_units_that_merge_in_a_ring_are_nobody() -> None:
    assert units(hamlet("a", "Xóm 1", merged_into="b"), hamlet("b", "Xóm 2", merged_into="a")).get("a", DAY) is None


def test_an_unknown_code_is_nobody() -> None:
    assert units().get("xa", DAY) is None
    assert units().joined_by("1234", DAY) is None


def test_numbered_hamlets_are_listed_first_by_number_then_the_others_by_letters() -> None:
    listed = units(
        hamlet("x10", "Xóm 10"), hamlet("tay", "Xóm Tây"), hamlet("dong", "Xóm Đông"), hamlet("x2", "Xóm 2"),
        hamlet("khac", "Xóm 1", "Xuân Vinh"), Unit("thcs", UnitKind.SCHOOL, "Trường 1"),
    ).hamlets(DAY, "Trà Lũ")  # fmt: skip
    assert [one.code for one in listed] == ["x2", "x10", "dong", "tay"]


def test_former_communes_are_those_that_have_hamlets_today() -> None:
    found = units(hamlet("a", "Xóm 1"), hamlet("b", "Xóm 1", "Thọ Nghiệp"), hamlet("c", "Xóm 2", "Cũ", "a"))
    assert found.old_communes(DAY) == ("Thọ Nghiệp", "Trà Lũ")


@pytest.mark.parametrize(("first", "last", "overlaps"), [
    (date(2026, 5, 1), date(2026, 5, 9), False), (date(2026, 5, 1), date(2026, 5, 10), True),
    (date(2026, 6, 30), date(2026, 7, 9), True), (date(2026, 7, 1), date(2026, 7, 9), False),
])  # fmt: skip
def test_a_unit_overlaps_the_days_between_its_first_and_last(first: date, last: date, overlaps: bool) -> None:
    unit = Unit("a", UnitKind.HAMLET, "Xóm 1", valid_from=date(2026, 5, 10), valid_to=ENDED)
    assert unit.overlaps(first, last) == overlaps

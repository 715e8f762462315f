"""Figures that only a report has, and the five skill rates."""

from datetime import date

import pytest

from campaign.reported import COMMUNE, Known, Reported, Skill, SkillRate, of_commune, skill_rates

DAY = date(2026, 11, 15)


def known(value: int, source: str = "UBND xã", day: date = DAY) -> Known:
    return Known(value, day, (source,))


def test_the_commune_is_the_sum_of_its_units_unless_it_was_typed_itself() -> None:
    units = {
        ("dong", Reported.CLASSES): known(3, day=date(2026, 3, 1)),
        ("tay", Reported.CLASSES): known(4, "trưởng xóm"),
        ("dong", Reported.DIGITAL_TEAMS): known(1),
        (COMMUNE, Reported.DIGITAL_TEAMS): known(33),
    }
    found = of_commune(units)
    assert found[Reported.CLASSES] == Known(7, DAY, ("UBND xã", "trưởng xóm"))
    assert found[Reported.DIGITAL_TEAMS].value == 33
    assert Reported.SPENDING not in found


def test_the_five_rates_are_of_what_was_typed() -> None:
    commune = {Reported.OFFICIALS_SKILLED: known(38, "Văn phòng"), Reported.OFFICIALS_ALL: known(45, "Văn phòng")}
    rates = {one.skill: one for one in skill_rates(commune, 27_219, 3_782, ["Công an xã"])}
    assert list(rates) == list(Skill)
    assert (rates[Skill.OFFICIALS].percent, rates[Skill.OFFICIALS].sources) == ("84,4", ("Văn phòng",))
    assert (rates[Skill.VNEID].percent, rates[Skill.VNEID].sources) == ("13,9", ("Công an xã",))
    assert (rates[Skill.STUDENTS].numerator, rates[Skill.STUDENTS].percent) == (None, "–")


@pytest.mark.parametrize(("numerator", "denominator"), [(5, 4), (None, 4), (4, None), (0, 0)])
def test_a_rate_that_cannot_be_right_is_not_shown(numerator: int | None, denominator: int | None) -> None:
    assert SkillRate(Skill.WORKERS, numerator, denominator, ()).percent == "–"

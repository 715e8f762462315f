"""What the office types is kept as it was typed, and refused in one sentence when it cannot be right."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import Connection

from campaign.indicators import Indicator
from campaign.reported import COMMUNE, Known, Reported
from storage import typed_figures, units
from storage.typed_figures import TypedFigure
from tests.db.commune import hamlet, settle

TODAY = date(2026, 11, 20)
NOW = datetime(2026, 11, 20, 8, tzinfo=UTC)
HOUSEHOLDS, VNEID = Indicator.HOUSEHOLDS_REACHED, Indicator.VNEID_CONFIRMED


@pytest.fixture(autouse=True)
def hamlets(tx: Connection) -> None:
    settle(tx, hamlet("dong", 200, households=60), hamlet("moi", None))


def add(
    tx: Connection,
    value: int,
    indicator: Indicator | Reported = HOUSEHOLDS,
    unit: str = "dong",
    source: str = "Công an xã, ẫ ư đ",
    as_of: date = TODAY,
) -> None:
    figure = TypedFigure(unit, indicator, value, as_of, source)
    typed_figures.add(tx, figure, TODAY, NOW, "chị Hoa")


def test_the_newest_by_day_then_the_one_typed_last_counts(tx: Connection) -> None:
    for value, days in ((10, 5), (40, 2), (30, 2), (20, 4)):
        add(tx, value, as_of=TODAY - timedelta(days=days))
    found = {days: typed_figures.latest(tx, TODAY - timedelta(days=days)) for days in (0, 2, 3, 6)}
    values = {days: [one.value for one in figures.values()] for days, figures in found.items()}
    assert values == {0: [30], 2: [30], 3: [20], 6: []}


def test_what_was_typed_before_stays_to_be_seen(tx: Connection) -> None:
    add(tx, 10)
    add(tx, 12)
    found = typed_figures.history(tx, "dong")
    assert [(one.figure.value, one.figure.source, one.typed_by) for one in found] == [
        (12, "Công an xã, ẫ ư đ", "chị Hoa"),
        (10, "Công an xã, ẫ ư đ", "chị Hoa"),
    ]
    assert typed_figures.history(tx, "moi") == ()


@pytest.mark.parametrize(("value", "indicator"), [(0, HOUSEHOLDS), (60, HOUSEHOLDS), (200, VNEID)])
def test_a_figure_up_to_the_whole_is_fine(tx: Connection, value: int, indicator: Indicator) -> None:
    add(tx, value, indicator)
    assert typed_figures.latest(tx, TODAY)["dong", indicator].value == value


def test_nothing_is_known_to_be_too_much_where_no_whole_is_known(tx: Connection) -> None:
    add(tx, 5000, VNEID, unit="moi")
    assert typed_figures.latest(tx, TODAY)["moi", VNEID].value == 5000


@pytest.mark.parametrize(
    ("value", "indicator", "unit", "source", "says"),
    [
        (-1, HOUSEHOLDS, "dong", "Công an", "không thể nhỏ hơn 0"),
        (61, HOUSEHOLDS, "dong", "Công an", "Xóm dong có 60 hộ"),
        (201, VNEID, "dong", "Công an", "Xóm dong có 200 người trưởng thành"),
        (10**9, VNEID, "moi", "Công an", "số này lớn quá"),
        (1, VNEID, "xóm-lạ", "Công an", "không có đơn vị mã “xóm-lạ”"),
        (1, VNEID, "dong", "  ", "lấy từ đâu"),
        (1, VNEID, "dong", "ẫ" * 201, "trong 200 chữ cái"),
    ],
)
def test_a_wrong_figure_is_refused_in_one_sentence(
    tx: Connection, value: int, indicator: Indicator, unit: str, source: str, says: str
) -> None:
    with pytest.raises(ValueError, match=says):
        add(tx, value, indicator, unit, source)
    assert typed_figures.latest(tx, TODAY) == {}


def test_a_figure_of_tomorrow_is_refused(tx: Connection) -> None:
    with pytest.raises(ValueError, match=r"đứng sau hôm nay \(20/11/2026\)"):
        add(tx, 1, as_of=TODAY + timedelta(days=1))


def test_an_invented_unit_with_a_figure_is_kept_when_real_ones_come(tx: Connection) -> None:
    settle(tx, hamlet("mau-1", source="ví dụ"), hamlet("mau-2", source="ví dụ"))
    add(tx, 3, unit="mau-1")
    planned = units.plan(tx, [hamlet("that", source="UBND xã")], TODAY, Path("units.csv"))
    assert [one.code for one in planned.removed] == ["mau-2"]
    units.apply(tx, planned, Random(1))
    assert typed_figures.latest(tx, TODAY)["mau-1", HOUSEHOLDS].value == 3


def test_what_the_program_counts_itself_is_not_typed(tx: Connection) -> None:
    with pytest.raises(ValueError, match="is not typed"):
        add(tx, 1, Indicator.PARTICIPANTS)


def test_what_is_counted_from_new_year_is_added_up_over_the_years_of_a_report(tx: Connection) -> None:
    for value, day in ((9, date(2024, 12, 1)), (4, date(2025, 6, 1)), (7, date(2025, 12, 20)), (5, date(2026, 11, 1))):
        add(tx, value, Reported.CLASSES, as_of=day)
    found = typed_figures.reported(tx, date(2025, 1, 1), TODAY)
    assert found == {("dong", Reported.CLASSES): Known(12, date(2026, 11, 1), ("Công an xã, ẫ ư đ",))}


def test_how_things_stand_is_the_newest_figure_even_from_before_the_report(tx: Connection) -> None:
    add(tx, 30, Reported.DIGITAL_TEAMS, COMMUNE, as_of=date(2025, 3, 1))
    add(tx, 2, Reported.DIGITAL_TEAMS, as_of=TODAY)
    found = typed_figures.reported(tx, date(2026, 1, 1), TODAY)
    assert found[COMMUNE, Reported.DIGITAL_TEAMS].value == 30
    assert found["dong", Reported.DIGITAL_TEAMS].value == 2


def test_figures_of_reports_are_not_in_the_table_and_those_of_the_table_are_of_units(tx: Connection) -> None:
    add(tx, 3, Reported.SPENDING)
    assert typed_figures.latest(tx, TODAY) == {}
    with pytest.raises(ValueError, match="cho từng đơn vị"):
        add(tx, 3, VNEID, COMMUNE)

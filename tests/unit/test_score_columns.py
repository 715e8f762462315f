"""The columns of a score sheet while the council is still at work."""

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

from campaign.columns import columns
from campaign.frozen import Frozen, FrozenSheet
from campaign.sheet import Entry, Role
from campaign.table_file import parse

NOW = datetime(2026, 12, 8, tzinfo=UTC)
TABLE = """
year: 2026
block: xóm
name: Bảng điểm
rounding: leaf
kinds: [hamlet]
max: 10
criteria:
  - {code: "1", name: Người được xác nhận ẫ, max: 10, formula: share_of_best, source: typed}
"""


def sheet(unit: str, value: int, *roles: Role) -> FrozenSheet:
    return FrozenSheet(unit, unit, tuple(Entry("1", role, Decimal(value), NOW, "ai đó") for role in roles), {}, ())


def test_what_the_council_agreed_on_is_held_against_all_that_was_reviewed() -> None:
    agreed = sheet("dong", 20, Role.UNIT, Role.OFFICE, Role.COUNCIL)
    sheets = (agreed, sheet("tay", 40, Role.UNIT, Role.OFFICE), sheet("nam", 80, Role.UNIT))
    day = date(2026, 12, 8)
    made = columns(Frozen(parse(Path("b.yaml"), TABLE), day, "Hội đồng", day, 0, NOW, "", "", sheets, ()))
    totals = {role: {unit: one.total for unit, one in of.items()} for role, of in made.items()}
    assert totals[Role.COUNCIL] == {"dong": Decimal(5)}
    assert totals[Role.OFFICE] == {"dong": Decimal(5), "tay": Decimal(10)}
    assert totals[Role.UNIT] == {"dong": Decimal("2.5"), "tay": Decimal(5), "nam": Decimal(10)}

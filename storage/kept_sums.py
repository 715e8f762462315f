"""Reading standing sums: those of a period, in the rows of the units that answer for theirs on a day."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import Connection, select

from campaign.units import UnitKind, Units
from storage.among import among
from storage.by_day import Counted, RowAtEnd
from storage.sums import NO_HAMLET, OUTSIDE, UNCOUNTED, Sums
from storage.tables import standing

_KEPT = select(standing.c.period, standing.c.row, *(standing.c[name] for name in Sums._fields)).where(
    among(standing.c.period, "periods")
)
_KEPT_OF = _KEPT.where(among(standing.c.row, "rows"))


def kept(
    tx: Connection, periods: Collection[str], row_at_end: RowAtEnd, rows: Collection[str] | None = None
) -> dict[str, Counted]:
    """Return the standing sums of each of these periods, by its key: all of them or those of some rows."""
    counted = {period: Counted() for period in periods}
    wanted = _KEPT if rows is None else _KEPT_OF
    for period, kept_row, *figures in tx.execute(wanted, {"periods": sorted(periods), "rows": sorted(rows or ())}):
        sums, row, of_period = Sums(*figures), kept_row, counted[period]
        if row not in (OUTSIDE, UNCOUNTED):
            row = row_at_end(row) or NO_HAMLET
            of_period.total = of_period.total.plus(sums)
        of_period.rows[row] = of_period.rows[row].plus(sums)
    return counted


def row_at(units: Units, kind: UnitKind, day: date) -> RowAtEnd:
    """Return what names the unit of this kind that answers for a code on a day, None when none does."""

    def row_at(code: str) -> str | None:
        one = units.get(code, day)
        return one.code if one is not None and one.kind is kind else None

    return row_at

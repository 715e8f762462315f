"""The figures: one definition per indicator, the same for chat, pages, exports and scores.

They are read from the standing sums where a period's sums are kept, else added up from learner days; both give the
same (a property test says so). Homes and choices are judged at the period's end, the earlier of its last day and
today; a unit that has merged by then is answered for by the one it went into.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import Connection, bindparam, exists, func, or_, select

from campaign.consent import Purpose
from campaign.indicators import WORDS, Indicator, Note, Rate
from campaign.periods import week, year
from campaign.units import Unit, UnitKind, Units, in_order
from conversation.render import HamletFigures
from storage.among import among
from storage.by_day import Counted, count_days
from storage.standing import Standing
from storage.sums import NO_HAMLET, OUTSIDE, UNCOUNTED, Sums
from storage.table_notes import table_notes
from storage.tables import consent, learner, standing, unit
from storage.units import current


@dataclass(frozen=True, slots=True)
class Figures:
    """The indicators of one row; `adults` is None where the office has not given a number."""

    adults: int | None
    participants: int
    participation_rate: Rate
    completers: int
    completion_rate: Rate
    lessons_completed: int
    questions_answered: int
    correct_first_try: int
    remembered: Rate
    practised: int

    def cells(self) -> Iterator[tuple[Indicator, int | Rate | None]]:
        """Yield each indicator with its figure, in the order of the columns."""
        yield Indicator.ADULTS, self.adults
        yield Indicator.PARTICIPANTS, self.participants
        yield Indicator.PARTICIPATION_RATE, self.participation_rate
        yield Indicator.COMPLETERS, self.completers
        yield Indicator.COMPLETION_RATE, self.completion_rate
        yield Indicator.LESSONS_COMPLETED, self.lessons_completed
        yield Indicator.QUESTIONS_ANSWERED, self.questions_answered
        yield Indicator.CORRECT_FIRST_TRY, self.correct_first_try
        yield Indicator.REMEMBERED, self.remembered
        yield Indicator.PRACTISED, self.practised


@dataclass(frozen=True, slots=True)
class TableRow:
    """One unit of the table; code "?" is the row of those who chose no hamlet."""

    code: str
    kind: UnitKind
    name: str
    old_commune: str
    figures: Figures


@dataclass(frozen=True, slots=True)
class Table:
    """The participation of the days `first` to `last` as far as they are over, with what to say below it.

    `learning_uncounted` and `outside_commune` are people outside the total.
    """

    kind: UnitKind
    first: date
    last: date
    rows: tuple[TableRow, ...]
    totals: Figures
    learning_uncounted: int
    outside_commune: int
    notes: tuple[str, ...]


def participation(
    tx: Connection,
    first: date,
    last: date,
    today: date,
    keeper: Standing,
    kind: UnitKind = UnitKind.HAMLET,
) -> Table:
    """Return the table of the days `first` to `last`, both inclusive, as it stands today."""
    end = min(last, today)
    units = current(tx)
    counted, is_kept = _count(tx, first, end, today, keeper, kind, units)
    shown = _shown(units, kind, first, end)
    rows = tuple(_row(one, counted.rows[one.code], end) for one in shown)
    if kind is UnitKind.HAMLET:
        rows += (TableRow(NO_HAMLET, kind, WORDS.no_hamlet, "", _figures(counted.rows[NO_HAMLET], None)),)
    totals = _totals(rows, counted.total)
    no_hamlet = counted.rows[NO_HAMLET].participants
    lessons = keeper.lessons_to_complete
    notes = table_notes(units, shown, end, participants=totals.participants, no_hamlet=no_hamlet, lessons=lessons)
    if not is_kept and (erased := _erased(tx, end)):
        notes += (WORDS.note(Note.ERASED, count=erased),)
    uncounted, outside = counted.rows[UNCOUNTED].participants, counted.rows[OUTSIDE].participants
    return Table(kind, first, last, rows, totals, uncounted, outside, notes)


def hamlet_progress(tx: Connection, unit_codes: Collection[str], today: date) -> dict[str, HamletFigures]:
    """Return how these hamlets are doing, by the code that was asked for; unknown ones are missing."""
    units = _hamlets(tx, unit_codes)
    row_at_end = _row_at(units, UnitKind.HAMLET, today)
    in_year = _kept(tx, year(today).key, row_at_end, units.by_code).rows
    in_week = _kept(tx, week(today).key, row_at_end, units.by_code).rows
    asked = ((code, units.get(code, today)) for code in unit_codes)
    return {code: _progress(one, in_year[one.code], in_week[one.code], today) for code, one in asked if one}


def _progress(one: Unit, in_year: Sums, in_week: Sums, today: date) -> HamletFigures:
    # The week of New Year also holds who began in the old year: all of this year's participants are its newcomers.
    is_first_week = week(today).first <= year(today).first
    return HamletFigures(in_year.participants, in_year.participants if is_first_week else in_week.newcomers, one.adults)


def _count(
    tx: Connection, first: date, end: date, today: date, keeper: Standing, kind: UnitKind, units: Units
) -> tuple[Counted, bool]:
    """Return the sums of these days, and whether they were kept."""
    row_at_end = _row_at(units, kind, end)
    period = keeper.kept(first, end, today) if kind is UnitKind.HAMLET else None
    if period is not None:
        return _kept(tx, period.key, row_at_end), True
    return count_days(tx, first, end, kind, keeper.lessons_to_complete, row_at_end), False


_KEPT = select(standing.c.row, *(standing.c[name] for name in Sums._fields)).where(
    standing.c.period == bindparam("period")
)
_KEPT_OF = _KEPT.where(among(standing.c.row, "rows"))


def _kept(
    tx: Connection, period: str, row_at_end: Callable[[str], str | None], rows: Collection[str] | None = None
) -> Counted:
    """Return the standing sums of a period, all of them or those of some rows."""
    wanted = _KEPT if rows is None else _KEPT_OF
    found = tx.execute(wanted, {"period": period, "rows": sorted(rows or ())})
    counted = Counted()
    for kept_row, *figures in found:
        sums = Sums(*figures)
        row = kept_row
        if row not in (OUTSIDE, UNCOUNTED):
            row = row_at_end(row) or NO_HAMLET
            counted.total = counted.total.plus(sums)
        counted.rows[row] = counted.rows[row].plus(sums)
    return counted


def _row_at(units: Units, kind: UnitKind, day: date) -> Callable[[str], str | None]:
    """Return what names the unit of this kind that answers for a code on a day, None when none does."""

    def row_at(code: str) -> str | None:
        one = units.get(code, day)
        return one.code if one is not None and one.kind is kind else None

    return row_at


_HAMLETS = select(unit.c.code, unit.c.adults, unit.c.valid_from, unit.c.valid_to, unit.c.merged_into).where(
    unit.c.kind == UnitKind.HAMLET.value,
    or_(
        among(unit.c.code, "codes"),
        unit.c.merged_into.is_not(None),
        unit.c.code.in_(select(unit.c.merged_into)),
    ),
)


def _hamlets(tx: Connection, codes: Collection[str]) -> Units:
    """Return these hamlets and all that have merged, with what it takes to follow mergers."""
    rows = tx.execute(_HAMLETS, {"codes": sorted(codes)})
    return Units({row.code: Unit(kind=UnitKind.HAMLET, name="", **row._mapping) for row in rows})


def _shown(units: Units, kind: UnitKind, first: date, end: date) -> tuple[Unit, ...]:
    """Return the units that existed on any day of the period, by former commune, numbered ones first."""
    shown = (one for one in units.by_code.values() if one.kind is kind and one.overlaps(first, end))
    return tuple(sorted(shown, key=lambda one: (one.old_commune, *in_order(one))))


def _row(one: Unit, sums: Sums, end: date) -> TableRow:
    # The adults of a unit that has ended are among those of the one it went into.
    adults = one.adults if one.is_valid(end) else None
    return TableRow(one.code, one.kind, one.name, one.old_commune, _figures(sums, adults))


def _figures(sums: Sums, adults: int | None) -> Figures:
    return Figures(
        adults=adults,
        participants=sums.participants,
        participation_rate=Rate(sums.participants, adults),
        completers=sums.completers,
        completion_rate=Rate(sums.completers, adults),
        lessons_completed=sums.lessons,
        questions_answered=sums.answers,
        correct_first_try=sums.correct_first_try,
        remembered=Rate(sums.reviews_right, sums.reviews),
        practised=sums.practised,
    )


def _totals(rows: Sequence[TableRow], total: Sums) -> Figures:
    """Return the totals. A unit whose adults are unknown is in the counts but on neither side of the rates.

    Those who chose no hamlet are: the adults of the hamlets are all adults of the commune, them included.
    """
    adults = sum(row.figures.adults or 0 for row in rows) or None
    rated = [row.figures for row in rows if row.figures.adults or row.code == NO_HAMLET]
    return replace(
        _figures(total, adults),
        participation_rate=Rate(sum(row.participants for row in rated), adults),
        completion_rate=Rate(sum(row.completers for row in rated), adults),
    )


def _erased(tx: Connection, end: date) -> int:
    """Return how many people who may have learned by then had themselves erased: their consents stay, they do not."""
    next_day = datetime.combine(end + timedelta(days=1), time(), UTC)
    gone = ~exists().where(learner.c.pseudonym == consent.c.pseudonym)
    agreed = (consent.c.purpose == Purpose.LEARN.value, consent.c.choice, consent.c.at < next_day)
    return tx.scalar(select(func.count(consent.c.pseudonym.distinct())).where(*agreed, gone)) or 0

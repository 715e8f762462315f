"""The figures a chat tells: how a learner's hamlet is doing, and the card of a leader's unit.

Both are asked inside the transaction of a turn, so they read standing sums of a few rows. Only the card of a unit that
is no hamlet adds up the days of its members.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date, timedelta

from sqlalchemy import Connection, or_, select

from campaign.periods import week, year
from campaign.small_cells import is_small
from campaign.units import Unit, UnitKind, Units
from conversation.pictures import HamletCard
from conversation.render import HamletFigures
from storage import guided, questions
from storage.among import among
from storage.by_day import RowAtEnd, count_days, count_newcomers
from storage.guided import Held
from storage.kept_sums import kept, row_at
from storage.standing import Standing
from storage.sums import Sums
from storage.tables import unit
from storage.units import current

_WEEKS = 8

_Counted = tuple[Mapping[str, Sums], Mapping[str, tuple[int, ...]]]
"""Per unit its sums of the year, and how many people were new in each of the last eight weeks."""


def hamlet_progress(tx: Connection, unit_codes: Collection[str], today: date) -> dict[str, HamletFigures]:
    """Return how these hamlets are doing, by the code that was asked for; unknown ones are missing."""
    units = _hamlets(tx, unit_codes)
    this_year, this_week = year(today), week(today)
    counted = kept(tx, (this_year.key, this_week.key), row_at(units, UnitKind.HAMLET, today), units.by_code)
    in_year, in_week = counted[this_year.key].rows, counted[this_week.key].rows
    found = {}
    for code in unit_codes:
        one = units.get(code, today)
        if one is not None:
            new = _new_this_week(in_year[one.code], in_week[one.code].newcomers, today)
            found[code] = HamletFigures(in_year[one.code].participants, new, one.adults)
    return found


def summaries(
    tx: Connection, unit_codes: Collection[str], today: date, keeper: Standing, commune: str
) -> dict[str, HamletCard]:
    """Return the cards of these units' leaders, by the code that was asked for; unknown ones are missing.

    A card leaves the office, so completions of a few people are not on it. Of the eight weeks those of a hamlet are as
    they were when each ended; those of another unit are of its members of today.
    """
    units = current(tx)
    asked = {code: one for code in unit_codes if (one := units.get(code, today))}
    cards = dict[str, HamletCard]()
    for kind in {one.kind for one in asked.values()}:
        codes = {one.code for one in asked.values() if one.kind is kind}
        row_today = _among(codes, row_at(units, kind, today))
        family = [code for code in units.by_code if row_today(code)]
        years, weeks = (
            _of_hamlets(tx, family, row_today, today)
            if kind is UnitKind.HAMLET
            else _of_members(tx, kind, row_today, today, keeper)
        )
        held = guided.held(tx, year(today).first, today, kind, row_today)
        waiting = _waiting(tx, family, row_today)
        for code in codes:
            cards[code] = _card(
                units.by_code[code], commune, today, years[code], weeks[code], held.get(code, Held()), waiting[code]
            )
    return {code: cards[one.code] for code, one in asked.items()}


def newcomers(tx: Connection, kind: UnitKind, today: date) -> Mapping[str, tuple[int, ...]]:
    """Return how many people were new in each of the last eight weeks, per row of the table of this kind today.

    Of hamlets also in the rows of those without one, of other communes and of the uncounted. Rows in which nobody was
    new may be missing.
    """
    row_today = row_at(current(tx), kind, today)
    if kind is UnitKind.HAMLET:
        return _of_hamlets(tx, None, row_today, today)[1]
    return _new_members(tx, kind, row_today, today)


def _among(codes: Collection[str], row_today: RowAtEnd) -> RowAtEnd:
    """Return the same of these units only."""

    def row(code: str) -> str | None:
        found = row_today(code)
        return found if found in codes else None

    return row


def _of_hamlets(tx: Connection, family: Collection[str] | None, row_today: RowAtEnd, today: date) -> _Counted:
    weeks = [week(today - timedelta(weeks=ago)).key for ago in reversed(range(_WEEKS))]
    this_year = year(today).key
    counted = kept(tx, (this_year, *weeks), row_today, family)
    years = counted[this_year].rows
    trends = defaultdict[str, tuple[int, ...]](lambda: (0,) * _WEEKS)
    for code in years.keys() | {code for each in weeks for code in counted[each].rows}:
        *before, newest = (counted[each].rows[code].newcomers for each in weeks)
        trends[code] = (*before, _new_this_week(years[code], newest, today))
    return years, trends


def _of_members(tx: Connection, kind: UnitKind, row_today: RowAtEnd, today: date, keeper: Standing) -> _Counted:
    years = count_days(tx, year(today).first, today, kind, keeper.lessons_to_complete, row_today).rows
    return years, _new_members(tx, kind, row_today, today)


def _new_members(tx: Connection, kind: UnitKind, row_today: RowAtEnd, today: date) -> Mapping[str, tuple[int, ...]]:
    weeks = [week(today - timedelta(weeks=ago)) for ago in reversed(range(_WEEKS))]
    trends = defaultdict[str, tuple[int, ...]](lambda: (0,) * _WEEKS)
    trends.update(count_newcomers(tx, weeks, today, kind, row_today))
    return trends


def _waiting(tx: Connection, family: Collection[str], row_today: RowAtEnd) -> Mapping[str, int]:
    """Return how many people wait for help in each unit, those of units that went into it included."""
    waiting = defaultdict[str, int](int)
    for code, people in questions.count_waiting(tx, family).items():
        waiting[row_today(code) or code] += people
    return waiting


def _card(
    one: Unit, commune: str, today: date, sums: Sums, weeks: tuple[int, ...], held: Held, waiting: int
) -> HamletCard:
    few = {sums.completers, sums.minors_completed, sums.completers - sums.minors_completed}
    return HamletCard(
        commune=commune,
        hamlet=one.name,
        as_of=today,
        participants=sums.participants,
        adults=one.adults,
        newcomers_this_week=weeks[-1],
        completers=None if is_small(sums.completers) else sums.completers,
        weeks=weeks,
        sessions_held=held.sessions,
        session_visits=held.visits,
        waiting=waiting,
        minors=None if is_small(sums.minors) else sums.minors,
        minors_completed=None if any(map(is_small, few)) else sums.minors_completed,
    )


def _new_this_week(in_year: Sums, newcomers: int, today: date) -> int:
    # The week of New Year also holds who began in the old year: all of this year's participants are its newcomers.
    return in_year.participants if week(today).first <= year(today).first else newcomers


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

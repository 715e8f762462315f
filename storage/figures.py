"""The figures: one definition per indicator, the same for chat, pages, exports and scores.

They are read from the standing sums where a period's sums are kept, else added up from learner days; both give the
same (a property test says so). Homes and choices are judged at the period's end, the earlier of its last day and
today; a unit that has merged by then is answered for by the one it went into.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import Connection, exists, func, select

from campaign.consent import Purpose
from campaign.indicators import WORDS, Indicator, Note, Rate
from campaign.self_rating import NOBODY, SelfRating
from campaign.typed import TYPED, TypedFigure
from campaign.units import Unit, UnitKind, Units, in_order
from storage import guided, heavy, marks, self_ratings, typed_figures
from storage.by_day import Counted
from storage.guided import Held
from storage.heavy import Ask, answer
from storage.kept_sums import kept, row_at
from storage.standing import Standing
from storage.summaries import hamlet_progress as hamlet_progress
from storage.summaries import summaries as summaries
from storage.sums import NO_HAMLET, OUTSIDE, UNCOUNTED, Sums
from storage.table_notes import table_notes
from storage.tables import consent, learner
from storage.units import current


@dataclass(frozen=True, slots=True)
class Figures:
    """The indicators of one row; `adults` and the typed ones are None where the office has not given a number.

    `women` to `minors` are among the participants. `unknown_age` too, which is no column but a note.
    """

    adults: int | None
    participants: int
    participation_rate: Rate
    completers: int
    completion_rate: Rate
    women: int
    aged_60_plus: int
    officials: int
    students: int
    workers: int
    minors: int
    lessons_completed: int
    questions_answered: int
    correct_first_try: int
    remembered: Rate
    practised: int
    assisted: int
    sessions_held: int
    session_visits: int
    session_first_timers: int
    reached: int
    households_reached: int | None
    association_members: int | None
    vneid_confirmed: int | None
    unknown_age: int

    def cells(self) -> Iterator[tuple[Indicator, int | Rate | None]]:
        """Yield each indicator with its figure, in the order of the columns."""
        for indicator in _COLUMNS:
            yield indicator, getattr(self, indicator.value)

    def typed(self, indicator: Indicator) -> int | None:
        """Return one of the figures the office types."""
        figure: int | None = getattr(self, indicator.value)
        return figure


_COLUMNS = tuple(
    indicator for indicator in Indicator if indicator not in (Indicator.LEARNING_UNCOUNTED, Indicator.OUTSIDE_COMMUNE)
)


@dataclass(frozen=True, slots=True)
class TableRow:
    """One unit of the table; code "?" is the row of those who chose no hamlet."""

    code: str
    kind: UnitKind
    name: str
    old_commune: str
    figures: Figures

    @property
    def is_rated(self) -> bool:
        """Say whether the people of this row are in the rates of the total."""
        return bool(self.figures.adults) or self.code == NO_HAMLET


@dataclass(frozen=True, slots=True)
class Table:
    """The participation of the days `first` to `last` as far as they are over, with what to say below it.

    `learning_uncounted` and `outside_commune` are people outside the total; `is_demo` when the commune is invented;
    `self_rating` is of everybody in the total of a table of hamlets.
    """

    kind: UnitKind
    first: date
    last: date
    rows: tuple[TableRow, ...]
    totals: Figures
    learning_uncounted: int
    outside_commune: int
    notes: tuple[str, ...]
    is_demo: bool = False
    self_rating: SelfRating = NOBODY


def participation(
    tx: Connection,
    first: date,
    last: date,
    today: date,
    keeper: Standing,
    kind: UnitKind = UnitKind.HAMLET,
    ask: Ask = answer,
) -> Table:
    """Return the table of the days `first` to `last`, both inclusive, as it stands today.

    Raises:
        NotYetError: when `ask` lets another process count, and it is not done.
    """
    end = min(last, today)
    units = current(tx)
    counted, is_kept = _count(tx, first, end, today, keeper, kind, units, ask)
    held = guided.held(tx, first, end, kind, row_at(units, kind, end))
    typed = typed_figures.latest(tx, end)
    shown = _shown(units, kind, first, end)
    rows = tuple(_row(one, counted.rows[one.code], held.get(one.code, Held()), typed, end) for one in shown)
    if kind is UnitKind.HAMLET:
        of_none = _figures(counted.rows[NO_HAMLET], None, held.get(NO_HAMLET, Held()), {})
        rows += (TableRow(NO_HAMLET, kind, WORDS.no_hamlet, "", of_none),)
    totals = _totals(rows, counted.total)
    rated = self_ratings.added_up(tx, first, end, today) if kind is UnitKind.HAMLET else NOBODY
    notes = table_notes(
        units,
        shown,
        end,
        unknown_age=totals.unknown_age,
        no_hamlet=counted.rows[NO_HAMLET].participants,
        waiting=sum(one.waiting for one in held.values()),
        typed=typed,
        lessons=keeper.lessons_to_complete,
        is_rated=not rated.is_empty,
    )
    if not is_kept and (erased := _erased(tx, end)):
        notes += (WORDS.note(Note.ERASED, count=erased),)
    is_demo = marks.is_demo(tx)
    if is_demo:
        notes = (WORDS.note(Note.DEMO), *notes)
    uncounted, outside = counted.rows[UNCOUNTED].participants, counted.rows[OUTSIDE].participants
    return Table(kind, first, last, rows, totals, uncounted, outside, notes, is_demo, rated)


def _count(
    tx: Connection, first: date, end: date, today: date, keeper: Standing, kind: UnitKind, units: Units, ask: Ask
) -> tuple[Counted, bool]:
    """Return the sums of these days, and whether they were kept."""
    row_at_end = row_at(units, kind, end)
    period = keeper.kept(first, end, today) if kind is UnitKind.HAMLET else None
    if period is not None:
        return kept(tx, [period.key], row_at_end)[period.key], True
    if all(one.kind is not kind for one in units.by_code.values()):
        return Counted(), False
    return heavy.days(tx, ask, first, end, kind, keeper.lessons_to_complete), False


def _shown(units: Units, kind: UnitKind, first: date, end: date) -> tuple[Unit, ...]:
    """Return the units that existed on any day of the period, by former commune, numbered ones first."""
    shown = (one for one in units.by_code.values() if one.kind is kind and one.overlaps(first, end))
    return tuple(sorted(shown, key=lambda one: (one.old_commune, *in_order(one))))


Typed = Mapping[tuple[str, Indicator], TypedFigure]


def _row(one: Unit, sums: Sums, held: Held, typed: Typed, end: date) -> TableRow:
    # The adults of a unit that has ended, and what was typed about it, are with the one it went into.
    is_valid = one.is_valid(end)
    known = {each: typed[one.code, each].value for each in TYPED if is_valid and (one.code, each) in typed}
    figures = _figures(sums, one.adults if is_valid else None, held, known)
    return TableRow(one.code, one.kind, one.name, one.old_commune, figures)


def _figures(sums: Sums, adults: int | None, held: Held, typed: Mapping[Indicator, int]) -> Figures:
    return Figures(
        adults=adults,
        participants=sums.participants,
        participation_rate=Rate(sums.participants - sums.minors, adults),
        completers=sums.completers,
        completion_rate=Rate(sums.completers - sums.minors_completed, adults),
        women=sums.women,
        aged_60_plus=sums.aged_60_plus,
        officials=sums.officials,
        students=sums.students,
        workers=sums.workers,
        minors=sums.minors,
        lessons_completed=sums.lessons,
        questions_answered=sums.answers,
        correct_first_try=sums.correct_first_try,
        remembered=Rate(sums.reviews_right, sums.reviews),
        practised=sums.practised,
        assisted=sums.assisted,
        sessions_held=held.sessions,
        session_visits=held.visits,
        session_first_timers=held.first_timers,
        reached=sums.participants + held.first_timers,
        households_reached=typed.get(Indicator.HOUSEHOLDS_REACHED),
        association_members=typed.get(Indicator.ASSOCIATION_MEMBERS),
        vneid_confirmed=typed.get(Indicator.VNEID_CONFIRMED),
        unknown_age=sums.unknown_age,
    )


def _totals(rows: Sequence[TableRow], total: Sums) -> Figures:
    """Return the totals. A unit whose adults are unknown is in the counts but on neither side of the rates.

    Those who chose no hamlet are: the adults of the hamlets are all adults of the commune, them included. A typed
    figure is added up where it is known.
    """
    adults = sum(row.figures.adults or 0 for row in rows) or None
    rated = [row.figures for row in rows if row.is_rated]
    held = Held(
        sum(row.figures.sessions_held for row in rows),
        sum(row.figures.session_visits for row in rows),
        sum(row.figures.session_first_timers for row in rows),
    )
    known = {each: [value for row in rows if (value := row.figures.typed(each)) is not None] for each in TYPED}
    typed = {each: sum(values) for each, values in known.items() if values}
    return replace(
        _figures(total, adults, held, typed),
        participation_rate=Rate(sum(row.participation_rate.numerator for row in rated), adults),
        completion_rate=Rate(sum(row.completion_rate.numerator for row in rated), adults),
    )


def _erased(tx: Connection, end: date) -> int:
    """Return how many people who may have learned by then had themselves erased: their consents stay, they do not."""
    next_day = datetime.combine(end + timedelta(days=1), time(), UTC)
    gone = ~exists().where(learner.c.pseudonym == consent.c.pseudonym)
    ended = consent.alias()  # by a withdrawal: the record became a part of another one, see storage/merging.py
    is_ended = exists().where(
        ended.c.pseudonym == consent.c.pseudonym, ended.c.purpose == Purpose.LEARN.value, ~ended.c.choice
    )
    agreed = (consent.c.purpose == Purpose.LEARN.value, consent.c.choice, consent.c.at < next_day)
    return tx.scalar(select(func.count(consent.c.pseudonym.distinct())).where(*agreed, gone, ~is_ended)) or 0

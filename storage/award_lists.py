"""The lists of candidates for awards: what hamlets, leaders and learners did in a year, gathered for the criteria."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Connection, exists, func, literal, select

from campaign.awards import (
    Amount,
    AwardKind,
    Candidate,
    Criteria,
    Measure,
    Part,
    Progress,
    Rule,
    Subject,
    candidates,
    say,
)
from campaign.indicators import Rate
from campaign.reporting import of_year
from campaign.signs import Sign
from campaign.units import UnitKind, Units
from storage import figures, signs
from storage.figures import Table, TableRow
from storage.heavy import Ask, answer, learned, learned_by, together
from storage.kept_sums import row_at
from storage.standing import Standing
from storage.sums import NO_HAMLET
from storage.tables import award, guided_session, help_request, leader, learner, learner_day
from storage.units import current

_PROGRESS = {Measure.PARTICIPATION_PROGRESS, Measure.COMPLETION_PROGRESS}
_RATES = (Measure.PARTICIPATION_RATE, Measure.COMPLETION_RATE, Measure.REMEMBERED)
_COUNTS = (
    Measure.PARTICIPANTS,
    Measure.COMPLETERS,
    Measure.LESSONS_COMPLETED,
    Measure.PRACTISED,
    Measure.SESSIONS_HELD,
    Measure.SESSION_VISITS,
    Measure.SESSION_FIRST_TIMERS,
)


@dataclass(frozen=True, slots=True)
class AwardYear:
    """The days a list is about, as far as they are over, and how sums are kept."""

    year: int
    today: date
    keeper: Standing

    @property
    def first(self) -> date:
        """Return the first day."""
        return of_year(self.year).first

    @property
    def end(self) -> date:
        """Return the last day that counts."""
        return min(of_year(self.year).last, self.today)


def candidates_of(
    tx: Connection,
    criteria: Criteria,
    of: AwardYear,
    kinds: Sequence[AwardKind] = tuple(AwardKind),
    proposed: Collection[tuple[AwardKind, str]] = (),
    ask: Ask = answer,
) -> dict[AwardKind, tuple[Candidate, ...]]:
    """Return the candidates of each of these kinds that has criteria, and whoever is `proposed`, by kind and key.

    Nobody is named here but hamlets and leaders; learners are named by whoever may (storage/awards.py).

    Raises:
        NotYetError: when `ask` lets another process count, and it is not done.
    """
    units = current(tx)
    table = figures.participation(tx, of.first, of.end, of.today, of.keeper)
    odd = {one.row.code: one.signs for one in signs.of_table(tx, table)}
    rules = {kind: rule for kind in kinds if (rule := criteria.rules.get(kind)) is not None}
    keys = {kind: {key for one, key in proposed if one is kind} for kind in rules}

    def subjects(kind: AwardKind) -> Callable[[], Sequence[Subject]]:
        return lambda: _subjects(tx, kind, rules[kind], of, units, table, odd, keys[kind], ask)

    found = {}
    for kind, some in zip(rules, together(*map(subjects, rules)), strict=True):
        gone = keys[kind] - {one.key for one in some}
        found[kind] = candidates(rules[kind], (*some, *_uncounted(tx, kind, gone, units)), keys[kind])
    return found


def years(tx: Connection, today: date) -> range:
    """Return the years that lists can be asked for, from the first in which somebody joined or was proposed."""
    joined, proposed = tx.scalar(select(func.min(learner.c.joined_on))), tx.scalar(select(func.min(award.c.year)))
    first = min(joined.year if joined else today.year, proposed or today.year, today.year)
    return range(first, today.year + 1)


def _uncounted(tx: Connection, kind: AwardKind, keys: Collection[str], units: Units) -> Sequence[Subject]:
    """Return those proposed about whom nothing is counted any more: a unit that merged, somebody not counted now."""
    if kind is AwardKind.HAMLET:
        return [Subject(kind, key, units.by_code[key].name, units.by_code[key].name, {}) for key in keys]
    ids = [int(key) for key in keys]
    if kind is AwardKind.LEADER:
        rows = tx.execute(select(leader.c.id, leader.c.unit_code, leader.c.name).where(leader.c.id.in_(ids)))
    else:
        rows = tx.execute(select(learner.c.id, learner.c.unit_code, literal("")).where(learner.c.id.in_(ids)))
    return [
        Subject(kind, str(id_), units.by_code[code].name if code else say("elsewhere"), name, {})
        for id_, code, name in rows
    ]


def _subjects(
    tx: Connection,
    kind: AwardKind,
    rule: Rule,
    of: AwardYear,
    units: Units,
    table: Table,
    odd: Mapping[str, tuple[Sign, ...]],
    proposed: Collection[str],
    ask: Ask,
) -> Sequence[Subject]:
    match kind:
        case AwardKind.HAMLET:
            needs_before = any(one.measure in _PROGRESS for one in rule.criteria) or rule.order in _PROGRESS
            before = _year_before(tx, of, units, ask) if needs_before else None
            return [_hamlet(row, before, odd) for row in table.rows if row.code != NO_HAMLET]
        case AwardKind.LEADER:
            return _leaders(tx, of, units, odd, proposed)
        case AwardKind.LEARNER:
            return _learners(tx, rule, of, units, odd, proposed, ask)


def _hamlet(
    row: TableRow, before: Mapping[str, tuple[int, int]] | None, odd: Mapping[str, tuple[Sign, ...]]
) -> Subject:
    cells = {indicator.value: value for indicator, value in row.figures.cells()}
    amounts: dict[Measure, Amount] = {}
    for measure in (*_RATES, *_COUNTS):
        value = cells[measure.value]
        amounts[measure] = 0 if value is None else value
    adults = row.figures.adults
    earlier = None if before is None else before.get(row.code, (0, 0))
    now = (row.figures.participation_rate, row.figures.completion_rate)
    for at, measure in enumerate((Measure.PARTICIPATION_PROGRESS, Measure.COMPLETION_PROGRESS)):
        amounts[measure] = Progress(now[at], Rate(earlier[at], adults) if earlier else None)
    return Subject(AwardKind.HAMLET, row.code, row.name, row.name, amounts, odd.get(row.code, ()))


def _year_before(tx: Connection, of: AwardYear, units: Units, ask: Ask) -> Mapping[str, tuple[int, int]] | None:
    """Return how many adults took part and completed on the same days of the year before, None where nobody did.

    They stand in the row of the hamlet that answers for theirs today, and are compared with its adults of today: of a
    hamlet that has merged since, the numbers of its parts are added up.
    """
    first, end = of.first.replace(year=of.year - 1), _a_year_before(of.end)
    if not tx.scalar(select(exists().where(learner_day.c.day.between(first, end)))):
        return None
    row_now = row_at(units, UnitKind.HAMLET, of.end)
    sums: dict[str, tuple[int, int]] = {}
    for row in figures.participation(tx, first, end, of.today, of.keeper, ask=ask).rows:
        code = row_now(row.code)
        if code is not None:
            took_part, completed = sums.get(code, (0, 0))
            rates = row.figures.participation_rate, row.figures.completion_rate
            sums[code] = took_part + rates[0].numerator, completed + rates[1].numerator
    return sums


def _a_year_before(day: date) -> date:
    leap = day.month == 2 and day.day == 29
    return (day - timedelta(days=1) if leap else day).replace(year=day.year - 1)


def _leaders(
    tx: Connection, of: AwardYear, units: Units, odd: Mapping[str, tuple[Sign, ...]], proposed: Collection[str]
) -> Sequence[Subject]:
    """Return whoever led a session that counts, or helped somebody; several posts of one person are one.

    A person is known by the chat, and where that is gone by the post; the key is the post that was proposed, if any.
    """
    sessions = _sessions(tx, of)
    helped = _helped(tx, of)
    posts = tx.execute(
        select(leader.c.id, leader.c.unit_code, leader.c.chat_id, leader.c.name).order_by(leader.c.id)
    ).all()
    row_now = row_at(units, UnitKind.HAMLET, of.end)
    people: dict[tuple[str, object], tuple[str, list[int]]] = {}
    for post in posts:
        if post.id in sessions or post.id in helped:
            person = (row_now(post.unit_code) or post.unit_code, post.chat_id or f"post {post.id}")
            people.setdefault(person, (post.name, []))[1].append(post.id)
    found = []
    for (code, _), (name, ids) in people.items():
        held, visits, first_timers = (sum(sessions.get(one, (0, 0, 0))[at] for one in ids) for at in range(3))
        amounts: dict[Measure, Amount] = {
            Measure.SESSIONS: held,
            Measure.VISITS: visits,
            Measure.FIRST_TIMERS: first_timers,
            Measure.HELPED: sum(helped.get(one, 0) for one in ids),
        }
        unit = units.by_code[code].name
        key = str(min(ids, key=lambda one: (str(one) not in proposed, one)))
        found.append(Subject(AwardKind.LEADER, key, unit, name, amounts, odd.get(code, ())))
    return found


def _sessions(tx: Connection, of: AwardYear) -> Mapping[int, tuple[int, int, int]]:
    """Return sessions, visits and first timers of each post, of the sessions the office confirmed."""
    counts = (func.count(), func.sum(guided_session.c.present), func.sum(guided_session.c.first_timers))
    rows = tx.execute(
        select(guided_session.c.leader_id, *counts)
        .where(~guided_session.c.is_replaced, guided_session.c.refused_at.is_(None))
        .where(guided_session.c.confirmed_at.is_not(None), guided_session.c.leader_id.is_not(None))
        .where(guided_session.c.day.between(of.first, of.end))
        .group_by(guided_session.c.leader_id)
    )
    return {post: (int(held), int(visits), int(first)) for post, held, visits, first in rows}


def _helped(tx: Connection, of: AwardYear) -> Mapping[int, int]:
    rows = tx.execute(
        select(help_request.c.helped_by, func.count(help_request.c.learner_id.distinct()))
        .where(help_request.c.helped_by.is_not(None), help_request.c.helped_on.between(of.first, of.end))
        .group_by(help_request.c.helped_by)
    )
    return {post: people for post, people in rows}


def _learners(
    tx: Connection,
    rule: Rule,
    of: AwardYear,
    units: Units,
    odd: Mapping[str, tuple[Sign, ...]],
    proposed: Collection[str],
    ask: Ask,
) -> Sequence[Subject]:
    """Return counted learners of the hamlets with lessons of the year, without a name.

    Where every criterion is needed, the database leaves out whoever has finished too few lessons and is not proposed.
    """
    least = next((one.at_least for one in rule.criteria if one.measure is Measure.LESSONS), None)
    fewest = int(least) if least is not None and rule.needs == len(rule.criteria) else 1
    rows = {one.learner_id: one for one in learned(tx, ask, of.first, of.end, fewest)}
    rows |= {one.learner_id: one for one in learned_by(tx, [int(key) for key in proposed], of.first, of.end)}
    row_now = row_at(units, UnitKind.HAMLET, of.end)
    found = []
    for one in rows.values():
        amounts: dict[Measure, Amount] = {
            Measure.LESSONS: one.lessons,
            Measure.LESSONS_REMEMBERED: Part(one.remembered, one.lessons),
            Measure.LESSONS_PRACTISED: Part(one.practised, one.lessons),
        }
        home = row_now(one.unit_code) or one.unit_code
        unit = units.by_code[home].name
        found.append(Subject(AwardKind.LEARNER, str(one.learner_id), unit, "", amounts, odd.get(home, ())))
    return found

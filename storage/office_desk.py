"""What the office sees to: how much waits for it, who helps each unit, and the figures it has typed."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select, update

from campaign.reported import COMMUNE
from campaign.reporting import due
from campaign.sheet import Stage
from campaign.typed import TypedFigure
from campaign.units import Unit, UnitKind, Units
from storage import audits, data_requests, reports, score_sheets, score_tables, session_desk, team, typed_figures, units
from storage.audits import Audit
from storage.tables import invitation, leader, question, typed_figure
from storage.typed_figures import KeptFigure

_REMIND_BEFORE = timedelta(days=14)
"""So long before their last day, and until the year ends, missing reports are named."""

_SCORES_DUE_FROM = (11, 1)
"""From 1 November a block that is not frozen is named: the units hand in before 10 December."""


@dataclass(frozen=True, slots=True)
class OpenBlock:
    """A block whose scores are not frozen, and how many of its sheets wait to be looked through."""

    year: int
    block: str
    name: str
    to_review: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """How much waits for the office: sessions to confirm, questions to answer, hamlets that nobody leads.

    `requests` are those about data whose day is near or past, `blocks` those whose scores are to be seen to,
    `unreported` the units whose yearly report is missing when its last day is near.
    """

    sessions: int
    questions: int
    unled: int
    requests: int = 0
    blocks: tuple[OpenBlock, ...] = ()
    unreported: int = 0


@dataclass(frozen=True, slots=True)
class Helper:
    """Somebody who holds a post of a unit; `to_day` is the last day, None while none is known.

    Who `is_gone` has no chat any more, and can only be invited again.
    """

    post: int
    name: str
    from_day: date
    to_day: date | None
    is_gone: bool


@dataclass(frozen=True, slots=True)
class OpenInvitation:
    """Somebody who was invited and has not come yet."""

    name: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Team:
    """Who helps a unit, and who was asked to."""

    unit: Unit
    helpers: tuple[Helper, ...]
    invited: tuple[OpenInvitation, ...]

    @property
    def is_led(self) -> bool:
        """Say whether somebody can be reached there."""
        return any(not helper.is_gone for helper in self.helpers)


def waiting(tx: Connection, today: date) -> Waiting:
    """Return how much waits for the office today."""
    is_asked = question.c.state == "office"
    asked = tx.scalar(select(func.count()).select_from(question).where(is_asked))
    known = units.current(tx)
    helped = _helpers(tx, known, today)
    unled = sum(all(helper.is_gone for helper in helped[one.code]) for one in known.hamlets(today))
    pressing, blocks = data_requests.count_pressing(tx, today), tuple(_open_blocks(tx, today))
    return Waiting(session_desk.count_waiting(tx), asked or 0, unled, pressing, blocks, _unreported(tx, today))


def teams(tx: Connection, today: date, now: datetime) -> tuple[Team, ...]:
    """Return the team of every unit of today, hamlets first."""
    known = units.current(tx)
    helped, invited = _helpers(tx, known, today), _invited(tx, known, today, now)
    return tuple(
        Team(unit, tuple(helped[unit.code]), tuple(invited[unit.code])) for unit in known.of_kinds(today, *UnitKind)
    )


def invite(tx: Connection, unit: str, name: str, by: str, now: datetime, rng: Random) -> str:
    """Invite somebody to help a unit and return the code; an open invitation of the same name is void then."""
    is_same = (invitation.c.unit_code == unit, invitation.c.name == name, invitation.c.spent_at.is_(None))
    tx.execute(update(invitation).where(*is_same, invitation.c.expires_at > now).values(expires_at=now))
    code = team.invite(tx, unit, name, now, rng)
    audits.add(tx, Audit(now, by, "leader_invited", f"{unit}: {name}"))
    return code


def end_post(tx: Connection, post: int, last_day: date, by: str, today: date, now: datetime) -> date | None:
    """Let a post end with this day and return the day it began; None when it has ended already or is unknown.

    A last day that lies before the first changes nothing, except that of yesterday: then the post ends at once.
    """
    is_held = (leader.c.id == post, _is_held(today))
    held = tx.execute(select(leader.c.unit_code, leader.c.from_day).where(*is_held)).one_or_none()
    if held is None:
        return None
    unit, from_day = held
    began: date = from_day
    if last_day >= began or last_day == today - timedelta(days=1):
        tx.execute(update(leader).where(leader.c.id == post).values(to_day=last_day))
        audits.add(tx, Audit(now, by, "leader_ended", f"{unit}: {post}; {last_day}"))
    return began


def figures(tx: Connection) -> Mapping[str, tuple[KeptFigure, ...]]:
    """Return all that was typed about each unit and, under "", the commune: the newest first, none is missing."""
    rows = tx.execute(select(typed_figure).order_by(typed_figure.c.as_of.desc(), typed_figure.c.id.desc()))
    found = defaultdict[str, tuple[KeptFigure, ...]](tuple)
    for row in rows:
        found[row.unit_code or COMMUNE] += (typed_figures.kept(row),)
    return dict(found)


def type_figure(tx: Connection, figure: TypedFigure, by: str, today: date, now: datetime) -> bool:
    """Keep a figure the office typed; False when just this one is the last that was typed.

    Raises:
        ValueError: with the sentence that says what to do, when it cannot be right; nothing is kept then.
    """
    key = (typed_figures.of_unit(figure.unit), typed_figure.c.indicator == figure.indicator.value)
    last = tx.execute(select(typed_figure).where(*key).order_by(typed_figure.c.id.desc()).limit(1)).one_or_none()
    told = (figure.value, figure.as_of, figure.source)
    if last is not None and (last.value, last.as_of, last.source) == told:
        return False
    typed_figures.add(tx, figure, today, now, by)
    detail = f"{figure.unit or '*'}: {figure.indicator} {figure.value}; {figure.as_of}"
    audits.add(tx, Audit(now, by, "figure_typed", detail))
    return True


def _open_blocks(tx: Connection, today: date) -> Iterator[OpenBlock]:
    """Yield the blocks somebody has to see to: a sheet waits, or the year is near its end, or over."""
    for year in (today.year - 1, today.year):
        for one in score_tables.of_year(tx, year):
            stages = score_sheets.count_stages(tx, one.id)
            to_review = stages.get(Stage.SUBMITTED, 0) + stages.get(Stage.EXPLAINED, 0)
            is_due = today >= date(year, *_SCORES_DUE_FROM)
            if Stage.FROZEN not in stages and (to_review or is_due):
                yield OpenBlock(year, one.table.block, one.table.name, to_review)


def _unreported(tx: Connection, today: date) -> int:
    """Return how many units have not sent their report of this year; 0 until its last day is near."""
    if today < due(today.year) - _REMIND_BEFORE:
        return 0
    return sum(not one.state.is_received for one in reports.board(tx, today.year, today))


def _helpers(tx: Connection, known: Units, today: date) -> defaultdict[str, list[Helper]]:
    """Return who helps each unit of today, also since before a merger, the longest there first."""
    columns = (leader.c.unit_code, leader.c.id, leader.c.name, leader.c.from_day, leader.c.to_day, leader.c.chat_id)
    rows = tx.execute(select(*columns).where(_is_held(today)).order_by(leader.c.from_day, leader.c.id))
    found = defaultdict[str, list[Helper]](list)
    for code, post, name, from_day, to_day, chat_id in rows:
        unit = known.get(code, today)
        if unit is not None:
            found[unit.code].append(Helper(post, name, from_day, to_day, chat_id is None))
    return found


def _invited(tx: Connection, known: Units, today: date, now: datetime) -> defaultdict[str, list[OpenInvitation]]:
    columns = (invitation.c.unit_code, invitation.c.name, invitation.c.expires_at)
    is_open = (invitation.c.unit_code.is_not(None), invitation.c.spent_at.is_(None), invitation.c.expires_at > now)
    found = defaultdict[str, list[OpenInvitation]](list)
    for code, name, expires_at in tx.execute(select(*columns).where(*is_open).order_by(invitation.c.expires_at)):
        unit = known.get(code, today)
        if unit is not None:
            found[unit.code].append(OpenInvitation(name, expires_at))
    return found


def _is_held(today: date) -> ColumnElement[bool]:
    return and_(leader.c.from_day <= today, or_(leader.c.to_day.is_(None), leader.c.to_day >= today))

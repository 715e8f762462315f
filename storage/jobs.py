"""Long work that somebody asked for: one at a time, its progress, and the file it made, for a day."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, delete, func, insert, select, update

from storage.tables import job

KEPT_FOR = timedelta(days=1)
MOST_WAITING = 20
"""So many may wait: one more is refused in a sentence."""

LONGEST = timedelta(hours=1)
"""What was begun so long ago was begun by a process that is gone."""

OUT = "{out}"
"""Stands among the arguments where the file, or the folder of files, is to be written."""

_IS_OPEN = job.c.state.in_(("waiting", "running"))


@dataclass(frozen=True, slots=True)
class Wanted:
    """Work somebody asks for: a command of the program, the name of its file, and how many files there will be.

    A name that ends in .zip asks for a folder, which is packed; `total` is 0 where it is not known.
    """

    kind: str
    arguments: tuple[str, ...]
    file_name: str
    total: int = 0


@dataclass(frozen=True, slots=True)
class Job:
    """Some long work; `asked_for` is the unit of the leader who asked, "" when the office did.

    `says` why it failed; `file_name` is what its file is called when it is fetched.
    """

    id: int
    kind: str
    state: str
    done: int
    total: int
    says: str
    file_name: str
    asked_by: str
    asked_for: str
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class Work:
    """What the next process has to do: the arguments of the command line, without the file to write."""

    id: int
    arguments: tuple[str, ...]
    file_name: str


_JOB = select(
    job.c.id,
    job.c.kind,
    job.c.state,
    job.c.done,
    job.c.total,
    job.c.says,
    job.c.file_name,
    job.c.asked_by,
    job.c.asked_for,
    job.c.asked_at,
)


def ask(tx: Connection, wanted: Wanted, by: str, asked_for: str, now: datetime) -> int | None:
    """Put work into the queue and return its id; None when too much waits.

    What was asked for already and is not finished is not done twice: the same id comes back.
    """
    told = json.dumps(wanted.arguments, ensure_ascii=False)
    is_same = (_IS_OPEN, job.c.kind == wanted.kind, job.c.arguments == told, job.c.asked_for == asked_for)
    same: int | None = tx.scalar(select(job.c.id).where(*is_same).limit(1))
    if same is not None:
        return same
    if (tx.scalar(select(func.count()).select_from(job).where(_IS_OPEN)) or 0) >= MOST_WAITING:
        return None
    row = {"kind": wanted.kind, "arguments": told, "state": "waiting", "file_name": wanted.file_name}
    asked = {"total": wanted.total, "asked_by": by, "asked_for": asked_for, "asked_at": now}
    new: int = tx.scalars(insert(job).returning(job.c.id), {**row, **asked}).one()
    return new


def find(tx: Connection, job_id: int) -> Job | None:
    """Return some work; None when it is unknown or was deleted."""
    row = tx.execute(_JOB.where(job.c.id == job_id)).one_or_none()
    return Job(**row._mapping) if row else None


def newest(tx: Connection, asked_for: str, limit: int) -> Sequence[Job]:
    """Return what was asked for by the office, or by the leaders of a unit, the newest first."""
    rows = tx.execute(_JOB.where(job.c.asked_for == asked_for).order_by(job.c.id.desc()).limit(limit))
    return [Job(**row._mapping) for row in rows]


def waiting_before(tx: Connection, job_id: int) -> int:
    """Return how many are done before this one."""
    return tx.scalar(select(func.count()).select_from(job).where(_IS_OPEN, job.c.id < job_id)) or 0


def content(tx: Connection, job_id: int) -> bytes | None:
    """Return the file that was made; None while there is none."""
    return tx.scalar(select(job.c.content).where(job.c.id == job_id, job.c.state == "done"))


def take_next(tx: Connection, now: datetime) -> Work | None:
    """Begin the work that has waited longest; None when some is being done, or none waits."""
    if tx.scalar(select(job.c.id).where(job.c.state == "running").limit(1)) is not None:
        return None
    first = select(job.c.id).where(job.c.state == "waiting").order_by(job.c.id).limit(1).scalar_subquery()
    is_it = (job.c.id == first, job.c.state == "waiting")
    columns = (job.c.id, job.c.arguments, job.c.file_name)
    row = tx.execute(
        update(job).where(*is_it).values(state="running", started_at=now).returning(*columns)
    ).one_or_none()
    return Work(row.id, tuple(json.loads(row.arguments)), row.file_name) if row else None


def progress(tx: Connection, job_id: int, done: int) -> None:
    """Note how many files of some work are finished."""
    tx.execute(update(job).where(_is_running(job_id)).values(done=done))


def finish(tx: Connection, job_id: int, made: bytes, now: datetime) -> None:
    """Keep the file that was made."""
    tx.execute(update(job).where(_is_running(job_id)).values(state="done", content=made, ended_at=now))


def fail(tx: Connection, job_id: int, says: str, now: datetime) -> None:
    """Note why some work failed."""
    tx.execute(update(job).where(_is_running(job_id)).values(state="failed", says=says[:400], ended_at=now))


def give_up_running(tx: Connection, says: str, begun_before: datetime, now: datetime) -> int:
    """Note that what a program began before this moment, and did not finish, nobody finishes any more."""
    is_broken = (job.c.state == "running", job.c.started_at <= begun_before)
    return tx.execute(update(job).where(*is_broken).values(state="failed", says=says[:400], ended_at=now)).rowcount


def sweep(tx: Connection, now: datetime) -> int:
    """Delete what ended a day ago, with its file."""
    return tx.execute(delete(job).where(~_IS_OPEN, job.c.ended_at <= now - KEPT_FOR)).rowcount


def _is_running(job_id: int) -> ColumnElement[bool]:
    return (job.c.id == job_id) & (job.c.state == "running")

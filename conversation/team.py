"""The people who help a unit: their posts, what waits for them there, and what they do.

A leader need not be a learner, so what leaders do are deeds of a chat, apart from the facts about a learner.
"""

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Post:
    """The role of leading one unit, held by the person of this chat; `name` is what the office typed."""

    id: int
    unit: str
    name: str


@dataclass(frozen=True, slots=True)
class WaitingPerson:
    """Somebody who asked for help; `name` is "" unless they agreed to show it and typed one."""

    id: int
    name: str
    lesson: str | None
    since: date


@dataclass(frozen=True, slots=True)
class Inquiry:
    """A question a learner sent to the team, without the learner's name; numbers in it are masked already."""

    id: int
    text: str
    asked_on: date


@dataclass(frozen=True, slots=True)
class Session:
    """A face-to-face session as far as it was told: None is what was not told yet.

    `present` counts people in the room (lượt người), the next three are among them; `first_timers` are those who came
    for the first time and never learned on a machine. `place` may be "" when it was skipped.
    """

    day: date | None = None
    lesson: str | None = None
    place: str | None = None
    present: int | None = None
    women: int | None = None
    aged_60_plus: int | None = None
    first_timers: int | None = None


@dataclass(frozen=True, slots=True)
class HeldSession:
    """A recorded session; `is_confirmed` once the office said so, `flags` what looked odd about it."""

    id: int
    session: Session
    is_confirmed: bool
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Room:
    """What waits for the leaders of one unit, the newest session first."""

    unit: str
    waiting: tuple[WaitingPerson, ...] = ()
    inquiries: tuple[Inquiry, ...] = ()
    sessions: tuple[HeldSession, ...] = ()


@dataclass(frozen=True, slots=True)
class Invited:
    """What an invitation code that was typed is good for."""

    token_hash: str
    unit: str
    name: str


@dataclass(frozen=True, slots=True)
class TookPost:
    """The invitation was accepted: the person of this chat leads the unit from now on."""

    invitation: Invited
    version: str


@dataclass(frozen=True, slots=True)
class LeftPost:
    """The leader gave the role back."""

    post: int


@dataclass(frozen=True, slots=True)
class Helped:
    """Somebody who waited was helped in person."""

    post: int
    request: int


@dataclass(frozen=True, slots=True)
class Replied:
    """A question was answered; the learner gets the text."""

    post: int
    inquiry: int
    text: str


@dataclass(frozen=True, slots=True)
class SessionRecorded:
    """A session was recorded, or one recorded before was put right (`corrects`): both values are kept."""

    post: int
    session: Session = field(default_factory=Session)
    corrects: int | None = None


@dataclass(frozen=True, slots=True)
class PageOpened:
    """The leader asked for the page of the unit: a link with this token opens it once, within ten minutes."""

    post: int
    token: str


Deed = TookPost | LeftPost | Helped | Replied | SessionRecorded | PageOpened

"""What invented leaders and officers do: help, answer, record sessions, confirm them, type figures."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from sqlalchemy import Connection

from campaign.indicators import Indicator
from campaign.typed import TypedFigure
from campaign.units import Unit, Units
from conversation.places import Menu
from conversation.situation import Chat
from conversation.team import Deed, Helped, Replied, Room, Session, SessionRecorded, TookPost
from storage import chats, office_desk, session_desk, team
from storage.chats import ChatKey, SavedChat

_ACCOUNT = "browser:main"
_UNLED = 3
"""So many hamlets have nobody yet: the office sees what there is to do."""


@dataclass(frozen=True, slots=True)
class Names:
    """Invented names and words, from words.vi.yaml."""

    leaders: Sequence[str]
    places: Sequence[str]
    answer: str
    officer: str
    source: str


@dataclass(slots=True)
class Leading:
    """The leaders of the hamlets and the office, who work day by day."""

    units: Units
    lessons: Sequence[str]
    names: Names
    first: date
    last: date
    rng: Random
    _chats: dict[str, int] = field(default_factory=dict)

    def work(self, tx: Connection, today: date) -> None:
        """Do what is done on a day."""
        if today == self.first:
            self._take_posts(tx, today)
        if today.weekday() == 5:
            self._lead(tx, today)
        if today.weekday() == 1 and today < self.last - timedelta(days=6):
            self._confirm(tx, today)
        if today in (self.first + timedelta(days=180), self.last - timedelta(days=20)):
            self._type(tx, today)

    def _take_posts(self, tx: Connection, today: date) -> None:
        now = _morning(today)
        for number, hamlet in enumerate(self.units.hamlets(self.last)[_UNLED:]):
            name = self.names.leaders[number % len(self.names.leaders)]
            invited = team.invited(tx, team.invite(tx, hamlet.code, name, now, self.rng), now)
            key = ChatKey(_ACCOUNT, f"thu-{hamlet.code}")
            saved = SavedChat(None, key, None, Chat(key.channel, Menu()), None, 0, 0, is_lasting=True)
            [chat_id] = chats.save(tx, [saved], now)
            if invited is not None:
                team.follow(tx, [(chat_id, TookPost(invited, "thu"))], today, now)
                self._chats[hamlet.code] = chat_id

    def _lead(self, tx: Connection, today: date) -> None:
        rooms = team.rooms(tx, self._chats.keys(), today)
        posts = team.posts(tx, self._chats.values(), today)
        for code, chat_id in self._chats.items():
            post = posts[chat_id][0]
            deeds = self._deeds(self.units.by_code[code], rooms[code], post.id, today)
            team.follow(tx, [(chat_id, deed) for deed in deeds], today, _morning(today))

    def _deeds(self, hamlet: Unit, room: Room, post: int, today: date) -> list[Deed]:
        deeds: list[Deed] = [Helped(post, one.id) for one in room.waiting if self.rng.random() < 0.6]
        deeds += (Replied(post, one.id, self.names.answer) for one in room.inquiries if self.rng.random() < 0.7)
        if self.rng.random() < 0.22:
            deeds.append(SessionRecorded(post, self._session(hamlet, today)))
        return deeds

    def _session(self, hamlet: Unit, today: date) -> Session:
        present = max(4, min(hamlet.adults or 40, round(self.rng.gauss(17, 6))))
        women, aged = round(present * self.rng.uniform(0.4, 0.7)), round(present * self.rng.uniform(0.2, 0.6))
        lesson, place = self.rng.choice(self.lessons[:8]), self.rng.choice(self.names.places)
        day = today - timedelta(days=self.rng.randrange(3))
        return Session(day, lesson, place, present, women, aged, round(present * self.rng.uniform(0.05, 0.3)))

    def _confirm(self, tx: Connection, today: date) -> None:
        waiting = session_desk.waiting(tx, today, 200)
        ids = [one.recorded.id for one in waiting]
        session_desk.confirm_plain(tx, ids, self.names.officer, today, _morning(today))

    def _type(self, tx: Connection, today: date) -> None:
        share = 0.12 if today < self.last - timedelta(days=60) else 0.3
        for hamlet in self.units.hamlets(today)[1:]:
            adults, households = hamlet.adults or 0, hamlet.households or 0
            for indicator, whole in (
                (Indicator.HOUSEHOLDS_REACHED, households),
                (Indicator.ASSOCIATION_MEMBERS, adults // 3),
                (Indicator.VNEID_CONFIRMED, adults),
            ):
                value = round(whole * share * self.rng.uniform(0.6, 1.3))
                figure = TypedFigure(hamlet.code, indicator, value, today, self.names.source)
                office_desk.type_figure(tx, figure, self.names.officer, today, _morning(today))


def _morning(day: date) -> datetime:
    return datetime.combine(day, time(3), UTC)

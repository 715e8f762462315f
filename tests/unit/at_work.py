"""Leaders over the pure core: a team as storage would keep it, and what must always hold of what its members see.

Anh Bình leads xóm Đông, where chị Lan waits; bà Cúc leads xóm Tây and must never see Lan.
"""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import assert_never

from conversation import hearing
from conversation.events import Event, Tapped, Typed
from conversation.places import Leading, Work
from conversation.render import HamletFigures, Voice, named_in_progress, render, summarised, words
from conversation.replies import Reply, Say
from conversation.session_steps import next_step
from conversation.situation import LookedUp, Situation
from conversation.team import (
    Deed,
    HeldSession,
    Helped,
    Inquiry,
    Invited,
    LeftPost,
    PageOpened,
    Post,
    Replied,
    Room,
    Session,
    SessionRecorded,
    TookPost,
    WaitingPerson,
)
from tests.unit.chatting import LEADERS_CARD, TINY, Chatter

EAST, WEST = "X01", "X02"
LAN = WaitingPerson(41, "Lan Ữ 🌾", "009-bài-ữ", date(2026, 12, 1))
SOMEBODY = WaitingPerson(40, "", None, date(2026, 11, 30))
ASKED = Inquiry(51, "Có người gọi xưng công an, tôi làm gì ạ?", date(2026, 12, 6))
HELD = HeldSession(61, Session(date(2026, 12, 3), "009-bài-ữ", "Đình làng Đông", 17, 9, 5, 4), is_confirmed=True)
ROOM = Room(EAST, (SOMEBODY, LAN), (ASKED,), (HELD,))
SECRETS = (LAN.name, ASKED.text, "Đình làng Đông")
"""What belongs to xóm Đông and nobody else may read."""


@dataclass
class Team:
    """The posts of each person, what waits in each unit, and the invitations that are open."""

    posts: dict[str, tuple[Post, ...]] = field(default_factory=dict)
    rooms: dict[str, Room] = field(default_factory=lambda: {EAST: ROOM, WEST: Room(WEST)})
    invitations: dict[str, Invited] = field(default_factory=dict)
    given: int = 100

    def follow(self, who: str, deed: Deed) -> None:
        """Do what storage would; that a deed is about a post of this person is what the conversation owes it."""
        if isinstance(deed, TookPost):
            self._take(who, deed)
            return
        [post] = [post for post in self.posts[who] if post.id == deed.post]
        room = self.rooms[post.unit]
        match deed:
            case LeftPost():
                self.posts[who] = tuple(one for one in self.posts[who] if one != post)
            case PageOpened(_, token):
                assert len(token) == 32
            case Helped(_, request):
                assert request in [one.id for one in room.waiting]
                room = replace(room, waiting=tuple(one for one in room.waiting if one.id != request))
            case Replied(_, inquiry, text):
                assert inquiry in [one.id for one in room.inquiries]
                assert text.strip()
                room = replace(room, inquiries=tuple(one for one in room.inquiries if one.id != inquiry))
            case SessionRecorded(_, session, corrects):
                assert corrects is None or corrects in [one.id for one in room.sessions]
                assert_can_be_kept(session)
                self.given += 1
                others = tuple(one for one in room.sessions if one.id != corrects)
                room = replace(room, sessions=(HeldSession(self.given, session, False), *others))
            case _:
                assert_never(deed)
        self.rooms[post.unit] = room

    def _take(self, who: str, deed: TookPost) -> None:
        [code] = [code for code, one in self.invitations.items() if one == deed.invitation]
        del self.invitations[code]
        assert deed.version
        self.given += 1
        assert deed.invitation.unit not in [post.unit for post in self.posts.get(who, ())]
        post = Post(self.given, deed.invitation.unit, deed.invitation.name)
        self.posts[who] = (*self.posts.get(who, ()), post)


def assert_can_be_kept(session: Session) -> None:
    assert next_step(session) is None
    parts = (session.women, session.aged_60_plus, session.first_timers)
    assert session.present
    assert all(0 <= (part or 0) <= session.present for part in parts)
    assert len(session.place or "") <= 120


@dataclass
class Leader(Chatter):
    """The chat of somebody who helps a unit, or will; `told` is every text they ever saw."""

    team: Team = field(default_factory=Team)
    who: str = "Bình"
    told: list[str] = field(default_factory=list)

    @property
    def held(self) -> tuple[Post, ...]:
        """Return the posts of this person."""
        return self.team.posts.get(self.who, ())

    def situation(self, event: Event) -> Situation:
        before = super().situation(event)
        return replace(before, posts=self.held, rooms={post.unit: self.team.rooms[post.unit] for post in self.held})

    def look_up(self, event: Event) -> LookedUp | None:
        code = hearing.long_code(event.text) if isinstance(event, Typed) else None
        if code is not None and code in self.team.invitations:
            return LookedUp(invitation=self.team.invitations[code])
        return super().look_up(event)

    def act(self, event: Event, arrives: bool = True) -> None:
        done, sent = len(self.deeds), len(self.sent)
        super().act(event, arrives)
        for deed in self.deeds[done:]:
            self.team.follow(self.who, deed)
        units = {post.unit for post in self.held}
        place = self.chat.place
        assert not isinstance(place, Work) or place.unit in units
        for reply in self.sent[sent:]:
            assert summarised(reply) <= units
            self.told += worded(reply, self)

    def say(self, *texts: str) -> "Leader":
        """Type one thing after the other."""
        for text in texts:
            self.act(Typed(text))
        return self

    def tap(self, label: str) -> "Leader":
        """Tap the option whose label begins like this."""
        [option] = [one for one in self.sent[-1].options if words(one.label, Voice(self.world)).startswith(label)]
        self.act(Tapped(option.button))
        return self

    def heard(self, last: int = 1) -> str:
        """Return what the last messages say, options too."""
        return "\n".join(text for reply in self.sent[-last:] for text in worded(reply, self))

    def said(self) -> list[str]:
        """Return the texts the newest message is made of."""
        return [bubble.say.key for bubble in self.sent[-1].bubbles if isinstance(bubble.say, Say)]


def worded(reply: Reply, leader: Leader) -> list[str]:
    """Return the texts of a reply and the labels of its options."""
    figures = {unit: HamletFigures(125, 11, 412) for unit in named_in_progress(reply)}
    by_code = leader.world.units.by_code
    cards = {unit: replace(LEADERS_CARD, hamlet=by_code[unit].name) for unit in summarised(reply)}
    voice = Voice(leader.world, figures=figures, summaries=cards)
    message = render(reply, voice)
    return [*(bubble.text for bubble in message.bubbles), *(option.label for option in message.options)]


def binh(team: Team | None = None) -> Leader:
    """Return anh Bình at the card of xóm Đông, which he leads."""
    return _leader("Bình", Post(1, EAST, "Anh Bình"), team or Team())


def cuc(team: Team | None = None) -> Leader:
    """Return bà Cúc at the card of xóm Tây, which she leads."""
    return _leader("Cúc", Post(2, WEST, "Bà Cúc"), team or Team())


def _leader(who: str, post: Post, team: Team) -> Leader:
    team.posts[who] = (post,)
    leader = Leader(TINY, team=team, who=who)
    leader.say("xóm")
    assert leader.chat.place == Leading(post.unit)
    return leader

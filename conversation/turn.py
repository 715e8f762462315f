"""One turn while it is being decided: what is known, what happened, what was said so far."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from random import Random

from campaign.units import Unit
from conversation.facts import (
    Fact,
    Joined,
    LearnerErased,
    MergedInto,
    SteppedAside,
    SwitchedTo,
    TookUp,
    apply,
)
from conversation.learner import InHamlet, Learner
from conversation.pictures import Picture
from conversation.places import STUDYING, Place
from conversation.recordings import Recording
from conversation.replies import Bubble, HamletProgress, HamletSummary, Heading, Say, Tone, Value
from conversation.situation import Chat, LookedUp, Member
from conversation.team import Deed, Post, Room
from conversation.world import World
from lessons import Lesson


@dataclass(frozen=True, slots=True)
class Item:
    """One option of a card: `choice` is what it means at its place, `number` its digit if not its position.

    Where numbers are typed as answers, the options beside have the number 0: they are tapped, or typed by their label.
    The one `is_next_step` of a card is what "tiếp" means and is filled on a page; a consent has none.
    """

    choice: str
    label: Say
    number: int | None = None
    is_next_step: bool = False


@dataclass(frozen=True, slots=True)
class Card:
    """What a place shows. `version` names the wording when the card asks for a consent.

    `apart` is said before it in a message of its own, without options, so that it can be forwarded whole.
    """

    bubbles: tuple[Bubble, ...]
    items: tuple[Item, ...]
    heading: Heading | None = None
    version: str = ""
    typing: Say | None = None
    picture: HamletSummary | Picture | None = None
    apart: tuple[Bubble, ...] = ()
    recording: Recording | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """A turn in the making. Every method returns the turn after it.

    `own` is the label of what the person chose, for channels that show it.
    """

    world: World
    now: datetime
    rng: Random
    chat: Chat
    learner: Learner | None
    facts: tuple[Fact, ...] = ()
    said: tuple[Bubble, ...] = ()
    own: Say | None = None
    deeds: tuple[Deed, ...] = ()
    wrong_codes: int = 0
    household: tuple[Member, ...] = ()
    person: int | None = None
    posts: tuple[Post, ...] = ()
    rooms: Mapping[str, Room] = field(default_factory=dict)
    looked_up: LookedUp | None = None

    @property
    def today(self) -> date:
        """Return the local day."""
        return self.world.today(self.now)

    @property
    def hamlet(self) -> Unit | None:
        """Return the hamlet the learner lives in, following mergers, or None."""
        home = self.learner.home if self.learner else None
        return self.world.unit(home.unit, self.today) if isinstance(home, InHamlet) else None

    @property
    def is_prompt_seen(self) -> bool:
        """Say whether the newest numbered message reached the person, so that typed words answer it."""
        shown, newest = self.chat.shown, self.chat.prompt
        return shown is not None and newest is not None and shown.id == newest.id

    @property
    def others(self) -> tuple[Member, ...]:
        """Return the other learners of this phone."""
        return tuple(member for member in self.household if member.id != self.person)

    @property
    def poster(self) -> Unit | None:
        """Return the hamlet whose poster was scanned, or None."""
        return self.world.unit(self.chat.poster, self.today)

    def lesson(self, lesson_id: str) -> Lesson:
        """Return a lesson of the course.

        Raises:
            KeyError: when the course no longer has it; `decide` mends such places first.
        """
        lesson = self.world.course.get(lesson_id)
        if lesson is None:
            raise KeyError(lesson_id)
        return lesson

    def join(self, label: str = "") -> "Turn":
        """Begin a learner, on a shared phone under a label."""
        learner = Learner(joined_on=self.today, visit_on=self.today)
        return replace(self, learner=learner, person=None, facts=(*self.facts, Joined(label)))

    def do(self, *deeds: Deed) -> "Turn":
        """Let deeds of a leader happen."""
        return replace(self, deeds=(*self.deeds, *deeds))

    def step_aside(self) -> "Turn":
        """Go on with nobody: the phone goes to somebody who has not joined."""
        chat = Chat(self.chat.channel, self.chat.place, poster=self.chat.poster)
        return replace(self, chat=chat, learner=None, person=None, facts=(*self.facts, SteppedAside()))

    def switch(self, member: Member) -> "Turn":
        """Go on with another learner of this phone; where the one before was is not theirs."""
        return self._go_on_as(member.learner, member.id, SwitchedTo(member.id))

    def take_up(self, record: int, learner: Learner, label: str = "") -> "Turn":
        """Go on with a record from another phone, in a chat that had nobody or beside the others of this phone."""
        return self._go_on_as(learner, record, TookUp(record, label))

    def merge(self, record: int, merged: Learner) -> "Turn":
        """Go on with an older record of the same person, of which this one becomes a part."""
        return replace(self, household=self.others)._go_on_as(merged, record, MergedInto(record))

    def _go_on_as(self, learner: Learner, person: int, fact: Fact) -> "Turn":
        chat = Chat(self.chat.channel, self.chat.place, prompt=self.chat.prompt, shown=self.chat.shown)
        return replace(self, chat=chat, learner=learner, person=person, facts=(*self.facts, fact))

    def record(self, *facts: Fact) -> "Turn":
        """Let facts happen. In a trial, where nobody is known, nothing is recorded."""
        learner = self.learner
        if learner is None:
            return self
        for fact in facts:
            learner = apply(learner, fact, self.today)
        return replace(self, learner=learner, facts=(*self.facts, *facts))

    def forget(self) -> "Turn":
        """Erase the learner; what the chat remembered is gone too."""
        chat = Chat(self.chat.channel, self.chat.place)
        facts = (*self.facts, LearnerErased())
        return replace(self, chat=chat, learner=None, person=None, household=self.others, facts=facts, said=())

    def say(self, key: str, tone: Tone = Tone.PLAIN, **values: Value) -> "Turn":
        """Say a text before what the new place shows."""
        return self.add(Bubble(Say(key, values), tone))

    def add(self, bubble: Bubble) -> "Turn":
        """Say a bubble before what the new place shows."""
        return replace(self, said=(*self.said, bubble))

    def show_progress(self, unit: str) -> "Turn":
        """Say how a hamlet is doing."""
        return self.add(Bubble(HamletProgress(unit)))

    def go(self, place: Place) -> "Turn":
        """Go to a place."""
        return replace(self, chat=replace(self.chat, place=place))

    def then(self, after: Place | None) -> "Turn":
        """Remember where learning goes on."""
        return replace(self, chat=replace(self.chat, after=after))

    def post_at(self, unit: str) -> Post | None:
        """Return the role this chat's person holds at a unit, or None."""
        return next((post for post in self.posts if post.unit == unit), None)

    def room_at(self, unit: str) -> Room:
        """Return what waits for the leaders of a unit."""
        return self.rooms.get(unit) or Room(unit)

    def with_room(self, room: Room) -> "Turn":
        """Let something that waited for the leaders of a unit be done: this is what waits there now."""
        return replace(self, rooms={**self.rooms, room.unit: room})

    def interrupt(self, place: Place) -> "Turn":
        """Go to a place aside, from where a lesson that is open goes on later."""
        here = self.chat.place
        return (self.then(here) if isinstance(here, STUDYING) else self).go(place)

    def note_poster(self, join_code: str | None) -> "Turn":
        """Remember whose poster was scanned, as long as the learner has no hamlet."""
        unit = self.world.hamlet_of(join_code, self.today) if join_code else None
        is_settled = self.learner is not None and self.learner.home is not None
        if unit is None or is_settled:
            return self
        return replace(self, chat=replace(self.chat, poster=unit.code))

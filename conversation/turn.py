"""One turn while it is being decided: what is known, what happened, what was said so far."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from random import Random

from campaign.units import Unit
from conversation.facts import Fact, Joined, LearnerErased, apply
from conversation.learner import InHamlet, Learner
from conversation.places import STUDYING, Place
from conversation.replies import Bubble, HamletProgress, Heading, Say, Tone, Value
from conversation.situation import Chat
from conversation.world import World
from lessons import Lesson


@dataclass(frozen=True, slots=True)
class Item:
    """One option of a card: `choice` is what it means at its place, `number` its digit if not its position.

    The one `is_next_step` of a card is what "tiếp" means and is filled on a page; a consent has none.
    """

    choice: str
    label: Say
    number: int | None = None
    is_next_step: bool = False


@dataclass(frozen=True, slots=True)
class Card:
    """What a place shows. `version` names the wording when the card asks for a consent."""

    bubbles: tuple[Bubble, ...]
    items: tuple[Item, ...]
    heading: Heading | None = None
    version: str = ""
    typing: Say | None = None


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

    def join(self) -> "Turn":
        """Begin a learner."""
        learner = Learner(joined_on=self.today, visit_on=self.today)
        return replace(self, learner=learner, facts=(*self.facts, Joined()))

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
        return replace(self, chat=chat, learner=None, facts=(*self.facts, LearnerErased()), said=())

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

"""Everything `decide` may know about one chat, and what it gives back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from conversation.facts import Fact
from conversation.learner import Learner
from conversation.places import Place
from conversation.replies import Reply
from conversation.team import Deed, Invited, Post, Room
from quizzes import Attempt

OPENING = 0
"""The id of the prompt on the first card, which a chat has before anything was stored about it."""


@dataclass(frozen=True, slots=True)
class Prompt:
    """A numbered message that waits for a choice.

    `choices[i]` is what option i means and `numbers[i]` the digit typed for it; `version` names the wording when it
    asks for a consent, else it is empty; `shown_at` is when it was first shown, None until it was;
    `is_repeated` when a digit came too soon and the consent was shown once more.
    """

    id: int
    choices: tuple[str, ...]
    numbers: tuple[int, ...]
    version: str = ""
    shown_at: datetime | None = None
    is_repeated: bool = False


@dataclass(frozen=True, slots=True)
class Guesses:
    """Wrong join codes typed in this chat since `since`."""

    count: int
    since: datetime


@dataclass(frozen=True, slots=True)
class Chat:
    """One chat on one channel.

    `prompt` is the newest numbered message decided, `shown` the newest one known to have reached the person: a typed
    digit answers `shown`. `after` is where learning goes on when what is shown now is done. `poster` is the unit
    whose poster was scanned.
    """

    channel: str
    place: Place
    after: Place | None = None
    prompt: Prompt | None = None
    shown: Prompt | None = None
    poster: str | None = None
    guesses: Guesses | None = None


@dataclass(frozen=True, slots=True)
class Member:
    """One learner of a shared phone: `id` is their record's, `label` what they are called on this phone."""

    id: int
    label: str
    learner: Learner


@dataclass(frozen=True, slots=True)
class KnownRecord:
    """The learner whose "Mã học" was typed."""

    id: int
    learner: Learner


@dataclass(frozen=True, slots=True)
class LookedUp:
    """What a typed code of 8 or 10 digits leads to, looked up before the event is decided; neither means a wrong code.

    `is_slowed` when too many wrong codes were typed in the whole commune within the hour: then nothing was looked up.
    """

    record: KnownRecord | None = None
    invitation: Invited | None = None
    is_slowed: bool = False


@dataclass(frozen=True, slots=True)
class Situation:
    """One chat with its learner; `learner` is None until the first consent.

    `tapped` is the stored attempt that the event's button names, when it belongs to a learner of this chat.
    `household` are all learners who have a label on this phone, the one who learns now among them, empty while nobody
    has one; `person` is the id of the learner's record. `posts` are the roles the person of this chat holds, `rooms`
    what waits there, by unit. `looked_up` is set when the event is a typed code, and has the record that the chat is
    being asked about.
    """

    chat: Chat
    learner: Learner | None = None
    tapped: Attempt | None = None
    household: tuple[Member, ...] = ()
    person: int | None = None
    posts: tuple[Post, ...] = ()
    rooms: Mapping[str, Room] = field(default_factory=dict)
    looked_up: LookedUp | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """What follows from one event: the new situation, what to store and count, what to say.

    `deeds` are what a leader did. `wrong_codes` is 1 when a code of 8 or 10 digits led nowhere.
    """

    situation: Situation
    facts: tuple[Fact, ...]
    replies: tuple[Reply, ...]
    deeds: tuple[Deed, ...] = ()
    wrong_codes: int = 0

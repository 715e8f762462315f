"""Where a chat is in the conversation: a tagged union of frozen dataclasses.

What is shown at a place follows from the place and what is kept about the learner, so any place can be shown again.
"""

from dataclasses import dataclass
from typing import Literal, get_args

from conversation.learner import Milestone
from conversation.team import Invited, Session
from quizzes import Attempt


@dataclass(frozen=True, slots=True)
class Welcome:
    """The first card: who speaks, what is kept, and the one tap that begins."""


@dataclass(frozen=True, slots=True)
class WhatIsKept:
    """The answer to "Xã giữ những gì?"."""


@dataclass(frozen=True, slots=True)
class Declined:
    """A kind goodbye to somebody under 16 or not now, with a trial of which nothing is kept."""


@dataclass(frozen=True, slots=True)
class TrialEnded:
    """The trial lesson is over."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A page of a lesson, from 0; with `is_listening` its voice was asked for."""

    lesson: str
    page: int
    is_listening: bool = False


@dataclass(frozen=True, slots=True)
class Rereading:
    """The page, from 0, of the first question missed, before a new attempt."""

    lesson: str
    page: int


@dataclass(frozen=True, slots=True)
class Answering:
    """A question waits for its answer."""

    attempt: Attempt


@dataclass(frozen=True, slots=True)
class Explained:
    """The reason for the last answer was given; `is_finish` when that answer finished the lesson."""

    attempt: Attempt
    is_finish: bool = False


@dataclass(frozen=True, slots=True)
class Finished:
    """A lesson is done; `again` when it had been finished before."""

    lesson: str
    again: bool = False


@dataclass(frozen=True, slots=True)
class PassingOn:
    """The text of a finished lesson, to be forwarded to one other person."""

    lesson: str


@dataclass(frozen=True, slots=True)
class Practising:
    """The next visit's question whether the small task of a lesson was done."""

    lesson: str


@dataclass(frozen=True, slots=True)
class RatingOneself:
    """How well does the learner get on with everyday things on the phone?"""

    milestone: Milestone


@dataclass(frozen=True, slots=True)
class AskingToCount:
    """The consent `count_in_hamlet`; `unit` is the hamlet named in it, None when it is not known."""

    unit: str | None


@dataclass(frozen=True, slots=True)
class ChoosingCommune:
    """The short list of former communes."""


@dataclass(frozen=True, slots=True)
class ChoosingHamlet:
    """The short list of hamlets of one former commune."""

    old_commune: str


@dataclass(frozen=True, slots=True)
class Moving:
    """A learner who has a hamlet named another one: is that right?"""

    unit: str


@dataclass(frozen=True, slots=True)
class Menu:
    """The five things one can do."""


@dataclass(frozen=True, slots=True)
class ChoosingReview:
    """The list of finished lessons to go through again."""


@dataclass(frozen=True, slots=True)
class Results:
    """My own results."""


@dataclass(frozen=True, slots=True)
class AskingAPerson:
    """Whom to ask: the numbers in `contacts`."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What can be looked at and changed, or one `part` of it: what was agreed to, or another phone and other people."""

    part: Literal["", "consents", "phone"] = ""


@dataclass(frozen=True, slots=True)
class ChoosingAddress:
    """How the assistant addresses the learner."""


@dataclass(frozen=True, slots=True)
class MyData:
    """What is kept about me."""


@dataclass(frozen=True, slots=True)
class Erasing:
    """Erase everything: are you sure?"""


@dataclass(frozen=True, slots=True)
class Erased:
    """Everything was erased."""


@dataclass(frozen=True, slots=True)
class Resting:
    """Enough for today."""


@dataclass(frozen=True, slots=True)
class Paused:
    """THÔI was said."""


@dataclass(frozen=True, slots=True)
class Emergency:
    """Money was just sent to a swindler: what to do now, and nothing else."""


@dataclass(frozen=True, slots=True)
class AskingAbout:
    """The consent `about_me`, before its three questions or, `is_for_belonging`, before the lists of units."""

    is_for_belonging: bool = False


@dataclass(frozen=True, slots=True)
class AskingAge:
    """Which age band?"""


@dataclass(frozen=True, slots=True)
class AskingSex:
    """Woman or man?"""


@dataclass(frozen=True, slots=True)
class AskingGroup:
    """Official, student, worker, or none of these?"""


@dataclass(frozen=True, slots=True)
class ChoosingWorkplace:
    """The list of agencies, schools and enterprises, from the one at `first` on."""

    first: int = 0


@dataclass(frozen=True, slots=True)
class ChoosingAssociations:
    """The list of associations, each ticked or not, from the one at `first` on."""

    first: int = 0


@dataclass(frozen=True, slots=True)
class WhatWasTold:
    """What the learner told about themselves, beside what learning leaves."""


@dataclass(frozen=True, slots=True)
class TypingQuestion:
    """The learner is asked to type a question."""


@dataclass(frozen=True, slots=True)
class Suggesting:
    """The page that fits a typed question best; `text` is the question with numbers masked, `page` counts from 0."""

    text: str
    lesson: str
    page: int


@dataclass(frozen=True, slots=True)
class SendingQuestion:
    """The consent `ask_human`: the question as it will be sent."""

    text: str


@dataclass(frozen=True, slots=True)
class AskingToShowName:
    """The consent `show_name_to_leader`."""


@dataclass(frozen=True, slots=True)
class TypingName:
    """The name the leader may see; `for_certificate` when it is to stand on the certificate.

    With `award_year` it is the name for the list of those put forward in that year.
    """

    for_certificate: bool = False
    award_year: int | None = None


@dataclass(frozen=True, slots=True)
class StudyCode:
    """My "Mã học"."""


@dataclass(frozen=True, slots=True)
class TypingStudyCode:
    """The learner has a "Mã học" from another phone and is asked to type it."""


@dataclass(frozen=True, slots=True)
class Recognising:
    """A record was found by its "Mã học": is it yours, or somebody else's of this house?

    With a `label` it was somebody else's, and is to join the others of this phone under it.
    """

    record: int
    label: str = ""


@dataclass(frozen=True, slots=True)
class WhoIsLearning:
    """Who of this shared phone is learning?"""


@dataclass(frozen=True, slots=True)
class ChoosingLabel:
    """What somebody of this phone is called: the one who learns here already (`is_first`), or the one who comes.

    `record` is that of the one who comes, when it was found by its "Mã học".
    """

    is_first: bool
    record: int | None = None


@dataclass(frozen=True, slots=True)
class HandingOver:
    """The phone goes to a new person, who gives a consent of their own."""

    label: str


@dataclass(frozen=True, slots=True)
class AskingWhoTapped:
    """On a shared phone, after a lesson: did you tap yourself, or did somebody help?"""

    lesson: str


@dataclass(frozen=True, slots=True)
class OfferingCertificate:
    """The consent `certificate`."""


@dataclass(frozen=True, slots=True)
class CertificateShown:
    """My certificate."""


@dataclass(frozen=True, slots=True)
class AskingAward:
    """The consent `award` for a year; `is_held` when it was given and may be taken back."""

    year: int
    is_held: bool = False


@dataclass(frozen=True, slots=True)
class Enlisting:
    """A leader's code was typed: what the role is and what is kept of a leader."""

    invitation: Invited


@dataclass(frozen=True, slots=True)
class Leading:
    """The card of a leader's unit."""

    unit: str


@dataclass(frozen=True, slots=True)
class WhoNeedsHelp:
    """Those who asked for help: names of those who agreed, else a count."""

    unit: str


@dataclass(frozen=True, slots=True)
class Inquiries:
    """The questions learners sent to the team of the unit, one at a time; `nth` counts from 0."""

    unit: str
    nth: int = 0


@dataclass(frozen=True, slots=True)
class Replying:
    """A question is being answered; `text` is the answer typed, None until it was."""

    unit: str
    inquiry: int
    text: str | None = None


@dataclass(frozen=True, slots=True)
class RecordingSession:
    """A session is being recorded, one number at a time; `corrects` is the id of the one it puts right."""

    unit: str
    session: Session
    corrects: int | None = None


@dataclass(frozen=True, slots=True)
class HeldSessions:
    """The sessions recorded so far, to put one right."""

    unit: str


@dataclass(frozen=True, slots=True)
class WeeklyText:
    """The text of this week to forward to the hamlet's group."""

    unit: str


@dataclass(frozen=True, slots=True)
class PosterCode:
    """The QR picture of the unit."""

    unit: str


@dataclass(frozen=True, slots=True)
class LeavingPost:
    """Giving the role back: are you sure?"""

    unit: str


Place = (
    Welcome
    | WhatIsKept
    | Declined
    | TrialEnded
    | Reading
    | Rereading
    | Answering
    | Explained
    | Finished
    | PassingOn
    | Practising
    | RatingOneself
    | AskingToCount
    | ChoosingCommune
    | ChoosingHamlet
    | Moving
    | Menu
    | ChoosingReview
    | Results
    | AskingAPerson
    | Settings
    | ChoosingAddress
    | MyData
    | Erasing
    | Erased
    | Resting
    | Paused
    | Emergency
    | AskingAbout
    | AskingAge
    | AskingSex
    | AskingGroup
    | ChoosingWorkplace
    | ChoosingAssociations
    | WhatWasTold
    | TypingQuestion
    | Suggesting
    | SendingQuestion
    | AskingToShowName
    | TypingName
    | StudyCode
    | TypingStudyCode
    | Recognising
    | WhoIsLearning
    | ChoosingLabel
    | HandingOver
    | AskingWhoTapped
    | OfferingCertificate
    | CertificateShown
    | AskingAward
    | Enlisting
    | Leading
    | WhoNeedsHelp
    | Inquiries
    | Replying
    | RecordingSession
    | HeldSessions
    | WeeklyText
    | PosterCode
    | LeavingPost
)

STUDYING = (Reading, Rereading, Answering, Explained)
"""The places one comes back to after looking at something else."""

Work = (
    Leading
    | WhoNeedsHelp
    | Inquiries
    | Replying
    | RecordingSession
    | HeldSessions
    | WeeklyText
    | PosterCode
    | LeavingPost
)
"""The places of a leader: only who holds the role of their `unit` may see them."""

AT_WORK: tuple[type[Work], ...] = get_args(Work)

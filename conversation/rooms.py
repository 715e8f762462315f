"""Which part of the conversation a place belongs to; the type checker proves that none is forgotten."""

from dataclasses import replace
from typing import assert_never

from conversation import (
    asking,
    certifying,
    counting,
    describing,
    household,
    joining,
    leading,
    learning,
    menus,
    moving,
    naming,
    passing_on,
    recording,
    replying,
    visiting,
)
from conversation.places import (
    Answering,
    AskingAbout,
    AskingAge,
    AskingAPerson,
    AskingAward,
    AskingGroup,
    AskingSex,
    AskingToCount,
    AskingToShowName,
    AskingWhoTapped,
    CertificateShown,
    ChoosingAddress,
    ChoosingAssociations,
    ChoosingCommune,
    ChoosingHamlet,
    ChoosingLabel,
    ChoosingReview,
    ChoosingWorkplace,
    Declined,
    Emergency,
    Enlisting,
    Erased,
    Erasing,
    Explained,
    Finished,
    HandingOver,
    HeldSessions,
    Inquiries,
    Leading,
    LeavingPost,
    Menu,
    Moving,
    MyData,
    OfferingCertificate,
    PassingOn,
    Paused,
    PosterCode,
    Practising,
    RatingOneself,
    Reading,
    Recognising,
    RecordingSession,
    Replying,
    Rereading,
    Resting,
    Results,
    SendingQuestion,
    Settings,
    StudyCode,
    Suggesting,
    TrialEnded,
    TypingName,
    TypingQuestion,
    TypingStudyCode,
    WeeklyText,
    Welcome,
    WhatIsKept,
    WhatWasTold,
    WhoIsLearning,
    WhoNeedsHelp,
)
from conversation.turn import Card, Turn


def card(turn: Turn) -> Card:
    """Return what the turn's place shows."""
    match turn.chat.place:
        case Welcome() | WhatIsKept() | Declined() | TrialEnded() | Erased() as place:
            return joining.card(place, turn)
        case Reading() | Rereading() | Answering() | Explained() | Finished() | Resting() as place:
            return learning.card(place, turn)
        case PassingOn() as place:
            return passing_on.card(place, turn)
        case AskingToCount() | ChoosingCommune() | ChoosingHamlet() | Moving() as place:
            return counting.card(place, turn)
        case Practising() | RatingOneself() | AskingAward() as place:
            return visiting.card(place, turn)
        case (
            Menu() | ChoosingReview() | Results() | AskingAPerson() | Settings() | ChoosingAddress() | MyData()
            | Erasing() | Paused() | Emergency()
        ) as place:  # fmt: skip
            return menus.card(place, turn)
        case (
            AskingAbout() | AskingAge() | AskingSex() | AskingGroup() | ChoosingWorkplace() | ChoosingAssociations()
            | WhatWasTold()
        ) as place:  # fmt: skip
            return describing.card(place, turn)
        case TypingQuestion() | Suggesting() | SendingQuestion() as place:
            return asking.card(place, turn)
        case AskingToShowName() | TypingName() as place:
            return naming.card(place, turn)
        case StudyCode() | TypingStudyCode() | Recognising() as place:
            return moving.card(place, turn)
        case WhoIsLearning() | ChoosingLabel() | HandingOver() | AskingWhoTapped() as place:
            return household.card(place, turn)
        case OfferingCertificate() | CertificateShown() as place:
            return certifying.card(place, turn)
        case Enlisting() | Leading() | WhoNeedsHelp() | WeeklyText() | PosterCode() | LeavingPost() as place:
            return leading.card(place, turn)
        case Inquiries() | Replying() as place:
            return replying.card(place, turn)
        case RecordingSession() | HeldSessions() as place:
            return recording.card(place, turn)
    assert_never(turn.chat.place)


def choose(choice: str, turn: Turn) -> Turn:
    """Follow a choice at the turn's place, and remember the words it was chosen by.

    Going on is not worth repeating to the person who did it; a decision or an answer is.
    """
    own = (item.label for item in card(turn).items if item.choice == choice and not item.is_next_step)
    return _follow(choice, replace(turn, own=next(own, None)))


def _follow(choice: str, turn: Turn) -> Turn:
    match turn.chat.place:
        case Welcome() | WhatIsKept() | Declined() | TrialEnded() | Erased() as place:
            return joining.choose(place, choice, turn)
        case Reading() | Rereading() | Answering() | Explained() | Finished() | Resting() as place:
            return learning.choose(place, choice, turn)
        case PassingOn():
            return learning.leave(choice, turn)
        case AskingToCount() | ChoosingCommune() | ChoosingHamlet() | Moving() as place:
            return counting.choose(place, choice, turn)
        case Practising() | RatingOneself() | AskingAward() as place:
            return visiting.choose(place, choice, turn)
        case (
            Menu() | ChoosingReview() | Results() | AskingAPerson() | Settings() | ChoosingAddress() | MyData()
            | Erasing() | Paused() | Emergency()
        ):  # fmt: skip
            return menus.choose(choice, turn)
        case (
            AskingAbout() | AskingAge() | AskingSex() | AskingGroup() | ChoosingWorkplace() | ChoosingAssociations()
            | WhatWasTold()
        ) as place:  # fmt: skip
            return describing.choose(place, choice, turn)
        case TypingQuestion() | Suggesting() | SendingQuestion() as place:
            return asking.choose(place, choice, turn)
        case AskingToShowName() | TypingName() as place:
            return naming.choose(place, choice, turn)
        case StudyCode() | TypingStudyCode() | Recognising() as place:
            return moving.choose(place, choice, turn)
        case WhoIsLearning() | ChoosingLabel() | HandingOver() | AskingWhoTapped() as place:
            return household.choose(place, choice, turn)
        case OfferingCertificate() | CertificateShown() as place:
            return certifying.choose(place, choice, turn)
        case Enlisting() | Leading() | WhoNeedsHelp() | WeeklyText() | PosterCode() | LeavingPost() as place:
            return leading.choose(place, choice, turn)
        case Inquiries() | Replying() as place:
            return replying.choose(place, choice, turn)
        case RecordingSession() | HeldSessions() as place:
            return recording.choose(place, choice, turn)
    assert_never(turn.chat.place)


def write(text: str, turn: Turn) -> Turn | None:
    """Take words typed where words or numbers are asked for; None anywhere else."""
    match turn.chat.place:
        case AskingAge() | ChoosingWorkplace() | ChoosingAssociations() as place:
            return describing.write(place, text, turn)
        case TypingQuestion() | Suggesting() | SendingQuestion() as place:
            return asking.write(place, text, turn)
        case AskingToShowName() | TypingName() as place:
            return naming.write(place, text, turn)
        case StudyCode() | TypingStudyCode() | Recognising() as place:
            return moving.write(place, text, turn)
        case Inquiries() | Replying() as place:
            return replying.write(place, text, turn)
        case RecordingSession() | HeldSessions() as place:
            return recording.write(place, text, turn)
    return None

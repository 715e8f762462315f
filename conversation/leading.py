"""A leader in the chat: taking the role, the card of the unit, giving the role back."""

from dataclasses import replace
from typing import assert_never

from campaign.units import Unit, UnitKind
from conversation import consents, forwarding, helping, onward
from conversation.places import (
    Enlisting,
    HeldSessions,
    Inquiries,
    Leading,
    LeavingPost,
    Menu,
    PosterCode,
    RecordingSession,
    WeeklyText,
    Welcome,
    WhoNeedsHelp,
)
from conversation.replies import Bubble, HamletSummary, Say
from conversation.team import Invited, LeftPost, PageOpened, Post, Session, TookPost
from conversation.turn import Card, Item, Turn

Place = Enlisting | Leading | WhoNeedsHelp | WeeklyText | PosterCode | LeavingPost

AGREE = "agree"
LATER = "later"
HELP = "help"
RECORD = "record"
INQUIRIES = "inquiries"
WEEKLY = "weekly"
POSTER = "poster"
HELD = "held"
PAGE = "page"
LEARN = "learn"
LEAVE = "leave"
BACK = "back"
UNIT = "unit:"

_TOKEN_BITS = 128

_NOT_STORED_YET = 0
"""The id of a post that was just taken: nothing more is done in it before it is read again."""


def card(place: Place, turn: Turn) -> Card:
    """Return what is shown at these places."""
    match place:
        case Enlisting(invitation):
            return _invitation(invitation, turn)
        case Leading(unit):
            return _unit_card(unit, turn)
        case LeavingPost(unit):
            sure = Say("leading.sure", {"unit": name_of(unit, turn)})
            return Card((Bubble(sure),), (Item(LEAVE, Say("leading.leave_yes")), Item(BACK, Say("leading.leave_no"))))
        case WhoNeedsHelp():
            return helping.card(place, turn)
        case WeeklyText() | PosterCode():
            return forwarding.card(place, turn)
    assert_never(place)


def choose(place: Place, choice: str, turn: Turn) -> Turn:
    """Follow a choice at these places."""
    match place:
        case Enlisting(invitation):
            return _take(invitation, turn) if choice == AGREE else turn.say("enlisting.not_now").go(onward.home(turn))
        case Leading(unit):
            return _follow(unit, choice, turn)
        case LeavingPost(unit):
            return _leave(unit, turn) if choice == LEAVE else turn.go(Leading(unit))
        case WhoNeedsHelp():
            return helping.choose(place, choice, turn)
        case WeeklyText(unit) | PosterCode(unit):
            return turn.go(Leading(unit))
    assert_never(place)


def name_of(unit_code: str, turn: Turn) -> str:
    """Return a unit's name as it stands within a sentence."""
    unit = turn.world.unit(unit_code, turn.today)
    return unit.name_in_sentence if unit else unit_code


def _invitation(invitation: Invited, turn: Turn) -> Card:
    unit = name_of(invitation.unit, turn)
    bubbles = (
        Bubble(Say("enlisting.role", {"name": invitation.name, "unit": unit})),
        Bubble(Say("enlisting.kept", {"unit": unit})),
    )
    items = (Item(AGREE, Say("enlisting.agree")), Item(LATER, Say("enlisting.later")))
    return Card(bubbles, items, version=consents.lead(turn.world.texts).version)


def _take(invitation: Invited, turn: Turn) -> Turn:
    """Take the role of a unit that is led by nobody of this chat yet; `decide` sees to that before the card."""
    unit = turn.world.unit(invitation.unit, turn.today)
    if unit is None:
        return turn.say("enlisting.gone").go(onward.home(turn))
    taken = turn.do(TookPost(invitation, consents.lead(turn.world.texts).version))
    posts = (*turn.posts, Post(_NOT_STORED_YET, unit.code, invitation.name))
    thanks = replace(taken, posts=posts).say("enlisting.thanks", name=invitation.name, unit=unit.name_in_sentence)
    return thanks.go(Leading(unit.code))


def _unit_card(unit_code: str, turn: Turn) -> Card:
    unit = turn.world.unit(unit_code, turn.today)
    summary = HamletSummary(unit_code)
    return Card((Bubble(summary),), _work(unit_code, unit, turn), picture=summary)


def _work(unit_code: str, unit: Unit | None, turn: Turn) -> tuple[Item, ...]:
    waiting = len(turn.room_at(unit_code).inquiries)
    inquiries = Say("leading.inquiries_waiting", {"count": waiting}) if waiting else Say("leading.inquiries")
    poster = (Item(POSTER, Say("leading.poster")),) if unit is not None and unit.kind is UnitKind.HAMLET else ()
    page = (Item(PAGE, Say("leading.page", {"unit": name_of(unit_code, turn)})),) if turn.world.public_url else ()
    others = (post.unit for post in turn.posts if post.unit != unit_code)
    return (
        Item(HELP, Say("leading.help")),
        Item(RECORD, Say("leading.record")),
        Item(INQUIRIES, inquiries),
        Item(WEEKLY, Say("leading.weekly")),
        *poster,
        Item(HELD, Say("leading.held")),
        *(Item(f"{UNIT}{code}", Say("leading.other", {"unit": name_of(code, turn)})) for code in others),
        *page,
        Item(LEARN, Say("leading.learn" if turn.learner is None else "leading.menu")),
        Item(LEAVE, Say("leading.leave")),
    )


def _follow(unit: str, choice: str, turn: Turn) -> Turn:
    if choice.startswith(UNIT):
        return turn.go(Leading(choice.removeprefix(UNIT)))
    match choice:
        case "help":
            return turn.go(WhoNeedsHelp(unit))
        case "record":
            return turn.go(RecordingSession(unit, Session()))
        case "inquiries":
            return turn.go(Inquiries(unit))
        case "weekly":
            return turn.go(WeeklyText(unit))
        case "poster":
            return turn.go(PosterCode(unit))
        case "held":
            return turn.go(HeldSessions(unit))
        case "page":
            return _open_page(unit, turn)
        case "leave":
            return turn.go(LeavingPost(unit))
    return turn.go(Menu() if turn.learner else Welcome())


def _open_page(unit: str, turn: Turn) -> Turn:
    """Give a link to the page of the unit; nobody can guess it, and storage keeps its hash only."""
    post = turn.post_at(unit)
    if post is None or not turn.world.public_url:
        return turn.go(onward.home(turn))
    token = f"{turn.rng.getrandbits(_TOKEN_BITS):0{_TOKEN_BITS // 4}x}"
    opened = turn.do(PageOpened(post.id, token))
    return opened.say("leading.page_link", address=f"{turn.world.public_url}/moi/{token}").go(Leading(unit))


def _leave(unit: str, turn: Turn) -> Turn:
    post = turn.post_at(unit)
    if post is None:
        return turn.go(onward.home(turn))
    left = replace(turn.do(LeftPost(post.id)), posts=tuple(one for one in turn.posts if one.unit != unit))
    return left.say("leading.left", unit=name_of(unit, turn)).go(onward.home(left))

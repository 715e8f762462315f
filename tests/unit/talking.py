"""Short ways to bring a learner to where a test begins."""

from conversation.buttons import AnswerButton
from conversation.events import Event, Opened, Tapped
from conversation.places import Answering, Finished
from conversation.replies import Say
from quizzes.attempt import question_at
from tests.unit.chatting import TINY, Chatter


def keys(chatter: Chatter) -> list[str]:
    return [bubble.say.key for bubble in chatter.sent[-1].bubbles if isinstance(bubble.say, Say)]


def answer(chatter: Chatter, is_right: bool = True) -> Event:
    place = chatter.chat.place
    assert isinstance(place, Answering)
    found = question_at(place.attempt, place.attempt.position, chatter.world.bank.pool(place.attempt.lesson))
    assert found is not None
    at = next(index for index, choice in enumerate(found[1]) if choice.correct is is_right)
    return Tapped(str(AnswerButton(place.attempt.id, place.attempt.position, at)))


def joined(poster: str | None = None) -> Chatter:
    chatter = Chatter(TINY)
    chatter.act(Opened(poster))
    chatter.act(Tapped("p.0.0") if chatter.chat.prompt is None else first(chatter))
    return chatter


def first(chatter: Chatter) -> Event:
    return Tapped(chatter.sent[-1].options[0].button)


def option(chatter: Chatter, number: int) -> Event:
    return Tapped(next(option.button for option in chatter.sent[-1].options if option.number == number))


def asked(poster: str | None = None) -> Chatter:
    """Return a learner with the first question open."""
    chatter = joined(poster)
    while not isinstance(chatter.chat.place, Answering):
        chatter.act(first(chatter))
    return chatter


def finished(poster: str | None = None) -> Chatter:
    chatter = asked(poster)
    while not isinstance(chatter.chat.place, Finished):
        chatter.act(answer(chatter) if isinstance(chatter.chat.place, Answering) else first(chatter))
    return chatter


def counted(poster: str | None = "4821") -> Chatter:
    chatter = finished(poster)
    chatter.act(first(chatter))
    chatter.act(first(chatter))
    return chatter

"""How a chat's state is kept as JSON, and what becomes of state that a later program cannot read.

A place is kept as `{"at": "<class>", ...fields}`. Fields that are gone are passed over; anything else that does not
fit makes the whole state unreadable, and then the chat goes on at the menu, or at the first card without a learner.
"""

from dataclasses import dataclass
from typing import Annotated, Final, Literal, get_args

from pydantic import PlainSerializer, PlainValidator, TypeAdapter

from conversation.places import Menu, Place, Welcome
from conversation.situation import Chat, Guesses, Prompt
from quizzes import Drawn

VERSION: Final = 1
"""Of the state's JSON. Another version is unreadable."""

_PLACES: dict[str, TypeAdapter[Place]] = {place.__name__: TypeAdapter(place) for place in get_args(Place)}


def _read_place(kept: object) -> Place:
    if isinstance(kept, dict):
        place = _PLACES.get(str(kept.pop("at", "")))
        if place is not None:
            return place.validate_python(kept)
    raise ValueError("no such place")


def _place_fields(place: Place) -> dict[str, object]:
    name = type(place).__name__
    return {"at": name, **_PLACES[name].dump_python(place, mode="json")}


_KeptPlace = Annotated[Place, PlainValidator(_read_place), PlainSerializer(_place_fields)]


@dataclass(frozen=True, slots=True)
class _State:
    version: Literal[1]
    place: _KeptPlace
    after: _KeptPlace | None = None
    prompt: Prompt | None = None
    poster: str | None = None
    guesses: Guesses | None = None


_STATE = TypeAdapter(_State)
_PROMPT = TypeAdapter(Prompt)
_DRAWN = TypeAdapter(tuple[Drawn, ...])


def chat_to_json(chat: Chat) -> str:
    """Return the state of a chat as JSON, without `shown`, which is kept apart."""
    state = _State(VERSION, chat.place, chat.after, chat.prompt, chat.poster, chat.guesses)
    return _STATE.dump_json(state, exclude_defaults=True).decode()


def chat_from_json(kept: str, channel: str, shown: Prompt | None, *, has_learner: bool) -> Chat:
    """Return the chat kept as JSON; one that cannot be read any more starts again where that makes sense."""
    try:
        state = _STATE.validate_json(kept)
    except ValueError:
        return Chat(channel, Menu() if has_learner else Welcome(), shown=shown)
    return Chat(channel, state.place, state.after, state.prompt, shown, state.poster, state.guesses)


def prompt_to_json(prompt: Prompt) -> str:
    """Return a prompt as JSON."""
    return _PROMPT.dump_json(prompt, exclude_defaults=True).decode()


def prompt_from_json(kept: str | None) -> Prompt | None:
    """Return the prompt kept as JSON, or None when there is none or it cannot be read any more."""
    if kept is None:
        return None
    try:
        return _PROMPT.validate_json(kept)
    except ValueError:
        return None


def drawn_to_json(drawn: tuple[Drawn, ...]) -> str:
    """Return the questions of an attempt as JSON."""
    return _DRAWN.dump_json(drawn).decode()


def drawn_from_json(kept: str) -> tuple[Drawn, ...]:
    """Return the questions of an attempt kept as JSON.

    Raises:
        ValueError: when the JSON is not that.
    """
    return _DRAWN.validate_json(kept)

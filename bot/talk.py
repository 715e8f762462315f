"""One chat's part of a transaction: where it began, what follows from its event, and the rows both become."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.incoming import Incoming
from conversation.learner import DEFAULT_ADDRESS, InHamlet
from conversation.message import Message
from conversation.pictures import HamletCard
from conversation.render import HamletFigures, Voice
from conversation.situation import LookedUp, Step
from conversation.team import TookPost
from conversation.world import World
from storage import learners, outbox
from storage.chats import ChatKey, KeptChat, SavedChat

SHOWS_ITSELF = frozenset({"browser"})
"""Channels whose page asks for the last message itself: what is committed counts as shown, and nothing is sent."""


@dataclass(frozen=True, slots=True)
class Talk:
    """One chat's part of a transaction: where it began, and what follows from its event."""

    key: ChatKey
    kept: KeptChat
    looked_up: LookedUp | None
    step: Step


def key_of(incoming: Incoming) -> ChatKey:
    """Return the chat an event is of."""
    return ChatKey(incoming.account, incoming.address)


def as_shown(step: Step, now: datetime) -> Step:
    """Count the newest prompt as shown from now on, or from when it was first shown."""
    chat = step.situation.chat
    if chat.prompt is None or (chat.shown is not None and chat.shown.id == chat.prompt.id):
        return step
    shown = replace(chat.prompt, shown_at=now)
    return replace(step, situation=replace(step.situation, chat=replace(chat, shown=shown)))


def record_of(talk: Talk) -> learners.Record:
    """Return what the step says about its learners."""
    others = {member.id: member.learner for member in talk.kept.household}
    if talk.looked_up is not None and talk.looked_up.record is not None:
        others[talk.looked_up.record.id] = talk.looked_up.record.learner
    kept = talk.kept
    return learners.Record(kept.learner_id, talk.step.facts, kept.learner, talk.step.situation.learner, others)


def voice_of(
    talk: Talk,
    world: World,
    today: date,
    figures: Mapping[str, HamletFigures],
    summaries: Mapping[str, HamletCard],
) -> Voice:
    """Return how to word the step's replies."""
    learner = talk.step.situation.learner
    home = learner.home if learner else None
    unit = world.unit(home.unit, today) if isinstance(home, InHamlet) else None
    return Voice(
        world,
        address=learner.address if learner else DEFAULT_ADDRESS,
        hamlet=unit.name_in_sentence if unit else "",
        figures=figures,
        has_header=talk.key.channel in SHOWS_ITSELF,
        summaries=summaries,
    )


def saved_as(talk: Talk, learner_id: int | None, messages: Sequence[Message]) -> SavedChat:
    """Return the chat as it is to be kept after the step."""
    is_page = talk.key.channel in SHOWS_ITSELF
    is_shared = any(member.id != talk.kept.learner_id for member in talk.kept.household)
    leads = bool(talk.kept.posts) or any(isinstance(deed, TookPost) for deed in talk.step.deeds)
    return SavedChat(
        id=talk.kept.id,
        key=talk.key,
        learner_id=learner_id,
        chat=talk.step.situation.chat,
        message=messages[-1] if is_page else None,
        step=talk.kept.step + 1,
        seq=talk.kept.seq if is_page else talk.kept.seq + len(messages),
        is_lasting=learner_id is not None or leads or is_shared,
    )


def to_send(
    talks: Sequence[Talk], chat_ids: Sequence[int], worded: Sequence[Sequence[Message]], today: date
) -> list[outbox.Draft]:
    """Return the outbox rows of the chats whose messages must be sent; only the last of them asks what is open now."""
    drafts = []
    for talk, chat_id, messages in zip(talks, chat_ids, worded, strict=True):
        if talk.key.channel in SHOWS_ITSELF:
            continue
        for at, message in enumerate(messages, start=1):
            prompt = talk.step.situation.chat.prompt if at == len(messages) else None
            drafts.append(outbox.Draft(talk.key.account, chat_id, talk.kept.seq + at, message, prompt, today))
    return drafts

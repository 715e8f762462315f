"""Taking in what arrived: everything that waits, in one transaction, before anybody is told that it was accepted."""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from random import Random

import structlog
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from bot.basket import Baskets
from bot.incoming import Incoming
from bot.moving_clock import Clock
from conversation.buttons import AnswerButton, parse
from conversation.decide import decide, recover
from conversation.events import Event, Tapped
from conversation.facts import Fact
from conversation.learner import DEFAULT_ADDRESS, InHamlet
from conversation.message import Message
from conversation.render import HamletFigures, Voice, named_in_progress, render
from conversation.replies import Reply
from conversation.situation import Prompt, Situation, Step
from conversation.world import World
from quizzes import Attempt
from storage import chats, failures, figures, inbox, learners, outbox
from storage.chats import ChatKey, KeptChat, SavedChat
from storage.outbox import Outgoing
from storage.standing import Standing
from storage.unit import committed

log = structlog.get_logger()

SHOWS_ITSELF = frozenset({"browser"})
"""Channels whose page asks for the last message itself: what is committed counts as shown, and nothing is sent."""


@dataclass(slots=True)
class _Talk:
    """One chat's part of a batch: where it began, where it is by now, and what is to be said."""

    key: ChatKey
    kept: KeptChat
    situation: Situation
    facts: list[Fact] = field(default_factory=list)
    replies: list[Reply] = field(default_factory=list)
    events: int = 0

    def take(self, step: Step) -> None:
        """Go on from a step."""
        self.situation = step.situation
        self.facts += step.facts
        self.replies += step.replies
        self.events += 1


@dataclass(frozen=True, slots=True)
class _Parcel:
    """What a batch claimed for one account's sender, and the chats in which it left more in the outbox."""

    account: str
    rows: Sequence[Outgoing]
    left: Collection[int]


UNAVAILABLE = (OperationalError, InterfaceError, PoolTimeoutError)
"""What a database raises that is locked, gone or full; any other error of it is about one event's rows."""


class Intake:
    """Decides and keeps what arrives. One thread calls it; see `bot.writer`."""

    def __init__(
        self,
        engine: Engine,
        world: Callable[[], World],
        clock: Clock,
        rng: Random,
        standing: Standing,
        decide: "Decide" = decide,
        baskets: Baskets | None = None,
    ) -> None:
        self._engine = engine
        self._world = world
        self._clock = clock
        self._rng = rng
        self._standing = standing
        self._decide = decide
        self._baskets = {} if baskets is None else baskets

    def take(self, batch: Sequence[Incoming]) -> None:
        """Take in a batch. When this returns, every event of it is kept and what follows from it is stored.

        If the batch fails, its events are taken one by one; one that fails again is recorded, its chat gets the menu,
        and it counts as taken.

        Raises:
            OperationalError, InterfaceError: when the database fails; nothing of the batch was kept then, and it may be
                offered again.
        """
        try:
            self._keep(batch, self._decide)
        except UNAVAILABLE:
            raise
        except Exception:
            log.exception("batch_failed", events=len(batch))
            for incoming in batch:
                self._take_alone(incoming)

    def _take_alone(self, incoming: Incoming) -> None:
        try:
            self._keep([incoming], self._decide)
        except UNAVAILABLE:
            raise
        except Exception as error:
            log.exception("event_failed", account=incoming.account, external_id=incoming.external_id)
            self._keep([incoming], lambda situation, _, *rest: recover(situation, *rest), failed=error)

    def _keep(self, batch: Sequence[Incoming], decide: "Decide", failed: Exception | None = None) -> None:
        now = self._clock.now()
        world = self._world()
        today = world.today(now)

        def keep(tx: Connection) -> list[_Parcel]:
            reached: dict[int, Prompt] = {}
            for basket in self._baskets.values():
                reached |= basket.mark_sent(tx, now)
            kept = chats.load(tx, {_key(one) for one in batch}, _tapped(batch), reached)
            current = [one for one in batch if one.step in (None, kept[_key(one)].step)]
            new = inbox.unseen(tx, [inbox.Arrival(one.account, one.external_id) for one in current], today)
            events = [current[index] for index in sorted(new)]
            parcels: list[_Parcel] = []
            if events:
                talks = self._decide_all(events, kept, world, now, decide)
                parcels = self._store(tx, talks, world, today, now)
            if failed is not None:
                failures.record(tx, batch[0].account, batch[0].external_id, failed, now)
            return parcels

        self._hand_over(committed(self._engine, keep))

    def _hand_over(self, parcels: Sequence[_Parcel]) -> None:
        """Let what was claimed go out, now that it is committed."""
        rows = {parcel.account: parcel.rows for parcel in parcels}
        for account, basket in self._baskets.items():
            basket.keep(rows.get(account, ()))
        for parcel in parcels:
            self._baskets[parcel.account].hand_over(parcel.rows, parcel.left)

    def _decide_all(
        self,
        events: Sequence[Incoming],
        kept: Mapping[ChatKey, KeptChat],
        world: World,
        now: datetime,
        decide: "Decide",
    ) -> list[_Talk]:
        keys = dict.fromkeys(_key(one) for one in events)
        talks = {key: _Talk(key, kept[key], Situation(kept[key].chat, kept[key].learner)) for key in keys}
        for one in events:
            talk = talks[_key(one)]
            situation = replace(talk.situation, tapped=_attempt(one, talk.kept))
            step = decide(situation, one.event, world, now, self._rng)
            talk.take(_as_shown(step, now) if talk.key.channel in SHOWS_ITSELF else step)
        return list(talks.values())

    def _store(
        self, tx: Connection, talks: Sequence[_Talk], world: World, today: date, now: datetime
    ) -> "list[_Parcel]":
        records = [
            learners.Record(talk.kept.learner_id, tuple(talk.facts), talk.kept.learner, talk.situation.learner)
            for talk in talks
        ]
        ids = learners.record(tx, records, today, now, self._standing)
        named = {unit for talk in talks for reply in talk.replies for unit in named_in_progress(reply)}
        progress = figures.hamlet_progress(tx, named, today) if named else {}
        worded = [[render(reply, _voice(talk, world, today, progress)) for reply in talk.replies] for talk in talks]
        rows = [_saved(*one) for one in zip(talks, ids, worded, strict=True)]
        chat_ids = chats.save(tx, rows, now)
        drafts = _to_send(talks, chat_ids, worded, today)
        addresses = {chat_id: talk.key.address for talk, chat_id in zip(talks, chat_ids, strict=True)}
        outbox.add(tx, [draft for draft in drafts if draft.account not in self._baskets])
        parcels = []
        for account, basket in self._baskets.items():
            mine = [draft for draft in drafts if draft.account == account]
            if mine:
                claimed = basket.add(tx, mine, addresses, now)
                parcels.append(_Parcel(account, claimed, _left(mine, claimed)))
        return parcels


Decide = Callable[[Situation, Event, World, datetime, Random], Step]
"""The pure heart of the program; see `conversation.decide`."""


def _key(incoming: Incoming) -> ChatKey:
    return ChatKey(incoming.account, incoming.address)


def _tapped(events: Sequence[Incoming]) -> Mapping[ChatKey, set[int]]:
    """Return the attempts that buttons of this batch name, so that they are loaded with their chats."""
    found = defaultdict[ChatKey, set[int]](set)
    for one in events:
        button = parse(one.event.button) if isinstance(one.event, Tapped) else None
        if isinstance(button, AnswerButton):
            found[_key(one)].add(button.attempt)
    return found


def _attempt(incoming: Incoming, kept: KeptChat) -> Attempt | None:
    button = parse(incoming.event.button) if isinstance(incoming.event, Tapped) else None
    return kept.attempts.get(button.attempt) if isinstance(button, AnswerButton) else None


def _as_shown(step: Step, now: datetime) -> Step:
    """Count the newest prompt as shown from now on, or from when it was first shown."""
    chat = step.situation.chat
    if chat.prompt is None or (chat.shown is not None and chat.shown.id == chat.prompt.id):
        return step
    shown = replace(chat.prompt, shown_at=now)
    return replace(step, situation=replace(step.situation, chat=replace(chat, shown=shown)))


def _voice(talk: _Talk, world: World, today: date, figures: Mapping[str, HamletFigures]) -> Voice:
    learner = talk.situation.learner
    home = learner.home if learner else None
    unit = world.unit(home.unit, today) if isinstance(home, InHamlet) else None
    return Voice(
        world,
        address=learner.address if learner else DEFAULT_ADDRESS,
        hamlet=unit.name_in_sentence if unit else "",
        figures=figures,
        has_header=talk.key.channel in SHOWS_ITSELF,
    )


def _saved(talk: _Talk, learner_id: int | None, messages: Sequence[Message]) -> SavedChat:
    is_page = talk.key.channel in SHOWS_ITSELF
    return SavedChat(
        id=talk.kept.id,
        key=talk.key,
        learner_id=learner_id,
        chat=talk.situation.chat,
        message=messages[-1] if is_page else None,
        step=talk.kept.step + talk.events,
        seq=talk.kept.seq if is_page else talk.kept.seq + len(messages),
    )


def _to_send(
    talks: Sequence[_Talk], chat_ids: Sequence[int], worded: Sequence[Sequence[Message]], today: date
) -> list[outbox.Draft]:
    """Return the outbox rows of the chats whose messages must be sent; only the last of them asks what is open now."""
    drafts = []
    for talk, chat_id, messages in zip(talks, chat_ids, worded, strict=True):
        if talk.key.channel in SHOWS_ITSELF:
            continue
        for at, message in enumerate(messages, start=1):
            prompt = talk.situation.chat.prompt if at == len(messages) else None
            drafts.append(outbox.Draft(talk.key.account, chat_id, talk.kept.seq + at, message, prompt, today))
    return drafts


def _left(drafts: Sequence[outbox.Draft], rows: Sequence[Outgoing]) -> Collection[int]:
    taken = {(row.chat_id, row.seq) for row in rows}
    return {draft.chat_id for draft in drafts if (draft.chat_id, draft.seq) not in taken}

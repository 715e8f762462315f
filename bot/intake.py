"""Taking in what arrived: everything that waits, in one transaction, before anybody is told that it was accepted."""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from random import Random

import structlog
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from bot.basket import Baskets
from bot.incoming import Incoming
from bot.moving_clock import Clock
from bot.talk import SHOWS_ITSELF as SHOWS_ITSELF
from bot.talk import Talk, as_shown, key_of, record_of, saved_as, to_send, voice_of
from conversation.buttons import AnswerButton, parse
from conversation.decide import decide, recover
from conversation.events import Event, Tapped, Typed
from conversation.hearing import long_code
from conversation.message import Message
from conversation.places import ChoosingLabel, Recognising
from conversation.render import named_in_progress, render, summarised
from conversation.situation import LookedUp, Prompt, Situation, Step
from conversation.world import World
from quizzes import Attempt
from storage import chats, failures, figures, households, inbox, learners, lookups, outbox, study_codes, team
from storage.chats import ChatKey, KeptChat
from storage.outbox import Outgoing
from storage.standing import Standing
from storage.unit import committed

log = structlog.get_logger()


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

        A chat's second event waits for a transaction of its own: by then somebody else may be learning on that phone.
        If a transaction fails, its events are taken one by one; one that fails again is recorded, its chat gets the
        menu, and it counts as taken.

        Raises:
            OperationalError, InterfaceError: when the database fails; nothing of the batch was kept then, and it may be
                offered again.
        """
        for events in _rounds(batch):
            self._take_round(events)

    def _take_round(self, events: Sequence[Incoming]) -> None:
        try:
            self._keep(events, self._decide)
        except UNAVAILABLE:
            raise
        except Exception:
            log.exception("batch_failed", events=len(events))
            for incoming in events:
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
            kept = chats.load(tx, {key_of(one) for one in batch}, _tapped(batch), today, reached)
            current = [one for one in batch if one.step in (None, kept[key_of(one)].step)]
            new = inbox.unseen(tx, [inbox.Arrival(one.account, one.external_id) for one in current], today)
            events = [current[index] for index in sorted(new)]
            parcels: list[_Parcel] = []
            if events:
                talks = [self._talk(tx, one, kept[key_of(one)], world, now, decide) for one in events]
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

    def _talk(
        self, tx: Connection, incoming: Incoming, kept: KeptChat, world: World, now: datetime, decide: "Decide"
    ) -> Talk:
        looked_up = _look_up(tx, incoming.event, kept, now)
        situation = Situation(
            kept.chat,
            kept.learner,
            _attempt(incoming, kept),
            kept.household,
            kept.learner_id,
            kept.posts,
            kept.rooms,
            looked_up,
        )
        step = decide(situation, incoming.event, world, now, self._rng)
        key = key_of(incoming)
        return Talk(key, kept, looked_up, as_shown(step, now) if key.channel in SHOWS_ITSELF else step)

    def _store(self, tx: Connection, talks: Sequence[Talk], world: World, today: date, now: datetime) -> list[_Parcel]:
        ids = learners.record(tx, [record_of(talk) for talk in talks], today, now, self._standing)
        deeds = [(talk.kept.id, deed) for talk in talks if talk.kept.id is not None for deed in talk.step.deeds]
        if deeds:
            team.follow(tx, deeds, today, now)
        worded = self._word(tx, talks, world, today)
        rows = [saved_as(*one) for one in zip(talks, ids, worded, strict=True)]
        chat_ids = chats.save(tx, rows, now)
        households.record(tx, [(at, talk.step.facts, id_) for at, talk, id_ in zip(chat_ids, talks, ids, strict=True)])
        wrong_codes = sum(talk.step.wrong_codes for talk in talks)
        if wrong_codes:
            study_codes.count_wrong(tx, now, wrong_codes)
        return self._send(tx, talks, chat_ids, to_send(talks, chat_ids, worded, today), now)

    def _send(
        self,
        tx: Connection,
        talks: Sequence[Talk],
        chat_ids: Sequence[int],
        drafts: Sequence[outbox.Draft],
        now: datetime,
    ) -> list[_Parcel]:
        """Put what is to be sent into the outbox, for a running sender already claimed."""
        addresses = {chat_id: talk.key.address for talk, chat_id in zip(talks, chat_ids, strict=True)}
        outbox.add(tx, [draft for draft in drafts if draft.account not in self._baskets])
        parcels = []
        for account, basket in self._baskets.items():
            mine = [draft for draft in drafts if draft.account == account]
            if mine:
                claimed = basket.add(tx, mine, addresses, now)
                parcels.append(_Parcel(account, claimed, _left(mine, claimed)))
        return parcels

    def _word(self, tx: Connection, talks: Sequence[Talk], world: World, today: date) -> list[list[Message]]:
        """Put every reply into words, with the figures as this transaction leaves them."""
        replies = [reply for talk in talks for reply in talk.step.replies]
        named = {unit for reply in replies for unit in named_in_progress(reply)}
        progress = figures.hamlet_progress(tx, named, today) if named else {}
        led = {unit for reply in replies for unit in summarised(reply)}
        cards = figures.summaries(tx, led, today, self._standing, world.commune) if led else {}
        return [
            [render(reply, voice_of(talk, world, today, progress, cards)) for reply in talk.step.replies]
            for talk in talks
        ]


Decide = Callable[[Situation, Event, World, datetime, Random], Step]
"""The pure heart of the program; see `conversation.decide`."""


def _rounds(batch: Sequence[Incoming]) -> list[list[Incoming]]:
    """Return the events in rounds that have at most one of each chat, a chat's events in their order."""
    rounds: list[list[Incoming]] = []
    taken = defaultdict[ChatKey, int](int)
    for one in batch:
        at = taken[key_of(one)]
        taken[key_of(one)] += 1
        if at == len(rounds):
            rounds.append([])
        rounds[at].append(one)
    return rounds


def _look_up(tx: Connection, event: Event, kept: KeptChat, now: datetime) -> LookedUp | None:
    """Look up a typed code before it is decided about, and again the record that a chat is being asked about."""
    code = long_code(event.text) if isinstance(event, Typed) else None
    if code is not None:
        return lookups.look_up(tx, code, now)
    place = kept.chat.place
    record = place.record if isinstance(place, Recognising | ChoosingLabel) else None
    return lookups.recall(tx, record) if record is not None else None


def _tapped(events: Sequence[Incoming]) -> Mapping[ChatKey, set[int]]:
    """Return the attempts that buttons of this batch name, so that they are loaded with their chats."""
    found = defaultdict[ChatKey, set[int]](set)
    for one in events:
        button = parse(one.event.button) if isinstance(one.event, Tapped) else None
        if isinstance(button, AnswerButton):
            found[key_of(one)].add(button.attempt)
    return found


def _attempt(incoming: Incoming, kept: KeptChat) -> Attempt | None:
    button = parse(incoming.event.button) if isinstance(incoming.event, Tapped) else None
    return kept.attempts.get(button.attempt) if isinstance(button, AnswerButton) else None


def _left(drafts: Sequence[outbox.Draft], rows: Sequence[Outgoing]) -> Collection[int]:
    taken = {(row.chat_id, row.seq) for row in rows}
    return {draft.chat_id for draft in drafts if (draft.chat_id, draft.seq) not in taken}

"""Messages go out in order, replies first, each once; what may have arrived is known to be in doubt."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection, Engine, event, select, update

from conversation.situation import Prompt
from storage import chats, outbox
from storage.chats import ChatKey
from storage.outbox import Draft, Lane, Outgoing
from storage.tables import chat
from storage.tables import outbox as table
from storage.unit import writing
from tests.db.people import KEY, NOW, TODAY, message, save_chat

CUC = ChatKey(KEY.account, "cúc")
PROMPT = Prompt(5, ("tiếp",), (1,))
SOON = NOW + timedelta(seconds=5)
LATER = NOW + timedelta(hours=1)


def draft(chat_id: int, seq: int, lane: Lane = Lane.REPLY, **more: object) -> Draft:
    return replace(Draft(KEY.account, chat_id, seq, message(f"Tin {seq} 🌾"), None, TODAY, lane), **more)  # type: ignore[arg-type]


def claim(tx: Connection, at: datetime = NOW, limit: int = 100) -> list[int]:
    """Claim and return the seqs."""
    return [one.seq for one in outbox.claim(tx, KEY.account, at, limit)]


def states(tx: Connection) -> list[str]:
    return list(tx.scalars(select(table.c.state).order_by(table.c.chat_id, table.c.seq)))


def claimed_ids(tx: Connection) -> list[int]:
    return list(tx.scalars(select(table.c.id).where(table.c.state == "claimed").order_by(table.c.id)))


def shown(tx: Connection, key: ChatKey = KEY) -> Prompt | None:
    return chats.load(tx, [key], {}, TODAY)[key].chat.shown


def test_nothing_to_send_is_nothing_claimed(tx: Connection) -> None:
    outbox.add(tx, [])
    assert outbox.claim(tx, KEY.account, NOW, 10) == ()


def test_a_claimed_row_says_what_to_send_and_where(tx: Connection) -> None:
    chat_id = save_chat(tx)
    outbox.add(tx, [draft(chat_id, 1, prompt=PROMPT, expires_at=LATER)])
    [one] = outbox.claim(tx, KEY.account, NOW, 10)
    assert one == Outgoing(one.id, chat_id, "lan", Lane.REPLY, 1, message("Tin 1 🌾"), PROMPT, 1, LATER)
    assert outbox.claim(tx, KEY.account, NOW, 10) == ()


def test_another_account_does_not_get_it(tx: Connection) -> None:
    outbox.add(tx, [draft(save_chat(tx), 1)])
    assert outbox.claim(tx, "telegram:other", NOW, 10) == ()


def test_only_the_head_of_each_chat_is_claimed(tx: Connection) -> None:
    lan, cuc = save_chat(tx), save_chat(tx, CUC)
    outbox.add(tx, [draft(lan, 1), draft(lan, 2), draft(cuc, 7), draft(cuc, 8)])
    assert claim(tx) == [1, 7]
    assert claim(tx) == []
    outbox.mark_sent(tx, claimed_ids(tx)[:1], NOW)
    assert claim(tx) == [2]


def test_no_more_is_claimed_than_asked_for(tx: Connection) -> None:
    for number in range(5):
        outbox.add(tx, [draft(save_chat(tx, ChatKey(KEY.account, str(number))), number)])
    assert [len(claim(tx, limit=2)) for _ in range(4)] == [2, 2, 1, 0]


def test_a_reply_overtakes_a_broadcast(tx: Connection) -> None:
    lan, cuc = save_chat(tx), save_chat(tx, CUC)
    outbox.add(tx, [draft(lan, 1, Lane.BROADCAST), draft(cuc, 2, Lane.LESSON), draft(lan, 3), draft(lan, 4)])
    order = []
    while seqs := claim(tx):
        order += seqs
        outbox.mark_sent(tx, claimed_ids(tx), NOW)
    assert order == [3, 2, 4, 1]


def test_a_broadcast_does_not_slip_between_two_replies(tx: Connection) -> None:
    lan = save_chat(tx)
    outbox.add(tx, [draft(lan, 1, Lane.BROADCAST), draft(lan, 2), draft(lan, 3)])
    assert claim(tx) == [2]
    assert claim(tx) == []


def test_later_holds_its_own_lane_and_no_other(tx: Connection) -> None:
    lan = save_chat(tx)
    outbox.add(tx, [draft(lan, 1), draft(lan, 2), draft(lan, 3, Lane.BROADCAST)])
    claim(tx)
    outbox.mark_later(tx, claimed_ids(tx), SOON, "429 đợi")
    assert claim(tx) == [3]
    outbox.mark_sent(tx, claimed_ids(tx), NOW)
    assert claim(tx) == []
    assert claim(tx, SOON) == [1]


def test_what_was_later_is_tried_again_and_counted(tx: Connection) -> None:
    outbox.add(tx, [draft(save_chat(tx), 1)])
    claim(tx)
    outbox.mark_later(tx, claimed_ids(tx), SOON, "x" * 300)
    [again] = outbox.claim(tx, KEY.account, SOON, 1)
    assert again.tries == 2


def test_a_message_for_later_waits(tx: Connection) -> None:
    outbox.add(tx, [draft(save_chat(tx), 1, not_before=SOON)])
    assert (claim(tx), claim(tx, SOON)) == ([], [1])


def test_what_was_sent_is_emptied_and_its_question_is_open(tx: Connection) -> None:
    outbox.add(tx, [draft(save_chat(tx), 1, prompt=PROMPT)])
    claim(tx)
    outbox.mark_sent(tx, claimed_ids(tx), SOON)
    assert states(tx) == ["sent"]
    assert tx.execute(select(table.c.payload, table.c.prompt)).one() == (None, None)
    assert shown(tx) == replace(PROMPT, shown_at=SOON)


def test_an_older_question_sent_late_does_not_become_the_open_one(tx: Connection) -> None:
    lan = save_chat(tx)
    outbox.add(tx, [draft(lan, 1, Lane.LESSON, prompt=PROMPT), draft(lan, 2, prompt=replace(PROMPT, id=6))])
    for _ in range(2):
        claim(tx)
        outbox.mark_sent(tx, claimed_ids(tx), NOW)
    assert shown(tx) == replace(PROMPT, id=6, shown_at=NOW)


def test_what_may_have_arrived_goes_out_once_more_and_the_rest_of_the_turn_waits(tx: Connection) -> None:
    lan = save_chat(tx)
    outbox.add(tx, [draft(lan, 1, prompt=PROMPT), draft(lan, 2)])
    claim(tx)
    outbox.mark_maybe_sent(tx, claimed_ids(tx), NOW, SOON)
    assert shown(tx) == replace(PROMPT, shown_at=NOW)
    assert claim(tx) == []
    assert claim(tx, SOON) == [1]
    outbox.mark_maybe_sent(tx, claimed_ids(tx), SOON, LATER)
    assert states(tx) == ["maybe_sent", "ready"]
    assert shown(tx) == replace(PROMPT, shown_at=NOW)
    assert claim(tx, SOON) == [2]


def test_what_is_not_harmless_twice_is_not_sent_again(tx: Connection) -> None:
    outbox.add(tx, [draft(save_chat(tx), 1, repeats=0, prompt=PROMPT)])
    claim(tx)
    outbox.mark_maybe_sent(tx, claimed_ids(tx), NOW, SOON)
    assert (states(tx), claim(tx, LATER)) == (["maybe_sent"], [])
    assert shown(tx) == replace(PROMPT, shown_at=NOW)


@pytest.mark.parametrize("state", ["never", "suppressed"])
def test_what_cannot_or_should_not_go_lets_the_next_one_go(tx: Connection, state: str) -> None:
    lan = save_chat(tx)
    outbox.add(tx, [draft(lan, 1, prompt=PROMPT), draft(lan, 2)])
    claim(tx)
    mark = outbox.mark_never if state == "never" else outbox.mark_suppressed
    mark(tx, claimed_ids(tx), "đã chặn trợ lý")
    kept = tx.execute(select(table.c.state, table.c.payload, table.c.reason).where(table.c.seq == 1)).one()
    assert kept == (state, None, "đã chặn trợ lý")
    assert (shown(tx), claim(tx)) == (None, [2])


def test_what_no_longer_makes_sense_expires_and_lets_the_next_one_go(tx: Connection) -> None:
    lan = save_chat(tx)
    outbox.add(tx, [draft(lan, 1, expires_at=SOON), draft(lan, 2, expires_at=SOON), draft(lan, 3)])
    assert claim(tx, SOON) == [3]
    assert states(tx) == ["expired", "expired", "claimed"]


def test_what_waits_for_later_expires_too(tx: Connection) -> None:
    lan = save_chat(tx)
    outbox.add(tx, [draft(lan, 1, not_before=LATER, expires_at=SOON), draft(lan, 2)])
    assert claim(tx, SOON) == [2]


def test_a_message_that_cannot_be_read_any_more_lets_the_next_one_go(tx: Connection) -> None:
    lan = save_chat(tx)
    outbox.add(tx, [draft(lan, 1), draft(lan, 2)])
    tx.execute(update(table).where(table.c.seq == 1).values(payload='{"hình": 1}'))
    assert claim(tx) == [2]
    assert states(tx) == ["never", "claimed"]


def test_what_a_dead_sender_had_in_hand_goes_out_once_more(tx: Connection) -> None:
    lan, cuc = save_chat(tx), save_chat(tx, CUC)
    outbox.add(tx, [draft(lan, 1, prompt=PROMPT), draft(cuc, 2, repeats=0)])
    claim(tx)
    assert outbox.release_stuck(tx, NOW) == 0
    assert outbox.release_stuck(tx, SOON) == 2
    assert states(tx) == ["ready", "maybe_sent"]
    assert shown(tx) == replace(PROMPT, shown_at=NOW)
    assert claim(tx, SOON) == [1]
    assert outbox.release_stuck(tx, LATER) == 1
    assert states(tx) == ["maybe_sent", "maybe_sent"]


def test_a_sender_that_was_only_slow_still_has_the_last_word(tx: Connection) -> None:
    outbox.add(tx, [draft(save_chat(tx), 1, prompt=PROMPT)])
    claim(tx)
    taken = claimed_ids(tx)
    outbox.release_stuck(tx, SOON)
    outbox.mark_never(tx, taken, "muộn")
    outbox.mark_later(tx, taken, LATER, "muộn")
    assert states(tx) == ["ready"]
    outbox.mark_sent(tx, taken, SOON)
    assert states(tx) == ["sent"]


def test_messages_go_with_their_chat(tx: Connection) -> None:
    outbox.add(tx, [draft(save_chat(tx), 1)])
    tx.execute(chat.delete())
    assert states(tx) == []


ends = st.sampled_from(["sent", "maybe", "later", "never", "suppressed", "stuck"])
drafts = st.lists(st.tuples(st.sampled_from([0, 1]), st.sampled_from(list(Lane)), st.integers(0, 1)), max_size=8)


@given(drafts, st.lists(ends, max_size=30))
def test_whatever_happens_each_lane_keeps_its_order_and_everything_ends(
    engine: Engine, wanted: list[tuple[int, Lane, int]], outcomes: list[str]
) -> None:
    with writing(engine) as tx:
        ids = [save_chat(tx), save_chat(tx, CUC)]
        outbox.add(tx, [draft(ids[at], seq, lane, repeats=n) for seq, (at, lane, n) in enumerate(wanted)])
        first_tries: list[Outgoing] = []
        now, coming = NOW, iter(outcomes)
        while set(states(tx)) & {"ready", "claimed", "later"}:
            taken = outbox.claim(tx, KEY.account, now, 1)
            first_tries += [one for one in taken if one.tries == 1]
            _end(tx, [one.id for one in taken], next(coming, "sent"), now)
            now += timedelta(seconds=10)
        assert set(states(tx)) <= {"sent", "maybe_sent", "never", "suppressed"}
        assert len(first_tries) == len(wanted)
        for chat_id in ids:
            for lane in Lane:
                seqs = [one.seq for one in first_tries if (one.chat_id, one.lane) == (chat_id, lane)]
                assert seqs == sorted(seqs)


def _end(tx: Connection, taken: Sequence[int], outcome: str, at: datetime) -> None:
    match outcome:
        case "sent":
            outbox.mark_sent(tx, taken, at)
        case "maybe":
            outbox.mark_maybe_sent(tx, taken, at, at + timedelta(seconds=5))
        case "later":
            outbox.mark_later(tx, taken, at + timedelta(seconds=15), "đợi")
        case "never":
            outbox.mark_never(tx, taken, "chặn")
        case "suppressed":
            outbox.mark_suppressed(tx, taken, "thôi")
        case "stuck":
            outbox.release_stuck(tx, at + timedelta(seconds=1))


def test_claiming_looks_only_at_what_is_still_open(tx: Connection) -> None:
    if tx.dialect.name != "sqlite":
        pytest.skip("PostgreSQL chooses by the size of the table")
    seen: list[tuple[str, tuple[object, ...]]] = []

    def note(*executed: object) -> None:
        seen.append((str(executed[2]), tuple(executed[3])))  # type: ignore[arg-type]

    event.listen(tx, "before_cursor_execute", note)
    claim(tx)
    event.remove(tx, "before_cursor_execute", note)
    [(statement, values)] = seen
    steps = [row.detail for row in tx.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)]
    assert any("SEARCH outbox USING INDEX ix_outbox_waiting" in step for step in steps)
    assert any("ix_outbox_open" in step for step in steps)

"""What may go out at once is claimed as it is kept, and nothing overtakes what was there before."""

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import Connection, select

from conversation.message import Button
from conversation.situation import Prompt
from storage import chats, outbox
from storage.chats import ChatKey
from storage.outbox import Draft, Lane, Outgoing
from storage.tables import outbox as table
from tests.db.people import KEY, NOW, TODAY, message, save_chat

CUC = ChatKey(KEY.account, "cúc")
PROMPT = Prompt(5, ("tiếp",), (1,))


def draft(chat_id: int, seq: int, lane: Lane = Lane.REPLY, not_before: datetime | None = None) -> Draft:
    return Draft(KEY.account, chat_id, seq, message(f"Tin {seq} 🌾"), PROMPT, TODAY, lane, not_before=not_before)


def add(tx: Connection, *drafts: Draft, limit: int = 10, held: frozenset[int] = frozenset()) -> list[int]:
    """Keep messages and return the seqs of those claimed at once."""
    addresses = {one.chat_id: "lan" for one in drafts}
    return sorted(one.seq for one in outbox.add_claimed(tx, drafts, addresses, NOW, limit, held))


def states(tx: Connection) -> list[str]:
    return list(tx.scalars(select(table.c.state).order_by(table.c.chat_id, table.c.seq)))


def test_a_reply_is_claimed_as_claiming_it_afterwards_would_have(tx: Connection) -> None:
    chat_id = save_chat(tx)
    [one] = outbox.add_claimed(tx, [draft(chat_id, 1)], {chat_id: "lan"}, NOW, 10)
    assert one == Outgoing(one.id, chat_id, "lan", Lane.REPLY, 1, message("Tin 1 🌾"), PROMPT, 1, None)
    assert outbox.claim(tx, KEY.account, NOW, 10) == ()
    assert outbox.release_stuck(tx, NOW + timedelta(seconds=1)) == 1
    [again] = outbox.claim(tx, KEY.account, NOW, 10)
    assert again == replace(one, tries=2)


def test_only_the_first_of_a_chat_is_claimed(tx: Connection) -> None:
    lan, cuc = save_chat(tx), save_chat(tx, CUC)
    assert add(tx, draft(lan, 1), draft(lan, 2), draft(cuc, 7)) == [1, 7]
    assert states(tx) == ["claimed", "ready", "claimed"]


def test_what_has_something_open_before_it_waits(tx: Connection) -> None:
    lan, cuc = save_chat(tx), save_chat(tx, CUC)
    add(tx, draft(lan, 1))
    outbox.add(tx, [draft(cuc, 1)])
    assert add(tx, draft(lan, 2), draft(cuc, 2)) == []
    assert states(tx) == ["claimed", "ready", "ready", "ready"]


def test_what_is_sent_is_in_nobodys_way(tx: Connection) -> None:
    chat_id = save_chat(tx)
    [one] = outbox.add_claimed(tx, [draft(chat_id, 1)], {chat_id: "lan"}, NOW, 10)
    outbox.finish_sent(tx, [one.id])
    assert add(tx, draft(chat_id, 2)) == [2]
    assert states(tx) == ["sent", "claimed"]


def test_no_more_is_claimed_than_there_is_room_for(tx: Connection) -> None:
    lan, cuc = save_chat(tx), save_chat(tx, CUC)
    assert add(tx, draft(lan, 1), draft(cuc, 2), limit=1) == [1]
    assert add(tx, draft(save_chat(tx, ChatKey(KEY.account, "bình")), 3), limit=0) == []


def test_a_chat_held_back_keeps_its_messages(tx: Connection) -> None:
    lan, cuc = save_chat(tx), save_chat(tx, CUC)
    assert add(tx, draft(lan, 1), draft(cuc, 2), held=frozenset({lan})) == [2]


def test_only_replies_of_now_are_claimed(tx: Connection) -> None:
    lan, cuc = save_chat(tx), save_chat(tx, CUC)
    assert add(tx, draft(lan, 1, Lane.BROADCAST), draft(cuc, 2, not_before=NOW)) == []
    assert states(tx) == ["ready", "later"]


def test_the_newest_question_sent_is_what_counts_as_shown(tx: Connection) -> None:
    chat_id = save_chat(tx)
    [one] = outbox.add_claimed(tx, [draft(chat_id, 1)], {chat_id: "lan"}, NOW, 10)
    newer = replace(one, prompt=replace(PROMPT, id=6))
    shown = outbox.shown_by([newer, one, replace(one, chat_id=chat_id + 1, prompt=None)], NOW)
    assert shown == {chat_id: Prompt(6, ("tiếp",), (1,), shown_at=NOW)}
    assert chats.load(tx, [KEY], {}, TODAY, shown)[KEY].chat.shown == shown[chat_id]
    assert chats.load(tx, [KEY], {}, TODAY)[KEY].chat.shown == shown[chat_id]


def saying(words: str, chat_id: int, seq: int, *, prompt: int = 5) -> Draft:
    """Return a draft with one button, which carries the prompt it belongs to."""
    shown = replace(message(words), options=(Button("Tiếp", 1, f"p.{prompt}.0"),), prompt=prompt)
    return replace(draft(chat_id, seq), message=shown, prompt=replace(PROMPT, id=prompt))


def reasons(tx: Connection) -> list[str]:
    return list(tx.scalars(select(table.c.reason).where(table.c.state == "suppressed")))


def test_a_page_asked_for_again_takes_the_place_of_the_one_that_still_waits(tx: Connection) -> None:
    chat_id = save_chat(tx)
    add(tx, saying("Trang 1 🌾", chat_id, 1))
    add(tx, saying("Trang 2 🌾", chat_id, 2, prompt=6))
    assert add(tx, saying("Trang 2 🌾", chat_id, 3, prompt=7)) == []
    assert (states(tx), reasons(tx)) == (["claimed", "suppressed", "ready"], ["said again"])


def test_who_taps_again_does_not_wait_as_long_as_what_failed(tx: Connection) -> None:
    chat_id = save_chat(tx)
    [one] = outbox.add_claimed(tx, [saying("Trang 1 🌾", chat_id, 1)], {chat_id: "lan"}, NOW, 10)
    outbox.mark_later(tx, [one.id], NOW + timedelta(hours=1), "Bad Gateway")
    assert add(tx, saying("Trang 1 🌾", chat_id, 2, prompt=6), limit=0) == []
    assert add(tx, saying("Trang 1 🌾", chat_id, 3, prompt=7)) == [3]
    assert states(tx) == ["suppressed", "suppressed", "claimed"]


def test_who_does_something_else_does_not_wait_as_long_as_what_failed_either(tx: Connection) -> None:
    lan, cuc = save_chat(tx), save_chat(tx, CUC)
    failed = outbox.add_claimed(tx, [draft(lan, 1), draft(cuc, 1)], {lan: "lan", cuc: "cúc"}, NOW, 10)
    outbox.mark_later(tx, [one.id for one in failed], NOW + timedelta(hours=1), "Bad Gateway")
    assert add(tx, draft(lan, 2)) == []
    assert states(tx) == ["later", "ready", "later"]
    assert outbox.claim(tx, KEY.account, NOW + timedelta(seconds=1), 10) == ()
    soon = outbox.claim(tx, KEY.account, NOW + timedelta(seconds=2), 10)
    assert [(one.chat_id, one.seq, one.tries) for one in soon] == [(lan, 1, 2)]


def test_what_comes_sooner_anyway_or_was_never_tried_keeps_its_time(tx: Connection) -> None:
    lan, cuc = save_chat(tx), save_chat(tx, CUC)
    [failed] = outbox.add_claimed(tx, [draft(lan, 1)], {lan: "lan"}, NOW, 10)
    outbox.mark_later(tx, [failed.id], NOW + timedelta(seconds=1), "Bad Gateway")
    add(tx, draft(cuc, 1, not_before=NOW + timedelta(hours=1)))
    add(tx, draft(lan, 2), draft(cuc, 2))
    soon = outbox.claim(tx, KEY.account, NOW + timedelta(seconds=1), 10)
    assert [one.chat_id for one in soon] == [lan]
    assert outbox.claim(tx, KEY.account, NOW + timedelta(minutes=59), 10) == ()


def test_a_chat_held_back_keeps_only_the_newest_of_the_same(tx: Connection) -> None:
    chat_id = save_chat(tx)
    for seq in range(1, 4):
        assert add(tx, saying("Trang 1 🌾", chat_id, seq), held=frozenset({chat_id})) == []
    assert states(tx) == ["suppressed", "suppressed", "ready"]


def test_what_is_in_hand_is_not_put_away(tx: Connection) -> None:
    chat_id = save_chat(tx)
    add(tx, saying("Trang 1 🌾", chat_id, 1))
    assert add(tx, saying("Trang 1 🌾", chat_id, 2)) == []
    assert states(tx) == ["claimed", "ready"]


def test_what_says_something_else_or_was_said_before_something_else_is_sent(tx: Connection) -> None:
    chat_id = save_chat(tx)
    words = ["Trang 1 🌾", "Trang 2 🌾", "Trang 1 🌾"]
    for seq, said in enumerate(words):
        add(tx, saying(said, chat_id, seq), limit=0)
    other_button = replace(saying("Trang 1 🌾", chat_id, 3), message=replace(message("Trang 1 🌾"), options=()))
    add(tx, other_button, limit=0)
    assert states(tx) == ["ready"] * 4


def test_the_same_is_put_away_only_where_it_is_said_again(tx: Connection) -> None:
    lan, cuc = save_chat(tx), save_chat(tx, CUC)
    add(tx, saying("Trang 1 🌾", lan, 1), saying("Trang 1 🌾", cuc, 1), limit=0)
    add(tx, replace(saying("Trang 1 🌾", lan, 2), lane=Lane.LESSON), saying("Trang 1 🌾", cuc, 2), limit=0)
    assert states(tx) == ["ready", "ready", "suppressed", "ready"]


def test_several_messages_of_one_turn_all_go_out(tx: Connection) -> None:
    chat_id = save_chat(tx)
    twice = [saying("Trang 1 🌾", chat_id, 1), replace(saying("", chat_id, 2), message=message("Đúng rồi ạ ẫ"))]
    add(tx, *twice, limit=0)
    add(tx, *(replace(one, seq=one.seq + 2) for one in twice), limit=0)
    assert states(tx) == ["ready"] * 4

"""An account calls no faster than its platform allows, and no chat is held up by another."""

from dataclasses import dataclass

import pytest

from bot.limits import TELEGRAM, UNLIMITED, Budget, Rates

LAN, CUC, BINH = 1, 2, 3


@dataclass
class Hand:
    """A clock turned by hand."""

    seconds: float = 1000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def hand() -> Hand:
    return Hand()


@pytest.fixture
def budget(hand: Hand) -> Budget:
    return Budget(TELEGRAM, hand)


def test_thirty_calls_go_at_once_and_then_thirty_a_second(budget: Budget, hand: Hand) -> None:
    for chat in range(30):
        assert budget.room() == 30 - chat
        budget.take(chat)
    assert budget.room() == 0
    assert budget.wait() == pytest.approx(1 / 30)
    hand.seconds += 0.5
    assert (budget.room(), budget.wait()) == (15, 0)
    hand.seconds += 100
    assert budget.room() == 30


def test_a_chat_gets_three_messages_at_once_and_then_one_a_second(budget: Budget, hand: Hand) -> None:
    for _ in range(3):
        assert budget.closed_chats() == {}
        budget.take(LAN)
    assert budget.closed_chats() == {LAN: pytest.approx(1)}
    hand.seconds += 1
    assert budget.closed_chats() == {}
    budget.take(LAN)
    assert budget.closed_chats() == {LAN: pytest.approx(1)}
    hand.seconds += 3
    for _ in range(2):
        budget.take(LAN)
        assert budget.closed_chats() == {}


def test_a_refused_chat_waits_and_the_others_do_not(budget: Budget, hand: Hand) -> None:
    budget.close(LAN, 7)
    assert budget.closed_chats() == {LAN: pytest.approx(7)}
    assert budget.room() == 30
    hand.seconds += 7
    assert budget.closed_chats() == {}


def test_a_shorter_refusal_does_not_open_what_a_longer_one_closed(budget: Budget) -> None:
    budget.close(LAN, 60)
    budget.close(LAN, 1)
    assert budget.closed_chats() == {LAN: pytest.approx(60)}


def test_several_chats_refused_at_once_close_the_account(budget: Budget, hand: Hand) -> None:
    budget.close(LAN, 5)
    budget.close(LAN, 5)
    budget.close(CUC, 5)
    assert budget.room() == 30
    budget.close(BINH, 5)
    assert budget.room() == 0
    assert budget.wait() == pytest.approx(5)
    hand.seconds += 5
    assert budget.room() == 30


def test_chats_refused_one_long_after_the_other_do_not(budget: Budget, hand: Hand) -> None:
    for chat in (LAN, CUC, BINH):
        budget.close(chat, 5)
        hand.seconds += 3
    assert budget.room() == 30


def test_calls_that_are_no_messages_leave_half_for_messages(budget: Budget, hand: Hand) -> None:
    taken = sum(budget.take_spare() for _ in range(100))
    assert taken == 16
    assert budget.room() == 14
    hand.seconds += 1
    assert budget.take_spare()


def test_a_closed_account_makes_no_call_at_all(budget: Budget) -> None:
    budget.close_account(2)
    assert budget.room() == 0
    assert not budget.take_spare()


def test_without_limits_everything_goes(hand: Hand) -> None:
    budget = Budget(UNLIMITED, hand)
    for _ in range(1000):
        budget.take(LAN)
    assert budget.room() > 1000
    assert budget.closed_chats() == {}


def test_bursts_grow_with_the_rates() -> None:
    assert Rates.of(30, 1) == TELEGRAM
    assert Rates.of(1.5, 0.1) == Rates(1.5, 1, 0.1, 1)

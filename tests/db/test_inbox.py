"""What arrived before is known, whether in this batch or long ago."""

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection, Engine

from storage import inbox
from storage.inbox import Arrival
from storage.tables import inbox as table
from storage.unit import writing
from tests.db.people import TODAY, count

TELEGRAM = "telegram:main"


def test_nothing_arrived_is_nothing_new(tx: Connection) -> None:
    assert inbox.unseen(tx, [], TODAY) == set()


def test_what_arrives_first_is_new(tx: Connection) -> None:
    assert inbox.unseen(tx, [Arrival(TELEGRAM, "2"), Arrival(TELEGRAM, "1")], TODAY) == {0, 1}


def test_what_arrives_again_is_not_new(tx: Connection) -> None:
    inbox.unseen(tx, [Arrival(TELEGRAM, "1")], TODAY)
    assert inbox.unseen(tx, [Arrival(TELEGRAM, "1"), Arrival(TELEGRAM, "2")], TODAY) == {1}


def test_of_doubles_in_one_batch_the_first_is_new(tx: Connection) -> None:
    doubled = [Arrival(TELEGRAM, "đ🌾"), Arrival(TELEGRAM, "a"), Arrival(TELEGRAM, "đ🌾")]
    assert inbox.unseen(tx, doubled, TODAY) == {0, 1}


def test_the_same_id_on_another_account_is_another_event(tx: Connection) -> None:
    assert inbox.unseen(tx, [Arrival(TELEGRAM, "1"), Arrival("zalo_bot:main", "1")], TODAY) == {0, 1}


arrivals = st.builds(Arrival, st.sampled_from(["a:main", "b:main"]), st.sampled_from("abcdef"))


@given(st.lists(st.lists(arrivals, max_size=12), max_size=5))
def test_every_event_is_new_exactly_once(engine: Engine, batches: list[list[Arrival]]) -> None:
    seen: list[Arrival] = []
    with writing(engine) as tx:
        for batch in batches:
            new = [batch[index] for index in sorted(inbox.unseen(tx, batch, TODAY))]
            assert new == list(dict.fromkeys(one for one in batch if one not in seen))
            seen += new
        assert count(tx, table) == len(seen)

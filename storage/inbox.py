"""What has arrived: one row per event, so that an event delivered again is known. No text is kept, only the day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from storage.inserting import insert_absent
from storage.tables import inbox


@dataclass(frozen=True, slots=True, order=True)
class Arrival:
    """One event as its channel names it: unique is (account, external id)."""

    account: str
    external_id: str


def unseen(tx: Connection, arrivals: Sequence[Arrival], day: date) -> set[int]:
    """Keep what arrived and return the indices of what had not arrived before; of doubles, that of the first.

    Rows go in sorted, so that two processes taking in the same repeats never wait for each other in a ring.
    """
    first = {arrival: index for index, arrival in reversed(list(enumerate(arrivals)))}
    if not first:
        return set()
    rows = [{"account": at.account, "external_id": at.external_id, "day": day} for at in sorted(first)]
    return {first[Arrival(account, external_id)] for account, external_id in insert_absent(tx, inbox, rows)}

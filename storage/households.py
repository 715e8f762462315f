"""The learners of shared phones, each under a label: who is there, and who joins them."""

from collections import defaultdict
from collections.abc import Collection, Sequence

from sqlalchemy import Connection, select

from conversation.facts import LEAVING, Fact, Joined, Labelled, TookUp
from storage.among import among
from storage.inserting import insert_or_replace
from storage.tables import household

_MEMBERS = (
    select(household.c.chat_id, household.c.learner_id, household.c.label)
    .where(among(household.c.chat_id, "ids"))
    .order_by(household.c.chat_id, household.c.learner_id)
)


def load(tx: Connection, chat_ids: Collection[int]) -> dict[int, tuple[tuple[int, str], ...]]:
    """Return the ids and labels of the learners of these chats; a phone on which nobody has a label is missing."""
    found = defaultdict[int, tuple[tuple[int, str], ...]](tuple)
    if chat_ids:
        for chat_id, learner_id, label in tx.execute(_MEMBERS, {"ids": sorted(chat_ids)}):
            found[chat_id] += ((learner_id, label),)
    return dict(found)


def record(tx: Connection, steps: Sequence[tuple[int, Sequence[Fact], int | None]]) -> None:
    """Keep the labels given in these steps; each is a chat's id, its facts, and the id of its learner afterwards.

    Raises:
        ValueError: when a label was given to somebody who is not known by id any more.
    """
    rows = [
        {"chat_id": chat_id, "learner_id": learner_id, "label": label}
        for chat_id, facts, after in steps
        for learner_id, label in _labelled(facts, after)
    ]
    insert_or_replace(tx, household, rows)


def _labelled(facts: Sequence[Fact], after: int | None) -> list[tuple[int, str]]:
    labels: list[tuple[int, str]] = []
    for at, fact in enumerate(facts, start=1):
        match fact:
            case TookUp(learner_id, label) if label:
                labels.append((learner_id, label))
            case Joined(label) | Labelled(label) if label:
                if after is None or any(isinstance(later, LEAVING) for later in facts[at:]):
                    raise ValueError("a label belongs to a learner who is still there after the step")
                labels.append((after, label))
    return labels

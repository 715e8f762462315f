"""How many people a channel's account has, for platforms that serve only so many."""

from sqlalchemy import Connection, func, select

from storage.tables import chat


def people(tx: Connection, account: str) -> int:
    """Return how many chats an account ("zalo_bot:main") has; an address is there once, so chats are people.

    The platform may count more: who erased everything here, or never agreed and was forgotten, it still knows.
    """
    count: int = tx.execute(select(func.count()).select_from(chat).where(chat.c.account == account)).scalar_one()
    return count

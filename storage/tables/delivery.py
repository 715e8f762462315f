"""What comes in and goes out, and the doors for people with a role."""

from sqlalchemy import (
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from storage.tables.schema import ID, Moment, metadata

inbox = Table(
    "inbox",
    metadata,
    Column("account", String(64), primary_key=True),
    Column("external_id", String(128), primary_key=True),
    Column("day", Date, nullable=False, index=True),
)

OUTBOX_STATES = ("ready", "claimed", "sent", "maybe_sent", "later", "never", "expired", "suppressed")

outbox = Table(
    "outbox",
    metadata,
    Column("id", ID, primary_key=True),
    Column("account", String(64), nullable=False),
    Column("chat_id", ForeignKey("chat.id", ondelete="CASCADE"), nullable=False),
    Column("lane", Integer, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("state", String(12), nullable=False),
    Column("payload", Text),  # the message as JSON, emptied once sent
    Column("prompt", Text),  # what becomes chat.shown once sent
    Column("tries", Integer, nullable=False, server_default="0"),
    Column("repeats", Integer, nullable=False, server_default="1"),  # how often it may still go out again when unsure
    Column("not_before", Moment),
    Column("claimed_at", Moment),
    Column("expires_at", Moment),
    Column("reason", String(200), nullable=False, server_default=""),
    Column("day", Date, nullable=False, index=True),
    UniqueConstraint("chat_id", "lane", "seq"),
    CheckConstraint("state IN ('" + "', '".join(OUTBOX_STATES) + "')", name="state"),
)
Index("ix_outbox_waiting", outbox.c.account, outbox.c.lane, outbox.c.id,
      sqlite_where=outbox.c.state.in_(("ready", "later")),
      postgresql_where=outbox.c.state.in_(("ready", "later")))  # fmt: skip
Index("ix_outbox_open", outbox.c.chat_id, outbox.c.lane, outbox.c.seq,
      sqlite_where=outbox.c.state.in_(("ready", "claimed", "later")),
      postgresql_where=outbox.c.state.in_(("ready", "claimed", "later")))  # fmt: skip

# An event on which the program failed twice: kept without the person's words, for the operator to read.
failure = Table(
    "failure",
    metadata,
    Column("id", ID, primary_key=True),
    Column("account", String(64), nullable=False),
    Column("external_id", String(128), nullable=False),
    Column("at", Moment, nullable=False),
    Column("error", String(400), nullable=False),
)

invitation = Table(
    "invitation",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("role", String(16), nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("spent_at", Moment),
    Column("unit_code", ForeignKey("unit.code")),  # of a leader
    Column("name", String(60), nullable=False, server_default=""),
    Column("leader_id", ForeignKey("leader.id", ondelete="CASCADE")),  # whose page of the unit it opens
)

session = Table(
    "session",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("role", String(16), nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("account_id", ForeignKey("account.id", ondelete="CASCADE"), index=True),
    Column("leader_id", ForeignKey("leader.id", ondelete="CASCADE")),
    Column("began_at", Moment),
    Column("used_at", Moment),  # about: written once an hour
)

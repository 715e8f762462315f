"""Who outside reads the figures, and what is pushed to the address the settings name."""

from sqlalchemy import CheckConstraint, Column, Date, Index, Integer, String, Table, Text

from storage.tables.schema import ID, Moment, metadata

# A reader's token is shown once; only its hash is kept. `scopes` are names separated by spaces.
reader = Table(
    "reader",
    metadata,
    Column("id", ID, primary_key=True),
    Column("token_hash", String(64), nullable=False, unique=True),
    Column("name", String(60), nullable=False),
    Column("scopes", String(60), nullable=False),
    Column("until", Date, nullable=False),  # the last day
    Column("made_at", Moment, nullable=False),
    Column("revoked_at", Moment),
    Column("read_on", Date),  # the last day on which something was read
)

# What goes out to the address of the settings. The body is emptied once it was taken; `day` is that of its figures.
push = Table(
    "push",
    metadata,
    Column("id", ID, primary_key=True),
    Column("day", Date, nullable=False, unique=True),
    Column("body", Text, nullable=False),
    Column("state", String(8), nullable=False),
    Column("tries", Integer, nullable=False, server_default="0"),
    Column("not_before", Moment, nullable=False),
    Column("reason", String(200), nullable=False, server_default=""),
    CheckConstraint("state IN ('waiting', 'sent', 'never')", name="state"),
)
Index("ix_push_waiting", push.c.not_before, sqlite_where=push.c.state == "waiting",
      postgresql_where=push.c.state == "waiting")  # fmt: skip

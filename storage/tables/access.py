"""Who may sign in, how often somebody guessed wrong, and long work that people asked for."""

from sqlalchemy import CheckConstraint, Column, Integer, LargeBinary, String, Table, Text

from storage.tables.schema import ID, Moment, metadata

# An officer or a member of the council. Leaders have none: their post lets them in.
account = Table(
    "account",
    metadata,
    Column("id", ID, primary_key=True),
    Column("login", String(60), nullable=False, unique=True),  # the name without accents and capitals
    Column("name", String(60), nullable=False),
    Column("role", String(16), nullable=False),
    Column("password", String(200), nullable=False),  # argon2id
    Column("code_secret", String(64), nullable=False, server_default=""),  # "" while no code is asked for
    Column("code_step", Integer, nullable=False, server_default="0"),  # of the last code used: each serves once
    Column("created_at", Moment, nullable=False),
    Column("disabled_at", Moment),
    CheckConstraint("role IN ('office', 'council')", name="role"),
)

# How often somebody guessed wrong, by a hash of whose name, from where, or on which known device.
slowed = Table(
    "slowed",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("failures", Integer, nullable=False),
    Column("last_at", Moment, nullable=False),
)

# Long work: a command of the program in a process of its own, how far it is, and the file it made.
job = Table(
    "job",
    metadata,
    Column("id", ID, primary_key=True),
    Column("kind", String(32), nullable=False),
    Column("arguments", Text, nullable=False),  # JSON list
    Column("state", String(10), nullable=False),
    Column("done", Integer, nullable=False, server_default="0"),
    Column("total", Integer, nullable=False, server_default="0"),
    Column("says", String(400), nullable=False, server_default=""),  # why it failed
    Column("file_name", String(80), nullable=False),
    Column("content", LargeBinary),
    Column("asked_by", String(60), nullable=False),
    Column("asked_for", String(32), nullable=False, server_default=""),  # the unit of a leader, "" of the office
    Column("asked_at", Moment, nullable=False),
    Column("started_at", Moment),
    Column("ended_at", Moment),
    CheckConstraint("state IN ('waiting', 'running', 'done', 'failed')", name="state"),
)

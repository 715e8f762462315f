"""The tables. Every constraint has a name, so that a migration can change it on both databases."""

from datetime import UTC, datetime

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    text,
)
from sqlalchemy.engine import Dialect

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)


class Moment(TypeDecorator[datetime]):
    """A moment in UTC, always aware: SQLite keeps no time zone, so it is put back when read."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a moment without a time zone and keep the rest in UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a stored moment needs a time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the moment in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


_Id = BigInteger().with_variant(Integer, "sqlite")
"""SQLite numbers rows by itself only when the column is INTEGER."""

unit = Table(
    "unit",
    metadata,
    Column("code", String(32), primary_key=True),
    Column("kind", String(16), nullable=False),
    Column("name", String(200), nullable=False),
    Column("old_commune", String(200), nullable=False, server_default=""),
    Column("block", String(200), nullable=False, server_default=""),
    Column("adults", Integer),
    Column("households", Integer),
    Column("source", String(400), nullable=False, server_default=""),
    Column("as_of", Date),
    Column("valid_from", Date),
    Column("valid_to", Date),
    Column("merged_into", ForeignKey("unit.code")),
    Column("is_example", Boolean, nullable=False, server_default=text("false")),
    CheckConstraint("kind IN ('hamlet', 'agency', 'school', 'enterprise', 'association')", name="kind"),
)

# A join code is printed on posters, so it stays taken even when its unit is gone.
join_code = Table(
    "join_code",
    metadata,
    Column("code", String(4), primary_key=True),
    Column("unit_code", String(32), nullable=False, unique=True),
)

# `state` holds place, bookmark, prompt, poster and guesses as JSON with a version; `shown` is apart because the
# sender writes it; `message` is the last message for a page to show again. Until the first consent a chat has
# `expires_at` and is deleted then. `is_unreachable` from when the person shut the account out until they write again.
chat = Table(
    "chat",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("account", String(64), nullable=False),
    Column("address", String(128), nullable=False),
    Column("learner_id", ForeignKey("learner.id", ondelete="SET NULL"), index=True),
    Column("state", Text, nullable=False),
    Column("shown", Text),
    Column("message", Text),
    Column("step", Integer, nullable=False, server_default="0"),
    Column("seq", Integer, nullable=False, server_default="0"),
    Column("expires_at", Moment),
    Column("is_unreachable", Boolean, nullable=False, server_default=text("false")),
    UniqueConstraint("account", "address"),
)
Index("ix_chat_expires_at", chat.c.expires_at, sqlite_where=chat.c.expires_at.is_not(None),
      postgresql_where=chat.c.expires_at.is_not(None))  # fmt: skip

# `unit_code`, `is_outside` and `is_counted` are how things stand now; `membership` and `counting` say since when.
# `answered_on` is the last day with an answer: it tells whether a running period already has this learner.
learner = Table(
    "learner",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("pseudonym", String(32), nullable=False, unique=True),
    Column("joined_on", Date, nullable=False),
    Column("visit_on", Date, nullable=False),
    Column("address", String(16), nullable=False),
    Column("unit_code", ForeignKey("unit.code"), index=True),
    Column("is_outside", Boolean, nullable=False, server_default=text("false")),
    Column("is_counted", Boolean),
    Column("answered_on", Date),
    CheckConstraint("unit_code IS NULL OR NOT is_outside", name="one_home"),
)

membership = Table(
    "membership",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("learner_id", ForeignKey("learner.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("kind", String(16), nullable=False),  # a unit kind, or 'outside' for another commune
    Column("unit_code", ForeignKey("unit.code")),
    Column("from_day", Date, nullable=False),
    Column("to_day", Date),  # the last day, none while it lasts
    CheckConstraint("(kind = 'outside') = (unit_code IS NULL)", name="outside_has_no_unit"),
)

counting = Table(
    "counting",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("learner_id", ForeignKey("learner.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("choice", Boolean, nullable=False),
    Column("from_day", Date, nullable=False),
    Column("to_day", Date),
)

# Append-only. The pseudonym leads to a learner only while the learner's row exists.
consent = Table(
    "consent",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("pseudonym", String(32), nullable=False, index=True),
    Column("at", Moment, nullable=False),
    Column("purpose", String(32), nullable=False),
    Column("choice", Boolean, nullable=False),
    Column("version", String(16), nullable=False),
)

consent_text = Table(
    "consent_text",
    metadata,
    Column("version", String(16), primary_key=True),
    Column("purpose", String(32), nullable=False),
    Column("text", Text, nullable=False),
)

progress = Table(
    "progress",
    metadata,
    Column("learner_id", ForeignKey("learner.id", ondelete="CASCADE"), primary_key=True),
    Column("lesson", String(64), primary_key=True),
    Column("pages", Integer, nullable=False),
    Column("finished_on", Date),
    Column("seen", Text, nullable=False),  # JSON list of question ids
    Column("outcome", String(16)),
    Column("task_asked", Integer, nullable=False),
    Column("task_asked_on", Date),
    Column("reviews", Integer, nullable=False),
    Column("reviewed_on", Date),
)

attempt = Table(
    "attempt",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("learner_id", ForeignKey("learner.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("lesson", String(64), nullable=False),
    Column("kind", String(8), nullable=False),
    Column("drawn", Text, nullable=False),
    Column("fingerprint", String(16), nullable=False),
    Column("day", Date, nullable=False),
)

# The key is what makes one tap one effect: a position is answered once, under whatever id the tap arrives.
answer = Table(
    "answer",
    metadata,
    Column("attempt_id", ForeignKey("attempt.id", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("learner_id", ForeignKey("learner.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("lesson", String(64), nullable=False),
    Column("kind", String(8), nullable=False),
    Column("question", String(64), nullable=False),
    Column("choice", Integer, nullable=False),
    Column("is_correct", Boolean, nullable=False),
    Column("is_first_try", Boolean, nullable=False),
    Column("is_hurried", Boolean, nullable=False),
    Column("day", Date, nullable=False),
)

# What one learner did on one day, whoever may count it: the ground of every figure.
learner_day = Table(
    "learner_day",
    metadata,
    Column("learner_id", ForeignKey("learner.id", ondelete="CASCADE"), primary_key=True),
    Column("day", Date, primary_key=True),
    Column("answers", Integer, nullable=False),
    Column("correct_first_try", Integer, nullable=False),
    Column("reviews", Integer, nullable=False),
    Column("reviews_right", Integer, nullable=False),
    Column("lessons", Integer, nullable=False),
    Column("practised", Integer, nullable=False),
    Index("ix_learner_day_day", "day"),
)

# Standing sums: what a period's learner days add up to, per row of the hamlet table (storage/standing.py).
standing = Table(
    "standing",
    metadata,
    Column("period", String(16), primary_key=True),
    Column("row", String(40), primary_key=True),
    Column("participants", Integer, nullable=False),
    Column("completers", Integer, nullable=False),
    Column("newcomers", Integer, nullable=False),
    Column("answers", Integer, nullable=False),
    Column("correct_first_try", Integer, nullable=False),
    Column("reviews", Integer, nullable=False),
    Column("reviews_right", Integer, nullable=False),
    Column("lessons", Integer, nullable=False),
    Column("practised", Integer, nullable=False),
)

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
    Column("id", _Id, primary_key=True),
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
    Column("id", _Id, primary_key=True),
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
)

session = Table(
    "session",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("role", String(16), nullable=False),
    Column("expires_at", Moment, nullable=False),
)

"""The people who help a unit, what they do, what the office types, certificates, and the log of changes."""

from sqlalchemy import (
    Boolean,
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

# A post ends by its date; a chat that is gone leaves the post, for the office to see who led when.
leader = Table(
    "leader",
    metadata,
    Column("id", ID, primary_key=True),
    Column("unit_code", ForeignKey("unit.code"), nullable=False, index=True),
    Column("chat_id", ForeignKey("chat.id", ondelete="SET NULL"), index=True),
    Column("name", String(60), nullable=False),
    Column("from_day", Date, nullable=False),
    Column("to_day", Date),  # the last day, none while it lasts
    Column("version", String(16), nullable=False),  # of the text the leader agreed to
)

# Somebody asked for help; one open request a learner.
help_request = Table(
    "help_request",
    metadata,
    Column("id", ID, primary_key=True),
    Column("learner_id", ForeignKey("learner.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("lesson", String(64)),
    Column("asked_on", Date, nullable=False),
    Column("helped_on", Date),
    Column("helped_by", ForeignKey("leader.id")),
)
Index("uq_help_request_open", help_request.c.learner_id, unique=True,
      sqlite_where=help_request.c.helped_on.is_(None), postgresql_where=help_request.c.helped_on.is_(None))  # fmt: skip

# A learner's question. It goes to the team of `unit_code`, or to the office when there is no team or two days passed.
# Text and answer are emptied once the learner has seen the answer.
question = Table(
    "question",
    metadata,
    Column("id", ID, primary_key=True),
    Column("learner_id", ForeignKey("learner.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("unit_code", ForeignKey("unit.code"), index=True),
    Column("text", Text, nullable=False),
    Column("asked_at", Moment, nullable=False),
    Column("asked_on", Date, nullable=False),
    Column("state", String(10), nullable=False),
    Column("passed_at", Moment),  # when it went on to the office, because the team was silent
    Column("answer", Text, nullable=False, server_default=""),
    Column("answered_at", Moment),
    Column("answered_by", String(60), nullable=False, server_default=""),
    CheckConstraint("state IN ('team', 'office', 'answered', 'read')", name="state"),
)
Index("ix_question_waiting", question.c.state, question.c.asked_at)

# A face-to-face session. A correction is a new row that names the row it replaces; the old one stays, `is_replaced`.
guided_session = Table(
    "guided_session",
    metadata,
    Column("id", ID, primary_key=True),
    Column("unit_code", ForeignKey("unit.code"), nullable=False, index=True),
    Column("day", Date, nullable=False),
    Column("lesson", String(64), nullable=False),
    Column("place", String(120), nullable=False, server_default=""),
    Column("present", Integer, nullable=False),
    Column("women", Integer, nullable=False),
    Column("aged_60_plus", Integer, nullable=False),
    Column("first_timers", Integer, nullable=False),
    Column("recorded_at", Moment, nullable=False),
    Column("leader_id", ForeignKey("leader.id")),
    Column("recorded_by", String(60), nullable=False),
    Column("replaces", ForeignKey("guided_session.id")),
    Column("is_replaced", Boolean, nullable=False, default=False),
    Column("confirmed_at", Moment),
    Column("confirmed_by", String(60), nullable=False, server_default=""),
    Column("refused_at", Moment),  # the office does not count it; `refusal` says why
    Column("refusal", String(200), nullable=False, server_default=""),
    CheckConstraint("present >= 0 AND women >= 0 AND aged_60_plus >= 0 AND first_timers >= 0", name="counts"),
)
Index("ix_guided_session_day", guided_session.c.day)

# What the office types with its source: households reached, members of associations, confirmations on VNeID.
# Append-only; of one unit and indicator the newest by day, then by id, counts. Without a unit it is of the commune.
typed_figure = Table(
    "typed_figure",
    metadata,
    Column("id", ID, primary_key=True),
    Column("unit_code", ForeignKey("unit.code"), index=True),
    Column("indicator", String(32), nullable=False),
    Column("value", Integer, nullable=False),
    Column("as_of", Date, nullable=False),
    Column("source", String(200), nullable=False),
    Column("typed_at", Moment, nullable=False),
    Column("typed_by", String(60), nullable=False),
)

# `id` is printed in the QR of the certificate and stays taken for ever.
certificate = Table(
    "certificate",
    metadata,
    Column("id", String(16), primary_key=True),
    Column("learner_id", ForeignKey("learner.id", ondelete="SET NULL"), index=True),
    Column("name", String(60), nullable=False),
    Column("lessons", Text, nullable=False),  # JSON list of lesson ids
    Column("issued_on", Date, nullable=False),
    Column("revoked_on", Date),
    Column("reason", String(200), nullable=False, server_default=""),
)

# Wrong long codes of the whole commune per hour ("2026-11-22T13"): guesses are slowed down.
wrong_code = Table(
    "wrong_code",
    metadata,
    Column("hour", String(13), primary_key=True),
    Column("count", Integer, nullable=False),
)

# The yearly reports of units as they came. Append-only: of one unit and year the last row counts, and one without a
# day takes back what was recorded by mistake.
report_received = Table(
    "report_received",
    metadata,
    Column("id", ID, primary_key=True),
    Column("unit_code", ForeignKey("unit.code"), nullable=False, index=True),
    Column("year", Integer, nullable=False),
    Column("received_on", Date),
    Column("recorded_at", Moment, nullable=False),
    Column("recorded_by", String(60), nullable=False),
)

# What the office wrote for a section of the report of a span of days. Append-only: the last row counts.
report_text = Table(
    "report_text",
    metadata,
    Column("id", ID, primary_key=True),
    Column("span", String(32), nullable=False, index=True),
    Column("section", String(4), nullable=False),
    Column("text", Text, nullable=False),
    Column("written_at", Moment, nullable=False),
    Column("written_by", String(60), nullable=False),
)

# Who is put forward for praise in a year: a hamlet, a leader by a post, or a learner, who is named only where they
# `agreed` (None until they answered) and typed a name. `is_put_forward` is what the office decided, None before.
award = Table(
    "award",
    metadata,
    Column("id", ID, primary_key=True),
    Column("year", Integer, nullable=False),
    Column("kind", String(8), nullable=False),
    Column("unit_code", ForeignKey("unit.code")),
    Column("leader_id", ForeignKey("leader.id")),
    Column("learner_id", ForeignKey("learner.id", ondelete="CASCADE"), index=True),
    Column("proposed_at", Moment, nullable=False),
    Column("proposed_by", String(60), nullable=False),
    Column("agreed", Boolean),
    Column("name", String(60), nullable=False, server_default=""),
    Column("is_put_forward", Boolean),
    Column("reason", String(200), nullable=False, server_default=""),
    Column("decided_at", Moment),
    Column("decided_by", String(60), nullable=False, server_default=""),
    UniqueConstraint("year", "unit_code"),
    UniqueConstraint("year", "leader_id"),
    UniqueConstraint("year", "learner_id"),
    CheckConstraint("kind IN ('hamlet', 'leader', 'learner')", name="kind"),
)

# Who changed what, for the operator and the office; never a learner's name or words.
audit = Table(
    "audit",
    metadata,
    Column("id", ID, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("by", String(60), nullable=False),
    Column("what", String(32), nullable=False),
    Column("detail", Text, nullable=False),
)

# What the database as a whole is, since when: "demo" for an invented commune.
mark = Table(
    "mark",
    metadata,
    Column("name", String(16), primary_key=True),
    Column("since", Date, nullable=False),
)

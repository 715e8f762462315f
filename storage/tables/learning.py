"""Units and learners: who there is, what they agreed to, what they did, and what it adds up to."""

from sqlalchemy import (
    BigInteger,
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
    text,
)

from storage.tables.schema import ID, Moment, metadata

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
    Column("id", ID, primary_key=True),
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

# The learners of a shared phone. A phone with one learner has no rows here: `chat.learner_id` says who learns now.
household = Table(
    "household",
    metadata,
    Column("chat_id", ForeignKey("chat.id", ondelete="CASCADE"), primary_key=True),
    Column("learner_id", ForeignKey("learner.id", ondelete="CASCADE"), primary_key=True, index=True),
    Column("label", String(20), nullable=False),
    UniqueConstraint("chat_id", "label"),
)

# `unit_code`, `is_outside` and `is_counted` are how things stand now; `membership` and `counting` say since when.
# `answered_on` is the last day with an answer: it tells whether a running period already has this learner.
# `proposed_for`: the year for which the learner is still to be asked whether they want to be named (table award).
# `rating_1`, `rating_5`: what was said about oneself after so many lessons; a day without a number: passed over.
learner = Table(
    "learner",
    metadata,
    Column("id", ID, primary_key=True),
    Column("pseudonym", String(32), nullable=False, unique=True),
    Column("joined_on", Date, nullable=False),
    Column("visit_on", Date, nullable=False),
    Column("address", String(16), nullable=False),
    Column("unit_code", ForeignKey("unit.code"), index=True),
    Column("is_outside", Boolean, nullable=False, server_default=text("false")),
    Column("is_counted", Boolean),
    Column("answered_on", Date),
    Column("name", String(60), nullable=False, server_default=""),
    Column("age_band", String(8)),
    Column("sex", String(8)),
    Column("people_group", String(12)),
    Column("workplace_code", ForeignKey("unit.code")),
    Column("associations", Text, nullable=False, server_default="[]"),  # JSON list of unit codes
    Column("study_code", String(10), unique=True),
    Column("certificate_id", String(16)),
    Column("rating_1", Integer),
    Column("rating_1_on", Date),
    Column("rating_5", Integer),
    Column("rating_5_on", Date),
    Column("proposed_for", Integer),
    CheckConstraint("unit_code IS NULL OR NOT is_outside", name="one_home"),
)

membership = Table(
    "membership",
    metadata,
    Column("id", ID, primary_key=True),
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
    Column("id", ID, primary_key=True),
    Column("learner_id", ForeignKey("learner.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("choice", Boolean, nullable=False),
    Column("from_day", Date, nullable=False),
    Column("to_day", Date),
)

# Append-only. The pseudonym leads to a learner only while the learner's row exists.
consent = Table(
    "consent",
    metadata,
    Column("id", ID, primary_key=True),
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
    Column("assisted", Boolean),
    Column("remembered", Boolean, nullable=False, server_default=text("false")),
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

# Few answers are hurried: signs look only at these (storage/signs.py).
Index("ix_answer_hurried", answer.c.day, sqlite_where=answer.c.is_hurried, postgresql_where=answer.c.is_hurried)

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
    Column("assisted", Integer, nullable=False, server_default="0"),
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
    Column("minors", Integer, nullable=False, server_default="0"),
    Column("minors_completed", Integer, nullable=False, server_default="0"),
    Column("unknown_age", Integer, nullable=False, server_default="0"),
    Column("women", Integer, nullable=False, server_default="0"),
    Column("aged_60_plus", Integer, nullable=False, server_default="0"),
    Column("officials", Integer, nullable=False, server_default="0"),
    Column("students", Integer, nullable=False, server_default="0"),
    Column("workers", Integer, nullable=False, server_default="0"),
    Column("answers", Integer, nullable=False),
    Column("correct_first_try", Integer, nullable=False),
    Column("reviews", Integer, nullable=False),
    Column("reviews_right", Integer, nullable=False),
    Column("lessons", Integer, nullable=False),
    Column("practised", Integer, nullable=False),
    Column("assisted", Integer, nullable=False, server_default="0"),
)

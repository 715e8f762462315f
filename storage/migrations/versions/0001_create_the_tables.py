"""Create the tables: one migration holds all that there was at the beginning, hence its length."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Create every table, those that others point to first."""
    _create_consent()
    _create_consent_text()
    _create_failure()
    _create_inbox()
    _create_invitation()
    _create_join_code()
    _create_session()
    _create_standing()
    _create_unit()
    _create_learner()
    _create_attempt()
    _create_chat()
    _create_counting()
    _create_learner_day()
    _create_membership()
    _create_progress()
    _create_answer()
    _create_outbox()


def _create_consent() -> None:
    op.create_table(
        "consent",
        sa.Column("id", _ID, nullable=False),
        sa.Column("pseudonym", sa.String(length=32), nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("purpose", sa.String(length=32), nullable=False),
        sa.Column("choice", sa.Boolean(), nullable=False),
        sa.Column("version", sa.String(length=16), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
    )
    op.create_index(op.f("ix_consent_pseudonym"), "consent", ["pseudonym"], unique=False)


def _create_consent_text() -> None:
    op.create_table(
        "consent_text",
        sa.Column("version", sa.String(length=16), nullable=False),
        sa.Column("purpose", sa.String(length=32), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("version", name=op.f("pk_consent_text")),
    )


def _create_failure() -> None:
    op.create_table(
        "failure",
        sa.Column("id", _ID, nullable=False),
        sa.Column("account", sa.String(length=64), nullable=False),
        sa.Column("external_id", sa.String(length=128), nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("error", sa.String(length=400), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_failure")),
    )


def _create_inbox() -> None:
    op.create_table(
        "inbox",
        sa.Column("account", sa.String(length=64), nullable=False),
        sa.Column("external_id", sa.String(length=128), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("account", "external_id", name=op.f("pk_inbox")),
    )
    op.create_index(op.f("ix_inbox_day"), "inbox", ["day"], unique=False)


def _create_invitation() -> None:
    op.create_table(
        "invitation",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("expires_at", _MOMENT, nullable=False),
        sa.Column("spent_at", _MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_invitation")),
    )


def _create_join_code() -> None:
    op.create_table(
        "join_code",
        sa.Column("code", sa.String(length=4), nullable=False),
        sa.Column("unit_code", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_join_code")),
        sa.UniqueConstraint("unit_code", name=op.f("uq_join_code_unit_code")),
    )


def _create_session() -> None:
    op.create_table(
        "session",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("expires_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_session")),
    )


def _create_standing() -> None:
    op.create_table(
        "standing",
        sa.Column("period", sa.String(length=16), nullable=False),
        sa.Column("row", sa.String(length=40), nullable=False),
        sa.Column("participants", sa.Integer(), nullable=False),
        sa.Column("completers", sa.Integer(), nullable=False),
        sa.Column("newcomers", sa.Integer(), nullable=False),
        sa.Column("answers", sa.Integer(), nullable=False),
        sa.Column("correct_first_try", sa.Integer(), nullable=False),
        sa.Column("reviews", sa.Integer(), nullable=False),
        sa.Column("reviews_right", sa.Integer(), nullable=False),
        sa.Column("lessons", sa.Integer(), nullable=False),
        sa.Column("practised", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("period", "row", name=op.f("pk_standing")),
    )


def _create_unit() -> None:
    op.create_table(
        "unit",
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("old_commune", sa.String(length=200), server_default="", nullable=False),
        sa.Column("block", sa.String(length=200), server_default="", nullable=False),
        sa.Column("adults", sa.Integer(), nullable=True),
        sa.Column("households", sa.Integer(), nullable=True),
        sa.Column("source", sa.String(length=400), server_default="", nullable=False),
        sa.Column("as_of", sa.Date(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("merged_into", sa.String(length=32), nullable=True),
        sa.Column("is_example", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.CheckConstraint(
            "kind IN ('hamlet', 'agency', 'school', 'enterprise', 'association')", name=op.f("ck_unit_kind")
        ),
        sa.ForeignKeyConstraint(["merged_into"], ["unit.code"], name=op.f("fk_unit_merged_into")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_unit")),
    )


def _create_learner() -> None:
    op.create_table(
        "learner",
        sa.Column("id", _ID, nullable=False),
        sa.Column("pseudonym", sa.String(length=32), nullable=False),
        sa.Column("joined_on", sa.Date(), nullable=False),
        sa.Column("visit_on", sa.Date(), nullable=False),
        sa.Column("address", sa.String(length=16), nullable=False),
        sa.Column("unit_code", sa.String(length=32), nullable=True),
        sa.Column("is_outside", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("is_counted", sa.Boolean(), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.CheckConstraint("unit_code IS NULL OR NOT is_outside", name=op.f("ck_learner_one_home")),
        sa.ForeignKeyConstraint(["unit_code"], ["unit.code"], name=op.f("fk_learner_unit_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_learner")),
        sa.UniqueConstraint("pseudonym", name=op.f("uq_learner_pseudonym")),
    )
    op.create_index(op.f("ix_learner_unit_code"), "learner", ["unit_code"], unique=False)


def _create_attempt() -> None:
    op.create_table(
        "attempt",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("learner_id", _ID, nullable=False),
        sa.Column("lesson", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("drawn", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.String(length=16), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["learner_id"], ["learner.id"], name=op.f("fk_attempt_learner_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempt")),
    )
    op.create_index(op.f("ix_attempt_learner_id"), "attempt", ["learner_id"], unique=False)


def _create_chat() -> None:
    op.create_table(
        "chat",
        sa.Column("id", _ID, nullable=False),
        sa.Column("account", sa.String(length=64), nullable=False),
        sa.Column("address", sa.String(length=128), nullable=False),
        sa.Column("learner_id", _ID, nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("shown", sa.Text(), nullable=True),
        sa.Column("message", sa.Text(), nullable=True),
        sa.Column("step", sa.Integer(), server_default="0", nullable=False),
        sa.Column("seq", sa.Integer(), server_default="0", nullable=False),
        sa.Column("expires_at", _MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["learner_id"], ["learner.id"], name=op.f("fk_chat_learner_id"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chat")),
        sa.UniqueConstraint("account", "address", name=op.f("uq_chat_account_address")),
    )
    op.create_index(
        "ix_chat_expires_at",
        "chat",
        ["expires_at"],
        unique=False,
        sqlite_where=sa.text("expires_at IS NOT NULL"),
        postgresql_where=sa.text("expires_at IS NOT NULL"),
    )
    op.create_index(op.f("ix_chat_learner_id"), "chat", ["learner_id"], unique=False)


def _create_counting() -> None:
    op.create_table(
        "counting",
        sa.Column("id", _ID, nullable=False),
        sa.Column("learner_id", _ID, nullable=False),
        sa.Column("choice", sa.Boolean(), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("to_day", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["learner.id"], name=op.f("fk_counting_learner_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_counting")),
    )
    op.create_index(op.f("ix_counting_learner_id"), "counting", ["learner_id"], unique=False)


def _create_learner_day() -> None:
    op.create_table(
        "learner_day",
        sa.Column("learner_id", _ID, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("answers", sa.Integer(), nullable=False),
        sa.Column("correct_first_try", sa.Integer(), nullable=False),
        sa.Column("reviews", sa.Integer(), nullable=False),
        sa.Column("reviews_right", sa.Integer(), nullable=False),
        sa.Column("lessons", sa.Integer(), nullable=False),
        sa.Column("practised", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["learner.id"], name=op.f("fk_learner_day_learner_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("learner_id", "day", name=op.f("pk_learner_day")),
    )
    op.create_index("ix_learner_day_day", "learner_day", ["day"], unique=False)


def _create_membership() -> None:
    op.create_table(
        "membership",
        sa.Column("id", _ID, nullable=False),
        sa.Column("learner_id", _ID, nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("unit_code", sa.String(length=32), nullable=True),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("to_day", sa.Date(), nullable=True),
        sa.CheckConstraint("(kind = 'outside') = (unit_code IS NULL)", name=op.f("ck_membership_outside_has_no_unit")),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["learner.id"], name=op.f("fk_membership_learner_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["unit_code"], ["unit.code"], name=op.f("fk_membership_unit_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
    )
    op.create_index(op.f("ix_membership_learner_id"), "membership", ["learner_id"], unique=False)


def _create_progress() -> None:
    op.create_table(
        "progress",
        sa.Column("learner_id", _ID, nullable=False),
        sa.Column("lesson", sa.String(length=64), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("finished_on", sa.Date(), nullable=True),
        sa.Column("seen", sa.Text(), nullable=False),
        sa.Column("outcome", sa.String(length=16), nullable=True),
        sa.Column("task_asked", sa.Integer(), nullable=False),
        sa.Column("task_asked_on", sa.Date(), nullable=True),
        sa.Column("reviews", sa.Integer(), nullable=False),
        sa.Column("reviewed_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["learner.id"], name=op.f("fk_progress_learner_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("learner_id", "lesson", name=op.f("pk_progress")),
    )


def _create_answer() -> None:
    op.create_table(
        "answer",
        sa.Column("attempt_id", sa.BigInteger(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("learner_id", _ID, nullable=False),
        sa.Column("lesson", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("question", sa.String(length=64), nullable=False),
        sa.Column("choice", sa.Integer(), nullable=False),
        sa.Column("is_correct", sa.Boolean(), nullable=False),
        sa.Column("is_first_try", sa.Boolean(), nullable=False),
        sa.Column("is_hurried", sa.Boolean(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempt.id"], name=op.f("fk_answer_attempt_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["learner_id"], ["learner.id"], name=op.f("fk_answer_learner_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("attempt_id", "position", name=op.f("pk_answer")),
    )
    op.create_index(op.f("ix_answer_learner_id"), "answer", ["learner_id"], unique=False)


def _create_outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("id", _ID, nullable=False),
        sa.Column("account", sa.String(length=64), nullable=False),
        sa.Column("chat_id", _ID, nullable=False),
        sa.Column("lane", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("payload", sa.Text(), nullable=True),
        sa.Column("prompt", sa.Text(), nullable=True),
        sa.Column("tries", sa.Integer(), server_default="0", nullable=False),
        sa.Column("repeats", sa.Integer(), server_default="1", nullable=False),
        sa.Column("not_before", _MOMENT, nullable=True),
        sa.Column("claimed_at", _MOMENT, nullable=True),
        sa.Column("expires_at", _MOMENT, nullable=True),
        sa.Column("reason", sa.String(length=200), server_default="", nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.CheckConstraint(
            "state IN ('ready', 'claimed', 'sent', 'maybe_sent', 'later', 'never', 'expired', 'suppressed')",
            name=op.f("ck_outbox_state"),
        ),
        sa.ForeignKeyConstraint(["chat_id"], ["chat.id"], name=op.f("fk_outbox_chat_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("chat_id", "lane", "seq", name=op.f("uq_outbox_chat_id_lane_seq")),
    )
    op.create_index(op.f("ix_outbox_day"), "outbox", ["day"], unique=False)
    op.create_index(
        "ix_outbox_open",
        "outbox",
        ["chat_id", "lane", "seq"],
        unique=False,
        sqlite_where=sa.text("state IN ('ready', 'claimed', 'later')"),
        postgresql_where=sa.text("state IN ('ready', 'claimed', 'later')"),
    )
    op.create_index(
        "ix_outbox_waiting",
        "outbox",
        ["account", "lane", "id"],
        unique=False,
        sqlite_where=sa.text("state IN ('ready', 'later')"),
        postgresql_where=sa.text("state IN ('ready', 'later')"),
    )

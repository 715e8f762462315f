"""Make room for leaders, families and the office's own figures."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add the tables and columns; everybody who took part so far is of unknown age, and what was remembered counts."""
    _create_audit()
    _create_wrong_code()
    _create_typed_figure()
    _create_certificate()
    _create_question()
    _create_household()
    _create_leader()
    _create_guided_session()
    _create_help_request()
    _widen_invitation()
    _widen_learner()
    _widen_learner_day()
    _widen_progress()
    _widen_standing()


def _create_audit() -> None:
    op.create_table(
        "audit",
        sa.Column("id", _ID, nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("by", sa.String(length=60), nullable=False),
        sa.Column("what", sa.String(length=32), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
    )


def _create_wrong_code() -> None:
    op.create_table(
        "wrong_code",
        sa.Column("hour", sa.String(length=13), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("hour", name=op.f("pk_wrong_code")),
    )


def _create_typed_figure() -> None:
    op.create_table(
        "typed_figure",
        sa.Column("id", _ID, nullable=False),
        sa.Column("unit_code", sa.String(length=32), nullable=False),
        sa.Column("indicator", sa.String(length=32), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("typed_at", _MOMENT, nullable=False),
        sa.Column("typed_by", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(["unit_code"], ["unit.code"], name=op.f("fk_typed_figure_unit_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_typed_figure")),
    )
    op.create_index(op.f("ix_typed_figure_unit_code"), "typed_figure", ["unit_code"], unique=False)


def _create_certificate() -> None:
    op.create_table(
        "certificate",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("learner_id", _ID, nullable=True),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("lessons", sa.Text(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("revoked_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(length=200), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["learner.id"], name=op.f("fk_certificate_learner_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificate")),
    )
    op.create_index(op.f("ix_certificate_learner_id"), "certificate", ["learner_id"], unique=False)


def _create_question() -> None:
    op.create_table(
        "question",
        sa.Column("id", _ID, nullable=False),
        sa.Column("learner_id", _ID, nullable=False),
        sa.Column("unit_code", sa.String(length=32), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("asked_at", _MOMENT, nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("passed_at", _MOMENT, nullable=True),
        sa.Column("answer", sa.Text(), server_default="", nullable=False),
        sa.Column("answered_at", _MOMENT, nullable=True),
        sa.Column("answered_by", sa.String(length=60), server_default="", nullable=False),
        sa.CheckConstraint("state IN ('team', 'office', 'answered', 'read')", name=op.f("ck_question_state")),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["learner.id"], name=op.f("fk_question_learner_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["unit_code"], ["unit.code"], name=op.f("fk_question_unit_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question")),
    )
    op.create_index(op.f("ix_question_learner_id"), "question", ["learner_id"], unique=False)
    op.create_index(op.f("ix_question_unit_code"), "question", ["unit_code"], unique=False)
    op.create_index("ix_question_waiting", "question", ["state", "asked_at"], unique=False)


def _create_household() -> None:
    op.create_table(
        "household",
        sa.Column("chat_id", _ID, nullable=False),
        sa.Column("learner_id", _ID, nullable=False),
        sa.Column("label", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(["chat_id"], ["chat.id"], name=op.f("fk_household_chat_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["learner.id"], name=op.f("fk_household_learner_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("chat_id", "learner_id", name=op.f("pk_household")),
        sa.UniqueConstraint("chat_id", "label", name=op.f("uq_household_chat_id_label")),
    )
    op.create_index(op.f("ix_household_learner_id"), "household", ["learner_id"], unique=False)


def _create_leader() -> None:
    op.create_table(
        "leader",
        sa.Column("id", _ID, nullable=False),
        sa.Column("unit_code", sa.String(length=32), nullable=False),
        sa.Column("chat_id", _ID, nullable=True),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("to_day", sa.Date(), nullable=True),
        sa.Column("version", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(["chat_id"], ["chat.id"], name=op.f("fk_leader_chat_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["unit_code"], ["unit.code"], name=op.f("fk_leader_unit_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_leader")),
    )
    op.create_index(op.f("ix_leader_chat_id"), "leader", ["chat_id"], unique=False)
    op.create_index(op.f("ix_leader_unit_code"), "leader", ["unit_code"], unique=False)


def _create_guided_session() -> None:
    op.create_table(
        "guided_session",
        sa.Column("id", _ID, nullable=False),
        sa.Column("unit_code", sa.String(length=32), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("lesson", sa.String(length=64), nullable=False),
        sa.Column("place", sa.String(length=120), server_default="", nullable=False),
        sa.Column("present", sa.Integer(), nullable=False),
        sa.Column("women", sa.Integer(), nullable=False),
        sa.Column("aged_60_plus", sa.Integer(), nullable=False),
        sa.Column("first_timers", sa.Integer(), nullable=False),
        sa.Column("recorded_at", _MOMENT, nullable=False),
        sa.Column("leader_id", _ID, nullable=True),
        sa.Column("recorded_by", sa.String(length=60), nullable=False),
        sa.Column("replaces", _ID, nullable=True),
        sa.Column("is_replaced", sa.Boolean(), nullable=False),
        sa.Column("confirmed_at", _MOMENT, nullable=True),
        sa.Column("confirmed_by", sa.String(length=60), server_default="", nullable=False),
        sa.Column("refused_at", _MOMENT, nullable=True),
        sa.Column("refusal", sa.String(length=200), server_default="", nullable=False),
        sa.CheckConstraint(
            "present >= 0 AND women >= 0 AND aged_60_plus >= 0 AND first_timers >= 0",
            name=op.f("ck_guided_session_counts"),
        ),
        sa.ForeignKeyConstraint(["leader_id"], ["leader.id"], name=op.f("fk_guided_session_leader_id")),
        sa.ForeignKeyConstraint(["replaces"], ["guided_session.id"], name=op.f("fk_guided_session_replaces")),
        sa.ForeignKeyConstraint(["unit_code"], ["unit.code"], name=op.f("fk_guided_session_unit_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guided_session")),
    )
    op.create_index("ix_guided_session_day", "guided_session", ["day"], unique=False)
    op.create_index(op.f("ix_guided_session_unit_code"), "guided_session", ["unit_code"], unique=False)


def _create_help_request() -> None:
    op.create_table(
        "help_request",
        sa.Column("id", _ID, nullable=False),
        sa.Column("learner_id", _ID, nullable=False),
        sa.Column("lesson", sa.String(length=64), nullable=True),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("helped_on", sa.Date(), nullable=True),
        sa.Column("helped_by", _ID, nullable=True),
        sa.ForeignKeyConstraint(["helped_by"], ["leader.id"], name=op.f("fk_help_request_helped_by")),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["learner.id"], name=op.f("fk_help_request_learner_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_help_request")),
    )
    op.create_index(op.f("ix_help_request_learner_id"), "help_request", ["learner_id"], unique=False)
    op.create_index(
        "uq_help_request_open",
        "help_request",
        ["learner_id"],
        unique=True,
        sqlite_where=sa.text("helped_on IS NULL"),
        postgresql_where=sa.text("helped_on IS NULL"),
    )


def _widen_invitation() -> None:
    with op.batch_alter_table("invitation") as table:
        table.add_column(sa.Column("unit_code", sa.String(length=32), nullable=True))
        table.add_column(sa.Column("name", sa.String(length=60), server_default="", nullable=False))
        table.create_foreign_key(table.f("fk_invitation_unit_code"), "unit", ["unit_code"], ["code"])


def _widen_learner() -> None:
    with op.batch_alter_table("learner") as table:
        table.add_column(sa.Column("name", sa.String(length=60), server_default="", nullable=False))
        table.add_column(sa.Column("age_band", sa.String(length=8), nullable=True))
        table.add_column(sa.Column("sex", sa.String(length=8), nullable=True))
        table.add_column(sa.Column("people_group", sa.String(length=12), nullable=True))
        table.add_column(sa.Column("workplace_code", sa.String(length=32), nullable=True))
        table.add_column(sa.Column("associations", sa.Text(), server_default="[]", nullable=False))
        table.add_column(sa.Column("study_code", sa.String(length=10), nullable=True))
        table.add_column(sa.Column("certificate_id", sa.String(length=16), nullable=True))
        table.create_unique_constraint(table.f("uq_learner_study_code"), ["study_code"])
        table.create_foreign_key(table.f("fk_learner_workplace_code"), "unit", ["workplace_code"], ["code"])


def _widen_learner_day() -> None:
    with op.batch_alter_table("learner_day") as table:
        table.add_column(sa.Column("assisted", sa.Integer(), server_default="0", nullable=False))


def _widen_progress() -> None:
    with op.batch_alter_table("progress") as table:
        table.add_column(sa.Column("assisted", sa.Boolean(), nullable=True))
        table.add_column(sa.Column("remembered", sa.Boolean(), server_default=sa.text("false"), nullable=False))
    week_later = "date(finished_on, '+7 days')" if op.get_bind().dialect.name == "sqlite" else "finished_on + 7"
    op.execute(
        "UPDATE progress SET remembered = true WHERE EXISTS (SELECT 1 FROM answer"  # noqa: S608 - only our own words
        " WHERE answer.learner_id = progress.learner_id AND answer.lesson = progress.lesson"
        f" AND answer.kind = 'review' AND answer.is_correct AND answer.day >= {week_later})"
    )


def _widen_standing() -> None:
    with op.batch_alter_table("standing") as table:
        table.add_column(sa.Column("minors", sa.Integer(), server_default="0", nullable=False))
        table.add_column(sa.Column("minors_completed", sa.Integer(), server_default="0", nullable=False))
        table.add_column(sa.Column("unknown_age", sa.Integer(), server_default="0", nullable=False))
        table.add_column(sa.Column("women", sa.Integer(), server_default="0", nullable=False))
        table.add_column(sa.Column("aged_60_plus", sa.Integer(), server_default="0", nullable=False))
        table.add_column(sa.Column("officials", sa.Integer(), server_default="0", nullable=False))
        table.add_column(sa.Column("students", sa.Integer(), server_default="0", nullable=False))
        table.add_column(sa.Column("workers", sa.Integer(), server_default="0", nullable=False))
        table.add_column(sa.Column("assisted", sa.Integer(), server_default="0", nullable=False))
    op.execute("UPDATE standing SET unknown_age = participants")

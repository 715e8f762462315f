"""Know who comes in: accounts, sessions with what they belong to, guesses that are slowed down, and long work."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add the tables and columns; sessions that are open stay open, with nobody's name."""
    _create_account()
    op.create_table(
        "slowed",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_slowed")),
    )
    _create_job()
    with op.batch_alter_table("session") as table:
        table.add_column(sa.Column("account_id", _ID, nullable=True))
        table.add_column(sa.Column("leader_id", _ID, nullable=True))
        table.add_column(sa.Column("began_at", _MOMENT, nullable=True))
        table.add_column(sa.Column("used_at", _MOMENT, nullable=True))
        table.create_foreign_key(op.f("fk_session_account_id"), "account", ["account_id"], ["id"], ondelete="CASCADE")
        table.create_foreign_key(op.f("fk_session_leader_id"), "leader", ["leader_id"], ["id"], ondelete="CASCADE")
        table.create_index(op.f("ix_session_account_id"), ["account_id"])
    with op.batch_alter_table("invitation") as table:
        table.add_column(sa.Column("leader_id", _ID, nullable=True))
        table.create_foreign_key(op.f("fk_invitation_leader_id"), "leader", ["leader_id"], ["id"], ondelete="CASCADE")


def _create_account() -> None:
    op.create_table(
        "account",
        sa.Column("id", _ID, nullable=False),
        sa.Column("login", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("password", sa.String(length=200), nullable=False),
        sa.Column("code_secret", sa.String(length=64), server_default="", nullable=False),
        sa.Column("code_step", sa.Integer(), server_default="0", nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("disabled_at", _MOMENT, nullable=True),
        sa.CheckConstraint("role IN ('office', 'council')", name=op.f("ck_account_role")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("login", name=op.f("uq_account_login")),
    )


def _create_job() -> None:
    op.create_table(
        "job",
        sa.Column("id", _ID, nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("arguments", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("done", sa.Integer(), server_default="0", nullable=False),
        sa.Column("total", sa.Integer(), server_default="0", nullable=False),
        sa.Column("says", sa.String(length=400), server_default="", nullable=False),
        sa.Column("file_name", sa.String(length=80), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("asked_by", sa.String(length=60), nullable=False),
        sa.Column("asked_for", sa.String(length=32), server_default="", nullable=False),
        sa.Column("asked_at", _MOMENT, nullable=False),
        sa.Column("started_at", _MOMENT, nullable=True),
        sa.Column("ended_at", _MOMENT, nullable=True),
        sa.CheckConstraint("state IN ('waiting', 'running', 'done', 'failed')", name=op.f("ck_job_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
    )

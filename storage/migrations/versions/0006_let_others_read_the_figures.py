"""Let others read the figures."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add the tables of readers and pushes, empty."""
    _create_reader()
    _create_push()


def _create_reader() -> None:
    op.create_table(
        "reader",
        sa.Column("id", _ID, nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("scopes", sa.String(length=60), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("made_at", _MOMENT, nullable=False),
        sa.Column("revoked_at", _MOMENT),
        sa.Column("read_on", sa.Date()),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reader")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_reader_token_hash")),
    )


def _create_push() -> None:
    op.create_table(
        "push",
        sa.Column("id", _ID, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("tries", sa.Integer(), server_default="0", nullable=False),
        sa.Column("not_before", _MOMENT, nullable=False),
        sa.Column("reason", sa.String(length=200), server_default="", nullable=False),
        sa.CheckConstraint("state IN ('waiting', 'sent', 'never')", name=op.f("ck_push_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_push")),
        sa.UniqueConstraint("day", name=op.f("uq_push_day")),
    )
    waiting = sa.text("state = 'waiting'")
    op.create_index("ix_push_waiting", "push", ["not_before"], sqlite_where=waiting, postgresql_where=waiting)

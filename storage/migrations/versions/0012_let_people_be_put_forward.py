"""Keep who is put forward for praise, and whether a learner wants to be named."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add an empty table and an empty column; nobody has been proposed yet."""
    with op.batch_alter_table("learner") as learner:
        learner.add_column(sa.Column("proposed_for", sa.Integer()))
    op.create_table(
        "award",
        sa.Column("id", _ID, nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("unit_code", sa.String(length=32)),
        sa.Column("leader_id", _ID),
        sa.Column("learner_id", _ID),
        sa.Column("proposed_at", _MOMENT, nullable=False),
        sa.Column("proposed_by", sa.String(length=60), nullable=False),
        sa.Column("agreed", sa.Boolean()),
        sa.Column("name", sa.String(length=60), server_default="", nullable=False),
        sa.Column("is_put_forward", sa.Boolean()),
        sa.Column("reason", sa.String(length=200), server_default="", nullable=False),
        sa.Column("decided_at", _MOMENT),
        sa.Column("decided_by", sa.String(length=60), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_award")),
        sa.ForeignKeyConstraint(["unit_code"], ["unit.code"], name=op.f("fk_award_unit_code")),
        sa.ForeignKeyConstraint(["leader_id"], ["leader.id"], name=op.f("fk_award_leader_id")),
        sa.ForeignKeyConstraint(["learner_id"], ["learner.id"], name=op.f("fk_award_learner_id"), ondelete="CASCADE"),
        sa.UniqueConstraint("year", "unit_code", name=op.f("uq_award_year_unit_code")),
        sa.UniqueConstraint("year", "leader_id", name=op.f("uq_award_year_leader_id")),
        sa.UniqueConstraint("year", "learner_id", name=op.f("uq_award_year_learner_id")),
        sa.CheckConstraint("kind IN ('hamlet', 'leader', 'learner')", name=op.f("ck_award_kind")),
    )
    op.create_index(op.f("ix_award_learner_id"), "award", ["learner_id"])

"""Make room for score tables, targets, sheets and frozen blocks."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add the tables; nothing that is there changes."""
    _create_score_table()
    _create_target()
    _create_score_sheet()
    _create_score_value()
    _create_score_step()
    _create_score_freeze()


def _create_score_table() -> None:
    op.create_table(
        "score_table",
        sa.Column("id", _ID, nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("block", sa.String(length=60), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("adopted_on", sa.Date(), nullable=False),
        sa.Column("adopted_by", sa.String(length=60), nullable=False),
        sa.Column("entered_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_score_table")),
    )


def _create_target() -> None:
    op.create_table(
        "target",
        sa.Column("unit_code", sa.String(length=32), nullable=False),
        sa.Column("indicator", sa.String(length=32), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("target", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(["unit_code"], ["unit.code"], name=op.f("fk_target_unit_code")),
        sa.PrimaryKeyConstraint("unit_code", "indicator", "year", name=op.f("pk_target")),
    )


def _create_score_sheet() -> None:
    op.create_table(
        "score_sheet",
        sa.Column("id", _ID, nullable=False),
        sa.Column("table_id", _ID, nullable=False),
        sa.Column("unit_code", sa.String(length=32), nullable=False),
        sa.Column("stage", sa.String(length=10), nullable=False),
        sa.CheckConstraint(
            "stage IN ('draft', 'submitted', 'reviewed', 'explained', 'confirmed', 'frozen')",
            name=op.f("ck_score_sheet_stage"),
        ),
        sa.ForeignKeyConstraint(["table_id"], ["score_table.id"], name=op.f("fk_score_sheet_table_id")),
        sa.ForeignKeyConstraint(["unit_code"], ["unit.code"], name=op.f("fk_score_sheet_unit_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_score_sheet")),
        sa.UniqueConstraint("table_id", "unit_code", name=op.f("uq_score_sheet_table_id_unit_code")),
    )
    op.create_index(op.f("ix_score_sheet_unit_code"), "score_sheet", ["unit_code"], unique=False)


def _create_score_value() -> None:
    op.create_table(
        "score_value",
        sa.Column("id", _ID, nullable=False),
        sa.Column("sheet_id", _ID, nullable=False),
        sa.Column("criterion", sa.String(length=16), nullable=False),
        sa.Column("role", sa.String(length=8), nullable=False),
        sa.Column("actual", sa.String(length=20), nullable=True),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("by", sa.String(length=60), nullable=False),
        sa.Column("reason", sa.String(length=400), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["sheet_id"], ["score_sheet.id"], name=op.f("fk_score_value_sheet_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_score_value")),
    )
    op.create_index(op.f("ix_score_value_sheet_id"), "score_value", ["sheet_id"], unique=False)


def _create_score_step() -> None:
    op.create_table(
        "score_step",
        sa.Column("id", _ID, nullable=False),
        sa.Column("sheet_id", _ID, nullable=False),
        sa.Column("step", sa.String(length=8), nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("by", sa.String(length=60), nullable=False),
        sa.Column("role", sa.String(length=8), nullable=False),
        sa.Column("note", sa.String(length=400), nullable=False),
        sa.ForeignKeyConstraint(["sheet_id"], ["score_sheet.id"], name=op.f("fk_score_step_sheet_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_score_step")),
    )
    op.create_index(op.f("ix_score_step_sheet_id"), "score_step", ["sheet_id"], unique=False)


def _create_score_freeze() -> None:
    op.create_table(
        "score_freeze",
        sa.Column("id", _ID, nullable=False),
        sa.Column("table_id", _ID, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("by", sa.String(length=60), nullable=False),
        sa.Column("reason", sa.String(length=400), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["table_id"], ["score_table.id"], name=op.f("fk_score_freeze_table_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_score_freeze")),
        sa.UniqueConstraint("table_id", "revision", name=op.f("uq_score_freeze_table_id_revision")),
    )

"""Make room for reports: what came from the units, what the office writes, and figures of the whole commune."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add two empty tables, and let a typed figure be of no unit."""
    with op.batch_alter_table("typed_figure") as batch:
        batch.alter_column("unit_code", existing_type=sa.String(length=32), nullable=True)
    op.create_table(
        "report_received",
        sa.Column("id", _ID, nullable=False),
        sa.Column("unit_code", sa.String(length=32), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("received_on", sa.Date()),
        sa.Column("recorded_at", _MOMENT, nullable=False),
        sa.Column("recorded_by", sa.String(length=60), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_received")),
        sa.ForeignKeyConstraint(["unit_code"], ["unit.code"], name=op.f("fk_report_received_unit_code")),
    )
    op.create_index(op.f("ix_report_received_unit_code"), "report_received", ["unit_code"])
    op.create_table(
        "report_text",
        sa.Column("id", _ID, nullable=False),
        sa.Column("span", sa.String(length=32), nullable=False),
        sa.Column("section", sa.String(length=4), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_at", _MOMENT, nullable=False),
        sa.Column("written_by", sa.String(length=60), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_text")),
    )
    op.create_index(op.f("ix_report_text_span"), "report_text", ["span"])

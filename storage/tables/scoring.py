"""Scoring: the tables a council adopted, targets, the sheet of each unit, and blocks that were frozen.

Numbers are kept as texts, since no database column holds a decimal exactly on both.
"""

from sqlalchemy import CheckConstraint, Column, Date, ForeignKey, Integer, String, Table, Text, UniqueConstraint

from storage.tables.schema import ID, Moment, metadata

# Of one year and block the newest row counts. `adopted_on` is the day of the council's decision.
score_table = Table(
    "score_table",
    metadata,
    Column("id", ID, primary_key=True),
    Column("year", Integer, nullable=False),
    Column("block", String(60), nullable=False),
    Column("document", Text, nullable=False),  # the table as campaign/table_shape.py writes it
    Column("adopted_on", Date, nullable=False),
    Column("adopted_by", String(60), nullable=False),
    Column("entered_at", Moment, nullable=False),
)

# `indicator` is the name of one, or the code of a criterion that people type.
target = Table(
    "target",
    metadata,
    Column("unit_code", ForeignKey("unit.code"), primary_key=True),
    Column("indicator", String(32), primary_key=True),
    Column("year", Integer, primary_key=True),
    Column("target", String(20), nullable=False),
)

score_sheet = Table(
    "score_sheet",
    metadata,
    Column("id", ID, primary_key=True),
    Column("table_id", ForeignKey("score_table.id"), nullable=False),
    Column("unit_code", ForeignKey("unit.code"), nullable=False, index=True),
    Column("stage", String(10), nullable=False),
    UniqueConstraint("table_id", "unit_code"),
    CheckConstraint("stage IN ('draft', 'submitted', 'reviewed', 'explained', 'confirmed', 'frozen')", name="stage"),
)

# Append-only: of one criterion the newest row of somebody authorised counts.
score_value = Table(
    "score_value",
    metadata,
    Column("id", ID, primary_key=True),
    Column("sheet_id", ForeignKey("score_sheet.id"), nullable=False, index=True),
    Column("criterion", String(16), nullable=False),
    Column("role", String(8), nullable=False),
    Column("actual", String(20)),
    Column("at", Moment, nullable=False),
    Column("by", String(60), nullable=False),
    Column("reason", String(400), nullable=False),
    Column("evidence", Text, nullable=False),  # JSON, see campaign/frozen.py
)

score_step = Table(
    "score_step",
    metadata,
    Column("id", ID, primary_key=True),
    Column("sheet_id", ForeignKey("score_sheet.id"), nullable=False, index=True),
    Column("step", String(8), nullable=False),
    Column("at", Moment, nullable=False),
    Column("by", String(60), nullable=False),
    Column("role", String(8), nullable=False),
    Column("note", String(400), nullable=False),
)

# A frozen block and each correction of it; the document holds everything its scores came from.
score_freeze = Table(
    "score_freeze",
    metadata,
    Column("id", ID, primary_key=True),
    Column("table_id", ForeignKey("score_table.id"), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("at", Moment, nullable=False),
    Column("by", String(60), nullable=False),
    Column("reason", String(400), nullable=False),
    Column("document", Text, nullable=False),
    Column("sha256", String(64), nullable=False),
    UniqueConstraint("table_id", "revision"),
)

"""What the office keeps for its own work: first steps, settings, requests about data, files on their way in."""

from sqlalchemy import Boolean, CheckConstraint, Column, Date, Integer, LargeBinary, String, Table

from storage.tables.schema import ID, Moment, metadata

# A first step that a person says is done, where the program cannot see it by itself. `note` is what was typed about
# it (the number of a decision, a name), `day` the day of that decision, or of the word.
confirmed_step = Table(
    "confirmed_step",
    metadata,
    Column("step", String(16), primary_key=True),
    Column("note", String(120), nullable=False, server_default=""),
    Column("day", Date, nullable=False),
    Column("confirmed_at", Moment, nullable=False),
    Column("confirmed_by", String(60), nullable=False),
)

# A setting that the office changed over config.yaml, or gave back to it (`is_from_file`). Every change stays; of a name
# the highest revision counts, and two people who change it at once cannot both be the next.
setting_change = Table(
    "setting_change",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("revision", Integer, primary_key=True),
    Column("old", String(200), nullable=False),
    Column("new", String(200), nullable=False),
    Column("is_from_file", Boolean, nullable=False),
    Column("note", String(200), nullable=False),
    Column("changed_at", Moment, nullable=False),
    Column("changed_by", String(60), nullable=False),
)

# A file that somebody sent and has not decided about: what it would change is shown first. One a session and kind,
# gone when it was taken in, and after a day.
upload = Table(
    "upload",
    metadata,
    Column("session_key", String(64), primary_key=True),
    Column("kind", String(16), primary_key=True),
    Column("file_name", String(120), nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("sent_at", Moment, nullable=False),
)

# Somebody asks to see, correct or delete what is kept about them, or withdraws a consent. The name is emptied when
# the request is done: what proves it then is the paper with this number.
data_request = Table(
    "data_request",
    metadata,
    Column("id", ID, primary_key=True),
    Column("kind", String(10), nullable=False),
    Column("way", String(10), nullable=False),
    Column("name", String(60), nullable=False),
    Column("received_on", Date, nullable=False),
    Column("recorded_at", Moment, nullable=False),
    Column("recorded_by", String(60), nullable=False),
    Column("answered_on", Date),  # the day the person was told that the request had come
    Column("answered_by", String(60), nullable=False, server_default=""),
    Column("done_on", Date),
    Column("done_by", String(60), nullable=False, server_default=""),
    CheckConstraint("kind IN ('view', 'correct', 'delete', 'withdraw')", name="kind"),
    CheckConstraint("way IN ('paper', 'leader', 'office', 'phone')", name="way"),
)

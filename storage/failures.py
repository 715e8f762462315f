"""Events on which the program failed, for the operator to read: which event and which error, never a person's words."""

from datetime import datetime

from sqlalchemy import Connection, insert

from storage.tables import failure

_LONGEST = 400


def record(tx: Connection, account: str, external_id: str, error: Exception, now: datetime) -> None:
    """Keep that the program failed on an event: the kind of error and the line of ours that raised it."""
    row = {"account": account, "external_id": external_id, "at": now, "error": _where(error)[:_LONGEST]}
    tx.execute(insert(failure), row)


def _where(error: Exception) -> str:
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    line = f"{trace.tb_frame.f_code.co_filename.rpartition('/')[2]}:{trace.tb_lineno}" if trace else "?"
    return f"{type(error).__name__} {line}"

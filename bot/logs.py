"""Logs: one line per event, `key=value`, to standard error; never a learner's words, name or number.

A message of a library or of an error may quote what somebody typed, so of an error only its kind and place are told.
"""

import logging
import sys
import traceback
from pathlib import Path
from typing import TextIO

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger


def start_logging(stream: TextIO = sys.stderr) -> None:
    """Send our events from INFO and the libraries' messages from WARNING on to the stream, as lines of one shape."""
    shared: list[Processor] = [
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
        _tell_error_without_its_words,
    ]
    line = structlog.processors.LogfmtRenderer(
        key_order=["at", "level", "event"], drop_missing=True, bool_as_flag=False
    )
    structlog.configure(
        processors=[structlog.contextvars.merge_contextvars, *shared, line],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(stream),
    )
    handler = logging.StreamHandler(stream)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[structlog.stdlib.add_logger_name, *shared],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, line],
        )
    )
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)


def _tell_error_without_its_words(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
    found = event.pop("exc_info", None)
    if isinstance(found, tuple):
        found = found[1]
    elif found and not isinstance(found, BaseException):
        found = sys.exc_info()[1]
    if isinstance(found, BaseException):
        event["error"] = type(found).__name__
        frames = traceback.extract_tb(found.__traceback__)
        if frames:
            event["error_at"] = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}"
    return event

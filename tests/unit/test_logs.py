"""What a line of the log looks like, and what never gets into one."""

import logging
from collections.abc import Iterator
from io import StringIO

import pytest
import structlog

from bot.logs import start_logging


@pytest.fixture
def lines() -> Iterator[StringIO]:
    """Log into memory, and leave logging as it was."""
    root = logging.getLogger()
    handlers, level, before = root.handlers[:], root.level, structlog.get_config()
    root.handlers = []  # so that pytest's own are not closed
    stream = StringIO()
    start_logging(stream)
    yield stream
    structlog.configure(**before)
    root.handlers = handlers
    root.setLevel(level)


def _only_line(lines: StringIO) -> str:
    (line,) = lines.getvalue().splitlines()
    return line


def test_an_event_is_one_line_of_keys(lines: StringIO) -> None:
    structlog.get_logger().info("sent", channel="browser", outbox=812, is_last=True)

    at, rest = _only_line(lines).split(" ", 1)
    assert at.startswith("at=20")
    assert at.endswith("Z")
    assert rest == "level=info event=sent channel=browser outbox=812 is_last=true"


def test_a_value_with_line_breaks_stays_on_its_line(lines: StringIO) -> None:
    structlog.get_logger().info("imported", unit="Xóm Đông\nẫ ư 🙂")

    assert _only_line(lines).endswith('unit="Xóm Đông\\nẫ ư 🙂"')


def test_details_below_info_are_not_told(lines: StringIO) -> None:
    structlog.get_logger().debug("looked")
    logging.getLogger("httpx").info("GET https://example.invalid/bot123:TOKEN")

    assert lines.getvalue() == ""


def test_a_librarys_warning_has_the_same_shape(lines: StringIO) -> None:
    logging.getLogger("a.library").warning("port %s is taken", 8000)

    assert _only_line(lines).split(" ", 1)[1] == 'level=warning event="port 8000 is taken" logger=a.library'


def test_of_an_error_only_its_kind_and_place_are_told(lines: StringIO) -> None:
    try:
        raise ValueError("bà Lan đã viết 🙂")
    except ValueError as error:
        structlog.get_logger().exception("decide_failed", incoming=4)
        structlog.get_logger().error("decide_failed", incoming=5, exc_info=error)
        logging.getLogger("a.library").exception("Exception in ASGI application\n")

    told = lines.getvalue()
    assert "Lan" not in told
    assert "Traceback" not in told
    assert told.count("error=ValueError error_at=test_logs.py:") == 3
    assert len(told.splitlines()) == 3


def test_an_error_that_was_never_raised_has_a_kind_only(lines: StringIO) -> None:
    structlog.get_logger().error("not_sent", exc_info=OSError("đường dẫn"))

    assert _only_line(lines).endswith("event=not_sent error=OSError")

"""How a command says no: one sentence that says what to do, and an exit code."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError

from bot.moving_clock import ClockError
from bot.settings_reader import SettingsError
from lessons import ContentError

FAILED = 1
"""What was asked for could not be done."""

MISUSED = 2
"""The call or the settings are wrong."""


class Refused(Exception):  # noqa: N818 - an answer to the operator more than an error
    """A command cannot do what was asked; `str()` is what to tell the operator."""

    def __init__(self, sentence: str, code: int) -> None:
        super().__init__(sentence)
        self.code = code


@contextmanager
def sentences() -> Iterator[None]:
    """Turn what may go wrong with settings, content, clock and database into a refusal."""
    try:
        yield
    except (SettingsError, ContentError) as error:
        raise Refused(str(error), MISUSED) from error
    except ClockError as error:
        raise Refused(f"HOCSO_CLOCK: {error}", MISUSED) from error
    except DBAPIError as error:
        raise Refused(_database(str(error.orig)), FAILED) from error
    except OSError as error:
        raise Refused(
            f"Không mở được {error.filename or 'tệp'}: hãy xem lại đường dẫn và quyền đọc, ghi.", FAILED
        ) from error


def _database(said: str) -> str:
    if "locked" in said:
        return "Cơ sở dữ liệu đã bận hơn 10 giây; hãy đợi một lát rồi chạy lại lệnh này."
    if "not a database" in said or "malformed" in said:
        return "Tệp cơ sở dữ liệu bị hỏng hoặc không phải của Học số; hãy khôi phục từ bản sao lưu."
    if "unable to open" in said or "readonly" in said:
        return "Không mở được tệp cơ sở dữ liệu để ghi; hãy xem lại database.url và quyền của thư mục."
    if "full" in said:
        return "Đĩa đã đầy nên không ghi được; hãy dọn bớt chỗ rồi chạy lại."
    return "Cơ sở dữ liệu không trả lời; hãy chạy hocso check để biết vì sao."

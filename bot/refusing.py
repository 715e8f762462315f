"""How a command says no: one sentence that says what to do, and an exit code."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from bot.moving_clock import ClockError
from bot.settings_reader import SettingsError
from lessons import ContentError
from storage.engine import sqlstate

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
        raise Refused(_database(error), FAILED) from error
    except PoolTimeoutError as error:
        raise Refused(_BUSY, FAILED) from error
    except OSError as error:
        raise Refused(
            f"Không mở được {error.filename or 'tệp'}: hãy xem lại đường dẫn và quyền đọc, ghi.", FAILED
        ) from error


_CANNOT_REACH = (
    "Không kết nối được tới máy chủ PostgreSQL; hãy xem máy chủ có đang chạy không, và tên máy, cổng trong"
    " HOCSO_DATABASE_URL có đúng không."
)
_CANNOT_ENTER = "PostgreSQL không cho vào; hãy xem lại tên, mật khẩu và tên cơ sở dữ liệu trong HOCSO_DATABASE_URL."
_BUSY = "Cơ sở dữ liệu đang bận quá lâu; hãy đợi một lát rồi chạy lại lệnh này."
_POSTGRES = {
    "08": _CANNOT_REACH,
    "28": _CANNOT_ENTER,
    "3D": _CANNOT_ENTER,
    "42501": "Người dùng PostgreSQL này chưa đủ quyền; hãy cho quyền tạo và sửa bảng trong cơ sở dữ liệu của Học số.",
    "40": _BUSY,
    "53100": "Đĩa của máy chủ PostgreSQL đã đầy; hãy dọn bớt chỗ rồi chạy lại.",
    "53": "Máy chủ PostgreSQL đã hết chỗ nối; hãy tăng max_connections hoặc tắt bớt chương trình khác.",
    "55P03": _BUSY,
    "57014": _BUSY,
    "57": _CANNOT_REACH,
}
"""What to tell about an error of PostgreSQL, by its code or the two letters of its class."""


def _database(error: DBAPIError) -> str:
    if isinstance(error.orig, sqlite3.Error):
        return _file(str(error.orig))
    state = sqlstate(error)
    if state is None:
        return _no_answer(str(error.orig))
    other = f"PostgreSQL báo lỗi {state}; hãy xem nhật ký của máy chủ cơ sở dữ liệu."
    return _POSTGRES.get(state) or _POSTGRES.get(state[:2], other)


def _no_answer(said: str) -> str:
    # While it connects, the driver hands on what the server said without its code.
    is_refused = any(reason in said for reason in ("authentication", "does not exist", "pg_hba.conf"))
    return _CANNOT_ENTER if is_refused else _CANNOT_REACH


def _file(said: str) -> str:
    if "locked" in said:
        return "Cơ sở dữ liệu đã bận hơn 10 giây; hãy đợi một lát rồi chạy lại lệnh này."
    if "not a database" in said or "malformed" in said:
        return "Tệp cơ sở dữ liệu bị hỏng hoặc không phải của Học số; hãy khôi phục từ bản sao lưu."
    if "unable to open" in said or "readonly" in said:
        return "Không mở được tệp cơ sở dữ liệu để ghi; hãy xem lại database.url và quyền của thư mục."
    if "full" in said:
        return "Đĩa đã đầy nên không ghi được; hãy dọn bớt chỗ rồi chạy lại."
    return "Cơ sở dữ liệu không trả lời; hãy chạy hocso check để biết vì sao."

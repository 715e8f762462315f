"""What is wrong with a content file, told to the teacher who wrote it: where it is and what to do."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from unicodedata import normalize


@dataclass(frozen=True, slots=True)
class Problem:
    """One remark about a file: `line` counts from 1, `where` names the page or question, if known."""

    path: Path
    line: int | None
    where: str
    message: str

    def __str__(self) -> str:
        places = [str(self.path), f"dòng {self.line}" if self.line else "", self.where]
        return f"{', '.join(place for place in places if place)}: {self.message}."


class ContentError(Exception):
    """Content that cannot be served; it carries all its problems, so that they can be mended in one go."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


class ChangedError(Exception):
    """A lesson was read over whose files say something else by now than what is taught."""


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Return the problems of one file from its top to its bottom."""
    return sorted(problems, key=lambda problem: problem.line or 0)


def read_text(path: Path) -> str:
    """Read a content file, its letters composed the usual way whatever machine it was written on.

    Raises:
        ContentError: when the file is missing, cannot be opened or is not UTF-8.
    """
    try:
        return normalize("NFC", path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError:
        message = "tệp không phải mã UTF-8, hãy mở ra rồi lưu lại, chọn mã (encoding) là UTF-8"
    except FileNotFoundError:
        message = "chưa có tệp này, hãy tạo tệp hoặc bỏ thư mục chứa nó"
    except OSError:
        message = "không mở được tệp này, hãy xem lại quyền đọc"
    raise ContentError([Problem(path, None, "", message)])

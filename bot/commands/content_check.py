"""`hocso content check` and `hocso content ids`: lessons and questions, judged."""

import json
import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from bot.commands.check_page import page
from bot.moving_clock import start_clock
from bot.refusing import FAILED, MISUSED, Refused, sentences
from bot.replacing import replace_file
from bot.settings import Settings, load
from lessons import ContentError, Problem
from lessons import load as lesson_files
from quizzes import load as question_files
from quizzes.check import Report
from quizzes.check import check as judge
from quizzes.judging import register

_HEADINGS = {"errors": "Lỗi", "warnings": "Nên sửa", "tasks": "Việc chờ người làm"}
_FORMATS = ("text", "json", "page")


def check_content(environ: Mapping[str, str], format_: str, out: Path | None) -> int:
    """Judge lessons and questions: errors, warnings, and what waits for a person."""
    if format_ not in _FORMATS:
        raise Refused(f"Không có dạng “{format_}”; hãy chọn --format text, json hoặc page.", MISUSED)
    if format_ == "page" and out is None:
        raise Refused("Trang kiểm tra cần một tệp để ghi; hãy thêm --out kiem-tra.html.", MISUSED)
    with sentences():
        settings = load(environ)
        found = report(settings)
        if format_ == "page":
            text = page(found, settings.commune.name, today(settings))
        else:
            text = _as_json(found) if format_ == "json" else as_text(found)
        if out is None:
            sys.stdout.write(text)
        else:
            replace_file(out, text.encode())
            print(f"{summary(found)} Đã ghi {out}.")
    return FAILED if found.errors else 0


def keep_ids(environ: Mapping[str, str]) -> None:
    """Bring the register of ids up to date: new ones are added, those that are gone are marked."""
    with sentences():
        settings = load(environ)
        folder = settings.content.quizzes
        lessons, questions = lesson_files.read(settings.content.lessons), question_files.read(folder)
        problems = (*lessons.problems, *questions.problems)
        if problems:
            # What cannot be read would be taken for gone.
            raise ContentError(problems)
        before = register.read(folder)
        used = register.ids(lessons, questions)
        back = sorted(used & set(before.gone)) if before else []
        if back:
            raise Refused(f"Id “{back[0]}” là của một mục đã bỏ; hãy đặt id khác rồi chạy lại.", FAILED)
        replace_file(folder / question_files.REGISTER, register.brought_up_to_date(before, used).encode())
    new = len(used) - len(used & set(before.live)) if before else len(used)
    gone = len(set(before.live) - used) if before else 0
    print(f"Sổ id: thêm {new} id mới, ghi {gone} id là đã bỏ.")


def report(settings: Settings) -> Report:
    """Judge the content of these settings as it would be served today."""
    return judge(short(settings.content.lessons), short(settings.content.quizzes), today(settings))


def today(settings: Settings) -> date:
    """Return the commune's day."""
    return settings.commune.day(start_clock(settings.pace, None, settings.commune.zone).now())


def short(folder: Path) -> Path:
    """Return a folder as seen from here, so that messages stay short."""
    return folder.relative_to(Path.cwd()) if folder.is_relative_to(Path.cwd()) else folder


def as_text(found: Report) -> str:
    """Return a line for each remark, and a last one with their counts."""
    lines = [f"{heading}: {problem}" for kind, heading in _HEADINGS.items() for problem in _problems(found, kind)]
    return "\n".join([*lines, summary(found)]) + "\n"


def summary(found: Report) -> str:
    """Return how many remarks of each kind there are."""
    return f"Nội dung: {len(found.errors)} lỗi, {len(found.warnings)} chỗ nên sửa, {len(found.tasks)} việc."


def _as_json(found: Report) -> str:
    told = {kind: [_told(problem) for problem in _problems(found, kind)] for kind in _HEADINGS}
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


def _problems(found: Report, kind: str) -> tuple[Problem, ...]:
    return {"errors": found.errors, "warnings": found.warnings, "tasks": found.tasks}[kind]


def _told(problem: Problem) -> dict[str, str | int | None]:
    return {
        "path": str(problem.path),
        "line": problem.line,
        "where": problem.where,
        "message": problem.message,
    }

"""What `hocso content check` found, as one page that needs nothing beside it: to read or to send on."""

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from lessons import Problem
from quizzes.check import Report

_TEMPLATES = Path(__file__).parent / "templates"


def page(found: Report, commune: str, today: date) -> str:
    """Return the page as HTML."""
    templates = Environment(
        loader=FileSystemLoader(_TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    parts = [
        ("error", "Lỗi", "Phải sửa, nếu không trợ lý không chạy hoặc ghi nhầm câu trả lời.", found.errors),
        ("warning", "Nên sửa", "Vẫn chạy, nhưng bà con khó đọc hoặc dễ đoán mò.", found.warnings),
        ("task", "Việc chờ người làm", "Cần người đọc lại, hỏi lại hoặc viết nốt.", found.tasks),
    ]
    return templates.get_template("check.html").render(
        finding=_finding(found),
        commune=commune,
        today=today,
        parts=[(kind, title, why, _by_file(problems), len(problems)) for kind, title, why, problems in parts],
    )


def _finding(found: Report) -> str:
    if found.errors:
        return f"Có {len(found.errors)} lỗi phải sửa trước"
    if found.warnings:
        return f"Không có lỗi, còn {len(found.warnings)} chỗ nên sửa"
    fine = "Bài và câu hỏi đều ổn"
    return f"{fine}, còn {len(found.tasks)} việc chờ người làm" if found.tasks else fine


def _by_file(problems: Iterable[Problem]) -> Mapping[str, list[Problem]]:
    files = dict[str, list[Problem]]()
    for problem in problems:
        files.setdefault(str(problem.path), []).append(problem)
    return files

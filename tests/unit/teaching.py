"""A small lesson with its questions, good enough that nothing is to be mended, for tests that spoil it."""

from datetime import date
from pathlib import Path

import yaml

from lessons import load as lesson_files
from quizzes import load as question_files
from quizzes.check import Report, check
from quizzes.judging import register
from quizzes.load import REGISTER

TODAY = date(2026, 11, 22)

LESSON = """---
id: 008-ma-otp
title: Mã OTP
strand: an-toan
order: 3
minutes: 3
sources: [common]
checked_on: 2026-11-22
checked_by: chị Lan
expires_on:
alt: Chiếc chìa khóa nhà treo trên tường
---
Mã như chìa khóa nhà.
## Làm thử
kể cho một người
## Lần sau hỏi
{Bác} kể chưa?
"""

Content = dict[str, list[dict[str, object]]]

STORIES = [
    "Người lạ hỏi mã.",
    "Cháu mượn điện thoại rồi có dãy số nhắn về.",
    "Ngân hàng gọi tới lúc nửa đêm.",
    "Hàng xóm nhờ đọc giúp tin nhắn trong máy.",
    "Trang mua sắm bảo gõ mã để nhận quà.",
    "Tự dưng có mã nhắn về, chẳng ai gọi.",
    "Bạn cũ nhắn xin mã, nói là gửi nhầm.",
    "Nhân viên bưu điện đứng trước cổng xin mã.",
]


def choices(right_at: int, right: str = "Giữ kín") -> list[dict[str, object]]:
    found = [
        {"text": "Đọc cho xong việc", "correct": False, "why": "Đọc ra là mất."},
        {"text": "Chụp ảnh gửi sang", "correct": False, "why": "Gửi ra là mất."},
    ]
    return [*found[:right_at], {"text": right, "correct": True, "why": "Giữ là còn."}, *found[right_at:]]


def questions() -> Content:
    return {
        "questions": [
            {
                "id": f"cau-{at}",
                "page": 1,
                "situation": STORIES[at],
                "ask": "{Bác} làm gì?",
                "choices": choices(at % 3),
                "delayed": at >= 6,
                "source": "common",
            }
            for at in range(8)
        ]
    }


def judge(folder: Path, lesson: str = LESSON, content: Content | None = None) -> Report:
    place = folder / "bài" / "008-ma-otp"
    place.mkdir(parents=True)
    (place / "lesson.md").write_text(lesson, encoding="utf-8")
    (folder / "câu").mkdir()
    text = yaml.safe_dump(content or questions(), allow_unicode=True)
    (folder / "câu" / "008-ma-otp.yaml").write_text(text, encoding="utf-8")
    (place / "picture.svg").write_bytes(b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1080 720"/>')
    keep_ids(folder)
    return check(folder / "bài", folder / "câu", TODAY)


def keep_ids(folder: Path) -> None:
    lessons, bank = lesson_files.read(folder / "bài"), question_files.read(folder / "câu")
    text = register.brought_up_to_date(register.read(folder / "câu"), register.ids(lessons, bank))
    (folder / "câu" / REGISTER).write_text(text, encoding="utf-8")

"""`hocso content handouts`."""

import sys
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import typst

from bot.commands.naming_lessons import named
from bot.commands.writing_out import one_by_one, write
from bot.moving_clock import start_clock
from bot.office_settings import in_use_if_kept
from bot.refusing import FAILED, sentences
from bot.settings import load
from bot.surroundings import build
from campaign.units import Units
from conversation.render import Voice
from lessons import Lesson
from papers.cards.handout import QUESTIONS, Drawing, TooLongError, chosen, of_lesson, print_out


def make_handouts(environ: Mapping[str, str], typed: Sequence[str], out: Path) -> int:
    """Write the hand-out of each named lesson, or of all that are taught today; say which could not be made."""
    with sentences():
        settings = load(environ)
        today = settings.commune.day(start_clock(settings.pace, None, settings.commune.zone).now())
        voice = Voice(build(in_use_if_kept(settings), Units({})))
        lessons = named(voice.world.course, typed)
        if not typed:
            lessons = tuple(lesson for lesson in lessons if lesson.is_served(today))
        problems = list[str]()
        for lesson in one_by_one(lessons, "Tờ phát tay"):
            made = sheet(lesson, voice, today)
            if isinstance(made, str):
                problems.append(made)
            else:
                write(out, f"bai-{lesson.id}.pdf", made)
    if len(problems) < len(lessons):
        print(f"Đã làm {len(lessons) - len(problems)} tờ phát tay trong thư mục {out}, mỗi bài một tờ in hai mặt.")
    if not voice.world.public_url:
        print("Tờ phát tay chưa có mã QR vì chưa ghi web.public_url trong config.yaml.", file=sys.stderr)
    for problem in problems:
        print(problem, file=sys.stderr)
    return FAILED if problems else 0


def sheet(lesson: Lesson, voice: Voice, today: date) -> bytes | str:
    """Return the hand-out of a lesson as a PDF, or the sentence that says why there is none."""
    pool = voice.world.bank.pool(lesson.id)
    if not lesson.is_served(today):
        return f"Bài {lesson.id} chưa có nguồn hoặc đã hết hạn nên chưa in được; hãy xem hocso content check."
    if len(chosen(pool, today)) < QUESTIONS:
        return f"Bài {lesson.id} chưa đủ {QUESTIONS} câu hỏi để in mặt sau; hãy viết thêm câu không để dành ôn."
    picture = lesson.picture
    drawing = Drawing(picture.file.suffix[1:], picture.file.read_bytes(), picture.alt) if picture else None
    try:
        return print_out(of_lesson(lesson, pool, drawing, voice, today), today)
    except TooLongError:
        return f"Bài {lesson.id} dài quá một tờ; hãy rút bớt lời trong các trang hoặc câu hỏi của bài."
    except typst.TypstError:
        if picture is None:
            raise
        return f"Bài {lesson.id}: không vẽ được hình {picture.file.name}; hãy lưu lại hình ấy rồi chạy lại."

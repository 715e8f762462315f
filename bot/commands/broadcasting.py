"""`hocso content radio`."""

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from bot.commands.naming_lessons import named
from bot.commands.writing_out import one_by_one, write
from bot.moving_clock import start_clock
from bot.office_settings import in_use_if_kept
from bot.refusing import FAILED, Refused, sentences
from bot.settings import load
from bot.surroundings import build
from campaign.units import Units
from conversation.render import Voice
from lessons import Lesson
from lessons.reading_aloud import LONGEST, SHORTEST
from papers.cards.radio import Sheet, as_text, of_lesson, print_out


def write_scripts(environ: Mapping[str, str], typed: Sequence[str], out: Path) -> None:
    """Write the loudspeaker script of each named lesson, or of all that are taught today, and all of them on paper.

    Raises:
        Refused: when a named lesson has no script or may not be taught today, or when there is nothing to write.
    """
    with sentences():
        settings = load(environ)
        today = settings.commune.day(start_clock(settings.pace, None, settings.commune.zone).now())
        voice = Voice(build(in_use_if_kept(settings), Units({})))
        lessons = named(voice.world.course, typed)
        ready = [lesson for lesson in lessons if lesson.radio and lesson.is_served(today)]
        if (typed and len(ready) < len(lessons)) or not ready:
            raise Refused(_why(next((one for one in lessons if one not in ready), None)), FAILED)
        sheets = [of_lesson(lesson, voice) for lesson in ready]
        for lesson, sheet in one_by_one(list(zip(ready, sheets, strict=True)), "Bài phát loa"):
            write(out, f"loa-{lesson.id}.txt", as_text(sheet, today).encode())
            _remark(lesson, sheet)
        write(out, "loa.pdf", print_out(sheets, today))
    print(f"Đã viết {len(sheets)} bài phát loa trong thư mục {out}; tệp loa.pdf để in cho người đọc.")


def _why(lesson: Lesson | None) -> str:
    if lesson is None:
        return "Chưa có bài nào để phát loa; hãy viết mục “## Loa” trong bài."
    if not lesson.radio:
        return f"Bài {lesson.id} chưa có mục “## Loa”; hãy viết vào rồi chạy lại."
    return f"Bài {lesson.id} chưa có nguồn hoặc đã hết hạn nên chưa phát được; hãy xem hocso content check."


def _remark(lesson: Lesson, sheet: Sheet) -> None:
    """Say when a script, with the commune's numbers in it, takes longer or shorter than it should."""
    if not SHORTEST <= sheet.seconds <= LONGEST:
        print(
            f"Bài {lesson.id} đọc chừng {sheet.seconds} giây, ngoài khoảng {SHORTEST} đến {LONGEST} giây.",
            file=sys.stderr,
        )

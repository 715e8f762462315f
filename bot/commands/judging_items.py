"""`hocso content items`: what learners answered says which questions need a second look."""

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from bot.commands.opening import clock_of, database
from bot.refusing import MISUSED, Refused, sentences
from bot.settings import load
from quizzes.item_report import ItemLine, lines
from quizzes.load import load_content
from storage import item_answers
from storage.unit import reading


def items(environ: Mapping[str, str], lesson: str, format_: str, out: Path | None) -> None:
    """Print the questions with something against them, the most pressing first; as JSON all that were answered."""
    if format_ not in ("text", "json"):
        raise Refused(f"Chưa in được dạng “{format_}”; hãy chọn --format text hoặc --format json.", MISUSED)
    with sentences():
        settings = load(environ)
        course, bank = load_content(settings.content.lessons, settings.content.quizzes)
        if lesson and course.get(lesson) is None:
            raise Refused(
                f"Không có bài “{lesson}”; hãy ghi tên thư mục của bài, ví dụ 009-cuoc-goi-gia-danh.", MISUSED
            )
        with database(settings) as engine:
            now = clock_of(settings, engine).now()
            with reading(engine) as tx:
                found = [one for one in lines(item_answers.judged(tx, bank), bank) if lesson in ("", one.lesson)]
        as_of = settings.commune.day(now).isoformat()
        shape = {"as_of": as_of, "items": [asdict(one) for one in found]}
        text = json.dumps(shape, ensure_ascii=False, indent=1) + "\n" if format_ == "json" else _text(found)
        if out is None:
            sys.stdout.write(text)
        else:
            out.write_text(text, encoding="utf-8")


def _text(found: Sequence[ItemLine]) -> str:
    odd = [one for one in found if one.findings]
    told = [f"{len(odd)} trong {len(found)} câu đã có người trả lời nên xem lại."]
    for one in odd:
        told += [
            "",
            f"{one.lesson}, câu {one.question}: {one.share}% đúng ngay lần đầu ({one.first} lượt)",
            f"  {one.ask}",
        ]
        told += (f"  - {sentence}" for sentence in one.says)
    return "\n".join(told) + "\n"

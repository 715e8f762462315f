"""`hocso content new`: the two files of a new lesson as forms to fill in."""

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from bot.commands.content_check import short, today
from bot.refusing import FAILED, MISUSED, Refused, sentences
from bot.replacing import replace_file
from bot.settings import Settings, load
from lessons import Strand
from lessons import load as lesson_files
from lessons.editing import scalar
from lessons.folding import fold
from lessons.load import FILE, ID
from lessons.texts_file import read_texts
from quizzes import load as question_files
from quizzes.judging import register
from quizzes.judging.pools import DELAYED, POOL

_FORMS = Path(__file__).with_name("new_lesson.vi.yaml")
_PAGES = 4
_CHOICES = 3
_STRANDS = {
    Strand.PUBLIC_SERVICES: "dịch vụ công",
    Strand.SHOPPING: "mua bán",
    Strand.PAYMENT: "trả tiền",
    Strand.SAFETY: "an toàn",
    Strand.FOUNDATION: "dùng máy, mạng, ứng dụng",
}


def new_lesson(environ: Mapping[str, str], id_: str, title: str, strand: str) -> None:
    """Write a form for the lesson and one for its questions; nothing that is there is touched."""
    title = " ".join(title.split())
    if strand not in list(Strand):
        known = ", ".join(f"{one} ({meaning})" for one, meaning in _STRANDS.items())
        raise Refused(f"Không có nhóm bài “{strand}”; hãy chọn --strand là một trong: {known}.", MISUSED)
    if not title:
        raise Refused('Bài chưa có tên; hãy thêm --title "Tên bài".', MISUSED)
    with sentences():
        settings = load(environ)
        _refuse_taken(id_, title, _taken(settings))
        lesson = short(settings.content.lessons) / id_ / FILE
        questions = short(settings.content.quizzes) / f"{id_}{question_files.SUFFIX}"
        if lesson.parent.exists() or questions.exists():
            there = lesson.parent if lesson.parent.exists() else questions
            raise Refused(f"Đã có {there}; hãy đặt tên khác hoặc sửa tiếp ở đó.", FAILED)
        written = _fill(id_, title, Strand(strand), _next_order(settings), today(settings))
        lesson.parent.mkdir(parents=True)
        replace_file(lesson, written[0].encode())
        replace_file(questions, written[1].encode())
    print(f"Đã tạo {lesson}\nvà {questions}.")
    print("Thay các chỗ trong ngoặc vuông bằng lời của mình, rồi chạy hocso content check để xem còn thiếu gì.")


def _taken(settings: Settings) -> frozenset[int]:
    """Return the numbers of lessons that are there or once were."""
    names = [place.name for place in settings.content.lessons.iterdir()]
    known = register.read(settings.content.quizzes)
    ids = [*names, *(known.live if known else ()), *(known.gone if known else ())]
    return frozenset(int(name[:3]) for name in ids if re.match(r"[0-9]{3}-", name))


def _refuse_taken(id_: str, title: str, taken: frozenset[int]) -> None:
    free = next(number for number in range(1000) if number not in taken and number > max(taken, default=-1))
    example = f"{free:03}-{fold(title).replace(' ', '-')}"
    if not ID.fullmatch(id_):
        raise Refused(
            f"Tên thư mục của bài gồm ba chữ số rồi chữ thường không dấu nối bằng gạch ngang, ví dụ {example}.", MISUSED
        )
    if int(id_[:3]) in taken:
        raise Refused(
            f"Số {id_[:3]} đã dùng cho một bài khác, số bài không dùng lại; hãy lấy số khác, ví dụ {example}.", FAILED
        )


def _next_order(settings: Settings) -> int:
    course = lesson_files.read(settings.content.lessons).course
    return max((lesson.order for lesson in course), default=0) + 1


def _fill(id_: str, title: str, strand: Strand, order: int, day: date) -> tuple[str, str]:
    forms: dict[str, str] = read_texts(_FORMS)
    values = {"id": id_, "strand": strand.value, "order": str(order), "today": day.isoformat()}
    lesson = _filled(forms["lesson"], {**values, "title": scalar(title, 0, None)})
    asked = [_filled(forms["questions_head"], {"title": title})]
    for number in range(1, POOL + DELAYED + 1):
        right = number % _CHOICES
        choices = [
            forms["choice_right"]
            if at == right
            else _filled(forms["choice_wrong"], {"nth": str(1 + at - (at > right))})
            for at in range(_CHOICES)
        ]
        written = {
            "number": str(number),
            "page": str(1 + (number - 1) % _PAGES),
            "choices": "".join(choices).rstrip("\n"),
            "delayed": "true" if number > POOL else "false",
            "today": day.isoformat(),
        }
        asked.append(_filled(forms["question"], written))
    return lesson, "".join(asked)


def _filled(form: str, values: Mapping[str, str]) -> str:
    return re.sub(r"<([a-z]+)>", lambda gap: values.get(gap[1], gap[0]), form)

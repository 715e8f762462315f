"""The questions of one lesson beside each other: how many, and whether the place of the answer gives it away."""

from collections.abc import Iterator
from datetime import date

from quizzes.attempt import POSITIONS
from quizzes.model import Choice, Pool

POOL = 8
DELAYED = 2


def judge(pool: Pool) -> Iterator[str]:
    """Yield what to write or to change."""
    count = len(pool.questions)
    if count < POOL:
        yield f"mới có {count} câu hỏi, hãy viết cho đủ {POOL} câu"
    delayed = sum(question.delayed for question in pool.questions)
    if delayed < DELAYED:
        yield f'mới có {delayed} câu để dành ôn lại, hãy ghi "delayed: true" cho ít nhất {DELAYED} câu'
    firsts = sum(question.choices[0].correct for question in pool.questions)
    if firsts > count / 2:
        yield f"đáp án đúng đứng đầu ở {firsts} trên {count} câu, hãy đổi chỗ bớt"
    longest = sum(_is_among_longest(question.choices) for question in pool.questions)
    if count >= POOL and longest > count * 3 / 4:
        yield f"đáp án đúng dài nhất ở {longest} trên {count} câu nên dễ đoán, hãy viết cho dài ngắn xen nhau"


def tasks(pool: Pool, today: date) -> Iterator[str]:
    """Yield what to do about questions that may not be asked today."""
    served = len(pool.served(today))
    if served == len(pool.questions) or served >= POOL:
        return
    what = f"hôm nay chỉ {served} câu dùng được (cần {POOL})"
    if served < POSITIONS:
        what += " nên bài tạm nghỉ dạy"
    yield f"{what}, hãy xem lại câu hết hạn hoặc chưa có nguồn"


def _is_among_longest(choices: tuple[Choice, ...]) -> bool:
    longest = max(len(choice.text) for choice in choices)
    return any(choice.correct and len(choice.text) == longest for choice in choices)

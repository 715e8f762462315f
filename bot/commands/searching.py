"""`hocso content search`: what a typed question finds, as the chat would find it."""

from collections.abc import Mapping

from bot.refusing import MISUSED, Refused, sentences
from bot.settings import load
from lessons.load import load as load_course
from lessons.search import index
from quizzes.load import load as load_bank


def search(environ: Mapping[str, str], question: str) -> None:
    """Print the best page of at most three lessons, the best first, with the line that says most.

    Raises:
        Refused: when nothing was asked, or lessons or questions cannot be read.
    """
    if not question.strip():
        raise Refused("Chưa có câu hỏi; hãy gõ câu hỏi trong ngoặc kép sau hocso content search.", MISUSED)
    with sentences():
        settings = load(environ)
        course, bank = load_course(settings.content.lessons), load_bank(settings.content.quizzes)
    searched = index(course, bank.by_page())
    hits = searched.best(question)
    if not hits:
        print("Không bài nào nói đến câu này; trong trợ lý, câu hỏi sẽ được mời gửi cho người thật.")
    pages = {lesson.id: lesson.pages for lesson in course}
    for hit in hits:
        line = searched.line(question, pages[hit.lesson][hit.page]).replace("**", "")
        print(f"{hit.lesson}, trang {hit.page + 1} ({hit.score:.0f} điểm): {line}")

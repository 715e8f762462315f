"""The lessons and questions this program is shipped with."""

import re
from datetime import date
from pathlib import Path
from time import process_time

import pytest

from conversation.texts import fill
from lessons.contacts import without_unset
from lessons.reading_aloud import LONGEST, SHORTEST, seconds
from quizzes.check import check
from quizzes.load import load_content

ROOT = Path(__file__).parents[2]
LESSONS, QUIZZES = ROOT / "lessons/content/vi", ROOT / "quizzes/content/vi"
CHECKED = date(2026, 11, 22)

COURSE, BANK = load_content(LESSONS, QUIZZES)
TEXTS = [
    *(text for one in COURSE for text in (*one.pages, one.task, one.ask_later, one.radio, one.forward)),
    *(text for pool in BANK.pools.values() for q in pool.questions for text in (q.situation, q.ask)),
    *(t for pool in BANK.pools.values() for q in pool.questions for c in q.choices for t in (c.text, c.why)),
]

HARD_CODED = re.compile(r"(?<!\{)\bbác\b", re.I)
SCOLDING = re.compile(r"\b(sai rồi|sai|dại|ngu|cả tin|lẽ ra|đáng lẽ|tại sao lại)\b", re.I)


def test_the_shipped_content_has_nothing_to_mend() -> None:
    report = check(LESSONS, QUIZZES, CHECKED)

    assert (report.errors, report.warnings) == ((), ())


def test_the_scam_call_comes_first_and_then_how_to_learn() -> None:
    assert [lesson.id for lesson in COURSE][:2] == ["009-cuoc-goi-gia-danh", "000-hoc-voi-tro-ly"]


def test_the_learner_is_addressed_in_the_chosen_form() -> None:
    for lesson in COURSE:
        for text in (*lesson.pages, lesson.task, lesson.ask_later):
            assert not HARD_CODED.search(text), text
        for question in BANK.pool(lesson.id).questions:
            for text in (question.situation, question.ask, *(f"{c.text} {c.why}" for c in question.choices)):
                assert not HARD_CODED.search(text), text


def test_a_reason_never_scolds() -> None:
    reasons = [c.why for pool in BANK.pools.values() for q in pool.questions for c in q.choices]

    assert [why for why in reasons if SCOLDING.search(why)] == []


def test_every_page_is_asked_about_in_the_lesson_itself() -> None:
    for lesson in COURSE:
        asked = {question.page for question in BANK.pool(lesson.id).questions if not question.delayed}
        assert asked == set(range(1, len(lesson.pages) + 1))


def test_every_lesson_can_be_spoken_and_forwarded() -> None:
    for lesson in COURSE:
        assert SHORTEST <= seconds(lesson.radio) <= LONGEST, lesson.id
        assert 1 <= len(lesson.forward.split()) <= 60


CONTACTS = {
    "cong_an_xa": "0228 3888 113",
    "trung_tam_hanh_chinh_cong": "0228 3888 115",
    "to_cong_nghe_so": "0912 000 111",
}
BROKEN = re.compile(r"[{}]|  |(^|\s)[.,;:!?)]|[:(]\s*($|[.)])|\b(số|gọi)( ấy)?( là)?[.:]?$", re.M)


@pytest.mark.parametrize("contacts", [{}, dict.fromkeys(CONTACTS, ""), CONTACTS])
def test_no_text_is_broken_by_a_number_that_is_set_or_not(contacts: dict[str, str]) -> None:
    tokens = {"bác": "bác", "Bác": "Bác", "xóm": "xóm Đông"}
    numbers = {f"contacts.{key}": number for key, number in contacts.items()}
    for text in TEXTS:
        left = without_unset(text, contacts)
        shown = fill(left, {**tokens, **numbers})

        assert shown.strip("* \n"), text
        assert not BROKEN.search(shown.replace("**", "")) or BROKEN.search(text), shown
        assert shown.count("**") % 2 == 0, shown
        assert all(f"{{contacts.{key}}}" not in text or CONTACTS[key] in shown for key in contacts if contacts[key])
        assert "{contacts." in text or left == text


def test_all_content_loads_within_a_moment() -> None:
    begun = process_time()
    load_content(LESSONS, QUIZZES)

    assert process_time() - begun < 1

"""The hand-outs: one sheet for every lesson that is taught, with everything on it and nothing broken."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from pypdf import PdfReader

from campaign.units import Units
from conversation import texts
from conversation.render import Voice
from conversation.world import World
from papers.cards import handout
from papers.cards.drawing import Written
from papers.cards.handout import Drawing, Handout, TooLongError, chosen, of_lesson
from quizzes.load import load_content
from tests.unit.fonts import SANS, SANS_BOLD, letters

ROOT = Path(__file__).parents[2]
COURSE, BANK = load_content(ROOT / "lessons/content/vi", ROOT / "quizzes/content/vi")
TODAY = date(2026, 11, 27)
CONTACTS = {
    "cong_an_xa": "0228 3888 113",
    "trung_tam_hanh_chinh_cong": "0228 3888 222",
    "to_cong_nghe_so": "0912 000 111",
}
SITE = "https://hoc-so.xa-xuan-hung.ninhbinh.example.gov.vn"
WIDE = Drawing("svg", b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 6"><circle r="3"/></svg>', "một hình")
LESSONS = [lesson.id for lesson in COURSE]


def made(lesson_id: str, contacts: Mapping[str, str], site: str, picture: Drawing | None = None) -> Handout:
    world = World(
        commune="xã Xuân Hưng",
        controller="UBND xã Xuân Hưng",
        privacy_contact="Phòng Văn hóa - Xã hội",
        course=COURSE,
        bank=BANK,
        units=Units({}),
        contacts=contacts,
        texts=texts.load(),
        zone=ZoneInfo("Asia/Ho_Chi_Minh"),
        public_url=site,
    )
    lesson = COURSE.get(lesson_id)
    assert lesson is not None
    kept = lesson.picture
    drawn = Drawing(kept.file.suffix[1:], kept.file.read_bytes(), kept.alt) if kept else picture
    return of_lesson(lesson, BANK.pool(lesson_id), drawn, Voice(world), TODAY)


@cache
def sides(one: Handout) -> tuple[str, ...]:
    """Return the words of each page, a space between any two."""
    pages = PdfReader(io.BytesIO(handout.print_out(one, TODAY))).pages
    assert {(float(page.mediabox.width), float(page.mediabox.height)) for page in pages} == {(595.2756, 841.8898)}
    return tuple(" ".join(page.extract_text().split()) for page in pages)


@pytest.mark.parametrize("lesson", LESSONS)
@pytest.mark.parametrize(("contacts", "site"), [(CONTACTS, SITE), ({}, "")], ids=["set", "unset"])
def test_every_lesson_is_one_sheet_with_its_ideas_and_three_questions(
    lesson: str, contacts: Mapping[str, str], site: str
) -> None:
    one = made(lesson, contacts, site, WIDE)
    front, back = sides(one)
    for words in (one.title, one.commune, "Làm thử", "không bao giờ hỏi mã OTP", *plain(*one.ideas, one.task[1:])):
        assert words in front
    assert (f"/bai/{lesson}" in front) == bool(site)
    assert len(one.quizzes) == 3
    for quiz in one.quizzes:
        for words in plain(quiz.situation, quiz.ask, *quiz.choices, quiz.why):
            assert words in back


def plain(*written: str) -> list[str]:
    """Return each line of texts as it is read: without marks for strong words."""
    shown = (line.replace("**", "").removeprefix("• ") for text in written for line in text.split("\n") if line.strip())
    return [" ".join(line.split()) for line in shown]


def said(written: Written) -> str:
    """Return every word that is written, a space between any two."""
    if isinstance(written, Mapping) and isinstance(runs := written.get("runs"), Sequence):
        return "".join(str(run["words"]) for run in runs if isinstance(run, Mapping))
    if isinstance(written, Mapping):
        return " ".join(said(one) for key, one in written.items() if key not in ("code", "picture"))
    if isinstance(written, Sequence) and not isinstance(written, str):
        return " ".join(map(said, written))
    return str(written)


@pytest.mark.parametrize("lesson", LESSONS)
def test_our_fonts_have_every_letter_of_a_hand_out(lesson: str) -> None:
    used = set(said(handout.written(made(lesson, CONTACTS, SITE))))
    assert used - letters(SANS) == set()
    assert used - letters(SANS_BOLD) == set()


@pytest.mark.parametrize("lesson", LESSONS)
def test_without_contacts_nothing_is_said_with_a_hole(lesson: str) -> None:
    whole = said(handout.written(made(lesson, {}, "")))
    assert [hole for hole in ("{", "}", " . ", "số .", "ấy:.") if hole in whole] == []


def test_an_unset_number_takes_its_sentence_along() -> None:
    assert "Số ấy: 0228 3888 113." in sides(made("009-cuoc-goi-gia-danh", CONTACTS, SITE))[0]
    assert "Số ấy" not in sides(made("009-cuoc-goi-gia-danh", {}, ""))[0]


def test_the_questions_are_the_same_each_time_and_keep_those_for_reviews_apart() -> None:
    for pool in BANK.pools.values():
        questions = chosen(pool, TODAY)
        assert questions == chosen(pool, TODAY)
        assert not any(question.delayed for question in questions)
        assert len({question.page for question in questions}) == min(3, len({one.page for one in pool.questions}))


def test_the_questions_are_of_the_first_the_middle_and_the_last_page() -> None:
    pool = BANK.pool("001-dien-thoai-wifi-4g")
    assert {one.page for one in pool.questions} == {1, 2, 3, 4, 5, 6}
    assert [one.page for one in chosen(pool, TODAY)] == [1, 3, 6]


def test_a_question_without_a_source_is_not_printed() -> None:
    pool = BANK.pool("009-cuoc-goi-gia-danh")
    first = chosen(pool, TODAY)[0]
    without = replace(pool, questions=tuple(replace(one, source="") if one is first else one for one in pool.questions))
    assert first.id not in {question.id for question in chosen(without, TODAY)}


def test_a_lesson_too_long_for_a_sheet_is_refused_not_cut() -> None:
    one = made("012-tin-gia", CONTACTS, SITE)
    with pytest.raises(TooLongError, match="Tin giả"):
        handout.print_out(replace(one, ideas=one.ideas * 2), TODAY)
    with pytest.raises(TooLongError, match="Tin giả"):
        handout.print_out(replace(one, quizzes=one.quizzes * 3), TODAY)


def test_words_that_look_like_markup_are_only_read() -> None:
    hostile = '#panic("lừa") $x$ <lan> @lan `a` \\ * _'
    front, _ = sides(replace(made("009-cuoc-goi-gia-danh", {}, SITE), ideas=(hostile,)))
    assert '#panic("lừa")' in front

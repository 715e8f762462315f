"""The certificate: earned by five lessons and one remembered, agreed to on its own, taken back in two taps."""

from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest

from campaign.consent import Purpose
from conversation.certifying import ALPHABET, ID_LENGTH
from conversation.decide import decide
from conversation.events import Opened, Tapped, Typed
from conversation.facts import Answered, CertificateEarned, Consented, Fact, LessonFinished, TaskAnswered, apply
from conversation.learner import LESSONS_FOR_CERTIFICATE, Learner, Outcome
from conversation.pictures import CertificatePicture
from conversation.places import (
    Answering,
    CertificateShown,
    Finished,
    Menu,
    OfferingCertificate,
    Place,
    Reading,
    Results,
    TypingName,
)
from quizzes import Kind
from tests.unit.chatting import Chatter, lesson, tiny, world
from tests.unit.talking import answer, first, keys

LESSONS = tuple(lesson(number) for number in (9, 0, 8, 1, 2, 3))
MANY = replace(world(tiny("Câu", *LESSONS)), public_url="https://hocso.example.vn")


def review(of: str, is_correct: bool = True) -> Answered:
    return Answered(1, 0, of, Kind.REVIEW, "câu-4", 0, is_correct, False, False)


def studied(lessons: int, remembered: bool = True) -> Chatter:
    """Return somebody at the menu who finished lessons ten days ago; nothing else is left to be asked today."""
    chatter = Chatter((MANY,), rng=Random(5))
    chatter.act(Opened("4821"))
    chatter.act(first(chatter))
    learner = chatter.learner
    assert learner is not None
    begun = chatter.world.today(chatter.now)
    done = [LessonFinished(one.id) for one in LESSONS[:lessons]]
    asked = [TaskAnswered(one.id, Outcome.DONE) for one in LESSONS[:lessons]]
    asked_about = (Consented(purpose, False, "") for purpose in (Purpose.COUNT_IN_HAMLET, Purpose.ABOUT_ME))
    facts: tuple[Fact, ...] = (*done, *asked, *asked_about)
    for fact in facts:
        learner = apply(learner, fact, begun)
    assert chatter.person is not None
    chatter.finished |= {(chatter.person, one) for one in learner.finished}
    chatter.now += timedelta(days=10)
    today = chatter.world.today(chatter.now)
    for one in LESSONS[:lessons]:
        learner = apply(learner, review(one.id, remembered), today)
    chatter.learner = replace(learner, visit_on=today)
    chatter.act(Typed("menu"))
    chatter.chat = replace(chatter.chat, after=None)
    return chatter


def tap(chatter: Chatter, label: str) -> None:
    chatter.act(Tapped(next(one.button for one in chatter.sent[-1].options if one.label.key == label)))


def labels(chatter: Chatter) -> list[str]:
    return [option.label.key for option in chatter.sent[-1].options]


def offered(lessons: int = 5) -> Chatter:
    chatter = studied(lessons)
    chatter.act(first(chatter))
    assert place(chatter) == OfferingCertificate()
    return chatter


def place(chatter: Chatter) -> Place:
    return chatter.chat.place


def learner_of(chatter: Chatter) -> Learner:
    assert chatter.learner is not None
    return chatter.learner


def certified() -> Chatter:
    chatter = offered()
    tap(chatter, "certificate.agree")
    tap(chatter, "naming.skip")
    return chatter


@pytest.mark.parametrize(("lessons", "remembered"), [(4, True), (5, False), (0, True)])
def test_less_than_five_lessons_or_nothing_remembered_earns_none(lessons: int, remembered: bool) -> None:
    chatter = studied(lessons, remembered)
    assert not learner_of(chatter).has_earned_certificate
    chatter.act(first(chatter))
    assert isinstance(place(chatter), Reading)


def test_five_lessons_and_one_remembered_earn_it() -> None:
    assert LESSONS_FOR_CERTIFICATE == 5
    assert learner_of(studied(5)).has_earned_certificate


@pytest.mark.parametrize(("days", "counts"), [(6, False), (7, True), (30, True)])
def test_a_right_answer_counts_from_the_seventh_day_after_the_lesson(days: int, counts: bool) -> None:
    today = MANY.today(Chatter((MANY,)).now)
    learner = apply(Learner(today, today), LessonFinished("a"), today)
    assert apply(learner, review("a"), today + timedelta(days=days)).at("a").remembered is counts


def test_a_wrong_answer_or_a_lesson_never_finished_does_not_count() -> None:
    today = MANY.today(Chatter((MANY,)).now)
    learner = apply(Learner(today, today), LessonFinished("a"), today)
    later = today + timedelta(days=30)
    assert not apply(learner, review("a", is_correct=False), later).at("a").remembered
    assert not apply(learner, review("b"), later).at("b").remembered


def test_what_was_remembered_once_stays_so() -> None:
    today = MANY.today(Chatter((MANY,)).now)
    learner = apply(Learner(today, today), LessonFinished("a"), today)
    for is_correct in (True, False):
        learner = apply(learner, review("a", is_correct), today + timedelta(days=10))
    assert learner.at("a").remembered


def test_the_fifth_lesson_finished_brings_the_offer() -> None:
    chatter = studied(4)
    while not isinstance(chatter.chat.place, Finished):
        chatter.act(answer(chatter) if isinstance(chatter.chat.place, Answering) else first(chatter))
    chatter.act(first(chatter))
    assert place(chatter) == OfferingCertificate()


def test_it_is_never_offered_twice_unasked() -> None:
    chatter = offered()
    tap(chatter, "certificate.refuse")
    assert "certificate.refused" in keys(chatter)
    assert isinstance(place(chatter), Reading)
    chatter.now += timedelta(days=1)
    for event in (Opened(), first(chatter)):
        chatter.act(event)
        assert place(chatter) != OfferingCertificate()


def test_results_offer_it_to_who_refused_before() -> None:
    chatter = offered()
    tap(chatter, "certificate.refuse")
    chatter.act(Typed("kết quả"))
    assert place(chatter) == Results()
    tap(chatter, "results.certificate")
    assert place(chatter) == OfferingCertificate()


def test_results_of_who_has_not_earned_it_do_not_mention_it() -> None:
    chatter = studied(4)
    chatter.act(Typed("kết quả"))
    assert "results.certificate" not in labels(chatter)


def test_asking_for_it_too_early_tells_how_to_earn_it() -> None:
    chatter = studied(4)
    chatter.act(Typed("giấy xác nhận"))
    assert keys(chatter)[0] == "certificate.not_yet"
    assert place(chatter) == Menu()


@pytest.mark.parametrize("words", ["ok", "dạ", "tiếp", "vâng"])
def test_no_vague_word_agrees_to_a_public_page(words: str) -> None:
    chatter = offered()
    chatter.act(Typed(words))
    assert place(chatter) == OfferingCertificate()
    assert Purpose.CERTIFICATE not in learner_of(chatter).consents


def test_after_the_consent_a_name_may_be_typed() -> None:
    chatter = offered()
    tap(chatter, "certificate.agree")
    assert place(chatter) == TypingName(for_certificate=True)
    assert learner_of(chatter).certificate is None


def test_without_a_name_the_certificate_is_made_all_the_same() -> None:
    chatter = certified()
    assert place(chatter) == CertificateShown()
    certificate = learner_of(chatter).certificate
    assert certificate is not None
    assert chatter.sent[-1].picture == CertificatePicture(certificate)


def test_a_typed_name_stands_on_the_certificate_and_is_not_for_the_leader() -> None:
    chatter = offered()
    tap(chatter, "certificate.agree")
    event = Typed("Nguyễn Thị Lan")
    step = decide(chatter.situation(event), event, chatter.world, chatter.now, Random(1))
    [fact] = step.facts
    assert isinstance(fact, CertificateEarned)
    assert fact.name == "Nguyễn Thị Lan"
    assert fact.lessons == tuple(sorted(one.id for one in LESSONS[:5]))
    assert step.situation.learner is not None
    assert step.situation.learner.name == ""


def test_an_id_is_twelve_signs_that_are_not_taken_for_others() -> None:
    certificate = learner_of(certified()).certificate or ""
    assert len(certificate) == ID_LENGTH == 12
    assert set(certificate) <= set(ALPHABET)
    assert not set("0o1li") & set(ALPHABET)


def test_the_address_to_check_it_is_told() -> None:
    chatter = certified()
    said = chatter.sent[-1].bubbles[-1].say
    assert getattr(said, "values", {})["address"] == (
        f"https://hocso.example.vn/xac-nhan/{learner_of(chatter).certificate}"
    )


def test_settings_show_the_certificate_again() -> None:
    chatter = certified()
    chatter.act(Typed("cài đặt"))
    tap(chatter, "settings.consents")
    tap(chatter, "settings.certificate")
    assert place(chatter) == CertificateShown()


def test_it_is_taken_back_after_being_asked_once_more() -> None:
    chatter = certified()
    tap(chatter, "certificate.take_back")
    assert keys(chatter) == ["certificate.sure"]
    assert chatter.sent[-1].asks_consent
    tap(chatter, "certificate.revoke")
    assert learner_of(chatter).certificate is None
    assert learner_of(chatter).consents[Purpose.CERTIFICATE] is False
    assert "certificate.taken_back" in keys(chatter)


def test_keeping_it_changes_nothing() -> None:
    chatter = certified()
    before = learner_of(chatter)
    tap(chatter, "certificate.take_back")
    tap(chatter, "certificate.keep")
    assert place(chatter) == CertificateShown()
    assert learner_of(chatter) == before


def test_dong_y_does_not_take_it_back_nor_agree_again() -> None:
    chatter = certified()
    before = learner_of(chatter)
    tap(chatter, "certificate.take_back")
    chatter.act(Typed("đồng ý"))
    assert keys(chatter)[0] == "heard.consent_only"
    assert learner_of(chatter) == before


def test_a_new_one_may_be_made_after_that() -> None:
    chatter = certified()
    old = learner_of(chatter).certificate
    tap(chatter, "certificate.take_back")
    tap(chatter, "certificate.revoke")
    chatter.act(Typed("giấy xác nhận"))
    tap(chatter, "certificate.agree")
    tap(chatter, "naming.skip")
    assert learner_of(chatter).certificate not in (None, old)


def test_one_the_commune_revoked_is_not_shown_any_more() -> None:
    chatter = certified()
    chatter.learner = replace(learner_of(chatter), certificate=None)
    chatter.act(Tapped("p.zz.0"))
    assert keys(chatter) == ["certificate.gone"]
    assert chatter.sent[-1].picture is None


def test_learning_goes_on_after_the_certificate() -> None:
    chatter = certified()
    chatter.act(Typed("tiếp"))
    assert isinstance(place(chatter), Reading)

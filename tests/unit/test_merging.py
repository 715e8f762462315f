"""Two records of one person made one: as far as the better of both, in whatever order it was learned."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.consent import Purpose
from campaign.people import About, AgeBand, Group, Sex
from conversation.learner import InHamlet, Learner, Letter, Outcome, Outside, Progress
from conversation.merging import merged

DAY = date(2026, 11, 22)
NEW = Learner(joined_on=DAY, visit_on=DAY)

days = st.dates(DAY - timedelta(days=60), DAY)
progress = st.builds(
    Progress,
    pages=st.integers(0, 5),
    finished_on=st.none() | days,
    seen=st.frozensets(st.sampled_from(["câu-1", "câu-2", "câu-ữ"])),
    outcome=st.none() | st.sampled_from(Outcome),
    task_asked=st.integers(0, 2),
    task_asked_on=st.none() | days,
    reviews=st.integers(0, 3),
    reviewed_on=st.none() | days,
    assisted=st.none() | st.booleans(),
    remembered=st.booleans(),
)
learners = st.builds(
    Learner,
    joined_on=days,
    visit_on=days,
    address=st.sampled_from(["bác", "chị", "ông"]),
    home=st.none() | st.just(Outside()) | st.builds(InHamlet, st.sampled_from(["X01", "X02"])),
    consents=st.dictionaries(st.sampled_from(Purpose), st.booleans()),
    progress=st.dictionaries(st.sampled_from(["009-bài-ữ", "000-bài-ữ"]), progress),
    about=st.builds(
        About,
        st.none() | st.sampled_from(AgeBand),
        st.none() | st.sampled_from(Sex),
        st.none() | st.sampled_from(Group),
    ),
    associations=st.frozensets(st.sampled_from(["HPN", "HND"])),
    study_code=st.none() | st.just("4821773096"),
    certificate=st.none() | st.just("abcdefghjkmn"),
)


@given(learners, learners)
def test_nothing_that_was_learned_is_lost(older: Learner, newer: Learner) -> None:
    one = merged(older, newer)
    assert one.finished == older.finished | newer.finished
    for lesson in one.progress:
        both = (older.at(lesson), newer.at(lesson))
        now = one.at(lesson)
        assert now.seen == both[0].seen | both[1].seen
        assert now.pages == max(was.pages for was in both)
        assert now.reviews == max(was.reviews for was in both)
        assert now.finished_on == min((was.finished_on for was in both if was.finished_on), default=None)
        assert now.remembered is any(was.remembered for was in both)


@given(learners)
def test_a_record_that_has_nothing_adds_nothing(older: Learner) -> None:
    nobody = Learner(joined_on=DAY, visit_on=older.visit_on)
    one = merged(older, nobody)
    assert (one.progress, one.home) == (older.progress, older.home)
    assert (one.address, one.study_code, one.certificate) == (older.address, older.study_code, older.certificate)


@given(learners, learners)
def test_what_was_told_is_kept_as_long_as_it_may_be(older: Learner, newer: Learner) -> None:
    one = merged(older, newer)
    if one.consents.get(Purpose.ABOUT_ME) is False:
        assert (one.about, one.workplace, one.associations) == (About(), None, frozenset())
    else:
        assert one.associations == older.associations | newer.associations


@given(learners, learners)
def test_whatever_the_older_record_says_holds(older: Learner, newer: Learner) -> None:
    one = merged(older, newer)
    assert one.home == (older.home or newer.home)
    assert one.study_code == (older.study_code or newer.study_code)
    assert one.joined_on == min(older.joined_on, newer.joined_on)
    assert one.visit_on == max(older.visit_on, newer.visit_on)


@pytest.mark.parametrize("choice", [True, False])
def test_of_two_choices_the_newer_records_holds(choice: bool) -> None:
    older = NEW.with_consent(Purpose.COUNT_IN_HAMLET, not choice).with_consent(Purpose.REMIND, True)
    one = merged(older, NEW.with_consent(Purpose.COUNT_IN_HAMLET, choice))
    assert one.consents == {Purpose.COUNT_IN_HAMLET: choice, Purpose.REMIND: True}


def test_who_no_longer_tells_about_themselves_is_not_known_by_the_older_record_either() -> None:
    older = Learner(DAY, DAY, consents={Purpose.ABOUT_ME: True}, about=About(AgeBand.SENIOR, Sex.FEMALE, None))
    assert merged(older, NEW.with_consent(Purpose.ABOUT_ME, False)).about == About()


def test_a_certificate_stays_valid_though_the_newer_record_wanted_none() -> None:
    older = Learner(DAY, DAY, consents={Purpose.CERTIFICATE: True}, certificate="abcdefghjkmn")
    one = merged(older, NEW.with_consent(Purpose.CERTIFICATE, False))
    assert (one.certificate, one.consents[Purpose.CERTIFICATE]) == ("abcdefghjkmn", True)


def test_letters_of_both_wait_in_their_order() -> None:
    first, second = (Letter(number, "Hỏi", "Đáp ữ", "Tổ công nghệ số") for number in (1, 2))
    one = merged(Learner(DAY, DAY, letters=(second,)), Learner(DAY, DAY, letters=(first,)))
    assert one.letters == (first, second)

"""Signs are shown with their numbers where there is reason to ask, and nowhere else."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.signs import HeldOn, Sign, SignKind, Traces, is_far_below, signs

DUE = date(2026, 12, 9)


def _kinds(traces: Traces, due: date | None = DUE) -> list[SignKind]:
    return [sign.kind for sign in signs(traces, due)]


def _sessions(*days: date) -> tuple[HeldOn, ...]:
    return tuple(HeldOn(day, 17) for day in days)


@pytest.mark.parametrize(
    ("traces", "kind"),
    [
        (Traces(answers=1240, hurried_runs=3), SignKind.HURRIED),
        (Traces(devices=(2, 9)), SignKind.SHARED_DEVICE),
        (Traces(leaders_devices=(4,)), SignKind.LEADERS_PHONE),
        (Traces(first_tries=(300, 400), reviews=(24, 60)), SignKind.FORGOTTEN),
        (Traces(sessions=_sessions(date(2026, 5, 2), date(2026, 5, 2))), SignKind.SESSION_DOUBLED),
        (Traces(adults=16, sessions=_sessions(date(2026, 5, 2))), SignKind.SESSION_CROWDED),
        (Traces(sessions=_sessions(*(DUE - timedelta(days=ago) for ago in (1, 3, 5)))), SignKind.LATE_SESSIONS),
    ],
)
def test_what_is_odd_is_shown_with_its_numbers(traces: Traces, kind: SignKind) -> None:
    [sign] = signs(traces, DUE)
    assert sign.kind is kind
    said = sign.sentence()
    assert any(str(number) in said.replace(".", "") for number in sign.numbers.values() if isinstance(number, int))
    assert "{" not in said


@pytest.mark.parametrize(
    "traces",
    [
        Traces(),
        Traces(answers=5000, hurried_runs=2),
        Traces(devices=(5, 5, 5), leaders_devices=(3,)),
        Traces(first_tries=(300, 400), reviews=(12, 29)),
        Traces(first_tries=(300, 400), reviews=(36, 60)),
        Traces(adults=17, sessions=_sessions(date(2026, 5, 2), date(2026, 6, 2), DUE)),
        Traces(adults=None, sessions=(HeldOn(DUE, 9000),)),
    ],
)
def test_what_is_usual_shows_nothing(traces: Traces) -> None:
    assert _kinds(traces) == []


def test_outside_the_season_of_reports_nothing_is_late() -> None:
    assert _kinds(Traces(sessions=_sessions(*(DUE - timedelta(days=ago) for ago in (1, 3, 5)))), None) == []


@given(st.integers(0, 400), st.integers(1, 400), st.integers(0, 400), st.integers(1, 400))
def test_who_remembers_as_much_as_was_known_is_never_far_below(a: int, b: int, c: int, d: int) -> None:
    low, high = (min(a, b), b), (min(c, d), d)
    assert not is_far_below(high, high)
    assert not (is_far_below(low, high) and is_far_below(high, low))


def test_a_sign_speaks_of_asking_and_accuses_nobody() -> None:
    for kind in SignKind:
        names = "runs run answers devices people most right reviews first firsts day count present adults late"
        numbers = dict.fromkeys(f"{names} sessions days due".split(), 7)
        said = Sign(kind, numbers).sentence()
        assert "nên" in said
        assert "Có thể" in said
        assert not any(word in said.lower() for word in ("gian lận", "vi phạm", "trừ điểm", "bịa"))

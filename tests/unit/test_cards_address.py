"""Signed addresses of pictures: what was signed comes back, anything else opens nothing."""

import hashlib
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from itsdangerous import URLSafeSerializer

from conversation.pictures import CertificatePicture, HamletCard, JoinCode, LessonPicture, Picture
from papers.cards import address
from papers.cards.address import read, sign

SECRET = b"khong-phai-la-khoa-that-khong-phai"
UNTIL = date(2026, 11, 26)
CARD = HamletCard(
    commune="xã Xuân Hưng 🏡",
    hamlet='Xóm Đông, "ẫ"',
    as_of=date(2026, 11, 19),
    participants=117,
    adults=None,
    newcomers_this_week=11,
    completers=None,
    weeks=(4, 9, 7, 14, 12, 21, 18, 11),
    sessions_held=6,
    session_visits=84,
    waiting=3,
)
JOIN = JoinCode("xã Xuân Hưng", "Xóm Đông", "4821", "https://hocso.example/x/4821", is_on_zalo=True)
PICTURES: list[Picture] = [CARD, JOIN, CertificatePicture("7K2M-94QT"), LessonPicture("009-cuoc-goi-gia-danh")]


@pytest.mark.parametrize("picture", PICTURES)
def test_what_was_signed_comes_back_to_the_last_day(picture: Picture) -> None:
    assert read(sign(picture, SECRET, UNTIL), SECRET, UNTIL) == picture


@pytest.mark.parametrize("picture", PICTURES)
def test_after_its_last_day_an_address_opens_nothing(picture: Picture) -> None:
    assert read(sign(picture, SECRET, UNTIL), SECRET, date(2026, 11, 27)) is None


@pytest.mark.parametrize("picture", PICTURES)
def test_a_token_fits_into_a_path_and_into_a_message(picture: Picture) -> None:
    token = sign(picture, SECRET, UNTIL)
    assert set(token) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.")
    assert len(token) < 600


def test_another_key_opens_nothing() -> None:
    assert read(sign(JOIN, b"x" * 32, UNTIL), SECRET, UNTIL) is None


def test_what_the_program_signs_elsewhere_is_no_picture() -> None:
    elsewhere = URLSafeSerializer(SECRET, salt="elsewhere", signer_kwargs={"digest_method": hashlib.sha256})
    token = str(elsewhere.dumps([UNTIL.isoformat(), "CertificatePicture", {"certificate_id": "1"}]))
    assert read(token, SECRET, UNTIL) is None


@given(st.data())
def test_a_token_with_any_letter_changed_opens_nothing(data: st.DataObject) -> None:
    token = sign(JOIN, SECRET, UNTIL)
    payload = token.rpartition(".")[0]
    at = data.draw(st.integers(0, len(payload) - 1))
    letter = data.draw(st.sampled_from([one for one in "Az09-_." if one != token[at]]))
    assert read(token[:at] + letter + token[at + 1 :], SECRET, UNTIL) is None


@given(st.text())
def test_what_was_never_signed_opens_nothing(token: str) -> None:
    assert read(token, SECRET, UNTIL) is None


@pytest.mark.parametrize(
    "payload",
    [
        [UNTIL.isoformat(), "Poster", {}],
        [UNTIL.isoformat(), "JoinCode", {"commune": "xã Xuân Hưng"}],
        ["mai", "CertificatePicture", {"certificate_id": "1"}],
        [],
    ],
)
def test_what_another_version_of_the_program_signed_opens_nothing(payload: object) -> None:
    assert read(str(address._serializer(SECRET).dumps(payload)), SECRET, UNTIL) is None

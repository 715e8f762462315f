"""What a learner page must bear: forged, replayed and oversized forms, and codes that are guessed."""

from urllib.parse import quote

import pytest

from conversation.events import Tapped, Typed
from tests.edge.inprocess import Browser
from tests.edge.learner import Hand, begin, form_on
from tests.edge.tray import CODE, Tray


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"step": "abc", "button": "p.1.0"},
        {"step": "-1", "button": "p.1.0"},
        {"step": "9" * 400, "button": "p.1.0"},
        {"step": "٣", "button": "p.1.0"},
        {"step": "0", "button": "p.1.0"},
        {"step": "7", "button": "p.1.0"},
        {"step": "1"},
        {"step": "1", "text": "   "},
        {"step": "1", "text": "\x00\u202e"},
        {"step": "1", "button": "x" * 65},
        {"step": "1", "colour": "green"},
        {f"field{number}": "1" for number in range(40)},
    ],
)
def test_a_forged_or_stale_form_only_shows_where_one_is(learner: Browser, tray: Tray, fields: dict[str, str]) -> None:
    begin(learner)
    assert learner.post("/hoc", data=fields).status_code == 303
    assert len(tray.taken) == 1


@pytest.mark.parametrize("body", [b"\xff\xfe\x00", b"step=1&button=%ff%fe%00", b'{"step": 1}', b"&&&===", b"%"])
def test_a_body_that_is_no_form_is_no_accident(learner: Browser, tray: Tray, body: bytes) -> None:
    begin(learner)
    assert learner.post("/hoc", content=body).status_code == 303
    assert all("\x00" not in repr(incoming.event) for incoming in tray.taken)


def test_typed_words_arrive_without_control_and_direction_marks(learner: Browser, tray: Tray) -> None:
    begin(learner)
    learner.post("/hoc", data={"step": "1", "text": "  tôi vừa\x00 chuyển\r\ntiền \u202eđưa ẫ 👍🏽 <b>&amp;"})
    assert tray.taken[-1].event == Typed("tôi vừa chuyển  tiền đưa ẫ 👍🏽 <b>&amp;")


def test_a_very_long_text_is_cut(learner: Browser, tray: Tray) -> None:
    begin(learner)
    learner.post("/hoc", data={"step": "1", "text": "a" * 10_000})
    assert tray.taken[-1].event == Typed("a" * 1_000)


def test_an_oversized_form_is_refused_kindly(learner: Browser, tray: Tray) -> None:
    begin(learner)
    answer = learner.post("/hoc", data={"step": "1", "text": "ẫ" * 10_000})
    assert answer.status_code == 413
    assert "viết ngắn lại" in answer.text
    assert len(tray.taken) == 1


def test_without_a_cookie_nothing_is_kept_and_it_is_said_why(learner: Browser, tray: Tray) -> None:
    form = form_on(learner.get("/hoc").text) | {"button": "p.0.0"}
    learner.cookies.clear()
    answer = learner.post("/hoc", data=form)
    assert answer.status_code == 400
    assert "Máy này chưa cho trang học nhớ" in answer.text
    assert tray.taken == []


def test_a_made_up_cookie_is_no_cookie(learner: Browser, tray: Tray) -> None:
    learner.cookies.set("hocso", "1 OR 1=1")
    assert learner.post("/hoc", data={"step": "0", "opening": "x"}).status_code == 400


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, 303),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Origin": "http://hoc.test"}, 303),
        ({"Origin": "https://lua-dao.example"}, 403),
        ({"Origin": "null"}, 403),
        ({}, 303),
    ],
)
def test_only_our_own_pages_may_send_a_form(learner: Browser, headers: dict[str, str], status: int) -> None:
    learner.get("/hoc")
    assert learner.post("/hoc", data={"step": "1"}, headers=headers).status_code == status


@pytest.mark.parametrize("code", ["0000", "1234", "48170", "abcd", "٤٨١٧", "%00", quote("xóm Đông")])
def test_an_unknown_code_gets_a_kind_page(learner: Browser, code: str) -> None:
    answer = learner.get(f"/x/{code}")
    assert answer.status_code == 404
    assert 'href="/hoc"' in answer.text


def test_guessing_codes_is_slowed_down_and_forgiven(learner: Browser, hand: Hand) -> None:
    for code in range(1000, 1020):
        assert learner.get(f"/x/{code}").status_code == 404
    assert learner.get(f"/x/{CODE}").status_code == 429
    assert learner.get("/hoc").status_code == 200
    hand.seconds = 601
    assert learner.get(f"/x/{CODE}").status_code == 200


def test_codes_cannot_be_guessed_through_the_form_either(learner: Browser, tray: Tray) -> None:
    begin(learner)
    for code in range(1000, 1021):
        step = len(tray.taken)
        learner.post("/hoc", data={"step": str(step), "text": "Tiếp", "code": str(code)})
    assert all(incoming.event in (Tapped("p.0.0"), Typed("Tiếp")) for incoming in tray.taken)
    assert learner.get(f"/x/{CODE}").status_code == 429

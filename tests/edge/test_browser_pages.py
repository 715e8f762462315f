"""The learner page at its edge: what a browser sends, what is handed on, and what comes back."""

import re

import pytest

from bot.channels.browser import Seen
from conversation.events import Opened, Tapped, Typed
from conversation.message import Button, Head, Message, Text
from conversation.replies import Tone
from tests.edge.inprocess import Browser
from tests.edge.learner import begin, form_on
from tests.edge.tray import CODE, Tray


def test_looking_stores_nothing(learner: Browser, tray: Tray) -> None:
    assert learner.get("/hoc").status_code == 200
    assert tray.chats == {}


def test_the_first_card_is_shown_with_the_version_of_its_words(learner: Browser) -> None:
    page = learner.get("/hoc").text
    assert "Trợ lý Học số của UBND xã Xuân Hưng 👋." in page
    assert set(form_on(page)) == {"step", "opening"}


def test_consent_options_all_look_alike(learner: Browser) -> None:
    assert "filled" not in learner.get("/hoc").text


def test_a_tap_is_handed_on_and_the_browser_sent_to_the_step_that_follows(learner: Browser, tray: Tray) -> None:
    answer = learner.post("/hoc", data=form_on(learner.get("/hoc").text) | {"button": "p.0.0"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/hoc")
    (incoming,) = tray.taken
    assert incoming.event == Tapped("p.0.0")
    assert incoming.account == "browser:main"
    assert incoming.external_id == f"{incoming.address[:16]}:0"
    assert "Đây là bước 1." in learner.get("/hoc").text


def test_the_cookie_itself_is_never_handed_on(learner: Browser, tray: Tray) -> None:
    begin(learner)
    assert learner.cookies["hocso"] not in repr(tray.taken)


def test_the_cookie_is_out_of_reach_of_scripts_and_of_other_sites(learner: Browser) -> None:
    cookie = learner.get("/hoc").headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "samesite=lax" in cookie.lower()
    assert "Max-Age=34560000" in cookie
    assert "Secure" not in cookie


def test_over_https_the_cookie_stays_on_https(learner: Browser) -> None:
    assert "Secure" in learner.get("https://hoc.test/hoc").headers["set-cookie"]


def test_a_double_tap_has_one_effect(learner: Browser, tray: Tray) -> None:
    form = form_on(learner.get("/hoc").text) | {"button": "p.0.0"}
    learner.post("/hoc", data=form)
    learner.post("/hoc", data=form)
    assert len(tray.taken) == 1


def test_after_everything_was_erased_one_can_begin_again(learner: Browser, tray: Tray) -> None:
    begin(learner)
    tray.chats.clear()
    begin(learner)
    assert len(tray.taken) == 2


def test_a_consent_to_words_that_have_changed_shows_the_new_words(learner: Browser, tray: Tray) -> None:
    form = form_on(learner.get("/hoc").text) | {"button": "p.0.0"}
    tray.wording = "Trợ lý Học số nay giữ nhiều hơn."
    learner.post("/hoc", data=form)
    assert [incoming.event for incoming in tray.taken] == [Opened(None)]


def test_a_poster_brings_its_code_along_with_the_first_tap(learner: Browser, tray: Tray) -> None:
    page = learner.get(f"/x/{CODE}").text
    assert "xóm Đông" in page
    learner.post("/hoc", data=form_on(page) | {"button": "p.0.0"})
    assert tray.taken[0].event == Tapped("p.0.0", CODE)


def test_a_learner_who_scans_a_poster_stays_where_they_are(learner: Browser, tray: Tray) -> None:
    begin(learner)
    page = learner.get(f"/x/{CODE}").text
    assert "Đây là bước 1." in page
    learner.post("/hoc", data=form_on(page) | {"text": "Tiếp"})
    assert tray.taken[-1].event == Typed("Tiếp", CODE)


def test_when_nothing_can_be_kept_it_is_said_and_the_old_is_safe(learner: Browser, tray: Tray) -> None:
    begin(learner)
    tray.is_closed = True
    for answer in (learner.get("/hoc"), learner.post("/hoc", data={"step": "1", "button": "p.1.0"})):
        assert answer.status_code == 503
        assert "chưa được ghi" in answer.text


def test_a_lesson_is_open_to_read_for_anyone(learner: Browser) -> None:
    page = learner.get("/bai/009-cuoc-goi-gia-danh").text
    assert "<h2>Chuông reo</h2>" in page
    assert "Có người gọi bác." in page
    assert "<strong>càng phải chậm lại</strong> &lt;b&gt;." in page
    assert "Học bài này" in page


@pytest.mark.parametrize("name", ["9", "009", "009-ten-cu"])
def test_a_printed_lesson_number_outlives_its_slug(learner: Browser, name: str) -> None:
    answer = learner.get(f"/bai/{name}")
    assert (answer.status_code, answer.headers["location"]) == (308, "/bai/009-cuoc-goi-gia-danh")


@pytest.mark.parametrize("name", ["99", "010-deepfake", "0009", "mat-khau", "9x", "%00"])
def test_a_lesson_that_is_not_there_gets_a_kind_page(learner: Browser, name: str) -> None:
    answer = learner.get(f"/bai/{name}")
    assert answer.status_code == 404
    assert 'href="/hoc"' in answer.text


def test_the_root_leads_to_the_learner_page(learner: Browser) -> None:
    assert learner.get("/").headers["location"] == "/hoc"


@pytest.mark.parametrize("path", ["/hoc", f"/x/{CODE}", "/x/1234", "/bai/9x", "/bai/009-cuoc-goi-gia-danh"])
def test_every_page_is_closed_to_frames_and_to_scripts_but_our_own(learner: Browser, path: str) -> None:
    answer = learner.get(path)
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "same-origin"
    is_step = "/bai/" not in path and answer.status_code == 200
    own = re.findall(r"<script[^>]*>", answer.text)
    assert [re.sub(r"[0-9a-f]{12}", "V", one) for one in own] == is_step * ['<script src="/hoc/script.V.js" defer>']
    assert ("script-src 'self'" in policy) == is_step
    assert " style=" not in answer.text


def test_what_a_learner_sees_is_kept_by_nobody_on_the_way(learner: Browser) -> None:
    assert learner.get("/hoc").headers["cache-control"] == "no-store"


def test_the_script_may_be_kept_for_ever_under_its_own_name(learner: Browser) -> None:
    [address] = re.findall(r'src="(/hoc/script[^"]*)"', learner.get("/hoc").text)
    answer = learner.get(address)
    assert answer.headers["content-type"] == "text/javascript; charset=utf-8"
    assert "immutable" in answer.headers["cache-control"]
    assert learner.get("/hoc/script.000000000000.js").headers["cache-control"] == "no-store"


def test_the_script_is_written_as_old_phones_read_it(learner: Browser) -> None:
    """One word of a newer JavaScript, and such a phone runs nothing of it; then forms are sent as ever."""
    [address] = re.findall(r'src="(/hoc/script[^"]*)"', learner.get("/hoc").text)
    script = re.sub(r"/\*.*?\*/", "", learner.get(address).text, flags=re.DOTALL)
    newer = r"=>|`|\b(?:let|const|class|async|await|import|export)\b|for \([^)]* of |\?\.|\?\?|\.\.\."
    assert re.findall(newer, script) == []
    assert script.strip().startswith("(function () {")


def test_the_style_may_be_kept_for_ever_under_its_own_name(learner: Browser) -> None:
    (path,) = re.findall(r'href="(/hoc/style[^"]+)"', learner.get("/hoc").text)
    assert "immutable" in learner.get(path).headers["cache-control"]
    assert learner.get("/hoc/style.0.css").headers["cache-control"] == "no-store"


def test_a_whole_step_is_shown(learner: Browser, tray: Tray) -> None:
    begin(learner)
    (address,) = tray.chats
    tray.chats[address] = Seen(
        8,
        Message(
            bubbles=(Text("**Chưa an toàn** bác ạ.\nGọi 0228 388 1113, đừng gọi 0900 000 000.", Tone.WHY),),
            options=(Button("Thử câu khác <i>", 1, "a.1.2.0", is_next_step=True),),
            head=Head("Cuộc gọi giả danh", "câu 2/3", 5, 9),
            own='Hỏi tên "rồi" mới đọc',
            typing="Số trong danh sách",
        ),
    )
    page = learner.get("/hoc").text
    assert "Cuộc gọi giả danh · câu 2/3" in page
    assert '<progress value="5" max="9"' in page
    assert "Hỏi tên &#34;rồi&#34; mới đọc" in page
    assert '<section class="bubble why">' in page
    assert "<strong>Chưa an toàn</strong> bác ạ.<br>" in page
    assert '<a href="tel:02283881113">0228 388 1113</a>' in page
    assert "tel:0900" not in page
    assert "Thử câu khác &lt;i&gt;" in page
    assert '<label for="text">Số trong danh sách</label>' in page
    assert page.count('name="step" value="8"') == 3
    assert "Kết quả của tôi" in page


def test_whoever_comes_with_a_code_finds_a_field_for_it(learner: Browser, tray: Tray) -> None:
    page = learner.get("/ma").text
    learner.post("/hoc", data=form_on(page) | {"text": "48213096"})
    assert [one.event for one in tray.taken] == [Typed("48213096")]


def test_a_code_can_be_typed_in_the_middle_of_a_lesson(learner: Browser, tray: Tray) -> None:
    begin(learner)
    learner.post("/hoc", data=form_on(learner.get("/ma").text) | {"text": "482 177 3096"})
    assert [one.event for one in tray.taken][1:] == [Typed("482 177 3096")]

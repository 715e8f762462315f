"""The office page at its edge: who gets in, what is asked of it, and that all it gives out says the same."""

import csv
import io
import json
import re
from collections.abc import Iterator
from datetime import timedelta
from html import unescape

import pytest
from sqlalchemy import Connection, delete

from campaign.indicators import Indicator
from campaign.people import About, AgeBand, Group, Sex
from storage.standing import Activity
from storage.tables import unit
from tests.db.commune import Commune
from tests.db.tabling import holds, types
from tests.edge.inprocess import Browser
from tests.edge.office import TODAY, Hall, let_people_learn


@pytest.fixture
def browser(place: Hall) -> Iterator[Browser]:
    with Browser(place.app()) as client:
        yield client


@pytest.fixture
def officer(place: Hall, browser: Browser) -> Browser:
    """Somebody who came in by an invitation."""
    assert browser.post(place.invitation()).status_code == 303
    return browser


def table_on(page: str, part: str = "table") -> dict[str, list[str]]:
    """Return the words in each cell of a table of participation, by the first word line of its row."""
    body = page.split(f'aria-labelledby="{part}"', 1)[1].split("<tbody>", 1)[1].split("</table>", 1)[0]
    found = {}
    for row in re.findall(r"<tr>(.*?)</tr>", body, re.DOTALL):
        head, *cells = re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)
        name = re.sub(r"</?a\b[^>]*>", "", unescape(head.split(" <span")[0]))
        words = [re.sub(r"<.*?>", "", cell.split("<svg")[0]).strip() for cell in cells]
        found[name] = words[:-1] if part == "table" else words  # the line of eight weeks says nothing in words
    return found


def test_an_invitation_is_spent_by_its_button_and_not_by_looking(place: Hall, browser: Browser) -> None:
    path = place.invitation()
    for _ in range(3):
        assert "chỉ dùng được một lần" in browser.get(path).text
    answer = browser.post(path)
    assert (answer.status_code, answer.headers["location"]) == (303, "/van-phong")
    assert browser.get("/van-phong").status_code == 200


def test_a_spent_invitation_says_how_to_get_another(place: Hall, browser: Browser) -> None:
    path = place.invitation()
    browser.post(path)
    answer = browser.post(path)
    assert answer.status_code == 410
    assert "hocso invite office" in answer.text


@pytest.mark.parametrize("token", ["x", "%00", "ẫ" * 300, "'; DROP TABLE session; --"])
def test_a_made_up_invitation_opens_nothing(browser: Browser, token: str) -> None:
    assert browser.post(f"/moi/{token}").status_code == 410


def test_an_old_invitation_opens_nothing(place: Hall, browser: Browser) -> None:
    path = place.invitation()
    place.now += timedelta(hours=25)
    assert browser.post(path).status_code == 410


@pytest.mark.parametrize("path", ["/van-phong", "/van-phong/tham-gia.csv", "/van-phong/tham-gia.json"])
def test_who_is_not_signed_in_sees_no_figures(place: Hall, browser: Browser, path: str) -> None:
    let_people_learn(place)
    browser.cookies.set("hocso_vp", "made-up", path="/van-phong")
    answer = browser.get(path)
    assert answer.status_code == 401
    assert "hocso invite office" in answer.text
    assert "Xóm Đông" not in answer.text


def test_another_role_does_not_open_the_office_page(place: Hall, browser: Browser) -> None:
    browser.post(place.invitation("leader"))
    assert browser.get("/van-phong").status_code == 401


def test_the_session_is_out_of_reach_of_scripts_and_ends_by_itself(place: Hall, browser: Browser) -> None:
    cookie = browser.post(place.invitation()).headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "Path=/van-phong" in cookie
    assert "samesite=lax" in cookie.lower()
    place.now += timedelta(days=31)
    assert browser.get("/van-phong").status_code == 401


def test_signing_out_closes_the_page(officer: Browser) -> None:
    assert officer.post("/van-phong/ra").status_code == 303
    assert officer.get("/van-phong").status_code == 401


@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://lua-dao.example"}])
def test_only_our_own_pages_may_sign_in_or_out(place: Hall, browser: Browser, headers: dict[str, str]) -> None:
    path = place.invitation()
    assert browser.post(path, headers=headers).status_code == 403
    assert browser.post("/van-phong/ra", headers=headers).status_code == 403
    assert browser.post(path, headers={"Origin": "https://hocso.example.vn"}).status_code == 303


def test_an_empty_page_says_the_first_step(officer: Browser) -> None:
    page = officer.get("/van-phong").text
    assert "Bước đầu tiên" in page
    assert "https://hocso.example.vn/x/4817" in page


@pytest.mark.parametrize("public_url", ["", "https://hocso.example.vn"])
def test_whoever_is_new_is_led_to_the_first_steps_not_to_addresses(place: Hall, public_url: str) -> None:
    """Without an official address, or with one while all hamlets are examples."""
    place.public_url = public_url
    if public_url:
        place.write(lambda tx: tx.execute(delete(unit).where(unit.c.code != "03")).rowcount)
    with Browser(place.app()) as client:
        client.post(place.invitation())
        page = client.get("/van-phong").text
    assert "Bước đầu tiên: chuẩn bị" in page
    assert '<a href="/van-phong/bat-dau">' in page.split("Bước đầu tiên", 1)[1]
    assert "Đặt mật khẩu để lần sau tự vào" in page
    assert "/x/48" not in page


def test_the_heading_is_what_the_figures_say(place: Hall, officer: Browser) -> None:
    let_people_learn(place)
    page = officer.get("/van-phong/xom").text
    assert "<h1>0,3% người trưởng thành đã tham gia</h1>" in page
    assert "Xóm Đông dẫn đầu; 1 xóm chưa tới 10%" in page
    assert "Từ 01/01/2026 đến 22/11/2026" in page


def test_who_learns_without_being_counted_is_not_called_nobody(place: Hall, officer: Browser) -> None:
    def live(tx: Connection) -> None:
        commune = Commune(tx, TODAY)
        commune.learn(Activity(commune.join("01", counted=False), answers=5))

    place.write(live)
    assert "<h1>Có người học, nhưng chưa ai được tính vào số tham gia</h1>" in officer.get("/van-phong").text


def test_the_table_shows_each_hamlet_and_those_without_one_in_the_total(place: Hall, officer: Browser) -> None:
    let_people_learn(place)
    table = table_on(officer.get("/van-phong/xom").text)
    assert table["Xóm Đông"] == ["40", "7", "17,5%", "1", "2,5%", "11", "954", "736", "66,7% 12/18", "6"]
    assert table["Xóm 2 <b>ẫ</b>"][:3] == ["3.000", "1", "0,0%"]
    assert table["Xóm 3"][:3] == ["–", "0", "–"]
    assert table["Chưa chọn xóm"][:2] == ["–", "1"]
    assert table["Tổng"][1] == "9"


def test_who_took_part_and_what_was_typed_stand_in_tables_of_their_own(place: Hall, officer: Browser) -> None:
    let_people_learn(place)
    page = officer.get("/van-phong/xom").text
    assert 'id="people"' not in page
    assert 'id="typed"' not in page

    def live(tx: Connection) -> None:
        commune = Commune(tx, TODAY)
        commune.tell(commune.join("01", counted=True), About(AgeBand.SENIOR))
        lan = commune.join("01", counted=True)
        commune.tell(lan, About(AgeBand.MINOR, Sex.FEMALE, Group.STUDENT))
        commune.learn(Activity(lan, answers=1, lessons=1, assisted=1))
        holds(commune, "02", present=1200)
        types(commune, "01", Indicator.VNEID_CONFIRMED, 9)

    place.write(live)
    page = officer.get("/van-phong/xom").text
    assert table_on(page, "people")["Xóm Đông"] == ["8", "1", "0", "0", "1", "0", "1"]
    assert table_on(page)["Xóm Đông"][1:3] == ["8", "17,5% 7/40"]
    assert table_on(page, "face_to_face")["Tổng"] == ["1", "1", "1.200", "2", "12"]
    assert table_on(page, "typed")["Xóm Đông"] == table_on(page, "typed")["Tổng"] == ["–", "–", "9"]


def test_who_learns_outside_the_total_stands_below_it(place: Hall, officer: Browser) -> None:
    let_people_learn(place)
    page = officer.get("/van-phong/xom").text
    assert "Có học, chưa tính cho xóm <strong>1</strong>" in page
    assert "Người ở xã khác <strong>1</strong>" in page


def test_examples_are_marked(officer: Browser) -> None:
    page = officer.get("/van-phong/xom").text
    assert 'Xóm 3</a> <span class="of">Trà Lũ · ví dụ</span>' in page
    assert 'Xóm Đông</a> <span class="of">Trà Lũ</span>' in page


@pytest.mark.parametrize("query", ["", "?from=2026-11-16&to=2026-11-22", "?from=2026-03-01&to=2026-03-31"])
def test_page_and_downloads_say_the_same(place: Hall, officer: Browser, query: str) -> None:
    let_people_learn(place)
    table = table_on(officer.get(f"/van-phong/xom{query}").text)
    told = json.loads(officer.get(f"/van-phong/tham-gia.json{query}").text)
    lines = list(csv.DictReader(io.StringIO(officer.get(f"/van-phong/tham-gia.csv{query}").text.lstrip("\ufeff"))))
    shown = {name: cells[1].replace(".", "") for name, cells in table.items()}
    in_json = {unit["name"]: str(unit["participants"]) for unit in told["units"]}
    in_csv = {line["name"]: line["participants"] for line in lines if line["row"] in ("unit", "no_hamlet", "total")}
    assert shown == in_json | {"Tổng": str(told["totals"]["participants"])} == in_csv


def test_every_figure_of_the_page_is_that_of_the_file(place: Hall, officer: Browser) -> None:
    let_people_learn(place)

    def live(tx: Connection) -> None:
        commune = Commune(tx, TODAY)
        for about in (About(AgeBand.MINOR, Sex.FEMALE), About(AgeBand.SENIOR, Sex.FEMALE, Group.WORKER)):
            one = commune.join("02", counted=True)
            commune.tell(one, about)
            commune.learn(Activity(one, answers=2, lessons=5, assisted=1))
        holds(commune, "01")
        types(commune, "02", Indicator.HOUSEHOLDS_REACHED, 700)

    place.write(live)
    page = officer.get("/van-phong/xom").text
    told = json.loads(officer.get("/van-phong/tham-gia.json").text)
    found = {unit["name"]: unit for unit in told["units"]} | {"Tổng": told["totals"]}
    seen = set()
    for part in ("table", "people", "face_to_face", "typed"):
        names = re.findall(rf"sort=-?([a-z0-9_]+)&amp;mo={part}#", page)[1:]
        seen |= set(names)
        for row, cells in table_on(page, part).items():
            for name, cell in zip(names, cells, strict=True):
                figure = found[unescape(row)][name]
                shown = cell.split("%")[0].replace(".", "").replace(",", ".")
                assert shown == ("–" if figure is None else str(figure))
    assert seen == set(Indicator) - {Indicator.LEARNING_UNCOUNTED, Indicator.OUTSIDE_COMMUNE}


def test_a_download_is_a_file_with_its_days_in_its_name(officer: Browser) -> None:
    answer = officer.get("/van-phong/tham-gia.csv?from=1/3/2026&to=31/3/2026")
    assert 'filename="tham-gia-2026-03-01-2026-03-31.csv"' in answer.headers["content-disposition"]


@pytest.mark.parametrize(
    ("first", "last", "problem"),
    [
        ("31/02/2026", "22/11/2026", "Ngày chưa đúng"),
        ("hôm qua", "", "Ngày chưa đúng"),
        ("99999999999999999999-1-1", "", "Ngày chưa đúng"),
        ("<script>", "\x00", "Ngày chưa đúng"),
        ("01/12/2026", "31/12/2026", "còn ở phía trước"),
        ("01/10/2026", "01/09/2026", "đang sau ngày kết thúc"),
        ("01/01/1900", "01/09/2026", "trước năm 2020"),
    ],
)
def test_days_that_are_none_are_told_in_one_sentence_and_kept(
    officer: Browser, first: str, last: str, problem: str
) -> None:
    page = officer.get(f"/van-phong/xom?from={first}&to={last}".replace("\x00", "%00").replace("<", "%3C")).text
    assert problem in page
    assert f'name="from" value="{first.replace("<", "&lt;").replace(">", "&gt;")}"' in page
    assert "<script>" not in page


def test_no_file_is_made_of_days_that_are_none(officer: Browser) -> None:
    assert officer.get("/van-phong/tham-gia.json?from=hôm-nay").status_code == 400


@pytest.mark.parametrize("typed", ["1/3/2026", "01-03-2026", "1.3.2026", "2026-03-01"])
def test_a_day_may_be_typed_as_people_write_it(officer: Browser, typed: str) -> None:
    assert "Từ 01/03/2026 đến 22/11/2026" in officer.get(f"/van-phong/xom?from={typed}").text


def test_a_period_ends_today_at_the_latest(officer: Browser) -> None:
    assert "Từ 01/01/2026 đến 22/11/2026" in officer.get("/van-phong/xom?to=31/12/2026").text


def test_running_periods_are_one_click_away(officer: Browser) -> None:
    page = officer.get("/van-phong/xom").text
    assert 'href="/van-phong/xom?from=2026-11-16&amp;to=2026-11-22">Tuần này' in page
    assert 'aria-current="true">Năm nay' in page


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("participants", ["Xóm Đông", "Xóm 2 <b>ẫ</b>", "Xóm 3"]),
        ("-participants", ["Xóm 3", "Xóm 2 <b>ẫ</b>", "Xóm Đông"]),
        ("-participation_rate", ["Xóm 2 <b>ẫ</b>", "Xóm Đông", "Xóm 3"]),
    ],
)
def test_the_table_is_sorted_as_asked_with_the_unknown_last(
    place: Hall, officer: Browser, sort: str, order: list[str]
) -> None:
    let_people_learn(place)
    names = list(table_on(officer.get(f"/van-phong/xom?sort={sort}").text))
    assert names == [*order, "Chưa chọn xóm", "Tổng"]


@pytest.mark.parametrize("sort", ["", "nonsense'", "-", "learning_uncounted", "%00"])
def test_an_unknown_order_is_no_accident(officer: Browser, sort: str) -> None:
    assert len(table_on(officer.get(f"/van-phong/xom?sort={sort}").text)) == 5


def test_a_sorted_column_says_so_and_turns_round(officer: Browser) -> None:
    page = officer.get("/van-phong/xom?sort=participants").text
    assert page.count('aria-sort="descending"') == 1
    assert "&amp;sort=-participants&amp;mo=table#table" in page


@pytest.mark.parametrize("path", ["/van-phong", "/moi/x"])
def test_every_office_page_is_closed_to_scripts_frames_and_searches(officer: Browser, path: str) -> None:
    answer = officer.get(path)
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert "unsafe" not in answer.headers["content-security-policy"]
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-robots-tag"] == "noindex"
    assert " style=" not in answer.text
    assert "<script" not in answer.text

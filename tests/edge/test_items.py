"""Questions that need a second look: the command over a year of invented answers, and the page of its last result."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from storage import jobs
from tests.edge.inprocess import Browser
from tests.edge.office import NOW, Hall, hall
from tests.edge.office_desk import enter, token
from tests.running import Running, make

PATH = "/van-phong/cau-hoi-can-xem"

RESULT = {
    "as_of": "2026-11-22",
    "items": [
        {"lesson": "009-cuoc-goi-gia-danh", "ask": "{Bác} làm gì <b>?", "share": 41, "first": 1204,
         "says": ["Nhiều người chọn “Hỏi tên”: có thể ghi nhầm đáp án."]},
        {"lesson": "003-vneid-la-gi", "ask": "VNeID?", "share": 80, "first": 90, "says": []},
    ],
}  # fmt: skip


@pytest.fixture
def place() -> Iterator[Hall]:
    with hall() as place:
        yield place


def test_the_command_tells_of_every_question_that_was_answered(tmp_path: Path) -> None:
    program = make(tmp_path)
    assert program.run("demo", "--people", "120", "--fill-only").returncode == 0
    demo = Running(tmp_path / "data" / "xa-thu", 0)
    done = demo.run("content", "items", "--format", "json")
    assert done.returncode == 0, done.stderr
    items = json.loads(done.stdout)["items"]
    assert len(items) > 100
    assert all(0 <= one["share"] <= 100 for one in items)
    assert all(len(one["findings"]) == len(one["says"]) for one in items)
    assert "{" not in "".join(sentence for one in items for sentence in one["says"])
    only = json.loads(demo.run("content", "items", "--format", "json", "--lesson", "009-cuoc-goi-gia-danh").stdout)
    assert {one["lesson"] for one in only["items"]} == {"009-cuoc-goi-gia-danh"}
    assert "nên xem lại" in demo.run("content", "items").stdout
    assert demo.run("content", "items", "--lesson", "xóm").returncode == 2


def test_the_page_shows_the_last_result_and_asks_for_a_new_one(place: Hall) -> None:
    with Browser(place.app()) as browser:
        enter(place, browser)
        assert "Tính lần đầu" in browser.get(PATH).text
        answer = browser.post(PATH, {"token": token(browser, PATH), "form": "tinh-lai"})
        assert answer.status_code == 303
        work = place.write(lambda tx: jobs.take_next(tx, NOW))
        assert work is not None
        assert work.arguments[:2] == ("content", "items")
        place.write(lambda tx: jobs.finish(tx, work.id, json.dumps(RESULT).encode(), NOW))
        page = browser.get(PATH).text
    assert "1 câu hỏi nên xem lại" in page
    assert "Cuộc gọi giả danh · 41% đúng ngay lần đầu (1.204 lượt)" in page
    assert "Bác làm gì &lt;b&gt;?" in page
    assert "có thể ghi nhầm đáp án" in page
    assert "Tính lại" in page

"""`hocso content`: what a teacher types, what is written, and one kind sentence for what cannot be done."""

import itertools
import json
import re
import shutil
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest

from quizzes.load import load_content
from tests.running import Running, give_own_content, make


@pytest.fixture
def program(tmp_path: Path) -> Iterator[Running]:
    program = make(tmp_path)
    give_own_content(tmp_path)
    yield program
    program.stop()


def refused(program: Running, code: int, *command: str) -> str:
    done = program.run(*command)
    assert done.returncode == code, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr
    return done.stderr.strip()


class _Outside(HTMLParser):
    """Collects what a page would have to fetch."""

    def __init__(self) -> None:
        super().__init__()
        self.fetched: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.fetched += [f"{tag} {name}" for name, _ in attrs if name in ("src", "href")]


def test_the_check_is_text_json_or_one_page_with_everything_in_it(program: Running, tmp_path: Path) -> None:
    text = program.run("content", "check")
    told = json.loads(program.run("content", "check", "--format", "json").stdout)
    page = program.run("content", "check", "--format", "page", "--out", str(tmp_path / "kiểm tra.html"))

    assert (text.returncode, page.returncode) == (0, 0)
    assert "Nội dung: 0 lỗi, 0 chỗ nên sửa" in text.stdout
    assert (told["errors"], told["warnings"]) == ([], [])
    assert {"path", "line", "where", "message"} == set(told["tasks"][0])
    html = (tmp_path / "kiểm tra.html").read_text(encoding="utf-8")
    outside = _Outside()
    outside.feed(html)
    assert outside.fetched == []
    assert "009-cuoc-goi-gia-danh/lesson.md" in html


def test_errors_make_the_check_fail_and_stand_on_the_page(program: Running, tmp_path: Path) -> None:
    file = tmp_path / "quizzes" / "008-mat-khau-va-otp.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("page: 1", "page: 99", 1), encoding="utf-8")

    done = program.run("content", "check", "--format", "page", "--out", str(tmp_path / "a.html"))

    assert done.returncode == 1
    assert "Có 1 lỗi phải sửa trước" in (tmp_path / "a.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("command", "says"), [(("--format", "docx"), "--format text"), (("--format", "page"), "--out kiem-tra.html")]
)
def test_a_check_asked_for_wrongly_says_what_to_type(program: Running, command: tuple[str, ...], says: str) -> None:
    assert says in refused(program, 2, "content", "check", *command)


def test_the_register_of_ids_follows_the_content(program: Running, tmp_path: Path) -> None:
    file = tmp_path / "quizzes" / "008-mat-khau-va-otp.yaml"
    whole = file.read_text(encoding="utf-8")
    file.write_text(whole.replace("id: mot-mat-khau-hai-noi", "id: hai-noi"), encoding="utf-8")

    assert "thêm 1 id mới, ghi 1 id là đã bỏ" in program.run("content", "ids").stdout
    assert "thêm 0 id mới, ghi 0 id là đã bỏ" in program.run("content", "ids").stdout
    register = (tmp_path / "quizzes" / "ids.txt").read_text(encoding="utf-8")
    assert "\n008-mat-khau-va-otp/mot-mat-khau-hai-noi  đã bỏ\n" in register
    file.write_text(whole, encoding="utf-8")
    assert "đã bỏ; hãy đặt id khác" in refused(program, 1, "content", "ids")
    assert (tmp_path / "quizzes" / "ids.txt").read_text(encoding="utf-8") == register


def test_a_review_is_listed_ahead_and_written_in_one_step(program: Running, tmp_path: Path) -> None:
    file = tmp_path / "lessons" / "003-vneid-la-gi" / "lesson.md"
    before = file.read_text(encoding="utf-8")

    listed = program.run("content", "review", clock="2027-04-01T08:00x1").stdout
    done = program.run("content", "review", "3", "--by", "Cô Mai", clock="2027-04-01T08:00x1")
    after = file.read_text(encoding="utf-8")

    assert "Hạn 22/05/2027: 003-vneid-la-gi (VNeID là gì), bài và" in listed
    assert 'hocso content review 003-vneid-la-gi --by "Tên người xem"' in listed
    assert "hạn mới 01/10/2027" in done.stdout
    expected = before.replace("checked_on: 2026-11-22", "checked_on: 2027-04-01").replace(
        "expires_on: 2027-05-22", "expires_on: 2027-10-01"
    )
    assert after == expected.replace("checked_by:", "checked_by: Cô Mai")
    again = program.run("content", "review", clock="2027-04-01T08:00x1").stdout
    assert "003-vneid-la-gi" not in again
    assert program.run("content", "check", clock="2027-04-01T08:00x1").returncode == 0


@pytest.mark.parametrize(
    ("command", "code", "says"),
    [
        (("9",), 2, "--by"),
        (("9", "--by", "Mai", "--months", "13"), 2, "12 tháng"),
        (("99", "--by", "Mai"), 1, "Không có bài nào tên “99”"),
        (("9/khong-co", "--by", "Mai"), 1, "không có câu “khong-co”"),
    ],
)
def test_a_review_asked_for_wrongly_says_what_to_do(
    program: Running, command: tuple[str, ...], code: int, says: str
) -> None:
    assert says in refused(program, code, "content", "review", *command)


NEW = ("content", "new", "018-goi-xe-om", "--title", "Gọi xe: “ôm”", "--strand", "nen-tang")


def test_a_new_lesson_is_a_form_that_harms_nobody_until_it_is_filled_in(program: Running, tmp_path: Path) -> None:
    done = program.run(*NEW)
    report = json.loads(program.run("content", "check", "--format", "json").stdout)

    assert done.returncode == 0, done.stderr
    assert (report["errors"], report["warnings"]) == ([], [])
    asked = [task["message"] for task in report["tasks"] if "018-goi-xe-om" in task["path"]]
    assert sum("chưa viết xong" in message for message in asked) == 8 + 10
    assert any("chưa ghi nguồn" in message for message in asked)
    lesson = tmp_path / "lessons/018-goi-xe-om/lesson.md"
    questions = tmp_path / "quizzes/018-goi-xe-om.yaml"
    fills = {"lesson.md": _filled(lesson.read_text(encoding="utf-8")), "yaml": questions.read_text(encoding="utf-8")}
    lesson.write_text(fills["lesson.md"].replace("sources: []", "sources: [common]"), encoding="utf-8")
    questions.write_text(_filled(fills["yaml"]).replace('source: ""', "source: common"), encoding="utf-8")
    course, bank = load_content(tmp_path / "lessons", tmp_path / "quizzes")
    made = course.get("018-goi-xe-om")
    assert made is not None
    assert (made.title, made.order, len(made.pages)) == ("Gọi xe: “ôm”", 19, 4)
    assert len(bank.pool(made.id).served(made.checked_on)) == 10
    assert {question.page for question in bank.pool(made.id).questions if not question.delayed} == {1, 2, 3, 4}


def _filled(form: str) -> str:
    numbers = itertools.count()
    return re.sub(r"\[[^\]]+\]", lambda _: f"lời số {next(numbers)}", form)


def test_a_number_is_never_given_twice_even_after_its_lesson_is_gone(program: Running, tmp_path: Path) -> None:
    shutil.rmtree(tmp_path / "lessons/017-cat-anh-don-may")
    (tmp_path / "quizzes/017-cat-anh-don-may.yaml").unlink()

    sentence = refused(program, 1, "content", "new", "017-bai-khac", "--title", "Bài khác", "--strand", "an-toan")

    assert "Số 017 đã dùng" in sentence
    assert "018-bai-khac" in sentence


@pytest.mark.parametrize(
    ("change", "code", "says"),
    [
        ({2: "Gọi xe ôm"}, 2, "ví dụ 018-goi-xe-om"),
        ({4: "  "}, 2, '--title "Tên bài"'),
        ({6: "vui"}, 2, "an-toan (an toàn)"),
        ({2: "009-goi-xe"}, 1, "Số 009 đã dùng"),
    ],
)
def test_a_lesson_asked_for_wrongly_is_not_begun(
    program: Running, tmp_path: Path, change: dict[int, str], code: int, says: str
) -> None:
    command = [change.get(at, word) for at, word in enumerate(NEW)]

    assert says in refused(program, code, *command)
    assert len(list((tmp_path / "lessons").iterdir())) == 18


def test_a_second_form_of_the_same_name_changes_nothing(program: Running, tmp_path: Path) -> None:
    program.run(*NEW)
    file = tmp_path / "lessons/018-goi-xe-om/lesson.md"
    file.write_text("đang viết dở", encoding="utf-8")

    refused(program, 1, *NEW)

    assert file.read_text(encoding="utf-8") == "đang viết dở"

"""`hocso awards list` as the office uses it."""

import json
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import insert

from storage.engine import open_engine
from storage.tables import learner, progress
from storage.unit import writing
from tests.running import Running, make

CLOCK = "2026-12-05T08:00x1"
DAY = date(2026, 11, 20)


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Running:
    program = make(tmp_path_factory.mktemp("awards"))
    assert program.run("migrate").returncode == 0
    assert program.run("units", "import", str(program.folder / "units.csv")).returncode == 0
    return program


def test_the_lists_say_that_people_decide_and_that_the_criteria_are_an_example(program: Running) -> None:
    done = program.run("awards", "list", clock=CLOCK)
    assert done.returncode == 0, done.stderr
    assert "Xóm: chưa có trường hợp nào đạt tiêu chí" in done.stdout
    assert "VÍ DỤ" in done.stdout
    assert "Máy không tự đề nghị ai" in done.stdout


def test_other_criteria_can_be_tried_and_every_unit_then_has_its_reasons(program: Running, tmp_path: Path) -> None:
    file = tmp_path / "thử.yaml"
    file.write_text("name: Thử\nhamlet:\n  criteria:\n    - {measure: participants, at_least: 0}\n", encoding="utf-8")
    done = program.run("awards", "list", "--criteria", str(file), "--format", "json", clock=CLOCK)
    found = json.loads(done.stdout)
    assert [one["name"] for one in found["lists"]["hamlet"]] == ["Xóm 3", "Xóm Tây", "Xóm Đông"]
    assert found["lists"]["hamlet"][0]["reasons"][0]["sentence"].startswith("Có 0 người tham gia")
    sheet = program.run("awards", "list", "--criteria", str(file), "--format", "csv", clock=CLOCK).stdout
    assert sheet.splitlines()[0] == "kind,rank,unit,name,reasons,signs,decision,reason_of_decision,decided_by,key"
    assert len(sheet.splitlines()) == 4


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--kind", "dog"), "--kind hamlet"),
        (("--format", "docx"), "--format text"),
        (("--year", "26"), "bốn chữ số"),
        (("--year", "2031"), "chưa bắt đầu"),
        (("--criteria", "khong-co.yaml"), "khong-co.yaml"),
    ],
)
def test_what_cannot_be_listed_is_refused_in_one_sentence(
    program: Running, options: tuple[str, ...], says: str
) -> None:
    done = program.run("awards", "list", *options, clock=CLOCK)
    assert done.returncode == 2
    assert says in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_somebody_is_proposed_once_and_decided_about_with_a_reason(program: Running, tmp_path: Path) -> None:
    lan = _learner_who_reaches_the_criteria(program)
    this, by = (lan, "--kind", "learner", "--year", "2026"), ("--by", "Chị Hà")
    assert "chưa được đề xuất" in refused(program, "decide", *this, *by, "--reason", "Đều")
    assert "hỏi người ấy một lần" in program.run("awards", "propose", *this, *by, clock=CLOCK).stdout
    assert "từ trước, không có gì thay đổi" in program.run("awards", "propose", *this, *by, clock=CLOCK).stdout
    assert "chưa đồng ý nêu tên" in refused(program, "decide", *this, *by, "--reason", "Đều")
    left = program.run("awards", "decide", *this, *by, "--reason", "Chưa hỏi được", "--no", clock=CLOCK)
    assert left.stdout == "Đã ghi: không đề nghị.\n"
    listed = program.run("awards", "list", "--kind", "learner", clock=CLOCK).stdout
    assert "Không đề nghị: Chưa hỏi được (Chị Hà). Người học chưa trả lời" in listed
    assert NAME not in listed


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("propose", "X09", "--kind", "hamlet", "--by", "Hà"), 1, "không có mã “X09”"),
        (("propose", "X01", "--kind", "hamlet", "--by", "Hà"), 1, "không có mã “X01”"),
        (("propose", "mười", "--kind", "learner", "--by", "Hà"), 1, "không có mã “mười”"),
        (("propose", "X01", "--kind", "dog", "--by", "Hà"), 2, "--kind hamlet"),
        (("propose", "X01", "--kind", "hamlet", "--by", " "), 2, "--by là tên"),
        (("propose", "X01", "--kind", "hamlet", "--by", "Hà", "--year", "2031"), 2, "chưa bắt đầu"),
        (("propose", "X01", "--kind", "hamlet", "--by", "Hà", "--year", "26"), 2, "bốn chữ số"),
        (
            ("decide", "9", "--kind", "leader", "--by", "Hà", "--reason", "Đều"),
            1,
            "chưa được đề xuất",
        ),
        (("decide", "9", "--kind", "leader", "--by", "Hà", "--reason", " "), 2, "Hãy ghi --reason"),
    ],
)
def test_what_cannot_be_proposed_or_decided_is_refused_in_one_sentence(
    program: Running, words: tuple[str, ...], code: int, says: str
) -> None:
    assert says in refused(program, *words, code=code)


NAME = "Nguyễn Thị Lan"


def refused(program: Running, *words: str, code: int = 1) -> str:
    done = program.run("awards", *words, clock=CLOCK)
    assert (done.returncode, done.stdout) == (code, "")
    assert len(done.stderr.strip().splitlines()) == 1
    return done.stderr


def _learner_who_reaches_the_criteria(program: Running) -> str:
    engine = open_engine(program.database_url)
    row = {"pseudonym": "p", "joined_on": DAY, "visit_on": DAY, "address": "bác", "unit_code": "X01", "name": NAME}
    with writing(engine) as tx:
        lan = int(tx.scalars(insert(learner).values(**row, is_counted=True).returning(learner.c.id)).one())
        done = {"learner_id": lan, "pages": 5, "finished_on": DAY, "seen": "[]", "task_asked": 0, "reviews": 0}
        done |= {"remembered": True, "outcome": "done"}
        tx.execute(insert(progress), [{**done, "lesson": f"{at:03}"} for at in range(20)])
        tx.commit()
    engine.dispose()
    return str(lan)

"""`hocso awards list` as the office uses it."""

import json
from pathlib import Path

import pytest

from tests.running import Running, make

CLOCK = "2026-12-05T08:00x1"


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

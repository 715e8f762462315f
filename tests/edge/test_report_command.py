"""`hocso report` as the office uses it: what came from the units, its own texts, typed figures."""

import json
from pathlib import Path

import pytest

from tests.running import Running, make

CLOCK = "2026-12-05T08:00x1"
BY = ("--by", "Chị Hà")


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Running:
    program = make(tmp_path_factory.mktemp("report"))
    assert program.run("migrate").returncode == 0
    assert program.run("units", "import", str(program.folder / "units.csv")).returncode == 0
    return program


def said(program: Running, *command: str) -> str:
    done = program.run("report", *command, clock=CLOCK)
    assert done.returncode == 0, done.stderr
    return done.stdout


def refused(program: Running, *command: str) -> str:
    done = program.run("report", *command, clock=CLOCK)
    assert done.returncode in (1, 2), done.stdout
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr
    return done.stderr


def test_a_report_that_came_is_on_the_board_until_it_is_taken_back(program: Running) -> None:
    assert "Xóm Đông gửi báo cáo năm 2026 ngày 03/12/2026" in said(
        program, "received", "X01", "--on", "2026-12-03", *BY
    )
    assert said(program, "board").startswith("Báo cáo năm 2026: 1/3 đơn vị đã nộp.")
    said(program, "received", "X01", "--undo", *BY)
    assert said(program, "board", "--year", "2026").startswith("Báo cáo năm 2026: 0/3 đơn vị đã nộp.")
    assert "Quá hạn (3):" in said(program, "board", "--year", "2025")


def test_the_texts_of_the_office_are_kept_and_printed_to_be_written_on(program: Running, tmp_path: Path) -> None:
    file = tmp_path / "loi.txt"
    file.write_text("I.\nĐã họp 3 lần ẫ.\n\nV.\nXin thêm máy.\n", encoding="utf-8")
    assert "2 phần thay đổi" in said(program, "text", str(file), "--quarter", "2026-4", *BY)
    assert "Đã họp 3 lần ẫ." in said(program, "text", "--quarter", "2026-4")
    assert "Đã họp" not in said(program, "text", "--year", "2026")


def test_a_figure_is_typed_for_the_commune_or_a_unit(program: Running) -> None:
    assert "cả xã: 14" in said(program, "type", "classes", "14", "--source", "Phòng VH-XH", *BY)
    assert "đã nhập rồi" in said(program, "type", "classes", "14", "--source", "Phòng VH-XH", *BY)
    assert "X01: 30" in said(program, "type", "vneid_confirmed", "30", "--unit", "X01", "--source", "Công an xã", *BY)


@pytest.mark.parametrize(("ending", "begins"), [("docx", b"PK"), ("pdf", b"%PDF"), ("xlsx", b"PK"), ("json", b"{"),
                                                ("csv", "\ufefftable,code".encode())])  # fmt: skip
def test_a_report_goes_to_a_file_of_each_kind(program: Running, tmp_path: Path, ending: str, begins: bytes) -> None:
    out = tmp_path / f"bao-cao.{ending}"
    said(program, "--year", "2026", "--format", ending, "--out", str(out))
    assert out.read_bytes().startswith(begins)


def test_a_report_for_other_programs_is_printed_and_says_its_days(program: Running) -> None:
    found = json.loads(said(program, "--quarter", "2026-3", "--format", "json"))
    assert (found["about"], found["from"], found["to"]) == ("quý III năm 2026", "2026-07-01", "2026-09-30")
    assert (found["as_of"], found["for"]) == ("2026-09-30", "outside")


def test_a_broken_template_is_named_and_no_file_is_written(program: Running, tmp_path: Path) -> None:
    config, out = program.folder / "config.yaml", tmp_path / "bao-cao.docx"
    before = config.read_text(encoding="utf-8")
    (program.folder / "mau.docx").write_text("không phải Word", encoding="utf-8")
    config.write_text(before + "papers: {report_template: mau.docx}\n", encoding="utf-8")
    assert "mau.docx" in refused(program, "--out", str(out))
    config.write_text(before, encoding="utf-8")
    assert not out.exists()


@pytest.mark.parametrize(
    ("command", "says"),
    [
        (("--format", "docx"), "--out"),
        (("--format", "odt", "--out", "x.odt"), "docx, pdf, xlsx, csv, json"),
        (("--for", "báo"), "--for outside"),
        (("--format", "csv", "--separator", ";"), "--separator semicolon"),
        (("--out", "khong/co/bao-cao.docx"), "khong/co"),
        (("received", "X99", *BY), "X99"),
        (("received", "X01", "--on", "2026-12-30", *BY), "đứng sau hôm nay"),
        (("received", "X01", "--by", " "), "--by"),
        (("board", "--year", "năm nay"), "--year"),
        (("text", "--year", "2026", "--quarter", "2026-1"), "chọn một trong"),
        (("text", "--quarter", "2026-5"), "--quarter"),
        (("text", "--phase", "2025"), "campaign.phases"),
        (("text", "--year", "2027"), "chưa bắt đầu"),
        (("text", "--from", "2026-05-01", "--to", "2026-04-01"), "--from"),
        (("text", "khong-co.txt", *BY), "khong-co.txt"),
        (("type", "lop", "3", "--source", "x", *BY), "classes"),
        (("type", "classes", "ba", "--source", "x", *BY), "không phải là số"),
        (("type", "classes", "3", "--source", " ", *BY), "lấy từ đâu"),
        (("type", "vneid_confirmed", "3", "--source", "x", *BY), "từng đơn vị"),
        (("type", "adults_skilled", "413", "--unit", "X01", "--source", "x", *BY), "412 người trưởng thành"),
    ],
)
def test_what_cannot_be_done_is_told_in_one_sentence(program: Running, command: tuple[str, ...], says: str) -> None:
    assert says in refused(program, *command)

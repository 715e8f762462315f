"""`hocso content handouts`: a sheet a lesson, and a sentence for each that cannot be made."""

import io
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from pypdf import PdfReader

from tests.running import HERE, Running, make


@pytest.fixture
def program(tmp_path: Path) -> Iterator[Running]:
    program = make(tmp_path)
    shutil.copytree(HERE / "lessons/content/vi", tmp_path / "bai")
    config = program.folder / "config.yaml"
    written = config.read_text("utf-8").replace(f"{HERE}/lessons/content/vi", "bai")
    config.write_text(written.replace("port:", "public_url: https://hocso.example.vn, port:"), "utf-8")
    yield program
    program.stop()


def test_lessons_are_named_by_number_or_id(program: Running, tmp_path: Path) -> None:
    done = program.run("content", "handouts", "9", "007-tra-tien-ma-qr", "009", "--out", str(tmp_path / "to"))
    assert (done.returncode, done.stderr) == (0, "")
    files = {file.name: file for file in (tmp_path / "to").iterdir()}
    assert sorted(files) == ["bai-007-tra-tien-ma-qr.pdf", "bai-009-cuoc-goi-gia-danh.pdf"]
    front, _ = PdfReader(io.BytesIO(files["bai-009-cuoc-goi-gia-danh.pdf"].read_bytes())).pages
    assert "hocso.example.vn/bai/009-cuoc-goi-gia-danh" in front.extract_text()


def test_a_lesson_that_cannot_be_printed_is_named_and_the_others_are_made(program: Running, tmp_path: Path) -> None:
    lesson = tmp_path / "bai" / "009-cuoc-goi-gia-danh" / "lesson.md"
    lesson.write_text(lesson.read_text("utf-8").replace("Kẻ lừa bảo:", f"Kẻ lừa bảo:\n\n{'ẫ ' * 1500}"), "utf-8")
    broken = tmp_path / "bai" / "008-mat-khau-va-otp"
    (broken / "picture.svg").unlink()
    begin = b"\x89PNG\r\n\x1a\n" + (13).to_bytes(4) + b"IHDR" + (900).to_bytes(4) + (600).to_bytes(4)
    (broken / "picture.png").write_bytes(begin)  # looks like one from outside, and ends there
    done = program.run("content", "handouts", "7", "8", "9", "--out", str(tmp_path / "to"))
    assert done.returncode == 1
    picture, long = done.stderr.strip().splitlines()
    assert "008-mat-khau-va-otp" in picture
    assert "picture.png" in picture
    assert "009-cuoc-goi-gia-danh" in long
    assert "rút bớt" in long
    assert [file.name for file in (tmp_path / "to").iterdir()] == ["bai-007-tra-tien-ma-qr.pdf"]


def test_an_unknown_lesson_is_told(program: Running, tmp_path: Path) -> None:
    done = program.run("content", "handouts", "99", "--out", str(tmp_path / "to"))
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "99" in done.stderr

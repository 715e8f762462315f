"""`hocso content radio`: scripts as text and on paper, and a sentence where there is none."""

import shutil
from pathlib import Path

from tests.running import HERE, make


def test_scripts_are_written_for_the_named_lessons(tmp_path: Path) -> None:
    program = make(tmp_path)
    done = program.run("content", "radio", "9", "12", "--out", str(tmp_path / "loa"))
    assert (done.returncode, done.stderr) == (0, "")
    files = sorted(file.name for file in (tmp_path / "loa").iterdir())
    assert files == ["loa-009-cuoc-goi-gia-danh.txt", "loa-012-tin-gia.txt", "loa.pdf"]
    assert "Tin do UBND xã Xuân Hưng phát" in (tmp_path / "loa" / files[0]).read_text("utf-8")


def test_a_lesson_without_a_script_is_named(tmp_path: Path) -> None:
    program = make(tmp_path)
    shutil.copytree(HERE / "lessons/content/vi", tmp_path / "bai")
    config = tmp_path / "config.yaml"
    config.write_text(config.read_text("utf-8").replace(f"{HERE}/lessons/content/vi", "bai"), "utf-8")
    lesson = tmp_path / "bai" / "009-cuoc-goi-gia-danh" / "lesson.md"
    before, _, after = lesson.read_text("utf-8").partition("## Loa\n")
    lesson.write_text(before + "## Gửi một người\n" + after.partition("## Gửi một người\n")[2], "utf-8")
    done = program.run("content", "radio", "9", "--out", str(tmp_path / "loa"))
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "009-cuoc-goi-gia-danh" in done.stderr
    assert "## Loa" in done.stderr

"""The command line: exit codes, and one Vietnamese sentence that says what to do instead of a traceback."""

import json
import socket
import sqlite3
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.running import Running, make


@pytest.fixture
def program(tmp_path: Path) -> Iterator[Running]:
    program = make(tmp_path)
    yield program
    program.stop()


def _change(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def _refused(program: Running, code: int, *command: str) -> str:
    done = program.run(*command)
    assert done.returncode == code, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr
    return done.stderr.strip()


@pytest.mark.parametrize(
    ("command", "says"),
    [
        (("fly",), "--help"),
        (("run", "--fast"), "--help"),
        (("units", "import"), "--help"),
        (("content", "search", " "), "ngoặc kép"),
        (("export", "participation", "--format", "pdf"), "--format csv"),
        (("export", "participation", "--format", "xlsx"), "--out"),
        (("export", "participation", "--separator", ";"), "--separator semicolon"),
        (("export", "participation", "--kind", "xóm"), "hamlet"),
        (("export", "participation", "--for", "báo"), "--for outside"),
    ],
)
def test_a_wrong_call_is_told_what_to_write(program: Running, command: tuple[str, ...], says: str) -> None:
    assert says in _refused(program, 2, *command)


def test_an_unknown_setting_is_named_with_the_one_that_was_meant(program: Running) -> None:
    _change(program.folder / "config.yaml", "commune:", "comune:")
    done = program.run("check")
    assert done.returncode == 2
    assert "comune" in done.stderr
    assert "commune" in done.stderr
    assert "Traceback" not in done.stderr


def test_run_refuses_broken_content_and_names_the_line(program: Running, tmp_path: Path) -> None:
    lessons, quizzes = tmp_path / "bai", tmp_path / "cau"
    (lessons / "009-thu").mkdir(parents=True)
    quizzes.mkdir()
    (lessons / "009-thu" / "lesson.md").write_text("---\nid: 009-thu\ntitel: Thử\n---\nTrang một\n", encoding="utf-8")
    config = program.folder / "config.yaml"
    config.write_text(
        "commune: {code: '14122', name: xã Xuân Hưng, province: tỉnh Ninh Bình}\n"
        f"content: {{lessons: {lessons}, quizzes: {quizzes}}}\nweb: {{host: 127.0.0.1, port: {program.port}}}\n",
        encoding="utf-8",
    )
    for command in (("run",), ("content", "check")):
        done = program.run(*command)
        assert done.returncode == (2 if command == ("run",) else 1)
        assert "titel" in done.stdout + done.stderr
        assert "Traceback" not in done.stderr


def test_without_a_database_the_commands_say_how_to_make_one(program: Running) -> None:
    assert "hocso run" in _refused(program, 1, "export", "participation")
    assert program.run("migrate").returncode == 0
    assert program.run("export", "participation").returncode == 0


def test_a_database_of_a_newer_program_is_left_alone(program: Running) -> None:
    program.run("migrate")
    with sqlite3.connect(program.folder / "data" / "hocso.sqlite3") as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
    database.close()
    for command in (("run",), ("migrate",), ("invite", "office")):
        assert "mới hơn" in _refused(program, 1, *command)


def test_a_file_that_is_no_database_is_said_to_be_broken(program: Running) -> None:
    (program.folder / "data").mkdir()
    (program.folder / "data" / "hocso.sqlite3").write_text("không phải cơ sở dữ liệu" * 99, encoding="utf-8")
    assert "hỏng" in _refused(program, 1, "run")


def test_a_port_in_use_is_named(program: Running) -> None:
    with socket.create_server(("127.0.0.1", program.port)):
        assert str(program.port) in _refused(program, 1, "run")


def test_an_invitation_for_a_name_is_for_somebody_and_for_one_role(program: Running) -> None:
    program.run("migrate")
    assert "--name" in _refused(program, 2, "invite", "office", "--name", "🌾")
    assert "--name" in _refused(program, 2, "invite", "council", "--name", "ẫ" * 61)
    assert "--help" in _refused(program, 2, "invite", "council")
    for command in (("office",), ("office", "--name", "Chị Hoa ẫ"), ("council", "--name", "Ông Thịnh")):
        assert "/moi/" in program.run("invite", *command).stdout
    with sqlite3.connect(program.folder / "data" / "hocso.sqlite3") as database:
        database.execute(
            "INSERT INTO account (login, name, role, password, created_at)"
            " VALUES ('chi hoa a', 'Chị Hoa ẫ', 'office', 'x', '2026-11-22 00:00:00')"
        )
    database.close()
    assert "đã dùng cho việc khác" in _refused(program, 1, "invite", "council", "--name", "chi hoa a")
    assert "đặt mật khẩu mới" in program.run("invite", "office", "--name", "CHỊ HOA Ẫ").stdout


def test_units_are_imported_whole_or_not_at_all(program: Running) -> None:
    program.run("migrate")
    good, bad = program.folder / "units.csv", program.folder / "bad.csv"
    bad.write_text(good.read_text(encoding="utf-8").replace("455", "bốn trăm"), encoding="utf-8")
    done = program.run("units", "import", str(bad))
    assert done.returncode == 2
    assert "bad.csv, dòng 3" in done.stderr
    assert "Mới xem thử" in program.run("units", "import", "--dry-run", str(good)).stdout
    assert _units(program) == []
    assert program.run("units", "import", str(good)).returncode == 0
    assert _units(program) == ["Xóm Đông", "Xóm Tây", "Xóm 3"]
    assert "không có gì thay đổi" in program.run("units", "import", str(good)).stdout


def test_an_export_names_a_day_that_is_none(program: Running) -> None:
    program.run("migrate")
    assert "--from" in _refused(program, 2, "export", "participation", "--from", "hôm qua")
    assert "--from" in _refused(program, 2, "export", "participation", "--from", "2026-05-01", "--to", "2026-04-01")


def test_an_export_goes_to_a_file(program: Running) -> None:
    program.run("migrate")
    out = program.folder / "tham-gia.csv"
    assert program.run("export", "participation", "--out", str(out)).returncode == 0
    assert out.read_bytes().startswith("\ufeffrow,code,kind,name".encode())
    assert program.run("export", "participation").stdout.startswith("row,code,kind,name")
    sheet = program.folder / "tham-gia.xlsx"
    assert program.run("export", "participation", "--format", "xlsx", "--out", str(sheet)).returncode == 0
    assert zipfile.is_zipfile(sheet)
    lost = program.folder / "no" / "where.csv"
    assert "where.csv" in _refused(program, 1, "export", "participation", "--out", str(lost))


def test_a_clock_that_would_turn_back_is_refused(program: Running) -> None:
    program.start("2026-11-22T08:00x1")
    program.stop()
    with sqlite3.connect(program.folder / "data" / "hocso.sqlite3") as database:
        database.execute("INSERT INTO inbox (account, external_id, day) VALUES ('browser:main', 'x', '2026-11-22')")
    database.close()
    done = program.run("run", clock="2026-11-20T08:00x1")
    assert done.returncode == 2
    assert done.stderr.startswith("HOCSO_CLOCK: ")


def _units(program: Running) -> list[str]:
    table = json.loads(program.run("export", "participation", "--format", "json").stdout)
    return [unit["name"] for unit in table["units"] if unit["code"] != "?"]


def test_content_search_says_which_pages_a_question_finds(program: Running) -> None:
    found = program.run("content", "search", "co nguoi goi bao cap nhat vneid")
    assert found.returncode == 0, found.stderr
    assert found.stdout.startswith("003-vneid-la-gi, trang 4")
    assert len(found.stdout.splitlines()) <= 3
    nothing = program.run("content", "search", "asdf qwer")
    assert nothing.stdout.startswith("Không bài nào nói đến câu này")

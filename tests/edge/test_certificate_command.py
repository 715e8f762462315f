"""`hocso certificate revoke`: what it does, and what it says when there is nothing to do."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.running import Running, make

ID = "abcdefghjkmn"


@pytest.fixture
def program(tmp_path: Path) -> Iterator[Running]:
    program = make(tmp_path)
    program.run("migrate")
    with sqlite3.connect(program.folder / "data" / "hocso.sqlite3") as database:
        row = (ID, "Lan ữ", '["009-cuoc-goi-gia-danh"]', "2026-11-22")
        database.execute("INSERT INTO certificate (id, name, lessons, issued_on) VALUES (?, ?, ?, ?)", row)
    database.close()
    yield program
    program.stop()


def kept(program: Running) -> tuple[str | None, str]:
    with sqlite3.connect(program.folder / "data" / "hocso.sqlite3") as database:
        day, reason = database.execute("SELECT revoked_on, reason FROM certificate").fetchone()
    database.close()
    return day, reason


def test_a_certificate_is_revoked_by_the_number_printed_on_it(program: Running) -> None:
    done = program.run("certificate", "revoke", ID.upper(), "--reason", "gõ tên người khác")
    assert (done.returncode, ID in done.stdout) == (0, True), done.stderr
    day, reason = kept(program)
    assert day is not None
    assert reason == "gõ tên người khác"


def test_revoking_again_says_since_when_it_is_revoked(program: Running) -> None:
    program.run("certificate", "revoke", ID, "--reason", "lần đầu")
    done = program.run("certificate", "revoke", ID, "--reason", "lần sau")
    assert done.returncode == 1
    assert "đã thu hồi từ ngày" in done.stderr
    assert kept(program)[1] == "lần đầu"


@pytest.mark.parametrize(
    ("command", "code", "says"),
    [
        (("zzzzzzzzzzzz", "--reason", "nhầm"), 1, "zzzzzzzzzzzz"),
        ((ID, "--reason", " "), 2, "--reason"),
        ((ID, "--reason", "ữ" * 201), 2, "200"),
        ((ID,), 2, "--help"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_sentence(
    program: Running, command: tuple[str, ...], code: int, says: str
) -> None:
    done = program.run("certificate", "revoke", *command)
    assert done.returncode == code
    assert says in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert kept(program) == (None, "")

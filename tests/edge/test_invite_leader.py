"""`hocso invite leader`: a code that is shown once, and what it says about a unit nobody knows."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.running import Running, make


@pytest.fixture
def program(tmp_path: Path) -> Iterator[Running]:
    program = make(tmp_path)
    program.run("migrate")
    program.run("units", "import", str(program.folder / "units.csv"))
    yield program
    program.stop()


def test_a_code_is_printed_with_one_line_how_to_use_it(program: Running) -> None:
    done = program.run("invite", "leader", "--unit", "X01", "--name", "Anh Bình ữ")
    assert done.returncode == 0, done.stderr
    code, how = done.stdout.strip().splitlines()
    assert len(code) == 8
    assert code[0] in "123456789"
    assert "Anh Bình ữ" in how
    with sqlite3.connect(program.folder / "data" / "hocso.sqlite3") as database:
        [kept] = database.execute("SELECT token_hash, role, unit_code, name FROM invitation").fetchall()
    database.close()
    assert kept[1:] == ("leader", "X01", "Anh Bình ữ")
    assert code not in kept[0]


@pytest.mark.parametrize(("unit", "name", "code"), [("X99", "Anh Bình", 1), ("X01", "  ", 2), ("X01", "ữ" * 61, 2)])
def test_what_cannot_be_is_said_in_one_sentence(program: Running, unit: str, name: str, code: int) -> None:
    done = program.run("invite", "leader", "--unit", unit, "--name", name)
    assert done.returncode == code
    assert len(done.stderr.strip().splitlines()) == 1
    assert "Traceback" not in done.stderr

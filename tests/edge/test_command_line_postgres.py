"""The command line over PostgreSQL: nothing is migrated behind the operator's back, and no password is told."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.postgres import Postgres, address_of
from tests.running import Running, make

CLOCK = "2026-11-22T08:00x1"
PASSWORD = "hunter2đ"  # noqa: S105 - of a server that does not exist


@pytest.fixture
def program(tmp_path: Path) -> Iterator[Running]:
    program = make(tmp_path)
    program.more["HOCSO_SECRET_KEY"] = "k" * 32
    yield program
    program.stop()


def _refused(program: Running, *command: str) -> str:
    done = program.run(*command)
    assert done.returncode == 1
    assert "Traceback" not in done.stdout + done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    return done.stderr


def test_run_waits_for_a_person_to_migrate_and_then_serves(program: Running, postgres: Postgres) -> None:
    program.more["HOCSO_DATABASE_URL"] = postgres.new_database(is_migrated=False)
    assert "hocso migrate" in program.run("check").stdout
    assert "hocso migrate" in _refused(program, "run")
    assert "hocso migrate" in _refused(program, "export", "participation")
    assert program.run("migrate").returncode == 0
    program.start(CLOCK)
    assert "/hoc" in program.said[0]
    assert program.run("export", "participation", clock=CLOCK).stdout.count("Xóm Đông") == 1
    assert not (program.folder / "data").exists()


def test_without_a_secret_key_it_does_not_run(program: Running, postgres: Postgres) -> None:
    program.more = {"HOCSO_DATABASE_URL": postgres.new_database(is_migrated=True)}
    for command in ("run", "check"):
        done = program.run(command)
        assert done.returncode == 2
        assert "HOCSO_SECRET_KEY" in done.stderr


def test_a_server_that_does_not_answer_is_told_without_its_password(program: Running) -> None:
    program.more["HOCSO_DATABASE_URL"] = f"postgresql://hocso:{PASSWORD}@127.0.0.1:1/hocso"
    for command in (("run",), ("migrate",), ("invite", "office")):
        told = _refused(program, *command)
        assert "Không kết nối được tới máy chủ PostgreSQL" in told
        assert PASSWORD not in told


def test_a_database_that_does_not_exist_is_told(program: Running, postgres: Postgres) -> None:
    program.more["HOCSO_DATABASE_URL"] = address_of(postgres.url, "khong_co")
    assert "không cho vào" in _refused(program, "migrate")

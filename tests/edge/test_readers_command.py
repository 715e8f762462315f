"""`hocso invite reader` and `hocso readers`, as an operator types them."""

from pathlib import Path

from tests.running import Running, make


def _program(folder: Path) -> Running:
    program = make(folder)
    assert program.run("migrate").returncode == 0
    return program


def test_a_reader_is_invited_listed_and_revoked(tmp_path: Path) -> None:
    program = _program(tmp_path)
    done = program.run("invite", "reader", "--name", "Sở KH&CN ẫ", "--until", "2999-12-31")
    assert done.returncode == 0, done.stderr
    token = done.stdout.splitlines()[0]
    assert len(token) > 30
    listed = program.run("readers", "list").stdout
    assert "1. Sở KH&CN ẫ: participation; đến hết 31/12/2999; chưa đọc lần nào" in listed
    assert token not in listed
    assert program.run("readers", "revoke", "1").returncode == 0
    assert "đã thu hồi" in program.run("readers", "list").stdout
    assert program.run("readers", "revoke", "7").returncode == 1


def test_a_wrong_invitation_is_told_what_to_write(tmp_path: Path) -> None:
    program = _program(tmp_path)
    for more, says in (
        (("--name", "Sở", "--until", "cuối năm"), "2027-12-31"),
        (("--name", "Sở", "--until", "2020-01-01"), "đã qua"),
        (("--name", "Sở", "--until", "2999-01-01", "--scope", "điểm"), "participation, scores"),
        (("--name", " ", "--until", "2999-01-01"), "--name"),
    ):
        done = program.run("invite", "reader", *more)
        assert done.returncode == 2
        assert says in done.stderr
        assert len(done.stderr.strip().splitlines()) == 1

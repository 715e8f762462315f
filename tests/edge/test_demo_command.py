"""`hocso demo` makes an invented commune beside the real one and leaves that alone."""

from pathlib import Path

from storage import marks
from storage.engine import open_engine
from storage.unit import reading
from tests.running import make


def test_the_invented_commune_lies_beside_the_real_one(tmp_path: Path) -> None:
    program = make(tmp_path)
    done = program.run("demo", "--people", "50", "--fill-only")
    assert done.returncode == 0, done.stderr
    file = tmp_path / "data" / "xa-thu" / "hocso.sqlite3"
    engine = open_engine(f"sqlite:///{file}")
    with reading(engine) as tx:
        assert marks.is_demo(tx)
    engine.dispose()
    assert not (tmp_path / "data" / "hocso.sqlite3").exists()


def test_an_invented_commune_is_made_once(tmp_path: Path) -> None:
    program = make(tmp_path)
    file = tmp_path / "data" / "xa-thu" / "hocso.sqlite3"
    file.parent.mkdir(parents=True)
    file.write_bytes(b"made before")
    assert program.run("demo", "--people", "50", "--fill-only").returncode == 0
    assert file.read_bytes() == b"made before"
    assert program.run("demo", "--people", "50", "--fill-only", "--again").returncode == 0
    assert file.read_bytes().startswith(b"SQLite format 3")

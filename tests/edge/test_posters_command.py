"""`hocso posters`: a file for each hamlet, and a refusal where a printed address would lead nowhere."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from pypdf import PdfReader

from tests.running import Running, make


@pytest.fixture
def program(tmp_path: Path) -> Iterator[Running]:
    program = make(tmp_path)
    config = program.folder / "config.yaml"
    config.write_text(
        config.read_text(encoding="utf-8").replace("port:", "public_url: https://hocso.example.vn, port:"), "utf-8"
    )
    program.run("migrate")
    program.run("units", "import", str(program.folder / "units.csv"))
    yield program
    program.stop()


def words(file: Path) -> str:
    [page] = PdfReader(io.BytesIO(file.read_bytes())).pages
    return " ".join(page.extract_text().split())


def test_every_hamlet_gets_a_poster_with_its_own_code(program: Running, tmp_path: Path) -> None:
    done = program.run("posters", "--out", str(tmp_path / "in" / "treo"))
    assert done.returncode == 0, done.stderr
    made = {file.name: words(file) for file in (tmp_path / "in" / "treo").iterdir()}
    assert sorted(made) == ["ap-phich-X01.pdf", "ap-phich-X02.pdf", "ap-phich-X03.pdf"]
    assert "hocso.example.vn/x/5930" in made["ap-phich-X02.pdf"]
    assert "Xóm Tây" in made["ap-phich-X02.pdf"]
    assert "Zalo" not in "".join(made.values())


def test_one_hamlet_is_printed_alone_with_zalo_where_it_is_wanted(program: Running, tmp_path: Path) -> None:
    done = program.run("posters", "X01", "--zalo", "--out", str(tmp_path / "in"))
    assert done.returncode == 0, done.stderr
    [file] = (tmp_path / "in").iterdir()
    assert "Hoặc mở Zalo, nhắn 4821" in words(file)


def test_without_a_public_address_no_poster_is_made(program: Running, tmp_path: Path) -> None:
    config = program.folder / "config.yaml"
    config.write_text(config.read_text("utf-8").replace("public_url: https://hocso.example.vn, ", ""), "utf-8")
    done = program.run("posters", "--out", str(tmp_path / "in"))
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "web.public_url" in done.stderr
    assert not (tmp_path / "in").exists()


def test_a_hamlet_that_does_not_exist_is_named(program: Running, tmp_path: Path) -> None:
    done = program.run("posters", "X99", "--out", str(tmp_path / "in"))
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "X99" in done.stderr


def test_a_folder_that_is_a_file_is_told(program: Running, tmp_path: Path) -> None:
    (tmp_path / "in").write_text("ữ", "utf-8")
    done = program.run("posters", "--out", str(tmp_path / "in"))
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "quyền" in done.stderr

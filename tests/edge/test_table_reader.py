"""A table somebody sends is read by a process of its own, and every mistake comes back with its place."""

import io
import zipfile
from pathlib import Path

import pytest

from bot.table_reader import TableReader
from campaign.criteria import ScoreTable
from campaign.table_file import FOLDER, load
from lessons.problems import ContentError
from papers.office import score_table_book
from tests.running import make

SHIPPED = FOLDER / "2026-khoi-xom.yaml"


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> TableReader:
    return TableReader(make(tmp_path_factory.mktemp("xa")).environ())


def test_a_workbook_and_a_file_are_read(reader: TableReader) -> None:
    table: ScoreTable = load(SHIPPED)
    assert reader(score_table_book.write(table)) == table
    assert reader(SHIPPED.read_bytes()) == table


def test_every_mistake_says_where_it_is(reader: TableReader) -> None:
    text = (
        SHIPPED.read_text("utf-8")
        .replace("indicator:remembered", "indicator:nhớ ẫ")
        .replace("indicator:sessions_held", "indicator:buổi")
    )
    with pytest.raises(ContentError) as caught:
        reader(text.encode())
    [first, second] = caught.value.problems
    assert "không có chỉ số “buổi”" in first.message
    assert "không có chỉ số “nhớ ẫ”" in second.message
    assert all(one.where.startswith("dòng ") for one in (first, second))
    assert all("hocso-" not in str(one) for one in (first, second))


@pytest.mark.parametrize("content", [b"PK\x03\x04 none", b"\xd0\xcf\x11\xe0 old"])
def test_what_is_no_table_is_refused_in_a_sentence(reader: TableReader, content: bytes) -> None:
    with pytest.raises(ContentError) as caught:
        reader(content)
    assert len(caught.value.problems) == 1
    assert Path(caught.value.problems[0].path).parent == Path()


def test_what_unpacks_to_far_too_much_is_not_opened() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", bytes(31_000_000))
    with pytest.raises(ContentError, match="tệp lớn quá"):
        TableReader({})(packed.getvalue())

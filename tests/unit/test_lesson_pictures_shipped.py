"""The pictures of the shipped lessons: all there, small, drawn for chats, and no word cut off."""

import json
import zlib
from pathlib import Path
from xml.etree import ElementTree

import pytest
import typst

from lessons import Lesson, Picture
from lessons.load import load
from papers.cards import lesson as drawing
from papers.cards.drawing import FONTS

LESSONS = Path(__file__).parents[2] / "lessons/content/vi"
COURSE = tuple(load(LESSONS))
LARGEST_OF_OURS = 12_000
SVG = "{http://www.w3.org/2000/svg}"


def picture_of(lesson: Lesson) -> Picture:
    assert lesson.picture is not None, lesson.id
    return lesson.picture


def rows(png: bytes) -> list[bytes]:
    """Return the rows of a PNG as they are packed: equal ones in a blank picture."""
    at, packed = 8, b""
    while at < len(png):
        length, kind = int.from_bytes(png[at : at + 4]), png[at + 4 : at + 8]
        packed += png[at + 8 : at + 8 + length] if kind == b"IDAT" else b""
        at += 12 + length
    raw, height = zlib.decompress(packed), int.from_bytes(png[20:24])
    step = len(raw) // height
    return [raw[row : row + step] for row in range(0, len(raw), step)]


def widths(words: list[tuple[str, float]]) -> list[float]:
    """Return how wide words are in bold Be Vietnam Pro at their size."""
    source = """
    #let words = json(bytes(sys.inputs.words))
    #set text(font: "Be Vietnam Pro", weight: "bold")
    #context [#metadata(words.map(((word, size)) => measure(text(size: size * 1pt, word)).width.pt())) <widths>]
    """
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])
    inputs = {"words": json.dumps(words)}
    found = typst.query(source.encode(), "<widths>", field="value", one=True, font_paths=fonts, sys_inputs=inputs)
    return [float(width) for width in json.loads(found)]


@pytest.mark.parametrize("lesson", COURSE, ids=lambda lesson: lesson.id)
def test_every_lesson_has_a_small_picture_that_can_be_told(lesson: Lesson) -> None:
    picture = picture_of(lesson)

    assert (picture.width, picture.height) == (1080, 720)
    assert picture.file.stat().st_size < LARGEST_OF_OURS
    assert 15 <= len(picture.alt.split()) <= 40
    assert picture.alt.endswith(".")


@pytest.mark.parametrize("lesson", COURSE, ids=lambda lesson: lesson.id)
def test_every_picture_is_drawn_for_chats(lesson: Lesson) -> None:
    png = drawing.draw(picture_of(lesson).file)

    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    assert (int.from_bytes(png[16:20]), int.from_bytes(png[20:24])) == (1080, 720)
    assert len(set(rows(png))) > 300


def test_no_word_runs_out_of_its_picture() -> None:
    words, places = list[tuple[str, float]](), list[tuple[str, float, float]]()
    for lesson in COURSE:
        for text in ElementTree.parse(picture_of(lesson).file).iter(f"{SVG}text"):  # noqa: S314 - our own files
            assert text.get("text-anchor") == "middle"
            words.append((text.text or "", float(text.get("font-size", "0"))))
            places.append((lesson.id, float(text.get("x", "0")), float(text.get("y", "0"))))

    for (lesson_id, x, y), (word, size), width in zip(places, words, widths(words), strict=True):
        assert size >= 46, f"{lesson_id}: {word} cannot be read at 320 pixels"
        assert width / 2 < x < 1080 - width / 2, f"{lesson_id}: {word}"
        assert size < y < 720 - size / 3, f"{lesson_id}: {word}"


def test_a_png_of_a_teacher_stays_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "picture.png").write_bytes(b"\x89PNG as it is")

    assert drawing.draw(tmp_path / "picture.png") == b"\x89PNG as it is"

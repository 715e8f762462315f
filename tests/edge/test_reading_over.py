"""Somebody of the commune read a lesson over as it is taught: it stands in the files, and holds at once."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from bot import reading_over
from bot.settings import Settings, load
from bot.surroundings import Surroundings
from lessons.problems import ChangedError, ContentError
from storage.engine import open_engine
from storage.tables import metadata
from tests.running import give_own_content, make

LESSON = "003-vneid-la-gi"
TODAY = date(2027, 9, 1)


@dataclass
class Place:
    """A running program's world over files of its own."""

    settings: Settings
    surroundings: Surroundings

    @property
    def file(self) -> Path:
        """Return the file of the lesson."""
        return self.settings.content.lessons / LESSON / "lesson.md"

    def confirm(self, by: str = "Cô Mai") -> None:
        """Say that the lesson was read over."""
        reading_over.confirm(self.settings, self.surroundings, LESSON, by, TODAY)

    def checked_by(self) -> str:
        """Return who read the lesson, as it is taught."""
        lesson = self.surroundings.world().course.get(LESSON)
        assert lesson is not None
        return lesson.checked_by


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    program = make(tmp_path)
    give_own_content(tmp_path)
    settings = load(program.environ())
    engine = open_engine(settings.database.url)
    metadata.create_all(engine)
    yield Place(settings, Surroundings(settings, engine))
    engine.dispose()


def test_it_stands_in_the_files_and_is_taught_longer_at_once(place: Place) -> None:
    before = place.surroundings.world()
    assert place.checked_by() == ""
    place.confirm()
    world = place.surroundings.world()
    lesson = world.course.get(LESSON)
    assert lesson is not None
    assert (lesson.checked_by, lesson.checked_on) == ("Cô Mai", TODAY)
    assert lesson.expires_on is not None
    assert lesson.expires_on > TODAY
    assert world.is_teachable(lesson, TODAY)
    assert "checked_by: Cô Mai" in place.file.read_text("utf-8")
    assert [one.id for one in world.course] == [one.id for one in before.course]
    assert world.bank.pool("009-cuoc-goi-gia-danh") is before.bank.pool("009-cuoc-goi-gia-danh")


def test_what_finds_answers_is_made_in_no_turn(place: Place) -> None:
    place.surroundings.warm()
    before = place.surroundings.world()
    assert "index" in vars(before)
    place.surroundings.refresh()
    assert place.surroundings.world() is before
    place.confirm()
    assert "index" in vars(place.surroundings.world())


def test_what_was_edited_since_it_is_taught_was_not_read(place: Place) -> None:
    text = place.file.read_text("utf-8")
    place.file.write_text(text + "\nMột câu mới.\n", encoding="utf-8")
    with pytest.raises(ChangedError):
        place.confirm()
    assert "Cô Mai" not in place.file.read_text("utf-8")
    assert place.checked_by() == ""


def test_files_with_mistakes_are_left_alone(place: Place) -> None:
    other = place.settings.content.lessons / "009-cuoc-goi-gia-danh" / "lesson.md"
    other.write_text("không còn gì", encoding="utf-8")
    with pytest.raises(ContentError):
        place.confirm()
    assert "Cô Mai" not in place.file.read_text("utf-8")


def test_the_check_is_that_of_the_command_line(place: Place) -> None:
    waits = [one.path.parent.name for one in reading_over.remarks(place.settings, TODAY).tasks]
    assert LESSON in waits
    place.confirm()
    left = [one.message for one in reading_over.remarks(place.settings, TODAY).tasks if one.path == place.file]
    assert not any("checked_by" in message for message in left)

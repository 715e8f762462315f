"""The world of the conversation, put together from settings, content and database."""

import threading
from dataclasses import replace
from datetime import date
from random import Random

from sqlalchemy import Connection, Engine

from bot.office_settings import in_use
from bot.settings import Settings
from campaign.units import Units
from conversation import consents, texts
from conversation.world import Limits, World
from lessons import Course, Lesson
from quizzes.load import load_content
from quizzes.model import Pool
from storage import learners, units
from storage.unit import reading


def build(settings: Settings, known: Units) -> World:
    """Return the world of these settings with these units.

    Raises:
        ContentError: when the content has problems, all of them named.
    """
    course, bank = load_content(settings.content.lessons, settings.content.quizzes)
    return World(
        commune=settings.commune.name,
        controller=settings.controller,
        privacy_contact=settings.privacy_contact,
        course=course,
        bank=bank,
        units=known,
        contacts=settings.contacts,
        texts=texts.load(),
        zone=settings.commune.zone,
        limits=Limits(settings.assistant.digit_guard_seconds, settings.assistant.reviews_per_visit),
        public_url=(settings.web.public_url or "").rstrip("/"),
    )


class Surroundings:
    """Holds the world while the program runs.

    Units may be imported and settings changed meanwhile, by this process or another: both are read again now and then,
    never for a turn.
    """

    def __init__(self, settings: Settings, engine: Engine) -> None:
        self._engine = engine
        self._file = settings
        self._lock = threading.Lock()
        self._settings, known = self._read()
        self._world = build(self._settings, known)

    def settings(self) -> Settings:
        """Return the settings as they were last read, with what the office chose."""
        return self._settings

    def world(self) -> World:
        """Return the world as it was last read."""
        return self._world

    def title(self, lesson_id: str) -> str:
        """Return what a lesson is called; one that is gone is called by its id."""
        lesson = self._world.course.get(lesson_id)
        return lesson.title if lesson else lesson_id

    def refresh(self) -> None:
        """Read the units and what the office chose again."""
        with self._lock:  # what was read later must not be replaced by what was read earlier
            self._settings, known = self._read()
            contacts, whom, world = self._settings.contacts, self._settings.privacy_contact, self._world
            if (known, contacts, whom) != (world.units, world.contacts, world.privacy_contact):
                self._teach(replace(world, units=known, contacts=contacts, privacy_contact=whom))

    def renew(self, lesson: Lesson, pool: Pool) -> None:
        """Teach a lesson as it is given here, with these questions, from now on."""
        with self._lock:
            world = self._world
            course = Course(tuple(lesson if one.id == lesson.id else one for one in world.course))
            bank = replace(world.bank, pools={**world.bank.pools, lesson.id: pool})
            self._teach(replace(world, course=course, bank=bank))

    def warm(self) -> None:
        """Make what finds the page for a question: a fifth of a second that no turn should wait for."""
        _ = self._world.index  # it is kept with the world from now on

    def _teach(self, world: World) -> None:
        _ = world.index
        self._world = world

    def _read(self) -> tuple[Settings, Units]:
        with reading(self._engine) as tx:
            return in_use(self._file, tx), units.current(tx)


def keep_wordings(tx: Connection, world: World) -> None:
    """Keep every wording of a consent that this program asks with."""
    for wording in consents.wordings(world.texts):
        learners.keep_consent_text(tx, wording.version, wording.purpose, wording.text)


def import_first_units(tx: Connection, settings: Settings, today: date, rng: Random) -> None:
    """Read `units_file` into a database that has no units yet; afterwards the database is the truth.

    Raises:
        ContentError: when the file has problems.
    """
    if not units.current(tx).by_code:
        file = settings.commune.units_file
        units.apply(tx, units.plan(tx, units.read(file), today, file), rng)

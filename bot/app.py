"""The composition root: the one place that knows every part and puts them together."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from random import SystemRandom
from typing import TYPE_CHECKING, TypeVar

from fastapi import FastAPI
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError
from starlette.responses import PlainTextResponse, Response

from bot import reading_over
from bot.accounts import telegram_account, zalo_bot_account
from bot.basket import Baskets
from bot.book_reader import BookReader
from bot.channels.browser import Look as LearnerLook
from bot.channels.browser import answer_kindly
from bot.counting import CountingRoom
from bot.demo.beside import DemoBeside
from bot.feed import FeedPush, Target
from bot.intake import Intake
from bot.learner_pages import class_routes, learner_routes
from bot.moving_clock import Clock, start_clock
from bot.office_settings import in_file
from bot.picture_desk import PictureDesk
from bot.recording_desk import RecordingDesk
from bot.settings import Settings, secret_key
from bot.surroundings import Surroundings, import_first_units, keep_wordings
from bot.table_reader import TableReader
from bot.timers import Timers
from bot.workshop import Workshop
from bot.writer import Writer
from campaign import award_file
from campaign.indicators import WORDS, Note
from campaign.units import UnitKind
from conversation.render import Voice, content
from conversation.world import World
from papers.cards.certificate import Certificate
from storage import certificates, doors, marks, retention
from storage.engine import SchemaState, open_engine, schema_state
from storage.standing import Standing
from storage.unit import reading, writing
from web import api
from web.api import Feed
from web.certificates import certificate_routes, on_paper
from web.entrance import Role
from web.look import Look
from web.office import office_routes
from web.settings_page import Changeable
from web.sign_in import INVITATIONS

if TYPE_CHECKING:
    from bot.channels.telegram import TelegramAccount
    from bot.channels.zalo_bot import ZaloBotAccount

LINK_HOURS = 24

OFFICE = Role.OFFICE.value
COUNCIL = Role.COUNCIL.value

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Program:
    """The running parts of one process."""

    settings: Settings
    engine: Engine
    clock: Clock
    surroundings: Surroundings
    standing: Standing
    writer: Writer
    timers: Timers
    pictures: PictureDesk
    feed: Feed
    telegram: "TelegramAccount | None"
    zalo_bot: "ZaloBotAccount | None"
    workshop: Workshop
    counting: CountingRoom
    beside: DemoBeside
    read_table: TableReader
    open_book: BookReader

    def start(self) -> None:
        """Begin to take things in."""
        self.writer.start()
        self.timers.start()
        self.workshop.start()

    def stop(self) -> None:
        """Finish what is in hand and end."""
        self.beside.stop()
        self.counting.stop()
        self.workshop.stop()
        self.timers.stop()
        self.writer.stop()
        self.engine.dispose()

    def today(self) -> date:
        """Return the commune's day."""
        return self.settings.commune.day(self.clock.now())

    def read(self, question: Callable[[Connection], T]) -> T:
        """Ask the database; for pages, whose threads wait."""
        with reading(self.engine) as tx:
            return question(tx)

    def write(self, question: Callable[[Connection], T]) -> T:
        """Have the writer do something and wait for it; for pages, whose threads wait."""
        return self.writer.write(question).result()


def build(settings: Settings, environ: Mapping[str, str]) -> Program:
    """Put the program together over a migrated database; `environ` is what its child processes see.

    Raises:
        SettingsError, ClockError, ContentError: when something must be put right first; each says what.
    """
    engine = open_engine(settings.database.url)
    with reading(engine) as tx:
        clock = start_clock(settings.pace, retention.newest_day(tx), settings.commune.zone)
    rng = SystemRandom()
    with writing(engine) as tx:
        import_first_units(tx, settings, settings.commune.day(clock.now()), rng)
        tx.commit()
    surroundings = Surroundings(settings, engine)
    with writing(engine) as tx:
        keep_wordings(tx, surroundings.world())
        tx.commit()
    standing = Standing(settings.phases, settings.assistant.lessons_to_complete)
    baskets: Baskets = {}
    intake = Intake(engine, surroundings.world, clock, rng, standing, baskets=baskets)
    writer = Writer(engine, intake.take, baskets)
    speed = settings.pace.speed if settings.pace else 1
    consent_years = settings.privacy.retention.consent_years
    feed = _feed(settings, engine, writer, clock, standing)
    timers = Timers(writer, surroundings, clock, standing, speed, consent_years, _feed_push(settings, feed, writer))
    pictures = _pictures(settings, engine, surroundings, clock)
    recordings = _recordings(settings, surroundings)
    telegram = telegram_account(settings, writer, clock, pictures, recordings)
    zalo_bot = zalo_bot_account(settings, writer, clock, pictures, recordings)
    workshop = Workshop(writer, clock, environ, is_moved=bool(settings.pace), is_alone=bool(settings.database.file))
    return Program(
        settings,
        engine,
        clock,
        surroundings,
        standing,
        writer,
        timers,
        pictures,
        feed,
        telegram,
        zalo_bot,
        workshop,
        CountingRoom(environ, lambda: settings.commune.day(clock.now())),
        DemoBeside(environ),
        TableReader(environ),
        BookReader(environ),
    )


def serve(program: Program) -> FastAPI:
    """Return the pages of the program; they start and stop it with the server."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        program.start()
        if program.telegram:
            await program.telegram.start()
        if program.zalo_bot:
            await program.zalo_bot.start()
        yield
        if program.zalo_bot:
            await program.zalo_bot.stop()
        if program.telegram:
            await program.telegram.stop()
        await asyncio.to_thread(program.stop)

    banner = program.read(_banner)
    app = FastAPI(title="Học số", docs_url=None, redoc_url=None, openapi_url=None, lifespan=lifespan)
    if program.settings.channels.browser.enabled:
        world = program.surroundings.world
        lessons = world().course.lessons
        site = (program.settings.web.public_url or "").rstrip("/")
        look = LearnerLook(
            program.settings.commune.name,
            lambda: tuple(filter(None, world().contacts.values())),
            program.pictures.path,
            lessons,
            site,
            banner,
        )
        app.include_router(learner_routes(program.settings, program.surroundings, program.writer, program.clock, look))
        app.include_router(class_routes(program.surroundings, program.clock, look))
        answer_kindly(app, look)
    if program.telegram:
        app.router.routes.extend(program.telegram.routes())
    if program.zalo_bot:
        app.router.routes.extend(program.zalo_bot.routes())
    app.include_router(program.pictures.routes())
    app.include_router(_recordings(program.settings, program.surroundings).routes())
    app.include_router(
        certificate_routes(
            program.read,
            title=program.surroundings.title,
            commune=program.settings.commune.name,
            public_url=program.settings.web.public_url or "",
            banner=banner,
        )
    )
    app.router.routes.extend(
        office_routes(
            program.read,
            program.write,
            clock=program.clock.now,
            timezone=program.settings.commune.zone,
            keeper=program.standing,
            commune=program.settings.commune.name,
            public_url=program.settings.web.public_url or "",
            lessons=_lesson_titles(program.surroundings.world()),
            secret=secret_key(program.settings).encode(),
            world=program.surroundings.world,
            beside=program.beside,
            read_table=program.read_table,
            check=lambda: reading_over.remarks(program.settings, program.today()),
            confirm=lambda lesson, by: reading_over.confirm(
                program.settings, program.surroundings, lesson, by, program.today()
            ),
            criteria=award_file.load(program.settings.campaign.awards),
            evidence=program.settings.evidence_folder,
            ask=program.counting.ask,
            open_book=program.open_book,
            banner=banner,
            changeable=_changeable(program),
            data_officer=lambda: program.surroundings.settings().privacy.officer,
            office_name=lambda: program.surroundings.settings().commune.office,
        )
    )
    asked = replace(program.feed, ask=program.counting.ask)
    app.mount(api.HOME, api.api(asked, Look(program.settings.commune.name, banner)))
    _add_health(app, program.engine)
    return app


def _changeable(program: Program) -> Changeable:
    return Changeable(
        in_file(program.settings), program.surroundings.refresh, program.settings.assistant.lessons_to_complete
    )


def _banner(tx: Connection) -> str:
    """Return what every page says of an invented commune, "" for a real one."""
    return WORDS.note(Note.DEMO) if marks.is_demo(tx) else ""


def office_link(program: Program) -> str | None:
    """Return a fresh link to the office page, or None once an officer has signed in."""
    now = program.clock.now()
    with writing(program.engine) as tx:
        if doors.is_ever_opened(tx, OFFICE):
            return None
        path = invite(tx, OFFICE, now)
        tx.commit()
    return path


def invite(tx: Connection, role: str, now: datetime, name: str = "") -> str:
    """Make an invitation to the pages of a role and return the path of its link."""
    return f"{INVITATIONS}/{doors.invite(tx, role, now, LINK_HOURS, name)}"


def _recordings(settings: Settings, surroundings: Surroundings) -> RecordingDesk:
    return RecordingDesk(lambda: surroundings.world().course, settings.web.public_url or "")


def _pictures(settings: Settings, engine: Engine, surroundings: Surroundings, clock: Clock) -> PictureDesk:
    public_url = settings.web.public_url or ""

    def find(certificate_id: str) -> Certificate | None:
        with reading(engine) as tx:
            kept = certificates.find(tx, certificate_id)
        return on_paper(kept, surroundings.title, settings.commune.name, public_url) if kept else None

    world = surroundings.world()
    return PictureDesk(secret_key(settings).encode(), public_url, lambda: world.today(clock.now()), find, world.course)


def _feed(settings: Settings, engine: Engine, writer: Writer, clock: Clock, standing: Standing) -> Feed:
    def read(question: Callable[[Connection], T]) -> T:
        with reading(engine) as tx:
            return question(tx)

    def write(question: Callable[[Connection], T]) -> T:
        return writer.write(question).result()

    commune = settings.commune
    return Feed(read, write, clock.now, commune.zone, standing, commune.code, commune.name)


def _feed_push(settings: Settings, feed: Feed, writer: Writer) -> FeedPush | None:
    """Return what pushes the figures, None where the settings name no address."""
    if settings.feed.url is None or settings.feed_secret is None:
        return None

    def figures(tx: Connection, day: date) -> str:
        return feed.as_json(feed.participation(tx, day.replace(month=1, day=1), day, UnitKind.HAMLET))

    target = Target(settings.feed.url, settings.feed_secret.get_secret_value(), settings.feed.hour)
    return FeedPush(target, writer, feed.read, figures, feed.clock, lambda moment: moment.astimezone(feed.timezone))


def _lesson_titles(world: World) -> dict[str, str]:
    return {lesson.id: content(lesson.title, Voice(world)) for lesson in world.course}


def _add_health(app: FastAPI, engine: Engine) -> None:
    @app.get("/healthz")
    def healthz() -> Response:
        return PlainTextResponse("ok")

    @app.get("/readyz")
    def readyz() -> Response:
        try:
            state = schema_state(engine)
        except DBAPIError:
            return PlainTextResponse("database unreachable", 503)
        return PlainTextResponse(state.value, 200 if state is SchemaState.CURRENT else 503)

    @app.get("/metrics")
    def metrics() -> Response:
        return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)

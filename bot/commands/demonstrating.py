"""`hocso demo`: an invented commune in a database of its own, with a year of people who learned."""

from collections.abc import Mapping
from pathlib import Path
from random import Random

from rich.console import Console
from rich.progress import Progress

from bot.commands.opening import database
from bot.commands.serving import bring_up_to_date, serve
from bot.config_file import Channels
from bot.demo.filling import DAYS, UNITS, Plan, fill
from bot.logs import start_logging
from bot.moving_clock import start_clock
from bot.refusing import sentences
from bot.settings import Settings, load
from bot.surroundings import build, import_first_units, keep_wordings
from storage import units
from storage.standing import Standing
from storage.unit import writing

_FOLDER, _FILE = "xa-thu", "hocso.sqlite3"


def demonstrate(environ: Mapping[str, str], people: int, port: int, again: bool, fill_only: bool) -> None:
    """Make the invented commune where there is none yet, and serve its pages beside those of the real one."""
    start_logging()
    with sentences():
        real = load(environ)
        file = demo_file(real)
        own = {**environ, "HOCSO_DATABASE_URL": f"sqlite:///{file.as_posix()}"}
        own.pop("HOCSO_DATABASE_URL_FILE", None)
        settings = _settings(load(own), port or real.web.port + 1)
        if again:
            _remove(file)
        if not file.exists():
            _make(settings, own, file, people)
    if not fill_only:
        serve(settings, own)


def demo_file(real: Settings) -> Path:
    """Return where the database of the invented commune is: in a folder beside the real one's."""
    data = real.database.file.parent if real.database.file else real.config_file.parent / "data"
    return data / _FOLDER / _FILE


def _settings(settings: Settings, port: int) -> Settings:
    """Return settings with which nothing real is reached: no platform, no public address, units of its own."""
    web = settings.web.model_copy(update={"port": port, "public_url": None})
    commune = settings.commune.model_copy(update={"units_file": UNITS})
    return settings.model_copy(
        update={"web": web, "commune": commune, "channels": Channels.model_validate({}), "telegram_token": None,
                "zalo_bot_token": None}
    )  # fmt: skip


def _make(settings: Settings, environ: Mapping[str, str], file: Path, people: int) -> None:
    """Fill the database under another name first, so that one left half done is never taken for a whole one."""
    draft = file.with_name(f"dang-lam-{file.name}")
    _remove(draft)
    draft.parent.mkdir(parents=True, exist_ok=True)
    address = f"sqlite:///{draft.as_posix()}"
    making = settings.model_copy(update={"database": settings.database.model_copy(update={"url": address})})
    bring_up_to_date(making, {**environ, "HOCSO_DATABASE_URL": address})
    with database(making) as engine:
        today = making.commune.day(start_clock(making.pace, None, making.commune.zone).now())
        plan = Plan(people, today)
        with writing(engine) as tx:
            import_first_units(tx, making, today, Random(plan.seed))  # noqa: S311 - codes of no real hamlet
            world = build(making, units.current(tx))
            keep_wordings(tx, world)
            keeper = Standing(making.phases, making.assistant.lessons_to_complete)
            with Progress(console=Console(stderr=True), transient=True) as progress:
                task = progress.add_task("Đang tạo một năm số liệu thử", total=DAYS)
                fill(tx, plan, world, keeper, lambda done: progress.update(task, completed=done))
            tx.commit()
        with engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    draft.rename(file)


def _remove(file: Path) -> None:
    for each in (file, file.with_name(f"{file.name}-wal"), file.with_name(f"{file.name}-shm")):
        each.unlink(missing_ok=True)

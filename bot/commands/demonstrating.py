"""`hocso demo`: an invented commune in a folder of its own, with a year of people who learned."""

import shutil
from collections.abc import Mapping
from pathlib import Path
from random import Random

from rich.console import Console
from rich.progress import Progress

from bot.beginnings import settings_text
from bot.commands.opening import database
from bot.commands.serving import bring_up_to_date, open_port, serve
from bot.config_file import Web
from bot.demo.cookies import OwnCookies
from bot.demo.filling import DAYS, UNITS, Plan, fill
from bot.logs import start_logging
from bot.moving_clock import start_clock
from bot.refusing import sentences
from bot.settings import Settings, load
from bot.surroundings import build, import_first_units, keep_wordings
from storage import units
from storage.standing import Standing
from storage.unit import writing

_FOLDER = "xa-thu"
_NEAR = 20
"""So many ports after the real one are tried."""

_NAME = "xã Ví Dụ"
_KEPT = ("HOCSO_CLOCK", "HOCSO_CLOCK_FILE")
"""What of our own environment the invented commune shares with the real one: no token, no address, no database."""


def demonstrate(environ: Mapping[str, str], people: int, port: int, again: bool, fill_only: bool, hours: float) -> None:
    """Make the invented commune where there is none yet, and serve its pages beside those of the real one."""
    start_logging()
    with sentences():
        real = load(environ)
        folder = demo_folder(real)
        own = _environ(environ, folder)
        if again:
            shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True, exist_ok=True)
        text = settings_text(real.commune.code, _NAME, real.commune.province, port or _free_port(real.web))
        host = f"host: {real.web.host} #"
        (folder / "config.yaml").write_text(text.replace("host: 0.0.0.0 #", host), encoding="utf-8")
        shutil.copyfile(UNITS, folder / "units.csv")
        settings = load(own)
        if settings.database.file is not None and not settings.database.file.exists():
            _make(settings, own, settings.database.file, people)
    if not fill_only:
        serve(settings, own, OwnCookies, hours * 3600)


def _free_port(web: Web) -> int:
    """Return the first port after the real one's that nobody has; the next one where all near it are taken."""
    near = range(web.port + 1, min(web.port + _NEAR, 65_535) + 1)
    return next((port for port in near if _is_free(web.host, port)), near.start)


def _is_free(host: str, port: int) -> bool:
    try:
        open_port(host, port).close()
    except OSError:
        return False
    return True


def demo_folder(real: Settings) -> Path:
    """Return where the invented commune is: beside the real one's database."""
    data = real.database.file.parent if real.database.file else real.config_file.parent / "data"
    return data / _FOLDER


def _environ(environ: Mapping[str, str], folder: Path) -> dict[str, str]:
    others = {name: value for name, value in environ.items() if not name.startswith("HOCSO_") or name in _KEPT}
    return {**others, "HOCSO_CONFIG": str(folder / "config.yaml")}


def _make(settings: Settings, environ: Mapping[str, str], file: Path, people: int) -> None:
    """Fill the database under another name first, so that one left half done is never taken for a whole one."""
    draft = file.with_name(f"dang-lam-{file.name}")
    for left in (draft, draft.with_name(f"{draft.name}-wal"), draft.with_name(f"{draft.name}-shm")):
        left.unlink(missing_ok=True)
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

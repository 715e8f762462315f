"""`hocso units import`."""

from collections.abc import Mapping
from pathlib import Path
from random import SystemRandom

from bot.commands.opening import clock_of, database
from bot.refusing import sentences
from bot.settings import load
from storage import homes, units
from storage.standing import Standing
from storage.unit import writing


def import_units(environ: Mapping[str, str], file: Path, is_trial: bool) -> None:
    """Import a file of units whole or not at all, and say what changed; a trial only says what would."""
    with sentences():
        settings = load(environ)
        read = units.read(file)
        with database(settings) as engine:
            today = settings.commune.day(clock_of(settings, engine).now())
            with writing(engine) as tx:
                plan = units.plan(tx, read, today, file)
                if not is_trial:
                    units.apply(tx, plan, SystemRandom())
                    homes.follow_mergers(tx, today, Standing(settings.phases, settings.assistant.lessons_to_complete))
                    tx.commit()
    for sentence in plan.sentences():
        print(sentence)
    print("Mới xem thử, chưa thay đổi gì." if is_trial else "Đã nhập xong.")

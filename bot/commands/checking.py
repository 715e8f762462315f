"""`hocso check` and `hocso migrate`."""

from collections.abc import Iterator, Mapping

from bot.channels.zalo_bot import MOST_PEOPLE, PEOPLE_TO_WARN_AT
from bot.commands.content_check import as_text, report
from bot.commands.opening import refuse_newer
from bot.office_settings import in_file
from bot.refusing import FAILED, sentences
from bot.settings import Settings, load, secret_key
from campaign import award_file
from storage import channel_load, office_settings
from storage.engine import SchemaState, open_engine, schema_state
from storage.unit import reading


def check(environ: Mapping[str, str]) -> int:
    """Check settings, content and database, and change nothing."""
    with sentences():
        settings = load(environ)
        if settings.database.file is None:
            secret_key(settings)
        print(f"Cài đặt: đúng ({settings.config_file.name}).")
        award_file.load(settings.campaign.awards)
        found = report(settings)
        print(as_text(found), end="")
        print(_say(settings))
        for line in _changed(settings):
            print(line)
        if settings.channels.zalo_bot.enabled:
            print(_zalo_bot(settings))
    return FAILED if found.errors else 0


def migrate(environ: Mapping[str, str]) -> None:
    """Bring the database up to date."""
    from storage.migrations import upgrade  # Alembic is only wanted here

    with sentences():
        settings = load(environ)
        engine = open_engine(settings.database.url)
        try:
            refuse_newer(schema_state(engine))
        finally:
            engine.dispose()
        upgrade(settings.database.url)
    print("Cơ sở dữ liệu đã là bản mới nhất.")


def _say(settings: Settings) -> str:
    if settings.database.file is not None and not settings.database.file.exists():
        return "Cơ sở dữ liệu: chưa có, sẽ được tạo khi chạy hocso run."
    engine = open_engine(settings.database.url)
    try:
        state = schema_state(engine)
    finally:
        engine.dispose()
    return {
        SchemaState.CURRENT: "Cơ sở dữ liệu: đúng bản.",
        SchemaState.EMPTY: "Cơ sở dữ liệu: còn trống, hãy chạy hocso migrate.",
        SchemaState.OLDER: "Cơ sở dữ liệu: bản cũ, hãy chạy hocso migrate.",
        SchemaState.NEWER: "Cơ sở dữ liệu: thuộc bản Học số mới hơn, hãy cài lại bản mới.",
    }[state]


def _changed(settings: Settings) -> Iterator[str]:
    """Yield which settings the office changed on its page, and what the file says of them."""
    if settings.database.file is not None and not settings.database.file.exists():
        return
    engine, file = open_engine(settings.database.url), in_file(settings)
    try:
        if schema_state(engine) is not SchemaState.CURRENT:
            return
        with reading(engine) as tx:
            newest = office_settings.newest(tx)
    finally:
        engine.dispose()
    for name in file:
        one = newest.get(name)
        if one is not None and not one.is_from_file:
            written = f"tệp ghi “{file[name]}”" if file[name] else "tệp để trống"
            day = f"{settings.commune.day(one.at):%d/%m/%Y}"
            yield f"{name}: “{one.new}” do {one.by} đặt trên trang Cài đặt ngày {day}; {written}."


def _zalo_bot(settings: Settings) -> str:
    """Say how full the bot is: Zalo serves no more people than that."""
    if settings.database.file is not None and not settings.database.file.exists():
        return f"Zalo Bot: 0/{MOST_PEOPLE} người."
    engine = open_engine(settings.database.url)
    try:
        if schema_state(engine) is not SchemaState.CURRENT:
            return "Zalo Bot: chưa đếm được số người, hãy chạy hocso migrate."
        with reading(engine) as tx:
            count = channel_load.people(tx, "zalo_bot:main")
    finally:
        engine.dispose()
    people = f"Zalo Bot: {count}/{MOST_PEOPLE} người"
    if count < PEOPLE_TO_WARN_AT:
        return f"{people}."
    return f"{people}, gần hết chỗ; hãy mời người tới sau học trên trang học của xã."

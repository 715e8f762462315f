"""`hocso invite`."""

from collections.abc import Mapping

from bot import app
from bot.commands.opening import clock_of, database
from bot.refusing import sentences
from bot.settings import load
from storage.unit import writing


def invite_office(environ: Mapping[str, str]) -> None:
    """Print a link to the office page that opens once."""
    with sentences():
        settings = load(environ)
        with database(settings) as engine:
            now = clock_of(settings, engine).now()
            with writing(engine) as tx:
                path = app.invite_office(tx, now)
                tx.commit()
    address = settings.web.public_url or f"http://127.0.0.1:{settings.web.port}"
    print(f"{address.rstrip('/')}{path}")

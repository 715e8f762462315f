"""One Zalo bot: everything that runs for it, put together, started and stopped."""

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass, field

import structlog
from pydantic import JsonValue
from starlette.routing import Route

from bot.channels.channel import Pictures, Recordings
from bot.channels.zalo_bot.channel import ZaloBotChannel
from bot.channels.zalo_bot.errors import ZaloError
from bot.channels.zalo_bot.halting import Halting
from bot.channels.zalo_bot.polling import Polling
from bot.channels.zalo_bot.reception import Reception
from bot.channels.zalo_bot.request import Client
from bot.channels.zalo_bot.webhook import Webhook
from bot.limits import ZALO_BOT, Budget, Rates
from bot.moving_clock import Clock
from bot.sender import Sender
from bot.writer import Writer
from storage import channel_load

log = structlog.get_logger()

MOST_PEOPLE = 50
"""How many people a free bot serves; the next one gets no answer from Zalo."""

PEOPLE_TO_WARN_AT = 45

_WAITS = (30, 120, 600, 3600)
"""Seconds before the account is presented again; Zalo takes only so many hooks a day, nobody knows how many."""

_COUNTING_SECONDS = 3600


@dataclass(frozen=True, slots=True)
class Terms:
    """How one account is used; with a `secret` events come to its hook, else they are fetched."""

    token: str = field(repr=False)
    base_url: str
    secret: str | None = field(default=None, repr=False)
    public_url: str | None = None
    rates: Rates = ZALO_BOT


class ZaloBotAccount:
    """Receives and sends for one account while it runs."""

    def __init__(
        self,
        name: str,
        terms: Terms,
        writer: Writer,
        clock: Clock,
        pictures: Pictures | None = None,
        recordings: Recordings | None = None,
    ) -> None:
        self._account = f"zalo_bot:{name}"
        self._terms = terms
        self._writer = writer
        self._client = Client(terms.base_url, terms.token)
        budget = Budget(terms.rates)
        self._halting = Halting(self._account, budget)
        channel = ZaloBotChannel(self._account, self._client, self._halting, pictures, recordings)
        self._sender = Sender(channel, writer, clock, budget)
        reception = Reception(self._account, writer)
        self._polling = Polling(self._account, self._client, reception, self._halting)
        self._hook = Webhook(self._account, terms.secret, reception) if terms.secret else None
        self._running: list[asyncio.Task[None]] = []
        self._sending: asyncio.Task[None] | None = None

    def routes(self) -> list[Route]:
        """Return what the server must answer for it."""
        return [self._hook.route()] if self._hook else []

    async def start(self) -> None:
        """Begin; a platform that cannot be reached is tried until it can."""
        self._client.start()
        self._sending = asyncio.create_task(self._sender.run())
        self._run(self._present())
        self._run(self._watch_people())
        if self._hook is None:
            self._run(self._polling.run())

    async def stop(self) -> None:
        """Take nothing more in, let what is in hand be sent and written down, and close."""
        for task in self._running:
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)
        self._sender.stop()
        if self._sending:
            await asyncio.gather(self._sending, return_exceptions=True)
        await self._client.stop()

    def _run(self, work: Coroutine[object, object, None]) -> None:
        self._running.append(asyncio.create_task(work))

    async def _present(self) -> None:
        """Ask Zalo who we are, and tell it where the hook is."""
        failures = 0
        while True:
            try:
                me = await self._client.get_me()
                log.info(
                    "bot_known", account=self._account, bot=_told(me, "account_name"), kind=_told(me, "account_type")
                )
                await self._set_hook()
            except ZaloError as error:
                self._halting.judge(error)
                log.warning("bot_not_presented", account=self._account, reason=error.reason)
                failures += 1
                await asyncio.sleep(_WAITS[min(failures, len(_WAITS)) - 1])
            else:
                return

    async def _set_hook(self) -> None:
        if self._hook is None or self._terms.secret is None or self._terms.public_url is None:
            return
        result = await self._client.set_webhook(self._terms.public_url + self._hook.path, self._terms.secret)
        probe = result.get("verification") if isinstance(result, dict) else None
        if isinstance(probe, dict) and probe.get("ok") is False:
            # The address is kept all the same, and Zalo's probe may come without the secret.
            log.warning("hook_set_but_not_verified", account=self._account, outcome=_told(probe, "outcome"),
                        status=_told(probe, "status_code"), hint=_told(probe, "hint"))  # fmt: skip
        else:
            log.info("hook_set", account=self._account, outcome=_told(probe, "outcome"))

    async def _watch_people(self) -> None:
        """Say at the start how many people this bot has, and from when on it will be full."""
        is_told, warned_at = False, 0
        while True:
            try:
                count = await asyncio.wrap_future(self._writer.write(lambda tx: channel_load.people(tx, self._account)))
            except Exception as error:
                log.warning("people_not_counted", account=self._account, error=type(error).__name__)
            else:
                people = f"{count}/{MOST_PEOPLE}"
                if count >= PEOPLE_TO_WARN_AT and count > warned_at:
                    log.warning("bot_nearly_full", account=self._account, people=people)
                    warned_at = count
                elif not is_told:
                    log.info("bot_people", account=self._account, people=people)
                is_told = True
            await asyncio.sleep(_COUNTING_SECONDS)


def _told(part: JsonValue, name: str) -> str | None:
    """Return what Zalo tells about itself, for the log."""
    value = part.get(name) if isinstance(part, dict) else None
    return None if value is None else str(value)[:200]

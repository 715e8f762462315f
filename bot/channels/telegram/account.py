"""One Telegram account: everything that runs for it, put together, started and stopped."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import structlog
from starlette.routing import Route
from telegram import Bot

from bot.channels.channel import Pictures, Recordings
from bot.channels.telegram.channel import TelegramChannel
from bot.channels.telegram.polling import Polling
from bot.channels.telegram.reception import Reception
from bot.channels.telegram.request import Request
from bot.channels.telegram.update import KINDS
from bot.channels.telegram.webhook import Webhook
from bot.limits import TELEGRAM, Budget, Rates
from bot.moving_clock import Clock
from bot.sender import Sender
from bot.writer import Writer

log = structlog.get_logger()

_RETRY_SECONDS = 30
_HOOK_CONNECTIONS = 100


@dataclass(frozen=True, slots=True)
class Terms:
    """How one account is used; with a `secret` updates come to its hook, else they are fetched."""

    token: str
    base_url: str
    secret: str | None = None
    proxy: str | None = None
    public_url: str | None = None
    rates: Rates = TELEGRAM


class TelegramAccount:
    """Receives and sends for one account while it runs."""

    def __init__(
        self,
        name: str,
        terms: Terms,
        writer: Writer,
        clock: Clock,
        today: Callable[[], date],
        pictures: Pictures | None = None,
        recordings: Recordings | None = None,
    ) -> None:
        account = f"telegram:{name}"
        self._account = account
        self._terms = terms
        self._request = Request(terms.proxy)
        self._bot = Bot(
            terms.token,
            base_url=f"{terms.base_url}/bot",
            request=self._request,
            get_updates_request=self._request,
        )
        budget = Budget(terms.rates)
        self._channel = TelegramChannel(account, self._bot, budget, pictures, recordings)
        self._sender = Sender(self._channel, writer, clock, budget)
        reception = Reception(self._channel, writer, today)
        self._polling = Polling(account, self._bot, self._request, reception)
        self._hook = Webhook(account, terms.secret, reception) if terms.secret else None
        self._receiving: asyncio.Task[None] | None = None
        self._sending: asyncio.Task[None] | None = None

    def routes(self) -> list[Route]:
        """Return what the server must answer for it."""
        return [self._hook.route()] if self._hook else []

    async def start(self) -> None:
        """Begin; a platform that cannot be reached is tried until it can."""
        await self._request.initialize()
        self._sending = asyncio.create_task(self._sender.run())
        if self._hook is None:
            self._receiving = asyncio.create_task(self._polling.run())
        elif self._terms.public_url:
            self._receiving = asyncio.create_task(self._announce(self._terms.public_url + self._hook.path))

    async def stop(self) -> None:
        """Take nothing more in, let what is in hand be sent and written down, and close."""
        if self._receiving:
            self._receiving.cancel()
            await asyncio.gather(self._receiving, return_exceptions=True)
        self._sender.stop()
        if self._sending:
            await asyncio.gather(self._sending, return_exceptions=True)
        await self._channel.stop()
        await self._request.shutdown()

    async def _announce(self, address: str) -> None:
        """Tell Telegram where the hook is."""
        is_reported = False
        while True:
            try:
                await self._bot.set_webhook(
                    address, secret_token=self._terms.secret, allowed_updates=KINDS, max_connections=_HOOK_CONNECTIONS
                )
            except Exception as error:
                if not is_reported:
                    log.warning("hook_not_set", account=self._account, error=type(error).__name__)
                is_reported = True
                await asyncio.sleep(_RETRY_SECONDS)
            else:
                log.info("hook_set", account=self._account)
                return

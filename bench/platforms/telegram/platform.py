"""Telegram on this machine: put together, started and stopped."""

import time
from types import TracebackType

from aiohttp import web
from pydantic import JsonValue

from bench.platforms.telegram.bell import Bell
from bench.platforms.telegram.chats import Chats
from bench.platforms.telegram.control import Control
from bench.platforms.telegram.faults import FaultPlan, Faults
from bench.platforms.telegram.limits import Limits
from bench.platforms.telegram.methods import Methods
from bench.platforms.telegram.page import Page
from bench.platforms.telegram.person import Person
from bench.platforms.telegram.record import Record
from bench.platforms.telegram.server import BotServer
from bench.platforms.telegram.updates import Updates
from bench.platforms.telegram.webhook import Deliveries

TOKEN = "1234567890:loopback-only"  # noqa: S105 - opens nothing but this platform
_LARGEST_BODY = 50 * 1024 * 1024


class TelegramPlatform:
    """A Telegram with one bot; `async with` starts and stops it.

    `faults`, `record` and `limits` may be looked at and changed at any time, from the loop it runs in.
    """

    def __init__(
        self,
        *,
        port: int = 0,
        token: str = TOKEN,
        limits: Limits | None = None,
        plan: FaultPlan | None = None,
        query_seconds: float = 30,
        webhook_pause: float = 0.2,
        webhook_seconds: float = 10,
    ) -> None:
        self.token = token
        self.port = port
        self.limits = limits or Limits()
        self.faults = Faults(plan)
        self.record = Record()
        self._bell = Bell()
        bot: dict[str, JsonValue] = {
            "id": int(token.partition(":")[0]),
            "is_bot": True,
            "first_name": "Học số",
            "username": "hocso_bot",
        }
        self._chats = Chats(bot, query_seconds)
        self._updates = Updates(self.faults, self._bell, first_id=100_001)
        self._webhook = (webhook_pause, webhook_seconds)

    @property
    def url(self) -> str:
        """Return the address without a path, as the setting `base_url` wants it."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def waiting(self) -> int:
        """Return how many updates the bot has not taken yet."""
        return len(self._updates)

    def user(self, chat_id: int, name: str = "") -> Person:
        """Return a person; the first call for a number makes the chat."""
        chat = self._chats.of(chat_id)
        chat.name = name or chat.name
        return Person(chat, self._chats, self._updates, self.faults)

    def numbers(self) -> list[int]:
        """Return the chats in which somebody has written."""
        return self._chats.numbers()

    def inject(self, kind: str, chat_id: int, payload: JsonValue) -> None:
        """Put an update of any kind in front of the bot, however strange."""
        self._updates.put(kind, chat_id, payload)

    def forget_pictures(self) -> None:
        """Know no picture by its name any more; what people see stays."""
        self._chats.forget_pictures()

    async def taken(self, within: float = 5) -> None:
        """Return once the bot has taken every update.

        Raises:
            TimeoutError: when some still wait after so many seconds.
        """
        give_up = time.monotonic() + within
        while self.waiting:
            if time.monotonic() >= give_up:
                raise TimeoutError(f"{self.waiting} updates still wait")
            await self._bell.wait(min(give_up - time.monotonic(), 0.1))

    async def refuse_connections(self) -> None:
        """Take no new connection and cut the open ones, as a platform that is down; what waits is kept."""
        self._bot.close()
        await self._runner.cleanup()

    async def accept_connections(self) -> None:
        """Be there again, at the same address."""
        self._bot = BotServer(self.token, self._methods, self._chats, self.limits, self.faults, self.record)
        app = web.Application(client_max_size=_LARGEST_BODY)
        app.router.add_route("*", "/bot{token}/{method}", self._bot.answer)
        app.add_routes(Control(self).routes())
        app.add_routes(Page(self).routes())
        # A poll whose caller was killed must not compete with the next one.
        self._runner = web.AppRunner(app, access_log=None, handler_cancellation=True, shutdown_timeout=0.2)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self.port, backlog=1024, reuse_address=True)
        await site.start()
        self.port = self._runner.addresses[0][1]

    async def __aenter__(self) -> "TelegramPlatform":
        self._deliveries = Deliveries(self._updates, self.faults, *self._webhook)
        self._methods = Methods(self._chats, self._updates, self._deliveries, self.faults, self._bell)
        await self.accept_connections()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._updates.drop()
        await self._deliveries.close()
        await self.refuse_connections()

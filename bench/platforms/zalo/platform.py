"""Zalo on this machine: put together, started and stopped."""

import time
from types import TracebackType

from aiohttp import web
from pydantic import JsonValue

from bench.platforms.telegram.bell import Bell
from bench.platforms.telegram.limits import Limits, Rate
from bench.platforms.zalo.chats import Chats
from bench.platforms.zalo.control import Control
from bench.platforms.zalo.events import Events
from bench.platforms.zalo.faults import FaultPlan, Faults
from bench.platforms.zalo.methods import Methods
from bench.platforms.zalo.page import Page
from bench.platforms.zalo.person import Person
from bench.platforms.zalo.record import Record
from bench.platforms.zalo.server import BotServer
from bench.platforms.zalo.webhook import Deliveries, Shape

TOKEN = "1234567890:loopback-only"  # noqa: S105 - opens nothing but this platform
_LARGEST_BODY = 10 * 1024 * 1024


class ZaloPlatform:
    """A Zalo with one bot on the free plan; `async with` starts and stops it.

    `faults` and `record` may be looked at and changed at any time, from the loop it runs in. What nobody knows of the
    real one can be chosen: whether it keeps what comes while nobody asks (`keeps_unasked`), how often it brings an
    event to a hook that fails (`hook_tries`), and whether it probes with the secret. `calls_per_second` is where its
    gateway begins to refuse.
    """

    def __init__(
        self,
        *,
        port: int = 0,
        token: str = TOKEN,
        plan: FaultPlan | None = None,
        most_people: int = 50,
        quota: int = 3000,
        calls_per_second: int | None = None,
        keeps_unasked: bool = True,
        shape: Shape = Shape.FLAT,
        hook_tries: int = 1,
        hook_seconds: float = 10,
        probes_with_secret: bool = True,
    ) -> None:
        self.token = token
        self.port = port
        self.faults = Faults(plan)
        self.record = Record()
        rate = Rate(calls_per_second, calls_per_second) if calls_per_second else None
        self._limits = Limits(rate, None)
        self._bell = Bell()
        self._chats = Chats(most_people)
        self._events = Events(self.faults, self._bell, keeps_unasked=keeps_unasked)
        self._hooks = (shape, hook_tries, hook_seconds)
        self._quota = quota
        self._probes_with_secret = probes_with_secret

    @property
    def url(self) -> str:
        """Return the address without a path, as the setting `base_url` wants it."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def waiting(self) -> int:
        """Return how many events the bot has not taken yet."""
        return len(self._events) + len(self._deliveries)

    @property
    def sent(self) -> int:
        """Return how many of the month's messages are used up."""
        return self._methods.sent

    def user(self, number: int, name: str = "") -> Person:
        """Return a person; the first call for a number makes the chat."""
        chat = self._chats.of(number)
        chat.name = name or chat.name
        return Person(chat, self._chats, self._events)

    def numbers(self) -> list[int]:
        """Return the people who have written."""
        return self._chats.numbers()

    def inject(self, event: dict[str, JsonValue], chat: str = "") -> None:
        """Put an event of any kind in front of the bot, however strange."""
        self._events.put(chat, event)

    async def taken(self, within: float = 5) -> None:
        """Return once the bot has taken every event.

        Raises:
            TimeoutError: when some still wait after so many seconds.
        """
        give_up = time.monotonic() + within
        while self.waiting:
            if time.monotonic() >= give_up:
                raise TimeoutError(f"{self.waiting} events still wait")
            await self._bell.wait(min(give_up - time.monotonic(), 0.1))

    async def refuse_connections(self) -> None:
        """Take no new connection and cut the open ones, as a platform that is down; what waits is kept."""
        self._bot.close()
        await self._runner.cleanup()

    async def accept_connections(self) -> None:
        """Be there again, at the same address."""
        self._bot = BotServer(self.token, self._methods, self._limits, self.faults, self.record)
        app = web.Application(client_max_size=_LARGEST_BODY)
        app.router.add_route("*", "/bot{token}/{method}", self._bot.answer)
        app.add_routes(Control(self).routes())
        app.add_routes(Page(self).routes())
        # A poll whose caller was killed must not take the next event.
        self._runner = web.AppRunner(app, access_log=None, handler_cancellation=True, shutdown_timeout=0.2)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self.port, backlog=1024, reuse_address=True)
        await site.start()
        self.port = self._runner.addresses[0][1]

    async def __aenter__(self) -> "ZaloPlatform":
        shape, tries, within = self._hooks
        self._deliveries = Deliveries(self.record, self._bell, shape, tries, within)
        self._events.on_put = self._deliveries.take
        bot: dict[str, JsonValue] = {
            "id": self.token.partition(":")[0],
            "account_name": "bot.hocso",
            "account_type": "BASIC",
            "can_join_groups": False,
        }
        self._methods = Methods(
            bot, self._chats, self._events, self._deliveries, self.faults,
            quota=self._quota, probes_with_secret=self._probes_with_secret,
        )  # fmt: skip
        await self.accept_connections()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._events.drop()
        await self._deliveries.close()
        await self.refuse_connections()

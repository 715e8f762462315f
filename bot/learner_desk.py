"""The desk behind the learner page: where events go in, and where the page finds what to show."""

from random import Random

from bot.channels.browser.desk import ClosedError, Seen
from bot.incoming import Incoming
from bot.intake import UNAVAILABLE
from bot.moving_clock import Clock
from bot.surroundings import Surroundings
from bot.writer import Writer
from conversation.decide import opening
from conversation.message import Message
from conversation.render import Voice, render
from storage.chats import ChatKey


class LearnerDesk:
    """Implements `bot.channels.browser.desk.Desk` over the writer."""

    def __init__(self, writer: Writer, surroundings: Surroundings, clock: Clock) -> None:
        self._writer = writer
        self._surroundings = surroundings
        self._clock = clock

    async def take(self, incoming: Incoming) -> None:
        """Return once the event is kept, or was kept before under the same id.

        Raises:
            ClosedError: when it could not be kept.
        """
        try:
            await self._writer.take(incoming)
        except UNAVAILABLE as error:
            raise ClosedError from error

    async def last(self, account: str, address: str) -> Seen | None:
        """Return the last step of a chat, or None when nothing is stored about it.

        Raises:
            ClosedError: when it could not be read.
        """
        try:
            found = await self._writer.look(ChatKey(account, address))
        except UNAVAILABLE as error:
            raise ClosedError from error
        if found is None:
            return None
        step, message = found
        return Seen(step, message or self.opening(None))

    def opening(self, join_code: str | None) -> Message:
        """Return the first card; it is the same whatever poster was scanned."""
        world = self._surroundings.world()
        now = self._clock.now()
        return render(opening("browser", world, now, Random(0)), Voice(world, has_header=True))  # noqa: S311

    def has_join_code(self, join_code: str) -> bool:
        """Say whether a hamlet of today is joined by this code."""
        world = self._surroundings.world()
        return world.hamlet_of(join_code, world.today(self._clock.now())) is not None

"""A bell that wakes everybody who waits for something to change."""

import asyncio


class Bell:
    """Rings for all who wait at that moment; who comes later waits for the next ring."""

    def __init__(self) -> None:
        self._waiting: set[asyncio.Future[None]] = set()

    def ring(self) -> None:
        """Wake everybody."""
        for waiting in self._waiting:
            if not waiting.done():
                waiting.set_result(None)
        self._waiting.clear()

    async def wait(self, seconds: float) -> None:
        """Return at the next ring, or when the seconds are over."""
        ring = asyncio.get_running_loop().create_future()
        self._waiting.add(ring)
        try:
            await asyncio.wait((ring,), timeout=max(seconds, 0))
        finally:
            self._waiting.discard(ring)
            ring.cancel()

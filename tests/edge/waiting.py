"""Waiting for something that the program does on its own."""

import asyncio
from collections.abc import Callable


async def until(is_so: Callable[[], bool], within: float = 5) -> None:
    """Return as soon as it is so.

    Raises:
        TimeoutError: when it is not after so many seconds.
    """
    async with asyncio.timeout(within):
        while not is_so():  # noqa: ASYNC110 - what is waited for knows nothing of us
            await asyncio.sleep(0.01)

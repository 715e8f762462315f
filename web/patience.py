"""Waiting for what another process counts, for answers that cannot say “ask again in a second”: files and the feed."""

import time
from collections.abc import Callable
from typing import TypeVar

from storage.heavy import NotYetError

T = TypeVar("T")

_LOOK_AGAIN_SECONDS = 0.1
_LONGEST_SECONDS = 30.0


def patiently(ask: Callable[[], T]) -> T:
    """Return the answer as soon as there is one. Every try is a transaction of its own: none is held open meanwhile.

    Raises:
        NotYetError: when there is none after half a minute.
    """
    give_up = time.monotonic() + _LONGEST_SECONDS
    while True:
        try:
            return ask()
        except NotYetError:
            if time.monotonic() >= give_up:
                raise
        time.sleep(_LOOK_AGAIN_SECONDS)

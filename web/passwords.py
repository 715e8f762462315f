"""Passwords and time-based codes: which will do, how they are kept, and whether what was typed is right."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from hmac import compare_digest
from threading import BoundedSemaphore

import pyotp
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from lessons.folding import fold

SHORTEST = 10
LONGEST = 200

_HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
"""What OWASP asks of argon2id at least: 19 MiB, twice over. More would not fit beside the rest on a small machine."""

_AT_ONCE = BoundedSemaphore(1)
_SECONDS_PATIENT = 5

_NOBODYS = _HASHER.hash("nobody has this password")
"""Checked where there is no such account, so that the answer takes as long as for one."""

_COMMON = frozenset(
    {"1234567890", "0123456789", "0987654321", "12345678910", "1111111111", "0000000000", "qwertyuiop", "matkhau123",
     "matkhau1234", "password123", "password1234", "binhdanhocvuso", "hocso12345", "xuanhung123", "iloveyou123"}
)  # fmt: skip
"""What people and guessers try first, folded."""

_CODE_SECONDS = 30


class BusyError(Exception):
    """So many passwords are being checked that this one would have to wait too long."""


def problem_of(password: str, again: str, name: str) -> str:
    """Return the key of what is wrong with a new password, "" when it will do."""
    folded = fold(password).replace(" ", "")
    if len(password) < SHORTEST:
        return "password_short"
    if len(password) > LONGEST:
        return "password_long"
    if folded in _COMMON or len(set(password)) < 4 or folded == fold(name).replace(" ", ""):
        return "password_common"
    return "" if password == again else "password_differs"


def keep(password: str) -> str:
    """Return what is stored of a password.

    Raises:
        BusyError: when too many wait.
    """
    with _turn():
        return _HASHER.hash(password)


def is_right(stored: str | None, typed: str) -> bool:
    """Say whether a password is the one that was stored; with None it is not, and takes as long.

    Raises:
        BusyError: when too many wait.
    """
    with _turn():
        try:
            matches = _HASHER.verify(stored or _NOBODYS, typed[:LONGEST])
        except (VerificationError, InvalidHashError):
            return False
    return matches and stored is not None


def new_secret() -> str:
    """Return a secret for the codes of a phone."""
    return pyotp.random_base32()


def address_of(secret: str, name: str, commune: str) -> str:
    """Return what the QR for the app on the phone says."""
    return pyotp.TOTP(secret).provisioning_uri(name=name, issuer_name=f"Học số {commune}")


def step_of(secret: str, typed: str, now: datetime) -> int | None:
    """Return the number of the code that was typed, also of the one just before and after; None when it is wrong."""
    codes, digits = pyotp.TOTP(secret), "".join(typed.split())
    newest = int(now.timestamp()) // _CODE_SECONDS
    fitting = [
        step
        for step in (newest - 1, newest, newest + 1)
        if compare_digest(codes.generate_otp(step).encode(), digits.encode())
    ]
    return fitting[-1] if fitting else None


@contextmanager
def _turn() -> Iterator[None]:
    """Wait for the one place at which a password is worked on: each takes memory, and a flood of them all of it."""
    if not _AT_ONCE.acquire(timeout=_SECONDS_PATIENT):
        raise BusyError
    try:
        yield
    finally:
        _AT_ONCE.release()

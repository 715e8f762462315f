"""The signed address of a picture: what is on it travels in the address, so nothing has to be kept for it.

Nobody can make up or change an address without the program's secret key, and after its last day it opens nothing.
"""

import hashlib
from datetime import date
from typing import Final, get_args

from itsdangerous import BadData, URLSafeSerializer
from pydantic import TypeAdapter

from conversation.pictures import Picture

_SALT: Final = "papers.cards.address"
"""So that nothing else the program signs with its key is taken for the address of a picture."""

_PICTURES: dict[str, TypeAdapter[Picture]] = {picture.__name__: TypeAdapter(picture) for picture in get_args(Picture)}


def sign(picture: Picture, secret: bytes, until: date) -> str:
    """Return the token that opens this picture up to this local day, inclusive; it fits into a path as it is."""
    kind = type(picture).__name__
    fields = _PICTURES[kind].dump_python(picture, mode="json", exclude={"alt"}, exclude_defaults=True)
    return str(_serializer(secret).dumps([until.isoformat(), kind, fields]))


def read(token: str, secret: bytes, today: date) -> Picture | None:
    """Return the picture a token opens today; None when it is forged, too old, or of a program that drew others."""
    try:
        until, kind, fields = _serializer(secret).loads(token)
        is_open = today <= date.fromisoformat(until)
        return _PICTURES[kind].validate_python(fields) if is_open else None
    except (BadData, KeyError, ValueError):
        return None


def _serializer(secret: bytes) -> URLSafeSerializer:
    return URLSafeSerializer(secret, salt=_SALT, signer_kwargs={"digest_method": hashlib.sha256})

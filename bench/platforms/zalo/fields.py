"""The fields of a call, as a query, a form or JSON; parts of a multipart body are not read, as on the real one."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from aiohttp import web
from pydantic import JsonValue

from bench.platforms.zalo.refusal import bad_request


@dataclass(frozen=True, slots=True)
class Fields:
    """What a call says."""

    values: Mapping[str, JsonValue]

    def text(self, name: str) -> str:
        """Return a text, empty when it is missing."""
        value = self.values.get(name)
        return "" if value is None else value if isinstance(value, str) else json.dumps(value)

    def needed(self, name: str) -> str:
        """Return a text that must not be missing."""
        value = self.text(name)
        if not value.strip():
            raise bad_request(f"The {name} must not be empty")
        return value


async def read(request: web.Request) -> Fields:
    """Read the fields of a call."""
    values: dict[str, JsonValue] = dict(request.query)
    if request.method == "POST" and request.can_read_body:
        if request.content_type == "application/json":
            values |= _parse(await request.read())
        elif request.content_type == "application/x-www-form-urlencoded":
            values |= {name: str(value) for name, value in (await request.post()).items()}
    return Fields(values)


def _parse(body: bytes) -> dict[str, JsonValue]:
    try:
        parsed: JsonValue = json.loads(body) if body else {}
    except ValueError:
        parsed = None
    if not isinstance(parsed, dict):
        raise bad_request("The body must be a JSON object")
    return parsed

"""The fields of a call, however they were sent: as a query, a form, parts or JSON."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from aiohttp import BodyPartReader, web
from pydantic import JsonValue

from bench.platforms.telegram.refusal import RefusedError, bad_request


@dataclass(frozen=True, slots=True)
class Fields:
    """What a call says; `uploads` are the files that came with it, by their names."""

    values: Mapping[str, JsonValue]
    uploads: Mapping[str, bytes] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """Return a text, empty when it is missing."""
        value = self.values.get(name)
        if value is None:
            return ""
        return value if isinstance(value, str) else json.dumps(value)

    def integer(self, name: str, default: int | None = None) -> int:
        """Return a whole number."""
        value = self.values.get(name)
        if value is None or value == "":
            if default is None:
                raise bad_request(f"{name} is empty")
            return default
        try:
            return int(str(value))
        except ValueError:
            raise bad_request(f"{name} must be an integer") from None

    def boolean(self, name: str) -> bool:
        """Return a yes or no, no when it is missing."""
        return str(self.values.get(name, "")).lower() in {"true", "1", "yes"}

    def json(self, name: str) -> JsonValue:
        """Return a value that forms carry as JSON, None when it is missing."""
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        try:
            parsed: JsonValue = json.loads(value) if value else None
        except ValueError:
            raise bad_request(f"can't parse {name} JSON object") from None
        return parsed


async def read(request: web.Request) -> Fields:
    """Read the fields of a call."""
    values: dict[str, JsonValue] = dict(request.query)
    if request.method == "GET" or not request.can_read_body:
        return Fields(values)
    if request.content_type == "application/json":
        return Fields(values | _parse(await request.read()))
    if request.content_type.startswith("multipart/"):
        return await _parts(request, values)
    form = {name: value for name, value in (await request.post()).items() if isinstance(value, str)}
    return Fields(values | form)


async def _parts(request: web.Request, values: Mapping[str, JsonValue]) -> Fields:
    """Read the parts one by one: `post` keeps files that nobody closes when the bot is killed in the middle of one."""
    fields, uploads = dict(values), dict[str, bytes]()
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader) or part.name is None:
            continue
        content = bytes(await part.read())
        if part.filename:
            uploads[part.name] = content
        else:
            fields[part.name] = content.decode(errors="replace")
    return Fields(fields, uploads)


def _parse(body: bytes) -> dict[str, JsonValue]:
    try:
        parsed: JsonValue = json.loads(body) if body else {}
    except ValueError:
        raise _not_json() from None
    if not isinstance(parsed, dict):
        raise _not_json()
    return parsed


def _not_json() -> RefusedError:
    return bad_request("can't parse JSON object")

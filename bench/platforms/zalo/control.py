"""The control API: faults, the record, and people who act, from outside the process."""

from collections.abc import Awaitable, Callable
from dataclasses import asdict
from typing import TYPE_CHECKING, Literal, TypeVar

from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field, JsonValue, ValidationError

from bench.platforms.zalo.faults import FaultPlan
from bench.platforms.zalo.person import NothingToChooseError

if TYPE_CHECKING:
    from bench.platforms.zalo.platform import ZaloPlatform

_Model = TypeVar("_Model", bound=BaseModel)
_Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class _Act(BaseModel):
    model_config = ConfigDict(extra="forbid")
    chat: int = Field(gt=0)
    name: str = ""


class _Say(_Act):
    text: str = Field(min_length=1)


class _Choose(_Act):
    """`option` is the place or the label of one that is shown."""

    option: int | str = 0
    message: int = -1


class _Send(_Act):
    what: Literal["voice", "picture", "sticker", "unsupported", "nothing"]


class Control:
    """JSON in, JSON out; what is wrong is a 400 with a sentence."""

    def __init__(self, platform: "ZaloPlatform") -> None:
        self._platform = platform

    def routes(self) -> list[web.RouteDef]:
        """Return the addresses it answers."""
        return [
            web.get("/control/faults", self._show_faults),
            web.post("/control/faults", _told(self._set_faults)),
            web.get("/control/record", self._show_record),
            web.get("/control/chats/{chat}", self._show_chat),
            web.post("/control/say", _told(self._say)),
            web.post("/control/choose", _told(self._choose)),
            web.post("/control/send", _told(self._send)),
        ]

    async def _show_faults(self, request: web.Request) -> web.StreamResponse:
        return web.json_response(self._platform.faults.remaining().model_dump(mode="json"))

    async def _set_faults(self, request: web.Request) -> web.StreamResponse:
        self._platform.faults.set(await _read(request, FaultPlan))
        return await self._show_faults(request)

    async def _show_record(self, request: web.Request) -> web.StreamResponse:
        since = request.query.get("since", "0")
        record = self._platform.record
        deliveries: list[JsonValue] = [asdict(one) for one in record.deliveries]
        calls = record.as_json(int(since) if since.isdecimal() else 0)
        shown = {
            "calls": calls,
            "deliveries": deliveries,
            "waiting": self._platform.waiting,
            "sent": self._platform.sent,
        }
        return web.json_response(shown)

    async def _show_chat(self, request: web.Request) -> web.StreamResponse:
        number = request.match_info["chat"]
        history = self._platform.user(int(number)).history if number.isdecimal() and int(number) else []
        messages: list[JsonValue] = [asdict(shown) for shown in history]
        return web.json_response({"messages": messages})

    async def _say(self, request: web.Request) -> web.StreamResponse:
        act = await _read(request, _Say)
        self._platform.user(act.chat, act.name).say(act.text)
        return _done()

    async def _choose(self, request: web.Request) -> web.StreamResponse:
        act = await _read(request, _Choose)
        self._platform.user(act.chat, act.name).choose(act.option, act.message)
        return _done()

    async def _send(self, request: web.Request) -> web.StreamResponse:
        act = await _read(request, _Send)
        person = self._platform.user(act.chat, act.name)
        match act.what:
            case "voice":
                person.send_voice()
            case "picture":
                person.send_picture()
            case "sticker":
                person.send_sticker()
            case "unsupported":
                person.send_unsupported()
            case "nothing":
                person.send_unsupported(has_message=False)
        return _done()


async def _read(request: web.Request, model: type[_Model]) -> _Model:
    return model.model_validate_json(await request.read())


def _done() -> web.Response:
    return web.json_response({"ok": True})


def _told(handler: _Handler) -> _Handler:
    async def answer(request: web.Request) -> web.StreamResponse:
        try:
            return await handler(request)
        except (ValidationError, NothingToChooseError) as error:
            return web.json_response({"ok": False, "error": str(error)}, status=400)

    return answer

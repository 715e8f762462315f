"""Answers `/bot<token>/<method>`: judges a call, lets it take effect, and fails where it was asked to."""

import asyncio
import json
import socket
import struct
import time
from dataclasses import dataclass, field, replace

from aiohttp import web
from pydantic import JsonValue

from bench.platforms.telegram.limits import Limits
from bench.platforms.zalo.faults import Fault, Faults
from bench.platforms.zalo.fields import Fields, read
from bench.platforms.zalo.methods import Method, Methods
from bench.platforms.zalo.record import Call, Record
from bench.platforms.zalo.refusal import RefusedError, internal, not_found, quota_exceeded, timed_out, unauthorized

_ERROR_PAGE = "<html>\r\n<head><title>{title}</title></head>\r\n<body><h1>{title}</h1><hr>nginx</body>\r\n</html>\r\n"
_PAGES = {
    Fault.TOO_FAST: (429, "429 Too Many Requests"),
    Fault.SERVER_ERROR: (500, "500 Internal Server Error"),
    Fault.BAD_GATEWAY: (502, "502 Bad Gateway"),
    Fault.GATEWAY_TIMEOUT: (504, "504 Gateway Time-out"),
    Fault.HTML: (200, "Wi-Fi"),
}
_REFUSALS = {
    Fault.QUOTA: quota_exceeded,
    Fault.UNAUTHORIZED: unauthorized,
    Fault.INTERNAL: internal,
    Fault.REQUEST_TIMEOUT: timed_out,
}
_AFTER = {Fault.RESET_AFTER, Fault.TIMEOUT_AFTER}
_TIMEOUTS = {Fault.TIMEOUT_BEFORE, Fault.TIMEOUT_AFTER}
_ABORT = struct.pack("ii", 1, 0)
"""The linger option that makes a closing connection a reset one."""


@dataclass(slots=True)
class BotServer:
    """The bot API of one token."""

    token: str
    methods: Methods
    limits: Limits
    faults: Faults
    record: Record
    _closing: asyncio.Event = field(default_factory=asyncio.Event)

    def close(self) -> None:
        """Let calls that hang end."""
        self._closing.set()

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """Answer one call."""
        name = request.match_info["method"]
        if self.limits.wait(None, time.monotonic()):
            self.record.calls.append(Call(time.monotonic(), name, "", "", 429, fault=Fault.TOO_FAST))
            return _page(Fault.TOO_FAST)
        try:
            if request.match_info["token"] != self.token:
                raise unauthorized()
            if (method := self.methods.by_name.get(name)) is None:
                raise not_found()
            fields = await read(request)
        except RefusedError as refusal:
            return self._refuse(Call(time.monotonic(), name, "", ""), refusal)
        asked = Call(time.monotonic(), name, fields.text("chat_id"), fields.text("text") or fields.text("caption"))
        fault = self.faults.of_call(name, asked.chat)
        if fault is None or fault in _AFTER:
            return await self._judge(request, asked, method, fields, fault)
        return await self._fail(request, asked, fault)

    async def _judge(
        self, request: web.Request, asked: Call, method: Method, fields: Fields, fault: Fault | None
    ) -> web.StreamResponse:
        try:
            result = await method(fields)
        except RefusedError as refusal:
            return self._refuse(replace(asked, picture=refusal.picture), refusal)
        judged = replace(asked, is_accepted=True, message_id=result.message_id, picture=result.picture)
        if fault is not None:
            self.record.calls.append(replace(judged, status=0, fault=fault))
            return await self._drop(request, fault)
        self.record.calls.append(judged)
        body: dict[str, JsonValue] = {"ok": True, "error_code": 0}
        return _respond(body if result.value is None else {**body, "result": result.value})

    async def _fail(self, request: web.Request, asked: Call, fault: Fault) -> web.StreamResponse:
        if fault in _REFUSALS:
            return self._refuse(replace(asked, fault=fault), _REFUSALS[fault]())
        if fault in _PAGES:
            self.record.calls.append(replace(asked, status=_PAGES[fault][0], fault=fault))
            return _page(fault)
        self.record.calls.append(replace(asked, status=0, fault=fault))
        return await self._drop(request, fault)

    def _refuse(self, asked: Call, refusal: RefusedError) -> web.Response:
        self.record.calls.append(replace(asked, error_code=refusal.code, description=refusal.description))
        return _respond(refusal.envelope())

    async def _drop(self, request: web.Request, fault: Fault) -> web.StreamResponse:
        if fault in _TIMEOUTS:
            try:
                async with asyncio.timeout(self.faults.plan.hang_seconds):
                    await self._closing.wait()
            except TimeoutError:
                pass
        transport = request.transport
        if transport is not None:
            connection = transport.get_extra_info("socket")
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _ABORT)
            transport.abort()
        return web.Response(status=500)  # nobody gets it: the connection is gone


def _page(fault: Fault) -> web.Response:
    status, title = _PAGES[fault]
    return web.Response(status=status, text=_ERROR_PAGE.format(title=title), content_type="text/html")


def _respond(body: dict[str, JsonValue]) -> web.Response:
    return web.Response(
        text=json.dumps(body, separators=(",", ":"), ensure_ascii=False), content_type="application/json"
    )

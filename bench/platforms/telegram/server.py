"""Answers `/bot<token>/<method>`: judges a call, lets it take effect, and fails where it was asked to."""

import asyncio
import json
import socket
import struct
import time
from dataclasses import dataclass, field, replace

from aiohttp import web
from pydantic import JsonValue

from bench.platforms.telegram.chats import Chats
from bench.platforms.telegram.faults import Fault, Faults
from bench.platforms.telegram.fields import Fields, read
from bench.platforms.telegram.limits import Limits
from bench.platforms.telegram.markup import keyboard
from bench.platforms.telegram.methods import Method, Methods
from bench.platforms.telegram.record import Call, Record
from bench.platforms.telegram.refusal import RefusedError, too_many

_ERROR_PAGE = "<html><head><title>{title}</title></head><body><center><h1>{title}</h1></center></body></html>"
_PAGES = {
    Fault.SERVER_ERROR: (500, "500 Internal Server Error"),
    Fault.BAD_GATEWAY: (502, "502 Bad Gateway"),
    Fault.HTML: (200, "Wi-Fi"),
}
_MESSAGES = {"sendMessage", "sendPhoto", "sendVoice"}
_LIMITED = _MESSAGES | {"answerCallbackQuery"}
_AFTER = {Fault.RESET_AFTER, Fault.TIMEOUT_AFTER}
_TIMEOUTS = {Fault.TIMEOUT_BEFORE, Fault.TIMEOUT_AFTER}
_ABORT = struct.pack("ii", 1, 0)
"""The linger option that makes a closing connection a reset one."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The status and the JSON body of an answer."""

    status: int
    body: dict[str, JsonValue]


@dataclass(slots=True)
class BotServer:
    """The Bot API of one token."""

    token: str
    methods: Methods
    chats: Chats
    limits: Limits
    faults: Faults
    record: Record
    _closing: asyncio.Event = field(default_factory=asyncio.Event)

    def close(self) -> None:
        """Let calls that hang end."""
        self._closing.set()

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """Answer one call."""
        if request.match_info["token"] != self.token:
            return _refuse(RefusedError(401, "Unauthorized"))
        try:
            name, method = self.methods.by_name[request.match_info["method"].lower()]
        except KeyError:
            return _refuse(RefusedError(404, "Not Found"))
        try:
            fields = await read(request)
        except RefusedError as refusal:
            return _refuse(refusal)
        asked = self._call(name, fields)
        fault = self.faults.of_call(name, asked.chat)
        if fault is None or fault in _AFTER:
            answer, judged = await self._judge(asked, method, fields)
            if fault is None:
                self.record.calls.append(judged)
                return _respond(answer.status, answer.body)
            self.record.calls.append(replace(judged, status=0, fault=fault))
            return await self._drop(request, fault)
        return await self._fail(request, asked, fault)

    def _call(self, method: str, fields: Fields) -> Call:
        try:
            chat = fields.integer("chat_id", 0) or self.chats.asker(fields.text("callback_query_id"))
            buttons = keyboard(fields.json("reply_markup"))
        except RefusedError:
            chat, buttons = None, ()
        text = fields.text("text") or fields.text("caption")
        uploaded = sum(map(len, fields.uploads.values()))
        return Call(time.monotonic(), method, chat, text, buttons, 200, False, uploaded=uploaded)

    def _limit(self, asked: Call) -> None:
        if asked.method not in _LIMITED:
            return
        chat = asked.chat if asked.method in _MESSAGES else None
        if wait := self.limits.wait(chat, time.monotonic()):
            raise too_many(wait)

    async def _judge(self, asked: Call, method: Method, fields: Fields) -> tuple[Answer, Call]:
        try:
            self._limit(asked)
            result = await method(fields)
        except RefusedError as refusal:
            judged = replace(asked, status=refusal.status, description=refusal.description)
            return Answer(refusal.status, refusal.envelope()), judged
        shown = result.get("message_id") if isinstance(result, dict) else None
        message_id = shown if isinstance(shown, int) else None
        return Answer(200, {"ok": True, "result": result}), replace(asked, is_accepted=True, message_id=message_id)

    async def _fail(self, request: web.Request, asked: Call, fault: Fault) -> web.StreamResponse:
        if fault is Fault.TOO_MANY:
            refusal = too_many(self.faults.plan.retry_after)
            self.record.calls.append(replace(asked, status=429, fault=fault, description=refusal.description))
            return _refuse(refusal)
        if fault in _PAGES:
            status, title = _PAGES[fault]
            self.record.calls.append(replace(asked, status=status, fault=fault))
            return web.Response(status=status, text=_ERROR_PAGE.format(title=title), content_type="text/html")
        self.record.calls.append(replace(asked, status=0, fault=fault))
        return await self._drop(request, fault)

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


def _refuse(refusal: RefusedError) -> web.Response:
    return _respond(refusal.status, refusal.envelope())


def _respond(status: int, body: dict[str, JsonValue]) -> web.Response:
    text = json.dumps(body, separators=(",", ":"))  # as the real one writes it: no spaces, only ASCII
    return web.Response(status=status, text=text, content_type="application/json")

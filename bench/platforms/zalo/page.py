"""The page on which a person talks to the bot, as anybody, without JavaScript."""

import time
from pathlib import Path
from typing import TYPE_CHECKING

from aiohttp import web
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bench.platforms.zalo.person import Person

if TYPE_CHECKING:
    from bench.platforms.zalo.platform import ZaloPlatform

_PATIENCE = 3.0
_QUIET = 0.4
"""Seconds without a new message after which the bot is taken to have finished."""


class Page:
    """Plain forms: a POST acts, waits a moment for the bot, and shows the chat again."""

    def __init__(self, platform: "ZaloPlatform") -> None:
        self._platform = platform
        templates = FileSystemLoader(Path(__file__).parent / "templates")
        self._template = Environment(loader=templates, autoescape=True, undefined=StrictUndefined).get_template(
            "chat.html"
        )

    def routes(self) -> list[web.RouteDef]:
        """Return the addresses it answers."""
        return [web.get("/", self._show), web.post("/say", self._say)]

    async def _show(self, request: web.Request) -> web.StreamResponse:
        person = self._platform.user(_number(request.query.get("chat")))
        page = self._template.render(
            chat=person.number,
            known=self._platform.numbers(),
            history=person.history,
            options=person.messages[-1].options if person.messages else (),
            count=len(person.messages),
            is_served=person.is_served,
        )
        return web.Response(text=page, content_type="text/html")

    async def _say(self, request: web.Request) -> web.StreamResponse:
        form = await request.post()
        person = self._platform.user(_number(form.get("chat")))
        before = len(person.messages)
        if text := str(form.get("text", "")).strip():
            person.say(text)
            await _settled(person, before)
        return web.Response(status=303, headers={"Location": f"/?chat={person.number}#cuoi"})


async def _settled(person: Person, before: int) -> None:
    give_up = time.monotonic() + _PATIENCE
    try:
        while True:
            before = len(await person.wait_for(before + 1, give_up - time.monotonic()))
            give_up = min(give_up, time.monotonic() + _QUIET)
    except TimeoutError:
        return


def _number(value: object, default: int = 1) -> int:
    text = str(value)
    return int(text) if text.isdecimal() and len(text) < 16 else default

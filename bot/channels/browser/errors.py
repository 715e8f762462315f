"""A kind page instead of bare words when an address does not exist or the program fails."""

from fastapi import FastAPI
from fastapi.exception_handlers import http_exception_handler
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from bot.channels.browser.look import Look

_NO_SUCH_PAGE = (404, 405)


def answer_kindly(app: FastAPI, look: Look) -> None:
    """Let the application answer its errors with pages; what failed is still raised, and logged, after the answer."""

    async def refuse(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)  # noqa: S101 - registered for nothing else
        if error.status_code in _NO_SUCH_PAGE:
            return look.problem("not_found", 404)
        return await http_exception_handler(request, error)

    async def fail(request: Request, error: Exception) -> Response:
        return look.problem("failed", 500)

    app.add_exception_handler(HTTPException, refuse)
    app.add_exception_handler(Exception, fail)

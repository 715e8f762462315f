"""The addresses of the preview, for this machine only."""

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.preview.views import SCRIPT, STYLES, Preview

HOSTS = ["127.0.0.1", "localhost"]
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


def serve(preview: Preview) -> Starlette:
    """Return the pages; they answer to no other name than this machine's own."""

    def index(_: Request) -> Response:
        return HTMLResponse(preview.index(), headers=_HEADERS)

    def lesson(request: Request) -> Response:
        page = preview.lesson(request.path_params["name"])
        return HTMLResponse(page or preview.missing(), 200 if page else 404, headers=_HEADERS)

    def picture(request: Request) -> Response:
        file = preview.picture(request.path_params["name"])
        return FileResponse(file, headers=_HEADERS) if file else PlainTextResponse("", 404)

    def handout(request: Request) -> Response:
        made = preview.handout(request.path_params["name"])
        if isinstance(made, bytes):
            return Response(made, media_type="application/pdf", headers=_HEADERS)
        return HTMLResponse(made or preview.missing(), 404, headers=_HEADERS)

    def style(_: Request) -> Response:
        both = "\n".join(file.read_text(encoding="utf-8") for file in STYLES)
        return Response(both, media_type="text/css; charset=utf-8", headers=_HEADERS)

    def script(_: Request) -> Response:
        return FileResponse(SCRIPT, media_type="text/javascript; charset=utf-8", headers=_HEADERS)

    def version(_: Request) -> Response:
        return PlainTextResponse(preview.version(), headers=_HEADERS)

    routes = [
        Route("/", index),
        Route("/bai/{name}", lesson),
        Route("/hinh/{name}", picture),
        Route("/phat-tay/{name}.pdf", handout),
        Route("/xem-thu.css", style),
        Route("/xem-thu.js", script),
        Route("/moi-nhat", version),
    ]
    return Starlette(routes=routes, middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=HOSTS)])

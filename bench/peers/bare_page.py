"""A bare page on the same web stack: a form is posted, the browser sent back, a template shown; nothing is kept."""

import sys

import uvicorn
from fastapi import FastAPI
from jinja2 import Environment
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

_PAGE = Environment(autoescape=True).from_string(
    '<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>Trang</title></head><body><main>'
    "<p>{{ text }}</p>"
    '<form method="post" action="/hoc"><input type="hidden" name="step" value="{{ step }}">'
    '{% for label in labels %}<button name="button" value="p.1.{{ loop.index0 }}">{{ label }}</button>{% endfor %}'
    "</form></main></body></html>"
)
_TEXT = "Người xưng công an dọa bắt bác, giục chuyển năm triệu ngay bây giờ. Bác làm gì?"
_LABELS = ("Nói thêm để giải thích cho rõ", "Chuyển một ít cho yên chuyện", "Tắt máy, không nói nữa")

app = FastAPI(openapi_url=None)


@app.get("/readyz")
async def ready() -> Response:
    """Say that the page is served."""
    return Response("ok")


@app.get("/hoc")
async def show() -> Response:
    """Show the one page there is."""
    return HTMLResponse(_PAGE.render(text=_TEXT, labels=_LABELS, step=1))


@app.post("/hoc")
async def answer(request: Request) -> Response:
    """Read the form and send the browser back."""
    await request.body()
    return RedirectResponse("/hoc", 303)


if __name__ == "__main__":
    uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[1]), log_config=None, access_log=False)

"""The feed: the same figures as on the pages, for programs of the district and the province.

What goes out here leaves the office: figures about one to four people are hidden.
"""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import Annotated, Literal

from fastapi import Depends, FastAPI, Path, Query
from fastapi.encoders import jsonable_encoder
from fastapi.exceptions import RequestValidationError
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from campaign.feed import Scope
from campaign.units import UnitKind
from papers import score_feed
from papers.participation import Audience, to_csv, to_json
from papers.score_feed import BlockScores
from storage import figures, freezing, readers, score_tables
from storage.figures import Table
from storage.heavy import Ask, NotYetError, answer
from storage.readers import Reader
from storage.standing import Standing
from web.api_schema import PARTICIPATION_EXAMPLE, SCORES_EXAMPLE, Mistake, Participation, Scores
from web.door import Transaction
from web.look import Look
from web.patience import patiently

HOME = "/api"
VERSION = "1.0"

_HEADERS = {"Cache-Control": "private, no-cache", "X-Content-Type-Options": "nosniff", "X-Robots-Tag": "noindex"}
_MISTAKES: dict[int | str, dict[str, object]] = {
    422: {"model": Mistake, "description": "Câu hỏi chưa đúng."},
    401: {"model": Mistake, "description": "Thiếu mã đọc, hoặc mã không còn dùng được."},
    403: {"model": Mistake, "description": "Mã đọc không mở phần này."},
}
_EARLIEST = date(2020, 1, 1)


class _Said(Exception):  # noqa: N818 - an answer to the reader
    """A question that is answered with one sentence; `key` names it among the texts."""

    def __init__(self, key: str, status: int) -> None:
        super().__init__(key)
        self.key, self.status = key, status


@dataclass(frozen=True, slots=True)
class Feed:
    """What the feed answers from; `code` and `name` are the commune's, `clock` tells an aware moment.

    `ask` answers heavy questions.
    """

    read: Transaction
    write: Transaction
    clock: Callable[[], datetime]
    timezone: tzinfo
    keeper: Standing
    code: str
    name: str
    ask: Ask = answer

    def today(self) -> date:
        """Return the local date."""
        return self.clock().astimezone(self.timezone).date()

    def participation(self, tx: Connection, first: date, last: date, kind: UnitKind) -> Table:
        """Return the table of these days.

        Raises:
            NotYetError: when `ask` lets another process count, and it is not done.
        """
        return figures.participation(tx, first, last, self.today(), self.keeper, kind, self.ask)

    def as_json(self, table: Table) -> str:
        """Return a table as readers and the pushed address get it."""
        told = json.loads(to_json(table, min(table.last, self.today()), Audience.OUTSIDE))
        return json.dumps({"commune": {"code": self.code, "name": self.name}, **told}, ensure_ascii=False)

    def scores(self, tx: Connection, year: int) -> list[BlockScores]:
        """Return the blocks of a year with what was frozen of each."""
        return [BlockScores(one, freezing.latest(tx, one.id)) for one in score_tables.of_year(tx, year)]


def api(feed: Feed, look: Look) -> FastAPI:
    """Return the feed as a program of its own, to be mounted at `/api`."""
    say = look.texts["api"]
    app = FastAPI(
        title=say["title"].format(commune=feed.name),
        description=say["about"],
        version=VERSION,
        docs_url=None,
        redoc_url=None,
        servers=[{"url": HOME}],
        root_path_in_servers=False,
    )
    _add_mistakes(app, look)
    _add_docs(app, look)
    _add_participation(app, feed)
    _add_scores(app, feed)
    return app


_TOKEN = HTTPBearer(auto_error=False, description="Mã đọc do xã cấp: hocso invite reader.")
_Token = Annotated[HTTPAuthorizationCredentials | None, Depends(_TOKEN)]


def _let_in(feed: Feed, token: HTTPAuthorizationCredentials | None, scope: Scope) -> None:
    """Let a reader in.

    Raises:
        _Said: when the token is nobody's any more, or does not open this part.
    """
    typed, today = token.credentials if token else "", feed.today()
    reader: Reader | None = feed.read(lambda tx: readers.find(tx, typed)) if typed else None
    if reader is None or reader.is_revoked or today > reader.until:
        raise _Said("no_token", 401)
    if not reader.may_read(scope, today):
        raise _Said("no_scope", 403)
    if reader.read_on != today:
        reader_id = reader.id
        feed.write(lambda tx: readers.note_read(tx, reader_id, today))


def _add_participation(app: FastAPI, feed: Feed) -> None:
    @app.get(
        "/v1/participation",
        summary="Số người tham gia theo đơn vị",
        responses={
            200: {
                "model": Participation,
                "description": "Bảng tham gia của những ngày được hỏi.",
                "content": {"application/json": {"example": PARTICIPATION_EXAMPLE}, "text/csv": {}},
            },
            304: {"description": "Không có gì mới từ lần đọc trước (If-None-Match)."},
            503: {"model": Mistake, "description": "Máy đang cộng số liệu; xin hỏi lại sau một phút."},
            **_MISTAKES,
        },
    )
    def participation(
        request: Request,
        token: _Token,
        first: Annotated[date | None, Query(alias="from", description="Từ ngày; không ghi là từ 1 tháng 1.")] = None,
        last: Annotated[date | None, Query(alias="to", description="Đến hết ngày; không ghi là hôm nay.")] = None,
        kind: Annotated[UnitKind, Query(description="Loại đơn vị.")] = UnitKind.HAMLET,
        form: Annotated[Literal["json", "csv"], Query(alias="format", description="Dạng trả về.")] = "json",
    ) -> Response:
        """Trả bảng tham gia; số của 1 đến 4 người là null và có tên trong hidden."""
        _let_in(feed, token, Scope.PARTICIPATION)
        today = feed.today()
        begin, end = first or (last or today).replace(month=1, day=1), last or today
        if not _EARLIEST <= begin <= min(end, today):
            raise _Said("no_days", 422)
        try:
            table = patiently(lambda: feed.read(lambda tx: feed.participation(tx, begin, end, kind)))
        except NotYetError:
            raise _Said("not_yet", 503) from None
        if form == "csv":
            return _answer(request, to_csv(table, Audience.OUTSIDE), "text/csv; charset=utf-8")
        return _answer(request, feed.as_json(table), "application/json")


def _add_scores(app: FastAPI, feed: Feed) -> None:
    @app.get(
        "/v1/scores/{year}",
        summary="Điểm thi đua đã chốt của một năm",
        responses={
            200: {
                "model": Scores,
                "description": "Các khối của năm; khối chưa chốt thì chưa có điểm.",
                "content": {"application/json": {"example": SCORES_EXAMPLE}, "text/csv": {}},
            },
            304: {"description": "Không có gì mới từ lần đọc trước (If-None-Match)."},
            **_MISTAKES,
        },
    )
    def scores(
        request: Request,
        token: _Token,
        year: Annotated[int, Path(ge=2020, le=2100, description="Năm.")],
        form: Annotated[Literal["json", "csv"], Query(alias="format", description="Dạng trả về.")] = "json",
    ) -> Response:
        """Trả điểm đã chốt, kèm mã băm của bản chốt; điểm là chuỗi có đủ chữ số lẻ."""
        _let_in(feed, token, Scope.SCORES)
        blocks = feed.read(lambda tx: feed.scores(tx, year))
        if form == "csv":
            return _answer(request, score_feed.to_csv(blocks), "text/csv; charset=utf-8")
        commune = {"code": feed.code, "name": feed.name}
        return _answer(request, score_feed.to_json(year, blocks, commune), "application/json")


def _answer(request: Request, body: str, kind: str) -> Response:
    sent = body.encode()
    mark = f'"{hashlib.sha256(sent).hexdigest()[:32]}"'
    headers = {**_HEADERS, "ETag": mark, "Vary": "Authorization"}
    known = {one.strip().removeprefix("W/") for one in request.headers.get("if-none-match", "").split(",")}
    if known & {mark, "*"}:
        return Response(status_code=304, headers=headers)
    return Response(sent, media_type=kind, headers=headers)


def _add_mistakes(app: FastAPI, look: Look) -> None:
    say = look.texts["api"]

    @app.exception_handler(_Said)
    def told(request: Request, said: _Said) -> Response:
        headers = {**_HEADERS, "WWW-Authenticate": "Bearer"} if said.status == 401 else _HEADERS
        return JSONResponse({"error": say[said.key]}, said.status, headers)

    @app.exception_handler(RequestValidationError)
    def not_understood(request: Request, error: RequestValidationError) -> Response:
        names = ", ".join(sorted({str(one["loc"][-1]) for one in error.errors()}))
        return JSONResponse({"error": say["not_understood"].format(names=names)}, 422, _HEADERS)

    @app.exception_handler(404)
    def unknown(request: Request, error: Exception) -> Response:
        return JSONResponse({"error": say["no_page"]}, 404, _HEADERS)


def _add_docs(app: FastAPI, look: Look) -> None:
    @app.get("/docs", include_in_schema=False)
    def docs() -> Response:
        described = jsonable_encoder(app.openapi())
        examples = [json.dumps(one, ensure_ascii=False, indent=2) for one in (PARTICIPATION_EXAMPLE, SCORES_EXAMPLE)]
        return look.page("api.html", {"described": described, "examples": examples})

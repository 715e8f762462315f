"""The feed: who may read, that its figures are those of the export, and that it tells when nothing is new."""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import schemathesis
from fastapi import FastAPI
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.schemas import APIOperation
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from campaign.feed import Scope
from campaign.units import UnitKind
from papers.participation import Audience, to_json
from storage import figures, readers
from storage.standing import Standing
from tests.edge.inprocess import Browser
from tests.edge.office import NOW, TODAY, Hall, hall, let_people_learn
from web.api import HOME, Feed, api
from web.look import Look

OpenApiCase = schemathesis.Case[APIOperation[Any, Any, Any, Any]]
PATH = "/v1/participation"


@pytest.fixture
def place() -> Iterator[Hall]:
    with hall() as place:
        let_people_learn(place)
        yield place


@pytest.fixture
def feed(place: Hall) -> Feed:
    zone = ZoneInfo("Asia/Ho_Chi_Minh")
    return Feed(place.read, place.write, lambda: place.now, zone, Standing(), "14122", "xã Xuân Hưng")


@pytest.fixture
def program(feed: Feed) -> Iterator[Browser]:
    with Browser(api(feed, Look("xã Xuân Hưng"))) as program:
        yield program


def _token(place: Hall, *scopes: Scope, until: date = TODAY) -> dict[str, str]:
    chosen = scopes or (Scope.PARTICIPATION,)
    token = place.write(lambda tx: readers.invite(tx, "Sở KH&CN", chosen, until, "thử", NOW))
    return {"Authorization": f"Bearer {token}"}


def test_a_reader_gets_the_figures_of_the_export_with_few_people_hidden(place: Hall, program: Browser) -> None:
    answer = program.get(PATH, _token(place))
    assert answer.status_code == 200
    told = answer.json()
    table = place.read(
        lambda tx: figures.participation(tx, date(2026, 1, 1), TODAY, TODAY, Standing(), UnitKind.HAMLET)
    )
    assert told.pop("commune") == {"code": "14122", "name": "xã Xuân Hưng"}
    assert told == json.loads(to_json(table, TODAY, Audience.OUTSIDE))
    assert any(unit["hidden"] for unit in told["units"])


@pytest.mark.parametrize("header", [{}, {"Authorization": "Bearer x"}, {"Authorization": "Basic eDp5"}])
def test_nobody_else_is_let_in(program: Browser, header: dict[str, str]) -> None:
    answer = program.get(PATH, header)
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert "mã mới" in answer.json()["error"]


def test_a_token_ends_with_its_last_day(place: Hall, program: Browser) -> None:
    header = _token(place, until=TODAY)
    assert program.get(PATH, header).status_code == 200
    place.now = NOW + timedelta(days=1)
    assert program.get(PATH, header).status_code == 401


def test_a_revoked_token_opens_nothing(place: Hall, program: Browser) -> None:
    header = _token(place)
    [one] = place.read(readers.everybody)
    place.write(lambda tx: readers.revoke(tx, one.id, "thử", NOW))
    assert program.get(PATH, header).status_code == 401


def test_a_token_opens_only_its_own_part(place: Hall, program: Browser) -> None:
    assert program.get(PATH, _token(place, Scope.SCORES)).status_code == 403


def test_a_reader_is_told_when_nothing_is_new(place: Hall, program: Browser) -> None:
    header = _token(place)
    first = program.get(PATH, header)
    again = program.get(PATH, {**header, "If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    let_people_learn(place)
    assert program.get(PATH, {**header, "If-None-Match": first.headers["ETag"]}).status_code == 200


def test_csv_has_the_same_participants(place: Hall, program: Browser) -> None:
    header = _token(place)
    total = program.get(PATH, header).json()["totals"]["participants"]
    answer = program.get(f"{PATH}?format=csv", header)
    assert answer.headers["Content-Type"].startswith("text/csv")
    names, *lines = [line.split(",") for line in answer.text.splitlines()]
    [of_total] = [line for line in lines if line[0] == "total"]
    assert of_total[names.index("participants")] == str(total)


@pytest.mark.parametrize(
    "query",
    ["from=ẫ", "to=2026-13-01", "kind=xóm", "from=2026-11-20&to=2026-11-19", "from=2031-01-01", "from=1999-01-01"],
)
def test_a_question_that_is_none_is_answered_with_what_to_do(place: Hall, program: Browser, query: str) -> None:
    answer = program.get(f"{PATH}?{query}", _token(place))
    assert answer.status_code == 422
    assert answer.json()["error"]


def test_the_list_of_readers_says_who_read_when(place: Hall, program: Browser) -> None:
    header = _token(place)
    assert [one.read_on for one in place.read(readers.everybody)] == [None]
    program.get(PATH, header)
    [one] = place.read(readers.everybody)
    assert (one.name, one.read_on) == ("Sở KH&CN", TODAY)


def test_the_description_is_a_page_without_anything_from_elsewhere(program: Browser) -> None:
    page = program.get("/docs")
    assert page.status_code == 200
    assert "/api/v1/participation" in page.text
    assert "http://" not in page.text.replace("http://www.w3.org", "")
    assert "https://" not in page.text


def test_whatever_is_asked_the_feed_answers_as_it_describes(place: Hall, feed: Feed) -> None:
    whole = FastAPI()
    whole.mount(HOME, api(feed, Look("xã Xuân Hưng")))
    schema = schemathesis.openapi.from_asgi(f"{HOME}/openapi.json", whole)
    headers = _token(place, *Scope)
    checks = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]

    @given(case=st.one_of(*(schema[path]["GET"].as_strategy() for path in (PATH, "/v1/scores/{year}"))))
    @settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    def answers(case: OpenApiCase) -> None:
        case.validate_response(case.call(headers=headers), checks=checks)

    answers()

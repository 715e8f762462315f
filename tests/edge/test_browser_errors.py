"""Addresses that do not exist and a program that fails are answered in kind words, never with a traceback."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from fastapi import FastAPI

from bot.channels import browser
from bot.channels.browser import Look, answer_kindly
from tests.edge.inprocess import Browser


@pytest.fixture
def visitor() -> Iterator[Browser]:
    app = FastAPI()
    answer_kindly(app, Look("xã Xuân Hưng"))

    @app.get("/hong")
    def break_down() -> None:
        raise RuntimeError("bí mật: ẫ")

    with Browser(app) as client:
        yield client


@pytest.mark.parametrize("path", ["/", "/khong-co", "/%00", "/" + "a" * 2_000])
def test_an_address_that_does_not_exist_leads_to_the_learner_page(visitor: Browser, path: str) -> None:
    answer = visitor.get(path)
    assert answer.status_code == 404
    assert "Không có trang này" in answer.text
    assert 'href="/hoc"' in answer.text


def test_a_wrong_way_of_asking_is_answered_the_same(visitor: Browser) -> None:
    assert "Không có trang này" in visitor.post("/hong").text


def test_a_failure_tells_nobody_its_reason(visitor: Browser) -> None:
    answer = visitor.get("/hong")
    assert answer.status_code == 500
    assert "Trợ lý gặp trục trặc" in answer.text
    assert "bí mật" not in answer.text


def test_every_text_of_the_pages_is_used() -> None:
    folder = Path(browser.__file__).parent
    places = [*folder.glob("*.py"), *folder.glob("templates/*.html")]
    used = "".join(place.read_text("utf-8") for place in places)
    texts = yaml.safe_load((folder / "texts.vi.yaml").read_text("utf-8"))
    assert [key for key in texts if f'"{key}"' not in used] == []

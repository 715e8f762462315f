"""The learner page over a tray, and what every test at its edge does with it."""

import re
from dataclasses import dataclass
from datetime import date

from fastapi import FastAPI

from bot.channels.browser import Look, routes
from lessons import Course, Lesson, Strand
from tests.edge.inprocess import Browser
from tests.edge.tray import Tray

TODAY = date(2026, 11, 22)


def lesson(**changes: object) -> Lesson:
    values: dict[str, object] = {
        "id": "009-cuoc-goi-gia-danh",
        "title": "Cuộc gọi giả danh",
        "strand": Strand.SAFETY,
        "order": 1,
        "minutes": 3,
        "sources": ("Cổng thông tin Bộ Công an",),
        "checked_on": date(2026, 11, 1),
        "checked_by": "",
        "expires_on": None,
        "framework_ref": "",
        "pages": ("**Chuông reo**\nCó người gọi {bác}.", "Càng bị giục, **càng phải chậm lại** <b>."),
        "task": "Lưu số công an xã.",
        "ask_later": "{Bác} lưu chưa?",
    }
    return Lesson(**(values | changes))  # type: ignore[arg-type]  # the table above has every field's type


@dataclass
class Hand:
    """A clock turned by hand."""

    seconds: float = 0.0

    def __call__(self) -> float:
        return self.seconds


def app(tray: Tray, hand: Hand) -> FastAPI:
    """Return the learner page with one lesson that is served and one that is not."""
    pages = FastAPI()
    pages.include_router(
        routes(
            tray,
            Look("xã Xuân Hưng", phones=lambda: ("0228 388 1113",)),
            lambda: Course((lesson(), lesson(id="010-deepfake", sources=()))),
            fill=lambda text: text.replace("{bác}", "bác"),
            today=lambda: TODAY,
            clock=hand,
            secret=b"not much of a secret",
        )
    )
    return pages


def form_on(page: str) -> dict[str, str]:
    """Return the hidden fields of the first form."""
    form = page.split("<form", 1)[1].split("</form>", 1)[0]
    return dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form))


def begin(browser: Browser) -> None:
    """Tap the first button of the first card."""
    browser.post("/hoc", data=form_on(browser.get("/hoc").text) | {"button": "p.0.0"})

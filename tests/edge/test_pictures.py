"""The address of a picture: who has it sees the picture for two days, and nobody can make one up."""

import asyncio
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import insert
from structlog.testing import capture_logs

from bot.app import build
from bot.picture_desk import PictureDesk
from bot.settings import load
from conversation.pictures import CertificatePicture, HamletCard, JoinCode, LessonPicture, Picture
from lessons.load import load as load_lessons
from papers.cards.certificate import Certificate
from storage import certificates
from storage.migrations import upgrade
from storage.tables import certificate, learner
from storage.unit import writing
from tests import running
from tests.edge.inprocess import Browser

ISSUED = date(2026, 11, 22)
ID = "abcdefghjkmn"
CARD = HamletCard("xã Xuân Hưng", "Xóm Đông ữ", ISSUED, 12, 412, 3, None, (0, 0, 1, 2, 0, 4, 2, 3), 2, 31, 1)
JOIN = JoinCode("xã Xuân Hưng", "Xóm Đông", "4821", "https://hocso.example.vn/x/4821")
OWN = CertificatePicture(ID)
COURSE = load_lessons(Path(__file__).parents[2] / "lessons/content/vi")
LESSON = LessonPicture("009-cuoc-goi-gia-danh", "Bà đội nón bấm nút đỏ TẮT MÁY ữ")
LAN = Certificate(
    ID, "Lan ẫ", "xã Xuân Hưng", ("Cuộc gọi giả danh",), ISSUED, f"https://hocso.example.vn/xac-nhan/{ID}"
)


@dataclass
class Wall:
    """The program's pictures, on a day and with certificates that can change."""

    today: date = ISSUED
    valid: dict[str, Certificate] = field(default_factory=lambda: {ID: LAN})
    secret: bytes = b"not much of a secret"
    public_url: str = "https://hocso.example.vn/"

    @property
    def desk(self) -> PictureDesk:
        return PictureDesk(self.secret, self.public_url, lambda: self.today, self.valid.get, COURSE)

    def get(self, path: str) -> httpx.Response:
        app = FastAPI()
        app.include_router(self.desk.routes())
        with Browser(app) as browser:
            return browser.get(path)


@pytest.fixture
def wall() -> Wall:
    return Wall()


@pytest.mark.parametrize("picture", [CARD, JOIN, OWN, LESSON])
def test_who_has_the_address_sees_the_picture(wall: Wall, picture: Picture) -> None:
    answer = wall.get(wall.desk.path(picture))
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "image/png"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.content.startswith(b"\x89PNG\r\n\x1a\n")


def test_the_address_from_outside_is_the_one_on_this_server(wall: Wall) -> None:
    assert wall.desk.url(CARD) == f"https://hocso.example.vn{wall.desk.path(CARD)}"


def test_without_a_public_address_there_is_none_from_outside(wall: Wall) -> None:
    wall.public_url = ""
    assert wall.desk.url(CARD) is None


def test_what_is_told_beside_a_picture_is_no_part_of_its_address(wall: Wall) -> None:
    assert wall.desk.path(LESSON) == wall.desk.path(LessonPicture(LESSON.lesson, "khác"))


def test_a_lesson_that_is_gone_or_has_no_picture_has_none_to_show(wall: Wall) -> None:
    assert wall.get(wall.desk.path(LessonPicture("099-khong-co"))).status_code == 404


def test_an_address_nobody_signed_opens_nothing(wall: Wall) -> None:
    forged = Wall(secret=b"another secret").desk.path(CARD)
    for path in (forged, wall.desk.path(CARD)[:-8] + "AAAA.png", "/hinh/x.png", "/hinh/ữ.png", "/hinh/.png"):
        assert wall.get(path).status_code == 404


def test_an_address_opens_nothing_after_its_last_day(wall: Wall) -> None:
    path = wall.desk.path(CARD)
    wall.today += timedelta(days=2)
    assert wall.get(path).status_code == 200
    wall.today += timedelta(days=1)
    answer = wall.get(path)
    assert answer.status_code == 404
    assert "Hình này không còn nữa." in answer.text


def test_a_revoked_certificate_has_no_picture(tmp_path: Path) -> None:
    settings = load({"HOCSO_CONFIG": str(running.make(tmp_path).folder / "config.yaml")})
    upgrade(settings.database.url)
    program = build(settings, {})
    pages = FastAPI()
    pages.include_router(program.pictures.routes())
    path = program.pictures.path(OWN)
    with Browser(pages) as browser:
        with writing(program.engine) as tx:
            lan = {"id": 1, "pseudonym": "p1", "joined_on": ISSUED, "visit_on": ISSUED, "address": "chị"}
            tx.execute(insert(learner), lan)
            row = {"id": ID, "learner_id": 1, "name": "Lan ẫ", "lessons": '["009-cuoc-goi-gia-danh"]'}
            tx.execute(insert(certificate), row | {"issued_on": ISSUED})
            tx.commit()
        assert browser.get(path).status_code == 200
        with writing(program.engine) as tx:
            certificates.revoke(tx, ID, "gõ tên người khác", ISSUED)
            tx.commit()
        assert browser.get(path).status_code == 404
    assert asyncio.run(program.pictures.drawn(OWN)) is None
    program.engine.dispose()


def test_a_picture_that_cannot_be_drawn_is_left_out_and_named_nowhere(wall: Wall) -> None:
    def find(certificate_id: str) -> Certificate | None:
        raise OSError(f"no database for {certificate_id}")

    desk = PictureDesk(wall.secret, wall.public_url, lambda: wall.today, find, COURSE)
    with capture_logs() as logs:
        assert asyncio.run(desk.drawn(OWN)) is None
    assert [(line["event"], line["error"]) for line in logs] == [("picture_not_drawn", "OSError")]
    assert ID not in str(logs)

"""The public page of a certificate: what anybody with its address sees, and what nobody sees."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import Connection, Engine, insert

from papers.cards.certificate import Certificate
from storage import certificates
from storage.certificates import KeptCertificate
from storage.engine import open_engine
from storage.tables import certificate, learner, metadata
from storage.unit import reading, writing
from tests.edge.inprocess import Browser
from web.certificates import certificate_routes, on_paper

ISSUED = date(2026, 11, 22)
ID = "abcdefghjkmn"
NAMELESS = "bcdefghjkmnp"
TITLES = {"009-giả-danh": "Cuộc gọi giả danh", "000-học": "Học với trợ lý <b>ữ</b>"}

T = TypeVar("T")


@dataclass
class Counter:
    """The commune's certificates, and the page that shows them."""

    engine: Engine
    public_url: str = "https://hocso.example.vn"

    def read(self, question: Callable[[Connection], T]) -> T:
        with reading(self.engine) as tx:
            return question(tx)

    def revoke(self) -> None:
        with writing(self.engine) as tx:
            certificates.revoke(tx, ID, "gõ tên người khác", date(2026, 12, 1))
            tx.commit()

    def get(self, path: str) -> httpx.Response:
        app = FastAPI()
        app.include_router(
            certificate_routes(
                self.read,
                title=TITLES.__getitem__,
                commune="xã Xuân Hưng",
                public_url=self.public_url,
            )
        )
        with Browser(app) as browser:
            return browser.get(path)


@pytest.fixture
def counter() -> Iterator[Counter]:
    engine = open_engine("sqlite://")
    with writing(engine) as tx:
        metadata.create_all(tx)
        lan = {"id": 1, "pseudonym": "p1", "joined_on": ISSUED, "visit_on": ISSUED, "address": "chị", "unit_code": None}
        tx.execute(insert(learner), [lan])
        row = {"learner_id": 1, "lessons": '["009-giả-danh", "000-học"]', "issued_on": ISSUED}
        tx.execute(
            insert(certificate), [{**row, "id": ID, "name": "Lan <i>ữ</i>"}, {**row, "id": NAMELESS, "name": ""}]
        )
        tx.commit()
    yield Counter(engine)
    engine.dispose()


def test_a_valid_certificate_is_confirmed_with_its_day_lessons_and_commune(counter: Counter) -> None:
    page = counter.get(f"/xac-nhan/{ID}")
    assert page.status_code == 200
    assert "còn giá trị" in page.text
    assert "UBND xã Xuân Hưng xác nhận" in page.text
    assert "đã hoàn thành 2 bài học trên trợ lý của xã. Cấp ngày 22/11/2026." in page.text
    assert "Cuộc gọi giả danh" in page.text


def test_it_never_claims_that_a_skill_was_attained(counter: Counter) -> None:
    page = counter.get(f"/xac-nhan/{ID}")
    assert "phổ cập" not in page.text
    assert "không thay cho xác nhận trên VNeID" in page.text


def test_the_name_that_was_typed_is_shown_and_can_do_nothing_else(counter: Counter) -> None:
    page = counter.get(f"/xac-nhan/{ID}")
    assert "Lan &lt;i&gt;ữ&lt;/i&gt;" in page.text
    assert "<i>" not in page.text


def test_without_a_typed_name_nobody_is_named(counter: Counter) -> None:
    page = counter.get(f"/xac-nhan/{NAMELESS}")
    assert "xác nhận người giữ giấy đã hoàn thành 2 bài học" in page.text
    assert "Lan" not in page.text


def test_a_revoked_certificate_says_so_and_no_more(counter: Counter) -> None:
    counter.revoke()
    page = counter.get(f"/xac-nhan/{ID}")
    assert page.status_code == 200
    assert "đã thu hồi ngày 01/12/2026" in page.text
    for gone in ("Lan", "Cuộc gọi", "gõ tên người khác", "còn giá trị</h1>", ".png"):
        assert gone not in page.text


@pytest.mark.parametrize(
    "wrong", ["zzzzzzzzzzzz", ID.upper(), "a", "x" * 400, "ữ", "%00", "' OR 1=1", "abc.jpg", "1%2f2"]
)
def test_an_unknown_id_and_one_that_cannot_be_look_the_same(counter: Counter, wrong: str) -> None:
    page = counter.get(f"/xac-nhan/{wrong}")
    assert page.status_code == 404
    if "%2f" not in wrong:
        assert page.text == counter.get("/xac-nhan/bbbbbbbbbbbb").text


@pytest.mark.parametrize("path", [ID, "bbbbbbbbbbbb", f"{ID}.png", f"{ID}.pdf"])
def test_no_search_engine_keeps_it_and_no_browser_either(counter: Counter, path: str) -> None:
    headers = counter.get(f"/xac-nhan/{path}").headers
    assert headers["x-robots-tag"] == "noindex"
    assert headers["cache-control"] == "no-store"
    assert headers["x-content-type-options"] == "nosniff"


def test_the_page_carries_the_headers_of_every_page(counter: Counter) -> None:
    headers = counter.get(f"/xac-nhan/{ID}").headers
    assert "default-src 'none'" in headers["content-security-policy"]
    assert headers["x-frame-options"] == "DENY"
    assert "set-cookie" not in headers


@pytest.mark.parametrize(
    ("ending", "kind", "begins"), [("png", "image/png", b"\x89PNG"), ("pdf", "application/pdf", b"%PDF")]
)
def test_a_valid_certificate_comes_as_picture_and_paper(
    counter: Counter, ending: str, kind: str, begins: bytes
) -> None:
    answer = counter.get(f"/xac-nhan/{ID}.{ending}")
    assert answer.headers["content-type"] == kind
    assert answer.content.startswith(begins)


def test_without_a_public_address_the_picture_is_drawn_all_the_same(counter: Counter) -> None:
    counter.public_url = ""
    assert counter.get(f"/xac-nhan/{NAMELESS}.png").status_code == 200


def test_picture_and_paper_show_what_the_page_shows() -> None:
    kept = KeptCertificate(ID, "Lan", tuple(TITLES), ISSUED)
    address = f"https://hocso.example.vn/xac-nhan/{ID}"
    shown = on_paper(kept, TITLES.__getitem__, "xã Xuân Hưng", "https://hocso.example.vn")
    assert shown == Certificate(ID, "Lan", "xã Xuân Hưng", tuple(TITLES.values()), ISSUED, address)


def test_nothing_is_drawn_of_a_revoked_certificate() -> None:
    kept = KeptCertificate(ID, "", tuple(TITLES), ISSUED, ISSUED)
    assert on_paper(kept, TITLES.__getitem__, "xã Xuân Hưng", "") is None


@pytest.mark.parametrize("ending", ["png", "pdf"])
def test_a_revoked_or_unknown_certificate_has_no_picture(counter: Counter, ending: str) -> None:
    counter.revoke()
    for certificate_id in (ID, "bbbbbbbbbbbb"):
        assert counter.get(f"/xac-nhan/{certificate_id}.{ending}").status_code == 404

"""The office page over a real database in memory, for tests at its edge and in a browser."""

import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo

from fastapi import FastAPI
from sqlalchemy import Connection, Engine

from campaign import award_file
from campaign.awards import Criteria
from campaign.table_file import parse
from campaign.units import Units
from conversation.world import World
from quizzes.check import Report
from storage import doors
from storage.engine import open_engine
from storage.heavy import Ask, answer
from storage.standing import Activity, Standing
from storage.tables import metadata
from storage.unit import reading, writing
from tests.db.commune import Commune, hamlet, settle
from tests.unit.chatting import TINY
from web.desk import OpenBook
from web.lesson_page import Confirm
from web.office import office_routes
from web.settings_page import Changeable
from web.tables_page import Reader

TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 21, 18, 30, tzinfo=UTC)
"""Already the 22nd in Vietnam."""
LESSONS = {"009-cuoc-goi-gia-danh": "Cuộc gọi giả danh", "003-vneid-la-gi": "VNeID là gì <i>ữ</i>"}

HAMLETS = Units(
    {
        "01": hamlet("01", 40, name="Xóm Đông", join_code="4817"),
        "02": hamlet("02", 3000, name="Xóm 2 <b>ẫ</b>", join_code="4818"),
        "03": hamlet("03", None, name="Xóm 3", join_code="4819", source="ví dụ để xem thử"),
    }
)

FILE = {
    "contacts.cong_an_xa": "0229 3 123 456",
    "contacts.trung_tam_hanh_chinh_cong": "",
    "contacts.to_cong_nghe_so": "",
    "privacy.contact": "Phòng Văn hóa - Xã hội, UBND xã Xuân Hưng",
    "privacy.officer": "",
    "commune.office": "Phòng Văn hóa - Xã hội",
    "papers.signer": "",
}
"""What config.yaml says of what the office may change."""

T = TypeVar("T")


@dataclass
class NoDemo:
    """An invented commune that is never really opened."""

    state: str = "closed"
    port: int = 8001
    path: str = "/moi/abc"

    def look(self) -> "NoDemo":
        """Say how things stand."""
        return self

    def open(self) -> None:
        """Begin."""
        self.state = "filling"


@dataclass
class Hall:
    """The commune's database, and the page served from it."""

    engine: Engine
    now: datetime = NOW
    beside: NoDemo = field(default_factory=NoDemo)
    data_officer: str = ""
    public_url: str = "https://hocso.example.vn/"
    file: dict[str, str] = field(default_factory=lambda: dict(FILE))
    refreshed: int = 0
    evidence: Path = Path("no-evidence")
    ask: Ask = answer
    check: Callable[[], Report] = lambda: Report((), (), ())
    confirm: Confirm = lambda lesson, by: None
    open_book: OpenBook | None = None
    alone: "threading.RLock" = field(default_factory=threading.RLock)
    read_table: Reader = lambda content: parse(Path("bang.yaml"), content.decode())
    criteria: Criteria = field(default_factory=award_file.load)
    world: World = field(default_factory=lambda: replace(TINY[0], public_url="https://hocso.example.vn", units=HAMLETS))

    def refresh(self) -> None:
        self.refreshed += 1

    def read(self, question: Callable[[Connection], T]) -> T:
        with self.alone, reading(self.engine) as tx:  # a database in memory has one connection
            return question(tx)

    def write(self, question: Callable[[Connection], T]) -> T:
        with self.alone, writing(self.engine) as tx:
            answer = question(tx)
            tx.commit()
            return answer

    def invitation(self, role: str = "office") -> str:
        """Return the path of a fresh invitation."""
        return f"/moi/{self.write(lambda tx: doors.invite(tx, role, self.now, 24))}"

    def app(self) -> FastAPI:
        app = FastAPI()
        app.router.routes.extend(
            office_routes(
                self.read,
                self.write,
                clock=lambda: self.now,
                timezone=ZoneInfo("Asia/Ho_Chi_Minh"),
                keeper=Standing(),
                commune="xã Xuân Hưng",
                public_url=self.public_url,
                lessons=LESSONS,
                secret=b"not much of a secret",
                world=lambda: self.world,
                beside=self.beside,
                criteria=self.criteria,
                evidence=self.evidence,
                ask=self.ask,
                open_book=self.open_book,
                read_table=self.read_table,
                check=self.check,
                confirm=self.confirm,
                changeable=Changeable(self.file, self.refresh, 5),
                data_officer=lambda: self.data_officer,
                office_name=lambda: "Phòng Văn hóa - Xã hội",
            )
        )
        return app


def unlabelled(page: str) -> str:
    """Return a page without the names of columns that its cells carry for a phone."""
    return re.sub(r' data-(of|more)="[^"]*"', "", page)


@contextmanager
def hall() -> Iterator[Hall]:
    """Give an office with three hamlets in which nobody learns yet."""
    engine = open_engine("sqlite://")
    with writing(engine) as tx:
        metadata.create_all(tx)
        settle(tx, *HAMLETS.by_code.values())
        tx.commit()
    yield Hall(engine)
    engine.dispose()


def let_people_learn(place: Hall) -> None:
    """Let seven people of xóm Đông and others learn, some in the week of TODAY, some in March."""

    def live(tx: Connection) -> None:
        early = Commune(tx, date(2026, 3, 2))
        for number in range(7):
            learner = early.join("01", counted=True)
            did = Activity(learner, answers=9, correct_first_try=6, reviews=3, reviews_right=2, lessons=1, practised=1)
            early.learn(did if number else Activity(learner, answers=900, correct_first_try=700, lessons=5))
        late = Commune(tx, TODAY)
        late.learn(Activity(late.join("02", counted=True), answers=3))
        late.learn(Activity(late.join(counted=True), answers=2))
        late.learn(Activity(late.join("01", counted=False), answers=5), Activity(late.join("outside"), answers=1))

    place.write(live)

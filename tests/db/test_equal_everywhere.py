"""Screen, chat, files and API tell the same figures of random people; what leaves the office hides the same cells."""

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from sqlalchemy import Connection, Engine

from bot.__main__ import app
from campaign.feed import Scope
from campaign.indicators import WORDS, Indicator
from campaign.people import About, AgeBand, Group, Sex
from conversation.render import Voice, leader_card, words
from storage import doors, readers
from storage.engine import open_engine
from storage.figures import summaries
from storage.standing import Activity, Standing
from storage.unit import reading, writing
from tests.db.commune import Commune, settle
from tests.db.conftest import NewDatabase
from tests.db.tabling import holds, types
from tests.edge.inprocess import Browser
from tests.edge.office import HAMLETS, Hall
from tests.unit.chatting import TINY
from web.api import Feed, api
from web.look import Look

TODAY = date(2026, 11, 20)
NOW = datetime(2026, 11, 20, 3, tzinfo=UTC)
HEAD = 5
FEW = range(1, 5)
RATES = (Indicator.PARTICIPATION_RATE, Indicator.COMPLETION_RATE, Indicator.REMEMBERED)
Told = Mapping[str, object]


def live(tx: Connection, chance: Random) -> None:
    """Let random people learn through the year, tell about themselves, move, take back, and be counted at sessions."""
    settle(tx, *HAMLETS.by_code.values())
    commune = Commune(tx, date(2026, 1, 20))
    people: list[int] = []
    while commune.today < TODAY:
        for _ in range(chance.randrange(5)):
            home = chance.choice(("01", "01", "02", "02", "03", None, "outside"))
            people.append(commune.join(home, counted=chance.choice((True, True, True, True, False, None))))
            about = (chance.choice((None, *kinds)) for kinds in (tuple(AgeBand), tuple(Sex), tuple(Group)))
            commune.tell(people[-1], About(*about))
        for one in chance.sample(people, len(people) // 2):
            right, reviews = chance.randrange(5), chance.randrange(3)
            commune.learn(Activity(one, 5, right, reviews, reviews // 2, lessons=2))
        if people:
            commune.change(chance.choice(people), home=chance.choice(("01", "02")), counted=chance.random() < 0.8)
        holds(commune, chance.choice(("01", "02")), chance.randrange(1, 30))
        commune.today += timedelta(days=chance.randrange(10, 40))
    types(commune, "02", Indicator.VNEID_CONFIRMED, chance.randrange(1, 900), as_of=date(2026, 11, 1))


@dataclass
class Office:
    """The commune of random people, with the ways in which its figures are told."""

    folder: Path
    engine: Engine
    output: Callable[[], str]

    def hocso(self, *said: str) -> str:
        """Type a command and return what it prints."""
        self.output()
        app(list(said), standalone_mode=False)
        return self.output()

    def file(self, *said: str) -> Path:
        """Type a command that writes a file."""
        out = self.folder / "tep.xlsx"
        self.hocso(*said, "--out", str(out))
        return out

    def exported(self, audience: str) -> dict[str, object]:
        """Return the figures as JSON, which the others are compared with."""
        made = self.hocso("export", "participation", "--format", "json", "--for", audience)
        told: dict[str, object] = json.loads(made)
        return told


@pytest.fixture(params=(1, 2))
def office(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    new_database: NewDatabase,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Iterator[Office]:
    url = new_database(True)
    (tmp_path / "config.yaml").write_text(
        "commune: {code: '14122', name: xã Xuân Hưng, province: tỉnh Ninh Bình}\n", encoding="utf-8"
    )
    variables = {"CONFIG": tmp_path / "config.yaml", "DATABASE_URL": url, "SECRET_KEY": "k" * 32}
    for name, value in {**variables, "CLOCK": f"{TODAY}T10:00x1"}.items():
        monkeypatch.setenv(f"HOCSO_{name}", str(value))
    monkeypatch.chdir(tmp_path)
    engine = open_engine(url)
    with writing(engine) as tx:
        live(tx, Random(request.param))
        tx.commit()
    yield Office(tmp_path, engine, lambda: capsys.readouterr().out)
    engine.dispose()


def rows_of(table: Told) -> dict[str, Told]:
    """Return the rows of a table by code, the total as ""."""
    units, totals = table["units"], table["totals"]
    assert isinstance(units, list)
    assert isinstance(totals, dict)
    return {**{one["code"]: one for one in units}, "": totals}


def shown(row: Told) -> dict[Indicator, object]:
    """Return the figures of a row of the JSON."""
    return {one: row[one.value] for one in Indicator if one.value in row}


def test_every_way_tells_the_same_figures(office: Office) -> None:
    inside, outside = office.exported("office"), office.exported("outside")
    everything, seen = rows_of(inside), rows_of(outside)
    assert everything.keys() == {"01", "02", "03", "?", ""}
    assert any(row["hidden"] for row in seen.values())
    assert_csv(office, everything, "office")
    assert_csv(office, seen, "outside")
    for audience, rows in (("office", everything), ("outside", seen)):
        of_table = office.file("export", "participation", "--format", "xlsx", "--for", audience)
        assert in_sheet(of_table) == {code: shown(row) for code, row in rows.items()}
        of_report = office.file("report", "--year", "2026", "--format", "xlsx", "--for", audience)
        assert in_sheet(of_report) == {code: shown(row) for code, row in rows.items()}
        report = json.loads(office.hocso("report", "--year", "2026", "--format", "json", "--for", audience))
        assert rows_of(report["participation"]) == rows
    assert_page(office, inside)
    assert_api(office, outside)
    assert_cards(office, everything)


def assert_csv(office: Office, rows: Mapping[str, Told], audience: str) -> None:
    text = office.hocso("export", "participation", "--format", "csv", "--for", audience)
    read = csv.DictReader(io.StringIO(text, newline=""))
    lines = [one for one in read if one["row"] in ("unit", "no_hamlet", "total")]
    assert [line["code"] for line in lines] == list(rows)
    for line in lines:
        for name, value in rows[line["code"]].items():
            if name not in ("hidden", "learning_uncounted", "outside_commune"):
                assert line.get(name) == ("" if value is None else str(value)), name


def in_sheet(file: Path) -> dict[str, dict[Indicator, object]]:
    """Return the figures of the first sheet, by code and heading; a program that calculates finds the same ones."""
    sheet = openpyxl.load_workbook(file, data_only=True)["Xóm"]
    heads, *lines = sheet.iter_rows(min_row=HEAD, values_only=True)
    by_heading = {WORDS.headings[one]: one for one in Indicator}
    found: dict[str, dict[Indicator, object]] = {}
    for line in lines[: len(HAMLETS.by_code) + 2]:
        cells = dict(zip(map(str, heads), line, strict=True))
        found[str(cells["Mã"] or "")] = {by_heading[head]: it for head, it in cells.items() if head in by_heading}
    below = {row[2]: row[5] for row in lines[len(HAMLETS.by_code) + 2 :]}
    for one in (Indicator.LEARNING_UNCOUNTED, Indicator.OUTSIDE_COMMUNE):
        found[""][one] = below[WORDS.headings[one]]
    return found


class Tables(HTMLParser):
    """Reads the tables of a page: of each its rows, of these the words in each cell."""

    def __init__(self) -> None:
        super().__init__()
        self.tables: list[list[list[str]]] = []
        self._is_in_cell = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self.tables.append([])
        elif tag == "tr":
            self.tables[-1].append([])
        elif tag in ("td", "th"):
            self.tables[-1][-1].append("")
            self._is_in_cell = True

    def handle_endtag(self, tag: str) -> None:
        self._is_in_cell = self._is_in_cell and tag not in ("td", "th")

    def handle_data(self, data: str) -> None:
        if self._is_in_cell:
            self.tables[-1][-1][-1] += data


def written(value: object, *, is_rate: bool = False) -> str:
    """Write a figure as the page does."""
    if value is None:
        return "–"
    return f"{value:.1f}%".replace(".", ",") if is_rate else f"{value:,}".replace(",", ".")


def assert_page(office: Office, told: Told) -> None:
    place = Hall(office.engine, NOW)
    with Browser(place.app()) as browser:
        token = place.write(lambda tx: doors.open_session(tx, "office", NOW))
        browser.cookies.set("hocso_vp", token, path="/van-phong")
        html = browser.get("/van-phong/xom").text
        assert json.loads(browser.get("/van-phong/tham-gia.json").text) == told
    page = Tables()
    page.feed(html)
    by_heading = {WORDS.headings[one].removesuffix(" (%)"): one for one in Indicator}
    checked = set()
    for heads, *lines in page.tables:
        columns = {at: by_heading[head.strip()] for at, head in enumerate(heads) if head.strip() in by_heading}
        for code, line in zip(rows_of(told), lines, strict=False):
            for at, one in columns.items():
                text = written(rows_of(told)[code][one.value], is_rate=one in RATES)
                assert line[at].split()[0] == text, (code, one)
                checked.add(one)
    assert len(checked) >= 18


def assert_api(office: Office, told: Told) -> None:
    place, zone = Hall(office.engine, NOW), ZoneInfo("Asia/Ho_Chi_Minh")
    token = place.write(lambda tx: readers.invite(tx, "Sở KH&CN", (Scope.PARTICIPATION,), TODAY, "thử", NOW))
    feed = Feed(place.read, place.write, lambda: NOW, zone, Standing(), "14122", "xã Xuân Hưng")
    with Browser(api(feed, Look("xã Xuân Hưng"))) as program:
        answer = program.get("/v1/participation", {"Authorization": f"Bearer {token}"}).json()
    assert answer.pop("commune") == {"code": "14122", "name": "xã Xuân Hưng"}
    assert answer == told


def assert_cards(office: Office, rows: Mapping[str, Told]) -> None:
    """Read what the chat tells leaders: rates where they are the table's and tell of no few minors."""
    with reading(office.engine) as tx:
        cards = summaries(tx, list(HAMLETS.by_code), TODAY, Standing(), "xã Xuân Hưng")
    for code, card in cards.items():
        _, people, completers, sessions, *_ = words(leader_card(card), Voice(TINY[0])).splitlines()
        row, adults = rows[code], written(rows[code]["adults"])
        has_rate = row["adults"] is not None and row["minors"] not in FEW
        rate = written(row["participation_rate"], is_rate=True)
        of_adults = f"{row['participation_rate_numerator']}/{adults} người trưởng thành đã tham gia ({rate}), "
        assert people.startswith(of_adults if has_rate else f"{row['participants']} người đã tham gia, ")
        assert sessions == (
            f"{row['sessions_held']} buổi hướng dẫn, {row['session_visits']} lượt người được hướng dẫn trực tiếp"
        )
        if row["completers"] in FEW:
            assert completers.startswith("Chưa đến 5 người")
        elif "(" in completers:
            rate = written(row["completion_rate"], is_rate=True)
            assert completers == f"{row['completion_rate_numerator']} người học xong ít nhất 5 bài ({rate})"
        else:
            assert completers == f"{row['completers']} người học xong ít nhất 5 bài"

"""Every page of office, council and leaders, and the feed, in a commune of 40,000; beside them, a tenth of the answers.

A page with heavy figures is first counted for by another process: how long it takes to open then is a figure of its
own, "first opening". All others are of pages whose figures are there, as for whoever looks at them a second time.
"""

import sqlite3
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx

from bench import commune, office
from bench.children import Child
from bench.figures import Figure, compare, percentile
from bench.ours import HERE, free_port, program
from campaign.consent import Purpose
from campaign.feed import Scope
from conversation import consents, texts
from storage import doors, readers
from storage.engine import open_engine
from storage.unit import writing
from tests.postgres import shared

VISITS = 40

_COUNTING = 'http-equiv="refresh"'
_PEER = "ours with a tenth of the answers and days"
_OFFICE = {
    "overview": "/van-phong",
    "hamlets": "/van-phong/xom",
    "hamlets, last year": "/van-phong/xom?from={last_year}-01-01&to={last_year}-12-31",
    "hamlets, free days": "/van-phong/xom?from={free}&to={today}",
    "schools": "/van-phong/xom?kind=school",
    "one hamlet": "/van-phong/xom/X07",
    "one school": "/van-phong/xom/T1",
    "lessons": "/van-phong/bai-hoc",
    "items": "/van-phong/cau-hoi-can-xem",
    "signs": "/van-phong/dau-hieu",
    "awards": "/van-phong/khen-thuong",
    "awards, last year": "/van-phong/khen-thuong?nam={last_year}",
    "sessions": "/van-phong/buoi",
    "questions": "/van-phong/cau-hoi",
    "requests": "/van-phong/yeu-cau",
    "people by name": "/van-phong/ba-con?ten=lan",
    "people by a rare name": "/van-phong/ba-con?ten=lan+417",
    "typed figures": "/van-phong/so-nhap",
    "targets": "/van-phong/chi-tieu",
    "scores": "/van-phong/cham-diem",
    "score of a block": "/van-phong/cham-diem/{year}/khoi-xom",
    "score of a hamlet": "/van-phong/cham-diem/{year}/khoi-xom/X07",
    "freezing": "/van-phong/cham-diem/{year}/khoi-xom/chot",
    "report of the year": "/van-phong/bao-cao/Y{year}",
    "report of free days": "/van-phong/bao-cao?from={free}&to={today}",
    "first steps": "/van-phong/bat-dau",
    "units": "/van-phong/don-vi",
    "teams": "/van-phong/to",
    "posters": "/van-phong/ap-phich",
    "accounts": "/van-phong/nguoi-vao",
    "log": "/van-phong/nhat-ky",
    "settings": "/van-phong/cai-dat",
}
# One leader a hamlet, a session a week; one learner in ten agreed to be named; half of them learned a year ago too.
_HISTORY = (
    """INSERT INTO leader (id, unit_code, name, from_day, version)
       SELECT row_number() OVER (ORDER BY code), code, 'Anh Bình ' || code, date(:today, '-400 days'), 'v1'
       FROM unit WHERE kind = 'hamlet'""",
    """INSERT INTO guided_session (unit_code, leader_id, day, lesson, place, present, women, aged_60_plus, first_timers,
                                   recorded_at, recorded_by, confirmed_at, is_replaced)
       WITH RECURSIVE n(at) AS (SELECT 1 UNION ALL SELECT at + 1 FROM n WHERE at < 40)
       SELECT unit_code, id, date(:today, '-' || (7 * at) || ' days'), '009-cuoc-goi-gia-danh', 'nhà văn hóa', 20, 12,
              9, 3, :today || ' 01:00:00.000000', name, :today || ' 01:00:00.000000', 0
       FROM leader, n""",
    """UPDATE learner SET name = CASE id % 3 WHEN 0 THEN 'Lan ' ELSE 'Thịnh ' END || id WHERE id % 10 = 0""",
    """INSERT INTO consent (pseudonym, at, purpose, choice, version)
       SELECT pseudonym, :today || ' 01:00:00.000000', 'show_name_to_leader', 1, :version FROM learner
       WHERE id % 10 = 0""",
    """INSERT INTO learner_day (learner_id, day, answers, correct_first_try, reviews, reviews_right, lessons, practised)
       SELECT learner_id, date(day, '-1 year'), answers, correct_first_try, reviews, reviews_right, lessons, practised
       FROM learner_day WHERE learner_id % 2 = 0""",
    """INSERT INTO standing (period, row, participants, completers, newcomers, answers, correct_first_try,
                             reviews, reviews_right, lessons, practised)
       SELECT 'Y' || (substr(:today, 1, 4) - 1), unit_code, count(*), count(*) / 3, count(*), 25 * count(*),
              15 * count(*), 0, 0, 5 * count(*), 5 * count(*)
       FROM learner WHERE id % 2 = 0 GROUP BY unit_code""",
)
_COUNCIL = {
    "council's overview": "/van-phong",
    "council's awards": "/van-phong/khen-thuong",
    "council's score of a block": "/van-phong/cham-diem/{year}/khoi-xom",
    "council's score of a hamlet": "/van-phong/cham-diem/{year}/khoi-xom/X07",
}
_LEADER = {"leader's unit": "/xom", "leader's sheet": "/xom/phieu", "leader's session": "/xom/buoi"}
_FEED = {
    "feed": "/api/v1/participation",
    "feed, free days": "/api/v1/participation?from={free}&to={today}",
    "feed, schools": "/api/v1/participation?kind=school",
    "feed of scores": "/api/v1/scores/{year}",
}
_ALL = (_OFFICE, _COUNCIL, _LEADER, _FEED)


@dataclass(frozen=True, slots=True)
class Visit:
    """What one page cost, in milliseconds, and how large it is, in kB."""

    wall: float
    cpu: float
    size: float


def figures() -> Iterator[Figure]:
    """Ask for each page many times, one after the other, in the large and the small commune in turn; on both databases.

    What a page costs the program and how large it is, is measured on SQLite: there the database is in the program.
    """
    today = datetime.now(office.ZONE).date()
    with TemporaryDirectory() as name, shared(Path(name)) as server:
        communes = [(folder, _prepared(folder, today)) for folder in office.large_and_small(Path(name))]
        # Nobody has come in yet: the same invitations wait in both databases.
        copies = [office.copied(folder, server) for folder, _ in communes]
        with ExitStack() as stack:
            visitors = [_entered(stack, folder, ways, {}) for folder, ways in communes]
            yield from _each_page(visitors, today, "")
        with ExitStack() as stack:
            pairs = zip(communes, copies, strict=True)
            visitors = [_entered(stack, folder, ways, environ) for (folder, ways), environ in pairs]
            yield from _each_page(visitors, today, ", PostgreSQL")


def _each_page(visitors: Sequence[Sequence["Visitor"]], today: date, where: str) -> Iterator[Figure]:
    for at, pages in enumerate(_ALL):
        for page, path in _filled(pages, today).items():
            opened = [each[at].open(path) for each in visitors]
            if all(opened):
                yield compare(f"first opening: {page}{where}", "ms", opened[:1], opened[1:], _PEER)
            large, small = zip(*([each[at].visit(path) for each in visitors] for _ in range(VISITS)), strict=True)
            p95 = [[percentile([one.wall for one in visits], 0.95)] for visits in (large, small)]
            yield compare(f"page p95: {page}{where}", "ms", p95[0], p95[1], _PEER)
            if not where:
                cpu = [[sum(one.cpu for one in visits) / VISITS] for visits in (large, small)]
                yield compare(f"page mean CPU: {page}", "ms", cpu[0], cpu[1], _PEER)
                yield Figure(f"page size: {page}", "kB", round(large[0].size, 1), None, None)


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody who looks at pages of a running program."""

    program: Child
    client: httpx.Client

    def open(self, path: str) -> float:
        """Load a page until nothing is counted for it elsewhere, as its reload does, and once more for its start-up.

        Return how many milliseconds that counting kept it closed, 0 for a page that has none.
        """
        begun, tries = time.monotonic(), 1
        while _COUNTING in self.client.get(path).text:
            tries += 1
            time.sleep(0.05)
        waited = time.monotonic() - begun
        self.client.get(path)
        return waited * 1000 if tries > 1 else 0.0

    def visit(self, path: str) -> Visit:
        """Load a page. What was counted for it grows old after a minute: then it is opened anew, unmeasured."""
        while True:
            before, begun = self.program.cpu_seconds(), time.monotonic()
            page = self.client.get(path)
            wall, cpu = time.monotonic() - begun, self.program.cpu_seconds() - before
            if page.status_code != 200:
                raise RuntimeError(f"{path} answers {page.status_code}")
            if _COUNTING not in page.text:
                return Visit(wall * 1000, cpu * 1000, len(page.content) / 1000)
            self.open(path)


_Ways = tuple[tuple[str, str, str], str]
"""Links for an officer, a member of the council and the leader of a hamlet, and the token of a reader."""


def _prepared(folder: Path, today: date) -> _Ways:
    """Give a commune a history and a score table, and return how people come in."""
    _add_history(folder, today)
    table = folder / "table.yaml"
    text = (HERE / "campaign/tables/2026-khoi-xom.yaml").read_text("utf-8")
    table.write_text(text.replace("year: 2026", f"year: {today.year}").replace("2026-12-09", f"{today.year}-12-09"))
    office.run(folder, "score", "adopt", str(table), "--by", "Hội đồng", "--on", f"{today.year}-01-01")
    office.run(folder, "score", "propose")
    return _invited(folder, today)


def _entered(stack: ExitStack, folder: Path, ways: _Ways, environ: Mapping[str, str]) -> list[Visitor]:
    """Start the program over a commune and return who has come in: one for each of the lists above."""
    port = free_port()
    child = stack.enter_context(program(folder, port, environ=environ))
    links, token = ways
    clients = [stack.enter_context(httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60)) for _ in _ALL]
    for client, link in zip(clients, links, strict=False):
        client.post(f"/moi/{link}")
    clients[-1].headers["Authorization"] = f"Bearer {token}"
    return [Visitor(child, client) for client in clients]


def _invited(folder: Path, today: date) -> _Ways:
    engine, now, link = open_engine(commune.database(folder)), datetime.now(UTC), "duong-dan-cua-truong-xom"
    with writing(engine) as tx:
        links = (doors.invite(tx, "office", now, 1), doors.invite(tx, "council", now, 1), link)
        doors.leader_link(tx, 7, link, now)
        token = readers.invite(tx, "Sở", tuple(Scope), today, "Lan", now)
        tx.commit()
    engine.dispose()
    return links, token


def _add_history(folder: Path, today: date) -> None:
    """Add what these pages show besides: leaders, sessions, people who agreed to be named, and the year before."""
    with closing(sqlite3.connect(folder / "data" / "hocso.sqlite3")) as tx, tx:
        for statement in _HISTORY:
            tx.execute(statement, {"today": f"{today}", "version": _wording()})


def _filled(pages: Mapping[str, str], today: date) -> dict[str, str]:
    free = today.replace(month=1, day=1) + timedelta(days=4)
    known = {"today": today, "free": free, "year": today.year, "last_year": today.year - 1}
    return {page: path.format(**known) for page, path in pages.items()}


def _wording() -> str:
    """Return which wording of the consent to be named counts today."""
    [found] = [one.version for one in consents.wordings(texts.load()) if one.purpose is Purpose.SHOW_NAME_TO_LEADER]
    return found

"""The list of all pages of the office and of leaders, and who may open each."""

from collections.abc import Callable, Mapping
from datetime import datetime, tzinfo
from pathlib import Path
from random import SystemRandom

from campaign.awards import Criteria
from conversation.world import World
from storage.heavy import Ask, answer
from storage.standing import Standing
from web import (
    account_page,
    awards_page,
    demo_page,
    hamlets_page,
    items_page,
    leader_page,
    leader_sheet,
    lesson_page,
    lessons_page,
    log_page,
    merge_page,
    people_page,
    posters_page,
    questions_page,
    report_page,
    requests_page,
    residents_page,
    score_shown,
    sessions_import_page,
    sessions_page,
    settings_page,
    signs_page,
    start_page,
    tables_page,
    targets_page,
    team_page,
    typed_page,
    units_import_page,
    units_page,
)
from web.account_page import AccountPage
from web.awards_page import AwardsPage
from web.demo_page import Beside, DemoPage
from web.desk import Desk, OpenBook
from web.door import HOME, LEADERS_COOKIE, LEADERS_HOME, Door, Transaction
from web.entrance import ANYBODY, LEADERS, OFFICE, READERS, Entrance
from web.evidence import LARGEST, EvidenceShelf
from web.hamlets_page import HamletsPage
from web.items_page import ItemsPage
from web.job_pages import JobPages
from web.leader_page import LeaderPage, RecordPage
from web.leader_sheet import LeaderSheet
from web.lesson_page import Check, Confirm, LessonPage
from web.lessons_page import LessonsPage
from web.log_page import LogPage
from web.look import Look
from web.merge_page import MergePage
from web.navigation import Group, Place
from web.overview_page import OverviewPage
from web.people_page import PeoplePage
from web.posters_page import PostersPage
from web.questions_page import QuestionsPage
from web.report_page import ReportPage
from web.requests_page import RequestsPage
from web.residents_page import ResidentsPage
from web.score_block import BlockPage, FreezePage, ScoreDesk
from web.score_list import ScoreList
from web.score_sheet import SheetPage
from web.sessions_import_page import SessionsImportPage
from web.sessions_page import SessionsPage
from web.settings_page import Changeable, SettingsPage
from web.sign_in import SignIn
from web.signs_page import SignsPage
from web.start_page import StartPage
from web.table_preview_page import TablePreviewPage
from web.tables_page import Reader, TablesPage
from web.targets_import_page import TargetsImportPage
from web.targets_page import TargetsPage
from web.team_page import TeamPage
from web.typed_page import TypedPage
from web.unit_page import UnitPage
from web.units_import_page import UnitsImportPage
from web.units_page import UnitsPage

JOBS = f"{HOME}/viec"

GROUPS = (
    Group(
        "see",
        (
            Place("home", HOME, READERS),
            Place("hamlets", hamlets_page.PATH, READERS),
            Place("lessons", lessons_page.PATH, READERS),
            Place("items", items_page.PATH, READERS),
            Place("signs", signs_page.PATH, READERS),
            Place("awards", awards_page.PATH, READERS),
        ),
    ),
    Group(
        "do",
        (
            Place("sessions", sessions_page.PATH, READERS),
            Place("questions", questions_page.PATH, OFFICE),
            Place("requests", requests_page.PATH, OFFICE),
            Place("residents", residents_page.PATH, OFFICE),
            Place("typed", typed_page.PATH, READERS),
            Place("targets", targets_page.PATH, READERS),
            Place("scores", score_shown.PATH, READERS),
            Place("report", report_page.PATH, READERS),
        ),
    ),
    Group(
        "run",
        (
            Place("start", start_page.PATH, READERS),
            Place("units", units_page.PATH, READERS),
            Place("team", team_page.PATH, OFFICE),
            Place("posters", posters_page.PATH, OFFICE),
            Place("jobs", JOBS, OFFICE),
            Place("people", people_page.PATH, OFFICE),
            Place("settings", settings_page.PATH, OFFICE),
            Place("log", log_page.PATH, OFFICE),
            Place("account", account_page.PATH, READERS),
            Place("demo", demo_page.PATH, OFFICE),
        ),
    ),
)
"""The list of the pages; a new page gets a line here, and its address below says who may see it."""


def office_routes(
    read: Transaction,
    write: Transaction,
    *,
    clock: Callable[[], datetime],
    timezone: tzinfo,
    keeper: Standing,
    commune: str,
    public_url: str,
    lessons: Mapping[str, str],
    secret: bytes,
    world: Callable[[], World],
    changeable: Changeable,
    data_officer: Callable[[], str],
    office_name: Callable[[], str],
    beside: Beside,
    criteria: Criteria,
    evidence: Path,
    read_table: Reader,
    check: Check,
    confirm: Confirm,
    ask: Ask = answer,
    open_book: OpenBook | None = None,
    banner: str = "",
) -> list[Entrance]:
    """Return the addresses of the pages for people with a role.

    `write` commits what the question did; `keeper` knows which sums are kept; `commune` is the name as people say it,
    "xã Xuân Hưng"; `public_url` is where the learner page is reached from outside, for the addresses on posters;
    without it they begin as the officer's own address does. `lessons` are the titles by id, in the order of learning;
    `secret` signs what a browser keeps; `world` is that of the conversations; `changeable` is what the office
    may set by itself; `data_officer` says who sees to personal data, "" where nobody is named; `office_name` how the
    office signs. `beside` opens an invented commune; `criteria` are
    those for awards; in the folder `evidence` the files of score sheets are kept; `read_table` reads a score table
    that was sent; `check` judges all lessons and questions, `confirm` writes that one was read
    over; `ask` answers heavy questions; `open_book` reads
    spreadsheets; `banner` stands above every page.
    """
    door = Door(read, write, clock, timezone, public_url.rstrip("/"))
    leaders = Door(read, write, clock, timezone, public_url.rstrip("/"), LEADERS_COOKIE, LEADERS_HOME)
    look = Look(commune, banner)
    known = {place.path for group in GROUPS for place in group.places}
    sign_in = SignIn(door, leaders, write, look, secret, known)
    desk = Desk(door, write, look, sign_in.greet, GROUPS, open_book)
    listed, many, aims = UnitsPage(desk), SessionsImportPage(desk, lessons), TargetsPage(desk)
    praise = AwardsPage(desk, keeper, criteria, ask)
    work = JobPages(desk, JOBS, "office.html")
    hamlets = HamletsPage(desk, keeper, work, ask)
    report = ReportPage(desk, work, keeper, office_name, ask)
    xom = Desk(leaders, write, look, sign_in.greet_leader)
    unit = LeaderPage(xom, JobPages(xom, leader_page.JOBS, "leader_layout.html"), world, keeper, commune, lessons)
    shelf = EvidenceShelf(evidence, look)
    own = LeaderSheet(xom, keeper, shelf, commune, unit.unit_of)
    return [
        *sign_in.entrances(),
        Entrance(
            f"{HOME}/style.{{version}}.css", lambda request: look.style(request.path_params["version"]), "GET", ANYBODY
        ),
        desk.entrance(HOME, OverviewPage(desk, keeper, world).show, READERS),
        *desk.page(hamlets_page.PATH, hamlets, READERS),
        desk.entrance(f"{hamlets_page.PATH}/{{code}}", UnitPage(desk, keeper, lessons, ask).show, READERS),
        desk.entrance(f"{HOME}/tham-gia.csv", hamlets.csv, READERS),
        desk.entrance(f"{HOME}/tham-gia.json", hamlets.json, READERS),
        desk.entrance(lessons_page.PATH, LessonsPage(desk, world).show, READERS),
        *desk.page(lesson_page.PATH, LessonPage(desk, work, world, check, confirm), READERS),
        *desk.page(awards_page.PATH, praise, READERS),
        desk.entrance(awards_page.CSV, praise.csv, READERS),
        desk.entrance(signs_page.PATH, SignsPage(desk, keeper).show, READERS),
        *desk.page(sessions_page.PATH, SessionsPage(desk, lessons), READERS),
        *desk.page(questions_page.PATH, QuestionsPage(desk), OFFICE),
        *desk.page(team_page.PATH, TeamPage(desk, SystemRandom()), OFFICE),
        *desk.page(typed_page.PATH, TypedPage(desk), READERS),
        *desk.page(items_page.PATH, ItemsPage(desk, work, lessons), READERS),
        *desk.page(posters_page.PATH, PostersPage(desk, work), OFFICE),
        desk.entrance(residents_page.PATH, ResidentsPage(desk, world).show, OFFICE),
        *desk.page(requests_page.PATH, RequestsPage(desk), OFFICE),
        *desk.page(sessions_import_page.PATH, many, OFFICE),
        desk.entrance(f"{sessions_page.PATH}/mau.csv", many.template, OFFICE),
        *desk.page(start_page.PATH, StartPage(desk, world, data_officer), READERS),
        *desk.page(units_page.PATH, listed, READERS),
        desk.entrance(f"{units_page.PATH}.csv", listed.csv, READERS),
        *desk.page(units_import_page.PATH, UnitsImportPage(desk, keeper, SystemRandom()), OFFICE),
        *desk.page(targets_page.PATH, aims, READERS),
        desk.entrance(targets_page.CSV, aims.csv, READERS),
        *desk.page(targets_page.PREVIEW, TargetsImportPage(desk), OFFICE),
        *desk.page(merge_page.PATH, MergePage(desk, keeper), OFFICE),
        *work.entrances(OFFICE),
        *_score_entrances(ScoreDesk(desk, work, keeper, shelf, commune), TablesPage(desk, work, read_table)),
        desk.entrance(report_page.PATH, report.show, READERS),
        *desk.page(f"{report_page.PATH}/{{ky}}", report, READERS),
        *xom.page(leader_page.PATH, unit, LEADERS, LEADERS),
        *xom.page(leader_page.RECORD_PATH, RecordPage(unit), LEADERS, LEADERS),
        *unit.jobs.entrances(LEADERS),
        *xom.page(leader_sheet.PATH, own, LEADERS, LEADERS, largest_file=LARGEST),
        xom.entrance(f"{leader_sheet.PATH}/giai-trinh.pdf", own.paper, LEADERS),
        xom.entrance(f"{leader_sheet.PATH}/tep/{{sha256}}", own.file, LEADERS),
        *desk.page(people_page.PATH, PeoplePage(desk), OFFICE),
        desk.entrance(log_page.PATH, LogPage(desk).show, OFFICE),
        *desk.page(demo_page.PATH, DemoPage(desk, beside), OFFICE),
        *desk.page(settings_page.PATH, SettingsPage(desk, changeable, world), OFFICE),
        *desk.page(account_page.PATH, AccountPage(desk, commune), READERS, READERS),
    ]


def _score_entrances(score: ScoreDesk, tables: TablesPage) -> list[Entrance]:
    desk, block_page, sheet = score.desk, BlockPage(score), SheetPage(score)
    block = f"{score_shown.PATH}/{{year}}/{{block}}"
    return [
        desk.entrance(score_shown.PATH, ScoreList(desk).show, READERS),
        *desk.page(tables_page.PATH, tables, OFFICE),
        *desk.page(tables_page.PREVIEW, TablePreviewPage(desk), OFFICE),
        *desk.page(block, block_page, READERS),
        *desk.page(f"{block}/chot", FreezePage(score), READERS),
        desk.entrance(f"{block}/bien-ban.pdf", block_page.minutes, READERS),
        *desk.page(f"{block}/{{unit}}", sheet, READERS, largest_file=LARGEST),
        desk.entrance(f"{block}/{{unit}}/giai-trinh.pdf", sheet.paper, READERS),
        desk.entrance(f"{block}/{{unit}}/tep/{{sha256}}", sheet.file, READERS),
    ]

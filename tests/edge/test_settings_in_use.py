"""What the office sets reaches residents without a restart, in every process, and commands know it too."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from fastapi import FastAPI

from bot.app import Program, build, serve
from bot.office_settings import in_file, in_use_if_kept
from bot.settings import load
from bot.surroundings import Surroundings
from storage import office_settings
from storage.migrations import upgrade
from storage.office_settings import Change
from storage.unit import writing
from tests.edge.inprocess import Browser
from tests.running import Running, make

NOW = datetime(2026, 11, 20, 8, tzinfo=UTC)
OLD, NEW = "0229 3 111 111", "0229 3 222 222"


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Running:
    made = make(tmp_path_factory.mktemp("xa"))
    config = made.folder / "config.yaml"
    config.write_text(config.read_text("utf-8") + f'contacts: {{cong_an_xa: "{OLD}", truong_hoc: "113"}}\n', "utf-8")
    return made


@pytest.fixture(scope="module")
def program(running: Running) -> Iterator[Program]:
    settings = load({"HOCSO_CONFIG": str(running.folder / "config.yaml")})
    assert in_use_if_kept(settings) is settings  # no database yet
    upgrade(settings.database.url)
    program = build(settings, {})
    yield program
    program.engine.dispose()


def choose(program: Program, revision: int, *, is_from_file: bool = False, **values: str) -> None:
    with writing(program.engine) as tx:
        for name, value in values.items():
            change = Change(name.replace("__", "."), revision, "", value, is_from_file, "", NOW, "chị Hoa")
            office_settings.record(tx, change)
        tx.commit()


def notice(pages: FastAPI) -> str:
    with Browser(pages) as browser:
        return browser.get("/rieng-tu").text


def test_a_change_reaches_conversations_pages_and_commands(program: Program, running: Running) -> None:
    pages, other = serve(program), Surroundings(program.settings, program.engine)
    choose(program, 1, contacts__cong_an_xa=NEW, privacy__officer="ông Thịnh ẫ", commune__office="Phòng Kinh tế")
    choose(program, 1, contacts__no_longer_there="115", web__port="1")
    assert program.surroundings.world().contacts["cong_an_xa"] == OLD
    for surroundings in (program.surroundings, other):
        surroundings.refresh()
        assert surroundings.world().contacts == {
            "cong_an_xa": NEW, "trung_tam_hanh_chinh_cong": "", "to_cong_nghe_so": "", "truong_hoc": "113"
        }  # fmt: skip
        assert surroundings.settings().web == program.settings.web
    whom = "Phòng Kinh tế, UBND xã Xuân Hưng (ông Thịnh ẫ)"
    assert program.surroundings.world().privacy_contact == whom
    assert whom in notice(pages)
    with Browser(pages) as browser:
        page = browser.get("/buoi/011-neu-lo-mat-tien?luot=7&buoc=99").text
    assert f'href="tel:{NEW.replace(" ", "")}"' in page
    assert OLD not in page
    assert in_use_if_kept(program.settings) == program.surroundings.settings()
    said = running.run("check").stdout
    assert f"contacts.cong_an_xa: “{NEW}” do chị Hoa đặt trên trang Cài đặt ngày 20/11/2026; tệp ghi “{OLD}”." in said
    assert "privacy.officer: “ông Thịnh ẫ” do chị Hoa đặt trên trang Cài đặt ngày 20/11/2026; tệp để trống." in said
    assert "web.port" not in said
    board = running.run("report", "board", "--year", "2026").stdout
    assert "Phòng Kinh tế" in board


def test_what_is_given_back_is_as_the_file_says_again(program: Program) -> None:
    choose(program, 7, contacts__to_cong_nghe_so=NEW)
    program.surroundings.refresh()
    assert program.surroundings.world().contacts["to_cong_nghe_so"] == NEW
    choose(program, 8, contacts__to_cong_nghe_so="", is_from_file=True)
    program.surroundings.refresh()
    assert program.surroundings.world().contacts["to_cong_nghe_so"] == ""


def test_the_file_names_all_that_may_be_changed_and_nothing_else(program: Program) -> None:
    assert in_file(program.settings) == {
        "contacts.cong_an_xa": OLD,
        "contacts.trung_tam_hanh_chinh_cong": "",
        "contacts.to_cong_nghe_so": "",
        "contacts.truong_hoc": "113",
        "privacy.contact": "",
        "privacy.officer": "",
        "commune.office": "Phòng Văn hóa - Xã hội",
        "papers.signer": "",
    }

"""Finding a person by name: only who agreed that the office may know it, and never how they learn."""

import pytest
from sqlalchemy import Connection, insert, select, update

from conversation import consents
from storage.tables import consent, help_request, learner
from tests.db.commune import Commune
from tests.edge.inprocess import Browser
from tests.edge.office import NOW, TODAY, Hall
from tests.edge.office_desk import lead

PATH = "/van-phong/ba-con"


def learn(place: Hall, name: str, *choices: bool, version: str = "", home: str | None = "01") -> int:
    """Let somebody learn who typed a name and said yes or no to being named, once or more often."""
    asked = version or consents.show_name(place.world.texts).version

    def join(tx: Connection) -> int:
        learner_id = Commune(tx, TODAY).join(home)
        pseudonym = f"{name}-{learner_id}"
        tx.execute(update(learner).where(learner.c.id == learner_id).values(name=name, pseudonym=pseudonym))
        for choice in choices:
            row = {"pseudonym": pseudonym, "at": NOW, "purpose": "show_name_to_leader", "choice": choice}
            tx.execute(insert(consent), {**row, "version": asked})
        return learner_id

    return place.write(join)


def found(browser: Browser, typed: str, role: str = "") -> str:
    return browser.get(f"{PATH}?ten={typed}&vai={role}").text


@pytest.mark.parametrize("typed", ["lan", "LAN", "Pham lan", "phạm th", "Lan Phạm"])
def test_who_agreed_is_found_with_or_without_accents(place: Hall, officer: Browser, typed: str) -> None:
    learn(place, "Phạm Thị Lan ẫ", True)
    page = found(officer, typed)
    assert "<h1>Tìm thấy 1 người</h1>" in page
    assert "người học · Xóm Đông" in page


def test_nobody_is_found_who_did_not_agree_or_agreed_to_other_words(place: Hall, officer: Browser) -> None:
    learn(place, "Lan Một")
    learn(place, "Lan Hai", False)
    learn(place, "Lan Ba", True, False)
    learn(place, "Lan Bốn", True, version="an-older-wording")
    learn(place, "", True)
    page = found(officer, "lan")
    assert "<h1>Không tìm thấy tên này</h1>" in page
    assert "Lan Một" not in page
    learn(place, "Lan Năm", False, True)
    assert "<h1>Tìm thấy 1 người</h1>" in found(officer, "lan")


def test_the_office_sees_who_waits_and_nothing_of_how_they_learn(place: Hall, officer: Browser) -> None:
    lan = learn(place, "Chị Lan <b>", True)
    place.write(lambda tx: tx.execute(insert(help_request), {"learner_id": lan, "lesson": "009", "asked_on": TODAY}))
    page = found(officer, "lan")
    assert "Chị Lan &lt;b&gt;" in page
    assert "đang chờ người đến giúp" in page
    assert "009" not in page


def test_helpers_are_found_and_each_role_can_be_asked_for_alone(place: Hall, officer: Browser) -> None:
    lead(place, "01", name="anh Bình")
    learn(place, "Bình Minh", True, home=None)
    assert "<h1>Tìm thấy 2 người</h1>" in found(officer, "binh")
    assert "người phụ trách · Xóm Đông" in found(officer, "binh", "helper")
    assert "Minh" not in found(officer, "binh", "helper")
    assert "người học · chưa chọn xóm" in found(officer, "binh", "learner")
    assert "anh Bình" not in found(officer, "binh", "learner")


@pytest.mark.parametrize("typed", ["", "l", "🌾", "%", "_", "ẫ", "a" * 500])
def test_there_is_no_list_of_everybody(place: Hall, officer: Browser, typed: str) -> None:
    learn(place, "Lan Phạm", True)
    assert "Lan Phạm" not in officer.get(PATH, {"x": "y"}).text
    assert "Lan Phạm" not in found(officer, typed)


def test_the_council_finds_nobody(place: Hall) -> None:
    learn(place, "Lan Phạm", True)
    with Browser(place.app()) as thinh:
        assert thinh.post(place.invitation("council")).status_code == 303
        assert thinh.get(f"{PATH}?ten=lan").status_code == 403


def test_many_of_a_name_are_cut_and_said_so(place: Hall, officer: Browser) -> None:
    for number in range(53):
        learn(place, f"Lan {number:02}", True)
    page = found(officer, "lan")
    assert "<h1>Tìm thấy 53 người</h1>" in page
    assert "hiện 50 người đầu" in page
    assert page.count('class="person"') == 50
    assert place.read(lambda tx: len(tx.scalars(select(learner.c.id)).all())) == 53

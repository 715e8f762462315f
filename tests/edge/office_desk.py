"""What waits on the office's desk, for tests of its pages: sessions, questions, people who lead a unit."""

import re
from datetime import date, datetime, timedelta

from sqlalchemy import Connection, insert

from storage.audits import Audit, newest
from storage.tables import chat, guided_session, leader, question
from tests.db.commune import Commune
from tests.edge.inprocess import Browser
from tests.edge.office import LESSONS, NOW, TODAY, Hall

GIA_DANH = next(iter(LESSONS))


def enter(place: Hall, browser: Browser) -> None:
    """Come in by an invitation."""
    assert browser.post(place.invitation()).status_code == 303


def token(browser: Browser, path: str) -> str:
    """Return what the forms of a page carry."""
    found = re.search(r'name="token" value="([0-9a-f]+)"', browser.get(path).text)
    assert found is not None
    return found[1]


def send(browser: Browser, path: str, **fields: str) -> str:
    """Fill in a form of a page, send it, and return the page that is shown then."""
    answer = browser.post(path, {"token": token(browser, "/van-phong/buoi"), "by": "chị Hoa", **fields})
    assert answer.status_code == 303, answer.status_code
    assert answer.headers["location"].split("#")[0] == path
    return browser.get(path).text


def audited(place: Hall) -> list[Audit]:
    """Return the log of changes, the newest first, without who came in and went out."""
    coming = ("invitation_spent", "signed_in", "signed_out")
    return [line for line in place.read(lambda tx: newest(tx, 20)) if line.what not in coming]


def hold(place: Hall, /, unit: str = "01", day: date = TODAY, **more: object) -> int:
    """Let a leader record a session."""
    told = {"lesson": GIA_DANH, "place": "Nhà văn hóa", "present": 12, "women": 7, "aged_60_plus": 5, "first_timers": 3}
    by = {"recorded_at": NOW, "recorded_by": "anh Bình", "is_replaced": False}
    row = {"unit_code": unit, "day": day, **told, **by, **more}
    return int(
        place.write(lambda tx: tx.scalars(insert(guided_session).values(row).returning(guided_session.c.id)).one())
    )


def ask(place: Hall, text: str = "Quên mật khẩu VNeID thì làm thế nào ạ?", **more: object) -> int:
    """Let somebody of xóm Đông ask what waits for the office."""
    row = {"unit_code": "01", "text": text, "asked_at": NOW, "asked_on": TODAY, "state": "office", **more}

    def keep(tx: Connection) -> int:
        asking = question.insert().values(learner_id=Commune(tx, TODAY).join("01"), **row)
        return int(tx.scalars(asking.returning(question.c.id)).one())

    return place.write(keep)


def lead(place: Hall, unit: str = "01", name: str = "anh Bình", address: str | None = None, **more: object) -> int:
    """Let somebody lead a unit since yesterday, in a chat of their own; with `address` "" the chat is gone."""

    def keep(tx: Connection) -> int:
        row = {"account": "a", "address": address or name, "state": ""}
        chat_id = None if address == "" else tx.scalars(insert(chat).values(row).returning(chat.c.id)).one()
        post = {"unit_code": unit, "chat_id": chat_id, "name": name, "from_day": TODAY - timedelta(days=1)}
        return int(tx.scalars(insert(leader).values({**post, "version": "v1", **more}).returning(leader.c.id)).one())

    return place.write(keep)


def earlier(days: int) -> datetime:
    """Return the moment so many days before NOW."""
    return NOW - timedelta(days=days)

"""What the office keeps in small registers: requests about data, first steps, files that wait, readers of the feed."""

from datetime import timedelta

from sqlalchemy import Connection

from campaign.data_requests import Kind, Way
from campaign.feed import Scope
from storage import audits, data_requests, first_steps, pushes, readers, uploads
from storage.first_steps import Confirmed
from storage.uploads import Upload
from tests.db.people import NOW, TODAY

DAY = timedelta(days=1)
FILE = Upload("đơn vị.csv", "mã,tên\n01,Xóm ẫ 🌾".encode() + b"\x00\xff")


def asked(tx: Connection, name: str = "bác Lan", kind: Kind = Kind.DELETE) -> int:
    return data_requests.add(tx, kind, Way.PAPER, name, TODAY, "Chị Hoa", NOW)


def test_a_request_is_answered_and_done_once_and_its_name_is_gone(tx: Connection) -> None:
    number = asked(tx)
    assert asked(tx) == number
    assert data_requests.answer(tx, number, TODAY, "Chị Hoa", NOW)
    assert not data_requests.answer(tx, number, TODAY, "Chị Hoa", NOW)
    assert data_requests.finish(tx, number, TODAY + DAY, "Chị Hoa", NOW)
    assert not data_requests.finish(tx, number, TODAY + DAY, "Chị Hoa", NOW)
    assert data_requests.open_requests(tx) == []
    [done] = data_requests.done_requests(tx, 5)
    assert (done.id, done.name, done.answered_on, done.done_on) == (number, "", TODAY, TODAY + DAY)
    assert asked(tx) != number
    assert "Lan" not in "".join(line.detail for line in audits.newest(tx, 9))


def test_the_request_that_is_due_next_stands_first(tx: Connection) -> None:
    late, soon = asked(tx), asked(tx, "ông Tư", Kind.VIEW)
    for number in (late, soon):
        data_requests.answer(tx, number, TODAY, "Chị Hoa", NOW)
    assert [one.id for one in data_requests.open_requests(tx)] == [soon, late]
    assert [data_requests.count_pressing(tx, TODAY + days * DAY) for days in (0, 9, 30)] == [0, 1, 2]


def test_a_word_about_a_step_is_replaced_and_taken_back(tx: Connection) -> None:
    first, second = Confirmed("0228 3 555 🌾", TODAY, NOW, "Chị Hoa"), Confirmed("", TODAY, NOW + DAY, "Anh Nam")
    for word in (first, second):
        first_steps.confirm(tx, "contacts", word)
    assert first_steps.confirmed(tx) == {"contacts": second}
    assert first_steps.take_back(tx, "contacts", "Anh Nam", NOW)
    assert not first_steps.take_back(tx, "contacts", "Anh Nam", NOW)
    assert first_steps.confirmed(tx) == {}
    assert [line.what for line in audits.newest(tx, 3)] == ["step_taken_back", "step_confirmed", "step_confirmed"]


def test_a_file_waits_a_day_for_its_session_and_a_newer_one_takes_its_place(tx: Connection) -> None:
    uploads.put(tx, "k", "units", Upload("cũ.csv", b"1"), NOW)
    uploads.put(tx, "k", "units", FILE, NOW)
    uploads.put(tx, "khác", "units", Upload("2.csv", b"2"), NOW)
    assert uploads.find(tx, "k", "units", NOW + DAY - timedelta(seconds=1)) == FILE
    assert uploads.find(tx, "k", "units", NOW + DAY) is None
    assert uploads.find(tx, "k", "sessions", NOW) is None
    uploads.drop(tx, "k", "units")
    assert uploads.find(tx, "k", "units", NOW) is None
    assert uploads.find(tx, "khác", "units", NOW) is not None


def test_a_reader_is_known_by_the_token_until_it_is_revoked(tx: Connection) -> None:
    token = readers.invite(tx, "Sở KH&CN", (Scope.SCORES, Scope.PARTICIPATION), TODAY, "Chị Hoa", NOW)
    assert readers.find(tx, "bịa") is None
    found = readers.find(tx, token)
    assert found is not None
    assert [found.may_read(scope, TODAY) for scope in Scope] == [True, True]
    assert not found.may_read(Scope.SCORES, TODAY + DAY)
    for day in (TODAY, TODAY - DAY):
        readers.note_read(tx, found.id, day)
    assert [one.read_on for one in readers.everybody(tx)] == [TODAY]
    assert readers.revoke(tx, found.id, "Chị Hoa", NOW) is not None
    assert readers.revoke(tx, found.id + 1, "Chị Hoa", NOW) is None
    after = readers.find(tx, token)
    assert after is not None
    assert not after.may_read(Scope.SCORES, TODAY)


def test_figures_are_pushed_once_a_day_by_one_process_and_newer_ones_replace_them(tx: Connection) -> None:
    pushes.add(tx, TODAY - DAY, '{"hôm": "qua"}', NOW)
    pushes.add(tx, TODAY, '{"hôm": "nay ẫ"}', NOW)
    pushes.add(tx, TODAY, "{}", NOW)
    assert (pushes.has(tx, TODAY), pushes.has(tx, TODAY + DAY)) == (True, False)
    one = pushes.due(tx, NOW)
    assert one is not None
    assert (one.body, one.tries) == ('{"hôm": "nay ẫ"}', 0)
    assert pushes.claim(tx, one, NOW + DAY)
    assert not pushes.claim(tx, one, NOW + DAY)
    assert pushes.due(tx, NOW) is None
    pushes.mark_failed(tx, one.id, "503", NOW)
    assert pushes.last(tx) == (TODAY, "waiting", "503")
    pushes.mark_sent(tx, one.id)
    assert pushes.last(tx) == (TODAY, "sent", "")
    assert pushes.due(tx, NOW + 2 * DAY) is None

"""What the office sets counts over the file, gives way to it again, and is never forgotten."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Connection

from storage import audits, office_settings
from storage.office_settings import Change, ChangedMeanwhileError

NOW = datetime(2026, 11, 20, 8, tzinfo=UTC)
POLICE, OFFICER = "contacts.cong_an_xa", "privacy.officer"


def change(tx: Connection, revision: int, new: str, name: str = POLICE, old: str = "", **more: bool) -> Change:
    is_from_file = more.get("is_from_file", False)
    at = NOW + timedelta(minutes=revision)
    made = Change(name, revision, old, new, is_from_file, "số cũ đã cắt 😊", at, "chị Hoa ẫ ư đ")
    office_settings.record(tx, made)
    return made


def test_nothing_is_chosen_at_first(tx: Connection) -> None:
    assert office_settings.chosen(tx) == {}
    assert office_settings.history(tx, 10) == []


def test_of_each_setting_the_newest_counts_and_all_stay(tx: Connection) -> None:
    first = change(tx, 1, "0229 3 123 456")
    second = change(tx, 2, "0229 3 123 457", old="0229 3 123 456")
    other = change(tx, 1, "ông Thịnh", OFFICER)
    assert office_settings.chosen(tx) == {POLICE: "0229 3 123 457", OFFICER: "ông Thịnh"}
    assert office_settings.newest(tx) == {POLICE: second, OFFICER: other}
    assert office_settings.history(tx, 2) == [second, first]


def test_what_was_given_back_is_as_the_file_says(tx: Connection) -> None:
    change(tx, 1, "0229 3 123 456")
    given = change(tx, 2, "113", old="0229 3 123 456", is_from_file=True)
    assert office_settings.chosen(tx) == {}
    assert office_settings.newest(tx) == {POLICE: given}


def test_an_emptied_setting_is_chosen_too(tx: Connection) -> None:
    change(tx, 1, "", old="0229 3 123 456")
    assert office_settings.chosen(tx) == {POLICE: ""}


def test_two_who_change_at_once_cannot_both_be_the_next(tx: Connection) -> None:
    change(tx, 1, "0229 3 123 456")
    with pytest.raises(ChangedMeanwhileError, match=POLICE), tx.begin_nested():
        change(tx, 1, "0229 3 123 457")
    assert office_settings.chosen(tx) == {POLICE: "0229 3 123 456"}


def test_each_change_is_a_line_of_the_log(tx: Connection) -> None:
    change(tx, 1, "113", old="0229 3 123 456")
    [line] = audits.newest(tx, 5)
    assert (line.by, line.what) == ("chị Hoa ẫ ư đ", "setting_changed")
    assert line.detail == "contacts.cong_an_xa: “0229 3 123 456” → “113”; số cũ đã cắt 😊"

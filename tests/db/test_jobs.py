"""Long work is done one at a time, is not forgotten, and its file goes after a day."""

from datetime import timedelta

from sqlalchemy import Connection

from storage import jobs
from storage.jobs import Wanted
from tests.db.people import NOW

POSTERS = Wanted("posters", ("posters", "--out", jobs.OUT), "ap-phich.zip", 24)
HOUR = timedelta(hours=1)


def _ask(tx: Connection, wanted: Wanted = POSTERS, unit: str = "") -> int:
    job_id = jobs.ask(tx, wanted, "chị Hoa ẫ", unit, NOW)
    assert job_id is not None
    return job_id


def test_what_waits_longest_is_done_first_and_alone(tx: Connection) -> None:
    first, second = _ask(tx), _ask(tx, Wanted("posters", ("posters", "X03"), "x.pdf"))
    work = jobs.take_next(tx, NOW)
    assert work is not None
    assert (work.id, work.arguments) == (first, POSTERS.arguments)
    assert jobs.take_next(tx, NOW) is None
    assert jobs.waiting_before(tx, second) == 1
    jobs.finish(tx, first, b"PK", NOW)
    following = jobs.take_next(tx, NOW)
    assert following is not None
    assert following.id == second


def test_the_same_wish_twice_is_one_piece_of_work_until_it_is_done(tx: Connection) -> None:
    first = _ask(tx)
    assert _ask(tx) == first
    assert _ask(tx, unit="X01") != first
    jobs.take_next(tx, NOW)
    jobs.finish(tx, first, b"PK", NOW)
    assert _ask(tx) != first


def test_progress_result_and_failure_are_kept(tx: Connection) -> None:
    made, failed = _ask(tx), _ask(tx, unit="X01")
    jobs.take_next(tx, NOW)
    jobs.progress(tx, made, 7)
    found = jobs.find(tx, made)
    assert found is not None
    assert (found.state, found.done, found.total) == ("running", 7, 24)
    assert jobs.content(tx, made) is None
    jobs.finish(tx, made, b"PK\x00\xff", NOW)
    assert jobs.content(tx, made) == b"PK\x00\xff"
    jobs.take_next(tx, NOW)
    jobs.fail(tx, failed, "Đĩa đầy; hãy dọn bớt chỗ.", NOW)
    assert [(one.state, one.says) for one in jobs.newest(tx, "X01", 9)] == [("failed", "Đĩa đầy; hãy dọn bớt chỗ.")]
    assert jobs.content(tx, failed) is None


def test_too_many_wishes_are_refused(tx: Connection) -> None:
    for number in range(jobs.MOST_WAITING):
        _ask(tx, Wanted("posters", (str(number),), "x.pdf"))
    assert jobs.ask(tx, POSTERS, "x", "", NOW) is None


def test_what_a_program_left_unfinished_is_said_to_be_so_and_the_next_begins(tx: Connection) -> None:
    broken, waiting = _ask(tx), _ask(tx, unit="X01")
    jobs.take_next(tx, NOW)
    assert jobs.give_up_running(tx, "dừng giữa chừng", NOW - HOUR, NOW) == 0
    assert jobs.give_up_running(tx, "dừng giữa chừng", NOW, NOW + HOUR) == 1
    found = jobs.find(tx, broken)
    assert found is not None
    assert found.state == "failed"
    following = jobs.take_next(tx, NOW)
    assert following is not None
    assert following.id == waiting


def test_a_file_goes_a_day_after_it_was_made_and_what_waits_stays(tx: Connection) -> None:
    made = _ask(tx)
    jobs.take_next(tx, NOW)
    jobs.finish(tx, made, b"PK", NOW)
    waiting = _ask(tx)
    assert jobs.sweep(tx, NOW + jobs.KEPT_FOR - timedelta(seconds=1)) == 0
    assert jobs.sweep(tx, NOW + jobs.KEPT_FOR) == 1
    assert jobs.find(tx, made) is None
    assert jobs.find(tx, waiting) is not None

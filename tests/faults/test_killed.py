"""kill -9 at any moment: no accepted answer is lost, none counts twice, nobody is stuck.

The long form is `make soak`; the short one belongs to `make test`.
"""

import asyncio
import os
from pathlib import Path

from tests.faults.killing import Aftermath, play
from tests.postgres import Postgres

_IS_SOAK = bool(os.environ.get("HOCSO_SOAK"))
_KILLS, _PEOPLE = (30, 200) if _IS_SOAK else (5, 40)


def _check(after: Aftermath) -> None:
    assert after.kept == after.tapped
    assert after.counted == len(after.kept)
    assert after.standing == len(after.kept)
    assert after.stuck == {}
    assert after.left_over == []
    too_often = {who: count for who, count in after.repeated.items() if count > after.excused[who]}
    assert too_often == {}
    assert len(after.kept) > _PEOPLE // 4, "too little happened to prove anything"


def test_a_killed_program_loses_and_doubles_nothing_on_sqlite(tmp_path: Path) -> None:
    _check(asyncio.run(play(tmp_path, _KILLS, _PEOPLE)))


def test_a_killed_program_loses_and_doubles_nothing_on_postgresql(tmp_path: Path, postgres: Postgres) -> None:
    _check(asyncio.run(play(tmp_path, _KILLS, _PEOPLE, postgres.new_database(is_migrated=True))))

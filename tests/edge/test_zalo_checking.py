"""`hocso check` says how many of its people a Zalo bot has."""

from pathlib import Path

import pytest
from sqlalchemy import insert

from storage.engine import open_engine
from storage.migrations import upgrade
from storage.tables import chat
from tests.running import Running, make


@pytest.fixture
def program(tmp_path: Path) -> Running:
    program = make(tmp_path)
    config = tmp_path / "config.yaml"
    config.write_text(config.read_text(encoding="utf-8") + "channels: {zalo_bot: {enabled: true}}\n", encoding="utf-8")
    program.more["HOCSO_ZALO_BOT_TOKEN"] = "1:a"  # noqa: S105 - opens nothing
    return program


def _said(program: Running) -> str:
    done = program.run("check")
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()[-1]


def test_a_bot_without_a_database_has_nobody(program: Running) -> None:
    assert _said(program) == "Zalo Bot: 0/50 người."


@pytest.mark.parametrize(
    ("people", "said"),
    [
        (12, "Zalo Bot: 12/50 người."),
        (45, "Zalo Bot: 45/50 người, gần hết chỗ; hãy mời người tới sau học trên trang học của xã."),
    ],
)
def test_a_bot_that_fills_up_is_told(program: Running, people: int, said: str) -> None:
    (program.folder / "data").mkdir()
    upgrade(program.database_url)
    engine = open_engine(program.database_url)
    with engine.begin() as tx:
        for number in range(people):
            tx.execute(insert(chat).values(account="zalo_bot:main", address=str(number), state="{}"))
    engine.dispose()
    assert _said(program) == said

"""Whole conversations, written down: what the person does, what the assistant says, what is recorded.

`before` are lines played first, which another file already compares; with `lessons` only these are taught, so that a
talk can reach the end of the course; `invited` are the unit and the name of somebody to whom the office gave a code,
drawn by the seed; `proposed` is a year for which the office proposes the learner after `before`; `public_url` is
where the program is reached. `HOCSO_REWRITE=1 pytest tests/transcripts` writes the files anew; the diff is read as
text.
"""

import asyncio
import os
from collections.abc import Collection, Mapping
from datetime import datetime
from pathlib import Path
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import yaml
from sqlalchemy import Engine

from bot.transcript import Entry, Player, dump
from bot.trial import Trial, unkept_units
from campaign.awards import AwardKind
from conversation import texts
from conversation.message import Message
from conversation.world import World
from lessons import Course
from quizzes.load import load_content
from storage import awards, team
from storage.unit import writing

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
FILES = sorted(HERE.glob("*.yaml"))
IS_REWRITING = os.environ.get("HOCSO_REWRITE") == "1"
COURSE, BANK = load_content(ROOT / "lessons/content/vi", ROOT / "quizzes/content/vi")
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


class Tray:
    """A channel that keeps what is sent."""

    account = "terminal:main"

    def __init__(self) -> None:
        self.sent: list[Message] = []

    async def send(self, address: str, message: Message) -> None:
        self.sent.append(message)


class Talk:
    """A trial with the cast's hamlets, closed when the test is over."""

    def __init__(self, head: Mapping[str, Any]) -> None:
        start = datetime.fromisoformat(str(head["start"]))
        self._engine, units = unkept_units(HERE / "units.csv", start.astimezone(ZONE).date())
        world = World(
            commune="xã Xuân Hưng",
            controller="UBND xã Xuân Hưng",
            privacy_contact="Phòng Văn hóa - Xã hội, UBND xã Xuân Hưng",
            course=_course(head.get("lessons")),
            bank=BANK,
            units=units,
            contacts=head.get("contacts", {}),
            texts=texts.load(),
            zone=ZONE,
            public_url=head.get("public_url", ""),
        )
        if "invited" in head:
            unit, name = head["invited"]
            _invite(self._engine, unit, name, start, Random(head["seed"]))
        self.tray = Tray()
        self.trial = Trial(
            self._engine, world, self.tray, start, Random(head["seed"]), seconds=float(head.get("seconds", 20))
        )

    def __enter__(self) -> "Talk":
        self.trial.__enter__()
        return self

    def __exit__(self, *_: object) -> None:
        self.trial.__exit__(None, None, None)
        self._engine.dispose()

    def propose(self, year: int) -> None:
        """Let the office propose whoever learns here."""
        with writing(self._engine) as tx:
            awards.propose(tx, AwardKind.LEARNER, "1", year, "Chị Hà", self.trial.clock.now())
            tx.commit()


def _invite(engine: Engine, unit: str, name: str, now: datetime, rng: Random) -> None:
    with writing(engine) as tx:
        team.invite(tx, unit, name, now, rng)
        tx.commit()


def _course(numbers: Collection[int] | None) -> Course:
    return COURSE if numbers is None else Course(tuple(one for one in COURSE if one.number in numbers))


def played(head: Mapping[str, Any], lines: list[str]) -> list[Entry]:
    async def play() -> list[Entry]:
        with Talk(head) as talk:
            player = Player(talk.trial, talk.tray.sent)
            for line in head.get("before", ()):
                await player.play(line)
            if "proposed" in head:
                talk.propose(int(head["proposed"]))
            return [await player.play(line) for line in lines]

    return asyncio.run(play())


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_the_conversation_goes_as_it_was_written_down(file: Path) -> None:
    written = yaml.safe_load(file.read_text(encoding="utf-8"))
    head = {key: value for key, value in written.items() if key != "steps"}
    steps = written["steps"]

    actual = played(head, [str(step["me"]) for step in steps])

    if IS_REWRITING:
        file.write_text(dump(head, actual), encoding="utf-8")
    else:
        assert actual == steps

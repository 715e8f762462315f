"""Plays an evening: everybody chooses, types and learns as the script says, and sees what it says."""

import asyncio
import re
from collections.abc import Sequence
from datetime import timedelta
from functools import cache
from random import Random

from quizzes.load import load_content
from tests.edge.evening import (
    EVENING,
    NAMES,
    NEXT_EVENING,
    PAGE,
    PHONE,
    STRANGER,
    TABLET,
    Act,
    Learn,
    Pick,
    Scene,
    Visit,
    Write,
)
from tests.edge.evening_end import Ending, ending
from tests.edge.evening_stage import START, Device, Page, Phone, Stage
from tests.running import HERE

_STUDY_CODE = re.compile(r"\b[1-9]\d{2} \d{3} \d{4}\b")
_MOST_TAPS = 60


class Evening:
    """Plays scenes one after the other; within a scene, people one after the other or all at once."""

    def __init__(self, stage: Stage, people: dict[str, Device], seed: int | None = None) -> None:
        self._stage = stage
        self._people = people
        self._rng = Random(seed) if seed is not None else None

    async def play(self, scene: Scene) -> None:
        """Play a scene; with a seed everybody acts at once, in an order that it chooses."""
        lanes = list(scene.acts.items())
        if self._rng is None:
            for who, acts in lanes:
                await self._lane(scene.name, who, acts)
        else:
            self._rng.shuffle(lanes)
            await asyncio.gather(*(self._lane(scene.name, who, acts) for who, acts in lanes))
        for who, words in scene.unheard.items():
            shown = "\n".join(self._people[who].heard)
            assert [word for word in words if word in shown] == [], f"{scene.name}: {who} saw what is not theirs"

    async def _lane(self, scene: str, who: str, acts: Sequence[Act]) -> None:
        for act in acts:
            if self._rng is not None:
                await asyncio.sleep(self._rng.uniform(0, 0.1))
            heard = len(self._people[who].heard)
            try:
                await self._act(self._people[who], act)
            except (KeyError, TimeoutError) as error:
                raise AssertionError(f"{scene}: {who}: {act}: {self._people[who].heard[-2:]}") from error
            said = "\n".join(self._people[who].heard[heard:])
            assert isinstance(act, Learn) or act.sees in said, f"{scene}: {who}: {act}: {said}"

    async def _act(self, device: Device, act: Act) -> None:
        match act:
            case Pick(label):
                await self._stage.trouble.between(self._stage)
                await device.pick(label)
            case Write(words):
                await self._stage.trouble.between(self._stage)
                await device.write(self._filled(words))
            case Visit(path):
                await device.visit(path)
            case Learn(until, slips):
                await self._learn(device, until, slips)

    async def _learn(self, device: Device, until: str, slips: int) -> None:
        for _ in range(_MOST_TAPS):
            labels = device.labels
            if until in labels:
                return
            await self._stage.trouble.between(self._stage)
            right = [label for label in labels if label in _right_choices()]
            if right and slips:
                slips -= 1
                await device.pick(next(label for label in labels if label not in right))
            else:
                await device.pick(right[0] if right else labels[0])
        raise AssertionError(f"“{until}” is never offered: {device.heard[-1]}")

    def _filled(self, words: str) -> str:
        if words == "{mã học}":
            shown: list[str] = _STUDY_CODE.findall("\n".join(self._people[PHONE].heard))
            return shown[-1]
        return words.format_map(self._stage.codes)


async def perform(stage: Stage, seed: int | None = None) -> Ending:
    """Play both evenings on a program that runs, and say what is left."""
    pages = {who: Page(stage) for who in (PAGE, TABLET, STRANGER)}
    phones = {who: Phone(stage.platform.user(number, NAMES[who]), stage) for number, who in enumerate(NAMES, 7001)}
    evening = Evening(stage, {**phones, **pages}, seed)
    for scene in EVENING:
        await evening.play(scene)
    await stage.sleep()
    for scene in NEXT_EVENING:
        await evening.play(scene)
    for page in pages.values():
        await page.close()
    for phone in phones.values():
        await phone.rest()
    return ending(stage.engine, START.date() + timedelta(days=1))


@cache
def _right_choices() -> frozenset[str]:
    _, bank = load_content(HERE / "lessons/content/vi", HERE / "quizzes/content/vi")
    asked = (question for pool in bank.pools.values() for question in pool.questions)
    choices = (choice for question in asked for choice in question.choices if choice.correct)
    return frozenset(choice.text.replace("{bác}", "bác").replace("{Bác}", "Bác") for choice in choices)

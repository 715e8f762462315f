"""Class mode, for the screen in the hamlet's culture house: one page or question at a time, in very large type.

Nothing is asked of anyone and nothing is kept: where a class is stands in the address, and so do the hands that were
counted. What is answered by a show of hands is in no figure (design.md section 8); a class ends in a session that
whoever leads it records.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from random import Random
from urllib.parse import urlencode

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.channels.browser.look import Look
from frame.blocks import Block, block_of
from lessons import Course, Lesson
from quizzes import Bank, Choice, Kind, Question, attempt
from quizzes.attempt import POSITIONS

HOME = "/buoi"
RECORD = "/xom/buoi"
"""Where whoever leads a unit records a session; the lesson goes along as `bai`."""

_MOST_HANDS = 999
_DRAWS = 10_000
_LETTERS = "ABC"


@dataclass(frozen=True, slots=True)
class Shown:
    """A choice as the screen shows it; once hands were counted, how many they are and of what share of all."""

    letter: str
    text: Block
    is_right: bool
    hands: int
    percent: int


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a class is: the draw of its questions, the step, and the hands counted for each choice, if they were."""

    draw: int
    step: int
    hands: tuple[int, ...] | None

    def at(self, step: int) -> str:
        """Return the query of another step."""
        return urlencode({"luot": self.draw, "buoc": step})


def room_routes(
    look: Look,
    course: Callable[[], Course],
    bank: Callable[[], Bank],
    *,
    fill: Callable[[str], str],
    today: Callable[[], date],
    rng: Random,
) -> APIRouter:
    """Return the routes of class mode; `fill` fills a text's tokens as for a whole room."""
    room = _Room(look, course, bank, fill, today, rng)
    router = APIRouter()
    for path, handler in (
        (f"{HOME}/style.{{version}}.css", lambda request: look.room_style(request.path_params["version"])),
        (HOME, room.choose),
        (f"{HOME}/{{name}}", room.show),
    ):
        router.add_route(path, handler, methods=["GET"])
    return router


@dataclass(frozen=True, slots=True)
class _Room:
    look: Look
    course: Callable[[], Course]
    bank: Callable[[], Bank]
    fill: Callable[[str], str]
    today: Callable[[], date]
    rng: Random

    async def choose(self, request: Request) -> Response:
        """Show the lessons to choose from."""
        today = self.today()
        lessons = [(one.id, self.fill(one.title), one.minutes) for one in self.course() if one.is_served(today)]
        return self.look.room("room_list.html", lessons=lessons)

    async def show(self, request: Request) -> Response:
        """Show one step of a class; without a step a new class begins, with questions of its own."""
        number = re.match(r"[0-9]{1,3}(?![0-9])", request.path_params["name"])
        lesson = self.course().by_number(int(number[0])) if number else None
        if lesson is None:
            return self.look.problem("no_lesson", 404)
        if not lesson.is_served(self.today()):
            return self.look.problem("lesson_in_review", 404)
        place = _place(request.query_params)
        if place is None or lesson.id != request.path_params["name"]:
            begun = _Place(self.rng.randrange(_DRAWS), 0, None)
            return RedirectResponse(f"{HOME}/{lesson.id}?{begun.at(0)}", 307, {"Cache-Control": "no-store"})
        return self._step(lesson, place)

    def _step(self, lesson: Lesson, place: _Place) -> Response:
        questions = self._questions(lesson, place.draw)
        last = len(lesson.pages) + len(questions)
        step = min(place.step, last)
        links: Mapping[str, object] = {
            "title": self.fill(lesson.title),
            "forward": place.at(step + 1) if step < last else "",
            "back": place.at(step - 1) if step else "",
            "at": step + 1,
            "of": last + 1,
        }
        if step < len(lesson.pages):
            block = block_of(self.fill(lesson.pages[step]), self.look.phones())
            picture = self.look.picture_of(lesson.id) if step == 0 else None
            return self.look.room("room_page.html", block=block, picture=picture, **links)
        if step < last:
            question, choices = questions[step - len(lesson.pages)]
            return self._question(question, choices, place, links)
        said = self.fill(lesson.task)
        task = block_of(said[:1].upper() + said[1:], self.look.phones())
        return self.look.room("room_end.html", task=task, record=f"{RECORD}?{urlencode({'bai': lesson.id})}", **links)

    def _question(
        self, question: Question, choices: Sequence[Choice], place: _Place, links: Mapping[str, object]
    ) -> Response:
        hands = (*(place.hands or ()), *([0] * len(choices)))[: len(choices)]
        total = sum(hands) or 1
        shown = [
            Shown(letter, block_of(self.fill(one.text), ()), one.correct, count, 100 * count // total)
            for letter, one, count in zip(_LETTERS, choices, hands, strict=False)
        ]
        why = None if place.hands is None else self._why(choices, hands)
        text = block_of(f"{self.fill(question.situation)}\n**{self.fill(question.ask)}**", ())
        return self.look.room(
            "room_question.html", text=text, choices=shown, why=why, draw=place.draw, step=place.step, **links
        )

    def _why(self, choices: Sequence[Choice], hands: Sequence[int]) -> list[tuple[str, Block]]:
        """Return the reason of the right choice, and before it that of the wrong one most hands were up for."""
        numbered = list(zip(_LETTERS, choices, hands, strict=False))
        wrong = max((one for one in numbered if not one[1].correct), key=lambda one: one[2], default=None)
        told = [wrong] if wrong is not None and wrong[2] else []
        told += [one for one in numbered if one[1].correct]
        return [(letter, block_of(self.fill(one.why), self.look.phones())) for letter, one, _ in told]

    def _questions(self, lesson: Lesson, draw: int) -> list[tuple[Question, tuple[Choice, ...]]]:
        """Return the questions of a class: the same draw gives the same ones, as long as the lesson stays as it is."""
        pool = self.bank().pool(lesson.id)
        drawn = attempt.start(0, pool, Kind.LESSON, POSITIONS, (), self.today(), Random(draw))  # noqa: S311 - no secret
        if drawn is None:
            return []
        found = (attempt.question_at(drawn, position, pool) for position in range(POSITIONS))
        return [one for one in found if one is not None]


def _place(query: Mapping[str, str]) -> _Place | None:
    """Return where a class is, None where the address does not say."""
    draw, step = _number(query.get("luot", ""), _DRAWS), _number(query.get("buoc", ""), _MOST_HANDS)
    if draw is None or step is None:
        return None
    typed = [query.get(f"tay-{letter}") for letter in _LETTERS]
    if all(one is None for one in typed):
        return _Place(draw, step, None)
    return _Place(draw, step, tuple(_number(one or "", _MOST_HANDS) or 0 for one in typed))


def _number(typed: str, most: int) -> int | None:
    digits = typed.strip()
    return min(int(digits), most) if re.fullmatch(r"[0-9]{1,6}", digits) else None

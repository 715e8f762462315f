"""Reading a file of face-to-face sessions, whose every mistake is told by line and column, all of them in one go."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from campaign.units import Unit, Units
from conversation.team import Session
from lessons.csv_file import Cells, read_lines, refusal
from lessons.problems import ContentError, Problem, in_order
from storage.units_csv import day_of

COLUMNS = ("day", "unit", "lesson", "place", "present", "women", "aged_60_plus", "first_timers")
PARTS = ("women", "aged_60_plus", "first_timers")

_LENGTHS = {"place": 80}
_COUNT = re.compile(r"[0-9]{1,4}")
_EARLIEST = date(2020, 1, 1)


@dataclass(frozen=True, slots=True)
class Told:
    """A session of a line of the file."""

    unit: Unit
    session: Session


@dataclass(frozen=True, slots=True)
class Known:
    """What the cells may name: the units, and the lessons by id."""

    units: Units
    lessons: Collection[str]
    today: date


def read(path: Path, known: Known) -> tuple[Told, ...]:
    """Read a file of sessions, as a spreadsheet saves it; one that stands twice in it is read once.

    Raises:
        ContentError: with everything that is wrong in it.
    """
    problems: list[Problem] = []
    found: dict[Told, None] = {}
    for line, cells in read_lines(path, COLUMNS):
        told = _told(Cells(path, line, cells, problems, _LENGTHS), known)
        if told is not None:
            found[told] = None
    if problems:
        raise ContentError(in_order(problems))
    if not found:
        raise refusal(path, None, "tệp chưa có buổi nào, hãy thêm mỗi buổi một dòng dưới dòng tên cột")
    return tuple(found)


def _told(cell: Cells, known: Known) -> Told | None:
    day, unit = cell.need("day", partial(_day, known)), cell.need("unit", partial(_unit, known))
    lesson, place = cell.need("lesson", partial(_lesson, known)), cell.take("place", str) or ""
    present = cell.need("present", _people)
    if present == 0:
        cell.say("present", "buổi không có ai đến thì không cần ghi, hãy bỏ dòng này")
    counts = [_part(cell, name, present) for name in PARTS]
    if day is None or unit is None or lesson is None or present is None or None in counts:
        return None
    women, elders, first_timers = counts
    return Told(unit, Session(day, lesson, place, present, women, elders, first_timers))


def _part(cell: Cells, name: str, present: int | None) -> int | None:
    """Return how many of those present were of some kind."""
    people = cell.need(name, _people)
    if people is not None and present is not None and people > present:
        cell.say(name, f"{people} nhiều hơn {present} người đến, hãy xem lại hai số này")
        return None
    return people


def _day(known: Known, text: str) -> date:
    found = day_of(text)
    if found > known.today:
        raise ValueError(f"“{text}” còn ở phía trước, hãy ghi ngày buổi đã diễn ra")
    if found < _EARLIEST:
        raise ValueError(f"“{text}” xa quá, hãy ghi ngày từ 01/01/2020")
    return found


def _unit(known: Known, text: str) -> Unit:
    found = known.units.get(text, known.today)
    if found is None:
        raise ValueError(f"không có đơn vị mã “{text}”, hãy ghi mã như trong danh sách đơn vị")
    return found


def _lesson(known: Known, text: str) -> str:
    """Return the lesson of an id, or of its number alone: "9" is 009-cuoc-goi-gia-danh."""
    number = f"{int(text):03}-" if re.fullmatch(r"[0-9]{1,3}", text) else None
    found = next((one for one in known.lessons if one == text or (number and one.startswith(number))), None)
    if found is None:
        raise ValueError(f"không có bài “{text}”, hãy ghi số của bài, ví dụ 9")
    return found


def _people(text: str) -> int:
    if not _COUNT.fullmatch(text):
        raise ValueError(f"“{text}” không phải là số người, hãy ghi chữ số viết liền, không có ai thì ghi 0")
    return int(text)

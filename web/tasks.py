"""What waits for the office, as the first page lists it."""

from dataclasses import dataclass

from storage.office_desk import OpenBlock, Waiting
from web import lessons_page, questions_page, report_page, requests_page, score_shown, sessions_page, team_page
from web.forms import Phrases
from web.table import number


@dataclass(frozen=True, slots=True)
class Task:
    """Something to see to: what waits, and the page on which that is done."""

    text: str
    action: str
    path: str


def tasks(waiting: Waiting, lessons_due: int, phrases: Phrases) -> tuple[Task, ...]:
    """Return what is to be done, nothing where nothing waits; `lessons_due` are to be read over."""
    counted = (
        ("sessions", waiting.sessions, sessions_page.PATH),
        ("questions", waiting.questions, questions_page.PATH),
        ("unled", waiting.unled, team_page.PATH),
        ("requests", waiting.requests, requests_page.PATH),
        ("unreported", waiting.unreported, report_page.PATH),
        ("lessons_due", lessons_due, lessons_page.PATH),
    )
    found = [
        Task(phrases[key].format(count=number(count)), phrases[f"see_{key}"], path)
        for key, count, path in counted
        if count
    ]
    return (*found, *(_score(one, phrases) for one in waiting.blocks))


def _score(one: OpenBlock, phrases: Phrases) -> Task:
    key = "score_review" if one.to_review else "score"
    text = phrases[key].format(name=one.name, year=one.year, count=number(one.to_review))
    return Task(text, phrases["see_score"], score_shown.block_path(one.year, one.block))

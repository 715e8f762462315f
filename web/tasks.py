"""What waits for the office, as the first page lists it."""

from dataclasses import dataclass

from storage.office_desk import Waiting
from web import questions_page, requests_page, sessions_page, team_page
from web.forms import Phrases
from web.table import number


@dataclass(frozen=True, slots=True)
class Task:
    """Something to see to: what waits, and the page on which that is done."""

    text: str
    action: str
    path: str


def tasks(waiting: Waiting, phrases: Phrases) -> tuple[Task, ...]:
    """Return what is to be done, nothing where nothing waits."""
    counted = (
        ("sessions", waiting.sessions, sessions_page.PATH),
        ("questions", waiting.questions, questions_page.PATH),
        ("unled", waiting.unled, team_page.PATH),
        ("requests", waiting.requests, requests_page.PATH),
    )
    return tuple(
        Task(phrases[key].format(count=number(count)), phrases[f"see_{key}"], path)
        for key, count, path in counted
        if count
    )

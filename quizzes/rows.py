"""Lessons and questions as rows of plain texts, as a spreadsheet has them: read from the files as they are written.

A row knows nothing of markup or types: what stands in the file stands in the cell, so that a row that nobody changed is
the same row again. Its fingerprint tells whether somebody changed it since.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lessons.editing import YamlFields, read_raw
from lessons.lesson_text import LessonText
from lessons.load import ReadCourse
from quizzes.load import ReadBank

MOST_PAGES = 8
CHOICES = 3
TEXTS = ("text", "why")
HEAD = (
    "title", "strand", "order", "minutes", "sources", "checked_on", "checked_by", "expires_on", "framework_ref", "alt",
)  # fmt: skip
PAGES = tuple(f"page{number}" for number in range(1, MOST_PAGES + 1))
SECTIONS = {"task": "Làm thử", "ask_later": "Lần sau hỏi", "radio": "Loa", "forward": "Gửi một người"}
LESSON_FIELDS = (*HEAD, *PAGES, *SECTIONS)
_ASKED = ("page", "situation", "ask")
_KNOWN = ("delayed", "source", "checked_on", "checked_by", "expires_on")
QUESTION_FIELDS = (
    *_ASKED, *(f"{part}{at}" for at in range(1, CHOICES + 1) for part in TEXTS), "right", *_KNOWN,
)  # fmt: skip


@dataclass(frozen=True)
class Row:
    """One lesson, or one question of a lesson, by its id; a lesson's row has no `question`."""

    lesson: str
    question: str
    values: Mapping[str, str]

    @property
    def id(self) -> str:
        """Return the name for people: `<lesson>` or `<lesson>/<question>`."""
        return f"{self.lesson}/{self.question}" if self.question else self.lesson

    @property
    def fingerprint(self) -> str:
        """Return a short hash of everything in the row."""
        told = "\x1f".join(f"{name}\x1e{self.values[name]}" for name in sorted(self.values))
        return hashlib.sha256(f"{self.id}\x1f{told}".encode()).hexdigest()[:12]


def read(lessons: ReadCourse, questions: ReadBank) -> list[Row]:
    """Return a row for each lesson and each question, in the order they are learned.

    Raises:
        ContentError: when a file cannot be read.
    """
    rows = list[Row]()
    for lesson in lessons.course:
        rows.append(_lesson(lesson.id, LessonText(read_raw(lessons.paths[lesson.id]))))
        if lesson.id in questions.paths:
            fields = YamlFields(read_raw(questions.paths[lesson.id]))
            rows += _questions(lesson.id, fields)
    return rows


def _lesson(id_: str, text: LessonText) -> Row:
    head = {name: text.head.value((name,)) for name in HEAD if name != "sources"}
    sources = "\n".join(text.head.items(("sources",)))
    pages = {name: text.page(at) for at, name in enumerate(PAGES)}
    sections = {name: text.section(title) for name, title in SECTIONS.items()}
    return Row(id_, "", {**head, "sources": sources, **pages, **sections})


def _questions(lesson: str, fields: YamlFields) -> Iterator[Row]:
    for at in range(fields.count(("questions",))):
        here = ("questions", at)
        values = {name: fields.value((*here, name)) for name in (*_ASKED, *_KNOWN)}
        values["delayed"] = values["delayed"] or "false"
        values["right"] = ""
        for number in range(CHOICES):
            choice = (*here, "choices", number)
            values |= {f"{part}{number + 1}": fields.value((*choice, part)) for part in TEXTS}
            if fields.value((*choice, "correct")) == "true":
                values["right"] = str(number + 1)
        yield Row(lesson, fields.value((*here, "id")), values)

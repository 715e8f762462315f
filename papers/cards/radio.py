"""What an announcer reads over the commune's loudspeakers: a sheet a lesson, in large type, and the same as text."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from conversation.render import Voice, content
from lessons import Lesson
from lessons.reading_aloud import seconds, unusual, with_numbers_in_words
from papers.cards import prose, words
from papers.cards.drawing import Written, to_pdf
from papers.cards.words import number, say


@dataclass(frozen=True, slots=True)
class Sheet:
    """One script as it is read: numbers are words; `sounds` are the words that are said otherwise than written."""

    sender: str
    """Whose news it is, such as "UBND xã Xuân Hưng"."""
    title: str
    script: str
    seconds: int
    sounds: Mapping[str, str]


def of_lesson(lesson: Lesson, voice: Voice) -> Sheet:
    """Return the script of a lesson, which must have one, with the commune's telephone numbers filled in."""
    script = with_numbers_in_words(content(lesson.radio, voice).replace("**", ""))
    return Sheet(
        sender=voice.world.controller,
        title=content(lesson.title, voice),
        script=script,
        seconds=seconds(script),
        sounds=unusual(script),
    )


def print_out(sheets: Sequence[Sheet], day: date) -> bytes:
    """Return all scripts as one PDF, A4 upright, each beginning on a page of its own."""
    return to_pdf("radio", {"sheets": [_written(sheet, day) for sheet in sheets]}, day)


def as_text(sheet: Sheet, day: date) -> str:
    """Return a script as a text file."""
    return "\n\n".join(part for part in (_head(sheet, day), sheet.script, _sounds(sheet)) if part) + "\n"


def _written(sheet: Sheet, day: date) -> dict[str, Written]:
    return {
        "sender": say("radio.sender", sender=words.clean(sheet.sender)),
        "title": words.clean(sheet.title),
        "day": words.day(day),
        "takes": say("radio.takes", seconds=number(sheet.seconds)),
        "script": prose.lines(sheet.script),
        "sounds": _sounds(sheet),
    }


def _head(sheet: Sheet, day: date) -> str:
    takes = say("radio.takes", seconds=number(sheet.seconds))
    return f"{sheet.title}\n{say('radio.sender', sender=sheet.sender)} · {words.day(day)} · {takes}"


def _sounds(sheet: Sheet) -> str:
    said = "; ".join(f"{word}: {sound}" for word, sound in sheet.sounds.items())
    return say("radio.sounds", said=said) if said else ""

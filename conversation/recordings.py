"""The voice of a page, where there is a recording of it in a form the channel takes."""

from dataclasses import dataclass

from lessons import Lesson

FORMS = {"browser": ("m4a",), "telegram": ("ogg", "m4a"), "zalo_bot": ("aac",)}
"""The forms a channel takes, the best first."""

_FETCHES = ("zalo_bot",)
"""Channels whose platform fetches the file itself: they need a public address."""


@dataclass(frozen=True, slots=True)
class Recording:
    """The voice of a page, counted from 1; whether a machine reads is told to whoever listens."""

    lesson: str
    page: int
    is_machine: bool = False


def of_page(lesson: Lesson, page: int, channel: str, public_url: str) -> Recording | None:
    """Return the recording of a page, counted from 0, that a channel can play; None where there is none."""
    number = page + 1
    if channel in _FETCHES and not public_url:
        return None
    forms = {file.suffix[1:] for file in lesson.voices.get(number, ())}
    if not forms.intersection(FORMS.get(channel, ())):
        return None
    return Recording(lesson.id, number, number in lesson.machine_voices)


def path(recording: Recording, form: str) -> str:
    """Return where on this server a recording is, in one of its forms."""
    return f"/tieng/{recording.lesson}/{recording.page}.{form}"

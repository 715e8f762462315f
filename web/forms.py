"""What a form of the office pages sends: read with limits, cleaned, and refused in one sentence that says why."""

import re
from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass
from datetime import date
from unicodedata import category, normalize
from urllib.parse import parse_qsl

from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request

from conversation import reckoning
from conversation.render import plain
from storage.doors import Visitor
from storage.uploads import Upload
from web.days import day_of, written

LARGEST = 100_000
"""Bytes of a form: more than any page of ours sends."""

LARGEST_FILE = 1_000_000
"""Bytes of a form with a file: a list of thousands of lines."""

SECRET = ("password", "new_password", "again", "one_time_code")
"""Fields that are never put back and never kept."""

_MOST_FIELDS = 500
_MOST_PEOPLE = 9_999
_LONGEST_NAME = 60
_LONGEST_FILE_NAME = 80

Phrases = Mapping[str, str]


class Wrong(Exception):  # noqa: N818 - said to an officer, not an accident
    """What was typed cannot be taken: one sentence that says what to do, and the field it is about."""

    def __init__(self, sentence: str, field: str = "") -> None:
        super().__init__(sentence)
        self.field = field


@dataclass(frozen=True, slots=True)
class Form:
    """A filled form; `chosen` are the ids of what was ticked in it, `phrases` say what is wrong with a field.

    `visitor` is whoever sent it, None until the door has let them in; `file` is what came with it.
    """

    fields: Mapping[str, str]
    chosen: tuple[int, ...]
    phrases: Phrases
    visitor: Visitor | None = None
    file: Upload | None = None

    def text(self, name: str) -> str:
        """Return a field in one clean line; "" where it is missing."""
        return " ".join(plain(normalize("NFC", self.fields.get(name, ""))).split())

    def line(self, name: str, missing: str, longest: int) -> str:
        """Return a line that must be there; `missing` is a key of the phrases.

        Raises:
            Wrong: when it is empty or too long.
        """
        text = self.text(name)
        if not any(category(sign)[0] in "LN" for sign in text):
            raise Wrong(self.phrases[missing], name)
        if len(text) > longest:
            raise Wrong(self.phrases["too_long"].format(count=len(text), longest=longest), name)
        return text

    def officer(self) -> str:
        """Return who did this: the name of the account, or what was typed where there is none.

        Raises:
            Wrong: when no name was typed.
        """
        if self.visitor is not None and self.visitor.name:
            return self.visitor.name
        return self.line("by", "no_officer", _LONGEST_NAME)

    def day(self, name: str, today: date, latest: date) -> date:
        """Return a day, not after the latest.

        Raises:
            Wrong: when it is none, or out of reach.
        """
        typed = self.text(name)
        day = day_of(typed) or reckoning.day(typed, today)
        if day is None:
            raise Wrong(self.phrases["no_day"], name)
        if day > latest:
            raise Wrong(self.phrases["future"].format(day=written(latest)), name)
        if day.year < 2020:
            raise Wrong(self.phrases["too_early"], name)
        return day

    def people(self, name: str) -> int:
        """Return a number of people, 0 to 9.999.

        Raises:
            Wrong: when it is no such number.
        """
        text = self.text(name)
        number = _number(text)
        if number is None:
            is_below = re.fullmatch(r"[-−–] ?\d+", text)
            raise Wrong(self.phrases["below_nothing" if is_below else "no_number" if text else "no_count"], name)
        if number > _MOST_PEOPLE:
            raise Wrong(self.phrases["too_many"].format(count=text[:20]), name)
        return number

    def figure(self, name: str) -> int | None:
        """Return a number of any size, below nothing too, or None where the field was left empty.

        Raises:
            Wrong: when it is no number.
        """
        text = self.text(name)
        if not text:
            return None
        sign, digits = (-1, text[1:].strip()) if text[0] in "-−–" else (1, text)
        number = _number(digits)
        if number is None:
            raise Wrong(self.phrases["no_number"], name)
        return sign * number

    def as_typed(self) -> dict[str, str]:
        """Return what stood in the fields, without signs that no page can show, and without anything secret."""
        hidden = ("token", "form", "do", "chosen", *SECRET)
        return {name: _showable(value) for name, value in self.fields.items() if name not in hidden}

    def sent(self) -> Upload:
        """Return the file that came with the form.

        Raises:
            Wrong: when none was chosen.
        """
        if self.file is None or not self.file.content:
            raise Wrong(self.phrases["no_file"], "file")
        return self.file

    def secret(self, name: str) -> str:
        """Return a field exactly as it was typed, but for how its letters are put together."""
        return normalize("NFC", self.fields.get(name, ""))

    def id(self, name: str) -> int:
        """Return the id of a row, 0 where there is none."""
        return _id(self.fields.get(name, ""))


async def read_form(request: Request, phrases: Phrases, largest_file: int = LARGEST_FILE) -> Form | None:
    """Return the form in the body of a request; None when it is longer than any of ours, or cannot be read.

    `largest_file` is how many bytes a form with a file may have.
    """
    if request.headers.get("content-type", "").lower().startswith("multipart/form-data"):
        return await _read_with_file(request, phrases, largest_file)
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST:
            return None
    try:
        pairs = parse_qsl(body.decode(errors="replace"), True, errors="replace", max_num_fields=_MOST_FIELDS)
    except ValueError:
        return None
    return Form(dict(pairs), tuple(_id(value) for name, value in pairs if name == "chosen"), phrases)


async def _read_with_file(request: Request, phrases: Phrases, largest: int) -> Form | None:
    """Return a form that came with a file; only our own names of fields are texts, whatever else was sent."""
    parser = MultiPartParser(request.headers, _limited(request, largest), max_files=1, max_fields=_MOST_FIELDS)
    try:
        parsed = await parser.parse()
    except (MultiPartException, ValueError, LookupError):
        return None
    fields, file = dict[str, str](), None
    for name, value in parsed.multi_items():
        if isinstance(value, UploadFile):
            file = Upload(_showable(value.filename or "")[-_LONGEST_FILE_NAME:], await value.read())
        else:
            fields[name] = value
    await parsed.close()
    return Form(fields, (), phrases, file=file)


async def _limited(request: Request, largest: int) -> AsyncGenerator[bytes, None]:
    """Yield what is sent.

    Raises:
        ValueError: when it is more than a file may have.
    """
    read = 0
    async for chunk in request.stream():
        read += len(chunk)
        if read > largest:
            raise ValueError("too long")
        yield chunk


def _number(text: str) -> int | None:
    """Return the number written "1250" or "1.250"; None when it is none."""
    if not re.fullmatch(r"[0-9]{1,9}|[0-9]{1,3}(?:\.[0-9]{3}){1,2}", text):
        return None
    return int(text.replace(".", ""))


def _showable(text: str) -> str:
    return "".join(sign for sign in text if sign == "\n" or category(sign) not in ("Cc", "Cs"))


def _id(text: str) -> int:
    return int(text) if re.fullmatch(r"[0-9]{1,15}", text) else 0

"""The page on which the office changes what it may change by itself, with who changed what, when and why."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from unicodedata import category

from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from conversation.world import World
from storage import office_settings
from storage.office_settings import LONGEST, Change, ChangedMeanwhileError
from web.days import written
from web.desk import Contents, Desk, Outcome
from web.door import HOME
from web.forms import Form, Phrases, Wrong
from web.score_shown import when
from web.table import number

PATH = f"{HOME}/cai-dat"

_PARTS = {"contacts": ("contacts.",), "privacy": ("privacy.",), "office": ("commune.", "papers.")}
"""The forms of the page, and how the names of the settings in each begin."""

_LABELS = {
    "contacts.cong_an_xa": "of_cong_an_xa",
    "contacts.trung_tam_hanh_chinh_cong": "of_trung_tam_hanh_chinh_cong",
    "contacts.to_cong_nghe_so": "of_to_cong_nghe_so",
    "privacy.contact": "of_privacy_contact",
    "privacy.officer": "of_privacy_officer",
    "commune.office": "of_commune_office",
    "papers.signer": "of_papers_signer",
}
_MAY_BE_EMPTY = ("privacy.officer", "papers.signer")
_PHONE = re.compile(r"1[0-9]{2,3}|1[89]00[0-9]{4,6}|0[0-9]{9,10}|\+?84[0-9]{9,10}")
"""Numbers in Vietnam: 113 and 1022, 1900 6789, those with a 0 in front, the same from abroad."""
_LONGEST = {"contacts": 30, "privacy": 120, "office": 80}
_NEWEST = 40
_WAS = "was-"


@dataclass(frozen=True, slots=True)
class Changeable:
    """What the office may change: `file` is what config.yaml says of each setting, by name.

    `refresh` takes a change into use; other processes of the same database see it within a minute. Who finished
    `lessons_to_complete` lessons has completed: that one only the operator changes.
    """

    file: Mapping[str, str]
    refresh: Callable[[], None]
    lessons_to_complete: int


@dataclass(frozen=True, slots=True)
class Field:
    """A setting in its form; `file` is "" or what config.yaml says instead."""

    name: str
    label: str
    value: str
    source: str
    longest: int
    is_required: bool
    is_changed: bool
    file: str


@dataclass(frozen=True, slots=True)
class Part:
    """A form with some settings."""

    form: str
    title: str
    lead: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What one form wants changed: new values by name; None gives a setting back to the file."""

    form: str
    new: Mapping[str, str | None]
    was: Mapping[str, str]
    typed: Mapping[str, str]


class _Meanwhile(Exception):  # noqa: N818 - said to an officer, not an accident
    """Somebody else changed one of these settings since the page was opened."""

    def __init__(self, change: Change | None, name: str) -> None:
        super().__init__(name)
        self.change = change
        self.name = name


@dataclass(frozen=True, slots=True)
class SettingsPage:
    """Shows what is in use and where it comes from, and keeps changes; a form is kept whole or not at all."""

    desk: Desk
    changeable: Changeable
    world: Callable[[], World]

    @property
    def texts(self) -> Phrases:
        """Return the sentences of this page."""
        return self.desk.look.texts["settings"]

    def show(self, request: Request) -> Response:
        """Show the settings and the newest changes."""
        return self.desk.show(request, "settings.html", self._contents)

    def take(self, form: Form) -> Outcome:
        """Keep what was changed in a form, or give one setting back to the file."""
        asked = form.text("form")
        names = self._names(asked)
        was = {name: form.fields.get(_WAS + name, "") for name in names}
        altered = {name: form.text(name) for name in names if form.text(name) != form.text(_WAS + name)}
        # What others changed meanwhile must not come back with what this officer left alone.
        typed = {**altered, **{name: form.text(name)[:LONGEST] for name in ("note", "by")}}
        todo, _, name = form.text("do").partition(":")
        try:
            if not names or (todo == "file" and name not in names):
                raise Wrong(self.texts["gone"])
            if todo == "file":
                return self._give_back(form, _Wanted(asked, {name: None}, was, typed))
            return self._keep(form, _Wanted(asked, self._cleaned(form, asked, altered), was, typed))
        except Wrong as wrong:
            return Outcome(str(wrong), asked[:80], True, wrong.field, typed)
        except _Meanwhile as stale:
            return Outcome(self._told(stale), asked, True, stale.name, typed)

    def _names(self, form: str) -> tuple[str, ...]:
        return tuple(name for name in self.changeable.file if name.startswith(_PARTS.get(form, ("?",))))

    def _cleaned(self, form: Form, asked: str, altered: Mapping[str, str]) -> Mapping[str, str]:
        """Return what was typed, each checked.

        Raises:
            Wrong: with the first that cannot be taken, or when there is nothing to take.
        """
        for name, text in altered.items():
            if len(text) > _LONGEST[asked]:
                raise Wrong(form.phrases["too_long"].format(count=len(text), longest=_LONGEST[asked]), name)
            is_blank = not any(category(sign)[0] in "LN" for sign in text)
            if asked == "contacts":
                if text and not _PHONE.fullmatch(re.sub(r"[ .()-]", "", text)):
                    raise Wrong(self.texts["no_phone"].format(typed=text), name)
            elif is_blank and (text or name not in _MAY_BE_EMPTY):
                raise Wrong(self.texts["no_text"].format(label=self._label(name)), name)
        if not altered:
            raise Wrong(self.texts["unchanged"])
        return altered

    def _keep(self, form: Form, wanted: _Wanted) -> Outcome:
        done = self._record(form, wanted)
        return Outcome(self.texts["kept"].format(what="; ".join(map(self._cell, done))))

    def _give_back(self, form: Form, wanted: _Wanted) -> Outcome:
        done = self._record(form, wanted)
        what = "; ".join(f"{self._label(one.name)}: “{one.new or self.texts['nothing']}”" for one in done)
        still = {name: text for name, text in wanted.typed.items() if name not in wanted.new}
        return Outcome(self.texts["given_back"].format(what=what), wanted.form, typed=still)

    def _record(self, form: Form, wanted: _Wanted) -> Sequence[Change]:
        """Keep what is wanted in one transaction and take it into use.

        Raises:
            Wrong: when the note is too long or nobody says who it is.
            _Meanwhile: when somebody else was there first; nothing is kept then.
        """
        by, note, now = form.officer(), form.text("note"), self.desk.door.clock()
        if len(note) > LONGEST:
            raise Wrong(form.phrases["too_long"].format(count=len(note), longest=LONGEST), "note")

        def record(tx: Connection) -> list[Change]:
            newest, done = office_settings.newest(tx), list[Change]()
            for name, new in wanted.new.items():
                last, old = newest.get(name), self._value(name, newest)
                if old != wanted.was[name]:
                    raise _Meanwhile(last, name)
                revision = last.revision + 1 if last else 1
                value = self.changeable.file[name] if new is None else new
                done.append(Change(name, revision, old[:LONGEST], value[:LONGEST], new is None, note, now, by))
                office_settings.record(tx, done[-1])
            return done

        try:
            done = self.desk.write(record)
        except ChangedMeanwhileError as error:
            name = str(error)
            raise _Meanwhile(self.desk.door.read(office_settings.newest).get(name), name) from error
        self.changeable.refresh()
        return done

    def _value(self, name: str, newest: Mapping[str, Change]) -> str:
        """Return what is in use."""
        last = newest.get(name)
        return self.changeable.file[name] if last is None or last.is_from_file else last.new

    def _told(self, stale: _Meanwhile) -> str:
        if stale.change is None:
            return self.texts["gone"]
        value = stale.change.new or self.texts["nothing"]
        return self.texts["meanwhile"].format(by=stale.change.by, label=self._label(stale.name), value=value)

    def _contents(self) -> Contents:
        newest, history = self.desk.door.read(
            lambda tx: (office_settings.newest(tx), office_settings.history(tx, _NEWEST))
        )
        parts = tuple(self._part(form, newest) for form in _PARTS)
        count = sum(bool(one.value) for one in parts[0].fields)
        zone = self.desk.door.timezone
        values = {
            "parts": parts,
            "count": number(count),
            "history": [(when(one.at, zone), one.by, self._cell(one), one.note) for one in history],
            "fixed": tuple(self._fixed()),
            "longest_note": LONGEST,
        }
        return values, set(_PARTS)

    def _part(self, form: str, newest: Mapping[str, Change]) -> Part:
        fields = tuple(self._field(form, name, newest) for name in self._names(form))
        return Part(form, self.texts[f"of_{form}"], self.texts[f"how_{form}"], fields)

    def _field(self, form: str, name: str, newest: Mapping[str, Change]) -> Field:
        last, file = newest.get(name), self.changeable.file[name] or self.texts["nothing"]
        is_changed = last is not None and not last.is_from_file
        source = self.texts["by_file"]
        if last is not None and is_changed:
            day = written(last.at.astimezone(self.desk.door.timezone).date())
            source = self.texts["by_office"].format(by=last.by, day=day, file=file)
        is_required = form != "contacts" and name not in _MAY_BE_EMPTY
        value = self._value(name, newest)
        return Field(name, self._label(name), value, source, _LONGEST[form], is_required, is_changed, file)

    def _cell(self, one: Change) -> str:
        old, new = (text or self.texts["nothing"] for text in (one.old, one.new))
        says = self.texts["cell_file" if one.is_from_file else "cell"]
        return says.format(label=self._label(one.name), old=old, new=new)

    def _label(self, name: str) -> str:
        """Return what a setting is called; a number with a name of the commune's own is called by that."""
        key = _LABELS.get(name)
        return self.texts[key] if key else name.removeprefix("contacts.").replace("_", " ")

    def _fixed(self) -> Iterator[str]:
        """Yield what stands in the file only."""
        world = self.world()
        yield self.texts["fixed_lessons"].format(count=number(self.changeable.lessons_to_complete))
        yield self.texts["fixed_controller"].format(name=world.controller)
        address = world.public_url
        yield self.texts["fixed_address"].format(address=address) if address else self.texts["fixed_none"]
        yield self.texts["fixed_rest"]

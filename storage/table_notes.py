"""What stands below a table: how its columns are counted, and what a reader has to know about these figures."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from campaign.indicators import WORDS, Indicator, Note
from campaign.typed import TYPED, TypedFigure
from campaign.units import Unit, Units
from storage.units import is_example

Typed = Mapping[tuple[str, Indicator], TypedFigure]


def table_notes(
    units: Units,
    shown: Sequence[Unit],
    end: date,
    *,
    unknown_age: int,
    no_hamlet: int,
    waiting: int,
    typed: Typed,
    lessons: int,
    is_rated: bool,
) -> tuple[str, ...]:
    """Return the notes of a table of the units `shown` whose period ended, or is as far as, `end`.

    Of the participants `unknown_age` did not tell their age and `no_hamlet` chose no hamlet; `waiting` sessions are
    not confirmed; `lessons` is how many must be finished to have completed; `is_rated` when somebody in the total said
    how they get on with the phone.
    """
    valid = [one for one in shown if one.is_valid(end)]
    return (
        WORDS.note(Note.UNTIL, day=_day(end)),
        *(WORDS.footnote(indicator, lessons=lessons) for indicator in Indicator),
        WORDS.note(Note.ONE_HOME),
        *((WORDS.note(Note.SELF_RATING),) if is_rated else ()),
        *_on_counts({Note.NO_HAMLET: no_hamlet, Note.UNKNOWN_AGE: unknown_age, Note.SESSIONS_WAITING: waiting}),
        *_on_typed(valid, typed),
        *_on_units(units, shown, end),
    )


def _on_counts(counts: Mapping[Note, int]) -> Iterator[str]:
    return (WORDS.note(note, count=count) for note, count in counts.items() if count)


def _on_typed(valid: Sequence[Unit], typed: Typed) -> Iterator[str]:
    """Yield the sources of the typed figures, and for one that some units have which units have none."""
    for indicator in TYPED:
        heading = WORDS.headings[indicator]
        sources = defaultdict[tuple[date, str], list[Unit]](list)
        for one in valid:
            if figure := typed.get((one.code, indicator)):
                sources[figure.as_of, figure.source].append(one)
        for (as_of, source), known in sources.items():
            yield WORDS.note(Note.TYPED, heading=heading, units=_places(known), source=source, day=_day(as_of))
        missing = [one for one in valid if (one.code, indicator) not in typed]
        if sources and missing:
            yield WORDS.note(Note.TYPED_MISSING, heading=heading, units=_places(missing))


def _on_units(units: Units, shown: Sequence[Unit], end: date) -> Iterator[str]:
    unknown = [one for one in shown if one.is_valid(end) and not one.adults]
    if unknown:
        yield WORDS.note(Note.UNKNOWN_ADULTS, units=_places(unknown))
    for one in shown:
        if one.is_valid(end) or one.valid_to is None:
            continue
        into, day = units.get(one.code, end), _day(one.valid_to)
        if into is None:
            yield WORDS.note(Note.ENDED, unit=_place(one), day=day)
        else:
            yield WORDS.note(Note.MERGED, unit=_place(one), into=_place(into), day=day)
    if any(is_example(one) for one in shown):
        yield WORDS.note(Note.EXAMPLES)


def _places(of: Sequence[Unit]) -> str:
    return ", ".join(map(_place, of))


def _place(one: Unit) -> str:
    """Return a unit's name, with its former commune because names repeat."""
    return f"{one.name} ({one.old_commune})" if one.old_commune else one.name


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"

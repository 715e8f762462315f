"""What stands below a table: how its columns are counted, and what a reader has to know about these figures."""

from collections.abc import Iterator, Sequence
from datetime import date

from campaign.indicators import WORDS, Indicator, Note
from campaign.units import Unit, Units
from storage.units import is_example


def table_notes(
    units: Units, shown: Sequence[Unit], end: date, *, participants: int, no_hamlet: int, lessons: int
) -> tuple[str, ...]:
    """Return the notes of a table of the units `shown` whose period ended, or is as far as, `end`.

    `no_hamlet` of the `participants` chose no hamlet; `lessons` is how many must be finished to have completed.
    """
    return (
        WORDS.note(Note.UNTIL, day=_day(end)),
        *(WORDS.footnote(indicator, lessons=lessons) for indicator in Indicator),
        WORDS.note(Note.ONE_HOME),
        *_on_people(participants, no_hamlet),
        *_on_units(units, shown, end),
    )


def _on_people(participants: int, no_hamlet: int) -> Iterator[str]:
    if no_hamlet:
        yield WORDS.note(Note.NO_HAMLET, count=no_hamlet)
    if participants:
        yield WORDS.note(Note.UNKNOWN_AGE, count=participants)


def _on_units(units: Units, shown: Sequence[Unit], end: date) -> Iterator[str]:
    unknown = [_place(one) for one in shown if one.is_valid(end) and not one.adults]
    if unknown:
        yield WORDS.note(Note.UNKNOWN_ADULTS, units=", ".join(unknown))
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


def _place(one: Unit) -> str:
    """Return a unit's name, with its former commune because names repeat."""
    return f"{one.name} ({one.old_commune})" if one.old_commune else one.name


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"

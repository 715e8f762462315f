"""Random tables of participation, as storage makes them: rows add up to the total."""

from dataclasses import fields, replace
from datetime import date

from hypothesis import strategies as st

from campaign.indicators import Rate
from campaign.self_rating import LEVELS, NOBODY, add_up
from campaign.units import UnitKind
from storage.figures import Figures, Table, TableRow
from storage.sums import NO_HAMLET

_SAID = st.none() | st.integers(1, LEVELS)
RATINGS = st.lists(st.tuples(_SAID, _SAID, st.integers(1, 4) | st.integers(5, 2000)), max_size=4).map(add_up)
PEOPLE = st.integers(0, 9) | st.integers(0, 400)


@st.composite
def figures(draw: st.DrawFn, *, has_adults: bool = True) -> Figures:
    """Draw the figures of one row, in which a part is never more than its whole."""
    participants = draw(PEOPLE)
    minors = draw(st.integers(0, participants))
    completers = draw(st.integers(0, participants))
    adults = draw(st.none() | st.integers(participants, 3 * participants + 9)) if has_adults else None
    reviews = draw(st.integers(0, 2000))

    def part() -> int:
        return draw(st.integers(0, participants))

    first_timers = draw(PEOPLE)
    return Figures(
        adults=adults,
        participants=participants,
        participation_rate=Rate(participants - minors, adults),
        completers=completers,
        completion_rate=Rate(completers - draw(st.integers(0, min(minors, completers))), adults),
        women=part(),
        aged_60_plus=part(),
        officials=part(),
        students=part(),
        workers=part(),
        minors=minors,
        lessons_completed=draw(PEOPLE),
        questions_answered=draw(st.integers(0, 90_000)),
        correct_first_try=draw(PEOPLE),
        remembered=Rate(draw(st.integers(0, reviews)), reviews),
        practised=draw(PEOPLE),
        assisted=draw(PEOPLE),
        sessions_held=draw(PEOPLE),
        session_visits=draw(PEOPLE),
        session_first_timers=first_timers,
        reached=participants + first_timers,
        households_reached=draw(st.none() | PEOPLE),
        association_members=draw(st.none() | PEOPLE),
        vneid_confirmed=draw(st.none() | PEOPLE),
        unknown_age=part(),
    )


@st.composite
def tables(draw: st.DrawFn, kind: UnitKind = UnitKind.HAMLET, most: int = 6) -> Table:
    """Draw a table of up to `most` units, with names that look like formulas among them."""
    names = st.sampled_from(["Xóm Đông", "=1+1", "+Xóm Ẫ 🌾", "-2", "@xóm", "Xóm <3> & Tây", "Xóm {{ 5 }}"])
    count = draw(st.integers(1, most))
    rows = [
        TableRow(f"X{at:02}", kind, draw(names), draw(st.sampled_from(["", "Trà Lũ"])), draw(figures()))
        for at in range(count)
    ]
    if kind is UnitKind.HAMLET:
        rows.append(TableRow(NO_HAMLET, kind, "Chưa chọn xóm", "", draw(figures(has_adults=False))))
    return Table(
        kind=kind,
        first=date(2026, 1, 1),
        last=date(2026, 12, 31),
        rows=tuple(rows),
        totals=total_of(rows),
        learning_uncounted=draw(PEOPLE),
        outside_commune=draw(PEOPLE),
        notes=("Số liệu tính đến hết ngày 22/11/2026.", "=Chú thích & <ẫ>"),
        self_rating=draw(RATINGS) if kind is UnitKind.HAMLET else NOBODY,
    )


def total_of(rows: list[TableRow]) -> Figures:
    """Return the totals as storage counts them: what is unknown is left out, and who is not rated is in no rate."""
    adults = sum(row.figures.adults or 0 for row in rows) or None
    totals = rows[0].figures
    for field in fields(Figures):
        cells = [getattr(row.figures, field.name) for row in rows]
        if isinstance(cells[0], Rate):
            is_of_adults = field.name != "remembered"
            known = [row for row in rows if row.is_rated or not is_of_adults]
            numerator = sum(getattr(row.figures, field.name).numerator for row in known)
            whole = adults if is_of_adults else sum(getattr(row.figures, field.name).denominator for row in known)
            totals = replace(totals, **{field.name: Rate(numerator, whole)})  # type: ignore[arg-type]
        else:
            known_cells = [one for one in cells if one is not None]
            known_sum = sum(known_cells) if known_cells else None
            totals = replace(totals, **{field.name: known_sum})  # type: ignore[arg-type]
    return totals

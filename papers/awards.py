"""The lists of candidates for awards as text, CSV and JSON: each with its reasons and with the signs beside it."""

import json
from collections.abc import Iterator, Mapping, Sequence

from campaign.awards import AwardKind, Candidate, Criteria, heading, say
from papers.participation import Cell, Separator, csv_of
from storage.award_lists import AwardYear

Lists = Mapping[AwardKind, Sequence[Candidate]]

_COLUMNS = ("kind", "rank", "unit", "name", "reasons", "signs")


def to_text(lists: Lists, criteria: Criteria, of: AwardYear) -> str:
    """Return the lists for a screen."""
    return "\n".join(_text_lines(lists, criteria, of)) + "\n"


def to_csv(lists: Lists, *, bom: bool = False, separator: Separator = Separator.COMMA) -> str:
    """Return the lists as CSV, a line for each candidate; an empty list has its headings only."""
    lines: list[dict[str, Cell]] = [_line(one) for found in lists.values() for one in found]
    return csv_of(lines or [dict.fromkeys(_COLUMNS, "")], bom=bom, separator=separator)


def to_json(lists: Lists, criteria: Criteria, of: AwardYear) -> str:
    """Return the lists as JSON; a rank is null where nothing is ranked."""
    shape = {
        "year": of.year,
        "as_of": of.end.isoformat(),
        "criteria": criteria.name,
        "is_example": criteria.is_example,
        "lists": {kind.value: [_shape(one) for one in found] for kind, found in lists.items()},
        "notes": notes(criteria),
    }
    return json.dumps(shape, ensure_ascii=False, indent=2) + "\n"


def notes(criteria: Criteria) -> list[str]:
    """Return what has to be said below the lists."""
    return [*((say("example"),) if criteria.is_example else ()), say("never_automatic")]


def _text_lines(lists: Lists, criteria: Criteria, of: AwardYear) -> Iterator[str]:
    yield say("title", name=criteria.name, year=of.year, day=f"{of.end:%d/%m/%Y}")
    for kind, found in lists.items():
        yield ""
        yield say("count", kind=heading(kind), count=len(found)) if found else say("nobody", kind=heading(kind))
        for one in found:
            rank = f"{one.rank}. " if one.rank else "- "
            yield f"{rank}{one.subject.called}{_of_unit(one)}"
            yield from (f"    {reason.sentence()}" for reason in one.reasons)
            yield from (say("sign_line", sentence=sign.sentence()) for sign in one.subject.signs)
    yield ""
    yield from notes(criteria)


def _of_unit(one: Candidate) -> str:
    is_told = one.subject.kind is AwardKind.HAMLET or not one.subject.name
    return "" if is_told else f" ({one.subject.unit})"


def _line(one: Candidate) -> dict[str, Cell]:
    reasons = " ".join(reason.sentence() for reason in one.reasons)
    signs = " ".join(sign.sentence() for sign in one.subject.signs)
    values = (one.subject.kind.value, one.rank or "", one.subject.unit, one.subject.called, reasons, signs)
    return dict(zip(_COLUMNS, values, strict=True))


def _shape(one: Candidate) -> dict[str, object]:
    return {
        "rank": one.rank,
        "unit": one.subject.unit,
        "name": one.subject.called,
        "reasons": [
            {
                "measure": reason.criterion.measure.value,
                "value": None if reason.value is None else float(reason.value),
                "at_least": float(reason.criterion.at_least),
                "is_reached": reason.is_reached,
                "sentence": reason.sentence(),
            }
            for reason in one.reasons
        ],
        "signs": [sign.sentence() for sign in one.subject.signs],
    }
